"""Words by which names are told from other words: ``names.toml``, CLDR's places and the tagger's dictionary."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Literal, NamedTuple

from claims.text.words import Token

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


def adjective(word: Token) -> bool:
    """Whether a word is an adjective, in the dictionary or where it stands."""
    return usual_tag(word.text).startswith("JJ") or word.tag.startswith("JJ")


def ordinary(word: str) -> bool:
    """Whether a word is in the dictionary of ordinary words too."""
    tag = usual_tag(word.lower())
    return bool(tag) and not tag.startswith("NNP")


def usual_tag(word: str) -> str:
    """The part of speech that a word has most often, "" for an unknown one."""
    from textblob.en import parser

    return str(parser.lexicon.get(word, ""))
