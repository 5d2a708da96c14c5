"""Rules on the command line: --fail-on, --ignore, --enable, and ``sayso rules``."""

from __future__ import annotations

import json

import pytest

from tests.verifier.cli.test_main import Run, run
from verifier.verdict.rules import BY_ID, RULES

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
