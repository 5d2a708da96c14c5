"""Who does what: sentences with nearly the same words, and whether deeds and values are given to the same."""

from __future__ import annotations

import pytest

from tests.verifier.readings import told
from verifier.checks.roles import compare

# Claim, statement, rule, message.
DIFFER = [
    ("Rooms cost 40 euros.", "Rooms cost 90 euros and breakfasts cost 40 euros.", "ROL001",
     "40 euros here, 90 euros there"),
    ("Lorne has 40 schools.", "Lorne has 12 schools and Norden has 40.", "ROL001", "40 schools here, 12 schools there"),
    ("Of 300 homes, 40 were destroyed.", "Of 300 homes, 40 were damaged and 12 were destroyed.", "ROL001",
     "40 here, 12 there"),
    ("Ana Ruiz won the silver medal.", "Ana Ruiz won gold, and her sister won the silver medal.", "ROL001",
     "the silver medal here, gold there"),
    ("The hotel burned down in 1999.", "The hotel was sold in 1987, and the theatre burned down in 1999.", "ROL001",
     "The hotel here, the theatre there"),
    ("The governor vetoed the bill.", "The governor spoke before the president vetoed the bill.", "ROL001",
     "The governor here, the president there"),
    ("The driver was killed.", "The driver survived; two passengers were killed.", "ROL001",
     "The driver here, two passengers there"),
    ("Boris Weil hit the referee.", "Boris Weil was hit by the referee.", "ROL001",
     "Boris Weil here, the referee there"),
    ("The captain is ill.", "The captain says the cook is ill.", "ROL001", "The captain here, the cook there"),
    ("Coal prices rose.", "Coal prices fell after gas prices rose.", "ROL001", "Coal prices here, gas prices there"),
    ("Marta Klein wrote the letter.", "Marta Klein’s lawyer wrote the letter.", "ROL002",
     "Marta Klein here, Marta Klein’s lawyer there"),
    ("Ann Lee wrote it.", "Ann Lee knew that the mayor wrote it.", "ROL002", "Ann Lee here, the mayor there"),
]  # fmt: skip
AGREE = [
    ("Rooms cost 90 euros.", "Rooms cost 90 euros and breakfasts cost 40 euros."),
    ("Breakfasts cost 40 euros.", "Rooms cost 90 euros and breakfasts cost 40 euros."),
    ("The referee hit Boris Weil.", "Boris Weil was hit by the referee."),
    ("The mayor who opened the bridge resigned.", "The mayor who resigned opened the bridge."),
    ("Ann Lee, the mayor, resigned.", "The mayor, Ann Lee, resigned."),
    ("Ann Lee resigned.", "The mayor of Lorne, Ann Lee, resigned."),
    ("Lee resigned.", "Holm and Lee resigned."),
    ("The firm cut 300 jobs.", "The firm, which is in debt, cut 300 jobs."),
    ("A man was arrested.", "A man in a hat was arrested."),
]
NOTHING = [
    # Phrases that the statement does not have are no matter of roles.
    ("Smith got ten years.", "Jones got five years."),
    ("The red car sold well.", "The blue car sold well."),
    # A pronoun may stand for anybody.
    ("Ann Lee wrote the letter.", "Ann Lee says that she wrote the letter."),
    ("It rained.", "It rained."),
    ("The weather is bad.", "Nobody came."),
]


@pytest.mark.parametrize(("claim", "statement", "rule", "message"), DIFFER)
def test_another_has_the_role(claim: str, statement: str, rule: str, message: str) -> None:
    found = compare(told(claim), told(statement))
    assert found is not None
    assert (found.agrees, found.rule, found.message, found.effect) == (False, rule, message, "opens")
    for text, spans, shown in zip(
        (claim, statement), (found.spans, found.reference), message.removesuffix(" there").split(" here, "), strict=True
    ):
        assert " ".join(text[start:end] for start, end in spans) == shown


@pytest.mark.parametrize(("claim", "statement"), AGREE)
def test_the_same_has_it(claim: str, statement: str) -> None:
    found = compare(told(claim), told(statement))
    assert found is not None and found.agrees


@pytest.mark.parametrize(("claim", "statement"), NOTHING)
def test_nothing_to_compare(claim: str, statement: str) -> None:
    found = compare(told(claim), told(statement))
    assert found is None or found.agrees
