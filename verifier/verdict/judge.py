"""From readings to the two verdicts: the rules, in one place.

What a statement says of a claim's content is settled by the first of these that applies:

| a check finds a difference that no other statement clears | contradicts, or leaves open, as the check says |
| it finds one of which another statement clears the claim  | leaves open                                    |
| hardly a word differs, each with an explanation           | supports                                       |
| it shares too few of the claim's words (``ABOUT``)        | leaves open                                    |
| what NLI supports is likely entailed                      | supports                                       |
| NLI contradicts, is sure, and it is one event             | contradicts                                    |

A document speaks through the statement that is nearest to the claim, and documents that copy one another are one voice.

**so**, is the content so? Only what a document says in its own voice decides:

| a document says so | one contradicts | verdict         |                                             |
|--------------------|-----------------|-----------------|---------------------------------------------|
| yes                | no              | SUPPORTED       |                                             |
| no                 | yes             | REFUTED         |                                             |
| yes                | yes             | CONFLICTING     |                                             |
| no                 | no              | NOT ENOUGH INFO | the reason names who says so, where some do |

**said**, did its source say this? Asked of each link of the chain, see ``verifier.voices.hearing``:

| a link is on record with it | with the contrary, or denies | the link  | all links together                  |
|-----------------------------|------------------------------|-----------|-------------------------------------|
| yes                         | no                           | supported | SUPPORTED if all are                |
| no                          | yes                          | refuted   | REFUTED if one is                   |
| yes                         | yes                          | open      | CONFLICTING if one is both          |
| no                          | no                           | open      | NOT ENOUGH INFO if one is, else     |

Last, a check on who said it or how (``SAID002``, ``QUO001``, ``ATT002`` …) whose difference stands makes SUPPORTED
REFUTED or NOT ENOUGH INFO. A check never makes a claim supported, and the reason names what it found.

The labels are FEVER's (Thorne et al. 2018), with AVeriTeC's fourth for evidence on both sides (Schlichtkrull et al.
2023).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from claims.records import Voice
from claims.sources.resolve import NO_NAMES
from verifier.checks import Comparison
from verifier.checks.quotation import is_quoted_alike, not_found, of_another
from verifier.records import Evidence, Label, Question, Verdict
from verifier.references.alignment import Told
from verifier.references.statements import Statement
from verifier.verdict import reasons
from verifier.verdict.nearness import FEWEST
from verifier.verdict.readings import CONTRADICTION_OF_OTHER, SURE, Difference, Reading, unsettled
from verifier.verdict.stands import Sides, Stand, by_nli, document_of, meant, sides, stands, unless_twins
from verifier.verdict.superseded import newer, unless_older
from verifier.voices.hearing import is_mentioned, is_other, place, shows
from verifier.voices.independence import independent
from verifier.voices.likely import likely

# Evidence kept with a verdict; a report is read by people.
KEPT = 5

# What a link makes of the whole chain, before SUPPORTED.
_WORST: tuple[Label, ...] = ("REFUTED", "CONFLICTING", "NOT ENOUGH INFO")


class Judgement(NamedTuple):
    """Both verdicts, None where a question is not asked, and what checks found that a person should see.

    ``missing`` are quoted words that no statement of the source has.
    """

    said: Verdict | None
    so: Verdict | None
    differences: tuple[Difference, ...]
    missing: Comparison | None = None


def judge(told: Told, readings: Sequence[Reading], known: Sequence[Voice] = ()) -> Judgement:
    """Both verdicts on a claim; ``known`` are the voices of its article, some of which name others more fully.

    What is not checkable may still differ from the references: a prediction that somebody has turned round.
    """
    claim = told.claim
    voiced = unsettled(readings, "voice")
    content = unless_older(told, unsettled(readings, "content", lambda reading: int(reading.near.asserted)))
    later = tuple(newer(readings))
    said = so = missing = None
    of_source: tuple[Difference, ...] = ()
    worded: list[Difference] = []
    if claim.chain:
        last = len(claim.chain) - 1
        spoken = [_spoken(told, reading) for reading in readings]
        own = [
            reading
            for reading, (chain, statement) in zip(readings, spoken, strict=True)
            if place(chain, last, statement, known, copied=reading.near.copied) is not None
        ]
        of_source = unless_older(told, unsettled(own, "content"))
        found = stands(readings, of_source)
        worded += (stand.worded for stand in found if stand.worded and stand.reading in own)
        said = _cautioned(_said(told, found, known), voiced)
        if not any(reading.is_twin for reading in own):
            missing = not_found(told, [reading.statement.told for reading in own])
        if said.label != "SUPPORTED" and not any(each.comparison.rule == "SAID002" for each in voiced):
            worded += _of_others(told, readings)
    if claim.checkable:
        found = stands(readings, content)
        worded += (stand.worded for stand in found if stand.worded and stand.reading.near.asserted)
        so = _conflicting(_so(found), [each for each in later if each.reading.near.asserted])
        so = so if claim.chain else _cautioned(so, voiced)
    return Judgement(said, so, (*of_source, *content, *worded, *later, *voiced), missing)


def _conflicting(verdict: Verdict, later: Sequence[Difference]) -> Verdict:
    """A verdict that newer references contradict."""
    if verdict.label != "SUPPORTED" or not later:
        return verdict
    return replace(verdict, label="CONFLICTING", reason=reasons.superseded(verdict.reason, later[0]))


def _of_others(told: Told, readings: Sequence[Reading]) -> Iterator[Difference]:
    """The quotation where it is known to be somebody else's, in the statement that is nearest."""
    for reading in sorted(readings, key=lambda each: -each.near.similarity):
        ours, statement = _spoken(told, reading)
        theirs = statement.claim.chain
        if theirs and is_other(ours[-1], theirs[-1]):
            who = theirs[-1].resolved or theirs[-1].source or "somebody else"
            if found := of_another(told, statement.told, who):
                yield Difference(reading, found)
                return


