"""What each statement says of a claim's content, and which of them speak for it and against it.

The first of these that applies:

| a check finds a difference that no other statement clears | refutes, or leaves open, as the check says   |
| it finds one of which another statement clears the claim  | leaves open                                  |
| hardly a word differs (``TWIN``), each with an explanation | supports                                     |
| hardly a word differs, but one without an explanation     | what NLI says; it has to be surer to support |
| its sentences have the claim word for word                | supports, unless NLI says the contrary       |
| it shares too few of the claim's words (``ABOUT``)        | leaves open                                  |
| NLI, if it is sure, and nothing tells of another event    | supports, refutes or leaves open             |

Where a twin supports the claim, NLI alone has to be sure to speak against it (``CONTRADICTION_OF_SUPPORTED``).
They tell of another event where a name, number or day has no counterpart (``Reading.elsewhere``). To refute, NLI needs
``FEWEST`` words in common, a name or number among them.

A document speaks through its twin of the claim, or else through the statement that speaks most strongly.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from verifier.checks import Effect
from verifier.records import Scores, Stance
from verifier.verdict.nearness import ABOUT, FEWEST
from verifier.verdict.readings import (
    CONTRADICTION,
    CONTRADICTION_OF_OTHER,
    CONTRADICTION_OF_SUPPORTED,
    SUPPORT,
    SUPPORT_OF_OTHER,
    SUPPORT_OF_TWIN,
    Difference,
    Reading,
)

_CAUTION: dict[Effect, int] = {"keeps": 0, "opens": 1, "refutes": 2}
# How sure NLI has to be of what is no twin, and of a twin in which a word has no explanation.
_LEAST: dict[bool, dict[Stance, float]] = {
    False: {"supports": SUPPORT_OF_OTHER, "refutes": CONTRADICTION_OF_OTHER},
    True: {"supports": SUPPORT_OF_TWIN, "refutes": CONTRADICTION},
}
_CONTRARY: dict[Stance, Stance] = {"supports": "refutes", "refutes": "supports", "neither": "neither"}


@dataclass(frozen=True, slots=True)
class Stand:
    """What a reading says to a question, how strongly, and the difference that decided it, if one did."""

    reading: Reading
    stance: Stance
    strength: float = 0.0
    difference: Difference | None = None

    @property
    def worded(self) -> Difference | None:
        """The words in which a twin differs that NLI has speak against the claim, where both sides have some."""
        named = [each for each in self.reading.differing if each.spans and each.reference]
        if self.stance != "refutes" or self.difference or not named:
            return None
        return Difference(self.reading, named[0])


class Sides(NamedTuple):
    """What speaks for something and against it, one statement a document, strongest first."""

    for_it: tuple[Stand, ...]
    against: tuple[Stand, ...]


def stands(readings: Sequence[Reading], differences: Sequence[Difference]) -> tuple[Stand, ...]:
    """What each reading says of the claim's content."""
    worst: dict[int, Difference] = {}
    for difference in sorted(differences, key=lambda each: _CAUTION[each.comparison.effect]):
        worst[id(difference.reading)] = difference
    return unless_twins(_stand(reading, worst.get(id(reading))) for reading in readings)


def unless_twins(found: Iterable[Stand]) -> tuple[Stand, ...]:
    """The stands, where a twin supports the claim without what NLI alone says against it, unless it is sure."""
    told = tuple(found)
    if not any(stand.stance == "supports" and (stand.reading.is_twin or stand.reading.near.in_words) for stand in told):
        return told
    return tuple(
        replace(stand, stance="neither")
        if stand.stance == "refutes" and stand.difference is None and stand.strength < CONTRADICTION_OF_SUPPORTED
        else stand
        for stand in told
    )


def _stand(reading: Reading, difference: Difference | None) -> Stand:
    near, scores = reading.near, reading.scores
    effect = difference.comparison.effect if difference else "keeps"
    if effect == "refutes":
        return Stand(reading, "refutes", max(near.similarity, scores.contradiction), difference)
    cleared = difference is None and reading.differs("content")
    if effect == "opens" or cleared:
        return Stand(reading, "neither", 0.0, difference)
    if reading.is_twin and not reading.differing:
        return Stand(reading, "supports", max(near.similarity, reading.support))
    if near.in_words and near.asserted and not reading.differing and scores.contradiction < CONTRADICTION:
        return Stand(reading, "supports", max(near.around, reading.support), difference)
    if near.about < ABOUT:
        return Stand(reading, "neither")
    stand = by_nli(reading, scores, reading.support)
    least = _LEAST[reading.is_twin].get(stand.stance, 0.0)
    about = near.around >= ABOUT if stand.stance == "supports" else near.shared >= FEWEST and near.named
    sure = stand.strength >= least and not reading.elsewhere and (reading.is_twin or about)
    return stand if sure else Stand(reading, "neither", stand.strength)


def by_nli(reading: Reading, scores: Scores, support: float) -> Stand:
    """On which side the model puts a statement; where it seems to be on both, the stronger."""
    if support >= SUPPORT and support >= scores.contradiction:
        return Stand(reading, "supports", support)
    if scores.contradiction >= CONTRADICTION:
        return Stand(reading, "refutes", scores.contradiction)
    return Stand(reading, "neither", max(support, scores.contradiction))


def sides(found: Iterable[Stand]) -> Sides:
    """The statements that speak for and against; of each document the one that is nearest to the claim."""
    best: dict[str, Stand] = {}
    for stand in sorted(found, key=_nearness):
        best.setdefault(document_of(stand), stand)
    told = sorted(best.values(), key=lambda stand: -stand.strength)
    return Sides(
        tuple(stand for stand in told if stand.stance == "supports"),
        tuple(stand for stand in told if stand.stance == "refutes"),
    )


def document_of(stand: Stand) -> str:
    """The id of the document that a statement is of."""
    return stand.reading.statement.passage.document_id


def _nearness(stand: Stand) -> tuple[bool, float, bool, float]:
    twin = stand.reading.is_twin
    # What takes several sentences to say counts only where no statement of the document says anything.
    return (
        stand.stance == "neither" and not twin,
        -twin * stand.reading.near.similarity,
        stand.reading.wide,
        -stand.strength,
    )


def meant(stand: Stand) -> Stand:
    """An attributed statement as its source means it: what is denied speaks for the contrary."""
    denials = sum(voice.polarity == "denied" for voice in stand.reading.statement.claim.chain)
    return replace(stand, stance=_CONTRARY[stand.stance]) if denials % 2 else stand
