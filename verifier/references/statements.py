"""What references say, and who says it there: passages split with the splitter that splits articles.

A text is read in *stretches*: all of it, or where it is long its parts between paragraphs, each with the beginning of
the text and its neighbours around it, so that names, pronouns and quotations resolve. So a long reference costs no more
than what is asked of it, and what a stretch says does not depend on what else was asked. Stretches are kept by content
(``verifier.cache``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from pathlib import Path

from claims.article.files import body_start
from claims.attribution.tagger import Tagger
from claims.records import Article, Claim, Span, Spans
from claims.split import split
from claims.text.sentences import sentences
from claims.text.words import overlap
from verifier.cache import keys
from verifier.cache.kept import Kept, Shelf
from verifier.corpus.passages import passage_at
from verifier.corpus.store import Corpus
from verifier.records import Document, Passage
from verifier.references import tables
from verifier.references.alignment import Told
from verifier.references.tables import as_claim, cells

# Characters: of a text that is read whole; of a stretch of a longer one at least; of its beginning that is read with
# each stretch; and of the paragraphs on either side.
WHOLE = 4_000
STRETCH = 2_000
HEAD = 600
BESIDE = 500
# Of a text that is read at once where all of it is wanted.
AT_ONCE = 40_000

# A claim, and the sentence or sentences in which it stands.
Found = tuple[Claim, Span]

_PARAGRAPH = re.compile(r"\n[^\S\n]*\n\s*|\u2029")
_SENTENCE_END = re.compile(r"[.!?…][”\"’')\]]*\s+")


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim that a reference makes or has somebody make; ``passage`` are the sentences in which it stands."""

    told: Told
    passage: Passage

    @property
    def claim(self) -> Claim:
        """The claim; its spans index the text of the document."""
        return self.told.claim


class References:
    """The corpus, and what its documents say."""

    def __init__(self, corpus: Corpus, tagger: Tagger, kept: Kept) -> None:
        self._corpus, self._tagger = corpus, tagger
        self._kept = Shelf[tuple[Found, ...]](kept, "statements", tuple[Found, ...])

    def statements(self, passages: Iterable[Passage]) -> dict[Passage, tuple[Statement, ...]]:
        """What is said in each of these passages of the corpus, in text order."""
        wanted = tuple(passages)
        documents = self._corpus.documents(dict.fromkeys(passage.document_id for passage in wanted))
        cuts = {id_: stretches(document.text) for id_, document in documents.items()}
        touched = {
            (passage.document_id, stretch): documents[passage.document_id]
            for passage in wanted
            for stretch in cuts[passage.document_id]
            if overlap(passage.span, stretch)
        }
        said = self._read(touched)
        return {
            passage: within(
                passage,
                (each for cut in cuts[passage.document_id] for each in said.get((passage.document_id, cut), ())),
            )
            for passage in wanted
        }

    def whole(self, ids: Iterable[str]) -> dict[str, tuple[Statement, ...]]:
        """What is said in all of these documents, in text order; one that is not endless is read at once."""
        documents = self._corpus.documents(ids)
        cuts = {
            (id_, cut): document
            for id_, document in documents.items()
            for cut in (((0, len(document.text)),) if len(document.text) <= AT_ONCE else stretches(document.text))
        }
        said = self._read(cuts)
        return {id_: tuple(each for (of, _), found in said.items() if of == id_ for each in found) for id_ in documents}

    def _read(self, wanted: Mapping[tuple[str, Span], Document]) -> dict[tuple[str, Span], tuple[Statement, ...]]:
        """What is said in stretches of documents."""
        keys = {place: _key(document, place[1], self._tagger) for place, document in wanted.items()}
        found = self._kept.get(list(keys.values()))
        said = {}
        for place, key in keys.items():
            if key not in found:
                found[key] = tuple(read(wanted[place], place[1], self._tagger))
                self._kept.put({key: found[key]})
            said[place] = tuple(_statement(wanted[place], *each) for each in found[key])
        return said


