"""Arithmetic with numbers as they are told: sums, differences, percentages and ratios, with what rounding allows.

A told number stands for a range: half of the last place that counts on either side where it looks rounded ("3.2
million", "8,500"), more under a hedge ("about"), and itself where it is a plain count below a thousand. What is
computed from two ranges is a range, and a result comes out where both have something in common.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from verifier.checks.numerals import PERCENT
from verifier.checks.quantities import Quantity, reach

# Below this a plain count is taken for exact, however it ends: 40, 120.
EXACT_BELOW = 1000
# Percentage points that a share in words may be off ("a quarter" for 24 percent), as a part of it.
LOOSE = 0.1


class Equation(NamedTuple):
    """What follows from told numbers: written out, with the range of the result."""

    written: str
    low: float
    high: float

    def gives(self, told: Quantity) -> bool:
        """Whether the result may be told so."""
        low, high = bounds(told)
        room = 1e-9 * max(1.0, abs(self.high))
        return low <= self.high + room and self.low - room <= high


def bounds(told: Quantity) -> tuple[float, float]:
    """The numbers that a told one may stand for."""
    if told.loose and told.unit == PERCENT:
        return told.low * (1 - LOOSE), told.high * (1 + LOOSE)
    low, high = reach(told)
    whole = told.place >= 1 and told.high < EXACT_BELOW and told.unit != PERCENT
    half = 0.0 if whole else max(told.place, 1e-6) / 2
    if told.unit == PERCENT:
        half = min(told.place, 1.0) / 2
    return min(low, told.low - half), max(high, told.high + half)


def total(parts: Sequence[Quantity]) -> Equation:
    """The sum of the parts."""
    ranges = [bounds(part) for part in parts]
    value = sum(part.low for part in parts)
    written = f"{' + '.join(shown(part.low) for part in parts)} = {shown(value)}"
    return Equation(written, sum(low for low, _ in ranges), sum(high for _, high in ranges))


def difference(one: Quantity, other: Quantity) -> Equation:
    """By how much they differ."""
    (low, high), (other_low, other_high) = sorted((bounds(one), bounds(other)))
    larger, smaller = max(one.low, other.low), min(one.low, other.low)
    return Equation(
        f"{shown(larger)} - {shown(smaller)} = {shown(larger - smaller)}", max(0.0, other_low - high), other_high - low
    )


def percentage(before: Quantity, after: Quantity) -> Equation | None:
    """The change from one to the other in percent of the first, None where that is nothing."""
    (low, high), (after_low, after_high) = bounds(before), bounds(after)
    if low <= 0:
        return None
    changes = sorted(abs(100 * (b - a) / a) for a in (low, high) for b in (after_low, after_high))
    value = 100 * abs(after.low - before.low) / before.low
    return Equation(
        f"from {shown(before.low)} to {shown(after.low)} is {shown(round(value, 1))} %", changes[0], changes[-1]
    )


def share(part: Quantity, whole: Quantity) -> Equation | None:
    """The part in percent of the whole, None where that is nothing."""
    (low, high), (whole_low, whole_high) = bounds(part), bounds(whole)
    if whole_low <= 0:
        return None
    value = 100 * part.low / whole.low
    written = f"{shown(part.low)} of {shown(whole.low)} is {shown(round(value, 1))} %"
    return Equation(written, 100 * low / whole_high, 100 * high / whole_low)


def ratio(before: Quantity, after: Quantity) -> Equation | None:
    """How many times the first the second is, None where the first is nothing."""
    (low, high), (after_low, after_high) = bounds(before), bounds(after)
    if low <= 0:
        return None
    value = after.low / before.low
    return Equation(
        f"{shown(after.low)} / {shown(before.low)} = {shown(round(value, 2))}", after_low / high, after_high / low
    )


def shown(number: float) -> str:
    """A number as people write it."""
    return f"{number:,.10g}" if abs(number) < 1e15 else f"{number:.6g}"
