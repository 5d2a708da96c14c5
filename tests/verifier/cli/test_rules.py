"""Rules on the command line: --fail-on, --ignore, --enable, and ``sayso rules``."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path, PurePosixPath

import pytest

from tests.verifier.cli.test_main import Run, run
from verifier.report import rules as listing
from verifier.verdict.rules import BY_ID, RULES, Rule

__all__ = ["run"]


def raised(run: Run, *options: str) -> set[str]:
    ended = run("check", "good.txt", "--corpus", "refs", "--format", "jsonl", *options)
    assert ended.code in (0, 1)
    return {flag["rule"] for line in ended.out.splitlines() for flag in json.loads(line)["flags"]}


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--fail-on", "SO001"], 1),
        (["--fail-on", "refuted"], 1),
        (["--fail-on", "NUM001"], 1),
        (["--fail-on", "TIM001"], 0),
        (["--fail-on", "TIM001", "--fail-on", "number"], 1),
        (["--fail-on", "number", "--ignore", "NUM001"], 0),
        (["--fail-on", "refuted", "--ignore", "refuted"], 0),
        (["--fail-on", "refuted", "--ignore", "SAID001"], 1),
    ],
)
def test_what_ends_with_1(run: Run, options: list[str], code: int) -> None:
    run.file("good.txt")
    assert run("check", "good.txt", "--corpus", "refs", *options).code == code


def test_what_is_ignored_is_not_raised(run: Run) -> None:
    run.file("good.txt")
    everything = raised(run)
    assert {"SO001", "NUM001"} <= everything
    assert raised(run, "--ignore", "SO001", "--ignore", "unsupported") == everything - {"SO001", "SO002", "SAID003"}
    run.file("pyproject.toml", '[tool.sayso]\nignore = ["number", "SO001"]\n')
    assert raised(run) == everything - {"NUM001", "SO001"}
    assert raised(run, "--ignore", "SO003") == everything - {"SO003"}


def test_what_is_off_is_raised_where_it_is_asked_for(run: Run) -> None:
    run.file("good.txt", "The border guards counted 900 people in Kaunas, and not 4,000.")
    for name in ("a", "b"):
        run.file(f"refs/{name}.txt", "The border guards counted 900 people in Kaunas, and not 4,000.")
    assert "SO004" not in raised(run)
    assert "SO004" in raised(run, "--enable", "SO004")
    assert "SO004" in raised(run, "--enable", "single-voice")
    assert "SO004" not in raised(run, "--enable", "single-voice", "--ignore", "SO004")


@pytest.mark.parametrize("option", ["--ignore", "--enable", "--fail-on"])
def test_an_unknown_rule_is_named(run: Run, option: str) -> None:
    run.file("good.txt")
    ended = run("check", "good.txt", "--corpus", "refs", option, "SO999")
    assert (ended.code, ended.out, len(ended.lines)) == (2, "", 1)
    assert "'SO999' is not one of" in ended.err


def test_the_list(run: Run) -> None:
    ended = run("rules")
    assert (ended.code, ended.err) == (0, "")
    assert all(rule.id in ended.out for rule in RULES)
    as_json = run("rules", "--format", "json")
    assert [row["id"] for row in json.loads(as_json.out)] == list(BY_ID)


ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("rule", RULES, ids=[rule.id for rule in RULES])
def test_every_rule_has_a_page_that_rules_shows(run: Run, rule: Rule) -> None:
    page = (ROOT / "docs" / "rules" / f"{rule.id}.md").read_text()
    by_id = run("rules", rule.id)
    assert (by_id.code, by_id.out) == (0, page)
    # Rules that ask the same of what is said and what is so share a name.
    assert page in run("rules", rule.name).out


def test_one_rule_as_json_and_none_of_that_name(run: Run) -> None:
    (found,) = json.loads(run("rules", "number", "--format", "json").out)
    assert found["id"] == "NUM001"
    assert run("rules", "NUM999").code == 2


def test_pages_are_found_where_they_were_installed(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    ((target, patterns),) = project["tool"]["setuptools"]["data-files"].items()
    assert (PurePosixPath(target).parts[-2:], patterns) == (listing.PAGES, ["docs/rules/*.md"])
    page = tmp_path / target / "NUM001.md"
    page.parent.mkdir(parents=True)
    page.write_text("# A page")

    class Installed(PurePosixPath):
        def locate(self) -> Path:
            return tmp_path / self

    monkeypatch.setattr(listing, "__file__", str(tmp_path / "a" / "b" / "c" / "rules.py"))
    monkeypatch.setattr(listing, "files", lambda _: [Installed("bin/sayso"), Installed(target) / "NUM001.md"])
    assert run("rules", "NUM001").out == "# A page"
    ended = run("rules", "NUM001".replace("NUM", "TIM"))
    assert (ended.code, ended.err) == (2, "error: TIM001.md: the page was not installed; install SaySo again\n")
