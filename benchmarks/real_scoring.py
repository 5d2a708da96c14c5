"""How verdicts and flags of real articles are held against the table of ``benchmarks/real``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from benchmarks.real_table import KINDS, Edit, Statement
from claims.records import Spans
from claims.text.words import overlap
from verifier.records import CheckedClaim, Flag, Label, Question
from verifier.verdict.rules import BY_ID

QUESTIONS: tuple[Question, ...] = ("said", "so")
LABELS: tuple[Label, ...] = ("SUPPORTED", "REFUTED", "CONFLICTING")
OPEN: Label = "NOT ENOUGH INFO"
AGAINST = frozenset({"REFUTED", "CONFLICTING"})
# Part of the shorter of a statement and a claim that both must share.
SAME = 0.5


class Found(NamedTuple):
    """A statement of the table, and the claims that count for it: the one that shares most of it first."""

    statement: Statement
    claims: tuple[CheckedClaim, ...]

    def gives(self, question: Question) -> Label:
        """The answer of the first claim; what is not asked is open."""
        verdict = getattr(self.claims[0], question) if self.claims else None
        return verdict.label if verdict else OPEN


class Tried(NamedTuple):
    """An edit, the claims that hold it, and those of their flags that the untouched article has not there."""

    edit: Edit
    claims: tuple[CheckedClaim, ...]
    flags: tuple[Flag, ...]

    @property
    def assured(self) -> bool:
        """Whether a claim that holds the edit is SUPPORTED where that is false, without an error or warning."""
        return any(
            (verdict := getattr(claim, question)) and verdict.label == "SUPPORTED" and not severe(claim.flags)
            for claim in self.claims
            for question in self.edit.false
        )


class Judged(NamedTuple):
    """An error or warning on an untouched claim, and whether the table bears it out."""

    flag: Flag
    statement: Statement
    right: bool


def severe(flags: Iterable[Flag]) -> tuple[Flag, ...]:
    """The errors and warnings among ``flags``."""
    return tuple(flag for flag in flags if flag.severity != "note")


def shared(one: Spans, other: Spans) -> int:
    """Characters that both have."""
    parts = (overlap(a, b) for a in one for b in other)
    return sum(part[1] - part[0] for part in parts if part)


def matched(statements: Sequence[Statement], claims: Sequence[CheckedClaim]) -> list[Found]:
    """Each statement of an article with its claims; a claim counts for the statement that it shares most with."""
    own: dict[int, list[tuple[int, int]]] = {}
    for j, each in enumerate(claims):
        size = sum(end - start for start, end in each.claim.spans)
        common = [shared(statement.spans, each.claim.spans) for statement in statements]
        best = max(range(len(statements)), key=lambda i: (common[i], -i), default=None)
        if best is None:
            continue
        shorter = min(size, sum(end - start for start, end in statements[best].spans))
        if common[best] >= SAME * shorter:
            own.setdefault(best, []).append((-common[best], j))
    return [
        Found(statement, tuple(claims[j] for _, j in sorted(own.get(i, ())))) for i, statement in enumerate(statements)
    ]


def holding(claims: Iterable[CheckedClaim], spans: Spans) -> tuple[CheckedClaim, ...]:
    """The claims with words at ``spans``, in their content or in their voices."""
    return tuple(
        each
        for each in claims
        if any(shared(part, spans) for part in (each.claim.spans, *(voice.spans for voice in each.claim.chain)))
    )


def tried(edit: Edit, before: Sequence[CheckedClaim], after: Sequence[CheckedClaim], spans: Spans) -> Tried:
    """What became of ``edit``: claims of the untouched article, of the edited one, and where the new words are."""
    known = {(flag.rule, flag.message) for each in holding(before, old_spans(edit)) for flag in each.flags}
    claims = holding(after, spans)
    new = (flag for each in claims for flag in severe(each.flags) if (flag.rule, flag.message) not in known)
    return Tried(edit, claims, tuple(new))


def old_spans(edit: Edit) -> Spans:
    """Where the changed words are in the untouched article."""
    return tuple(change.span for change in edit.changes)


def judged(found: Iterable[Found]) -> list[Judged]:
    """The errors and warnings on statements of the table.

    One is right if the table has REFUTED or CONFLICTING for a question that its rule is about, or names the rule.
    """
    return [
        Judged(flag, each.statement, _right(flag, each.statement))
        for each in found
        for claim in each.claims
        for flag in severe(claim.flags)
    ]


def _right(flag: Flag, statement: Statement) -> bool:
    against = any(not AGAINST.isdisjoint(statement.right(question)) for question in BY_ID[flag.rule].questions)
    return against or flag.rule in statement.flags


def settled(statement: Statement, question: Question) -> bool:
    """Whether a reference settles it beyond doubt."""
    labels = statement.right(question)
    return bool(labels) and OPEN not in labels


def edit_table(results: Sequence[Tried]) -> str:
    """For each kind of edit: flagged with an error or warning, falsely SUPPORTED, and in no claim at all."""
    lines = [f"{'edits':10}{'all':>6}{'flagged':>10}{'falsely SUPPORTED':>20}{'in no claim':>14}"]
    for kind in (*KINDS, None):
        own = [each for each in results if kind in (None, each.edit.kind)]
        if own:
            flagged, assured = sum(bool(each.flags) for each in own), sum(each.assured for each in own)
            lost = sum(not each.claims for each in own)
            lines.append(f"{kind or 'all':10}{len(own):6}{flagged:10}{assured:20}{lost:14}")
    return "\n".join(lines)


def verdict_table(found: Sequence[Found]) -> str:
    """For each question and label how often it was given, rightly and wrongly; and what stays open though settled."""
    lines = [f"{'verdicts':10}" + "".join(f"{label:>18}" for label in LABELS) + f"{'open though settled':>24}"]
    for question in QUESTIONS:
        own = [each for each in found if each.statement.right(question)]
        cells = []
        for label in LABELS:
            given = [each for each in own if each.gives(question) == label]
            right = sum(label in each.statement.right(question) for each in given)
            cells.append(f"{right} of {len(given)} right")
        sure = [each for each in own if settled(each.statement, question)]
        left = sum(each.gives(question) == OPEN for each in sure)
        lines.append(f"{question:10}" + "".join(f"{cell:>18}" for cell in cells) + f"{f'{left} of {len(sure)}':>24}")
    return "\n".join(lines)


def flag_table(marks: Sequence[Judged], claims: int) -> str:
    """The errors and warnings on untouched claims, by rule, and for 100 ``claims``."""
    lines = [f"{'flags':10}{'raised':>8}{'right':>8}"]
    right = Counter(mark.flag.rule for mark in marks if mark.right)
    raised = Counter(mark.flag.rule for mark in marks)
    lines += [f"{rule:10}{raised[rule]:8}{right[rule]:8}" for rule in sorted(raised)]
    lines.append(f"{'all':10}{raised.total():8}{right.total():8}")
    wrong = len({mark.statement for mark in marks if not mark.right})
    hundred = 100 / max(1, claims)
    lines.append(f"for 100 claims {raised.total() * hundred:.1f} flags; {wrong * hundred:.1f} claims flagged wrongly")
    return "\n".join(lines)
