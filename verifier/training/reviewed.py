"""Fit what the confidence of verdicts is worth to reviewers' answers, and measure it on answers that were held out.

Each label has a map of its own, a logistic regression on the log-odds of the confidence with Platt's smoothed targets
(Platt 1999), whose slope is above 0. Answers of one article are held out together, since its claims share their
references. A map that is no better on what was held out than the confidence as it is, is not used.
"""

from __future__ import annotations

import hashlib
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from claims.errors import InputError
from verifier.nli.calibration import log_odds
from verifier.records import Label, Report
from verifier.report.identity import article_key, claim_keys
from verifier.report.json import dump
from verifier.report.wording import LABELS, count, questions
from verifier.review.answers import Answer
from verifier.review.file import Entry
from verifier.review.standing import Decisions
from verifier.training.calibrate import platt
from verifier.verdict.calibration import SCHEMA, SETTLING, VerdictMap, is_calibrated

# Verdicts of one label that were judged, and of them right ones and wrong ones, that a map needs. With fewer the slope
# is a matter of chance: its standard error is that of two or three steps of the confidence.
LEAST, LEAST_OF_EACH = 50, 5
FOLDS = 5
_EDGE = 1e-6


class Judged(NamedTuple):
    """A verdict of a report on which reviewers agree: its confidence, and whether it is right.

    ``article`` and ``claim``, with the question, say which it is.
    """

    article: str
    claim: str
    label: Label
    confidence: float
    right: bool


@dataclass(frozen=True, slots=True)
class Figures:
    """Of verdicts that were held out: mean log loss and squared error (Brier) of the probability, how many are given
    and not left open, and how many of these are right."""

    loss: float
    brier: float
    given: int
    right: int


@dataclass(frozen=True, slots=True)
class Fitted:
    """The map of a label, or None where it stays as it is, from ``n`` verdicts; what it was and is worth."""

    label: Label
    n: int
    right: int
    map: VerdictMap | None
    before: Figures | None = None
    after: Figures | None = None


def judged(entries: Iterable[Entry], reports: Sequence[Report]) -> tuple[Judged, ...]:
    """The verdicts in ``identified`` reports that reviewers judged, by answers that hold and do not differ.

    Raises InputError for a report whose confidences are calibrated already.
    """
    if any(map(is_calibrated, reports)):
        raise InputError("the reports", "were made with --calibration", "check again without it")
    decisions = Decisions(entries, date.min)
    found = {(each.article, each.claim): each for report in reports for each in _judged(report, decisions)}
    return tuple(found.values())


def fit(verdicts: Sequence[Judged], least: float) -> tuple[Fitted, ...]:
    """The map of each label that was judged; settling verdicts less probable than ``least`` are to be left open.

    Raises InputError where no label was judged often enough.
    """
    found = tuple(_fit(label, own, least) for label in LABELS if (own := [v for v in verdicts if v.label == label]))
    if not any(each.before for each in found):
        most = max((each.n for each in found), default=0)
        raise InputError(
            "the answers", f"judge {count(most, 'verdict')} of one label at most",
            f"at least {LEAST} are needed, {LEAST_OF_EACH} right and {LEAST_OF_EACH} wrong ones among them",
        )  # fmt: skip
    return found


def as_file(fitted: Iterable[Fitted]) -> str:
    """The file that ``verifier.verdict.calibration`` reads."""
    maps = {
        each.label: {"scale": each.map.scale, "offset": each.map.offset, "least": each.map.least, "answers": each.n}
        for each in fitted
        if each.map
    }
    return dump({"schema": SCHEMA, "verdicts": maps}, indent=2) + "\n"


