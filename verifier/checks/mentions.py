"""Persons, organisations, places, nationalities and offices that a sentence mentions, and whether two are the same.

Names are those of ``claims.sources.names``; the tables of ``mentions.toml`` add nationalities, groups and offices,
which are no names there, and know which place lies where. Two names are the same where one is short for the other
("Trump", "Donald Trump"), its initials, a spelling of it, or its entry in the tables ("Germany", "German").
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from importlib import resources
from typing import Literal, NamedTuple

from rapidfuzz.fuzz import ratio

from claims.sources.name_words import lexicon
from claims.sources.names import SUFFIXES, Kind, Name, read
from claims.text.parse import parse
from claims.text.sentences import sentences
from claims.text.words import Token
from verifier.references.alignment import Told, folded
from verifier.voices.first_names import may_be_one

CALENDAR = frozenset(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september
    october november december jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thurs fri sat sun
    """.split()
)
# Words of so many letters that have this percentage of them in common, in order, are two spellings of one name.
LETTERS, ALIKE = 5, 80
# No nationality, group or office in the tables has more words.
LONGEST = 5

_POSSESSIVE = re.compile(r"'s?$")
# What a country is called by itself, before its name: "Republic of Lithuania".
_FORMAL = frozenset({"republic", "kingdom", "state", "commonwealth"})
_SMALL = frozenset({"of", "the", "and", "for"})
_LEVELS = ("city", "region", "country")
_MINISTRIES = frozenset({"minister", "ministry", "secretary", "department"})


class Entry(NamedTuple):
    """What a name stands for: the table that has it, its entry there, and in which country and state a place lies."""

    table: str
    name: str
    country: str = ""
    state: str = ""


class Mention(NamedTuple):
    """A name, nationality or office: its words ``[first, end)`` among those of a sentence, and how it is compared."""

    first: int
    end: int
    words: tuple[str, ...]
    kind: Kind | Literal["office"]
    entry: Entry | None = None


class _Tables(NamedTuple):
    """``mentions.toml``: what names, offices and portfolios stand for, and the first of the names that are the same."""

    names: Mapping[str, Entry]
    aliases: Mapping[str, str]
    offices: Mapping[str, Entry]
    portfolios: Mapping[str, Entry]


@cache
def _tables() -> _Tables:
    from babel.core import get_global

    data = tomllib.loads(resources.files("verifier.checks").joinpath("mentions.toml").read_text(encoding="utf-8"))
    names: dict[str, Entry] = {}
    for zone, code in get_global("zone_territories").items():
        city = folded(zone.split("/")[-1].replace("_", " "))
        names[city] = Entry("city", city, code)
    for table, listed in (("city", data["cities"]), ("region", data["regions"])):
        names |= {name: Entry(table, name, code) for code, found in listed.items() for name in found}
    for state, cities in data["states"].items():
        names |= {state: Entry("region", state, "US", state)} | {
            city: Entry("city", city, "US", state) for city in cities
        }
    people = {name: Entry("country", code, code) for code, found in data["countries"].items() for name in found}
    people |= {name: Entry(table, row[0]) for table, rows in data["groups"].items() for row in rows for name in row}
    return _Tables(
        names | {f"{name}s": entry for name, entry in people.items()} | people,
        {name: row[0] for row in data["aliases"]["same"] for name in row},
        {name: Entry("office", row[0]) for row in data["offices"]["exclusive"] for name in row},
        {name: Entry("portfolio", row[0]) for row in data["offices"]["portfolios"] for name in row},
    )


def mentions(told: Told, words: Sequence[Token]) -> tuple[Mention, ...]:
    """What is mentioned among the ``words`` of a claim or statement, in text order; days and months are no names."""
    found: list[Mention] = []
    taken: set[int] = set()
    starts = [word.start for word in words]
    for name in _names(told.text):
        first, end = (bisect_left(starts, offset) for offset in name.span)
        # "The Washington Post–owned site"
        while end > first and words[end - 1].text.islower():
            end -= 1
        whole = first < end and starts[first] == name.span[0]
        if whole and first > 1 and key(words[first - 1]) == "of" and key(words[first - 2]) in _FORMAL:
            formal = _mention(words, first, end, name.kind)
            if formal.entry and formal.entry.table == "country" and formal.entry.name != "CN":
                found.append(formal._replace(first=first - 2))
                taken.update(range(first - 2, end))
                continue
        if whole and not CALENDAR.issuperset(key(word) for word in words[first:end]):
            found.append(_mention(words, first, end, name.kind))
            taken.update(range(first, end))
    i = 0
    while i < len(words):
        most = min(i + LONGEST, len(words))
        free = next((j for j in range(i, most) if j in taken), most)
        listed = _listed(words, i, free) or _office(words, i, free)
        if listed:
            found.append(listed)
        i = listed.end if listed else i + 1
    return tuple(sorted(found))


@lru_cache(maxsize=64)
def _names(text: str) -> tuple[Name, ...]:
    return read(text, parse(text, sentences(text)))[0]


def key(word: Token) -> str:
    """A word as names are compared: "trump" for "Trump’s"."""
    return _POSSESSIVE.sub("", folded(word.text))


def light(word: Token) -> bool:
    """Whether a word may stand beside a name and change nothing: titles, roles, nationalities, adverbs, articles."""
    text, lex = key(word), lexicon()
    named = word.text[0].isupper() and text in _tables().names
    adverb = word.text[0].islower() and text.endswith("ly")
    role = text in {"the", "a", "an"} | lex.titles | lex.roles | lex.offices or text in _tables().portfolios
    return named or adverb or role


