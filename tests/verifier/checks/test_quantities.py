from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.text.words import tokens
from verifier.checks.quantities import Quantity, compatible, quantities, same


def read(text: str) -> tuple[Quantity, ...]:
    return quantities(text, ((0, len(text)),))


def only(text: str) -> Quantity:
    (found,) = read(text)
    return found


@pytest.mark.parametrize(
    ("text", "shown", "low", "high", "unit"),
    [
        ("He saw 12 people.", "12", 12, 12, ""),
        ("He saw 2,000 people.", "2,000", 2000, 2000, ""),
        ("He saw 1200 people.", "1200", 1200, 1200, ""),
        ("He saw 4\u00a0000 people.", "4\u00a0000", 4000, 4000, ""),
        ("He saw twenty-one people.", "twenty-one", 21, 21, ""),
        ("He saw twenty\u2011one people.", "twenty\u2011one", 21, 21, ""),
        ("He saw two hundred and five people.", "two hundred and five", 205, 205, ""),
        ("It has one million two hundred thousand books.", "one million two hundred thousand", 1.2e6, 1.2e6, ""),
        ("It has two hundred and fifty thousand books.", "two hundred and fifty thousand", 250e3, 250e3, ""),
        ("He saw a dozen men.", "a dozen", 12, 12, ""),
        ("He saw two dozen men.", "two dozen", 24, 24, ""),
        ("He saw half a million men.", "half a million", 500e3, 500e3, ""),
        ("It has a million and a half users.", "a million and a half", 1.5e6, 1.5e6, ""),
        ("It has two and a half million users.", "two and a half million", 2.5e6, 2.5e6, ""),
        ("It took half an hour to get there.", "half an hour", 0.5, 0.5, "hour"),
        ("It cost $3.2 million.", "$3.2 million", 3.2e6, 3.2e6, "dollar"),
        ("It cost $1billion.", "$1billion", 1e9, 1e9, "dollar"),
        ("It was a $5-million loan.", "$5-million", 5e6, 5e6, "dollar"),
        ("It cost €40bn.", "€40bn", 40e9, 40e9, "euro"),
        ("It cost 40 billion euros.", "40 billion euros", 40e9, 40e9, "euro"),
        ("It cost 3,000 pounds.", "3,000 pounds", 3000, 3000, "pound"),
        ("It cost £3k.", "£3k", 3000, 3000, "pound"),
        ("It cost A$30.", "A$30", 30, 30, "Australian dollar"),
        ("Prices rose 2 %.", "2 %", 2, 2, "%"),
        ("Prices rose 12 per cent.", "12 per cent", 12, 12, "%"),
        ("Prices rose 0.1 percentage points.", "0.1 percentage points", 0.1, 0.1, "point"),
        ("It won two-thirds of the seats.", "two-thirds", 200 / 3, 200 / 3, "%"),
        ("It won a quarter of the seats.", "a quarter", 25, 25, "%"),
        ("It won half the seats.", "half", 50, 50, "%"),
        ("It is 12km away.", "12km", 12, 12, "kilometer"),
        ("It is 12 kilometres away.", "12 kilometres", 12, 12, "kilometer"),
        ("She is a 12-year-old girl.", "12-year", 12, 12, "year"),
        ("He saw 10-20 people.", "10-20", 10, 20, ""),
        ("He saw 10–20 people.", "10–20", 10, 20, ""),
        ("He saw 10 to 20 people.", "10 to 20", 10, 20, ""),
        ("He saw between 10 and 20 people.", "10 and 20", 10, 20, ""),
        ("Between one hundred and two hundred came.", "one hundred and two hundred", 100, 200, ""),
        ("It has 10 to 20 million users.", "10 to 20 million", 10e6, 20e6, ""),
        ("It cost $5-$10 million.", "$5-$10 million", 5e6, 10e6, "dollar"),
        ("It cost $5m-$10m.", "$5m-$10m", 5e6, 10e6, "dollar"),
        ("Of 18- to 24-year-olds many vote.", "18- to 24-year", 18, 24, "year"),
        ("She leads by 52 percent to 48 percent.", "52 percent to 48 percent", 48, 52, "%"),
        ("He saw dozens of men.", "dozens", 24, 120, ""),
        ("He saw tens of thousands of men.", "tens of thousands", 20e3, 100e3, ""),
        ("He saw several hundred men.", "several hundred", 200, 1000, ""),
        ("It is her third term.", "third", 3, 3, "ordinal"),
        ("It is her 21st year.", "21st", 21, 21, "ordinal"),
        ("It is her twenty-first year.", "twenty-first", 21, 21, "ordinal"),
        ("One man died.", "One", 1, 1, ""),
        ("On July 4, 12 people died.", "12", 12, 12, ""),
        ("Cruz’s 538 are fewer.", "538", 538, 538, ""),
        ("Jones, 25, said so.", "25", 25, 25, ""),
    ],
)
def test_what_is_a_quantity(text: str, shown: str, low: float, high: float, unit: str) -> None:
    found = only(text)
    assert text[slice(*found.span)] == shown
    assert (found.low, found.high) == pytest.approx((low, high))
    assert found.unit == unit


