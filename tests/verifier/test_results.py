"""Results of earlier runs change no byte of a report, and only what is new is computed."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from claims.attribution.tagger import Tagger
from claims.records import Article, Relation
from verifier.cache.kept import FILE, Kept
from verifier.check import check, run_header
from verifier.corpus.documents import make_document
from verifier.corpus.store import Corpus
from verifier.nli.calibration import Calibration
from verifier.nli.engine import Pair
from verifier.nli.labels import LABELS
from verifier.nli.readers import TwoReaders
from verifier.nli.scorer import Scorer
from verifier.records import Report, Scores
from verifier.report.json import render
from verifier.results import Results
from verifier.verdict.rules import DEFAULT

TEXT = (
    "The border guards counted 4,000 people in Kaunas. The minister said that the border was closed. "
    "The ferry from Elm sank in the harbour on Monday."
)
ARTICLE = Article("a", TEXT, published=date(2021, 8, 6))
REFERENCES = {
    "count": "The border guards counted 900 people in Kaunas, and not 4,000.",
    "ferry": "The ferry from Elm reached the harbour on Monday. Nobody was hurt.",
    "milk": "The price of milk rose again.",
}


class Tags(Tagger):
    """Finds what the minister said, and counts how often it is asked."""

    def __init__(self) -> None:
        self.name, self.digest, self.asked = "tags", "0", 0

    def relations(self, text: str) -> tuple[Relation, ...]:
        self.asked += 1
        found = re.search(r"(The minister) (said) that ([^.]*)", text)
        return (Relation((found.span(1),), (found.span(2),), (found.span(3),)),) if found else ()


class Engine:
    """The longer the premise the more it contradicts; remembers the pairs that it was asked for."""

    name, digest = "engine", "1"
    labels: tuple[str, ...] = LABELS

    def __init__(self) -> None:
        self.asked: list[Pair] = []

    def __call__(self, pairs: Sequence[Pair], temperature: float) -> list[Scores]:
        self.asked += pairs
        each = [min(0.9, len(premise) / 100) for premise, _ in pairs]
        return [Scores(0.05, 0.95 - against, against) for against in each]


class Careful(Engine):
    """Another model: the shorter the premise the more it contradicts."""

    name, digest = "careful", "2"

    def __call__(self, pairs: Sequence[Pair], temperature: float) -> list[Scores]:
        return [Scores(0.05, 0.95 - 10 / len(premise), 10 / len(premise)) for premise, _ in pairs]


class Desk:
    """A corpus and models that count, over one file of results."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.corpus = Corpus.create(str(folder / "corpus"))
        self.corpus.add(make_document(id_, text) for id_, text in REFERENCES.items())
        self.on = DEFAULT
        self.calibration = Calibration()
        self.setting = ""
        self.careful = False

    def check(self, article: Article = ARTICLE, kept: bool = True) -> Report:
        self.tagger, self.engine = Tags(), Engine()
        scorer = Scorer(self.engine, self.calibration)
        if self.careful:
            scorer = TwoReaders(scorer, Scorer(Careful(), self.calibration))
        run = run_header(self.tagger, scorer, self.corpus)
        file = Kept(self.folder / "cache" if kept else None)
        results = Results(file, scorer, self.corpus, run, self.on, self.setting)
        return check(article, self.tagger, scorer, self.corpus, run, self.on, results)

    def same(self, article: Article = ARTICLE) -> tuple[int, int]:
        """Check with and without results; what was asked of the tagger and the engine with them."""
        anew = self.check(article, kept=False)
        known = self.check(article)
        assert known == anew
        assert render([known]) == render([anew])
        return self.tagger.asked, len(self.engine.asked)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_what_did_not_change_is_not_computed_again(desk: Desk) -> None:
    tagged, scored = desk.same()
    assert tagged and scored
    assert desk.same() == (0, 0)


def test_neither_name_nor_place_of_an_article_matters(desk: Desk) -> None:
    desk.same()
    moved = replace(ARTICLE, id="b", own_id=True)
    assert desk.same(moved) == (0, 0)
    assert {each.claim.article_id for each in desk.check(moved).claims} == {"b"}


@pytest.mark.parametrize(
    "article",
    [
        replace(ARTICLE, text=TEXT.replace("Monday", "Tuesday")),
        replace(ARTICLE, title="Ferries"),
        replace(ARTICLE, published=date(2022, 8, 6)),
        replace(ARTICLE, published=None),
        replace(ARTICLE, publisher="The Courier"),
        replace(ARTICLE, url="https://example.org"),
    ],
)
def test_another_article_is_checked_again(desk: Desk, article: Article) -> None:
    desk.same()
    assert desk.same(article)[0]


def test_a_reference_more_concerns_only_the_claims_that_it_can_touch(desk: Desk) -> None:
    desk.same()
    desk.corpus.add([make_document("tea", "The price of tea in Elm rose again.")])
    assert desk.same() == (0, 0)
    desk.corpus.add([make_document("count-2", "The border guards counted 4,000 people in Kaunas, said the mayor.")])
    before = desk.check(kept=False)
    tagged, scored = desk.same()
    hypotheses = {hypothesis for _, hypothesis in desk.engine.asked}
    assert (tagged, bool(scored)) == (1, True)
    assert not [hypothesis for hypothesis in hypotheses if "ferry" in hypothesis]
    assert before == desk.check()


@pytest.mark.parametrize("text", [REFERENCES["count"].replace("900", "800"), REFERENCES["count"] + " It rained."])
def test_a_reference_that_changed_is_read_again(desk: Desk, text: str) -> None:
    desk.same()
    desk.corpus.add([make_document("count", text)])
    assert desk.same()[0]


def test_a_reference_that_went_speaks_no_more(desk: Desk) -> None:
    assert desk.check().claims[0].so is not None
    desk.corpus.remove(["count"])
    desk.same()
    (first, *_) = desk.check().claims
    assert first.so and not first.so.evidence


def test_models_and_rules_belong_to_the_results(desk: Desk) -> None:
    desk.same()
    desk.on = DEFAULT - {"NUM001"}
    # Nothing is split or scored again for other rules.
    assert desk.same() == (0, 0)
    assert "NUM001" not in {flag.rule for each in desk.check().claims for flag in each.flags}
    desk.calibration = Calibration(2.0)
    assert desk.same()[1]
    desk.setting = "another device"
    assert desk.same()[1]


def test_two_readers_give_the_same_too(desk: Desk) -> None:
    desk.careful = True
    desk.same()
    evidence = [e for each in desk.check().claims for v in (each.said, each.so) if v for e in v.evidence]
    assert "careful" in {each.scores.reader for each in evidence}
    assert desk.same() == (0, 0)
    desk.corpus.add([make_document("count-2", "The border guards counted 4,000 people in Kaunas, said the mayor.")])
    desk.same()


def test_claims_that_may_share_a_hypothesis_are_judged_together(desk: Desk) -> None:
    """One of them was forgotten: the careful reader sees the same premises again."""
    desk.careful = True
    again = replace(ARTICLE, text=TEXT + " Ann Lee said that the ferry from Elm sank in the harbour on Monday.")
    desk.same(again)
    with closing(sqlite3.connect(desk.folder / "cache" / FILE, isolation_level=None)) as file:
        keys = file.execute("SELECT key FROM kept WHERE kind = 'verdicts'").fetchall()
        assert len(keys) == 4
        for key in keys:
            file.execute("DELETE FROM kept WHERE key = ?", key)
            desk.same(again)
