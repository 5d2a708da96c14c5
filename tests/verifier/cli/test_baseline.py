"""The way of a team in CI: red, accepted, green; one new problem, red on that alone; mended, green."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.verifier.cli.test_main import ARTICLE, Run, run

__all__ = ["run"]

CHECK = ("check", "--corpus", "refs", "--fail-on", "error")


def accepted(run: Run, *articles: str) -> None:
    run(*CHECK[:3], *articles, "--format", "json", "-o", "report.json")
    assert run("baseline", "create", "report.json", "--author", "Ann").code == 0


def test_only_what_is_new_fails(run: Run) -> None:
    run.file("a.txt")
    assert run(*CHECK, "a.txt").code == 1
    accepted(run, "a.txt")
    quiet = run(*CHECK, "a.txt")
    assert (quiet.code, "2 known" in quiet.err, "failed" in quiet.err) == (0, True, False)

    run.file("new.txt", "The border guards counted 7,000 people in Kaunas.")
    red = run(*CHECK, "a.txt", "new.txt")
    assert red.code == 1
    assert {line.split(":")[1].strip() for line in red.lines if line.startswith("failed")} <= {"new.txt"}
    assert "failed: new.txt:1:1" in red.err and "failed: a.txt" not in red.err
    run.file("new.txt", "The border guards counted 900 people in Kaunas, and not 4,000.")
    assert run(*CHECK, "a.txt", "new.txt").code == 0

    (run.folder / "a.txt").rename(run.folder / "renamed.txt")
    assert run(*CHECK, "renamed.txt").code == 0

    run.file("refs/another.txt", "The border guards counted 1,100 people in Kaunas, and not 4,000.")
    lapsed = run(*CHECK, "renamed.txt")
    assert lapsed.code == 1
    assert "note: a: lapsed: known on SO001 by Ann ('The border guards" in lapsed.err
    assert "the evidence is another one; decide anew, with `sayso review`" in lapsed.err


def test_update_diff_and_stats(run: Run) -> None:
    run.file("a.txt")
    accepted(run, "a.txt")
    again = run("baseline", "create", "report.json")
    assert (again.code, "is there already; use `sayso baseline update`" in again.err) == (2, True)
    over = run(*CHECK[:3], "a.txt", "-o", "json=.sayso-baseline.json")
    assert (over.code, "over its own input" in over.err) == (2, True)
    assert run("baseline", "diff", "report.json").out == ""
    stats = run("baseline", "stats").out
    assert "SO001" in stats and "2 decisions, 0 expired" in stats

    run.file("a.txt", "The border guards counted 7,000 people in Kaunas.")
    run(*CHECK[:3], "a.txt", "--format", "json", "-o", "report.json")
    shown = run("baseline", "diff", "report.json").out.splitlines()
    assert sorted((line[0], "7,000" in line) for line in shown) == [("+", True)] * 2 + [("-", False)] * 2
    assert run("baseline", "update", "report.json").err == ".sayso-baseline.json: 2 added, 2 dropped\n"
    assert run(*CHECK, "a.txt").code == 0


def test_a_decision_that_meets_no_flag_is_named_and_dropped_by_update(run: Run) -> None:
    run.file("a.txt"), run.file("b.txt", "The border guards counted 7,000 people in Kaunas.")
    accepted(run, "a.txt", "b.txt")
    run.file("a.txt", "The border guards counted 4,000 people in Kaunas, the mayor said.")
    mended = run.file("b.txt", "The border guards counted 900 people in Kaunas, and not 4,000.")
    ended = run(*CHECK, "b.txt", "--ignore", "NUM001")
    assert "NUM001" not in ended.err
    ended = run(*CHECK, "a.txt", "b.txt")
    unused = [line for line in ended.lines if "meets no flag" in line]
    assert unused and all(line.startswith("note: ") for line in unused)
    assert any(line.startswith("note: b: the decision on NUM001") for line in unused)
    assert run(*CHECK, "a.txt").err.count("note: b: ") == 0
    run(*CHECK[:3], mended, "--format", "json", "-o", "report.json")
    shown = run("baseline", "diff", "report.json").out.splitlines()
    assert shown and all(line.startswith("- ") and "7,000" in line for line in shown)
    assert run("baseline", "update", "report.json").err == f".sayso-baseline.json: 0 added, {len(shown)} dropped\n"
    assert "meets no flag" not in run(*CHECK, mended).err


def test_another_file_of_the_same_name_drops_no_decision(run: Run) -> None:
    for name in ("may", "june"):
        (run.folder / name).mkdir()
    run.file("may/draft.txt"), run.file("june/draft.txt", "A choir sang on Friday evening in the old church of Elm.")
    accepted(run, "may/draft.txt")
    assert "meets no flag" not in run(*CHECK, "june/draft.txt").err
    run(*CHECK[:3], "june/draft.txt", "--format", "json", "-o", "report.json")
    assert run("baseline", "update", "report.json").err.endswith(" 0 dropped\n")
    assert run(*CHECK, "may/draft.txt").code == 0


def test_decisions_go_on_where_a_text_was_edited_elsewhere(run: Run) -> None:
    run.file("a.txt")
    accepted(run, "a.txt")
    before = Path(".sayso-baseline.json").read_text()
    run.file("a.txt", ARTICLE + " A choir sang on Friday evening.")
    run(*CHECK[:3], "a.txt", "--format", "json", "-o", "report.json")
    assert run("baseline", "diff", "report.json").out == ""
    assert (
        run("baseline", "update", "report.json", "--author", "Bo").err == ".sayso-baseline.json: 0 added, 0 dropped\n"
    )
    after = Path(".sayso-baseline.json").read_text()
    assert after != before and after.count('"author": "Ann"') == before.count('"author": "Ann"') == 2
    (run.folder / "a.txt").rename(run.folder / "renamed.txt")
    assert run(*CHECK, "renamed.txt").code == 0


def test_a_report_without_notes_drops_no_decision_on_notes(run: Run) -> None:
    run.file("a.txt", "A choir sang in the market hall on Friday evening.")
    run(*CHECK[:3], "a.txt", "--format", "json", "-o", "report.json", "--show", "notes")
    assert run("baseline", "create", "report.json").code == 0
    run(*CHECK[:3], "a.txt", "--format", "json", "-o", "report.json")
    assert run("baseline", "update", "report.json").err == ".sayso-baseline.json: 0 added, 0 dropped\n"


def test_audit_asks_one_by_one(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    run.file("a.txt")
    run(*CHECK[:3], "a.txt", "--format", "json", "-o", "report.json")
    ended = run("baseline", "audit", "report.json", stdin=b"f\nthe count is old\nq\n")
    assert "1 of 2" in ended.out and "2 of 2" in ended.out
    text = Path(".sayso-baseline.json").read_text()
    assert "false alarm" in text and "the count is old" in text
    assert "1 suppressed" in run(*CHECK, "a.txt").err


def test_what_is_wrong_is_one_line(run: Run) -> None:
    run.file("a.txt")
    missing = run(*CHECK, "a.txt", "--baseline", "none.json")
    assert (missing.code, len(missing.lines)) == (2, 1) and "none.json: no such file" in missing.err
    run.file(".sayso-baseline.json", "not json")
    broken = run(*CHECK, "a.txt")
    assert (broken.code, len(broken.lines)) == (2, 1) and ".sayso-baseline.json: cannot be read" in broken.err
    run.file("report.json", "[1]")
    assert run("baseline", "diff", "report.json", "--baseline", "b.json").code == 2
