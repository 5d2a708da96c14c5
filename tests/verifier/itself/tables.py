"""The table of articles, and articles whose sentences are claims of their own, for tests without the tagger."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from claims.records import Article, Claim
from claims.text.sentences import sentences
from verifier.itself.page import Page

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Planted:
    """An article of the table; ``rule`` is None where nothing is to be flagged."""

    article: Article
    rule: str | None
    words: tuple[str, ...]


def planted(half: str) -> list[Planted]:
    """The articles of ``develop``, ``report`` or ``further``."""
    rows = tomllib.loads((FOLDER / f"{half}.toml").read_text(encoding="utf-8"))["article"]
    return [
        Planted(
            Article(
                row["id"],
                row["text"].strip(),
                row.get("title"),
                published=date.fromisoformat(row["published"]) if "published" in row else None,
            ),
            row.get("rule"),
            tuple(row.get("words", ())),
        )
        for row in rows
    ]


def page(text: str, title: str | None = None, published: date | None = None) -> Page:
    """A page on which every sentence is a claim of the article itself."""
    claims = (Claim("a", f"c{n}", "asserted", text[slice(*span)], (span,)) for n, span in enumerate(sentences(text)))
    return Page(Article("a", text, title, published=published), tuple(claims))
