from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from verifier.cli.corpus import corpus


@pytest.fixture
def refs(tmp_path: Path) -> Path:
    folder = tmp_path / "refs"
    folder.mkdir()
    (folder / "border.md").write_text(
        "---\ntitle: Border\npublisher: LRT\npublished: 2021-08-06\n---\nLithuania counted 4,110 people.\n"
    )
    (folder / "milk.txt").write_text("The price of milk rose.")
    return folder


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(corpus, [str(argument) for argument in arguments])


def test_add_list_stats_remove(refs: Path) -> None:
    where = refs.parent / "corpus"
    result = run("add", where, refs)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "2 added, 0 replaced, 0 unchanged\n")
    assert run("add", where, refs).stderr == "0 added, 0 replaced, 2 unchanged\n"
    (refs / "milk.txt").write_text("The price of milk fell.")
    assert run("add", where, refs / "milk.txt").stderr == "0 added, 1 replaced, 0 unchanged\n"

    assert run("list", where).stdout == "border\t2021-08-06\tLRT\tBorder\nmilk\n"
    rows = json.loads(run("list", where, "--format", "json").stdout)
    assert [row["id"] for row in rows] == ["border", "milk"]
    assert (rows[0]["published"], rows[1]["published"], rows[0]["passages"]) == ("2021-08-06", None, 1)

    stats = json.loads(run("stats", where, "--format", "json").stdout)
    assert (stats["documents"], stats["passages"]) == (2, 2)
    assert run("stats", where).stdout.splitlines()[0] == "documents: 2"
    assert f"digest: {stats['digest']}" in run("stats", where).stdout

    result = run("remove", where, "milk")
    assert (result.exit_code, result.stderr) == (0, "1 removed\n")
    assert run("list", where).stdout == "border\t2021-08-06\tLRT\tBorder\n"


def test_bad_references_are_named_and_the_rest_is_added(refs: Path) -> None:
    (refs / "lines.jsonl").write_text('{"text": "A good line."}\n{"text": 5}\n')
    (refs / "empty.txt").write_text("")
    where = refs.parent / "corpus"
    result = run("add", where, refs, refs.parent / "missing.txt")
    assert result.exit_code == 2
    assert result.stdout == ""
    errors = [line for line in result.stderr.splitlines() if line.startswith("error: ")]
    assert [line.split(": ")[1] for line in errors] == [
        str(refs / "empty.txt"),
        f'{refs / "lines.jsonl"}:2 field "text"',
        str(refs.parent / "missing.txt"),
    ]
    assert result.stderr.splitlines()[-1] == "3 added, 0 replaced, 0 unchanged"
    assert len(run("list", where).stdout.splitlines()) == 3


def test_nothing_to_add_makes_no_corpus(refs: Path) -> None:
    where = refs.parent / "corpus"
    result = run("add", where, refs / "missing.txt")
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert not where.exists()


@pytest.mark.parametrize(
    ("command", "message"),
    [
        (["add", "REFS", "REFS"], "holds other files and is not a SaySo corpus; name a new or empty folder"),
        (["list", "REFS"], "no SaySo corpus here; make one with `sayso corpus add"),
        (["stats", "NOWHERE"], "no SaySo corpus here"),
        (["remove", "CORPUS", "milk", "nope"], "no document 'nope'; see `sayso corpus list"),
        (["remove", "nothing://here", "milk"], "not a SaySo corpus"),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(refs: Path, command: list[str], message: str) -> None:
    places = {"REFS": refs, "CORPUS": refs.parent / "corpus", "NOWHERE": refs.parent / "nowhere"}
    run("add", places["CORPUS"], refs)
    result = run(*(places.get(word, word) for word in command))
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("error: ") and result.stderr.count("\n") == 1
    assert message in result.stderr
    assert run("list", places["CORPUS"]).stdout.startswith("border")


@pytest.mark.parametrize(
    "command", [["add"], ["add", "c"], ["remove", "c"], ["list"], ["list", "c", "--format", "xml"]]
)
def test_bad_usage_is_exit_code_2(command: list[str]) -> None:
    assert run(*command).exit_code == 2


def test_references_do_not_steer_the_terminal(refs: Path) -> None:
    hostile = {"text": "Some text.", "id": "a\nb\x1b[2J", "title": "T\x1b]0;owned\x07\u202e\n"}
    (refs / "h.jsonl").write_text(json.dumps(hostile))
    where = refs.parent / "corpus"
    run("add", where, refs / "h.jsonl")
    result = run("list", where)
    assert result.stdout.count("\n") == 1
    assert not {"\x1b", "\x07", "\u202e"} & set(result.stdout)
    assert json.loads(run("list", where, "--format", "json").stdout)[0]["id"] == hostile["id"]


def test_help_loads_nothing_heavy() -> None:
    heavy = {"lancedb", "pyarrow", "torch", "rich", "trafilatura"}
    code = f"import sys, verifier.cli.corpus; print({heavy} & set(sys.modules))"
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "set()"
