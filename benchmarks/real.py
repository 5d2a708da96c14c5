"""What users meet: real articles against real references, with single facts changed and untouched, judged by hand.

usage: python -m benchmarks.real DATA [--half develop|report] [--article ID] [--show]

DATA is the folder with ``wikinews/wikinews.jsonl.gz`` and ``attribution/polnear-dev.jsonl.gz``; which articles, edits
and right verdicts there are stands in ``benchmarks/real`` (see ``benchmarks/real_table.py``). Each article is checked
against its own references, once as it is and once for each edit.

Develop on the half ``develop``. The half ``report`` is looked at for closing figures only: no threshold, rule or model
may be chosen by it, and its rows and misses are not read while anything is still to be changed.

Printed are: edits flagged with an error or warning that the untouched article does not have there; edits that come out
SUPPORTED where that is false, without an error or warning; verdicts of the untouched statements that are right and
wrong; what stays open though a reference settles it; and which errors and warnings on untouched claims are right. With
--show misses and wrong answers are listed.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from benchmarks.real_scoring import (
    QUESTIONS,
    Found,
    Tried,
    edit_table,
    flag_table,
    judged,
    matched,
    settled,
    tried,
    verdict_table,
)
from benchmarks.real_table import HALVES, Case, Table, applied, faults, load_articles, load_table
from claims.attribution.tagger import Tagger
from claims.errors import InputError
from claims.records import Article
from claims.text.words import joined
from verifier.check import check, run_header
from verifier.corpus.documents import make_document
from verifier.corpus.store import Corpus
from verifier.nli import Scorer, load
from verifier.nli.engine import Pair
from verifier.records import Document, Report, Scores


class Result(NamedTuple):
    """What came of one article: its claims as they are counted, the statements of the table, and the edits."""

    claims: int
    found: tuple[Found, ...]
    tried: tuple[Tried, ...]


class Remembering(Scorer):
    """Scores each pair once a run: a score depends on its pair alone, and an edit leaves most pairs as they were."""

    def __init__(self, scorer: Scorer) -> None:
        super().__init__(scorer.engine, scorer.calibration)
        self._known: dict[Pair, Scores] = {}

    def score(self, pairs: Sequence[Pair]) -> list[Scores]:
        """As in ``Scorer``."""
        new = [pair for pair in dict.fromkeys(pairs) if pair not in self._known]
        self._known.update(zip(new, super().score(new), strict=True))
        return [self._known[pair] for pair in pairs]


def document(article: Article) -> Document:
    """An article as a reference."""
    return make_document(article.id, article.text, article.title, article.publisher, article.published, article.url)


def result(case: Case, table: Table, article: Article, checked: Callable[[Article], Report]) -> Result:
    """Check the article as it is and after each of its edits by itself."""
    plain = checked(article).claims
    results = []
    for edit in (edit for edit in table.edits if edit.article == case.id):
        text, spans = applied(article.text, edit.changes)
        edited = Article(article.id, text, article.title, article.url, article.publisher, article.published)
        results.append(tried(edit, plain, checked(edited).claims, spans))
    own = [row for row in table.statements if row.article == case.id]
    return Result(len(plain), tuple(matched(own, plain)), tuple(results))


def results(table: Table, articles: dict[str, Article]) -> Iterator[Result]:
    """What comes of each article of the table, against its own references."""
    tagger, scorer = Tagger(), Remembering(load())
    for number, case in enumerate(table.cases, 1):
        print(f"{number} of {len(table.cases)}: {case.id}", file=sys.stderr)
        with tempfile.TemporaryDirectory() as folder:
            corpus = Corpus.create(folder)
            corpus.add([document(articles[id_]) for id_ in case.references])
            header = run_header(tagger, scorer, corpus)
            checked = partial(check, tagger=tagger, scorer=scorer, corpus=corpus, run=header)
            yield result(case, table, articles[case.id], checked)


def misses(found: Iterable[Found], edits: Iterable[Tried], articles: dict[str, Article]) -> Iterator[str]:
    """Edits that are not flagged, wrong and open verdicts, and wrong flags, in words."""
    found = tuple(found)
    for each in edits:
        if not each.flags or each.assured:
            what = "SUPPORTED" if each.assured else "not flagged" if each.claims else "in no claim"
            yield f"\n[{each.edit.kind}] {what}: " + "; ".join(f"{c.old!r} > {c.new!r}" for c in each.edit.changes)
            for claim in each.claims:
                labels = [f"{q} {v.label} {v.confidence:.2f}" for q in QUESTIONS if (v := getattr(claim, q))]
                yield f"    {claim.claim.text}\n      {'; '.join(labels)}"
    for one in found:
        text = joined(articles[one.statement.article].text, one.statement.spans)
        for question in QUESTIONS:
            right, given = one.statement.right(question), one.gives(question)
            if right and given not in right and (given != "NOT ENOUGH INFO" or settled(one.statement, question)):
                yield f"\n[{question}] {given}, right is {' or '.join(right)}\n    {text}"
    for mark in judged(found):
        if not mark.right:
            text = joined(articles[mark.statement.article].text, mark.statement.spans)
            yield f"\n[{mark.flag.rule}] wrong: {mark.flag.message}\n    {text}"


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--half", choices=HALVES, default="develop")
    parser.add_argument("--article", default="", help="only articles whose id has this in it")
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args(arguments)
    table = load_table().half(options.half, options.article)
    try:
        articles = load_articles(options.data, table.cases)
    except InputError as error:
        raise SystemExit(f"error: {error}") from None
    if wrong := faults(table, articles):
        raise SystemExit("error: " + wrong[0])
    every = list(results(table, articles))
    found = [each for one in every for each in one.found]
    edits = [each for one in every for each in one.tried]
    claims = sum(one.claims for one in every)
    there = sum(bool(each.claims) for each in found)
    print(f"half {options.half}: {len(table.cases)} articles, {claims} claims, {len(edits)} edits")
    print(f"{len(found)} statements, {there} of them found\n\n{edit_table(edits)}")
    print(f"\n{verdict_table(found)}\n\n{flag_table(judged(found), claims)}")
    if options.show:
        print("\n".join(misses(found, edits, articles)))


if __name__ == "__main__":
    main(sys.argv[1:])
