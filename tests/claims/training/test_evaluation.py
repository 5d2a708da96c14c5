from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.errors import InputError
from claims.records import Relation, Span, Spans
from claims.training.evaluation import (
    Count,
    Figures,
    Gold,
    by_publisher,
    read_gold,
    read_predicted,
    render,
    render_publishers,
    score,
)

TEXT = "Mr. Lee said on Monday: it’s late. He went home. Ann denied it."


def span(words: str, text: str = TEXT) -> Span:
    start = text.index(words)
    return start, start + len(words)


def relation(source: str = "", cue: str = "", content: str = "") -> Relation:
    roles: list[Spans] = [(span(words),) if words else () for words in (source, cue, content)]
    return Relation(*roles)


LEE = relation("Lee", "said", "it’s late")
ANN = relation("Ann", "denied", "it.")
GOLD = Gold("a", TEXT, (LEE, ANN), "Daily")


@pytest.mark.parametrize(
    ("predicted", "figures"),
    [
        pytest.param([], [(0, 0, 2), (0, 0, 2), (0, 0, 3), (0, 0, 2), (0, 0, 2), (0, 0, 2)], id="nothing"),
        pytest.param([LEE, ANN], [(2, 2, 2), (2, 2, 2), (3, 3, 3), (2, 2, 2), (2, 2, 2), (2, 2, 2)], id="all"),
        pytest.param([ANN, LEE], [(2, 2, 2), (2, 2, 2), (3, 3, 3), (2, 2, 2), (2, 2, 2), (2, 2, 2)], id="any order"),
        # "it’s" is one word, punctuation is none: the colon and the stop change nothing.
        pytest.param(
            [relation("Lee", "said", ": it’s late.")],
            [(1, 1, 2), (1, 1, 2), (2, 2, 3), (1, 1, 2), (1, 1, 2), (1, 1, 2)],
            id="punctuation",
        ),
        # Half of the source's words (Mr, Lee) and of the content's are shared: close, not exact.
        pytest.param(
            [relation("Mr. Lee", "said", "it’s")],
            [(1, 2, 2), (1, 1, 2), (1, 1, 3), (0, 1, 2), (1, 1, 2), (1, 1, 2)],
            id="close",
        ),
        # A third of the source's words is shared.
        pytest.param(
            [relation("Mr. Lee said", "said", "it’s late")],
            [(1, 3, 2), (1, 1, 2), (2, 2, 3), (0, 1, 2), (0, 1, 2), (1, 1, 2)],
            id="not close",
        ),
        pytest.param(
            [relation("", "said", "it’s late")],
            [(0, 0, 2), (1, 1, 2), (2, 2, 3), (0, 1, 2), (0, 1, 2), (1, 1, 2)],
            id="empty source",
        ),
        # The cues do not overlap, so that the same content does not pair them.
        pytest.param(
            [relation("Lee", "on", "it’s late")],
            [(1, 1, 2), (0, 1, 2), (2, 2, 3), (0, 1, 2), (0, 1, 2), (1, 1, 2)],
            id="other cue",
        ),
        # Each gold relation is paired once, with the prediction whose content is most alike.
        pytest.param(
            [relation("Lee", "said", "He went"), relation("Lee", "said", "it’s late"), relation("Ann", "said", "it’s")],
            [(2, 2, 2), (1, 1, 2), (2, 4, 3), (1, 3, 2), (1, 3, 2), (1, 2, 2)],
            id="one to one",
        ),
        # A span that ends within a word does not cover it.
        pytest.param(
            [relation("Le", "said", "it’s lat")],
            [(0, 0, 2), (1, 1, 2), (1, 1, 3), (0, 1, 2), (0, 1, 2), (1, 1, 2)],
            id="half words",
        ),
    ],
)
def test_counts(predicted: list[Relation], figures: list[tuple[int, int, int]]) -> None:
    assert score([GOLD], [predicted]) == Figures(*(Count(*count) for count in figures))


def test_relations_without_a_cue_meet_in_their_content() -> None:
    gold = Gold("a", TEXT, (relation("Lee", "", "it’s late"),))
    assert score([gold], [[relation("Lee", "", "it’s late")]]).relation_exact == (1, 1, 1)
    assert score([gold], [[relation("Lee", "", "late")]]).relation_close == (1, 1, 1)
    assert score([gold], [[relation("Lee", "", "He went")]]).relation_close == (0, 1, 1)
    assert score([gold], [[relation("Lee", "said", "it’s late")]]).relation_close == (0, 1, 1)


def test_words_count_once_for_overlapping_relations() -> None:
    twice = [relation("Lee", "said", "it’s late"), relation("Lee", "on", "late")]
    assert score([GOLD], [twice]).token_content == (2, 2, 3)


def test_figures_are_sums_over_the_articles() -> None:
    figures = score([GOLD, Gold("b", TEXT, (ANN,), "Weekly")], [[LEE], [ANN, LEE]])
    assert figures.relation_exact == (2, 3, 3)
    apart = by_publisher([GOLD, Gold("b", TEXT, (ANN,), "Weekly"), Gold("c", TEXT, ())], [[LEE], [ANN, LEE], []])
    assert {name: row.relation_exact for name, row in apart.items()} == {
        "(none)": (0, 0, 0),
        "Daily": (1, 1, 2),
        "Weekly": (1, 2, 1),
    }


def test_no_articles_and_uneven_lists() -> None:
    assert score([], []) == Figures()
    with pytest.raises(ValueError, match="shorter"):
        score([GOLD], [])


