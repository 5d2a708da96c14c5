"""Decisions in other forms and back: nothing is lost, nothing acts where it is opened."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from lxml import etree

from claims.errors import InputError
from tests.verifier.review.entries import HOSTILE, TIME, answer_on, entries, files, on_claim, on_flag
from tests.verifier.review.test_answers import AGAINST, Told, make
from verifier.records import Report
from verifier.review.answers import ON_FINDING, ON_QUESTION, OnClaim
from verifier.review.decisions import decision_on
from verifier.review.exchange import csv as table
from verifier.review.exchange import labelstudio, markdown, training
from verifier.review.file import Entry
from verifier.review.merge import brought_in
from verifier.training.evaluation import read_pairs
from verifier.training.mixture import Step, source_pairs, weights

DOCS = Path(__file__).parents[3] / "docs" / "review.md"
EMOJI = "\U0001f6a2 Ferries\r\n\r\nThe harbour master said \U0001f6a2 three ferries sank.\rThree ferries sank."


@given(files)
def test_csv_comes_back_as_it_was(drawn: list[Entry]) -> None:
    assert list(table.parse(table.render(drawn), "d.csv")) == drawn


@given(entries)
def test_no_cell_of_csv_is_a_formula_or_hides_anything(entry: Entry) -> None:
    text = table.render([entry])
    assert "\u202e" not in text and "\u2028" not in text
    (row,) = list(csv.reader(io.StringIO(text)))[1:]
    assert not [cell for cell in row if re.match(r"[=+@-]", cell) or re.search(r"[\r\n\t]", cell)]


def test_a_spreadsheet_may_change_columns_and_separators() -> None:
    rows = list(csv.reader(io.StringIO(table.render([on_claim("Ann", "agree"), on_flag("Ben", "right")]))))
    order = sorted(range(len(rows[0])), key=lambda n: rows[0][n])
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows([row[n] for n in order] for row in rows)
    changed = "\ufeff" + text.getvalue().replace(";agree;", ";supported;", 1)
    assert list(table.parse(changed, "d.csv")) == [on_claim("Ann", "supported"), on_flag("Ben", "right")]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (",refuted,", ",false,", "d.csv:3: answer: none of"),
        ('"[""SO001""]"', "SO001", "d.csv:2: rules: was changed into something else"),
        ("2031-03-05T09:30:00Z", "5 March", "d.csv:2: time: not a time"),
    ],
)
def test_a_bad_row_is_named_and_the_rest_goes_on(old: str, new: str, message: str) -> None:
    text = table.render([on_claim("Ann", "agree"), on_claim("Ben", "refuted"), on_claim("Cy", "agree")])
    found = list(table.parse(text.replace(old, new, 1), "d.csv"))
    errors = [each for each in found if isinstance(each, InputError)]
    assert len(found) == 3 and len(errors) == 1 and message in str(errors[0])


def test_another_table_is_refused() -> None:
    for text in ("", "a,b\n1,2\n"):
        (error,) = table.parse(text, "d.csv")
        assert "d.csv: no column about" in str(error)


def test_markdown_is_a_table_an_article_in_which_nothing_acts() -> None:
    hostile = on_claim(HOSTILE, "wrong voice", question=None, right_voice=HOSTILE, reason=HOSTILE)
    found = markdown.render([on_flag("Ann", "known", reason="of May"), replace(hostile, claim=HOSTILE)])
    lines = found.splitlines()
    assert lines[:5] == ["# Decisions", "", "## draft", "", "| claim | by | decided | why | reviewer | time |"]
    assert lines[6] == "| Claim 1. |  | known on SO001 | of May | Ann | 2031-03-05 09:30 UTC |"
    assert len(re.split(r"(?<!\\)\|", lines[7])) == 8
    assert not [mark for mark in ("<script", "\u202e", "\u2028", "](") if mark in found]


def reviewed(report: Report) -> list[Entry]:
    checked = report.claims[0]
    return [
        answer_on(report, 0, "so", "agree", author="Ann", time=TIME, reason=HOSTILE),
        answer_on(report, 0, None, "badly split", right_spans=((0, 3), (22, 40)), author="Ann", time=TIME),
        answer_on(report, 1, "so", "supported", author="Ann", time=TIME.replace(hour=11)),
        answer_on(report, 0, None, "wrong voice", right_voice=HOSTILE, author="Ben \u202e", time=TIME),
        answer_on(report, 1, "so", "later"),
        decision_on(report, checked, checked.flags[1], "false alarm", author="Ann", time=TIME, reason="old"),
    ]


REPORTS = {
    "plain": make(text=EMOJI),
    "attributed": make(text=EMOJI, voice="The harbour master", url="https://a.example/1"),
    "hostile": make(text=EMOJI + HOSTILE, claim=HOSTILE, name=HOSTILE),
}


@pytest.mark.parametrize("name", REPORTS)
def test_label_studio_comes_back_as_it_was(name: str) -> None:
    report = REPORTS[name]
    made = reviewed(report)
    text = labelstudio.render(made, [report])
    assert "\u202e" not in text
    assert sorted(labelstudio.parse(text, "tasks.json"), key=str) == sorted(made, key=str)


def test_label_studio_keeps_what_lapsed_and_what_was_of_an_earlier_text() -> None:
    report = make("NOT ENOUGH INFO", AGAINST[1:], text=EMOJI + " More.")
    newer = answer_on(report, 0, "so", "not in the references", author="Ann", time=TIME.replace(hour=12))
    made = [*reviewed(make(text=EMOJI)), newer]
    assert sorted(labelstudio.parse(labelstudio.render(made, [report]), "t"), key=str) == sorted(made, key=str)


def test_label_studio_counts_code_points_of_a_text_without_carriage_returns() -> None:
    report = REPORTS["plain"]
    task = task_of(report, *reviewed(report))
    text = task["data"]["text"]
    assert len(text) == len(EMOJI) and "\r" not in text
    parts = [part for each in (*task["predictions"], *task["annotations"]) for part in each["result"]]
    marks = [part["value"] for part in parts if part["type"] == "labels"]
    assert marks and all(text[each["start"] : each["end"]] == each["text"] for each in marks)


def test_every_part_of_a_task_has_its_control_in_the_configuration() -> None:
    assert labelstudio.config() in DOCS.read_text(encoding="utf-8")
    config = etree.fromstring(labelstudio.config())
    words = {
        each.get("name"): [one.get("value") for one in each] for each in config.iter("Labels", "Choices", "TextArea")
    }
    assert words["so"] == list(ON_QUESTION) and words["finding"] == list(ON_FINDING)
    report = REPORTS["attributed"]
    task = task_of(report, *reviewed(report))
    parts = [part for each in (*task["predictions"], *task["annotations"]) for part in each["result"]]
    for part in parts:
        chosen = part["value"].get("labels") or part["value"].get("choices") or []
        assert set(chosen) <= set(words[part["from_name"]])
    names = {"label", "said", "so", "finding", "so_reason", "right_voice", "reviewer"}
    assert {part["from_name"] for part in parts} == names


def task_of(report: Report, *made: Entry) -> dict[str, Any]:
    (task,) = json.loads(labelstudio.render(made, [report]))
    return dict(task)


def test_what_is_changed_in_label_studio_is_a_new_answer() -> None:
    report = REPORTS["plain"]
    task = task_of(report, answer_on(report, 0, "so", "agree", author="Ann", time=TIME))
    (annotation,) = task["annotations"]
    (choice,) = [part for part in annotation["result"] if part["type"] == "choices"]
    choice["value"]["choices"] = ["supported"]
    annotation["updated_at"] = "2031-04-01T10:00:00.123456Z"
    later = TIME.replace(month=4, day=1, hour=10, minute=0)
    expected = answer_on(report, 0, "so", "supported", author="Ann", time=later)
    assert list(labelstudio.parse(json.dumps([task]), "t")) == [expected]


def test_a_new_annotation_by_somebody_else() -> None:
    report = REPORTS["plain"]
    task = task_of(report)
    region = task["data"]["claims"][0]["identity"]
    chosen = {"start": 0, "end": 7, "choices": ["badly split"]}
    marked = {"start": 25, "end": 40, "labels": ["right words"]}
    task["annotations"] = [
        {
            "completed_by": {"email": "cy"},
            "created_at": "2031-03-05T09:30:00Z",
            "result": [
                {"id": region, "from_name": "finding", "type": "choices", "value": chosen},
                {"id": "xY7", "from_name": "label", "type": "labels", "value": marked},
            ],
        },
        {"was_cancelled": True, "result": [{"nothing": 1}]},
    ]
    (found,) = labelstudio.parse(json.dumps([task]), "t")
    assert found == answer_on(report, 0, None, "badly split", right_spans=((25, 40),), author="cy", time=TIME)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "cannot be read"),
        ("{}", "not a list of tasks"),
        ('[{"data": {}}]', "t task 1: not a task of `sayso review`"),
        ("[7]", "t task 1: not a task"),
    ],
)
def test_what_is_no_task_is_named(text: str, message: str) -> None:
    (error,) = labelstudio.parse(text, "t")
    assert isinstance(error, InputError) and message in str(error)


def test_a_task_with_a_bad_answer_costs_itself_only() -> None:
    report, made = REPORTS["plain"], answer_on(REPORTS["plain"], 0, "so", "agree", author="Ann", time=TIME)
    bad, good = task_of(report, made), task_of(report, made)
    (choice,) = [part for part in bad["annotations"][0]["result"] if part["type"] == "choices"]
    choice["value"]["choices"] = ["perhaps"]
    error, found = labelstudio.parse(json.dumps([bad, good]), "t")
    assert isinstance(error, InputError) and "t task 1 claim" in str(error)
    assert found == made


BOTH: Told = (*AGAINST, ("radio", "Three ferries went down.", "supports"))


@pytest.mark.parametrize(
    ("report", "answer", "labels"),
    [
        (make(), "agree", ["contradiction"]),
        # It is not said by which passage.
        (make(), "supported", []),
        (make(), "not in the references", ["neutral", "neutral"]),
        (make("SUPPORTED", BOTH[2:]), "agree", ["entailment"]),
        (make("SUPPORTED", BOTH[2:]), "refuted", ["not_entailment"]),
        (make("CONFLICTING", BOTH), "agree", ["contradiction", "entailment"]),
        (make(), "unsure", []),
    ],
)
def test_pairs_for_training(report: Report, answer: OnClaim, labels: list[str], tmp_path: Path) -> None:
    path = tmp_path / "pairs.jsonl"
    path.write_text(training.render([answer_on(report, 0, "so", answer, author="Ann")], [report]), encoding="utf-8")
    pairs = read_pairs(path) if labels else []
    assert [pair.label for pair in pairs] == labels and bool(path.read_text()) == bool(labels)
    assert {pair.hypothesis for pair in pairs} <= {"Three ferries sank."}


def test_training_takes_them_in(tmp_path: Path) -> None:
    report = make("SUPPORTED", BOTH[2:])
    with gzip.open(tmp_path / "reviewed.jsonl.gz", "wt", encoding="utf-8") as file:
        file.write(training.render([answer_on(report, 0, "so", "agree")], [report]))
    assert [pair.label for pair in source_pairs(tmp_path)] == ["entailment"]
    assert all("reviewed" in weights(step) for step in get_args(Step))


def test_no_pairs_of_what_lapsed_or_is_disputed() -> None:
    report = make()
    ann = answer_on(report, 0, "so", "agree", author="Ann")
    ben = answer_on(report, 0, "so", "supported", author="Ben")
    assert training.render([ann, ben], [report]) == ""
    assert training.render([ann], [make(told=(("log", "No ferry sank.", "refutes"),))]) == ""
    assert training.render([ann], []) == ""


def test_a_pair_on_what_was_said_asks_who_said_it() -> None:
    report = make("SUPPORTED", BOTH[2:], voice="The harbour master")
    (line,) = training.render([answer_on(report, 0, "said", "agree")], [report]).splitlines()
    assert json.loads(line)["hypothesis"].lower() == "the harbour master said that three ferries sank."


def test_what_was_brought_in_goes_first_unless_it_is_older() -> None:
    known, same, older = on_claim("Ann", "agree"), on_claim("Ann", "refuted"), on_claim("Ann", "refuted", time=None)
    assert brought_in([known], [same]) == ((same,), ())
    assert brought_in([known], [older]) == ((known,), (older,))
    assert brought_in([], [known, on_claim("Ben", "agree")])[0] == (known, on_claim("Ben", "agree"))
