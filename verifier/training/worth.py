"""Fits what the judge's confidence is worth: how often a verdict of it is right, on development pairs.

usage: python -m verifier.training.worth DEV_FILE…

Of each pair the premise is what a document says and the hypothesis the claim; both are judged as in a check. SUPPORTED
is right for what people call entailed, REFUTED for what they call contradicted; pairs of which only "not entailed" is
known say nothing of REFUTED. NOT ENOUGH INFO is not fitted: how much a corpus leaves open is no matter of pairs. Each
label of which enough verdicts are given has a map of its own (Platt 1999), whose scale is above 0: what the judge is
surer of is never worth less. Written is ``verifier/verdict/model/worth.json``.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from claims.records import Claim
from claims.text.sentences import sentences
from verifier.check import hypotheses
from verifier.checks.amounts import written_alike
from verifier.nli import Scorer, load
from verifier.records import Label, Passage
from verifier.references.alignment import Told
from verifier.references.statements import Statement
from verifier.training.calibrate import platt
from verifier.training.evaluation import Pair, read_pairs, spread
from verifier.verdict.calibration import SCHEMA, SETTLING, SHIPPED
from verifier.verdict.judge import judge
from verifier.verdict.readings import asking, read
from verifier.verdict.rules import DEFAULT

# Pairs of one set, and characters of a premise: what is longer is no passage.
MOST_PAIRS, LONGEST = 400, 1_200
RIGHT: dict[str, Label] = {"entailment": "SUPPORTED", "contradiction": "REFUTED", "neutral": "NOT ENOUGH INFO"}
# Of a label with fewer verdicts nothing is known.
FEWEST = 50


class Given(NamedTuple):
    """A verdict that was given, and whether it is right."""

    label: Label
    confidence: float
    right: bool


def given(pairs: Sequence[Pair], scorer: Scorer) -> Iterator[Given]:
    """The verdicts on whether each hypothesis is so by its premise alone."""
    for pair in pairs:
        told = Told(_claim(pair.hypothesis), pair.hypothesis)
        said = _claim(pair.premise)
        passage = Passage("d", pair.premise, (0, len(pair.premise)))
        asked = asking(told, hypotheses(told.claim)[1], {passage: [Statement(Told(said, pair.premise), passage)]})
        wanted = {each: (written_alike(*each), each[1]) for one in asked for each in one.pairs()}
        scores = dict(zip(wanted, scorer.score(list(wanted.values())), strict=True))
        so = judge(told, [read(one, told, scores, scorer.support, DEFAULT) for one in asked]).so
        if so and not (so.label == "REFUTED" and pair.label not in RIGHT):
            yield Given(so.label, so.confidence, RIGHT.get(pair.label, "NOT ENOUGH INFO") == so.label)


def _claim(text: str) -> Claim:
    return Claim("d", text, "asserted", text, tuple(sentences(text)))


def main() -> None:
    """Fit and write."""
    scorer, every = load(), list[Given]()
    for path in map(Path, sys.argv[1:]):
        pairs = [pair for pair in read_pairs(path) if len(pair.premise) <= LONGEST]
        own = list(given(spread(pairs, MOST_PAIRS), scorer))
        every += own
        print(path.name, {label: _share([g for g in own if g.label == label]) for label in RIGHT.values()})
    maps = {}
    for label in SETTLING:
        own = [each for each in every if each.label == label]
        if len(own) >= FEWEST:
            scale, offset = platt([(each.confidence, each.right) for each in own])
            maps[label] = {"scale": scale, "offset": offset, "least": 0.0}
    SHIPPED.write_text(json.dumps({"schema": SCHEMA, "verdicts": maps}, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(maps))


def _share(verdicts: Sequence[Given]) -> str:
    return f"{sum(each.right for each in verdicts)} of {len(verdicts)}"


if __name__ == "__main__":
    main()
