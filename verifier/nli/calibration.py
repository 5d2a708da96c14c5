"""What was fitted for a model on development pairs: how far its figures are to be believed."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Any

from claims.errors import InputError

_REMEDY = "restore the file or remove it"
# Entailment nearer to 0 or 1 than this is not told apart: four digits are kept.
_EDGE = 1e-4


@dataclass(frozen=True, slots=True)
class Measures:
    """What a long premise and a hypothesis show without being understood.

    ``coverage`` is the part of the hypothesis's content words that stand anywhere in the premise, ``unknown`` the part
    that are names or numbers and stand nowhere in it, ``sentences`` how many sentences of the hypothesis say something.
    """

    coverage: float
    unknown: float
    sentences: int


@dataclass(frozen=True, slots=True)
class LongPremise:
    """Weights of the log-odds that a premise too long to be read at once supports a hypothesis.

    ``scale`` is that of the log-odds of entailment in what was read of it; the others are those of ``Measures``.
    """

    scale: float
    coverage: float
    unknown: float
    sentences: float
    offset: float

    def odds(self, entailment: float, measures: Measures) -> float:
        """The log-odds of support."""
        known = self.coverage * measures.coverage + self.unknown * measures.unknown
        read = self.scale * log_odds(min(max(entailment, _EDGE), 1 - _EDGE))
        return read + known + self.sentences * measures.sentences + self.offset


@dataclass(frozen=True, slots=True)
class Calibration:
    """Fitted on development sets: a temperature for the three classes, and the map from the entailment
    probability p to support, ``sigmoid(scale * logit(p) + offset)`` (Platt 1999; Guo et al. 2017).

    ``long`` are the weights for long premises; without them such a premise is taken for a short one.
    """

    temperature: float = 1.0
    scale: float = 1.0
    offset: float = 0.0
    long: LongPremise | None = None

    def support(self, entailment: float) -> float:
        """The probability that a premise supports a hypothesis which it entails with this one."""
        return probability(self.odds(entailment))

    def odds(self, entailment: float) -> float:
        """The log-odds of ``support``."""
        return self.scale * log_odds(entailment) + self.offset

    def entailment(self, odds: float) -> float:
        """That of which ``support`` makes a probability with these log-odds."""
        return probability((odds - self.offset) / self.scale)


def log_odds(p: float) -> float:
    """log(p / (1 - p)), finite at the ends."""
    p = min(max(p, 1e-6), 1 - 1e-6)
    return math.log(p / (1 - p))


def probability(odds: float) -> float:
    """That of these log-odds."""
    return (1 + math.tanh(odds / 2)) / 2


def read_calibration(folder: Path) -> Calibration:
    """The calibration beside a model, or none at all where there is no ``calibration.json``."""
    path = folder / "calibration.json"
    if not path.is_file():
        return Calibration()
    try:
        given = json.loads(path.read_text(encoding="utf-8"))
        long = given.get("long")
        weights = None if long is None else LongPremise(*_numbers(long, [field.name for field in fields(LongPremise)]))
        temperature, scale, offset = _numbers(given, ("temperature", "scale", "offset"))
        found = Calibration(temperature, scale, offset, weights)
    except KeyError as error:
        raise InputError(str(path), f"not a calibration ({error} is missing)", _REMEDY) from error
    except (OSError, ValueError, TypeError, AttributeError, RecursionError, OverflowError) as error:
        raise InputError(str(path), f"not a calibration ({error})", _REMEDY) from error
    scales = [found.temperature, found.scale, *([found.long.scale] if found.long else [])]
    numbers = [found.temperature, found.scale, found.offset, *(astuple(found.long) if found.long else ())]
    if min(scales) <= 0 or not all(map(math.isfinite, numbers)):
        raise InputError(str(path), "not a calibration (temperature and scale are above 0, all are finite)", _REMEDY)
    return found


def _numbers(given: Mapping[str, Any], names: Iterable[str]) -> list[float]:
    return [float(given[name]) for name in names]
