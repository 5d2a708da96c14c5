"""Whether two first names may be one person's: "Bill" and "William", "Kate" and "Catherine", "Steven" and "Stephen".

Which is short for which is from the lists of the package nicknames. Two full names are one in two spellings if these
have a short form in common, they sound alike by metaphone (Philips 1990), and are written nearly alike.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nicknames import NickNamer

# The ratio (rapidfuzz) from which two names that sound alike are one: "Stephen" and "Steven" have 77, "Eileen" and
# "Ellen" 73.
WRITTEN_ALIKE = 75
# What makes a woman's name of a man's: "Gabrielle". Another e at the end is not heard.
_HEARD = ("lle", "tte", "nne")
_VOWELS = frozenset("aeiouy")


@lru_cache(maxsize=4096)
def may_be_one(a: str, b: str) -> bool:
    """Whether one of two lower-cased first names is short for the other or spelled otherwise, or both for a third."""
    known = _known()
    one, other = {a, *known.canonicals_of(a)}, {b, *known.canonicals_of(b)}
    if b in known.nicknames_of(a) or not one.isdisjoint(other):
        return True
    # "Alexander" may be said for "Alexandria", but is not "Alexandra".
    return a.endswith("a") == b.endswith("a") and any(_is_spelling(x, y) for x in one for y in other)


def _is_spelling(a: str, b: str) -> bool:
    from jellyfish import metaphone
    from rapidfuzz import fuzz

    return (
        fuzz.ratio(a, b) >= WRITTEN_ALIKE
        and _ending(a) == _ending(b)
        and not _known().nicknames_of(a).isdisjoint(_known().nicknames_of(b))
        and metaphone(a) == metaphone(b)
    )


def _ending(name: str) -> str:
    """The vowel that a name is heard to end with: "Alexandra" is another name than "Alexander"."""
    heard = name if name.endswith(_HEARD) else name.removesuffix("e")
    return heard[-1:] if heard[-1:] in _VOWELS else ""


@cache
def _known() -> NickNamer:
    from nicknames import NickNamer

    return NickNamer()