def _so(found: Sequence[Stand]) -> Verdict:
    asserted = [stand for stand in found if stand.reading.near.asserted]
    own = sides(asserted)
    heard = sides(meant(stand) for stand in found if not stand.reading.near.asserted)
    label = _label(own)
    return _verdict(
        "so", label, _confidence(own, asserted), reasons.so(label, own, heard, bool(found)), [own, heard], found
    )


def _said(told: Told, found: Sequence[Stand], known: Sequence[Voice]) -> Verdict:
    claim = told.claim
    links = [_link(told, k, found, known) for k in range(len(claim.chain))]
    labels = [_said_label(link) for link in links]
    label: Label = next((each for each in _WORST if each in labels), "SUPPORTED")
    of_label = [k for k, each in enumerate(labels) if each == label]
    deciding = links[of_label[-1]]
    whole = [_told(claim.chain[k], stand.reading) for k in of_label for stand in found]
    confidence = min(_confidence(links[k], whole) for k in of_label)
    elsewhere = next((stand.reading for stand in found if stand.stance == "supports"), None)
    reason = reasons.said(label, deciding, claim.chain[of_label[0]], bool(found), elsewhere)
    return _verdict("said", label, confidence, reason, [deciding, *links], found)


def _spoken(told: Told, reading: Reading) -> tuple[Sequence[Voice], Statement]:
    """The voices of a claim, and a statement with its own, as they are held against each other.

    Where both quote the same words, whoever "he" or "she" most likely is said them: two people hardly speak alike.
    """
    chain, statement = told.claim.chain, reading.statement
    if not is_quoted_alike(told, statement.told):
        return chain, statement
    theirs = tuple(likely(voice, statement.told.text) for voice in statement.claim.chain)
    resolved = replace(statement.told, claim=replace(statement.claim, chain=theirs))
    return tuple(likely(voice, told.text) for voice in chain), replace(statement, told=resolved)


