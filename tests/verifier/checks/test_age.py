"""Ages of persons who are named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from claims.records import Claim
from verifier.checks.age import compare
from verifier.references.alignment import Told


def told(text: str, day: date | None = None) -> Told:
    return Told(Claim("a", "c", "asserted", text, ((0, len(text)),)), text, day)


DIFFERENT = [
    ("Ann Lee, 54, was shot on Monday.", "Police shot 40-year-old Ann Lee in Reno.", "54 years old here, 40 there"),
    ("Ann Lee, a 54-year-old nurse, won.", "Ann Lee (40) took the prize.", "54 years old here, 40 there"),
    ("Omar Haddad is 31 years old.", "Omar Haddad, 13, swam across the lake.", "31 years old here, 13 there"),
    ("The 62-year-old bricklayer Jan Kos fell.", "Jan Kos, 26, fell from a roof.", "62 years old here, 26 there"),
]


@pytest.mark.parametrize(("claim", "statement", "message"), DIFFERENT)
def test_another_age_is_found(claim: str, statement: str, message: str) -> None:
    found = compare(told(claim), told(statement))
    assert found and (found.rule, found.message, found.effect) == ("NUM004", message, "refutes")
    assert [claim[slice(*span)] for span in found.spans] == [message.split()[0]]


@pytest.mark.parametrize(
    ("claim", "statement"),
    [
        ("Ann Lee, 40, was shot.", "Police shot 40-year-old Ann Lee."),
        ("Ann Lee, 41, was shot.", "Police shot 40-year-old Ann Lee."),
    ],
)
def test_the_same_age_agrees(claim: str, statement: str) -> None:
    found = compare(told(claim), told(statement))
    assert found and found.agrees


@pytest.mark.parametrize(
    ("claim", "statement"),
    [
        ("Ann Lee, 54, was shot.", "Police shot 40-year-old Eve Lee."),
        ("Lee, 12, was found.", "Ann Lee, 40, was found."),
        ("Ann Lee beat Eve Kos, 21-14.", "Eve Kos, 30, lost."),
        ("Ann Lee was shot.", "Ann Lee, 40, was shot."),
        ("Omar Haddad, 31 ― a cook ― was hit.", "A 13-year-old hit Omar Haddad."),
        ("Ann Lee, 3 others and a dog were found.", "Ann Lee, 40, was found."),
    ],
)
def test_nothing_is_compared(claim: str, statement: str) -> None:
    assert compare(told(claim), told(statement)) is None


def test_somebody_grows_older() -> None:
    claim, statement = told("Ann Lee, 54, won.", date(2020, 5, 1)), told("Ann Lee, 40, won.", date(2006, 5, 1))
    found = compare(claim, statement)
    assert found and found.agrees
    assert (later := compare(claim, replace(statement, published=date(2018, 5, 1)))) and not later.agrees


def test_a_surname_is_the_one_that_the_text_has_in_full() -> None:
    text = "Ann Lee was a cook. Lee, 54, was shot."
    claim = Told(Claim("a", "c", "asserted", "Lee, 54, was shot.", ((20, len(text)),)), text)
    found = compare(claim, told("Police shot 40-year-old Ann Lee."))
    assert found and not found.agrees
    twins = text + " Eve Lee was there."
    assert compare(Told(claim.claim, twins), told("Police shot 40-year-old Ann Lee.")) is None
