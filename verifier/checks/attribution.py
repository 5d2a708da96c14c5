"""Whether a claim leaves what is said to whom the reference gives it, and as firmly.

Each of the four functions is one rule, compared by itself:

- ``voice``: somebody else says it (SAID002);
- ``dropped``: the article says itself what the reference only attributes (ATT001);
- ``denial``: the source denies what it is given as saying, or the reverse (ATT004);
- ``commitment``: the cue or a hedge commits to more (ATT002) or to less (ATT003) than the reference's.

They compare only what is one sentence but for who says it, and how. Chains are compared link by link, the innermost
first. ``commitment.toml`` has the scale of commitment, and where it comes from.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib import resources
from itertools import zip_longest
from typing import NamedTuple

from claims.attribution.forces import force_of, lemma
from claims.records import Span, Spans, Voice
from claims.sources.name_words import lexicon
from claims.sources.resolve import NO_NAMES
from claims.text.words import Token, overlap, tokens
from verifier.checks import AGREES, Comparison
from verifier.checks.projection import clashes, links, sentences_at, stem
from verifier.nli.windows import COMMON
from verifier.references.alignment import Alignment, Told, align, folded, words
from verifier.voices.identity import Answer, is_named, may_be, may_speak_for, same_voice

# Two contents are one sentence from this part of paired words on, if they share so many different words with content.
SIMILAR = 0.75
SHARED = 2
# Neighbouring levels of the scale are not told apart.
STEP = 2
# The level of a cue that tells no more than that it was said: to report so weakens nothing.
NEUTRAL = 2
# Between a content and its cue in a sentence of its own: "He went on:", "― Ann Lee".
_JOINT = re.compile(r"[:–—―]|--")
_NEGATIONS = frozenset("not no never nobody nothing neither nor none cannot without".split())


class _Scale(NamedTuple):
    forces: dict[str, int]
    lemmas: dict[str, int]
    hedges: frozenset[tuple[str, ...]]


class _Paired(NamedTuple):
    """Links of claim and statement beside each other; ``negated`` says that one of their contents is, the other not."""

    links: tuple[tuple[Voice, Voice], ...]
    negated: bool


@cache
def _scale() -> _Scale:
    data = tomllib.loads(resources.files("verifier.checks").joinpath("commitment.toml").read_text(encoding="utf-8"))
    return _Scale(data["forces"], data["lemmas"], frozenset(tuple(hedge.split()) for hedge in data["hedges"]["words"]))


def voice(claim: Told, statement: Told) -> Comparison | None:
    """Whether the claim's voices are the statement's (SAID002)."""
    ours, theirs = claim.claim.chain, statement.claim.chain
    contents = _contents(claim, statement) if ours and theirs else None
    pairs: Sequence[tuple[Voice, Voice]] = ()
    if contents:
        pairs = tuple(zip(reversed(ours), reversed(theirs), strict=False))
    else:
        pairs = [(own, other) for own, other in links(claim, statement) if own]
    unsure = not pairs
    for own, other in pairs:
        answer = _same(own, claim, other, statement)
        if answer == "other":
            if not _is_beside(own, claim) or _has(theirs, own, other) or _has(ours, other, own):
                # It is the next claim's to say, or stands elsewhere in a chain that has lost or gained a link.
                return None
            if contents and _is_named_in(other, _besides(claim, contents)):
                return None
            message = f"{_called(own)} here, {_called(other)} there"
            return Comparison(False, "SAID002", message, _where(own), _where(other), "opens")
        # Somebody whom the statement does not name is nobody in particular.
        unsure = unsure or answer == "unknown" or bool(own.source and not other.source)
    return None if unsure else AGREES


def dropped(claim: Told, statement: Told) -> Comparison | None:
    """Whether the claim keeps every voice to which the statement gives its content (ATT001).

    Where the voice that is gone has no name and only guesses or claims ("allegedly"), a hedge is gone (ATT002).
    """
    contents = _contents(claim, statement)
    ours, theirs = claim.claim.chain, statement.claim.chain
    if len(ours) >= len(theirs):
        return AGREES if contents else None
    gone = [link for link in _gone(ours, theirs) if contents and not _is_told(link, claim, contents)]
    gone = gone or [other for own, other in links(claim, statement) if own is None]
    if not gone or not _is_beside(gone[0], statement):
        return None
    first, level = gone[0], _level(gone[0])
    where = tuple(sorted({*first.spans, *first.cue_spans}))
    if not first.source and level is not None and level < NEUTRAL:
        message = f"without reserve here, “{first.cue}” there"
        return Comparison(False, "ATT002", message, claim.claim.spans, where, "opens")
    message = f"asserted here, attributed to {_called(first)} (“{first.cue}”) there"
    return Comparison(False, "ATT001", message, claim.claim.spans, where, "opens")


def denial(claim: Told, statement: Told) -> Comparison | None:
    """Whether a voice denies what it denies in the statement, and nothing else (ATT004)."""
    paired = _paired(claim, statement)
    if not paired or not paired.links:
        return None
    turned = [(own, other) for own, other in paired.links if own.polarity != other.polarity]
    if paired.negated:
        # To deny a thing is to say that it is not so; if nobody turned round, it is no matter of denial.
        return AGREES if len(turned) % 2 else None
    if not turned:
        return AGREES
    own, other = turned[0]
    if not _is_beside(own, claim) or _has_negation(own, claim) or _has_negation(other, statement):
        return None
    message = f"“{own.cue}” here, “{other.cue}” there"
    return Comparison(False, "ATT004", message, own.cue_spans, other.cue_spans, "refutes")


def commitment(claim: Told, statement: Told) -> Comparison | None:
    """Whether cues and hedges commit to no more (ATT002) and no less (ATT003) than those of the statement."""
    paired = _paired(claim, statement)
    if not paired or paired.negated:
        return None
    for own, other in paired.links:
        if own.polarity == other.polarity and lemma(own.cue) == lemma(other.cue):
            continue
        here, there = _level(own), _level(other)
        if here is None or there is None or "denied" in (own.polarity, other.polarity):
            return None
        if here - there >= STEP or (there - here >= STEP and here != NEUTRAL):
            if not _is_beside(own, claim):
                return None
            return _firmness(here > there, (own.cue, other.cue), own.cue_spans, other.cue_spans)
    contents = _contents(claim, statement)
    return _hedging(claim, statement, contents) if contents else None


def _hedging(claim: Told, statement: Told, contents: Alignment) -> Comparison | None:
    """Compare the hedges in the contents themselves: "may have left", "has left"."""
    ours, theirs = _hedge(claim), _hedge(statement)
    hedge = ours or theirs
    if hedge is None or (ours and theirs):
        return AGREES
    hedged, plain = (claim, statement) if ours else (statement, claim)
    hedge_words = hedged.text[slice(*hedge)]
    if any(hedge_words in link.cue.split() for link in plain.claim.chain):
        # It stands in the cue there: "could be expected".
        return None
    sides = [(edit.claim, edit.reference) if ours else (edit.reference, edit.claim) for edit in contents.edits]
    gone, instead = next((side for side in sides if any(word.start == hedge[0] for word in side[0])), ((), ()))
    if not gone:
        # A hedge that is paired is none: "could" for "can".
        return AGREES
    if _told(gone, hedged, hedge) > _told(instead, plain):
        # With more than the hedge gone, what it hedged may be gone too.
        return None
    stands = ((instead[0].start, instead[-1].end),) if instead else ()
    plain_words = plain.text[slice(*stands[0])] if stands else ""
    if ours:
        return _firmness(False, (hedge_words, plain_words), (hedge,), stands)
    return _firmness(True, (plain_words, hedge_words), stands or claim.claim.spans, (hedge,))


def _firmness(firmer: bool, words: tuple[str, str], spans: Spans, reference: Spans) -> Comparison:
    own, other = (f"“{side}”" if side else "without reserve" for side in words)
    message = f"{own} here, {other} there"
    if firmer:
        return Comparison(False, "ATT002", message, spans, reference, "opens")
    return Comparison(False, "ATT003", message, spans, reference, "keeps")


@lru_cache(maxsize=16)
def _contents(claim: Told, statement: Told) -> Alignment | None:
    """How both are paired, or None where they are not one sentence. Words keep their offsets, not their spelling."""
    left, right = ([stem(word) for word in side.words()] for side in (claim, statement))
    if 2 * min(len(left), len(right)) < SIMILAR * (len(left) + len(right)):
        return None
    found = align(left, right)
    shared = {own.text for own, _ in found.pairs if own.text not in COMMON}
    if found.similarity < SIMILAR or len(shared) < SHARED:
        return None
    return None if any(clashes(claim, statement, edit) for edit in found.edits) else found


def _is_negation(word: str) -> bool:
    return word in _NEGATIONS or word.endswith("n't")


def _hedge(told: Told) -> Span | None:
    """Where the first hedge of the content stands."""
    spoken = told.words()
    for word, after in zip_longest(spoken, spoken[1:]):
        following = folded(after.text) if after else ""
        # "May" is a month, and what could not be done was not done.
        if (word.text,) in _scale().hedges and not (word.text == "could" and following == "not"):
            return word.start, word.end
        if after and (word.text, following) in _scale().hedges:
            return word.start, after.end
    return None


def _told(words: Sequence[Token], told: Told, hedge: Span = (0, 0)) -> int:
    """How many of the words say something, besides the hedge."""
    texts = (told.text[word.start : word.end].lower() for word in words if not overlap((word.start, word.end), hedge))
    return sum(text not in COMMON for text in texts)


def _level(link: Voice) -> int | None:
    """How far the cue commits its voice, on the scale of ``commitment.toml``."""
    for word in tokens(link.cue):
        known = lemma(word.text)
        if known in _scale().lemmas and (force := force_of(known)) and force.name == link.force:
            return _scale().lemmas[known]
    return _scale().forces.get(link.force)


def _same(own: Voice, claim: Told, other: Voice, statement: Told) -> Answer:
    """Whether two links are one voice, by what their texts say of them too."""
    answer = same_voice(own, other)
    if (own.source or "").lower() in NO_NAMES and folded(own.source or "") == folded(other.source or ""):
        # Where both texts say "he", they differ in what we make of it.
        return "same" if answer == "same" else "unknown"
    if answer == "other" and any(
        may_speak_for(own, other, told.text, told.claim.spans[0][0]) for told in (claim, statement)
    ):
        return "unknown"
    if answer == "unknown" and is_named(own) and not is_named(other) and not may_be(other, own, statement.text):
        return "other"
    return answer


def _same_source(own: Voice, other: Voice) -> bool:
    """Whether two links are one voice, or have one pronoun or description for it."""
    answer = same_voice(own, other)
    return answer == "same" or (answer == "unknown" and folded(own.source or "") == folded(other.source or ""))


def _paired(claim: Told, statement: Told) -> _Paired | None:
    """The links of both, the innermost first, if they have the same voices: of one content, or in twin sentences."""
    ours, theirs = claim.claim.chain, statement.claim.chain
    pairs = tuple(zip(reversed(ours), reversed(theirs), strict=False))
    alike = len(ours) == len(theirs) and all(_same_source(*pair) for pair in pairs) and _contents(claim, statement)
    found = () if alike and pairs else links(claim, statement)
    carried = tuple((own, other) for own, other in found if own and _same_source(own, other))
    if carried and len(carried) == len(found):
        return _Paired(
            carried, _odd(claim, [own for own, _ in carried]) != _odd(statement, [other for _, other in carried])
        )
    return _Paired(pairs, _odd(claim) != _odd(statement)) if alike else None


def _odd(told: Told, cues: Sequence[Voice] = ()) -> bool:
    """Whether the content is negated, or of a sentence in which these are cues what is not part of them."""
    spans = sentences_at(told.text, told.claim.spans) if cues else told.claim.spans
    without = [span for link in cues for span in link.cue_spans]
    found = [word for word in words(told.text, spans) if _is_negation(folded(word.text))]
    return sum(not any(overlap((word.start, word.end), cue) for cue in without) for word in found) % 2 == 1


def _gone(ours: Sequence[Voice], theirs: Sequence[Voice]) -> Sequence[Voice]:
    """The links that the shorter chain ``ours`` lacks at one end of ``theirs``; none where it is another chain."""
    count = len(theirs) - len(ours)
    for gone, kept in ((theirs[:count], theirs[count:]), (theirs[len(ours) :], theirs[: len(ours)])):
        if all(_same_source(own, other) for own, other in zip(ours, kept, strict=True)):
            return gone
    return ()


def _has(chain: Sequence[Voice], link: Voice, besides: Voice) -> bool:
    return any(other is not besides and bool(other.source) and same_voice(link, other) == "same" for other in chain)


def _is_told(link: Voice, claim: Told, contents: Alignment) -> bool:
    """Whether the claim's sentence still reports something, or names the voice: no more is known to be gone."""
    rest = _besides(claim, contents)
    return _is_named_in(link, rest) or any(force_of(word.text) for word in rest)


