"""Equal amounts and hours written one way, before a network reads two texts: to it "€1.2bn" and "1,200 million euros"
differ, and so do "year on year" and "from a year earlier".
"""

from __future__ import annotations

from functools import lru_cache

from claims.records import Span
from verifier.checks.numerals import ORDINAL
from verifier.checks.quantities import Quantity, quantities, same_amount
from verifier.checks.timexes import Timex, timexes

# Of a longer text nothing is rewritten: it is a whole document, and no statement.
LONGEST = 10_000

# What of a calendar can be said in other words.
_REWORDED = frozenset({"instant", "against"})


def written_alike(premise: str, hypothesis: str) -> str:
    """The premise with its amounts and hours written as the hypothesis writes the same ones.

    Ordinals, days and hours without a zone stay as they are.
    """
    if not (_amounts(hypothesis) or _hours(hypothesis)):
        return premise
    parts, at = [], 0
    for span, written in sorted([*_same_amounts(premise, hypothesis), *_same_hours(premise, hypothesis)]):
        if span[0] >= at:
            parts += [premise[at : span[0]], written]
            at = span[1]
    return "".join([*parts, premise[at:]])


def _same_amounts(premise: str, hypothesis: str) -> list[tuple[Span, str]]:
    wanted = _amounts(hypothesis)
    found = ((own, next((each for each in wanted if _is_same(own, each)), None)) for own in _amounts(premise))
    return [(own.span, hypothesis[slice(*told.span)]) for own, told in found if told]


def _same_hours(premise: str, hypothesis: str) -> list[tuple[Span, str]]:
    wanted = {tuple(sorted(each.calendar.items())): hypothesis[slice(*each.span)] for each in _hours(hypothesis)}
    found = _hours(premise) if wanted else ()
    keyed = ((each.span, tuple(sorted(each.calendar.items()))) for each in found)
    return [(span, wanted[calendar]) for span, calendar in keyed if calendar in wanted]


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
    firm = one.hedge == other.hedge and one.denied == other.denied and one.is_vague == other.is_vague
    exact = one.unit != other.unit or (one.low, one.high) == (other.low, other.high)
    return firm and exact and bool(same_amount(one, other))
