"""One person's name spelled in two ways (SELF001): "Petra Lunde", "Petra Lund"."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from rapidfuzz.distance import Levenshtein

from claims.records import Span
from verifier.itself.page import Finding, Page
from verifier.voices.first_names import may_be_one

RULE = "SELF001"

# Names of fewer letters differ in one letter by chance: "Lee", "Lea".
LETTERS = 4

Full = tuple[str, str, Span]


def clashes(page: Page) -> Iterator[Finding]:
    """The names of which one part is the same and the other has one letter more, less or other."""
    found: dict[tuple[str, str], Full] = {}
    for name in _names(page):
        found.setdefault(name[:2], name)
    for one, other in combinations(found.values(), 2):
        first, last = (Levenshtein.distance(one[i], other[i]) for i in (0, 1))
        longest = [min(len(one[i]), len(other[i])) for i in (0, 1)]
        respelled = first == 0 and last == 1 and longest[1] >= LETTERS and not _is_derived(one[1], other[1])
        renamed = last == 0 and first == 1 and longest[0] >= LETTERS and not may_be_one(one[0], other[0])
        if respelled or renamed:
            told = [" ".join(each[:2]) for each in (other, one)]
            yield Finding(RULE, f"{told[0]} here, {told[1]} elsewhere in the article", (other[2],), (one[2],))


def _is_derived(one: str, other: str) -> bool:
    """Whether one is made of the other: a family, a possessive without its mark, a people ("Samoa", "Samoan")."""
    short, long = sorted((one, other), key=len)
    return long[:-1] == short and long[-1] in "sni"


def _names(page: Page) -> Iterator[Full]:
    """First and last names of two words that stand alone: no others with a capital are beside them."""
    for sentence in page.sentences:
        words = sentence.tree.words
        named = [word.pos == "PROPN" and word.text[0].isupper() and word.text.isalpha() for word in words]
        for i in range(len(words) - 1):
            alone = not (i and named[i - 1]) and not (i + 2 < len(words) and named[i + 2])
            own = named[i] and named[i + 1] and alone and not words[i].text.isupper()
            # "The American Samoan delegate" is named after a place.
            own = own and not (words[i + 1].dep in ("compound", "amod") and words[words[i + 1].head].pos == "NOUN")
            if own and not page.quoted(words[i].start):
                yield words[i].text, words[i + 1].text, (words[i].start, words[i + 1].end)
