from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.records import Claim, Span, Voice
from claims.times import interval_of
from verifier.checks import AGREES, Comparison
from verifier.checks.time import MOST_CHARACTERS, compare
from verifier.references.alignment import Told

FRIDAY = date(2016, 3, 4)


def told(text: str, published: date | None = None) -> Told:
    claim = Claim("a", "1", "asserted", text, ((0, len(text)),), time=interval_of(text, published))
    return Told(claim, text, published)


def said(text: str, content: str, source: str, cue: str) -> Told:
    """``content`` as a claim of ``source``, all of them stretches of ``text``."""

    def span(part: str) -> Span:
        return text.index(part), text.index(part) + len(part)

    voice = Voice(source, (span(source),), cue, (span(cue),), "say")
    return Told(Claim("a", "1", "attributed", content, (span(content),), (voice,)), text)


def differing(claim: Told, statement: Told) -> Comparison:
    found = compare(claim, statement)
    assert found is not None and not found.agrees
    assert (found.rule, found.effect) == ("TIM001", "refutes")
    return found


@pytest.mark.parametrize(
    ("claim", "statement", "here", "there"),
    [
        ("The bridge collapsed on Tuesday.", "The bridge collapsed on Wednesday.", "Tuesday", "Wednesday"),
        ("On Tuesday the old bridge collapsed.", "The old bridge collapsed on Wednesday.", "Tuesday", "Wednesday"),
        (
            "The bridge collapsed Tuesday morning.",
            "The bridge collapsed Tuesday night.",
            "Tuesday morning",
            "Tuesday night",
        ),
        ("The bridge collapsed on 3 March.", "The bridge collapsed on 5 March.", "3 March", "5 March"),
        ("The bridge collapsed on Aug. 3.", "The bridge collapsed on August 5.", "Aug. 3", "August 5"),
        ("The bridge collapsed in May 2015.", "The bridge collapsed in May 2014.", "May 2015", "May 2014"),
        ("The bridge collapsed in July.", "The bridge collapsed last June.", "July", "last June"),
        ("The bridge collapsed in 2015.", "The bridge collapsed in 2014.", "2015", "2014"),
        ("The bridge collapsed in the 1990s.", "The bridge collapsed in 2004.", "1990s", "2004"),
        (
            "The bridge collapsed in spring 2015.",
            "The bridge collapsed in the fall of 2015.",
            "spring 2015",
            "fall of 2015",
        ),
        ("The bridge collapsed on 2016-03-01.", "The bridge collapsed on 2016-03-02.", "2016-03-01", "2016-03-02"),
        ("Floods hit the city early in July.", "Floods hit the city early in June.", "July", "June"),
        ("Floods hit the city in early July.", "Floods hit the city in late July.", "July", "July"),
        ("Rents in the city have risen since June.", "Rents in the city have risen since July.", "June", "July"),
        ("The shops stay shut until Monday.", "The shops stay shut until Friday.", "Monday", "Friday"),
        ("The shops were shut before Monday.", "The shops were shut after Monday.", "Monday", "Monday"),
        ("The bridge collapsed yesterday.", "The bridge collapsed today.", "yesterday", "today"),
        ("The bridge collapsed last week.", "The bridge collapsed last year.", "last week", "last year"),
        ("The bridge collapsed last month.", "The bridge collapsed this month.", "last month", "this month"),
        (
            "The mayor fled and left the next day.",
            "The mayor fled and left the previous day.",
            "next day",
            "previous day",
        ),
        ("The mayor was jailed for three years.", "The mayor was jailed for five years.", "three years", "five years"),
        (
            "The mayor was jailed for three years.",
            "The mayor was jailed for three months.",
            "three years",
            "three months",
        ),
        ("The mayor fled ten days ago.", "The mayor fled two days ago.", "ten days ago", "two days ago"),
        ("A three-week strike crippled ports.", "A two-week strike crippled ports.", "three-week", "two-week"),
        (
            "The strike has gone on for several weeks.",
            "The strike has gone on for several months.",
            "several weeks",
            "several months",
        ),
        ("The march began at 5 p.m.", "The march began at 6 p.m.", "5 p.m", "6 p.m"),
        (
            "Police met him Monday and Tuesday.",
            "Police met him Monday and Friday.",
            "Monday, Tuesday",
            "Monday, Friday",
        ),
        (
            "The mayor led the party from 2001 to 2009.",
            "The mayor led the party from 2001 to 2012.",
            "2001, 2009",
            "2001, 2012",
        ),
        ("The mayor led the party in 2001-2009.", "The mayor led the party in 2001-2012.", "2001-2009", "2001-2012"),
        (
            "The minister, elected in 2012, resigned on Tuesday.",
            "The minister, elected in 2014, resigned on Tuesday.",
            "2012",
            "2014",
        ),
        (
            "The minister announced on Tuesday that the border will be shut to all lorries.",
            "The minister told reporters Monday that the border will be closed to all lorries.",
            "Tuesday",
            "Monday",
        ),
        ("THE BRIDGE COLLAPSED IN 2015 ‼", "The bridge collapsed in 2014.", "2015", "2014"),
        ("The bridge 🌉 collapsed on Tuesday.", "The brİdge bridge 🌉 collapsed on Friday.", "Tuesday", "Friday"),
    ],
)
def test_differing(claim: str, statement: str, here: str, there: str) -> None:
    found = differing(told(claim), told(statement))
    assert ", ".join(claim[slice(*span)] for span in found.spans) == here
    assert ", ".join(statement[slice(*span)] for span in found.reference) == there
    assert not differing(told(statement), told(claim)).agrees


