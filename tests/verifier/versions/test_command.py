"""``sayso diff``: its formats, its exit codes, and what it says of bad input."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

import verifier.report
from tests.verifier.cli.test_main import Run, run

__all__ = ["run"]

OLD = "The council may close two schools. The minister said that the border was closed. It rained in <b>Elm</b>."
NEW = "The council will close two schools. The border was closed. A choir sang <script>alert(1)</script>."
SCHEMA = json.loads((Path(verifier.report.__file__).parent / "schema.json").read_text(encoding="utf-8"))


@pytest.fixture
def versions(run: Run) -> tuple[str, str]:
    run.file("old.txt", OLD)
    run.file("new.txt", NEW)
    return "old.txt", "new.txt"


def test_text_says_what_changed_and_the_exit_code_only_where_it_is_asked_for(
    run: Run, versions: tuple[str, str]
) -> None:
    ended = run("diff", *versions)
    assert ended.code == 0
    assert "hardened: “may” → “will”" in ended.out
    assert "hardened: The minister (“said”) → asserted" in ended.out
    assert run("diff", *versions, "--exit-code").code == 1
    assert run("diff", versions[0], versions[0], "--exit-code").code == 0
    assert "nothing changed" in run("diff", versions[0], versions[0]).out


def test_json_is_what_the_schema_says(run: Run, versions: tuple[str, str]) -> None:
    for more in ((), ("--corpus", "refs")):
        found = json.loads(run("diff", *versions, "--format", "json", *more).out)
        Draft202012Validator({"$defs": SCHEMA["$defs"], "$ref": "#/$defs/diff"}).validate(found)
        assert found["schema"] == "sayso-diff/1"
        assert found["counts"]["hardened"] == 2
        assert ("verdicts" in found["changes"][0]["new"]) == bool(more)


def test_the_page_escapes_what_others_wrote_and_loads_nothing(run: Run, versions: tuple[str, str]) -> None:
    run("diff", *versions, "--format", "html", "-o", "diff.html")
    page = Path("diff.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert "<b>Elm" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "default-src 'none'" in page
    assert '<mark class="differs">may</mark>' in page
    assert '<mark class="differs">will</mark>' in page


def test_verdicts_stand_beside_the_changes_with_a_corpus(run: Run) -> None:
    run.file("old.txt", "The border guards counted 900 people in Kaunas.")
    run.file("new.txt", "The border guards counted 4,000 people in Kaunas.")
    out = run("diff", "old.txt", "new.txt", "--corpus", "refs").out
    assert "number: 900 people → 4,000 people" in out
    assert "so REFUTED" in out


@pytest.mark.parametrize(
    ("files", "message"),
    [
        (("missing.txt", "old.txt"), "no such file"),
        (("-", "-"), "cannot be both versions"),
        (("two.jsonl", "old.txt"), "holds 2 articles"),
    ],
)
def test_bad_input_is_one_line(run: Run, versions: tuple[str, str], files: tuple[str, str], message: str) -> None:
    run.file("two.jsonl", '{"text": "It rained in Elm."}\n{"text": "It snowed in Elm."}\n')
    ended = run("diff", *files)
    assert (ended.code, ended.out) == (2, "")
    assert message in ended.err
    assert len(ended.err.splitlines()) == 1
