"""Names and descriptions in a text: "Fuad Hussein", "the Iraqi foreign minister", and which of them stand together.

A name is a run of capitalised words with its particles, without the title before it. A description is a noun phrase
whose head is a role ("minister") or a kind of organisation ("agency"); it belongs to a name that follows it directly
or stands in apposition to it. Headings and texts in capitals, where capitals tell nothing, give no names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from claims.records import Span
from claims.sources.name_words import Gender, lexicon, ordinary, places, plural
from claims.text.parse import FINITE_TAGS, Parse, tagged
from claims.text.words import Token

Kind = Literal["person", "organisation", "place", "unknown"]

# A noun phrase is followed no further than this, in words before or behind its head.
REACH = 8
SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
DEFINITE = frozenset({"the", "this", "that", "his", "her", "its", "their"})
_POSSESSIVE = re.compile(r"[’']s$")
_ABBREVIATED = frozenset("mr mrs ms dr prof rev sen rep gov gen col capt lt sgt maj adm st jr supt det cllr".split())
_PRONOUNS = frozenset({"i", "it", "he", "she", "they", "we", "you"})
_ENDS = frozenset(",.;:)—–")
# What a heading in title case leaves small.
_SMALL = frozenset({"the", "and", "for", "but", "with", "from", "into", "over"})
# Roles that are surnames too: "Larry King".
_SURNAMES = frozenset("king bishop dean baron pope judge major prince marshal".split())


@dataclass(frozen=True, slots=True)
class Name:
    """A name where it stands; ``span`` leaves out its title and a possessive ending.

    ``free`` says that it names what is spoken of ("Clinton"), not whose it is ("Clinton’s team", "Clinton aide").
    """

    span: Span
    text: str
    kind: Kind
    gender: Gender | None
    sentence: int
    free: bool
    subject: bool


@dataclass(frozen=True, slots=True)
class Description:
    """A noun phrase for one person or organisation; ``name`` is the index of the name that it belongs to."""

    span: Span
    head: str
    modifiers: frozenset[str]
    definite: bool
    sentence: int
    subject: bool
    name: int | None


@dataclass(frozen=True, slots=True)
class _Run:
    """The tokens ``[first, end)`` of a name, with its title from ``title`` on."""

    title: int
    first: int
    end: int
    text: str
    kind: Kind
    gender: Gender | None


def read(text: str, parsed: Parse) -> tuple[tuple[Name, ...], tuple[Description, ...]]:
    """All names and descriptions in the sentences of ``text``, which are ``parsed``, in text order."""
    lines = [tagged(text, sentence, tree.words) for sentence, tree in zip(parsed.whole, parsed.trees, strict=True)]
    lines = [() if _capitals(words) else words for words in lines]
    drafts = [[[*run] for run in _capitalised(text, words)] for words in lines]
    known = {
        _folded(text, words, a, b)
        for words, runs in zip(lines, drafts, strict=True)
        for a, b in runs
        if not _begins(words, a)
    }
    names: list[Name] = []
    descriptions: list[Description] = []
    for number, (words, runs) in enumerate(zip(lines, drafts, strict=True)):
        cut = [run for a, b in runs if (run := _cut(text, words, a, b, known))]
        verb = next((i for i, word in enumerate(words) if word.tag in FINITE_TAGS), len(words))
        found = [*_described(words, cut)]
        links = {
            i: j
            for i, (head, start, end, _, _) in enumerate(found)
            if (j := _named(words, cut, head, start, end)) is not None
        }
        kinds: dict[int, tuple[Kind, Gender | None]] = {}
        for i, j in list(links.items()):
            role = words[found[i][0]].text.lower()
            kind: Kind = "person" if role in lexicon().roles else "organisation"
            if cut[j].kind not in (kind, "unknown") and (cut[j].kind != "person" or cut[j].title < cut[j].first):
                del links[i]
            else:
                kinds[j] = (kind, cut[j].gender or lexicon().gender(role))
        for i, (head, start, end, modifiers, definite) in enumerate(found):
            descriptions.append(
                Description(
                    (words[start].start, words[end - 1].end),
                    words[head].text.lower(),
                    modifiers,
                    definite,
                    number,
                    _is_subject(words, start, head + 1, verb),
                    links[i] + len(names) if i in links else None,
                )
            )
        for j, run in enumerate(cut):
            kind, gender = kinds.get(j, (run.kind, run.gender))
            last = words[run.end - 1]
            possessive = _POSSESSIVE.search(last.text)
            after = words[run.end] if run.end < len(words) else None
            noun = after is not None and after.tag in ("NN", "NNS", "JJ") and after.text[0].isalpha()
            names.append(
                Name(
                    (words[run.first].start, last.end - (len(possessive.group()) if possessive else 0)),
                    run.text,
                    kind,
                    gender,
                    number,
                    not possessive and not noun,
                    not possessive and _is_subject(words, run.title, run.end, verb),
                )
            )
    return tuple(names), tuple(descriptions)


def _capitals(words: Sequence[Token]) -> bool:
    """Whether capitals tell nothing here: a heading in title case, a text in capitals."""
    long = [word.text for word in words if len(word.text) > 3 and word.text[0].isalpha()]
    upper = sum(word.isupper() for word in long)
    if len(long) > 2 and 2 * upper > len(long):
        return True
    open_ended = bool(words) and words[-1].text not in {".", "!", "?", "”", '"', "’", ",", ":"}
    counted = [word.text for word in words if len(word.text) > 2 and word.text.lower() not in _SMALL]
    titled = sum(word[0].isupper() for word in counted if word[0].isalpha())
    return len(counted) > 3 and titled * 10 >= len(counted) * (7 if open_ended else 9)


def _capitalised(text: str, words: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Runs of tokens that may be names, as index pairs."""
    i = 0
    while i < len(words):
        if not _starts(words, i):
            i += 1
            continue
        end = i + 1
        while not _POSSESSIVE.search(words[end - 1].text) and (step := _step(text, words, i, end)):
            end += step
        yield i, end
        i = end


