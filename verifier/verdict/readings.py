"""Reads a claim against what references say about the same thing: how near it is, what NLI and the checks find.

A statement is near a claim if it shares enough of its words, and its *twin* where hardly a word differs. Of each near
statement the checks say whether it is the same in their respect. A difference stands unless another statement clears
the claim of it, see ``unsettled``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from claims.text.words import overlap
from verifier.checks import (
    Comparison,
    age,
    attribution,
    excerpt,
    factuality,
    label,
    name,
    negation,
    quantity,
    quotation,
    roles,
    time,
    withdrawal,
)
from verifier.checks.accounting import tell_apart, unaccounted
from verifier.nli.engine import Pair
from verifier.records import Passage, Scores
from verifier.references.alignment import Told
from verifier.references.statements import Statement
from verifier.references.tables import has_cells
from verifier.verdict.nearness import ABOUT, TWIN, Near, near, place_of
from verifier.verdict.weighing import weight
from verifier.voices.hearing import is_mentioned

# A statement that is nearer by more than this is not contradicted by one that is farther.
MARGIN = 0.1
# The calibrated decision point of one pair and an even probability; and how sure NLI has to be of a contradiction where
# the wording is another one. Below, of real articles against others (``benchmarks/real.py``), it is right in one case
# of two.
SUPPORT = 0.5
CONTRADICTION = 0.5
CONTRADICTION_OF_OTHER = 0.7
# Where another statement has the claim as it stands, NLI has to be surer to speak against it.
CONTRADICTION_OF_SUPPORTED = 0.9
# How likely a statement entails a claim (``verifier.verdict.weighing``) to support it, where a word has no explanation.
# From here on 95 in 100 of held-out pairs of news are entailed, 91 of all that people labelled; of sentences of which a
# word was swapped one in a hundred comes so far, of rewordings with one 15. NLI alone believes half of these.
SURE = 0.7
THRESHOLDS = {"support": SUPPORT, "sure": SURE, "contradiction": CONTRADICTION, "about": ABOUT, "twin": TWIN}
# From this similarity on it is one sentence that was changed in several places.
SAME = 0.85
# Rules on values and names, by which two events can be told apart.
VALUES = frozenset({"NUM001", "TIM001", "NAM001"})

Respect = Literal["content", "voice"]


class Check(NamedTuple):
    """``compare`` raises the ``rules``; it need not run where none of them is on.

    ``respect`` is what it looks at: what is said, or who says it, how, and in which words. One that looks ``anywhere``
    around a statement clears the claim however far from it the statement is.
    """

    compare: Callable[[Told, Told], Comparison | None]
    respect: Respect
    rules: tuple[str, ...]
    anywhere: bool = False


CHECKS = (
    Check(quantity.compare, "content", ("NUM001",)),
    Check(age.compare, "content", ("NUM004",)),
    Check(time.compare, "content", ("TIM001",)),
    Check(name.compare, "content", ("NAM001",)),
    Check(label.compare, "content", ("NAM001",)),
    Check(negation.compare, "content", ("SO001",)),
    Check(factuality.compare, "content", ("SO005",)),
    Check(roles.compare, "content", ("ROL001", "ROL002")),
    Check(quotation.compare, "voice", ("QUO001", "QUO003", "QUO006"), anywhere=True),
    Check(excerpt.compare, "voice", ("QUO004", "QUO005")),
    Check(withdrawal.compare, "voice", ("SAID005",)),
    Check(attribution.voice, "voice", ("SAID002",)),
    Check(attribution.dropped, "voice", ("ATT001", "ATT002")),
    Check(attribution.denial, "voice", ("ATT004",)),
    Check(attribution.commitment, "voice", ("ATT002", "ATT003")),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What NLI is asked of a claim and a statement near it.

    Whether the statement entails the ``content``; whether the retrieved passage does (``context``, of which the
    statement is the nearest part), because a sentence alone may lack what it is about; and whether the sentences of the
    statement entail that the claim's source ``said`` so.
    """

    near: Near
    content: str
    context: Passage | None = None
    said: str | None = None

    def pairs(self) -> tuple[Pair, ...]:
        """The pairs to score."""
        return tuple(pair for pair in (self.own, self.wider, self.told) if pair)

    @property
    def own(self) -> Pair:
        """The statement against the content."""
        return self.near.statement.claim.text, self.content

    @property
    def wider(self) -> Pair | None:
        """The passage against the content."""
        return (self.context.text, self.content) if self.context else None

    @property
    def told(self) -> Pair | None:
        """The sentences against their being said."""
        return (self.near.statement.passage.text, self.said) if self.said else None


