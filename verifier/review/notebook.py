"""Reviewing in a notebook: each flagged claim with its evidence, and buttons that record what a person decides."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, get_args

from claims.errors import InputError
from verifier.records import CheckedClaim, Flag, Report
from verifier.report.identity import identified
from verifier.report.json import parse
from verifier.review.decisions import Decision, OnFlag, decision_on, flags_of, now
from verifier.review.file import read, record

Item = tuple[Report, CheckedClaim, Flag]


class Review:
    """The flags of some reports and the file in which decisions on them are kept."""

    def __init__(self, reports: Sequence[Report], decisions: Path, reviewer: str) -> None:
        self.items: tuple[Item, ...] = tuple(flags_of([identified(report) for report in reports]))
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

    def decided(self) -> dict[str, Decision]:
        """The decision that holds, by the identity of its flag; read from the file each time."""
        entries = [entry for entry in read(self.path) if isinstance(entry, Decision)]
        return {entry.identity: entry for entry in sorted(entries, key=lambda entry: entry.author == self.reviewer)}

    def pending(self) -> tuple[Item, ...]:
        """The flags without a decision."""
        decided = self.decided()
        return tuple(item for item in self.items if item[2].identity not in decided)

    def decide(
        self, claim_id: str, decision: str, note: str = "", *, rule: str | None = None, article_id: str | None = None
    ) -> tuple[Decision, ...]:
        """Record a decision on every flag of the claim, or on that of one rule; returns what was recorded."""
        answers: dict[str, OnFlag] = {answer: answer for answer in get_args(OnFlag)}
        if decision not in answers:
            raise InputError(f"decision {decision!r}", f"none of {', '.join(answers)}", "say one of them")
        items = [
            (report, checked, flag)
            for report, checked, flag in self.items
            if checked.claim.id == claim_id and rule in (None, flag.rule) and article_id in (None, report.article.id)
        ]
        if not items:
            raise InputError(f"claim {claim_id!r}", "no such flag in the report", "take claim and rule from the report")
        if len({report.article.id for report, _, _ in items}) > 1:
            raise InputError(f"claim {claim_id!r}", "in several articles", "name the article with article_id")
        time = now()
        made = tuple(
            decision_on(*item, answers[decision], reason=note or None, author=self.reviewer, time=time)
            for item in items
        )
        record(self.path, *made)
        return made

    def status(self, item: Item) -> str:
        """One line: what has been decided on a flag, by whom."""
        return _status(self.decided().get(item[2].identity))

    def overview(self) -> str:
        """One line a flag, then how many are left."""
        decided = self.decided()
        lines = [
            f"{report.article.id} {checked.claim.id} {flag.rule}: {_status(decided.get(flag.identity))}"
            for report, checked, flag in self.items
        ]
        return "\n".join([*lines, f"{len(self.pending())} of {len(self.items)} flags to decide"])


def _status(decision: Decision | None) -> str:
    if decision is None:
        return "to decide"
    note = f": {decision.reason}" if decision.reason else ""
    return f"{decision.decision} by {decision.author}{note}"


def show(review: Review) -> None:
    """Display each flagged claim with its evidence in a notebook, with buttons where ipywidgets is installed."""
    from IPython.display import HTML, display

    from verifier.report.html import render_card

    for item in review.items:
        report, checked, flag = item
        display(HTML(render_card(report, report.claims.index(checked))))
        controls = _controls(review, item)
        display(controls if controls is not None else f"{flag.rule}: {review.status(item)}")


def _controls(review: Review, item: Item) -> Any:
    try:
        import ipywidgets
    except ImportError:
        return None
    _, checked, flag = item
    note = ipywidgets.Text(placeholder="note", continuous_update=False)
    status = ipywidgets.Label(f"{flag.rule} {flag.name}: {review.status(item)}")
    buttons = []
    for answer in get_args(OnFlag):
        button = ipywidgets.Button(description=answer)

        def record(_: object, answer: str = answer) -> None:
            claim = checked.claim
            review.decide(claim.id, answer, note.value, rule=flag.rule, article_id=claim.article_id)
            status.value = f"{flag.rule} {flag.name}: {review.status(item)}"

        button.on_click(record)
        buttons.append(button)
    return ipywidgets.HBox([*buttons, note, status])
