from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.records import Claim, Interval
from claims.times import MAX_TEXT, anchored, interval_of

FRIDAY = date(2021, 8, 6)


def interval(start: str, end: str | None = None) -> Interval:
    return Interval(date.fromisoformat(start), date.fromisoformat(end or start))


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("The minister resigned on Tuesday.", "2021-08-03", "2021-08-03"),
        ("The council will meet next Tuesday.", "2021-08-10", "2021-08-10"),
        ("The council will meet on Tuesday.", "2021-08-10", "2021-08-10"),
        ("The border was closed yesterday.", "2021-08-05", "2021-08-05"),
        ("The talks begin tomorrow.", "2021-08-07", "2021-08-07"),
        ("The court ruled today.", "2021-08-06", "2021-08-06"),
        ("Arrivals doubled last month.", "2021-07-01", "2021-07-31"),
        ("Prices rose last year.", "2020-01-01", "2020-12-31"),
        ("The party lost seats last week.", "2021-07-26", "2021-08-01"),
        ("The plant will open next year.", "2022-01-01", "2022-12-31"),
        ("The law takes effect next month.", "2021-09-01", "2021-09-30"),
        ("Parliament passed the bill this week.", "2021-08-02", "2021-08-06"),
        ("Parliament will vote this week.", "2021-08-02", "2021-08-08"),
        ("4,000 migrants have arrived since June.", "2021-06-01", "2021-08-06"),
        ("4,000 migrants have arrived since 3 August 2021.", "2021-08-03", "2021-08-06"),
        ("The war has gone on since 2014.", "2014-01-01", "2021-08-06"),
        ("The number of arrivals rose in June.", "2021-06-01", "2021-06-30"),
        ("The number of arrivals rose in December.", "2020-12-01", "2020-12-31"),
        ("Elections will be held in December.", "2021-12-01", "2021-12-31"),
        ("Emissions fell in 2019.", "2019-01-01", "2019-12-31"),
        ("The treaty was signed on 5 May.", "2021-05-05", "2021-05-05"),
        ("The treaty was signed on May 5, 2016.", "2016-05-05", "2016-05-05"),
        ("The treaty was signed on 5 May 2016.", "2016-05-05", "2016-05-05"),
        ("The treaty was signed on May 5th.", "2021-05-05", "2021-05-05"),
        ("The bank lent money between 2014 and 2016.", "2014-01-01", "2016-12-31"),
        ("The bank lent money from 2014 to 2016.", "2014-01-01", "2016-12-31"),
        ("The shops were closed from March to May.", "2021-03-01", "2021-05-31"),
        ("The shops were closed between March and May 2020.", "2020-03-01", "2020-05-31"),
        ("Ten people died in the past three weeks.", "2021-07-16", "2021-08-06"),
        ("Ten people died over the last 24 hours.", "2021-08-05", "2021-08-06"),
        ("Ten people died in the last 10 years.", "2011-08-06", "2021-08-06"),
        ("The ship sank three days ago.", "2021-08-03", "2021-08-03"),
        ("The ship sank two weeks ago.", "2021-07-19", "2021-07-25"),
        ("The ship sank two years ago.", "2019-01-01", "2019-12-31"),
        ("The ship sank six months ago.", "2021-02-01", "2021-02-28"),
        ("Riots broke out over the weekend.", "2021-07-31", "2021-08-01"),
        ("Riots broke out last weekend.", "2021-07-31", "2021-08-01"),
        ("The rally will be held this weekend.", "2021-08-07", "2021-08-08"),
        ("Forests burned last summer.", "2020-06-01", "2020-08-31"),
        ("The party won in the spring of 2018.", "2018-03-01", "2018-05-31"),
        ("Profits fell in the first quarter of 2016.", "2016-01-01", "2016-03-31"),
        ("Profits fell in the third quarter.", "2021-07-01", "2021-08-06"),
        ("Profits fell in Q2 2020.", "2020-04-01", "2020-06-30"),
        ("Profits fell in the first half of 2016.", "2016-01-01", "2016-06-30"),
        ("The plant will close by the end of 2022.", "2021-08-06", "2022-12-31"),
        ("Crime fell in the 1990s.", "1990-01-01", "1999-12-31"),
        ("Crime fell in the 90s.", "1990-01-01", "1999-12-31"),
        ("The minister met him earlier this month.", "2021-08-01", "2021-08-06"),
        ("The minister met him earlier this year.", "2021-01-01", "2021-08-06"),
        ("The minister met him later this month.", "2021-08-06", "2021-08-31"),
        ("The bridge collapsed Monday morning.", "2021-08-02", "2021-08-02"),
        ("The bridge collapsed last night.", "2021-08-05", "2021-08-05"),
        ("The bridge collapsed on 2016-03-14.", "2016-03-14", "2016-03-14"),
        ("The bridge collapsed in March 2016.", "2016-03-01", "2016-03-31"),
        ("The bridge collapsed in early March 2016.", "2016-03-01", "2016-03-10"),
        ("The bridge collapsed last Friday.", "2021-07-30", "2021-07-30"),
        ("The bridge collapsed on Friday.", "2021-08-06", "2021-08-06"),
        ("The bridge collapsed in mid-July.", "2021-07-11", "2021-07-20"),
        ("Arrivals doubled this year.", "2021-01-01", "2021-08-06"),
        ("Arrivals doubled this month.", "2021-08-01", "2021-08-06"),
        ("He was born on January 12, 1961.", "1961-01-12", "1961-01-12"),
        ("He was president from 2001 until 2009.", "2001-01-01", "2009-12-31"),
        ("He has led the party since Monday.", "2021-08-02", "2021-08-06"),
        ("The talks lasted from Monday to Wednesday.", "2021-08-02", "2021-08-04"),
        ("The attacks of Sept. 11, 2001, killed thousands.", "2001-09-11", "2001-09-11"),
        ("Trains stopped on Aug. 3.", "2021-08-03", "2021-08-03"),
        ("Trade fell in the 2010s.", "2010-01-01", "2019-12-31"),
        ("A year ago the shop closed.", "2020-01-01", "2020-12-31"),
        ("The decade-old rule will end in two weeks.", "2021-08-16", "2021-08-22"),
        ("The deadline is 1 September.", "2021-09-01", "2021-09-01"),
        ("The mayor stepped down on the 3rd of August.", "2021-08-03", "2021-08-03"),
        ("The firm hired 300 people in the year to March 2021.", "2020-04-01", "2021-03-31"),
        ("The vote took place on Nov 8.", "2020-11-08", "2020-11-08"),
        ("The winner of last year’s vote resigned on Tuesday.", "2021-08-03", "2021-08-03"),
        ("He backed the 2011 raid on Tuesday.", "2021-08-03", "2021-08-03"),
        ("Last month's floods killed 200.", "2021-07-01", "2021-07-31"),
        ("4,000 people came in 2020, compared with 81 in 2019.", "2020-01-01", "2020-12-31"),
        ("More people came in 2020 than in 2019.", "2020-01-01", "2020-12-31"),
        ("He resigned on Tuesday this week.", "2021-08-03", "2021-08-03"),
        ("The Sunday Times reported it on Sunday.", "2021-08-01", "2021-08-01"),
        ("He died at 5:30 am Tuesday.", "2021-08-03", "2021-08-03"),
        ("He resigned early Tuesday.", "2021-08-03", "2021-08-03"),
        ("He was shot tonight.", "2021-08-06", "2021-08-06"),
        ("The strike begins at midnight on Thursday.", "2021-08-12", "2021-08-12"),
        ("The vote is on Tuesday.", "2021-08-10", "2021-08-10"),
        ("In July, he is said to have resigned.", "2021-07-01", "2021-07-31"),
        ("His successor is to take over on Jan. 1.", "2022-01-01", "2022-01-01"),
        ("He was due to appear in court on Monday.", "2021-08-09", "2021-08-09"),
        ("He would have left in December.", "2020-12-01", "2020-12-31"),
        ("He would leave in December.", "2021-12-01", "2021-12-31"),
        ("They will have counted the votes by Monday.", "2021-08-06", "2021-08-09"),
        ("In the next week, it will rise.", "2021-08-06", "2021-08-12"),
        ("It will cost 5 billion over the next two years.", "2021-08-06", "2023-08-05"),
        ("Prices rose in the past year.", "2020-08-06", "2021-08-06"),
        ("It snowed last winter.", "2020-12-01", "2021-02-28"),
        ("It snowed in the winter of 2015.", "2015-12-01", "2016-02-29"),
        ("It will open next spring.", "2022-03-01", "2022-05-31"),
        ("It was dry this summer.", "2021-06-01", "2021-08-06"),
        ("It was dry in the autumn.", "2020-09-01", "2020-11-30"),
        ("It rose on the 15th.", "2021-07-15", "2021-07-15"),
        ("It rose in the three months to June.", "2021-04-01", "2021-06-30"),
        ("He served from January 2001 to March 2009.", "2001-01-01", "2009-03-31"),
    ],
)
def test_intervals(text: str, start: str, end: str) -> None:
    assert interval_of(text, FRIDAY) == interval(start, end)