def _starts(words: Sequence[Token], i: int) -> bool:
    word = words[i].text
    if word[0].isupper():
        return re.split("[’']", word.lower())[0] not in _PRONOUNS
    # "von der Leyen said", "al-Assad said"
    rest = [token.text for token in words[i + 1 : i + 4]]
    while rest and rest[0] in {"der", "den", "la", "-"}:
        rest = rest[1:]
    return word in lexicon().particles - {"y", "ten"} and bool(rest) and rest[0][0].isupper()


def _step(text: str, words: Sequence[Token], first: int, end: int) -> int:
    """How many tokens at ``end`` go on with the name, or 0."""
    if end >= len(words):
        return 0
    last, word = words[end - 1], words[end]
    follows = end + 1 < len(words)
    apart = last.end < word.start
    if apart and text[last.end : word.start].strip():
        return 0
    if word.text[0].isupper():
        if last.text == "." and len(words[end - 2].text) > 1 and words[end - 2].text.lower() not in _ABBREVIATED:
            return 0
        return 1
    if word.text in "-–'’." and not apart and follows and words[end + 1].start == word.end and word.text != ".":
        return 2 if words[end + 1].text[0].isalnum() else 0
    if word.text == "." and not apart and last.text in {"Jr", "Sr"}:
        return 1
    if word.text == "." and not apart and (len(last.text) == 1 or last.text.lower() in _ABBREVIATED):
        return 1 if (follows and words[end + 1].text[0].isupper()) or len(last.text) == 1 else 0
    if not apart:
        return 0
    if word.text in lexicon().particles:
        k = end + 1
        while k < len(words) and k < end + 3 and (words[k].text in lexicon().particles or words[k].text == "-"):
            k += 1
        return k + 1 - end if k < len(words) and words[k].text[0].isupper() else 0
    if word.text in {"of", "for", "and"} and follows:
        # "the European Court of Human Rights", "Department of Health and Human Services"
        inside = {w.text for w in words[first:end]}
        names_it = last.text.lower() in lexicon().organisations | {"institutes", "bureau"}
        k = end + 2 if words[end + 1].text == "the" else end + 1
        if word.text == "and":
            names_it = "of" in inside and ordinary(last.text) and k < len(words) and ordinary(words[k].text)
        if last.text.lower() in {"secretary", "minister"} and k < len(words):
            names_it = ordinary(words[k].text)
        return k + 1 - end if names_it and k < len(words) and words[k].text[0].isupper() else 0
    return 0


