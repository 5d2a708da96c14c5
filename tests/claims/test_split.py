"""The splitter with attributions given, so that its own rules are what is tested."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import cast

import pytest

from claims.records import Article, Claim, Relation, Spans
from claims.split import split
from claims.tagger import Tagger

Given = tuple[str, str, str]


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


# text, attributions, claims in reading order
SPLIT: list[tuple[str, list[Given], list[str]]] = [
    # no attribution
    ("Frontex released footage. It is blurred.", [], ["Frontex released footage.", "It is blurred."]),
    ("date 2021-08-06 Frontex released footage.", [], ["Frontex released footage."]),
    ("He left, and she stayed.", [], ["He left.", "She stayed."]),
    ("He went to Vilnius, and later met the president.", [], ["He went to Vilnius, and later met the president."]),
    ("A mini crisis\n\nThe guards left.", [], ["The guards left."]),
    ("Smith, who resigned in May, left.", [], ["Smith, who resigned in May, left."]),
    # a voice without a name
    ("The senator reportedly resigned.", [], ["somebody: The senator resigned."]),
    ("Allegedly, the firm had hidden its losses.", [], ["somebody: The firm had hidden its losses."]),
    ("The family left early.", [], ["The family left early."]),
    (
        "The mayor did not reply to questions on Monday.",
        [],
        ["The mayor did not reply to questions on Monday."],
    ),
    (
        "It is alleged that the firm hid its losses.",
        [("It", "is alleged", "that the firm hid its losses")],
        ["somebody: The firm hid its losses."],
    ),
    # verbs that look like nouns
    ("It cost four million euros.", [], ["It cost four million euros."]),
    ("The fire spread to two towns.", [], ["The fire spread to two towns."]),
    # one attribution
    (
        "Frontex said that the guards left.",
        [("Frontex", "said", "that the guards left")],
        ["Frontex: The guards left."],
    ),
    ("The guards left, Frontex said.", [("Frontex", "said", "The guards left")], ["Frontex: The guards left."]),
    (
        "According to a report from Minsk, the guards left.",
        [("a report from Minsk", "According to", "the guards left")],
        ["a report from Minsk: The guards left."],
    ),
    ("The guards reportedly left.", [("", "reportedly", "The guards|left")], ["somebody: The guards left."]),
    ("Lee said on Tuesday: “We won.”", [("Lee", "said", "“We won.”")], ["Lee: We won."]),
    ("Asked about it, Lee said the guards left.", [("Lee", "said", "the guards left")], ["Lee: The guards left."]),
    ("“We won,” he continued.", [("he", "continued", "“We won,”")], ["he: We won."]),
    # clauses that attributions leave over
    (
        "Bilotaite has ordered guards to leave as the agency has claimed Belarus is helping.",
        [("the agency", "has claimed", "Belarus is helping")],
        ["Bilotaite has ordered guards to leave.", "the agency: Belarus is helping."],
    ),
    (
        "Frontex, the border agency, released footage this week, claiming it had evidence.",
        [("Frontex, the border agency,", "claiming", "it had evidence")],
        ["Frontex, the border agency, released footage this week.", "Frontex, the border agency: It had evidence."],
    ),
    (
        "Frontex said the guards left, and later released footage.",
        [("Frontex", "said", "the guards left")],
        ["Frontex later released footage.", "Frontex: The guards left."],
    ),
    (
        "“The guards left,” said Lee, who was elected in May.",
        [("Lee", "said", "“The guards left,”")],
        ["Lee: The guards left.", "Lee was elected in May."],
    ),
    (
        "Lee told the BBC, which aired it, that the guards left.",
        [("Lee", "told", "that the guards left")],
        ["Lee: The guards left."],
    ),
    (
        "Frontex, led by Leggeri, said the guards left.",
        [("Frontex", "said", "the guards left")],
        ["Frontex: The guards left."],
    ),
    (
        "NGOs have criticised the policy, arguing it is a violation and stated that Belarus was not safe.",
        [("NGOs", "arguing", "it is a violation"), ("NGOs", "stated", "that Belarus was not safe")],
        ["NGOs have criticised the policy.", "NGOs: It is a violation.", "NGOs: Belarus was not safe."],
    ),
    (
        "In May, the council met, Lee said, and the guards left.",
        [("Lee", "said", "and the guards left")],
        ["In May, the council met.", "Lee: And the guards left."],
    ),
    (
        "In a speech that drew fire, Lee said the guards left.",
        [("Lee", "said", "the guards left")],
        ["Lee: The guards left."],
    ),
    (
        "Lee met Ann on Friday, shortly after Bo said the border was open.",
        [("Bo", "said", "the border was open")],
        ["Lee met Ann on Friday.", "Bo: The border was open."],
    ),
    (
        "Lee said the guards left Friday afternoon, as they bristled at questions.",
        [("Lee", "said", "the guards left")],
        ["Lee: The guards left."],
    ),
    # accusations and other passives
    (
        "Since June, the government led by Ed Lee has also been accused of flying in migrants.",
        [("", "been accused", "of flying in migrants")],
        ["somebody: Since June the government led by Ed Lee was flying in migrants."],
    ),
    (
        "Ed Lee, a lawyer, has been accused of flying in migrants.",
        [("", "has been accused", "of flying in migrants")],
        ["somebody: Ed Lee was flying in migrants."],
    ),
    (
        "Minsk, which has been accused of flying in migrants, is quiet.",
        [("", "has been accused", "of flying in migrants")],
        ["somebody: Minsk was flying in migrants.", "Minsk is quiet."],
    ),
    (
        "The NGO accused Ed Lee of lying about it.",
        [("The NGO", "accused", "Ed Lee of lying about it")],
        ["The NGO: Ed Lee was lying about it."],
    ),
    ("The men are said to have left.", [("", "are said", "to have left")], ["somebody: The men had left."]),
    (
        "Ed Lee has been accused of fraud in Minsk.",
        [("", "has been accused", "of fraud in Minsk")],
        ["Ed Lee has been accused of fraud in Minsk."],
    ),
    # contents that are no statements
    ("Lee announced a tour.", [("Lee", "announced", "a tour")], ["Lee announced a tour."]),
    (
        "Lee announced a tour that begins in May.",
        [("Lee", "announced", "a tour that begins in May")],
        ["Lee announced a tour that begins in May."],
    ),
    (
        "The group claimed responsibility.",
        [("The group", "claimed", "responsibility")],
        ["The group claimed responsibility."],
    ),
    (
        "Lee cited problems in Minsk that he blamed on Ann.",
        [("Lee", "cited", "problems in Minsk that he blamed on Ann")],
        ["Lee cited problems in Minsk that he blamed on Ann."],
    ),
    ("Lee denied the charges.", [("Lee", "denied", "the charges")], ["Lee denied the charges."]),
    (
        "Lee blamed Minsk for the attack.",
        [("Lee", "blamed", "Minsk for the attack")],
        ["Lee blamed Minsk for the attack."],
    ),
    (
        "Lee has ordered guards to leave.",
        [("Lee", "has ordered", "guards to leave")],
        ["Lee has ordered guards to leave."],
    ),
    (
        "Lee told them to leave the town.",
        [("Lee", "told", "them to leave the town")],
        ["Lee told them to leave the town."],
    ),
    (
        "Lee warned guards not to leave.",
        [("Lee", "warned", "guards not to leave")],
        ["Lee warned guards not to leave."],
    ),
    (
        "Lee has called the policy “madness”.",
        [("Lee", "has called", "the policy “madness”")],
        ["Lee: Lee has called the policy “madness”."],
    ),
    # interrupted contents
    (
        "“We won,” Lee said, “and we are happy.”",
        [("Lee", "said", "“We won,”|“and we are happy.”")],
        ["Lee: We won, and we are happy."],
    ),
    (
        "“We won,” Lee said. “The guards left.”",
        [("Lee", "said", "“We won,”|“The guards left.”")],
        ["Lee: We won.", "Lee: The guards left."],
    ),
    # what the tagger passed over, cut off, cut through or gave to the wrong voice
    (
        "Lee said the guards who came in May left.",
        [("Lee", "said", "the guards|left")],
        ["Lee: The guards who came in May left."],
    ),
    (
        "Lee said the guards, led by Bo, left.",
        [("Lee", "said", "the guards|left")],
        ["Lee: The guards left."],
    ),
    (
        "Lee said the guards left the border. Bo sat.",
        [("Lee", "said", "the guards left the")],
        ["Lee: The guards left the border.", "Bo sat."],
    ),
    (
        "Lee said: “I’ve been there twice.”",
        [("Lee", "said", "ve been there twice")],
        ["Lee: Lee has been there twice."],
    ),
    (
        "The guards left, Lee said. The border is open, Bo added.",
        [("Lee", "said", "The guards left"), ("Bo", "added", "The guards|The border is open")],
        ["Lee: The guards left.", "Bo: The border is open."],
    ),
    (
        "The government led by Ed Lee has been accused of flying in migrants.",
        [("", "has been accused", "Ed Lee|of flying in migrants")],
        ["somebody: The government led by Ed Lee was flying in migrants."],
    ),
    # what the article says itself beside a content
    (
        "Lee warned that gusts could come; ferries were cancelled.",
        [("Lee", "warned", "that gusts could come; ferries were cancelled")],
        ["Lee: Gusts could come.", "Ferries were cancelled."],
    ),
    (
        "Lee called the offer “an insult” and walked out of the room.",
        [("Lee", "called", "the offer “an insult” and")],
        ["Lee walked out of the room.", "Lee: Lee called the offer “an insult”."],
    ),
    (
        "Lee said the offer was “an insult” and would be withdrawn.",
        [("Lee", "said", "the offer was “an insult” and would be withdrawn")],
        ["Lee: The offer was “an insult” and would be withdrawn."],
    ),
    (
        "“We won,” said Ed Lee, whose bakery burned down in May.",
        [("Ed Lee", "said", "“We won,”")],
        ["Ed Lee: We won.", "Ed Lee’s bakery burned down in May."],
    ),
    (
        "The army denied it shelled the market, where 14 people died.",
        [("The army", "denied", "it shelled the market, where 14 people died")],
        ["The army: It shelled the market.", "14 people died."],
    ),
    (
        "Lee spoke for nearly an hour. “We won.”",
        [("Lee", "spoke", "“We won.”")],
        ["Lee spoke for nearly an hour.", "Lee: We won."],
    ),
    (
        "“We won,” Lee said. “The guards left.”",
        [("Lee", "said", "“We won,”")],
        ["Lee: We won.", "Lee: The guards left."],
    ),
    (
        "“We won,” Lee said.\n\n“The guards left.”",
        [("Lee", "said", "“We won,”")],
        ["Lee: We won.", "The guards left."],
    ),
    (
        "The NGO charged Lee with theft after windows were smashed.",
        [("The NGO", "charged", "Lee with theft after windows were smashed")],
        ["The NGO charged Lee with theft after windows were smashed."],
    ),
    (
        "Parents were told by letter that it was shut.",
        [("letter", "were told", "that it was shut")],
        ["somebody: It was shut."],
    ),
    (
        "The minister, Bild reports, has promised that the guards were leaving.",
        [("The minister, Bild reports,", "has promised", "that the guards were leaving")],
        ["Bild < The minister: The guards were leaving."],
    ),
    # several sentences, one voice
    (
        "Lee said: “We won. The guards left. Who paid for it?” He sat down.",
        [("Lee", "said", "“We won. The guards left. Who paid for it?”")],
        ["Lee: We won.", "Lee: The guards left.", "Lee: Who paid for it?", "He sat down."],
    ),
    # chains
    (
        "Bild has reported that the Foreign Office said the airline had helped.",
        [
            ("Bild", "has reported", "that the Foreign Office said the airline had helped"),
            ("the Foreign Office", "said", "the airline had helped"),
        ],
        ["Bild < the Foreign Office: The airline had helped."],
    ),
    (
        "Bild has reported that the airline was fined, and that the Foreign Office said the airline had helped.",
        [
            (
                "Bild",
                "has reported",
                "that the airline was fined, and that the Foreign Office said the airline had helped",
            ),
            ("the Foreign Office", "said", "the airline had helped"),
        ],
        ["Bild: The airline was fined.", "Bild < the Foreign Office: The airline had helped."],
    ),
    (
        "Bild has reported that the Office has condemned Minsk, while Lee described it as an “act of aggression”.",
        [
            ("Bild", "has reported", "that the Office has condemned Minsk"),
            ("Lee", "described", "it as an “act of aggression”"),
        ],
        ["Bild < the Office: The Office has condemned Minsk.", "Lee: It was an “act of aggression”."],
    ),
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
