"""Arithmetic of articles: what has to come out, and what rounding allows."""

from __future__ import annotations

from datetime import date

import pytest

from tests.verifier.itself.tables import page
from verifier.itself.sums import failures

# A text, and what is said of it; None where everything comes out or nothing follows.
SUMS = [
    ("The Greens won 45 seats and the Centre 60, 115 seats together.", "45 + 60 = 105"),
    ("The Greens won 45 seats and the Centre 60, 105 seats together.", None),
    ("The town has 12 primary schools. In total 30 schools will close, among them ten primary schools.", None),
    ("The fee rose from 40 to 50 euros, an increase of 35 per cent.", "from 40 to 50 is 25 %"),
    ("The fee rose from 40 to 50 euros, an increase of 25 per cent.", None),
    ("The fee rose from 40 to 50 euros, an increase of a quarter.", None),
    ("The number fell from 61,200 to 46,100, a drop of about a quarter.", None),
    ("The number fell from 61,200 to 46,100, a drop of 24.7 per cent.", None),
    ("The number fell from 61,200 to 46,100, a drop of 42 per cent.", "from 61,200 to 46,100 is 24.7 %"),
    ("Revenue fell by 12.5% to $3.5bn from $4bn.", None),
    ("Revenue fell by 25% to $3.5bn from $4bn.", "12.5 %"),
    ("Sales doubled from 300 to 900 units.", "900 / 300 = 3"),
    ("Sales doubled from 300 to 600 units.", None),
    ("Sales nearly tripled from 310 to 900 units.", None),
    ("They gave out 8,500 parcels, 1,900 more than the 7,200 of the year before.", "8,500 - 7,200 = 1,300"),
    ("They gave out 8,500 parcels, 1,300 more than the 7,200 of the year before.", None),
    ("The club has 41 penguins, six more than the 35 of last year.", None),
    ("Of the members 72 of the 120, or 80 per cent, voted for it.", "72 of 120 is 60 %"),
    ("Of the members 72 of the 120, or 60 per cent, voted for it.", None),
    ("Half of the 40,200 pupils, 9,900 children, had a lunch.", "24.6 %"),
    ("About a quarter of the 40,200 pupils, 9,900 children, had a lunch.", None),
    ("The army released 14 of its 60 prisoners, which leaves it with 41.", "60 - 14 = 46"),
    ("The army released 14 of its 60 prisoners, which leaves it with 46.", None),
    ("A fire killed 26 people. The dead are 18 women and six men.", "18 + 6 = 24, not 26"),
    ("A fire killed 24 people. The dead are 18 women and six men.", None),
    ("A fire killed 26 people. Among the dead are 18 women and six men.", None),
    ("Some 20 to 30 people came on Monday and 40 on Tuesday.", None),
]  # fmt: skip

AGES = [
    ("Maren Osk was born in 1931. Osk died on Sunday at the age of 77.", "2019 - 1931 = 88"),
    ("Maren Osk was born in 1931. Osk died on Sunday at the age of 88.", None),
    ("Maren Osk was born in 1931. Osk died on Sunday at the age of 87.", None),
    ("Maren Osk was born in 1931. Osk died in 2008 at the age of 77.", None),
    ("Maren Osk was born in 1931. Her son Per Lund, 77, was with her.", None),
    ("Ade Bello, 41, was born in 1980.", "2019 - 1980 = 39"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "equation"), SUMS)
def test_what_does_not_come_out(text: str, equation: str | None) -> None:
    found = list(failures(page(text)))
    assert len(found) == (equation is not None)
    for each in found:
        assert equation and equation in each.message
        assert all(0 <= start < end <= len(text) for start, end in (*each.spans, *each.elsewhere))


@pytest.mark.parametrize(("text", "equation"), AGES)
def test_ages(text: str, equation: str | None) -> None:
    found = [each.message for each in failures(page(text, published=date(2019, 4, 2)))]
    assert len(found) == (equation is not None)
    assert all(equation in message for message in found if equation)
    if "2008" not in text:
        assert list(failures(page(text))) == []
