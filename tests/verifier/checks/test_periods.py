from __future__ import annotations

from datetime import date

import pytest

from claims.records import Claim
from verifier.checks import AGREES
from verifier.checks.time import compare
from verifier.checks.timexes import timexes
from verifier.references.alignment import Told


def told(text: str) -> Told:
    return Told(Claim("a", "1", "asserted", text, ((0, len(text)),)), text, date(2024, 3, 8))


def found(text: str) -> list[str]:
    return [text[slice(*timex.span)] for timex in timexes(text, ((0, len(text)),))]


@pytest.mark.parametrize(
    ("claim", "statement"),
    [
        # Quarters, halves and business years.
        ("Sales fell 4 percent in 3Q.", "Sales fell 4 percent in 2Q."),
        ("Sales of the firm fell in Q3.", "Sales of the firm fell in Q2."),
        ("Sales of the firm fell in the third quarter.", "Sales of the firm fell in the second quarter."),
        ("Sales of the firm fell in the third quarter.", "Sales of the firm fell in Q1."),
        ("Sales of the firm fell in Q3 2023.", "Sales of the firm fell in Q3 2022."),
        ("Sales of the firm fell in 3Q23.", "Sales of the firm fell in 3Q22."),
        ("Sales of the firm fell in the first half.", "Sales of the firm fell in the second half."),
        ("Sales of the firm fell in H1.", "Sales of the firm fell in H2."),
        ("Sales of the firm fell in 1H 2023.", "Sales of the firm fell in 2H 2023."),
        ("Sales of the firm fell in FY23.", "Sales of the firm fell in FY22."),
        ("Sales of the firm fell in Q3.", "Sales of the firm fell in May."),
        # What a change is measured against.
        ("Sales rose 4 percent year on year.", "Sales rose 4 percent month on month."),
        ("Sales rose 4 percent year-on-year.", "Sales rose 4 percent quarter-on-quarter."),
        ("Sales rose 4 percent year over year.", "Sales rose 4 percent week over week."),
        ("Sales rose 4 percent YoY.", "Sales rose 4 percent QoQ."),
        ("Sales rose 4 percent y/y.", "Sales rose 4 percent m/m."),
        ("Sales rose 4 percent from a year earlier.", "Sales rose 4 percent from a month earlier."),
        ("Sales rose 4 percent from the previous month.", "Sales rose 4 percent from the previous quarter."),
        ("Sales rose 4 percent on the year.", "Sales rose 4 percent on the month."),
        ("Sales rose 4 percent from a year earlier.", "Sales rose 4 percent month on month."),
        ("Sales rose 4 percent against the same period last year.", "Sales rose 4 percent from the previous quarter."),
        # Hours.
        ("The train left at 6 p.m. Eastern time.", "The train left at 6 p.m. Pacific time."),
        ("The train left at 2 p.m. Eastern time.", "The train left at 12 p.m. Pacific time."),
        ("The train left at 6 p.m. GMT that day.", "The train left at 6 p.m. CET that day."),
        ("The train left at 18:30 that day.", "The train left at 13:30 that day."),
        ("The train left at 1430 GMT that day.", "The train left at 1340 GMT that day."),
        ("The train left at noon that day.", "The train left at midnight that day."),
        ("The train left at noon that day.", "The train left at 9 a.m. that day."),
        ("The train left at 6 a.m. that day.", "The train left at 6 p.m. that day."),
        ("The train left at 6 p.m. Eastern time on Monday.", "The train left at 6 p.m. Eastern time on Sunday."),
        ("The train left at 9 a.m. Monday.", "The train left at 9 a.m. Tuesday."),
        ("The train left at 6 p.m. local time.", "The train left at 8 p.m. local time."),
    ],
)
def test_other_times(claim: str, statement: str) -> None:
    for one, other in ((claim, statement), (statement, claim)):
        answer = compare(told(one), told(other))
        assert answer is not None and not answer.agrees, (one, other)
        assert (answer.rule, answer.effect) == ("TIM001", "refutes")


