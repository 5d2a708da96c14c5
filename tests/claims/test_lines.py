"""Short inputs of many kinds and all that they claim; ``python -m benchmarks.lines`` lists what is not right."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from benchmarks.lines import Line, Wanted, answers, counts, judged, load, score, shown
from claims.attribution.tagger import Tagger
from claims.records import Claim, Interval, Voice

# The part of the inputs that are read as expected; the splitter must not fall behind this.
RIGHT = 0.8

LEE = Voice("she", ((0, 3),), "said", ((4, 8),), "say", resolved="Ann Lee")
RAINED = Claim("a", "1", "attributed", "It rained in Bonn.", ((9, 26),), (LEE,))
SLEPT = Claim("a", "2", "asserted", "Bo slept.", ((28, 36),))
LINE = Line("x", "…", (Wanted(("It rained in Bonn.",), (("Ann Lee",),)), Wanted(("Bo slept.",), (), optional=True)))


def test_the_table_is_well_formed() -> None:
    lines = load()
    kinds = Counter(line.kind for line in lines)
    assert kinds.total() >= 220
    assert min(kinds.values()) >= 4
    assert len({line.text for line in lines}) == len(lines)
    for line in lines:
        assert line.claims
        for wanted in line.claims:
            assert wanted.texts
            assert all(wanted.chain) or not wanted.chain
            assert wanted.chain or not wanted.denied


@pytest.mark.slow
def test_the_splitter_does_not_fall_behind() -> None:
    results = score(load(), Tagger())
    assert sum(result.right for result in results) >= RIGHT * len(results), counts(results)


def test_every_claim_and_nothing_else() -> None:
    assert judged(LINE, [RAINED]).right
    assert judged(LINE, [SLEPT, RAINED]).right
    assert judged(LINE, [SLEPT]).missing == LINE.claims[:1]
    assert judged(LINE, [RAINED, SLEPT, SLEPT]).extra == (SLEPT,)
    assert judged(LINE, [RAINED, RAINED]).extra == (RAINED,)


@pytest.mark.parametrize(
    ("wanted", "right"),
    [
        (Wanted(("It rained in Bonn.",), (("Ann Lee",),)), True),
        (Wanted(("Snow fell.", "it rained in Bonn"), (("Bo", "Lee"),)), True),
        (Wanted(("It rained in Cologne for days.",), (("Ann Lee",),)), False),
        (Wanted(("It rained in Bonn.",), (("Ann Mary Lee",),)), False),
        (Wanted(("It rained in Bonn.",), ()), False),
        (Wanted(("It rained in Bonn.",), (("?",),)), False),
        (Wanted(("It rained in Bonn.",), (("Bild",), ("Ann Lee",))), False),
        (Wanted(("It rained in Bonn.",), (("Ann Lee",),), denied=True), False),
        (Wanted(("It rained in Bonn.",), (("Ann Lee",),), time="none"), True),
        (Wanted(("It rained in Bonn.",), (("Ann Lee",),), time="2025-05-14..2025-05-14"), False),
    ],
)
def test_a_claim_is_the_expected_one(wanted: Wanted, right: bool) -> None:
    assert answers(wanted, RAINED) is right


def test_the_days_of_a_claim_are_compared_where_they_are_asked() -> None:
    day = date(2025, 5, 14)
    wanted = Wanted(("It rained in Bonn.",), (("Ann Lee",),), time="2025-05-14..2025-05-14")
    assert answers(wanted, replace(RAINED, time=Interval(day, day)))
    assert not answers(wanted, replace(RAINED, time=Interval(date(2025, 5, 13), day)))


@pytest.mark.parametrize(
    ("name", "source", "right"),
    [
        ("the ministry", "The ministry", True),
        ("two officials", "two officials close to the talks", True),
        ("the ministry", "the bishop", False),
        ("Lee", "the mayor, Ann Lee", True),
        ("Ann Lee", "Lee", False),
        ("?", None, True),
    ],
)
def test_names_are_whole_and_descriptions_alike(name: str, source: str | None, right: bool) -> None:
    claim = replace(RAINED, chain=(replace(LEE, source=source, resolved=None),))
    assert answers(Wanted(("It rained in Bonn.",), ((name,),)), claim) is right


def test_a_voice_that_reports_its_own_thoughts_is_one() -> None:
    assert answers(LINE.claims[0], replace(RAINED, chain=(LEE, LEE)))


def test_the_report_says_what_is_missing_and_what_is_too_much() -> None:
    assert shown(judged(LINE, [SLEPT, SLEPT])).splitlines() == [
        "",
        "[x] …",
        "    missing  [Ann Lee] It rained in Bonn.",
        "    too much [] Bo slept. none",
    ]
    assert counts([judged(LINE, [RAINED]), judged(LINE, [])]).splitlines()[-1].split() == ["all", "1", "of", "2"]
