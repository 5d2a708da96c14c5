from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verifier.checks.timexes import Timex, timexes


def found(text: str) -> list[str]:
    return [text[slice(*timex.span)] for timex in timexes(text, ((0, len(text)),))]


def only(text: str) -> Timex:
    (timex,) = timexes(text, ((0, len(text)),))
    return timex


@pytest.mark.parametrize(
    ("text", "expressions"),
    [
        ("He resigned on Tuesday.", ["Tuesday"]),
        ("He resigned on Monday, Sept. 26, 2016, in Rome.", ["Monday, Sept. 26, 2016"]),
        ("The treaty of 26 September 2016 lapsed.", ["26 September 2016"]),
        ("It met on May 5th and the 3rd of June.", ["May 5th", "3rd of June"]),
        ("It ran May 5-7.", ["May 5-7"]),
        ("He left in March 2016, in Jan. 2015 and on Jan 3.", ["March 2016", "Jan. 2015", "Jan 3"]),
        ("May said in May that Theresa May would stay.", ["May"]),
        ("In June Trump met June Brown.", ["June"]),
        ("It fell by June.", ["June"]),
        ("It was published on 2016-03-04.", ["2016-03-04"]),
        ("Obama’s 2008 campaign, in 2012, and 2016’s polls", ["2008", "2012", "2016"]),
        ("He led it from 2014-2016.", ["2014-2016"]),
        ("2016 was hot.", ["2016"]),
        ("A 1936 law of the 1990s and the 1980’s", ["1936", "1990s", "1980’s"]),
        ("early Tuesday morning and Saturday night", ["Tuesday morning", "Saturday night"]),
        ("It snowed last winter and in the winter of 2015.", ["last winter", "winter of 2015"]),
        ("He resigned last Tuesday, not next week.", ["last Tuesday", "next week"]),
        ("on June 16th of last year", ["June 16th of last year"]),
        ("Yesterday it rained, today it will snow.", ["Yesterday", "today"]),
        ("He was jailed for three years.", ["three years"]),
        ("It sank ten days ago.", ["ten days ago"]),
        ("It took more than two and a half years.", ["more than two and a half years"]),
        ("a three-week strike over two decades", ["three-week", "over two decades"]),
        ("It lasted a year and a half.", ["a year and a half"]),
        ("a year ago, several weeks, half an hour", ["a year ago", "several weeks", "half an hour"]),
        ("He arrived at 5:30 p.m. and left at 6 am.", ["5:30 p.m", "6 am"]),
        ("It was in the past\u00a024\u00a0hours.", ["24\u00a0hours"]),
    ],
)
def test_expressions(text: str, expressions: list[str]) -> None:
    assert found(text) == expressions


@pytest.mark.parametrize(
    "text",
    [
        "He may resign.",
        "May said so.",
        "Theresa May resigned.",
        "Protesters march to the palace.",
        "March on, they said.",
        "It was signed by June Brown.",
        "He won on Super Tuesday.",
        "Shops opened for Black Friday.",
        "The Sunday Times reported it.",
        "She was on Fox News Sunday.",
        "The Mail on Sunday reported it.",
        "He told USA Today.",
        "He was on the Today programme.",
        "The plan is called Vision 2030.",
        "It fell on Route 2019.",
        "It cost 2016 dollars.",
        "Some 1990 people came.",
        "Over 2000 were hurt.",
        "The ticket costs $2,016.",
        "The airline bought 747 jets.",
        "He ran the 1500 metres.",
        "The number is 2016-44.",
        "It was signed on 3/4/2021.",
        "It starts at 9 p.m. XQT.",
        "A 22-year-old man was hurt.",
        "He is 40 years old.",
        "It is twice a year, $3 an hour.",
        "It is met every two weeks.",
        "Wait a second.",
        "One day he will be back.",
        "Every night the paper appears.",
        "The shops fall in spring.",
        "It has been so for years.",
        "The mayor was recently dismissed.",
        "",
    ],
)
def test_no_expression(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "role", "edge"),
    [
        ("It has risen since June.", "since", ""),
        ("It has risen from June.", "since", ""),
        ("It was open until Tuesday.", "until", ""),
        ("It will close by the end of 2022.", "by", "late"),
        ("He left before 2014.", "before", ""),
        ("More came than in 2019.", "than", ""),
        ("It rose in early March.", "", "early"),
        ("He left the next day.", "then", ""),
        ("He left ten days ago.", "ago", ""),
        ("It was in the past two weeks.", "past", ""),
        ("He left on Tuesday.", "", ""),
    ],
)
def test_roles(text: str, role: str, edge: str) -> None:
    assert (only(text).role, only(text).edge) == (role, edge)


def test_what_an_expression_names() -> None:
    assert only("on Tuesday, 1 March 2016").calendar == {
        "weekday": (1, 1),
        "month": (2, 2),
        "day": (1, 1),
        "year": (2016, 2016),
    }
    assert only("in the 1990s").calendar == {"year": (1990, 1999)}
    assert only("last fall").calendar == only("last autumn").calendar
    assert only("last night").calendar == only("last evening").calendar
    assert only("last week").shift == ("week", -1)


def test_lengths() -> None:
    length = only("for about 10 to 12 days").length
    assert length and (length.low, length.high, length.unit, length.hedge) == (240, 288, "day", "about")
    length = only("nearly a decade ago").length
    assert length and (length.low, length.unit, length.hedge) == (87660, "decade", "nearly")
    length = only("a few weeks ago").length
    assert length and length.vague == "a few"


def test_no_expression_goes_beyond_its_span() -> None:
    text = "He resigned on Monday, Sept. 26, 2016."
    cut = text.index("Sept.")
    assert [text[slice(*timex.span)] for timex in timexes(text, ((0, cut), (cut, len(text))))] == [
        "Monday",
        "Sept. 26, 2016",
    ]


WORDS = st.sampled_from(
    "in on the last next since by from to of 31 June Sept. 5th 2016 0 99999 -1 Tuesday week year’s ago later May two "
    "12345678901234567890 years centuries 1990s 1980’s winter past hours at 5 p.m. ٣ ２０１６ 2016-13-45 2016-03-04 "
    "3/4 quarter weekend Feb 0001 a few several half an and more than about ’ , . – before night ½ ² \u202e \ud800 "
    "\x00 \u00a0 2014-2016 tonight Today İ ﬁ".split(" ")
)


@settings(deadline=None)
@given(
    st.one_of(st.text(max_size=80), st.lists(WORDS, max_size=16).map(" ".join)), st.integers(0, 60), st.integers(0, 60)
)
def test_spans_are_in_order_and_inside(text: str, start: int, length: int) -> None:
    end = min(len(text), start + length)
    at = min(start, end)
    for timex in timexes(text, ((at, end),)):
        assert at <= timex.span[0] < timex.span[1] <= end
        assert timex.calendar or timex.shift or timex.length
        assert text[slice(*timex.span)].strip() == text[slice(*timex.span)]
        at = timex.span[1]


@pytest.mark.parametrize(
    "part", ["1,", "two ", "last ", "2014–", "May 5-", "a few ", "\u00a0", "Monday, ", "1990’", "the "]
)
def test_time_is_bounded(part: str) -> None:
    timexes("three weeks", ((0, 11),))
    text = part * 5_000 + "Tuesday"
    began = time.perf_counter()
    timexes(text, ((0, len(text)),))
    assert time.perf_counter() - began < 5
