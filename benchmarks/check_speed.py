"""How long `check` takes against a large corpus, cold and with a warm cache of reference splits, stage by stage.

usage: python -m benchmarks.check_speed ARTICLES.jsonl[.gz] [--documents 10000] [--words 1000] [--corpus FOLDER]

The references are made from the articles of the file, lines of {"id", "text"}: each article as it is, then again and
again with other names and numbers in it, the same ones in every run, until there are enough. The article under check is
sentences of some of the articles, as many as make up its words. With --corpus the references are kept there and used
again, because indexing them takes longer than the rest. What is measured begins with loaded models and word lists, and
an opened corpus.
"""

from __future__ import annotations

import argparse
import os
import re
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import count, islice
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

from claims.attribution.tagger import Tagger
from claims.records import Article
from claims.split import split
from claims.text.sentences import sentences
from claims.training.evaluation import json_lines
from verifier import check as job
from verifier.corpus.documents import make_document
from verifier.corpus.store import Corpus, is_corpus
from verifier.nli import load
from verifier.nli.scorer import Scorer
from verifier.records import Document, Report
from verifier.references.statements import References

# Sentences taken in a row from one article.
RUN = 5
_NUMBER = re.compile(r"(?<![\w.,])\d{1,3}(?![\w.,]|\.\d)")
_NAME = re.compile(r"\b[A-Z][a-z]{3,}(?= [A-Z][a-z]{3,}\b)")


def references(articles: Sequence[Article], wanted: int) -> Iterator[Document]:
    """The articles, then variants of them, all different."""
    given = sorted({name for article in articles for name in _NAME.findall(article.text)})
    made = (variant(article, number, given) for number in count() for article in articles)
    yield from islice(made, wanted)


def variant(article: Article, number: int, names: Sequence[str]) -> Document:
    """The article with other first names and small numbers in it; as it is for the number 0."""
    if not number:
        return make_document(article.id, article.text)
    random = Random(f"{article.id} {number}")
    text = _NUMBER.sub(lambda match: str(int(match[0]) + random.randint(1, 40)), article.text)
    text = _NAME.sub(lambda _: random.choice(names), text)
    return make_document(f"{article.id}/{number}", f"{text}\n\nEdition {number}.")


def checked_article(articles: Sequence[Article], words: int) -> Article:
    """An article of so many words: some sentences of one article, then some of the next."""
    parts: list[str] = []
    for article in articles:
        whole = sentences(article.text)[:RUN]
        parts.append("\n\n".join(article.text[start:end] for start, end in whole))
        if sum(len(part.split()) for part in parts) >= words:
            break
    return Article("checked", "\n\n".join(parts))


class Stages:
    """Adds up the time spent in functions, without that of the functions inside them."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self._inside: list[float] = []

    def timed(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, its time added to that of the stage."""

        def run(*args: Any, **kwargs: Any) -> Any:
            start = time.perf_counter()
            self._inside.append(0.0)
            try:
                return function(*args, **kwargs)
            finally:
                spent = time.perf_counter() - start
                self.seconds[stage] += spent - self._inside.pop()
                if self._inside:
                    self._inside[-1] += spent

        return run


@contextmanager
def watched() -> Iterator[Stages]:
    """Times the stages of ``check``."""
    stages = Stages()
    places: list[tuple[object, str, str]] = [
        (job, "split", "split"),
        (Corpus, "search", "search"),
        (References, "statements", "split of references"),
        (References, "whole", "split of references"),
        (Scorer, "score", "NLI"),
        (job, "asking", "nearness"),
        (job, "read", "checks"),
        (job, "judge", "judge"),
    ]
    patches = [patch.object(owner, name, stages.timed(stage, getattr(owner, name))) for owner, name, stage in places]
    for each in patches:
        each.start()
    try:
        yield stages
    finally:
        for each in patches:
            each.stop()


def measured(check: Callable[[], Report]) -> tuple[Report, dict[str, float]]:
    """The report, and the seconds of each stage and of all."""
    with watched() as stages:
        start = time.perf_counter()
        report = check()
        total = time.perf_counter() - start
    rest = {"rest": total - sum(stages.seconds.values()), "all": total}
    return report, {**stages.seconds, **rest}


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=Path)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--words", type=int, default=1_000)
    parser.add_argument("--corpus", type=Path)
    options = parser.parse_args(arguments)
    articles = [Article(str(row["id"]), str(row["text"])) for _, row in json_lines(options.path)]
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SAYSO_CACHE_DIR"] = folder
        where = str(options.corpus or Path(folder) / "corpus")
        if is_corpus(where):
            corpus = Corpus.open(where)
        else:
            corpus = Corpus.create(where)
            corpus.add(references(articles, options.documents))
        article = checked_article(articles, options.words)
        tagger, scorer = Tagger(), load()
        run = job.run_header(tagger, scorer, corpus)
        for other in articles[-2:]:
            split(other, tagger)
        scorer.score([(article.text[:end], "Nothing is said.") for end in range(50, 600, 50)])

        def check() -> Report:
            return job.check(article, tagger, scorer, corpus, run)

        report, cold = measured(check)
        again, warm = measured(check)
    if report != again:
        raise SystemExit("error: a warm cache gives another report")
    stats = corpus.stats()
    print(f"{len(article.text.split())} words, {len(report.claims)} claims; "
          f"{stats.documents} documents, {stats.passages} passages")  # fmt: skip
    print(f"\n{'seconds':22}{'cold':>8}{'':6}{'warm':>8}")
    for stage in cold:
        shares = (f"{each[stage]:8.2f}{100 * each[stage] / each['all']:5.0f}%" for each in (cold, warm))
        print(f"{stage:22}{''.join(shares)}")


if __name__ == "__main__":
    main()
