"""From scores to verdicts, as a table: every label, every reason, and which passages are shown first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.judge import CONTRADICTION, KEPT, SUPPORT, judge
from verifier.nli.scorer import Calibration, Pair, Scorer
from verifier.records import Label, Passage, Scores, Verdict

CLAIM = "The minister ordered border guards to repel migrants."
ON_TOPIC = "The minister signed an order for the border guards."
OFF_TOPIC = "The price of milk rose in Kaunas on Monday."


class Silent:
    name, digest = "silent", "0"

    def __call__(self, pairs: Sequence[Pair], temperature: float) -> list[Scores]:
        raise AssertionError("a judge reads scores and asks for none")


PLAIN = Scorer(Silent())


def passage(text: str = ON_TOPIC, number: int = 0) -> Passage:
    return Passage(f"d{number}", text, (0, len(text)))


def scores(entailment: float, contradiction: float) -> Scores:
    return Scores(entailment, round(1 - entailment - contradiction, 4), contradiction)


def judged(*read: tuple[str, float, float], scorer: Scorer = PLAIN, claim: str = CLAIM) -> Verdict:
    """The verdict on passages given as (text, entailment, contradiction); their ids are d0, d1, …"""
    passages = [passage(text, number) for number, (text, _, _) in enumerate(read)]
    return judge(claim, passages, [scores(e, c) for _, e, c in read], scorer)


class Row(NamedTuple):
    read: list[tuple[str, float, float]]
    label: Label
    confidence: float
    stances: list[str]
    reason: str


TABLE = {
    "one supports": Row([(ON_TOPIC, 0.9, 0.02)], "SUPPORTED", 0.9, ["supports"], "1 passage supports it."),
    "two support": Row(
        [(ON_TOPIC, 0.7, 0.1), (ON_TOPIC, 0.9, 0.0)], "SUPPORTED", 0.9, ["supports"] * 2, "2 passages support it."
    ),
    "one contradicts": Row([(ON_TOPIC, 0.01, 0.8)], "REFUTED", 0.8, ["refutes"], "1 passage contradicts it."),
    "two contradict": Row(
        [(ON_TOPIC, 0.0, 0.6), (ON_TOPIC, 0.0, 0.75)], "REFUTED", 0.75, ["refutes"] * 2, "2 passages contradict it."
    ),
    "both sides": Row(
        [(ON_TOPIC, 0.9, 0.0), (ON_TOPIC, 0.1, 0.7)],
        "CONFLICTING",
        0.7,
        ["supports", "refutes"],
        "1 passage supports it, 1 passage contradicts it.",
    ),
    "nothing settles it": Row(
        [(ON_TOPIC, 0.3, 0.1), (OFF_TOPIC, 0.0, 0.0)],
        "NOT ENOUGH INFO",
        0.7,
        ["neither"] * 2,
        "None of 2 passages read settles it.",
    ),
    "nothing found": Row([], "NOT ENOUGH INFO", 1.0, [], "No reference shares its words."),
    "exactly at the decision point": Row(
        [(ON_TOPIC, SUPPORT, 0.0)], "SUPPORTED", SUPPORT, ["supports"], "1 passage supports it."
    ),
    "just below it": Row(
        [(ON_TOPIC, 0.4999, 0.4999)], "NOT ENOUGH INFO", 0.5001, ["neither"], "The one passage read does not settle it."
    ),
    "a contradiction about something else": Row(
        [(OFF_TOPIC, 0.0, 0.99)], "NOT ENOUGH INFO", 1.0, ["neither"], "The one passage read does not settle it."
    ),
    "support about something else": Row(
        [(OFF_TOPIC, 0.99, 0.0)], "NOT ENOUGH INFO", 1.0, ["neither"], "The one passage read does not settle it."
    ),
    "a contradiction about something else beside support": Row(
        [(OFF_TOPIC, 0.0, 0.99), (ON_TOPIC, 0.8, 0.1)],
        "SUPPORTED",
        0.8,
        ["supports", "neither"],
        "1 passage supports it.",
    ),
    "one passage on both sides": Row([(ON_TOPIC, 0.5, 0.5)], "REFUTED", 0.5, ["refutes"], "1 passage contradicts it."),
    "one passage on both sides, against it": Row(
        [(ON_TOPIC, 0.4, 0.6)], "REFUTED", 0.6, ["refutes"], "1 passage contradicts it."
    ),
}


@pytest.mark.parametrize("name", TABLE)
def test_table(name: str) -> None:
    row = TABLE[name]
    verdict = judged(*row.read)
    assert (verdict.label, verdict.confidence, verdict.reason) == (row.label, row.confidence, row.reason)
    assert [evidence.stance for evidence in verdict.evidence] == row.stances


def test_the_table_has_every_label() -> None:
    assert {row.label for row in TABLE.values()} == set(get_args(Label))


def test_a_passage_on_both_sides_stands_on_the_stronger_one_by_calibrated_support() -> None:
    lifted = Scorer(Silent(), Calibration(1.0, 1.0, 2.0))
    assert judged((ON_TOPIC, 0.4, 0.6), scorer=lifted).label == "SUPPORTED"
    lowered = Scorer(Silent(), Calibration(1.0, 1.0, -2.0))
    assert judged((ON_TOPIC, 0.7, 0.1), scorer=lowered).label == "NOT ENOUGH INFO"


def test_evidence_is_in_order_of_strength_then_of_nearness() -> None:
    verdict = judged(
        (OFF_TOPIC, 0.0, 0.0),
        (ON_TOPIC, 0.6, 0.0),
        (ON_TOPIC, 0.1, 0.1),
        (ON_TOPIC, 0.0, 0.95),
        (ON_TOPIC, 0.8, 0.0),
    )
    assert [evidence.passage.document_id for evidence in verdict.evidence] == ["d3", "d4", "d1", "d2", "d0"]
    assert verdict.label == "CONFLICTING"


def test_equal_passages_stay_in_the_order_of_the_search() -> None:
    verdict = judged(*[(ON_TOPIC, 0.8, 0.0)] * 4)
    assert [evidence.passage.document_id for evidence in verdict.evidence] == ["d0", "d1", "d2", "d3"]


def test_a_long_list_is_cut_and_still_counted() -> None:
    verdict = judged(*[(ON_TOPIC, 0.9 - n / 100, 0.0) for n in range(8)])
    assert [evidence.passage.document_id for evidence in verdict.evidence] == ["d0", "d1", "d2", "d3", "d4"]
    assert verdict.reason == "8 passages support it."


@pytest.mark.parametrize("against", [True, False])
def test_what_conflicts_is_shown_even_where_the_other_side_fills_the_list(against: bool) -> None:
    many = [(0.0, 0.9) if against else (0.9, 0.0)] * 7
    lone = (0.6, 0.0) if against else (0.0, 0.6)
    verdict = judged(*[(ON_TOPIC, *each) for each in [*many, lone]])
    assert (verdict.label, verdict.confidence, len(verdict.evidence)) == ("CONFLICTING", 0.6, KEPT)
    assert {evidence.stance for evidence in verdict.evidence} == {"supports", "refutes"}
    assert "d7" in [evidence.passage.document_id for evidence in verdict.evidence]


def test_a_claim_of_common_words_only_is_settled_by_nothing() -> None:
    assert judged(("They have it.", 0.99, 0.0), claim="It is what they have.").label == "NOT ENOUGH INFO"


@given(st.lists(st.tuples(st.sampled_from([ON_TOPIC, OFF_TOPIC]), st.floats(0, 1), st.floats(0, 1)), max_size=12))
def test_confidence_is_a_probability_that_fits_the_label(read: list[tuple[str, float, float]]) -> None:
    verdict = judged(*((text, e * (1 - c), c) for text, e, c in read))
    assert 1 - max(SUPPORT, CONTRADICTION) <= verdict.confidence <= 1
    sides = {evidence.stance for evidence in verdict.evidence} - {"neither"}
    expected = {"SUPPORTED": {"supports"}, "REFUTED": {"refutes"}, "CONFLICTING": {"supports", "refutes"}}
    assert sides == expected.get(verdict.label, set())
    assert len(verdict.evidence) == min(len(read), KEPT)
