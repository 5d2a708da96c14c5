"""The calendar interval that a claim's words say it is about, anchored to the article's dateline.

In the terms of TimeML (Pustejovsky et al. 2003) an expression of time is a TIMEX3; a deictic one ("on Tuesday", "last
month") is resolved against the document creation time, which for news is the dateline. date-wrangler finds the
expressions and gives their intervals. This module adds what it leaves to its caller: the direction that tense gives,
the dateline as the end of what has happened, and which of several expressions counts.

Conventions: weeks begin on Monday. "Two years ago" is that whole year and "last month" that month; "the past three
weeks" are counted back from the dateline. Seasons are the northern meteorological ones; a winter belongs to the year
that it begins in. No interval comes from fiscal periods, from "3/4/2021" (day or month first?), from "about two years
ago", or from what counts from the story's own time ("two days later", "the next day").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cache, partial
from typing import TYPE_CHECKING, NamedTuple

from claims.records import Claim, Interval
from claims.tenses import Tense, tense_at
from claims.text.grammar import alone

if TYPE_CHECKING:
    from date_wrangler import DateMatch, DateRange, Grain, WranglerConfig

# No sentence is longer; on runs such as "1,1,1," date-wrangler's time grows with the square of the length.
MAX_TEXT = 1000

# An absolute expression reads the same from both of these days.
_ANYWHEN = (date(1994, 3, 1), date(2035, 10, 31))
# date-wrangler's mark for a numeric date that reads either way round.
_EITHER_WAY_ROUND = 0.9

_DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_COUNT = r"(?:\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|couple of)"
_SEASON = r"(?P<season>spring|summer|autumn|fall|winter)"

# Without any of these a text has no expression of time: most claims are done here, and date-wrangler, whose import
# takes a second, is not needed.
_MENTION = re.compile(
    rf"\d{{4}}|\d0[’']?s\b|\d(?:st|nd|rd|th)\b|\bq[1-4]\b|\b{_DAY}\b|\bto(?:day|night|morrow)\b|\byesterday\b"
    r"|\b(?:hours|days?|weeks?|weekends?|fortnight|months?|quarters?|half|years?|decades?|night|morning|afternoon)\b"
    r"|\bevening\b|\b(?:spring|summer|autumn|fall|winter)\b"
    r"|\b(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b",
    re.IGNORECASE,
)

# What date-wrangler does not read, in words that it does.
_CLOCK = re.compile(
    r"\s*\bat (?:(?:about |around )?\d{1,2}(?:[:.]\d\d)?\s?(?:[ap]\.?m\b\.?|GMT\b)(?: local time\b)?|noon\b|midnight\b)"
)
_THIS_DAY = re.compile(r"\b(?:[Tt]his (?:morning|afternoon|evening)|[Tt]onight)\b")
_LAST_NIGHT = re.compile(r"\b[Ll]ast night\b")
_PART_OF_DAY = re.compile(rf"\b({_DAY}|[Yy]esterday|[Tt]oday|[Tt]omorrow) (?:morning|afternoon|evening|night)\b")
_EARLY_OR_LATE = re.compile(rf"\b(?:early|late) (?=(?:on )?{_DAY}\b)")
# "resigned Tuesday", but not "Black Friday", "every Monday" or "told Sunday Times reporters".
_BARE_DAY = re.compile(
    r"\b(?!(?:on|in|of|by|since|until|till|before|after|from|to|through|between|and|or|than|the|an?|this|that|last|next"
    rf"|every|each|for|following|previous|past|coming|per)\b)([a-z]+) (?={_DAY}\b(?![’'-]| [A-Z]))"
)
_HOURS = re.compile(r"\b([Pp]ast|[Ll]ast) (24|48|72) hours\b")
_DEICTIC_SEASON = re.compile(rf"\b(?P<which>last|this|next) {_SEASON}\b", re.IGNORECASE)
_SEASON_OF_YEAR = re.compile(
    rf"\b(?:in |during )?(?:the )?(?:(?:early|late|mid)[ -])?{_SEASON} (?:of )?(?P<year>\d{{4}})\b(?!\s*[-–/]\d)",
    re.IGNORECASE,
)
_UNDATED_SEASON = re.compile(
    r"\b(?:in|during|over) (?:the )?(?P<season>spring|summer|autumn|winter)"
    r"(?=\s*[.,;:!?)]|\s*$|\s+(?:when|after|as|to|and|by|for|with)\b)",
    re.IGNORECASE,
)
_FIRST_MONTH = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_MONTHS = {3: ("March", "May"), 6: ("June", "August"), 9: ("September", "November"), 12: ("December", "February")}

# "the past three weeks", "the last year"; not "last year".
_ROLLING = re.compile(
    rf"(?:the )?(?P<side>past|last|next|coming) {_COUNT} \w+"
    r"|the (?P<lone>past|last|next|coming) (?:week|fortnight|month|quarter|year|decade)",
    re.IGNORECASE,
)
# Counted from the story's own time: "two days later", "the next day", "the last week of the campaign".
_ANAPHORIC = re.compile(r"(?:later|earlier|before|after|afterwards?)$", re.IGNORECASE)
_ANAPHORIC_UNIT = re.compile(r"the (?:next|previous|following|same|last) (?:day|week|month|year)", re.IGNORECASE)
_DURING = re.compile(r"\b(?:in|over|within|during|for)\s+$", re.IGNORECASE)
_ANCHORED_ELSEWHERE = re.compile(r"\s+(?:later|earlier|before|after|of)\b", re.IGNORECASE)
# "will end in two weeks", but "the first time in two weeks".
_IN_UNITS = re.compile(rf"in (?:an? |{_COUNT} )\w+", re.IGNORECASE)
# A length, not a day: "freed after three years in prison"; "within two weeks" too, unless it lies ahead.
_LENGTH = re.compile(r"(?:after|following) (?:an? |\d+ |[a-z]+[ -])(?:[a-z]+ )?[a-z]+|within .*", re.IGNORECASE)
_UNIT = re.compile(r"(?:hour|day|night|week|fortnight|month|quarter|year|decade|centur(?:y|ie))s?$", re.IGNORECASE)
_AGO = re.compile(r"\bago$", re.IGNORECASE)
_HEDGE = re.compile(
    r"\b(?:more than|less than|at least|over|under|nearly|almost|about|around|roughly|some|up to)\s+$", re.IGNORECASE
)
# What stands behind these is what the statement's time is compared with.
_STANDARD = re.compile(
    r"\bthan\s+(?:(?:in|on|at|during|for)\s+)?(?:the\s+)?$"
    r"|\b(?:compared (?:with|to)|versus|(?:up|down) from)\b[^,;]*$",
    re.IGNORECASE,
)
# "USA Today", "Black Friday".
_NAME = re.compile(rf"{_DAY}|Today|TODAY")
_NAME_BEFORE = re.compile(r"\S\s+[A-Z]\w*\s+$")
_POSSESSIVE = re.compile(r"[’']s?\b|[’'](?=\s)")
_ARTICLE = re.compile(r"\b(?:the|an?|his|her|its|our|their) $", re.IGNORECASE)
_NOUN = re.compile(r" [a-z]")
_EARLIER = re.compile(r"\bearlier (?:in )?$", re.IGNORECASE)
_LATER = re.compile(r"\blater (?:in )?$", re.IGNORECASE)
_WEEKDAY = re.compile(rf"\b{_DAY}\b")
_THIS_WEEKEND = re.compile(r"(?:the|this) weekend", re.IGNORECASE)
_DAY_OF_MONTH = re.compile(r"the \d{1,2}(?:st|nd|rd|th)", re.IGNORECASE)


class _Timex(NamedTuple):
    """An expression with its interval; ``attributive`` where it dates a noun only ("last year’s vote")."""

    interval: Interval
    attributive: bool


def anchored(claims: Sequence[Claim], dateline: date | None) -> tuple[Claim, ...]:
    """The claims with ``time`` set from their own words.

    The time of saying ("said on Tuesday") belongs to the attribution, which is no part of ``Claim.text``, and is not
    used.
    """
    return tuple(replace(claim, time=interval_of(claim.text, dateline)) for claim in claims)


def interval_of(text: str, dateline: date | None) -> Interval | None:
    """The days that ``text`` says it is about; None where it does not say, or only vaguely.

    Without a dateline only absolute expressions count. "On Tuesday" is the latest Tuesday up to the dateline behind a
    past tense, and the next from the dateline on where the text looks ahead; months and days without a year likewise. A
    present tense looks ahead too, unless the days are just over.
    A statement in the past tense is about no day after the dateline. "Before" or "after" some time says too little.

    Of several expressions the one counts whose interval lies within all the others ("on Tuesday … this month"). Where
    there is none the answer is None, because a wrong time makes good evidence look out of date and a missing one does
    not. An expression that dates a noun ("the 2011 raid") counts where there is no other.
    """
    if len(text) > MAX_TEXT or not _MENTION.search(text):
        return None
    found = tuple(_timexes(_spelled_out(text, dateline), dateline))
    clausal = [timex.interval for timex in found if not timex.attributive]
    return _innermost(clausal or [timex.interval for timex in found])


def _innermost(intervals: Sequence[Interval]) -> Interval | None:
    for inner in intervals:
        if all(outer.start <= inner.start and inner.end <= outer.end for outer in intervals):
            return inner
    return None


def _spelled_out(text: str, dateline: date | None) -> str:
    """``text`` with what date-wrangler does not read put into words that it does."""
    text = _CLOCK.sub("", text)
    text = _THIS_DAY.sub("today", text)
    text = _LAST_NIGHT.sub("yesterday", text)
    text = _PART_OF_DAY.sub(r"\1", text)
    text = _EARLY_OR_LATE.sub("", text)
    text = _BARE_DAY.sub(r"\1 on ", text)
    text = _HOURS.sub(lambda m: f"{m[1]} {int(m[2]) // 24} days", text)
    if dateline is not None:
        text = _DEICTIC_SEASON.sub(partial(_months_of_deictic, today=dateline), text)
    text = _SEASON_OF_YEAR.sub(lambda m: _months_of(m["season"], int(m["year"])), text)
    return _UNDATED_SEASON.sub(lambda m: _months_of(m["season"], None), text)


def _months_of(season: str, year: int | None) -> str:
    month = _FIRST_MONTH[season.lower()]
    first, last = _MONTHS[month]
    if year is None:
        return f"from {first} to {last}"
    if month == 12:
        return f"from {first} {year:04} to {last} {year + 1:04}"
    return f"from {first} to {last} {year:04}"


def _months_of_deictic(match: re.Match[str], today: date) -> str:
    return _months_of(match["season"], _season_year(match["which"], match["season"], today))


def _season_year(which: str, season: str, today: date) -> int:
    """The year of the last such season that is over, the next that has not begun, or ("this") the nearest."""
    now, first = 12 * today.year + today.month, _FIRST_MONTH[season.lower()]
    begun = [(now - first - 12 * year, year) for year in range(today.year - 2, today.year + 2)]
    if which.lower() == "last":
        return max(year for months, year in begun if months > 2)
    if which.lower() == "next":
        return min(year for months, year in begun if months < 0)
    return min(begun, key=lambda season: abs(season[0] - 1))[1]


def _timexes(text: str, dateline: date | None) -> Iterator[_Timex]:
    matches = _absolute(text) if dateline is None else _parse(text, dateline)
    if not matches:
        return
    tree = alone(text)
    for match in matches:
        start, end = match.span
        tense = tense_at(tree, text, start)
        if not _readable(match, text[:start], text[end:], tense):
            continue
        interval = _resolved(match, text[:start], dateline, tense)
        attributive = bool(_POSSESSIVE.match(text, end) or (_ARTICLE.search(text[:start]) and _NOUN.match(text, end)))
        # "recovered from Monday’s debate" does not say since when.
        if interval is not None and not (attributive and match.text.lower().startswith("from ")):
            yield _Timex(interval, attributive)


def _parse(text: str, today: date, rolling: bool = False) -> list[DateMatch]:
    from date_wrangler import parse

    return parse(text, today=today, config=_config(rolling))


@cache
def _config(rolling: bool) -> WranglerConfig:
    from date_wrangler import Anchor, WranglerConfig

    return WranglerConfig(anchor=Anchor.ROLLING if rolling else Anchor.ANCHORED)


def _absolute(text: str) -> list[DateMatch]:
    """The expressions that mean the same days whenever they are read."""
    one, other = (_parse(text, today) for today in _ANYWHEN)
    same = {(match.span, match.range) for match in other}
    return [match for match in one if (match.span, match.range) in same]


def _readable(match: DateMatch, before: str, after: str, tense: Tense) -> bool:
    """Whether the expression means certain days and belongs to the statement."""
    from date_wrangler import YEAR_GUESSED, Basis, Mod

    text = match.text
    in_units = _IN_UNITS.fullmatch(text) is not None
    return not (
        (match.confidence < YEAR_GUESSED and not in_units)
        or match.confidence == _EITHER_WAY_ROUND
        or match.range.basis is Basis.FISCAL
        or match.joined_by == "compare"
        or match.range.mod in {Mod.BEFORE, Mod.AFTER, Mod.AS_OF}
        or (in_units and tense != "future")
        or _is_length(text, tense)
        or _STANDARD.search(before)
        or _ANAPHORIC.search(text)
        or (_ANAPHORIC_UNIT.fullmatch(text) and not _DURING.search(before))
        or ((_ROLLING.fullmatch(text) or _AGO.search(text)) and _ANCHORED_ELSEWHERE.match(after))
        or (_AGO.search(text) and _HEDGE.search(before))
        or (_NAME.match(text) and _NAME_BEFORE.search(before))
    )


def _is_length(text: str, tense: Tense) -> bool:
    length = _LENGTH.fullmatch(text) is not None and _UNIT.search(text) is not None
    return length and not (tense == "future" and text.lower().startswith("within"))


def _resolved(match: DateMatch, before: str, dateline: date | None, tense: Tense) -> Interval | None:
    if dateline is None:
        return _bounded(match.range, None, tense)
    rolling = _ROLLING.fullmatch(match.text)
    if rolling:
        return _counted(match.text, dateline, ahead=(rolling["side"] or rolling["lone"]).lower() in {"next", "coming"})
    later = _LATER.search(before) is not None
    interval = _bounded(_directed(match, tense, dateline), dateline, "future" if later else tense)
    if interval is None or not interval.start <= dateline <= interval.end:
        return interval
    if _EARLIER.search(before):
        return Interval(interval.start, dateline)
    return Interval(dateline, interval.end) if later else interval


def _counted(text: str, dateline: date, ahead: bool) -> Interval | None:
    """A number of days, weeks, months or years that ends, or begins, with the dateline."""
    for match in _parse(text, dateline, rolling=True):
        start, end = match.range.start, match.range.end_inclusive
        if ahead and end is not None and end >= dateline:
            return Interval(dateline, end)
        if not ahead and start is not None and start <= dateline:
            return Interval(start, dateline)
    return None


def _directed(match: DateMatch, tense: Tense, dateline: date) -> DateRange:
    """What ``match`` means where its words leave that open: a past tense looks back, a future ahead.

    So does a present, unless the days are just over: "the fee rises in October" means the October ahead, but in
    November the last one.
    """
    found, step = match.range, _cycle(match)
    start, end = found.start or found.end_inclusive, found.end_inclusive or found.start
    if step is None or start is None or end is None:
        return found
    try:
        before = found.shift(-1, step) if start > dateline else found
        if start > dateline:
            return before if tense == "past" or (tense == "present" and _has_passed(before, step, dateline)) else found
        if end < dateline and found.end is not None:
            passed = tense == "past" or (tense == "present" and _has_passed(found, step, dateline))
            return found if passed else found.shift(1, step)
    except (ValueError, OverflowError):  # no such day in that year, or no such year
        return found
    return found


def _has_passed(days: DateRange, step: Grain, dateline: date) -> bool:
    """Whether a present tense can tell of ``days`` before the dateline: the nearest week, or a month just over."""
    from date_wrangler import Grain

    end = days.end_inclusive
    return end is not None and (dateline - end).days <= (3 if step is Grain.WEEK else 31)


def _cycle(match: DateMatch) -> Grain | None:
    """After how long the words come to mean other days: a week for "Tuesday", a year for "5 May"; else None."""
    from date_wrangler import YEAR_GUESSED, Grain

    if match.confidence == YEAR_GUESSED:
        return Grain.YEAR
    if _THIS_WEEKEND.fullmatch(match.text) or (match.confidence < 1 and _WEEKDAY.search(match.text)):
        return Grain.WEEK
    return Grain.MONTH if _DAY_OF_MONTH.fullmatch(match.text) else None


def _bounded(found: DateRange, dateline: date | None, tense: Tense) -> Interval | None:
    """``found`` with the dateline for an end that the words leave open, and nothing past it in a past tense."""
    start, end = found.start, found.end_inclusive
    if dateline is not None:
        if start is None and end is not None and tense != "past":
            start = dateline
        elif end is None or (tense == "past" and start is not None and start <= dateline < end):
            end = dateline
    return Interval(start, end) if start is not None and end is not None and start <= end else None
