"""The splitter with attributions given, so that its own rules are what is tested."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import cast

import pytest

from claims.attribution.tagger import Tagger
from claims.records import Article, Claim, Relation, Spans
from claims.split import split
from tests.claims.split_table import SPLIT, Given


@dataclass
class Found:
    """Finds attributions given as words: (source, cue, content); "|" divides the parts of one."""

    given: list[Given]
    asked: list[str] = field(default_factory=list)

    def relations(self, text: str) -> tuple[Relation, ...]:
        self.asked.append(text)
        return tuple(
            Relation(*(self.spans(text, words) for words in one))
            for one in self.given
            if all(part in text for words in one[1:] for part in words.split("|"))
        )

    def spans(self, text: str, words: str) -> Spans:
        found = []
        position = 0
        for part in filter(None, words.split("|")):
            position = text.find(part, position) if part in text[position:] else text.find(part)
            if position >= 0:
                found.append((position, position + len(part)))
                position += len(part)
        return tuple(found)


def claims_of(text: str, *given: Given) -> tuple[Claim, ...]:
    return split(Article("a", text), cast(Tagger, Found(list(given))))


def told(text: str, *given: Given) -> list[str]:
    """Each claim as "outer < inner: text", asserted ones as their text; "somebody" is a voice without a name."""
    return [
        (" < ".join(voice.source or "somebody" for voice in claim.chain) + ": " if claim.chain else "") + claim.text
        for claim in claims_of(text, *given)
    ]


@pytest.mark.parametrize(("text", "given", "expected"), SPLIT, ids=[row[0][:60] for row in SPLIT])
def test_split(text: str, given: list[Given], expected: list[str]) -> None:
    assert told(text, *given) == expected


@pytest.mark.parametrize(
    ("text", "given", "why_not"),
    [
        ("Frontex said the guards left.", ("Frontex", "said", "the guards left"), None),
        ("Frontex said the guards will leave.", ("Frontex", "said", "the guards will leave"), "prediction"),
        ("Minsk pledged to investigate it.", ("Minsk", "pledged", "to investigate it"), "promise"),
        ("Lee asked whether the guards left.", ("Lee", "asked", "whether the guards left"), "question"),
        ("Lee said: “Who paid for it?”", ("Lee", "said", "“Who paid for it?”"), "question"),
        ("Lee described it as madness.", ("Lee", "described", "it as madness"), "opinion"),
        ("Lee said Minsk must stop.", ("Lee", "said", "Minsk must stop"), "opinion"),
        ("Lee said it is so.", ("Lee", "said", "it is so"), "too vague"),
    ],
)
def test_what_can_be_checked(text: str, given: Given, why_not: str | None) -> None:
    (claim,) = claims_of(text, given)
    assert (claim.why_not, claim.checkable) == (why_not, why_not is None)


def test_a_promise_is_none_of_its_neighbours() -> None:
    """What a promise's content leaves over beside a voice inside it is promised too."""
    text = "Minsk promised the guards were leaving, and that the minister said the border was open."
    claims = claims_of(
        text,
        ("Minsk", "promised", "the guards were leaving, and that the minister said the border was open"),
        ("the minister", "said", "the border was open"),
    )
    assert [claim.why_not for claim in claims] == ["promise", None]


def test_spans_and_voices() -> None:
    text = "date 2021-08-06 “We won,” Ed\nLee has  said, “and we are happy.”"
    (claim,) = claims_of(text, ("Ed\nLee", "has  said", "“We won,”|“and we are happy.”"))
    assert [text[s:e] for s, e in claim.spans] == ["“We won,”", "“and we are happy.”"]
    (voice,) = claim.chain
    assert (voice.source, voice.cue, voice.force, voice.polarity) == ("Ed Lee", "has said", "say", "affirmed")
    assert [text[s:e] for s, e in (*voice.spans, *voice.cue_spans)] == ["Ed\nLee", "has  said"]


def test_the_subject_of_an_accusation_is_in_the_spans() -> None:
    text = "Since June, Minsk has also been accused of flying in migrants."
    (claim,) = claims_of(text, ("", "accused", "of flying in migrants"))
    assert [text[s:e] for s, e in claim.spans] == ["Since June", "Minsk", "of flying in migrants"]


@pytest.mark.parametrize(("cue", "polarity"), [("denied", "denied"), ("did not say", "denied"), ("said", "affirmed")])
def test_polarity(cue: str, polarity: str) -> None:
    (claim,) = claims_of(f"Lee {cue} that the guards left.", ("Lee", cue, "that the guards left"))
    assert claim.chain[0].polarity == polarity
    assert claim.text == "The guards left."


def test_a_quotation_mark_that_the_tagger_forgot_is_taken_in() -> None:
    text = "“We won,” Lee said."
    (claim,) = claims_of(text, ("Lee", "said", "“We won"))
    assert text[slice(*claim.spans[0])] in ("“We won", "“We won”", "“We won,”")
    assert claim.text == "We won."


def test_ids_are_stable_and_unique() -> None:
    text = "The guards left. The guards left. Lee said the guards left. The guards left."
    given: Given = ("Lee", "said", "the guards left")
    ids = [claim.id for claim in claims_of(text, given)]
    assert len(set(ids)) == len(ids) == 4
    assert ids[1] == f"{ids[0]}-2"
    assert ids == [claim.id for claim in claims_of(text, given)]
    # A paragraph before it changes no id.
    assert [claim.id for claim in claims_of(f"It rained in Minsk.\n\n{text}", given)][1:] == ids
    assert all(re.fullmatch(r"[0-9a-f]{12}(-\d+)?", one) for one in ids)
    (other,) = claims_of("Ann said the guards left.", ("Ann", "said", "the guards left"))
    assert other.id not in ids


@pytest.mark.parametrize("text", ["", " \n\t", "date 2021-08-06 ", "…", "“”"])
def test_nothing_to_split(text: str) -> None:
    assert claims_of(text) == ()


@pytest.mark.parametrize(
    "line",
    [
        "Related: Ferry sinks off Lorne",
        "Read more: The mayor resigned after a row",
        "Sign up for our newsletter to learn what Lorne reads.",
        "Subscribe here.",
        "Follow us on Facebook.",
        "Photo: Ann Lee took it on Monday.",
        "© 2024 The Gazette holds all rights.",
        "| Town | Homes that burned |",
    ],
)
def test_what_is_no_part_of_the_story_makes_no_claim(line: str) -> None:
    assert told(f"The guards left.\n\n{line}\n\nThey met on Monday.") == ["The guards left.", "They met on Monday."]


def test_a_sentence_in_another_language_cannot_be_checked() -> None:
    claims = claims_of("The guards left.\n\nEl gobierno anunció el lunes que cerrará el puerto.")
    assert [(claim.checkable, claim.why_not) for claim in claims] == [(True, None), (False, "not English")]
