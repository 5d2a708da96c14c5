"""Which one? Compares numbers that name something: "Flight 370", "Article 21", "Gate B14", "Title IX" (rule NAM001).

Such a number counts nothing, so none is near another, and 370 is not "about 375". Two are compared where they stand
behind the same word in sentences that are otherwise the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from claims.records import Span
from claims.text.words import Token
from verifier.checks import AGREES, Comparison
from verifier.checks.numerals import lexicon, number_at, pieces
from verifier.checks.quantities import is_date, is_name
from verifier.references.alignment import Edit, Told, align, folded

RULE = "NAM001"

# Part of the words of both that are paired, the numbers aside: from here two sentences are the same but for these.
TWIN = 0.8
# So many words must be paired: what it is that is numbered, and something that is said of it.
FEWEST = 3
# "B14", "9A", "MH370"; "IX"; "C". The last two only behind a word that numbers things.
_WITH_DIGITS = re.compile(r"[A-Z]{0,3}[0-9]{1,6}[A-Za-z]?")
_LETTERS = re.compile(r"[IVXLC]{1,6}|[A-H]")


class _Label(NamedTuple):
    """What is numbered, in lower case, its number as written, and the span of both."""

    kind: str
    number: str
    span: Span


def compare(claim: Told, statement: Told) -> Comparison | None:
    """Whether claim and statement name the same of several numbered things."""
    here = _labels(claim)
    there = _labels(statement) if here else {}
    if not there:
        return None
    ours, theirs = claim.words(), statement.words()
    found = align(ours, theirs)
    opposed = {mine.start: other.start for edit in found.edits for mine, other in _opposite(edit)}
    named = {(label.kind, label.number) for label in there.values()}
    differing = [
        (here[at], there[other])
        for at, other in opposed.items()
        if at in here and other in there and here[at].kind == there[other].kind
    ]
    same = all((each.kind, each.number) in named for each in here.values())
    moved = [a for a, b in differing if a.number != b.number and (a.kind, a.number) in named]
    if moved or not differing:
        return AGREES if same and not moved else None
    rest = len(ours) + len(theirs) - 2 * len(differing)
    others = [edit for edit in found.edits if not any(word.start in here for word in edit.claim)]
    if len(found.pairs) < FEWEST or 2 * len(found.pairs) < TWIN * rest or any(map(_other_event, others)):
        return None
    shown = (f"{claim.text[slice(*a.span)]} here, {statement.text[slice(*b.span)]} there" for a, b in differing)
    spans, reference = (tuple(label.span for label in side) for side in zip(*differing, strict=True))
    return Comparison(False, RULE, "; ".join(shown), spans, reference, "refutes")


def _opposite(edit: Edit) -> Iterable[tuple[Token, Token]]:
    """The words of an edit that stand in each other's place."""
    return zip(edit.claim, edit.reference, strict=True) if len(edit.claim) == len(edit.reference) else ()


def _other_event(edit: Edit) -> bool:
    """Whether a name, day or number stands in the place of another."""
    return all(any(not word.text[0].islower() for word in side) for side in (edit.claim, edit.reference))


def _labels(told: Told) -> Mapping[int, _Label]:
    """The labels of what is told, by the offset of their number."""
    found = {}
    for span in told.claim.spans:
        read = pieces(told.text, span)
        for i, piece in enumerate(read[1:], 1):
            at = i - 1 - (read[i - 1].text == "." and i > 1)
            before = read[at]
            numbered = before.word in lexicon().names["before"]
            number = number_at(read, i)
            if number is not None:
                named = not number.unit and number.low == number.high
                named = named and not is_date(read, i, number, -1) and is_name(read, i, number)
            elif _WITH_DIGITS.fullmatch(piece.text):
                named = numbered or before.text[0].isupper()
            else:
                named = numbered and bool(_LETTERS.fullmatch(piece.text))
            if named:
                found[piece.start] = _Label(folded(before.text), folded(piece.text), (before.start, piece.end))
    return found
