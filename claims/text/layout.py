"""How a text is laid out in lines: paragraphs, items of lists, block quotes, headings, tables, labels of who speaks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from claims.records import Span

Kind = Literal["paragraph", "item", "quote", "heading", "row"]

_LINE = re.compile(r"(?P<words>[^\r\n\u2029]*)(?P<end>\r\n|[\r\n\u2029]|\Z)")
_SPACE = r"[^\S\r\n\u2029]"
_QUOTE = re.compile(rf"{_SPACE}*(?:>{_SPACE}*)+")
_ROW = re.compile(rf"{_SPACE}*\|")
_HEADING = re.compile(rf"{_SPACE}*#{{1,6}}{_SPACE}+")
# Marks that stand before nothing but items, and those that may also be a dash or a number of the text.
_BULLET = re.compile(rf"{_SPACE}*([•‣◦▪●∙■□➤►])\ufe0f?{_SPACE}*(?=\S)")
_MARK = re.compile(rf"{_SPACE}*([-–—*+·]|\(?\d{{1,2}}[.)]|\(?[a-z]\)){_SPACE}+(?=\S)")
_STOP = re.compile(r"[.!?…:;][\"”’'»)\]*_]*\s*$")
_FIRST_WORD = re.compile(r"\S+")

# Fewer words, or one of these at its end, are the beginning of a sentence rather than a heading.
SHORTEST_HEADING = 4
_LEADING_ON = frozenset(
    "a an the of in on at to for from by with as and or but nor that which who than into over under after before near "
    "is are was were has have had said says told mr mrs ms dr president minister".split()
)
_CLOSING = frozenset("\"”»’'")
# What signs a quotation on a line of its own: "Helen Brook, mayor of Lorne".
_NAME_AND_ROLE = re.compile(r"[^\W\d_]\S*(?:\s+\S+){1,4}?,\s+\S[^.!?\r\n]{0,80}")

_STAMP = rf"(?:[\[(]?\d{{1,2}}:\d\d(?::\d\d)?(?:{_SPACE}?[ap]\.?m\.?)?[\])]?{_SPACE}+)?"
# "HELEN BROOK, FERRY DIRECTOR:", "[10:32] Rear Adm. John Kirst (via video link):", "**Q:**"
_LABEL = re.compile(
    rf"{_SPACE}*{_STAMP}[*_]{{0,2}}(?P<who>[^\s:*_\"“”«»\[(][^:*_\"“”«»\r\n\u2029]{{0,78}}?){_SPACE}*[*_]{{0,2}}"
    rf"(?P<colon>:)[*_]{{0,2}}(?=\s|$)"
)
_Q_OR_A = re.compile(
    rf"{_SPACE}*{_STAMP}[*_]{{0,2}}(?P<who>[QA]\d{{0,2}})(?P<colon>[.:)]|\t|{_SPACE}{{2,}})[*_]{{0,2}}(?={_SPACE}*\S)"
)
_ASIDE = re.compile(r"[(\[][^)\]]*[)\]]")
_NAME = re.compile(r"[^\W\d_][\w.’'&-]*")
_SMALL = frozenset("of the and for de da del della van von der den bin al la le du di y dos e".split())
LONGEST_LABEL = 8
# Who speaks in an interview or a hearing without being named.
ROLES = frozenset(
    "q a question answer interviewer interviewee reporter journalist moderator host presenter anchor correspondent "
    "speaker audience narrator judge court prosecutor counsel defence defense witness clerk caller".split()
)
# What stands before a colon at the beginning of a line and is nobody who speaks.
_NOBODY = re.compile(
    r"(?:(?:editor|author|publisher)\S* )?(?:note|update|correction|clarification)s?\b"
    r"|(?:breaking|live|exclusive|related|watch|listen|read|see|more|also|photos?|pictures?|images?|videos?|sources?"
    r"|credits?|captions?|tags?|topics?|filed|contact|e-?mail|phone|tel|fax|web|website|location|place|address|dates?"
    r"|time|when|where|who|what|why|how|price|cost|tips?|warning|summary|background|analysis|opinion|key|facts?|claim"
    r"|verdict|ruling|results?|scores?|headline|advertisement|example|conclusion|first|second|third|finally|this|that"
    r"|these|those|here|there)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"\S+\s+\S.*[.!?…][\"”’'»)\]*_]*\s*$", re.DOTALL)
_OPENING = frozenset("\"“«„‘'")


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together: their words are ``text[start:end]``, without the marks before them.

    ``mark`` is the list mark of an item. ``label`` names who speaks the block ("HELEN BROOK, FERRY DIRECTOR"), without
    the time before it; it and its ``colon`` stand before ``start``. Offsets are ``str`` indices, end excluded.
    """

    start: int
    end: int
    kind: Kind = "paragraph"
    mark: str = ""
    label: Span | None = None
    colon: Span | None = None


@dataclass(frozen=True, slots=True)
class _Line:
    """A line with words; ``[start, end)`` are without white space at its ends and without marks at its beginning."""

    start: int
    end: int
    kind: Kind
    mark: str
    after_blank: bool


def blocks(text: str, start: int = 0) -> tuple[Block, ...]:
    """The blocks of ``text`` from offset ``start`` on, in order; with the marks that they leave out they cover it.

    A blank line ends a block, and so does a line that begins with a list mark, "|" or a label, and one with "#" or ">"
    where the line before has none. So does a line break before a capital where the next word had room in the line:
    there the text is not wrapped, and the line is a heading or a paragraph. The time is linear.
    """
    found = [block for part in _parts(text, start) for block in _paragraph(text, part)]
    named = [_label(text, block) for block in found]
    spoken = _is_transcript(text, found, named)
    return tuple(
        label if label and _speaks(text, label, spoken) else block for block, label in zip(found, named, strict=True)
    )


