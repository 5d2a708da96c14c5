"""What ``sayso check`` says beside the report: what was covered, what failed, in which formats."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.verifier.cli.test_main import ARTICLE, Run, run
from verifier.report.formats import FORMATS

__all__ = ["run"]


def test_flags_end_with_1_only_where_they_are_asked_for(run: Run) -> None:
    good = run.file("good.txt")
    assert run("check", good, "--corpus", "refs").code == 0
    assert run("check", good, "--corpus", "refs", "--fail-on", "refuted").code == 1
    assert run("check", good, "--corpus", "refs", "--fail-on", "conflicting").code == 0
    both = ["--fail-on", "conflicting", "--fail-on", "refuted"]
    assert run("check", good, "--corpus", "refs", *both).code == 1
    assert run("check", good, "--corpus", "refs", "--fail-on", "error").code == 1
    assert run("check", good, "--corpus", "refs", "--fail-on", "warning").code == 0


def test_flags_and_bad_input_are_both_told(run: Run) -> None:
    run.file("good.txt")
    arguments = ["check", "good.txt", "missing.txt", "--corpus", "refs", "--fail-on", "refuted"]
    ended = run(*arguments)
    assert (ended.code, ended.lines) == (1, ["error: missing.txt: no such file; check the name"])
    assert "failed: good.txt:1:1: error SO001 refuted: so: " in ended.err
    assert run(*arguments, "--strict").code == 2


def test_the_summary_says_what_was_covered_and_what_failed(run: Run) -> None:
    run.file("good.txt")
    ended = run("check", "good.txt", "--corpus", "refs", "--fail-on", "error", "-o", "report.txt")
    first, second, *failed = ended.err.splitlines()
    assert first == "1 article, 2 claims: 2 checkable, 2 with evidence, 1 settled"
    assert second.startswith("2 errors, 1 claim is not in the references")
    assert [line.split(": ")[:3] for line in failed] == [
        ["failed", "good.txt:1:1", "error SO001 refuted"],
        ["failed", "good.txt:1:27", "error NUM001 number"],
    ]


def test_a_run_that_checked_nothing_is_no_pass(run: Run) -> None:
    run.file("other.txt", "A choir sang in the market hall on Friday evening.")
    arguments = ["check", "other.txt", "--corpus", "refs"]
    assert run(*arguments).code == 0
    ended = run(*arguments, "--fail-on", "refuted")
    assert ended.code == 1 and "RUN001 nothing-checked: none of 1 claim meets anything" in ended.err
    assert run(*arguments, "--fail-on", "refuted", "--ignore", "RUN001").code == 0
    for format_, sign in {"sarif": "RUN001", "junit": "RUN001", "github": "RUN001", "markdown": "RUN001"}.items():
        assert sign in run(*arguments, "--format", format_).out


def test_notes_are_counted_and_shown_where_they_are_asked_for(run: Run) -> None:
    run.file("other.txt", "A choir sang in the market hall on Friday evening.")
    arguments = ["check", "other.txt", "--corpus", "refs", "--format", "json"]
    quiet, told = run(*arguments), run(*arguments, "--show", "notes")
    assert "1 claim is not in the references" in quiet.err
    assert [flag["rule"] for flag in json.loads(told.out)["claims"][0]["flags"]] == ["SO002"]
    assert json.loads(quiet.out)["claims"][0]["flags"] == []


def test_several_formats_at_once(run: Run) -> None:
    run.file("good.txt")
    arguments = ["check", "good.txt", "--corpus", "refs"]
    alone = {name: run(*arguments, "--format", name).out for name in FORMATS}
    outputs = [part for name in FORMATS[1:] for part in ("-o", f"{name}={name}.out")]
    ended = run(*arguments, "-o", "plain.txt", *outputs)
    assert ended.out == ""
    assert {name: Path(f"{name}.out").read_text() for name in FORMATS[1:]} == {n: alone[n] for n in FORMATS[1:]}
    assert Path("plain.txt").read_text() == alone["text"]
    both = run(*arguments, "--format", "github", "-o", "csv=both.csv")
    assert (both.out, Path("both.csv").read_text()) == (alone["github"], alone["csv"])
    twice = run(*arguments, "-o", "json=x", "-o", "csv=x")
    assert (twice.code, twice.lines) == (2, ["error: x: two formats go to it; give each its own file"])
    misspelt = run(*arguments, "-o", "htlm=report.html")
    assert misspelt.code == 2
    assert misspelt.err.startswith("error: htlm=report.html: 'htlm' is no format; one of text, ")
    assert misspelt.err.endswith("; a file is ./htlm=report.html\n")
    assert run(*arguments, "-o", "./htlm=report.html").code == 0


def test_a_warm_cache_and_none_give_the_same(run: Run) -> None:
    run.file("good.txt")
    arguments = ["check", "good.txt", "--corpus", "refs", "--format", "json"]
    cold, warm, anew = run(*arguments), run(*arguments), run(*arguments, "--no-cache")
    assert cold.out and (cold.out, cold.err) == (warm.out, warm.err) == (anew.out, anew.err)


def test_an_empty_cache_stays_so_without_one(run: Run) -> None:
    run.file("good.txt")
    run("check", "good.txt", "--corpus", "refs", "--no-cache")
    assert "verdicts" not in run("cache", "stats").out


def test_cache_says_what_is_in_it_and_forgets_it(run: Run) -> None:
    run.file("good.txt")
    run("check", "good.txt", "--corpus", "refs")
    shown = run("cache", "stats").out.splitlines()
    assert shown[0] == str(run.folder.parent / "cache")
    rows = {line.split()[0]: line.split()[1] for line in shown[1:]}
    assert (rows["articles"], rows["splits"], rows["verdicts"]) == ("1", "1", "2")
    assert "1,000,000,000 at most" in shown[-2]
    assert "results deleted" in run("cache", "clear").err
    assert "verdicts" not in run("cache", "stats").out
    indexes = run.folder.parent / "cache" / "corpora"
    assert indexes.is_dir()
    run("cache", "clear", "--references")
    assert not indexes.exists()


def test_a_limit_of_the_cache_that_is_no_size(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    run.file("good.txt")
    monkeypatch.setenv("SAYSO_CACHE_SIZE", "plenty")
    for command in (["check", "good.txt", "--corpus", "refs"], ["cache", "stats"]):
        ended = run(*command)
        assert (ended.code, ended.lines) == (
            2, ["error: SAYSO_CACHE_SIZE: 'plenty' is not a size; write it as 500MB or 2GB"],
        )  # fmt: skip


def test_an_article_suppresses_a_flag_in_one_place_and_says_why(run: Run) -> None:
    first, second = ARTICLE.split(". ", 1)
    words = "<!-- sayso: ignore refuted, number the guards counted twice until 2099-01-01 -->"
    run.file("good.md", f"{first}. {words}\n\n{second}\n\n<!-- sayso: ignore refuted stale until 2001-01-01 -->\n")
    ended = run("check", "good.md", "--corpus", "refs", "--fail-on", "error", "--format", "json")
    assert ended.code == 0
    assert "good.md:5: the suppression ended on 2001-01-01" in ended.err
    (claim, _) = json.loads(ended.out)["claims"]
    assert claim["text"] == f"{first}."
    assert {(flag["state"], flag["reason"]) for flag in claim["flags"]} == {("suppressed", "the guards counted twice")}
    assert "2 suppressed" in ended.err

    run.file("good.md", f"{first}. <!-- sayso: ignore refutd typo -->\n\n{second}")
    ended = run("check", "good.md", "--corpus", "refs")
    assert (ended.code, ended.lines) == (2, ["error: good.md:1: there is no rule 'refutd'; see `sayso rules`"])


def test_a_page_opens_references_by_their_place_from_it(run: Run) -> None:
    run.file("good.txt")
    Path("out").mkdir()
    arguments = ["check", "good.txt", "--corpus", "refs", "--format", "html"]
    assert run(*arguments, "--links", "refs", "-o", "out/report.html").code == 0
    page = Path("out/report.html").read_text(encoding="utf-8")
    (reference,) = [file for file in Path("refs").iterdir() if f'href="./../refs/{file.name}#:~:text=' in page][:1]
    assert reference.is_file()
    assert str(Path.cwd()) not in page
    assert 'href="./refs/' in run(*arguments, "--links", "refs").out
    assert 'href="./' not in run(*arguments).out
    ended = run(*arguments, "--links", "nowhere")
    assert ended.code == 2 and ended.lines == ["error: nowhere: no such folder; name the folder of the references"]
