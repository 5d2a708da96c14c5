"""Formats for other programs, read by the programs that people read them with."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from junitparser import Failure, JUnitXml, Skipped
from pyld import jsonld
from sarif import loader

from claims.records import File
from tests.verifier.report.examples import TEXT, check_golden
from verifier.records import Report
from verifier.report import annotations as notes
from verifier.report import claimreview, github, junit, markdown, sarif
from verifier.report import csv as values
from verifier.report import json as plain
from verifier.report.findings import findings
from verifier.report.formats import FORMATS, writer
from verifier.report.places import Places
from verifier.report.totals import Totals

SCHEMA = json.loads((Path(__file__).parent / "schemas" / "sarif-2.1.0.json").read_text(encoding="utf-8"))


def totals(*reports: Report) -> Totals:
    found = Totals()
    for each in reports:
        found.add(each)
    return found


RENDERERS: dict[str, Callable[[Report], str]] = {
    "report.sarif": lambda report: sarif.render([report], totals(report)),
    "report.junit.xml": lambda report: junit.render([report], totals(report)),
    "report.pull-request.md": lambda report: markdown.render([report], totals(report)),
    "report.github.txt": lambda report: github.render([report]),
    "report.csv": lambda report: values.render([report]),
    "report.claimreview.json": lambda report: claimreview.render([report]),
    "report.annotations.json": lambda report: notes.render([report]),
}


@pytest.mark.parametrize("name", RENDERERS)
def test_golden(name: str, report: Report) -> None:
    check_golden(name, RENDERERS[name](report))


@pytest.mark.parametrize("name", RENDERERS)
def test_nothing_acts_on_a_terminal(name: str, report: Report) -> None:
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", RENDERERS[name](report))


@pytest.mark.parametrize("name", sorted(set(FORMATS) - {"html"}))
def test_what_was_written_is_not_held(name: str, report: Report) -> None:
    """Of any number of articles memory holds what is still to be written; only a page holds the articles."""

    def holders() -> list[int]:
        parts = [report, report.article, *report.claims, *(flag for each in report.claims for flag in each.flags)]
        return [sys.getrefcount(each) for each in parts]

    into = writer(name, lambda _: "drawn")
    before = holders()
    into.add(report)
    assert holders() == before


def test_a_list_of_reports_is_written_one_by_one(report: Report) -> None:
    for number in range(4):
        into = writer("json", lambda _: "")
        parts = [into.add(replace(report, claims=report.claims[i:])) for i in range(number)]
        objects = [plain.to_object(replace(report, claims=report.claims[i:])) for i in range(number)]
        whole = plain.dump(objects[0] if number == 1 else objects, indent=2) + "\n"
        assert "".join(parts) + into.end(totals()) == whole
        assert all(parts[1:])


def test_places_count_lines_of_the_file_and_utf_16_units(report: Report) -> None:
    places = Places(report.article)
    banner = TEXT.index("A banner")
    ships = TEXT.index("two ships")
    assert places.region([(0, 3)]).line == 5
    region = places.region([(ships, ships + 3)])
    before = TEXT[TEXT.rindex("\n", 0, ships) + 1 : ships]
    assert (region.line, region.column) == (9, 1 + len(before) + 2)
    assert region.end_column == region.column + 3
    over = places.region([(banner, banner + 1), (len(TEXT) - 2, len(TEXT) - 1)])
    assert (over.line, over.end_line) == (9, 11)
    inside = replace(report.article, file=File("batch.jsonl", 7))
    assert Places(inside).region([(ships, ships + 3)]) == replace(region, line=7, column=1, end_line=7, end_column=1)


def test_sarif_follows_the_schema(report: Report) -> None:
    Draft7Validator(SCHEMA).validate(json.loads(sarif.render([report], totals(report))))
    Draft7Validator(SCHEMA).validate(json.loads(sarif.render([], totals())))


def test_sarif_says_in_each_result_what_readers_look_for(report: Report) -> None:
    (run,) = json.loads(sarif.render([report], totals(report)))["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert run["columnKind"] == "utf16CodeUnits"
    expected = [finding.flag for finding in findings(report)]
    assert len(run["results"]) == len(expected) == 4
    for result, flag in zip(run["results"], expected, strict=True):
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == flag.rule
        assert result["level"] == flag.severity
        assert result["message"]["text"].startswith(flag.message)
        region = result["locations"][0]["physicalLocation"]["region"]
        assert region["startLine"] > 4 and region["startColumn"] > 0
        assert result["partialFingerprints"] == {sarif.FINGERPRINT: flag.identity}
    states = [(r["baselineState"], [s["justification"] for s in r.get("suppressions", [])]) for r in run["results"]]
    assert states == [("new", []), ("unchanged", ["old"]), ("unchanged", ["said elsewhere"]), ("new", [])]
    number = run["results"][0]
    assert number["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "news/port%20elm.md"
    assert number["relatedLocations"][0]["physicalLocation"]["region"]["snippet"]["text"]
    steps = run["results"][2]["codeFlows"][0]["threadFlows"][0]["locations"]
    assert [step["location"]["message"]["text"] for step in steps] == ["Mayor Ada Quill: said"]


def test_sarif_tools_read_it(report: Report, tmp_path: Path) -> None:
    path = tmp_path / "report.sarif"
    path.write_text(sarif.render([report], totals(report)), encoding="utf-8")
    records = loader.load_sarif_file(str(path)).get_records()
    told = [(record["Severity"], record["Location"], record["Line"]) for record in records]
    assert ("error", "news/port%20elm.md", 5) in told or ("error", "news/port elm.md", 5) in told
    assert all(record["Description"] for record in records)


def test_junit_is_read_back(report: Report, tmp_path: Path) -> None:
    path = tmp_path / "report.xml"
    path.write_text(junit.render([report], totals(report)), encoding="utf-8")
    xml = JUnitXml.fromfile(str(path))
    assert (xml.tests, xml.failures, xml.errors) == (len(report.claims), 2, 0)
    (suite,) = xml
    failing = [case for case in suite if any(isinstance(result, Failure) for result in case.result)]
    assert [case.name.split(" ")[0] for case in failing] == ["3", "8"]
    assert "news/port elm.md:5:" in failing[0].result[0].text
    skipped = [case for case in suite if any(isinstance(result, Skipped) for result in case.result)]
    assert suite.skipped == len(skipped) > 0


def test_github_commands_are_lines_of_their_own(report: Report) -> None:
    lines = github.render([report]).splitlines()
    assert [line.split(" ")[0] for line in lines] == ["::error", "::error"]
    assert lines[0].startswith("::error file=news/port elm.md,line=5,endLine=5,title=NUM001 number,col=")
    hostile = replace(report.claims[2].flags[0], message="50 %\n::set-output name=x::y")
    claims = (replace(report.claims[2], flags=(hostile,)),)
    (line,) = github.render([replace(report, claims=claims)]).splitlines()
    assert "50 %25 ::set-output" in line and line.startswith("::error ")


def test_csv_is_read_back_and_calculates_nothing(report: Report) -> None:
    rows = list(csv.DictReader(io.StringIO(values.render([report]))))
    assert [row["claim_id"] for row in rows] == [checked.claim.id for checked in report.claims]
    assert rows[2]["flags"] == "NUM001" and rows[2]["worst"] == "error" and rows[3]["flags"] == ""
    assert (rows[2]["file"], rows[2]["line"]) == ("news/port elm.md", "5")
    for sign in "=+-@\t":
        claim = replace(report.claims[0].claim, text=f"{sign}HYPERLINK(1)")
        one = replace(report, claims=(replace(report.claims[0], claim=claim),))
        (row,) = csv.DictReader(io.StringIO(values.render([one])))
        assert row["claim"].startswith("'") or sign == "\t"


def test_claim_reviews_are_a_machines_draft(report: Report) -> None:
    document: Any = json.loads(claimreview.render([report]))
    assert document["@context"] == "https://schema.org"
    document["@context"] = {"@vocab": "https://schema.org/"}
    expanded = jsonld.expand(document)
    graph = expanded[0].get("@graph", expanded)
    settled = [checked for checked in report.claims if checked.so and checked.so.label != "NOT ENOUGH INFO"]
    assert len(graph) == len(settled)
    for review, checked in zip(graph, settled, strict=True):
        assert review["@type"] == ["https://schema.org/ClaimReview"]
        assert review["https://schema.org/creativeWorkStatus"][0]["@value"] == "Draft"
        assert review["https://schema.org/claimReviewed"][0]["@value"] == checked.claim.text
        rating = review["https://schema.org/reviewRating"][0]["https://schema.org/ratingValue"][0]["@value"]
        assert checked.so is not None
        assert rating == {"SUPPORTED": 5, "CONFLICTING": 3, "REFUTED": 1}[checked.so.label]


def test_annotations_are_found_by_quotation_and_by_position(report: Report) -> None:
    page = json.loads(notes.render([report]))
    assert (page["@context"], page["type"]) == ("http://www.w3.org/ns/anno.jsonld", "AnnotationPage")
    assert len({item["id"] for item in page["items"]}) == len(page["items"]) == 4
    for item in page["items"]:
        for target in item["target"]:
            words, position = target["selector"]
            start, end = position["start"], position["end"]
            assert TEXT[start:end] == words["exact"]
            # As an anchoring library looks for it: the quotation with what stands around it, in one place only.
            assert TEXT.count(words["prefix"] + words["exact"] + words["suffix"]) == 1


def test_markdown_holds_no_markup_of_an_article(report: Report) -> None:
    hostile = "<img src=x onerror=alert(1)> @ann #12 [x](javascript:alert(1)) **bold** | `code` &lt;b&gt;"
    claim = replace(report.claims[2].claim, text=hostile)
    text = markdown.render([replace(report, claims=(replace(report.claims[2], claim=claim),))], totals(report))
    assert "<img" not in text and "@ann" not in text and "#12" not in text and "](javascript" not in text
    assert "\\*\\*bold\\*\\*" in text and "&amp;lt;b&amp;gt;" in text