@pytest.mark.parametrize(
    ("claim", "statement"),
    [
        ("The bridge collapsed on Tuesday.", "The bridge collapsed on Tuesday."),
        ("The bridge collapsed on Tuesday.", "On Tuesday, the bridge collapsed."),
        ("The bridge collapsed in 2021.", "The bridge collapsed in August 2021."),
        ("The bridge collapsed in August 2021.", "The bridge collapsed in 2021."),
        ("The bridge collapsed on Sept. 5.", "The bridge collapsed on 5 September."),
        ("The bridge collapsed on Tuesday.", "The bridge collapsed on Tuesday, 1 March 2016."),
        ("The bridge collapsed on March 4.", "The bridge collapsed on March 3-5."),
        ("The bridge collapsed in 1994.", "The bridge collapsed in the 1990s."),
        ("The bridge collapsed last fall.", "The bridge collapsed last autumn."),
        ("The bridge collapsed last night.", "The bridge collapsed last evening."),
        ("The bridge collapsed yesterday.", "The bridge collapsed yesterday evening."),
        ("The mayor was jailed for 12 months.", "The mayor was jailed for a year."),
        ("The mayor was jailed for two years.", "The mayor was jailed for 2 years."),
        ("The mayor was jailed for more than two years.", "The mayor was jailed for 26 months."),
        ("The mayor was jailed for about three years.", "The mayor was jailed for 34 months."),
        ("The strike has gone on for several weeks.", "The strike has gone on for a few weeks."),
        ("Police met him Monday and Tuesday.", "Police met him on Monday and on Tuesday."),
        ("The minister, elected in 2012, resigned on Tuesday.", "On Tuesday the minister, elected in 2012, resigned."),
        ("The minister resigned on Tuesday.", "The minister, elected in 2012, resigned on Tuesday."),
    ],
)
def test_agreeing(claim: str, statement: str) -> None:
    assert compare(told(claim), told(statement)) is AGREES


@pytest.mark.parametrize(
    ("claim", "statement"),
    [
        # A time on one side only.
        ("The bridge collapsed.", "The bridge collapsed on Tuesday."),
        ("The bridge collapsed on Tuesday.", "The bridge collapsed."),
        ("The minister, elected in 2012, resigned on Tuesday.", "The minister resigned on Tuesday."),
        # More times, or another kind.
        ("Police met him on Monday.", "Police met him on Monday and Tuesday."),
        ("Police met him on Monday and Tuesday.", "Police met him on Monday."),
        ("The bridge collapsed on Tuesday.", "The bridge collapsed in March."),
        ("The bridge collapsed yesterday.", "The bridge collapsed on Tuesday."),
        ("The mayor was jailed for three years.", "The mayor was jailed in 2015."),
        ("The mayor was jailed for three years.", "The mayor was jailed three years ago."),
        ("Rents have risen in the city since June.", "Rents have risen in the city in July."),
        ("The strike has gone on for several weeks.", "The strike has gone on for three weeks."),
        ("The strike has gone on for several weeks.", "The strike has gone on for a few months."),
        # Other events.
        ("The bridge collapsed on Tuesday.", "The mayor will visit the bridge on Wednesday."),
        ("The minister resigned on Tuesday.", "The opposition asked on Monday why the minister would not go."),
        ("He resigned on Tuesday.", "He resigned on Friday."),
        ("It was released on May 5.", "It was released on June 6."),
        ("Clinton won Ohio by 5 points in the 2008 primary.", "Clinton won Ohio by 11 points in the 2016 primary."),
        ("Trump held a rally in Ohio on Friday.", "Clinton held a rally in Iowa on Monday."),
        (
            "The army took Aleppo in 2016 and Homs in 2014.",
            "The army, which had lost Aleppo in 2012, took Homs in 2014.",
        ),
        # Shortened, the time of the claim is told elsewhere.
        (
            "The veteran competed at the 1956 Games and the 1960 Games.",
            "The veteran competed at the 1952 Games, the 1956 Games and the 1960 Games.",
        ),
        # What only looks like a time.
        (
            "Prime Minister Theresa May said the border is open.",
            "Prime Minister Theresa April said the border is open.",
        ),
        ("The plan is called Vision 2030 by ministers.", "The plan is called Vision 2040 by ministers."),
        ("The ship carried 2016 people to the island.", "The ship carried 2019 people to the island."),
        ("Shops opened early for Black Friday.", "Shops opened early for Cyber Monday."),
        ("The man, a 22-year-old, was hurt in the blast.", "The man, a 24-year-old, was hurt in the blast."),
        ("", ""),
        ("2016", "2015"),
    ],
)
def test_incomparable(claim: str, statement: str) -> None:
    assert compare(told(claim), told(statement)) is None


