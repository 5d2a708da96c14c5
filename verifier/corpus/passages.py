"""Cuts a reference into passages: what is searched, and what is shown as evidence."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from claims.article.reading import dateline
from claims.records import Span
from claims.text.sentences import sentences
from verifier.records import Document, Passage

MAX_SENTENCES = 3
MAX_SENTENCE = 1_000
MAX_GAP = 100

_SPACE = re.compile(r"\s*")
_BREAK = re.compile(r"(?>\r\n|\r|\n)[^\S\r\n]*(?>\r\n|\r|\n)|\u2029")


def passages(document: Document) -> tuple[Passage, ...]:
    """Cut a document into windows of up to three neighbouring sentences, in text order, one starting at each sentence.

    A sentence alone often lacks what it is about ("He denied it."), and a longer window dilutes what is scored, so
    three sentences are searched together. They move by one, so that any sentence is found with the neighbours that fit
    the query best; ``Corpus.search`` then keeps the best of the windows that overlap, and whoever reads a
    passage may narrow it. Shorter windows are made only where the text has no three neighbours.

    A window does not cross a blank line between two paragraphs of several sentences, which is where the subject
    changes. It may cross into or out of a paragraph of one sentence, because news prose puts most sentences in their
    own.

    A sentence of more than 1,000 characters counts as several, cut at white space, and a window does not cross more
    than 100 characters of white space, so that one bad page cannot make a passage of unbounded size.

    A date line at the very start is no sentence, as in articles.

    Offsets are into ``document.text``: ``document.text[span[0]:span[1]] == text``. A text without a sentence gives ().
    """
    spans = tuple(_windows(document.text, _pieces(document.text)))
    return tuple(passage_at(document, span) for span in spans)


def passage_at(document: Document, span: Span) -> Passage:
    """The passage that stands at ``span`` in a document."""
    return Passage(
        document_id=document.id,
        text=document.text[slice(*span)],
        span=span,
        title=document.title,
        publisher=document.publisher,
        published=document.published,
        url=document.url,
        page=page_at(document.pages, span[0]),
    )


def page_at(pages: Sequence[int], offset: int) -> int | None:
    """The page, from 1, that ``offset`` is on, given the offsets at which pages begin; None where there are none."""
    # A page without text begins where the next one does.
    return max(1, bisect_right(pages, offset)) if pages else None


def _pieces(text: str) -> list[Span]:
    return [piece for sentence in sentences(text, dateline(text)[1]) for piece in _bounded(text, sentence)]


def _bounded(text: str, sentence: Span) -> list[Span]:
    """Cut a sentence that is too long at the last white space that fits, or hard where there is none."""
    start, end = sentence
    pieces = []
    while end - start > MAX_SENTENCE:
        limit = start + MAX_SENTENCE
        cut = next((i for i in range(limit, start, -1) if text[i].isspace()), limit)
        pieces.append((start, start + len(text[start:cut].rstrip())))
        start = _after_space(text, cut, end)
    if start < end:
        pieces.append((start, end))
    return pieces


def _after_space(text: str, start: int, end: int) -> int:
    space = _SPACE.match(text, start, end)
    return space.end() if space else start


def _windows(text: str, pieces: list[Span]) -> list[Span]:
    return [
        (run[first][0], run[first : first + MAX_SENTENCES][-1][1])
        for run in _runs(text, pieces)
        for first in range(max(1, len(run) - MAX_SENTENCES + 1))
    ]


def _runs(text: str, pieces: list[Span]) -> list[list[Span]]:
    """Group the pieces that a window may join."""
    if not pieces:
        return []
    paragraph = [0]
    for (_, end), (start, _) in pairwise(pieces):
        paragraph.append(paragraph[-1] + bool(_BREAK.search(text, end, start)))
    size = Counter(paragraph)
    runs = [[pieces[0]]]
    for (before, after), piece in zip(pairwise(paragraph), pieces[1:], strict=True):
        near = piece[0] - runs[-1][-1][1] <= MAX_GAP
        if near and (before == after or size[before] == 1 or size[after] == 1):
            runs[-1].append(piece)
        else:
            runs.append([piece])
    return runs
