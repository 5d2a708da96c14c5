"""The expressions of time in a text, taken apart so that two can be compared: "Tuesday", "last week", "ten days ago".

In the terms of TimeML (Pustejovsky et al. 2003) an expression is a TIMEX3. It names days by the calendar, counts from
the day of writing (a deictic one: "yesterday"), or gives a length of time. ``claims.times`` finds out which days a
claim is about; most differences show in the words alone, without the day of writing.

Expressions are read in pieces (a weekday, a month with its day, a year), and neighbouring pieces that say different
things are one expression: "Monday, Sept. 26, 2016". Not read are what only looks like a time ("Theresa May", "Super
Tuesday", "Vision 2030", "2016 dollars"), ages and rates, what depends on the country (3/4/2016), and what is vague
("recently", "for years").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from claims.records import Span, Spans
from verifier.checks.numerals import hedge_before, pieces
from verifier.checks.periods import SEPARATE, Range, periods
from verifier.checks.quantities import quantities


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time: from ``low`` to ``high`` hours, in ``unit`` as written, as firm as ``Quantity.hedge`` says.

    Where the number is vague, ``vague`` is its word ("several"), and both bounds are one unit.
    """

    low: float
    high: float
    unit: str
    hedge: str = ""
    vague: str = ""


@dataclass(frozen=True, slots=True)
class Timex:
    """An expression of time; ``span`` indexes the text.

    ``calendar`` is what it names there, by "year", "season", "month", "day" of the month, "weekday", "part" of the day,
    and what ``verifier.checks.periods`` reads. ``shift`` is what a deictic expression counts, and how far from the day
    of writing: ("week", -1) for "last week". ``length`` is there for a length of time only.

    ``role`` is how it is tied to what happened: "since", "until", "before", "after", "by", "than"; for a length of time
    "ago", "later", "earlier", "past" or "next"; "then" for what counts from the story's own time ("the next day").
    ``edge`` is "early", "mid" or "late".
    """

    span: Span
    calendar: Mapping[str, Range] = field(default_factory=dict)
    shift: tuple[str, int] | None = None
    length: Length | None = None
    role: str = ""
    edge: str = ""


# Characters beside an expression that tell what it is.
_BESIDE = 40

_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_MONTHS = "January February March April May June July August September October November December".split()
_SEASONS = "spring summer autumn winter fall".split()
_PARTS = "morning afternoon evening night".split()
_HOURS = {
    "second": 1 / 3600,
    "minute": 1 / 60,
    "hour": 1,
    "day": 24,
    "week": 168,
    "fortnight": 336,
    "month": 730.5,
    "year": 8766,
    "decade": 87660,
    "century": 876600,
}

_DAY = f"(?:{'|'.join(_DAYS)})"
_MONTH = rf"(?:{'|'.join(_MONTHS)}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b(?:\.|(?=\s\d)))"
_SEASON = f"(?:{'|'.join(f'[{s[0].upper()}{s[0]}]{s[1:]}' for s in _SEASONS)})"
_PART = f"(?:{'|'.join(_PARTS)})"
_DATE = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![,.]?\d|\w)"
_UNIT = rf"(?P<unit>{'|'.join(_HOURS)}|centurie)s?\b"

_WEEKDAY = re.compile(rf"\b(?P<weekday>{_DAY})s?\b")
_MONTH_AND_DAY = re.compile(
    rf"\b(?:(?P<day>{_DATE})(?:\s?[-–]\s?(?P<last>{_DATE}))?\s(?:of\s)?)?(?P<month>{_MONTH})(?!\w)"
    rf"(?:\s(?P<day_behind>{_DATE})(?:\s?[-–]\s?(?P<last_behind>{_DATE}))?)?"
)
_ISO = re.compile(r"(?<![\w/-])(?P<year>\d{4})-(?P<month>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12]\d|3[01])(?![\w-])")
_YEAR = re.compile(
    r"(?<![\w$€£#.,/–-])(?P<year>(?:1[5-9]|20)\d\d)(?:[-–](?P<last>(?:1[5-9]|20)\d\d)|(?P<decade>s|[’']s))?"
    r"(?![\w%]|[,.]\d|[-–/]\w)"
)
_SEASON_OF_YEAR = re.compile(rf"\b(?P<season>{_SEASON})(?=\s(?:of\s)?\d{{4}}\b)|\b(?<=in\sthe\s)(?P<alone>{_SEASON})\b")
_PART_OF_DAY = re.compile(rf"\b(?P<part>{_PART})s?\b")
_NEAR_DAY = re.compile(r"\b(?:yesterday|today|tonight|tomorrow)\b", re.IGNORECASE)
_DEICTIC = re.compile(
    r"\b(?P<which>last|past|previous|this|next|coming|following)\s"
    rf"(?:(?P<unit>day|week|weekend|fortnight|month|quarter|year|decade|century)|(?P<part>{_PART})"
    rf"|(?P<weekday>{_DAY})|(?P<season>{_SEASON})|(?P<month>{'|'.join(_MONTHS)}))\b",
    re.IGNORECASE,
)
_ANY_UNIT = re.compile(rf"\b{_UNIT}", re.IGNORECASE)
_UNIT_BEHIND = re.compile(rf"(?:[-\s](?:more|full|whole|straight|consecutive|long))?[-\s]{_UNIT}", re.IGNORECASE)
_UNCOUNTED = re.compile(
    rf"\b(?:(?P<vague>(?:a\s)?few|several|many)|(?P<couple>(?:a\s)?couple)(?:\sof)?|(?P<half>half\san?)|an?)[-\s]{_UNIT}"
    r"(?P<and_half>\sand\sa\shalf\b)?",
    re.IGNORECASE,
)
_ENDING = re.compile(r"[-\s](?P<role>ago|later|earlier|old)\b", re.IGNORECASE)

