"""What WordNet knows of two words."""

from __future__ import annotations

import pytest

from verifier.references.meanings import relation


@pytest.mark.parametrize(
    ("word", "other", "expected"),
    [
        ("buy", "purchase", "same"),
        ("arrest", "arrest", "same"),
        ("try", "attempt", "same"),
        ("destroy", "destruction", "same"),
        ("legislator", "senator", "kind"),
        ("senator", "legislator", None),
        ("win", "lose", "opposite"),
        ("strong", "weak", "opposite"),
        ("purchase", "buyer", None),
        ("freeze", "thaw", None),
        ("kill", "injure", None),
        ("", "thaw", None),
    ],
)
def test_relation(word: str, other: str, expected: str | None) -> None:
    assert relation(word, other) == expected