@pytest.mark.parametrize(
    ("text", "shown", "hedge"),
    [
        ("He saw about 900 men.", "about 900", "about"),
        ("He saw an estimated 900 men.", "an estimated 900", "about"),
        ("He saw nearly two hundred men.", "nearly two hundred", "nearly"),
        ("He saw more than 100 men.", "more than 100", "over"),
        ("He saw at least 100 men.", "at least 100", "least"),
        ("He saw no fewer than 100 men.", "no fewer than 100", "least"),
        ("He saw up to 20 men.", "up to 20", "most"),
        ("He saw up to about 20 men.", "up to about 20", "most"),
        ("He saw no more than 20 men.", "no more than 20", "most"),
        ("He saw fewer than 20 men.", "fewer than 20", "under"),
        ("He saw 20 or so men.", "20 or so", "about"),
        ("He saw 20 or more men.", "20 or more", "least"),
        ("He saw 100-plus men.", "100-plus", "least"),
        ("He saw 100+ men.", "100+", "least"),
        ("It has more than half of them.", "more than half", "over"),
    ],
)
def test_how_firmly_it_is_told(text: str, shown: str, hedge: str) -> None:
    found = only(text)
    assert (text[slice(*found.span)], found.hedge) == (shown, hedge)


@pytest.mark.parametrize(
    "text",
    [
        "It was in 2016.",
        "It was in 1830.",
        "It was from 1995 to 1997.",
        "It was in the 1990s.",
        "She is in her 40s.",
        "It was on July 4.",
        "It was on 4 July.",
        "It was from Sept. 19 to 22.",
        "It was on Nov. 8 and 9.",
        "It was on the 5th of May.",
        "It was on 2016-09-12.",
        "It was after 9/11.",
        "It began at 6:05 p.m. there.",
        "It began at 6 p.m. there.",
        "It began at 7am.",
        "It began at ten o’clock.",
        "It is open 24/7.",
        "Call 555-1234.",
        "Call 800-273-8255.",
        "It was on Flight 370.",
        "It breaks Article 5 of the treaty.",
        "He lives at No. 10.",
        "He lives at 131 West 23rd Street.",
        "They flew a Boeing 747.",
        "They flew an F-16.",
        "The EB-5 programme ended.",
        "It fell ill with COVID-19.",
        "The G20 met.",
        "It is #1.",
        "See page 12.",
        "They won 3-2.",
        "The court was split by a 5-4 vote.",
        "He ranked third.",
        "He won third place.",
        "He was number one.",
        "It is among the top 10.",
        "No one came.",
        "It was the one.",
        "They love one another.",
        "In the second half they rested.",
        "It is version 3.2.1 there.",
        "He met his half-brother.",
        "He has 1,000,00 there.",
        "He has ٣ and ½ there.",
        "The first lady spoke.",
    ],
)
def test_what_is_none(text: str) -> None:
    assert not read(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("4,000", "4000"),
        ("twelve", "12"),
        ("a dozen", "12"),
        ("$3.2 million", "$3,200,000"),
        ("$3.2 million", "$3,214,567"),
        ("45 percent", "45.2%"),
        ("two-thirds of", "66 percent"),
        ("half of", "50%"),
        ("about 4,000", "3,800"),
        ("about 4,000", "4,200"),
        ("about 4,000", "4,000"),
        ("around 4,000", "3,950"),
        ("nearly 200", "185"),
        ("more than 100", "105"),
        ("more than 100", "150"),
        ("more than 100", "over 100"),
        ("more than 100", "100"),
        ("at least 20", "up to 20"),
        ("up to 20", "18"),
        ("10-20", "15"),
        ("between 10 and 20", "10 to 20"),
        ("dozens", "43"),
        ("hundreds", "about 300"),
    ],
)
def test_numbers_that_go_together(one: str, other: str) -> None:
    here, there = only(f"They saw {one} there."), only(f"They saw {other} there.")
    assert same(here, there) and same(there, here)
    assert compatible(here, there) and compatible(there, here)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("12", "21"),
        ("12", "13"),
        ("4,000", "about 900"),
        ("2 %", "20 %"),
        ("$3 million", "$3 billion"),
        ("about 4,000", "4,300"),
        ("about 4,000", "3,700"),
        ("nearly 200", "205"),
        ("nearly 200", "more than 200"),
        ("more than 100", "fewer than 100"),
        ("more than 100", "up to 100"),
        ("more than 100", "99"),
        ("more than 100", "200"),
        ("up to 20", "21"),
        ("10-20", "25"),
        ("hundreds", "thousands of"),
        ("half of", "two-thirds of"),
        ("3.2", "3.3"),
        ("4,000", "4,400"),
    ],
)
def test_numbers_that_do_not(one: str, other: str) -> None:
    here, there = only(f"They saw {one} there."), only(f"They saw {other} there.")
    assert not same(here, there) and not same(there, here)
    assert not compatible(here, there) and not compatible(there, here)


