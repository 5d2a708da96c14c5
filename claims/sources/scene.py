"""An article before its sources are looked at: its sentences, names and descriptions, and the voices in it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from claims.records import Claim, Span, Spans, Voice
from claims.sources.figures import Figures, acronyms, by_gender, by_word, described, figures
from claims.sources.names import Description, Name, read
from claims.text.parse import Parse
from claims.text.quotations import quotations

Key = tuple[Spans, Spans]


@dataclass(slots=True)
class Turn:
    """A voice where it speaks, with what it answers for, and the voice that reports it, if any."""

    voice: Voice
    outer: Key | None
    contents: set[Span] = field(default_factory=set)

    @property
    def start(self) -> int:
        """Where the source begins."""
        return self.voice.spans[0][0]


@dataclass(frozen=True, slots=True)
class Scene:
    """What is known of the article before its sources are looked at."""

    text: str
    whole: Spans
    names: tuple[Name, ...]
    starts: tuple[int, ...]
    descriptions: tuple[Description, ...]
    figures: Figures
    quoted: Spans
    heads: Mapping[str, list[Description]]
    organisations: Mapping[str, list[int]]
    surnames: Mapping[str, frozenset[int]]

    def sentence(self, position: int) -> int:
        """The number of the sentence at a position."""
        return max(0, bisect_right(self.whole, (position, len(self.text) + 1)) - 1)

    def within(self, start: int, end: int) -> range:
        """The indices of the names that begin in ``[start, end)``."""
        return range(bisect_left(self.starts, start), bisect_left(self.starts, end))


def key_of(voice: Voice) -> Key:
    """What a voice is known by across the claims that it has."""
    return voice.spans, voice.cue_spans


def turns_of(claims: Sequence[Claim]) -> dict[Key, Turn]:
    """The named voices of the claims, each once."""
    turns: dict[Key, Turn] = {}
    for claim in claims:
        outer: Key | None = None
        for voice in claim.chain:
            if voice.source and voice.spans:
                turn = turns.setdefault(key_of(voice), Turn(voice, outer))
                turn.contents.update(claim.spans)
                outer = key_of(voice)
    return turns


def scene_of(text: str, parsed: Parse) -> Scene:
    """What can be read off an article's ``text``, which is ``parsed``, without its claims."""
    whole = parsed.whole
    names, descriptions = read(text, parsed)
    quoted = quotations(text)
    cast = figures(text, whole, names, quoted, acronyms(text, names))
    return Scene(
        text,
        whole,
        names,
        tuple(name.span[0] for name in names),
        descriptions,
        cast,
        quoted,
        described(descriptions, cast.of),
        by_word(names),
        by_gender(cast, names),
    )


def near(scene: Scene, span: Span) -> Iterator[Description]:
    """The descriptions that begin in the span."""
    low = bisect_left(scene.descriptions, span[0], key=lambda d: d.span[0])
    for i in range(low, len(scene.descriptions)):
        if scene.descriptions[i].span[0] >= span[1]:
            return
        yield scene.descriptions[i]
