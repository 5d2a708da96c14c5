from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.text.visible import seen, visible
from tests.claims.test_split import claims_of

WORD_BREAKERS = [
    *map(chr, (0xAD, 0x34F, 0x61C, 0x180E, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F)),
    *map(chr, (0x202A, 0x202C, 0x202E, 0x2060, 0x2066, 0x2069, 0xFEFF)),
]


@pytest.mark.parametrize("mark", WORD_BREAKERS)
def test_an_invisible_character_changes_no_word_and_no_offset(mark: str) -> None:
    text = f"The mini{mark}ster sa{mark}id the har{mark}bour is sh{mark}ut.{mark}"
    (claim,) = claims_of(text, ("The minister", "said", "the harbour is shut"))
    assert claim.text == "The harbour is shut."
    assert [text[s:e] for s, e in claim.spans] == [f"the har{mark}bour is sh{mark}ut"]
    (voice,) = claim.chain
    assert voice.source == "The minister"
    assert [text[s:e] for s, e in voice.spans] == [f"The mini{mark}ster"]
    assert [text[s:e] for s, e in voice.cue_spans] == [f"sa{mark}id"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("oﬃcial ﬁgures ﬂooded", "official figures flooded"),
        ("ﬀ ﬄ ﬆ", "ff ffl st"),
        ("Cafe\u0301 naïve ½ ①", "Cafe\u0301 naïve ½ ①"),
        ("\ufeff\u200b", ""),
        ("It rained.<!-- a note -->\n\n<!--\ntwo\n\nlines --> It snowed.", "It rained.\n\n It snowed."),
        ("a<!--b--><!---->c\u00ad<!-- d", "ac<!-- d"),
        ("<!-- a <!-- b --> c -->", " c -->"),
        ("<!--" + " " * 3000 + "-->", "<!--" + " " * 3000 + "-->"),
    ],
)
def test_what_is_seen(text: str, expected: str) -> None:
    assert visible(text) == expected


def test_quoted_words_keep_their_place() -> None:
    text = "“The har\u00adbour is a dis\u00adgrace,” Lee said."
    (claim,) = claims_of(text, ("Lee", "said", "“The harbour is a disgrace,”"))
    assert [text[s:e] for s, e in claim.quoted] == ["The har\u00adbour is a dis\u00adgrace,"]


@given(st.lists(st.sampled_from(["a", "b ", "é", "e\u0301", "😀", "ﬃ", *WORD_BREAKERS]), max_size=30).map("".join))
def test_spans_come_back_to_what_they_show(text: str) -> None:
    view = seen(text)
    for start in range(len(view.text)):
        for end in range(start + 1, len(view.text) + 1):
            ((first, last),) = view.back(((start, end),))
            assert view.text[start:end] in visible(text[first:last])
            assert 0 <= first < last <= len(text)


def test_a_comment_is_no_text_and_moves_no_offset() -> None:
    text = "<!-- The mayor resigned. --> The minister said <!-- sayso: x --> the harbour is shut."
    (claim,) = claims_of(text, ("The minister", "said", "the harbour is shut"))
    assert claim.text == "The harbour is shut."
    assert [text[s:e] for s, e in claim.spans] == ["the harbour is shut"]
