"""Lines and columns of an article's text, for formats and editors that know no offsets."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from claims.records import Article, Span

_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Region:
    """Where words stand in their file: lines and columns from 1, the end column behind the last character.

    Columns count UTF-16 units, as editors, SARIF and LSP do: a character beyond U+FFFF is two.
    """

    line: int
    column: int
    end_line: int
    end_column: int


class Places:
    """The lines of one article."""

    def __init__(self, article: Article) -> None:
        self._article = article
        self._starts = [0, *(match.end() for match in _LINE_END.finditer(article.text))]

    def region(self, spans: Sequence[Span]) -> Region:
        """Where the first to the last of ``spans`` stand; where there are none, the first character of the text.

        Of a text that is not in its file as it is (JSON, HTML, Parquet) that is the line of its record.
        """
        file = self._article.file
        if file is not None and not file.verbatim:
            return Region(file.line, 1, file.line, 1)
        first = file.line if file else 1
        (line, column), (end_line, end_column) = (
            self._place(offset) for offset in ((spans[0][0], spans[-1][1]) if spans else (0, 0))
        )
        return Region(first + line, column, first + end_line, end_column)

    def _place(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._starts, offset) - 1
        return line, 1 + utf16(self._article.text[self._starts[line] : offset])


def utf16(text: str) -> int:
    """How many UTF-16 units the text has."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
