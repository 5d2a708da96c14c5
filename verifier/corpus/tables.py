"""The rows of the corpus's tables, and the words that are searched."""

from __future__ import annotations

import unicodedata
from typing import Any

from verifier.records import Document, Passage

SCHEMA = b"2"
SCHEMA_KEY = b"sayso.schema"


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
    """One form for what looks the same: the index would cut a word at a combining accent."""
    return unicodedata.normalize("NFKC", text.encode("utf-8", "replace").decode())
