"""What the confidence of verdicts is worth, and by the reviewers of a newsroom also which verdicts are left open.

What a judge is sure of is a likeness here and a probability there. ``worth`` makes one number of it: how often such a
verdict was right on development pairs. The shipped models are as they are: what ``sayso calibrate`` fitted to
reviewers' answers is applied to verdicts that were given, so that nothing that is kept from earlier runs depends on it.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping, Set
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import get_args

from claims.errors import InputError
from verifier.nli.calibration import log_odds, probability
from verifier.records import CheckedClaim, Flag, Label, Report, Verdict
from verifier.verdict.flags import flags
from verifier.verdict.judge import Judgement

SCHEMA = "sayso-calibration/1"
# What the confidence of the judge is worth as shipped: fitted on development pairs by ``verifier/training/worth.py``.
SHIPPED = Path(__file__).parent / "model" / "worth.json"
# Those that assert something of the references; the others are open already.
SETTLING: tuple[Label, ...] = ("SUPPORTED", "REFUTED")
MAX_BYTES = 1_000_000
_REMEDY = "make the file with `sayso calibrate`"


@dataclass(frozen=True, slots=True)
class VerdictMap:
    """From the confidence of verdicts of one label to the probability that they are right:
    ``sigmoid(scale * logit(confidence) + offset)`` (Platt 1999), with a ``scale`` above 0, so that their order stays.

    A verdict whose probability is below ``least`` is left open.
    """

    scale: float = 1.0
    offset: float = 0.0
    least: float = 0.0

    def probability(self, confidence: float) -> float:
        """The probability that a verdict with this confidence is right."""
        return probability(self.scale * log_odds(confidence) + self.offset)


@dataclass(frozen=True, slots=True)
class VerdictCalibration:
    """Maps by label; a label without one stays as it is. ``digest`` is the hex sha256 of the file."""

    maps: Mapping[Label, VerdictMap]
    digest: str


def read_calibration(path: Path) -> VerdictCalibration:
    """The calibration in a file that ``sayso calibrate`` wrote. Raises InputError for what is none."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise InputError(str(path), f"larger than {MAX_BYTES:,} bytes", _REMEDY)
        data = path.read_bytes()
        given = json.loads(data)
        if given["schema"] != SCHEMA:
            raise InputError(str(path), f"not a {SCHEMA}", _REMEDY)
        maps = {label: _map(given["verdicts"][label]) for label in get_args(Label) if label in given["verdicts"]}
    except KeyError as error:
        raise InputError(str(path), f"not a calibration ({error} is missing)", _REMEDY) from error
    except (OSError, ValueError, TypeError, AttributeError, RecursionError, OverflowError) as error:
        raise InputError(str(path), f"not a calibration ({error})", _REMEDY) from error
    for each in maps.values():
        if each.scale <= 0 or not 0 <= each.least <= 1 or not all(map(math.isfinite, (each.scale, each.offset))):
            told = "not a calibration (scale is above 0, least from 0 to 1, all are finite)"
            raise InputError(str(path), told, _REMEDY)
    return VerdictCalibration(maps, hashlib.sha256(data).hexdigest())


def calibrated(report: Report, calibration: VerdictCalibration, on: Set[str]) -> Report:
    """The report with calibrated confidences; verdicts below their threshold are left open, and flagged as such.

    ``on`` are the ids of the rules that may be raised.
    """
    models = {**report.run.models, "calibration": {"name": "reviewers", "sha256": calibration.digest}}
    claims = tuple(_calibrated(checked, calibration, on) for checked in report.claims)
    return replace(report, claims=claims, run=replace(report.run, models=models))


def worth(verdict: Verdict) -> Verdict:
    """The verdict with the probability that it is right, as it was fitted on development pairs.

    A label without a map stays as it is: pairs do not tell how often a whole corpus leaves something open.
    """
    return _of(verdict, _shipped())


@cache
def _shipped() -> VerdictCalibration:
    return read_calibration(SHIPPED)


def is_calibrated(report: Report) -> bool:
    """Whether the confidences of a report were calibrated already."""
    return "calibration" in report.run.models


def _calibrated(checked: CheckedClaim, calibration: VerdictCalibration, on: Set[str]) -> CheckedClaim:
    said, so = (verdict and _of(verdict, calibration) for verdict in (checked.said, checked.so))
    found = checked.flags
    if [v and v.label for v in (said, so)] != [v and v.label for v in (checked.said, checked.so)]:
        own = set(_raised(checked, checked.said, checked.so, on))
        found = (*_raised(checked, said, so, on), *(flag for flag in found if _bare(flag) not in own))
    return replace(checked, said=said, so=so, flags=found)


def _raised(checked: CheckedClaim, said: Verdict | None, so: Verdict | None, on: Set[str]) -> tuple[Flag, ...]:
    """The flags that say what the verdicts say."""
    return flags(checked.claim, Judgement(said, so, ()), on)


def _bare(flag: Flag) -> Flag:
    """The flag as it was raised, before anybody decided on it."""
    return replace(flag, identity="", state="new", reason=None)


def _of(verdict: Verdict, calibration: VerdictCalibration) -> Verdict:
    own = calibration.maps.get(verdict.label)
    if own is None:
        return verdict
    found = own.probability(verdict.confidence)
    if verdict.label not in SETTLING or found >= own.least:
        return replace(verdict, confidence=round(found, 4))
    reason = f"{verdict.reason} Left open: by the reviewers, {verdict.label} is too often wrong here."
    return replace(verdict, label="NOT ENOUGH INFO", confidence=round(1 - found, 4), reason=reason)


def _map(given: Mapping[str, object]) -> VerdictMap:
    numbers = [given[name] for name in ("scale", "offset", "least")]
    if not all(isinstance(number, int | float) and not isinstance(number, bool) for number in numbers):
        raise ValueError("its values are no numbers")
    return VerdictMap(*(float(str(number)) for number in numbers))