@pytest.mark.parametrize(
    ("one", "other"),
    [("about 4,000", "about 4,200"), ("more than 100", "more than 130"), ("up to 20", "up to 25"), ("10-20", "10-30")],
)
def test_under_one_hedge_two_numbers_can_both_be_so_and_are_not_the_same(one: str, other: str) -> None:
    here, there = only(f"They saw {one} there."), only(f"They saw {other} there.")
    assert compatible(here, there) and not same(here, there)


def test_what_is_denied_is_told_so() -> None:
    assert [found.denied for found in read("They saw 900 men and not 4,000 there.")] == [False, True]


PARTS = (
    "12 3,000 $ € % 40bn -  – to and a an half dozen hundred million percent about more than at least not July p.m. "
    "third two thirds twenty one of people . , ( “ ” ’s \u00a0 \u0301 \u200d ½ ٣ ß 𝟗 é 5 1st 2016 EB-5 one-third plus"
).split(" ")
TEXTS = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PARTS), max_size=25).map(" ".join))


@settings(deadline=None)
@given(TEXTS, st.data())
def test_spans_are_whole_words_inside_the_given_spans(text: str, data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(text)))
    whole = tokens(text)
    edges = {edge for token in whole for edge in (token.start, token.end)}
    previous = 0
    for found in quantities(text, ((0, cut), (cut, len(text)))):
        start, end = found.span
        assert previous <= start < end and (end <= cut or start >= cut)
        assert {start, end} <= edges | {match.end() for match in re.finditer(r"[%+]", text)}
        assert any(char.isalnum() for char in text[start:end])
        assert found.low <= found.high
        previous = end


@settings(deadline=None)
@given(st.integers(2, 10**12), st.sampled_from(["{:,}", "{}", "{:,}.5"]))
def test_a_numeral_is_read_as_written(number: int, form: str) -> None:
    written = form.format(number)
    found = only(f"They counted ${written} there.")
    assert found.low == found.high == float(written.replace(",", ""))


@pytest.mark.parametrize(
    "text",
    [
        "1," * 5000,
        "1-" * 5000,
        "1 to " * 2000,
        "one hundred " * 2000,
        "million " * 5000,
        "hundreds of " * 3000,
        "and a half " * 3000,
        "about " * 5000 + "5 people",
        "9" + "a" * 20_000 + "@",
        "5" + "\u00a0000" * 3000,
    ],
    ids=lambda text: text[:12],
)
def test_long_runs_are_read_in_no_time(text: str) -> None:
    start = time.process_time()
    read(text)
    assert time.process_time() - start < 5
