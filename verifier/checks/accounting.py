"""Which words of a claim a statement does not account for: what differs, once all that has an explanation is put aside.

The words of both are written one way (contractions in full, one spelling, dictionary forms, phrases of one meaning as
one word) and lined up. Of what is left, these are explained:

- a quantity, time or name that the other side has in another form, by the readers of the checks on these;
- a word that only stands elsewhere in the sentence, and one that is written together or apart;
- articles, auxiliaries and other words that a sentence cannot do without; a pronoun for a pronoun;
- a pronoun for a name that its own text has, and the other way round.

All else opens what the statement would support. So does what the statement has more than the claim, if it turns or
limits what is said: a negation, a modal verb, a condition, "almost", "former".
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from importlib import resources
from typing import NamedTuple

from claims.attribution.forces import force_of, lemma
from claims.records import Span, Spans
from claims.sources.name_words import lexicon, ordinary
from claims.text.words import Token, overlap
from verifier.checks import Comparison
from verifier.checks.amounts import same_hour
from verifier.checks.mentions import CALENDAR, mentions, same
from verifier.checks.numerals import is_number_word
from verifier.checks.quantities import compatible, quantities, same_amount
from verifier.checks.timexes import timexes
from verifier.references.alignment import Edit, Told, align, folded, parts, spelled, words

RULE = "SO001"

_PERSONAL = frozenset({"he", "she", "him", "her"})
_MONTHS = frozenset("jan feb mar apr may jun jul aug sep oct nov dec".split())
_VALUES = frozenset({"number", "month", "weekday"})
# Words of a name whose acronym is looked for, and those of them that have no letter in it.
LONGEST_NAME = 6
_SMALL = frozenset({"of", "the", "and", "for"})


class _Lexicon(NamedTuple):
    """``accounting.toml``: words by class, and ``one`` word for each word or phrase that says the same."""

    light: frozenset[str]
    pronouns: frozenset[str]
    prepositions: frozenset[str]
    limiting: frozenset[str]
    phrases: Mapping[str, Sequence[tuple[tuple[str, ...], str]]]


class _Side(NamedTuple):
    """One of the two: its words as they are compared, and the spans of what is read as a whole."""

    told: Told
    where: Spans
    words: tuple[Token, ...]


@cache
def _lexicon() -> _Lexicon:
    data = tomllib.loads(resources.files("verifier.checks").joinpath("accounting.toml").read_text(encoding="utf-8"))
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for line in data["phrases"]["same"]:
        for phrase in line:
            first, *_ = key = tuple(phrase.split())
            phrases.setdefault(first, []).append((key, line[0].replace(" ", "_")))
    for found in phrases.values():
        found.sort(key=lambda each: -len(each[0]))
    light, pronouns, prepositions, limiting = (
        frozenset(data["words"][name].split()) for name in ("light", "pronouns", "prepositions", "limiting")
    )
    return _Lexicon(light, pronouns, prepositions, limiting, phrases)


def unaccounted(claim: Told, statement: Told, where: Spans | None = None) -> tuple[Comparison, ...]:
    """The words in which the two differ without an explanation, place by place, each with words of one side or both.

    ``where`` are the spans of the statement's text that are read, those of the statement itself if None.
    """
    here = _Side(claim, claim.claim.spans, units(claim, claim.claim.spans))
    where = where or statement.claim.spans
    there = _Side(statement, where, units(statement, where))
    found = align(here.words, there.words)
    ours, theirs = _read_alike(here, there), _read_alike(there, here)
    edits = [
        Edit(_besides(edit.claim, ours), _besides(edit.reference, theirs))
        for edit in found.edits
        if _letters(edit.claim) != _letters(edit.reference)
    ]
    here_only, there_only = (
        Counter(word.text for edit in edits for word in side(edit)) for side in (_of_claim, _of_reference)
    )
    moved = here_only & there_only
    left = (_left(each, moved, here, there) for each in edits)
    return tuple(_compared(claim.text, statement.text, edit) for edit in left if edit)


def shared(claim: Told, statement: Told) -> tuple[Spans, Spans]:
    """The words that both have, wherever they stand, as spans of either text; spans that touch are one.

    They are compared as by ``unaccounted``: by their dictionary form, quantities, times and names in whatever form.
    Words that say nothing by themselves, pronouns among them, count where they stand between two others that count.
    """
    here, there = (_Side(told, told.claim.spans, units(told, told.claim.spans)) for told in (claim, statement))
    return _shared_by(here, there), _shared_by(there, here)


def _shared_by(side: _Side, other: _Side) -> Spans:
    known = {word.text for word in other.words}
    alike = _read_alike(side, other)
    found: list[Span] = []
    between = False
    for word in side.words:
        start, end = word.start, word.end
        same = word.text in known or any(overlap((start, end), span) for span in alike)
        if same and not is_light(word) and word.text not in _lexicon().pronouns:
            found[-1:] = [(found[-1][0], end)] if between and found else [*found[-1:], (start, end)]
            between = True
        else:
            between = between and same
    return tuple(found)


def read_alike(claim: Told, statement: Told) -> Spans:
    """Where the claim has quantities, times and names that the statement has too, in whatever form."""
    here, there = (_Side(told, told.claim.spans, ()) for told in (claim, statement))
    return _read_alike(here, there)


def limiting() -> frozenset[str]:
    """Words that turn or limit what is said, as lemmas."""
    return _lexicon().limiting


def _compared(ours: str, theirs: str, edit: Edit) -> Comparison:
    spans, reference = (tuple((word.start, word.end) for word in side) for side in (edit.claim, edit.reference))
    here, there = (
        " ".join(text[start:end] for start, end in side) if side else "nothing"
        for text, side in ((ours, spans), (theirs, reference))
    )
    return Comparison(False, RULE, f"{here} here, {there} there", spans, reference, "opens")


def tell_apart(claim: str, statement: str, differing: Sequence[Comparison], *, twin: bool) -> bool:
    """Whether the words that differ show that claim and statement may tell of two events, or of two persons.

    They do where a name, number or day of the claim, or a pronoun, has no counterpart; of a ``twin``, where one of the
    statement has none either. One number or day in the place of another does not, if it is all that differs in a twin:
    that is a difference about one event.
    """
    found = []
    for each in differing:
        here, there = _kinds(claim, each.spans), _kinds(statement, each.reference)
        if here or (twin and there):
            found.append((here, there))
    alone = len(found) == 1 and not (twin and len(differing) > 1)
    return bool(found) and not (alone and found[0][0] == found[0][1] and found[0][0] <= _VALUES)


def _kinds(text: str, spans: Spans) -> frozenset[str]:
    """Which kinds of words that tell one event from another there are at ``spans``."""
    return frozenset(kind for start, end in spans if (kind := _kind(text[start:end], begins=_begins(text, start))))


def _begins(text: str, start: int) -> bool:
    """Whether a sentence begins there, so that every word is capitalised."""
    before = text[:start].rstrip(" \t“\"‘'(")
    return not before or before[-1] in ".!?:…\n"


def _kind(word: str, *, begins: bool) -> str:
    known = word.lower()
    if known[0].isdigit() or is_number_word(known):
        return "number"
    if known in CALENDAR:
        return "month" if known[:3] in _MONTHS else "weekday"
    if known in _PERSONAL:
        return "pronoun"
    return "name" if word[0].isupper() and not (ordinary(word) and (begins or known in _lexicon().light)) else ""


def _of_claim(edit: Edit) -> Sequence[Token]:
    return edit.claim


def _of_reference(edit: Edit) -> Sequence[Token]:
    return edit.reference


def _letters(side: Iterable[Token]) -> str:
    return "".join(word.text for word in side)


@lru_cache(maxsize=1024)
def units(told: Told, where: Spans) -> tuple[Token, ...]:
    """The words as they are compared, at the offsets where they stand."""
    known = _lexicon()
    read = [part for word in words(told.text, where) for part in parts(word)]
    units: list[Token] = []
    i = 0
    while i < len(read):
        texts = [part.text for part in read[i : i + 5]]
        same = known.phrases.get(texts[0], ())
        size, text = next(((len(key), one) for key, one in same if tuple(texts[: len(key)]) == key), (1, ""))
        units.append(replace(read[i], end=read[i + size - 1].end, text=text or _plain(texts[0])))
        i += size
    return tuple(units)


@lru_cache(maxsize=65536)
def _plain(word: str) -> str:
    """The dictionary form of a word in one spelling."""
    return spelled(lemma(word).casefold())


def _read_alike(side: _Side, other: _Side) -> Spans:
    """Quantities, times and names of a side that the other has too, in whatever form."""
    found = []
    there = quantities(other.told.text, other.where)
    for quantity in quantities(side.told.text, side.where):
        if any(
            (quantity.unit == each.unit and compatible(quantity, each)) or same_amount(quantity, each) for each in there
        ):
            found.append(quantity.span)
    read = tuple(timexes(other.told.text, other.where))
    for timex in timexes(side.told.text, side.where):
        if any(
            (timex.calendar == each.calendar and timex.shift == each.shift and timex.length == each.length)
            or same_hour(timex, each)
            for each in read
        ):
            found.append(timex.span)
    ours, theirs = words(side.told.text, side.where), words(other.told.text, other.where)
    named = mentions(other.told, theirs)
    for mention in mentions(side.told, ours):
        if any(same(mention, each) for each in named):
            found.append((ours[mention.first].start, ours[mention.end - 1].end))
    return (*found, *_initials(ours, theirs), *_spelled_out(ours, theirs))


def _initials(ours: Sequence[Token], theirs: Sequence[Token]) -> Iterator[Span]:
    """The acronyms of a side that the other has in full: "EU", "the European Union"."""
    full = {letters for _, letters in _capitals(theirs)}
    yield from ((word.start, word.end) for word in ours if word.text.isupper() and word.text.replace(".", "") in full)


def _spelled_out(ours: Sequence[Token], theirs: Sequence[Token]) -> Iterator[Span]:
    """The names of a side of which the other has the acronym."""
    short = {word.text.replace(".", "") for word in theirs if word.text.isupper()}
    yield from (span for span, letters in _capitals(ours) if letters in short)


def _capitals(side: Sequence[Token]) -> Iterator[tuple[Span, str]]:
    """Stretches of two to five capitalised words, small ones between them left out, with their first letters."""
    for i, first in enumerate(side):
        letters = ""
        for word in side[i : i + LONGEST_NAME]:
            if word.text[0].isupper():
                letters += word.text[0]
                if len(letters) > 1:
                    yield (first.start, word.end), letters
            elif not letters or word.text not in _SMALL:
                break


def _besides(side: Sequence[Token], spans: Spans) -> tuple[Token, ...]:
    return tuple(word for word in side if not any(overlap((word.start, word.end), span) for span in spans))


def _left(edit: Edit, moved: Counter[str], here: _Side, there: _Side) -> Edit | None:
    """What of an edit has no explanation."""
    known = _lexicon()
    ours, theirs = ([word for word in side if word.text not in moved] for side in (edit.claim, edit.reference))
    mine = [word for word in ours if not is_light(word)]
    other = [word for word in theirs if not is_light(word)]
    pronouns = [word for word in mine if word.text in known.pronouns]
    if pronouns and (any(word.text in known.pronouns for word in other) or _is_known(other, there, here)):
        mine = [word for word in mine if word not in pronouns]
    elif any(word.text in known.pronouns for word in other) and _is_known(mine, here, there):
        mine = []
    if any(map(_reports, mine)) and any(map(_reports, other)):
        mine = [word for word in mine if not _reports(word)]
    limiting = [word for word in other if word.text in known.limiting]
    ways = [[word for word in side if word.text in known.prepositions] for side in (ours, theirs)]
    if all(ways) and not {word.text for word in ways[0]} & {word.text for word in ways[1]}:
        mine = mine or ways[0]
        other = other or ways[1]
    if mine:
        return Edit(tuple(mine), tuple(other))
    return Edit((), tuple(limiting)) if limiting else None


def is_light(word: Token) -> bool:
    """Whether a word says nothing by itself: an article, an auxiliary, a title."""
    return word.text in _lexicon().light or word.text in lexicon().titles


def _reports(word: Token) -> bool:
    force = force_of(word.text)
    return force is not None and force.name == "say"


def _is_known(name: Sequence[Token], own: _Side, other: _Side) -> bool:
    """Whether the words are a name that the other text has before what is said, so that a pronoun may take it up."""
    before = folded(other.told.text[: other.where[0][0]])
    texts = [own.told.text[word.start : word.end] for word in name]
    return bool(texts) and all(text[0].isupper() and folded(text) in before for text in texts)
