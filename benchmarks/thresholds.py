"""What the judge's thresholds let through: claims of articles against their own text, and against other articles.

usage: python benchmarks/thresholds.py ARTICLES.jsonl[.gz]    (lines of {"id", "text"}, development data only)

Every seventh article gives the claims. Against their own article nearly all should find support; against the others
hardly any should, although some events are reported by several. The table has the part of claims for which some
passage reaches the threshold, read at all, or only where it shares enough words to be about the claim.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from claims.attribution.tagger import Tagger
from claims.records import Article, Claim
from claims.split import split
from claims.training.evaluation import json_lines
from verifier.check import READ
from verifier.corpus.documents import make_document
from verifier.corpus.store import Corpus
from verifier.nli import Scorer, load
from verifier.nli.windows import content_words
from verifier.verdict.nearness import ABOUT

EVERY = 7
CHARACTERS = 6000


def best(claims: list[Claim], corpus: Corpus, scorer: Scorer) -> list[tuple[float, float, float, float]]:
    """For each claim the strongest support and contradiction, of all passages and of those about it."""
    asked = [(i, passage) for i, claim in enumerate(claims) for passage in corpus.search(claim.text, limit=READ)]
    scores = scorer.score([(passage.text, claims[i].text) for i, passage in asked])
    found = [(0.0, 0.0, 0.0, 0.0)] * len(claims)
    for (i, passage), score in zip(asked, scores, strict=True):
        wanted = content_words(claims[i].text)
        about = len(wanted & content_words(passage.text)) >= ABOUT * len(wanted)
        values = (scorer.support(score), score.contradiction)
        old = found[i]
        found[i] = (
            max(old[0], values[0]),
            max(old[1], values[1]),
            max(old[2], values[0] * about),
            max(old[3], values[1] * about),
        )
    return found


def main(path: Path) -> None:
    rows = [{key: str(row[key]) for key in ("id", "text")} for _, row in json_lines(path)]
    chosen = rows[::EVERY]
    tagger, scorer = Tagger(), load()
    claims = [
        claim
        for row in chosen
        for claim in split(Article(row["id"], row["text"][:CHARACTERS]), tagger)
        if claim.checkable
    ]
    others = [row for i, row in enumerate(rows) if i % EVERY]
    print(f"{len(claims)} claims of {len(chosen)} articles; percent with a passage at the threshold or above")
    print(f"{'':24}{'support':>9}{'about it':>10}{'contradiction':>15}{'about it':>10}")
    for name, references in (("own article", chosen), ("other articles", others)):
        with tempfile.TemporaryDirectory() as folder:
            corpus = Corpus.create(folder)
            corpus.add([make_document(row["id"], row["text"]) for row in references])
            found = best(claims, corpus, scorer)
        for threshold in (0.5, 0.6, 0.7, 0.8):
            part = [100 * sum(values[i] >= threshold for values in found) / len(found) for i in (0, 2, 1, 3)]
            print(f"{name:16}{threshold:8}{part[0]:9.1f}{part[1]:10.1f}{part[2]:15.1f}{part[3]:10.1f}")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
