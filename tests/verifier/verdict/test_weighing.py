"""How likely a text entails a claim: what is counted of the two, and what the shipped trees make of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.nli import Scorer, load
from verifier.records import Scores
from verifier.verdict.readings import SURE
from verifier.verdict.weighing import measured, weight

# What NLI takes to be alike: the swapped words of a pair are often next to one another in what it learned from.
SURELY = Scores(0.95, 0.04, 0.01)


@pytest.mark.parametrize(
    ("claim", "text", "expected"),
    [
        ("The mayor bought a house.", "The mayor bought a house.", {"known": 1.0, "deeds": 1.0, "similarity": 1.0}),
        ("The mayor purchased a house.", "The mayor bought a house.", {"alike": 1 / 3, "verbs": 0, "deeds": 1.0}),
        ("The mayor sold a house.", "The mayor bought a house.", {"verbs": 1, "alike": 0.0}),
        ("The team won the cup.", "The team lost the cup.", {"opposites": 1, "verbs": 1}),
        ("Ann Lee left Oslo.", "Ann Kos left Oslo.", {"names": 1}),
        ("The fire killed 12 people.", "The fire killed 14 people.", {"numbers": 1}),
        ("The fire killed twelve people.", "The fire killed 12 people.", {"numbers": 0}),
        ("Police shot the driver.", "The driver shot two dogs.", {"clashes": 2}),
        ("The king did not resign.", "The king resigned.", {"negated": 1.0}),
        ("The king resigned.", "The king may resign.", {"limits": 1}),
        ("The EU agreed.", "The European Union agreed.", {"names": 0, "known": 1.0}),
        ("The Republic of Lithuania agreed.", "Lithuania agreed.", {"names": 0}),
    ],
)
def test_what_is_counted(claim: str, text: str, expected: dict[str, float]) -> None:
    found = measured(claim, text, SURELY, 0.95)._asdict()
    assert {name: found[name] for name in expected} == pytest.approx(expected)


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        ("Ann Lee left Oslo in May.", "Ann Kos left Oslo in May."),
        ("The fire killed 12 people in Oslo.", "The fire killed 14 people in Oslo."),
        ("She left Oslo in May.", "The minister left Oslo in May."),
    ],
)
def test_another_name_number_or_person_is_never_likely(claim: str, text: str) -> None:
    assert weight(claim, text, SURELY, 0.99) == 0.0


@given(st.floats(0.5, 1), st.floats(0.5, 1))
def test_more_support_never_makes_it_less_likely(one: float, other: float) -> None:
    low, high = sorted((one, other))
    pair = "The museum purchased the painting.", "The museum bought the painting."
    assert weight(*pair, SURELY, low) <= weight(*pair, SURELY, high)


SAME = [
    ("The museum purchased the painting in 2011.", "The museum bought the painting in 2011."),
    ("The council closed two schools on Monday.", "On Monday, the council closed two schools."),
    ("The bridge was built by the army.", "The army built the bridge in a week."),
]
SWAPPED = [
    ("The regulator froze the assets.", "The regulator thawed the assets."),
    ("The bank froze the accounts of the company on Monday.", "The bank thawed the accounts of the company on Monday."),
    ("The court heard the singer on Monday.", "The court jailed the singer on Monday."),
    ("Workers painted the bridge in April.", "Workers dismantled the bridge in April."),
    ("The soldiers were wounded near the border.", "The soldiers were killed near the border."),
    ("The firm reported a profit for the quarter.", "The firm reported a loss for the quarter."),
]


@pytest.fixture(scope="module")
def scorer() -> Scorer:
    return load()


@pytest.mark.slow
@pytest.mark.parametrize(("claim", "text"), SAME)
def test_the_same_in_other_words_is_likely(claim: str, text: str, scorer: Scorer) -> None:
    (scores,) = scorer.score([(text, claim)])
    assert weight(claim, text, scores, scorer.support(scores)) >= SURE


@pytest.mark.slow
@pytest.mark.parametrize(("claim", "text"), SWAPPED)
def test_another_word_is_not(claim: str, text: str, scorer: Scorer) -> None:
    (scores,) = scorer.score([(text, claim)])
    assert weight(claim, text, scores, scorer.support(scores)) < SURE
