"""What reviewers' decisions tell of the checker: how often its rules are right, and what its confidence is worth.

A flag or verdict counts once, however many reviewers judged it; one on which they differ is counted as disputed.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from verifier.records import Label, Question
from verifier.report.wording import LABELS
from verifier.review.answers import Answer
from verifier.review.file import Entry
from verifier.review.merge import newness
from verifier.verdict.flags import OF_VERDICTS
from verifier.verdict.rules import BY_ID, RULES

# Of a normal distribution, 95 % lie between these and their negative.
_Z = 1.959964
BINS = 10
# Counts are by day up to so many days, and by month beyond.
MOST_DAYS = 31

_LABEL_OF = {rule: label for (_, label), rule in OF_VERDICTS.items()}
_QUESTION_OF = {rule: question for (question, _), rule in OF_VERDICTS.items()}


@dataclass(frozen=True, slots=True)
class Share:
    """``right`` of ``n``, and between which shares the true one lies with 95 % confidence (Wilson 1927)."""

    right: int
    n: int
    disputed: int = 0

    @property
    def share(self) -> float:
        """The part that is right; ``n`` is above 0."""
        return self.right / self.n

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's score interval: it stays between 0 and 1, and holds for few counts too."""
        n, p, z = self.n, self.share, _Z
        middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        return max(0.0, middle - half), min(1.0, middle + half)


@dataclass(frozen=True, slots=True)
class Bin:
    """Verdicts with a confidence from ``low`` up to ``high``: how many, its mean, and how many are right."""

    low: float
    high: float
    confidence: float
    found: Share


@dataclass(frozen=True, slots=True)
class Stats:
    """``error`` is the expected calibration error, the mean distance of confidence from the share that is right over
    the bins, weighed by their verdicts; ``brier`` the mean square of it over the verdicts (Brier 1950). Both are None
    where no verdict was judged."""

    rules: tuple[tuple[str, Share], ...]
    labels: tuple[tuple[Label, Share], ...]
    bins: tuple[Bin, ...]
    error: float | None
    brier: float | None
    times: tuple[tuple[str, int], ...]
    reviewers: tuple[tuple[str, tuple[tuple[str, int], ...]], ...]


class Judged(NamedTuple):
    """A verdict that reviewers agree to be right or wrong."""

    question: Question
    label: Label
    confidence: float
    right: bool


def stats(entries: Sequence[Entry]) -> Stats:
    """All figures of some entries."""
    verdicts, disputed = judged(entries)
    right = Counter(each.label for each in verdicts if each.right)
    counts = Counter(each.label for each in verdicts)
    labels = tuple(
        (label, Share(right[label], counts[label], disputed[label]))
        for label in LABELS
        if counts[label] + disputed[label]
    )
    bins = reliability(verdicts)
    error = brier = None
    if verdicts:
        error = sum(abs(each.confidence - each.found.share) * each.found.n for each in bins) / len(verdicts)
        brier = sum((each.confidence - each.right) ** 2 for each in verdicts) / len(verdicts)
    return Stats(rules(entries), labels, bins, error, brier, _times(entries), _reviewers(entries))


def rules(entries: Iterable[Entry]) -> tuple[tuple[str, Share], ...]:
    """How often the flags of each rule are right: by what was decided on them, or else answered on their claims.

    Answers tell of a flag on a verdict whether it is what the verdict should be, and of any other that it is wrong
    where its claim is supported. A flag that is known is not judged.
    """
    told: dict[tuple[str, ...], dict[str, bool]] = defaultdict(dict)
    ordered = sorted(entries, key=newness)
    for told_by, rule, claim, right in [*_by_answers(ordered), *_by_decisions(ordered)]:
        told[(rule, *claim)][told_by] = right
    found: dict[str, list[set[bool]]] = defaultdict(list)
    for (rule, *_), by_reviewer in told.items():
        found[rule].append(set(by_reviewer.values()))
    order = [rule.id for rule in RULES]
    known = sorted(found, key=lambda rule: (order.index(rule) if rule in order else len(order), rule))
    return tuple((rule, _share(found[rule])) for rule in known)


