from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from claims.errors import InputError
from verifier.review.answers import Answer
from verifier.review.decisions import Decision
from verifier.review.file import Change, Entry, change, line_of, parsed, read, record, text_of, undo

TIME = datetime(2031, 3, 5, 9, 30, tzinfo=UTC)


def entry(number: int) -> Decision:
    names = ("identity", "rule", "article", "article_id", "content", "claim", "voices")
    identity, rule, article, id_, content, claim, voices = (f"{name}{number}" for name in names)
    return Decision(identity, rule, article, id_, content, claim, voices, "known")


def test_the_file_is_sorted_an_entry_a_line_and_read_back(tmp_path: Path) -> None:
    path = tmp_path / "d.json"
    first = replace(entry(1), time=TIME, reason="“quoted”\n\x1b[31m", author="Ann")
    change(path, lambda entries: [*entries, entry(2), first])
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) == 4 and lines[0].startswith('{"schema": "sayso-decisions/2"') and "identity1" in lines[1]
    assert read(path) == (first, entry(2))
    assert text_of(read(path)) == path.read_text(encoding="utf-8")
    later = replace(first, decision="right")
    change(path, lambda entries: [*entries, later])
    assert read(path) == (later, entry(2))


def test_processes_that_share_the_file_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "d.json"
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: change(path, lambda entries: [*entries, entry(n)]), range(40)))
    assert len(read(path)) == 40
    assert [file.name for file in tmp_path.iterdir()] == ["d.json"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "cannot be read"),
        ("[]", "not a file of decisions"),
        ('{"schema": "sayso-decisions/3", "entries": []}', "not a file of decisions"),
        ('{"schema": "sayso-decisions/1", "entries": [1]}', "entry 1: not an object"),
        ('{"schema": "sayso-decisions/1", "entries": [{}]}', "entry 1: identity: missing"),
    ],
)
def test_what_is_wrong_with_a_file_is_said(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "d.json"
    path.write_text(text)
    with pytest.raises(InputError, match=message):
        read(path)


def test_a_bad_entry_is_named(tmp_path: Path) -> None:
    path = tmp_path / "d.json"
    change(path, lambda _: [entry(1)])
    good = path.read_text()
    for old, new, message in (
        ('"about": "flag"', '"about": "claims"', "about: neither flag nor claim"),
        ('"time": null', '"time": "2031-03-05T09:30:00"', "time: not a time"),
        ('"decision": "known"', '"decision": "maybe"', "decision: none of"),
        ('"expires": null', '"expires": "soon"', "expires: not a day"),
        ('"rule": "rule1"', '"rule": 7', "rule: missing or not a string"),
    ):
        path.write_text(good.replace(old, new))
        with pytest.raises(InputError, match=message):
            read(path)


ANSWER = Answer(
    "claim1", "sha256:1", "draft", "content1", "Three ferries sank.", "Ann Lee", "so", "supported", "REFUTED", 0.9,
    ("SO001", "NUM001"), (("log", "aa"), ("notes", "bb")), None, (), None, "“two” is of May\u202e", "Ann", TIME,
)  # fmt: skip
SPLIT = replace(ANSWER, question=None, answer="badly split", right_spans=((0, 5), (8, 12)), right_words="Three … sank")
ENTRIES: list[Entry] = [ANSWER, SPLIT, replace(entry(1), author="Ann", time=TIME), replace(ANSWER, author="Ben")]


def test_answers_and_decisions_share_the_file(tmp_path: Path) -> None:
    path = tmp_path / "d.json"
    change(path, lambda _: ENTRIES)
    assert set(read(path)) == set(ENTRIES)
    assert text_of(read(path)) == text_of(ENTRIES[::-1]) == path.read_text(encoding="utf-8")
    assert "\u202e" not in path.read_text(encoding="utf-8")
    record(path, replace(ANSWER, answer="refuted"))
    assert len(read(path)) == 4 and replace(ANSWER, answer="refuted") in read(path)


def test_what_was_recorded_can_be_taken_back(tmp_path: Path) -> None:
    path = tmp_path / "d.json"
    first = record(path, ANSWER, replace(ANSWER, question="said"))
    second = record(path, replace(ANSWER, answer="unsure"))
    assert second.before == (ANSWER,)
    assert undo(path, second) == second.after and set(read(path)) == set(first.after)
    assert undo(path, second) == () and set(read(path)) == set(first.after)
    assert len(undo(path, first)) == 2 and read(path) == ()


def test_what_a_file_writes_otherwise_can_be_taken_back_too(tmp_path: Path) -> None:
    path = tmp_path / "d.json"
    made = replace(ANSWER, reason="", time=TIME.replace(microsecond=7))
    assert undo(path, record(path, made)) == (replace(ANSWER, reason=None),) and read(path) == ()
    with pytest.raises(InputError, match="is no answer to this"):
        record(path, replace(ANSWER, answer="badly split"))
    assert read(path) == ()


def test_undo_leaves_what_was_changed_since(tmp_path: Path) -> None:
    path = tmp_path / "d.json"
    first = record(path, ANSWER, SPLIT)
    later = replace(ANSWER, answer="refuted")
    record(path, later)
    assert undo(path, first) == (SPLIT,) and read(path) == (later,)
    assert undo(path, Change((), (later,))) == (later,) and read(path) == ()


def test_files_of_the_first_schema_are_read(tmp_path: Path) -> None:
    path = tmp_path / "d.json"
    row = {**json.loads(line_of(entry(1))), "day": "2031-03-05"}
    first = {name: value for name, value in row.items() if name not in ("about", "time")}
    path.write_text(json.dumps({"schema": "sayso-decisions/1", "entries": [first]}))
    assert read(path) == (replace(entry(1), time=TIME.replace(hour=0, minute=0)),)
    record(path, ANSWER)
    assert path.read_text().startswith('{"schema": "sayso-decisions/2"') and len(read(path)) == 2


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"answer": "supported"', '"answer": "wrong voice"', "is no answer to this"),
        ('"answer": "supported"', '"answer": "maybe"', "answer: none of"),
        ('"question": "so"', '"question": null', "is no answer to this"),
        ('"question": "so"', '"question": "why"', "question: none of"),
        ('"confidence": 0.9', '"confidence": 7', "confidence: not a number from 0 to 1"),
        ('"rules": ["SO001", "NUM001"]', '"rules": [1]', "rules: missing or not a string"),
        ('"evidence": {', '"evidence": {"x": 1, ', "evidence: missing or not a string"),
        ('"right_spans": []', '"right_spans": [[5, 2]]', "right_spans: not a list of spans"),
        ("2031-03-05T09:30:00Z", "9999-12-31T23:59:59-23:59", "time: not a time"),
        ("2031-03-05T09:30:00Z", "soon", "time: not a time"),
    ],
)
def test_a_bad_answer_is_named(old: str, new: str, message: str) -> None:
    good = text_of([ANSWER])
    assert parsed(good, "d.json") == (ANSWER,) and old in good
    with pytest.raises(InputError, match=f"d.json entry 1.*{message}"):
        parsed(good.replace(old, new), "d.json")


def test_a_decision_among_a_thousand_is_quick(tmp_path: Path) -> None:
    path = tmp_path / "d.json"
    change(path, lambda _: [replace(ANSWER, identity=f"claim{n}", claim=f"Claim {n}.") for n in range(1_000)])
    taken = []
    for n in range(5):
        begun = time.process_time()
        record(path, replace(ANSWER, identity=f"claim{n}", answer="unsure"))
        taken.append(time.process_time() - begun)
    assert min(taken) < 0.1
