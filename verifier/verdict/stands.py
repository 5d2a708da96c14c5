"""What each statement says of a claim's content, and which of them speak for it and against it.

The first of these that applies:

| a check finds a difference that no other statement clears | refutes, or leaves open, as the check says   |
| it finds one of which another statement clears the claim  | leaves open                                  |
| hardly a word differs (``TWIN``), each with an explanation | supports                                     |
| hardly a word differs, but one without an explanation     | as in the last line                          |
| its sentences have the claim word for word                | supports, unless NLI says the contrary       |
| it shares too few of the claim's words (``ABOUT``)        | leaves open                                  |
| what NLI supports is likely entailed (``SURE``)            | supports                                     |
| NLI contradicts, is sure, and it is one event             | refutes                                      |

Where a twin supports the claim, NLI alone has to be sure to speak against it (``CONTRADICTION_OF_SUPPORTED``).
It may be another event where a name, number or day has no counterpart (``Reading.elsewhere``). To refute, NLI needs
``FEWEST`` words in common, a name or number among them, and a change of few words that can be named.

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
    SURE,
    Difference,
    Reading,
)

_CAUTION: dict[Effect, int] = {"keeps": 0, "opens": 1, "refutes": 2}
# How sure NLI has to be of a contradiction: of what is no twin, and of a twin.
_LEAST = {False: CONTRADICTION_OF_OTHER, True: CONTRADICTION}
# Words with content that a claim shares with what NLI finds to say the same: of one word everything speaks.
_SHARED = 2
# Words in the place of so many others are one change.
_FEW = 3
# How sure NLI has to be that what somebody denies there is what the claim has: it assures nobody.
_DENIED = 0.8
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
        named.sort(key=lambda each: len(each.spans) + len(each.reference))
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
    # A few words ("the sale of the port") are what many sentences are about.
    telling = near.shared >= FEWEST or near.similarity == 1.0 or reading.weight >= SURE
    if reading.is_twin and not reading.differing and telling:
        return Stand(reading, "supports", max(near.similarity, reading.support))
    if near.in_words and near.asserted and not reading.differing and telling and scores.contradiction < CONTRADICTION:
        return Stand(reading, "supports", max(near.around, reading.support), difference)
    if near.about < ABOUT:
        return Stand(reading, "neither")
    stand = by_nli(reading, scores, reading.support)
    if stand.stance == "supports":
        denied = reading.is_twin and stand.strength >= _DENIED and _is_denied(reading)
        stand = replace(stand, strength=reading.weight)
        sure = near.shared >= _SHARED and (reading.weight >= SURE or denied)
    else:
        about = reading.is_twin or (near.shared >= FEWEST and near.named and _is_one_change(reading))
        sure = about and stand.strength >= _LEAST[reading.is_twin] and not reading.elsewhere
    return stand if sure else replace(stand, stance="neither")


def _is_one_change(reading: Reading) -> bool:
    """Whether some few words stand in the place of others, so that it can be said what differs."""
    return any(0 < len(each.spans) <= _FEW and 0 < len(each.reference) <= _FEW for each in reading.differing)


def _is_denied(reading: Reading) -> bool:
    return any(voice.polarity == "denied" for voice in reading.statement.claim.chain)


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