def judged(entries: Iterable[Entry]) -> tuple[tuple[Judged, ...], Counter[Label]]:
    """The verdicts that reviewers judged, in the order of the file, and by label how many they differ on."""
    told: dict[tuple[str, ...], list[Answer]] = defaultdict(list)
    for entry in entries:
        if isinstance(entry, Answer) and entry.told and entry.label and entry.confidence is not None:
            told[entry.key[:-1]].append(entry)
    found, disputed = list[Judged](), Counter[Label]()
    for answers in told.values():
        last = max(answers, key=newness)
        if not last.question or not last.label or last.confidence is None:
            continue
        # Who saw another verdict judged another one.
        right = {each.told == last.label for each in answers if each.label == last.label}
        if len(right) > 1:
            disputed[last.label] += 1
        else:
            found.append(Judged(last.question, last.label, last.confidence, right.pop()))
    return tuple(found), disputed


def reliability(verdicts: Iterable[Judged], bins: int = BINS) -> tuple[Bin, ...]:
    """The verdicts by confidence, in equal steps; steps without any are left out."""
    found: dict[int, list[Judged]] = defaultdict(list)
    for each in verdicts:
        found[min(int(each.confidence * bins), bins - 1)].append(each)
    return tuple(
        Bin(
            step / bins,
            (step + 1) / bins,
            sum(each.confidence for each in found[step]) / len(found[step]),
            Share(sum(each.right for each in found[step]), len(found[step])),
        )
        for step in sorted(found)
    )


def _by_decisions(entries: Iterable[Entry]) -> Iterator[tuple[str, str, tuple[str, ...], bool]]:
    for entry in entries:
        if not isinstance(entry, Answer) and entry.decision != "known":
            claim = (entry.article, entry.claim, entry.voices)
            yield entry.author or "", entry.rule, claim, entry.decision == "right"


def _by_answers(entries: Iterable[Entry]) -> Iterator[tuple[str, str, tuple[str, ...], bool]]:
    groups: dict[tuple[str, str], dict[Question, Answer]] = defaultdict(dict)
    for entry in entries:
        if isinstance(entry, Answer) and entry.question and entry.told:
            groups[entry.author or "", entry.identity][entry.question] = entry
    for (author, _), answers in groups.items():
        one = next(iter(answers.values()))
        for rule in dict.fromkeys(rule for each in answers.values() for rule in each.rules):
            right = _is_right(rule, answers, one)
            if right is not None:
                yield author, rule, (one.article, one.claim, one.voices), right


def _is_right(rule: str, answers: dict[Question, Answer], one: Answer) -> bool | None:
    """What the answers of a reviewer tell of a flag of the claim ``one``; None where they tell nothing."""
    if question := _QUESTION_OF.get(rule):
        answer = answers.get(question)
        return answer.told == answer.label if answer and _LABEL_OF[rule] == answer.label else None
    asked = [name for name in (BY_ID[rule].questions if rule in BY_ID else ()) if name == "so" or one.voices]
    fine = bool(asked) and all(name in answers and answers[name].told == "SUPPORTED" for name in asked)
    return False if fine else None


def _share(told: Sequence[set[bool]]) -> Share:
    clear = [next(iter(each)) for each in told if len(each) == 1]
    return Share(sum(clear), len(clear), len(told) - len(clear))


def _times(entries: Iterable[Entry]) -> tuple[tuple[str, int], ...]:
    """How much was decided on each day, or in each month where these are many; what has no time is left out."""
    days = Counter(entry.time.date().isoformat() for entry in entries if entry.time)
    if len(days) > MOST_DAYS:
        months: Counter[str] = Counter()
        for day, count in days.items():
            months[day[:7]] += count
        days = months
    return tuple(sorted(days.items()))


def _reviewers(entries: Iterable[Entry]) -> tuple[tuple[str, tuple[tuple[str, int], ...]], ...]:
    """How often each reviewer gave each answer and decision, the most frequent first."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for entry in entries:
        found[entry.author or ""][entry.answer if isinstance(entry, Answer) else entry.decision] += 1
    return tuple(
        (name, tuple(sorted(found[name].items(), key=lambda item: (-item[1], item[0])))) for name in sorted(found)
    )
