"""PDF to text: paragraphs put together again from the lines of its pages."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median

from claims.errors import InputError

MAX_PDF_BYTES = 100_000_000
MAX_PAGES = 2_000
MAX_CHARACTERS = 2_000_000
# Of processor time and of memory for one file.
MAX_SECONDS = 60
MAX_MEMORY = 4_000_000_000

# A step to the next line that is so much longer than the document's usual one begins a paragraph, as does a height
# that differs so much, and, behind the end of a sentence, an indent of so many heights or a line so much too short.
_STEP, _HEIGHT, _INDENT, _SHORT = 1.25, 0.2, 0.7, 0.15
# Lines of a page's top and bottom that are looked at as its running head and foot, if the way from them to the others
# is so many usual steps, or their size another.
_EDGE, _APART = 2, 1.5
_ENDED = re.compile(r"[.!?…:][”\"’')\]]*$")
_LISTED = re.compile(r"[•▪◦‣·]")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_BROKEN = "\x02"
_REFUSALS = {
    "password": ("the PDF has a password", "save it without one"),
    "damaged": ("not a PDF that can be read", "save or print it to PDF again"),
    "pages": (f"the PDF has more than {MAX_PAGES:,} pages", "split it"),
    "long": (f"the text is longer than {MAX_CHARACTERS:,} characters", "split it"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page (from 1), and its box in points from the lower left corner."""

    page: int
    text: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def height(self) -> float:
        """Of the box, which is that of the font."""
        return max(self.top - self.bottom, 1.0)


@dataclass(frozen=True, slots=True)
class Pages:
    """The text of a PDF, and for each page, from the first, the offset at which what is new on it begins."""

    text: str
    starts: tuple[int, ...]
    title: str | None = None


def read_pdf(path: Path) -> Pages:
    """Read the text of a PDF, paragraphs set apart by blank lines; running heads, feet and page numbers are left out.

    A paragraph that goes on in the next column or on the next page stays one. The title is that of the metadata where
    the first page has it too: most others are left from a template. Raises InputError for a file that is missing, too
    large, has a password, takes too long, or has no text but pictures of it.
    """
    where = str(path)
    found = _lines(path, where)
    lines = [Line(number, *line) for number, page in enumerate(found["pages"], 1) for line in page]
    text, starts = joined(without_running(lines), len(found["pages"]))
    if not text.strip():
        raise InputError(where, "the PDF has no text, perhaps pictures of it", "run text recognition (OCR) over it")
    title = " ".join(str(found["title"] or "").split())
    first = text[: starts[1] if len(starts) > 1 else len(text)]
    return Pages(text, starts, title if title and title.casefold() in " ".join(first.split()).casefold() else None)


