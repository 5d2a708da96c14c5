from __future__ import annotations

import io
import json
import os
import sys
from datetime import date
from pathlib import Path

import docx
import pyarrow.parquet
import pytest

from claims.errors import InputError, Skipped
from tests.claims.article.newsroom import column, pdf
from verifier.corpus.documents import SUFFIXES, load_documents, make_document, reference_files, references_in
from verifier.records import Document


def of_word(text: str) -> bytes:
    document, out = docx.Document(), io.BytesIO()
    document.add_paragraph(text)
    document.save(out)
    return out.getvalue()


PROSE = "The ministry counted 4,110 people at the border in July. It had counted 81 in the whole of 2020."


def loaded(*paths: Path) -> tuple[list[Document], list[InputError]]:
    items = list(load_documents(*paths))
    errors = [item for item in items if isinstance(item, InputError) and not isinstance(item, Skipped)]
    return [item for item in items if isinstance(item, Document)], errors


def test_every_kind_is_read_with_its_metadata(tmp_path: Path) -> None:
    (tmp_path / "plain.txt").write_text(PROSE)
    (tmp_path / "notes.md").write_text(
        "---\ntitle: Border count\npublisher: LRT\npublished: 2021-08-06\nurl: https://lrt.lt/1\nmood: grim\n---\n"
        f"{PROSE}\n"
    )
    (tmp_path / "named.md").write_text(f"---\nid: my-id\n---\n{PROSE}\n")
    (tmp_path / "page.html").write_text(
        "<html><head><title>Count</title></head><body><nav>Home</nav><article>"
        + "".join(f"<p>{PROSE} This is paragraph {n} of the page.</p>" for n in range(3))
        + "</article></body></html>"
    )
    lines = [{"text": PROSE, "id": "a", "publisher": "ELTA", "published": "2021-08-01"}, {"text": PROSE + " Yes."}]
    (tmp_path / "lines.jsonl").write_text("\n".join(map(json.dumps, lines)))

    documents, errors = loaded(tmp_path)

    assert not errors
    by_id = {document.id: document for document in documents}
    assert list(by_id) == ["a", "lines:2", "my-id", "notes", "page", "plain"]
    assert by_id["plain"].text == PROSE
    assert by_id["notes"] == make_document(
        "notes", PROSE + "\n", "Border count", "LRT", date(2021, 8, 6), "https://lrt.lt/1"
    )
    assert (by_id["a"].publisher, by_id["a"].published) == ("ELTA", date(2021, 8, 1))
    assert "paragraph 2" in by_id["page"].text and "Home" not in by_id["page"].text


def test_every_kind_of_a_newsroom_is_read(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "a.pdf").write_bytes(pdf([column(["One page."]), column([PROSE])]))
    (tmp_path / "b.docx").write_bytes(of_word(PROSE))
    (tmp_path / "c.json").write_text(json.dumps({"text": PROSE}))
    (tmp_path / "d.json").write_text(json.dumps([{"text": PROSE}, {"text": PROSE, "id": "own"}]))
    for folder in (tmp_path, tmp_path / "sub"):
        pyarrow.parquet.write_table(pyarrow.table({"text": [PROSE], "publisher": ["ELTA"]}), folder / "e.parquet")
    (tmp_path / "f.txt").write_bytes("“It’s closed”, Müller said of the café — twice.".encode("cp1252"))
    (tmp_path / "g.txt").write_bytes("The café was closed.\r\nIt rained.".encode("utf-16"))

    documents, errors = loaded(tmp_path)

    assert not errors
    assert [document.id for document in documents] == ["a", "b", "c", "d:1", "own", "e:1", "f", "g", "sub/e:1"]
    by_id = {document.id: document for document in documents}
    assert by_id["a"].text[by_id["a"].pages[1] :] == PROSE
    assert by_id["f"].text == "“It’s closed”, Müller said of the café — twice."
    assert by_id["g"].text == "The café was closed.\r\nIt rained."
    assert by_id["sub/e:1"].publisher == "ELTA"


