"""Which statements of references may speak about what a claim is about, and how near they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from claims.attribution.forces import force_of
from claims.records import Spans, Voice
from claims.sources.name_words import ordinary
from claims.text.words import Token, whole_words
from verifier.checks.amounts import written_alike
from verifier.nli.windows import WORD, content_words
from verifier.references.alignment import Alignment, Told, align, folded, parts, spelled, words
from verifier.references.statements import Statement
from verifier.voices.hearing import named as voiced
from verifier.voices.hearing import taken_apart

# Part of the claim's content words that a statement shares: to be asked of NLI at all, and to speak about the claim.
NEAR = 0.3
ABOUT = 0.5
# Words that two sentences about one matter share; about different matters many share one or two.
FEWEST = 3
# Part of a claim's words that have to stand in a sentence for it to say the same.
COVERED = 0.8
NEGATIONS = frozenset("not no never nor neither none nobody nothing cannot without deny denies denied denying".split())
# Words from which a short statement may speak about a part of a long claim.
ENOUGH = 5
# Part of the words of both that are paired (``Alignment.similarity``): from here two say the same but for what differs.
TWIN = 0.75
# Characters before two sentences that are the same in copies of one text.
BEFORE = 300
# Statements read for one claim.
READ = 8

Place = tuple[str, Spans, str]


@dataclass(frozen=True, slots=True)
class Near:
    """A statement near a claim.

    ``similarity`` is that of their words in order. ``about`` is the part of its content words that the claim shares
    with the statement, or the statement with the claim where it shares enough, ``around`` the part that it shares with
    the sentences of the statement. ``shared`` is how many words claim and statement share, ``named`` whether a name or
    number is among them. ``in_words`` says that the sentences have the claim word for word, with whoever says it;
    ``asserted`` that the document says it itself: nobody else does, or whoever does stands among the claim's own words.
    ``copied`` that what stands before a twin is the same too, as in two copies of one text.
    """

    statement: Statement
    similarity: float
    about: float
    around: float
    shared: int
    named: bool
    in_words: bool
    asserted: bool
    copied: bool = False


def near(claim: Told, statements: Iterable[Statement]) -> tuple[Near, ...]:
    """The statements that may speak about what the claim is about, nearest first."""
    wanted, spoken = content_words(claim.claim.text), _in_full(claim)
    telling = _telling(claim.claim.text)
    found: dict[Place, Near] = {}
    for statement in statements if wanted else ():
        told, there = (
            content_words(written_alike(text, claim.claim.text))
            for text in (statement.claim.text, statement.passage.text)
        )
        shared = wanted & told
        whole = min(len(wanted), len(told)) if len(shared) >= ENOUGH else len(wanted)
        about, around = len(shared) / whole, len(wanted & there) / len(wanted)
        if max(about, around) >= NEAR:
            if (resolved := voiced(statement.told)) is not statement.told:
                statement = replace(statement, told=resolved)
            similarity = align(spoken, _in_full(statement.told)).similarity
            if similarity < TWIN:
                statement = taken_apart(statement, claim.claim.text)
            named = not telling.isdisjoint(shared)
            in_words = around >= COVERED and _in_words(claim, statement)
            asserted = not statement.claim.chain or (in_words and not claim.claim.chain)
            copied = similarity >= TWIN and _copied(claim, statement.told)
            each = Near(statement, similarity, about, around, len(shared), named, in_words, asserted, copied)
            found.setdefault(place_of(statement), each)
    ranked = sorted(found.values(), key=lambda each: (-max(each.similarity, each.about), -each.around))
    return tuple(ranked[:READ])


@lru_cache(maxsize=4096)
def _in_full(told: Told) -> tuple[Token, ...]:
    """The words with contractions written out, in one spelling."""
    return tuple(replace(part, text=spelled(part.text)) for word in told.words() for part in parts(word))


def _copied(claim: Told, statement: Told) -> bool:
    """Whether the same words stand before both, but for a few."""
    before = [_before(told) for told in (claim, statement)]
    return min(map(len, before)) >= ENOUGH and align(*before).similarity >= COVERED


def _before(told: Told) -> tuple[Token, ...]:
    start = min(span[0] for spans in (told.claim.spans, *(voice.spans for voice in told.claim.chain)) for span in spans)
    return words(told.text, (whole_words(told.text, (max(0, start - BEFORE), start)),))


def place_of(statement: Statement) -> Place:
    """What is the same for a statement that was read twice."""
    return statement.passage.document_id, statement.claim.spans, statement.claim.text


def _in_words(claim: Told, statement: Statement) -> bool:
    """Whether the sentences of a statement have the claim and who says it word for word, however they were split.

    A cue may be another one of the same kind. Where the statement has voices that the claim has not, these have to be
    among the claim's own words.
    """
    ours, theirs = claim.claim.chain, statement.claim.chain
    spoken = words(claim.text, tuple(sorted({*claim.claim.spans, *_spans(ours)})))
    there = words(statement.told.text, (statement.passage.span,))
    found = align(spoken, there)
    if len(found.pairs) < max(FEWEST, COVERED * len(spoken)):
        return False
    mine, other = ({pair[side].start for pair in found.pairs} for side in (0, 1))
    extra = theirs[: -len(ours) or None]
    first, last = found.pairs[0][1].start, found.pairs[-1][1].start
    return (
        all(word.start in mine for voice in ours for word in words(claim.text, voice.spans))
        and all(_same_cue(voice, words(claim.text, voice.cue_spans), found) for voice in ours)
        and all(word.start in other for voice in extra for word in words(statement.told.text, _named(voice)))
        and all(_named(voice) for voice in extra)
        and _negations(spoken) == _negations([word for word in there if first <= word.start <= last])
    )


def _same_cue(voice: Voice, cue: Sequence[Token], found: Alignment) -> bool:
    """Whether what stands in place of the words of a cue is of the same force."""
    lost = {word.start for word in cue} - {word.start for word, _ in found.pairs}
    for edit in found.edits:
        if any(word.start in lost and force_of(word.text) for word in edit.claim):
            force = force_of(" ".join(word.text for word in edit.reference))
            if force is None or (force.name, force.polarity) != (voice.force, voice.polarity):
                return False
    return True


def _named(voice: Voice) -> Spans:
    """The words that tell of a voice: its source, or of one without a name its cue."""
    return voice.spans or voice.cue_spans


def _spans(chain: Sequence[Voice]) -> Spans:
    return tuple(span for voice in chain for span in (*voice.spans, *voice.cue_spans))


def _negations(spoken: Sequence[Token]) -> int:
    return sum(folded(word.text) in NEGATIONS or folded(word.text).endswith("n't") for word in spoken)


def _telling(text: str) -> frozenset[str]:
    """The content words of a text that are names or numbers."""
    words = WORD.findall(text)
    first = words[:1] if words and not ordinary(words[0]) else []
    named = [word for word in words[1:] if word[0].isupper() or word[0].isdigit()]
    return content_words(" ".join([*first, *named]))