@pytest.mark.parametrize(
    ("claim", "statement"),
    [
        ("Sales of the firm fell in 3Q.", "Sales of the firm fell in the third quarter."),
        ("Sales of the firm fell in Q3.", "Sales of the firm fell in 3Q."),
        ("Sales of the firm fell in Q3 2023.", "Sales of the firm fell in the third quarter of 2023."),
        ("Sales of the firm fell in 3Q23.", "Sales of the firm fell in Q3 2023."),
        ("Sales of the firm fell in H1.", "Sales of the firm fell in the first half."),
        ("Sales of the firm fell in FY23.", "Sales of the firm fell in fiscal 2023."),
        ("Sales rose 4 percent year on year.", "Sales rose 4 percent from a year earlier."),
        ("Sales rose 4 percent year-over-year.", "Sales rose 4 percent y/y."),
        ("Sales rose 4 percent YoY.", "Sales rose 4 percent year on year."),
        ("Sales rose 4 percent month on month.", "Sales rose 4 percent from the previous month."),
        ("Sales rose 4 percent year on year.", "Sales rose 4 percent from the same period a year ago."),
        ("Sales rose 4 percent year on year.", "Sales rose 4 percent compared with the same period last year."),
        ("The train left at 2 p.m. Eastern time.", "The train left at 11 a.m. Pacific time."),
        ("The train left at 2 p.m. ET that day.", "The train left at 2 p.m. Eastern time that day."),
        ("The train left at 2 p.m. EST that day.", "The train left at 1900 GMT that day."),
        ("The train left at 2 p.m. ET that day.", "The train left at 19:00 GMT that day."),
        ("The train left at 6 p.m. that day.", "The train left at 18:00 that day."),
        ("The train left at noon that day.", "The train left at 12 p.m. that day."),
        ("The debate begins at 9 p.m. ET in Ohio.", "The debate begins at 8 p.m. CT in Ohio."),
    ],
)
def test_the_same_time_in_other_words(claim: str, statement: str) -> None:
    for one, other in ((claim, statement), (statement, claim)):
        assert compare(told(one), told(other)) == AGREES, (one, other)


@pytest.mark.parametrize(
    ("claim", "statement"),
    [
        # One says more than the other.
        ("Sales rose 4 percent year on year.", "Sales rose 4 percent in May."),
        ("Sales rose 4 percent year on year.", "Sales rose 4 percent there."),
        ("The train left at 6 p.m. Eastern time.", "The train left at 8 p.m. there."),
        ("The train left at 6 p.m. Eastern time.", "The train left at 8 p.m. XQT there."),
        # It is another day in the other zone.
        ("The train left at 11 p.m. EST on Monday.", "The train left at 4 a.m. GMT on Tuesday."),
        # No hour, no quarter.
        ("The team won 3:16 in the end there.", "The team won 3:19 in the end there."),
        ("He read from John 3:16 on the stage.", "He read from John 3:17 on the stage."),
        ("A quarter of the men fell ill there.", "A third of the men fell ill there."),
        ("Wow, mom said it was good there.", "Oh, dad said it was good there."),
    ],
)
def test_times_that_cannot_be_compared(claim: str, statement: str) -> None:
    for one, other in ((claim, statement), (statement, claim)):
        assert compare(told(one), told(other)) is None, (one, other)


@pytest.mark.parametrize(
    ("text", "expressions"),
    [
        ("It starts at 9 p.m. ET.", ["9 p.m. ET"]),
        ("It starts at 9 p.m. (GMT) there.", ["9 p.m. (GMT)"]),
        ("It starts at noon.", ["noon"]),
        ("Profit in the third quarter of 2023 rose year on year.", ["third quarter of 2023", "year on year"]),
        ("It rose in Q3 FY24.", ["Q3 FY24"]),
        ("He spoke on the day that it fell.", []),
        ("The ratio is 14:30 or 2:1.", ["14:30"]),
        ("It is 3.30 or 12.45 percent.", []),
    ],
)
def test_expressions(text: str, expressions: list[str]) -> None:
    assert found(text) == expressions
