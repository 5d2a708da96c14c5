from __future__ import annotations

import gzip
import json
import math
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.errors import InputError
from verifier.records import Scores
from verifier.training.evaluation import (
    Figures,
    Pair,
    balanced_accuracy,
    calibration_error,
    evaluate,
    read_pairs,
    render,
)

SCORES = {
    "sure": Scores(0.9, 0.05, 0.05),
    "unsure": Scores(0.5, 0.3, 0.2),
    "open": Scores(0.1, 0.8, 0.1),
    "against": Scores(0.1, 0.2, 0.7),
}


def measured(*labelled: tuple[str, str]) -> Figures:
    def score(pairs: Sequence[tuple[str, str]]) -> list[Scores]:
        return [SCORES[premise] for premise, _ in pairs]

    return evaluate([Pair(premise, "h", label) for premise, label in labelled], score, lambda s: s.entailment)


def test_three_classes() -> None:
    figures = measured(("sure", "entailment"), ("unsure", "neutral"), ("open", "neutral"), ("against", "contradiction"))
    assert figures.n == 4
    assert figures.accuracy == 0.75
    # The supported one is right; of the three others "unsure" is taken for supported.
    assert figures.balanced_accuracy == pytest.approx((1 + 2 / 3) / 2)
    # Bins of 0.9 (1 of 1 supported), 0.5 (0 of 1) and 0.1 (0 of 2).
    assert figures.calibration_error == pytest.approx((0.1 + 0.5 + 2 * 0.1) / 4)


def test_a_set_with_two_classes_has_no_accuracy() -> None:
    figures = measured(("sure", "entailment"), ("open", "not_entailment"))
    assert (figures.accuracy, figures.balanced_accuracy) == (None, 1.0)


def test_a_model_has_no_accuracy_on_classes_that_it_does_not_tell_apart() -> None:
    pairs = [Pair("p", "h", "entailment"), Pair("p", "h", "contradiction")]

    def score(asked: Sequence[tuple[str, str]]) -> list[Scores]:
        return [Scores(0.9, 0.1, 0.0), Scores(0.1, 0.9, 0.0)]

    assert evaluate(pairs, score, lambda s: s.entailment, ("entailment",)).accuracy is None
    assert evaluate(pairs, score, lambda s: s.entailment).accuracy == 0.5


def test_a_set_with_one_class_has_no_balanced_accuracy() -> None:
    assert measured(("open", "not_entailment")).balanced_accuracy is None
    assert measured(("sure", "entailment")).balanced_accuracy is None


def test_balanced_accuracy_weighs_the_classes_alike() -> None:
    # 1 of 4 supported found, 1 of 1 other.
    assert balanced_accuracy([0.5, 0.49, 0.1, 0.0, 0.2], [True, True, True, True, False]) == pytest.approx(0.625)


def test_calibration_error_cancels_only_within_a_bin() -> None:
    # One bin: (0.42 + 0.44) against 1 of 2; two bins: 0.3 against 1 and 0.7 against 0.
    assert calibration_error([0.42, 0.44], [True, False]) == pytest.approx(0.07)
    assert calibration_error([0.3, 0.7], [True, False]) == pytest.approx(0.7)
    assert calibration_error([1.0, 0.0], [True, False]) == 0


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1))
def test_calibration_error_is_a_part(rows: list[tuple[float, bool]]) -> None:
    supports, entailed = [row[0] for row in rows], [row[1] for row in rows]
    error = calibration_error(supports, entailed)
    assert 0 <= error <= 1 + 1e-9
    # Never less than the distance of the means, over however many bins.
    overall = abs(math.fsum(supports) - sum(entailed)) / len(rows)
    assert error >= overall - 1e-9


def test_calibration_error_with_the_classes_alike_does_not_depend_on_how_many_each_has() -> None:
    few = [("sure", "entailment"), ("open", "entailment"), ("sure", "neutral"), ("open", "neutral")]
    many = few[:2] + few[2:] * 20
    for rows in (few, many):
        assert measured(*rows).even_error == pytest.approx(0.4)
    assert measured(*many).calibration_error > 0.45


def test_abstaining_leaves_out_what_is_near_the_decision_point() -> None:
    figures = measured(
        ("sure", "entailment"),
        ("unsure", "neutral"),
        ("unsure", "entailment"),
        ("open", "neutral"),
        ("open", "neutral"),
    )
    assert figures.precision == pytest.approx(2 / 3)
    assert figures.balanced_accuracy == pytest.approx(5 / 6)
    assert (figures.sure_precision, figures.sure_balanced_accuracy) == (1.0, 1.0)
    assert figures.abstained == pytest.approx(2 / 5)


def test_abstaining_from_all_leaves_nothing_to_measure() -> None:
    figures = measured(("unsure", "entailment"), ("unsure", "neutral"))
    assert (figures.abstained, figures.sure_precision, figures.sure_balanced_accuracy) == (1.0, None, None)


def test_rendered() -> None:
    table = render(
        {
            "one": Figures(1200, None, 0.75, 0.1, (0.03, -0.02), 0.6, 0.25, 0.8, 0.9),
            "b": Figures(4, 0.5, None, 0.2),
            "c": Figures(6, 0.5, 0.85, 0.15, (-0.01, -0.02), 0.8, 0.5, None, None),
        }
    )
    assert table == (
        "        pairs  accuracy  balanced  calibration error  classes alike\n"
        "one     1,200         -      75.0               10.0            5.0\n"
        "b           4      50.0         -               20.0              -\n"
        "c           6      50.0      85.0               15.0            3.0\n"
        "mean    1,210      50.0      80.0               15.0            4.0\n"
        "\n"
        "calibration error of all, sets and classes weighing alike: 3.0\n"
        "\n"
        "abstaining where support is between 0.35 and 0.65:\n"
        "        pairs  abstained  precision  of the rest  balanced of the rest\n"
        "one     1,200       25.0       60.0         80.0                  90.0\n"
        "b           4        0.0          -            -                     -\n"
        "c           6       50.0       80.0            -                     -\n"
        "mean    1,210       25.0       70.0         80.0                  90.0"
    )
    assert "mean" not in render({"one": Figures(2, None, None, 0.1)})


def test_files_are_read(tmp_path: Path) -> None:
    row = {"id": "1", "premise": "p", "hypothesis": "h", "label": "neutral", "source": "snli"}
    path = tmp_path / "pairs.jsonl.gz"
    path.write_bytes(gzip.compress(json.dumps(row).encode()))
    assert read_pairs(path) == [Pair("p", "h", "neutral")]


@pytest.mark.parametrize(
    ("line", "field", "what"),
    [
        ('{"premise": "p", "hypothesis": "h"}', ' field "label"', "must be text"),
        ('{"premise": "p", "hypothesis": "h", "label": "maybe"}', ' field "label"', "unknown label 'maybe'"),
        ('{"premise": 1, "hypothesis": "h", "label": "neutral"}', ' field "premise"', "must be text"),
        ("no", "", "not JSON"),
    ],
)
def test_bad_lines_are_named(tmp_path: Path, line: str, field: str, what: str) -> None:
    path = tmp_path / "pairs.jsonl"
    path.write_text(f"\n{line}\n")
    with pytest.raises(InputError) as error:
        read_pairs(path)
    assert error.value.where == f"{path}:2{field}"
    assert what in error.value.what
