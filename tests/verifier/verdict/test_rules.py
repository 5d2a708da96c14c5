"""The rules: their ids, names and pages, and how they are listed."""

from __future__ import annotations

import io
import json
import re
from datetime import date
from pathlib import Path

import pytest
from rich.console import Console

from claims.attribution.tagger import Tagger
from claims.records import Article
from verifier.cache.kept import Kept
from verifier.check import check, check_itself, header_without_corpus, run_header
from verifier.corpus.documents import make_document
from verifier.corpus.store import Corpus
from verifier.nli import Scorer, load
from verifier.records import Document, Flag
from verifier.report.rules import as_json, as_text
from verifier.results import Itself
from verifier.verdict.readings import CHECKS
from verifier.verdict.rules import BY_ID, DEFAULT, NAMES, OF_ARTICLE, RULES, WORDS, Rule, named

ROOT = Path(__file__).parents[3]
PAGES = ROOT / "docs" / "rules"
CHECKED = ROOT / "verifier" / "checks"
HEADINGS = ["What it finds", "Why it matters", "Example", "What it passes over", "How to fix it", "How to silence it"]
EXAMPLE = re.compile(r"(headline|article|reference|flag|right) {2,}(.+)")
# What a reference of an example is called, and what is said of it.
NOTE = re.compile(r" \((?:in `([\w-]+)`)?[^()`]*\)$")
DAY = re.compile(r"published (\d{4}-\d\d-\d\d)\)$")


def page(rule: str) -> str:
    return (PAGES / f"{rule}.md").read_text(encoding="utf-8")


def test_ids_and_names_are_unlike() -> None:
    assert len(BY_ID) == len(RULES)
    assert all(re.fullmatch(r"(?:RUN|SO|SAID|QUO|NUM|TIM|NAM|ROL|ATT|AGE|SELF|HEAD)\d{3}", rule.id) for rule in RULES)
    assert all(re.fullmatch(r"[a-z]+(?:-[a-z]+)*", name) for name in NAMES)
    assert len(WORDS) == len(set(WORDS)) == len(NAMES) + len(RULES)
    assert {rule.id for rule in RULES} - DEFAULT == {"SO004"}


def test_a_name_gathers_what_it_names() -> None:
    assert named(["refuted"]) == {"SO001", "SAID001"}
    assert named(["unsupported", "NUM001"]) == {"SO002", "SAID003", "NUM001"}
    assert named([]) == frozenset()
    assert named(WORDS) == set(BY_ID)


def test_rules_of_one_name_are_about_different_questions() -> None:
    for name in NAMES:
        questions = [question for rule in RULES if rule.name == name for question in rule.questions]
        assert len(questions) == len(set(questions))


@pytest.mark.parametrize("rule", RULES, ids=BY_ID)
def test_every_rule_has_a_page(rule: Rule) -> None:
    text = page(rule.id)
    lines = text.splitlines()
    assert lines[0] == f"# {rule.id}: {rule.name}"
    state = "On" if rule.on else "Off"
    asked = ", ".join(rule.questions) or ("the article" if rule.id in OF_ARTICLE else "the run")
    assert lines[2] == f"Severity: {rule.severity}. Question: {asked}. {state} by default."
    assert [line.removeprefix("## ") for line in lines if line.startswith("## ")] == HEADINGS
    assert f"`--ignore {rule.id}`" in text
    assert all(other in BY_ID for other in re.findall(r"\(([A-Z]+\d+)\.md\)", text))
    told = [match.groups() for line in lines if (match := EXAMPLE.fullmatch(line))]
    needed = {"article", "flag", "right"} if rule.id in OF_ARTICLE else {"article", "reference", "flag"}
    assert {kind for kind, _ in told} - {"headline"} == needed
    assert any(words.endswith(f" [{rule.id} {rule.name}]") for kind, words in told if kind == "flag")


def day(words: str) -> date | None:
    """The day that a note gives."""
    found = DAY.search(words)
    return date.fromisoformat(found[1]) if found else None


def example(rule: str) -> tuple[Article, list[Document]]:
    """The article and the references of a page's example."""
    told = [match.groups() for line in page(rule).splitlines() if (match := EXAMPLE.fullmatch(line))]
    (article,) = (words for kind, words in told if kind == "article")
    references = [words for kind, words in told if kind == "reference"]
    named = [NOTE.search(words) for words in references]
    return Article("a", NOTE.sub("", article), published=day(article)), [
        make_document((note and note[1]) or f"r{n}", NOTE.sub("", words), published=day(words))
        for n, (words, note) in enumerate(zip(references, named, strict=True))
    ]