def _cut(text: str, words: Sequence[Token], first: int, end: int, known: set[str]) -> _Run | None:
    """The name in the run ``[first, end)``: without a sentence's first word, its title and adjectives before it."""
    lex = lexicon()
    if _begins(words, first) and _folded(text, words, first, end) not in known and _closed(words[first]):
        if end == first + 1 or words[first].text.lower() in {"of", "and"}:
            return None
        first += 1
        if not words[first].text[0].isalnum() or (not words[first].text[0].isupper() and not _starts(words, first)):
            return None
    keys = [_POSSESSIVE.sub("", words[i].text.lower()) for i in range(first, end)]
    while keys and keys[-1] == "." and (len(keys) < 2 or (len(keys[-2]) > 1 and keys[-2] not in SUFFIXES)):
        keys, end = keys[:-1], end - 1
    named = lex.organisations | lex.unpersonal
    at = max((i for i, key in enumerate(keys[:-1]) if key in lex.titles | lex.roles), default=-1)
    if at >= 0 and keys[at + 1] == "of" and at + 2 < len(keys) - 1:
        at += 2
    at += at >= 0 and keys[at + 1] == "." and at + 2 < len(keys)
    tail = keys[at + 1 :]
    title = first
    kind: Kind = "unknown"
    gender: Gender | None = None
    joined = at >= 0 and words[first + at].end == words[first + at + 1].start and words[first + at].text != "."
    if at >= 0 and tail and not named.intersection(tail) and not SUFFIXES.issuperset(tail) and not joined:
        kind = "person"
        gender = next((g for key in keys[: at + 1] if (g := lex.gender(key))), None)
        first += at + 1
        keys = tail
    elif named.intersection(keys):
        kind = "organisation"
    else:
        while len(keys) > 2 and words[first].tag.startswith("JJ") and keys[1][0].isalpha():
            keys, first = keys[1:], first + 1
        if keys[-1] in lex.roles and not (
            keys[-1] in _SURNAMES and len(keys) == 2 and not words[first].tag.startswith("JJ")
        ):
            return None
        kind = _kind(_folded(text, words, first, end), _is_plural(words[end - 1]))
    if not keys or not any(key[0].isalpha() for key in keys):
        return None
    name = _folded(text, words, first, end)
    if kind == "unknown" and _is_plural(words[end - 1]):
        # "Democrats", "some Europeans"
        return None
    return _Run(title, first, end, name, kind, gender)


def _is_plural(word: Token) -> bool:
    return word.tag in ("NNS", "NNPS") and plural(word.text)


def _kind(name: str, several: bool) -> Kind:
    words = name.split()
    if name in places() or (len(words) > 1 and words[0].lower() in lexicon().places):
        return "place"
    if len(words) == 1:
        return "organisation" if len(name) > 1 and name.replace(".", "").isupper() else "unknown"
    personal = len(words) <= 5 and not several and not all(ordinary(word) for word in words)
    return "person" if personal and not any(w.isupper() and len(w) > 2 and w.isalpha() for w in words) else "unknown"


