"""The attributions of a sentence read onto its twin, where only one of two texts was found to have them.

A tagger that knows "officials said" may pass over "officials proved". Where the sentences of claim and statement are
one but for few words, source and cue of the one are carried over to the words that stand in their place in the other:
annotation projection (Yarowsky and Ngai 2001), here across an edit and not between languages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

from claims.attribution.forces import force_of
from claims.attribution.tidying import AUXILIARIES
from claims.records import Span, Spans, Voice
from claims.sources.name_words import lexicon, ordinary
from claims.text.grammar import tagged_alone
from claims.text.sentences import sentences
from claims.text.words import Token, overlap
from verifier.nli.windows import COMMON
from verifier.references.alignment import Alignment, Edit, Told, align, folded, words

# Sentences are twins from this part of paired words on, their attributions left out, if so many words are paired.
TWINS, PAIRED = 0.75, 4
# Claim and statement are about the same part of them if this part of the words of the shorter is paired with the other.
ABOUT = 0.5
# A sentence is looked for no further than this around a content, in characters, and within its paragraph.
REACH = 2_000
# Inflections of a word meet in so many letters.
STEM = 6
# Words that take one another's place in reported speech: "I will go", "she would go".
_SHIFTED = {
    word: line.split()[0]
    for line in (
        "he she i they we you it him her me them us his my their our your its",
        "is are was were be been am being",
        "has have had having",
        "do does did",
        "will would",
        "can could",
        "this that",
        "here there",
    )
    for word in line.split()
}
_NUMBERS = frozenset("one two three four five six seven eight nine ten eleven twelve hundred thousand million".split())
_BREAK = re.compile(r"\n[^\S\n]*\n|\u2029")


class Link(NamedTuple):
    """Two links that stand in one place of twin sentences; ``own`` is None where nothing stands there any more."""

    own: Voice | None
    other: Voice


@dataclass(frozen=True, slots=True)
class _Side:
    """One of two twins: its sentence, the links in it, and by the start of each word the other's words in its place."""

    told: Told
    sentence: Span
    links: tuple[Voice, ...]
    across: Mapping[int, Sequence[Token]]

    def counterpart(self, spans: Spans) -> tuple[Token, ...]:
        """The words of the other side that stand where ``spans`` stand in this one, in order."""
        found = {word for own in words(self.told.text, spans) for word in self.across.get(own.start, ())}
        return tuple(sorted(found, key=lambda word: word.start))


def stem(word: Token) -> Token:
    """The word, where it stands, as contents are compared: without inflection, and without what is shifted."""
    text = folded(word.text)
    text = {"can't": "can", "won't": "will"}.get(text, text.removesuffix("n't")).split("'")[0] or text
    return Token(word.start, word.end, _SHIFTED.get(text, text[:STEM]))


def clashes(claim: Told, statement: Told, edit: Edit) -> bool:
    """Whether a number or name stands for another: then these are two statements, and may have two authors."""
    return any(
        any(is_one(claim, word) for word in edit.claim) and any(is_one(statement, word) for word in edit.reference)
        for is_one in (_is_number, _is_name)
    )


def _is_number(told: Told, word: Token) -> bool:
    text = told.text[word.start : word.end].lower()
    return any(c.isdigit() for c in text) or text in _NUMBERS


def _is_name(told: Told, word: Token) -> bool:
    text = told.text[word.start : word.end]
    first = any(word.start == start for start, _ in told.claim.spans) and ordinary(text)
    return text[0].isupper() and text != "I" and not first and text.lower() not in lexicon().titles


def sentences_at(text: str, spans: Iterable[Span]) -> Spans:
    """The sentences of ``text`` in which the ``spans`` stand."""
    found = {
        (start + shift, end + shift)
        for span in spans
        for shift, part in [_paragraph(text, span)]
        for start, end in _sentences(part)
        if overlap((start + shift, end + shift), span)
    }
    return tuple(sorted(found))


def _paragraph(text: str, span: Span) -> tuple[int, str]:
    first, last = max(0, span[0] - REACH), min(len(text), span[1] + REACH)
    start = max((match.end() for match in _BREAK.finditer(text, first, span[0])), default=first)
    following = _BREAK.search(text, span[1], last)
    return start, text[start : following.start() if following else last]


@lru_cache(maxsize=64)
def _sentences(paragraph: str) -> Spans:
    return sentences(paragraph)


@lru_cache(maxsize=16)
def links(claim: Told, statement: Told) -> tuple[Link, ...]:
    """The links in the sentence of the claim beside those in the statement's, the innermost first.

    There are none where the sentences are not twins, or claim and statement are not about the same part of them.
    """
    places = [sentences_at(told.text, told.claim.spans) for told in (claim, statement)]
    if any(len(place) != 1 for place in places):
        return ()
    found = align(
        *([stem(word) for word in words(told.text, at)] for told, at in zip((claim, statement), places, strict=True))
    )
    if not found.edits:
        return ()
    there: dict[int, Sequence[Token]] = {own.start: [other] for own, other in found.pairs}
    here: dict[int, Sequence[Token]] = {other.start: [own] for own, other in found.pairs}
    for edit in found.edits:
        there |= dict.fromkeys((word.start for word in edit.claim), edit.reference)
        here |= dict.fromkeys((word.start for word in edit.reference), edit.claim)
    own = _Side(claim, places[0][0], _links_in(claim, places[0][0]), there)
    other = _Side(statement, places[1][0], _links_in(statement, places[1][0]), here)
    if own.links or other.links:
        return tuple(_beside(own, other, found)) if _are_twins(own, other, found) else ()
    # Which of several differences is one of voices cannot be told.
    only = found.edits[0] if len(found.edits) == 1 and len(found.pairs) >= PAIRED else None
    return tuple(_unread(own, other, only)) if only else ()


