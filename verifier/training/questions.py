"""Evidence as questions and answers, made from claims whose evidence is labelled.

Fact-checkers note down what they found in this shape (AVeriTeC, Schlichtkrull et al. 2023).

A claim is asked for ("Is the tower open?"), answered with yes or no as its label says, and put beside questions that
say nothing of it. A claim with a "not" is asked for without it, so that its answer is the other one.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence

from verifier.training.evaluation import Pair
from verifier.windows import focus

# A subject of a few words without a mark, an auxiliary, maybe its negation, and the rest.
_INVERTED = re.compile(
    r"(?P<subject>[^\s,;:()\"“”]+(?: [^\s,;:()\"“”]+){0,5}?) "
    r"(?P<verb>is|are|was|were|has|have|had|can|could|will|would|did|does)(?P<denied> not|n[’']t)? (?P<rest>[^;:]+)"
)
# What only stands in capitals because it begins the sentence.
_LOWERED = re.compile(r"(?:The|A|An|There|He|She|It|They|We|This|These|That|Some|Many|Most|No|His|Her|Its|In)\b")
# A subject with a clause of its own, whose auxiliary may be that clause's.
_CLAUSE = re.compile(r"\b(?:that|which|what|who|whose|if|when|while|although|though|because|as|but|says?|said)\b", re.I)
# "Some are not immune" is no answer to "Are some immune?".
_QUANTIFIED = re.compile(r"(?:some|many|most|all|every|few|both|several)\b", re.I)
_UNKNOWN = ("No answer could be found.", "No evidence of this was found.", "I could not find an answer to this.")
# How often the evidence, not only a yes or no, is the answer; and how often the yes or no is left to the evidence.
EVIDENCE, BARE = 0.75, 0.3
# How often the question is not answered, and how often only others are asked.
UNANSWERED = 0.15
# So many claims are drawn to find two that other evidence is about.
OTHERS = 8
# Of one piece of evidence.
MOST_WORDS = 60


def question(claim: str) -> tuple[str, bool]:
    """A yes-or-no question for ``claim``, and whether yes means that the claim is right."""
    stated = begun_small(claim.strip().removesuffix("."))
    if (
        (found := _INVERTED.fullmatch(stated))
        and not _CLAUSE.search(found["subject"])
        and not (found["denied"] and _QUANTIFIED.match(found["subject"]))
    ):
        return f"{found['verb'].capitalize()} {found['subject']} {found['rest']}?", not found["denied"]
    return f"Is it true that {stated}?", True


def begun_small(claim: str) -> str:
    """The claim as it would stand within a sentence: without the capital that only its place gives it."""
    return claim[0].lower() + claim[1:] if _LOWERED.match(claim) else claim


def question_pairs(rows: Sequence[Pair], noise: random.Random, count: int) -> Iterator[Pair]:
    """At most ``count`` pairs made from ``rows``, claims with short evidence that entails or contradicts them."""
    clear = [row for row in rows if row.label in ("entailment", "contradiction")]
    for _ in range(count if clear else 0):
        row = noise.choice(clear)
        others = [each for each in noise.sample(clear, min(OTHERS, len(clear))) if each.premise != row.premise]
        if len(others) < 2:
            continue
        other, further = others[:2]
        asked, label = _answered(row, noise), row.label
        if noise.random() < UNANSWERED:
            asked, label = _unanswered(row, noise), "neutral"
        elif noise.random() < UNANSWERED:
            asked, label = _answered(other, noise), "neutral"
        found = [asked]
        if noise.random() < 0.5:
            found.append(_answered(further, noise) if noise.random() < 0.7 else _unanswered(further, noise))
            noise.shuffle(found)
        yield Pair(" ".join(found), row.hypothesis, label)


def _answered(row: Pair, noise: random.Random) -> str:
    asked, right = question(row.hypothesis)
    answer = "Yes." if right == (row.label == "entailment") else "No."
    if noise.random() >= EVIDENCE:
        return f"{asked} {answer}"
    evidence = focus(row.premise, row.hypothesis, MOST_WORDS)
    return f"{asked} {evidence}" if noise.random() < BARE else f"{asked} {answer} {evidence}"


def _unanswered(row: Pair, noise: random.Random) -> str:
    return f"{question(row.hypothesis)[0]} {noise.choice(_UNKNOWN)}"