# What joins two pieces: "Monday, Sept. 26", "June 16th of last year", "Saturday night".
_GLUE = re.compile(r",\s|\s(?:of\s|in\s(?=\d))?")
_SHIFTS = {"last": -1, "past": -1, "previous": -1, "this": 0, "next": 1, "coming": 1, "following": 1}
_NEAR_DAYS = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1}

_EDGE = re.compile(
    r"\b(?:(?P<early>early|(?:start|beginning)\sof)|(?P<mid>mid|middle\sof)|(?P<late>late|end\sof))[-\s](?:(?:on|the)\s)?$",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"\b(?:(?P<since>since|from)|(?P<until>until|till|through)|(?P<before>before|prior\sto|ahead\sof)"
    r"|(?P<after>after)|(?P<by>by)|(?P<than>than|(?:compared|up|down)\s(?:with|to|from)|versus))"
    r"\s(?:(?:in|on|at)\s)?(?:the\s)?$",
    re.IGNORECASE,
)
_BEFORE_LENGTH = re.compile(
    r"\b(?:(?P<past>past|last|previous)|(?P<next>next|coming)|(?P<age>aged?)|(?P<rate>every|per|each))\s$",
    re.IGNORECASE,
)
# "The next day" is that of the story.
_OWN_TIME = re.compile(r"\b(?:the|an?|his|her|its|their|our|my)\s(?:very\s)?$", re.IGNORECASE)
# "A year" is a length behind these, but not in "twice a year".
_MEASURES = re.compile(
    r"\b(?:for|in|within|after|over|about|than|nearly|almost|least|lasts?|lasted|takes?|took|spends?|spent)\s$",
    re.IGNORECASE,
)

_NAMED_DAY = re.compile(r"\b(?:Super|Black|Good|Bloody|Holy|Easter|Cyber|Ash|Palm|Giving|News|Mail\son)\s$")
_NAME_GOES_ON = re.compile(r"\s(?:Times|Mirror|Telegraph|Express|Mail|Post|World|Herald|Age|Sun|Night|Morning|Show)\b")
_NAMES_TODAY = re.compile(r"\b(?:[A-Z]\w+|the)\s$")
# Months that are names or words too. A person follows "by" or "from" and has a surname; a month follows these.
_LIKE_A_NAME = frozenset({"March", "April", "May", "June", "August"})
_TIES = re.compile(
    r"\b(?:in|since|until|till|of|last|this|next|early|late|mid|during|through|before|after|by|from|to|between|and|or|for"
    r"|on|every|each|than|toward|towards|around|a|an|the|its|his|her|their|our)[-\s]$",
    re.IGNORECASE,
)
_SURE_TIES = re.compile(
    r"\b(?:in|since|until|last|this|next|early|late|mid|during|through|end\sof|a|an|its|his|her|their|our)[-\s]$",
    re.IGNORECASE,
)
_SURNAME = re.compile(r"\s[A-Z][a-z]")
_YEAR_BEHIND = re.compile(r",?\s(?:of\s)?\d{4}\b")
# A year behind a name is part of it, behind a word of number a number.
_NAME_BEFORE = re.compile(rf"\b(?!{_MONTH}\s|{_SEASON}\s|{_DAY}\s)[A-Z]\w*\s$")
_YEAR_TIES = re.compile(
    r"\b(?:in|since|until|from|to|by|of|the|an?|his|her|its|their|our|this|between|and|before|after|during|for)\s$",
    re.IGNORECASE,
)
_NUMBER_BEFORE = re.compile(r"\b(?:about|some|nearly|almost|over|than|least|roughly)\s$", re.IGNORECASE)
_COUNTED = re.compile(
    r"\s(?:dollars|euros|people|men|women|children|met(?:re|er)s|miles|votes|points|jobs|percent|feet)\b"
)
# Years before this are mostly numbers, where nothing ties them.
_RECENT = 1900


