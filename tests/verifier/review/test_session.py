from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from claims.errors import InputError
from tests.verifier.report.examples import TEXT, build
from tests.verifier.review.conftest import numbered, session
from verifier.records import Report
from verifier.review.answers import Answer
from verifier.review.file import Entry, read
from verifier.review.session import Session

Told = tuple[str | None, str]
# Where the claims of the example stand in the queue, by their numbers in the article.
PLACES = {number: at for at, number in enumerate([8, 3, 4, 1, 7, 9, 10, 5, 2, 6])}


def ask(one: Session, **message: object) -> dict[str, Any]:
    found = one.handle({"id": 7, "view": "v", **message})
    assert (found["id"], found["view"]) == (7, "v")
    return found


def say(one: Session, number: int, answer: str, **more: object) -> dict[str, Any]:
    found = ask(one, do="answer", at=PLACES[number], answer=answer, **more)
    assert "error" not in found, found["error"]
    return found


def told(entry: Entry) -> Told:
    return (entry.question, entry.answer) if isinstance(entry, Answer) else (entry.rule, entry.decision)


def kept(folder: Path) -> set[Told]:
    return {told(entry) for entry in read(folder / "decisions.json")}


def stage(one: Session, number: int) -> str:
    return one.stages[PLACES[number]]


def test_who_agrees_does_so_with_the_claim_and_both_verdicts(tmp_path: Path) -> None:
    one = session(tmp_path)
    found = say(one, 8, "agree")
    assert kept(tmp_path) == {(None, "agree"), ("said", "agree"), ("so", "agree")}
    assert found["stages"] == {str(PLACES[8]): "decided"}
    assert found["said"] == "Saved: agree on the claim itself, said, so."
    (entry, *_) = read(one.path)
    assert entry.author == "Ann"
    assert entry.time is not None
    assert one.overview() == "1 of 3 flagged claims decided, 10 claims in all"


def test_a_corrected_verdict_leaves_the_other_question_open(tmp_path: Path) -> None:
    one = session(tmp_path)
    found = say(one, 8, "supported", question="so")
    assert stage(one, 8) == "to decide"
    assert found["said"] == "Saved: supported on so. Still open: said. A agrees with the rest."
    say(one, 8, "agree")
    assert kept(tmp_path) == {(None, "agree"), ("said", "agree"), ("so", "supported")}
    assert stage(one, 8) == "decided"


@pytest.mark.parametrize(
    ("number", "steps", "expected"),
    [
        (3, [("refuted", "so")], "decided"),
        (8, [("refuted", "so"), ("not in the references", "said")], "decided"),
        (8, [("later", None)], "later"),
        (8, [("later", None), ("refuted", "so")], "later"),
        (8, [("later", None), ("agree", None)], "decided"),
        (8, [("unsure", None)], "unsure"),
        (8, [("agree", None), ("later", None)], "later"),
        (6, [("agree", None)], "decided"),
        (6, [("unsure", None)], "unsure"),
    ],
)
def test_stages(tmp_path: Path, number: int, steps: list[tuple[str, str | None]], expected: str) -> None:
    one = session(tmp_path)
    for answer, question in steps:
        say(one, number, answer, question=question)
    assert stage(one, number) == expected
    assert session(tmp_path).stages == one.stages


def test_a_claim_that_is_found_faulty_is_decided(tmp_path: Path) -> None:
    one = session(tmp_path)
    text = one.items[0].report.article.text
    start = text.index("two ships sank")
    say(one, 8, "badly split", spans=[[start, start + 14]])
    say(one, 4, "wrong voice", voice=1)
    say(one, 5, "wrong voice", spans=[[4, 11]])
    entries = {entry.claim: entry for entry in read(one.path) if isinstance(entry, Answer)}
    assert entries["Two ships sank that night."].right_words == "two ships sank"
    assert entries["Two ships sank that night."].right_spans == ((start, start + 14),)
    assert entries["The repairs will cost 4 million crowns."].right_voice == "the harbour master"
    assert entries["The town of Port Elm had been warned."].right_voice == "harbour"
    assert {stage(one, number) for number in (8, 4, 5)} == {"decided"}


def test_the_article_itself_can_be_the_right_voice(tmp_path: Path) -> None:
    one = session(tmp_path)
    voices = ask(one, do="article", article=0, part=0)["article"]["voices"]
    say(one, 4, "wrong voice", voice=len(voices))
    (entry,) = read(one.path)
    assert isinstance(entry, Answer)
    assert entry.right_voice == "the article itself"


