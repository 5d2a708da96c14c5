"""What of a long premise is read."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.text.sentences import sentences
from verifier.nli.windows import LONG_SENTENCE, WORD, content_words, focus, overlaps, windows

FIVE = "One fell. Two rose. Three stood. Four sat. Five lay."
LIST = "The list: " + " ".join(f"word{n}" for n in range(400))

words = st.sampled_from(
    "Lithuania border guards repel migrants the of said Mr. 4,000 “we will” no. – \n\n é 🚢 .".split(" ")
)
texts = st.lists(words, max_size=250).map(" ".join) | st.text(max_size=300)


@pytest.mark.parametrize(
    ("size", "stride", "expected"),
    [
        (4, 1, ["One fell. Two rose. Three stood. Four sat.", "Two rose. Three stood. Four sat. Five lay."]),
        (2, 2, ["One fell. Two rose.", "Three stood. Four sat.", "Four sat. Five lay."]),
        (1, 1, ["One fell.", "Two rose.", "Three stood.", "Four sat.", "Five lay."]),
        (5, 1, [FIVE]),
        (9, 1, [FIVE]),
    ],
)  # fmt: skip
def test_windows(size: int, stride: int, expected: list[str]) -> None:
    assert [FIVE[start:end] for start, end in windows(FIVE, size, stride)] == expected


@pytest.mark.parametrize("text", ["", " \n\t "])
def test_nothing_to_read(text: str) -> None:
    assert windows(text) == []
    assert focus(text, "It rained.", 20) == ""


def test_offsets_are_of_the_text_as_it_is() -> None:
    text = "  “One”\tfell. 🚢 Two rose.\r\n\r\nThree stood.  "
    assert [text[start:end] for start, end in windows(text, 1)] == ["“One”\tfell.", "🚢 Two rose.", "Three stood."]


@given(texts, st.integers(1, 4), st.integers(1, 4))
def test_windows_cover_every_word_in_order(text: str, size: int, stride: int) -> None:
    found = windows(text, size, min(stride, size))
    assert found == windows(text, size, min(stride, size))
    assert all(0 <= start < end <= len(text) for start, end in found)
    assert all(before[0] < after[0] and before[1] < after[1] for before, after in pairwise(found))
    covered = {index for start, end in found for index in range(start, end)}
    assert all(set(range(*match.span())) <= covered for match in WORD.finditer(text))


def test_a_sentence_without_end_is_several() -> None:
    found = [LIST[start:end] for start, end in windows(LIST)]
    assert "".join(LIST[start:end] for start, end in windows(LIST, 1)) == LIST
    assert max(len(WORD.findall(each)) for each in found) <= LONG_SENTENCE
    assert "word399" in found[-1]
    assert "word390" in focus(LIST, "What is word390?", 60)


@given(texts, texts, st.integers(1, 80))
def test_focus_keeps_sentences_in_order_and_to_the_measure(premise: str, hypothesis: str, max_words: int) -> None:
    found = focus(premise, hypothesis, max_words)
    assert found == focus(premise, hypothesis, max_words)
    pieces = [premise[start:end] for start, end in windows(premise, 1)]
    rest = iter(pieces)
    # Every piece of what was kept follows the one before it in the premise too.
    kept = found
    while kept:
        kept = kept.removeprefix(next(piece for piece in rest if kept.startswith(piece))).removeprefix(" ")
    assert len(WORD.findall(found)) <= max_words or found in pieces
    assert bool(found) == bool(sentences(premise))


def test_focus_prefers_what_the_hypothesis_is_about() -> None:
    text = "Milk rose in Kaunas. Frontex sent officers to the border. Rain fell. The border guards counted migrants."
    asked = "Border guards counted 4,000 migrants."
    assert focus(text, asked, 5) == "The border guards counted migrants."
    assert focus(text, asked, 11) == "Frontex sent officers to the border. The border guards counted migrants."
    assert focus(text, asked, 1) == "The border guards counted migrants."


def test_a_short_sentence_fills_what_a_long_one_leaves() -> None:
    text = "Guards wait. The border guards and the police and the army and the customs wait there. Rain fell."
    assert focus(text, "The border guards wait.", 14) == (
        "The border guards and the police and the army and the customs wait there."
    )
    assert focus(text, "Guards", 4) == "Guards wait. Rain fell."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The minister was there.", {"minist"}),
        ("MINISTERS and ministries", {"minist"}),
        ("It is what they have", {"what"}),
        ("", set()),
        ("4,000 Größe", {"4", "000", "größe"}),
    ],
)
def test_content_words(text: str, expected: set[str]) -> None:
    assert content_words(text) == expected


def test_a_word_that_many_texts_have_counts_less() -> None:
    near = overlaps(["border milk", "border rain", "border", "sun"], "Border and rain")
    assert near[1] > near[0] == near[2] > near[3] == 0
    assert overlaps([], "Border") == []
    assert overlaps(["border"], "") == [0]


@given(st.lists(texts, max_size=6), texts)
def test_overlap_does_not_depend_on_the_order(many: list[str], hypothesis: str) -> None:
    near = overlaps(many, hypothesis)
    assert near == pytest.approx(overlaps(many[::-1], hypothesis)[::-1])
    assert all(each >= 0 for each in near)


def test_texts_that_share_as_much_are_as_near_whatever_their_words() -> None:
    # Word i of each half stands in i texts, so that the first text of each half shares as much as that of the other.
    halves = [[f"{half}{i}x" for i in range(1, 20)] for half in "abcdefgh"]
    texts = [" ".join(words) for words in halves]
    texts += [word for words in halves for i, word in enumerate(words) for _ in range(i)]
    near = overlaps(texts, " ".join(texts[: len(halves)]))
    assert len(set(near[: len(halves)])) == 1