def within(passage: Passage, statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """Those of a document's ``statements`` that stand, in part at least, in one of its passages."""
    return tuple(one for one in statements if any(overlap(span, passage.span) for span in one.claim.spans))


def stretches(text: str) -> Spans:
    """The parts of ``text`` that are read one by one; together they are the text."""
    if len(text) <= WHOLE:
        return ((0, len(text)),)
    cuts = [0]
    for border in _borders(text):
        if border - cuts[-1] >= STRETCH:
            cuts.append(border)
    if len(text) - cuts[-1] < STRETCH:
        cuts.pop()
    return tuple(pairwise([*cuts, len(text)]))


def _borders(text: str) -> Iterator[int]:
    """Where a stretch may end: between paragraphs; in one that is too long behind a sentence, or anywhere."""
    start = 0
    for end in [*(match.end() for match in _PARAGRAPH.finditer(text)), len(text)]:
        while end - start > WHOLE:
            ends = [match.end() for match in _SENTENCE_END.finditer(text, start + STRETCH, start + WHOLE)]
            start = ends[0] if ends else start + WHOLE
            yield start
        start = end
        if end < len(text):
            yield end


def read(document: Document, stretch: Span, tagger: Tagger) -> Iterator[Found]:
    """What the document says in a stretch: what begins there, with the sentences in which it stands; cells last."""
    text = document.text
    start, end = _beside(text, stretch)
    head = _head(text, start)
    shift = start - len(head)
    article = Article(
        document.id, head + text[start:end], document.title, publisher=document.publisher, published=document.published
    )
    whole = sentences(article.text, body_start(article))
    for claim in split(article, tagger):
        places = [*claim.spans, *(span for voice in claim.chain for span in (*voice.spans, *voice.cue_spans))]
        if stretch[0] <= claim.spans[0][0] + shift < stretch[1] and min(places)[0] >= len(head):
            around = [one for one in whole if any(overlap(one, place) for place in places)]
            sentence = (min(one[0] for one in around) + shift, max(one[1] for one in around) + shift)
            yield moved(claim, shift), sentence
    for cell in cells(text):
        if stretch[0] <= cell.line[0] < stretch[1]:
            yield as_claim(document.id, cell), cell.line


def _beside(text: str, stretch: Span) -> Span:
    """The stretch with the paragraphs on either side, or as much of them as fits."""
    start, end = stretch
    before, after = max(0, start - BESIDE), min(len(text), end + BESIDE)
    breaks = [match.end() for match in _PARAGRAPH.finditer(text, before, start)]
    first = 0 if before == 0 else next((at for at in breaks if at < start), start)
    breaks = [match.start() for match in _PARAGRAPH.finditer(text, end, after)]
    last = len(text) if after == len(text) else (breaks[-1] if breaks else end)
    return first, last


def _head(text: str, stop: int) -> str:
    """The beginning of the text, up to a border of its paragraphs, or what of it comes before ``stop``."""
    if stop <= HEAD:
        return text[:stop]
    breaks = [match.end() for match in _PARAGRAPH.finditer(text, 0, HEAD)]
    return text[: breaks[-1]] if breaks else ""


def moved(claim: Claim, by: int) -> Claim:
    """The claim with ``by`` added to every offset."""

    def shifted(spans: Spans) -> Spans:
        return tuple((start + by, end + by) for start, end in spans)

    chain = tuple(
        replace(voice, spans=shifted(voice.spans), cue_spans=shifted(voice.cue_spans)) for voice in claim.chain
    )
    return replace(claim, spans=shifted(claim.spans), chain=chain, quoted=shifted(claim.quoted))


def _statement(document: Document, claim: Claim, sentence: Span) -> Statement:
    told = Told(replace(claim, article_id=document.id), document.text, document.published)
    return Statement(told, passage_at(document, sentence))


def _key(document: Document, stretch: Span, tagger: Tagger) -> str:
    return keys.key(document.digest, *stretch, tagger.digest, splitter())


@cache
def splitter() -> str:
    """The version of the splitter, and of how it is applied here."""
    own = (Path(__file__), Path(tables.__file__))
    return keys.key(keys.splitter(), *(path.read_text(encoding="utf-8") for path in own))
