"""Which words of a claim and a passage are marked, and how sure a verdict is called."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.records import Article, Claim, Spans
from tests.verifier.report.examples import build
from verifier.records import CheckedClaim, Evidence, Flag, Label, Passage, Place, Scores, Stance, Verdict
from verifier.report.marks import BANDS, Marked, flagged_wording, marks, pieces, sureness

NEUTRAL = Scores(0.1, 0.8, 0.1)


def words(text: str, spans: Spans) -> list[str]:
    return [text[start:end] for start, end in spans]


def compared(
    article: str, wording: str, passage: str, stance: Stance = "neither", flags: tuple[Flag, ...] = ()
) -> tuple[list[str], list[str], list[str], list[str]]:
    """The words that agree and differ in the claim's wording, then those in the passage."""
    checked = CheckedClaim(Claim("a", "c", "asserted", wording, ((0, len(article)),)), flags=flags)
    evidence = Evidence(Passage("d", passage, (5, 5 + len(passage))), NEUTRAL, stance)
    found = marks(Article("a", article), checked, evidence)
    return (
        words(wording, found.claim.agree),
        words(wording, found.claim.differ),
        words(passage, found.passage.agree),
        words(passage, found.passage.differ),
    )


@pytest.mark.parametrize(
    ("claim", "passage", "agree", "there"),
    [
        ("Three ferries sank.", "At 6 three ferries had sunk.", ["Three ferries sank"], ["three ferries", "sunk"]),
        ("The mayor resigned.", "The weather was calm.", [], []),
        ("She left the EU.", "She has left the European Union.", ["left the EU"], ["left the European Union"]),
        ("4 people came.", "Four people came to it.", ["4 people came"], ["Four people came"]),
        ("The colour is grey.", "Its color: gray.", ["colour", "grey"], ["color: gray"]),
    ],
)
def test_words_that_both_have(claim: str, passage: str, agree: list[str], there: list[str]) -> None:
    assert compared(claim, claim, passage) == (agree, [], there, [])


@pytest.mark.parametrize(
    ("claim", "passage", "differ", "there"),
    [
        ("The mayor has resigned.", "The mayor has not resigned.", [], ["not"]),
        ("The bridge was closed in May.", "The bridge was opened in May.", ["closed"], ["opened"]),
        ("The mayor has resigned.", "Nobody was not there. The mayor has not resigned. He may not go.", [], ["not"]),
        ("The bridge was closed.", "Some say that all the roads and ports of the south were mended.", [], []),
    ],
)
def test_words_that_turn_a_claim_are_marked_where_a_passage_speaks_against_it(
    claim: str, passage: str, differ: list[str], there: list[str]
) -> None:
    assert compared(claim, claim, passage, "refutes")[1::2] == (differ, there)
    assert compared(claim, claim, passage, "supports")[1::2] == ([], [])


def test_words_that_a_check_names() -> None:
    text = "It flew in around 4,000 people."
    wording = "Belavia flew in around 4,000 people."
    passage = "Only 900 people were flown in by Belavia."
    number = Flag("NUM001", "number", "error", "", ((11, 23),), Place("d", ((10, 13),)))
    assert compared(text, wording, passage, flags=(number,)) == (
        ["Belavia flew", "people"],
        ["around 4,000"],
        ["people", "flown", "Belavia"],
        ["900"],
    )
    elsewhere = Flag("NUM001", "number", "error", "", ((11, 23),), Place("other", ((10, 13),)))
    assert compared(text, wording, passage, flags=(elsewhere,))[1::2] == ([], [])
    whole = Flag("NUM001", "number", "error", "", ((11, 23),), Place("d", ((5, 5 + len(passage)),)))
    assert compared(text, wording, passage, flags=(whole,))[1::2] == (["around 4,000"], [])


def test_offsets_of_the_article() -> None:
    report = build()
    checked = report.claims[2]
    assert checked.so
    found = marks(report.article, checked, checked.so.evidence[0])
    assert words(report.article.text, found.article.differ) == ["Three ferries"]
    assert words(report.article.text, found.article.agree) == ["were damaged"]
    assert words(checked.claim.text, flagged_wording(report.article, checked)) == ["Three ferries"]
    assert flagged_wording(report.article, report.claims[0]) == ()


HOSTILE = "<script>\u202ea\u202c b's 4,000 ﬁn 👩‍🚒 x" + "y" * 10_000


@given(*[st.text(st.sampled_from("abc ABC.,’'-4\u202e\u0301é🚢\n"), max_size=40) | st.just(HOSTILE)] * 2)
def test_marks_are_in_order_and_apart(claim: str, passage: str) -> None:
    for stance in ("neither", "refutes"):
        checked = CheckedClaim(Claim("a", "c", "asserted", claim, ((0, len(claim)),) if claim else ()))
        evidence = Evidence(Passage("d", passage, (0, len(passage))), NEUTRAL, stance)
        found = marks(Article("a", claim), checked, evidence)
        for text, marked in ((claim, found.article), (claim, found.claim), (passage, found.passage)):
            spans = sorted((*marked.agree, *marked.differ))
            assert all(0 <= start < end <= len(text) for start, end in spans)
            assert all(first[1] <= second[0] for first, second in pairwise(spans))
            assert "".join(piece.text for piece in pieces(text, marked)) == text
            for sign, marked_spans in (("agrees", marked.agree), ("differs", marked.differ)):
                assert [p.text for p in pieces(text, marked) if p.sign == sign] == words(text, marked_spans)


def test_pieces_of_nothing() -> None:
    assert pieces("", Marked()) == ()


@pytest.mark.parametrize(
    ("label", "confidence", "word"),
    [
        ("SUPPORTED", 1.0, "very likely"),
        ("SUPPORTED", 0.9, "very likely"),
        ("REFUTED", 0.89, "likely"),
        ("REFUTED", 0.66, "likely"),
        ("CONFLICTING", 0.65, "open"),
        ("REFUTED", 0.0, "open"),
        ("NOT ENOUGH INFO", 1.0, "open"),
    ],
)
def test_sureness(label: Label, confidence: float, word: str) -> None:
    assert sureness(Verdict(label, confidence, "")) == word


def test_bands_cover_all_confidences() -> None:
    assert [band.least for band in BANDS] == sorted((band.least for band in BANDS), reverse=True)
    assert BANDS[-1].least == 0
