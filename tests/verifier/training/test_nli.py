"""Training from an encoder without token types, as MPNet is: what is exported reads pairs as torch does."""

from __future__ import annotations

import json
import random
from dataclasses import astuple
from pathlib import Path

import pytest

from claims.attribution.encoder import Encoded
from tests.verifier.training.encoders import WORDS, make_encoder
from verifier.nli import load
from verifier.training.evaluation import Pair

pytestmark = pytest.mark.slow

RANDOM = random.Random(4)


def sentence() -> str:
    return " ".join(RANDOM.choices(WORDS, k=RANDOM.randint(4, 12)))


PAIRS = [Pair(sentence(), sentence(), RANDOM.choice(["entailment", "neutral", "contradiction"])) for _ in range(96)]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_encoder(tmp_path_factory.mktemp("base"), "mpnet", layers=3)


@pytest.fixture(scope="module")
def exported(base: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One batch of training from two of its layers, and its network in int8."""
    pytest.importorskip("accelerate")
    pytest.importorskip("nncf")
    from tokenizers import Tokenizer

    from claims.training.export import export_classifier
    from verifier.training import nli

    out = tmp_path_factory.mktemp("run")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nli, "mixture", lambda data, step, seed: PAIRS)
        model = nli.train(base, out, out, steps=["first"], layers=2, batch_size=8)
    folder = out / "final"
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    encoded = tokenizer.encode_batch([(pair.premise, pair.hypothesis) for pair in PAIRS[:24]])
    export_classifier(model, [Encoded(one.ids, one.type_ids) for one in encoded], folder)
    return folder


def test_the_lowest_layers_are_kept(exported: Path) -> None:
    from safetensors.numpy import load_file

    config = json.loads((exported / "config.json").read_text(encoding="utf-8"))
    weights = load_file(exported / "model.safetensors")
    layers = {name.split(".layer.")[1].split(".")[0] for name in weights if ".layer." in name}
    assert (config["model_type"], config["num_hidden_layers"], layers) == ("mpnet", 2, {"0", "1"})


def test_both_engines_read_pairs_alike_whatever_their_neighbours(exported: Path) -> None:
    pairs = [(pair.premise, pair.hypothesis) for pair in PAIRS]
    int8, exact = load(str(exported), "openvino").score(pairs), load(str(exported), "torch").score(pairs)
    apart = [
        sum(abs(a - b) for a, b in zip(astuple(x), astuple(y), strict=True)) for x, y in zip(int8, exact, strict=True)
    ]
    assert len({astuple(one) for one in exact}) > 1
    assert max(apart) < 0.2, max(apart)
    again = load(str(exported), "openvino").score(pairs[5::-1])
    assert again == int8[5::-1]
