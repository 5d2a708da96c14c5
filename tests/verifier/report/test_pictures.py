"""What the pictures of a report show, in shapes, in words and as data."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from claims.records import Article, Claim, Interval, Voice
from tests.verifier.report.examples import build
from tests.verifier.report.test_html import Parsed, hostile
from verifier.records import CheckedClaim, Report, Run, Verdict
from verifier.report.pictures import MOST_BOXES, MOST_VOICES, Picture, outcome, pictures, speakers, timeline, voices

YES, NO, OPEN = Verdict("SUPPORTED", 0.9, ""), Verdict("REFUTED", 0.9, ""), Verdict("NOT ENOUGH INFO", 0.9, "")
UNSURE = Verdict("SUPPORTED", 0.6, "")
BOTH = Verdict("CONFLICTING", 0.9, "")


def made(*chain: str, said: Verdict | None = None, so: Verdict | None = None, day: date | None = None) -> CheckedClaim:
    told = tuple(Voice(name, (), "said", (), "say") for name in chain)
    claim = Claim(
        "a",
        "c",
        "attributed" if chain else "asserted",
        "It rained.",
        (),
        told,
        time=Interval(day, day) if day else None,
    )
    return CheckedClaim(claim, said, so)


def report(*claims: CheckedClaim, published: date | None = None) -> Report:
    return Report(Article("a", "It rained.", published=published), claims, Run("sayso", "0"))


def test_outcomes() -> None:
    table = [
        (made(so=YES), "stands"),
        (made("Ann", said=YES, so=YES), "stands"),
        (made("Ann", said=OPEN, so=YES), "stands"),
        (made("Ann", said=YES, so=OPEN), "said"),
        (made("Ann", said=YES, so=UNSURE), "said"),
        (made(so=UNSURE), "nothing"),
        (made(so=replace(NO, confidence=0.3)), "against"),
        (made("Ann", said=YES), "said"),
        (made("Ann", said=YES, so=NO), "against"),
        (made("Ann", said=NO, so=YES), "against"),
        (made(so=BOTH), "conflicting"),
        (made(so=OPEN), "nothing"),
        (made(), "nothing"),
    ]
    assert [outcome(checked) for checked, _ in table] == [word for _, word in table]


def test_who_speaks() -> None:
    drawn = speakers(report(made(so=YES), made(so=NO), made("Ann", said=YES), made("Bo", "ann", so=YES), made(so=YES)))
    assert drawn
    assert drawn.header == ("voice", "claims", "supported", "said so, content open", "in conflict", "refuted", "open")
    assert drawn.rows == (("The article itself", "3", "2", "0", "0", "1", "0"), ("Ann", "2", "1", "1", "0", "0", "0"))
    assert drawn.told == (
        "2 voices make 5 claims, most of them the article itself (3): "
        "3 supported, 1 said so, content open and 1 refuted."
    )
    bars = [(shape.look, round(shape.width, 1)) for shape in drawn.shapes if shape.kind == "bar"]
    assert bars == [("stands", 66.4), ("against", 33.2), ("stands", 33.2), ("said", 33.2)]


def test_many_voices_are_gathered_in_the_picture_and_not_in_the_data() -> None:
    claims = [made(f"Voice {number}", so=YES) for number in range(30)]
    drawn = speakers(report(*claims))
    assert drawn and len(drawn.rows) == 30
    assert drawn.shapes[-2].words == f"{30 - MOST_VOICES} · {30 - MOST_VOICES} others"
    map_ = voices(report(*claims))
    assert map_ and len(map_.rows) == 30
    assert [shape.words for shape in map_.shapes if shape.kind == "text"][-1] == f"and {30 - MOST_BOXES} more"


def test_who_quotes_whom() -> None:
    drawn = voices(
        report(made("Bild", "Ministry", so=YES), made("Bild", so=YES), made("Ministry", so=NO), made(so=YES))
    )
    assert drawn
    assert drawn.rows == (
        ("The article itself", "Bild", "2"),
        ("The article itself", "Ministry", "1"),
        ("Bild", "Ministry", "1"),
    )
    assert drawn.told == "The article has 2 voices speak in 3 of 4 claims; in 1 of them somebody quotes somebody else."
    boxes = {shape.words: shape.x for shape in drawn.shapes if shape.look == "box"}
    assert [round(x) for x in boxes.values()] == [0, 33, 67]
    assert len([shape for shape in drawn.shapes if shape.kind == "line"]) == 3


def test_who_quotes_each_other_has_an_end() -> None:
    drawn = voices(report(made("Ann", "Bo", "Ann", so=YES), made("Bo", "Ann", so=YES)))
    assert drawn and len(drawn.rows) == 4


def test_when() -> None:
    base = build()
    drawn = timeline(base)
    assert drawn
    assert drawn.told == (
        "1 claim of 10 is about a known day, 2031-03-03; 2 references are dated from 2031-03-04 to 2031-03-05."
    )
    assert drawn.rows == (
        ("2031-03-03", "0", "1", "0", "0"),
        ("2031-03-04", "1", "0", "0", "0"),
        ("2031-03-05", "1", "0", "0", "0"),
    )
    dots = [(shape.look, shape.x) for shape in drawn.shapes if shape.kind == "dot"]
    assert dots == [("reference", 50.0), ("reference", 97.0), ("stands", 3.0)]


def test_nothing_to_draw() -> None:
    assert pictures(report()) == ()
    assert voices(report(made(so=YES))) is None
    assert timeline(report(made(so=YES, day=date(2031, 1, 1)))) is None
    undated = replace(build(), claims=tuple(replace(c, claim=replace(c.claim, time=None)) for c in build().claims))
    assert timeline(undated) is None


def test_a_picture_alone() -> None:
    for drawn in pictures(build()):
        page = Parsed(drawn._repr_html_())
        assert len(page.ids) == len(set(page.ids)) and all(id_.startswith(drawn.key) for id_ in page.ids)
        assert {"svg", "table", "figcaption"} <= page.names


def test_looks_are_told_apart_without_colour() -> None:
    drawn = speakers(report(*(made("Ann", said=YES, so=so) for so in (YES, NO, BOTH, OPEN, None))))
    assert drawn
    text = drawn._repr_html_()
    patterns = set(re.findall(r'fill="url\(#(\S+)\)"', text))
    assert patterns == {"speakers-1-said", "speakers-1-conflicting", "speakers-1-against"}
    assert patterns <= set(Parsed(text).ids)


def test_hostile_names_are_text() -> None:
    for drawn in pictures(hostile()):
        assert isinstance(drawn, Picture)
        assert not Parsed(drawn._repr_html_()).names & {"script", "img"}
