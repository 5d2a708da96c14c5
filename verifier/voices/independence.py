"""Which statements are independent of one another: those of documents that copy one another count as one voice.

Two statements have one voice if what stands around them is nearly the same, or if both rest on the same source.
Near-duplicates share most of their word shingles (Broder 1997), counted against the shorter of the two, because a paper
cuts wire copy from the end. Less is enough where both credit the same agency.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations

from claims.records import Span, Voice
from verifier.records import Question
from verifier.references.alignment import folded
from verifier.references.statements import Statement
from verifier.voices.identity import same_voice

# Words of a shingle, characters read on either side of a statement, and the fewest shingles that tell anything.
SHINGLE = 4
AROUND = 600
FEWEST = 8
# Part of the shingles that copies share, and that two texts of one agency share.
COPY = 0.5
WIRE = 0.25

_WORD = re.compile(r"\w+")
# Where an agency is credited: behind the place of a dateline, or in a line at the end.
_CREDIT = re.compile(r"\b(Reuters|AP|Associated Press|AFP|Agence France-Presse|dpa|UPI|Bloomberg|TASS|Xinhua|BNS)\b")
_FULL = {"Associated Press": "AP", "Agence France-Presse": "AFP"}
_EDGE = 150

Shingles = frozenset[tuple[str, ...]]


def independent(statements: Sequence[Statement], question: Question) -> int:
    """How many independent voices the statements are."""
    voice = list(range(len(statements)))
    for i, j in combinations(range(len(statements)), 2):
        if voice[i] != voice[j] and one_voice(statements[i], statements[j], question):
            voice = [voice[i] if each == voice[j] else each for each in voice]
    return len(set(voice))


def one_voice(a: Statement, b: Statement, question: Question) -> bool:
    """Whether two statements are of one document, copied, or rest on one source.

    That is who is reported as saying it; where that is what is asked (*said*), it is who reports it.
    """
    if a.passage.document_id == b.passage.document_id:
        return True
    one, other = _root(a, question), _root(b, question)
    if one and other and one.source and other.source and same_voice(one, other) == "same":
        return True
    (near, near_whole), (far, far_whole) = (_shingles(each.told.text, each.passage.span) for each in (a, b))
    if min(len(near), len(far)) < FEWEST:
        near, far = near_whole, far_whole
    shorter = min(len(near), len(far))
    shared = len(near & far) / shorter if shorter else 0.0
    credits = _credit(a.told.text), _credit(b.told.text)
    return shared >= COPY or (shared >= WIRE and credits[0] is not None and credits[0] == credits[1])


def _root(statement: Statement, question: Question) -> Voice | None:
    chain = statement.claim.chain
    if question == "so":
        return chain[-1] if chain else None
    return chain[0] if len(chain) > 1 else None


@lru_cache(maxsize=4096)
def _shingles(text: str, span: Span) -> tuple[Shingles, Shingles]:
    """Those of what stands around the span, and those of all that is read; what is evidence itself is shared anyway."""
    start, end = span
    before, after = _of(text[max(0, start - AROUND) : start]), _of(text[end : end + AROUND])
    return before | after, before | _of(text[start:end]) | after


def _of(text: str) -> Shingles:
    words = [folded(word) for word in _WORD.findall(text)]
    return frozenset(tuple(words[i : i + SHINGLE]) for i in range(max(1, len(words) - SHINGLE + 1)) if words)


@lru_cache(maxsize=1024)
def _credit(text: str) -> str | None:
    found = _CREDIT.search(text[:_EDGE]) or _CREDIT.search(text[-_EDGE:])
    return _FULL.get(found[1], found[1]) if found else None
