"""Reviewers' decisions on flags: an append-only JSON lines file, beside a report that is never changed.

A decision belongs to article, rule and the claim's words and voices (their sha256), so it survives a new run that
numbers claims anew, and lapses when the claim says something else. The latest decision on a flag holds.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from claims.errors import InputError
from verifier.records import CheckedClaim, Flag, Report
from verifier.report.json import dump, parse

Answer = Literal["accept", "reject"]
Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Decision:
    """One line of the file: ``accept`` means the flag is right, ``reject`` that it is a false alarm."""

    article_id: str
    claim_id: str
    rule: str
    decision: Answer
    note: str
    reviewer: str
    claim_sha256: str

    @property
    def key(self) -> Key:
        """What the decision is about."""
        return self.article_id, self.rule, self.claim_sha256


@dataclass(frozen=True, slots=True)
class Item:
    """A flag to decide on; ``index`` is the place of its claim in the report."""

    report: Report
    index: int
    flag: Flag

    @property
    def checked(self) -> CheckedClaim:
        """The flagged claim."""
        return self.report.claims[self.index]

    @property
    def key(self) -> Key:
        """What a decision on this flag is about."""
        return self.report.article.id, self.flag.rule, claim_sha256(self.checked)


def claim_sha256(checked: CheckedClaim) -> str:
    """The digest of the claim's words and of who says them."""
    claim = checked.claim
    voices = (part for voice in claim.chain for part in (voice.source or "", voice.polarity))
    return hashlib.sha256("\x1f".join([claim.text, *voices]).encode("utf-8", "surrogatepass")).hexdigest()


def flagged(reports: Sequence[Report]) -> tuple[Item, ...]:
    """Every flag of the reports, in reading order."""
    return tuple(
        Item(report, index, flag)
        for report in reports
        for index, checked in enumerate(report.claims)
        for flag in checked.flags
    )


def read_decisions(path: Path) -> tuple[Decision, ...]:
    """The decisions in the file, oldest first; none when there is no file yet."""
    if not path.exists():
        return ()
    lines = path.read_text(encoding="utf-8").split("\n")
    return tuple(_read(line, f"{path}:{number}") for number, line in enumerate(lines, 1) if line.strip())


def append_decisions(path: Path, decisions: Sequence[Decision]) -> None:
    """Add to the file in one write, so that reviewers who share it do not cut into each other's lines."""
    lines = "".join(dump(asdict(decision)) + "\n" for decision in decisions)
    with path.open("ab+", buffering=0) as file:
        # A line that was cut off (a full disk) must not swallow the next one.
        if file.seek(0, os.SEEK_END) and (file.seek(-1, os.SEEK_END), file.read(1))[1] != b"\n":
            lines = "\n" + lines
        if file.write(lines.encode()) != len(lines.encode()):
            raise OSError(f"{path}: not all of a decision could be written")
        os.fsync(file.fileno())


def _read(line: str, where: str) -> Decision:
    remedy = "correct or delete the line"
    try:
        loaded: Any = json.loads(line)
    except ValueError as error:
        raise InputError(where, f"not JSON ({error})", remedy) from None
    fields = tuple(Decision.__dataclass_fields__)
    if not isinstance(loaded, dict):
        raise InputError(where, "not an object", remedy)
    for name in fields:
        if not isinstance(loaded.get(name), str):
            raise InputError(f"{where}: {name}", "missing or not a string", remedy)
    if loaded["decision"] not in get_args(Answer):
        raise InputError(f"{where}: decision", "neither accept nor reject", remedy)
    return Decision(**{name: loaded[name] for name in fields})


class Review:
    """The flags of some reports and the file in which one reviewer's decisions on them are kept."""

    def __init__(self, reports: Sequence[Report], decisions: Path, reviewer: str) -> None:
        self.items = flagged(reports)
        self.path = decisions
        self.reviewer = reviewer

    @classmethod
    def open(cls, report: Path, decisions: Path, reviewer: str) -> Review:
        """Load a report written by ``sayso check --format json``."""
        try:
            text = report.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(str(report), f"cannot be read ({error})", "give a JSON report") from None
        return cls(parse(text, str(report)), decisions, reviewer)

    def decided(self) -> dict[Key, Decision]:
        """The decision that holds, for each flag that has one; read from the file each time."""
        return {decision.key: decision for decision in read_decisions(self.path)}

    def pending(self) -> tuple[Item, ...]:
        """The flags without a decision."""
        decided = self.decided()
        return tuple(item for item in self.items if item.key not in decided)

    def decide(
        self, claim_id: str, decision: str, note: str = "", *, rule: str | None = None, article_id: str | None = None
    ) -> tuple[Decision, ...]:
        """Record a decision on every flag of the claim, or on that of one rule; returns what was recorded."""
        if decision not in get_args(Answer):
            raise InputError(f"decision {decision!r}", "neither accept nor reject", "say accept or reject")
        items = [
            item
            for item in self.items
            if item.checked.claim.id == claim_id
            and rule in (None, item.flag.rule)
            and article_id in (None, item.report.article.id)
        ]
        if not items:
            raise InputError(f"claim {claim_id!r}", "no such flag in the report", "take claim and rule from the report")
        if len({item.report.article.id for item in items}) > 1:
            raise InputError(f"claim {claim_id!r}", "in several articles", "name the article with article_id")
        answer: Answer = "accept" if decision == "accept" else "reject"
        made = tuple(
            Decision(
                article_id=item.report.article.id,
                claim_id=claim_id,
                rule=item.flag.rule,
                decision=answer,
                note=note,
                reviewer=self.reviewer,
                claim_sha256=claim_sha256(item.checked),
            )
            for item in items
        )
        append_decisions(self.path, made)
        return made

    def status(self, item: Item) -> str:
        """One line: what has been decided on a flag, by whom."""
        return _status(self.decided().get(item.key))

    def overview(self) -> str:
        """One line a flag, then how many are left."""
        decided = self.decided()
        lines = [
            f"{item.report.article.id} {item.checked.claim.id} {item.flag.rule}: {_status(decided.get(item.key))}"
            for item in self.items
        ]
        return "\n".join([*lines, f"{len(self.pending())} of {len(self.items)} flags to decide"])


def _status(decision: Decision | None) -> str:
    if decision is None:
        return "to decide"
    note = f": {decision.note}" if decision.note else ""
    return f"{decision.decision} by {decision.reviewer}{note}"


def show(review: Review) -> None:
    """Display each flagged claim with its evidence in a notebook, with buttons where ipywidgets is installed."""
    from IPython.display import HTML, display

    from verifier.report.html import render_card

    for item in review.items:
        display(HTML(render_card(item.report, item.index)))
        controls = _controls(review, item)
        display(controls if controls is not None else f"{item.flag.rule}: {review.status(item)}")


def _controls(review: Review, item: Item) -> Any:
    try:
        import ipywidgets
    except ImportError:
        return None
    note = ipywidgets.Text(placeholder="note", continuous_update=False)
    status = ipywidgets.Label(f"{item.flag.rule} {item.flag.name}: {review.status(item)}")
    buttons = []
    for answer in get_args(Answer):
        button = ipywidgets.Button(description=answer)

        def record(_: object, answer: str = answer) -> None:
            claim = item.checked.claim
            review.decide(claim.id, answer, note.value, rule=item.flag.rule, article_id=claim.article_id)
            status.value = f"{item.flag.rule} {item.flag.name}: {review.status(item)}"

        button.on_click(record)
        buttons.append(button)
    return ipywidgets.HBox([*buttons, note, status])
