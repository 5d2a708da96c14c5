"""The rows of the corpus's tables, and the words that are searched."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from claims.records import Span
from claims.text.words import joined_acronyms
from verifier.records import Document, Passage

TABLES = ("passages", "documents")
SCHEMA = b"4"
SCHEMA_KEY = b"sayso.schema"

# Words that no passage is about, Snowball's English list without contractions. They go before words are stemmed: the
# index would take out "down" and with it "downed", "Downing" and "owned".
STOP_WORDS = frozenset(
    """
    i me my myself we us our ours ourselves you your yours yourself yourselves he him his himself she her hers herself
    it its itself they them their theirs themselves what which who whom this that these those am is are was were be been
    being have has had having do does did doing would should could ought a an the and but if or because as until while
    of at by for with about against between into through during before after above below to from up down in out on off
    over under again further then once here there when where why how all any both each few more most other some such no
    nor not only own same so than too very can will
    """.split()
)
_WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")
_CONTRACTED = re.compile(r"(?:n[’']t|[’'](?:s|re|ve|d|ll|m))$")
# What an acronym that is spelled like a stop word is searched as: "US" is not "us".
_ACRONYM = "acronym"


def schemas() -> dict[str, Any]:
    """The Arrow schema of each table, the table that is written first before the other."""
    import pyarrow as pa

    def needed(name: str, kind: Any) -> Any:
        return pa.field(name, kind, nullable=False)

    text, number = pa.string(), pa.int64()
    return {
        "passages": pa.schema(
            [
                needed("document_id", text),
                needed("digest", text),
                needed("start", number),
                needed("text", text),
                needed("words", text),
            ],
            metadata={SCHEMA_KEY: SCHEMA},
        ),
        "documents": pa.schema(
            [
                needed("id", text),
                needed("digest", text),
                needed("text", text),
                pa.field("title", text),
                pa.field("publisher", text),
                pa.field("published", pa.date32()),
                pa.field("url", text),
                needed("pages", pa.list_(number)),
                needed("characters", number),
                needed("passages", number),
            ],
            metadata={SCHEMA_KEY: SCHEMA},
        ),
    }


def document_row(document: Document, count: int) -> dict[str, Any]:
    """The row of a document that has ``count`` passages."""
    return {
        "id": document.id,
        "digest": document.digest,
        "text": document.text,
        "title": document.title,
        "publisher": document.publisher,
        "published": document.published,
        "url": document.url,
        "pages": list(document.pages),
        "characters": len(document.text),
        "passages": count,
    }


def passage_row(document: Document, passage: Passage) -> dict[str, Any]:
    """The row of a passage; its end follows from its text."""
    return {
        "document_id": document.id,
        "digest": document.digest,
        "start": passage.span[0],
        "text": passage.text,
        "words": searchable(f"{document.title or ''}\n{passage.text}"),
    }


def searchable(text: str) -> str:
    """The words of a text that are searched, in one form for what looks the same, without stop words.

    The index would cut a word at a combining accent, and "U.S." at its dots.
    """
    plain = joined_acronyms(unicodedata.normalize("NFKC", text.encode("utf-8", "replace").decode()))
    return _WORD.sub(_searched, plain)


def _searched(match: re.Match[str]) -> str:
    word = match[0]
    own = _CONTRACTED.sub("", word)
    if own.lower() not in STOP_WORDS:
        return word
    return f"{_ACRONYM}{word}" if word.isupper() and len(word) > 1 else ""


def without_repeats(hits: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Keep, of hits from best to worst, those that share no text with a better one."""
    kept: list[dict[str, Any]] = []
    taken: defaultdict[str, list[Span]] = defaultdict(list)
    for hit in hits:
        start, end = hit["start"], hit["start"] + len(hit["text"])
        spans = taken[hit["document_id"]]
        if all(end <= first or last <= start for first, last in spans):
            kept.append(hit)
            spans.append((start, end))
    return kept
