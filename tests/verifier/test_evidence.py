"""Which evidence is kept with a verdict, and what every verdict has in common."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.verifier.readings import AGAINST, FOR, FRONTEX, OPEN, P, differs, read, told
from verifier.records import Evidence
from verifier.verdict.judge import KEPT, Judgement, judge


def shown(found: Judgement) -> tuple[Evidence, ...]:
    assert found.so is not None
    return found.so.evidence


def test_evidence_is_what_decides_then_who_says_so_then_the_nearest() -> None:
    found = [
        read(OPEN, document="near"),
        read((0.7, 0.0), document="weaker"),
        read(FOR, document="stronger"),
        read(FOR, FRONTEX, document="heard"),
        read(OPEN, document="far", about=0.4),
    ]
    evidence = shown(judge(told(P), found))
    assert [(each.passage.document_id, each.stance) for each in evidence] == [
        ("stronger", "supports"),
        ("weaker", "supports"),
        ("heard", "supports"),
        ("near", "neither"),
        ("far", "neither"),
    ]
    assert [each.chain for each in evidence] == [(), (), (FRONTEX,), (), ()]


def test_a_long_list_is_cut_and_still_counted() -> None:
    found = judge(told(P), [read((0.9 - n / 100, 0.0), document=f"d{n}") for n in range(8)])
    assert found.so is not None and found.so.voices_for == 8
    assert [each.passage.document_id for each in shown(found)] == ["d0", "d1", "d2", "d3", "d4"]
    assert found.so.reason == "d0 and 7 more say so."


@pytest.mark.parametrize("against", [True, False])
def test_what_conflicts_is_shown_even_where_the_other_side_fills_the_list(against: bool) -> None:
    many = [read(AGAINST if against else FOR, document=f"d{n}") for n in range(7)]
    lone = read((0.7, 0.0) if against else (0.0, 0.7), document="lone")
    evidence = shown(judge(told(P), [*many, lone]))
    assert len(evidence) == KEPT
    assert "lone" in [each.passage.document_id for each in evidence]


def test_what_a_check_differs_in_is_shown() -> None:
    others = [read(OPEN, document=f"d{n}") for n in range(8)]
    lone = read(OPEN, FRONTEX, document="lone", about=0.6, similarity=0.7, ATT001=differs("ATT001", "opens"))
    assert "lone" in [each.passage.document_id for each in shown(judge(told(P), [*others, lone]))]


@given(
    st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1), st.booleans(), st.sampled_from("abc")), max_size=8),
    st.booleans(),
)
def test_verdicts_hold_together(drawn: list[tuple[float, float, bool, str]], attributed: bool) -> None:
    found = [
        read((s * (1 - c), c), *((FRONTEX,) if heard else ()), document=document) for s, c, heard, document in drawn
    ]
    judged = judge(told(P, *((FRONTEX,) if attributed else ())), found)
    for verdict in (judged.said, judged.so):
        if verdict is None:
            continue
        assert 0 <= verdict.confidence <= 1
        assert len(verdict.evidence) <= KEPT
        assert verdict.reason.endswith(".") and "  " not in verdict.reason
        decided = {"SUPPORTED": (True, False), "REFUTED": (False, True), "CONFLICTING": (True, True)}
        counts = verdict.voices_for > 0, verdict.voices_against > 0
        assert counts == decided.get(verdict.label, (False, False))
        stances = {each.stance for each in verdict.evidence}
        assert not counts[0] or "supports" in stances
        assert not counts[1] or "refutes" in stances
