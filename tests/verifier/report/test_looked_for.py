"""Of what is left open a report says what was searched, what was asked, and what came nearest."""

from __future__ import annotations

import json
from dataclasses import replace
from io import StringIO

import pytest
from rich.console import Console

from claims.records import Article, Claim, Voice
from verifier.records import CheckedClaim, Evidence, Label, Passage, Report, Run, Scores, Verdict
from verifier.report import json as as_json
from verifier.report import jsonl, text
from verifier.report.looked_for import LookedFor, looked_for

PASSAGE = Passage("log", "Two ferries ran aground.", (4, 28))
NEAR = Evidence(PASSAGE, Scores(0.1, 0.8, 0.1), "neither")
OPEN = Verdict("NOT ENOUGH INFO", 0.6, "Nothing says so.", (NEAR,))
CHAIN = (Voice("The mayor", (), "said", (), "say"),)


def report(so: Verdict | None, said: Verdict | None = None, documents: int = 12) -> Report:
    chain = CHAIN if said else ()
    claim = Claim("a", "c1", "attributed" if said else "asserted", "three ferries sank.", ((0, 7),), chain)
    checked = CheckedClaim(claim, said, so)
    return Report(Article("a", "three ferries sank."), (checked,), Run("sayso", "0", corpus={"documents": documents}))


def shown(found: Report) -> str:
    page = StringIO()
    text.render(found, Console(file=page, width=120))
    return page.getvalue()


def test_what_was_searched_asked_and_found() -> None:
    found = report(OPEN, replace(OPEN, evidence=()))
    checked = found.claims[0]
    assert looked_for(found, checked, "so") == LookedFor(12, "three ferries sank.", PASSAGE)
    assert looked_for(found, checked, "said") == LookedFor(12, "The mayor said that three ferries sank.", None)
    page = shown(found)
    assert "12 documents searched for the claim\n" in page
    assert "12 documents searched for “The mayor said that three ferries sank.”; no passage is like it" in page
    assert "1 document searched" in shown(report(OPEN, documents=1))


@pytest.mark.parametrize("label", ["SUPPORTED", "REFUTED", "CONFLICTING"])
def test_what_is_settled_was_not_looked_for_in_vain(label: Label) -> None:
    found = report(replace(OPEN, label=label))
    assert looked_for(found, found.claims[0], "so") is None and looked_for(found, found.claims[0], "said") is None
    assert "searched" not in shown(found)


def test_programs_are_told_too_and_a_report_is_read_back() -> None:
    found = report(OPEN)
    (line,) = jsonl.render([found]).splitlines()
    verdict = json.loads(line)["verdicts"]["so"]
    nearest = {"document_id": "log", "span": [4, 28]}
    assert verdict["looked_for"] == {"documents": 12, "asked": "three ferries sank.", "nearest": nearest}
    written = as_json.render([found])
    assert as_json.parse(written) == (found,) and as_json.render(as_json.parse(written)) == written
