"""Whole articles with one planted fault of each kind, and as many without, by hand; with the shipped tagger."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from claims.attribution.tagger import Tagger
from claims.records import Article
from claims.split import split
from tests.verifier.itself.tables import Planted, planted
from verifier.itself.flags import own_flags
from verifier.records import Flag
from verifier.verdict.rules import OF_ARTICLE

pytestmark = pytest.mark.slow

DEVELOP, REPORT, FURTHER = planted("develop"), planted("report"), planted("further")
# What is known not to be found, and why.
MISSED = {
    "rovers-score": "one of the two is told in the past of the past",
    "turnout": "both have a day, and not the same",
    "ward-votes": "that what is unanimous has no vote against it",
    "castle-doubled": "the year and the number behind it are read as a range",
}


@pytest.fixture(scope="module")
def flagged() -> Callable[[Article], list[Flag]]:
    tagger = Tagger()
    return lambda article: [f for flags in own_flags(article, split(article, tagger), OF_ARTICLE) for f in flags]


def shown(flag: Flag, article: Article) -> str:
    return " ".join((flag.message, *(article.text[slice(*span)] for span in (*flag.spans, *flag.elsewhere))))


def test_the_table_is_what_it_says() -> None:
    for half in (DEVELOP, REPORT):
        assert [bool(each.rule) for each in half] == [True] * 20 + [False] * 20
        assert {each.rule for each in half} == {"SELF001", "HEAD001", "NUM003", None}
    names = [each.article.id for each in (*DEVELOP, *REPORT, *FURTHER)]
    assert len(names) == len(set(names))
    assert {*MISSED} <= {each.article.id for each in FURTHER}
    for each in (*DEVELOP, *REPORT, *FURTHER):
        said = f"{each.article.title} {each.article.text}"
        assert all(word in said or each.rule == "HEAD001" for word in each.words)


@pytest.mark.parametrize("each", [*DEVELOP, *REPORT, *FURTHER], ids=lambda each: each.article.id)
def test_a_planted_fault_is_flagged_and_nothing_else(each: Planted, flagged: Callable[[Article], list[Flag]]) -> None:
    flags = flagged(each.article)
    if each.rule is None or each.article.id in MISSED:
        assert flags == []
        return
    (flag,) = flags
    assert flag.rule == each.rule
    assert all(word in shown(flag, each.article) for word in each.words)
