"""How well NLI probabilities agree with labelled pairs.

Balanced accuracy of supported against not supported is the measure of LLM-AggreFact (Tang, Laban and Durrett 2024).
Calibration error is the expected calibration error of Naeini et al. (2015), with the 15 bins of Guo et al. (2017).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from claims.errors import InputError
from claims.reading import checked_text
from claims.training.evaluation import json_lines
from verifier.nli.labels import LABELS
from verifier.records import Scores

BINS = 15
SUPPORTED = 0.5

_NAMES = (*LABELS, "not_entailment")


@dataclass(frozen=True, slots=True)
class Pair:
    """A premise and a hypothesis with the label that people gave them: one of ``LABELS`` or ``not_entailment``."""

    premise: str
    hypothesis: str
    label: str


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured on ``n`` pairs, as fractions.

    ``accuracy`` is that of the likeliest of three classes, None where a label is ``not_entailment``.
    ``balanced_accuracy`` is the mean of the accuracies on supported and on other pairs, a pair being taken for
    supported from a support of ``SUPPORTED``; None where there are not both. ``calibration_error`` is the mean
    distance of support from the part of pairs that are supported, over equally wide bins of support.
    """

    n: int
    accuracy: float | None
    balanced_accuracy: float | None
    calibration_error: float


def evaluate(
    pairs: Sequence[Pair],
    score: Callable[[Sequence[tuple[str, str]]], Sequence[Scores]],
    support: Callable[[Scores], float],
) -> Figures:
    """Score ``pairs``, of which there is at least one, and compare with their labels."""
    scores = score([(pair.premise, pair.hypothesis) for pair in pairs])
    supports = [support(one) for one in scores]
    entailed = [pair.label == LABELS[0] for pair in pairs]
    accuracy = None
    if all(pair.label in LABELS for pair in pairs):
        accuracy = sum(_likeliest(one) == pair.label for one, pair in zip(scores, pairs, strict=True)) / len(pairs)
    return Figures(len(pairs), accuracy, balanced_accuracy(supports, entailed), calibration_error(supports, entailed))


def balanced_accuracy(supports: Sequence[float], entailed: Sequence[bool]) -> float | None:
    """The mean of the recalls of both classes at ``SUPPORTED``, or None where a class is missing."""
    found: dict[bool, list[bool]] = {True: [], False: []}
    for value, truth in zip(supports, entailed, strict=True):
        found[truth].append((value >= SUPPORTED) == truth)
    if not all(found.values()):
        return None
    return sum(sum(right) / len(right) for right in found.values()) / len(found)


def calibration_error(supports: Sequence[float], entailed: Sequence[bool]) -> float:
    """The expected calibration error of ``supports``; a bin has its lower edge, and the last one both."""
    gaps = [0.0] * BINS
    for value, truth in zip(supports, entailed, strict=True):
        gaps[min(int(value * BINS), BINS - 1)] += value - truth
    return sum(map(abs, gaps)) / len(supports)


def render(figures: Mapping[str, Figures]) -> str:
    """A table in percent, one set a line, and the mean over the sets where there are several."""
    width = max(map(len, ["mean", *figures]))
    lines = [f"{'':{width}}{'pairs':>9}{'accuracy':>10}{'balanced':>10}{'calibration error':>19}"]
    for name, row in figures.items():
        lines.append(
            f"{name:{width}}{row.n:9,}{_percent(row.accuracy):>10}{_percent(row.balanced_accuracy):>10}"
            f"{_percent(row.calibration_error):>19}"
        )
    if len(figures) > 1:
        rows = figures.values()
        means = [
            _mean([row.accuracy for row in rows]),
            _mean([row.balanced_accuracy for row in rows]),
            _mean([row.calibration_error for row in rows]),
        ]
        accuracy, balanced, error = map(_percent, means)
        lines.append(f"{'mean':{width}}{sum(row.n for row in rows):9,}{accuracy:>10}{balanced:>10}{error:>19}")
    return "\n".join(lines)


def read_pairs(path: Path) -> list[Pair]:
    """Read ``{"premise", "hypothesis", "label"}`` a line of ``.jsonl`` or ``.jsonl.gz``.

    Raises InputError with line and field.
    """
    pairs = []
    for where, row in json_lines(path):
        premise, hypothesis, label = (checked_text(row.get(f), f, where) for f in ("premise", "hypothesis", "label"))
        if label not in _NAMES:
            raise InputError(f'{where} field "label"', f"unknown label {label!r}", f"use one of {', '.join(_NAMES)}")
        pairs.append(Pair(premise, hypothesis, label))
    return pairs


def _likeliest(scores: Scores) -> str:
    return max(LABELS, key=lambda label: float(getattr(scores, label)))


def _percent(value: float | None) -> str:
    return "-" if value is None else f"{100 * value:.1f}"


def _mean(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None
