from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.records import Span
from claims.text.words import (
    clauses,
    dependent,
    finite_verb,
    follows,
    headless,
    ordered,
    tagged,
    tokens,
    trimmed,
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


# The tagger loads its lexicon in the first example.
@settings(deadline=None)
@given(st.text(max_size=60))
def test_tagging_keeps_the_words(text: str) -> None:
    found = tagged(text)
    assert [(token.start, token.end, token.text) for token in found] == [
        (token.start, token.end, token.text) for token in tokens(text)
    ]
    assert all(token.tag for token in found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The minister left", "left"),
        ("The minister granted powers to the guards", "granted"),
        ("Frontex released footage", "released"),
        ("It is a violation", "is"),
        ("They will pay", "will"),
        ("The government led by Lukashenko collapsed", "collapsed"),
        ("Smith, who resigned in May, is ill", "is"),
        ("That is wrong", "is"),
        ("the government led by Lukashenko", None),
        ("a tour that begins in May", None),
        ("problems in Minsk that he blamed on Ann", None),
        ("a man who lacks experience and has attacked his allies", None),
        ("The man who lacks experience and has attacked his allies won", "won"),
        ("The claim that he made is wrong", "is"),
        ("He told reporters that he left", "told"),
        ("if she plans a tour", "plans"),
        ("There aren't any plans", "aren't"),
        ("It’s a lie", "It’s"),
        ("Frontex’s footage", None),
        ("The developers engaged in fraud", "engaged"),
        ("the minister, who resigned", None),
        ("flying in around 4,000 migrants", None),
        ("act of hybrid aggression", None),
        ("to investigate the allegations", None),
        ("not to have seen it", None),
        ("", None),
    ],
)
def test_finite_verb(text: str, expected: str | None) -> None:
    words = tagged(text)
    found = finite_verb(words)
    assert (words[found].text if found is not None else None) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("released footage of the border", True),
        ("has also commented on it", True),
        ("also met the president", True),
        ("led by Lukashenko", False),
        ("the minister left", False),
        ("in May he left", False),
    ],
)
def test_headless(text: str, expected: bool) -> None:
    assert headless(tagged(text)) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Asked about the blast", True),
        ("In May, the council met", True),
        ("Just as the other had", True),
        ("The council met", False),
        ("Recently the council met", False),
    ],
)
def test_dependent(text: str, expected: bool) -> None:
    assert dependent(tagged(text)) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In May, the council met", True),
        ("In a speech that drew fire", False),
        ("In a speech, which drew fire", False),
        ("In May", False),
        ("In May,", False),
    ],
)
def test_follows(text: str, expected: bool) -> None:
    assert follows(tagged(text)) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He left, and she stayed", ["He left", "she stayed"]),
        ("He left; she stayed", ["He left", "she stayed"]),
        ("He left; but she stayed", ["He left", "she stayed"]),
        ("He left, while she stayed, but they slept", ["He left", "she stayed", "they slept"]),
        ("He went to Vilnius, and later met the president", ["He went to Vilnius, and later met the president"]),
        ("Apples, pears, and plums are cheap", ["Apples, pears, and plums are cheap"]),
        ("He left,", ["He left,"]),
        ("He left, and", ["He left, and"]),
    ],
)
def test_clauses(text: str, expected: list[str]) -> None:
    found = list(clauses(tagged(text)))
    assert [text[words[0].start : words[-1].end] for words in found] == expected


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
    ("text", "expected"),
    [
        (", and she stayed, who", "she stayed"),
        ("— which drew fire.", "drew fire."),
        ("“Yes” is the answer —", "“Yes” is the answer"),
        (", and who", ""),
    ],
)
def test_trimmed(text: str, expected: str) -> None:
    words = trimmed(tagged(text))
    assert (text[words[0].start : words[-1].end] if words else "") == expected


@pytest.mark.parametrize(
    "word", ["Cafe\u0301", "Wo\u0323\u0301le", "Nguye\u0302\u0303n", "n\u0303andu\u0301", "Le\u0301’s"]
)
def test_a_decomposed_accent_belongs_to_its_letter(word: str) -> None:
    assert [token.text for token in tokens(f"{word} left.")] == [word, "left", "."]
    assert whole_words(word, (0, len(word) - 1)) == (0, len(word))
