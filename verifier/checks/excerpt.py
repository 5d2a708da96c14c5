"""Whether a quotation is cut so that it says something else than its source (rules QUO004 and QUO005).

Only quotations whose words stand in the reference as they are quoted are looked at, with what the reference has between
their parts, before them and behind them: an ellipsis that leaves out a negation or another subject, a negation before
the first word that is quoted, and a condition behind the last.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from claims.records import Span
from claims.text.sentences import sentences
from claims.text.words import overlap
from verifier.checks import Comparison
from verifier.checks.quotation import around, stretches
from verifier.checks.quoted import Word, units, words_in
from verifier.checks.roles import subject_at
from verifier.references.alignment import Told

# Words before a quotation among which a negation is looked for, and words of what is left out that are shown.
BEFORE, SHOWN = 6, 6

_TURNING = frozenset(
    """
    not n't never no nor neither none nobody nothing nowhere without hardly barely scarcely rarely seldom few little
    """.split()
)
_PHRASES = (("anything", "but"), ("far", "from"), ("least", "of", "all"), ("instead", "of"), ("rather", "than"))
_LOOKALIKES = (("no", "doubt"), ("not", "only"), ("no", "matter"), ("no", "wonder"), ("no", "question"))
# What makes all that was said before it depend on something.
_CONDITION = re.compile(
    r"[\s,;:–—-]*(?:(?:but|and|though|although|only|except|even)[\s,]+){0,3}"
    r"(?:if|unless|provided|providing|on (?:the )?condition|as long as|so long as|assuming|until)\b[^.!?”\"]*",
    re.IGNORECASE,
)
# Where a clause begins.
_CLAUSE = re.compile(r"[,;:.!?–—]|\b(?:and|but|or|because|that|when|while)\b", re.IGNORECASE)


def compare(claim: Told, statement: Told) -> Comparison | None:
    """The first way in which a quotation of the claim is cut against its sense, or None."""
    near = words_in(statement.text, around(statement)) if claim.claim.quoted else ()
    for span in claim.claim.quoted:
        quoted = words_in(claim.text, span)
        places = stretches(quoted, near)
        if places is None:
            continue
        for rule, message, part in _cuts(claim, statement, quoted, near, places):
            return Comparison(False, rule, message, (span,), (part,), "opens")
    return None


def _cuts(
    claim: Told, statement: Told, quoted: Sequence[Word], near: Sequence[Word], places: Sequence[tuple[int, int]]
) -> Iterator[tuple[str, str, Span]]:
    text = statement.text
    for (_, end), (start, _) in pairwise(places):
        gone = near[end:start]
        if not gone:
            continue
        part = gone[0].start, gone[-1].end
        subject = subject_at(text, _sentence(text, near[start].start), near[start].start)
        if _turns(gone):
            yield "QUO004", f"“{_shown(text, gone)}” is left out", part
        elif subject and overlap(subject, part):
            yield "QUO004", f"“{text[slice(*subject)]}” is left out, of whom it is said", part
    first, last = near[places[0][0]], near[places[-1][1] - 1]
    sentence = _sentence(text, first.start)
    before = [word for word in near[max(0, places[0][0] - BEFORE) : places[0][0]] if word.start >= sentence[0]]
    before = _of_clause(text, before, first.start)
    if before and _turns(before) and not _turns(_beside(claim, quoted)):
        yield "QUO005", f"“{_shown(text, before)}” stands before it there", (before[0].start, before[-1].end)
    behind = _CONDITION.match(text, last.end, _sentence(text, last.start)[1])
    told = _CONDITION.search(claim.text, quoted[-1].end, _sentence(claim.text, quoted[-1].start)[1])
    if behind and not told and len(behind.group().split()) > 1:
        shown = " ".join(behind.group().strip(" ,;:–—-").split()[: 2 * SHOWN])
        yield "QUO005", f"there it goes on “{shown}”", behind.span()


def _of_clause(text: str, before: Sequence[Word], stop: int) -> list[Word]:
    """Those of the words that stand in one clause with what begins at ``stop``."""
    start = before[0].start if before else stop
    begun = [match.end() for match in _CLAUSE.finditer(text, start, stop)]
    return [word for word in before if word.start >= (begun[-1] if begun else start)]


def _beside(claim: Told, quoted: Sequence[Word]) -> list[Word]:
    """The words of the article's sentence that stand around the quotation, inside other quotation marks or not."""
    start, end = _sentence(claim.text, quoted[0].start)[0], _sentence(claim.text, quoted[-1].start)[1]
    spans = (start, quoted[0].start), (quoted[-1].end, end)
    return [word for span in spans if span[0] < span[1] for word in words_in(claim.text, span)]


def _turns(side: Sequence[Word]) -> bool:
    """Whether there is a negation among the words that is one."""
    keys = [unit for word in side for unit in units(word.key)]
    pairs = [tuple(keys[i : i + size]) for i in range(len(keys)) for size in (2, 3)]
    if any(phrase in pairs for phrase in _PHRASES):
        return True
    return not _TURNING.isdisjoint(keys) and not any(phrase in pairs for phrase in _LOOKALIKES)


def _sentence(text: str, at: int) -> Span:
    """The sentence at an offset, looked for in its paragraph."""
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    line = text[start : end if end >= 0 else len(text)]
    found = next((span for span in sentences(line) if span[0] <= at - start < span[1]), (0, len(line)))
    return found[0] + start, found[1] + start


def _shown(text: str, side: Sequence[Word]) -> str:
    parts = " ".join(text[side[0].start : side[-1].end].split()).split()
    return " ".join(parts if len(parts) <= SHOWN else [*parts[: SHOWN - 1], "…"])
