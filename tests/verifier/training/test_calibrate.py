"""What an NLI model's calibration is fitted on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple
from itertools import pairwise

import pytest

from claims.errors import InputError
from verifier.nli.calibration import Calibration
from verifier.nli.engine import Pair
from verifier.nli.labels import LABELS
from verifier.nli.scorer import Scorer
from verifier.records import Scores
from verifier.training import evaluation
from verifier.training.calibrate import calibrate


class Fake:
    """Far too sure that the premise entails what it says of itself."""

    name, digest = "fake", "0"
    labels: tuple[str, ...] = LABELS

    def __call__(self, pairs: Sequence[Pair], temperature: float) -> list[Scores]:
        return [self._one("yes" in premise, temperature) for premise, _ in pairs]

    def _one(self, entails: bool, temperature: float) -> Scores:
        p = 0.98 ** (1 / temperature)
        rest = 0.01 ** (1 / temperature)
        high, low = p / (p + 2 * rest), rest / (p + 2 * rest)
        return Scores(high, low, low) if entails else Scores(low, high, low)


def rows(labels: Sequence[str]) -> list[evaluation.Pair]:
    """One in three says the opposite of its label."""
    return [
        evaluation.Pair("yes" if (label == "entailment") != (i % 3 == 0) else "no", f"h {i}.", label)
        for i, label in enumerate(labels)
    ]


THREE = rows(["entailment", "entailment", "neutral", "neutral"] * 5)
TWO = rows(["entailment", "not_entailment", "not_entailment", "entailment", "not_entailment"] * 4)


def test_a_model_that_is_too_sure_is_cooled() -> None:
    found = calibrate(Fake(), {"three": THREE})
    assert found.temperature > 1.5
    scorer = Scorer(Fake(), found)
    yes, no = (scorer.support(scorer.score([(premise, "h.")])[0]) for premise in ("yes", "no"))
    assert 0.1 < no < 0.5 < yes < 0.9


def test_sets_of_two_classes_do_not_move_the_temperature() -> None:
    both = calibrate(Fake(), {"three": THREE, "two": TWO})
    assert both.temperature == calibrate(Fake(), {"three": THREE}).temperature
    alone = calibrate(Fake(), {"two": TWO})
    assert alone.temperature == 1
    assert alone != Calibration()


def test_classes_that_are_not_told_apart_do_not_move_the_temperature() -> None:
    class Two(Fake):
        labels: tuple[str, ...] = ("entailment",)

    assert calibrate(Two(), {"three": THREE}).temperature == 1


@pytest.mark.parametrize("label", ["entailment", "neutral"])
def test_pairs_of_one_kind_fit_nothing(label: str) -> None:
    with pytest.raises(InputError, match="a, b: every pair is entailed, or none"):
        calibrate(Fake(), {"a": rows([label] * 9), "b": rows([label] * 9)})
    assert calibrate(Fake(), {"a": THREE, "b": rows([label] * 9)}).scale > 0.1


@pytest.mark.parametrize("count", [801, 1_023, 1_599, 1_600, 5_000])
def test_a_large_set_is_drawn_from_evenly(count: int) -> None:
    drawn = evaluation.spread(rows(["entailment"] * count), 800)
    numbers = [int(pair.hypothesis[2:-1]) for pair in drawn]
    gaps = {after - before for before, after in pairwise(numbers)}
    assert len(numbers) == 800 and numbers[0] == 0 and numbers[-1] >= count - 1 - max(gaps)
    assert max(gaps) - min(gaps) <= 1
    assert evaluation.spread(drawn, 800) == drawn


@pytest.mark.parametrize("times", [2, 3])
def test_sets_weigh_the_same_however_many_pairs_they_have(times: int) -> None:
    sure = rows(["entailment", "neutral"] * 6)
    one, other = calibrate(Fake(), {"a": THREE, "b": sure}), calibrate(Fake(), {"a": THREE * times, "b": sure})
    assert astuple(one) == pytest.approx(astuple(other), abs=0.02)


def test_long_premises_get_weights_of_their_own_where_there_are_enough() -> None:
    filler = "The weather was mild that day, as it often is. " * 12
    known, unknown = "The yes was heard in Kaunas.", "The yes was heard in Vilnius."
    far = [
        evaluation.Pair(f"yes {i}. It was heard in Kaunas. {filler}", known if supported else unknown, label)
        for i in range(60)
        for supported, label in ((i % 6 > 0, "entailment"), (i % 6 == 0, "not_entailment"))
    ]
    few = calibrate(Fake(), {"three": THREE, "far": far[:40]})
    assert few.long is None
    found = calibrate(Fake(), {"three": THREE, "far": far})
    assert found.long is not None and found.long.unknown < 0 < found.long.scale
    scorer = Scorer(Fake(), found)
    low, high = (scorer.support(s) for s in scorer.score([(far[0].premise, unknown), (far[0].premise, known)]))
    assert low < 0.5 < high
    alone = calibrate(Fake(), {"three": THREE})
    assert (found.scale, found.offset) == pytest.approx((alone.scale, alone.offset), abs=0.01)
