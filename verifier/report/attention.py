"""What of a report needs a person first: the order in which claims and articles are shown."""

from __future__ import annotations

from collections import Counter
from typing import Literal, get_args

from verifier.records import CheckedClaim, Report, Severity
from verifier.report.findings import not_in_references
from verifier.report.wording import questions

Group = Literal["error", "conflict", "settled", "open", "unchecked"]
# What needs a person first comes first.
GROUPS: tuple[Group, ...] = get_args(Group)


def group(checked: CheckedClaim) -> Group:
    """Where a claim belongs, by its worst flag on which nobody has decided, and by what the references settle.

    A warning counts as a conflict. "Open" is what no reference settles, "unchecked" what was not asked of
    any: it is no matter of fact, or there are no references.
    """
    if raises(checked, "error"):
        return "error"
    answers = [verdict for _, verdict in questions(checked)]
    if raises(checked, "warning") or any(verdict.label == "CONFLICTING" for verdict in answers):
        return "conflict"
    if not answers:
        return "unchecked"
    return "open" if not_in_references(checked) else "settled"


def raises(checked: CheckedClaim, severity: Severity) -> bool:
    """Whether a claim has a new flag of this severity."""
    return any(flag.severity == severity and flag.state == "new" for flag in checked.flags)


def tally(report: Report) -> Counter[Group]:
    """How many claims of a report belong to each group."""
    return Counter(group(checked) for checked in report.claims)


def rank(report: Report) -> tuple[int, ...]:
    """By which articles are sorted: the more errors, then conflicts, then open claims, the earlier."""
    counts = tally(report)
    return tuple(-counts[name] for name in ("error", "conflict", "open"))
