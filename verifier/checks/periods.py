"""Quarters, halves and business years, what a change is measured against, and hours of the day with their time zones.

Each is read as (span, calendar), in the terms of ``verifier.checks.timexes.Timex``: "quarter" and "half" of a year by
number, "year", "against" by the place of its unit in ``AGAINST``, "clock" in minutes since midnight. An hour of a named
zone has its "instant" instead, in minutes of the day by UTC, and "over", by how many days UTC is ahead there.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources

from claims.records import Span

# The first and the last of what is named, by number: 1990 to 1999 for "the 1990s"; nearly always both are the same.
Range = tuple[int, int]
Calendar = dict[str, Range]

# What an expression is not joined with, into one.
SEPARATE = frozenset({"clock", "instant", "against"})
AGAINST = ("day", "week", "month", "quarter", "year")

_MINUTES_A_DAY = 1440
_ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "final": 4}
_SHORT_YEAR = r"(?:[\s’'-]?(?P<year>(?:20)?\d\d))?(?![\w%]|[.,]\d)"
_QUARTERS = (
    re.compile(rf"\b(?:Q(?P<quarter>[1-4])|(?P<before>[1-4])Q){_SHORT_YEAR}"),
    re.compile(
        rf"\b(?P<ordinal>{'|'.join(_ORDINALS)})[\s-](?:(?:fiscal|financial|calendar|business)[\s-])?quarter\b",
        re.IGNORECASE,
    ),
)
_HALVES = (
    re.compile(rf"\b(?:H(?P<half>[12])|(?P<before>[12])H){_SHORT_YEAR}"),
    re.compile(r"\b(?P<ordinal>first|second|1st|2nd)[\s-](?:fiscal[\s-])?half\b", re.IGNORECASE),
)
_BUSINESS_YEAR = re.compile(r"\bFY\s?[’']?(?P<year>(?:20)?\d\d)(?:[-/](?:20)?\d\d)?\b")

_UNIT = rf"(?P<unit>{'|'.join(AGAINST)})"
_SAME_SPAN = (
    r"(?:the\s)?(?:same|corresponding|comparable|equivalent)\s(?:period|time|quarter|month|week|day|three months)\s"
    r"(?:of\s|in\s)?"
)
_BEHIND = r"(?:from|than|over|on|against|versus|compared\s(?:with|to))"
_AGAINST = (
    re.compile(rf"\b{_UNIT}[\s-](?:on|over|to)[\s-](?P=unit)\b", re.IGNORECASE),
    re.compile(
        rf"\b(?:{_BEHIND}\s)(?:{_SAME_SPAN})?(?:an?\s|one\s|the\s)?(?:(?:previous|prior|preceding)\s{_UNIT}\b"
        rf"|(?P<other>{'|'.join(AGAINST)})\s(?:earlier|before|ago|prior)\b)",
        re.IGNORECASE,
    ),
    re.compile(rf"\b{_BEHIND}\s{_SAME_SPAN}last\s{_UNIT}\b", re.IGNORECASE),
    re.compile(rf"\bon\sthe\s{_UNIT}\b(?!\s(?:that|when|of|before|after))", re.IGNORECASE),
    re.compile(r"\b(?P<letter>[yqmwd])/(?P=letter)\b", re.IGNORECASE),
    re.compile(r"\b(?:(?P<year>YoY|yoy|Yoy)|(?P<quarter>QoQ|qoq)|(?P<month>MoM)|(?P<week>WoW))\b"),
)

_CLOCKS = (
    re.compile(r"(?<![\w$€£#.,/:-])(?P<hour>1[0-2]|0?[1-9])(?:[:.](?P<minute>[0-5]\d))?\s?(?P<half>[apAP])\.?[mM]\b"),
    re.compile(r"(?<![\w$€£#.,/:-])(?P<hour>[01]?\d|2[0-3])[:.h]?(?P<minute>[0-5]\d)(?![\w%]|[.,:/-]\d)"),
    re.compile(r"\b(?:12\s)?(?P<noon>noon|midday|midnight)\b", re.IGNORECASE),
)
_ZONE = re.compile(
    r"\.?\s?\(?(?P<zone>[A-Z]{1,4}T|GMT|UTC|BST|MSK|Greenwich|[Ee]astern|[Cc]entral|[Mm]ountain|[Pp]acific|[A-Z][a-z]+(?=\stime\b))"
    r"(?:\s(?:[Mm]ean|[Ss]tandard|[Dd]aylight|[Ss]ummer))?(?:\s[Tt]ime)?(?![\w-])\)?"
)
_LOCAL = re.compile(r"\.?\s?\(?(?:local(?:\stime)?|hours|hrs)\b\)?")


def periods(text: str, start: int, end: int) -> Iterator[tuple[Span, Calendar]]:
    """What ``text[start:end]`` says of quarters, halves, business years, comparisons and hours, in no order."""
    for name, patterns in (("quarter", _QUARTERS), ("half", _HALVES)):
        for pattern in patterns:
            for match in pattern.finditer(text, start, end):
                yield match.span(), _part(match.groupdict(), name)
    for match in _BUSINESS_YEAR.finditer(text, start, end):
        yield match.span(), {"year": _year(match["year"])}
    for pattern in _AGAINST:
        for match in pattern.finditer(text, start, end):
            at = AGAINST.index(_unit(match))
            yield match.span(), {"against": (at, at)}
    for pattern in _CLOCKS:
        for match in pattern.finditer(text, start, end):
            yield from _clock(match, text, end)


def _part(found: Mapping[str, str | None], name: str) -> Calendar:
    number = found.get(name) or found.get("before")
    at = int(number) if number else _ORDINALS[(found["ordinal"] or "").lower()]
    year = found.get("year")
    return {name: (at, at), **({"year": _year(year)} if year else {})}


def _year(digits: str) -> Range:
    year = int(digits) if len(digits) == 4 else 2000 + int(digits)
    return year, year


def _unit(match: re.Match[str]) -> str:
    found = {name: word for name, word in match.groupdict().items() if word}
    if letter := found.get("letter"):
        return next(unit for unit in reversed(AGAINST) if unit[0] == letter.lower())
    word = found.get("unit") or found.get("other")
    return word.lower() if word else next(iter(found))


def _clock(match: re.Match[str], text: str, end: int) -> Iterator[tuple[Span, Calendar]]:
    found = match.groupdict()
    zone, local = _ZONE.match(text, match.end(), end), _LOCAL.match(text, match.end(), end)
    offsets = zones().get(zone["zone"].lower()) if zone else None
    if zone and offsets is None:
        return  # an hour of a zone that nobody here knows
    if found.get("noon"):
        minutes = 0 if match["noon"].lower() == "midnight" else _MINUTES_A_DAY // 2
    elif found.get("half"):
        minutes = int(match["hour"]) % 12 * 60 + int(match["minute"] or 0)
        minutes += _MINUTES_A_DAY // 2 if match["half"].lower() == "p" else 0
    else:
        # "9:30" may be of the morning or the evening, "3-2" and "1430" are no hours by themselves.
        colon = ":" in match[0]
        if not (zone or local or (colon and (int(match["hour"]) > 12 or match["hour"][0] == "0"))):
            return
        minutes = int(match["hour"]) * 60 + int(match["minute"])
    if zone is None or offsets is None:
        yield match.span(), {"clock": (minutes, minutes)}
        return
    low, high = (minutes - offset for offset in reversed(offsets))
    over = low // _MINUTES_A_DAY
    if high // _MINUTES_A_DAY == over:
        instant = low % _MINUTES_A_DAY, high % _MINUTES_A_DAY
        yield (match.start(), zone.end()), {"instant": instant, "over": (over, over)}


@cache
def zones() -> Mapping[str, Range]:
    """The least and the greatest number of minutes that a zone may be before UTC, by its name in lower case."""
    data = tomllib.loads(resources.files("verifier.checks").joinpath("zones.toml").read_text(encoding="utf-8"))
    return {name: (min(minutes), max(minutes)) for name, minutes in data["zones"].items()}
