"""Whom "he" and "she" most likely mean."""

from __future__ import annotations

import pytest

from claims.records import Voice
from verifier.voices.likely import likely

TWO = (
    "On Tuesday, Hillary Clinton criticized police officer Betty Shelby for shooting Terence Crutcher.\n\n"
    "“How many times do we have to see this in our country?” she said."
)
ONE = "Ada Quill, the mayor, opened the bridge.\n\n“It will last,” she said."
NOBODY = "The bridge was opened.\n\n“It will last,” she said."


def pronoun(text: str) -> Voice:
    start = text.rindex("she")
    return Voice("she", ((start, start + 3),), "said", ((start + 4, start + 8),), "say")


@pytest.mark.parametrize(("text", "name"), [(TWO, "Hillary Clinton"), (ONE, "Ada Quill"), (NOBODY, None)])
def test_likely(text: str, name: str | None) -> None:
    assert likely(pronoun(text), text).resolved == name


def test_what_has_a_name_keeps_it() -> None:
    for voice in (
        Voice("she", ((1, 4),), "said", (), "say", resolved="Eva Lund"),
        Voice("the mayor", (), "said", (), "say"),
    ):
        assert likely(voice, TWO) == voice
