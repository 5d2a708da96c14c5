"""The grammar of English numbers: "3.2 million", "twenty-one", "two-thirds", "a dozen", "tens of thousands", "10-20".

Numerals are found by a pattern, which turns away what only has digits in it ("EB-5", "9/11", "10:30", "#1"). Number
words are read over the tables of ``quantities.toml``: text2num and its like read words alone, without fractions, vague
numbers, money and offsets. Whether a number counts anything is for its reader to see.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from math import inf
from typing import NamedTuple

from claims.records import Span
from verifier.checks.units import LONGEST, is_money, units

ORDINAL = "ordinal"
PERCENT = "%"

# A hyphen, a dash, and the hyphen that does not break; the first must be first in a set of characters.
_DASH = "-–‑"
DASHES = frozenset(_DASH)
# Figures are grouped by commas or spaces; in India by two behind the thousands; in much of Europe by dots, and there a
# comma stands before decimals.
_GROUPED = (
    r"[0-9]{1,3}(?:[,\u00a0\u2009\u202f][0-9]{3}){1,4}",
    r"[1-9][0-9]{0,2}(?: [0-9]{3}){1,4}(?! ?[0-9])",
    r"[0-9]{1,2}(?:,[0-9]{2}){1,4},[0-9]{3}",
)
_DOTTED = r"[1-9][0-9]{0,2}(?:\.[0-9]{3}){2,4}"
_WITH_COMMA = r"[0-9]{1,3},[0-9]{1,2}(?=\s?%|\s?(?:million|billion|trillion|bn|mn|per\s?cent)\b)"
_DIGITS = rf"(?:{_DOTTED}|{_WITH_COMMA}|(?:{'|'.join(_GROUPED)}|[0-9]{{1,15}})(?:\.[0-9]{{1,9}})?)"
_NOT_DIGITS = re.compile(r"[^0-9.]")
_WRITTEN_WITH_COMMA = re.compile(r"[0-9]{1,3},[0-9]{1,2}")
# "450.000" may be 450 or 450,000.
_MAY_BE_GROUPED = re.compile(r"([1-9][0-9]{0,2})\.([0-9]{3})")
_ENDINGS = frozenset({"st", "nd", "rd", "th"})
_JOINTS = frozenset({"to", "or", "through"})
_FEW = frozenset({"several", "few"})
_ARTICLES = frozenset({"a", "an"})
_HALVES = ("and a half", "and one half", "- and - a - half")
# Of "the second half" no share is told.
_BEFORE_HALF = frozenset("first second other latter better in top bottom back front former later every each".split())
_AFTER_HALF = frozenset("of the its their all that his her our my your these those as".split())
_LONGEST_HEDGE = 4


class Number(NamedTuple):
    """What was read: ``low`` and ``high`` differ in a range; ``stop`` is the index of the first piece behind it.

    ``place`` is the place value of the last figure that counts: 100 in "4,300", 0.1 in "3.2". ``scale`` is that of its
    "million". ``bare`` is a run of digits and nothing else, as a year is written. ``loose`` are round words: "half", "a
    dozen", "hundreds". ``dotted`` is the numeral where its dot may group figures: "450.000".
    """

    low: float
    high: float
    place: float
    stop: int
    unit: str = ""
    scale: float = 1
    bare: bool = False
    loose: bool = False
    dotted: str = ""

    def plus(self, more: float, stop: int) -> Number:
        """So much more, by the words up to ``stop``: "and a half"."""
        return self._replace(low=self.low + more, high=self.high + more, place=more, stop=stop, bare=False)

    def times(self, factor: float, stop: int) -> Number:
        """So many times as much, by the words up to ``stop``: "million"."""
        low, high, place, scale = (part * factor for part in (self.low, self.high, self.place, self.scale))
        return self._replace(low=low, high=high, place=place, scale=scale, stop=stop, bare=False)


class Piece(NamedTuple):
    """A numeral, word or mark of a text; ``word`` is its text in lower case, ``glued`` without a space before it."""

    start: int
    end: int
    text: str
    word: str
    glued: bool
    number: Number | None = None


class Lexicon(NamedTuple):
    """The tables of ``quantities.toml``: from words and phrases to what they mean."""

    cardinals: Mapping[str, int]
    tens: Mapping[str, int]
    ordinals: Mapping[str, int]
    fractions: Mapping[str, int]
    scales: Mapping[str, float]
    suffixes: Mapping[str, float]
    vague: Mapping[str, float]
    hedges: Mapping[str, str]
    hedges_after: Mapping[str, str]
    names: Mapping[str, frozenset[str]]


@cache
def lexicon() -> Lexicon:
    """How English writes quantities."""
    data = tomllib.loads(resources.files("verifier.checks").joinpath("quantities.toml").read_text(encoding="utf-8"))
    for table in ("hedges", "hedges_after"):
        data[table] = {phrase: name for name, phrases in data[table].items() for phrase in phrases}
    data["names"] = {name: frozenset(words) for name, words in data["names"].items()}
    return Lexicon(**data)


@cache
def _pattern() -> re.Pattern[str]:
    """A numeral, or a range of two; else a word or mark."""
    sign = "|".join(re.escape(sign) for sign in sorted(units().signs, key=len, reverse=True))
    return re.compile(
        rf"(?<![\w#@$.])(?:(?<!\w[{_DASH},:/&+’'])|(?={sign}))"
        rf"(?:(?P<sign>{sign})\s?)?(?P<low>{_DIGITS})(?:[{_DASH}](?:{sign})?(?P<high>{_DIGITS}))?"
        rf"(?P<suffix>[^\W\d_]*)(?P<percent>\s?%)?\+?(?![\w#@%]|[.,:/&+’'][^\W_]|[{_DASH}][0-9])"
        r"|\w+(?:[’']\w+)*|[^\w\s]"
    )


@cache
def _openers() -> frozenset[str]:
    words = lexicon()
    return frozenset({*words.cardinals, *words.tens, *words.ordinals, *words.vague, *_ARTICLES, *_FEW, "half"})


def pieces(text: str, span: Span) -> tuple[Piece, ...]:
    """The numerals, words and marks of ``text`` inside ``span``; offsets index ``text``."""
    found: list[Piece] = []
    for match in _pattern().finditer(text, *span):
        glued = bool(found) and found[-1].end == match.start()
        number = _numeral(match) if match["low"] else None
        found.append(Piece(match.start(), match.end(), match[0], match[0].lower(), glued, number))
    return tuple(found)


def is_number_word(word: str) -> bool:
    """Whether a word in lower case is a number by itself: "twelve", "million"."""
    words = lexicon()
    return word in words.cardinals or word in words.tens or word in words.scales


def word(read: Sequence[Piece], i: int) -> str:
    """The word at index ``i``, "" where there is none."""
    return read[i].word if 0 <= i < len(read) else ""


def phrase(read: Sequence[Piece], first: int, stop: int) -> str:
    """The words from ``first`` up to ``stop``, as the lexicon writes them."""
    return " ".join(piece.word for piece in read[first:stop])


def hedge_before(read: Sequence[Piece], i: int, behind: int = 0) -> tuple[int, str]:
    """Where the hedges that end before index ``i`` begin, not before ``behind``, and the name of the first of them."""
    hedges, hedge = lexicon().hedges, ""
    while True:
        starts = range(max(behind, i - _LONGEST_HEDGE), i)
        first = next((start for start in starts if phrase(read, start, i) in hedges), None)
        if first is None:
            return i, hedge
        i, hedge = first, hedges[phrase(read, first, i)]


def number_at(read: Sequence[Piece], i: int) -> Number | None:
    """The number or range that begins at index ``i``, with its unit, or None.

    What runs down ("52 to 48 percent") is a range too.
    """
    found = _range(read, i)
    return _ungrouped(found) if found and found.dotted else found


def _ungrouped(found: Number) -> Number:
    """The number without the dots in it where these group its figures, as in "450.000 euros", and are no decimals.

    Prices have two decimals, those of fuel three ("$3.259 a gallon").
    """
    whole, rest = found.dotted.split(".")
    price = is_money(found.unit) and (len(whole) > 1 or rest.endswith("0"))
    if found.scale != 1 or found.low != found.high or not (price or (rest == "000" and not found.unit)):
        return found
    digits = whole + rest
    return found._replace(low=float(digits), high=float(digits), place=_place(digits))


def _range(read: Sequence[Piece], i: int) -> Number | None:
    first = _with_unit(read, _single(read, i))
    if first is None or first.low != first.high or first.unit == ORDINAL:
        return first
    behind = _joined(read, i, first.stop)
    second = _with_unit(read, _single(read, behind)) if behind else None
    if second is None or second.low != second.high or second.unit not in {first.unit or second.unit}:
        return first
    if second.unit == ORDINAL:
        return first
    # "10 to 20 million"
    scaled = first.low * second.scale if first.scale == 1 else first.low
    low, high = sorted((scaled if scaled < second.high else first.low, second.high))
    return second._replace(low=low, high=high, bare=first.bare and second.bare)


def _joined(read: Sequence[Piece], i: int, stop: int) -> int:
    """Where the second number of a range would begin, if the first is at ``[i, stop)``; 0 if it is no range."""
    before, dashed = word(read, i - 1), word(read, stop) in DASHES and read[stop].glued
    if dashed and word(read, stop + 1) in _JOINTS:
        return stop + 2  # "18- to 24-year-olds"
    if before == "from":
        return 0  # "rose from 10 to 20" tells two numbers
    joint = word(read, stop)
    return stop + 1 if dashed or joint in _JOINTS or (joint == "and" and before == "between") else 0


def _single(read: Sequence[Piece], i: int) -> Number | None:
    if not 0 <= i < len(read):
        return None
    if (found := read[i].number) is not None:
        found = found._replace(stop=i + 1)
        # "€5 m"
        scale = lexicon().suffixes.get(word(read, i + 1)) if is_money(found.unit) and found.scale == 1 else None
        found = found.times(scale, i + 2) if scale else found
        return found if found.unit == ORDINAL else _scaled(read, found)
    if read[i].word in _openers():
        for reader in (_vague, _share, _ordinal, _spelled):
            if found := reader(read, i):
                return found
    return None


def _numeral(match: re.Match[str]) -> Number | None:
    """The number of a numeral; None where its letters are no scale, ordinal or unit, or its range runs down."""
    words, suffix = lexicon(), match["suffix"].lower()
    digits = [_digits(match[name]) for name in ("low", "high") if match[name]]
    low, high = float(digits[0]), float(digits[-1])
    bare = not (match["sign"] or suffix or match["percent"]) and match["low"].isdigit()
    unit = units().signs[match["sign"]] if match["sign"] else PERCENT if match["percent"] else ""
    if len(digits) == 2 and high <= low:
        return None
    if suffix in _ENDINGS:
        return Number(low, high, 1, 0, ORDINAL) if len(digits) == 1 and not unit else None
    dotted = match["low"] if _MAY_BE_GROUPED.fullmatch(match["low"]) else ""
    found = Number(low, high, _place(digits[-1]), 0, unit, bare=bare, dotted=dotted)
    if not suffix:
        return found
    own = _glued_unit(match["suffix"])
    if own and not unit:
        return found._replace(unit=own)
    scale = words.suffixes.get(suffix) or words.scales.get(suffix)
    return found.times(scale, 0) if scale else None


def _glued_unit(letters: str) -> str | None:
    return units().glued.get(letters) or units().codes.get(letters) or units().units.get(letters.lower())


def _digits(written: str) -> str:
    """The figures of a numeral with a dot before its decimals and nothing between the others."""
    if _WRITTEN_WITH_COMMA.fullmatch(written):
        return written.replace(",", ".")
    return _NOT_DIGITS.sub("", written.replace(".", "") if written.count(".") > 1 else written)


def _place(digits: str) -> float:
    """The place value of the last figure that counts: 100 for "4300", 0.1 for "3.2"."""
    whole, _, decimals = digits.partition(".")
    return 10.0 ** -len(decimals) if decimals else 10.0 ** (len(whole) - len(whole.rstrip("0") or "0"))


def _scaled(read: Sequence[Piece], found: Number) -> Number:
    """With the scales and "and a half" that follow: "2 million", "two and a half thousand", "$5-billion"."""
    scales = lexicon().scales
    while True:
        stop = found.stop
        at = stop + (word(read, stop) in DASHES)
        if word(read, at) in scales:
            found = found.times(scales[word(read, at)], at + 1)
        elif half := next((h for h in _HALVES if phrase(read, stop, stop + len(h.split())) == h), None):
            found = found.plus(found.scale / 2, stop + len(half.split()))
        else:
            return found


def _vague(read: Sequence[Piece], i: int) -> Number | None:
    """ "hundreds", "tens of thousands", "several hundred", "a few thousand" """
    words, total, stop = lexicon(), 1.0, i
    few = i + (word(read, i) == "a")
    if word(read, few) in _FEW and word(read, few + 1) in words.scales:
        return _scaled(read, Number(2, 10, 1, few + 1, loose=True))
    while word(read, stop) in words.vague:
        total *= words.vague[word(read, stop)]
        stop += 1
        if word(read, stop) != "of" or word(read, stop + 1) not in words.vague:
            break
        stop += 1
    # "tens" alone is none.
    return Number(2 * total, 10 * total, total, stop, scale=total, loose=True) if total > 10 else None


def _share(read: Sequence[Piece], i: int) -> Number | None:
    """A fraction as a percentage: "two-thirds", "a quarter of", "half the", "more than half"."""
    words, first = lexicon(), word(read, i)
    hedged = hedge_before(read, i)[0] < i
    if first == "half":
        after, before = word(read, i + 1), word(read, i - 1)
        if (hedged and after not in {*_ARTICLES, *DASHES}) or (after in _AFTER_HALF and before not in _BEFORE_HALF):
            return Number(50, 50, 1, i + 1, PERCENT, loose=True)
        return None
    at = i + 1 + (word(read, i + 1) in DASHES)
    part, whole = words.cardinals.get(first, int(first == "a")), words.fractions.get(word(read, at), 0)
    if not part or not whole or (part > 1) != word(read, at).endswith("s"):
        return None
    if first == "a" and not hedged and word(read, at + 1) not in {"of", *DASHES}:
        return None  # "a third person"
    share = part / whole
    # "a quarter of a percentage point", "a quarter-point"
    of_one = at + 3 if word(read, at + 1) == "of" and word(read, at + 2) in _ARTICLES else at + 2
    if word(read, of_one - 1) in {*_ARTICLES, *DASHES} and (unit := _unit(read, of_one)):
        return Number(share, share, share, unit[1], unit[0], loose=True)
    return Number(100 * share, 100 * share, 1, at + 1, PERCENT, loose=True)


def _ordinal(read: Sequence[Piece], i: int) -> Number | None:
    words, first = lexicon(), word(read, i)
    at = i + 1 + (word(read, i + 1) in DASHES)
    if first in words.ordinals:
        value, stop = words.ordinals[first], i + 1
    elif first in words.tens and words.ordinals.get(word(read, at), 10) < 10:
        value, stop = words.tens[first] + words.ordinals[word(read, at)], at + 1
    else:
        return None
    return Number(value, value, 1, stop, ORDINAL)


def _spelled(read: Sequence[Piece], i: int) -> Number | None:
    """ "twenty-one", "two hundred and five thousand", "a dozen", "half a million", "half an hour" """
    scales, first = lexicon().scales, word(read, i)
    if first == "half" or first in _ARTICLES:
        one = 0.5 if first == "half" else 1.0
        at = i + 1 + (first == "half" and word(read, i + 1) in {*_ARTICLES, *DASHES})
        found = _scaled(read, Number(one, one, one, at, loose=True))
        return found if found.stop > at or (at > i + 1 and _unit(read, at)) else None
    total, least, stop = 0.0, inf, i
    while group := _hundreds(read, stop):
        scale, behind = 1.0, group[1]
        while word(read, behind) in scales:
            scale *= scales[word(read, behind)]
            behind += 1
        if scale >= least:
            break
        total, least, stop = total + group[0] * scale, scale, behind
        if scale == 1:
            break
        stop += word(read, stop) == "and" and _below_hundred(read, stop + 1) is not None
    return _scaled(read, Number(total, total, _place(f"{total:.0f}"), stop, scale=least)) if stop > i else None


def _hundreds(read: Sequence[Piece], i: int) -> tuple[float, int] | None:
    """A number below a thousand, and where it stops."""
    first = _below_hundred(read, i)
    if first is None or word(read, first[1]) != "hundred":
        return first
    value, stop = 100 * first[0], first[1] + 1
    rest = _below_hundred(read, stop + (word(read, stop) == "and" and word(read, i - 1) != "between"))
    return (value + rest[0], rest[1]) if rest and word(read, rest[1]) != "hundred" else (value, stop)


def _below_hundred(read: Sequence[Piece], i: int) -> tuple[float, int] | None:
    words, first = lexicon(), word(read, i)
    if first in words.cardinals:
        return words.cardinals[first], i + 1
    if first not in words.tens:
        return None
    at = i + 1 + (word(read, i + 1) in DASHES)
    more = words.cardinals.get(word(read, at), 0)
    return (words.tens[first] + more, at + 1) if 0 < more < 10 else (words.tens[first], i + 1)


def _with_unit(read: Sequence[Piece], found: Number | None) -> Number | None:
    if found is None or found.unit:
        return found
    unit = _unit(read, found.stop + (word(read, found.stop) in DASHES and read[found.stop].glued))
    return found._replace(unit=unit[0], stop=unit[1]) if unit else found


def _unit(read: Sequence[Piece], i: int) -> tuple[str, int] | None:
    """The unit at index ``i`` ("percent", "per cent", "miles"), and where it stops."""
    if 0 <= i < len(read) and read[i].text in units().codes:
        return units().codes[read[i].text], i + 1
    stops = (stop for stop in range(i + LONGEST, i, -1) if phrase(read, i, stop) in units().units)
    return next(((units().units[phrase(read, i, stop)], stop) for stop in stops if stop <= len(read)), None)
