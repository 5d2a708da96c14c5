"""What a reader compares: words in which a claim and a passage agree and differ; how sure a verdict is, in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal, NamedTuple

from claims.records import Article, Claim, Span, Spans
from claims.text.sentences import sentences
from claims.text.words import overlap
from verifier.checks.accounting import shared, unaccounted
from verifier.records import CheckedClaim, Evidence, Flag, Verdict
from verifier.references.alignment import Told, align

Sureness = Literal["very likely", "likely", "open"]
Sign = Literal["", "agrees", "differs"]

_HALF = re.compile("[\ud800-\udfff]")

# Words that a difference may have on a side: longer ones are other sentences, not other words.
_LONGEST = 3
# The part of the letters of a claim's words that a passage has to share for the rest to be a difference of the two.
_NEAR = 0.5


# Whose the words of a passage are does not matter for which they are.
_NOBODY = Claim("", "", "asserted", "", ())


class Band(NamedTuple):
    """From which ``confidence`` on a verdict is called ``word``, and what that means."""

    word: Sureness
    least: float
    meaning: str


# The words and their borders are those of the IPCC (Mastrandrea et al. 2010): likely from 66 in 100 on, very likely
# from 90 on. What is less sure is not called anything but open.
BANDS = (
    Band("very likely", 0.90, "90 in 100 or more"),
    Band("likely", 0.66, "66 to 90 in 100"),
    Band("open", 0.0, "less than 66 in 100, or the references do not settle it: a person decides"),
)


def sureness(verdict: Verdict) -> Sureness:
    """How sure a verdict is, in words; NOT ENOUGH INFO is open, whatever its confidence.

    >>> sureness(Verdict("REFUTED", 0.93, "The port log says otherwise."))
    'very likely'
    """
    if verdict.label == "NOT ENOUGH INFO":
        return "open"
    return next(band.word for band in BANDS if verdict.confidence >= band.least)


@dataclass(frozen=True, slots=True)
class Marked:
    """Spans of a text: the words that the other side has too, and those that it has otherwise. They do not overlap."""

    agree: Spans = ()
    differ: Spans = ()


@dataclass(frozen=True, slots=True)
class Marks:
    """What is marked of a claim and a passage.

    ``article`` indexes the text of the article, ``claim`` the wording of the claim, ``passage`` the text of the passage
    (from 0: not that of its document).
    """

    article: Marked
    claim: Marked
    passage: Marked


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text that is marked in one way."""

    text: str
    sign: Sign = ""


def marks(article: Article, checked: CheckedClaim, evidence: Evidence) -> Marks:
    """The words of a claim and of a passage that agree and differ.

    They agree where both have them, as the checks compare words. They differ where a flag names them or, in a passage
    that speaks against the claim, where a few words stand in the place of others or turn what is said ("not").
    """
    passage = evidence.passage
    told = Told(checked.claim, _encodable(article.text), article.published)
    wording = _whole(checked.claim.text, told)
    there = _whole(passage.text, Told(_NOBODY, "", passage.published))
    ours, theirs = flagged(checked.flags, evidence)
    here, other = shared(wording, there)
    own, its = _replaced(wording, there, here, other) if evidence.stance == "refutes" else ((), ())
    return Marks(
        article=_marked(article.text, _moved(wording, told, here), (*ours, *_moved(wording, told, own))),
        claim=_marked(wording.text, here, (*own, *_moved(told, wording, ours))),
        passage=_marked(passage.text, other, (*theirs, *its)),
    )


def _replaced(wording: Told, there: Told, here: Spans, other: Spans) -> tuple[Spans, Spans]:
    """A few words that stand in the place of others, or turn what is said; none of them are words that both have.

    They stand in the sentence of the passage that shares most with the claim: what another denies is another matter.
    """
    ours: list[Span] = []
    theirs: list[Span] = []
    found = unaccounted(wording, there)
    same, other_words = _letters(here), sum(_letters(each.spans) for each in found)
    nearest = max(sentences(there.text), key=lambda span: _letters(_within(other, span)), default=(0, 0))
    for each in found if same and same >= _NEAR * (same + other_words) else ():
        if max(len(each.spans), len(each.reference)) > _LONGEST:
            continue
        mine, its = _besides(each.spans, here), _besides(_within(each.reference, nearest), other)
        if its and (mine or not each.spans):
            ours += mine
            theirs += its
    return tuple(ours), tuple(theirs)


