"""From readings to verdicts, as tables: every label of both questions, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple, get_args

import pytest

from claims.records import Voice
from tests.verifier.readings import (
    AGAINST,
    BILD,
    FOR,
    FRONTEX,
    OPEN,
    UNNAMED,
    P,
    differs,
    read,
    reading,
    statement,
    told,
    voice,
)
from verifier.checks import AGREES
from verifier.records import Label
from verifier.verdict.judge import Judgement, judge
from verifier.verdict.readings import Reading

NUM = differs("NUM001")

# --- is it so?
# What the readings that NLI finds to contradict differ in.
SHOWN = "(helping here, stopping there)"


class So(NamedTuple):
    readings: Sequence[Reading]
    label: Label
    confidence: float
    reason: str
    voices: tuple[int, int] = (0, 0)


SO = {
    "nothing read": So([], "NOT ENOUGH INFO", 1.0, "No passage shares enough words with it."),
    "nothing settles it": So([read(OPEN)], "NOT ENOUGH INFO", 0.7, "No statement that was read settles it."),
    "one says so": So([read(FOR)], "SUPPORTED", 0.9, "d says so.", (1, 0)),
    "two say so": So([read(FOR), read((0.8, 0), document="e")], "SUPPORTED", 0.9, "d and e say so.", (2, 0)),
    "four say so": So(
        [read(FOR), *(read((0.8, 0), document=x) for x in "efg")], "SUPPORTED", 0.9, "d and 3 more say so.", (4, 0)
    ),
    "one contradicts": So([read(AGAINST)], "REFUTED", 0.9, f"d says otherwise {SHOWN}.", (0, 1)),
    "both": So(
        [read(FOR), read((0.1, 0.7), document="e")],
        "CONFLICTING",
        0.7,
        f"d says so; e says otherwise {SHOWN}.",
        (1, 1),
    ),
    "one document on both sides is one voice": So(
        [read(FOR), read((0.1, 0.7))], "SUPPORTED", 0.9, "d says so.", (1, 0)
    ),
    "somebody says so": So(
        [read(FOR, FRONTEX)],
        "NOT ENOUGH INFO",
        1.0,
        "Only Frontex says so, in d; no reference says so in its own voice.",
    ),
    "somebody says otherwise": So(
        [read(AGAINST, FRONTEX)],
        "NOT ENOUGH INFO",
        1.0,
        "Only Frontex says otherwise, in d; no reference says so in its own voice.",
    ),
    "somebody denies it": So(
        [read(FOR, voice("Frontex", denied=True))],
        "NOT ENOUGH INFO",
        1.0,
        "Only Frontex says otherwise, in d; no reference says so in its own voice.",
    ),
    "somebody denies having denied it": So(
        [read(FOR, voice("Frontex", denied=True), voice("an officer", denied=True))],
        "NOT ENOUGH INFO",
        1.0,
        "Only an officer says so, in d; no reference says so in its own voice.",
    ),
    "two say different things": So(
        [read(FOR, BILD), read(AGAINST, FRONTEX, document="e")],
        "NOT ENOUGH INFO",
        1.0,
        "Only Bild says so, in d and Frontex says otherwise, in e; no reference says so in its own voice.",
    ),
    "nobody named says so": So(
        [read(FOR, UNNAMED)],
        "NOT ENOUGH INFO",
        1.0,
        "Only somebody unnamed says so, in d; no reference says so in its own voice.",
    ),
    "somebody says otherwise, a document says so": So(
        [read(AGAINST, FRONTEX), read(FOR, document="e")], "SUPPORTED", 0.9, "e says so.", (1, 0)
    ),
    "a twin in somebody's mouth": So(
        [read(OPEN, FRONTEX, similarity=1.0)],
        "NOT ENOUGH INFO",
        1.0,
        "Only Frontex says so, in d; no reference says so in its own voice.",
    ),
    "another number": So(
        [read(FOR, similarity=0.9, NUM001=NUM)], "REFUTED", 0.9, "d says otherwise (7 here, 5 there).", (0, 1)
    ),
    "another number, and the same elsewhere": So(
        [read(FOR, similarity=0.9, NUM001=NUM), read(OPEN, similarity=0.95, document="e", NUM001=AGREES)],
        "SUPPORTED",
        0.95,
        "e says so.",
        (1, 0),
    ),
    "another number in a document, the same in a mouth": So(
        [read(FOR, similarity=0.9, NUM001=NUM), read(OPEN, BILD, similarity=0.95, document="e", NUM001=AGREES)],
        "REFUTED",
        0.9,
        "d says otherwise (7 here, 5 there).",
        (0, 1),
    ),
    "said by somebody there, by the article here": So(
        [
            read(OPEN, FRONTEX, similarity=0.9, ATT001=differs("ATT001", "opens", "asserted here, attributed there")),
            read(FOR, document="e"),
        ],
        "NOT ENOUGH INFO",
        0.9,
        "e says so, but a check overrules this: asserted here, attributed there.",
        (1, 0),
    ),
}


@pytest.mark.parametrize("name", SO)
def test_so(name: str) -> None:
    row = SO[name]
    said, so, _, _ = judge(told(P), row.readings)
    assert said is None
    assert so is not None
    assert (so.label, so.reason) == (row.label, row.reason)
    assert so.confidence == pytest.approx(row.confidence)
    assert (so.voices_for, so.voices_against) == row.voices


# --- did they say it?


class Said(NamedTuple):
    chain: tuple[Voice, ...]
    readings: Sequence[Reading]
    label: Label
    reason: str
    voices: tuple[int, int] = (0, 0)


HE = voice("he")
ELSEWHERE = "No reference has {} say so; it is said there by “{}”."
SAID = {
    "nothing read": Said((FRONTEX,), [], "NOT ENOUGH INFO", "No passage shares enough words with it."),
    "the source says so": Said(
        (FRONTEX,), [read(OPEN, FRONTEX, similarity=1.0)], "SUPPORTED", "On record in d.", (1, 0)
    ),
    "in other words": Said((FRONTEX,), [read(FOR, FRONTEX)], "SUPPORTED", "On record in d.", (1, 0)),
    "in two documents": Said(
        (FRONTEX,), [read(FOR, FRONTEX), read(FOR, FRONTEX, document="e")], "SUPPORTED", "On record in d and e.", (2, 0)
    ),
    "somebody else says so": Said(
        (FRONTEX,), [read(FOR, BILD)], "NOT ENOUGH INFO", ELSEWHERE.format("Frontex", "Bild")
    ),
    "a document says so": Said((FRONTEX,), [read(FOR)], "NOT ENOUGH INFO", "No reference has Frontex say so."),
    "the source says the contrary": Said(
        (FRONTEX,), [read(AGAINST, FRONTEX)], "REFUTED", f"On record with the contrary in d {SHOWN}.", (0, 1)
    ),
    "the source denies it": Said(
        (FRONTEX,), [read(FOR, voice("Frontex", denied=True))], "REFUTED", "On record with the contrary in d.", (0, 1)
    ),
    "the source never said it, says its spokesman": Said(
        (FRONTEX,),
        [read(FOR, voice("Frontex", denied=True), voice("a spokesman"))],
        "REFUTED",
        "On record with the contrary in d.",
        (0, 1),
    ),
    "the source denies what it is said to deny": Said(
        (voice("Frontex", denied=True),),
        [read(FOR, voice("Frontex", denied=True))],
        "SUPPORTED",
        "On record in d.",
        (1, 0),
    ),
    "the source says what it is said to deny": Said(
        (voice("Frontex", denied=True),),
        [read(FOR, FRONTEX)],
        "REFUTED",
        "On record with the contrary in d.",
        (0, 1),
    ),
    "in one document so, in another otherwise": Said(
        (FRONTEX,),
        [read(FOR, FRONTEX), read(AGAINST, FRONTEX, document="e")],
        "CONFLICTING",
        f"On record in d; on record with the contrary in e {SHOWN}.",
        (1, 1),
    ),
    "with another number": Said(
        (FRONTEX,),
        [read(FOR, FRONTEX, similarity=0.9, NUM001=NUM)],
        "REFUTED",
        "On record with the contrary in d (7 here, 5 there).",
        (0, 1),
    ),
    "with another number, which somebody else gives too": Said(
        (FRONTEX,),
        [
            read(FOR, FRONTEX, similarity=0.9, NUM001=NUM),
            read(FOR, BILD, similarity=0.9, document="e", NUM001=AGREES),
        ],
        "REFUTED",
        "On record with the contrary in d (7 here, 5 there).",
        (0, 1),
    ),
    "anybody": Said((UNNAMED,), [read(FOR, BILD)], "SUPPORTED", "On record in d.", (1, 0)),
    "nobody at all": Said((UNNAMED,), [read(OPEN, BILD)], "NOT ENOUGH INFO", "No reference has anybody say so."),
    "both links": Said((BILD, FRONTEX), [read(FOR, BILD, FRONTEX)], "SUPPORTED", "On record in d.", (1, 0)),
    "the inner link only": Said(
        (BILD, FRONTEX), [read(FOR, FRONTEX)], "NOT ENOUGH INFO", ELSEWHERE.format("Bild", "Frontex")
    ),
    "the outer link only": Said(
        (BILD, FRONTEX), [read(FOR, BILD)], "NOT ENOUGH INFO", ELSEWHERE.format("Frontex", "Bild")
    ),
    "both links in two documents": Said(
        (BILD, FRONTEX), [read(FOR, FRONTEX), read(FOR, BILD, document="e")], "SUPPORTED", "On record in d.", (1, 0)
    ),
    "one link refuted": Said(
        (BILD, FRONTEX),
        [read(AGAINST, BILD, FRONTEX)],
        "REFUTED",
        f"On record with the contrary in d {SHOWN}.",
        (0, 1),
    ),
    "he, in a copy": Said(
        (HE,), [read(OPEN, HE, similarity=0.95, copied=True)], "SUPPORTED", "On record in d.", (1, 0)
    ),
    "he, in the same sentence": Said(
        (HE,),
        [read(OPEN, HE, similarity=0.95)],
        "NOT ENOUGH INFO",
        "No reference has he say so; it is said there by “he”.",
    ),
    "she, for a name": Said(
        (FRONTEX,),
        [read(OPEN, voice("she", resolved="Ann Lee"), similarity=0.95)],
        "NOT ENOUGH INFO",
        "No reference has Frontex say so; it is said there by “she” (Ann Lee).",
    ),
    "he, elsewhere": Said(
        (HE,), [read(FOR, HE)], "NOT ENOUGH INFO", "No reference has he say so; it is said there by “he”."
    ),
    "the twin is another's, the words are its own": Said(
        (FRONTEX,),
        [read(OPEN, BILD, similarity=0.95), read(FOR, FRONTEX)],
        "SUPPORTED",
        "On record in d.",
        (1, 0),
    ),
    "only the sentence shows it": Said(
        (FRONTEX,), [reading(statement("Frontex told of it."), told=FOR)], "SUPPORTED", "On record in d.", (1, 0)
    ),
    "only the sentence shows the contrary": Said(
        (FRONTEX,),
        [reading(statement("Frontex told of it."), told=AGAINST)],
        "REFUTED",
        "On record with the contrary in d.",
        (0, 1),
    ),
    "the sentence is about somebody else": Said(
        (FRONTEX,),
        [reading(statement("Bild told of it."), told=FOR)],
        "NOT ENOUGH INFO",
        "No reference has Frontex say so.",
    ),
    "what voices show goes before sentences": Said(
        (FRONTEX,),
        [reading(statement("Frontex spoke.", FRONTEX), FOR, told=AGAINST)],
        "SUPPORTED",
        "On record in d.",
        (1, 0),
    ),
    "somebody else in the same sentence": Said(
        (BILD,),
        [read(OPEN, FRONTEX, similarity=1.0, SAID002=differs("SAID002", "opens"))],
        "NOT ENOUGH INFO",
        "No reference has Bild say so; it is said there by “Frontex”.",
    ),
    "a stronger cue": Said(
        (FRONTEX,),
        [read(OPEN, FRONTEX, similarity=1.0, ATT002=differs("ATT002", "opens", "“confirmed” here, “said” there"))],
        "NOT ENOUGH INFO",
        "On record in d, but a check overrules this: “confirmed” here, “said” there.",
        (1, 0),
    ),
    "a weaker cue": Said(
        (FRONTEX,),
        [read(OPEN, FRONTEX, similarity=1.0, ATT003=differs("ATT003", "keeps"))],
        "SUPPORTED",
        "On record in d.",
        (1, 0),
    ),
    "a denial turned round": Said(
        (FRONTEX,),
        [read(OPEN, FRONTEX, similarity=1.0, ATT004=differs("ATT004", "refutes", "“said” here, “denied” there"))],
        "REFUTED",
        "On record in d, but a check overrules this: “said” here, “denied” there.",
        (1, 0),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SAID)
def test_said(name: str) -> None:
    row = SAID[name]
    said = judge(told(P, *row.chain), row.readings).said
    assert said is not None
    assert (said.label, said.reason) == (row.label, row.reason)
    assert (said.voices_for, said.voices_against) == row.voices
    assert 0 <= said.confidence <= 1


def test_the_tables_have_every_label() -> None:
    assert {row.label for row in SO.values()} == {row.label for row in SAID.values()} == set(get_args(Label))


def test_each_question_is_asked_where_it_makes_sense() -> None:
    assert judge(told(P), [])[:2] == (None, judge(told(P), []).so)
    unchecked = judge(told(P, FRONTEX, checkable=False), [])
    assert unchecked.said is not None and unchecked.so is None
    assert judge(told(P, checkable=False), []) == Judgement(None, None, ())


def test_what_is_not_checkable_may_differ_all_the_same() -> None:
    found = judge(told(P, checkable=False), [read(OPEN, similarity=0.9, NUM001=NUM)])
    assert (found.said, found.so, [d.comparison.rule for d in found.differences]) == (None, None, ["NUM001"])


def test_differences_are_seen_from_both_questions() -> None:
    # The source said 5, a register says 7: it was not said so, and it is so.
    own, register = (
        read(OPEN, FRONTEX, similarity=0.9, NUM001=NUM),
        read(OPEN, similarity=0.9, document="e", NUM001=AGREES),
    )
    found = judge(told(P, FRONTEX), [own, register])
    assert found.said is not None and found.so is not None
    assert (found.said.label, found.so.label) == ("REFUTED", "SUPPORTED")
    assert [d.comparison.rule for d in found.differences] == ["NUM001"]


def test_quoted_words_that_the_source_never_says() -> None:
    claim = told("We will never accept any smugglers at all.", FRONTEX)
    claim = replace(claim, claim=replace(claim.claim, quoted=((0, len(claim.text) - 1),)))
    other = statement("The airport opens at noon on every day of the week.", FRONTEX)
    quoting = replace(other, told=replace(other.told, claim=replace(other.claim, quoted=other.claim.spans)))
    missing = judge(claim, [reading(quoting)]).missing
    assert missing is not None and missing.rule == "QUO002"
    assert judge(claim, [reading(other)]).missing is None
    assert judge(claim, [reading(quoting), reading(other, similarity=0.9)]).missing is None
    assert judge(claim, [reading(replace(quoting, told=replace(quoting.told, text=claim.text * 3)))]).missing is None