@pytest.mark.parametrize(
    "text",
    [
        "Until 2015 the road was open.",
        "He may resign.",
        "Protesters march to the palace.",
        "March on, they said.",
        "Wait a second.",
        "The airline bought 747 jets.",
        "The ticket costs $2,016.",
        "The Sunday Times reported the deal.",
        "Black Friday Ltd went bankrupt.",
        "Growth stood at 5 percent.",
        "It rained in 40 places.",
        "The minister was recently dismissed.",
        "The law will soon change.",
        "He was once a teacher.",
        "About 2,000 people came.",
        "Some 1990 people came.",
        "Theresa May won the vote.",
        "He sat in the front.",
        "The sun rose.",
        "April Jones was found.",
        "They won 5-3.",
        "He ran the 1500 metres.",
        "He was the second man.",
        "The company spent 2016 dollars.",
        "It fell on Route 2019.",
        "The paper appears every day.",
        "The church was built in the 19th century.",
        "The firm hired 300 people in fiscal 2020.",
        "The rule applies from 1 September.",
        "He was elected in 2019 and resigned on Tuesday.",
        "Police met him on Monday and Wednesday.",
        "Shops opened on Black Friday.",
        "He told USA Today.",
        "He died on 31 June.",
        "He died on 30 February 2016.",
        "He died in 99999.",
        "He died in the year 0.",
        "It was signed on 3/4/2021.",
        "Two years later he left.",
        "He left the next day.",
        "He fell ill in the last week of the campaign.",
        "It was built more than two years ago.",
        "It was the first such rise in 20 years.",
        "It recovered from Monday’s fall.",
        "He resigned after the 1999 shooting.",
        "It had ten members as of 2005.",
        "Every Monday they met.",
        "He was jailed for two years.",
        "He sat on the fence in a second-half brawl.",
        "Camps were full in summer camps.",
        "More people came than in 2019.",
        "",
    ],
)
def test_no_interval(text: str) -> None:
    assert interval_of(text, FRIDAY) is None


