from __future__ import annotations

import copy
import json
from collections.abc import Callable
from dataclasses import replace
from importlib.resources import files
from typing import Any

import jsonschema
import pytest

from claims.errors import InputError
from tests.verifier.report.examples import build, check_golden
from verifier.records import CarefulScores, Report
from verifier.report import jsonl
from verifier.report.json import claim_object, from_object, parse, render, to_object

SCHEMA = json.loads((files("verifier.report") / "schema.json").read_text(encoding="utf-8"))


def validate(instance: object, name: str | None = None) -> None:
    schema = {**SCHEMA, "oneOf": [{"$ref": f"#/$defs/{name}"}]} if name else SCHEMA
    jsonschema.Draft202012Validator(schema).validate(instance)


def test_golden() -> None:
    check_golden("report.json", render([build()]))


def test_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("number", [0, 1, 2])
def test_rendered_reports_follow_the_schema(number: int) -> None:
    loaded = json.loads(render([build()] * number))
    validate(loaded)
    assert isinstance(loaded, dict) == (number == 1)


def test_claims_alone_and_lines_follow_the_schema() -> None:
    report = build()
    for checked in report.claims:
        validate(json.loads(json.dumps(claim_object(checked.claim))), "claim")
    lines = jsonl.render([report, report]).splitlines()
    assert len(lines) == 2 * len(report.claims)
    for line in lines:
        validate(json.loads(line), "line")