def _described(words: Sequence[Token], runs: Sequence[_Run]) -> Iterator[tuple[int, int, int, frozenset[str], bool]]:
    """Descriptions as indices of head, start and end, their modifiers, and whether they are definite."""
    lex = lexicon()
    heads = lex.roles | lex.organisations
    inside = {i for run in runs for i in range(run.first, run.end)}
    for i, word in enumerate(words):
        if i in inside or word.text.lower() not in heads:
            continue
        after = words[i + 1] if i + 1 < len(words) else None
        if (
            after
            and i + 1 not in inside
            and (after.text.lower() in heads or after.tag in ("NN", "NNS") or after.text == "-")
        ):
            continue
        start, modifiers, definite = i, set(), False
        while start and i - start < REACH:
            before = words[start - 1]
            key = _POSSESSIVE.sub("", before.text.lower())
            if before.tag in ("DT", "PRP$") or before.text.lower() in DEFINITE:
                definite = before.text.lower() in DEFINITE or before.tag == "PRP$"
                start -= 1
                break
            glue = before.text in "-." and start > 1 and (before.text == "-" or len(words[start - 2].text) == 1)
            noun = before.tag.startswith(("JJ", "NN", "VBN", "CD")) or before.text[0].isupper()
            if not glue and not (noun and before.text[0].isalnum()):
                break
            definite = definite or key != before.text.lower()
            if before.text[0].isalnum():
                modifiers.add(key)
            start -= 1
        end = i + 1
        if after and after.text.lower() in {"of", "for", "at", "in"}:
            while (
                end < len(words)
                and end - i <= REACH
                and words[end].text not in _ENDS
                and words[end].tag not in FINITE_TAGS
            ):
                if words[end].tag.startswith(("JJ", "NN")) or words[end].text[0].isupper():
                    modifiers.add(_POSSESSIVE.sub("", words[end].text.lower()))
                end += 1
        yield i, start, end, frozenset(modifiers), definite


def _named(words: Sequence[Token], runs: Sequence[_Run], head: int, start: int, end: int) -> int | None:
    """The index of the run that the description belongs to, or None."""
    firsts = {run.first: j for j, run in enumerate(runs)} | {run.title: j for j, run in enumerate(runs)}
    lasts = {run.end: j for j, run in enumerate(runs) if not _POSSESSIVE.search(words[run.end - 1].text)}
    for j, run in enumerate(runs):
        if run.title <= head < run.first:
            return j
    if head + 1 in firsts:
        return firsts[head + 1]
    # "X, 45, the minister of Y,"
    before = start - 1
    if before >= 0 and words[before].text == "," and _ends_phrase(words, end):
        if before > 1 and words[before - 1].text.isdigit() and words[before - 2].text == ",":
            before -= 2
        if before in lasts:
            return lasts[before]
    # "the minister of Y, X,"
    if (
        end + 1 < len(words)
        and words[end].text == ","
        and end + 1 in firsts
        and words[start].text.lower() not in {"a", "an"}
    ):
        stop = runs[firsts[end + 1]].end
        if stop >= len(words) or words[stop].text in ",.;)":
            return firsts[end + 1]
    return None


def _ends_phrase(words: Sequence[Token], end: int) -> bool:
    """Whether a comma or the like, and no verb, follows: "the minister of Y," but not "the minister left"."""
    for word in words[end : end + 2 * REACH]:
        if word.text in _ENDS or word.text in {"who", "which"}:
            return True
        if word.tag in FINITE_TAGS:
            return False
    return end >= len(words)


def _is_subject(words: Sequence[Token], start: int, end: int, verb: int) -> bool:
    if end < len(words) and words[end].tag in FINITE_TAGS:
        return True
    return start < verb and (start == 0 or not words[start - 1].tag.startswith(("IN", "TO", "VB")))


def _folded(text: str, words: Sequence[Token], first: int, end: int) -> str:
    return _POSSESSIVE.sub("", " ".join(text[words[first].start : words[end - 1].end].split()))


def _begins(words: Sequence[Token], i: int) -> bool:
    return i == 0 or words[i - 1].text in "“\"‘':([—–«„`•*" or (not words[i - 1].text[0].isalnum() and i == 1)


def _closed(word: Token) -> bool:
    """Whether a word that begins a sentence is capitalised only for that."""
    return ordinary(word.text) and not word.tag.startswith("NNP")
