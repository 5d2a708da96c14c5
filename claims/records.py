"""The records that the stages hand to one another: immutable, without behaviour of their own.

Offsets are Python ``str`` indices into ``Article.text``, start inclusive, end exclusive. ``Spans`` are in text order
and do not overlap. The vocabulary is that of PARC (Pareti 2012) and PolNeAR (Newell et al. 2018).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Span = tuple[int, int]
Spans = tuple[Span, ...]

Kind = Literal["asserted", "attributed"]
Polarity = Literal["affirmed", "denied"]


@dataclass(frozen=True, slots=True)
class File:
    """Where a text stands: the file as the user named it, and the line, from 1, on which the text begins.

    ``verbatim`` says that the lines of the text are those of the file from there on; else all of it is in that line.
    """

    name: str
    line: int = 1
    verbatim: bool = False


@dataclass(frozen=True, slots=True)
class Article:
    """A news text and what is known about it; ``text`` is what every report shows and every offset indexes.

    ``own_id`` says that the article gives its id itself, and that it is not made from the name of its file.

    >>> Article("harbour", "The port closed on Monday.", publisher="Elm Courier").text[:8]
    'The port'
    """

    id: str
    text: str
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    published: date | None = None
    language: str = "en"
    own_id: bool = False
    file: File | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    """One attribution as annotated: who (source), by which words (cue), and what (content); a role may be empty."""

    source: Spans
    cue: Spans
    content: Spans


@dataclass(frozen=True, slots=True)
class Voice:
    """One link of a chain. ``source`` is None for a voice that the text leaves unnamed ("reportedly").

    >>> Voice("The mayor", ((0, 9),), "said", ((10, 14),), "say", resolved="Ada Quill").resolved
    'Ada Quill'
    """

    source: str | None
    spans: Spans
    cue: str
    cue_spans: Spans
    force: str
    polarity: Polarity = "affirmed"
    resolved: str | None = None


@dataclass(frozen=True, slots=True)
class Interval:
    """Calendar days, both inclusive.

    >>> from datetime import date
    >>> Interval(date(2021, 8, 1), date(2021, 8, 31)).end.day
    31
    """

    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Claim:
    """What is verified. ``text`` stands alone as a sentence; ``spans`` say where the article has it.

    ``chain`` runs from the outermost voice inward and is empty for an asserted claim. A claim that is not
    ``checkable`` is kept and says ``why_not``. ``quoted`` are the stretches of ``spans`` that stand in quotation
    marks, without the marks: all of them for a direct quotation, some words for a mixed one.

    >>> Claim("harbour", "c1", "asserted", "The port closed.", ((0, 16),)).checkable
    True
    """

    article_id: str
    id: str
    kind: Kind
    text: str
    spans: Spans
    chain: tuple[Voice, ...] = ()
    checkable: bool = True
    why_not: str | None = None
    time: Interval | None = None
    quoted: Spans = ()
