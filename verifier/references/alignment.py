"""Lines up the words of a claim with those of a statement in a reference: what both have, and what differs where.

A shortest edit script over words (Levenshtein), by rapidfuzz. Punctuation, case, accents and the style of quotation
marks do not count. Offsets of words index the text that a claim was split from.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from rapidfuzz.distance import Levenshtein

from claims.records import Claim, Spans
from claims.text.words import Token, tokens

_CONTRACTED = re.compile(r"(\w+?)n't|(can)not")
_WHOLE = {"wo": "will", "ca": "can", "sha": "shall", "ai": "be"}
# Endings that are British and American spellings of one word, and the one that stands for both.
_SPELLINGS = [
    (re.compile(pattern), one)
    for pattern, one in (
        (r"([lmtrdpnb])our(?=$|s$|ed$|ing$|ite|able|hood)", r"\1or"),
        (r"is(e|ed|es|ing|er|ation)$", r"iz\1"),
        (r"ys(e|ed|es|ing)$", r"yz\1"),
        (r"([tbg])re$", r"\1er"),
        (r"ogue$", "og"),
        (r"mme$", "m"),
        (r"([deft])ence$", r"\1ense"),
        (r"[ao]e", "e"),
        (r"ll(?=$|ed$|ing$|er$)", "l"),
        (r"grey", "gray"),
    )
]
_ENDING = re.compile(r"'(?:s|ve|re|d|m)?$")


@dataclass(frozen=True, slots=True)
class Told:
    """A claim, or a statement of a reference, with the text that its spans index and the day that text is of."""

    claim: Claim
    text: str
    published: date | None = None

    def words(self) -> tuple[Token, ...]:
        """The words inside the claim's spans, in text order, without punctuation; offsets index ``text``."""
        return words(self.text, self.claim.spans)


@dataclass(frozen=True, slots=True)
class Edit:
    """A place where the two differ: the claim's words and the reference's; one side may be empty."""

    claim: tuple[Token, ...]
    reference: tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class Alignment:
    """``pairs`` are the words that both have, in order; ``edits`` what stands between them.

    ``similarity`` is the part of the words of both that are paired, from 0 to 1.
    """

    pairs: tuple[tuple[Token, Token], ...]
    edits: tuple[Edit, ...]
    similarity: float


def words(text: str, spans: Spans) -> tuple[Token, ...]:
    """The words of ``text`` inside ``spans``, without punctuation."""
    return tuple(word for start, end in spans for word in tokens(text, start, end) if word.text[0].isalnum())


def folded(word: str) -> str:
    """A word as it is compared: without case, accents, and the shape of its apostrophe."""
    plain = unicodedata.normalize("NFKD", word.replace("’", "'"))
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()


def parts(word: Token) -> tuple[Token, ...]:
    """The word as it is compared, without what is contracted or a possessive ending; two for "isn't" and "I'll"."""
    key = folded(word.text)
    if key.endswith("'ll"):
        return replace(word, text=key[:-3]), replace(word, text="will")
    if match := _CONTRACTED.fullmatch(key):
        helping = match[1] or match[2]
        return replace(word, text=_WHOLE.get(helping, helping)), replace(word, text="not")
    return (replace(word, text=_ENDING.sub("", key)),)


def spelled(word: str) -> str:
    """A word in one spelling, for the endings that are British or American: "colour" and "color"."""
    for pattern, one in _SPELLINGS:
        word = pattern.sub(one, word)
    return word


def align(claim: Sequence[Token], reference: Sequence[Token]) -> Alignment:
    """Pair the words of a claim with those of a reference."""
    left, right = ([folded(word.text) for word in side] for side in (claim, reference))
    pairs: list[tuple[Token, Token]] = []
    edits: list[Edit] = []
    at_claim = at_reference = 0
    # Whatever stands between two blocks that both have is one difference.
    for block in Levenshtein.editops(left, right).as_matching_blocks():
        edit = Edit(tuple(claim[at_claim : block.a]), tuple(reference[at_reference : block.b]))
        if edit.claim or edit.reference:
            edits.append(edit)
        at_claim, at_reference = block.a + block.size, block.b + block.size
        pairs.extend(zip(claim[block.a : at_claim], reference[block.b : at_reference], strict=True))
    total = len(left) + len(right)
    return Alignment(tuple(pairs), tuple(edits), 2 * len(pairs) / total if total else 0.0)
