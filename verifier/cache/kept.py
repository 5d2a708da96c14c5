"""One SQLite file of results, each under a key that is a digest of everything that it depends on.

So a row never goes stale: what depends on something else has another key, and the old row is one day the least recently
used. Several processes may share the file, and it may be deleted at any time. A file that is no database is made anew;
where nothing can be kept, everything is computed, and nobody is told.
"""

from __future__ import annotations

import json
import os
import re
import sqlite3
import time
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Generic, TypeVar

import msgspec
from filelock import FileLock

from claims.attribution.shipped import cache_folder
from claims.errors import InputError

T = TypeVar("T")

FILE = "results.sqlite3"
# The environment variable that bounds the file, and the bytes that it is bounded to without.
LIMIT, USUAL_LIMIT = "SAYSO_CACHE_SIZE", 1_000_000_000
# What is over the limit is cut down to this part of it, so that not every row that comes pushes out another.
LEFT = 0.9
_UNITS = {"": 1, "K": 1_000, "M": 1_000_000, "G": 1_000_000_000, "T": 1_000_000_000_000}
_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([KMGT]?)B?", re.IGNORECASE)

_WAIT = 5.0
_AT_ONCE = 500
# Rows that are written before it is looked whether the file is too large.
_ROUND = 2_000
# When a row was used last is kept to the hour: reading is then hardly ever writing.
_HOUR = 3_600

_TABLE = "CREATE TABLE IF NOT EXISTS kept (key TEXT PRIMARY KEY, kind TEXT, value BLOB, used INTEGER)"
_INDEX = "CREATE INDEX IF NOT EXISTS kept_used ON kept (used)"
_SOME = "SELECT key, value, used FROM kept WHERE key IN (SELECT value FROM json_each(?))"
_USE = "UPDATE kept SET used = ?1 WHERE key IN (SELECT value FROM json_each(?2)) AND used < ?1"
_PUT = "INSERT OR REPLACE INTO kept VALUES (?, ?, ?, ?)"
_OLDEST = "DELETE FROM kept WHERE rowid IN (SELECT rowid FROM kept ORDER BY used, rowid LIMIT ?)"
_STATS = "SELECT kind, count(*), sum(length(value)) FROM kept GROUP BY kind ORDER BY kind"


class Kept:
    """The file in ``folder``; a folder that is None or cannot be used keeps nothing.

    ``limit`` bounds its size in bytes: the least recently used rows go.
    """

    def __init__(self, folder: Path | None, limit: int = USUAL_LIMIT) -> None:
        self.path = folder / FILE if folder else None
        self._limit = limit
        self._written = 0
        self._connection = self._opened()

    def get(self, keys: Sequence[str]) -> dict[str, bytes]:
        """What is kept under these keys; a row whose bytes are damaged is none."""
        found = {}
        hour = hour_now()
        for start in range(0, len(keys), _AT_ONCE):
            some = json.dumps(keys[start : start + _AT_ONCE])
            rows = self._run(_SOME, some)
            for key, value, _ in rows:
                with suppress(zlib.error, TypeError):
                    found[key] = zlib.decompress(value)
            if any(used < hour for _, _, used in rows):
                self._run(_USE, hour, some)
        return found

    def put(self, kind: str, values: Mapping[str, bytes]) -> None:
        """Keep these by key, all or none of them; ``kind`` is only counted by."""
        hour = hour_now()
        self._many([(key, kind, zlib.compress(value, 1), hour) for key, value in values.items()])
        self._written += len(values)
        if self._written >= _ROUND:
            self.trim()

    def trim(self) -> None:
        """Delete the least recently used rows where the file is larger than it may be."""
        self._written = 0
        if self._size() <= self._limit:
            return
        while (size := self._size()) > LEFT * self._limit:
            rows = self._run("SELECT count(*) FROM kept")
            if not rows or not rows[0][0]:
                return
            # As many as make up what is too much if all are of one size, and one more.
            self._run(_OLDEST, 1 + int(rows[0][0] * (1 - LEFT * self._limit / size)))
        self._give_back()

    def clear(self) -> None:
        """Delete all rows."""
        self._run("DELETE FROM kept")
        self._give_back()

    def stats(self) -> dict[str, tuple[int, int]]:
        """Rows and their bytes by kind."""
        return {kind: (count, size) for kind, count, size in self._run(_STATS)}

    def close(self) -> None:
        """Let go of the file, cut down to its limit."""
        self.trim()
        if self._connection:
            self._connection.close()
            self._connection = None

    def _give_back(self) -> None:
        """Leave to the disk what no row takes up."""
        with suppress(sqlite3.OperationalError):
            if self._connection:
                # `execute` would give back one page of them.
                self._connection.executescript("PRAGMA incremental_vacuum; PRAGMA wal_checkpoint(TRUNCATE)")

    def _size(self) -> int:
        pragmas = ("PRAGMA page_count", "PRAGMA freelist_count", "PRAGMA page_size")
        rows = [self._run(pragma) for pragma in pragmas]
        if not all(rows):
            return 0
        pages, free, size = (int(row[0][0]) for row in rows)
        return (pages - free) * size

    def _run(self, sql: str, *values: Any) -> list[Any]:
        """The rows of one statement, which is a transaction of its own; none where the file cannot be used."""
        try:
            return self._connection.execute(sql, values).fetchall() if self._connection else []
        except sqlite3.OperationalError:
            # Locked, full or read-only: nothing is wrong with the file.
            return []
        except sqlite3.DatabaseError:
            self._connection = self._made_anew()
            return []

    def _many(self, rows: Sequence[tuple[Any, ...]]) -> None:
        """Write the rows in one transaction, if the file can be used."""
        if not self._connection or not rows:
            return
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            self._connection.executemany(_PUT, rows)
            self._connection.execute("COMMIT")
        except sqlite3.OperationalError:
            if self._connection.in_transaction:
                self._run("ROLLBACK")
        except sqlite3.DatabaseError:
            self._connection = self._made_anew()

    def _opened(self) -> sqlite3.Connection | None:
        try:
            return _connected(self.path) if self.path else None
        except (sqlite3.OperationalError, OSError):
            return None
        except sqlite3.DatabaseError:
            return self._made_anew()

    def _made_anew(self) -> sqlite3.Connection | None:
        with suppress(sqlite3.Error, OSError):
            if self.path:
                for suffix in ("", "-wal", "-shm"):
                    self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)
                return _connected(self.path)
        return None