@pytest.mark.parametrize(
    ("claim", "of", "statement", "of_statement", "agrees"),
    [
        ("on Tuesday", "2016-03-04", "on 1 March", "2016-03-04", True),
        ("on Tuesday", "2016-03-04", "on 1 March 2016", None, True),
        ("on Tuesday", "2016-03-04", "on 2 March", "2016-03-04", False),
        ("last month", "2021-08-06", "in July 2021", None, True),
        ("last month", "2021-08-06", "in June 2021", None, False),
        ("last month", "2021-08-06", "in July", "2021-08-20", True),
        ("last month", "2021-08-06", "this month", "2021-07-20", True),
        ("yesterday", "2016-03-02", "on Tuesday", "2016-03-04", True),
        ("yesterday", "2016-03-04", "on Tuesday", "2016-03-04", False),
        ("this month", "2016-03-04", "yesterday", "2016-03-04", True),
        ("yesterday", "2016-03-04", "this month", "2016-03-04", None),
        ("two years ago", "2016-03-04", "in 2014", "2016-03-04", True),
        ("two years ago", "2016-03-04", "in 2013", "2016-03-04", None),
        ("two years ago", "2016-03-04", "in 2010", "2016-03-04", False),
        ("since last month", "2021-08-06", "since June", "2021-08-06", False),
        # The words are the same, or cannot be compared without both datelines.
        ("today", "2016-03-05", "today", None, True),
        ("yesterday", "2016-03-05", "today", None, None),
        ("on Tuesday", "2016-03-04", "on 2 March", None, None),
        # The same words, and other days; a day or two apart one text may be a reprint of the other.
        ("today", "2016-03-05", "today", "2016-03-04", None),
        ("today", "2016-03-05", "today", "2016-02-20", False),
        ("on Tuesday", "2016-03-04", "on Tuesday", "2016-03-03", True),
        ("in 2015", "2016-03-04", "in 2015", "2011-03-04", True),
    ],
)
def test_datelines(claim: str, of: str, statement: str, of_statement: str | None, agrees: bool | None) -> None:
    event = "The old railway bridge near the village collapsed {} under a heavy goods train."
    here = told(event.format(claim), date.fromisoformat(of))
    there = told(event.format(statement), date.fromisoformat(of_statement) if of_statement else None)
    found = compare(here, there)
    assert (found.agrees if found else None) is agrees


def test_messages() -> None:
    assert differing(told("The bridge collapsed on Tuesday."), told("The bridge collapsed Friday.")).message == (
        "Tuesday here, Friday there"
    )
    assert differing(told("Shops were shut before Monday."), told("Shops were shut after Monday.")).message == (
        "before Monday here, after Monday there"
    )
    event = "The old railway bridge near the village collapsed today under a heavy goods train."
    assert differing(told(event, FRIDAY), told(event, date(2016, 1, 4))).message == (
        "today in a text of 2016-03-04 here, of 2016-01-04 there"
    )


CONTENT = "the border will be closed to all lorries"


