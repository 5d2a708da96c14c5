"""The file of what people decided on flags and answered on claims.

It is JSON with an entry a line, sorted, so that a version control system shows and merges it entry by entry. It is
written whole and at once, under a lock; of two entries of one author on the same thing the later one holds.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, get_args

from claims.errors import InputError
from verifier.draft import write_whole
from verifier.records import Label, Question
from verifier.report.json import dump
from verifier.review.answers import Answer, OnClaim, require_answer
from verifier.review.decisions import Decision, OnFlag

SCHEMA = "sayso-decisions/2"
# Of files that are read too: they have decisions on flags, with a day and no time.
FIRST = "sayso-decisions/1"
DEFAULT = Path(".sayso-baseline.json")
MAX_BYTES = 100_000_000
_REMEDY = "correct the file, or restore it"

Entry = Decision | Answer

# Of files that this process wrote last: what tells the file from one that another wrote, and its entries. Reading a
# large file anew would make a reviewer wait at each answer.
_Signature = tuple[int, int, int]
_written: dict[Path, tuple[_Signature, tuple[Entry, ...]]] = {}


@dataclass(frozen=True, slots=True)
class Change:
    """What was recorded, and what stood in the file in its place."""

    before: tuple[Entry, ...]
    after: tuple[Entry, ...]


def read(path: Path) -> tuple[Entry, ...]:
    """The entries of a file, none where there is no such file.

    Raises InputError, with the entry, for what is not such a file.
    """
    try:
        if not path.exists():
            return ()
        if path.stat().st_size > MAX_BYTES:
            raise InputError(str(path), f"larger than {MAX_BYTES:,} bytes", "name a file of decisions")
        signature, entries = _written.get(path.resolve(), (None, ()))
        if signature == _signature(path):
            return entries
        text = path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise InputError(str(path), f"cannot be read ({error})", _REMEDY) from None
    return parsed(text, str(path))


def parsed(text: str, name: str) -> tuple[Entry, ...]:
    """The entries of a file with this text. Raises InputError, with ``name`` and entry, for what is not one."""
    try:
        loaded = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(name, f"cannot be read ({error})", _REMEDY) from None
    schema = loaded.get("schema") if isinstance(loaded, dict) else None
    if schema not in (SCHEMA, FIRST) or not isinstance(loaded.get("entries"), list):
        raise InputError(name, f"not a file of decisions with the schema {SCHEMA}", _REMEDY)
    rows = ((row, f"{name} entry {n}") for n, row in enumerate(loaded["entries"], 1))
    return tuple(entry_of(_updated(row, where) if schema == FIRST else row, where) for row, where in rows)


def text_of(entries: Iterable[Entry]) -> str:
    """The file: an entry a line, in order, the last of several of one author on the same thing."""
    return _text_of(_ordered(entries))


def _text_of(ordered: Sequence[Entry]) -> str:
    rows = [line_of(entry) for entry in ordered]
    body = ",\n".join(f"  {row}" for row in rows)
    return f'{{"schema": "{SCHEMA}", "entries": [' + (f"\n{body}\n" if rows else "") + "]}\n"


def _ordered(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    last = {entry.key: entry for entry in entries}
    return tuple(sorted(last.values(), key=lambda entry: (entry.order, entry.key)))


def _signature(path: Path) -> _Signature:
    # A file that is replaced has another inode.
    found = path.stat()
    return found.st_ino, found.st_mtime_ns, found.st_size


@lru_cache(maxsize=50_000)
def line_of(entry: Entry) -> str:
    """The entry as an object of JSON in one line."""
    return dump(row_of(entry))


def row_of(entry: Entry) -> dict[str, Any]:
    """The entry as plain dicts, lists, strings and numbers."""
    if isinstance(entry, Decision):
        return {"about": "flag", **{name: _plain(getattr(entry, name)) for name in _DECISION}}
    row = {name: _plain(getattr(entry, name)) for name in _ANSWER}
    return {"about": "claim", **row, "evidence": dict(entry.evidence)}


def entry_of(row: object, where: str) -> Entry:
    """The entry that ``row_of`` gives as this. Raises InputError, with the field, for what is none."""
    if not isinstance(row, dict):
        raise InputError(where, "not an object", _REMEDY)
    about = row.get("about")
    if about not in ("flag", "claim"):
        raise InputError(f"{where}: about", "neither flag nor claim", _REMEDY)
    found: dict[str, Any] = {}
    for name, of in (_DECISION if about == "flag" else _ANSWER).items():
        try:
            found[name] = of(row.get(name))
        except (TypeError, ValueError, OverflowError) as error:
            raise InputError(f"{where}: {name}", str(error), _REMEDY) from None
    if about == "flag":
        return Decision(**found)
    answer = Answer(**found)
    require_answer(answer, where)
    return answer


def change(path: Path, work: Callable[[tuple[Entry, ...]], Iterable[Entry]]) -> tuple[Entry, ...]:
    """Replace the entries in ``path`` by what ``work`` makes of them; returns these.

    Two processes that share the file lose nothing: each reads, works and writes under a lock, and the file is
    replaced at once. Raises InputError for a file or folder that cannot be read or written.
    """
    with locked(path):
        entries = tuple(work(read(path)))
        ordered = _ordered(entries)
        try:
            write_whole(path, _text_of(ordered))
            _written[path.resolve()] = _signature(path), ordered
        except OSError as error:
            raise InputError(str(path), f"cannot be written ({error.strerror})", "choose another file") from error
    return entries


def record(path: Path, *entries: Entry) -> Change:
    """Put these entries into the file, each in the place of the author's last on the same thing.

    Raises InputError for an entry that no file can have.
    """
    # As the file gives them back: an empty reason is none, and times are to the second.
    written = tuple(entry_of(json.loads(line_of(entry)), "what was decided") for entry in entries)
    keys = {entry.key for entry in written}
    before: list[Entry] = []

    def work(known: tuple[Entry, ...]) -> Iterable[Entry]:
        before.extend(entry for entry in known if entry.key in keys)
        return (*known, *written)

    change(path, work)
    return Change(tuple(before), written)


def undo(path: Path, recorded: Change) -> tuple[Entry, ...]:
    """Take back what was recorded and put back what stood there; what was changed since then stays.

    Returns the entries that were taken back. ``Change((), entries)`` takes entries back without others in their place.
    """
    taken: list[Entry] = []

    def work(known: tuple[Entry, ...]) -> Iterable[Entry]:
        taken.extend(entry for entry in known if entry in recorded.after)
        keys = {entry.key for entry in taken}
        kept = [entry for entry in known if entry.key not in keys]
        return (*kept, *(entry for entry in recorded.before if entry.key in keys))

    change(path, work)
    return tuple(taken)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Wait until no other process writes to this file of decisions or state."""
    from filelock import FileLock

    from claims.attribution.shipped import cache_folder
    from verifier.report.identity import digest

    # Beside the file a lock would be one more to ignore in version control.
    folder = cache_folder() / "locks"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / digest(str(path.resolve())))
    except OSError as error:
        do = "name another cache folder in SAYSO_CACHE_DIR"
        raise InputError(str(folder), f"cannot be used ({error.strerror or error})", do) from error
    with lock:
        yield


