from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from claims.errors import InputError
from claims.records import Article, Claim, Voice
from verifier.records import CheckedClaim, Evidence, Flag, Passage, Report, Run, Scores, Verdict
from verifier.report.identity import identified
from verifier.review.decisions import Decision, Decisions, change, decision_on, read, text_of

TODAY = date(2031, 3, 5)
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
    entry = decision_on(report, checked, checked.flags[0], "known", reason="old", day=TODAY, expires=expires)
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


def entry(number: int) -> Decision:
    names = ("identity", "rule", "article", "article_id", "content", "claim", "voices")
    identity, rule, article, id_, content, claim, voices = (f"{name}{number}" for name in names)
    return Decision(identity, rule, article, id_, content, claim, voices, "known")


def test_the_file_is_sorted_an_entry_a_line_and_read_back(tmp_path: Path) -> None:
    path = tmp_path / "d.json"
    first = replace(entry(1), day=TODAY, reason="“quoted”\n\x1b[31m", author="Ann")
    change(path, lambda entries: [*entries, entry(2), first])
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) == 4 and lines[0].startswith('{"schema": "sayso-decisions/1"') and "identity1" in lines[1]
    assert read(path) == (first, entry(2))
    assert text_of(read(path)) == path.read_text(encoding="utf-8")
    later = replace(first, decision="right")
    change(path, lambda entries: [*entries, later])
    assert read(path)[0].decision == "right" and len(read(path)) == 2


def test_processes_that_share_the_file_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "d.json"
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: change(path, lambda entries: [*entries, entry(n)]), range(40)))
    assert len(read(path)) == 40
    assert [file.name for file in tmp_path.iterdir()] == ["d.json"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "cannot be read"),
        ("[]", "not a file of decisions"),
        ('{"schema": "sayso-decisions/2", "entries": []}', "not a file of decisions"),
        ('{"schema": "sayso-decisions/1", "entries": [1]}', "entry 1: not an object"),
        ('{"schema": "sayso-decisions/1", "entries": [{}]}', "entry 1: identity: missing"),
    ],
)
def test_what_is_wrong_with_a_file_is_said(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "d.json"
    path.write_text(text)
    with pytest.raises(InputError, match=message):
        read(path)


def test_a_bad_entry_is_named(tmp_path: Path) -> None:
    path = tmp_path / "d.json"
    change(path, lambda _: [entry(1)])
    good = path.read_text()
    for old, new, message in (
        ('"decision": "known"', '"decision": "maybe"', "decision: none of"),
        ('"expires": null', '"expires": "soon"', "expires: not a day"),
        ('"rule": "rule1"', '"rule": 7', "rule: missing or not a string"),
    ):
        path.write_text(good.replace(old, new))
        with pytest.raises(InputError, match=message):
            read(path)