def timexes(text: str, spans: Spans) -> tuple[Timex, ...]:
    """The expressions of time in ``text`` that lie inside one of ``spans``, in text order."""
    return tuple(timex for span in spans for timex in _in_span(text, *span))


def _in_span(text: str, start: int, end: int) -> Iterator[Timex]:
    current: Timex | None = None
    for piece in sorted(_pieces(text, start, end), key=lambda piece: (piece.span[0], -piece.span[1])):
        if current is not None and piece.span[0] < current.span[1]:
            continue
        joined = _joined(current, piece, text) if current else None
        if current is not None and joined is None:
            yield from _tied(current, text, start)
        current = joined or piece
    if current is not None:
        yield from _tied(current, text, start)


def _pieces(text: str, start: int, end: int) -> Iterator[Timex]:
    for pattern, read in _READERS:
        for match in pattern.finditer(text, start, end):
            before, after = _beside(text, start, end, match.span())
            if (piece := read(match, before, after)) is not None:
                yield piece
    for span, calendar in periods(text, start, end):
        yield Timex(span, calendar)
    yield from _counted(text, start, end)


def _beside(text: str, start: int, end: int, span: Span) -> tuple[str, str]:
    return text[max(start, span[0] - _BESIDE) : span[0]], text[span[1] : min(end, span[1] + _BESIDE)]


def _joined(one: Timex, other: Timex, text: str) -> Timex | None:
    """One expression made of two pieces that stand side by side and say different things."""
    separate = any(piece.length or piece.calendar.keys() & SEPARATE for piece in (one, other)) or (
        one.shift and other.shift
    )
    if separate or one.calendar.keys() & other.calendar.keys() or not _GLUE.fullmatch(text, one.span[1], other.span[0]):
        return None
    span, shift = (one.span[0], other.span[1]), one.shift or other.shift
    return replace(
        one, span=span, calendar={**one.calendar, **other.calendar}, shift=shift, role=one.role or other.role
    )


def _tied(timex: Timex, text: str, start: int) -> Iterator[Timex]:
    """The expression with its role and edge; nothing for "night" alone."""
    if timex.length is not None:
        yield timex
    elif timex.shift is not None or timex.calendar.keys() != {"part"}:
        before, _ = _beside(text, start, len(text), timex.span)
        edge = _EDGE.search(before)
        role = _ROLE.search(before[: edge.start()] if edge else before)
        yield replace(timex, edge=_name(edge), role=timex.role or _name(role))


def _weekday(match: re.Match[str], before: str, after: str) -> Timex | None:
    if _NAMED_DAY.search(before) or _NAME_GOES_ON.match(after):
        return None
    return Timex(match.span(), {"weekday": _index(_DAYS, match["weekday"])})


def _month_and_day(match: re.Match[str], before: str, after: str) -> Timex | None:
    first, last = match["day"] or match["day_behind"], match["last"] or match["last_behind"]
    if first is None and match["month"] in _LIKE_A_NAME and not _YEAR_BEHIND.match(after):
        # "March on", "May said", "Theresa May", "by June Brown"
        sure = _SURE_TIES.search(before)
        if not sure and (match["month"] in {"March", "May"} or not _TIES.search(before) or _SURNAME.match(after)):
            return None
    month = next(i for i, name in enumerate(_MONTHS) if name.startswith(match["month"][:3]))
    day = {"day": (_number(first), _number(last or first))} if first else {}
    return Timex(match.span(), {"month": (month, month), **day})


def _iso(match: re.Match[str], before: str, after: str) -> Timex | None:
    year, month, day = (int(match[name]) for name in ("year", "month", "day"))
    return Timex(match.span(), {"year": (year, year), "month": (month - 1, month - 1), "day": (day, day)})


def _year(match: re.Match[str], before: str, after: str) -> Timex | None:
    year, ending = int(match["year"]), match["decade"] or ""
    tied = _YEAR_TIES.search(before)
    named = _NAME_BEFORE.search(before) or (year < _RECENT and before)
    if ending and year % 10 == 0:
        return Timex(match.span(), {"year": (year, year + (9 if year % 100 else 99))})
    if ending == "s" or _COUNTED.match(after) or _NUMBER_BEFORE.search(before) or (named and not tied):
        return None
    return Timex((match.start(), match.end() - len(ending)), {"year": (year, int(match["last"] or year))})


