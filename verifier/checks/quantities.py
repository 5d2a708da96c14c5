"""The quantities in a text: how much or how many, in which unit, how firmly.

What is told becomes an interval: "12" is 12 to 12, "10-20" is 10 to 20, "dozens" 24 to 120. A hedge ("about", "more
than") is kept beside it. Years, dates, times of day, scores, ranks, and numbers that name something (a flight, an
article of law, an address, a telephone) are no quantities.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import isclose
from typing import Literal, cast

from claims.records import Span, Spans
from claims.sources.name_words import ordinary
from claims.text.grammar import usual_tag
from claims.text.words import cuts_a_word
from verifier.checks.numerals import (
    DASHES,
    ORDINAL,
    Number,
    Piece,
    hedge_before,
    lexicon,
    number_at,
    phrase,
    pieces,
    word,
)
from verifier.checks.units import Conversion, conversions

Hedge = Literal["", "about", "nearly", "over", "least", "most", "under"]

# How far below and above the number a hedge reaches, as parts of it.
_REACH: Mapping[Hedge, tuple[float, float]] = {
    "": (1, 1),
    "about": (0.95, 1.05),
    "nearly": (0.9, 1),
    "over": (1, 1.5),
    "least": (1, 1.5),
    "most": (0.5, 1),
    "under": (0.5, 1),
}
_YEARS = range(1000, 2100)
_RECENT_YEARS = range(1900, 2100)
_BEFORE_YEAR = frozenset("in since by until from of after before during".split())
_ADDRESS_WITHIN = 4
# "One" is a pronoun or part of a phrase behind or before these.
_NOT_ONE_BEFORE = frozenset("the this that no any every each some which another last next".split())
_NOT_ONE_AFTER = frozenset("another day can must should would could might may is was has who that thing way to".split())


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number that is told: ``span`` has its hedge, sign, scale and unit, but not the noun that is counted.

    ``low`` and ``high`` are the same except in a range. ``unit`` is "" for a count, "%" for a percentage or fraction,
    "ordinal" for "third", else a currency or measure. ``place`` is the place value of the last figure that counts: 100
    in "4,300", 0.1 in "3.2". ``loose`` are round words: "half", "a dozen", "hundreds". ``denied`` says that it is told
    as what is not so: "not 4,000".
    """

    span: Span
    low: float
    high: float
    unit: str = ""
    hedge: Hedge = ""
    place: float = 1
    loose: bool = False
    denied: bool = False

    @property
    def is_vague(self) -> bool:
        """Whether it is no one number: "10-20", "hundreds", "half"."""
        return self.loose or self.low != self.high


def quantities(text: str, spans: Spans) -> tuple[Quantity, ...]:
    """The quantities of ``text`` inside ``spans``, in text order; none goes beyond its span or cuts a word."""
    found = (quantity for span in spans for quantity in _read(pieces(text, span)))
    return tuple(quantity for quantity in found if not cuts_a_word(text, quantity.span))


def same(one: Quantity, other: Quantity) -> bool:
    """Whether two tell the same number, where everything else that is said is the same.

    Under the same hedge they do if they are equal, or one is the other rounded to at least two figures; otherwise if
    they are compatible.
    """
    if isclose(one.low, other.low) and isclose(one.high, other.high):
        return not _opposed(one, other)
    if one.hedge == other.hedge and one.is_vague == other.is_vague:
        return _is_rounded(one, other)
    return compatible(one, other)


def same_amount(one: Quantity, other: Quantity) -> bool | None:
    """Whether two tell the same amount, each in its unit; None where these cannot be told in each other.

    Who tells 10 miles in kilometers rounds, so then it is enough if both can be so.
    """
    if one.unit == other.unit:
        return same(one, other)
    ways = conversions(other.unit, one.unit)
    told = [_converted(other, way, one.unit) for way in ways]
    return (
        any((same if w.exact else compatible)(one, each) for w, each in zip(ways, told, strict=True)) if ways else None
    )


def _converted(quantity: Quantity, way: Conversion, unit: str) -> Quantity:
    hedge: Hedge = quantity.hedge if way.exact or quantity.hedge else "about"
    return replace(
        quantity,
        low=way(quantity.low),
        high=way(quantity.high),
        unit=unit,
        hedge=hedge,
        place=quantity.place * way.factor,
    )


def compatible(one: Quantity, other: Quantity) -> bool:
    """Whether both can be so: "about 4,000" and 3,950, "more than 100" and 120, "up to 20" and 18, "10-20" and 15."""
    (low, high), (other_low, other_high) = reach(one), reach(other)
    return (low <= other_high and other_low <= high and not _opposed(one, other)) or _is_rounded(one, other)


def reach(quantity: Quantity) -> tuple[float, float]:
    """The lowest and the highest number that the hedge leaves room for."""
    down, up = _REACH[quantity.hedge or ("about" if quantity.is_vague else "")]
    return quantity.low * down, quantity.high * up


def _opposed(one: Quantity, other: Quantity) -> bool:
    """Whether one is "more than" what the other is "less than" or "nearly"."""
    for lower, upper in ((one, other), (other, one)):
        if lower.hedge in {"over", "least"} and upper.hedge in {"nearly", "most", "under"} and lower.low >= upper.high:
            return (lower.hedge, upper.hedge) != ("least", "most") or lower.low > upper.high
    return False


