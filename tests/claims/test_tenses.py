from __future__ import annotations

from datetime import date

import pytest

from claims.records import Interval
from claims.tenses import tense_at
from claims.text.grammar import alone
from claims.times import interval_of


@pytest.mark.parametrize(
    ("text", "tense"),
    [
        ("The bridge closed in MAY.", "past"),
        ("The bridge was closed in MAY.", "past"),
        ("The bridge has closed since MAY.", "past"),
        ("The bridge would have closed in MAY.", "past"),
        ("The survey shows a rise in MAY.", "past"),
        ("The cuts announced in MAY cost 40 million.", "past"),
        ("Having resigned in MAY, she leads the firm.", "past"),
        ("In MAY the bridge that nobody will rebuild fell.", "past"),
        ("A fire in MAY.", "past"),
        ("Prices rise in MAY.", "present"),
        ("The plant shuts in MAY after the owners lost money.", "present"),
        ("In MAY, the minister who resigned meets the king.", "future"),
        ("The council hopes for rain in MAY.", "present"),
        ("Fairs are held in MAY.", "present"),
        ("The bridge will close in MAY.", "future"),
        ("The talks begin in MAY.", "future"),
        ("The minister agreed to resign in MAY.", "future"),
        ("In MAY the firm plans to close.", "future"),
        ("She fears that the dam will break in MAY.", "future"),
        ("The vote set for MAY was cancelled.", "future"),
        ("The deadline is in MAY.", "future"),
        ("", "past"),
    ],
)
def test_the_verb_above_tells_the_tense(text: str, tense: str) -> None:
    at = max(0, text.find("MAY"))
    text = text.replace("MAY", "May")
    assert tense_at(alone(text), text, at) == tense


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("The fee rises in October.", 2025),
        ("The fee rose in October.", 2024),
        ("The plant shuts in October after the owners lost money.", 2025),
        ("The council hopes for rain in October.", 2025),
        ("The museum, which Lee built, reopens in October.", 2025),
        ("Prices fell after the bank, which raises rates in October, spoke.", 2025),
        ("Lee, elected in October, is the mayor.", 2024),
    ],
)
def test_a_month_is_dated_by_the_verb_that_it_hangs_on(text: str, year: int) -> None:
    assert interval_of(text, date(2025, 8, 12)) == Interval(date(year, 10, 1), date(year, 10, 31))
