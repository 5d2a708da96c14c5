"""A claim says what its article says, in the article's words, where the article says it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.lines import load
from claims.attribution.tagger import Tagger
from claims.records import Article, Claim, Relation, Span, Spans
from claims.split import split
from claims.text.visible import seen
from claims.text.words import tokens

ROOT = Path(__file__).parents[2]
# What the wording may add: a form of "be", "have" or "will" where the cue took none ("accused him of lying"), "not" and
# "do" beside it, the third person of what "I" did, and pronouns of the source for "me" and "my".
ADDED = frozenset(
    "was were is are had has will would does not doesn't hasn't isn't his her hers him himself herself".split()
)


def strange(text: str, claim: Claim) -> set[str]:
    """The words of a claim that are neither the article's nor added by the wording."""
    known = _words(seen(text).text)
    known |= {part for word in known for part in word.split("'")}
    return {word for word in _words(claim.text) - known - ADDED if not _told(word, known)}


def _words(text: str) -> set[str]:
    found = (token.text.lower().replace("’", "'") for token in tokens(text))
    return {word for word in found if word[0].isalnum()}


def _told(word: str, known: set[str]) -> bool:
    """Whether it is a verb of the article in the third person ("knows" for "I know"), or whose something is."""
    endings = (("'s", ""), ("s", ""), ("es", ""), ("ies", "y"))
    return any(word.endswith(ending) and word.removesuffix(ending) + other in known for ending, other in endings)


def check(text: str, claims: tuple[Claim, ...]) -> None:
    for claim in claims:
        assert not strange(text, claim), claim
        assert all(0 <= start < end <= len(text) for start, end in claim.spans)
        assert list(claim.spans) == sorted(claim.spans)
        for voice in claim.chain:
            if voice.source:
                assert _there(text, voice.spans).strip(" ,") == voice.source
            assert _there(text, voice.cue_spans) == voice.cue
            assert not voice.resolved or not strange(text, replace(claim, text=voice.resolved))


def _there(text: str, spans: Spans) -> str:
    """The words of the article at ``spans``, as a reader sees them."""
    return " ".join(" ".join(seen(text[start:end]).text.split()) for start, end in spans)


@pytest.mark.slow
def test_the_examples_are_told_in_their_own_words() -> None:
    tagger = Tagger()
    texts = [line.text for line in load()]
    texts += [path.read_text(encoding="utf-8") for path in sorted(ROOT.glob("seeds/**/article.txt"))]
    for text in texts:
        check(text, split(Article("a", text), tagger))


SOURCES = ["Ann Lee", "the minister", "Mr Brandt", "She", "I", "Frontex, the border agency,", "Two guards"]
CONTENTS = [
    "the guards left", "it rained in May and the dam broke", "I know him and I’ve paid", "he will not resign",
    "the boat, which was built in 1999, sank", "nobody had been told; the pumps failed", "“we won”", "to leave",
    "Minsk of helping them", "she’d go", "Bo Karlson said that P. Smith lied", "three men dead",
]  # fmt: skip
# Source, cue and content are put for {s}, {c} and {p}.
FORMS = ["{s} {c} {p}.", "{s} {c} that {p}.", "{p}, {s} {c}.", "“{p},” {c} {s}.", "{p}.", "{s} {c}: “{p}.”", "But {p}."]
CUES = ["said", "denied", "has accused", "promised", "did not say", "believes", "called it", "asked whether"]


class Given:
    """Finds the attributions that it is given."""

    def __init__(self, relations: list[Relation]) -> None:
        self.given = relations

    def relations(self, text: str) -> tuple[Relation, ...]:
        return tuple(self.given)


def article_of(parts: list[tuple[str, str, str, str, str]]) -> tuple[str, list[Relation]]:
    """An article of sentences in these forms, and their attributions."""
    text, found = "", []
    for form, source, cue, content, gap in parts:
        where: dict[str, Span] = {}
        for piece in form.replace("{", "\0{").replace("}", "}\0").split("\0"):
            words = {"{s}": source, "{c}": cue, "{p}": content}.get(piece, piece)
            where[piece] = (len(text), len(text) + len(words))
            text += words
        text += gap
        if "{c}" in where:
            found.append(Relation(*((where[role],) for role in ("{s}", "{c}", "{p}"))))
    return text, found


PARTS = st.tuples(*map(st.sampled_from, (FORMS, SOURCES, CUES, CONTENTS, [" ", "\n\n", "\n", "  "])))


@settings(max_examples=60, deadline=None)
@given(st.lists(PARTS, min_size=1, max_size=5))
def test_articles_are_told_in_their_own_words(parts: list[tuple[str, str, str, str, str]]) -> None:
    text, relations = article_of(parts)
    check(text, split(Article("a", text), cast(Tagger, Given(relations))))


@pytest.mark.parametrize("wording", ["The guards fled.", "Lee said that the guards left.", "Two guards left."])
def test_a_strange_word_is_found(wording: str) -> None:
    claim = Claim("a", "1", "asserted", wording, ((0, 4),))
    assert strange("The guards left.", claim)
    assert not strange("Lee said that the two guards left, or fled.", claim)