def _are_twins(own: _Side, other: _Side, found: Alignment) -> bool:
    """Whether the sentences are one but for their attributions, and claim and statement about the same part of them."""
    sides = [(_reports(own, edit.claim), _reports(other, edit.reference)) for edit in found.edits]
    rest = [edit for edit, each in zip(found.edits, sides, strict=True) if "wholly" not in each]
    paired, left = 2 * len(found.pairs), sum(len(edit.claim) + len(edit.reference) for edit in rest)
    return (
        paired >= max(2 * PAIRED, TWINS * (paired + left))
        and not any("partly" in each for each in sides)
        and not any(clashes(own.told, other.told, edit) for edit in rest)
        and _about(own, other)
    )


def _links_in(told: Told, sentence: Span) -> tuple[Voice, ...]:
    return tuple(link for link in reversed(told.claim.chain) if any(overlap(cue, sentence) for cue in link.cue_spans))


def _reports(side: _Side, edit: Sequence[Token]) -> Literal["wholly", "partly", "no"]:
    """Whether the words of a difference are those of an attribution; words that every text has do not count."""
    spans = [span for link in side.links for span in (*link.spans, *link.cue_spans)]
    parts = [any(overlap((word.start, word.end), span) for span in spans) for word in edit]
    rest = [word for word, part in zip(edit, parts, strict=True) if not part and word.text not in COMMON]
    return ("partly" if rest else "wholly") if any(parts) else "no"


def _about(own: _Side, other: _Side) -> bool:
    ours, theirs = own.told.words(), other.told.words()
    starts = {word.start for word in theirs}
    paired = sum(not starts.isdisjoint(word.start for word in own.across.get(each.start, ())) for each in ours)
    return paired >= ABOUT * min(len(ours), len(theirs))


def _beside(own: _Side, other: _Side, found: Alignment) -> Iterator[Link]:
    """The links that one of the sides was found to have, carried over to the other."""
    added = [own.told.text[word.start : word.end] for edit in found.edits for word in edit.claim]
    for link in other.links:
        source, cue = other.counterpart(link.spans), other.counterpart(link.cue_spans)
        if like := _carried(link, own.told, source, cue):
            yield Link(like, link)
        elif not source and not cue and not any(map(force_of, added)):
            yield Link(None, link)
    for link in own.links if not other.links else ():
        if like := _carried(link, other.told, own.counterpart(link.spans), own.counterpart(link.cue_spans)):
            yield Link(link, like)


def _carried(link: Voice, told: Told, source: Sequence[Token], cue: Sequence[Token]) -> Voice | None:
    """The link of ``told`` whose source and cue are these words: the one that was found there, or a new one."""
    if not cue or bool(source) != bool(link.source):
        return None
    span = cue[0].start, cue[-1].end
    known = next((one for one in told.claim.chain if any(overlap(span, part) for part in one.cue_spans)), None)
    return known or _voice(told.text, source, span)


def _voice(text: str, source: Sequence[Token], cue: Span) -> Voice | None:
    said, force = text[slice(*cue)], force_of(text[slice(*cue)])
    who = ((source[0].start, source[-1].end),) if source else ()
    name = text[slice(*who[0])] if who else None
    return Voice(name, who, said, (cue,), force.name, force.polarity) if force else None


def _unread(own: _Side, other: _Side, edit: Edit) -> Iterator[Link]:
    """The link of twins in which nobody was found to speak: another reporting verb, or another name before it."""
    if edit.claim and edit.reference:
        here, there = (
            _changed(side.told.text, tagged_alone(side.told.text, *side.sentence), (part[0].start, part[-1].end))
            for side, part in ((own, edit.claim), (other, edit.reference))
        )
        if here and there and bool(here.source) == bool(there.source):
            yield Link(here, there)


def _changed(text: str, line: Sequence[Token], span: Span) -> Voice | None:
    """The voice whose cue is a changed part of a sentence, or whose source it is, with the verb behind it as cue."""
    inside = [word for word in line if overlap((word.start, word.end), span)]
    if any(word.tag.startswith("V") for word in inside) and (voice := _voice(text, (), span)):
        return voice
    behind = [word for word in line if word.start >= span[1]]
    while behind and (behind[0].text.lower() in AUXILIARIES or behind[0].tag.startswith("RB")):
        behind.pop(0)
    named = any(word.text[0].isupper() for word in inside)
    return _voice(text, inside, (behind[0].start, behind[0].end)) if named and behind else None
