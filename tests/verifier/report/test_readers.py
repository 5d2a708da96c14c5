"""SARIF and Web Annotations, read by the programs of the people behind the standards, from ``tests/readers``."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from playwright.sync_api import Page

from claims.records import File
from tests.verifier.report.examples import TEXT
from verifier.records import Report
from verifier.report import annotations as notes
from verifier.report import sarif
from verifier.report.findings import findings
from verifier.report.totals import Totals

pytestmark = pytest.mark.slow

# The header of the file of the article, whose text begins on line 5.
HEADER = "---\ntitle: Port Elm\npublished: 2021-08-10\n---\n"


class Multitool:
    """``@microsoft/sarif-multitool``, on a log in ``folder``."""

    def __init__(self, program: Path, folder: Path) -> None:
        self.program, self.folder, self.log = program, folder, folder / "report.sarif"

    def write(self, report: Report) -> None:
        totals = Totals()
        totals.add(report)
        self.log.write_text(sarif.render([report], totals), encoding="utf-8")

    def __call__(self, command: str, *options: str) -> str:
        # It finds no ICU on a small machine, and needs none.
        environment = {**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}
        ended = subprocess.run(
            [self.program, command, self.log, *options],
            cwd=self.folder, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert ended.returncode == 0, ended.stdout + ended.stderr
        return ended.stdout

    def results(self, command: str, *options: str) -> list[dict[str, Any]]:
        """The results of the log that a command writes."""
        output = self.folder / "output.sarif"
        self(command, *options, "-o", str(output))
        (run,) = json.loads(output.read_text(encoding="utf-8-sig"))["runs"]
        found: list[dict[str, Any]] = run["results"]
        return found


@pytest.fixture
def multitool(readers: Path, tmp_path: Path) -> Multitool:
    (program,) = readers.glob("@microsoft/sarif-multitool-*/Sarif.Multitool")
    return Multitool(program, tmp_path)


def test_the_multitool_finds_nothing_wrong(multitool: Multitool, report: Report) -> None:
    multitool.write(report)
    schema = json.loads(multitool.program.with_name("sarif-2.1.0.json").read_text(encoding="utf-8-sig"))
    Draft202012Validator(schema).validate(json.loads(multitool.log.read_text(encoding="utf-8")))
    # What SARIF2005 finds wrong is that the tool has no address on the web.
    assert {each["ruleId"] for each in multitool.results("validate")} <= {"SARIF2005"}


def test_the_multitool_sees_the_words_of_each_flag(multitool: Multitool, report: Report, tmp_path: Path) -> None:
    """It cuts them out of the file by line and column; before some of them stand ships beyond U+FFFF."""
    path = tmp_path / "port elm.md"
    path.write_text(HEADER + TEXT, encoding="utf-8")
    ships = TEXT.index("two ships")
    beyond = replace(
        report.claims[-1], flags=(replace(report.claims[2].flags[0], spans=((ships, ships + len("two ships")),)),)
    )
    article = replace(report.article, file=File(str(path), HEADER.count("\n") + 1, verbatim=True))
    report = replace(report, article=article, claims=(*report.claims[:-1], beyond))
    multitool.write(report)
    results = multitool.results("rewrite", "--insert", "RegionSnippets")
    told = [each["locations"][0]["physicalLocation"]["region"]["snippet"]["text"] for each in results]
    spans = [each.flag.spans or each.checked.claim.spans for each in findings(report)]
    assert told == [TEXT[each[0][0] : each[-1][1]] for each in spans]
    assert told[-1] == "two ships"


def test_the_multitool_lists_and_queries_flags(multitool: Multitool, report: Report) -> None:
    multitool.write(report)
    columns = ("RuleId", "Level", "Message", "Location.Uri", "Location.Region.StartLine", "BaselineState")
    rows = list(csv.reader(io.StringIO(multitool("project", "--columns", ",".join(columns)))))
    expected = list(findings(report))
    assert tuple(rows[0]) == columns and len(rows) == 1 + len(expected)
    for (rule, level, message, uri, line, state), finding in zip(rows[1:], expected, strict=True):
        flag = finding.flag
        assert (rule, level.lower(), uri, int(line)) == (
            flag.rule,
            flag.severity,
            "news/port%20elm.md",
            finding.region.line,
        )
        assert message.startswith(flag.message)
        assert state == ("New" if flag.state == "new" else "Unchanged")
    new = multitool.results("query", "-e", "BaselineState == 'New'")
    identities = [each["partialFingerprints"][sarif.FINGERPRINT] for each in new]
    assert identities == [each.flag.identity for each in expected if each.flag.state == "new"]


# As a page may have it: text in many nodes, with markup between them.
SPREAD = """text => {
  document.body.replaceChildren();
  for (let i = 0; i < text.length; i += 7) {
    const part = i % 2 ? document.createElement("b") : document.createElement("i");
    part.append(text.slice(i, i + 7));
    document.body.append(part);
  }
}"""


def test_apache_annotator_finds_what_is_annotated(readers: Path, report: Report, page: Page, tmp_path: Path) -> None:
    bundle = tmp_path / "anchor.js"
    subprocess.run(
        [readers / ".bin" / "esbuild", readers.parent / "anchor.js", "--bundle", "--global-name=reader",
         "--log-level=warning", f"--outfile={bundle}"],
        check=True,
    )  # fmt: skip
    page.set_content("<!doctype html><meta charset=utf-8><body></body>")
    page.add_script_tag(path=bundle)
    page.evaluate(SPREAD, TEXT)
    ships = TEXT.index("🚢🚢 two ships")
    flag = replace(report.claims[2].flags[0], spans=((ships, ships + 6), (0, 3)))
    claims = (replace(report.claims[0], flags=(flag,)), *report.claims[1:])
    items = json.loads(notes.render([replace(report, claims=claims)]))["items"]
    targets = [target for item in items for target in item["target"]]
    assert len(targets) > len(items) > 4
    for target in targets:
        quoted, position = target["selector"]
        expected = [[position["start"], quoted["exact"]]]
        assert page.evaluate("selector => reader.anchored(selector)", position) == expected
        assert page.evaluate("selector => reader.anchored(selector)", quoted) == expected

    # In a page that was edited before and behind the words they are found by what stands around them.
    page.evaluate(SPREAD, f"Corrected on Friday. {TEXT} It was written by our own correspondent.")
    moved = len("Corrected on Friday. ")
    for target in targets[1:]:
        quoted, position = target["selector"]
        expected = [[moved + position["start"], quoted["exact"]]]
        assert page.evaluate("selector => reader.anchored(selector)", quoted) == expected
