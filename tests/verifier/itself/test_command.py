"""``sayso check`` without a corpus: the article against itself, in every format."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.verifier.cli.test_main import Run, run
from verifier.report.formats import FORMATS
from verifier.report.json import parse

__all__ = ["run"]

TEXT = """# Fares will rise in May

The fares may rise in May, the council said.

A blast killed 120 people in the harbour. Of the 140 people who died, many were children.

“We have lost all, a woman said. The fee rose from 40 to 50 euros, an increase of 35 per cent.
"""
RULES = ["HEAD001", "NUM003", "QUO008", "SELF001"]


def test_an_article_is_held_against_itself_and_that_is_no_empty_run(run: Run) -> None:
    run.file("a.md", TEXT)
    run.file("b.md", "A blast killed 120 people in the harbour. The 120 dead were buried on Monday.")
    ended = run("check", "a.md", "--fail-on", "warning")
    assert ended.code == 1
    assert "RUN001" not in ended.err
    assert ended.err.startswith("1 article, ")
    assert "held against itself alone, without --corpus" in ended.err
    assert [rule for rule in RULES if f" {rule} " in ended.err] == RULES
    assert run("check", "b.md", "--fail-on", "warning").code == 0
    assert (
        run("check", "a.md", "--fail-on", "warning", *(part for rule in RULES for part in ("--ignore", rule))).code == 0
    )
    assert run("check", "a.md", "--fail-on", "SELF001").code == 1


@pytest.mark.parametrize("format_", FORMATS)
def test_every_format_has_them(run: Run, format_: str) -> None:
    run.file("a.md", TEXT)
    out = run("check", "a.md", "--format", format_).out
    # A fact-check that is to be published is of claims, and not of the article.
    assert ("SELF001" in out) == (format_ != "claimreview")


def test_places_are_kept_and_a_decision_holds_while_both_places_stay(run: Run) -> None:
    run.file("a.md", TEXT)
    run("check", "a.md", "--format", "json", "-o", "report.json")
    written = Path("report.json").read_text(encoding="utf-8")
    (report,) = parse(written)
    flags = {flag.rule: flag for checked in report.claims for flag in checked.flags}
    text = report.article.text
    assert [text[slice(*span)] for span in flags["SELF001"].spans] == ["140 people"]
    assert [text[slice(*span)] for span in flags["SELF001"].elsewhere] == ["120 people"]
    assert run("baseline", "create", "report.json", "--author", "Ann", "--reason", "known").code == 0
    assert run("check", "a.md", "--fail-on", "warning").code == 0
    run.file("a.md", TEXT.replace("120", "110"))
    assert " SELF001 " in run("check", "a.md", "--fail-on", "warning").err


def test_sarif_shows_the_other_place(run: Run) -> None:
    run.file("a.md", TEXT)
    log = json.loads(run("check", "a.md", "--format", "sarif").out)
    (result,) = (each for each in log["runs"][0]["results"] if each["ruleId"] == "SELF001")
    (related,) = result["relatedLocations"]
    assert related["message"]["text"] == "elsewhere in the article: “120 people”"
    assert related["physicalLocation"]["region"]["startLine"] == 5


def test_with_references_they_stand_beside_the_others_and_a_cache_changes_nothing(run: Run) -> None:
    run.file("a.md", TEXT)
    arguments = ["check", "a.md", "--corpus", "refs", "--format", "jsonl"]
    first = run(*arguments).out
    assert all(f'"{rule}"' in first for rule in RULES)
    assert run(*arguments).out == first == run(*arguments, "--no-cache").out