def _updated(row: object, where: str) -> object:
    """A row of the first schema as one of the second: on a flag, its day as the time at which the day began."""
    if not isinstance(row, dict):
        return row
    try:
        day = _day(row.get("day"))
    except ValueError as error:
        raise InputError(f"{where}: day", str(error), _REMEDY) from None
    return {**row, "about": "flag", "time": f"{day}T00:00:00Z" if day else None}


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("missing or not a string")
    return value


def _text_or_none(value: object) -> str | None:
    return None if value is None else _text(value) or None


def _day(value: object) -> date | None:
    try:
        return None if value is None else date.fromisoformat(_text(value))
    except ValueError:
        raise ValueError("not a day such as 2027-01-31") from None


def _time(value: object) -> datetime | None:
    try:
        found = None if value is None else datetime.fromisoformat(_text(value))
        if found and not found.tzinfo:
            raise ValueError("without a zone")
        return found and found.astimezone(UTC).replace(microsecond=0)
    except (ValueError, OverflowError):
        raise ValueError("not a time such as 2027-01-31T09:30:00Z") from None


def _one_of(allowed: object, *, missing: bool = False) -> Callable[[object], Any]:
    words = get_args(allowed)

    def of(value: object) -> object:
        if value not in words and not (missing and value is None):
            raise ValueError(f"none of {', '.join(words)}")
        return value

    return of


def _share(value: object) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise ValueError("not a number from 0 to 1")
    return float(value)


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ValueError("not a list of strings")
    return tuple(_text(one) for one in value)


def _digests(value: object) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, dict):
        raise ValueError("not an object of strings")
    return tuple((id_, _text(of)) for id_, of in sorted(value.items()))


def _spans(value: object) -> tuple[tuple[int, int], ...]:
    told = "not a list of spans such as [[0, 5]]"
    if not isinstance(value, list):
        raise ValueError(told)
    found = []
    for one in value:
        if not isinstance(one, list) or [type(each) for each in one] != [int, int] or not 0 <= one[0] < one[1]:
            raise ValueError(told)
        found.append((one[0], one[1]))
    return tuple(found)


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, date):
        return value.isoformat()
    return value


_NAMED: Mapping[str, Callable[[object], Any]] = dict.fromkeys(
    ("identity", "article", "article_id", "content", "claim", "voices"), _text
)
_SIGNED: Mapping[str, Callable[[object], Any]] = {"reason": _text_or_none, "author": _text_or_none, "time": _time}
# How each field of an entry is read.
_DECISION: Mapping[str, Callable[[object], Any]] = {
    **_NAMED, "rule": _text, "decision": _one_of(OnFlag), **_SIGNED, "expires": _day,
}  # fmt: skip
_ANSWER: Mapping[str, Callable[[object], Any]] = {
    **_NAMED,
    "question": _one_of(Question, missing=True),
    "answer": _one_of(OnClaim),
    "label": _one_of(Label, missing=True),
    "confidence": _share,
    "rules": _texts,
    "evidence": _digests,
    "right_voice": _text_or_none,
    "right_spans": _spans,
    "right_words": _text_or_none,
    **_SIGNED,
}
