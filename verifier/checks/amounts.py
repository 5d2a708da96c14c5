"""Equal amounts written one way, before a network reads two texts: to it "€1.2bn" and "1,200 million euros" differ."""

from __future__ import annotations

from functools import lru_cache

from verifier.checks.numerals import ORDINAL
from verifier.checks.quantities import Quantity, quantities, same_amount

# Of a longer text nothing is rewritten: it is a whole document, and no statement.
LONGEST = 10_000


def written_alike(premise: str, hypothesis: str) -> str:
    """The premise with its amounts written as the hypothesis writes the same ones; ordinals stay as they are."""
    wanted = _amounts(hypothesis)
    if not wanted:
        return premise
    parts, at = [], 0
    for own in _amounts(premise):
        told = next((each for each in wanted if _is_same(own, each)), None)
        if told is not None:
            parts += [premise[at : own.span[0]], hypothesis[slice(*told.span)]]
            at = own.span[1]
    return "".join([*parts, premise[at:]]) if parts else premise


@lru_cache(maxsize=4096)
def _amounts(text: str) -> tuple[Quantity, ...]:
    if len(text) > LONGEST:
        return ()
    return tuple(each for each in quantities(text, ((0, len(text)),)) if each.unit != ORDINAL)


def _is_same(one: Quantity, other: Quantity) -> bool:
    """Whether nothing is lost when one is written as the other: neither a hedge nor a figure."""
    firm = one.hedge == other.hedge and one.denied == other.denied and one.is_vague == other.is_vague
    return (
        firm
        and bool(same_amount(one, other))
        and (one.unit != other.unit or (one.low, one.high) == (other.low, other.high))
    )