class Shelf(Generic[T]):
    """Results of one kind: ``of`` is their type, made of dataclasses, tuples, dates, strings and numbers."""

    def __init__(self, kept: Kept, kind: str, of: Any) -> None:
        self._kept, self._kind, self._of = kept, kind, of

    def get(self, keys: Sequence[str]) -> dict[str, T]:
        """What is kept under these keys; what is not of the type is passed over."""
        found = {}
        for key, value in self._kept.get(keys).items():
            with suppress(ValueError, RecursionError):
                found[key] = msgspec.convert(json.loads(value), self._of)
        return found

    def put(self, results: Mapping[str, T]) -> None:
        """Keep these."""
        # msgspec's own JSON has no lone surrogates, which a text may have.
        self._kept.put(
            self._kind, {key: json.dumps(msgspec.to_builtins(result)).encode() for key, result in results.items()}
        )


def hour_now() -> int:
    """The hour in which we are, counted from 1970."""
    return int(time.time()) // _HOUR


def limit() -> int:
    """The bytes to which ``SAYSO_CACHE_SIZE`` (``500MB``) bounds the file; raises InputError for what is no size."""
    told = os.environ.get(LIMIT, "").strip()
    if not told:
        return USUAL_LIMIT
    match = _SIZE.fullmatch(told)
    if match is None:
        raise InputError(LIMIT, f"{told!r} is not a size", "write it as 500MB or 2GB")
    return int(float(match[1]) * _UNITS[match[2].upper()])


@contextmanager
def opened(keep: bool = True) -> Iterator[Kept]:
    """The file of the user's cache folder; one that is gone afterwards, where nothing is to be kept."""
    if keep:
        with closing(Kept(cache_folder(), limit())) as kept:
            yield kept
        return
    # What references say would otherwise be read anew for every article.
    with (
        TemporaryDirectory(prefix="sayso-", ignore_cleanup_errors=True) as folder,
        closing(Kept(Path(folder), USUAL_LIMIT)) as kept,
    ):
        yield kept


def total(stats: Mapping[str, tuple[int, int]]) -> tuple[int, int]:
    """Rows and bytes of all kinds together."""
    counts: Counter[str] = Counter()
    for rows, size in stats.values():
        counts.update(rows=rows, size=size)
    return counts["rows"], counts["size"]


def _connected(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path, timeout=_WAIT, isolation_level=None, check_same_thread=False)
    try:
        # SQLite does not wait where two processes change the journal of a new file at once.
        with FileLock(path.with_suffix(".lock"), timeout=_WAIT):
            # Has to come before the first table; a row that goes then leaves its room to the disk.
            connection.execute("PRAGMA auto_vacuum=INCREMENTAL")
            # Readers do not wait for a writer; what a power cut breaks is made anew.
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=OFF")
            connection.execute(_TABLE)
            connection.execute(_INDEX)
    except (sqlite3.Error, OSError):
        connection.close()
        raise
    return connection
