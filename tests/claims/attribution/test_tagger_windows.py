"""How the tagger cuts a text into windows and reads probabilities; no network."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.attribution.tagger import (
    LINK,
    OVERLAP,
    WINDOW,
    Pieces,
    Scored,
    _Read,
    cues,
    link_range,
    probabilities,
    runs,
    stretches,
    windows,
)
from claims.records import Relation


@given(st.integers(0, 3000), st.integers(0, WINDOW // 2))
def test_cores_share_out_all_pieces_and_lie_in_their_windows(length: int, first: int) -> None:
    cut = windows(length, first)
    assert [i for _, core in cut for i in core] == list(range(length))
    for window, core in cut:
        assert len(window) <= WINDOW - 2
        assert set(core) <= set(window)


@given(st.integers(WINDOW, 3000))
def test_a_core_has_text_around_it(length: int) -> None:
    for window, core in windows(length)[:-1]:
        assert core.stop == length or window.stop - core.stop == OVERLAP // 2
        assert core.start == 0 or core.start - window.start == OVERLAP // 2


@given(st.integers(1, 254), st.integers(0, 5000), st.data())
def test_what_is_read_for_a_cue_holds_it(length: int, start: int, data: st.DataObject) -> None:
    window = range(start, start + length)
    first = data.draw(st.integers(window.start, window.stop - 1))
    cue = range(first, data.draw(st.integers(first + 1, min(window.stop, first + 12))))
    near = link_range(window, cue)
    assert set(cue) <= set(near) <= set(window)
    assert len(near) == min(LINK, length)


def tags(*inside: float, begin: tuple[int, ...] = ()) -> np.ndarray:
    rows = [
        [1 - p, 0.9 * p if i in begin else 0.1 * p, 0.1 * p if i in begin else 0.9 * p] for i, p in enumerate(inside)
    ]
    return np.array(rows, dtype=np.float32)


@pytest.mark.parametrize(
    ("words", "inside", "begin", "expected"),
    [
        ([0, 1, 2, 3], (0.1, 0.9, 0.9, 0.1), (1,), [(1, 3)]),
        # A word is judged by its first piece.
        ([0, 1, 1, 2], (0.1, 0.9, 0.0, 0.1), (1,), [(1, 3)]),
        ([0, 1, 1, 2], (0.1, 0.2, 0.9, 0.1), (), []),
        # A begin opens another stretch; the end of the text closes one.
        ([0, 1, 2, 3], (0.9, 0.9, 0.9, 0.9), (0, 2), [(0, 2), (2, 4)]),
        ([0, 1, 2, 3], (0.4, 0.4, 0.4, 0.4), (), []),
        ([], (), (), []),
    ],
)  # fmt: skip
def test_runs(
    words: list[int], inside: tuple[float, ...], begin: tuple[int, ...], expected: list[tuple[int, int]]
) -> None:
    found = runs(words, tags(*inside, begin=begin).reshape(-1, 3), 0.5)
    assert [(run.start, run.stop) for run in found] == expected


def test_a_doubtful_cue_is_looked_at_and_ends_where_its_words_get_less_likely() -> None:
    pieces = Pieces(list(range(6)), [(i, i + 1) for i in range(6)], list(range(6)))
    read = _Read(
        range(6), range(6), np.zeros((8, 4), dtype=np.float32), tags(0.0, 0.3, 0.25, 0.16, 0.0, 0.9, begin=(1, 5))
    )
    assert [(cue, round(p, 2)) for cue, p in cues(pieces, read)] == [(range(1, 3), 0.3), (range(5, 6), 0.9)]


def test_a_cue_belongs_to_the_window_whose_core_it_begins_in() -> None:
    pieces = Pieces(list(range(6)), [(i, i + 1) for i in range(6)], list(range(6)))
    read = _Read(
        range(6), range(2, 6), np.zeros((8, 4), dtype=np.float32), tags(0.0, 0.9, 0.9, 0.0, 0.9, 0.0, begin=(1, 4))
    )
    assert [cue for cue, _ in cues(pieces, read)] == [range(4, 5)]


def test_a_relation_without_source_needs_more() -> None:
    named = Scored(Relation(((0, 2),), ((3, 4),), ((5, 9),)), 0.6, 0.9, 0.8)
    unnamed = named._replace(relation=Relation((), ((3, 4),), ((5, 9),)))
    assert named.score == pytest.approx(0.7)
    assert unnamed.score < named.score


def test_probabilities_add_up_for_each_role() -> None:
    logits = np.random.default_rng(0).normal(0, 9, (7, 9)).astype(np.float32)
    found = probabilities(logits)
    assert found.shape == (7, 3, 3)
    assert np.allclose(found.sum(axis=-1), 1, atol=1e-5)
    assert found[2, 1].argmax() == logits[2, 3:6].argmax()


@pytest.mark.parametrize(
    ("words", "inside", "expected"),
    [
        ([0, 1, 2, 3], (0.1, 0.9, 0.9, 0.1), [(1, 3)]),
        # A doubtful word does not cut a role in two, a clear gap does.
        ([0, 1, 2, 3, 4], (0.99, 0.99, 0.3, 0.99, 0.99), [(0, 5)]),
        ([0, 1, 2, 3, 4], (0.99, 0.99, 0.01, 0.99, 0.99), [(0, 2), (3, 5)]),
        # A doubtful word apart from the rest is left out; by itself it counts.
        ([0, 1, 2, 3, 4], (0.99, 0.99, 0.01, 0.01, 0.6), [(0, 2)]),
        ([0, 1, 2], (0.01, 0.6, 0.01), [(1, 2)]),
        # The cue is no gap, and a word is judged by its first piece.
        ([0, -1, -1, 3, 3], (0.9, 0.0, 0.0, 0.6, 0.0), [(0, 1), (3, 5)]),
        ([0, 1, 1], (0.1, 0.2, 0.99), []),
        ([-1], (0.9,), []),
        ([], (), []),
    ],
)
def test_stretches(words: list[int], inside: tuple[float, ...], expected: list[tuple[int, int]]) -> None:
    found = stretches(words, np.array(inside, dtype=np.float32))
    assert [(run.start, run.stop) for run in found] == expected