def _mention(words: Sequence[Token], first: int, end: int, kind: Kind) -> Mention:
    keys: list[str] = []
    for word in words[first:end]:
        # "U.S." is two words of one letter.
        if keys and len(word.text) == len(words[first].text) == 1:
            keys[-1] += key(word)
        else:
            keys.append(key(word))
    name = " ".join(keys[keys[0] == "the" and len(keys) > 1 :])
    name = _tables().aliases.get(name, name)
    return Mention(first, end, tuple(name.split()), kind, _tables().names.get(name))


def _listed(words: Sequence[Token], first: int, stop: int) -> Mention | None:
    """The longest nationality, place or group of the tables from ``first`` on."""
    for end in range(stop, first, -1):
        mention = _mention(words, first, end, "unknown")
        spelled = "".join(word.text for word in words[first:end])
        if mention.entry and spelled[0].isupper() and (len(spelled) > 2 or spelled.isupper()):
            return mention
    return None


def _office(words: Sequence[Token], first: int, stop: int) -> Mention | None:
    """The office from ``first`` on: "prime minister", "minister of the interior"."""
    keys = [key(word) for word in words[first:stop]]
    portfolio = next((i for i, word in enumerate(keys) if i and word not in _SMALL), 0)
    if portfolio == 1 and keys[1] in _MINISTRIES:
        entry, size = _tables().portfolios.get(keys[0]), 2
    elif portfolio > 1 and keys[0] in _MINISTRIES:
        entry, size = _tables().portfolios.get(keys[portfolio]), portfolio + 1
    else:
        entry, size = None, 0
    if not entry:
        size = next((n for n in range(len(keys), 0, -1) if " ".join(keys[:n]) in _tables().offices), 0)
        entry = _tables().offices.get(" ".join(keys[:size]))
    return Mention(first, first + size, (entry.name,), "office", entry) if entry else None


def entry_of(word: str) -> Entry | None:
    """What a name of one word stands for: "American" for the United States."""
    return _tables().names.get(folded(word).replace(".", ""))


def comparable(a: Mention, b: Mention) -> bool:
    """Whether the two are of one kind, as far as is known."""
    if a.entry and b.entry:
        return a.entry.table == b.entry.table or {a.entry.table, b.entry.table}.issubset(_LEVELS)
    if a.entry or b.entry:
        # A name that no table has may be a place in that country or region; it is in no city.
        table, kind = (a.entry.table, b.kind) if a.entry else (b.entry.table if b.entry else "", a.kind)
        return table == "city" and kind in ("unknown", "place")
    return a.kind == b.kind or {a.kind, b.kind} == {"person", "unknown"}


def same(a: Mention, b: Mention) -> bool | None:
    """Whether two mentions are of the same; None where it is open: a place in a place, a body and its part."""
    if a.words == b.words or (a.entry and a.entry == b.entry):
        return True
    if a.entry and b.entry:
        return None if lies_in(a, b) or lies_in(b, a) else False
    if _initials(a.words, b.words) or _initials(b.words, a.words):
        return True
    return _same_body(a.words, b.words) if "organisation" in (a.kind, b.kind) else _same_person(a.words, b.words)


def lies_in(inner: Mention, outer: Mention) -> bool:
    """Whether a place lies in another, or may lie there."""
    one, other = inner.entry, outer.entry
    if not one or not other or not {one.table, other.table}.issubset(_LEVELS):
        return False
    apart = other.table == "region" and one.state and other.state and one.state != other.state
    return one.country == other.country and _LEVELS.index(one.table) < _LEVELS.index(other.table) and not apart


def _initials(short: Sequence[str], full: Sequence[str]) -> bool:
    """Whether a name is made of the first letters of another, with or without those of its small words."""
    letters = {"".join(word[0] for word in full), "".join(word[0] for word in full if word not in _SMALL)}
    return len(short) == 1 and len(full) > 1 and short[0] in letters


def _same_person(a: Sequence[str], b: Sequence[str]) -> bool:
    one, other = sorted((_bare(a), _bare(b)), key=len)
    if all(any(_spelled_alike(word, full) for full in other) for word in one):
        return True
    # "Bill Clinton" may be "William Clinton", and is not "Hillary Clinton".
    first, second = one[0], other[0]
    return _spelled_alike(one[-1], other[-1]) and (first[0] == second[0] or may_be_one(first, second))


def _bare(words: Sequence[str]) -> Sequence[str]:
    ignored = SUFFIXES | lexicon().titles | lexicon().particles
    return [word for word in words if word not in ignored] or words


def _spelled_alike(a: str, b: str) -> bool:
    initial = 1 in (len(a), len(b)) and a[0] == b[0]
    return a == b or initial or (min(len(a), len(b)) >= LETTERS and ratio(a, b) >= ALIKE)


def _same_body(a: Sequence[str], b: Sequence[str]) -> bool | None:
    """As ``same``, for organisations: those that share words may be a body and its part."""
    one, other = ({word for word in words if word not in _SMALL} for words in (a, b))
    if one == other:
        return True
    if one.isdisjoint(other):
        # An acronym can leave out words of the name, and have letters more.
        return None if min(len(a), len(b)) == 1 < max(len(a), len(b)) and a[0][0] == b[0][0] else False
    return False if len(a) == len(b) and sum(map(str.__ne__, a, b)) == 1 else None