def as_text(fitted: Sequence[Fitted]) -> str:
    """What was fitted, and on answers that were held out what it changes."""
    lines = [f"{'':17}{'judged':>8}{'right':>8}   held out: before -> after"]
    for each in fitted:
        name = f"{each.label:17}{each.n:8,}{each.right:8,}   "
        if not each.before or not each.after:
            lines.append(f"{name}too few; stays as it is")
            continue
        change = [
            f"log loss {each.before.loss:.3f} -> {each.after.loss:.3f}",
            f"Brier {each.before.brier:.3f} -> {each.after.brier:.3f}",
        ]
        if each.label in SETTLING:
            change.append(f"given {_given(each.before)} -> {_given(each.after)}")
        lines.append(f"{name}{'; '.join(change)}" + ("" if each.map else "; no better: stays as it is"))
    for each in fitted:
        if each.map:
            told = ", ".join(f"{at:.1f} is {each.map.probability(at):.2f}" for at in (0.5, 0.7, 0.9))
            lines.append(f"{each.label}: a confidence of {told}" + _open(each))
    return "\n".join([*lines, ""])


def _given(figures: Figures) -> str:
    return f"{figures.given} ({figures.right} right)"


def _open(fitted: Fitted) -> str:
    if fitted.label not in SETTLING or not fitted.map or not fitted.map.least:
        return ""
    below = (log_odds(fitted.map.least) - fitted.map.offset) / fitted.map.scale
    return f"; left open below {1 / (1 + math.exp(-max(-50.0, min(50.0, below)))):.2f}"


def _judged(report: Report, decisions: Decisions) -> Iterator[Judged]:
    article = article_key(report.article)
    rows = zip(report.claims, claim_keys(report), decisions.answers(report), strict=True)
    for checked, (content, occurrence), standings in rows:
        for question, verdict in questions(checked):
            told = {
                each.entry.told
                for each in standings
                if isinstance(each.entry, Answer) and each.entry.question == question and not each.lapsed
            } - {None}
            if len(told) == 1:
                claim, right = f"{content} {occurrence} {question}", told == {verdict.label}
                yield Judged(article, claim, verdict.label, verdict.confidence, right)


def _fit(label: Label, verdicts: Sequence[Judged], least: float) -> Fitted:
    right = sum(each.right for each in verdicts)
    if len(verdicts) < LEAST or min(right, len(verdicts) - right) < LEAST_OF_EACH:
        return Fitted(label, len(verdicts), right, None)
    bound = least if label in SETTLING else 0.0
    folds = _folds(verdicts)
    maps = [(own, _map([each for fold in folds if fold is not own for each in fold], bound)) for own in folds]
    before = _figures([(fold, VerdictMap()) for fold, _ in maps])
    after = _figures(maps)
    better = after.loss < before.loss
    return Fitted(label, len(verdicts), right, _map(verdicts, bound) if better else None, before, after)


def _folds(verdicts: Sequence[Judged]) -> list[list[Judged]]:
    """The verdicts in ``FOLDS`` parts of about the same size, an article in one; those of few articles one by one."""
    parts: dict[str, list[Judged]] = defaultdict(list)
    by_article = len({each.article for each in verdicts}) >= 2 * FOLDS
    for each in verdicts:
        parts[each.article if by_article else f"{each.article} {each.claim}"].append(each)
    folds: list[list[Judged]] = [[] for _ in range(FOLDS)]
    for name in sorted(parts, key=lambda name: (-len(parts[name]), hashlib.sha256(name.encode()).digest())):
        min(folds, key=len).extend(parts[name])
    return folds


def _map(verdicts: Sequence[Judged], least: float) -> VerdictMap:
    return VerdictMap(*platt([(each.confidence, each.right) for each in verdicts]), least)


def _figures(folds: Sequence[tuple[Sequence[Judged], VerdictMap]]) -> Figures:
    rows = [(own.probability(each.confidence), each.right, own.least) for fold, own in folds for each in fold]
    loss = [-math.log(min(max(p if right else 1 - p, _EDGE), 1)) for p, right, _ in rows]
    given = [right for p, right, least in rows if p >= least]
    square = [(p - right) ** 2 for p, right, _ in rows]
    return Figures(sum(loss) / len(rows), sum(square) / len(rows), len(given), sum(given))