def test_flags_are_suppressed_with_a_reason(tmp_path: Path) -> None:
    one = session(tmp_path)
    flags = ask(one, do="claim", at=PLACES[3])["claim"]["flags"]
    assert [flag["rule"] for flag in flags] == ["NUM001", "SO004"]
    say(one, 3, "suppress", flags=[flags[0]["identity"]], reason=" the log \n is older ")
    (entry,) = read(one.path)
    assert (told(entry), entry.reason) == (("NUM001", "false alarm"), "the log is older")
    # The other is a note.
    assert stage(one, 3) == "decided"


def test_one_decision_for_a_rule_and_a_source(tmp_path: Path) -> None:
    """Those of other sources and other rules stay, and those that the reviewer decided on before."""
    one = session(tmp_path, build(), numbered(build(), "second"), numbered(build(), "third"))
    places = [at for at, item in enumerate(one.items) if item.number == 2]
    flag = ask(one, do="claim", at=places[0])["claim"]["flags"][0]
    ask(one, do="answer", at=places[0], answer="suppress", flags=[flag["identity"]], reason="seen")
    assert ask(one, do="count", at=places[1], rule="NUM001")["many"] == 2
    found = ask(one, do="many", at=places[1], rule="NUM001", decision="known", reason="as agreed")
    assert found["said"] == "Saved: known on 2 flags of NUM001."
    assert sorted((told(entry), entry.reason) for entry in read(one.path)) == [
        (("NUM001", "false alarm"), "seen"),
        (("NUM001", "known"), "as agreed"),
        (("NUM001", "known"), "as agreed"),
    ]
    ask(one, do="undo")
    assert len(read(one.path)) == 1


def test_undo_brings_back_what_was_there(tmp_path: Path) -> None:
    one = session(tmp_path)
    say(one, 8, "agree")
    before = one.path.read_bytes()
    say(one, 8, "later")
    say(one, 3, "refuted", question="so")
    ask(one, do="withdraw", at=PLACES[8])
    assert kept(tmp_path) == {("so", "refuted")}
    for expected in (PLACES[8], PLACES[3], PLACES[8]):
        assert ask(one, do="undo")["at"] == expected
    assert one.path.read_bytes() == before
    assert stage(one, 8) == "decided"
    ask(one, do="undo")
    assert read(one.path) == ()
    assert "nothing was answered" in ask(one, do="undo")["error"]


def test_there_is_nothing_to_withdraw_twice(tmp_path: Path) -> None:
    one = session(tmp_path)
    say(one, 8, "agree")
    ask(one, do="withdraw", at=PLACES[8])
    assert "no answer of yours" in ask(one, do="withdraw", at=PLACES[8])["error"]
    assert ask(one, do="undo")["at"] == PLACES[8]
    assert len(kept(tmp_path)) == 3


def test_two_reviewers_in_one_file_each_see_the_other(tmp_path: Path) -> None:
    say(session(tmp_path), 8, "agree")
    other = session(tmp_path, reviewer="Ben")
    assert stage(other, 8) == "to decide"
    notes = ask(other, do="claim", at=PLACES[8])["claim"]["told"]
    assert notes[0].startswith("the answer of Ann: agree on")
    say(other, 8, "refuted", question="so")
    assert len(read(other.path)) == 4


def test_an_answer_lapses_when_its_evidence_changes_and_says_so(tmp_path: Path) -> None:
    say(session(tmp_path), 3, "agree")

    def changed(report: Report) -> Report:
        checked = report.claims[2]
        assert checked.so is not None
        (evidence,) = checked.so.evidence
        passage = replace(evidence.passage, text=evidence.passage.text.replace("Two", "Six"))
        so = replace(checked.so, evidence=(replace(evidence, passage=passage),))
        return replace(report, claims=(*report.claims[:2], replace(checked, so=so), *report.claims[3:]))

    one = session(tmp_path, changed(build()))
    assert stage(one, 3) == "to decide"
    (lapsed,) = [each for each in ask(one, do="claim", at=PLACES[3])["claim"]["told"] if "Lapsed" in each]
    assert lapsed == "Lapsed, since in other words: ref-1: your answer: agree on so"


