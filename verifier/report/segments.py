"""The text of an article, cut where a claim, a flag or a heading begins or ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from claims.article.reading import dateline
from claims.records import Article, Span
from claims.text.layout import blocks
from verifier.records import Report
from verifier.verdict.rules import OF_ARTICLE

Part = Literal["", "heading", "dateline"]

# Characters of a text that stand for a title that it does not have.
_OPENING = 90


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the article that the same claims cover: ``covers`` are their indices, innermost first.

    ``begins`` are the claims whose first word is here, outermost first; ``flagged`` are the rules under which just
    these words are flagged, because a reference, or the article elsewhere, has others. ``part`` says whether it
    is a heading or the line with the date.
    """

    text: str
    covers: tuple[int, ...]
    begins: tuple[int, ...]
    flagged: tuple[str, ...] = ()
    part: Part = ""


def segments(report: Report) -> tuple[Segment, ...]:
    """The article's text in segments; joined, they are the text."""
    text = report.article.text
    spans = [checked.claim.spans for checked in report.claims]
    told = (flag for checked in report.claims for flag in checked.flags if flag.reference or flag.rule in OF_ARTICLE)
    flags = [(flag.rule, (*flag.spans, *flag.elsewhere)) for flag in told]
    lengths = [sum(end - start for start, end in each) for each in spans]
    marked = parts(report.article)
    every = (*spans, *(places for _, places in flags), tuple(marked))
    cuts = sorted({0, len(text), *(cut for each in every for span in each for cut in span)})
    found = []
    for start, end in pairwise(cuts):
        covers = [index for index, each in enumerate(spans) if _inside((start, end), each)]
        begins = [index for index in covers if spans[index][0][0] == start]
        found.append(
            Segment(
                text[start:end],
                tuple(sorted(covers, key=lambda index: (lengths[index], -index))),
                tuple(sorted(begins, key=lambda index: (-lengths[index], index))),
                tuple(sorted({rule for rule, places in flags if _inside((start, end), places)})),
                next((part for span, part in marked.items() if _inside((start, end), (span,))), ""),
            )
        )
    return tuple(found)


def _inside(part: Span, spans: Sequence[Span]) -> bool:
    return any(start <= part[0] and part[1] <= end for start, end in spans)


def parts(article: Article) -> dict[Span, Part]:
    """What of the text is no running text: its headings, its title where it stands there too, and a date line."""
    text = article.text
    day, end = dateline(text)
    found: dict[Span, Part] = {(0, end): "dateline"} if day else {}
    title = _plain(article.title or "")
    for block in blocks(text, end if day else 0):
        if block.start < block.end and (
            block.kind == "heading" or (title and _plain(text[block.start : block.end]) == title)
        ):
            found[(block.start, block.end)] = "heading"
    return found


def headline(article: Article) -> str:
    """The title of an article, else the heading that it begins with, else its first words."""
    if article.title:
        return article.title
    begin = dateline(article.text)[1]
    first = next((block for block in blocks(article.text, begin) if block.start < block.end), None)
    if first is None:
        return article.id
    words = " ".join(article.text[first.start : first.end].split())
    return words if len(words) <= _OPENING else words[:_OPENING].rsplit(" ", 1)[0].rstrip(",;:") + " …"


def _plain(words: str) -> str:
    return " ".join(words.casefold().split())
