"""The main job: an article's claims, each against the corpus."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version

from claims.records import Article, Claim
from claims.split import split
from claims.tagger import Tagger
from claims.wording import statement
from verifier.corpus import Corpus
from verifier.flags import flags
from verifier.judge import THRESHOLDS, judge
from verifier.nli import Scorer
from verifier.records import CheckedClaim, Passage, Report, Run, Scores

# Passages read for one question.
READ = 8


def run_header(tagger: Tagger, scorer: Scorer, corpus: Corpus) -> Run:
    """What the verdicts of a run depend on."""
    calibration = scorer.calibration
    return Run(
        tool="sayso",
        version=version("sayso"),
        models={
            "attribution": {"name": tagger.name, "sha256": tagger.digest},
            "nli": {"name": scorer.engine.name, "sha256": scorer.engine.digest},
        },
        corpus={"digest": corpus.digest(), "documents": len(corpus.list())},
        thresholds={**THRESHOLDS, "temperature": calibration.temperature, "passages": READ},
    )


def check(article: Article, tagger: Tagger, scorer: Scorer, corpus: Corpus, run: Run) -> Report:
    """Split ``article`` into claims, each with its verdicts: *said* if it is attributed, *so* if it is checkable."""
    claims = split(article, tagger)
    questions = [(claim, *hypotheses(claim)) for claim in claims]
    wanted = [h for _, said, so in questions for h in (said, so) if h]
    found = {h: corpus.search(h, limit=READ) for h in dict.fromkeys(wanted)}
    pairs = [(passage.text, h) for h, passages in found.items() for passage in passages]
    scores = dict(zip(pairs, scorer.score(pairs), strict=True))

    def answer(hypothesis: str | None) -> tuple[str, Sequence[Passage], list[Scores]] | None:
        if hypothesis is None:
            return None
        passages = found[hypothesis]
        return hypothesis, passages, [scores[p.text, hypothesis] for p in passages]

    checked = []
    for claim, said_hypothesis, so_hypothesis in questions:
        said, so = (
            judge(*asked, scorer) if (asked := answer(hypothesis)) else None
            for hypothesis in (said_hypothesis, so_hypothesis)
        )
        checked.append(CheckedClaim(claim, said, so, flags(claim, said, so)))
    return Report(article, tuple(checked), run)


def hypotheses(claim: Claim) -> tuple[str | None, str | None]:
    """What is asked of the references: that the voices said it, from the innermost outward, and that it is so."""
    said = None
    if claim.chain:
        said = claim.text
        for voice in reversed(claim.chain):
            said = statement(said, voice)
    return said, claim.text if claim.checkable else None
