"""What is asked of a claim and the statements near it, and which differences stand: tables of examples."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.records import Voice
from tests.verifier.readings import BILD, FRONTEX, differs, reading, scores, statement, told
from verifier.checks import AGREES, Comparison
from verifier.nli.engine import Pair
from verifier.records import Passage, Scores
from verifier.references.alignment import Told
from verifier.verdict import readings
from verifier.verdict.nearness import TWIN
from verifier.verdict.readings import CHECKS, Check, Reading, asking, read, unsettled
from verifier.verdict.rules import BY_ID, OF_ARTICLE, RULES

CLAIM = "Border guards in Lithuania stopped about 4,000 migrants on the frontier with Belarus in July."


# --- what is asked


def test_statements_passages_and_sentences_are_asked() -> None:
    said = statement("Guards in Lithuania stopped migrants in July.", FRONTEX)
    passage = Passage("d", said.claim.text + " It was night.", (0, 60))
    (asked,) = asking(told(CLAIM, FRONTEX), "Frontex said that it rained.", {passage: [said]})
    assert asked.own == (said.claim.text, CLAIM)
    assert asked.wider == (passage.text, CLAIM)
    # The sentences do not name Frontex.
    assert asked.told is None
    assert asked.pairs() == (asked.own, asked.wider)


def test_sentences_that_name_the_source_are_asked_whether_it_said_so() -> None:
    said = statement("Frontex told of migrants whom guards in Lithuania stopped on the frontier with Belarus.")
    (asked,) = asking(told(CLAIM, FRONTEX), "Frontex said that it rained.", {said.passage: [said]})
    assert asked.told == (said.passage.text, "Frontex said that it rained.")
    (unasked,) = asking(told(CLAIM), None, {said.passage: [said]})
    assert unasked.told is None


def test_a_passage_is_asked_once_and_not_for_a_twin() -> None:
    one, other = statement("Guards in Lithuania stopped migrants."), statement("In July guards stopped migrants.")
    passage = Passage("d", "Both.", (0, 5))
    asked = asking(told(CLAIM), None, {passage: [one, other]})
    assert sum(each.wider is not None for each in asked) == 1
    (twin,) = asking(told(CLAIM), None, {passage: [statement(CLAIM)]})
    assert twin.wider is None


class ReadRow(NamedTuple):
    own: tuple[float, float]
    wider: tuple[float, float]
    wide: bool


READS = {
    "the statement is clear": ReadRow((0.9, 0.0), (0.5, 0.0), False),
    "only the passage tells": ReadRow((0.2, 0.1), (0.8, 0.0), True),
    "the passage contradicts": ReadRow((0.2, 0.1), (0.1, 0.9), False),
    "the statement contradicts": ReadRow((0.1, 0.6), (0.9, 0.0), False),
}


@pytest.mark.parametrize("name", READS)
def test_a_passage_counts_where_it_tells_more(name: str) -> None:
    row = READS[name]
    said = statement("Guards in Lithuania stopped migrants.")
    passage = Passage("d", said.claim.text + " It was night.", (0, 51))
    (asked,) = asking(told(CLAIM), None, {passage: [said]})
    scored: Mapping[Pair, Scores] = {asked.own: scores(*row.own), asked.wider or asked.own: scores(*row.wider)}
    found = read(asked, told(CLAIM), scored, lambda s: s.entailment, set())
    assert found.wide == row.wide
    assert found.passage == (passage if row.wide else said.passage)
    assert found.support == (row.wider if row.wide else row.own)[0]


# --- checks


def test_every_check_has_rules_and_every_rule_of_a_check_one_check() -> None:
    raised = {rule for check in CHECKS for rule in check.rules}
    assert raised <= set(BY_ID)
    of_verdicts = {
        "RUN001",
        "SO001",
        "SO002",
        "SO003",
        "SO004",
        "SAID001",
        "SAID003",
        "SAID004",
        "QUO002",
        "QUO007",
        "NUM002",
        "AGE001",
    }
    assert {rule.id for rule in RULES} - raised - OF_ARTICLE <= of_verdicts


def test_a_check_without_a_rule_that_is_on_is_not_run(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[str] = []

    def watching(name: str, rule: str) -> Check:
        def run(claim: Told, said: Told) -> Comparison | None:
            ran.append(name)
            return Comparison(False, rule)

        return Check(run, "content", ("NUM001", rule) if name == "both" else (rule,))

    monkeypatch.setattr(
        readings, "CHECKS", (watching("number", "NUM001"), watching("time", "TIM001"), watching("both", "NAM001"))
    )
    said = statement(CLAIM)
    (asked,) = asking(told(CLAIM), None, {said.passage: [said]})
    found = read(asked, told(CLAIM), {asked.own: scores(0.9, 0)}, lambda s: s.entailment, {"NUM001"})
    assert ran == ["number", "both"]
    # A check that may run because of one of its rules does not raise another that is off.
    assert [answer and answer.rule for answer in found.found] == ["NUM001", None, None]


def test_checks_look_only_at_what_speaks_about_the_claim(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readings, "CHECKS", (Check(lambda a, b: AGREES, "content", ("NUM001",)),))
    said = statement("Lithuania and Belarus share a frontier of 680 kilometres in the woods.")
    (asked,) = asking(told(CLAIM), None, {said.passage: [said]})
    for support, expected in ((0.2, (None,)), (0.9, (AGREES,))):
        scored = dict.fromkeys(asked.pairs(), scores(support, 0))
        assert read(asked, told(CLAIM), scored, lambda s: s.entailment, {"NUM001"}).found == expected


# --- which differences stand

N = "NUM001"


def at(similarity: float, answer: Comparison | None, *chain: Voice, document: str = "d", rule: str = N) -> Reading:
    found: dict[str, Any] = {rule: answer}
    return reading(statement(f"{document} {similarity}", *chain, document=document), similarity=similarity, **found)


X = differs(N)
STANDING = {
    "nothing compared": ([at(0.9, None)], 0),
    "one differs": ([at(0.9, X)], 1),
    "one agrees": ([at(0.9, AGREES)], 0),
    "the nearest agrees": ([at(0.9, AGREES), at(0.6, X)], 0),
    "the nearest differs": ([at(0.9, X), at(0.6, AGREES)], 1),
    "both are about as near, one agrees": ([at(0.85, AGREES), at(0.9, X)], 0),
    "two differ": ([at(0.9, X), at(0.8, X)], 2),
    "the nearer one stands, the farther is cleared by one between": ([at(0.9, X), at(0.7, AGREES), at(0.6, X)], 1),
    "its own words agree where a check says nothing": ([at(1.0, None), at(0.9, X)], 0),
    "nearly its own words do not": ([at(0.95, None), at(0.9, X)], 1),
    "its own words may differ": ([at(1.0, X), at(0.8, AGREES)], 1),
    "a minister agrees, a document differs": ([at(0.9, AGREES, FRONTEX), at(0.9, X, document="other")], 1),
    "a minister agrees in the document that differs": ([at(0.9, AGREES, FRONTEX), at(0.9, X)], 0),
    "a document agrees, a minister differs": ([at(0.9, AGREES), at(0.9, X, FRONTEX, document="other")], 0),
    "a minister agrees, another differs": ([at(0.9, AGREES, FRONTEX), at(0.9, X, BILD, document="other")], 0),
}


@pytest.mark.parametrize("name", STANDING)
def test_standing(name: str) -> None:
    found, left = STANDING[name]
    standing = unsettled(found, "content", lambda r: 0 if r.statement.claim.chain else 1)
    assert len(standing) == left
    assert [d.reading.near.similarity for d in standing] == sorted(
        (d.reading.near.similarity for d in standing), reverse=True
    )
    assert not unsettled(found, "voice")


def test_a_quotation_found_anywhere_clears_the_claim() -> None:
    found = [at(0.9, differs("QUO001"), rule="QUO001"), at(0.4, AGREES, rule="QUO001")]
    assert not unsettled(found, "voice")
    found = [at(0.9, differs("SAID002"), rule="SAID002"), at(0.4, AGREES, rule="SAID002")]
    assert len(unsettled(found, "voice")) == 1


def test_one_check_does_not_clear_what_another_found() -> None:
    one = reading(statement("one"), similarity=0.9, NUM001=AGREES, TIM001=differs("TIM001"))
    assert [d.comparison.rule for d in unsettled([one, at(0.9, AGREES)], "content")] == ["TIM001"]


@given(st.lists(st.tuples(st.floats(0, 1), st.sampled_from([None, AGREES, X])), max_size=6), st.randoms())
def test_the_order_of_readings_does_not_matter(
    drawn: Sequence[tuple[float, Comparison | None]], random: Random
) -> None:
    found = [at(similarity, answer, document=f"d{i}") for i, (similarity, answer) in enumerate(drawn)]
    shuffled = list(found)
    random.shuffle(shuffled)
    names = [{d.reading.statement.claim.id for d in unsettled(each, "content")} for each in (found, shuffled)]
    assert names[0] == names[1]


def test_twins() -> None:
    assert at(TWIN, None).is_twin
    assert not at(TWIN - 0.01, None).is_twin
    assert not reading(statement("x"), similarity=0.9, about=0.2).is_twin


def found_by_checks(claim: str, said: str) -> list[str]:
    """The rules of which a check finds a difference."""
    asked, *_ = asking(told(claim), None, {(one := statement(said)).passage: [one]})
    result = read(
        asked, told(claim), dict.fromkeys(asked.pairs(), scores(0.5, 0.1)), lambda each: each.entailment, {*BY_ID}
    )
    return [answer.rule for answer in result.found if answer and not answer.agrees]


@pytest.mark.parametrize(
    ("claim", "said", "expected"),
    [
        ("Guards closed the road to Minsk on Monday.", "Guards closed the road to Minsk on Friday.", ["TIM001"]),
        # Both can be so.
        ("Guards closed the road to Minsk on Monday.", "Guards opened the road to Minsk on Friday.", []),
    ],
)
def test_a_value_of_another_event_is_no_difference(claim: str, said: str, expected: list[str]) -> None:
    assert found_by_checks(claim, said) == expected
