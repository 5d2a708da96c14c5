"""Which words of a claim a statement does not account for: what must be found, and what has an explanation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.verifier.readings import told
from verifier.checks.accounting import tell_apart, unaccounted

# Claim, statement, and what differs; for words of one side only the other says "nothing".
DIFFER = [
    ("Two teachers were killed by the bus.", "Two teachers were injured by the bus.", ["killed here, injured there"]),
    ("The firm made a profit.", "The firm made a loss.", ["profit here, loss there"]),
    ("They voted for the plan.", "They voted against the plan.", ["for here, against there"]),
    ("It came out before the vote.", "It came out after the vote.", ["before here, after there"]),
    ("The firm cut 300 jobs.", "The firm plans to cut 300 jobs.", ["nothing here, plans there"]),
    (
        "The firm cut jobs.",
        "The firm will cut jobs if sales fall.",
        ["nothing here, will there", "nothing here, if there"],
    ),
    ("The bridge is safe.", "The bridge is never safe.", ["nothing here, never there"]),
    ("The senator left.", "The former senator left.", ["nothing here, former there"]),
    ("Smith got ten years.", "Jones got five years.", ["Smith here, Jones there", "ten here, five there"]),
    ("More than 40 people died.", "Less than 40 people died.", ["More than here, Less than there"]),
    ("He left on Monday.", "He left on Friday.", ["Monday here, Friday there"]),
    ("The red house burned.", "The house burned.", ["red here, nothing there"]),
    ("Maria Sand resigned.", "She resigned.", ["Maria Sand here, She there"]),
    ("It will rain in Graz.", "It rained in Graz.", ["will here, nothing there"]),
]
EXPLAINED = [
    ("On Monday the court freed him.", "The court freed him on Monday."),
    ("The two men were freed.", "The 2 men are freed."),
    ("The programme wasn’t cancelled.", "The program was not canceled."),
    ("It was organised at the centre.", "It was organized at the center."),
    ("Over 40 people died because of it.", "More than 40 people died owing to it."),
    ("Sales rose 3 percent.", "Sales rose 3%."),
    ("U.S. troops left.", "American troops left."),
    ("They began to work.", "They started to work."),
    ("The co-operative failed.", "The cooperative failed."),
    ("Mr. Lee left.", "Lee left."),
    ("Bill Clinton left.", "Clinton left."),
    ("The house burned.", "The old red house burned."),
    ("He’ll go.", "He will go."),
]


@pytest.mark.parametrize(("claim", "statement", "expected"), DIFFER)
def test_found(claim: str, statement: str, expected: list[str]) -> None:
    found = unaccounted(told(claim), told(statement))
    assert [each.message for each in found] == expected
    for each in found:
        assert (each.agrees, each.rule, each.effect) == (False, "SO001", "opens")
        here, there = each.message.removesuffix(" there").split(" here, ")
        for text, spans, shown in ((claim, each.spans, here), (statement, each.reference, there)):
            assert shown == (" ".join(text[start:end] for start, end in spans) or "nothing")


@pytest.mark.parametrize(("claim", "statement"), EXPLAINED)
def test_explained(claim: str, statement: str) -> None:
    assert unaccounted(told(claim), told(statement)) == ()


def test_a_pronoun_takes_up_a_name_that_its_text_has() -> None:
    text = "Maria Sand shook her head. She resigned."
    statement = told("She resigned.", spans=((27, len(text)),), text=text)
    assert unaccounted(told("Maria Sand resigned."), statement) == ()
    assert unaccounted(told("Helen Brook resigned."), statement)
    assert unaccounted(statement, told("Maria Sand resigned.")) == ()
    assert unaccounted(statement, told("Helen Brook resigned."))


def test_what_is_read_may_be_more_than_the_statement() -> None:
    text = "The mayor, whom they know, was late."
    statement = told("The mayor was late.", spans=((0, 9), (27, len(text))), text=text)
    claim = told("The mayor, whom they know, was late.")
    assert unaccounted(claim, statement)
    assert unaccounted(claim, statement, ((0, len(text)),)) == ()


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_two_texts(claim: str, statement: str) -> None:
    for each in unaccounted(told(claim), told(statement)):
        assert each.spans or each.reference


@given(st.text(max_size=60))
def test_a_text_accounts_for_itself(text: str) -> None:
    assert unaccounted(told(text), told(text)) == ()


@pytest.mark.parametrize(
    ("claim", "statement", "twin", "expected"),
    [
        ("Output grew in Norway.", "Output shrank in Mexico.", True, True),
        ("Output grew in Norway.", "Output shrank in Norway.", True, False),
        ("It opened on Monday.", "It closed on Thursday.", True, True),
        ("It opened on Monday.", "It opened on Thursday.", True, False),
        ("It opened on Monday.", "It opened in June.", True, True),
        ("The campaign began on 20 May.", "The drive itself started on 3 May.", False, False),
        ("He was late.", "Ann Lee was late.", False, True),
        ("The mayor was late.", "The mayor, Ann Lee, was late.", True, False),
        ("The mayor was late.", "The mayor, Ann Lee, was late.", False, False),
        ("Ann Lee was late.", "The mayor was late.", False, True),
        ("The bus was late.", "The train was late.", True, False),
    ],
)
def test_whether_they_may_tell_of_two_events(claim: str, statement: str, twin: bool, expected: bool) -> None:
    differing = unaccounted(told(claim), told(statement))
    assert tell_apart(claim, statement, differing, twin=twin) == expected
