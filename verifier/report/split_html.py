"""An article as one HTML page that shows in place who says what: no script, no fonts, no network."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from string import ascii_uppercase

from claims.records import Article, Claim, Span, Voice
from claims.text.words import ordered
from verifier.report import wording
from verifier.report.templates import environment

# Colours and kinds of line in split.css. They have no common factor, so that 28 sources each look different.
TONES, LINES = 7, 4
# Claims that a stretch of text names in its label. Where more lie over one another, nobody could tell them apart.
COVERS = 8

# What an id is not to have, so that it can stand in an address and in a style sheet as it is.
_UNSAFE = re.compile(r"[^A-Za-z0-9_-]")

Voices = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the article in which nothing begins or ends.

    ``covers`` are the indices of its claims, innermost first, ``begins`` those of the claims whose first word is
    here, outermost first. ``voices`` are the numbers of those who say it, from the outermost inward. ``source`` is the
    number of the voice that is named here, ``cue`` of the one whose cue this is.
    """

    text: str
    covers: tuple[int, ...] = ()
    begins: tuple[int, ...] = ()
    voices: Voices = ()
    source: int | None = None
    cue: int | None = None
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A source as the list of voices shows it: its ``look`` are CSS classes, ``first`` the claim to go to."""

    letter: str
    look: str
    speaker: wording.Speaker
    first: int | None


@dataclass(frozen=True, slots=True)
class Chip:
    """What stands in the text where a claim begins: ``sign`` says for eyes, ``told`` in full, whose claim it is."""

    anchor: str
    note: str
    look: str
    sign: str
    told: str


@dataclass(frozen=True, slots=True)
class Page:
    """An article with all that the template needs: a chip for each claim, a row for each voice."""

    article: Article
    claims: Sequence[Claim]
    chips: tuple[Chip, ...]
    segments: tuple[Segment, ...]
    rows: tuple[Row, ...]
    own: tuple[int, ...]


def render(articles: Sequence[tuple[Article, Sequence[Claim]]]) -> str:
    """One page with the articles in order, each with its claims highlighted in place and a list of its voices.

    A claim is at ``#claim-ID``, or at ``#claim-N-ID`` for the N-th of several articles.
    """
    alone = len(articles) == 1
    pages = [
        _page(article, claims, "" if alone else f"{number}-") for number, (article, claims) in enumerate(articles, 1)
    ]
    templates = environment()
    templates.filters.update(claims_words=wording.claims_words, quotation_words=wording.quotation_words)
    return templates.get_template("split.html.j2").render(pages=pages)


def segments(text: str, claims: Sequence[Claim]) -> tuple[Segment, ...]:
    """The text, cut wherever a claim, a source, a cue or a quotation begins or ends; joined, they are the text."""
    numbers = {key: number for number, key in enumerate(wording.speakers(claims))}
    chains = [tuple(numbers[wording.speaker_key(voice)] for voice in claim.chain) for claim in claims]
    lengths = [sum(end - start for start, end in claim.spans) for claim in claims]
    begins: dict[int, list[int]] = {}
    for index, claim in enumerate(claims):
        if claim.spans:
            begins.setdefault(claim.spans[0][0], []).append(index)
    found = []
    for (start, end), layers in _layers(text, _marks(text, claims, chains, lengths)):
        covers = tuple(mark[-1] for mark in layers["claim"][:COVERS])
        within = layers["within"]
        found.append(
            Segment(
                text[start:end],
                covers,
                tuple(sorted(begins.get(start, ()), key=lambda index: (-lengths[index], index))),
                chains[covers[0]] if covers else within[0][1:] if within else (),
                layers["source"][0][0] if layers["source"] else None,
                layers["cue"][0][0] if layers["cue"] else None,
                bool(layers["quoted"]),
            )
        )
    return tuple(found)


def told(claim: Claim) -> str:
    """Who says the claim, in which words and with which force, and what else there is to know of it."""
    chain = " → ".join(map(_voice_words, claim.chain)) or "The article itself"
    return "; ".join((chain, *wording.claim_notes(claim)))


def _voice_words(voice: Voice) -> str:
    cue = f"“{voice.cue}”" if voice.cue else ""
    force = f"{voice.force}, denied" if voice.polarity == "denied" else voice.force
    return " ".join(filter(None, (wording.voice_name(voice), cue, f"({force})")))


# A kind of layer, and what orders the marks that lie over one another in it: the first is shown.
_Mark = tuple[str, tuple[int, ...]]
_KINDS = ("claim", "within", "source", "cue", "quoted")


def _marks(
    text: str, claims: Sequence[Claim], chains: Sequence[Voices], lengths: Sequence[int]
) -> Iterator[tuple[Span, _Mark]]:
    for index, claim in enumerate(claims):
        depth, length = len(claim.chain), lengths[index]
        yield from ((span, ("claim", (-depth, length, -index, index))) for span in claim.spans)
        yield from ((span, ("quoted", ())) for span in claim.quoted)
        for inner, voice in enumerate(claim.chain):
            number = chains[index][inner]
            yield from ((span, ("source", (number,))) for span in voice.spans)
            yield from ((span, ("cue", (number,))) for span in voice.cue_spans)
            if inner:
                # "Bild said | the minister had claimed | that P": the words in the middle are Bild's.
                whole = ordered(text, (*voice.spans, *voice.cue_spans, *claim.spans), "")
                yield from ((span, ("within", (-inner, *chains[index][:inner]))) for span in whole)


def _layers(
    text: str, marks: Iterator[tuple[Span, _Mark]]
) -> Iterator[tuple[Span, Mapping[str, Sequence[tuple[int, ...]]]]]:
    """The text cut at every edge of a mark, each part with the marks over it by kind: one sweep over sorted edges."""
    every = {(start, end, mark) for (start, end), mark in marks if start < end}
    starts: dict[int, list[_Mark]] = {}
    ends: dict[int, list[_Mark]] = {}
    for start, end, mark in every:
        starts.setdefault(start, []).append(mark)
        ends.setdefault(end, []).append(mark)
    layers: dict[str, list[tuple[int, ...]]] = {kind: [] for kind in _KINDS}
    for start, end in pairwise(sorted({0, len(text), *starts, *ends})):
        for kind, key in ends.get(start, ()):
            del layers[kind][bisect_left(layers[kind], key)]
        for kind, key in starts.get(start, ()):
            insort(layers[kind], key)
        yield (start, end), layers


def _page(article: Article, claims: Sequence[Claim], prefix: str) -> Page:
    speakers = wording.speakers(claims)
    rows = {key: _row(number, speaker, claims) for number, (key, speaker) in enumerate(speakers.items())}
    chips = tuple(_chip(number, claim, rows, prefix) for number, claim in enumerate(claims, 1))
    own = tuple(index for index, claim in enumerate(claims) if not claim.chain)
    return Page(article, claims, chips, segments(article.text, claims), tuple(rows.values()), own)


def _chip(number: int, claim: Claim, rows: Mapping[str, Row], prefix: str) -> Chip:
    voices = [rows[wording.speaker_key(voice)] for voice in claim.chain]
    denied = any(voice.polarity == "denied" for voice in claim.chain)
    signs = ["→".join(row.letter for row in voices), "denied" if denied else "", claim.why_not or ""]
    return Chip(
        f"claim-{prefix}{_UNSAFE.sub('-', claim.id)}",
        f"note-{prefix}{number}",
        voices[-1].look if voices else "own",
        " ".join(filter(None, signs)),
        told(claim),
    )


def _row(number: int, speaker: wording.Speaker, claims: Sequence[Claim]) -> Row:
    placed = (index for index in sorted(speaker.own + speaker.passed) if claims[index].spans)
    return Row(_letter(number), look(number, speaker), speaker, next(placed, None))


def look(number: int, speaker: wording.Speaker) -> str:
    """The classes in split.css that colour the ``number``-th source of an article, from 0."""
    return "tn" if speaker.name == wording.UNNAMED else f"t{number % TONES} l{number % LINES}"


def _letter(number: int) -> str:
    """A, B, …, Z, AA, AB, …"""
    letters = ascii_uppercase[number % 26]
    return letters if number < 26 else _letter(number // 26 - 1) + letters