@pytest.fixture(scope="module")
def models() -> tuple[Tagger, Scorer]:
    return Tagger(), load()


# What NLI has to say is the model's matter, copies need more text than an example has, and a run is no claim.
@pytest.mark.slow
@pytest.mark.parametrize(
    "rule", [rule for rule in BY_ID if rule not in OF_ARTICLE | {"RUN001", "SAID001", "SAID004", "SO003", "SO004"}]
)
def test_the_example_of_a_page_is_flagged(
    rule: str, models: tuple[Tagger, Scorer], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAYSO_CACHE_DIR", str(tmp_path / "cache"))
    article, references = example(rule)
    corpus = Corpus.create(str(tmp_path / "corpus"))
    corpus.add(references)
    report = check(article, *models, corpus, run_header(*models, corpus))
    flags = [flag for checked in report.claims for flag in checked.flags]
    assert rule in [flag.rule for flag in flags], report
    (flag,) = (flag for flag in flags if flag.rule == rule)
    assert f"flag       {flag.severity}: {flag.message} [{flag.rule} {flag.name}]" in page(rule)


@pytest.mark.slow
@pytest.mark.parametrize("rule", sorted(OF_ARTICLE))
def test_the_example_of_an_article_by_itself_is_flagged_and_the_right_one_is_not(
    rule: str, models: tuple[Tagger, Scorer]
) -> None:
    tagger, _ = models
    told = {match[1]: match[2] for line in page(rule).splitlines() if (match := EXAMPLE.fullmatch(line))}
    run, own = header_without_corpus(tagger), Itself(Kept(None), {"name": "tagger"}, DEFAULT)

    def flagged(title: str | None, text: str) -> list[Flag]:
        report = check_itself(Article("a", text, title), tagger, run, own)
        return [flag for checked in report.claims for flag in checked.flags]

    (flag,) = flagged(told.get("headline"), told["article"])
    assert f"{flag.severity}: {flag.message} [{flag.rule} {flag.name}]" == told["flag"]
    title = told["right"] if "headline" in told else None
    assert flagged(title, told["article"] if title else told["right"]) == []


def test_there_is_no_page_without_a_rule() -> None:
    assert {path.stem for path in PAGES.glob("*.md")} == {*BY_ID, "README"}
    listed = re.findall(
        r"\| \[(\w+)\]\((\w+)\.md\) \| ([\w-]+) \| (\w+)", (PAGES / "README.md").read_text(encoding="utf-8")
    )
    assert listed == [(rule.id, rule.id, rule.name, rule.severity) for rule in RULES]


def test_every_check_has_a_table_of_examples() -> None:
    """Each file of checks has tables of its own: what must be found, and look-alikes that must not."""
    checks = {path.stem for path in CHECKED.glob("*.py") if "-> Comparison | None:" in path.read_text(encoding="utf-8")}
    assert checks == {
        "quantity",
        "age",
        "time",
        "name",
        "label",
        "negation",
        "factuality",
        "roles",
        "quotation",
        "excerpt",
        "withdrawal",
        "attribution",
    }
    for name in checks:
        table = (ROOT / "tests" / "verifier" / "checks" / f"test_{name}.py").read_text(encoding="utf-8")
        assert "parametrize" in table
        assert "None" in table


def test_every_rule_is_raised_by_a_verdict_or_a_check() -> None:
    by_checks = {rule for each in CHECKS for rule in each.rules}
    assert by_checks <= BY_ID.keys()
    assert {rule for rule in BY_ID.keys() - by_checks - OF_ARTICLE if not rule.startswith("S")} == {
        "QUO002",
        "QUO007",
        "NUM002",
        "AGE001",
        "RUN001",
    }


def test_the_list_as_json() -> None:
    rows = json.loads(as_json(RULES))
    assert [row["id"] for row in rows] == list(BY_ID)
    assert rows[0] == {
        "id": "RUN001",
        "name": "nothing-checked",
        "severity": "error",
        "questions": [],
        "summary": BY_ID["RUN001"].summary,
        "on": True,
    }


@pytest.mark.parametrize("width", [80, 200])
def test_the_list_as_text(width: int) -> None:
    file = io.StringIO()
    as_text(RULES, Console(file=file, width=width, color_system=None, _environ={}))
    lines = file.getvalue().splitlines()
    assert all(len(line.rstrip()) <= width for line in lines)
    text = " ".join(file.getvalue().split())
    for rule in RULES:
        assert f"{rule.id} {rule.name}" in text
    assert "SO004 single-voice off" in text