def test_precision_recall_and_f1() -> None:
    count = Count(2, 4, 8)
    assert (count.precision, count.recall) == (0.5, 0.25)
    assert count.f1 == pytest.approx(1 / 3)
    nothing = Count(0, 0, 0)
    assert (nothing.precision, nothing.recall, nothing.f1) == (0, 0, 0)


def test_rendered() -> None:
    figures = score([GOLD], [[LEE]])
    assert render(figures) == (
        "2 relations, 1 predicted\n"
        "                 precision  recall     F1\n"
        "token source         100.0    50.0   66.7\n"
        "token cue            100.0    50.0   66.7\n"
        "token content        100.0    66.7   80.0\n"
        "relation exact       100.0    50.0   66.7\n"
        "relation close       100.0    50.0   66.7\n"
        "sentence             100.0    50.0   66.7"
    )
    assert render_publishers({"Daily": figures}) == (
        "F1     token source  token cue  token content  relation exact  relation close  sentence  relations\n"
        "Daily          66.7       66.7           80.0            66.7            66.7      66.7          2"
    )


WORDS = st.lists(st.sampled_from(["Lee", "said", "it’s", "U.S.", "“no”", "—", "late.", "\n"]), min_size=1, max_size=12)


@st.composite
def annotated(draw: st.DrawFn) -> Gold:
    text = " ".join(["He", *draw(WORDS)])
    offset = st.integers(0, len(text))
    spans = st.lists(st.tuples(offset, offset).map(lambda pair: (min(pair), max(pair))), max_size=2).map(tuple)
    # Each has a word in its cue; a relation that covers no word at all can be found by nobody.
    relations = draw(st.lists(st.builds(Relation, spans, st.just(((0, 2),)), spans), min_size=1, max_size=4))
    return Gold("a", text, tuple(relations))


@given(st.lists(annotated(), max_size=3))
def test_gold_against_itself_is_all_right(gold: list[Gold]) -> None:
    for count in score(gold, [article.relations for article in gold]):
        assert count.right == count.predicted == count.gold


@given(annotated(), annotated())
def test_counts_stay_within_bounds_and_swap(gold: Gold, other: Gold) -> None:
    there = score([gold], [other.relations])
    back = score([Gold("a", gold.text, other.relations)], [gold.relations])
    for one, two in zip(there, back, strict=True):
        assert 0 <= one.right <= min(one.predicted, one.gold)
        assert (one.predicted, one.gold) == (two.gold, two.predicted)


def test_files_are_read(tmp_path: Path) -> None:
    roles = {"source": [[4, 7]], "cue": [[8, 12]], "content": None}
    row = {"id": "a", "text": TEXT, "publisher": "Daily", "date": "2016-09-12", "relations": [roles]}
    path = tmp_path / "gold.jsonl.gz"
    path.write_bytes(gzip.compress(f"\n{json.dumps(row)}\n\n".encode()))
    expected = Relation(((4, 7),), ((8, 12),), ())
    assert read_gold(path) == [Gold("a", TEXT, (expected,), "Daily")]
    plain = tmp_path / "predicted.jsonl"
    plain.write_text(json.dumps({"id": "a", "relations": [{"cue": [[8, 12]], "source": [[4, 7]]}]}))
    assert read_predicted(plain) == {"a": (expected,)}


GOOD = '{"id": "a", "text": "He said no.", "relations": []}\n'


@pytest.mark.parametrize(
    ("line", "where", "what"),
    [
        ("{", ":2", "not JSON"),
        ("[]", ":2", "not a JSON object"),
        ('{"text": "x", "relations": []}', ':2 field "id"', "must be text"),
        ('{"id": "b", "relations": []}', ':2 field "text"', "must be text"),
        (GOOD, ':2 field "id"', "used before"),
        ('{"id": "b", "text": "x"}', ':2 field "relations"', "must be a list"),
        ('{"id": "b", "text": "x", "relations": [1]}', ':2 field "relations[0]"', "must be an object"),
        ('{"id": "b", "text": "x", "relations": [{"cue": 1}]}', ':2 field "relations[0].cue"', "list of spans"),
        ('{"id": "b", "text": "x", "relations": [{"cue": [1, 2]}]}', ':2 field "relations[0].cue"', "not a span: 1"),
        ('{"id": "b", "text": "x", "relations": [{}, {"cue": [[0, 2]]}]}', ':2 field "relations[1].cue"', "1 char"),
        ('{"id": "b", "text": "x", "relations": [{"cue": [[1, 0]]}]}', ':2 field "relations[0].cue"', "no part"),
        ('{"id": "b", "text": "x", "relations": [{"cue": [[true, 1]]}]}', ':2 field "relations[0].cue"', "not a span"),
        ('{"id": "b", "text": "x", "publisher": 1, "relations": []}', ':2 field "publisher"', "must be text"),
    ],
)
def test_bad_lines_are_named(tmp_path: Path, line: str, where: str, what: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(GOOD + line)
    with pytest.raises(InputError) as error:
        read_gold(path)
    assert error.value.where == f"{path}{where}"
    assert what in error.value.what


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("missing.jsonl", None, "no such file"),
        ("empty.jsonl", b"\n", "no line in it"),
        ("plain.jsonl.gz", b"{}", "cannot be read"),
        ("cut.jsonl.gz", gzip.compress(GOOD.encode(), mtime=0)[:-9], "cannot be read"),
        ("latin.jsonl", b'{"id": "\xe9"}', "not UTF-8"),
    ],
)
def test_bad_files_are_named(tmp_path: Path, name: str, content: bytes | None, what: str) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError) as error:
        read_gold(path)
    assert error.value.where.startswith(str(path))
    assert what in error.value.what


def test_it_runs_without_torch() -> None:
    code = "import sys, claims.training.evaluation; assert not {'torch', 'openvino', 'transformers'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
