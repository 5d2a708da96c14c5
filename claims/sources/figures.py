"""Who is named in a text: the names and descriptions that belong to one person or organisation, taken together."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from claims.records import Span, Spans
from claims.sources.gender import leaning
from claims.sources.name_words import Gender, lexicon
from claims.sources.names import SUFFIXES, Description, Kind, Name

_PRONOUN = re.compile(r"\b(?:(he|him|his|himself)|(she|her|hers|herself))\b", re.IGNORECASE)
# A first name that leans so far the other way, in log-odds, has another title.
CONTRARY = 2.5
# One pronoun of the other gender among this many is a slip of ours.
CLEAR = 4


@dataclass(frozen=True, slots=True)
class Figures:
    """``of`` gives the figure of each name by its index, or None; the other fields are by figure.

    ``names`` are indices of the names that were the longest so far, in text order.
    """

    of: tuple[int | None, ...]
    kinds: tuple[Kind, ...]
    genders: tuple[Gender | None, ...]
    names: tuple[tuple[int, ...], ...]


def figures(text: str, whole: Spans, names: Sequence[Name], quoted: Spans, acronyms: Mapping[int, int]) -> Figures:
    """Join the names of one person or organisation; a short name that fits two full ones belongs to none, unless it was
    used of one before the other was named: "Cruz" stays Ted Cruz when Heidi Cruz comes in.

    ``acronyms`` says which name is short for which: their indices. Genders come from titles and roles, and from
    pronouns in sentences that name one person only.
    """
    keys: dict[tuple[str, ...], int] = {}
    introduced: dict[int, int] = {}
    settled: dict[str, int] = {}
    of: list[int | None] = [None] * len(names)
    ends: dict[tuple[str, ...], set[int]] = defaultdict(set)
    for i, name in enumerate(names):
        if i not in acronyms and len(name.text.removeprefix("The ").split()) > 1 and not _particle(name):
            key = _key(name)
            # "The Air Force", where the United States Air Force was named before and no other one.
            longer = ends[key] if name.kind == "organisation" and key not in keys else set()
            of[i] = figure = min(longer) if len(longer) == 1 else keys.setdefault(key, len(keys))
            introduced.setdefault(figure, i)
            if name.kind == "organisation":
                for start in range(1, len(key) - 1):
                    ends[key[start:]].add(figure)
    shorts: dict[str, set[int]] = defaultdict(set)
    for key, figure in keys.items():
        for short in _shorts(key):
            shorts[short].add(figure)
    singles: dict[str, int] = {}
    for i, name in enumerate(names):
        if of[i] is None and i not in acronyms:
            short = _bare(name.text)
            candidates = {
                figure for figure in shorts.get(short, ()) if not _clashes(name, names[introduced[figure]].text)
            }
            if name.kind == "place":
                continue
            known = {figure for figure in candidates if introduced[figure] < i}
            if len(candidates) == 1 or len(known) == 1:
                of[i] = settled[short] = min(known or candidates)
            elif short in settled:
                of[i] = settled[short]
            elif not candidates:
                of[i] = singles.setdefault(short, len(keys) + len(singles))
    for short_form, full in acronyms.items():
        of[short_form] = of[full]
    members: list[list[int]] = [[] for _ in range(len(keys) + len(singles))]
    for i, owner in enumerate(of):
        if owner is not None:
            members[owner].append(i)
    kinds = tuple(_kind([names[i].kind for i in group]) for group in members)
    genders = _genders(text, whole, names, of, kinds, quoted)
    return Figures(tuple(of), kinds, genders, tuple(tuple(_growing(names, group)) for group in members))


def _clashes(name: Name, full: str) -> bool:
    """Whether the title of a surname is not for the first name in ``full``: "Mr Khan" is not Ghazala Khan."""
    sign = {"f": 1, "m": -1, None: 0}[name.gender] if _bare(full) == _bare(name.text) else 0
    return sign != 0 and leaning(full) * sign < -CONTRARY


def _growing(names: Sequence[Name], group: Sequence[int]) -> Iterator[int]:
    """The names of a figure that have more words than those before."""
    most = 0
    for i in group:
        if (words := len(names[i].text.split())) > most:
            most = words
            yield i


def by_gender(figures: Figures, names: Sequence[Name]) -> Mapping[str, frozenset[int]]:
    """The persons of each surname, where a title can tell apart those that a bare surname cannot."""
    found: dict[str, set[int]] = defaultdict(set)
    for i, figure in enumerate(figures.of):
        if figure is not None and len(names[i].text.split()) > 1 and figures.kinds[figure] == "person":
            found[_shorts(_key(names[i]))[0]].add(figure)
    return {short: frozenset(group) for short, group in found.items()}


def bare(name: str) -> str:
    """A name as short names are compared: "al-Assad", "Von der Leyen" and "Leyen" alike."""
    return _bare(name)


def _bare(name: str) -> str:
    last = name.lower().replace("’", "'").split()[-1] if name.split() else ""
    return re.sub(r"^(?:al|el)-", "", last)


def _particle(name: Name) -> bool:
    return name.text.split()[0].lower() in lexicon().particles


def _key(name: Name) -> tuple[str, ...]:
    words = [word.rstrip(".") for word in name.text.lower().split()]
    words = words[1:] if words[0] == "the" and len(words) > 1 else words
    if name.kind == "organisation" or name.kind == "place":
        return tuple(words)
    suffix = words[-1:] if words[-1] in SUFFIXES and len(words) > 2 else []
    words = words[: len(words) - len(suffix)]
    return (words[0], words[-1], *suffix)


def _shorts(key: tuple[str, ...]) -> tuple[str, ...]:
    """The single words that may stand for a full name: the surname, then the first name."""
    words = key[:-1] if key[-1] in SUFFIXES else key
    return tuple(_bare(word) for word in (words[-1], words[0]))


def _kind(kinds: Iterable[Kind]) -> Kind:
    counted = Counter(kind for kind in kinds if kind != "unknown")
    if not counted:
        return "unknown"
    return counted.most_common(1)[0][0] if len(counted) == 1 else "unknown"


def _genders(
    text: str,
    whole: Spans,
    names: Sequence[Name],
    of: Sequence[int | None],
    kinds: Sequence[Kind],
    quoted: Spans,
) -> tuple[Gender | None, ...]:
    told: list[Counter[Gender]] = [Counter() for _ in kinds]
    named: dict[int, set[int | None]] = defaultdict(set)
    for name, figure in zip(names, of, strict=True):
        if name.gender and figure is not None:
            told[figure][name.gender] += CLEAR
        if not inside(name.span, quoted) and (figure is None or kinds[figure] in ("person", "unknown")):
            named[name.sentence].add(figure)
    for number, sentence in enumerate(whole):
        only = named.get(number, set())
        starts = _PRONOUN.match(text, sentence[0])
        if not only and starts:
            only = named.get(number - 1, set())
        if len(only) != 1 or (figure := next(iter(only))) is None or kinds[figure] != "person":
            continue
        found: set[Gender] = {
            "m" if match[1] else "f" for match in _PRONOUN.finditer(text, *sentence) if not inside(match.span(), quoted)
        }
        if len(found) == 1:
            told[figure][found.pop()] += 1
    return tuple(_clear(counter) for counter in told)


def _clear(counter: Counter[Gender]) -> Gender | None:
    f, m = counter["f"], counter["m"]
    return "f" if f >= max(1, CLEAR * m) else "m" if m >= max(1, CLEAR * f) else None


def inside(span: Span, spans: Spans) -> bool:
    """Whether the span begins in one of the sorted ``spans``."""
    at = bisect_left(spans, (span[0] + 1,)) - 1
    return at >= 0 and spans[at][0] <= span[0] < spans[at][1]


def acronyms(text: str, names: Sequence[Name]) -> dict[int, int]:
    """Which name is an acronym of which, by their indices: "the European Court of Human Rights (ECHR)"."""
    initials: dict[str, set[str]] = defaultdict(set)
    first: dict[str, int] = {}
    for i, name in enumerate(names):
        words = name.text.split()
        if len(words) > 1:
            letters = "".join(word[0] for word in words if word[0].isupper() and word != "The")
            initials[letters].add(" ".join(words).removeprefix("The ").lower())
            first.setdefault(letters, i)
    found = {}
    for i, name in enumerate(names):
        letters = name.text.replace(".", "")
        if len(letters) < 2 or not letters.isupper() or not letters.isalpha() or " " in name.text:
            continue
        before = names[i - 1] if i else None
        opens = before is not None and text[before.span[1] : name.span[0]].strip() == "("
        # "Alliance to Reclaim Our Schools (AROS)": a name that was not read whole begins with another letter.
        if before and opens and " " in before.text and before.text.removeprefix("The ")[0] == letters[0]:
            initials[letters], first[letters] = {before.text.lower()}, i - 1
        told = len(letters) > 2 or (before and first.get(letters) == i - 1)
        if told and len(initials.get(letters, ())) == 1 and first[letters] < i:
            found[i] = first[letters]
    return found


def described(descriptions: Sequence[Description], of: Sequence[int | None]) -> Mapping[str, list[Description]]:
    """The descriptions by their head noun, in text order, each only where it is first given to a figure."""
    heads: dict[str, list[Description]] = defaultdict(list)
    seen: set[tuple[object, ...]] = set()
    for d in descriptions:
        same = (d.head, d.modifiers, d.definite, d.name is None, of[d.name] if d.name is not None else None)
        if same not in seen:
            seen.add(same)
            heads[d.head].append(d)
    return heads


def by_word(names: Sequence[Name]) -> Mapping[str, list[int]]:
    """The indices of the organisations' names by each of their words, each name only where it stands first."""
    found: dict[str, list[int]] = defaultdict(list)
    for text, i in {name.text: i for i, name in reversed([*enumerate(names)])}.items():
        if names[i].kind == "organisation":
            for word in set(text.lower().split()):
                found[word].append(i)
    return found
