from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.errors import InputError, Skipped
from claims.records import Article, Claim, File
from verifier.records import CheckedClaim, Flag, Report, Run
from verifier.review.inline import MOST, in_text, suppressions

TODAY = date(2027, 1, 31)
ON = frozenset({"SO001", "SO002", "NUM001"})
FLAG = Flag("SO002", "unsupported", "warning", "so: two sources disagree")
NUMBER = Flag("NUM001", "number", "error", "3 here, 2 there")
WANTED = "Three ferries sank."
OTHER = "Two ran aground."


FILE = File("draft.md", 1, True)


def report(text: str, file: File | None = FILE) -> Report:
    """Each sentence of the text is a claim with two flags."""
    claims = []
    for sentence in (WANTED, OTHER):
        start = text.index(sentence)
        claim = Claim("draft", sentence, "asserted", sentence, ((start, start + len(sentence) - 1),))
        claims.append(CheckedClaim(claim, flags=(FLAG, NUMBER)))
    return Report(Article("draft", text, file=file), tuple(claims), Run("sayso", "0"))


def quiet(text: str, today: date = TODAY) -> dict[str, list[str]]:
    found, _ = in_text(report(text), ON, today)
    return {c.claim.text: [flag.rule for flag in c.flags if flag.state == "suppressed"] for c in found.claims}


def told(text: str, today: date = TODAY) -> list[str]:
    return [str(error) for error in in_text(report(text), ON, today)[1]]


IGNORE = "<!-- sayso: ignore SO002 seen in the log -->"


@pytest.mark.parametrize(
    "text",
    [
        f"{WANTED} {IGNORE}\n\n{OTHER}",
        f"{IGNORE} {WANTED}\n\n{OTHER}",
        f"{IGNORE}\n\n{WANTED}\n\n{OTHER}",
        f"{IGNORE}\r\n\r\n{WANTED}\r\n\r\n{OTHER}",
        f"{IGNORE}\n{WANTED}\n\n{OTHER}",
        f"{WANTED}\n{IGNORE}\n\n{OTHER}",
        f"Nobody was hurt when\nthe high wind rose. {IGNORE}\n{WANTED}\n\n{OTHER}",
        f"{OTHER}\n\n{IGNORE}\n\n{WANTED}",
        f"{OTHER}\n\n{IGNORE}\n\n\n\n{WANTED}",
        f"# Ferries\n\n- {WANTED} {IGNORE}\n- {OTHER}",
        f"{WANTED} <!-- SaySo:ignore unsupported\n seen in the log\n-->\n\n{OTHER}",
        f"<!-- a note -->\n\n{IGNORE}\n\n<!-- another -->\n\n{WANTED}\n\n{OTHER}",
    ],
)
def test_the_paragraph_that_is_meant(text: str) -> None:
    assert quiet(text) == {WANTED: ["SO002"], OTHER: []}
    assert told(text) == []
    found, _ = in_text(report(text), ON, TODAY)
    assert {flag.reason for c in found.claims for flag in c.flags} == {None, "seen in the log"}


def test_several_rules() -> None:
    assert quiet(f"{WANTED} <!-- sayso: ignore SO002, number both known -->\n\n{OTHER}")[WANTED] == ["SO002", "NUM001"]


@pytest.mark.parametrize("words", ["until 2027-01-31 the log is late", "the log is late until 2027-01-31"])
def test_the_last_day_counts(words: str) -> None:
    text = f"First.\n\n{WANTED} <!-- sayso: ignore SO002 {words} -->\n\n{OTHER}"
    assert quiet(text)[WANTED] == ["SO002"]
    after = date(2027, 2, 1)
    assert quiet(text, after)[WANTED] == []
    assert told(text, after) == ["draft.md:3: the suppression ended on 2027-01-31; take it out, or give it another day"]


@pytest.mark.parametrize(
    ("comment", "what", "bad"),
    [
        ("<!-- sayso: ignore SO001 no such flag here -->", "meets no flag", False),
        ("<!-- sayso: ignore SO02 typo -->", "there is no rule 'SO02'", True),
        ("<!-- sayso: ignore SO002 -->", "has no reason", True),
        ("<!-- sayso: ignore SO002 until 2027-02-30 late -->", "is not a day", True),
        ("<!-- sayso: disable SO002 -->", "not a suppression", True),
        ("<!-- sayso: -->", "not a suppression", True),
    ],
)
def test_what_does_nothing_is_told(comment: str, what: str, bad: bool) -> None:
    text = f"{WANTED} {comment}\n\n{OTHER}"
    (error,) = in_text(report(text), ON, TODAY)[1]
    assert str(error).startswith("draft.md:1: ") and what in str(error)
    assert isinstance(error, Skipped) is not bad
    assert quiet(text) == {WANTED: [], OTHER: []}


def test_one_behind_the_last_paragraph_meets_no_flag() -> None:
    assert "draft.md:5: the suppression meets no flag" in told(f"{WANTED}\n\n{OTHER}\n\n{IGNORE}")[0]


def test_a_rule_that_is_off_is_not_called_unused() -> None:
    text = f"{WANTED} <!-- sayso: ignore SO004 stale -->\n\n{OTHER}"
    assert told(text) == []


@pytest.mark.parametrize("file", [None, File("batch.jsonl", 3, False)])
def test_a_record_cannot_suppress_what_is_found_in_it(file: File | None) -> None:
    found, wrong = in_text(report(f"{WANTED} {IGNORE}\n\n{OTHER}", file), ON, TODAY)
    assert {flag.state for c in found.claims for flag in c.flags} == {"new"}
    assert wrong == ()


def test_there_is_a_bound() -> None:
    text = f"{WANTED}\n\n{OTHER}\n\n" + IGNORE * (MOST + 1)
    found = suppressions(report(text).article)
    assert len(found) == MOST + 1
    assert sum(isinstance(each, InputError) for each in found) == 1


@given(st.text(alphabet="<!-> \n\rsayo:ignreSO02.,tuil1"))
def test_any_text_is_read(text: str) -> None:
    article = Article("a", f"<!-- sayso: ignore SO002 {text} -->{text}", file=File("a.md", 1, True))
    for each in suppressions(article):
        assert (
            isinstance(each, InputError) or each.span is None or 0 <= each.span[0] < each.span[1] <= len(article.text)
        )