@pytest.mark.parametrize(
    ("text", "dateline", "start", "end"),
    [
        ("He resigned on Monday.", "2021-08-02", "2021-08-02", "2021-08-02"),
        ("He resigned on Monday.", "2021-08-01", "2021-07-26", "2021-07-26"),
        ("He will resign on Monday.", "2021-08-01", "2021-08-02", "2021-08-02"),
        ("Riots broke out over the weekend.", "2021-08-08", "2021-08-07", "2021-08-08"),
        ("Riots broke out this weekend.", "2021-08-09", "2021-08-07", "2021-08-08"),
        ("He resigned last month.", "2021-01-15", "2020-12-01", "2020-12-31"),
        ("He resigned in May.", "2021-05-10", "2021-05-01", "2021-05-10"),
        ("He resigned last summer.", "2021-12-24", "2021-06-01", "2021-08-31"),
        ("It was cold this winter.", "2021-01-15", "2020-12-01", "2021-01-15"),
        ("It rose in the past month.", "2021-03-31", "2021-02-28", "2021-03-31"),
    ],
)
def test_other_datelines(text: str, dateline: str, start: str, end: str) -> None:
    assert interval_of(text, date.fromisoformat(dateline)) == interval(start, end)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("Emissions fell in 2019.", "2019-01-01", "2019-12-31"),
        ("The treaty was signed on May 5, 2016.", "2016-05-05", "2016-05-05"),
        ("The bank lent money between 2014 and 2016.", "2014-01-01", "2016-12-31"),
        ("Crime fell in the 1990s.", "1990-01-01", "1999-12-31"),
        ("It rose in summer 2018.", "2018-06-01", "2018-08-31"),
        ("He resigned on Tuesday, 5 May 2020.", "2020-05-05", "2020-05-05"),
        ("The number of arrivals rose in June 2019.", "2019-06-01", "2019-06-30"),
    ],
)
def test_absolute_expressions_need_no_dateline(text: str, start: str, end: str) -> None:
    assert interval_of(text, None) == interval(start, end)


@pytest.mark.parametrize(
    "text",
    [
        "He resigned on Tuesday.",
        "He resigned last summer.",
        "It rose in June.",
        "It has risen since 2014.",
        "It rose in the past three weeks.",
        "It will close by the end of 2022.",
        "It closed on 5 May.",
    ],
)
def test_others_need_one(text: str) -> None:
    assert interval_of(text, None) is None


