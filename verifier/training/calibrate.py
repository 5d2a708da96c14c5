"""Fit an NLI model's calibration on development pairs.

Temperature scaling for the classes (Guo et al. 2017), Platt scaling for support (Platt 1999). Sets and, for support,
the two classes within a set weigh the same however many pairs they have, so that 0.5 is the decision point of balanced
accuracy on all of them. For support, a set with one class only has half the weight.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from scipy.optimize import minimize, minimize_scalar

from claims.errors import InputError
from verifier.nli.engine import Engine
from verifier.nli.labels import LABELS
from verifier.nli.scorer import Calibration, Scorer
from verifier.training.evaluation import Pair, spread

# Pairs of one set beyond these add time, not information about two or three numbers.
MOST_PAIRS = 800
EPSILON = 1e-6


def calibrate(engine: Engine, sets: Mapping[str, Sequence[Pair]]) -> Calibration:
    """The calibration that makes ``engine`` most likely on ``sets``, development pairs by name.

    The temperature is fitted on the sets whose classes the engine tells apart, and is 1 where there are none. Raises
    InputError where every pair is entailed, or none.
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
    margins: list[float] = []
    entailed: list[bool] = []
    weights: list[float] = []
    for pairs in sampled.values():
        labels = [pair.label == LABELS[0] for pair in pairs]
        for scores, label in zip(scorer.score([(p.premise, p.hypothesis) for p in pairs]), labels, strict=True):
            entailment = min(max(scores.entailment, EPSILON), 1 - EPSILON)
            margins.append(float(np.log(entailment / (1 - entailment))))
            entailed.append(label)
            weights.append(0.5 / labels.count(label))
    scale, offset = _platt(np.array(margins), np.array(entailed), np.array(weights))
    return Calibration(round(temperature, 4), round(scale, 4), round(offset, 4))


def _temperature(log_p: np.ndarray, truth: np.ndarray, weight: np.ndarray) -> float:
    def loss(log_temperature: float) -> float:
        scaled = log_p / np.exp(log_temperature)
        likelihood = scaled[np.arange(len(truth)), truth] - np.logaddexp.reduce(scaled, axis=1)
        return float(-(weight * likelihood).sum() / weight.sum())

    return float(np.exp(minimize_scalar(loss, bounds=(-1.5, 1.5), method="bounded").x))


def _platt(margin: np.ndarray, entailed: np.ndarray, weight: np.ndarray) -> tuple[float, float]:
    sign = np.where(entailed, 1.0, -1.0)

    def loss(parameters: np.ndarray) -> float:
        z = sign * (np.exp(parameters[0]) * margin + parameters[1])
        return float((weight * np.logaddexp(0, -z)).sum() / weight.sum())

    # The scale is fitted as a logarithm: support never falls where the probability of entailment rises.
    log_scale, offset = minimize(loss, x0=np.array([0.0, 0.0]), method="Nelder-Mead").x
    return float(np.exp(np.clip(log_scale, -5, 5))), float(offset)