@dataclass(frozen=True, slots=True)
class Reading:
    """A statement read against a claim.

    ``passage`` is the text that was read and is shown; ``scores`` say whether it entails the claim's content, ``told``
    whether the claim's source said so (None where that was not asked); ``weight`` and ``told_weight`` are how likely
    what was read entails the one and the other, 0 where NLI does not support it; ``found`` is what each of the
    ``CHECKS`` says. ``differing`` is in which words a twin, or what has the claim word for word, differs without an
    explanation; ``elsewhere`` that a name, number or day of either is not in the other, so that they may tell of two
    events.
    """

    near: Near
    passage: Passage
    scores: Scores
    support: float
    told: Scores | None = None
    told_support: float = 0.0
    weight: float = 0.0
    told_weight: float = 0.0
    found: tuple[Comparison | None, ...] = ()
    differing: tuple[Comparison, ...] = ()
    elsewhere: bool = False

    @property
    def statement(self) -> Statement:
        """What was read."""
        return self.near.statement

    @property
    def is_twin(self) -> bool:
        """Whether claim and statement are the same sentence, but for what differs."""
        return self.near.similarity >= TWIN and self.near.about >= ABOUT

    @property
    def wide(self) -> bool:
        """Whether more was read than the sentences of the statement."""
        return self.passage != self.statement.passage

    @property
    def leans(self) -> bool:
        """Whether NLI puts the statement on a side."""
        contradiction = max(self.scores.contradiction, self.told.contradiction if self.told else 0.0)
        return self.support >= SUPPORT or contradiction >= CONTRADICTION

    def agrees(self, respect: Respect) -> bool:
        """Whether a check finds claim and statement the same in this respect."""
        pairs = zip(self.found, CHECKS, strict=True)
        return any(answer and answer.agrees for answer, check in pairs if check.respect == respect)

    def differs(self, respect: Respect) -> bool:
        """Whether a check finds a difference in this respect that touches the verdict, cleared or not."""
        return any(
            answer and not answer.agrees and answer.effect != "keeps"
            for answer, check in zip(self.found, CHECKS, strict=True)
            if check.respect == respect
        )


@dataclass(frozen=True, slots=True)
class Difference:
    """Something in which a statement differs from the claim."""

    reading: Reading
    comparison: Comparison


def asking(
    claim: Told,
    said: str | None,
    statements: Mapping[Passage, Sequence[Statement]],
    beside: Iterable[Statement] = (),
) -> tuple[Asked, ...]:
    """What to ask about the statements near a claim, found in these passages or ``beside`` them.

    ``said`` is that its source said so.
    """
    places = {place_of(one): passage for passage, each in statements.items() for one in each}
    nearest = near(claim, [*(one for each in statements.values() for one in each), *beside])
    asked = []
    wider: set[Passage | None] = {None}
    for one in nearest:
        place = places.get(place_of(one.statement))
        alone = one.similarity >= TWIN or (place is not None and has_cells(place.text))
        context = place if place not in wider and not alone else None
        wider.add(place)
        voice = claim.claim.chain[-1] if claim.claim.chain else None
        mentioned = voice and voice.source and one.around >= ABOUT and is_mentioned(voice, one.statement)
        asked.append(Asked(one, claim.claim.text, context, said if mentioned else None))
    return tuple(asked)