@pytest.mark.parametrize(
    ("claim", "statement", "here"),
    [
        (f"The minister said on Friday that {CONTENT}.", f"The minister said on Monday that {CONTENT}.", "Friday"),
        (f"On Friday The minister said {CONTENT}.", f"The minister said on Monday that {CONTENT}.", "Friday"),
        (f"The minister said on Friday that {CONTENT}.", f"The minister said on Friday that {CONTENT}.", None),
        (f"The minister said on Friday that {CONTENT}.", f"The minister said that {CONTENT}.", ""),
        (f"The minister said on Friday that {CONTENT}.", f"“I think {CONTENT},” she said on Monday. The minister", ""),
        (f"The minister said that {CONTENT}.", f"The minister said on Monday that {CONTENT}.", ""),
    ],
)
def test_the_time_of_saying(claim: str, statement: str, here: str | None) -> None:
    """``here`` is None where both agree, and empty where they cannot be compared."""
    found = compare(said(claim, CONTENT, "The minister", "said"), said(statement, CONTENT, "The minister", "said"))
    if here:
        assert found and [claim[slice(*span)] for span in found.spans] == [here]
    else:
        assert found is (AGREES if here is None else None)


def test_the_time_of_saying_is_that_of_what_was_said() -> None:
    claim = said("The minister said on Friday that the ports will open.", "the ports will open", "The minister", "said")
    other = f"The minister said on Monday that {CONTENT}."
    assert compare(claim, said(other, CONTENT, "The minister", "said")) is None


def test_the_time_of_saying_is_not_the_time_of_what_was_said() -> None:
    content = "the old bridge collapsed on Tuesday"
    claim = said(f"The minister said on Friday that {content}.", content, "The minister", "said")
    assert compare(claim, told("The old bridge collapsed on Tuesday.")) is None
    assert not differing(claim, told("The old bridge collapsed on Monday.")).agrees


def test_a_claim_of_several_spans() -> None:
    text = "The border, he said on Friday, was shut to lorries in June."
    claim = Claim("a", "1", "asserted", "", ((0, 10), (text.index("was"), len(text) - 1)))
    found = differing(Told(claim, text), told("The border was shut to lorries in July."))
    assert [text[slice(*span)] for span in found.spans] == ["June"]


def test_a_list_is_not_compared() -> None:
    text = "The bridge collapsed on Tuesday. " * (MOST_CHARACTERS // 30)
    assert compare(told(text), told(text.replace("Tuesday", "Friday"))) is None


TIMES = "Tuesday|Wednesday|June 5|5 June 2016|2016|last week|yesterday|three weeks|two years ago|Aug. 3, 2015".split(
    "|"
)
FILL = ["", "\u00a0", "🙂 ", "é ", "İ", "ﬁ ", "\u202e", "“", "\u2029"]


@settings(deadline=None, max_examples=150)
@given(
    st.sampled_from(TIMES),
    st.sampled_from(TIMES),
    st.sampled_from(FILL),
    st.sampled_from(FILL),
    st.sampled_from([None, FRIDAY, date(2015, 8, 20), date.min, date.max]),
)
def test_spans_are_the_expressions(here: str, there: str, before: str, behind: str, published: date | None) -> None:
    claim = f"{before}The old bridge near the village collapsed {here} {behind} under a train"
    statement = f"The old bridge near the village collapsed {there} under a train"
    found = compare(told(claim, published), told(statement, published))
    if here == there:
        assert found is AGREES
    elif found is not None and not found.agrees:
        assert [claim[slice(*span)] for span in found.spans] == [here]
        assert [statement[slice(*span)] for span in found.reference] == [there]
        assert found.message == f"{here} here, {there} there"


PIECES = st.lists(
    st.sampled_from(
        "the bridge collapsed Tuesday and June 5th 2016 last week ago two years since until , . “ ” Trump said in on "
        "May yesterday \u202e \ud800 ２０１６ 1990s p.m. 5 train under".split()
    ),
    max_size=20,
).map(" ".join)


@settings(deadline=None, max_examples=150)
@given(PIECES, PIECES, st.one_of(st.none(), st.dates()))
def test_nothing_differs_from_itself(text: str, other: str, published: date | None) -> None:
    assert compare(told(text, published), told(text, published)) in (None, AGREES)
    found = compare(told(text, published), told(other, published))
    if found is not None and not found.agrees:
        assert found.spans and found.reference
        for spans, whole in ((found.spans, text), (found.reference, other)):
            assert all(0 <= start < end <= len(whole) for start, end in spans) and list(spans) == sorted(spans)


@pytest.mark.parametrize("part", ["since ", "Tuesday and ", "in 2016 the bridge ", "two weeks ", "\u00a0", "“Monday” "])
def test_time_is_bounded(part: str) -> None:
    compare(told("The bridge fell on Tuesday.", FRIDAY), told("The bridge fell yesterday.", FRIDAY))
    text = (part * 3000)[: MOST_CHARACTERS - 10] + "."
    began = time.perf_counter()
    compare(told(text, FRIDAY), told(text.replace("2016", "2015"), FRIDAY))
    assert time.perf_counter() - began < 3
