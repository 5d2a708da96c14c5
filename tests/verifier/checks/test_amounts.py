from __future__ import annotations

import pytest

from verifier.checks.amounts import LONGEST, written_alike


@pytest.mark.parametrize(
    ("premise", "hypothesis", "written"),
    [
        ("It cost 1,200 million euros then.", "It cost €1.2bn.", "It cost €1.2bn then."),
        ("It cost EUR 300 there.", "The price was €300.", "It cost €300 there."),
        ("Twelve of the 40 died.", "40 were hurt and 12 died.", "12 of the 40 died."),
        ("They paid 5 crore rupees.", "They paid Rs 50 million.", "They paid Rs 50 million."),
        (
            "Rates rose by 25 basis points.",
            "Rates rose 0.25 percentage points.",
            "Rates rose by 0.25 percentage points.",
        ),
        ("It weighs 5,000 grams.", "It weighs 5 kg.", "It weighs 5 kg."),
        ("It left at 11 a.m. Pacific time.", "It left at 2 p.m. ET.", "It left at 2 p.m. ET."),
        ("It left at 19:00 GMT.", "It left at 2 p.m. ET.", "It left at 2 p.m. ET."),
        ("It left at 18:00 there.", "At 6 p.m. it left.", "It left at 6 p.m there."),
        ("It grew a quarter of a percentage point.", "It grew 25bps.", "It grew 25bps."),
        ("Sales fell 4 % from a year earlier.", "Sales fell 4% year on year.", "Sales fell 4% year on year."),
    ],
)
def test_equal_amounts_are_written_one_way(premise: str, hypothesis: str, written: str) -> None:
    assert written_alike(premise, hypothesis) == written


@pytest.mark.parametrize(
    ("premise", "hypothesis"),
    [
        ("It cost about 4,000 euros.", "It cost 4,000 euros."),
        ("It cost 4,010 euros.", "It cost 4,000 euros."),
        ("It cost $1.2bn.", "It cost €1.2bn."),
        ("It was the 3rd term.", "It was the third term."),
        ("It killed 12 and not 40.", "It killed 40."),
        ("Dozens died.", "43 died."),
        ("It left at 11 a.m.", "It left at 11 a.m. Pacific time."),
        ("It left at 17:00 GMT.", "It left at 2 p.m. ET."),
        ("It won half the seats.", "It won 50 percent of the seats."),
        ("It fell on Tuesday.", "It fell on Tuesday."),
        ("", "12 died."),
        ("12 died.", ""),
        ("Twelve died. " + "x" * LONGEST, "12 died."),
    ],
)
def test_what_is_not_the_same_stays_as_it_is(premise: str, hypothesis: str) -> None:
    assert written_alike(premise, hypothesis) == premise
