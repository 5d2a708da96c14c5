from __future__ import annotations

import os
from pathlib import Path

import pytest

import verifier.corpus.cache as module
from claims.errors import InputError, Skipped
from tests.claims.article.newsroom import column, pdf
from verifier.corpus.cache import open_corpus
from verifier.corpus.documents import load_documents, make_document
from verifier.corpus.store import Corpus

TEXTS = {"border": "Lithuania counted 4,110 people at its border.", "milk": "The price of milk rose in Kaunas."}


@pytest.fixture
def refs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SAYSO_CACHE_DIR", str(tmp_path / "cache"))
    folder = tmp_path / "refs"
    folder.mkdir()
    for name, text in TEXTS.items():
        (folder / f"{name}.txt").write_text(text)
    return folder


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The paths that were read, in order."""
    seen: list[Path] = []

    def watched(path: Path) -> object:
        seen.append(path)
        return load_documents(path)

    monkeypatch.setattr(module, "load_documents", watched)
    return seen


def opened(where: Path | str) -> tuple[Corpus, tuple[InputError, ...], list[str]]:
    lines: list[str] = []
    corpus, errors = open_corpus(str(where), lines.append)
    return corpus, errors, lines


def ids(corpus: Corpus) -> list[str]:
    return [row.id for row in corpus.list()]


def test_a_folder_is_indexed_once(refs: Path, reads: list[Path]) -> None:
    corpus, errors, lines = opened(refs)
    assert (ids(corpus), errors) == (["border", "milk"], ())
    assert lines == [f"indexing {refs}", f"indexed {refs}: 2 added, 0 replaced, 0 unchanged, 0 removed"]
    assert corpus.search("milk")[0].document_id == "milk"

    again, _, lines = opened(refs)
    assert (again.digest(), lines, len(reads)) == (corpus.digest(), [], 1)
    assert not list(refs.glob("*.lance"))


def test_the_index_follows_the_files(refs: Path) -> None:
    opened(refs)
    (refs / "milk.txt").unlink()
    (refs / "border.txt").write_text("Latvia counted 400 people at its border.")
    (refs / "new.txt").write_text("Butter fell.")
    corpus, _, lines = opened(refs)
    assert lines == [f"indexed {refs}: 1 added, 1 replaced, 0 unchanged, 1 removed"]
    assert ids(corpus) == ["border", "new"]
    assert corpus.search("milk Lithuania") == ()
    assert corpus.search("Latvia")[0].document_id == "border"


def test_an_edit_that_keeps_size_and_time_is_seen(refs: Path) -> None:
    opened(refs)
    file = refs / "milk.txt"
    times = (file.stat().st_atime_ns, file.stat().st_mtime_ns)
    file.write_text(TEXTS["milk"].replace("rose", "fell"))
    os.utime(file, ns=times)
    assert opened(refs)[0].search("milk")[0].text == "The price of milk fell in Kaunas."


def test_a_touched_file_is_read_again_and_changes_nothing(refs: Path, reads: list[Path]) -> None:
    digest = opened(refs)[0].digest()
    os.utime(refs / "milk.txt", ns=(1, 1))
    corpus, _, lines = opened(refs)
    assert (corpus.digest(), lines, len(reads)) == (digest, [], 2)
    opened(refs)
    assert len(reads) == 2


def test_bad_references_are_returned_each_time_and_the_rest_is_there(refs: Path, reads: list[Path]) -> None:
    (refs / "bad.txt").write_bytes(b"\xff\xfe\x00")
    (refs / "lines.jsonl").write_text('{"text": "A good line."}\nnot json\n')
    first, errors, _ = opened(refs)
    assert [error.where for error in errors] == [str(refs / "bad.txt"), f"{refs / 'lines.jsonl'}:2"]
    assert ids(first) == ["border", "lines:1", "milk"]
    again, same, _ = opened(refs)
    assert ([str(error) for error in same], ids(again)) == ([str(error) for error in errors], ids(first))
    assert len(reads) == 1


def test_errors_name_the_files_as_the_user_does(refs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (refs / "bad.txt").write_bytes(b"")
    opened(refs)
    monkeypatch.chdir(refs.parent)
    corpus, errors, lines = opened("refs")
    assert ([error.where for error in errors], lines) == ([str(Path("refs/bad.txt"))], [])
    assert len(list((refs.parent / "cache" / "corpora").iterdir())) == 1
    assert ids(corpus) == ["border", "milk"]


def test_a_file_that_goes_bad_leaves_the_corpus(refs: Path) -> None:
    opened(refs)
    (refs / "milk.txt").write_bytes(b"")
    corpus, errors, _ = opened(refs)
    assert (ids(corpus), len(errors)) == (["border"], 1)


def test_a_single_file_is_a_corpus(refs: Path) -> None:
    corpus, errors, _ = opened(refs / "milk.txt")
    assert (ids(corpus), errors) == (["milk"], ())


def test_a_made_corpus_is_opened_as_it_is(refs: Path, reads: list[Path]) -> None:
    where = str(refs.parent / "corpus")
    Corpus.create(where).add([make_document("a", "Apples are red.")])
    for name in (where, f"file://{where}"):
        corpus, errors, lines = opened(name)
        assert (ids(corpus), errors, lines) == (["a"], (), [])
    assert not reads
    assert not (refs.parent / "cache").exists()


@pytest.mark.parametrize("damage", ["manifest", "tables", "table", "layout"])
def test_a_damaged_cache_is_made_again(refs: Path, damage: str) -> None:
    corpus = opened(refs)[0]
    digest, hits = corpus.digest(), corpus.search("milk")
    (cache,) = (refs.parent / "cache" / "corpora").iterdir()
    if damage == "manifest":
        (cache / "manifest.json").write_text("[not json")
    elif damage == "tables":
        for file in cache.rglob("*.manifest"):
            file.write_bytes(b"")
    elif damage == "table":
        (cache / "corpus" / "documents.lance").rename(cache / "elsewhere")
    else:
        (cache / "manifest.json").write_text("[]")
    again = opened(refs)[0]
    assert (again.digest(), again.search("milk")) == (digest, hits)


def test_a_killed_indexing_is_taken_up_again(refs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Corpus, "remove", killed)
        with pytest.raises(KeyboardInterrupt):
            opened(refs)
    (refs / "milk.txt").unlink()
    assert ids(opened(refs)[0]) == ["border"]


def test_what_cannot_be_a_corpus_says_what_to_do(refs: Path) -> None:
    empty = refs.parent / "empty"
    empty.mkdir()
    bad = refs.parent / "bad"
    bad.mkdir()
    (bad / "a.txt").write_bytes(b"")
    (bad / "b.txt").write_bytes(b"")
    (refs / "x.odt").write_bytes(b"PK")
    made = Corpus.create(str(refs.parent / "made")).uri
    cases: list[tuple[Path | str, str]] = [
        (refs / "missing", "no such file or folder; name a folder"),
        (empty, "no reference in the folder; add files"),
        (bad, r"a\.txt: the file is empty, nor 1 others"),
        (refs / "x.odt", "unknown format .odt; use one of"),
        (made, "the corpus is empty; add references with"),
        ("nothing://here", "not a SaySo corpus"),
    ]
    for where, message in cases:
        with pytest.raises(InputError, match=message):
            opened(where)


def test_a_cache_that_cannot_be_written_is_named(refs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAYSO_CACHE_DIR", str(refs / "milk.txt"))
    with pytest.raises(InputError, match="name another cache folder in SAYSO_CACHE_DIR"):
        opened(refs)


@pytest.mark.parametrize("pattern", ["passages.lance/data/*", "documents.lance/data/*", "*.lance/_versions/*"])
@pytest.mark.parametrize("damage", ["gone", "cut", "changed"])
def test_a_damaged_cache_is_made_anew(refs: Path, pattern: str, damage: str) -> None:
    whole, *_ = opened(refs)
    for file in Path(whole.uri).glob(pattern):
        if damage == "gone":
            file.unlink()
        else:
            raw = file.read_bytes()
            file.write_bytes(raw[: len(raw) // 2] if damage == "cut" else bytes(len(raw)))
    again, errors, *_ = opened(refs)
    assert errors == ()
    assert ids(again) == ["border", "milk"]
    assert [hit.document_id for hit in again.search("milk")] == ["milk"]


def test_what_is_passed_over_is_said_once_a_kind_in_every_run(refs: Path, reads: list[Path]) -> None:
    for number in range(30):
        (refs / f"photo{number:02}.jpg").write_bytes(b"x")
    (refs / "README.md").write_text("About this folder.")
    (refs / "new.xyz").write_bytes(b"x")
    for _ in range(2):
        _, errors, _ = opened(refs)
        assert all(isinstance(error, Skipped) for error in errors)
        about, kinds = (str(error) for error in errors)
        first = ", ".join(str(refs / name) for name in ("new.xyz", "photo00.jpg", "photo01.jpg"))
        assert about.startswith(f"{refs / 'README.md'}: it tells about the folder")
        assert kinds.startswith(
            f"31 files, {first} …: not of a kind that is read; what is read are files of the kinds .txt"
        )
    assert len(reads) == 1
    (refs / "new.xyz").unlink()
    assert str(opened(refs)[1][1]).startswith("30 files")


def test_many_bad_files_are_one_line(refs: Path) -> None:
    for number in range(5):
        (refs / f"noise{number}.txt").write_bytes(b"a" * number + bytes(range(128, 256)) * 4)
    for _ in range(2):
        (error,) = opened(refs)[1]
        assert not isinstance(error, Skipped)
        assert str(error).startswith(f"5 files, {refs / 'noise0.txt'}, ")


def test_a_folder_of_other_kinds_only_has_no_reference(refs: Path) -> None:
    for file in refs.iterdir():
        file.rename(file.with_suffix(".odt"))
    with pytest.raises(InputError, match="no reference in the folder"):
        opened(refs)


RAIN = ["It rained in Riga. It rained a lot.", "The mayor was wet."]
BREAD = ["Bread is dear in Tartu. The mayor said so.", "A baker agreed."]


def test_the_page_of_a_pdf_is_in_what_is_found(refs: Path) -> None:
    (refs / "report.pdf").write_bytes(pdf([column(RAIN), column(BREAD)]))
    corpus = opened(refs)[0]
    assert [(found.document_id, found.page) for found in corpus.search("bread Tartu")] == [("report", 2)]
    assert corpus.document("report").pages == (0, len(" ".join(RAIN)) + 2)
    assert [found.page for found in corpus.search("milk")] == [None]