def _is_rounded(one: Quantity, other: Quantity) -> bool:
    """Whether one is the other with fewer figures, two or more: 3.2 million for 3,214,567."""
    coarse, fine = sorted((one, other), key=lambda quantity: -quantity.place)
    figures = coarse.low / coarse.place
    return coarse.place > fine.place and figures >= 10 and abs(coarse.low - fine.low) <= coarse.place / 2


def _read(read: Sequence[Piece]) -> Iterator[Quantity]:
    i = behind = 0
    dated = -1
    while i < len(read):
        found = number_at(read, i)
        if found is None:
            i += 1
            continue
        first, before = hedge_before(read, i, behind)
        stop, after = _hedge_after(read, found.stop)
        if is_date(read, i, found, dated):
            dated = found.stop
        elif _counts(read, i, found, hedged=first < i):
            span = read[first].start, read[stop - 1].end
            hedge, denied = cast(Hedge, before or after), word(read, first - 1) == "not"
            yield Quantity(span, found.low, found.high, found.unit, hedge, found.place, found.loose, denied)
        i = behind = stop


def _hedge_after(read: Sequence[Piece], stop: int) -> tuple[int, str]:
    """Where a hedge behind the number stops ("or so", "-plus"), and its name."""
    if read[stop - 1].text.endswith("+"):
        return stop, "least"
    hedges, dash = lexicon().hedges_after, stop + (word(read, stop) in DASHES)
    for first, last in ((stop, stop + 2), (dash, dash + 1)):
        if last <= len(read) and (hedge := hedges.get(phrase(read, first, last))):
            return last, hedge
    return stop, ""


def is_date(read: Sequence[Piece], i: int, found: Number, dated: int) -> bool:
    """Whether the number is a day of a month: "Sept. 19 to 22", "the 5th of May"; or joined to one: "Nov. 8 and 9"."""
    if found.unit not in {"", ORDINAL}:
        return False
    before, after = i - 1 - (word(read, i - 1) == "."), found.stop + (word(read, found.stop) == "of")
    joined = dated == i - 1 and word(read, i - 1) in {"and", "or", "to", "through", *DASHES}
    return joined or _is_month(read, before) or _is_month(read, after)


def _is_month(read: Sequence[Piece], i: int) -> bool:
    return 0 <= i < len(read) and read[i].text in lexicon().names["months"]


def _counts(read: Sequence[Piece], i: int, found: Number, hedged: bool) -> bool:
    """Whether the number tells how many, how much or which of several, and does not name something."""
    names, before, after = lexicon().names, word(read, i - 1), word(read, found.stop)
    if found.unit == ORDINAL:
        return after[:1].isalnum() and after not in names["ranks"] and before not in names["ranked"]
    if found.unit:
        return True
    score = found.low != found.high and found.stop == i + 1 and after in names["scores"]
    if score or _is_time(read, found.stop):
        return False
    if read[i].word == "one" and found.low == 1:
        pronoun = before in _NOT_ONE_BEFORE or after in _NOT_ONE_AFTER or not after.isalpha()
        return hedged or not pronoun
    if found.bare and found.low in _YEARS and found.high in _YEARS:
        counted = _is_plural(read, found.stop) and before not in _BEFORE_YEAR
        return found.high not in _RECENT_YEARS and (hedged or counted)
    return hedged or not (_is_telephone(found) or is_name(read, i, found))


def _is_time(read: Sequence[Piece], i: int) -> bool:
    """Whether the words at ``i`` say that the number is an hour: "6 p.m.", "10 o’clock"."""
    if word(read, i) in {"a", "p"} and word(read, i + 1) == ".":
        return word(read, i + 2) == "m"
    return word(read, i) in lexicon().names["hours"]


def _is_telephone(found: Number) -> bool:
    """ "555-1234" """
    return found.bare and 99 < found.low < 1000 <= found.high < 10_000


def is_name(read: Sequence[Piece], i: int, found: Number) -> bool:
    """Whether the number is part of a name: "Article 21", "No. 10", "Boeing 747", "131 West 23rd Street"."""
    names, dot = lexicon().names, word(read, i - 1) == "."
    behind = read[found.stop : found.stop + _ADDRESS_WITHIN]
    if any(piece.word in names["streets"] and piece.text[0].isupper() for piece in behind):
        return True
    at = i - 1 - dot
    if at < 0 or _is_plural(read, found.stop):
        return False
    before = read[at]
    if dot or before.word == "no":
        return dot and before.word in names["before"]
    # A sentence begins with a capital, and what belongs to somebody is counted: "Cruz’s 538".
    named = before.text[0].isupper() and at > 0 and not before.text.endswith(("’s", "'s")) and not ordinary(before.text)
    return (found.bare and named) or before.word in names["before"]


def _is_plural(read: Sequence[Piece], i: int) -> bool:
    """Whether the word at ``i`` looks like several things that are counted."""
    if not 0 <= i < len(read) or not read[i].text.islower():
        return False
    return usual_tag(read[i].word) == "NNS"
