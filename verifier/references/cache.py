"""Keeps what references were found to say, so that a reference is split once: one SQLite file in the cache folder.

A row is the statements of one stretch of a text, under a key of everything that they depend on. Rows are written one by
one, several processes may share the file, and it may be deleted at any time. A file that is no database is made anew;
where nothing can be kept, everything is computed, and nobody is told.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from filelock import FileLock

from claims.records import Claim, Interval, Span, Spans, Voice

# A claim, and the sentence or sentences in which it stands.
Found = tuple[Claim, Span]

_FILE = "statements.sqlite3"
_WAIT = 5.0
_AT_ONCE = 500
_SOME = "SELECT key, said FROM statements WHERE key IN (SELECT value FROM json_each(?))"


class StatementCache:
    """The file in ``folder``; a folder that is None or cannot be used keeps nothing."""

    def __init__(self, folder: Path | None) -> None:
        self._path = folder / _FILE if folder else None
        self._connection = self._opened()

    def get(self, keys: Sequence[str]) -> dict[str, tuple[Found, ...]]:
        """What is kept under these keys."""
        found = {}
        for start in range(0, len(keys), _AT_ONCE):
            some = keys[start : start + _AT_ONCE]
            for key, said in self._run(_SOME, json.dumps(some)):
                with suppress(ValueError, TypeError):
                    found[key] = tuple(_unpacked(row) for row in json.loads(said))
        return found

    def put(self, key: str, statements: Iterable[Found]) -> None:
        """Keep these."""
        said = json.dumps([_packed(*each) for each in statements])
        self._run("INSERT OR REPLACE INTO statements VALUES (?, ?)", key, said)

    def _run(self, sql: str, *values: str) -> list[Any]:
        """The rows of one statement, which is a transaction of its own; none where the file cannot be used."""
        try:
            return self._connection.execute(sql, values).fetchall() if self._connection else []
        except sqlite3.OperationalError:
            # Locked, full or read-only: nothing is wrong with the file.
            return []
        except sqlite3.DatabaseError:
            self._connection = self._made_anew()
            return []

    def _opened(self) -> sqlite3.Connection | None:
        try:
            return _connected(self._path) if self._path else None
        except (sqlite3.OperationalError, OSError):
            return None
        except sqlite3.DatabaseError:
            return self._made_anew()

    def _made_anew(self) -> sqlite3.Connection | None:
        with suppress(sqlite3.Error, OSError):
            if self._path:
                for suffix in ("", "-wal", "-shm"):
                    self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)
                return _connected(self._path)
        return None


def _connected(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path, timeout=_WAIT, isolation_level=None)
    try:
        # SQLite does not wait where two processes change the journal of a new file at once.
        with FileLock(path.with_suffix(".lock"), timeout=_WAIT):
            # Readers do not wait for a writer; what a power cut breaks is made anew.
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=OFF")
            connection.execute("CREATE TABLE IF NOT EXISTS statements (key TEXT PRIMARY KEY, said TEXT) WITHOUT ROWID")
    except (sqlite3.Error, OSError):
        connection.close()
        raise
    return connection


def _packed(claim: Claim, sentence: Span) -> list[Any]:
    voices = [[v.source, v.spans, v.cue, v.cue_spans, v.force, v.polarity, v.resolved] for v in claim.chain]
    time = claim.time and [claim.time.start.isoformat(), claim.time.end.isoformat()]
    fields = [claim.id, claim.kind, claim.text, claim.spans, voices, claim.checkable, claim.why_not, time, claim.quoted]
    return [*fields, sentence]


def _unpacked(row: list[Any]) -> Found:
    id_, kind, text, spans, voices, checkable, why_not, time, quoted, (start, end) = row
    chain = tuple(
        Voice(source, _spans(at), cue, _spans(cue_at), force, polarity, resolved)
        for source, at, cue, cue_at, force, polarity, resolved in voices
    )
    interval = time and Interval(*map(date.fromisoformat, time))
    claim = Claim("", id_, kind, text, _spans(spans), chain, checkable, why_not, interval, _spans(quoted))
    return claim, (start, end)


def _spans(pairs: list[list[int]]) -> Spans:
    return tuple((start, end) for start, end in pairs)
