"""Weights and pairs on their way to a lent GPU and back; the training itself on a tiny model, on the CPU."""

from __future__ import annotations

import gzip
import json
import random
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.errors import InputError
from verifier.training.carry import Pieces, read_pieces, read_weights, write_pieces, write_weights

RANDOM = np.random.default_rng(3)


def test_weights_come_back_in_small_files(tmp_path: Path) -> None:
    weights = {
        "layer.weight": RANDOM.normal(size=(40, 30)).astype(np.float32),
        "layer.bias": RANDOM.normal(size=40).astype(np.float32),
        "empty.weight": np.zeros((3, 4), np.float32),
        "words": RANDOM.normal(size=(500, 16)).astype(np.float32),
    }
    paths = write_weights(weights, tmp_path, 3_000)
    assert len(paths) > 3
    assert max(path.stat().st_size for path in paths) < 6_000
    found = read_weights(tmp_path)
    assert found.keys() == weights.keys()
    for name, values in weights.items():
        assert found[name].shape == values.shape
        largest = np.abs(values).max(axis=-1, keepdims=True)
        assert (np.abs(found[name] - values) <= largest / 127 / 2 + 1e-6).all()
    assert np.array_equal(found["layer.bias"], weights["layer.bias"])
    assert len(write_weights({"words": weights["words"]}, tmp_path, 10**6)) == 1
    assert read_weights(tmp_path).keys() == {"words"}


def test_weights_of_which_a_part_is_missing_are_refused(tmp_path: Path) -> None:
    paths = write_weights({"words": RANDOM.normal(size=(500, 16)).astype(np.float32)}, tmp_path, 3_000)
    paths[1].unlink()
    with pytest.raises(InputError, match="not all weights are in it"):
        read_weights(tmp_path)
    with pytest.raises(InputError, match="not all weights are in it"):
        read_weights(tmp_path / "nowhere")


row = st.tuples(st.lists(st.integers(0, 65_535), min_size=1, max_size=9), st.integers(0, 9), st.integers(0, 3))


@given(st.lists(row, min_size=1, max_size=9))
def test_pairs_come_back_as_they_were(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[list[int], int, int]]
) -> None:
    path = tmp_path_factory.mktemp("pairs") / "pairs.npz.xz"
    write_pieces({"train": Pieces.of(rows), "snli_dev": Pieces.of(rows[:1])}, path)
    found = read_pieces(path)
    assert list(found) == ["train", "snli_dev"]
    assert [(ids.tolist(), second, label) for ids, second, label in map(found["train"].row, range(len(rows)))] == rows
    assert len(found["snli_dev"]) == 1


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["mpnet", "bert"])
def test_from_an_encoder_to_a_model_by_way_of_the_device(kind: str, tmp_path: Path) -> None:
    pytest.importorskip("nncf")
    from tests.verifier.training.encoders import WORDS, make_encoder
    from verifier.cli import carry
    from verifier.nli import load
    from verifier.training import device

    base, data = make_encoder(tmp_path / "base", kind, layers=3), tmp_path / "data"
    data.mkdir()
    order = random.Random(1)
    with gzip.open(data / "snli.jsonl.gz", "wt", encoding="utf-8") as file:
        for _ in range(200):
            words = order.choices(WORDS, k=9)
            same = order.random() < 0.5
            fields = {
                "premise": " ".join(words),
                "hypothesis": " ".join(words[:4] if same else order.choices(WORDS, k=4)),
            }
            file.write(json.dumps({**fields, "label": "entailment" if same else "neutral"}) + "\n")
    packed, back, out = tmp_path / "packed", tmp_path / "back", tmp_path / "out"
    development = data / "snli.jsonl.gz"
    arguments = ["pack", base, data, packed, development, "--layers", "2", "--step", "first", "--pairs", "150"]
    carry.main([str(argument) for argument in arguments])
    assert len(read_pieces(packed / "pairs.npz.xz")["train"]) == 150

    figures = device.train(packed, back, minutes=5, rate=1e-3, batch=8, seed=0)
    assert figures["pairs"] == 150 and 40 <= figures["snli"]["balanced"] <= 100
    assert json.loads((back / "figures.json").read_text()) == figures
    first, last = read_weights(packed), read_weights(back)
    assert first.keys() == last.keys()
    assert any(not np.array_equal(first[name], last[name]) for name in first)

    carry.main(["restore", str(back), str(packed), str(out)])
    pairs = [(" ".join(WORDS[:6]), " ".join(WORDS[2:5])), (" ".join(WORDS[4:9]), WORDS[1])]
    int8, exact = load(str(out), "openvino").score(pairs), load(str(out), "torch").score(pairs)
    assert max(abs(a.entailment - b.entailment) for a, b in zip(int8, exact, strict=True)) < 0.15


def test_the_device_needs_nothing_that_a_lent_machine_lacks() -> None:
    """Only what is said in the module's own words, and the standard library."""
    code = (
        "import sys; before = set(sys.modules); import verifier.training.carry; "
        "print(*sorted({name.partition('.')[0] for name in set(sys.modules) - before} - set(sys.stdlib_module_names)))"
    )
    found = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()
    assert {name for name in found if not name.startswith("_")} <= {"claims", "numpy", "verifier"}
