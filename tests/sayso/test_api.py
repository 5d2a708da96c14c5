"""``import sayso`` with stand-ins for the models, and a real corpus."""

from __future__ import annotations

import json
import subprocess
import sys
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import claims.attribution.tagger
import sayso
import verifier.nli
from sayso import models
from tests.verifier.cli.test_main import ARTICLE, REFERENCE, FakeEngine, FakeTagger
from verifier.nli.scorer import Scorer
from verifier.review.decisions import decision_on, flags_of
from verifier.review.file import change

GERMAN = "Der Minister sprach gestern in Berlin mit den Abgeordneten. " * 5


@pytest.fixture(autouse=True)
def loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Which models were loaded."""
    names: list[str] = []

    class Tagger(FakeTagger):
        def __init__(self) -> None:
            names.append("tagger")

    def open_reader(*_: str | None) -> Scorer:
        names.append("scorer")
        return Scorer(FakeEngine())

    monkeypatch.setenv("SAYSO_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setattr(claims.attribution.tagger, "Tagger", Tagger)
    monkeypatch.setattr(verifier.nli, "open_reader", open_reader)
    models.tagger.cache_clear()
    models.scorer.cache_clear()
    yield names
    models.tagger.cache_clear()
    models.scorer.cache_clear()


def test_importing_loads_nothing_heavy() -> None:
    code = "import sys, sayso; print(*{name.split('.')[0] for name in sys.modules})"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"torch", "openvino", "lancedb", "spacy", "pandas", "transformers"} & set(result.stdout.split())


def of_folder(folder: Path) -> str:
    (folder / "refs").mkdir()
    (folder / "refs" / "count.txt").write_text(REFERENCE)
    return str(folder / "refs")


KINDS: dict[str, Any] = {
    "a folder": of_folder,
    "a path": lambda folder: Path(of_folder(folder)),
    "a file": lambda folder: Path(of_folder(folder)) / "count.txt",
    "texts": lambda _: [REFERENCE],
    "fields": lambda _: [{"text": REFERENCE, "id": "count", "published": "2021-08-06"}],
    "one of them": lambda _: {"text": REFERENCE},
    "records": lambda _: (sayso.Article("count", REFERENCE), sayso.Document("other", REFERENCE, "0" * 64)),
    "a generator": lambda _: (text for text in [REFERENCE]),
    "a corpus": lambda _: sayso.Corpus([REFERENCE]),
}


@pytest.mark.parametrize("kind", KINDS)
def test_references_of_every_kind_give_the_same_verdicts(tmp_path: Path, kind: str) -> None:
    report = sayso.check(ARTICLE, KINDS[kind](tmp_path))
    assert isinstance(report, sayso.Report)
    assert [claim.so.label for claim in report.claims if claim.so] == ["REFUTED", "NOT ENOUGH INFO"]
    assert all(flag.identity for claim in report.claims for flag in claim.flags)


def test_models_are_loaded_once_and_only_when_needed(loaded: list[str]) -> None:
    corpus = sayso.Corpus([REFERENCE])
    assert not loaded
    with ThreadPoolExecutor(4) as threads:
        reports = list(threads.map(lambda _: sayso.check(ARTICLE, corpus), range(8)))
    assert sorted(loaded) == ["scorer", "tagger"]
    assert len({json.dumps(report.to_dict()) for report in reports}) == 1
    assert [claim.text for claim in sayso.split(ARTICLE)] == [claim.claim.text for claim in reports[0].claims]
    assert len(loaded) == 2


def test_what_was_found_before_is_not_computed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def count(self: FakeEngine, pairs: Any, temperature: float) -> Any:
        asked.append(len(pairs))
        return [sayso.Scores(0.05, 0.05, 0.9) for _ in pairs]

    monkeypatch.setattr(FakeEngine, "__call__", count)
    first = sayso.check(ARTICLE, [REFERENCE])
    assert asked
    asked.clear()
    assert sayso.check(ARTICLE, [REFERENCE]).to_dict() == first.to_dict()
    # In another corpus of the same texts too.
    assert sayso.check(ARTICLE, sayso.Corpus([REFERENCE])).to_dict() == first.to_dict()
    assert not asked
    assert sayso.check(ARTICLE, [REFERENCE], cache=False).to_dict() == first.to_dict()
    assert asked


def test_nothing_is_kept_where_nothing_is_to_be(tmp_path: Path) -> None:
    sayso.check(ARTICLE, [REFERENCE], cache=False)
    assert not (tmp_path / "cache" / "results.sqlite3").exists()
    sayso.check(ARTICLE, [REFERENCE])
    assert (tmp_path / "cache" / "results.sqlite3").exists()


def test_an_article_may_have_fields() -> None:
    fields = {"text": ARTICLE, "id": "a1", "url": "https://example.org/a1", "published": "2021-08-06"}
    article = sayso.check(fields, [REFERENCE]).article
    assert (article.id, article.own_id, str(article.published), article.file) == ("a1", True, "2021-08-06", None)
    assert sayso.check(article, [REFERENCE]).article is article


@pytest.mark.parametrize(
    ("text", "references", "what"),
    [
        ("", [REFERENCE], "text: the article has no text"),
        (GERMAN, [REFERENCE], "looks German"),
        ({"title": "x"}, [REFERENCE], '"text" is missing'),
        (sayso.Article("a", " "), [REFERENCE], "no text"),
        (ARTICLE, [], "there are none"),
        (ARTICLE, "nowhere", "no such file or folder"),
        (ARTICLE, [REFERENCE, ""], "reference 2: the article has no text"),
        (ARTICLE, [{"text": 5}], "must be text"),
        (ARTICLE, [{"text": "x", "id": "a"}, {"text": "y", "id": "a"}], "used before"),
    ],
)
def test_what_cannot_be_used_is_named(text: Any, references: Any, what: str) -> None:
    with pytest.raises(sayso.InputError, match=what):
        sayso.check(text, references)


@pytest.mark.parametrize("options", [{"ignore": ["NUM01"]}, {"enable": "refutd"}, {"baseline": "none.json"}])
def test_options_that_mean_nothing_are_refused(options: dict[str, Any]) -> None:
    with pytest.raises(sayso.InputError):
        sayso.check(ARTICLE, [REFERENCE], **options)


def test_a_reference_that_cannot_be_read_is_a_warning(tmp_path: Path) -> None:
    folder = of_folder(tmp_path)
    (Path(folder) / "empty.txt").write_text("")
    with pytest.warns(sayso.UnreadReference, match="empty"):
        corpus = sayso.Corpus(folder)
    assert (len(corpus), len(corpus.unread)) == (1, 1)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        sayso.check(ARTICLE, corpus)


def test_rules_can_be_left_out() -> None:
    def rules(**options: Any) -> set[str]:
        report = sayso.check(ARTICLE, [REFERENCE], **options)
        return {flag.rule for claim in report.claims for flag in claim.flags}

    raised = rules()
    assert raised == {"NUM001", "SO001"}
    # Without the check of numbers the verdict is another one, and what is raised of that one.
    assert rules(ignore=raised) == {"SO002"}
    assert not rules(ignore={*raised, "SO002"})


def test_a_calibration_gives_confidences_their_worth(tmp_path: Path) -> None:
    own = {"scale": 1, "offset": -9, "least": 0.5}
    (tmp_path / "c.json").write_text(json.dumps({"schema": "sayso-calibration/1", "verdicts": {"REFUTED": own}}))
    before = sayso.check(ARTICLE, [REFERENCE])
    after = sayso.check(ARTICLE, [REFERENCE], calibration=tmp_path / "c.json")
    assert "REFUTED" in [claim.so and claim.so.label for claim in before.claims]
    assert "REFUTED" not in [claim.so and claim.so.label for claim in after.claims]
    assert "calibration" in after.run.models and "calibration" not in before.run.models


def test_a_baseline_gives_flags_their_state(tmp_path: Path) -> None:
    report = sayso.check(ARTICLE, [REFERENCE])
    made = [decision_on(*item, "known", time=datetime(2027, 1, 1, tzinfo=UTC)) for item in flags_of([report])]
    change(tmp_path / "known.json", lambda _: made)
    again = sayso.check(ARTICLE, [REFERENCE], baseline=tmp_path / "known.json")
    assert made and {flag.state for claim in again.claims for flag in claim.flags} == {"known"}


def test_a_frame_has_a_row_a_claim() -> None:
    frame = sayso.check({"text": ARTICLE, "id": "a1"}, [{"id": "count", "text": REFERENCE}]).to_frame()
    assert list(frame["article_id"]) == ["a1", "a1"]
    assert list(frame["so"]) == ["REFUTED", "NOT ENOUGH INFO"]
    assert frame["evidence_document"][0] == "count" and frame["message"][0]
    assert 0 <= frame["so_confidence"].min() <= frame["so_confidence"].max() <= 1
    assert frame["line"].tolist() == [1, 1]


def test_a_dataset_has_the_rows_of_the_frame() -> None:
    report = sayso.check({"text": ARTICLE, "id": "a1"}, [{"id": "count", "text": REFERENCE}])
    rows = report.to_dataset()
    assert rows.column_names == list(report.to_frame().columns)
    assert rows["so"] == ["REFUTED", "NOT ENOUGH INFO"] and rows["line"] == [1, 1]


def test_a_frame_without_pandas_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    report = sayso.check(ARTICLE, [REFERENCE])
    with pytest.raises(ImportError, match=r"pip install 'sayso\[frame\]'"):
        report.to_frame()


def test_scores_are_in_order() -> None:
    found = sayso.score([("It rained.", "It was dry."), ("It rained.", "It rained.")])
    assert [round(each.entailment + each.neutral + each.contradiction, 6) for each in found] == [1, 1]
    assert sayso.score([]) == []


@pytest.mark.parametrize("pair", ["ab", ("one",), ("a", 5), ("a", " ")])
def test_a_pair_of_something_else_is_named(pair: Any) -> None:
    with pytest.raises(sayso.InputError, match="pair 1"):
        sayso.score([pair])