def read(
    asked: Asked, claim: Told, scores: Mapping[Pair, Scores], support: Callable[[Scores], float], on: Set[str]
) -> Reading:
    """What the ``scores`` and the checks say of a statement; a check that may raise nothing is not run."""
    own, passage = scores[asked.own], asked.near.statement.passage
    if asked.context and asked.wider:
        wider = scores[asked.wider]
        if own.contradiction < CONTRADICTION and support(wider) > max(support(own), own.contradiction):
            own, passage = wider, asked.context
    told = scores[asked.told] if asked.told else None
    found = []
    for check in CHECKS:
        about = asked.near.about >= ABOUT or asked.near.in_words or support(own) >= SUPPORT
        answer = check.compare(claim, asked.near.statement.told) if about and not on.isdisjoint(check.rules) else None
        found.append(answer if answer is None or answer.agrees or answer.rule in on else None)
    told_support = support(told) if told else 0.0
    reading = Reading(asked.near, passage, own, support(own), told, told_support, found=tuple(found))
    if reading.support >= SUPPORT and asked.near.about >= ABOUT:
        wide = f"{passage.text} " if reading.wide else ""
        premise = wide + asked.near.statement.claim.text
        reading = replace(reading, weight=weight(asked.content, premise, own, reading.support))
    if told and asked.told and told_support >= SUPPORT:
        reading = replace(reading, told_weight=weight(asked.told[1], asked.told[0], told, told_support))
    return (
        _accounted(reading, claim) if asked.near.similarity >= TWIN or asked.near.in_words or reading.leans else reading
    )


def _accounted(reading: Reading, claim: Told) -> Reading:
    """The reading with the words that differ without an explanation, and whether these tell of something else."""
    near, statement, around = reading.near, reading.statement.told, (reading.passage.span,)
    twin = near.similarity >= TWIN
    differing = unaccounted(claim, statement, None if twin else around)
    if twin and near.in_words and differing:
        differing = unaccounted(claim, statement, around)
    elsewhere = tell_apart(claim.text, statement.text, differing, twin=twin)
    found = tuple(None if _of_another(answer, differing) else answer for answer in reading.found)
    return replace(
        reading, differing=differing, elsewhere=elsewhere, found=found if near.similarity < SAME else reading.found
    )


def _of_another(answer: Comparison | None, differing: Sequence[Comparison]) -> bool:
    """Whether more differs in place of something else than the value or name that a check has refute the claim.

    Then they may tell of two events: "opened on Monday" and "closed on Thursday" can both be so.
    """
    if answer is None or answer.agrees or answer.rule not in VALUES:
        return False
    others = (each for each in differing if each.spans and each.reference)
    return any(not any(overlap(span, part) for span in each.spans for part in answer.spans) for each in others)


def unsettled(
    readings: Sequence[Reading], respect: Respect, standing: Callable[[Reading], int] = lambda _: 0
) -> tuple[Difference, ...]:
    """The differences of which no statement clears the claim, nearest first.

    Of the statements that a check can compare the nearest decide. One that agrees clears the claim of what another
    differs in, if it is as near, and if it stands as high as the other or in the same document: what a minister
    says is no answer to what a register shows. The claim's own words agree with it where a check finds nothing to say.
    """
    left: list[Difference] = []
    for i, check in enumerate(CHECKS):
        if check.respect != respect:
            continue
        answers = [(reading, reading.found[i]) for reading in readings]
        agreeing = [r for r, answer in answers if (answer.agrees if answer else r.near.similarity == 1.0)]
        left += (
            Difference(reading, answer)
            for reading, answer in answers
            if answer
            and not answer.agrees
            and not any(check.anywhere or _clears(other, reading, standing) for other in agreeing)
        )
    return tuple(sorted(left, key=lambda each: -each.reading.near.similarity))


def _clears(agreeing: Reading, differing: Reading, standing: Callable[[Reading], int]) -> bool:
    one, other = agreeing.statement, differing.statement
    same = one.passage.document_id == other.passage.document_id
    as_near = agreeing.near.similarity >= differing.near.similarity - MARGIN
    return as_near and (same or standing(agreeing) >= standing(differing))
