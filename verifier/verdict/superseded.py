"""Numbers that change with time: of references that disagree the newer one counts (rule NUM002).

A toll rises, a figure is corrected. Where a newer reference has another number than the one that agrees with the claim,
a person is told. An older one never refutes what is counted anew every day: deaths, arrests, people missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from claims.attribution.forces import lemma
from verifier.checks import Comparison
from verifier.references.alignment import Told
from verifier.verdict.readings import CHECKS, Difference, Reading

RULE = "NUM002"

_NUMBER = next(i for i, check in enumerate(CHECKS) if "NUM001" in check.rules)
# What is counted anew as news comes in, as lemmas.
_COUNTED_ANEW = frozenset(
    """
    kill die dead death injure injury wound hurt miss missing arrest detain infect infection case victim casualty toll
    rescue evacuate displace homeless hospitalize hospitalise survivor refugee
    """.split()
)


def newer(readings: Sequence[Reading]) -> Iterator[Difference]:
    """The numbers of references that are newer than all that have the claim's."""
    agreeing = [day(r) for r in readings if ((found := r.found[_NUMBER]) and found.agrees) or r.near.similarity == 1.0]
    known = [each for each in agreeing if each]
    for reading in readings:
        found, published = reading.found[_NUMBER], day(reading)
        later = published and known and len(known) == len(agreeing) and published > max(known)
        if later and found and not found.agrees and reading.is_twin:
            yield Difference(reading, _told_by(found, f"{found.message}, in a newer reference of {published}"))


def unless_older(told: Told, differences: Sequence[Difference]) -> tuple[Difference, ...]:
    """The differences, those left open that an older reference may have before it was counted anew."""
    return tuple(_aged(told, each) for each in differences)


def _aged(told: Told, difference: Difference) -> Difference:
    found, published = difference.comparison, day(difference.reading)
    older = published and told.published and published < told.published
    if found.rule != "NUM001" or not older or not is_counted_anew(told):
        return difference
    message = f"{found.message}, in an older reference of {published}"
    return replace(difference, comparison=_told_by(found, message))


def _told_by(found: Comparison, message: str) -> Comparison:
    return replace(found, rule=RULE, message=message, effect="opens")


def is_counted_anew(told: Told) -> bool:
    """Whether it tells of deaths, arrests, people missing and their like."""
    return not _COUNTED_ANEW.isdisjoint(lemma(word.text) for word in told.words())


def day(reading: Reading) -> date | None:
    """The day that the document of a reading is of."""
    return reading.statement.passage.published
