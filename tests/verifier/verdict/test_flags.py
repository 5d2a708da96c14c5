"""Which verdicts and differences raise which flags, as a table of every pair of answers."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest

from claims.records import Claim, Voice
from tests.verifier.readings import differs, reading, statement
from verifier.checks import Comparison
from verifier.records import Evidence, Label, Passage, Place, Scores, Verdict
from verifier.verdict.flags import flags
from verifier.verdict.judge import Judgement
from verifier.verdict.readings import Difference
from verifier.verdict.rules import BY_ID, DEFAULT

VOICE = Voice("Frontex", ((0, 7),), "said", ((8, 12),), "say")
TEXT = "Heavy rain fell in Vilnius."
ASSERTED = Claim("a", "1", "asserted", TEXT, ((0, 27),))
ATTRIBUTED = Claim("a", "1", "attributed", TEXT, ((13, 40),), (VOICE,))

S, R, N, C = "SUPPORTED", "REFUTED", "NOT ENOUGH INFO", "CONFLICTING"

# (said, so) -> the rules; said None is an asserted claim, so None one that cannot be checked.
TABLE: dict[tuple[str | None, str | None], list[str]] = {
    (None, None): [],
    (None, S): [],
    (None, R): ["SO001"],
    (None, N): ["SO002"],
    (None, C): ["SO003"],
    (S, None): [],
    (S, S): [],
    (S, R): ["SO001"],
    (S, N): [],
    (S, C): ["SO003"],
    (R, None): ["SAID001"],
    (R, S): ["SAID001"],
    (R, R): ["SAID001", "SO001"],
    (R, N): ["SAID001"],
    (R, C): ["SAID001", "SO003"],
    (N, None): ["SAID003"],
    (N, S): ["SAID003"],
    (N, R): ["SAID003", "SO001"],
    (N, N): ["SAID003"],
    (N, C): ["SAID003", "SO003"],
    (C, None): ["SAID004"],
    (C, S): ["SAID004"],
    (C, R): ["SAID004", "SO001"],
    (C, N): ["SAID004"],
    (C, C): ["SAID004", "SO003"],
}


def verdict(label: str | None) -> Verdict | None:
    return next((Verdict(each, 0.9, "Why.") for each in get_args(Label) if each == label), None)


def judged(said: str | None = None, so: str | None = None, *found: Difference, **more: Comparison) -> Judgement:
    return Judgement(verdict(said), verdict(so), found, **more)


def difference(comparison: Comparison, similarity: float = 0.9, document: str = "d") -> Difference:
    return Difference(reading(statement("It rained.", document=document), similarity=similarity), comparison)


def raised(claim: Claim, found: Judgement, on: frozenset[str] = DEFAULT) -> list[str]:
    return [flag.rule for flag in flags(claim, found, on)]


def test_the_table_is_complete() -> None:
    answers = [None, *get_args(Label)]
    assert set(TABLE) == {(said, so) for said in answers for so in answers}


@pytest.mark.parametrize(("said", "so"), TABLE)
def test_table(said: str | None, so: str | None) -> None:
    claim = ATTRIBUTED if said else ASSERTED
    found = flags(claim, judged(said, so))
    assert [flag.rule for flag in found] == TABLE[said, so]
    for flag in found:
        rule = BY_ID[flag.rule]
        assert (flag.name, flag.severity) == (rule.name, rule.severity)
        assert flag.message == ("said: Why." if flag.rule.startswith("SAID") else "so: Why.")
        assert (flag.spans, flag.reference) == (claim.spans, None)


def test_a_content_that_its_source_denies_is_not_flagged_for_being_false() -> None:
    denied = replace(ATTRIBUTED, chain=(replace(VOICE, cue="denied", force="deny", polarity="denied"),))
    assert raised(denied, judged(S, R)) == []
    assert raised(denied, judged(R, R)) == ["SAID001"]


@pytest.mark.parametrize(
    ("text", "rules"),
    [("He doesn’t think so.", []), ("It did rain there.", []), ("Rain fell.", []), (TEXT, ["SAID003", "SO002"])],
)
def test_that_nothing_is_found_of_hardly_any_words_is_no_news(text: str, rules: list[str]) -> None:
    found = [
        *raised(replace(ATTRIBUTED, text=text), judged(N, None)),
        *raised(replace(ASSERTED, text=text), judged(None, N)),
    ]
    assert found == rules
    assert raised(replace(ASSERTED, text=text), judged(None, R)) == ["SO001"]


def test_a_difference_is_shown_on_both_sides() -> None:
    found = difference(Comparison(False, "NUM001", "7 here, 5 there", ((1, 2), (4, 5)), ((3, 4),), "refutes"))
    (flag,) = flags(ASSERTED, judged(None, None, found))
    assert (flag.rule, flag.name, flag.severity, flag.message) == ("NUM001", "number", "error", "7 here, 5 there")
    assert (flag.spans, flag.reference) == (((1, 2), (4, 5)), Place("d", ((3, 4),)))


def test_words_that_are_missing_there_are_shown_as_the_sentence() -> None:
    (flag,) = flags(ASSERTED, judged(None, None, difference(Comparison(False, "ATT001", "asserted here"))))
    assert (flag.spans, flag.reference) == ((), Place("d", ((0, 10),)))


def test_of_one_rule_the_nearest_difference_is_kept() -> None:
    far, near = difference(differs("NUM001"), 0.6, "far"), difference(differs("NUM001"), 0.9, "near")
    other = difference(differs("TIM001"), 0.7)
    for order in ((far, near, other), (near, other, far)):
        found = flags(ASSERTED, judged(None, None, *order))
        assert {flag.rule: flag.reference and flag.reference.document_id for flag in found} == {
            "NUM001": "near",
            "TIM001": "d",
        }


def test_a_check_tells_more_than_the_verdict_of_the_same_rule() -> None:
    (flag,) = flags(ASSERTED, judged(None, R, difference(differs("SO001", message="“not” here"))))
    assert (flag.rule, flag.message) == ("SO001", "“not” here")
    assert flag.reference is not None


def test_missing_quotations() -> None:
    missing = Comparison(False, "QUO002", "in no reference", ((2, 5),))
    (flag,) = flags(ASSERTED, judged(missing=missing))
    assert (flag.rule, flag.spans, flag.reference) == ("QUO002", ((2, 5),), None)


def test_rules_that_are_off_raise_nothing() -> None:
    found = judged(R, R, difference(differs("NUM001")))
    assert raised(ATTRIBUTED, found) == ["SAID001", "SO001", "NUM001"]
    assert raised(ATTRIBUTED, found, DEFAULT - {"SO001", "NUM001"}) == ["SAID001"]
    assert raised(ATTRIBUTED, found, frozenset()) == []


@pytest.mark.parametrize(
    ("documents", "voices", "label", "expected"),
    [
        (["a", "b"], 1, S, ["SO004"]),
        (["a", "b"], 2, S, []),
        (["a"], 1, S, []),
        (["a", "a"], 1, S, []),
        (["a", "b"], 1, R, []),
    ],
)
def test_single_voice(documents: list[str], voices: int, label: str, expected: list[str]) -> None:
    evidence = tuple(Evidence(Passage(d, "x", (0, 1)), Scores(1, 0, 0), "supports") for d in documents)
    so = Verdict(next(each for each in get_args(Label) if each == label), 0.9, "Why.", evidence, voices)
    found = Judgement(None, so, ())
    assert raised(ASSERTED, found, frozenset({"SO004"})) == expected
    assert "SO004" not in raised(ASSERTED, found)
