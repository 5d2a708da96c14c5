"""A text as a reader sees it: without comments and invisible characters, with ligatures as the letters that they are.

Soft hyphens, zero-width characters, byte order and direction marks stand inside words and change no word; comments are
those of HTML and Markdown. What reads a text reads this view of it, and brings offsets back to the text itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from claims.records import Claim, Span, Spans

# Soft hyphen, grapheme joiner, zero-width characters, direction marks and isolates, byte order mark.
INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
MAX_COMMENT = 2_000
# Letters that Unicode has for how type was set: "ﬁ", "ﬄ".
LIGATURES = "\ufb00-\ufb06"
_CHANGED = re.compile(rf"[{INVISIBLE}]+|[{LIGATURES}]")
_INVISIBLE = re.compile(rf"[{INVISIBLE}]+")


@dataclass(frozen=True, slots=True)
class View:
    """``text`` is what is seen; ``starts`` and ``ends`` say for each of its characters which of the text it shows.

    Both are empty where the text is seen as it is.
    """

    text: str
    starts: Sequence[int] = ()
    ends: Sequence[int] = ()

    def back(self, spans: Spans) -> Spans:
        """The spans of the text for ``spans`` of the view, none of which is empty."""
        if not self.starts:
            return spans
        return tuple((self.starts[start], self.ends[end - 1]) for start, end in spans)

    def claim(self, claim: Claim) -> Claim:
        """A claim of the view with its spans, and those of its voices, in the text."""
        if not self.starts:
            return claim
        chain = tuple(
            replace(voice, spans=self.back(voice.spans), cue_spans=self.back(voice.cue_spans)) for voice in claim.chain
        )
        return replace(claim, spans=self.back(claim.spans), chain=chain, quoted=self.back(claim.quoted))


def seen(text: str) -> View:
    """The view of ``text``. The time is linear."""
    hidden = tuple(comments(text))
    if not hidden and not _CHANGED.search(text):
        return View(text)
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    position = 0

    def keep(span: Span) -> None:
        parts.append(text[slice(*span)])
        starts.extend(range(*span))
        ends.extend(range(span[0] + 1, span[1] + 1))

    for start, end in (*hidden, (len(text), len(text))):
        for match in _CHANGED.finditer(text, position, start):
            keep((position, match.start()))
            letters = "" if _INVISIBLE.match(match[0]) else unicodedata.normalize("NFKC", match[0])
            parts.append(letters)
            starts.extend([match.start()] * len(letters))
            ends.extend([match.end()] * len(letters))
            position = match.end()
        keep((position, start))
        position = end
    return View("".join(parts), starts, ends)


def comments(text: str) -> Iterator[Span]:
    """Where the comments of HTML and Markdown stand in ``text``, ``<!--`` and ``-->`` included.

    One that is longer than ``MAX_COMMENT`` is text, so that two marks do not hide an article from being checked.
    """
    position = 0
    while (start := text.find("<!--", position)) >= 0:
        end = text.find("-->", start + 4, start + MAX_COMMENT)
        position = start + 4 if end < 0 else end + 3
        if end >= 0:
            yield start, position


def visible(text: str) -> str:
    """``text`` as it is seen."""
    return seen(text).text
