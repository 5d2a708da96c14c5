"""Scores without a model: what is asked of an engine, and what is made of its answers."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from claims.errors import InputError
from verifier.nli import load
from verifier.nli.calibration import Calibration, LongPremise, read_calibration
from verifier.nli.engine import EngineName, Pair
from verifier.nli.labels import LABELS, Order, label_order, scores, told_apart
from verifier.nli.scorer import (
    SENTENCES,
    WHOLE_WORDS,
    WINDOWS,
    Scorer,
    asked,
    measures,
    parts,
    shown,
    together,
    weakest,
)
from verifier.nli.windows import WORD
from verifier.records import Scores

FILLER = "The weather was mild in Kaunas that day, as it often is in spring. "
YES, NO = "Frontex had evidence.", "Frontex never claimed that it had evidence."


class Fake:
    """Says what is written in the premise, and keeps what it was asked."""

    name, digest = "fake", "0"
    labels: tuple[str, ...] = LABELS

    def __init__(self) -> None:
        self.asked: list[Pair] = []
        self.temperatures: list[float] = []

    def __call__(self, pairs: Sequence[Pair], temperature: float) -> list[Scores]:
        self.asked += pairs
        self.temperatures.append(temperature)
        return [self._one(premise) for premise, _ in pairs]

    def _one(self, premise: str) -> Scores:
        entailment = 0.7 if YES in premise else 0.02
        contradiction = 0.6 * (1 - entailment) if NO in premise else 0.01
        return Scores(entailment, 1 - entailment - contradiction, contradiction)


def test_each_distinct_pair_is_scored_once() -> None:
    engine = Fake()
    pairs = [(YES, "h"), ("x", "h"), (YES, "h"), (YES, "other"), ("x", "h")]
    found = Scorer(engine).score(pairs)
    assert engine.asked == [(YES, "h"), ("x", "h"), (YES, "other")]
    assert [round(scores.entailment, 2) for scores in found] == [0.7, 0.02, 0.7, 0.7, 0.02]


def test_windows_that_two_premises_share_are_scored_once() -> None:
    engine = Fake()
    Scorer(engine).score([(FILLER * 20 + YES, "h"), (FILLER * 30, "h"), (FILLER * 30, "h")])
    assert len(engine.asked) == len(set(engine.asked))


def test_no_pairs_no_scores() -> None:
    assert Scorer(Fake()).score([]) == []


def test_the_temperature_reaches_the_engine() -> None:
    engine = Fake()
    Scorer(engine, Calibration(temperature=1.7)).score([("p", "h")])
    assert engine.temperatures == [1.7]


def test_a_short_premise_is_read_whole() -> None:
    premise = "word " * WHOLE_WORDS
    assert parts(premise, "h") == [premise]
    assert len(parts("A word. " * (WHOLE_WORDS // 2 + 1), "h")) > 1


@pytest.mark.parametrize("place", [0, 7, 25])
def test_a_sentence_anywhere_in_a_long_premise_is_read(place: int) -> None:
    premise = FILLER * place + YES + " " + FILLER * (25 - place)
    found = Scorer(Fake()).score([(premise, "Frontex had evidence of it.")])[0]
    assert found.entailment == 0.7


def test_a_long_premise_keeps_its_strongest_contradiction() -> None:
    scorer = Scorer(Fake())
    both = scorer.score([(YES + " " + FILLER * 20 + NO, "Frontex had evidence of it.")])[0]
    # The digest of the nearest sentences reads YES and NO together; the windows read NO alone.
    assert both == Scores(round(0.7 / 1.288, 4), 0.0, round(0.588 / 1.288, 4))
    against = scorer.score([(FILLER * 20 + NO, "Frontex had evidence of it.")])[0]
    assert (against.entailment, against.contradiction) == (0.02, 0.588)


def test_what_is_read_of_a_long_premise_is_short_and_not_much() -> None:
    premise = (FILLER + "Frontex counted people. ") * 40
    read = parts(premise, "Frontex had evidence of it.")
    assert 1 < len(read) <= WINDOWS + 1
    assert max(len(WORD.findall(part)) for part in read) <= WHOLE_WORDS


def test_text_without_full_stops_is_read_to_its_end() -> None:
    premise = " ".join(f"item{n}" for n in range(500)) + " Frontex had evidence"
    read = parts(premise, "Frontex had evidence")
    assert any("Frontex had evidence" in part for part in read)
    assert max(len(WORD.findall(part)) for part in read) <= WHOLE_WORDS


probabilities = st.tuples(st.floats(0, 1), st.floats(0, 1)).map(
    lambda two: Scores(two[0], (1 - two[0]) * (1 - two[1]), (1 - two[0]) * two[1])
)


@given(st.lists(probabilities, min_size=1, max_size=6))
@example([Scores(0.99995, 0.0, 0.00005)])
@example([Scores(0.33335, 0.0, 0.66665)])
@example([Scores(0.9, 0.1, 0.0), Scores(0.1, 0.0, 0.9)])
def test_probabilities_sum_to_one_in_four_digits(read: list[Scores]) -> None:
    found = shown(weakest([together(read), *read]))
    three = (found.entailment, found.neutral, found.contradiction)
    assert math.isclose(sum(three), 1, abs_tol=1e-9)
    assert all(0 <= p <= 1 and p == round(p, 4) and math.copysign(1, p) == 1 for p in three)
    assert shown(together([found])) == found


def test_a_window_that_entails_what_the_nearest_sentences_leave_open_is_half_believed() -> None:
    nearest, window = Scores(0.2, 0.7, 0.1), Scores(0.8, 0.1, 0.1)
    found = together([nearest, Scores(0.1, 0.9, 0.0), window])
    assert shown(found) == shown(together([window, nearest])) == Scores(0.5, 0.4, 0.1)


def test_the_nearest_sentences_may_be_the_best_window() -> None:
    premise = f"{YES} {('Frontex had more evidence, and ' + 'so ' * 35 + 'on. ') * 2}{FILLER * 9}"
    first, *windows = parts(premise, "Frontex had evidence of it.")
    assert [YES in window for window in windows].count(True) == 1 and first in windows
    assert Scorer(Fake()).score([(premise, "Frontex had evidence of it.")])[0].entailment == 0.7


def test_one_reading_is_only_rounded() -> None:
    assert shown(together([Scores(0.123449, 0.8, 0.076551)])) == Scores(0.1234, 0.8, 0.0766)


@pytest.mark.parametrize(
    ("hypothesis", "sentences"),
    [
        ("Frontex had evidence.", []),
        ("", []),
        ("Frontex had evidence. Lithuania built a fence.", ["Frontex had evidence.", "Lithuania built a fence."]),
        ("Yes. Frontex had evidence. It did.", []),
        ("Yes. Frontex had evidence.\n\nIt built a fence", ["Frontex had evidence.", "It built a fence"]),
        ("Mr. Lee met the U.S. envoy.", []),
    ],
)
def test_sentences_that_say_something_are_asked_about_one_by_one(hypothesis: str, sentences: list[str]) -> None:
    assert asked(hypothesis) == [hypothesis, *sentences]


def test_a_hypothesis_of_many_sentences_is_not_asked_about_without_end() -> None:
    assert len(asked("Frontex had evidence. " * 1_000)) == 1 + SENTENCES


def test_a_hypothesis_is_supported_no_more_than_half_way_to_its_weakest_sentence() -> None:
    whole, weak, strong = Scores(0.8, 0.1, 0.1), Scores(0.2, 0.5, 0.3), Scores(0.9, 0.1, 0.0)
    assert weakest([whole, strong, weak]) == weakest([whole, weak, strong])
    assert shown(weakest([whole, strong, weak])) == Scores(0.5, 0.2, 0.3)
    assert shown(weakest([weak])) == weak


def test_what_is_not_shown_does_not_move_the_result() -> None:
    low = Scores(0.001, 0.999, 0.0)
    one, other = (weakest([together([Scores(p, 1 - p, 0.0)]), low]).entailment for p in (0.99994, 0.99996))
    assert abs(one - other) < 0.1


def test_evidence_is_looked_for_sentence_by_sentence() -> None:
    engine = Fake()
    premise = f"{FILLER * 9}{YES} {FILLER * 9}Lithuania built a fence. {FILLER * 9}"
    Scorer(engine).score([(premise, "Frontex had evidence. Lithuania built a fence.")])
    for sentence in ("Frontex had evidence.", "Lithuania built a fence."):
        assert any(claim == sentence and sentence in part for part, claim in engine.asked)


def test_support_is_calibrated() -> None:
    plain = Scorer(Fake())
    assert plain.support(Scores(0.5, 0.5, 0.0)) == 0.5
    assert plain.support(Scores(0.8, 0.1, 0.1)) == 0.8
    moved = Scorer(Fake(), Calibration(1.0, 2.0, 1.0))
    assert moved.support(Scores(0.5, 0.5, 0.0)) == round(1 / (1 + math.exp(-1)), 4)
    assert moved.support(Scores(0.2, 0.8, 0.0)) == round(1 / (1 + math.exp(-(2 * math.log(0.25) + 1))), 4)


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0.01, 1e6), st.floats(-1e6, 1e6))
def test_support_rises_with_entailment_and_stays_a_probability(
    one: float, other: float, scale: float, offset: float
) -> None:
    scorer = Scorer(Fake(), Calibration(1.0, scale, offset))
    low, high = (scorer.support(Scores(p, 1 - p, 0.0)) for p in sorted((one, other)))
    assert 0 <= low <= high <= 1


GOOD = {"temperature": 1.3, "scale": 0.9, "offset": -0.2}


def test_calibration_is_read(tmp_path: Path) -> None:
    assert read_calibration(tmp_path) == Calibration(1.0, 1.0, 0.0)
    (tmp_path / "calibration.json").write_text(json.dumps({**GOOD, "note": "other fields are passed over"}))
    assert read_calibration(tmp_path) == Calibration(1.3, 0.9, -0.2)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[1, 0.9, 0]",
        "null",
        json.dumps({"temperature": 1.0, "scale": 1.0}),
        *(json.dumps({**GOOD, "temperature": value}) for value in (0, -1, "warm", None, [1], math.nan, math.inf)),
        *(json.dumps({**GOOD, "scale": value}) for value in (0, -0.5, math.inf)),
        json.dumps({**GOOD, "offset": math.nan}),
        json.dumps({**GOOD, "temperature": 10**400}),
        "[" * 100_000,
        "\xff",
    ],
)
def test_a_broken_calibration_is_an_error_that_names_the_file(tmp_path: Path, text: str) -> None:
    path = tmp_path / "calibration.json"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(InputError, match="not a calibration") as caught:
        read_calibration(tmp_path)
    assert str(caught.value).startswith(f"{path}: ")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["entailment", "neutral", "contradiction"], (0, 1, 2)),
        (["CONTRADICTION", "ENTAILMENT", "NEUTRAL"], (1, 2, 0)),
        (["Contradiction", "Neutral", "Entailment"], (2, 1, 0)),
        (["not_entailment", "entailment"], (1, 0, None)),
        (["entailment", "not-entailment"], (0, 1, None)),
        (["Unsupported", "Supported"], (1, 0, None)),
        (["hallucinated", "consistent"], (1, 0, None)),
        (["entailment", "contradiction"], (0, None, 1)),
        (["REFUTES", "SUPPORTS"], (1, None, 0)),
    ],
)
def test_label_order(names: list[str], expected: Order) -> None:
    assert label_order(dict(enumerate(names)), "m") == expected


@pytest.mark.parametrize(
    ("order", "known", "given"),
    [
        ((2, 0, 1), LABELS, Scores(0.1, 0.7, 0.2)),
        ((0, 1, None), ("entailment",), Scores(0.7, 0.2, 0.0)),
        ((1, None, 0), ("entailment", "contradiction"), Scores(0.2, 0.0, 0.7)),
    ],
)
def test_what_a_model_does_not_have_it_does_not_say(order: Order, known: tuple[str, ...], given: Scores) -> None:
    assert told_apart(order) == known
    assert scores([0.7, 0.2, 0.1], order) == given


@pytest.mark.parametrize("numbers", [(1, 2, 3), (0, 2, 3), (-1, 0, 1)])
def test_labels_are_numbered_from_0(numbers: tuple[int, ...]) -> None:
    with pytest.raises(InputError, match="set id2label to 0: entailment"):
        label_order(dict(zip(numbers, LABELS, strict=True)), "m")


@pytest.mark.parametrize(
    "names",
    [
        ["LABEL_0", "LABEL_1", "LABEL_2"],
        ["LABEL_0", "LABEL_1"],
        ["positive", "negative", "neutral"],
        ["entailment", "neutral", "contradiction", "other"],
        ["entailment"],
        ["supported", "supported_not"],
    ],
)
def test_labels_that_say_nothing_are_refused(names: list[str]) -> None:
    with pytest.raises(InputError, match="set id2label to 0: entailment, 1: neutral, 2: contradiction"):
        label_order(dict(enumerate(names)), "m")


@pytest.mark.parametrize("missing", ["openvino_model.xml", "openvino_model.bin", "tokenizer.json"])
def test_an_openvino_folder_that_lacks_a_file_is_refused(tmp_path: Path, missing: str) -> None:
    for name in {"openvino_model.xml", "openvino_model.bin", "tokenizer.json"} - {missing}:
        (tmp_path / name).write_text("x")
    with pytest.raises(InputError, match=f"no {missing}"):
        load(str(tmp_path), "openvino")


@pytest.mark.parametrize(
    ("config", "message"),
    [
        (None, "says no labels"),
        ({"id2label": {"0": "entailment", "1": "neutral", "2": "contradiction"}}, "cannot load an NLI model"),
        ({"id2label": {"0": "LABEL_0", "1": "LABEL_1", "2": "LABEL_2"}}, "has no NLI labels"),
        ({"id2label": {"1": "entailment", "2": "neutral", "3": "contradiction"}}, "has no NLI labels"),
        ("[" * 100_000, "says no labels"),
        ({"id2label": ["entailment"]}, "says no labels"),
        ({}, "says no labels"),
    ],
)
def test_an_openvino_folder_that_is_broken_is_refused(tmp_path: Path, config: object, message: str) -> None:
    for name in ("openvino_model.xml", "openvino_model.bin", "tokenizer.json"):
        (tmp_path / name).write_text("not a model")
    if config is not None:
        (tmp_path / "config.json").write_text(config if isinstance(config, str) else json.dumps(config))
    with pytest.raises(InputError, match=message) as caught:
        # The network itself is loaded for the first pair.
        load(str(tmp_path), "openvino").score([("p", "h")])
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["missing/folder/of/models", "/nowhere/at/all", "./missing", "../missing/model"])
@pytest.mark.parametrize("engine", [None, "torch", "openvino"])
def test_a_missing_folder_is_refused_without_a_look_at_the_network(name: str, engine: EngineName | None) -> None:
    with pytest.raises(InputError) as caught:
        load(name, engine)
    assert str(caught.value) == f"{name}: no such folder; name a folder or hub id of an NLI model"


LONG = LongPremise(scale=2.0, coverage=1.0, unknown=-4.0, sentences=-0.5, offset=0.25)


def test_what_stands_nowhere_in_a_long_premise_makes_it_support_less() -> None:
    scorer = Scorer(Fake(), Calibration(1.0, 0.5, 0.1, LONG))
    premise = YES + " " + FILLER * 20
    supports = [
        scorer.support(scorer.score([(premise, hypothesis)])[0])
        for hypothesis in (
            "Frontex had evidence in Kaunas.",
            "Frontex had evidence in spring.",
            "Frontex had evidence in summer.",
            "Frontex had evidence in Vilnius.",
            "Frontex had evidence in 2021.",
        )
    ]
    known, also, missing, name, number = supports
    assert known == also > missing > name == number


def test_support_of_a_long_premise_is_a_weighted_sum_of_what_was_seen() -> None:
    scorer = Scorer(Fake(), Calibration(1.0, 0.5, 0.1, LONG))
    premise, hypothesis = YES + " " + FILLER * 20, "Frontex had evidence. Warsaw denied everything there."
    # Of frontex, evidence, warsaw, denied and everything the first two stand in the premise.
    (found,) = scorer.score([(premise, hypothesis)])
    seen = measures(premise, hypothesis)
    odds = 2 * math.log(0.7 / 0.3) + seen.coverage - 4 * seen.unknown - 0.5 * seen.sentences + 0.25
    assert (seen.coverage, seen.unknown, seen.sentences) == (2 / 5, 1 / 5, 2)
    assert scorer.support(found) == pytest.approx(1 / (1 + math.exp(-odds)), abs=1e-3)
    assert found.entailment + found.neutral + found.contradiction == pytest.approx(1)


def test_short_premises_do_not_feel_the_weights_of_long_ones() -> None:
    pairs = [(YES, "Frontex had evidence in Vilnius."), (NO, "h")]
    assert Scorer(Fake(), Calibration(1.2, 0.5, 0.1, LONG)).score(pairs) == Scorer(
        Fake(), Calibration(1.2, 0.5, 0.1)
    ).score(pairs)


def test_weights_for_long_premises_are_read(tmp_path: Path) -> None:
    path = tmp_path / "calibration.json"
    weights = {"scale": 2, "coverage": 1, "unknown": -4, "sentences": -0.5, "offset": 0.25}
    path.write_text(json.dumps({**GOOD, "long": weights}))
    assert read_calibration(tmp_path) == Calibration(1.3, 0.9, -0.2, LONG)
    path.write_text(json.dumps({**GOOD, "long": None}))
    assert read_calibration(tmp_path) == Calibration(1.3, 0.9, -0.2)


@pytest.mark.parametrize("long", [{}, [], "x", {**asdict(LONG), "scale": 0}, {**asdict(LONG), "unknown": math.nan}])
def test_broken_weights_are_an_error(tmp_path: Path, long: object) -> None:
    (tmp_path / "calibration.json").write_text(json.dumps({**GOOD, "long": long}))
    with pytest.raises(InputError, match="not a calibration"):
        read_calibration(tmp_path)
