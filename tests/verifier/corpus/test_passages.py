from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verifier.corpus.documents import make_document
from verifier.corpus.passages import MAX_GAP, MAX_SENTENCE, MAX_SENTENCES, passages


def cut(text: str) -> list[str]:
    return [passage.text for passage in passages(make_document("d", text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One is here.", ["One is here."]),
        ("date 2021-08-01 One is here.", ["One is here."]),
        ("  One is here. Two is here.\n", ["One is here. Two is here."]),
        ("A is one. B is two. C is three.", ["A is one. B is two. C is three."]),
        (
            "A is one. B is two. C is three. D is four.",
            ["A is one. B is two. C is three.", "B is two. C is three. D is four."],
        ),
        ("A is one. B is two.\n\nC is three. D is four.", ["A is one. B is two.", "C is three. D is four."]),
        ("A is one. B is two.\r\n\r\nC is three. D is four.", ["A is one. B is two.", "C is three. D is four."]),
        ("A is one.\n\nB is two.\n\nC is three.", ["A is one.\n\nB is two.\n\nC is three."]),
        ("Headline here\n\nA is one. B is two.", ["Headline here\n\nA is one. B is two."]),
        ("A is one." + "\n" * (MAX_GAP + 1) + "B is two.", ["A is one.", "B is two."]),
        ("A is one." + "\n" * MAX_GAP + "B is two.", ["A is one." + "\n" * MAX_GAP + "B is two."]),
        (" \n ", []),
    ],
)
def test_windows(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


def test_a_long_sentence_is_cut_at_white_space() -> None:
    text = " ".join(f"word{n}" for n in range(600))
    found = passages(make_document("d", text))
    assert len(found) >= 2
    pieces = {word for passage in found for word in passage.text.split()}
    assert pieces == set(text.split())
    assert max(len(passage.text) for passage in found) <= MAX_SENTENCES * (MAX_SENTENCE + 1)


def test_a_word_without_end_is_cut_hard() -> None:
    assert cut("x" * 2_500) == ["x" * 2_500]
    assert [len(text) for text in cut("x" * 4_500)] == [3_000, 3_000, 2_500]


def test_many_long_sentences_take_no_quadratic_time() -> None:
    assert len(cut("word " * 200_000)) > 900


def test_metadata_goes_along() -> None:
    document = make_document("d", "One is here.", "Title", "Publisher", date(2021, 8, 6), "https://example.org")
    (passage,) = passages(document)
    assert (passage.document_id, passage.title, passage.publisher) == ("d", "Title", "Publisher")
    assert (passage.published, passage.url) == (date(2021, 8, 6), "https://example.org")


WORDS = st.sampled_from(
    ["The", "minister", "said", "no", "1,5", "U.S.", "e\u0301te\u0301", "“Yes", "go.”", "😀", "x" * 990]
)
PIECES = st.one_of(
    WORDS, st.sampled_from([".", "!", "?\n", "\n\n", "\r\n\r\n", " ", "\t", "\n" * 150, "\u2029", "\x85"])
)


@settings(deadline=None)
@given(st.one_of(st.text(), st.lists(PIECES, max_size=60).map(" ".join), st.lists(PIECES, max_size=60).map("".join)))
def test_offsets_point_at_the_text_and_nothing_is_left_out(text: str) -> None:
    covered = bytearray(len(text))
    starts = []
    for passage in passages(make_document("d", text)):
        start, end = passage.span
        assert text[start:end] == passage.text
        assert passage.text == passage.text.strip() != ""
        assert len(passage.text) <= MAX_SENTENCES * MAX_SENTENCE + (MAX_SENTENCES - 1) * MAX_GAP
        covered[start:end] = b"\1" * (end - start)
        starts.append(start)
    assert starts == sorted(set(starts))
    assert all(seen or character.isspace() for seen, character in zip(covered, text, strict=True))