def test_claims_are_anchored_by_their_own_words() -> None:
    dated = Claim("a", "1", "asserted", "The border was closed on Tuesday.", ((0, 33),))
    undated = Claim("a", "2", "attributed", "The border is closed.", ((40, 60),))
    assert anchored([dated, undated], FRIDAY) == (replace(dated, time=interval("2021-08-03")), undated)
    assert anchored([dated], None) == (dated,)


WORDS = st.sampled_from(
    "in on the last next since by from to 31 June February 2016 0 99999 -1 Tuesday week year’s ago later will May two "
    "12345678901234567890 years centuries 1990s winter past hours at 5 p.m. ٣ ２０１６ 2016-13-45 3/4 earlier quarter "
    "of weekend 29 Feb 9999 0001 ’ , . and between FY24 before after this ½ ² \u202e \ud800 \x00".split()
)


@settings(deadline=None)
@given(
    st.one_of(st.text(max_size=80), st.lists(WORDS, max_size=14).map(" ".join)),
    st.one_of(st.none(), st.dates(), st.sampled_from([date.min, date.max, date(2020, 2, 29)])),
)
def test_never_raises_and_intervals_are_in_order(text: str, dateline: date | None) -> None:
    found = interval_of(text, dateline)
    assert found is None or found.start <= found.end
    assert interval_of(text, dateline) == found


@pytest.mark.parametrize("part", ["1,", "in June and on Tuesday ", "last ", "2014 to ", "the ", "on Monday’s ", " "])
def test_time_is_bounded(part: str) -> None:
    interval_of("He resigned on Tuesday.", FRIDAY)
    began = time.perf_counter()
    interval_of((part * MAX_TEXT)[: MAX_TEXT - 6] + " 2016.", FRIDAY)
    interval_of(part * 100_000 + " 2016.", FRIDAY)
    assert time.perf_counter() - began < 3


def test_a_claim_takes_milliseconds() -> None:
    text = "The minister, a former banker, said nothing about the {} migrants who have crossed the border since June."
    interval_of(text, FRIDAY)
    began = time.perf_counter()
    for number in range(100):
        interval_of(text.format(number), FRIDAY)
    assert (time.perf_counter() - began) / 100 < 0.05


def test_date_wrangler_is_not_loaded_before_it_is_needed() -> None:
    code = (
        "import sys; from claims.times import interval_of; from datetime import date;"
        "interval_of('The border is closed.', date(2021, 8, 6)); sys.exit('date_wrangler' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    "text",
    [
        "The dam burst after four days of rain.",
        "He was freed after three years in prison.",
        "He will be freed after three years in prison.",
        "They were found alive after 12 days under ground.",
        "The tower was rebuilt within three weeks.",
        "The strike ended after a week.",
        "After 10 years of talks, the treaty was signed.",
        "The bridge was closed following six months of repairs.",
        "He died aged 90 after 60 years on the throne.",
        "The couple divorced after 20 years of marriage.",
        "The tunnel opened after a decade of delays.",
        "They returned after six months at sea.",
    ],
)
def test_a_length_is_no_day(text: str) -> None:
    assert interval_of(text, date(2024, 3, 8)) is None


@pytest.mark.parametrize(
    ("text", "dateline", "start"),
    [
        ("The fee rises in October.", date(2024, 8, 12), "2024-10-01"),
        ("The fee rises in October.", date(2024, 3, 8), "2024-10-01"),
        ("The fee rises in October.", date(2024, 11, 12), "2024-10-01"),
        ("The fee rises in February.", date(2024, 12, 2), "2025-02-01"),
        ("The rate goes up in April.", date(2024, 3, 8), "2024-04-01"),
        ("The tax falls on 1 May.", date(2024, 3, 8), "2024-05-01"),
        ("The law applies from July.", date(2024, 3, 8), "2024-07-01"),
        ("The fee rose in October.", date(2024, 8, 12), "2023-10-01"),
        ("The fee has risen in October.", date(2024, 8, 12), "2023-10-01"),
        ("The survey shows a rise in October.", date(2024, 3, 8), "2023-10-01"),
        ("The ferry sinks on Tuesday.", date(2024, 3, 7), "2024-03-05"),
    ],
)
def test_a_present_tense_looks_ahead_unless_it_is_just_over(text: str, dateline: date, start: str) -> None:
    found = interval_of(text, dateline)
    assert found is not None and found.start == date.fromisoformat(start)
