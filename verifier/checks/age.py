"""How old? Compares the ages of persons whom claim and statement name (rule NUM004).

An age belongs to its person and not to a sentence: "Ann Lee, 54, was shot" is not so where "40-year-old Ann Lee" was,
however much else is said. Those of one full name are compared, of a surname with the only full name that its text has.
Somebody may have a birthday between two texts, and grows older with them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from claims.records import Span, Spans
from claims.text.grammar import usual_tag
from verifier.checks import AGREES, Comparison
from verifier.checks.mentions import Mention, mentions, same
from verifier.checks.roles import whole_of
from verifier.references.alignment import Told, folded, words

RULE = "NUM004"

# Days of a year; and the years that two ages may be apart, whatever the texts: one of them may be rounded or stale.
YEAR = 365
APART = 1

_AGE = r"[1-9]\d?|1[01]\d"
_BEHIND = re.compile(
    rf",\s(?:an?\s|the\s)?({_AGE})-year-old\b|,\s({_AGE})(?=,|\s[―—–-]\s)|\s\(({_AGE})\)"
    rf"|\s(?:is|was|turned)\s(?:an?\s)?({_AGE})(?:-year-old|\syears\sold)\b"
)
_BEFORE = re.compile(rf"\b({_AGE})[- ]year[- ]old\s(?P<between>(?:[a-z-]+\s){{0,3}})$")
# Characters before a name in which its age is looked for.
NEAR = 60


class _Aged(NamedTuple):
    """A person with an age, and where it stands."""

    name: tuple[str, ...]
    age: int
    span: Span


def compare(claim: Told, statement: Told) -> Comparison | None:
    """Whether somebody is as old in a claim as in the sentences of a statement."""
    here = list(_aged(claim, claim.claim.spans))
    there = list(_aged(statement, whole_of(statement))) if here else []
    pairs = [(a, b) for a in here for b in there if a.name == b.name]
    if not pairs:
        return None
    gap = abs((claim.published - statement.published).days) if claim.published and statement.published else 0
    for a, b in pairs:
        if abs(a.age - b.age) > APART + gap // YEAR:
            return Comparison(False, RULE, f"{a.age} years old here, {b.age} there", (a.span,), (b.span,), "refutes")
    return AGREES


def _aged(told: Told, where: Spans) -> Iterator[_Aged]:
    spoken = words(told.text, where)
    if not re.search(r"\d", "".join(told.text[start:end] for start, end in where)):
        return
    for mention in mentions(told, spoken):
        if mention.kind not in ("person", "unknown") or mention.entry:
            continue
        start, end = spoken[mention.first].start, spoken[mention.end - 1].end
        found = _BEHIND.match(told.text, end) or _before(told.text, start)
        name = _in_full(told, mention) if found else None
        if found and name:
            group = next(i for i, value in enumerate(found.groups(), 1) if value)
            yield _Aged(name, int(found[group]), found.span(group))


def _before(text: str, start: int) -> re.Match[str] | None:
    """An age before a name, with nothing between that somebody else may do: "a 40-year-old hit Ann Lee"."""
    found = _BEFORE.search(text, max(0, start - NEAR), start)
    between = found["between"].split() if found else []
    return None if any(usual_tag(word).startswith("VB") for word in between) else found


def _in_full(told: Told, mention: Mention) -> tuple[str, ...] | None:
    """First name and surname of somebody, or None where the text has no one full name for the surname."""
    if len(mention.words) > 1:
        return mention.words[0], mention.words[-1]
    every = words(told.text, ((0, len(told.text)),))
    full = {m.words for m in mentions(told, every) if len(m.words) > 1 and m.words[-1] == mention.words[-1]}
    firsts = {(folded(name[0]), name[-1]) for name in full if same(mention, mention._replace(words=name))}
    return firsts.pop() if len(firsts) == 1 else None
