"""Answers on claims: what they survive, when they lapse, and which flags they silence."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from claims.errors import InputError
from claims.records import Article, Claim, Voice
from tests.verifier.review.entries import answer_on
from verifier.records import (
    CheckedClaim,
    Evidence,
    Flag,
    Label,
    Passage,
    Question,
    Report,
    Run,
    Scores,
    Stance,
    Verdict,
)
from verifier.report.identity import identified
from verifier.review.answers import Answer, OnClaim, answers_on
from verifier.review.decisions import decision_on
from verifier.review.file import Entry
from verifier.review.standing import Decisions

TODAY = date(2031, 3, 5)
TIME = datetime(2031, 3, 5, 9, 30, tzinfo=UTC)
TEXT = "Ferries in trouble\n\nThe harbour master said three ferries sank. Two ran agruond. Three ferries sank."
Told = tuple[tuple[str, str, Stance], ...]
AGAINST: Told = (("log", "Two ferries sank.", "refutes"), ("diary", "It was stormy.", "neither"))


def verdict(label: Label, told: Told) -> Verdict:
    evidence = tuple(
        Evidence(Passage(id_, text, (0, len(text))), Scores(0.1, 0.1, 0.8), stance) for id_, text, stance in told
    )
    return Verdict(label, 0.9, "because", evidence)


def flag(rule: str) -> Flag:
    return Flag(rule, rule.lower(), "error", f"{rule} it is")


def make(
    label: Label = "REFUTED",
    told: Told = AGAINST,
    *,
    name: str = "draft",
    text: str = TEXT,
    claim: str = "Three ferries sank.",
    voice: str | None = None,
    url: str | None = None,
    rules: tuple[str, ...] = ("SO001", "NUM001"),
) -> Report:
    """Two claims of the same words; with a voice they are attributed and *said* has the same verdict."""
    chain = (Voice(voice, (), "said", (), "say"),) if voice else ()
    found = verdict(label, told)
    claims = tuple(
        CheckedClaim(
            Claim(name, f"c{n}", "attributed" if voice else "asserted", claim, ((0, 7),), chain),
            found if voice else None, found, tuple(map(flag, rules)),
        )
        for n in range(2)
    )  # fmt: skip
    return identified(Report(Article(name, text, url=url), claims, Run("sayso", "0")))


def held(answer: Answer, report: Report) -> list[str]:
    """What is said of the answer in a report: "holds", or why it lapsed."""
    return [each.why or "holds" for each in Decisions([answer], TODAY).standing(report)]


MENDED = TEXT.replace("agruond", "aground")
SURVIVED = {
    "nothing": make(),
    "a renamed file": make(name="final"),
    "a typo mended elsewhere": make(text=MENDED),
    "a new headline": make(text=TEXT.replace("Ferries in trouble", "Storm sinks ferries")),
    "a comma and a capital of the claim": make(claim="three ferries, sank"),
    "a mark in the evidence": make(told=(("log", "Two ferries sank", "refutes"),)),
    "something else that comes nearest": make(told=(AGAINST[0], ("blog", "Storms come.", "neither"))),
    "another rule and confidence": make(rules=("SO003",)),
}
LAPSED = {
    "other words in the evidence": (make(told=(("log", "No ferry sank.", "refutes"),)), "in other words: log"),
    "one more document against": (
        make(told=(*AGAINST, ("radio", "Two sank.", "refutes"))), "new evidence: radio",
    ),
    "a document for it": (make("CONFLICTING", (*AGAINST, ("radio", "Three sank.", "supports"))), "new evidence: radio"),
    "the document is gone": (make("NOT ENOUGH INFO", AGAINST[1:]), "no evidence any more: log"),
    "another document in its place": (
        make(told=(("radio", "Two ferries sank.", "refutes"),)), "new evidence: radio; no evidence any more: log",
    ),
    "other words of the claim": (
        make(claim="Four ferries sank."), "the article does not make this claim any more",
    ),
    "another voice": (make(voice="Critics"), "the article does not make this claim any more"),
}  # fmt: skip


@pytest.mark.parametrize("change", SURVIVED)
def test_what_an_answer_survives(change: str) -> None:
    answer = answer_on(make(), 0, "so", "agree", author="Ann", time=TIME)
    assert held(answer, SURVIVED[change]) == ["holds"]


@pytest.mark.parametrize("change", LAPSED)
def test_when_an_answer_lapses_and_what_it_says(change: str) -> None:
    answer = answer_on(make(), 0, "so", "agree", author="Ann", time=TIME)
    report, why = LAPSED[change]
    assert held(answer, report) == [why]


def test_another_article_is_another_claim() -> None:
    answer = answer_on(make(url="https://a.example/1"), 0, "so", "agree")
    assert held(answer, make(url="https://a.example/1", name="x", text="Now: " + TEXT)) == ["holds"]
    assert held(answer, make(url="https://a.example/2")) == []
    assert held(answer, make(name="other", text="Three ferries sank.")) == []


def test_an_occurrence_is_one_claim() -> None:
    answer = answer_on(make(), 1, "so", "agree")
    assert [each.index for each in Decisions([answer], TODAY).standing(make())] == [1]
    assert [each.index for each in Decisions([answer], TODAY).standing(make(text=MENDED))] == [1]
    once = make()
    once = replace(once, claims=once.claims[:1])
    assert held(answer, once) == ["the article makes this claim less often"]


def test_who_finds_support_that_the_verdict_did_not_rests_on_all_that_was_shown() -> None:
    open_ = make("NOT ENOUGH INFO", (("log", "Three of the ferries went down.", "neither"),))
    found, silent = (answer_on(open_, 0, "so", answer) for answer in ("supported", "not in the references"))
    other = make("NOT ENOUGH INFO", (("diary", "It was stormy.", "neither"),))
    assert held(found, open_) == held(silent, open_) == held(silent, other) == ["holds"]
    assert held(found, other) == ["new evidence: diary; no evidence any more: log"]


def test_an_answer_about_the_claim_itself_rests_on_no_evidence() -> None:
    wrong = answer_on(make(), 0, None, "wrong voice", right_voice="the harbour master")
    split = answer_on(make(), 0, None, "badly split", right_spans=((20, 38), (44, 62)))
    assert (wrong.right_voice, split.right_words) == ("the harbour master", "The harbour master … three ferries sank")
    assert held(wrong, LAPSED["a document for it"][0]) == ["holds"]


def test_a_question_that_is_not_asked_any_more() -> None:
    report = make(voice="Critics")
    answer = answer_on(report, 0, "said", "agree")
    claims = tuple(replace(each, said=None) for each in report.claims)
    assert held(answer, replace(report, claims=claims)) == ["said is not asked of it any more"]


@pytest.mark.parametrize(
    ("question", "answer", "message"),
    [
        ("said", "agree", "said is not asked of it"),
        ("so", "wrong voice", "is no answer to this"),
        (None, "supported", "is no answer to this"),
        (None, "wrong voice", "no right voice"),
        (None, "badly split", "no right words"),
    ],
)
def test_what_is_no_answer(question: Question | None, answer: OnClaim, message: str) -> None:
    with pytest.raises(InputError, match=message):
        answer_on(make(), 0, question, answer)


def test_right_words_are_of_the_article() -> None:
    with pytest.raises(InputError, match="not in the article"):
        answer_on(make(), 0, None, "badly split", right_spans=((0, 10_000),))


NEW, QUIET = "new", "suppressed"


@pytest.mark.parametrize(
    ("answer", "report", "states"),
    [
        ("supported", make(), [QUIET, QUIET]),
        ("agree", make(), [NEW, NEW]),
        ("agree", make("SUPPORTED", rules=("SO004", "ATT001")), [QUIET, QUIET]),
        ("refuted", make("NOT ENOUGH INFO", rules=("SO002",)), [NEW]),
        # The references do not contradict it, but their numbers differ.
        ("not in the references", make(), [QUIET, NEW]),
        ("not in the references", make("CONFLICTING", rules=("SO003",)), [QUIET]),
        ("not in the references", make("NOT ENOUGH INFO", rules=("SO002",)), [NEW]),
        ("unsure", make(), [NEW, NEW]),
        ("later", make(), [NEW, NEW]),
        # A rule that nobody knows is about no question.
        ("supported", make(rules=("XYZ001",)), [NEW]),
    ],
)
def test_which_flags_an_answer_silences(answer: OnClaim, report: Report, states: list[str]) -> None:
    made = answer_on(report, 0, "so", answer, author="Ann", reason="seen")
    applied = Decisions([made], TODAY).applied(report)
    assert [flag.state for flag in applied.claims[0].flags] == states
    assert {flag.state for flag in applied.claims[1].flags} == {NEW}
    quiet = [flag.reason for flag in applied.claims[0].flags if flag.state == QUIET]
    assert quiet == [f"{answer} on so by Ann: seen"] * len(quiet)


@pytest.mark.parametrize(
    ("said", "so", "states"),
    [
        ("supported", None, [QUIET, NEW, NEW]),
        (None, "supported", [NEW, QUIET, NEW]),
        # A number may differ in what was said and in what is so.
        ("supported", "supported", [QUIET, QUIET, QUIET]),
        ("supported", "refuted", [QUIET, NEW, NEW]),
    ],
)
def test_a_flag_on_two_questions_needs_both(said: OnClaim | None, so: OnClaim | None, states: list[str]) -> None:
    report = make(voice="Critics", rules=("SAID001", "SO001", "NUM001"))
    asked: list[tuple[Question, OnClaim | None]] = [("said", said), ("so", so)]
    made = [answer_on(report, 0, question, answer) for question, answer in asked if answer]
    applied = Decisions(made, TODAY).applied(report)
    assert [flag.state for flag in applied.claims[0].flags] == states


@pytest.mark.parametrize(
    ("other", "state"), [("supported", QUIET), ("refuted", NEW), ("unsure", NEW), ("later", QUIET)]
)
def test_reviewers_that_differ_silence_nothing(other: OnClaim, state: str) -> None:
    report = make()
    made = [answer_on(report, 0, "so", "supported", author="Ann"), answer_on(report, 0, "so", other, author="Ben")]
    applied = Decisions(made, TODAY).applied(report)
    assert {flag.state for flag in applied.claims[0].flags} == {state}


def test_a_decision_on_the_flag_goes_first() -> None:
    report = make()
    checked = report.claims[0]
    made: list[Entry] = [
        answer_on(report, 0, "so", "supported"),
        decision_on(report, checked, checked.flags[1], "right"),
    ]
    assert [flag.state for flag in Decisions(made, TODAY).applied(report).claims[0].flags] == [QUIET, NEW]


@pytest.mark.parametrize(
    ("answer", "report", "rules"),
    [
        ("refuted", make("SUPPORTED", rules=()), ["SO001"]),
        ("refuted", make("NOT ENOUGH INFO", rules=("SO002",)), ["SO001", "SO002"]),
        ("refuted", make("CONFLICTING", rules=("SO003",)), ["SO001", "SO003"]),
        ("refuted", make(), ["SO001", "NUM001"]),
        ("not in the references", make("SUPPORTED", rules=()), ["SO002"]),
        ("not in the references", make("CONFLICTING", rules=("SO003",)), ["SO003"]),
        ("agree", make("SUPPORTED", rules=()), []),
        ("supported", make("NOT ENOUGH INFO", rules=("SO002",)), ["SO002"]),
        ("unsure", make("SUPPORTED", rules=()), []),
    ],
)
def test_nobody_is_assured_of_what_a_reviewer_found_otherwise(
    answer: OnClaim, report: Report, rules: list[str]
) -> None:
    made = answer_on(report, 0, "so", answer, author="Ann", reason="they corrected it")
    raised = Decisions([made], TODAY).raised(report)
    found = raised.claims[0].flags
    assert [flag.rule for flag in found] == rules and all(flag.identity for flag in found)
    assert raised.claims[1] == report.claims[1]
    new = [flag for flag in found if flag.rule not in made.rules]
    assert [flag.message for flag in new] == [
        f"so: {answer}, says Ann, and not {made.label}: they corrected it" for _ in new
    ]


def test_what_a_reviewer_raised_can_be_known_and_left_out_and_lapses() -> None:
    report = make("SUPPORTED", rules=())
    answer = answer_on(report, 0, "so", "refuted", author="Ann", time=TIME)
    decisions = Decisions([answer], TODAY)
    raised = decisions.raised(report)
    known = decision_on(raised, raised.claims[0], raised.claims[0].flags[0], "known")
    both = Decisions([answer, known], TODAY)
    assert [flag.state for flag in both.applied(both.raised(report)).claims[0].flags] == ["known"]
    assert {each.lapsed for each in both.standing(both.raised(report))} == {None}
    assert decisions.raised(report, frozenset()) == report
    changed = make("SUPPORTED", (("log", "Three ferries sank.", "supports"),), rules=())
    assert decisions.raised(changed) == changed


def test_a_lapsed_answer_silences_nothing() -> None:
    made = answer_on(make(), 0, "so", "supported")
    changed = make(told=(("log", "No ferry sank.", "refutes"), AGAINST[1]))
    applied = Decisions([made], TODAY).applied(changed)
    assert {flag.state for flag in applied.claims[0].flags} == {NEW}


def test_the_last_answer_of_a_reviewer_holds_whatever_the_text_then_was() -> None:
    first = answer_on(make(), 0, "so", "supported", author="Ann", time=TIME)
    mended = make(text=MENDED)
    second = answer_on(mended, 0, "so", "refuted", author="Ann", time=TIME.replace(hour=10))
    for made in ([first, second], [second, first]):
        found = Decisions(made, TODAY).answers(mended)
        assert [each.entry for each in found[0]] == [second]
        told = Decisions(made, TODAY).standing(mended)
        assert {each.entry: each.lapsed for each in told} == {first: "replaced", second: None}


def test_many_claims_at_once() -> None:
    made = answers_on(make(), [(0, "so"), (1, "so")], "unsure", author="Ann", time=TIME)
    assert made == tuple(answer_on(make(), n, "so", "unsure", author="Ann", time=TIME) for n in range(2))
    assert len({each.identity for each in made}) == 2
