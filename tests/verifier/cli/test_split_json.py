"""``sayso split --format json`` against its schema and against what ``check`` writes."""

from __future__ import annotations

import json
from importlib.resources import files

from jsonschema import Draft202012Validator

from tests.verifier.cli.test_main import ARTICLE, Run, run

__all__ = ["run"]


def test_split_as_json(run: Run) -> None:
    schema = json.loads((files("verifier.report") / "schema.json").read_text(encoding="utf-8"))
    validator = Draft202012Validator({"$defs": schema["$defs"], "$ref": "#/$defs/split"})
    run.file("a.txt", ARTICLE)
    run.file("b.txt", "It rained in Lorne on Monday.")
    one = run("split", "a.txt", "--format", "json")
    found = json.loads(one.out)
    assert one.code == 0
    validator.validate(found)
    assert found["article"]["text"] == ARTICLE and found["run"]["models"].keys() == {"attribution"}
    lines = [json.loads(line) for line in run("split", "a.txt", "--format", "jsonl").out.splitlines()]
    assert found["claims"] == lines and lines
    checked = json.loads(run("check", "a.txt", "--corpus", "refs", "--format", "json").out)
    assert [{**claim, "verdicts": 0, "flags": 0} for claim in found["claims"]] == [
        {**claim, "verdicts": 0, "flags": 0} for claim in checked["claims"]
    ]
    assert found["article"] == checked["article"]
    both = json.loads(run("split", "a.txt", "b.txt", "--format", "json").out)
    assert [each["article"]["id"] for each in both] == ["a", "b"]
    for each in both:
        validator.validate(each)
