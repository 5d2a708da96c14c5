"""Where a corpus lies: its lock, the files that it is made of, and what is said of a place that fails."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from claims.errors import InputError

if TYPE_CHECKING:
    from lancedb import DBConnection

LOCK = ".lock"
# The files of a corpus as its last writer left them, by name: size in bytes and time of change in nanoseconds.
LISTING = ".files.json"
# Where a repair makes the new tables, and puts the old ones.
REPAIRED, DAMAGED = ".repaired", ".damaged"
LOCK_SECONDS = 600
_DRAFT = ".new"

# What stands beside the tables.
BESIDE = frozenset({LOCK, LISTING, LISTING + _DRAFT, REPAIRED, DAMAGED})

# What LanceDB raises where a file of a table is missing, damaged or cannot be written.
FAULTS = (OSError, RuntimeError, ValueError)
# What LanceDB says of its own sources.
_INNARDS = re.compile(r"^lance error: (?:LanceError\(\w+\): )?|,\s\S*\.rs:[0-9:]+.*$")
_FULL = ("no space left", "os error 28", "file too large", "os error 27", "disk quota", "os error 122")
_READ_ONLY = ("permission denied", "os error 13", "read-only file system", "os error 30")


def folder_of(uri: str) -> Path | None:
    """The local folder that a name or ``file://`` URI stands for; None for object storage. Raises InputError for ""."""
    if not uri.strip():
        raise InputError("the corpus", "has no name", "name a folder or URI")
    parts = urlsplit(uri) if "://" in uri else None
    if parts is None:
        return Path(uri)
    return Path(unquote(parts.path)) if parts.scheme == "file" and parts.netloc in ("", "localhost") else None


def connect(uri: str) -> DBConnection:
    """LanceDB at a folder or URI."""
    import lancedb

    return lancedb.connect(uri)


@contextmanager
def locked(uri: str) -> Iterator[None]:
    """Hold the corpus alone, where it is a folder; raises InputError where another process keeps it or nobody can."""
    folder = folder_of(uri)
    if folder is None:
        yield
        return
    from filelock import FileLock, Timeout

    lock = FileLock(folder / LOCK, timeout=LOCK_SECONDS)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout as error:
        raise InputError(uri, "another process is writing to the corpus", "try again when it has ended") from error
    except OSError as error:
        raise InputError(uri, f"cannot be written ({first_line(error)})", "check the path and access") from error
    try:
        yield
    finally:
        lock.release()


def list_files(uri: str) -> None:
    """Write down which files the corpus has, where it is a folder."""
    folder = folder_of(uri)
    if folder is None:
        return
    draft = folder / f"{LISTING}{_DRAFT}"
    draft.write_text(json.dumps(_files(folder)), encoding="utf-8")
    draft.replace(folder / LISTING)


def unlist_files(uri: str) -> None:
    """Forget which files the corpus has, before some of them change."""
    folder = folder_of(uri)
    if folder is not None:
        (folder / LISTING).unlink(missing_ok=True)


def missing_file(uri: str, *, same_time: bool = False) -> str | None:
    """A file that the last writer left and that is gone or has another size, or, at the ``same_time``, was changed.

    None where all are there, and where a writer has not written down which: it was killed, or is at work.
    """
    folder = folder_of(uri)
    try:
        known = json.loads((folder / LISTING).read_text(encoding="utf-8")) if folder else {}
    except (OSError, ValueError):
        return None
    if folder is None or not isinstance(known, dict):
        return None
    for name, stamp in known.items():
        if _stamp(folder / name, same_time) != (stamp if same_time else stamp[:1]):
            return str(name)
    return None


def check_files(uri: str) -> None:
    """Raise InputError where a file of the corpus is gone or is not whole."""
    if missing := missing_file(uri):
        raise damaged(uri, f"{missing} is missing or not whole")


def _files(folder: Path) -> dict[str, list[int]]:
    tables = sorted(folder.glob("*.lance"))
    found = sorted(file for table in tables for file in table.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): _stamp(file, True) for file in found}


def _stamp(file: Path, with_time: bool) -> list[int]:
    try:
        status = file.stat()
    except OSError:
        return []
    return [status.st_size, status.st_mtime_ns] if with_time else [status.st_size]


@contextmanager
def reading(uri: str) -> Iterator[None]:
    """Raise InputError where the files of the corpus cannot be read."""
    try:
        yield
    except FAULTS as error:
        raise damaged(uri, first_line(error)) from error


@contextmanager
def writing(uri: str) -> Iterator[None]:
    """Raise InputError where the files of the corpus cannot be written; what was committed before is kept."""
    try:
        yield
    except FAULTS as error:
        reason = first_line(error).lower()
        if any(sign in reason for sign in _FULL):
            do = "make room, then do the same again; nothing that was reported as added is lost"
            raise InputError(uri, "cannot be written: the disk is full", do) from error
        if any(sign in reason for sign in _READ_ONLY):
            raise InputError(uri, "cannot be written: no permission", "check who may write there") from error
        raise damaged(uri, first_line(error)) from error


def damaged(uri: str, reason: str) -> InputError:
    """The error for a corpus whose files are not as they were written."""
    return InputError(uri, f"the corpus is damaged ({reason})", f"run `sayso corpus repair {uri}`")


def first_line(error: Any) -> str:
    """What an error says, in one line of a bearable length."""
    line = _INNARDS.sub("", (str(error) or type(error).__name__).splitlines()[0])
    return line if len(line) <= 200 else f"{line[:199]}…"
