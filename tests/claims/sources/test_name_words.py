from __future__ import annotations

import tomllib
from collections import Counter

import pytest

from claims.sources.name_words import ordinary, plural
from claims.training.proper import counted, proper, rendered


@pytest.mark.parametrize("word", ["Stone", "the", "Health", "May", "United", "Supreme", "children", "Grace", "would"])
def test_ordinary_words(word: str) -> None:
    assert ordinary(word)


@pytest.mark.parametrize("word", ["Wilson", "Britain", "Obama", "Monday", "Frontex", "Lithuania", "Boris", "x7"])
def test_words_that_are_names_only(word: str) -> None:
    assert not ordinary(word)


@pytest.mark.parametrize("word", ["Democrats", "Children", "ministers"])
def test_plurals(word: str) -> None:
    assert plural(word)


@pytest.mark.parametrize("word", ["Sanders", "O’Brien", "InfoMigrants", "minister"])
def test_no_plurals(word: str) -> None:
    assert not plural(word)


def test_capitals_are_counted_where_nothing_asks_for_them() -> None:
    small, capital = counted(["Lee saw Wilson. Stone broke. “Stone broke,” said Wilson: Stone – a stone of BBC’s."])
    assert capital == Counter({"wilson": 2})
    assert small["stone"] == 1 and small["broke"] == 2


def test_what_is_never_small_is_a_name() -> None:
    capital = Counter({"wilson": 3, "stone": 3, "united": 90, "frontex": 9, "pedro": 1, "harbour": 1})
    small = Counter({"stone": 40, "united": 1})
    assert proper(small, capital) == ["pedro", "wilson"]
    assert tomllib.loads(rendered(["pedro", "wilson"]))["proper"].split() == ["pedro", "wilson"]
