from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.records import Span
from claims.text.words import (
    ordered,
    tokens,
    whole_words,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He didn’t, she'd", ["He", "didn’t", ",", "she'd"]),
        ("“Yes.”", ["“", "Yes", ".", "”"]),
        ("EU-funded 3.5%", ["EU", "-", "funded", "3", ".", "5", "%"]),
        ("Café\u00a0Šimonytė\r\n😀", ["Café", "Šimonytė", "😀"]),
        (" \n\t", []),
    ],
)
def test_tokens(text: str, expected: list[str]) -> None:
    assert [token.text for token in tokens(text)] == expected


@given(st.text(), st.integers(0, 20), st.integers(0, 20))
def test_offsets_give_the_words_back(text: str, start: int, length: int) -> None:
    start = min(start, len(text))
    end = min(start + length, len(text))
    found = tokens(text, start, end)
    assert all(text[token.start : token.end] == token.text and not token.text.isspace() for token in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert "".join(token.text for token in found) == "".join(text[start:end].split())


@pytest.mark.parametrize(
    ("text", "position", "expected"),
    [("I’ve got", 2, "I’ve"), ("I’ve got", 1, "I’ve"), ("the dogs’ bone", 5, "dogs"), ("'We won'", 2, "We")],
)
def test_whole_words(text: str, position: int, expected: str) -> None:
    start, end = whole_words(text, (position, position + 1))
    assert text[start:end] == expected


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)).map(sorted).map(lambda s: (s[0], s[1]))), st.text())
def test_ordered_spans(spans: list[Span], text: str) -> None:
    spans = [(s, min(e, len(text))) for s, e in spans if s <= len(text)]
    found = ordered(text, spans)
    assert all(a[1] <= b[0] for a, b in pairwise(found))
    assert all(s < e and text[s:e].strip(",;:") == text[s:e].strip() == text[s:e] for s, e in found)
    assert ordered(text, found) == found


@pytest.mark.parametrize(
    "word", ["Cafe\u0301", "Wo\u0323\u0301le", "Nguye\u0302\u0303n", "n\u0303andu\u0301", "Le\u0301’s"]
)
def test_a_decomposed_accent_belongs_to_its_letter(word: str) -> None:
    assert [token.text for token in tokens(f"{word} left.")] == [word, "left", "."]
    assert whole_words(word, (0, len(word) - 1)) == (0, len(word))


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("The club, worth £800m ($1.5bn), was sold.", "worth £800m ($1.5bn", "worth £800m ($1.5bn)"),
        ("It was sold in May (2019).", "sold in May (2019", "sold in May (2019)"),
        ("It was sold (in May 2019) by Lee.", "sold (in May 2019", "sold (in May 2019)"),
        ("(It was sold in May.)", "It was sold in May", "It was sold in May"),
        ("Then-mayor Lee said so.", "mayor Lee", "Then-mayor Lee"),
        ("Then-mayor Lee said so.", "-mayor Lee", "Then-mayor Lee"),
        ("The ex-head of state-run Avia left.", "head of state", "ex-head of state-run"),
        ("He left – nobody knew – at noon.", "nobody knew", "nobody knew"),
    ],
)
def test_ordered_spans_are_of_whole_words_and_brackets(text: str, words: str, expected: str) -> None:
    start = text.index(words)
    assert [text[s:e] for s, e in ordered(text, [(start, start + len(words))])] == [expected]
