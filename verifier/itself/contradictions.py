"""The article against itself: two places of one text that cannot both be so (SELF001)."""

from __future__ import annotations

from collections.abc import Iterator

from claims.text.words import overlap
from verifier.itself import ages, counts, events, names, twins, voices
from verifier.itself.page import Finding, Page


def contradictions(page: Page) -> Iterator[Finding]:
    """What the article says in two ways; a place is named once, by the first that finds it."""
    seen: list[Finding] = []
    for look in (counts.clashes, ages.two_ages, names.clashes, events.clashes, voices.clashes, twins.clashes):
        for found in look(page):
            if not any(overlap(a, b) for known in seen for a in found.spans for b in known.spans):
                seen.append(found)
                yield found
