"""Words of a text with offsets, and spans of them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from claims.records import Span, Spans

# A letter of a word, or an accent that follows its letter.
_LETTER = r"[\w\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
TOKEN = re.compile(rf"\w{_LETTER}*(?:[’']{_LETTER}+)*|[^\w\s]")
# Around a position inside a word of that kind.
_INSIDE = re.compile(rf"{_LETTER}\0{_LETTER}|{_LETTER}[’'-]\0{_LETTER}|{_LETTER}\0[’'-]{_LETTER}")
_INSIDE_PART = re.compile(rf"{_LETTER}\0{_LETTER}|{_LETTER}[’']\0{_LETTER}|{_LETTER}\0[’']{_LETTER}")
RELATIVES = frozenset({"who", "which", "that"})

# Words at the edges of a left-over stretch that joined it to the attribution beside it.
JOINTS = frozenset(
    "as and but while whereas although though with because since when after before which who that or so".split()
)
_DOTTED = re.compile(r"\b(?:[A-Z]\.){2,}|\b(?:[A-Z]\.)+[A-Z]\b")


@dataclass(frozen=True, slots=True)
class Token:
    """A word or punctuation mark: ``[start, end)`` in the text it was read from; ``tag`` in Penn Treebank terms."""

    start: int
    end: int
    text: str
    tag: str = ""


def tokens(text: str, start: int = 0, end: int | None = None) -> tuple[Token, ...]:
    """The words and marks of ``text[start:end]`` with offsets into ``text``, untagged."""
    stop = len(text) if end is None else end
    return tuple(Token(m.start(), m.end(), m.group()) for m in TOKEN.finditer(text, start, stop))


def joined_acronyms(text: str) -> str:
    """The text with acronyms written without dots: "US" for "U.S.". A dot that ends the sentence too is lost."""
    return _DOTTED.sub(lambda match: match[0].replace(".", ""), text)


def ordered(text: str, spans: Iterable[Span], marks: str = ",;:") -> Spans:
    """Whole words in text order, apart from each other, without white space and ``marks`` at the edges of spans."""
    joined: list[Span] = []
    for start, end in sorted(whole_words(text, span) for span in spans):
        if joined and not text[joined[-1][1] : start].strip():
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    bare = (_closed(text, stripped(text, span, marks)) for span in joined)
    return tuple(span for span in bare if span[0] < span[1])


def _closed(text: str, span: Span) -> Span:
    """The span with the bracket behind it that closes one in it: "£800m ($1.5bn)"."""
    start, end = span
    opened = text.count("(", start, end) > text.count(")", start, end)
    return (start, end + 1) if opened and text.startswith(")", end) else span


def whole_words(text: str, span: Span) -> Span:
    """The span with the rest of the words that it cuts: "I’ve" is one word."""
    start, end = span
    if start < end:
        while start and _in_word(text, start):
            start -= 1
        while _in_word(text, end):
            end += 1
    return start, end


def _in_word(text: str, position: int) -> bool:
    return _INSIDE.search(f"{text[max(0, position - 2) : position]}\0{text[position : position + 2]}") is not None


def cuts_a_word(text: str, span: Span) -> bool:
    """Whether the span begins or ends inside a word; the parts of "12-year-old" are words of their own here."""
    around = (f"{text[max(0, position - 2) : position]}\0{text[position : position + 2]}" for position in span)
    return any(_INSIDE_PART.search(each) for each in around)


def stripped(text: str, span: Span, marks: str = ",;:") -> Span:
    """The span without white space and ``marks`` at its edges."""
    start, end = span
    while start < end and (text[start].isspace() or text[start] in marks):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in marks):
        end -= 1
    return start, end


def overlap(a: Span, b: Span) -> Span | None:
    """What two spans share, or None."""
    start, end = max(a[0], b[0]), min(a[1], b[1])
    return (start, end) if start < end else None


def within(inner: Spans, outer: Spans) -> bool:
    """Whether every span of ``inner`` lies in some span of ``outer``."""
    return bool(inner) and all(any(s <= a and b <= e for s, e in outer) for a, b in inner)


def subtract(span: Span, covered: Iterable[Span]) -> Iterator[Span]:
    """The parts of ``span`` outside the ``covered`` spans, in order."""
    start, stop = span
    for s, e in sorted(covered):
        if e <= start or s >= stop:
            continue
        if s > start:
            yield start, s
        start = max(start, e)
    if start < stop:
        yield start, stop


def touched(spans: Iterable[Span], whole: Spans) -> list[int]:
    """The numbers of the sentences in which ``spans`` lie, rising."""
    numbers: set[int] = set()
    for span in spans:
        number = max(0, bisect_right(whole, span[0], key=lambda sentence: sentence[0]) - 1)
        while number < len(whole) and whole[number][0] < span[1]:
            if overlap(span, whole[number]):
                numbers.add(number)
            number += 1
    return sorted(numbers)


def word_before(text: str, position: int) -> Span | None:
    """The word that ends before ``position``, but for white space."""
    end = len(text[:position].rstrip())
    start = end
    while start and text[start - 1].isalpha():
        start -= 1
    return (start, end) if start < end else None


def joined(text: str, spans: Spans) -> str:
    """The words of ``spans``, white space folded."""
    return " ".join(" ".join(text[s:e].split()) for s, e in spans)
