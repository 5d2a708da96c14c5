"""Which words of a text stand in quotation marks."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from claims.records import Span, Spans
from claims.text.words import JOINTS, overlap, stripped

# Opening marks and their partners.
QUOTES = {"“": "”", "‘": "’", '"': '"', "«": "»", "„": "“"}
_SINGLE = frozenset("‘’'")
# What each double mark may close: its partner in QUOTES, and what careless or foreign typesetting pairs it with.
_CLOSES = {
    "”": '“ „ " ”'.split(),
    "“": "„".split(),
    '"': '" “ ``'.split(),
    "''": "`` ''".split(),
    "»": "«".split(),
    "«": "»".split(),
}
_ALWAYS_OPEN = frozenset({*QUOTES, "``"}) - _SINGLE - {'"'}
_MARKS_AND_BREAKS = re.compile(r"``|''|[“”„«»\"‘’']|(?:\r\n|[\r\n\u2029])\s*")
_LINE_END = re.compile(r"\r\n|[\r\n]|\u2029")
# May stand before a mark that opens, as white space may; does not stand behind one, nor does white space.
_BEFORE = frozenset("([{—–-/“„«\"‘'`")
_NOT_BEHIND = frozenset(".,;:!?)]}”»’—–")
# An apostrophe in front of these stands for letters left out: ’em, ’90s.
_ELISION = re.compile(r"(?:\d0s|n|em|til|tis|twas|cause|cos|bout|round)\b", re.IGNORECASE)
# Behind the apostrophe of a plural comes what is owned: "the workers’ rights".
_OWNED = re.compile(r"[^\S\r\n]+([a-z]+)")
_NO_NOUN = JOINTS | frozenset("to of in on at by for from with is was are were has had he she they it not".split())

# Marks around quoted words. A single mark counts at the edge of a word only; elsewhere it is an apostrophe.
_OPENING = r"[“\"«„]|``|''|(?<!\w)[‘'](?=\w)"
_CLOSING = r"[”\"»“]|''|(?<=[^\s])[’'](?!\w)"
_QUOTED = re.compile(rf"(?:(?:{_OPENING})[^“”\"«»„]*?[^“”\"«»„\s](?:{_CLOSING})[\s.,;:!?…–—-]*)+")
_BLANK_LINE = re.compile(r"\n\s*\n|\u2029")


@dataclass(frozen=True, slots=True)
class _Opening:
    """A mark that waits for its partner; ``start`` is behind it.

    ``perhaps`` is where an apostrophe stands that may be the partner, ``earlier`` the paragraphs before this one of
    a quotation that is opened anew in each.
    """

    mark: str
    start: int
    earlier: list[Span]
    perhaps: int | None = None


def quoted(text: str, spans: Spans, every: Spans) -> Spans:
    """The stretches within ``spans`` of the article's ``text`` that stand in one of ``every``, its ``quotations``.

    Marks count wherever they are: all of a span inside a longer quotation is quoted. ``text[s:e]`` is verbatim what
    is quoted; a quotation inside it keeps its marks. White space at the edges is left out.
    """
    found = []
    for span in spans:
        first = max(0, bisect_right(every, span[0], key=lambda each: each[0]) - 1)
        for quotation in every[first : bisect_right(every, span[1], lo=first, key=lambda each: each[0])]:
            if (cut := overlap(quotation, span)) and (part := stripped(text, cut, "")) and part[0] < part[1]:
                found.append(part)
    return tuple(found)


def quotations(text: str) -> Spans:
    """Every quotation of ``text``, without its marks, in text order; one inside another is part of that one.

    A mark without a partner in its paragraph quotes nothing, unless the next paragraph opens with such a mark too and
    the last one so opened is closed: then each of these paragraphs is quoted to its end. The time is linear.
    """
    outer: list[Span] = []
    for span in sorted(_Reader(text).read(), key=lambda each: (each[0], -each[1])):
        if not outer or span[0] >= outer[-1][1]:
            outer.append(span)
    return tuple(span for span in (stripped(text, span, "") for span in outer) if span[0] < span[1])


def is_quotation(text: str) -> bool:
    """Whether all of ``text`` stands in quotation marks: “P” or “P, Q”."""
    return _QUOTED.fullmatch(text.strip()) is not None


def whole_quotation(text: str, span: Span, others: Sequence[Span]) -> Span:
    """``span`` with the rest of a quotation that begins or ends in it.

    The rest ends with the paragraph and before any of the ``others``; a quotation that is longer is left as it is.
    """
    start, end = span
    for marks in ("“”", "«»", '"'):
        found = [i for i in range(start, end) if text[i] in marks]
        if found and _opens(text, found[-1]):
            close = min((i for mark in marks if (i := text.find(mark, end)) >= 0), default=-1)
            if close >= 0 and not _opens(text, close) and _is_passage(text, (end, close), others):
                end = close + 1
        if found and not _opens(text, found[0]):
            opening = max(text.rfind(mark, 0, start) for mark in marks)
            if opening >= 0 and _opens(text, opening) and _is_passage(text, (opening, start), others):
                start = opening
    return start, end


def _opens(text: str, position: int) -> bool:
    if text[position] != '"':
        return text[position] in QUOTES
    before, after = text[max(0, position - 1) : position], text[position + 1 : position + 2]
    return bool(after.strip()) and not before.strip(" \t\r\n\u00a0([—–")


def _is_passage(text: str, span: Span, others: Sequence[Span]) -> bool:
    start, end = span
    return not _BLANK_LINE.search(text, start, end) and not any(s < end and e > start for s, e in others)


class _Reader:
    """Pairs the marks of a text: a stack of those that are open, and the quotations found so far."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.open: list[_Opening] = []
        self.count: Counter[str] = Counter()
        self.found: list[Span] = []

    def read(self) -> list[Span]:
        """All quotations, those inside others too."""
        gap: Span | None = None
        blank = False
        for match in _MARKS_AND_BREAKS.finditer(self.text):
            mark, start, end = match.group(), *match.span()
            if mark[0] in "\r\n\u2029":
                if blank:
                    self._drop()
                gap, blank = match.span(), "\u2029" in mark or len(_LINE_END.findall(mark)) > 1
                continue
            if gap and gap[1] == start and self.count[mark] and self._opens(mark, start, end):
                self._continue(mark, end, gap[0])
            else:
                if blank:
                    self._drop()
                self._pair(mark, start, end)
            blank = False
        self._drop()
        return self.found

    def _pair(self, mark: str, start: int, end: int) -> None:
        if mark in _SINGLE:
            top = self.open[-1] if self.open else None
            if self._opens(mark, start, end):
                self._push(mark, end)
            elif top and top.mark in _SINGLE and mark != "‘" and self._ends_word(start, end) and start > top.start:
                if top.perhaps is None and self._may_own(start, end):
                    self.open[-1] = replace(top, perhaps=start)
                elif not self._may_own(start, end):
                    self._close(top.mark, start)
            return
        partner = next((kind for kind in _CLOSES.get(mark, ()) if self._closable(kind, start)), None)
        anew = mark in '"“«' and self._edge(start, end)
        if partner and not anew:
            self._close(partner, start)
        elif self._opens(mark, start, end):
            self._push(mark, end)

    def _closable(self, kind: str, position: int) -> bool:
        # Nothing between two marks is no quotation: "" opens twice.
        return self.count[kind] > 0 and self.open[-1].start != position

    def _push(self, mark: str, end: int, earlier: list[Span] | None = None) -> None:
        self.open.append(_Opening(mark, end, earlier or []))
        self.count[mark] += 1

    def _pop(self) -> _Opening:
        opening = self.open.pop()
        self.count[opening.mark] -= 1
        return opening

    def _give_up(self) -> None:
        opening = self._pop()
        if opening.perhaps is not None:
            self.found += [*opening.earlier, (opening.start, opening.perhaps)]

    def _drop(self) -> None:
        while self.open:
            self._give_up()

    def _close(self, kind: str, position: int) -> None:
        while self.open[-1].mark != kind:
            self._give_up()
        opening = self._pop()
        self.found += [*opening.earlier, (opening.start, position)]

    def _continue(self, mark: str, end: int, stop: int) -> None:
        """The paragraph that ends at ``stop`` is quoted to its end if the one that ``mark`` opens is."""
        before = next(opening for opening in self.open if opening.mark == mark)
        before.earlier.append((before.start, stop))
        self.open = [replace(opening, perhaps=None) if opening is before else opening for opening in self.open]
        self._drop()
        self._push(mark, end, before.earlier)

    def _opens(self, mark: str, start: int, end: int) -> bool:
        if mark in _ALWAYS_OPEN:
            return True
        if mark == "’":
            return False
        if mark in _SINGLE:
            return self._edge(start, end) and not _ELISION.match(self.text, end)
        before, behind = self._around(start, end)
        if not before.strip():
            return bool(behind if mark == '"' else behind.strip())
        # A space may have been forgotten: said:"No".
        return self._edge(start, end) or (mark == '"' and not before.isalnum() and behind.isalnum())

    def _edge(self, start: int, end: int) -> bool:
        """Whether a word or another mark begins behind the mark, and none ends before it."""
        before, behind = self._around(start, end)
        return (not before.strip() or before in _BEFORE) and bool(behind.strip()) and behind not in _NOT_BEHIND

    def _ends_word(self, start: int, end: int) -> bool:
        before, behind = self._around(start, end)
        return bool(before.strip()) and not behind.isalnum()

    def _may_own(self, start: int, end: int) -> bool:
        owned = _OWNED.match(self.text, end)
        return self.text[start - 1] in "sS" and owned is not None and owned[1] not in _NO_NOUN

    def _around(self, start: int, end: int) -> tuple[str, str]:
        return self.text[start - 1 : start] if start else "", self.text[end : end + 1]