def _season(match: re.Match[str], before: str, after: str) -> Timex | None:
    return Timex(match.span(), {"season": _season_index(match["season"] or match["alone"])})


def _season_index(name: str) -> Range:
    """ "Fall" is autumn."""
    return _index(_SEASONS, "autumn" if name.lower() == "fall" else name)


def _part(match: re.Match[str], before: str, after: str) -> Timex | None:
    return Timex(match.span(), {"part": _part_index(match["part"])})


def _part_index(name: str) -> Range:
    """An evening may be called a night, and a night an evening."""
    at, _ = _index(_PARTS, name)
    return min(at, _PARTS.index("evening")), min(at, _PARTS.index("evening"))


def _near_day(match: re.Match[str], before: str, after: str) -> Timex | None:
    word = match[0].lower()
    if match[0] == "Today" and _NAMES_TODAY.search(before):  # "USA Today", "the Today programme"
        return None
    part = {"part": _part_index("night")} if word == "tonight" else {}
    return Timex(match.span(), part, ("day", _NEAR_DAYS[word]))


def _deictic(match: re.Match[str], before: str, after: str) -> Timex | None:
    by = _SHIFTS[match["which"].lower()]
    role = "then" if by and _OWN_TIME.search(before) else ""
    if match["unit"]:
        return Timex(match.span(), {}, (match["unit"].lower(), by), role=role)
    if match["part"]:
        return Timex(match.span(), {"part": _part_index(match["part"])}, ("day", by), role=role)
    if match["weekday"]:
        return Timex(match.span(), {"weekday": _index(_DAYS, match["weekday"])}, ("weekday", by), role=role)
    if match["season"]:
        return Timex(match.span(), {"season": _season_index(match["season"])}, ("season", by), role=role)
    return Timex(match.span(), {"month": _index(_MONTHS, match["month"])}, ("named month", by), role=role)


def _uncounted(match: re.Match[str], before: str, after: str) -> Timex | None:
    one = not (match["vague"] or match["couple"] or match["half"])
    if one and not (_ENDING.match(after) or _MEASURES.search(before)):
        return None
    unit = _unit(match["unit"])
    hours = _HOURS[unit] * (2 if match["couple"] else 0.5 if match["half"] else 1.5 if match["and_half"] else 1)
    read = pieces(before, (0, len(before)))
    _, hedge = hedge_before(read, len(read))
    return _of_length(match.span(), Length(hours, hours, unit, hedge, (match["vague"] or "").lower()), before, after)


def _counted(text: str, start: int, end: int) -> Iterator[Timex]:
    """Lengths of time with a number: "three years", "more than 10 days"."""
    if not _ANY_UNIT.search(text, start, end):
        return
    for found in quantities(text, ((start, end),)):
        last = found.span[1]
        unit = found.unit
        if not unit and (behind := _UNIT_BEHIND.match(text, last, end)):
            unit, last = _unit(behind["unit"]), behind.end()
        if unit not in _HOURS:
            continue
        span, hours = (found.span[0], last), _HOURS[unit]
        before, after = _beside(text, start, end, span)
        # "One day he will"
        if text[slice(*span)].lower().startswith("one") and not (_MEASURES.search(before) or _ENDING.match(after)):
            continue
        length = Length(found.low * hours, found.high * hours, unit, found.hedge)
        if (timex := _of_length(span, length, before, after)) is not None:
            yield timex


def _of_length(span: Span, length: Length, before: str, after: str) -> Timex | None:
    ending, tie = _ENDING.match(after), _name(_BEFORE_LENGTH.search(before))
    role = ending["role"].lower() if ending else tie
    if role in {"old", "age", "rate"} or after[:5].lower() in {"-olds", " olds"}:
        return None
    return Timex((span[0], span[1] + (ending.end() if ending else 0)), length=length, role=role)


_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], str, str], Timex | None]], ...] = (
    (_WEEKDAY, _weekday),
    (_MONTH_AND_DAY, _month_and_day),
    (_ISO, _iso),
    (_YEAR, _year),
    (_SEASON_OF_YEAR, _season),
    (_PART_OF_DAY, _part),
    (_NEAR_DAY, _near_day),
    (_DEICTIC, _deictic),
    (_UNCOUNTED, _uncounted),
)


def _name(match: re.Match[str] | None) -> str:
    return (match.lastgroup or "") if match else ""


def _unit(word: str) -> str:
    return "century" if word.lower().startswith("centur") else word.lower()


def _number(digits: str) -> int:
    return int("".join(c for c in digits if c.isdigit()))


def _index(names: Sequence[str], name: str) -> Range:
    at = [other.lower() for other in names].index(name.lower())
    return at, at
