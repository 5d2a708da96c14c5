"""Numbers of references of different days: which count, and what a person is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.verifier.readings import FRONTEX, OPEN, differs, read, told
from verifier.checks import AGREES
from verifier.verdict.judge import judge
from verifier.verdict.readings import Reading

NUM = differs("NUM001")
OLD, NEW, TODAY = date(2024, 3, 5), date(2024, 3, 8), date(2024, 3, 9)


def of(day: date | None, reading: Reading) -> Reading:
    """The reading with its document of a day."""
    said = reading.statement
    statement = replace(said, passage=replace(said.passage, published=day))
    return replace(reading, near=replace(reading.near, statement=statement))


def same(day: date | None) -> Reading:
    return of(day, read(OPEN, similarity=1.0, document="same", NUM001=AGREES))


def other(day: date | None) -> Reading:
    return of(day, read(OPEN, similarity=0.9, document="other", NUM001=NUM))


@pytest.mark.parametrize(
    ("readings", "label", "rules"),
    [
        ([same(OLD), other(NEW)], "CONFLICTING", ["NUM002"]),
        ([same(NEW), other(OLD)], "SUPPORTED", []),
        ([same(OLD), other(OLD)], "SUPPORTED", []),
        ([same(None), other(NEW)], "SUPPORTED", []),
        ([same(OLD), other(None)], "SUPPORTED", []),
        ([same(OLD), same(NEW), other(NEW)], "SUPPORTED", []),
        # An older toll never refutes.
        ([other(OLD)], "NOT ENOUGH INFO", ["NUM002"]),
        ([other(TODAY)], "REFUTED", ["NUM001"]),
        ([other(None)], "REFUTED", ["NUM001"]),
    ],
)
def test_a_toll(readings: list[Reading], label: str, rules: list[str]) -> None:
    found = judge(told("The quake killed 7 people.", day=TODAY), readings)
    assert found.so is not None
    assert (found.so.label, [each.comparison.rule for each in found.differences]) == (label, rules)


def test_what_is_not_counted_anew_is_refuted_by_older_references() -> None:
    found = judge(told("The town has 7 schools.", day=TODAY), [other(OLD)])
    assert found.so is not None and found.so.label == "REFUTED"


def test_the_newer_one_is_named() -> None:
    found = judge(told("The quake killed 7 people.", day=TODAY), [same(OLD), other(NEW)])
    assert found.so is not None
    assert found.so.reason == (
        "same says so; other says otherwise (7 here, 5 there, in a newer reference of 2024-03-08)."
    )


def test_what_was_said_then_was_said() -> None:
    readings = [
        of(OLD, read(OPEN, FRONTEX, similarity=1.0, document="same", NUM001=AGREES)),
        of(NEW, read(OPEN, FRONTEX, similarity=0.9, document="other", NUM001=NUM)),
    ]
    found = judge(told("The quake killed 7 people.", FRONTEX, day=TODAY), readings)
    assert found.said is not None and found.said.label == "SUPPORTED"
    assert "NUM002" in [each.comparison.rule for each in found.differences]
