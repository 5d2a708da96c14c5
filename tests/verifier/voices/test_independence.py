"""Which statements are one voice, as a table."""

from __future__ import annotations

from typing import NamedTuple, get_args

import pytest

from claims.records import Voice
from tests.verifier.readings import BILD, FRONTEX, UNNAMED, statement, voice
from verifier.records import Question
from verifier.references.statements import Statement
from verifier.voices.independence import independent, one_voice

P = "About 900 people were flown from Iraq to Minsk."
WIRE = (
    "MINSK (Reuters) - The lists of the airport tell of far fewer travellers than has been said in the west. "
    "They give the day, the number of the flight, the type of aircraft and the seats taken on board. "
)
REST = (
    " On many days the machines were half empty, and three departures from Baghdad were struck off the timetable. "
    "Hotels in the city report that rooms booked for visitors stood empty throughout the month of July."
)
OTHER = (
    "Nobody in the hall had expected the figures when the minister came in, late and without a coat or papers. "
    "She read them out once, folded the sheet and asked whether there was any coffee left in the building. "
)
OTHER_REST = (
    " The opposition called for a debate before the summer, and the speaker of the house promised to find an hour. "
    "In the streets of the capital the news was hardly noticed, because the football was on."
)
REWRITTEN = (
    "MINSK (Reuters) - Airport records tell of far fewer travellers than has been said in the west, it emerged. "
    "The lists of flights give the day and the type of aircraft, but no names of those who sat on board. "
)


def told(before: str, after: str, *chain: Voice, document: str) -> Statement:
    return statement(P, *chain, document=document, before=before, after=after)


class Row(NamedTuple):
    a: Statement
    b: Statement
    so: bool
    said: bool


TABLE = {
    "the same document": Row(told(WIRE, "", document="a"), told("", OTHER_REST, document="a"), True, True),
    "copied word for word": Row(told(WIRE, REST, document="a"), told(WIRE, REST, document="b"), True, True),
    "copied and cut from the end": Row(told(WIRE, REST, document="a"), told(WIRE, "", document="b"), True, True),
    "copied in capitals and other quotation marks": Row(
        told(WIRE, REST, document="a"), told(WIRE.upper(), REST.upper(), document="b"), True, True
    ),
    "only the sentence in common": Row(
        told(WIRE, REST, document="a"), told(OTHER, OTHER_REST, document="b"), False, False
    ),
    "one agency, reworked": Row(told(WIRE, "", document="a"), told(REWRITTEN, "", document="b"), True, True),
    "reworked without an agency": Row(
        told(WIRE.replace("(Reuters) - ", ""), "", document="a"),
        told(REWRITTEN.replace("(Reuters) - ", ""), "", document="b"),
        False,
        False,
    ),
    "one agency, two stories": Row(
        told(WIRE, REST, document="a"), told("LONDON (Reuters) - " + OTHER, OTHER_REST, document="b"), False, False
    ),
    "nothing around either": Row(told("", "", document="a"), told("", "", document="b"), True, True),
    "nothing around one, and another sentence": Row(
        told("", "", document="a"), statement("Some 40 flights came from Iraq.", document="b"), False, False
    ),
    "both have one source say it": Row(
        told(WIRE, REST, FRONTEX, document="a"), told(OTHER, OTHER_REST, FRONTEX, document="b"), True, False
    ),
    "two sources": Row(
        told(WIRE, REST, FRONTEX, document="a"), told(OTHER, OTHER_REST, BILD, document="b"), False, False
    ),
    "one source under two names": Row(
        told(WIRE, REST, voice("Fabrice Leggeri"), document="a"),
        told(OTHER, OTHER_REST, voice("Leggeri", resolved="Fabrice Leggeri"), document="b"),
        True,
        False,
    ),
    "two unnamed sources": Row(
        told(WIRE, REST, UNNAMED, document="a"), told(OTHER, OTHER_REST, UNNAMED, document="b"), False, False
    ),
    "one asserts, one attributes": Row(
        told(WIRE, REST, document="a"), told(OTHER, OTHER_REST, FRONTEX, document="b"), False, False
    ),
    "both have it from Bild": Row(
        told(WIRE, REST, BILD, voice("Lukas Maas"), document="a"),
        told(OTHER, OTHER_REST, BILD, voice("Paul Adam"), document="b"),
        False,
        True,
    ),
}


@pytest.mark.parametrize("question", get_args(Question))
@pytest.mark.parametrize("name", TABLE)
def test_table(name: str, question: Question) -> None:
    row = TABLE[name]
    expected = row.so if question == "so" else row.said
    assert one_voice(row.a, row.b, question) == one_voice(row.b, row.a, question) == expected


def test_voices_are_counted_across_chains_of_copies() -> None:
    a, b = told(WIRE, REST, document="a"), told(WIRE, "", document="b")
    c, d = told("", REST, document="c"), told(OTHER, OTHER_REST, document="d")
    assert [independent(each, "so") for each in ([], [a], [a, b], [a, b, c], [a, b, c, d], [d, c, b, a])] == [
        0,
        1,
        1,
        1,
        2,
        2,
    ]