def _letters(spans: Spans) -> int:
    return sum(end - start for start, end in spans)


def _within(spans: Spans, span: Span) -> Spans:
    return tuple(each for each in spans if overlap(each, span))


def _besides(spans: Spans, others: Spans) -> Spans:
    return tuple(span for span in spans if not any(overlap(span, other) for other in others))


def flagged(flags: Iterable[Flag], evidence: Evidence) -> tuple[Spans, Spans]:
    """The words that flags name: in the article, and in the text of the passage if they are about this one."""
    first, last = evidence.passage.span
    ours: list[Span] = []
    theirs: list[Span] = []
    for flag in flags:
        place = flag.reference
        if place is None or place.document_id != evidence.passage.document_id:
            continue
        inside = [(max(start, first) - first, min(end, last) - first) for start, end in place.spans]
        inside = [(start, end) for start, end in inside if start < end]
        if inside:
            ours += flag.spans
            # Where no words differ, but a whole passage does, none of them are.
            theirs += [span for span in inside if span != (0, last - first)]
    return tuple(ours), tuple(theirs)


def flagged_wording(article: Article, checked: CheckedClaim) -> Spans:
    """The words of the claim's wording that a flag names because a reference, or the article elsewhere, has others."""
    told = Told(checked.claim, _encodable(article.text))
    named = [span for flag in checked.flags if flag.reference or flag.elsewhere for span in flag.spans]
    return _moved(told, _whole(checked.claim.text, told), named) if named else ()


def pieces(text: str, marked: Marked) -> tuple[Piece, ...]:
    """The text cut where a mark begins or ends; joined, the pieces are the text.

    >>> [(piece.text, piece.sign) for piece in pieces("Two ferries sank.", Marked(((4, 11),), ((0, 3),)))]
    [('Two', 'differs'), (' ', ''), ('ferries', 'agrees'), (' sank.', '')]
    """
    cuts = sorted({0, len(text), *(cut for span in (*marked.agree, *marked.differ) for cut in span)})
    return tuple(Piece(text[start:end], _sign((start, end), marked)) for start, end in pairwise(cuts))


def _sign(part: Span, marked: Marked) -> Sign:
    if any(overlap(part, span) for span in marked.differ):
        return "differs"
    return "agrees" if any(overlap(part, span) for span in marked.agree) else ""


def _whole(text: str, told: Told) -> Told:
    """The whole of a text, as a claim would be read."""
    claim = replace(told.claim, spans=((0, len(text)),), quoted=())
    return Told(claim, _encodable(text), told.published)


def _encodable(text: str) -> str:
    """The text with another character for each half of one, which a report may have, and no reader of words takes."""
    return _HALF.sub("\ufffd", text)


def _moved(from_: Told, to: Told, spans: Sequence[Span]) -> Spans:
    """The words of ``to`` that stand for those of ``from_`` at the spans; words with nothing between them are one."""
    if not spans:
        return ()
    pairs = align(from_.words(), to.words()).pairs
    found = (
        (there.start, there.end)
        for here, there in pairs
        if any(overlap((here.start, here.end), span) for span in spans)
    )
    return _united(to.text, found)


def _marked(text: str, agree: Iterable[Span], differ: Iterable[Span]) -> Marked:
    """Both in text order, words that differ taken out of those that agree."""
    apart = _united(text, differ)
    left: list[Span] = []
    for start, end in _united(text, agree):
        cuts = sorted({start, end, *(cut for span in apart for cut in span if start < cut < end)})
        left += [part for part in pairwise(cuts) if not any(overlap(part, span) for span in apart)]
    words_only = (_trimmed(text, span) for span in left)
    return Marked(tuple(span for span in words_only if span[0] < span[1]), apart)


def _trimmed(text: str, span: Span) -> Span:
    """A span without the space and marks at its ends; an empty one if it has nothing else."""
    start, end = span
    while start < end and not text[start].isalnum():
        start += 1
    while start < end and not text[end - 1].isalnum():
        end -= 1
    return start, end


def _united(text: str, spans: Iterable[Span]) -> Spans:
    """The spans in order; two are one if no letter or digit stands between them."""
    found: list[Span] = []
    for start, end in sorted(set(spans)):
        if found and not any(map(str.isalnum, text[found[-1][1] : start])):
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return tuple(found)
