"""Two readers without models: what the careful one is given, and whose answer counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path

import pytest

from claims.errors import InputError
from verifier.nli import open_reader
from verifier.nli.calibration import Calibration
from verifier.nli.engine import EngineName, Pair
from verifier.nli.labels import LABELS
from verifier.nli.readers import FEW, ROUNDS, TwoReaders
from verifier.nli.scorer import Scorer
from verifier.records import CarefulScores, Scores


class Fake:
    """Knows the entailment and contradiction of premises, and keeps what it was asked."""

    labels: tuple[str, ...] = LABELS

    def __init__(self, name: str, known: Mapping[str, tuple[float, float]]) -> None:
        self.name, self.digest, self.known = name, name[0], known
        self.asked: list[Pair] = []

    def __call__(self, pairs: Sequence[Pair], temperature: float) -> list[Scores]:
        self.asked += pairs
        return [Scores(e, 1 - e - c, c) for e, c in (self.known.get(premise, (0.01, 0.01)) for premise, _ in pairs)]


def readers(
    quick: Mapping[str, tuple[float, float]], careful: Mapping[str, tuple[float, float]]
) -> tuple[TwoReaders, Fake]:
    engine = Fake("careful", careful)
    return TwoReaders(Scorer(Fake("quick", quick)), Scorer(engine)), engine


def test_only_what_can_decide_is_read_again() -> None:
    both, careful = readers({"yes": (0.8, 0.1), "no": (0.05, 0.7)}, {"yes": (0.9, 0.0), "no": (0.3, 0.1)})
    pairs = [(premise, "h") for premise in ("yes", "no", "other", "another")]
    found = both.answers(pairs)
    assert sorted(careful.asked) == [("no", "h"), ("yes", "h")]
    assert [found[pair].reader for pair in pairs] == ["careful", "careful", "quick", "quick"]
    assert found["yes", "h"] == CarefulScores(0.9, 0.1, 0.0)


def test_the_best_few_each_way_of_each_hypothesis_are_read() -> None:
    quick = {f"yes {i}": (0.9 - i / 100, 0.0) for i in range(9)} | {f"no {i}": (0.0, 0.9 - i / 100) for i in range(9)}
    both, careful = readers(quick, quick)
    both.answers([(premise, h) for h in ("one", "other") for premise in quick])
    best = {f"{kind} {i}" for kind in ("yes", "no") for i in range(FEW)}
    assert len(careful.asked) == 4 * FEW
    assert set(careful.asked) == {(premise, h) for premise in best for h in ("one", "other")}


def test_where_the_best_do_not_hold_the_next_are_read() -> None:
    quick = {f"yes {i:02}": (0.9 - i / 100, 0.0) for i in range(20)}
    both, careful = readers(quick, {"yes 04": (0.95, 0.0)})
    found = both.answers([(premise, "h") for premise in quick])
    assert [premise for premise, _ in careful.asked] == [f"yes {i:02}" for i in range(2 * FEW)]
    assert max(found.values(), key=both.support) == found["yes 04", "h"]
    both, careful = readers(quick, {})
    both.answers([(premise, "h") for premise in quick])
    assert len(careful.asked) == ROUNDS * FEW


def test_a_pair_alone_has_the_same_scores_as_among_others() -> None:
    quick = {f"yes {i}": (0.9 - i / 100, 0.0) for i in range(9)}
    both, careful = readers(quick, dict.fromkeys(quick, (0.6, 0.2)))
    pairs = [(premise, "h") for premise in (*quick, "other")]
    assert both.score(pairs) == [both.score([pair])[0] for pair in pairs]
    assert ("other", "h") not in careful.asked
    assert {scores.reader for scores in both.score(pairs[:-1])} == {"careful"}


def test_support_is_what_the_careful_reader_itself_would_say() -> None:
    quick = Scorer(Fake("quick", {"yes": (0.5, 0.0)}), Calibration(1.0, 2.0, -1.0))
    for entailment in (0.02, 0.4, 0.97):
        careful = Scorer(Fake("careful", {"yes": (entailment, 0.02)}), Calibration(1.0, 0.7, 0.4))
        both = TwoReaders(quick, careful)
        (scores,) = both.score([("yes", "h")])
        assert both.support(scores) == pytest.approx(careful.support(careful.score([("yes", "h")])[0]), abs=1e-3)
        assert scores.entailment + scores.neutral + scores.contradiction == pytest.approx(1)


def test_the_report_can_say_who_reads() -> None:
    assert readers({}, {})[0].models() == {
        "nli": {"name": "quick", "sha256": "q"},
        "careful": {"name": "careful", "sha256": "c"},
    }


def test_who_reads_is_chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def load(model: str | None = None, engine: EngineName | None = None) -> Scorer:
        return Scorer(Fake(model or "shipped", {}))

    # The package has a function of the same name.
    module = import_module("verifier.nli.load")
    monkeypatch.setattr(module, "load", load)
    monkeypatch.setattr(module, "CAREFUL", tmp_path / "careful")

    def names(scorer: Scorer) -> list[str]:
        return [model["name"] for model in scorer.models().values()]

    assert names(open_reader()) == names(open_reader("quick", careful="large")) == ["shipped"]
    assert names(open_reader("auto", "own", None, "large")) == ["own", "large"]
    assert names(open_reader("careful", "own", None, "large")) == ["large"]
    with pytest.raises(InputError, match="no careful model is shipped; name one with --careful-model"):
        open_reader("careful")
    (tmp_path / "careful").mkdir()
    assert names(open_reader()) == ["shipped", str(tmp_path / "careful")]
