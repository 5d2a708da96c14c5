"""Whether a statement says that it is so: what makes less of it than a fact, and what does not."""

from __future__ import annotations

import pytest

from claims.records import Voice
from tests.verifier.readings import told
from verifier.checks.factuality import compare

CUT = "The bank cut 300 jobs."
BRIBES = "The senator took bribes."
DOUBTED = [
    ("The trader fled to Dubai.", "The trader is believed to have fled to Dubai.", "believed"),
    ("The firm poisoned the river.", "Villagers have sued the firm, saying it poisoned the river.", "saying"),
    (CUT, "The bank threatened to cut 300 jobs.", "threatened"),
    (CUT, "The union fears that the bank cut 300 jobs.", "fears"),
    (CUT, "Rumours that the bank cut 300 jobs are false.", "Rumours"),
    (CUT, "The bank would have cut 300 jobs.", "would"),
    (CUT, "The bank may cut 300 jobs.", "may"),
    (BRIBES, "Prosecutors are investigating whether the senator took bribes.", "whether"),
    (BRIBES, "If the senator took bribes, he must go.", "If"),
]
SAID_SO = [
    (BRIBES, "The senator admitted that he took bribes."),
    (CUT, "The bank managed to cut 300 jobs."),
    (CUT, "The bank, which cut 300 jobs in May, is in trouble."),
    (CUT, "After it cut 300 jobs, the bank recovered."),
    ("The bank plans to cut 300 jobs.", "The bank plans to cut 300 jobs in May."),
]
NOTHING = [(CUT, "The bank fired nobody."), (CUT, "The firm is in trouble."), ("No.", "The bank may cut 300 jobs.")]


@pytest.mark.parametrize(("claim", "statement", "word"), DOUBTED)
def test_less_than_a_fact(claim: str, statement: str, word: str) -> None:
    found = compare(told(claim), told(statement))
    assert found is not None
    expected = (False, "SO005", f"so here, “{word}” there", "opens")
    assert (found.agrees, found.rule, found.message, found.effect) == expected
    assert [statement[start:end] for start, end in found.reference] == [word]


@pytest.mark.parametrize(("claim", "statement"), SAID_SO)
def test_a_fact(claim: str, statement: str) -> None:
    found = compare(told(claim), told(statement))
    assert found is not None and found.agrees


@pytest.mark.parametrize(("claim", "statement"), NOTHING)
def test_nothing_to_compare(claim: str, statement: str) -> None:
    assert compare(told(claim), told(statement)) is None


def test_a_voice_that_was_found_is_another_matter() -> None:
    text = "The bank cut 300 jobs, officials said."
    at = text.index("said")
    voice = Voice("officials", ((at - 10, at - 1),), "said", ((at, at + 4),), "say")
    found = compare(told(CUT), told("The bank cut 300 jobs", voice, text=text))
    assert found is not None and found.agrees
