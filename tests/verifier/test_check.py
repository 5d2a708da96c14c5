"""The main job with the shipped models, a real corpus, and the example article."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from claims.article.files import load_articles
from claims.attribution.tagger import Tagger
from claims.records import Article, Claim, Voice
from verifier.check import READ, alike, check, hypotheses, read_whole, run_header
from verifier.corpus.cache import open_corpus
from verifier.corpus.documents import make_document
from verifier.corpus.store import Corpus
from verifier.nli import Scorer, load
from verifier.records import Passage, Report
from verifier.report import html, text
from verifier.report import json as as_json
from verifier.report.json import parse, render

ROOT = Path(__file__).parents[2]
SEED = ROOT / "seeds" / "lithuania-belarus"
SCHEMA = json.loads((ROOT / "verifier" / "report" / "schema.json").read_text(encoding="utf-8"))
OTHER = Article(
    "other",
    "The port of Elm closed on Monday. Mayor Ada Quill said that the port would open again within a week. "
    "Frontex, the European Union border agency, has claimed Belarus is helping migrants cross the border.",
)

VOICE = Voice("Frontex", ((0, 7),), "claimed", ((8, 15),), "claim")
OUTER = Voice("Bild", ((0, 4),), "reported", ((5, 13),), "report")
DENIED = Voice("She", ((0, 3),), "denied", ((4, 10),), "deny", "denied", "Ada Quill")
UNNAMED = Voice(None, (), "reportedly", ((0, 10),), "report")


@pytest.mark.parametrize(
    ("chain", "said"),
    [
        ((), None),
        ((VOICE,), "Frontex claimed that It rained."),
        ((OUTER, VOICE), "Bild reported that Frontex claimed that It rained."),
        ((DENIED,), "Ada Quill denied that It rained."),
        ((UNNAMED,), "Somebody reported that It rained."),
    ],
)
@pytest.mark.parametrize("checkable", [True, False])
def test_hypotheses(chain: tuple[Voice, ...], checkable: bool, said: str | None) -> None:
    claim = Claim("a", "1", "attributed" if chain else "asserted", "It rained.", ((0, 10),), chain, checkable)
    content, found = hypotheses(claim)
    assert content == "It rained."
    assert (found and found.casefold()) == (said and said.casefold())


def passages(*ids: str) -> tuple[Passage, ...]:
    return tuple(Passage(id_, "x", (number, number + 1)) for number, id_ in enumerate(ids))


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ([], ()),
        ([passages("a")], ()),
        ([passages("a"), passages("a")], ("a",)),
        ([passages("a", "a"), passages("b")], ()),
        ([passages("a", "b"), passages("b", "a"), passages("b")], ("b", "a")),
        ([passages("a"), passages("a"), *[passages("b")] * 7], ("b",)),
        ([passages("a"), passages("a"), *[()] * 7], ("a",)),
        ([passages(*"abcdef")] * 4, ("a", "b", "c")),
    ],
)
def test_documents_that_speak_about_much_of_an_article(
    found: list[tuple[Passage, ...]], expected: tuple[str, ...]
) -> None:
    assert alike(found) == expected


def test_a_document_that_is_too_long_is_not_read_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus = Corpus.create(str(tmp_path / "corpus"))
    corpus.add([make_document("a", "It rained. " * 100), make_document("b", "It rained.")])
    found = [passages("a", "b"), passages("a", "b")]
    assert read_whole(found, corpus) == ("a", "b")
    monkeypatch.setenv("SAYSO_MAX_WHOLE_CHARACTERS", "500")
    assert read_whole(found, corpus) == ("b",)


Check = Callable[[Article], Report]


@pytest.fixture(scope="module")
def models() -> tuple[Tagger, Scorer]:
    return Tagger(), load()


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SAYSO_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        opened, errors = open_corpus(str(SEED / "references"), lambda _: None)
        assert not errors
        yield opened


@pytest.fixture(scope="module")
def checked(models: tuple[Tagger, Scorer], corpus: Corpus) -> Check:
    run = run_header(*models, corpus)
    return lambda article: check(article, *models, corpus, run)


@pytest.fixture(scope="module")
def article() -> Article:
    (loaded,) = load_articles(str(SEED / "article.txt"))
    assert isinstance(loaded, Article)
    return loaded


@pytest.fixture(scope="module")
def report(checked: Check, article: Article) -> Report:
    return checked(article)


@pytest.mark.slow
def test_each_question_is_answered_where_it_is_asked(report: Report) -> None:
    assert len(report.claims) > 10
    for one in report.claims:
        assert (one.said is not None) == (one.claim.kind == "attributed") == bool(one.claim.chain)
        assert (one.so is not None) == one.claim.checkable
        assert (one.claim.why_not is None) == one.claim.checkable
    assert {"asserted", "attributed"} == {one.claim.kind for one in report.claims}


@pytest.mark.slow
def test_spans_and_evidence_quote_what_they_name(report: Report, article: Article, corpus: Corpus) -> None:
    for one in report.claims:
        for start, end in one.claim.spans:
            assert article.text[start:end].strip()
        for voice in one.claim.chain:
            for start, end in voice.spans:
                assert article.text[start:end].split()[0] in (voice.source or "")
        for verdict in (one.said, one.so):
            for evidence in verdict.evidence if verdict else ():
                start, end = evidence.passage.span
                assert corpus.document(evidence.passage.document_id).text[start:end] == evidence.passage.text
    assert any(one.so and one.so.evidence for one in report.claims)


@pytest.mark.slow
def test_the_run_says_what_it_depends_on(report: Report, corpus: Corpus) -> None:
    run = report.run
    assert run.corpus == {"digest": corpus.digest(), "documents": 16}
    assert all(len(model["sha256"]) == 64 for model in run.models.values())
    assert {"support", "contradiction", "about", "temperature", "passages"} <= set(run.thresholds)
    assert run.thresholds["passages"] == READ


@pytest.mark.slow
def test_two_runs_give_the_same_bytes(report: Report, article: Article, corpus: Corpus) -> None:
    tagger, scorer = Tagger(), load()
    again = Corpus.open(corpus.uri)
    anew = check(article, tagger, scorer, again, run_header(tagger, scorer, again))
    assert render([anew]).encode() == render([report]).encode()


@pytest.mark.slow
def test_an_article_alone_and_beside_another_gives_the_same(report: Report, checked: Check, article: Article) -> None:
    before, batch, after = checked(OTHER), checked(article), checked(OTHER)
    assert batch == report
    assert before == after
    assert before.claims


@pytest.mark.slow
def test_the_json_is_valid_and_can_be_read_again(report: Report, checked: Check) -> None:
    validator = Draft202012Validator(SCHEMA)
    validator.check_schema(SCHEMA)
    reports = [report, checked(OTHER)]
    for each in ([report], reports, []):
        validator.validate(json.loads(render(each)))
        assert as_json.render(parse(render(each))) == render(each)


@pytest.mark.slow
def test_every_format_shows_every_claim(report: Report) -> None:
    from io import StringIO

    from rich.console import Console

    page = StringIO()
    text.render(report, Console(file=page, width=2000))
    # Words of a claim may be marked.
    shown = unescape(re.sub(r"</?(?:mark|span|b|i|u|ins|del|em|strong)\b[^>]*>", "", html.render([report])))
    for one in report.claims:
        assert one.claim.text in page.getvalue()
        assert one.claim.text in shown


@pytest.mark.slow
def test_a_corpus_about_other_things_settles_nothing(
    tmp_path: Path, models: tuple[Tagger, Scorer], article: Article
) -> None:
    corpus = Corpus.create(str(tmp_path / "corpus"))
    corpus.add([make_document("milk", "The price of milk rose. Farmers were glad of it. Butter fell.")])
    found = check(article, *models, corpus, run_header(*models, corpus))
    labels = {verdict.label for one in found.claims for verdict in (one.said, one.so) if verdict}
    assert labels == {"NOT ENOUGH INFO"}


@pytest.mark.slow
@pytest.mark.parametrize("text", ["!!! ??? …", "12", "Why? Who? What?", "Rain"])
def test_an_article_without_a_claim_is_a_report_without_claims(checked: Check, text: str) -> None:
    found = checked(Article("a", text))
    Draft202012Validator(SCHEMA).validate(json.loads(render([found])))
    assert all(one.said is None for one in found.claims)
