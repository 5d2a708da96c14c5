"""How old people are said to be, when they were born, and whether that fits (NUM003, and SELF001 for two ages).

The year in which somebody has an age is that of the article, or one that stands beside it: "died in 2008 at the age of
77". Who is born in a year has one of two ages in another, by the day of birth.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from claims.records import Span
from verifier.itself.page import Finding, Page, Sentence

_NAME = r"(?P<name>[A-Z][\w’'-]+(?:\s(?:[A-Z][\w’'-]+|de|van|von|al|bin|da)){0,4})"
_AGE = r"(?P<age>[1-9][0-9]?|1[01][0-9])"
_PATTERNS = (
    re.compile(rf"{_NAME}, {_AGE}(?=,| and\b|\.)"),
    re.compile(rf"{_NAME} \({_AGE}\)"),
    re.compile(rf"{_AGE}-year-old (?:[a-z]+ ){{0,3}}{_NAME}"),
    re.compile(rf"{_NAME},? (?:who is |who was |is |was )?aged {_AGE}\b"),
    re.compile(rf"{_NAME},? (?:who )?(?:is|turned|turns) {_AGE}(?= years old|,|\.| on | this )"),
)
_AT_AGE = re.compile(rf"\b(?:died|dead|passed away)\b[^.;]{{0,60}}?\b(?:at the age of|at age|aged) {_AGE}\b")
_BORN = re.compile(r"\b[Bb]orn\b[^.;]{0,60}?\b(?:in|on)\b[^.;]{0,30}?\b(?P<year>1[89][0-9]{2}|20[0-9]{2})\b")
_YEAR = re.compile(r"\b(?:1[89][0-9]{2}|20[0-9]{2})\b")
_WORD = re.compile(r"[A-Z][\w’'-]+")


@dataclass(frozen=True, slots=True)
class Age:
    """An age that is given to somebody, by the last word of the name; ``year`` is when, if that is known."""

    who: str
    full: str
    number: int
    span: Span
    year: int | None


@dataclass(frozen=True, slots=True)
class Birth:
    """The year in which somebody was born."""

    who: str
    year: int
    span: Span


def two_ages(page: Page) -> Iterator[Finding]:
    """People who are given two ages of one day."""
    found = [age for age in ages(page) if age.year == _own_year(page)]
    for one, other in combinations(found, 2):
        if one.number != other.number and _one_person(one, other):
            text = page.article.text
            told = [text[slice(*each.span)] for each in (other, one)]
            yield Finding("SELF001", f"{told[0]} here, {told[1]} elsewhere in the article", (other.span,), (one.span,))


def wrong_ages(page: Page) -> Iterator[Finding]:
    """Ages that do not follow from the year of birth."""
    born = list(births(page))
    for age in ages(page):
        for birth in born:
            if age.year is None or birth.who != age.who or birth.year > age.year:
                continue
            years = age.year - birth.year
            if age.number not in (years, years - 1):
                message = f"{age.number} here, born in {birth.year}: {age.year} - {birth.year} = {years}"
                yield Finding("NUM003", message, (age.span,), (birth.span,))


def ages(page: Page) -> Iterator[Age]:
    """The ages in an article."""
    for sentence in page.sentences:
        text, (start, end) = sentence.text, sentence.span
        for pattern in _PATTERNS:
            for match in pattern.finditer(text, start, end):
                who = match["name"].split()[-1].removesuffix("’s").removesuffix("'s")
                yield Age(who, match["name"], int(match["age"]), match.span("age"), _own_year(page))
        for match in _AT_AGE.finditer(text, start, end):
            if who := _person(sentence, match.start()):
                inside = _YEAR.findall(text[match.start() : match.end()])
                year = int(inside[-1]) if inside else _own_year(page)
                yield Age(who, who, int(match["age"]), match.span("age"), year)


def births(page: Page) -> Iterator[Birth]:
    """The years of birth in an article."""
    for sentence in page.sentences:
        for match in _BORN.finditer(sentence.text, *sentence.span):
            if who := _person(sentence, match.start()):
                yield Birth(who, int(match["year"]), match.span("year"))


def _own_year(page: Page) -> int | None:
    return page.article.published.year if page.article.published else None


def _person(sentence: Sentence, position: int) -> str | None:
    """The last name before a position in its sentence."""
    tree = sentence.tree
    named = [word for word in tree.words if word.end <= position and word.pos == "PROPN"]
    return named[-1].text if named else None


def _one_person(one: Age, other: Age) -> bool:
    """Whether two ages are one person's: the same last name, and no two first names."""
    mine, theirs = (_WORD.findall(each.full) for each in (one, other))
    return one.who == other.who and (len(mine) == 1 or len(theirs) == 1 or mine[0] == theirs[0])