def test_files_of_one_name_keep_their_suffix_apart(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(of_word(PROSE))
    (tmp_path / "a.md").write_text(PROSE)
    (tmp_path / "a.pdf").write_bytes(pdf([column([PROSE])]))
    documents, errors = loaded(tmp_path)
    assert ([document.id for document in documents], errors) == (["a", "a.md", "a.pdf"], [])


def test_id_is_the_path_within_the_folder_without_suffix(tmp_path: Path) -> None:
    (tmp_path / "2021").mkdir()
    (tmp_path / "2021" / "belarus.v2.txt").write_text(PROSE)
    assert [document.id for document in loaded(tmp_path)[0]] == ["2021/belarus.v2"]
    assert [document.id for document in loaded(tmp_path / "2021" / "belarus.v2.txt")[0]] == ["belarus.v2"]


def test_which_files_of_a_folder_are_read(tmp_path: Path) -> None:
    refs, outside = tmp_path / "refs", tmp_path / "outside"
    for folder in (refs / "sub", refs / ".git", outside):
        folder.mkdir(parents=True)
    for name in ("b.txt", "a.TXT", "sub/c.md", "README.md", "sub/readme.MD", ".d.txt", ".git/e.txt", "f.odt", "g.txt~"):
        (refs / name).write_text(PROSE)
    (outside / "secret.txt").write_text(PROSE)
    (refs / "link-out.txt").symlink_to(outside / "secret.txt")
    (refs / "link-in.txt").symlink_to(refs / "b.txt")
    (refs / "link-folder").symlink_to(outside)
    (refs / "link-nowhere.txt").symlink_to(refs / "none.txt")

    files = [file.relative_to(refs).as_posix() for file in reference_files(refs)]

    assert files == ["a.TXT", "b.txt", "link-in.txt", "sub/c.md"]
    passed = {
        Path(each.where).relative_to(refs).as_posix() for each in references_in(refs) if isinstance(each, Skipped)
    }
    hidden = {".d.txt", ".git/e.txt"}
    every = {file.relative_to(refs).as_posix() for file in refs.rglob("*") if file.is_symlink() or file.is_file()}
    assert passed == every - set(files) - hidden


def test_a_readme_named_by_itself_is_read(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text(PROSE)
    assert [document.id for document in loaded(tmp_path / "README.md")[0]] == ["README"]


@pytest.mark.parametrize(
    ("name", "content", "where", "what"),
    [
        ("a.txt", b"", "a.txt", "empty"),
        ("a.txt", b" \n ", "a.txt", "empty"),
        ("a.txt", bytes(range(128, 256)) * 4, "a.txt", "its encoding cannot be told"),
        ("a.txt", b"PK\x03\x04\x00", "a.txt", "not a text file"),
        ("a.md", b"---\ntitle: [\n---\ntext\n", "a.md:", "not YAML"),
        ("a.md", b"---\npublished: soon\n---\nSome text.\n", 'a.md field "published"', "not a date"),
        ("a.html", b"<html><body></body></html>", "a.html", "no article text"),
        ("a.jsonl", b'{"text": "Good line."}\n{"text": \n', "a.jsonl:2", "not JSON"),
        ("a.jsonl", b'{"title": "no text"}', "a.jsonl:1", '"text" is missing'),
        ("a.jsonl", b'{"text": "x", "title": 7}', 'a.jsonl:1 field "title"', "must be text"),
        ("a.jsonl", b'{"text": "\\ud800 half"}', 'a.jsonl:1 field "text"', "lone surrogate"),
        ("a.txt", ("Der Minister sprach gestern in Berlin mit den Abgeordneten. " * 5).encode(), "a.txt", "German"),
    ],
)
def test_a_bad_reference_is_named_and_the_rest_is_read(
    tmp_path: Path, name: str, content: bytes, where: str, what: str
) -> None:
    (tmp_path / name).write_bytes(content)
    (tmp_path / "z.txt").write_text(PROSE)

    documents, errors = loaded(tmp_path)

    assert documents[-1].id == "z"
    assert len(errors) == 1
    assert errors[0].where.startswith(str(tmp_path / where))
    assert what in errors[0].what


@pytest.mark.parametrize(
    ("make", "what"),
    [(None, "no such file"), ("file.odt", "unknown format"), ("folder/", "no reference in the folder")],
)
def test_a_path_without_a_reference_is_refused(tmp_path: Path, make: str | None, what: str) -> None:
    path = tmp_path / (make or "missing.txt")
    if make and make.endswith("/"):
        path.mkdir()
    elif make:
        path.write_bytes(b"%PDF")
    documents, errors = loaded(path)
    assert not documents
    assert [what in error.what for error in errors] == [True]


def test_an_id_is_used_once_over_all_paths(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text(f"{PROSE} From {folder}.")
    documents, errors = loaded(tmp_path / "one", tmp_path / "two")
    assert [document.text.endswith("one.") for document in documents] == [True]
    assert [error.where for error in errors] == [str(tmp_path / "two" / "a.txt")]
    assert str(tmp_path / "one" / "a.txt") in errors[0].what


def test_a_closed_folder_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "closed").mkdir()
    (tmp_path / "z.txt").write_text(PROSE)
    scandir = os.scandir

    def closed(path: str) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", closed)
    documents, errors = loaded(tmp_path)
    assert [document.id for document in documents] == ["z"]
    assert [error.where for error in errors] == [str(tmp_path / "closed")]


@pytest.mark.skipif(sys.platform != "linux", reason="file names are text elsewhere")
def test_a_file_name_that_is_no_text_still_gives_an_id(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/bad\xff.txt")).write_text(PROSE)
    assert [document.id for document in loaded(tmp_path)[0]] == ["bad\ufffd"]


def test_digest_is_of_text_and_metadata_but_not_of_the_id() -> None:
    variants = [
        make_document("a", "Text."),
        make_document("a", "Text. "),
        make_document("a", "Text.", title="T"),
        make_document("a", "Text.", publisher="T"),
        make_document("a", "Text.", published=date(2021, 8, 6)),
        make_document("a", "Text.", url="T"),
    ]
    assert len({document.digest for document in variants}) == len(variants)
    assert make_document("b", "Text.").digest == variants[0].digest


def test_suffixes_are_those_of_the_documentation() -> None:
    assert {".txt", ".md", ".html", ".pdf", ".docx", ".json", ".jsonl", ".parquet"} <= set(SUFFIXES)
