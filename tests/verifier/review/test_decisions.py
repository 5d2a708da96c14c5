from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from claims.records import Article, Claim, Voice
from verifier.records import CheckedClaim, Evidence, Flag, Passage, Report, Run, Scores, Verdict
from verifier.report.identity import identified
from verifier.review.decisions import OnFlag, decision_on
from verifier.review.standing import Decisions

TODAY = date(2031, 3, 5)
TIME = datetime(2031, 3, 5, 9, 30, tzinfo=UTC)
TEXT = "Three ferries sank. Two ran aground. Three ferries sank."


def evidence(text: str) -> Evidence:
    return Evidence(Passage("log", text, (0, len(text))), Scores(0.05, 0.05, 0.9), "refutes")


def make(
    *, article: Article | None = None, claim: str = "Three ferries sank.", told: str = "Two ferries sank."
) -> Report:
    """Two claims of the same words, each with a flag."""
    article = article or Article("draft", TEXT)
    verdict = Verdict("REFUTED", 0.9, "log says otherwise", (evidence(told),))
    flags = (Flag("SO001", "refuted", "error", "so: log says otherwise"),)
    claims = tuple(
        CheckedClaim(Claim(article.id, f"c{n}", "asserted", claim, ((0, 5),)), so=verdict, flags=flags)
        for n in range(2)
    )
    return identified(Report(article, claims, Run("sayso", "0")))


def decisions(report: Report, *, expires: date | None = None) -> Decisions:
    checked = report.claims[0]
    entry = decision_on(report, checked, checked.flags[0], "known", reason="old", time=TIME, expires=expires)
    return Decisions([entry], TODAY)


def states(report: Report) -> list[str]:
    return [flag.state for checked in report.claims for flag in checked.flags]


OTHERS = {
    "the same": make(),
    "moved": make(article=Article("draft", TEXT)),
    "renamed": make(article=Article("final", TEXT)),
    "a typo mended elsewhere": make(article=Article("draft", TEXT.replace("aground", "ashore"))),
    "a comma and a capital": make(claim="three ferries sank"),
}
CHANGED = {
    "other evidence": make(told="No ferry sank."),
    "other words": make(claim="Four ferries sank."),
    "another article": make(article=Article("other", TEXT + " And more.")),
    "another address": make(article=Article("draft", TEXT, url="https://a.example/2")),
}


@pytest.mark.parametrize("name", OTHERS)
def test_a_decision_meets_its_flag_wherever_it_stands(name: str) -> None:
    # The second flag of the same words is another one, unless the text was edited: then the words alone are left.
    assert states(decisions(make()).applied(OTHERS[name]))[0] == "known"


@pytest.mark.parametrize("name", CHANGED)
def test_a_decision_lapses(name: str) -> None:
    assert states(decisions(make()).applied(CHANGED[name])) == ["new", "new"]


def test_an_address_goes_before_the_text() -> None:
    report = make(article=Article("draft", TEXT, url="https://a.example/1"))
    edited = make(article=Article("renamed", "Now: " + TEXT, url="https://a.example/1"))
    assert states(decisions(report).applied(edited)) == ["known", "new"]


def test_an_occurrence_is_one_flag() -> None:
    assert states(decisions(make()).applied(make())) == ["known", "new"]


def test_a_decision_holds_up_to_its_day() -> None:
    assert states(decisions(make(), expires=TODAY).applied(make())) == ["known", "new"]
    over = decisions(make(), expires=date(2031, 3, 4))
    assert states(over.applied(make())) == ["new", "new"]
    assert len(over.expired()) == 1


def test_the_voice_is_part_of_what_is_decided() -> None:
    report = make()
    chain = (Voice("Critics", (), "said", (), "say"),)
    claims = tuple(replace(each, claim=replace(each.claim, chain=chain)) for each in report.claims)
    assert states(decisions(report).applied(identified(replace(report, claims=claims)))) == ["new", "new"]


def test_right_is_still_shown() -> None:
    report = make()
    entry = decision_on(report, report.claims[0], report.claims[0].flags[0], "right")
    assert states(Decisions([entry], TODAY).applied(report)) == ["new", "new"]


WHEN = [TIME.replace(hour=hour) for hour in (9, 10)]


@pytest.mark.parametrize(
    ("earlier", "later", "state"),
    [
        (("Ann", "known"), ("Ben", "false alarm"), "suppressed"),
        (("Ann", "false alarm"), ("Ben", "known"), "known"),
        (("Ann", "false alarm"), ("Ben", "right"), "new"),
        (("Ann", "right"), ("Ben", "known"), "known"),
        # Nobody is silenced by another reviewer.
        (("Ann", "right"), ("Ben", "false alarm"), "new"),
    ],
)
def test_of_two_reviewers(earlier: tuple[str, OnFlag], later: tuple[str, OnFlag], state: str) -> None:
    report = make()
    checked = report.claims[0]
    both = [
        decision_on(report, checked, checked.flags[0], decision, author=author, time=time)
        for (author, decision), time in zip((earlier, later), WHEN, strict=True)
    ]
    assert states(Decisions(both, TODAY).applied(report))[0] == state
    assert states(Decisions(both[::-1], TODAY).applied(report))[0] == state


@pytest.mark.parametrize(
    ("changed", "lapsed", "why"),
    [
        (make(), None, ""),
        (CHANGED["other evidence"], "evidence", "the evidence is another one"),
        (CHANGED["other words"], "gone", "the article does not make this claim any more"),
    ],
)
def test_what_lapsed_is_said(changed: Report, lapsed: str | None, why: str) -> None:
    (told,) = decisions(make()).standing(changed)
    assert (told.lapsed, told.why) == (lapsed, why)


def test_a_decision_that_is_over_says_so() -> None:
    (told,) = decisions(make(), expires=date(2031, 3, 4)).standing(make())
    assert (told.lapsed, told.why) == ("expired", "it was to hold up to 2031-03-04")