def _link(told: Told, k: int, found: Sequence[Stand], known: Sequence[Voice]) -> Sides:
    """What shows that a voice of the chain said or reported it.

    That is told by voice and content, and of documents where these tell nothing by whole sentences.
    """
    shown = []
    for stand in found:
        copied = stand.reading.near.copied
        chain, statement = _spoken(told, stand.reading)
        if place(chain, k, statement, known, copied=copied) is not None:
            shown.append(replace(stand, stance=shows(chain, k, statement, stand.stance, known, copied=copied)))
    settled = {document_of(stand) for side in sides(shown) for stand in side}
    voice = told.claim.chain[k]
    shown += (_told(voice, stand.reading) for stand in found if document_of(stand) not in settled)
    return sides(unless_twins(shown))


def _told(voice: Voice, reading: Reading) -> Stand:
    known = (voice.source or "").lower() not in NO_NAMES or reading.near.copied
    if reading.near.in_words and known and not reading.differing and not reading.differs("content"):
        return Stand(reading, "supports", reading.near.around)
    if reading.told is None or not is_mentioned(voice, reading.statement):
        return Stand(reading, "neither")
    stand = by_nli(reading, reading.told, reading.told_support)
    if stand.stance == "supports":
        stand = replace(stand, strength=reading.told_weight)
    # Of another day or place somebody may say the contrary.
    refutes = not reading.elsewhere and reading.near.shared >= FEWEST
    sure = refutes if stand.stance == "refutes" else stand.strength >= SURE
    return stand if sure else replace(stand, stance="neither")


def _said_label(told: Sides) -> Label:
    """As ``_label``, but nobody is held to have denied what a model is not sure of and no differing word shows.

    Whole sentences with their voices differ in more than what is said. Beside a record of it even that is a conflict.
    """
    label = _label(told)
    shown = any(stand.difference or stand.worded or stand.strength >= CONTRADICTION_OF_OTHER for stand in told.against)
    return "NOT ENOUGH INFO" if label == "REFUTED" and not shown else label


def _label(told: Sides) -> Label:
    if told.for_it and told.against:
        return "CONFLICTING"
    return "SUPPORTED" if told.for_it else "REFUTED" if told.against else "NOT ENOUGH INFO"


def _confidence(told: Sides, read: Iterable[Stand]) -> float:
    """That of the deciding statements; of two sides the weaker one's; of neither what the strongest leaves."""
    strengths = [side[0].strength for side in told if side]
    return min(strengths) if strengths else 1 - max((stand.strength for stand in read), default=0.0)


def _cautioned(verdict: Verdict, differences: Sequence[Difference]) -> Verdict:
    """What a check on who said it and how leaves of a verdict: one that is not SUPPORTED stays as it is."""
    effects = {difference.comparison.effect: difference for difference in reversed(differences)}
    difference = effects.get("refutes") or effects.get("opens")
    if verdict.label != "SUPPORTED" or difference is None:
        return verdict
    label: Label = "REFUTED" if difference.comparison.effect == "refutes" else "NOT ENOUGH INFO"
    reason = reasons.overruled(verdict.reason, difference)
    return replace(verdict, label=label, reason=reason, confidence=round(difference.reading.near.similarity, 4))


def _verdict(
    question: Question, label: Label, confidence: float, reason: str, told: Sequence[Sides], read: Sequence[Stand]
) -> Verdict:
    decided = [stand for each in told for side in each for stand in side]
    rest = sorted(read, key=lambda stand: (not stand.reading.differs("voice"), -stand.reading.near.about))
    shown: dict[int, Evidence] = {}
    for stand in [*decided, *(replace(stand, stance="neither") for stand in rest)]:
        shown.setdefault(id(stand.reading), evidence(stand))
    counts = [independent([s.reading.statement for s in side], question) for side in told[0]]
    return Verdict(label, round(confidence, 4), reason, _kept(tuple(shown.values())), *counts)


def evidence(stand: Stand) -> Evidence:
    """A statement as it is shown."""
    statement = stand.reading.statement
    return Evidence(stand.reading.passage, stand.reading.scores, stand.stance, statement.claim.chain)


def _kept(shown: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    """The first of the evidence, the best of each side among them."""
    best = {item.stance: item for item in reversed(shown)}
    for side in ("supports", "refutes"):
        if side in best and best[side] not in shown[:KEPT]:
            return (*shown[: KEPT - 1], best[side])
    return shown[:KEPT]
