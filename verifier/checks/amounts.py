"""Equal amounts and hours written one way, before a network reads two texts: to it "€1.2bn" and "1,200 million euros"
differ, and so do "year on year" and "from a year earlier".
"""

from __future__ import annotations

from functools import lru_cache

from claims.records import Span
from verifier.checks.numerals import ORDINAL, PERCENT
from verifier.checks.quantities import Quantity, quantities, same_amount
from verifier.checks.timexes import Timex, timexes

# Of a longer text nothing is rewritten: it is a whole document, and no statement.
LONGEST = 10_000

# Of a count or share a round word is not the figure.
_LOOSE = frozenset({"", PERCENT})
# What of a calendar can be said in other words.
_REWORDED = frozenset({"clock", "instant", "against"})


def written_alike(premise: str, hypothesis: str) -> str:
    """The premise with its amounts and hours written as the hypothesis writes the same ones.

    Ordinals and days stay as they are.
    """
    if not (_amounts(hypothesis) or _hours(hypothesis)):
        return premise
    parts, at = [], 0
    for span, written in sorted([*_same_amounts(premise, hypothesis), *_same_hours(premise, hypothesis)]):
        if span[0] >= at:
            parts += [premise[at : span[0]], written]
            at = span[1]
    return "".join([*parts, premise[at:]])


def same_hour(one: Timex, other: Timex) -> bool:
    """Whether two hours, or what two changes are measured against, can be the same: 2 p.m. ET is 18:00 or 19:00 GMT."""
    if not one.calendar.keys() & _REWORDED:
        return False
    pairs = [(one.calendar[name], other.calendar.get(name, (1, 0))) for name in one.calendar.keys() - {"over"}]
    return one.calendar.keys() == other.calendar.keys() and all(a[0] <= b[1] and b[0] <= a[1] for a, b in pairs)


def _same_amounts(premise: str, hypothesis: str) -> list[tuple[Span, str]]:
    wanted = _amounts(hypothesis)
    found = ((own, next((each for each in wanted if _is_same(own, each)), None)) for own in _amounts(premise))
    return [(own.span, hypothesis[slice(*told.span)]) for own, told in found if told]


def _same_hours(premise: str, hypothesis: str) -> list[tuple[Span, str]]:
    wanted = _hours(hypothesis)
    found = _hours(premise) if wanted else ()
    same = ((own, next((each for each in wanted if same_hour(own, each)), None)) for own in found)
    return [(own.span, hypothesis[slice(*told.span)]) for own, told in same if told]


@lru_cache(maxsize=4096)
def _amounts(text: str) -> tuple[Quantity, ...]:
    if len(text) > LONGEST:
        return ()
    return tuple(each for each in quantities(text, ((0, len(text)),)) if each.unit != ORDINAL)


@lru_cache(maxsize=4096)
def _hours(text: str) -> tuple[Timex, ...]:
    if len(text) > LONGEST:
        return ()
    return tuple(each for each in timexes(text, ((0, len(text)),)) if each.calendar.keys() & _REWORDED)


def _is_same(one: Quantity, other: Quantity) -> bool:
    """Whether nothing is lost when one is written as the other: neither a hedge nor a figure."""
    firm = one.hedge == other.hedge and one.denied == other.denied
    # "Half a point" is as much as 0.5, but "half the seats" are about 50 percent.
    exact = one.is_vague == other.is_vague or (
        one.low == one.high and other.low == other.high and one.unit not in _LOOSE
    )
    rounded = one.unit == other.unit and (one.low, one.high) != (other.low, other.high)
    return firm and exact and not rounded and bool(same_amount(one, other))
