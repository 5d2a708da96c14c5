"""Two versions of an article: for a terminal, for programs, and as one page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from claims.records import Claim, Spans
from verifier.records import CheckedClaim, Report
from verifier.report.json import article_object, checked_object, claim_object, dump
from verifier.report.templates import environment
from verifier.report.wording import chain_words, questions, visible
from verifier.versions.compare import KINDS, Change, tally

if TYPE_CHECKING:
    from rich.console import Console

SCHEMA = "sayso-diff/1"
_STYLES = {"gained": "green", "lost": "red", "hardened": "bold red", "softened": "yellow", "re-attributed": "magenta",
           "number": "bold cyan", "time": "bold cyan", "reversed": "bold red", "reworded": "dim"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Diff:
    """The reports on two versions and what differs; without a corpus they have no verdicts."""

    old: Report
    new: Report
    changes: tuple[Change, ...]

    def pair(self, change: Change) -> tuple[CheckedClaim | None, CheckedClaim | None]:
        """The claims of a change."""
        return (
            None if change.old is None else self.old.claims[change.old],
            None if change.new is None else self.new.claims[change.new],
        )


def summary(diff: Diff) -> str:
    """In one line how many claims changed, and how."""
    counts = tally(diff.changes)
    told = ", ".join(f"{counts[kind]} {kind}" for kind in KINDS if counts[kind])
    over = f"{len(diff.old.claims)} claims before, {len(diff.new.claims)} after"
    return f"{over}: {told or 'nothing changed'}"


def render_text(diff: Diff, console: Console) -> None:
    """Print the changes in the order of the new version."""
    from rich.text import Text

    def line(text: Text) -> None:
        console.print(text, soft_wrap=False, highlight=False)

    line(Text(visible(f"{_name(diff.old)} → {_name(diff.new)}"), "bold"))
    line(Text(summary(diff), "dim"))
    for change in diff.changes:
        console.print()
        kinds = Text(", ".join(change.kinds), _STYLES[change.kinds[0]])
        told = "" if change.kinds[0] in ("gained", "lost") else f": {change.message}"
        line(kinds + Text(visible(told)))
        for sign, style, checked in zip("-+", ("red", "green"), diff.pair(change), strict=True):
            if checked is None:
                continue
            line(Text(f"  {sign} ", style) + Text(visible(f"{_who(checked.claim)}: {checked.claim.text}")))
            if verdicts := _verdicts(checked):
                line(Text(f"      {visible(verdicts)}", "dim"))


def render_json(diff: Diff) -> str:
    """One object; ``#/$defs/diff`` of ``schema.json`` describes every field."""
    with_verdicts = bool(diff.new.run.corpus)
    found = {
        "schema": SCHEMA,
        "run": asdict(diff.new.run),
        "old": article_object(diff.old.article),
        "new": article_object(diff.new.article),
        "counts": dict(tally(diff.changes)),
        "changes": [
            {
                "kinds": list(change.kinds),
                "message": change.message,
                "old": _claim_object(diff.old, diff.pair(change)[0], with_verdicts),
                "new": _claim_object(diff.new, diff.pair(change)[1], with_verdicts),
                "old_words": [list(span) for span in change.old_words],
                "new_words": [list(span) for span in change.new_words],
            }
            for change in diff.changes
        ],
    }
    return dump(found, indent=2) + "\n"


def render_html(diff: Diff) -> str:
    """One page with the two versions side by side, claim by claim; no script, no network."""
    rows = [
        {
            "kinds": change.kinds,
            "message": "" if change.kinds[0] in ("gained", "lost") else change.message,
            "sides": [
                None if checked is None else _side(report, checked, words)
                for report, checked, words in zip(
                    (diff.old, diff.new), diff.pair(change), (change.old_words, change.new_words), strict=True
                )
            ],
        }
        for change in diff.changes
    ]
    return (
        environment()
        .get_template("diff.html.j2")
        .render(rows=rows, summary=summary(diff), names=[_name(diff.old), _name(diff.new)], run=diff.new.run)
    )


def _side(report: Report, checked: CheckedClaim, words: Spans) -> dict[str, Any]:
    whole = words == checked.claim.spans
    return {
        "who": _who(checked.claim),
        "pieces": [(checked.claim.text, False)]
        if whole
        else list(_pieces(report.article.text, checked.claim.spans, words)),
        "verdicts": [(question, verdict.label) for question, verdict in questions(checked)],
    }


def _pieces(text: str, spans: Spans, words: Spans) -> Iterator[tuple[str, bool]]:
    """The claim as the article has it, in pieces, each with whether it differs."""
    for number, span in enumerate(spans):
        if number:
            yield " … ", False
        cuts = sorted({*span, *(cut for word in words for cut in word if span[0] < cut < span[1])})
        for start, end in pairwise(cuts):
            yield text[start:end], any(first <= start and end <= last for first, last in words)


def _claim_object(report: Report, checked: CheckedClaim | None, with_verdicts: bool) -> dict[str, Any] | None:
    if checked is None:
        return None
    return checked_object(report, checked) if with_verdicts else claim_object(checked.claim)


def _name(report: Report) -> str:
    article = report.article
    file = article.file.name if article.file else article.id
    return f"{article.title} ({file})" if article.title else file


def _who(claim: Claim) -> str:
    return chain_words(claim.chain) or "the article"


def _verdicts(checked: CheckedClaim) -> str:
    told = [f"{question} {verdict.label}" for question, verdict in questions(checked)]
    flags = [f"{flag.rule} {flag.message}" for flag in checked.flags if flag.severity != "note"]
    return "; ".join((*told, *flags))
