"""What of a checked claim a person should look at, and under which rule."""

from __future__ import annotations

from collections.abc import Iterator, Set
from datetime import date
from typing import Final

from claims.records import Claim
from verifier.nli.windows import content_words
from verifier.records import Flag, Label, Place, Question, Verdict
from verifier.references.alignment import Told
from verifier.verdict.aged import flags_of_age
from verifier.verdict.judge import Judgement
from verifier.verdict.nearness import FEWEST
from verifier.verdict.rules import BY_ID, DEFAULT

# The rule that says what a verdict says.
OF_VERDICTS: Final[dict[tuple[Question, Label], str]] = {
    ("said", "REFUTED"): "SAID001",
    ("said", "NOT ENOUGH INFO"): "SAID003",
    ("said", "CONFLICTING"): "SAID004",
    ("so", "REFUTED"): "SO001",
    ("so", "NOT ENOUGH INFO"): "SO002",
    ("so", "CONFLICTING"): "SO003",
}


def flags(claim: Claim, judged: Judgement, on: Set[str] = DEFAULT, published: date | None = None) -> tuple[Flag, ...]:
    """The flags of a claim, one a rule: those of *said*, those of *so*, and what checks found.

    That the references do not settle whether a content is so is no fault of an article that says whose
    words they are: of an attributed claim, *so* being open is not flagged. Of a content that its source denies
    *so* is not flagged at all: where the references contradict it they agree with the source. That nothing is found of
    a claim of hardly any words ("He doesn't think so") tells nothing. ``published`` is the day of the article.
    """
    aged = flags_of_age(Told(claim, "", published), judged.so)
    found = {flag.rule: flag for flag in (*_of_verdicts(claim, judged), *aged, *_of_checks(judged))}
    if sum(len(word) > 2 for word in content_words(claim.text)) < FEWEST:
        on = on - {"SO002", "SAID003"}
    return tuple(flag for flag in found.values() if flag.rule in on)


def _of_verdicts(claim: Claim, judged: Judgement) -> Iterator[Flag]:
    said, so = judged.said, judged.so
    if said and (rule := OF_VERDICTS.get(("said", said.label))):
        yield _flag(rule, f"said: {said.reason}", claim)
    denied = bool(claim.chain) and claim.chain[-1].polarity == "denied"
    if so and not denied and (rule := OF_VERDICTS.get(("so", so.label))) and not (rule == "SO002" and claim.chain):
        yield _flag(rule, f"so: {so.reason}", claim)
    if so and so.label == "SUPPORTED" and so.voices_for == 1 and _documents(so) > 1:
        yield _flag("SO004", f"so: {_documents(so)} documents support it, but they are one voice", claim)


def _documents(verdict: Verdict) -> int:
    return len({each.passage.document_id for each in verdict.evidence if each.stance == "supports" and not each.chain})


def _flag(rule: str, message: str, claim: Claim) -> Flag:
    named = BY_ID[rule]
    return Flag(rule, named.name, named.severity, message, claim.spans)


def _of_checks(judged: Judgement) -> Iterator[Flag]:
    """A flag for each difference, the farthest from the claim first, so that of one rule the nearest is kept."""
    if judged.missing:
        rule = BY_ID[judged.missing.rule]
        yield Flag(rule.id, rule.name, rule.severity, judged.missing.message, judged.missing.spans)
    for difference in sorted(judged.differences, key=lambda each: each.reading.near.similarity):
        comparison, passage = difference.comparison, difference.reading.statement.passage
        rule = BY_ID[comparison.rule]
        reference = Place(passage.document_id, comparison.reference or (passage.span,))
        yield Flag(rule.id, rule.name, rule.severity, comparison.message, comparison.spans, reference)
