"""Words by which names are told from other words: ``names.toml``, CLDR's places and the dictionary."""

from __future__ import annotations

import tomllib
from functools import cache, lru_cache
from importlib import resources
from typing import Literal, NamedTuple

Gender = Literal["f", "m"]


class Lexicon(NamedTuple):
    """The words of ``names.toml``, by the name of their list."""

    titles: frozenset[str]
    roles: frozenset[str]
    organisations: frozenset[str]
    unpersonal: frozenset[str]
    places: frozenset[str]
    particles: frozenset[str]
    offices: frozenset[str]
    epithets: frozenset[str]
    female: frozenset[str]
    male: frozenset[str]

    def gender(self, word: str) -> Gender | None:
        """The gender that a title or role tells, in lower case."""
        return "f" if word in self.female else "m" if word in self.male else None


@cache
def lexicon() -> Lexicon:
    """The words by which persons and organisations are described."""
    data = tomllib.loads(resources.files("claims.sources").joinpath("names.toml").read_text(encoding="utf-8"))
    return Lexicon(**{name: frozenset(words) for name, words in data.items()})


@cache
def places() -> frozenset[str]:
    """Countries, the larger cities, days and months, from Unicode's CLDR as Babel has it."""
    from babel import Locale
    from babel.core import get_global

    english = Locale("en")
    zones = {zone.split("/")[-1].replace("_", " ") for zone in get_global("zone_territories")}
    days = {*english.days["format"]["wide"].values(), *english.months["format"]["wide"].values()}
    return frozenset({*english.territories.values(), *english.languages.values(), *zones, *days})


@cache
def _proper() -> frozenset[str]:
    data = tomllib.loads(resources.files("claims.sources").joinpath("proper.toml").read_text(encoding="utf-8"))
    return frozenset(data["proper"].split())


@lru_cache(maxsize=65_536)
def ordinary(word: str) -> bool:
    """Whether a word is in the dictionary, and not as a name only: "Stone", but not "Wilson"."""
    from simplemma import is_known

    low = word.lower()
    return low not in _proper() and is_known(low, "en")


@lru_cache(maxsize=65_536)
def plural(word: str) -> bool:
    """Whether a word that stands as a plural is one: "Democrats", but not "Sanders" or "O’Brien"."""
    from simplemma import lemmatize

    low = word.lower()
    base = lemmatize(low, "en").lower()
    return base != low and (ordinary(low) or base in _proper())
