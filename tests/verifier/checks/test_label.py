from __future__ import annotations

import pytest

from tests.verifier.checks.test_quantity import shown, told
from verifier.checks import AGREES
from verifier.checks.label import compare


@pytest.mark.parametrize(
    ("claim", "statement", "here", "there"),
    [
        ("The crew of Flight 370 radioed.", "The crew of Flight 307 radioed.", "Flight 370", "Flight 307"),
        ("The court held Article 21 void.", "The court held Article 12 void.", "Article 21", "Article 12"),
        ("The bus stopped at Gate 14 of the port.", "The bus stopped at Gate 41 of the port.", "Gate 14", "Gate 41"),
        ("The bus stopped at gate 14 of the port.", "The bus stopped at gate 41 of the port.", "gate 14", "gate 41"),
        ("A truck fell on Route 9 near Lorne.", "A truck fell on Route 6 near Lorne.", "Route 9", "Route 6"),
        ("They sat in Room 101 of the court.", "They sat in Room 110 of the court.", "Room 101", "Room 110"),
        ("He flew a Boeing 737 over the bay.", "He flew a Boeing 747 over the bay.", "Boeing 737", "Boeing 747"),
        ("The bill changes Section 230.", "The bill changes Section 203.", "Section 230", "Section 203"),
        ("It left from Gate B14 at noon.", "It left from Gate B41 at noon.", "Gate B14", "Gate B41"),
        ("The crew of Flight MH370 spoke then.", "The crew of Flight MH17 spoke then.", "Flight MH370", "Flight MH17"),
        ("The school broke Title IX last year.", "The school broke Title VII last year.", "Title IX", "Title VII"),
        ("They play in Group C on Monday night.", "They play in Group D on Monday night.", "Group C", "Group D"),
        ("He lives at No. 10 in that street.", "He lives at No. 11 in that street.", "No. 10", "No. 11"),
        ("It breaks Article 5 of the pact.", "Surely it breaks Article 6 of the pact.", "Article 5", "Article 6"),
    ],
)  # fmt: skip
def test_labels_that_differ(claim: str, statement: str, here: str, there: str) -> None:
    found = compare(told(claim), told(statement))
    assert found is not None and not found.agrees
    assert (found.rule, found.effect) == ("NAM001", "refutes")
    assert (shown(claim, found.spans), shown(statement, found.reference)) == ([here], [there])
    assert found.message == f"{here} here, {there} there"


@pytest.mark.parametrize(
    ("claim", "statement"),
    [
        ("The crew of Flight 370 radioed at noon.", "At noon the crew of Flight 370 radioed."),
        ("The act breaks Article 5 of the treaty.", "It breaks Article 5 and Article 6 of the treaty."),
        ("The bus stopped at gate 14.", "The bus stopped at Gate 14."),
        ("The school broke Title IX.", "It is Title IX that the school broke."),
    ],
)
def test_labels_that_are_the_same(claim: str, statement: str) -> None:
    assert compare(told(claim), told(statement)) == AGREES


@pytest.mark.parametrize(
    ("claim", "statement"),
    [
        # Another thing happened to another one.
        ("The crew of Flight 370 radioed at noon.", "Of the men on Flight 307 none was found."),
        ("The bus stopped at Gate 14 in Lorne.", "The bus stopped at Gate 41 in Perth."),
        ("Flight 370 left on Monday at noon.", "Flight 307 left on Friday at noon."),
        # They have changed places, or stand behind other words.
        ("Article 5 goes before Article 6 there.", "Article 6 goes before Article 5 there."),
        ("The bus stopped at Gate 14 of the port.", "The bus stopped at Pier 41 of the port."),
        # What is counted is no name.
        ("The blast killed 12 people there.", "The blast killed 21 people there."),
        ("They train 14 officers every year.", "They train 41 officers every year."),
        ("It fell on May 5 in that year.", "It fell on May 6 in that year."),
        ("Prices rose in line, A said.", "Prices rose in line, B said."),
        # Only one has one.
        ("The crew of Flight 370 radioed.", "The crew of the flight radioed."),
        ("Call Route 9.", "Call Route 6."),
    ],
)
def test_labels_that_cannot_be_compared(claim: str, statement: str) -> None:
    assert compare(told(claim), told(statement)) is None
