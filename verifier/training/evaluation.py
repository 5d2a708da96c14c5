"""How well NLI probabilities agree with labelled pairs.

Balanced accuracy of supported against not supported is the measure of LLM-AggreFact (Tang, Laban and Durrett 2024).
Calibration error is the expected calibration error of Naeini et al. (2015), with the 15 bins of Guo et al. (2017). As
support is fitted for as many supported pairs as others, the error is also given with the two classes weighing alike.
Where support is near to ``SUPPORTED`` the model may better abstain (selective classification, El-Yaniv and Wiener
2010).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from claims.article.reading import checked_text
from claims.errors import InputError
from claims.training.evaluation import json_lines
from verifier.nli.labels import LABELS
from verifier.records import Scores

BINS = 15
SUPPORTED = 0.5
# Support between these says too little to go by: chosen on development sets, see verifier/nli/MODEL_CARD.md.
UNSURE = (0.35, 0.65)

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
    distance of support from the part of pairs that are supported, over equally wide bins of support, and
    ``even_error`` the same with supported and other pairs weighing alike, None where there are not both; of its
    ``even_gaps``, one for each bin, it is the sum without signs.
    ``precision`` is the part of the pairs taken for supported that are; ``abstained`` the part of all pairs whose
    support lies within ``UNSURE``, and ``sure_precision`` and ``sure_balanced_accuracy`` those of the others; None
    where nothing is left of what they divide by.
    """

    n: int
    accuracy: float | None
    balanced_accuracy: float | None
    calibration_error: float
    even_gaps: tuple[float, ...] | None = None
    precision: float | None = None
    abstained: float = 0.0
    sure_precision: float | None = None
    sure_balanced_accuracy: float | None = None

    @property
    def even_error(self) -> float | None:
        """See the class."""
        return None if self.even_gaps is None else sum(map(abs, self.even_gaps))


def evaluate(
    pairs: Sequence[Pair],
    score: Callable[[Sequence[tuple[str, str]]], Sequence[Scores]],
    support: Callable[[Scores], float],
    told_apart: Collection[str] = LABELS,
) -> Figures:
    """Score ``pairs``, of which there is at least one, and compare with their labels.

    Accuracy is only of pairs whose labels the model tells apart.
    """
    scores = score([(pair.premise, pair.hypothesis) for pair in pairs])
    supports = [support(one) for one in scores]
    entailed = [pair.label == LABELS[0] for pair in pairs]
    accuracy = None
    if all(pair.label in told_apart for pair in pairs):
        accuracy = sum(_likeliest(one) == pair.label for one, pair in zip(scores, pairs, strict=True)) / len(pairs)
    sure = [(value, truth) for value, truth in zip(supports, entailed, strict=True) if not _unsure(value)]
    sure_supports, sure_entailed = [value for value, _ in sure], [truth for _, truth in sure]
    return Figures(
        len(pairs),
        accuracy,
        balanced_accuracy(supports, entailed),
        calibration_error(supports, entailed),
        _gaps(supports, entailed, even=True) if len(set(entailed)) > 1 else None,
        precision(supports, entailed),
        1 - len(sure) / len(pairs),
        precision(sure_supports, sure_entailed),
        balanced_accuracy(sure_supports, sure_entailed),
    )


def balanced_accuracy(supports: Sequence[float], entailed: Sequence[bool]) -> float | None:
    """The mean of the recalls of both classes at ``SUPPORTED``, or None where a class is missing."""
    found: dict[bool, list[bool]] = {True: [], False: []}
    for value, truth in zip(supports, entailed, strict=True):
        found[truth].append((value >= SUPPORTED) == truth)
    if not all(found.values()):
        return None
    return sum(sum(right) / len(right) for right in found.values()) / len(found)


def precision(supports: Sequence[float], entailed: Sequence[bool]) -> float | None:
    """The part of the pairs taken for supported that are, or None where none is taken for it."""
    right = [truth for value, truth in zip(supports, entailed, strict=True) if value >= SUPPORTED]
    return sum(right) / len(right) if right else None


def calibration_error(supports: Sequence[float], entailed: Sequence[bool]) -> float:
    """The expected calibration error of ``supports``; a bin has its lower edge, and the last one both."""
    return sum(map(abs, _gaps(supports, entailed, even=False)))


def _gaps(supports: Sequence[float], entailed: Sequence[bool], *, even: bool) -> tuple[float, ...]:
    """By how much support is too high in each bin; ``even`` lets the two classes, which must both be there, weigh alike
    however many pairs they have."""
    weight = dict.fromkeys((True, False), 1 / len(supports))
    if even:
        weight = {truth: 0.5 / sum(one == truth for one in entailed) for truth in (True, False)}
    gaps = [0.0] * BINS
    for value, truth in zip(supports, entailed, strict=True):
        gaps[min(int(value * BINS), BINS - 1)] += weight[truth] * (value - truth)
    return tuple(gaps)


def render(figures: Mapping[str, Figures]) -> str:
    """Two tables in percent, one set a line, and the mean over the sets where there are several.

    The first says how often the model is right, the second what it gains by abstaining where it is not sure. Between
    them stands the calibration error of all sets taken together.
    """
    low, high = UNSURE
    right = {
        "accuracy": lambda row: row.accuracy,
        "balanced": lambda row: row.balanced_accuracy,
        "calibration error": lambda row: row.calibration_error,
        "classes alike": lambda row: row.even_error,
    }
    sure = {
        "abstained": lambda row: row.abstained,
        "precision": lambda row: row.precision,
        "of the rest": lambda row: row.sure_precision,
        "balanced of the rest": lambda row: row.sure_balanced_accuracy,
    }
    lines = [*_table(figures, right), ""]
    known = [row.even_gaps for row in figures.values() if row.even_gaps]
    if len(known) > 1:
        together = sum(abs(sum(gaps)) for gaps in zip(*known, strict=True)) / len(known)
        lines += [f"calibration error of all, sets and classes weighing alike: {_percent(together)}", ""]
    lines += [f"abstaining where support is between {low} and {high}:", *_table(figures, sure)]
    return "\n".join(lines)


def _table(figures: Mapping[str, Figures], columns: Mapping[str, Callable[[Figures], float | None]]) -> Iterator[str]:
    width = max(map(len, ["mean", *figures]))
    widths = {name: max(10, len(name) + 2) for name in columns}

    def line(name: str, pairs: str, cells: Iterable[str]) -> str:
        return f"{name:{width}}{pairs:>9}" + "".join(
            f"{cell:>{own}}" for cell, own in zip(cells, widths.values(), strict=True)
        )

    yield line("", "pairs", columns)
    for name, row in figures.items():
        yield line(name, f"{row.n:,}", (_percent(column(row)) for column in columns.values()))
    if len(figures) > 1:
        rows = figures.values()
        means = (_percent(_mean([column(row) for row in rows])) for column in columns.values())
        yield line("mean", f"{sum(row.n for row in rows):,}", means)


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


def spread(pairs: Sequence[Pair], most: int) -> list[Pair]:
    """At most so many of ``pairs``, at even distances: sets are often in order of their labels or documents."""
    count = len(pairs)
    return list(pairs) if count <= most else [pairs[i * count // most] for i in range(most)]


def _likeliest(scores: Scores) -> str:
    return max(LABELS, key=lambda label: float(getattr(scores, label)))


def _unsure(support: float) -> bool:
    return UNSURE[0] < support < UNSURE[1]


def _percent(value: float | None) -> str:
    return "-" if value is None else f"{100 * value:.1f}"


def _mean(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None
