"""Makes a damaged corpus whole again, from the documents in it that can still be read."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from claims.errors import InputError
from verifier.corpus.documents import make_document
from verifier.corpus.place import DAMAGED, FAULTS, REPAIRED, connect, folder_of, list_files, locked, unlist_files
from verifier.corpus.store import Corpus
from verifier.corpus.tables import TABLES
from verifier.records import Document

_FIELDS = ("id", "text", "title", "publisher", "published", "url", "digest")
_DONE = "done"
_AT_ONCE = 1_000


def repair(uri: str) -> tuple[int, tuple[InputError, ...]]:
    """Read every document that is whole, and put a corpus of these in place of the damaged one.

    Returns how many documents are kept, and an error for each that is lost. Where the newest state cannot be read as a
    whole, but an earlier one of the last day can, that is taken, and an error says so. A repair that is killed leaves
    the old corpus or is finished by the next. A corpus of an earlier version of SaySo becomes one of this version.

    Raises InputError where there is no corpus, none of its documents can be read, or it is not in a folder.
    """
    folder = folder_of(uri)
    if folder is None:
        raise InputError(uri, "only a corpus in a folder can be repaired", "restore a copy, or add its references anew")
    draft, aside = folder / REPAIRED, folder / DAMAGED
    names = [f"{table}.lance" for table in TABLES]
    if not any((place / "documents.lance").is_dir() for place in (folder, draft, aside)):
        raise InputError(uri, "no SaySo corpus here", f"make one with `sayso corpus add {uri} REFERENCES`")
    lost: list[InputError] = []
    with locked(uri):
        if not (draft / _DONE).is_file():
            shutil.rmtree(draft, ignore_errors=True)
            kept = len(Corpus.create(str(draft)).add(_saved(folder, uri, lost)).added)
            if not kept:
                shutil.rmtree(draft, ignore_errors=True)
                raise InputError(uri, "no document in it can be read", "delete it, and add its references anew")
            (draft / _DONE).touch()
        unlist_files(uri)
        aside.mkdir(exist_ok=True)
        for name in names:
            if (draft / name).is_dir():
                if (folder / name).is_dir():
                    shutil.rmtree(aside / name, ignore_errors=True)
                    (folder / name).rename(aside / name)
                (draft / name).rename(folder / name)
        list_files(uri)
        for place in (draft, aside):
            shutil.rmtree(place, ignore_errors=True)
    return len(Corpus.open(uri).list()), tuple(lost)


def _saved(folder: Path, uri: str, lost: list[InputError]) -> Iterator[Document]:
    """The documents that are as they were added; the others are said in ``lost``."""
    table = _opened(folder, uri, lost)
    for number, row in enumerate(_between(table, 0, table.count_rows()) if table is not None else (), 1):
        if isinstance(row, Exception):
            lost.append(InputError(uri, f"document number {number} is lost", "add its reference again"))
            continue
        document = make_document(*(row[name] for name in _FIELDS[:-1]))
        if document.digest == row["digest"]:
            yield document
        else:
            lost.append(InputError(uri, f"the document {document.id!r} is lost", "add its reference again"))


def _opened(folder: Path, uri: str, lost: list[InputError]) -> Any:
    """The documents in the newest state that can be read as a whole, or else, in part; None where there is none."""
    manifests = sorted(folder.glob("documents.lance/_versions/*.manifest"), key=lambda file: file.stat().st_mtime_ns)
    newest: Any = None
    for _ in range(len(manifests)):
        with suppress(*FAULTS):
            newest = connect(str(folder)).open_table("documents")
            break
        manifests.pop().unlink()
    if newest is None:
        return None
    last = newest.version
    for version in range(last, 0, -1):
        with suppress(*FAULTS):
            newest.checkout(version)
            if newest.count_rows() and not any(
                isinstance(row, Exception) for row in _between(newest, 0, newest.count_rows())
            ):
                if version != last:
                    do = "add or remove again what was added or removed since"
                    lost.append(InputError(uri, "an earlier state of the corpus is restored", do))
                return newest
    newest.checkout(last)
    return newest


def _between(table: Any, start: int, stop: int) -> Iterator[dict[str, Any] | Exception]:
    """The rows from ``start`` to ``stop``, halved until what cannot be read is one row."""
    if stop - start <= _AT_ONCE:
        try:
            yield from table.search().select(list(_FIELDS)).offset(start).limit(stop - start).to_list()
            return
        except FAULTS as error:
            if stop - start == 1:
                yield error
                return
    middle = (start + stop) // 2
    yield from _between(table, start, middle)
    yield from _between(table, middle, stop)