def _lines(text: str, start: int) -> Iterator[_Line]:
    blank, before = True, False
    for match in _LINE.finditer(text, start):
        first, end = match.span("words")
        kind, mark, body = _marks(text, first, end, item=blank or before)
        words = text[body:end]
        if words.strip():
            end = body + len(words.rstrip())
            yield _Line(body + len(words) - len(words.lstrip()), end, kind, mark, blank)
            before = kind == "item" or _STOP.search(words) is not None
        blank = not words.strip() or match["end"] == "\u2029"


def _marks(text: str, start: int, end: int, *, item: bool) -> tuple[Kind, str, int]:
    """What the marks before a line say it is, the mark of a list, and where its words begin.

    ``item`` says that a dash or a number at the beginning of the line can be the mark of an item.
    """
    kind: Kind = "paragraph"
    if _ROW.match(text, start, end):
        return "row", "", start
    if quote := _QUOTE.match(text, start, end):
        kind, start = "quote", quote.end()
    if heading := _HEADING.match(text, start, end):
        return "heading", "", heading.end()
    mark = _BULLET.match(text, start, end) or (_MARK.match(text, start, end) if item else None)
    return ("item" if kind == "paragraph" else kind, mark[1], mark.end()) if mark else (kind, "", start)


def _parts(text: str, start: int) -> Iterator[list[_Line]]:
    """The lines between blank ones."""
    part: list[_Line] = []
    for line in _lines(text, start):
        if line.after_blank and part:
            yield part
            part = []
        part.append(line)
    if part:
        yield part


def _paragraph(text: str, lines: Sequence[_Line]) -> Iterator[Block]:
    width = max(line.end - line.start for line in lines)
    first = lines[0]
    for line, after in pairwise([*lines, None]):
        if line is None:
            break
        if after is None or _ends(text, line, after, width):
            yield Block(first.start, line.end, first.kind, first.mark)
            first = after or first


def _ends(text: str, line: _Line, after: _Line, width: int) -> bool:
    """Whether a block ends with the ``line`` before the line ``after``; the longest around them has ``width``."""
    if (
        after.mark
        or line.kind in ("heading", "row")
        or after.kind == "row"
        or (line.kind == "quote") != (after.kind == "quote")
    ):
        return True
    if _LABEL.match(text, after.start, after.end) and _STOP.search(text[line.start : line.end]):
        return True
    words, stop = text[line.start : line.end].split(), _STOP.search(text, line.start, line.end)
    if stop and words[-1][-1] in _CLOSING and _NAME_AND_ROLE.fullmatch(text, after.start, after.end):
        return True
    first = _FIRST_WORD.match(text, after.start)
    room = first is not None and line.end - line.start + 1 + len(first[0]) <= width
    opens = text[after.start].isupper() or text[after.start].isdigit() or text[after.start] in _OPENING
    whole = stop is not None or (len(words) >= SHORTEST_HEADING and words[-1].lower() not in _LEADING_ON)
    return room and opens and whole


def _label(text: str, block: Block) -> Block | None:
    """The block with the label before it, if its words begin with what looks like one."""
    if block.kind == "heading":
        return None
    match = _Q_OR_A.match(text, block.start, block.end) or _LABEL.match(text, block.start, block.end)
    if match is None or not text[match.end() : block.end].strip():
        return None
    names = _names(match["who"])
    fits = 0 < len(names) <= LONGEST_LABEL and all(name[0].isupper() or name in _SMALL for name in names)
    if not fits or _NOBODY.match(match["who"]):
        return None
    body = match.end() + len(text[match.end() : block.end]) - len(text[match.end() : block.end].lstrip())
    return replace(block, start=body, label=match.span("who"), colon=match.span("colon"))


def _names(who: str) -> list[str]:
    return _NAME.findall(_ASIDE.sub("", who))


def _is_transcript(text: str, found: Sequence[Block], named: Sequence[Block | None]) -> bool:
    """Whether labels are how the text says who speaks: one comes again, or half of its blocks have one.

    "Location: Lorne", of which no more is said, is no label.
    """
    labels = [
        text[slice(*one.label)] for one in named if one and one.label and _SENTENCE.match(text, one.start, one.end)
    ]
    again = any(count > 1 for count in Counter(labels).values())
    return len(labels) > 1 and (again or 2 * len(labels) >= len(found))


def _speaks(text: str, block: Block, transcript: bool) -> bool:
    """Whether the label of ``block`` names who speaks: by its capitals, its role, or because the text has more such."""
    who = text[slice(*block.label)] if block.label else ""
    names = _names(who)
    if transcript or names[-1].lower() in ROLES:
        return block.kind != "item" or names[-1].lower() in ROLES
    capitals = all(name.isupper() or name in _SMALL for name in names) and max(map(len, names)) > 2
    quoted = text[block.start] in _OPENING and len(names) > 1
    return (capitals and _SENTENCE.match(text, block.start, block.end) is not None) or quoted


def speeches(found: Sequence[Block]) -> Iterator[tuple[Block, ...]]:
    """The labelled blocks, each with those behind it up to the next label where the text has several labels.

    Where the last speech ends is not marked: it has no more blocks than the longest before it.
    """
    speech: list[Block] = []
    every: list[list[Block]] = []
    for block in found:
        if block.label:
            speech = [block]
            every.append(speech)
        elif block.kind == "heading":
            speech = []
        elif speech:
            speech.append(block)
    if every:
        longest = max(map(len, every[:-1]), default=1)
        yield from map(tuple, [*every[:-1], every[-1][:longest]])
