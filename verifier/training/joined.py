"""Claims of several statements, made from claims that people labelled against the same premise.

A summary or an answer often has two statements in one sentence, and its premise may bear out only one of them (WiCE,
Kamoi et al. 2023). Two claims are joined, and the premise entails both together only where it entails each.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from verifier.training.evaluation import Pair
from verifier.training.questions import begun_small

# The first that either of two claims has is the label of both together; two that are left open may contradict
# each other.
_FIRST = ("contradiction", "not_entailment", "neutral", "entailment")
# How often both are entailed, and how often two claims that are not both are chosen so that one is.
ENTAILED, PARTLY = 0.5, 0.8
# What stands between two statements, and whether the second then goes on in the same sentence.
_JOINTS = ((". ", False), (". ", False), (", and ", True), (" and ", True), (", while ", True))


def joined_pairs(rows: Sequence[Pair], noise: random.Random, count: int) -> Iterator[Pair]:
    """At most ``count`` pairs made from two of ``rows`` with the same premise."""
    groups: dict[str, list[Pair]] = {}
    for row in rows:
        groups.setdefault(row.premise, []).append(row)
    several = [group for group in groups.values() if len(group) > 1]
    for _ in range(count if several else 0):
        if two := _two(noise.choice(several), noise):
            yield joined(*two, noise)


def joined(first: Pair, second: Pair, noise: random.Random) -> Pair:
    """Both claims as one, with the label that both together have."""
    joint, goes_on = noise.choice(_JOINTS)
    before, after = (row.hypothesis.strip().rstrip(".") for row in (first, second))
    claim = f"{before}{joint}{begun_small(after) if goes_on else after}."
    label = min(first.label, second.label, key=_FIRST.index)
    return Pair(first.premise, claim, "not_entailment" if first.label == second.label == "neutral" else label)


def _two(group: Sequence[Pair], noise: random.Random) -> tuple[Pair, Pair] | None:
    """Two claims of a group in any order; None where it has none of the kind that was drawn."""
    entailed = [row for row in group if row.label == "entailment"]
    others = [row for row in group if row.label != "entailment"]
    if noise.random() < ENTAILED:
        chosen = noise.sample(entailed, 2) if len(entailed) > 1 else []
    elif entailed and others and noise.random() < PARTLY:
        chosen = [noise.choice(entailed), noise.choice(others)]
    else:
        chosen = noise.sample(others, 2) if len(others) > 1 else []
    noise.shuffle(chosen)
    return (chosen[0], chosen[1]) if chosen else None
