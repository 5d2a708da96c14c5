"""Whom a "he" or "she" most likely means: evidence where the words that are said speak for it too."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from claims.records import Voice
from claims.sources.pronouns import SURE_OF_PRIOR, Reader
from claims.sources.resolve import PRONOUNS
from claims.sources.scene import scene_of
from claims.text.parse import parse
from claims.text.sentences import sentences
from claims.text.words import whole_words

# Characters before and behind a pronoun that are read for it.
BEFORE, BEHIND = 3_000, 300


@lru_cache(maxsize=64)
def likely(voice: Voice, text: str) -> Voice:
    """The voice with the name that its "he" or "she" most likely takes up in ``text``.

    As sure as where somebody goes on to speak; as it is where nobody is so likely, and where it has a name.
    """
    if voice.resolved or not voice.spans or (voice.source or "").lower() not in PRONOUNS:
        return voice
    (start, end), *_ = voice.spans
    first, last = whole_words(text, (max(0, start - BEFORE), min(len(text), end + BEHIND)))
    parsed = parse(text[first:last], sentences(text[first:last]))
    scene = scene_of(text[first:last], parsed)
    found = Reader(scene, parsed, ()).likeliest((start - first, end - first), ())
    if found is None or found[0] < SURE_OF_PRIOR:
        return voice
    names = [scene.names[i].text for i in scene.figures.names[found[1]]]
    return replace(voice, resolved=max(names, key=lambda name: len(name.split())))
