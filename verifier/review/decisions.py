"""What people decided on flags, in one file: the baseline of a project, suppressions, and reviewers' answers.

The file is JSON with an entry a line, sorted, so that a version control system shows and merges it entry by entry. It
is written whole and at once, under a lock; of two decisions on one flag the later one holds.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal, get_args

from claims.errors import InputError
from verifier.records import CheckedClaim, Flag, Report, State
from verifier.report.identity import article_key, content_key, is_digest
from verifier.report.json import dump
from verifier.report.wording import chain_words

SCHEMA = "sayso-decisions/1"
DEFAULT = Path(".sayso-baseline.json")
MAX_BYTES = 100_000_000

# ``known``: it may be right, and is nothing new; ``false alarm``: it is wrong, or to be passed over; ``right``: it is
# right, and goes on being shown.
Answer = Literal["known", "false alarm", "right"]
_STATES: dict[Answer, State] = {"known": "known", "false alarm": "suppressed", "right": "new"}
_REMEDY = "correct the file, or restore it"


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision on one flag.

    ``identity``, ``article`` and ``content`` are those of ``verifier.report.identity``; ``article_id``, ``claim`` and
    ``voices`` are for people. It holds up to and with the day ``expires``.
    """

    identity: str
    rule: str
    article: str
    article_id: str
    content: str
    claim: str
    voices: str
    decision: Answer
    reason: str | None = None
    author: str | None = None
    day: date | None = None
    expires: date | None = None

    @property
    def order(self) -> tuple[str, ...]:
        """Entries stand by article, claim and rule."""
        return self.article_id, self.article, self.claim, self.rule, self.identity


def decision_on(
    report: Report,
    checked: CheckedClaim,
    flag: Flag,
    answer: Answer,
    *,
    reason: str | None = None,
    author: str | None = None,
    day: date | None = None,
    expires: date | None = None,
) -> Decision:
    """A decision on a flag of an ``identified`` report."""
    claim = checked.claim
    return Decision(
        flag.identity, flag.rule, article_key(report.article), report.article.id, content_key(checked, flag),
        claim.text, chain_words(claim.chain), answer, reason, author, day, expires,
    )  # fmt: skip


class Decisions:
    """Decisions by what they are about, as they hold on a day."""

    def __init__(self, entries: Iterable[Decision], today: date) -> None:
        self.entries = tuple(entries)
        self.today = today
        self._by_identity = {entry.identity: entry for entry in self.entries}
        self._of_texts = {(e.article_id, e.content): e for e in self.entries if is_digest(e.article)}

    def applied(self, report: Report) -> Report:
        """The ``identified`` report with the state of each flag that somebody decided on.

        A text without address and id is known by its digest; where it was edited, a decision still meets the same
        flag in the article of the same name.
        """
        claims = []
        for checked in report.claims:
            flags = []
            for flag in checked.flags:
                entry = self._on(report, checked, flag)
                if entry is not None:
                    flag = replace(flag, state=_STATES[entry.decision], reason=entry.reason)
                flags.append(flag)
            claims.append(replace(checked, flags=tuple(flags)))
        return replace(report, claims=tuple(claims))

    def expired(self) -> tuple[Decision, ...]:
        """Those whose day has passed."""
        return tuple(entry for entry in self.entries if self._is_over(entry))

    def _on(self, report: Report, checked: CheckedClaim, flag: Flag) -> Decision | None:
        entry = self._by_identity.get(flag.identity)
        if entry is None and is_digest(key := article_key(report.article)):
            entry = self._of_texts.get((report.article.id, content_key(checked, flag)))
            # In the very text of the entry this is another flag of the same words.
            entry = None if entry is None or entry.article == key else entry
        return None if entry is None or self._is_over(entry) else entry

    def _is_over(self, entry: Decision) -> bool:
        return entry.expires is not None and entry.expires < self.today


def flags_of(reports: Sequence[Report]) -> Iterator[tuple[Report, CheckedClaim, Flag]]:
    """Every flag with its claim and report, in reading order."""
    for report in reports:
        for checked in report.claims:
            for flag in checked.flags:
                yield report, checked, flag


def read(path: Path) -> tuple[Decision, ...]:
    """The decisions in a file, none where there is no such file.

    Raises InputError, with the entry, for what is not such a file.
    """
    try:
        if not path.exists():
            return ()
        if path.stat().st_size > MAX_BYTES:
            raise InputError(str(path), f"larger than {MAX_BYTES:,} bytes", "name a file of decisions")
        loaded = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise InputError(str(path), f"cannot be read ({error})", _REMEDY) from None
    if not isinstance(loaded, dict) or loaded.get("schema") != SCHEMA or not isinstance(loaded.get("entries"), list):
        raise InputError(str(path), f"not a file of decisions with the schema {SCHEMA}", _REMEDY)
    return tuple(_entry(row, f"{path} entry {number}") for number, row in enumerate(loaded["entries"], 1))


def _entry(row: object, where: str) -> Decision:
    if not isinstance(row, dict):
        raise InputError(where, "not an object", _REMEDY)
    found: dict[str, Any] = {}
    for name in Decision.__dataclass_fields__:
        value = row.get(name)
        if name in ("day", "expires") and value is not None:
            try:
                value = date.fromisoformat(value)
            except (TypeError, ValueError):
                raise InputError(f"{where}: {name}", "not a day such as 2027-01-31", _REMEDY) from None
        elif not isinstance(value, str) and not (value is None and name in ("reason", "author", "day", "expires")):
            raise InputError(f"{where}: {name}", "missing or not a string", _REMEDY)
        found[name] = value
    if found["decision"] not in get_args(Answer):
        raise InputError(f"{where}: decision", f"none of {', '.join(get_args(Answer))}", _REMEDY)
    return Decision(**found)


def text_of(entries: Iterable[Decision]) -> str:
    """The file: an entry a line, in order, the last of several on one flag."""
    last = {entry.identity: entry for entry in entries}
    rows = [dump({key: _plain(value) for key, value in asdict(entry).items()}) for entry in
            sorted(last.values(), key=lambda entry: entry.order)]  # fmt: skip
    body = ",\n".join(f"  {row}" for row in rows)
    return f'{{"schema": "{SCHEMA}", "entries": [' + (f"\n{body}\n" if rows else "") + "]}\n"


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def change(path: Path, work: Callable[[tuple[Decision, ...]], Iterable[Decision]]) -> tuple[Decision, ...]:
    """Replace the decisions in ``path`` by what ``work`` makes of them; returns these.

    Two processes that share the file lose nothing: each reads, works and writes under a lock, and the file is
    replaced at once. Raises InputError for a file or folder that cannot be read or written.
    """
    with locked(path):
        entries = tuple(work(read(path)))
        draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        try:
            with draft.open("w", encoding="utf-8", newline="\n") as file:
                file.write(text_of(entries))
                file.flush()
                os.fsync(file.fileno())
            draft.replace(path)
        except OSError as error:
            raise InputError(str(path), f"cannot be written ({error.strerror})", "choose another file") from error
        finally:
            draft.unlink(missing_ok=True)
    return entries


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