def _besides(claim: Told, contents: Alignment) -> list[Token]:
    """The words of the claim's sentence besides what the statement has too, and besides the claim's own voices."""
    known = {own.start for own, _ in contents.pairs}
    known |= {word.start for own in claim.claim.chain for word in words(claim.text, (*own.spans, *own.cue_spans))}
    return [word for word in words(claim.text, sentences_at(claim.text, claim.claim.spans)) if word.start not in known]


def _is_named_in(link: Voice, rest: Sequence[Token]) -> bool:
    parts = [word.text for word in tokens(f"{link.source} {link.resolved}") if word.text[0].isupper()]
    names = {folded(part) for part in parts} - COMMON - lexicon().titles
    return any(folded(word.text) in names for word in rest)


def _is_beside(link: Voice, told: Told) -> bool:
    """Whether the link stands in a sentence of the content, right behind it, or is joined to it by a colon or dash.

    What differs in an attribution of several sentences is said once, where it stands.
    """
    text, parts = told.text, [*link.spans, *link.cue_spans]
    whole = min(start for start, _ in parts), max(end for _, end in parts)
    around = sentences_at(text, link.cue_spans)
    for span in told.claim.spans:
        first, second = sorted((span, whole))
        gap = text[first[1] : second[0]]
        joined = first == span or _JOINT.search(gap + text[slice(*link.cue_spans[-1])])
        if any(overlap(span, sentence) for sentence in around) or (joined and not any(map(str.isalnum, gap))):
            return True
    return False


def _has_negation(link: Voice, told: Told) -> bool:
    """Whether a negation stands before the cue that was not read as part of it."""
    before = tokens(told.text, max(0, link.cue_spans[0][0] - 20), link.cue_spans[0][0])[-2:]
    return any(_is_negation(folded(word.text)) for word in before)


def _called(link: Voice) -> str:
    return link.resolved or link.source or "somebody"


def _where(link: Voice) -> Spans:
    return link.spans or link.cue_spans
