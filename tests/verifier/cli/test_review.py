"""``sayso review`` at the command line."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from tests.verifier.cli.test_main import Run, run
from tests.verifier.review.entries import HOSTILE, TIME, answer_on, on_claim, on_flag
from verifier.cli.baseline import parsed
from verifier.cli.review import Opening
from verifier.review.exchange import csv
from verifier.review.file import Entry, read, text_of

__all__ = ["run"]

ANN: list[Entry] = [on_claim("Ann", "agree"), on_claim("Ann", "supported", claim=2), on_flag("Ann", "right", claim=3)]
BEN: list[Entry] = [on_claim("Ben", "supported", reason=HOSTILE), on_claim("Ben", "supported", claim=2)]


def two_files(run: Run) -> None:
    run.file("ann.json", text_of(ANN))
    run.file("ben.json", text_of(BEN))


def test_two_reviewers_merge(run: Run) -> None:
    two_files(run)
    ended = run("review", "merge", "ann.json", "ben.json", "-o", "both.json")
    assert (ended.code, ended.err) == (0, "both.json: 5 decisions of Ann, Ben\n")
    assert set(read(Path("both.json"))) == {*ANN, *BEN}
    lines = ended.out.splitlines()
    assert lines[:2] == ["draft: Claim 1.", "  Ann: agree on so"]
    assert lines[2].startswith("  Ben: supported on so: =cmd") and "\u202e" not in ended.out
    assert lines[-1].split() == ["Ann", "and", "Ben", "so", "2", "50", "%", "0.00"]
    again = run("review", "merge", "both.json", "ben.json", "-o", "both.json", "--format", "json")
    found = json.loads(again.out)
    assert found["agreement"] == [{"reviewers": ["Ann", "Ben"], "on": "so", "n": 2, "agreement": 0.5, "kappa": 0.0}]
    assert [entry["author"] for entry in found["disagreements"][0]["entries"]] == ["Ann", "Ben"]
    assert set(read(Path("both.json"))) == {*ANN, *BEN}


def test_status_tells_what_holds_and_what_lapsed(run: Run) -> None:
    run.file("a.txt")
    check = ("check", "a.txt", "--corpus", "refs", "--format", "json", "-o", "report.json")
    run(*check)
    (report,) = parsed((Path("report.json"),))
    run.file(".sayso-baseline.json", text_of([answer_on(report, 0, "so", "agree", author="Ann", time=TIME), *ANN]))
    claim = "a: The border guards counted 4,000 people in Kaunas."
    held = run("review", "status", "--report", "report.json").out
    assert held == f"{claim} agree on so by Ann: holds\n1 decision: 1 hold, 0 lapsed\n"
    run.file("refs/count.txt", "The border guards counted 1,100 people in Kaunas, and not 4,000.")
    run(*check)
    lapsed = run("review", "status", "--report", "report.json").out
    assert lapsed.startswith(f"{claim} agree on so by Ann: lapsed (in other words: count)\n")
    told = json.loads(run("review", "status", "--report", "report.json", "--format", "json").out)
    assert [(each["lapsed"], each["entry"]["author"]) for each in told] == [("evidence", "Ann")]


def test_stats_of_the_usual_file_and_of_others(run: Run) -> None:
    two_files(run)
    none = run("review", "stats")
    assert (none.code, none.lines) == (2, ["error: .sayso-baseline.json: no such file; name a file of decisions"])
    run.file(".sayso-baseline.json", text_of(ANN))
    text = run("review", "stats").out
    assert "SO001 refuted                     67 %  2 of 3 (21 to 94 %; few)" in text and "Ann: 1 agree" in text
    both = run("review", "stats", "ann.json", "ben.json", "--format", "json", "--svg", "picture.svg")
    assert json.loads(both.out)["rules"] == [
        {"rule": "SO001", "n": 2, "right": 1, "share": 0.5, "interval": [0.0945, 0.9055], "disputed": 1}
    ]
    assert Path("picture.svg").read_text().startswith("<svg ")


def test_export_and_import_give_the_same_decisions(run: Run) -> None:
    two_files(run)
    assert run("review", "export", "ann.json", "ben.json", "--to", "csv", "-o", "d.csv").code == 0
    back = run("review", "import", "d.csv", "--into", "back.json")
    assert (back.code, back.err) == (0, "back.json: 5 decisions read\n")
    assert set(read(Path("back.json"))) == {*ANN, *BEN}
    newer = replace(ANN[0], time=TIME.replace(year=2032))
    run.file("back.json", text_of([newer]))
    assert run("review", "import", "d.csv", "--into", "back.json").err == (
        "back.json: 4 decisions read; 1 older one left out\n"
    )
    assert newer in read(Path("back.json"))
    assert run("review", "export", "ann.json", "--to", "markdown").out.startswith("# Decisions\n\n## draft\n")


def test_export_of_a_checked_article(run: Run) -> None:
    run.file("a.txt")
    run("check", "a.txt", "--corpus", "refs", "--format", "json", "-o", "report.json")
    (report,) = parsed((Path("report.json"),))
    made = [answer_on(report, 0, "so", "agree", author="Ann", time=TIME), *ANN]
    run.file(".sayso-baseline.json", text_of(made))
    tasks = run("review", "export", "--to", "labelstudio", "--report", "report.json", "-o", "tasks.json")
    assert (tasks.code, tasks.err) == (
        0, "note: 3 decisions left out: on articles of which there is no report\n",
    )  # fmt: skip
    assert run("review", "import", "tasks.json", "--into", "back.json").code == 0
    assert read(Path("back.json")) == (made[0],)
    pairs = run("review", "export", "--to", "training", "--report", "report.json").out
    assert [json.loads(line)["label"] for line in pairs.splitlines()] == ["contradiction"]


def test_a_bad_row_is_said_and_the_rest_is_read(run: Run) -> None:
    text = csv.render([*ANN]).replace(",agree,", ",yes,")
    run.file("d.csv", text)
    ended = run("review", "import", "d.csv")
    assert ended.code == 2 and ended.lines[0].startswith("error: d.csv:2: answer: none of agree")
    assert set(read(Path(".sayso-baseline.json"))) == set(ANN[1:])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("merge", "ann.json", "none.json"), "none.json: no such file"),
        (("merge", "ann.json", "ben.json", "-o", "other.json"), "other.json: is there already"),
        (("merge", "ann.json", "broken.json"), "broken.json: cannot be read"),
        (("mrege", "ann.json"), "mrege"),
        (("merge",), "Missing argument"),
        (("export", "--to", "training", "ann.json"), "name their --report"),
        (("export", "--to", "csv", "ann.json", "-o", "ann.json"), "over its own input"),
        (("export", "--to", "csv", "-o", ".sayso-baseline.json"), "over its own input"),
        (("stats", "ann.json", "--svg", "ann.json"), "over its own input"),
        (("import", "none.csv"), "none.csv: cannot be read"),
        (("import", "broken.json"), "broken.json: cannot be read"),
    ],
)
def test_what_is_wrong_is_one_line(run: Run, arguments: tuple[str, ...], message: str) -> None:
    two_files(run)
    run.file("other.json", text_of([]))
    run.file(".sayso-baseline.json", text_of(ANN))
    run.file("broken.json", "{")
    ended = run("review", *arguments)
    assert (ended.code, len(ended.lines)) == (2, 1) and message in ended.err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["draft.md", "--corpus", "notes"], "open draft.md notes"),
        (["--corpus", "notes", "draft.md"], "open draft.md notes"),
        (["open", "draft.md", "--corpus", "notes"], "open draft.md notes"),
        (["folder", "--corpus", "notes"], "open folder notes"),
        (["-", "--corpus", "notes"], "open - notes"),
        (["other", "draft.md"], "other draft.md"),
        (["othr", "draft.md"], "No such command 'othr'"),
        (["--help"], "Commands:"),
    ],
)
def test_the_opening_command_may_go_without_its_name(
    arguments: list[str], told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    group = Opening("review")

    @group.command("open")
    @click.argument("article")
    @click.option("--corpus")
    def opened(article: str, corpus: str) -> None:
        click.echo(f"open {article} {corpus}")

    @group.command()
    @click.argument("file")
    def other(file: str) -> None:
        click.echo(f"other {file}")

    assert told in CliRunner().invoke(group, arguments).output
