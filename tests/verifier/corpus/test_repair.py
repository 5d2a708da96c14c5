"""Damage to the files of a corpus: it is said, with other verdicts never, and repaired."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import lancedb.table
import pytest

from claims.errors import InputError
from verifier.corpus.documents import make_document
from verifier.corpus.repair import repair
from verifier.corpus.store import Corpus

MILK = [make_document(f"d{n}", f"The price of milk rose in Kaunas on day {n}. Farmers were pleased.") for n in range(9)]
BUTTER = make_document("x", "Butter is cheap in Vilnius.", "On butter", "ELTA")
# The files of each kind of which one is damaged, the newest of its kind.
FILES = {
    "passages_manifest": "passages.lance/_versions/*",
    "documents_manifest": "documents.lance/_versions/*",
    "passages": "passages.lance/data/*",
    "documents": "documents.lance/data/*",
    "index": "passages.lance/_indices/*/*.lance",
}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whole") / "corpus"
    Corpus.create(str(folder)).add(MILK)
    Corpus.open(str(folder)).add([BUTTER])
    return folder


@pytest.fixture
def corpus(whole: Path, tmp_path: Path) -> Path:
    return shutil.copytree(whole, tmp_path / "corpus")


def newest(folder: Path, pattern: str) -> Path:
    return max(folder.glob(pattern), key=lambda file: (file.stat().st_mtime_ns, file.name))


def gone(file: Path) -> None:
    file.unlink()


def emptied(file: Path) -> None:
    file.write_bytes(b"")


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-20])


@pytest.mark.parametrize("pattern", FILES.values(), ids=FILES)
@pytest.mark.parametrize("damage", [gone, emptied, cut])
def test_damage_is_said_and_repaired(corpus: Path, pattern: str, damage: Callable[[Path], None]) -> None:
    damage(newest(corpus, pattern))
    uri = str(corpus)
    for use in (Corpus.open, Corpus.create):
        with pytest.raises(InputError, match="the corpus is damaged") as raised:
            use(uri)
        assert str(raised.value).endswith(f"; run `sayso corpus repair {uri}`")
    kept, _ = repair(uri)
    again = Corpus.open(uri)
    assert kept == len(again.list()) >= len(MILK)
    assert {hit.document_id for hit in again.search("milk")} == {document.id for document in MILK}
    assert again.add([*MILK, BUTTER]).replaced == ()
    assert again.documents(["d0", "x"]) == {"d0": MILK[0], "x": BUTTER}
    assert {entry.name for entry in corpus.iterdir()} <= {".lock", ".files.json", "documents.lance", "passages.lance"}


def test_damage_that_keeps_the_size_is_said_where_it_is_met(corpus: Path) -> None:
    for file in corpus.glob("documents.lance/data/*"):
        file.write_bytes(file.read_bytes().replace(b"Kaunas", b"Warsaw"))
    reader = Corpus.open(str(corpus))
    with pytest.raises(InputError, match="the document 'd0' is not as it was added\\); run `sayso corpus repair"):
        reader.documents(["d0"])
    kept, lost = repair(str(corpus))
    assert kept == 1
    assert [error.what for error in lost] == [f"the document '{document.id}' is lost" for document in MILK]


def test_a_repair_of_what_is_whole_changes_nothing_that_is_seen(corpus: Path) -> None:
    before = Corpus.open(str(corpus))
    found = before.search("milk butter")
    assert repair(str(corpus)) == (len(MILK) + 1, ())
    after = Corpus.open(str(corpus))
    assert after.list() == before.list()
    assert after.search("milk butter") == found != ()


def test_a_repair_that_was_killed_is_finished_by_the_next(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rename = Path.rename

    def killed(path: Path, target: Path) -> Path:
        if path.name == "documents.lance" and ".repaired" in path.parts:
            raise KeyboardInterrupt
        return rename(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", killed)
        with pytest.raises(KeyboardInterrupt):
            repair(str(corpus))
    assert repair(str(corpus)) == (len(MILK) + 1, ())
    assert Corpus.open(str(corpus)).document("x") == BUTTER


@pytest.mark.parametrize("uri", ["s3://bucket/corpus", "memory://"])
def test_object_storage_is_not_repaired(uri: str) -> None:
    with pytest.raises(InputError, match="only a corpus in a folder can be repaired"):
        repair(uri)


def test_what_is_no_corpus_is_not_repaired(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no SaySo corpus here"):
        repair(str(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_nothing_left_is_said(corpus: Path) -> None:
    for file in corpus.glob("documents.lance/data/*"):
        file.unlink()
    with pytest.raises(InputError, match="no document in it can be read; delete it, and add its references anew"):
        repair(str(corpus))


@pytest.mark.parametrize("write", ["add", "merge_insert", "create_index", "optimize"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EFBIG, errno.EDQUOT])
def test_a_full_disk_is_said(corpus: Path, write: str, number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise (
            OSError(number, os.strerror(number))
            if write == "add"
            else RuntimeError(
                f"lance error: LanceError(IO): {os.strerror(number)} (os error {number}), /io/src/lib.rs:12"
            )
        )

    with monkeypatch.context() as patch:
        patch.setattr(lancedb.table.LanceTable, write, full)
        with pytest.raises(InputError, match="cannot be written: the disk is full; make room"):
            Corpus.open(str(corpus)).add([make_document("y", "Cheese is dear in Riga.")])
    again = Corpus.open(str(corpus))
    assert len(again.list()) >= len(MILK) + 1
    assert again.add([make_document("y", "Cheese is dear in Riga.")]).replaced == ()
    assert [hit.document_id for hit in again.search("cheese")] == ["y"]


def test_writers_of_a_file_uri_wait_for_one_another(tmp_path: Path) -> None:
    uri = f"file://{tmp_path}/corpus"
    Corpus.create(uri)
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda n: Corpus.open(uri).add(MILK[n::4]), range(4)))
    assert sum(len(result.added) for result in results) == len(MILK)
    assert len(Corpus.open(str(tmp_path / "corpus")).list()) == len(MILK)
