"""Which statements are near a claim, what is asked of them, and which differences stand: tables of examples."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from readings import BILD, FRONTEX, differs, reading, scores, statement, told

from claims.records import Voice
from verifier import compare
from verifier.alignment import Told
from verifier.checks import AGREES, Comparison
from verifier.compare import CHECKS, READ, Check, Reading, asking, near, read, unsettled
from verifier.nli.scorer import Pair
from verifier.records import Passage, Scores
from verifier.rules import BY_ID, RULES
from verifier.statements import Statement

CLAIM = "Border guards in Lithuania stopped about 4,000 migrants on the frontier with Belarus in July."


class NearRow(NamedTuple):
    text: str
    is_near: bool
    about: bool = False
    same_matter: bool = False
    claim: str = CLAIM
    around: str = ""


NEAR = {
    "the same words": NearRow(CLAIM, True, True, True),
    "other inflections": NearRow(
        "The guards at the border of Lithuania were stopping migrants at the Belarusian frontier.", True, True, True
    ),
    "a third of the words": NearRow(
        "Lithuania and Belarus share a frontier of 680 kilometres in the woods.", True, False, True
    ),
    "names only, of a long claim": NearRow("Lithuania won against Belarus.", False),
    "another matter": NearRow("The price of milk rose in Kaunas on Monday.", False),
    "nothing but common words": NearRow("They had it, and so it was.", False),
    "a short part of a long claim": NearRow(
        "Guards stopped 4,000 migrants in Lithuania.", True, True, True,
        claim="After a quiet spring the guards in Lithuania stopped 4,000 migrants from several countries, among them "
        "students, traders and families, whom smugglers had brought through the woods at night for a lot of money.",
    ),
    "a short part that shares too little": NearRow(
        "Smugglers came.", False,
        claim="After a quiet spring the guards stopped 4,000 migrants whom smugglers had brought through the woods.",
    ),
    "two words in common, without a name": NearRow(
        "A decision on the appeal was made.", True, True, False, claim="The decision to appeal was late."
    ),
    "many words in common, without a name": NearRow(
        "No decision has been made on whether the tribunal should hear an appeal.", True, True, False,
        claim="No decision had been made about whether to appeal.",
    ),
    "a name in common, and too few words": NearRow(
        "Frontex moved its office.", True, True, False, claim="Frontex opened an office."
    ),
    "the name is the first word": NearRow(
        "The footage was released by Frontex on Tuesday.", True, True, True, claim="Frontex released drone footage."
    ),
    "an ordinary first word is no name": NearRow(
        "The border guards released the footage.", True, True, False, claim="Guards released border footage."
    ),
    "only the sentences around it are near": NearRow(
        "It would.", True, False, False, around=" said the guards in Lithuania of migrants on the frontier with Belarus"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", NEAR)
def test_near(name: str) -> None:
    row = NEAR[name]
    said = statement(row.text, after=row.around)
    if row.around:
        passage = Passage("d", row.text + row.around, (0, len(row.text + row.around)))
        said = Statement(said.told, passage)
    found = near(told(row.claim), [said])
    assert bool(found) == row.is_near
    for each in found:
        assert (each.about >= compare.ABOUT, each.same_matter) == (row.about, row.same_matter)
        assert 0 <= each.similarity <= 1 >= each.about >= 0


def test_the_nearest_come_first_and_only_so_many() -> None:
    twin, far = statement(CLAIM), statement("Border guards in Lithuania stopped migrants.")
    others = [
        statement(f"Guards in Lithuania stopped migrants in July, on day {n}.", document=f"x{n}") for n in range(20)
    ]
    found = near(told(CLAIM), [*others, far, twin, twin])
    assert len(found) == READ
    assert [each.statement for each in found].count(twin) == 1
    assert found[0].statement is twin
    assert found[0].similarity == 1.0


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_two_texts_can_be_held_against_each_other(claim: str, text: str) -> None:
    for each in near(told(claim or "x"), [statement(text or "x")]):
        assert 0 <= each.similarity <= 1 and 0 <= each.about <= 1 and 0 <= each.around <= 1


def split(text: str, content: str, source: str = "", cue: str = "") -> Told:
    """A claim of a text: the content, and who says it."""
    chain: tuple[Voice, ...] = ()
    if cue:
        places = [((at := text.index(part)), at + len(part)) for part in (source, cue) if part]
        chain = (Voice(source or None, tuple(places[: bool(source)]), cue, (places[-1],), "say"),)
    start = text.index(content)
    return told(content, *chain, spans=((start, start + len(content)),), text=text)


class WordsRow(NamedTuple):
    claim: Told
    statement: Told
    expected: bool
    asserted: bool = False


SAYS = "McKinley notes that three things happen at once in many parts of the country."
NEGATED = "She did not say that the port would be closed for the whole winter and most of spring."
SEAT = "twenty people have shown an interest in the seat"
SAID_IT = "He has said about twenty people have shown an interest in the seat, but he names nobody."
IN_WORDS = {
    "the same split": WordsRow(
        split(SAYS, SAYS[20:], "McKinley", "notes"), split(SAYS, SAYS[20:], "McKinley", "notes"), True
    ),
    "asserted here, source and all, attributed there": WordsRow(
        split(SAYS, SAYS), split(SAYS, SAYS[20:], "McKinley", "notes"), True, True
    ),
    "the source is gone": WordsRow(split(SAYS[20:], SAYS[20:]), split(SAYS, SAYS[20:], "McKinley", "notes"), False),
    "another source": WordsRow(
        split(SAYS.replace("McKinley", "Thompson"), SAYS[20:], "Thompson", "notes"), split(SAYS, SAYS), False, True
    ),
    "attributed here, asserted there": WordsRow(
        split(SAID_IT, SAID_IT[12:66], "He", "has said"), split(SAID_IT, SAID_IT), True, True
    ),
    "attributed here to somebody else, asserted there": WordsRow(
        split(SAID_IT.replace("He ", "She "), SAID_IT[12:66], "She", "has said"), split(SAID_IT, SAID_IT), False, True
    ),
    "attributed here, denied there": WordsRow(
        split(SAID_IT, SAID_IT[12:66], "He", "has said"),
        split(SAID_IT.replace("has said", "has not said"), SAID_IT.replace("has said", "has not said")),
        False,
        True,
    ),
    "negated here and there": WordsRow(
        split(NEGATED, NEGATED[21:-1], "She", "did not say"),
        split(NEGATED.replace("did not", "didn’t"), NEGATED.replace("did not", "didn’t")),
        True,
        True,
    ),
    "a part of a longer sentence": WordsRow(
        split(SEAT, SEAT), split("Since May " + SEAT + ", he says.", "Since May " + SEAT), True, True
    ),
    "other words": WordsRow(
        split("Twenty people want the seat.", "Twenty people want the seat"), split(SAID_IT, SAID_IT), False, True
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", IN_WORDS)
def test_the_claim_word_for_word(name: str) -> None:
    row = IN_WORDS[name]
    text = row.statement.text
    (found,) = near(row.claim, [Statement(row.statement, Passage("d", text, (0, len(text))))])
    assert (found.in_words, found.asserted) == (row.expected, row.asserted)


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
    of_verdicts = {"SO001", "SO002", "SO003", "SO004", "SAID001", "SAID003", "SAID004", "QUO002"}
    assert {rule.id for rule in RULES} - raised <= of_verdicts


def test_a_check_without_a_rule_that_is_on_is_not_run(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[str] = []

    def watching(name: str, rule: str) -> Check:
        def run(claim: Told, said: Told) -> Comparison | None:
            ran.append(name)
            return Comparison(False, rule)

        return Check(run, "content", ("NUM001", rule) if name == "both" else (rule,))

    monkeypatch.setattr(
        compare, "CHECKS", (watching("number", "NUM001"), watching("time", "TIM001"), watching("both", "NAM001"))
    )
    said = statement(CLAIM)
    (asked,) = asking(told(CLAIM), None, {said.passage: [said]})
    found = read(asked, told(CLAIM), {asked.own: scores(0.9, 0)}, lambda s: s.entailment, {"NUM001"})
    assert ran == ["number", "both"]
    # A check that may run because of one of its rules does not raise another that is off.
    assert [answer and answer.rule for answer in found.found] == ["NUM001", None, None]


def test_checks_look_only_at_what_speaks_about_the_claim(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compare, "CHECKS", (Check(lambda a, b: AGREES, "content", ("NUM001",)),))
    said = statement("Lithuania and Belarus share a frontier of 680 kilometres in the woods.")
    (asked,) = asking(told(CLAIM), None, {said.passage: [said]})
    for support, expected in ((0.2, (None,)), (0.9, (AGREES,))):
        scored = dict.fromkeys(asked.pairs(), scores(support, 0))
        assert read(asked, told(CLAIM), scored, lambda s: s.entailment, {"NUM001"}).found == expected


# --- which differences stand

N = "NUM001"


def at(similarity: float, answer: Comparison | None, *chain: Voice, document: str = "d", rule: str = N) -> Reading:
    return reading(
        statement(f"{document} {similarity}", *chain, document=document),
        similarity=similarity,
        **{rule: answer},  # type: ignore[arg-type]
    )


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
    drawn: Sequence[tuple[float, Comparison | None]], random: object
) -> None:
    found = [at(similarity, answer, document=f"d{i}") for i, (similarity, answer) in enumerate(drawn)]
    shuffled = list(found)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    names = [{d.reading.statement.claim.id for d in unsettled(each, "content")} for each in (found, shuffled)]
    assert names[0] == names[1]


def test_twins() -> None:
    assert at(compare.TWIN, None).is_twin
    assert not at(compare.TWIN - 0.01, None).is_twin
    assert not reading(statement("x"), similarity=0.9, about=0.2).is_twin