def test_decisions_survive_a_new_name_and_a_new_headline(tmp_path: Path) -> None:
    draft = replace(numbered(build(), "draft"), article=replace(build().article, id="draft", url=None))
    say(session(tmp_path, draft), 8, "agree")
    article = replace(draft.article, id="published", title="A new headline")
    assert stage(session(tmp_path, replace(numbered(draft, "published"), article=article)), 8) == "decided"


@pytest.mark.parametrize(
    ("message", "error"),
    [
        ({"do": "dance"}, "run the cell again"),
        ({}, "run the cell again"),
        ({"do": "claim", "at": 99}, "not in the queue"),
        ({"do": "claim", "at": -1}, "not in the queue"),
        ({"do": "claim", "at": "1"}, "run the cell again"),
        ({"do": "article", "article": 5, "part": 0}, "not in the queue"),
        ({"do": "article", "article": 0, "part": 5}, "has no part 5"),
        ({"do": "passage", "at": 0, "question": "so", "evidence": 5}, "is not there"),
        ({"do": "answer", "at": 0, "answer": "perhaps"}, "run the cell again"),
        ({"do": "answer", "at": 0, "answer": "suppress", "flags": []}, "no reason"),
        ({"do": "answer", "at": 0, "answer": "suppress", "reason": "x", "flags": ["?"]}, "names no flag"),
        ({"do": "answer", "at": 0, "answer": "wrong voice", "voice": 99}, "is none of the article"),
        ({"do": "answer", "at": 0, "answer": "badly split"}, "no right words"),
        ({"do": "answer", "at": 0, "answer": "badly split", "spans": [[5, 999_999]]}, "not in the article"),
        ({"do": "answer", "at": PLACES[3], "answer": "refuted", "question": "said"}, "is not asked"),
        ({"do": "many", "at": 0, "rule": "SO001", "decision": "right", "reason": " "}, "no reason"),
        ({"do": "queue", "filter": {"shown": "none"}}, "run the cell again"),
    ],
)
def test_what_cannot_be_followed_is_said_and_nothing_is_written(
    tmp_path: Path, message: dict[str, object], error: str
) -> None:
    one = session(tmp_path)
    assert error in ask(one, **message)["error"]
    assert not one.path.exists()


def test_a_reference_is_opened_at_its_passage(tmp_path: Path) -> None:
    one = session(tmp_path)
    found = ask(one, do="passage", at=PLACES[3], question="so", evidence=0)["passage"]
    assert found["passage"].startswith("Two ferries")
    assert found["before"].endswith("~")
    without = Session([build()], tmp_path / "none.json", "Ann")
    assert "not at hand" in ask(without, do="passage", at=PLACES[3], question="so", evidence=0)["error"]


def test_a_file_that_is_no_file_of_decisions(tmp_path: Path) -> None:
    (tmp_path / "decisions.json").write_text("[]")
    with pytest.raises(InputError, match="not a file of decisions"):
        session(tmp_path)


def long_report(claims: int) -> Report:
    """A report with so many flagged claims, on an article of 600 characters for each."""
    base = build()
    report = numbered(base, "long")
    flagged = [report.claims[at] for at in (2, 3, 7)]
    made = []
    for number in range(claims):
        checked = flagged[number % 3]
        made.append(
            replace(checked, claim=replace(checked.claim, id=f"x{number}", text=f"{number} {checked.claim.text}"))
        )
    article = replace(report.article, text=report.article.text + TEXT * claims)
    return replace(report, article=article, claims=tuple(made))


@pytest.mark.slow
def test_a_thousand_claims_open_in_two_seconds_and_an_answer_takes_a_tenth(tmp_path: Path) -> None:
    """The time of this process alone: what it costs, however busy the machine is."""
    report = long_report(1_000)
    # What compares words is loaded once a process, while the queue is shown.
    ask(session(tmp_path), do="claim", at=0)
    start = time.process_time()
    one = session(tmp_path, report)
    found = ask(one, do="open")
    assert time.process_time() - start < 2
    assert len(found["order"]) == 1_000
    for at in found["order"][:900]:
        ask(one, do="answer", at=at, answer="agree")
    start = time.process_time()
    for at in found["order"][900:910]:
        assert "error" not in ask(one, do="answer", at=at, answer="agree")
    assert (time.process_time() - start) / 10 < 0.1
