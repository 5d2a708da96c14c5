"""What tables and lists of references say: a cell is a statement with its row and column.

"| Lorne | 4,120 |" under "| District | Homes |" says "District Lorne: Homes 4,120". Rows are lines with "|" between
cells, as Markdown has them and as tables of HTML pages are kept; a list of "label: value" lines is read as a table of
two columns. The line above, if it is no row, is the caption.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from claims.records import Claim, Span, Spans

# A table of more rows or columns is data rather than something a reference says.
ROWS, COLUMNS = 200, 12
# Characters of a caption.
CAPTION = 200

_LINE = re.compile(r"[^\r\n\u2029]+")
_RULE = re.compile(r"[\s|:=+-]+")
_ITEM = re.compile(r"\s*(?:[-*+•·]|\d{1,3}[.)])\s+(?P<label>[^:|]{1,60}?)\s*:\s+(?P<value>[^|]{1,80})")


class Cell(NamedTuple):
    """What a cell says, the words that say it (column, row, value), and its line."""

    text: str
    spans: Spans
    line: Span


def cells(text: str) -> Iterator[Cell]:
    """The cells of the tables and lists in ``text``, in text order."""
    lines = [match.span() for match in _LINE.finditer(text) if not match.group().isspace()]
    kinds = [_kind(text, line) for line in lines]
    at = 0
    for kind, run in groupby(kinds):
        block = lines[at : at + len(list(run))]
        if kind and len(block) > 1 and len(block) <= ROWS:
            caption = _clean(text, lines[at - 1])[:CAPTION] if at else ""
            yield from (_of_table if kind == "row" else _of_list)(text, block, caption)
        at += len(block)


def has_cells(text: str) -> bool:
    """Whether there is a table or list in ``text``: read as a whole, its rows run together."""
    return next(cells(text), None) is not None


def _kind(text: str, line: Span) -> str:
    words = text[slice(*line)]
    if words.strip().startswith("|") or words.count("|") > 1 or _is_rule(words) or _is_pair(words):
        return "row"
    return "item" if (found := _ITEM.fullmatch(words)) and any(map(str.isdigit, found["value"])) else ""


def _is_rule(words: str) -> bool:
    return "|" in words and bool(_RULE.fullmatch(words))


def _is_pair(words: str) -> bool:
    """Whether a line is a row of two cells without marks at its ends."""
    return bool(re.fullmatch(r"[^|.!?]{1,60} \| [^|.!?]{1,60}", words))


def _of_table(text: str, block: Sequence[Span], caption: str) -> Iterator[Cell]:
    rows = [(line, _split(text, line)) for line in block if not _is_rule(text[slice(*line)])]
    if len(rows) < 2 or len(rows[0][1]) > COLUMNS:
        return
    header = rows[0][1]
    names = [text[slice(*cell)] for cell in header]
    for line, row in rows[1:]:
        label = row[0] if row and not _is_number(text[slice(*row[0])]) else None
        for column, cell in enumerate(row):
            value = text[slice(*cell)]
            if cell == label or not value or column >= len(names):
                continue
            # A row without a label says what its columns do.
            who = f"{names[0]} {text[slice(*label)]}: " if label else ""
            spans = sorted({header[column], *([header[0], label] if label else []), cell})
            told = tuple(span for span in spans if span[0] < span[1])
            yield Cell(_told(caption, f"{who}{names[column]} {value}."), told, line)


def _of_list(text: str, block: Sequence[Span], caption: str) -> Iterator[Cell]:
    for line in block:
        if found := _ITEM.fullmatch(text, *line):
            value = found["value"].rstrip(" ;,.")
            spans = (found.span("label"), (found.start("value"), found.start("value") + len(value)))
            yield Cell(_told(caption, f"{found['label']}: {value}."), spans, line)


def _told(caption: str, words: str) -> str:
    return " ".join(f"{caption.rstrip(' .:')}. {words}".split()) if caption else " ".join(words.split())


def _split(text: str, line: Span) -> list[Span]:
    """The cells of a line, without white space; what stands before the first mark and behind the last is no cell."""
    start, end = line
    while start < end and text[start].isspace():
        start += 1
    start += text.startswith("|", start, end)
    while end > start and text[end - 1].isspace():
        end -= 1
    end -= text.endswith("|", start, end)
    found = []
    at = start
    for piece in re.split(r"(?<!\\)\|", text[start:end]):
        left = len(piece) - len(piece.lstrip())
        found.append((at + left, at + left + len(piece.strip())))
        at += len(piece) + 1
    return found


def _is_number(words: str) -> bool:
    letters = sum(map(str.isalpha, words))
    return any(map(str.isdigit, words)) and letters <= 2


def _clean(text: str, line: Span) -> str:
    return text[slice(*line)].strip(" \t#*_-")


def as_claim(document_id: str, cell: Cell) -> Claim:
    """The statement of a cell, asserted by the document."""
    return Claim(document_id, "", "asserted", cell.text, cell.spans)