def _lines(path: Path, where: str) -> dict[str, list[list[tuple[str, float, float, float, float]]]]:
    limits = (MAX_PAGES, MAX_CHARACTERS, MAX_SECONDS, MAX_MEMORY)
    # -P: the folder of the script holds modules of ours, which are not to be taken for others.
    command = [sys.executable, "-P", str(Path(__file__).with_name("pdf_lines.py")), str(path.resolve())]
    try:
        ended = subprocess.run([*command, *map(str, limits)], capture_output=True, timeout=4 * MAX_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise InputError(where, "the PDF takes too long to read", "save or print it to PDF again") from None
    try:
        if ended.returncode:
            raise ValueError
        found = json.loads(ended.stdout)
    except ValueError:
        what = f"the PDF cannot be read within {MAX_SECONDS} seconds and {MAX_MEMORY // 10**9} GB"
        raise InputError(where, what, "save or print it to PDF again") from None
    if error := found.get("error"):
        raise InputError(where, *_REFUSALS[error])
    return dict(found)


def without_running(lines: Sequence[Line]) -> list[Line]:
    """The lines without those that stand, but for numbers, in one place at an edge of more than half of the pages."""
    pages: dict[int, list[Line]] = {}
    for line in lines:
        pages.setdefault(line.page, []).append(line)
    usual = _usual_step(lines)
    edges = {number: _edges(page, usual) for number, page in pages.items()}
    seen = Counter(key for page in edges.values() for key in {_folded(line) for line in page})
    return [
        line
        for line in lines
        if not (line in edges[line.page] and len(pages) > 1 and seen[_folded(line)] > max(1, len(pages) / 2))
    ]


def _edges(page: Sequence[Line], usual: float) -> list[Line]:
    """The highest and the lowest lines of a page, where they stand apart from the rest or are of another size."""
    rows = sorted({line.bottom: line for line in page}.values(), key=lambda line: line.bottom)
    outer: set[float] = set()
    for side in (rows, rows[::-1]):
        for count in range(1, min(_EDGE, len(side) - 1) + 1):
            one, other = side[count - 1], side[count]
            apart = abs(one.bottom - other.bottom) > _APART * usual * max(one.height, other.height)
            if apart or _differ(one, other):
                outer |= {line.bottom for line in side[:count]}
    return [line for line in page if line.bottom in outer]


def _folded(line: Line) -> tuple[str, int]:
    """What a running line has in common on all pages: its words without numbers, and its height above the edge."""
    return " ".join(re.sub(r"\d+", "#", line.text).split()), round(line.bottom)


def joined(lines: Sequence[Line], pages: int) -> tuple[str, tuple[int, ...]]:
    """The text of the lines, and where each of so many pages begins in it."""
    usual = _usual_step(lines)
    starts: list[int] = []
    text = ""
    right = 0.0
    for before, line in pairwise([None, *lines]):
        if line is None:
            continue
        words = _CONTROL.sub("", line.text.strip().removesuffix(_BROKEN))
        new = before is not None and _is_new(before, line, usual, right)
        text = text + words if before is None else _added(text, words, before.text.rstrip().endswith(_BROKEN), new)
        right = line.right if new else max(right, line.right)
        starts += [len(text) - len(words)] * (line.page - len(starts))
    return text, (*starts, *[len(text)] * (pages - len(starts)))


def _added(text: str, words: str, broken: bool, new: bool) -> str:
    """The text with another line, whose first word may go on with the last one of the text."""
    if new:
        return f"{text}\n\n{words}"
    if not broken:
        return f"{text} {words}"
    from simplemma import is_known

    first = re.split(r"\W", text.rsplit(maxsplit=1)[-1])[-1]
    second = re.split(r"\W", words)[0]
    # A compound was broken at its own hyphen.
    whole = is_known(first + second, lang="en") or not (is_known(first, lang="en") and is_known(second, lang="en"))
    return text + ("" if whole else "-") + words


def _is_new(before: Line, line: Line, usual: float, right: float) -> bool:
    """Whether ``line`` begins a paragraph; ``right`` is where the one before reached so far."""
    height = before.height
    if before.page == line.page and min(before.top, line.top) - max(before.bottom, line.bottom) > height / 2:
        return False
    if _differ(before, line) or _LISTED.match(line.text.lstrip()):
        return True
    ended = bool(_ENDED.search(before.text.rstrip()))
    if not _is_below(before, line):
        return ended
    if (before.bottom - line.bottom) / height > _STEP * usual:
        return True
    short = before.right < max(right, line.right) - _SHORT * (max(right, line.right) - before.left)
    return ended and (short or line.left > before.left + _INDENT * height)


def _differ(one: Line, other: Line) -> bool:
    """Whether two lines are of different sizes."""
    return abs(one.height - other.height) > _HEIGHT * max(one.height, other.height)


def _is_below(before: Line, line: Line) -> bool:
    """Whether ``line`` stands beneath the one before, in the same column."""
    return (
        before.page == line.page
        and line.bottom < before.bottom
        and min(before.right, line.right) > max(before.left, line.left)
    )


def _usual_step(lines: Sequence[Line]) -> float:
    """The median way down to the next line, in heights."""
    return median(_steps(lines) or [1.0])


def _steps(lines: Sequence[Line]) -> list[float]:
    def told() -> Iterator[float]:
        for before, line in pairwise(lines):
            if _is_below(before, line) and before.bottom - line.bottom < 3 * before.height:
                yield (before.bottom - line.bottom) / before.height

    return list(told())
