"""Fit an NLI model's calibration on development pairs.

Temperature scaling for the classes (Guo et al. 2017), Platt scaling for support (Platt 1999); for long premises, of
which only parts are read, a logistic regression that also sees what stands anywhere in them. Sets and, for support, the
two classes within a set weigh the same however many pairs they have, so that 0.5 is the decision point of balanced
accuracy on all of them. For support, a set with one class only has half the weight.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple
from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize, minimize_scalar

from claims.errors import InputError
from verifier.nli.calibration import Calibration, LongPremise, log_odds
from verifier.nli.engine import Engine
from verifier.nli.labels import LABELS
from verifier.nli.scorer import Scorer, is_long, measures
from verifier.training.evaluation import Pair, spread

# Pairs of one set beyond these add time, not information about a few numbers.
MOST_PAIRS = 800
# Long premises of each class that are needed to fit weights of their own.
LONG_PAIRS = 50
EPSILON = 1e-6
# As log-odds of long premises are bounded when the weights are applied.
EDGE = 1e-4


class Point(NamedTuple):
    """A pair for logistic regression: its inputs, the log-odds of entailment first, and what it weighs."""

    inputs: tuple[float, ...]
    entailed: bool
    weight: float


def calibrate(engine: Engine, sets: Mapping[str, Sequence[Pair]]) -> Calibration:
    """The calibration that makes ``engine`` most likely on ``sets``, development pairs by name.

    The temperature is fitted on the sets whose classes the engine tells apart, and is 1 where there are none. Long
    premises have weights of their own where there are enough of them. Raises InputError where every pair is entailed,
    or none.
    """
    if len({pair.label == LABELS[0] for pairs in sets.values() for pair in pairs}) < 2:
        raise InputError(", ".join(sets), "every pair is entailed, or none", "add pairs of the other kind")
    sampled = {name: spread(pairs, MOST_PAIRS) for name, pairs in sets.items()}
    raw = Scorer(engine)
    log_p: list[np.ndarray] = []
    truth: list[int] = []
    weight: list[float] = []
    for pairs in sampled.values():
        # Where classes are not told apart only the supported pairs would count, and they are never sure enough.
        if any(pair.label not in engine.labels for pair in pairs):
            continue
        for pair, scores in zip(pairs, raw.score([(p.premise, p.hypothesis) for p in pairs]), strict=True):
            p = np.array([scores.entailment, scores.neutral, scores.contradiction])
            log_p.append(np.log(np.clip(p, EPSILON, 1)))
            truth.append(LABELS.index(pair.label))
            weight.append(1 / len(pairs))
    temperature = _temperature(np.array(log_p), np.array(truth), np.array(weight)) if log_p else 1.0

    scorer = Scorer(engine, Calibration(temperature=temperature))
    every, short, long = list[Point](), list[Point](), list[Point]()
    for pairs in sampled.values():
        read = scorer.score([(p.premise, p.hypothesis) for p in pairs])
        rows = [(pair, one.entailment) for pair, one in zip(pairs, read, strict=True)]
        far = [row for row in rows if is_long(row[0].premise)]
        near = [row for row in rows if not is_long(row[0].premise)]
        every += _weighed([(pair, _short_inputs(p)) for pair, p in rows], len(rows))
        short += _weighed([(pair, _short_inputs(p)) for pair, p in near], len(rows))
        long += _weighed([(pair, _long_inputs(pair, p)) for pair, p in far], len(rows))
    if min(sum(point.entailed == kind for point in long) for kind in (True, False)) < LONG_PAIRS or not short:
        scale, offset = logistic(every)
        return Calibration(round(temperature, 4), scale, offset)
    scale, offset = logistic(short)
    return Calibration(round(temperature, 4), scale, offset, LongPremise(*logistic(long)))


def _short_inputs(entailment: float) -> tuple[float, ...]:
    return (log_odds(min(max(entailment, EPSILON), 1 - EPSILON)),)


def _long_inputs(pair: Pair, entailment: float) -> tuple[float, ...]:
    odds = log_odds(min(max(entailment, EDGE), 1 - EDGE))
    return odds, *astuple(measures(pair.premise, pair.hypothesis))


def _weighed(rows: Sequence[tuple[Pair, tuple[float, ...]]], count: int) -> Iterable[Point]:
    """Some pairs of a set of ``count``: its weight is shared out by number, and within them by class."""
    labels = [pair.label == LABELS[0] for pair, _ in rows]
    for (_, inputs), label in zip(rows, labels, strict=True):
        yield Point(inputs, label, 0.5 * len(rows) / (count * labels.count(label)))


def _temperature(log_p: np.ndarray, truth: np.ndarray, weight: np.ndarray) -> float:
    def loss(log_temperature: float) -> float:
        scaled = log_p / np.exp(log_temperature)
        likelihood = scaled[np.arange(len(truth)), truth] - np.logaddexp.reduce(scaled, axis=1)
        return float(-(weight * likelihood).sum() / weight.sum())

    return float(np.exp(minimize_scalar(loss, bounds=(-1.5, 1.5), method="bounded").x))


def platt(outcomes: Sequence[tuple[float, bool]]) -> tuple[float, float]:
    """Scale, above 0, and offset of the curve from log-odds of confidences to how often they are right (Platt 1999).

    Of each outcome the first is the confidence and the second whether it was right. The targets are those of one more
    right and one more wrong outcome, so that few outcomes make no curve too steep.
    """
    right = sum(is_right for _, is_right in outcomes)
    targets = {True: (right + 1) / (right + 2), False: 1 / (len(outcomes) - right + 2)}
    points = []
    for confidence, is_right in outcomes:
        inputs, target = (log_odds(confidence),), targets[is_right]
        points += [Point(inputs, True, target), Point(inputs, False, 1 - target)]
    scale, offset = logistic(points)
    return scale, offset


def logistic(points: Sequence[Point]) -> list[float]:
    """The weight of each input and the offset that make the points likeliest.

    The first is fitted as a logarithm: support never falls where the probability of entailment rises.
    """
    inputs = np.array([point.inputs for point in points])
    sign = np.where([point.entailed for point in points], 1.0, -1.0)
    weight = np.array([point.weight for point in points])

    def weights(parameters: np.ndarray) -> np.ndarray:
        return np.array([np.exp(np.clip(parameters[0], -5, 5)), *parameters[1:]])

    def loss(parameters: np.ndarray) -> float:
        found = weights(parameters)
        z = sign * (inputs @ found[:-1] + found[-1])
        return float((weight * np.logaddexp(0, -z)).sum() / weight.sum())

    start = np.zeros(inputs.shape[1] + 1)
    return [round(float(value), 4) for value in weights(minimize(loss, x0=start, method="BFGS").x)]
