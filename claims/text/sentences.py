"""Sentences of a text, as spans.

Boundaries come from sentencex (abbreviations, initials, numbers), which keeps a whole quotation or bracket as one
sentence. Here a quotation of several sentences is several spans, because each of them is a claim of its own, and a
mark that is never closed changes nothing: sentencex sees the text with quotation marks and round brackets blanked out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from claims.records import Span, Spans
from claims.text.layout import blocks

# A longer sentence is no sentence. It is read in parts of so many characters, so that time and memory grow with the
# length of a text and not with that of its sentences.
LONGEST = 5_000

# Every match is one character, so that offsets stay. An apostrophe inside a word is no quotation mark. White space is
# blanked because sentencex 1.0.32 panics at an initial before white space that is not ASCII ("J\u00a0.").
_BLANKED = re.compile(r"[\"“”„‟«»‹›`()]|(?<!\w)['‘’‚‛]|['‘’‚‛](?!\w)|[^\S\r\n]")
_CLOSING = re.compile(r"(?:\s*[”’»›)](?!\w)|[\"'`])*")
_DASH_OR_SPACE = re.compile(r"[\s—–-]*")
# Titles and ranks in the short forms of the AP stylebook and of British forces, police and councils that sentencex
# takes for the end of a sentence. A name follows them.
_TITLE = re.compile(
    r"\b(?:Amb|Asst|Atty|Ald|Bro|Cdr|Cllr|Comdr|Const|Coun|Dep|Det|Fr|Gens|Govs|Insp|Lieut|Mmes|Ms|Msgr|Mx|Pfc|Profs"
    r"|Pte|Pvt|Sgts|Spc|Supt|Treas|Ven)\.$"
)
# Words that sentencex takes for short forms wherever a name may follow: "voted in May. Berlin …".
_WORD_NOT_SHORT = re.compile(
    r"(?<![\w.])(?:[Mm]ay|[Nn]o|[Aa]rt|[Ii]ll|[Mm]e|[Cc]on|miss|arc|gov|OK|DC|LA|UK|EU|UN|PS|Al|Ken|Bart)\.(?=\s+[^\W\d_])"
)
# Where sentences are left out the one before has ended, if the next begins behind it.
_LEFT_OUT = re.compile(r"\[\s*(?:\.\s?\.\s?\.|…)\s*\](?=\s+[A-Z])")
_NUMBERED = re.compile(r"\b(?:Amend|Art|Ch|Fig|Prop|Props|Sec|Vol)\.$")
_INITIALS = re.compile(r"(?<!\w)(?:\w\.)*\w\.$")
_CLOCK = re.compile(r"\b[ap]\.\s?m\.$", re.IGNORECASE)
# What goes on from "9 a.m." though it has a capital: a day, a date, a time zone, a feast.
_WEEKDAY = r"(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)(?:uary|ruary|ch|il|ust|t?ember|ober)?"
_OF_CLOCK = re.compile(
    rf"(?:on )?(?:{_WEEKDAY}\b(?! (?:was|is|will)\b)|{_MONTH}\b\.? \d|\d\d? {_MONTH}\b|(?:UTC|GMT|[A-Z]{{1,3}}T)\b"
    r"|(?:(?:U\.S\. |US )?(?:[A-Z][\w’']+ ){1,3}(?:[Ss]tandard |[Dd]aylight |[Ss]ummer )?[Tt]ime\b)"
    r"|(?:U\.S\. )?(?:Eastern|Central|Mountain|Pacific)\b(?=\s*(?:[.,;:(—–]|(?:on|and|to|in|at)\b|$))"
    rf"|(?:[A-Z][\w’']+ ){{1,2}}(?:Day|Eve|{_WEEKDAY})\b)"
)
_WORD = re.compile(r"\w+")
_ASIDE = re.compile(r"\s*\(([^()]*)\)\s*(\S?)")
_SPEAKER = re.compile(r"(?:[A-Z][\w.’'-]*\s+){1,4}(?:said|says|asked|asks|told|wrote|writes|added|replied|tweeted)\b")


def sentences(text: str, start: int = 0) -> Spans:
    """Find the sentences of ``text`` from offset ``start`` on.

    Spans are ``str`` offsets into ``text``, end exclusive, in order, without overlap, not empty and without white
    space at their ends. Together they cover every character from ``start`` on that is not white space, but for what the
    layout puts before a line: list marks, "#", ">", the time before a speaker's label. A sentence ends with its block
    (``claims.text.layout``), so always at a blank line; the label of a speaker is one by itself. What follows a stop or
    a closing quotation mark in lower case, or as ``Name said`` after a question or exclamation mark in a quotation,
    belongs to the sentence before it: ``“I came. I saw.” he said.`` is ``“I came.`` and ``I saw.” he said.``. None has
    more than ``LONGEST`` characters.

    Raises ValueError for a ``start`` that is outside the text.
    """
    if not 0 <= start <= len(text):
        raise ValueError(f"start {start} is outside a text of {len(text)} characters")
    found: list[Span] = []
    for block in blocks(text, start):
        if block.label and block.colon:
            found.append((block.label[0], block.colon[1] if text[slice(*block.colon)].strip() else block.label[1]))
        paragraph = text[block.start : block.end]
        begin = 0
        for end in [*_cuts(paragraph), len(paragraph)]:
            piece = paragraph[begin:end]
            if bare := piece.strip():
                first = block.start + begin + len(piece) - len(piece.lstrip())
                found.extend(parts(text, (first, first + len(bare))))
            begin = end
    return tuple(found)


def parts(text: str, sentence: Span) -> Iterator[Span]:
    """The sentence, or parts of it of at most ``LONGEST`` characters, without white space at their ends: cut behind a
    semicolon, else behind a comma, else at white space, where there is some."""
    start, end = sentence
    while end - start > LONGEST:
        stop = start + LONGEST
        marks = (text.rfind(mark, start + LONGEST // 2, stop) + 1 for mark in ("; ", ", ", " "))
        cut = next((mark for mark in marks if mark), stop)
        yield start, start + len(text[start:cut].rstrip())
        start = cut + len(text[cut:end]) - len(text[cut:end].lstrip())
    yield start, end


def _cuts(paragraph: str) -> list[int]:
    """Offsets at which one sentence of the paragraph ends and the next begins, rising."""
    from sentencex import get_sentence_boundaries

    cuts: list[int] = []
    blanked = _BLANKED.sub(" ", paragraph)
    # sentencex counts in characters, not in bytes; tests hold it to that.
    found = get_sentence_boundaries("en", blanked)[:-1]
    stops = {boundary["start_index"] + len(boundary["text"].rstrip()) for boundary in found}
    stops.update(match.end() for pattern in (_WORD_NOT_SHORT, _LEFT_OUT) for match in pattern.finditer(blanked))
    for stop in sorted(stops):
        closing = _CLOSING.match(paragraph, stop)
        cut = closing.end() if closing else stop
        if cut > (cuts[-1] if cuts else 0) and not _goes_on(paragraph, stop, cut):
            cuts.append(cut)
    return cuts


def _goes_on(paragraph: str, stop: int, cut: int) -> bool:
    """Whether the sentence goes on behind the mark before ``stop`` and the marks at ``[stop, cut)`` that close."""
    gap = _DASH_OR_SPACE.match(paragraph, cut)
    after = gap.end() if gap else cut
    word = _WORD.match(paragraph, after)
    # Not a name such as "eBay".
    if word and word[0][0].isalpha() and word[0].islower() and (cut > stop or paragraph[stop - 1] in ".!?"):
        return True
    if cut > stop:
        return paragraph[stop - 1] in "?!" and _SPEAKER.match(paragraph, after) is not None
    return _is_abbreviation(paragraph, stop, after)


def _is_abbreviation(paragraph: str, stop: int, after: int) -> bool:
    """Whether the full stop before ``stop`` belongs to a short form that what begins at ``after`` goes on from."""
    before = paragraph[max(0, stop - 12) : stop]
    if _TITLE.search(before):
        return paragraph[after : after + 1].isupper()
    if _NUMBERED.search(before):
        return paragraph[after : after + 1].isdigit()
    if after == stop and _INITIALS.search(before):
        # "D-N.|Y.", where nothing stands between two letters.
        return paragraph[after : after + 1].isalnum()
    if not _CLOCK.search(before):
        return False
    aside = _ASIDE.match(paragraph, stop)
    if aside:
        # "9 a.m. (1400 GMT) in Rome", but not "9 a.m. (It closes at noon.) The shop …".
        after = aside.start(2)
        return aside[1][-1:] not in ".!?" and (not aside[2].isupper() or _OF_CLOCK.match(paragraph, after) is not None)
    return _OF_CLOCK.match(paragraph, after) is not None
