"""Claims written as text with marks."""

from __future__ import annotations

import re

from claims.attribution.forces import force_of
from claims.records import Claim, Kind, Span, Spans, Voice
from verifier.references.alignment import Told


def told(text: str) -> Told:
    """A claim: each ``[source]`` or ``[source=resolved]`` and the ``<cue>`` behind or before it, and ``{content}``.

    A cue without a source is that of a voice without a name; of two voices the first is the outer one.
    """
    plain, content, parts = "", [], []
    for piece in re.split(r"(\[.*?\]|<.*?>|\{.*?\})", text, flags=re.DOTALL):
        kind = piece[:1] if len(piece) > 1 and piece[-1] in "]>}" else ""
        words, _, resolved = (piece[1:-1] if kind else piece).partition("=") if kind == "[" else (piece, "", "")
        words = piece[1:-1] if kind in ("<", "{") else words
        span = len(plain), len(plain) + len(words)
        plain += words
        if kind == "{":
            content.append(span)
        elif kind:
            parts.append((kind, span, resolved or None))
    chain = tuple(links(plain, parts))
    kind_of_claim: Kind = "attributed" if chain else "asserted"
    return Told(Claim("a", "c", kind_of_claim, plain, tuple(content), chain), plain)


def links(text: str, parts: list[tuple[str, Span, str | None]]) -> list[Voice]:
    found: list[Voice] = []
    source: tuple[Span, str | None] | None = None
    waiting: Span | None = None
    for kind, span, resolved in [*parts, ("", (0, 0), None)]:
        if kind == "[" and waiting:
            found.append(link(text, (span, resolved), waiting))
            waiting = None
        elif kind == "[":
            source = span, resolved
        elif source:
            found.append(link(text, source, span))
            source = None
        else:
            if waiting:
                found.append(link(text, None, waiting))
            waiting = span if kind else None
    return found


def link(text: str, source: tuple[Span, str | None] | None, cue: Span) -> Voice:
    force = force_of(text[slice(*cue)])
    assert force is not None, text[slice(*cue)]
    spans: Spans = (source[0],) if source else ()
    who, resolved = (text[slice(*source[0])], source[1]) if source else (None, None)
    return Voice(who, spans, text[slice(*cue)], (cue,), force.name, force.polarity, resolved)
