"""The splitter with many attributions, and with attributions that no tagger would give."""

from __future__ import annotations

from itertools import count, pairwise
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.article.files import body_start
from claims.attribution.tagger import Tagger
from claims.records import Article, Relation, Spans
from claims.split import split
from tests.timing import in_proportion

SENTENCE = "“We won,” Lee said, and later met Ann, while Bo claimed the guards left. "


class Repeated:
    """Finds the two attributions of each repeated SENTENCE."""

    def relations(self, text: str) -> tuple[Relation, ...]:
        def span(words: str, at: int) -> Spans:
            start = SENTENCE.index(words) + at
            return ((start, start + len(words)),)

        return tuple(
            Relation(*(span(words, at) for words in one))
            for at in range(0, len(text) - len(SENTENCE) + 1, len(SENTENCE))
            for one in (("Lee", "said", "“We won,”"), ("Bo", "claimed", "the guards left"))
        )


def test_time_is_in_proportion_to_length() -> None:
    def work(times: int) -> None:
        assert len(split(Article("a", SENTENCE * times), cast(Tagger, Repeated()))) == 3 * times

    work(50)
    assert in_proportion(work, 200, 1000)


# What a sentence without an end goes on with, each a clause, a voice or a mark more; the number makes it new.
ENDLESS = [
    "he said in {} that she left and ",
    "officials said {} boats left, ",
    "“we won {} games”, and ",
    "the {} guards left; ",
    "the river took {} boats and the town ",
    "the {} boats, ",
    "the man who saw the {} boats that ",
]


@pytest.mark.slow
@pytest.mark.parametrize("words", ENDLESS)
def test_time_is_in_proportion_to_the_length_of_one_sentence(words: str) -> None:
    fresh = count(1000)

    def work(length: int) -> None:
        times = length // len(words.split())
        text = "".join(words.format(next(fresh)) for _ in range(times)) + "they left."
        split(Article("a", text), cast(Tagger, Nonsense([])))

    work(50)
    assert in_proportion(work, 2_000, 16_000)


SPAN = st.tuples(st.integers(0, 90), st.integers(1, 30))
WORDS = st.sampled_from(
    'Lee said the guards left . , “ ” ‘ ’ " : ; and but who which of to flying has been accused as it was will not '
    "date 2021-08-06 \n \n\n \u00a0 \u2028 \r\n — é 😀 I . ) (".split(" ")
)
TEXTS = st.lists(WORDS, max_size=25).map(" ".join) | st.text(max_size=90)


class Nonsense:
    """Gives the same relations, cut to fit, whatever it is asked about."""

    def __init__(self, relations: list[list[list[tuple[int, int]]]]) -> None:
        self.given = relations

    def relations(self, text: str) -> tuple[Relation, ...]:
        def fit(spans: list[tuple[int, int]]) -> Spans:
            return tuple((start, min(start + length, len(text))) for start, length in spans if start < len(text))

        return tuple(Relation(*map(fit, one)) for one in self.given)


@settings(deadline=None, max_examples=400)
@given(TEXTS, st.lists(st.lists(st.lists(SPAN, max_size=3), min_size=3, max_size=3), max_size=4), st.booleans())
def test_no_relations_break_it(text: str, relations: list[list[list[tuple[int, int]]]], pad: bool) -> None:
    # Long contents are read again for the voices inside them.
    text = text + " The minister has said that the guards left in May, and that they were accused of lying." * pad
    article = Article("a", text)
    claims = split(article, cast(Tagger, Nonsense(relations)))
    assert len({claim.id for claim in claims}) == len(claims)
    assert [claim.spans[0] for claim in claims] == sorted(claim.spans[0] for claim in claims)
    for claim in claims:
        assert claim.text.strip() == claim.text != ""
        assert (claim.kind == "attributed") == bool(claim.chain)
        assert claim.checkable == (claim.why_not is None)
        assert claim.spans
        for spans in (claim.spans, *(voice.spans for voice in claim.chain), *(v.cue_spans for v in claim.chain)):
            for s, e in spans:
                assert body_start(article) <= s < e <= len(text)
                assert text[s:e].strip() == text[s:e]
            assert all(a[1] <= b[0] for a, b in pairwise(spans))