def objects(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Paths of all objects with fixed keys."""
    if path[:1] == ("run",) and len(path) > 1:
        return []
    found: list[tuple[str | int, ...]] = [path] if isinstance(value, dict) else []
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
        if isinstance(inner, dict | list):
            found += objects(inner, (*path, key))
    return found


@pytest.mark.parametrize("path", objects(to_object(build())), ids=str)
def test_no_object_takes_an_unknown_key(path: tuple[str | int, ...]) -> None:
    changed: Any = copy.deepcopy(to_object(build()))
    place = changed
    for key in path:
        place = place[key]
    place["unknown"] = 1
    with pytest.raises(jsonschema.ValidationError):
        validate(changed)


def rounded(report: Report) -> Report:
    return from_object(to_object(report))


def test_round_trip() -> None:
    report = build()
    again = rounded(report)
    assert again == rounded(again)
    assert again.article == report.article
    assert again.run == report.run
    assert [checked.claim for checked in again.claims] == [checked.claim for checked in report.claims]
    assert again.claims[0].so is not None
    assert again.claims[0].so.confidence == 0.9123
    assert [checked.flags for checked in again.claims] == [checked.flags for checked in report.claims]
    assert again.claims[3].so is not None
    assert (again.claims[3].so.voices_for, again.claims[3].so.voices_against) == (1, 1)
    assert parse(render([report, report])) == (again, again)


def test_evidence_says_when_a_careful_reader_read_it() -> None:
    report = build()
    checked = report.claims[0]
    assert checked.so is not None
    first, *others = checked.so.evidence
    scores = CarefulScores(first.scores.entailment, first.scores.neutral, first.scores.contradiction)
    so = replace(checked.so, evidence=(replace(first, scores=scores), *others))
    obj = to_object(replace(report, claims=(replace(checked, so=so), *report.claims[1:])))
    validate(obj)
    readers = [one.get("reader") for one in obj["claims"][0]["verdicts"]["so"]["evidence"]]
    assert readers == ["careful", *[None] * len(others)]
    assert rounded(from_object(obj)).claims[0].so == from_object(obj).claims[0].so


def test_nothing_acts_on_a_terminal_or_breaks_a_line() -> None:
    nasty = "\x1b[2J\x7f\x85\u2028\u2029\u202e\u2066\ud800 é 🚢"
    article = replace(build().article, title=nasty)
    text = render([replace(build(), article=article)])
    assert not set(text) & set("\x1b\x7f\x85\u2028\u2029\u202e\u2066\ud800")
    assert "é 🚢" in text
    text.encode("utf-8")
    assert json.loads(text)["article"]["title"] == nasty


def test_not_a_number_is_refused() -> None:
    report = build()
    assert report.claims[0].so is not None
    bad = replace(report.claims[0], so=replace(report.claims[0].so, confidence=float("nan")))
    with pytest.raises(ValueError):
        render([replace(report, claims=(bad,))])


def put(*path: str | int, value: object) -> Callable[[Any], None]:
    def change(obj: Any) -> None:
        for key in path[:-1]:
            obj = obj[key]
        obj[path[-1]] = value

    return change


MALFORMED: list[tuple[str, Callable[[Any], None]]] = [
    ("schema", put("schema", value="sayso-report/2")),
    ("schema", lambda obj: obj.pop("schema")),
    ("article", put("article", value=[])),
    ("article.published", put("article", "published", value="yesterday")),
    ("article.text", put("article", "text", value=None)),
    ("run.models.nli", put("run", "models", "nli", value="pairs")),
    ("run.corpus.documents", put("run", "corpus", "documents", value=1.5)),
    ("claims", put("claims", value={})),
    ("claims[0]", put("claims", 0, value=3)),
    ("claims[1].article_id", put("claims", 1, "article_id", value="other")),
    ("claims[1].kind", put("claims", 1, "kind", value=["asserted"])),
    ("claims[1].checkable", put("claims", 1, "checkable", value=1)),
    ("claims[1].spans[0]", put("claims", 1, "spans", 0, value=[3, 3])),
    ("claims[1].spans[0]", put("claims", 1, "spans", 0, value=[False, True])),
    ("claims[1].spans", put("claims", 1, "spans", value=[[4, 9], [2, 3]])),
    ("claims[1].spans", put("claims", 1, "spans", value=[[0, 10**6]])),
    ("claims[0].chain[1].polarity", put("claims", 0, "chain", 1, "polarity", value="maybe")),
    ("claims[0].time.end", put("claims", 0, "time", "end", value=20)),
    ("claims[0].verdicts.so.label", put("claims", 0, "verdicts", "so", "label", value="TRUE")),
    ("claims[0].verdicts.so.confidence", put("claims", 0, "verdicts", "so", "confidence", value=float("nan"))),
    ("claims[0].verdicts.so.confidence", put("claims", 0, "verdicts", "so", "confidence", value=True)),
    ("claims[0].verdicts.so.evidence[0].span", put("claims", 0, "verdicts", "so", "evidence", 0, "span", value=[1, 2])),
    ("claims[0].verdicts.so.voices_for", put("claims", 0, "verdicts", "so", "voices_for", value=-1)),
    ("claims[0].verdicts.so.voices_against", put("claims", 0, "verdicts", "so", "voices_against", value=True)),
    ("claims[2].flags[0].spans", put("claims", 2, "flags", 0, "spans", value=[[0, 10**6]])),
    ("claims[2].flags[0].reference.document_id", put("claims", 2, "flags", 0, "reference", "document_id", value=1)),
    ("claims[2].flags[0].reference.spans", put("claims", 2, "flags", 0, "reference", "spans", value=[[4, 9], [2, 3]])),
    ("claims[2].flags[0].severity", put("claims", 2, "flags", 0, "severity", value="fatal")),
]


@pytest.mark.parametrize(("field", "change"), MALFORMED)
def test_an_error_names_the_field(field: str, change: Callable[[Any], None]) -> None:
    obj = copy.deepcopy(to_object(build()))
    change(obj)
    with pytest.raises(InputError) as caught:
        from_object(obj, "r.json")
    assert caught.value.where == f"r.json: {field}"


@pytest.mark.parametrize("text", ["", "{", "[1]", "3", "null", "{}"])
def test_what_is_not_a_report(text: str) -> None:
    with pytest.raises(InputError, match=r"r\.json"):
        parse(text, "r.json")
