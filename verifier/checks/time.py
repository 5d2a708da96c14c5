"""When? Compares the expressions of time of a claim with those of a statement (rule TIM001).

Two expressions are compared where they date the same event: the sentences are the same but for a few words, and the
expressions stand at the same place in them, or are the only ones left over on either side. Then their words decide
("Tuesday" is not "Wednesday"), and where the words name different things the days that they mean from the datelines do
("on Tuesday" is "on 1 March").

The time of saying ("said on Friday") is outside the claim's own words, and is compared apart from them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import chain
from math import inf
from typing import NamedTuple

from claims.records import Interval, Span, Spans
from claims.text.sentences import sentences
from claims.text.words import Token, overlap, subtract
from claims.times import interval_of
from verifier.checks import AGREES, Comparison
from verifier.checks.periods import Range
from verifier.checks.timexes import Length, Timex, timexes
from verifier.nli.windows import COMMON
from verifier.references.alignment import Alignment, Edit, Told, align, folded, words

RULE = "TIM001"

# Part of the words around the times that both have: for times at the same place; for times anywhere in the sentence;
# and where nothing else can have changed than the time. Chosen on the development articles of PolNeAR.
SAME_PLACE, SAME_SENTENCE, VERBATIM = 0.6, 0.8, 0.9
# So many words of meaning must both have around the times; more behind a pronoun: "he resigned" is said of many.
FEWEST, FEWEST_OF_PRONOUN = 2, 4
# A sentence of fewer words may be written again on another day. Datelines nearer than this may be those of a reprint.
LONG, REPRINT = 8, timedelta(days=2)
# What has more characters or expressions of time is no sentence but a list or table.
MOST_CHARACTERS, MOST_TIMES = 3000, 20
# The day of writing for two deictic expressions without a dateline: the middle of a week, a month and a year.
SOME_DAY = date(2016, 6, 15)
# Characters on either side of a cue in which its sentence is looked for.
AROUND_CUE = 1000

# Lengths of time in different units are the same within a tenth: "12 months", "52 weeks", "a year".
ROUNDED = 0.1
_ROOM: dict[str, tuple[float, float]] = {
    "": (1.0, 1.0),
    "about": (0.75, 1.25),
    "nearly": (0.75, 1.0),
    "over": (1.0, inf),
    "least": (1.0, inf),
    "most": (0.0, 1.0),
    "under": (0.0, 1.0),
}
_OPPOSITE = ({"since", "until"}, {"before", "after"}, {"ago", "later"})
_PREPOSITIONS = frozenset("in on at during since from until till by before after through of for the late early".split())
_PRONOUNS = frozenset("i you he she it we they this that these those".split())
# Between the times of a list or a range.
_JOINT = re.compile(
    r"\s?(?:,|[-–—]|,?\s(?:and|or|to|until|till|through)\b)\s?(?:(?:on|in|the|early|late|mid|from)\b[\s-]){0,2}"
)
_TIED = re.compile(
    r"\b(?:since|from|until|till|through|before|after|by|than|prior to|ahead of)(?: the)?\s?$", re.IGNORECASE
)


class _Side(NamedTuple):
    """What one text says: the times, those of a list or range together, and the other words.

    ``beside`` are the words before and behind each group of times that belong to none, or None at an end.
    """

    told: Told
    spans: Spans
    groups: tuple[tuple[Timex, ...], ...]
    rest: tuple[Token, ...]
    beside: tuple[tuple[Token | None, Token | None], ...]


def compare(claim: Told, statement: Told) -> Comparison | None:
    """Whether claim and statement give the same times for the same event."""
    here, saying = _side(claim, claim.claim.spans), _side(claim, _saying(claim))
    if not (here.groups or saying.groups):
        return None
    there = _side(statement, statement.claim.spans)
    alignment = align(here.rest, there.rest)
    answers = []
    if here.groups:
        answers.append(_compared(here, there, alignment) if _says_enough(alignment) else None)
    if saying.groups:
        other = _side(statement, _saying(statement))
        same_said = alignment.similarity >= SAME_SENTENCE
        answers.append(_compared(saying, other, align(saying.rest, other.rest)) if same_said else None)
    differing = next((answer for answer in answers if answer and not answer.agrees), None)
    return differing or (AGREES if all(answers) else None)


def _says_enough(alignment: Alignment) -> bool:
    shared = [folded(word.text) for word, _ in alignment.pairs]
    fewest = FEWEST_OF_PRONOUN if shared and shared[0] in _PRONOUNS else FEWEST
    return sum(word not in COMMON for word in shared) >= fewest


def _side(told: Told, spans: Spans) -> _Side:
    if sum(end - start for start, end in spans) > MOST_CHARACTERS:
        return _Side(told, spans, (), (), ())
    found = timexes(told.text, spans)[:MOST_TIMES]
    spoken = words(told.text, spans)
    rest = tuple(word for i, word in enumerate(spoken) if not _of_time(spoken, i, found))
    groups = tuple(_grouped(told.text, found))
    beside = []
    for group in groups:
        before = [word for word in rest if word.end <= group[0].span[0]]
        behind = rest[len(before) :]
        beside.append((before[-1] if before else None, behind[0] if behind else None))
    return _Side(told, spans, groups, rest, tuple(beside))


def _of_time(spoken: Sequence[Token], i: int, found: Sequence[Timex]) -> bool:
    """Whether a word belongs to an expression of time, or is a preposition before one."""
    while spoken[i].text.lower() in _PREPOSITIONS and i + 1 < len(spoken):
        if any(timex.span[0] <= spoken[i].start < timex.span[1] for timex in found):
            return True
        i += 1
    return any(overlap((spoken[i].start, spoken[i].end), timex.span) for timex in found)


def _grouped(text: str, found: Sequence[Timex]) -> Iterator[tuple[Timex, ...]]:
    group: list[Timex] = []
    for timex in found:
        if group and not _JOINT.fullmatch(text, group[-1].span[1], timex.span[0]):
            yield tuple(group)
            group = []
        group.append(timex)
    if group:
        yield tuple(group)


def _saying(told: Told) -> Spans:
    """The sentence in which the claim's source speaks, without the claim's own words."""
    cues = [span for voice in told.claim.chain for span in voice.cue_spans]
    if not cues:
        return ()
    text, at = told.text, cues[-1][0]
    start = max(text.rfind("\n", 0, at) + 1, at - AROUND_CUE)
    stop = text.find("\n", at, at + AROUND_CUE)
    near = text[start : stop if stop >= 0 else at + AROUND_CUE]
    sentence = next(((s + start, e + start) for s, e in sentences(near) if s <= at - start < e), None)
    # A source that speaks in another sentence is compared with the claims of that one.
    if sentence is None or not any(overlap(sentence, span) for span in told.claim.spans):
        return ()
    return tuple(subtract(sentence, told.claim.spans))


def _compared(here: _Side, there: _Side, alignment: Alignment) -> Comparison | None:
    if alignment.similarity < SAME_PLACE:
        return None
    pairs = _pairs(here, there, alignment)
    answers = [_same_group(here, here.groups[i], there, there.groups[j], alignment.similarity) for i, j in pairs]
    if _on_another_day(here, there):
        answers = [same if _is_hour(here.groups[i]) else None for (i, _), same in zip(pairs, answers, strict=True)]
    differing = [pair for pair, same in zip(pairs, answers, strict=True) if same is False]
    if not differing:
        return AGREES if answers.count(True) == len(here.groups) else None
    verbatim = alignment.similarity >= VERBATIM
    agreeing = [pair for pair, same in zip(pairs, answers, strict=True) if same]
    # Times of one sentence that have changed places differ; in a shortened one they only have moved.
    if not (verbatim and len(here.groups) == len(there.groups)) and _told_elsewhere(here, there, agreeing):
        return None
    if not verbatim and any(_other_event(edit) for edit in alignment.edits):
        return None
    mine = [timex for i, _ in sorted(differing) for timex in here.groups[i]]
    theirs = [timex for j in sorted(j for _, j in differing) for timex in there.groups[j]]
    message = _message(here.told, mine, there.told, theirs)
    return Comparison(False, RULE, message, tuple(t.span for t in mine), tuple(t.span for t in theirs), "refutes")


def _on_another_day(here: _Side, there: _Side) -> bool:
    """Whether it may be Monday by the one side's time zone and Tuesday by the other's."""
    found = chain.from_iterable((*here.groups, *there.groups))
    return len({timex.calendar["over"] for timex in found if "over" in timex.calendar}) > 1


def _is_hour(group: Sequence[Timex]) -> bool:
    return all("instant" in timex.calendar for timex in group)


def _message(claim: Told, mine: Sequence[Timex], statement: Told, theirs: Sequence[Timex]) -> str:
    here, there = (
        ", ".join(told.text[slice(*timex.span)] for timex in found)
        for told, found in ((claim, mine), (statement, theirs))
    )
    if here.casefold() == there.casefold() and mine[0].role == theirs[0].role:
        return f"{here} in a text of {claim.published} here, of {statement.published} there"
    if here.casefold() == there.casefold():
        here, there = f"{mine[0].role} {here}", f"{theirs[0].role} {there}"
    return f"{here} here, {there} there"


def _pairs(here: _Side, there: _Side, alignment: Alignment) -> list[tuple[int, int]]:
    """The groups of times that date the same event, each by its index: the nearest first, then the last left over."""
    partner = dict(alignment.pairs)
    scored = sorted(
        (-score, i, j)
        for i, mine in enumerate(here.beside)
        for j, theirs in enumerate(there.beside)
        if (score := _nearness(mine, theirs, partner))
    )
    left, right = set(range(len(here.groups))), set(range(len(there.groups)))
    found = []
    for _, i, j in scored:
        if i in left and j in right:
            found.append((i, j))
            left.remove(i)
            right.remove(j)
    if len(left) == len(right) == 1 and alignment.similarity >= SAME_SENTENCE:
        found.append((left.pop(), right.pop()))
    return found


def _nearness(
    mine: tuple[Token | None, Token | None], theirs: tuple[Token | None, Token | None], partner: dict[Token, Token]
) -> int:
    """How many of the two words beside two groups are the same; an end counts as a word where the other one is."""
    same = [partner.get(a) == b if a and b else a is b for a, b in zip(mine, theirs, strict=True)]
    words_same = any(same and a for same, a in zip(same, mine, strict=True))
    return sum(same) if words_same else 0


def _told_elsewhere(here: _Side, there: _Side, agreeing: Sequence[tuple[int, int]]) -> bool:
    """Whether a time that has no partner on one side stands somewhere else on the other, as in a shortened sentence."""
    mine = chain.from_iterable(g for i, g in enumerate(here.groups) if i not in {i for i, _ in agreeing})
    theirs = [t for j, g in enumerate(there.groups) if j not in {j for _, j in agreeing} for t in g]
    return any(_same_words(a, b) for a in mine for b in theirs)


def _other_event(edit: Edit) -> bool:
    """Whether a number stands in the place of another, or a name in that of another."""
    sides = [[word.text for word in side if word.text.lower() not in COMMON] for side in (edit.claim, edit.reference)]
    return all(any(word[0].isdigit() for word in side) for side in sides) or all(
        any(word[0].isupper() for word in side) for side in sides
    )


def _same_group(
    here: _Side, mine: Sequence[Timex], there: _Side, theirs: Sequence[Timex], similarity: float
) -> bool | None:
    if len(mine) != len(theirs):
        return None
    answers = [_same(here, a, there, b, similarity) for a, b in zip(mine, theirs, strict=True)]
    return False if False in answers else None if None in answers else True


def _same(here: _Side, a: Timex, there: _Side, b: Timex, similarity: float) -> bool | None:
    """Whether two expressions can date the same event; None where that cannot be told."""
    roles = {a.role, b.role} if a.length and b.length else {_tie(a), _tie(b)}
    if len(roles) > 1:
        opposite = similarity >= VERBATIM and roles in _OPPOSITE
        return False if opposite and _same_words(a, b) else None
    if a.length and b.length:
        return _same_length(a.length, b.length)
    shared = (a.calendar.keys() & b.calendar.keys()) - {"over"}
    if any(not _compatible(a.calendar[name], b.calendar[name]) for name in shared):
        return False
    if shared and a.edge and b.edge and a.edge != b.edge:
        return False
    one, other = here.told.published, there.told.published
    by_words = one == other or None in (one, other) or bool(shared & {"year", "against"})
    if by_words and (_same_words(a, b) or (shared and not (a.shift and b.shift))):
        return True
    if a.shift and b.shift:
        if one == other and a.shift[0] == b.shift[0]:
            return a.shift[1] == b.shift[1]
        if one != other and None in (one, other):
            return None
    return _same_days(here, a, there, b, similarity)


def _tie(timex: Timex) -> str:
    """The role, but for "ago", which makes a length of time a day, a month or a year."""
    return "" if timex.role == "ago" else timex.role


def _compatible(one: Range, other: Range) -> bool:
    """Whether both can be said of the same: they are equal, or one is a range that the other lies in."""
    if (one[0] == one[1]) == (other[0] == other[1]):
        return one == other
    return one[0] <= other[1] and other[0] <= one[1]


def _same_words(a: Timex, b: Timex) -> bool:
    return (a.calendar, a.shift, a.length) == (b.calendar, b.shift, b.length)


def _same_length(one: Length, other: Length) -> bool | None:
    if one.vague or other.vague:
        same_unit = one.unit == other.unit and bool(one.vague) == bool(other.vague)
        return True if same_unit else False if one.vague == other.vague else None
    if one.hedge == other.hedge and one.unit == other.unit:
        return (one.low, one.high) == (other.low, other.high)
    rounded = 0.0 if one.unit == other.unit else ROUNDED
    lows, highs = zip(*((x.low * _ROOM[x.hedge][0], x.high * _ROOM[x.hedge][1]) for x in (one, other)), strict=True)
    if one.hedge == other.hedge:
        lows, highs = (one.low, other.low), (one.high, other.high)
    return bool(max(lows) <= min(highs) * (1 + rounded))


def _same_days(here: _Side, a: Timex, there: _Side, b: Timex, similarity: float) -> bool | None:
    """Whether the days that the claim means are, or have among them, those that the statement means."""
    one, other = _days(here, a), _days(there, b)
    if one is None or other is None:
        return None
    gap = max(one.start, other.start) - min(one.end, other.end)
    if gap <= timedelta(0):
        return (one.start <= other.start and other.end <= one.end) or None
    if _same_words(a, b):
        # The same sentence under another date: the same event given another date, or another event.
        return False if gap > REPRINT and similarity >= VERBATIM and len(here.rest) >= LONG else None
    # "Two years ago" is about so long.
    return None if (a.length or b.length) and gap <= max(one.end - one.start, other.end - other.start) else False


def _days(side: _Side, timex: Timex) -> Interval | None:
    """The days that an expression names, whatever ties it to the event: "in June" for "since June"."""
    text = side.told.text
    others = [other.span for other in chain.from_iterable(side.groups) if other is not timex]

    def rest(part: Span) -> str:
        cuts = (cut for span in side.spans if (cut := overlap(span, part)))
        return " ".join(text[s:e] for cut in cuts for s, e in subtract(cut, others))

    preposition = "" if timex.shift else "on " if timex.calendar.keys() & {"day", "weekday"} else "in "
    before = _TIED.sub(preposition, rest((0, timex.span[0])))
    dateline = side.told.published or (SOME_DAY if timex.shift else None)
    return interval_of(f"{before} {text[slice(*timex.span)]} {rest((timex.span[1], len(text)))}", dateline)
