"""What each statement says of a claim's content, and through which of them a document speaks: tables."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.records import Voice
from tests.verifier.readings import differs, reading, statement
from verifier.checks import AGREES
from verifier.records import Passage, Scores, Stance
from verifier.verdict.nearness import ABOUT, TWIN
from verifier.verdict.readings import (
    CONTRADICTION,
    CONTRADICTION_OF_OTHER,
    CONTRADICTION_OF_SUPPORTED,
    SUPPORT,
    SURE,
    Reading,
    unsettled,
)
from verifier.verdict.stands import by_nli, sides, stands

P = "Belarus was helping migrants cross the border."
FOR, AGAINST, OPEN = (0.9, 0.02), (0.02, 0.9), (0.3, 0.2)


def read(nli: tuple[float, float], *chain: Voice, document: str = "d", **more: Any) -> Reading:
    return reading(statement(P, *chain, document=document), nli, **more)


class Stood(NamedTuple):
    reading: Reading
    stance: Stance
    strength: float


NUM = differs("NUM001")
WORDS = (differs("SO001", "opens", "killed here, injured there"),)
STANDS = {
    "it is likely entailed": Stood(read(FOR, weight=SURE), "supports", SURE),
    "that is not sure": Stood(read(FOR, weight=SURE - 0.01), "neither", SURE - 0.01),
    "it is likely entailed, and NLI contradicts": Stood(read((0.6, 0.8), weight=SURE), "refutes", 0.8),
    "NLI contradicts": Stood(read((0.1, CONTRADICTION_OF_OTHER)), "refutes", CONTRADICTION_OF_OTHER),
    "NLI is not sure against it": Stood(
        read((0.1, CONTRADICTION_OF_OTHER - 0.01)), "neither", CONTRADICTION_OF_OTHER - 0.01
    ),
    "NLI leaves it open": Stood(read((0.3, 0.2)), "neither", 0.3),
    "on both sides, more against": Stood(read((0.7, 0.8)), "refutes", 0.8),
    "on both sides, more for": Stood(read((0.8, 0.7)), "supports", 0.8),
    "support of what is not about it": Stood(read((0.9, 0.0), about=ABOUT - 0.01), "neither", 0.0),
    "support of what has another name": Stood(read((0.9, 0.0), weight=0.0, elsewhere=True), "neither", 0.0),
    "contradiction of what may be of another event": Stood(read((0.0, 0.9), elsewhere=True), "neither", 0.9),
    "contradiction in words that cannot be named": Stood(read((0.0, 0.9), differing=()), "neither", 0.9),
    "contradiction without a name in common": Stood(read((0.0, 0.9), named=False), "neither", 0.9),
    "contradiction with few words in common": Stood(read((0.0, 0.9), shared=2), "neither", 0.9),
    "support without a name in common": Stood(read((0.9, 0.0), named=False), "supports", 0.9),
    "support with few words in common": Stood(read((0.9, 0.0), shared=2), "supports", 0.9),
    "support with one word in common": Stood(read((0.9, 0.0), shared=1), "neither", 0.9),
    "a twin with another word, of another event": Stood(
        read((0.0, 0.9), similarity=0.9, differing=WORDS, elsewhere=True), "neither", 0.9
    ),
    "a twin of which each word is explained, whatever NLI says": Stood(read(OPEN, similarity=0.9), "supports", 0.9),
    "a twin with more support": Stood(read((0.95, 0.0), similarity=0.8), "supports", 0.95),
    "hardly a twin": Stood(read(OPEN, similarity=TWIN - 0.01), "neither", 0.3),
    "the same words, whatever NLI says": Stood(read((0.0, 0.99), similarity=1.0), "supports", 1.0),
    "a twin with another word, against which NLI is": Stood(
        read((0.1, CONTRADICTION), similarity=0.9, differing=WORDS), "refutes", CONTRADICTION
    ),
    "a twin with another word, which NLI leaves open": Stood(
        read(OPEN, similarity=0.9, differing=WORDS), "neither", 0.3
    ),
    "a twin with another word, which is not likely entailed": Stood(
        read(FOR, similarity=0.9, differing=WORDS, weight=SURE - 0.01), "neither", SURE - 0.01
    ),
    "a twin with another word, which is": Stood(
        read(FOR, similarity=0.9, differing=WORDS, weight=SURE), "supports", SURE
    ),
    "a twin with another word and the same number": Stood(
        read(OPEN, similarity=0.9, differing=WORDS, NUM001=AGREES), "neither", 0.3
    ),
    "word for word": Stood(read(OPEN, in_words=True), "supports", 0.8),
    "word for word, but for one": Stood(read(OPEN, in_words=True, differing=WORDS), "neither", 0.3),
    "a twin with another number": Stood(read(FOR, similarity=0.9, NUM001=NUM), "refutes", 0.9),
    "support with another number": Stood(read(FOR, NUM001=NUM), "refutes", 0.5),
    "a twin that a check leaves open": Stood(
        read(FOR, similarity=0.9, NUM001=differs("NUM001", "opens")), "neither", 0.0
    ),
    "a difference that changes nothing": Stood(
        read(FOR, similarity=0.9, NUM001=differs("NUM001", "keeps")), "supports", 0.9
    ),
    "two differences, the worse one counts": Stood(
        read(FOR, similarity=0.9, NUM001=differs("NUM001", "opens"), TIM001=differs("TIM001")), "refutes", 0.9
    ),
    "a check that agrees adds nothing to NLI": Stood(read(OPEN, NUM001=AGREES), "neither", 0.3),
    "who says it is another question": Stood(read(FOR, similarity=0.9, SAID002=differs("SAID002")), "supports", 0.9),
}  # fmt: skip


@pytest.mark.parametrize("name", STANDS)
def test_stands(name: str) -> None:
    row = STANDS[name]
    (stand,) = stands([row.reading], unsettled([row.reading], "content"))
    assert stand.stance == row.stance
    assert stand.strength == pytest.approx(row.strength)


def test_a_cleared_difference_leaves_open_what_the_other_says() -> None:
    one, other = read(FOR, similarity=0.9, NUM001=NUM), read(FOR, similarity=1.0, document="e", NUM001=AGREES)
    assert [stand.stance for stand in stands([one, other], [])] == ["neither", "supports"]


@pytest.mark.parametrize(
    ("against", "stance"),
    [
        (read((0.0, 0.8), document="e"), "neither"),
        (read((0.0, CONTRADICTION_OF_SUPPORTED), document="e"), "refutes"),
        (read(OPEN, document="e", similarity=0.7, NUM001=NUM), "refutes"),
    ],
)
@pytest.mark.parametrize("twin", [read(OPEN, similarity=0.9), read(OPEN, in_words=True)])
def test_against_a_twin_nli_has_to_be_sure(twin: Reading, against: Reading, stance: Stance) -> None:
    found = [twin, against]
    assert [stand.stance for stand in stands(found, unsettled(found, "content"))] == ["supports", stance]


def test_the_words_that_differ_are_named_where_they_decide() -> None:
    one_sided = differs("SO001", "opens", "nothing here, plans there")
    for differing, nli, named in (
        (WORDS, AGAINST, WORDS[0]),
        ((replace(one_sided, spans=()), *WORDS), AGAINST, WORDS[0]),
        ((replace(one_sided, spans=()),), AGAINST, None),
        (WORDS, OPEN, None),
        (WORDS, FOR, None),
        ((), AGAINST, None),
    ):
        (stand,) = stands([read(nli, similarity=0.9, differing=differing)], [])
        assert (stand.worded.comparison if stand.worded else None) == named


def test_against_other_support_it_need_not() -> None:
    assert [stand.stance for stand in stands([read(FOR), read((0.0, 0.8))], [])] == ["supports", "refutes"]


def test_a_document_speaks_through_its_twin_then_its_sentences() -> None:
    wide = read((0.99, 0.0), passage=Passage("d", "Two. Sentences.", (0, 15)))
    for found, expected in (
        ([read(AGAINST), read(FOR, similarity=0.8)], (["supports"], [])),
        ([read(AGAINST), read((0.8, 0.1))], ([], ["refutes"])),
        ([wide, read((0.1, 0.8))], ([], ["refutes"])),
        ([wide, read(OPEN)], (["supports"], [])),
        ([read(FOR), read(OPEN, similarity=0.9, NUM001=differs("NUM001", "opens"))], ([], [])),
        ([read(FOR), read(AGAINST, document="e")], (["supports"], ["refutes"])),
    ):
        told_sides = sides(stands(found, unsettled(found, "content")))
        assert tuple([stand.stance for stand in side] for side in told_sides) == expected


@given(st.floats(0, 1), st.floats(0, 1))
def test_nli_takes_one_side_at_most(support: float, contradiction: float) -> None:
    stand = by_nli(read(OPEN), Scores(support, 0.0, contradiction), support)
    assert 0 <= stand.strength <= 1
    assert stand.stance != "supports" or support >= SUPPORT
    assert stand.stance != "refutes" or contradiction >= CONTRADICTION
