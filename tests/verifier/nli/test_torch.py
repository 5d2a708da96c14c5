"""The torch engine with tiny models of random weights, made here."""

from __future__ import annotations

import hashlib
import json
import random
import shutil
from dataclasses import astuple
from pathlib import Path
from typing import Any

import pytest

from claims.errors import InputError
from verifier.nli import load
from verifier.nli.engine import Pair
from verifier.records import Scores

pytestmark = pytest.mark.slow

LABELS = ("entailment", "neutral", "contradiction")
WORDS = "the minister ordered border guards to repel migrants frontex denied it had evidence of help".split()
RANDOM = random.Random(5)


def sentence(most: int) -> str:
    return " ".join(RANDOM.choices(WORDS, k=RANDOM.randint(1, most)))


# Enough for several batches of one width, and of every width up to the model's limit and beyond.
PAIRS: list[Pair] = [(sentence(6), sentence(5)) for _ in range(40)] + [(sentence(80), sentence(20)) for _ in range(40)]


def save(folder: Path, labels: tuple[str, ...], order: tuple[int, ...] | None = None) -> Path:
    """A tiny model; ``order`` says which row of the same random head each label gets."""
    import torch
    from tokenizers import BertWordPieceTokenizer
    from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

    torch.manual_seed(0)
    options: dict[str, Any] = {
        "num_labels": len(labels),
        "id2label": dict(enumerate(labels)),
        "label2id": {name: i for i, name in enumerate(labels)},
    }
    config = BertConfig(
        vocab_size=40,
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=72,
        initializer_range=0.6,
        **options,
    )
    model = BertForSequenceClassification(config)
    if order:
        with torch.no_grad():
            for parameter in model.classifier.parameters():
                parameter.copy_(parameter[list(order)].clone())
    model.save_pretrained(folder)
    vocabulary = {word: i for i, word in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *WORDS])}
    special = {f"{name.lower()}_token": f"[{name}]" for name in ("PAD", "UNK", "CLS", "SEP", "MASK")}
    backend: Any = BertWordPieceTokenizer(vocabulary)._tokenizer
    fast: Any = PreTrainedTokenizerFast(tokenizer_object=backend, **special)
    fast.save_pretrained(folder)
    return folder


def scored(folder: Path, pairs: list[Pair]) -> list[Scores]:
    return load(str(folder), "torch").engine(pairs, 1.0)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save(tmp_path_factory.mktemp("plain"), LABELS)


def test_answers_differ_between_pairs(folder: Path) -> None:
    found = scored(folder, PAIRS)
    assert len({scores.entailment for scores in found}) > 30
    assert all(abs(s.entailment + s.neutral + s.contradiction - 1) < 1e-9 for s in found)


def test_a_pair_has_the_same_numbers_alone_in_any_batch_and_in_any_order(folder: Path) -> None:
    engine = load(str(folder), "torch").engine
    together = engine(PAIRS, 1.0)
    assert [engine([pair], 1.0)[0] for pair in PAIRS[::3]] == together[::3]
    order = list(range(len(PAIRS)))
    RANDOM.shuffle(order)
    shuffled = engine([PAIRS[i] for i in order], 1.0)
    assert [shuffled[order.index(i)] for i in range(len(PAIRS))] == together
    assert engine(PAIRS[:17], 1.0) + engine(PAIRS[17:], 1.0) == together


@pytest.mark.parametrize("order", [(2, 0, 1), (1, 2, 0), (2, 1, 0)])
def test_the_order_of_labels_is_read_from_the_config(folder: Path, tmp_path: Path, order: tuple[int, ...]) -> None:
    permuted = save(tmp_path / "m", tuple(LABELS[i].upper() for i in order), order)
    for one, other in zip(scored(permuted, PAIRS), scored(folder, PAIRS), strict=True):
        assert one.entailment == pytest.approx(other.entailment, abs=1e-6)
        assert one.contradiction == pytest.approx(other.contradiction, abs=1e-6)


def test_two_classes_that_are_opposites(tmp_path: Path) -> None:
    engine = load(str(save(tmp_path / "m", ("SUPPORTS", "REFUTES"), (0, 1))), "torch").engine
    assert engine.labels == ("entailment", "contradiction")
    found = engine(PAIRS, 1.0)
    assert all(scores.neutral == 0 and scores.contradiction == pytest.approx(1 - scores.entailment) for scores in found)
    assert any(scores.contradiction > 0.5 for scores in found)


def test_two_classes(tmp_path: Path) -> None:
    one = scored(save(tmp_path / "one", ("entailment", "not_entailment"), (0, 1)), PAIRS)
    other = scored(save(tmp_path / "other", ("not_entailment", "entailment"), (1, 0)), PAIRS)
    for a, b in zip(one, other, strict=True):
        assert a.contradiction == b.contradiction == 0
        assert a.entailment + a.neutral == pytest.approx(1)
        assert a.entailment == pytest.approx(b.entailment, abs=1e-6)


def test_temperature_flattens(folder: Path) -> None:
    engine = load(str(folder), "torch").engine
    for sharp, flat in zip(engine(PAIRS, 1.0), engine(PAIRS, 3.0), strict=True):
        assert max(astuple(flat)) < max(astuple(sharp))


def test_a_special_piece_in_a_text_is_text(folder: Path) -> None:
    """It would end the premise, or on some models fail all that are in its batch."""
    unknown = ("the minister ( x ) denied", "[ x ] help")
    assert scored(folder, [("the minister [SEP] denied", "[CLS] help")]) == scored(folder, [unknown])


def refusal(model: Path | str) -> str:
    with pytest.raises(InputError) as caught:
        load(str(model), "torch")
    text = str(caught.value)
    assert text.startswith(str(model)) and "\n" not in text
    return text


def test_a_config_without_labels_is_refused(tmp_path: Path) -> None:
    assert "has no NLI labels (0: label_0, 1: label_1, 2: label_2)" in refusal(
        save(tmp_path / "m", ("LABEL_0", "LABEL_1", "LABEL_2"))
    )


def test_pickled_weights_are_refused(tmp_path: Path, folder: Path) -> None:
    import torch
    from transformers import BertForSequenceClassification

    pickled = tmp_path / "m"
    shutil.copytree(folder, pickled)
    model = BertForSequenceClassification.from_pretrained(pickled, use_safetensors=True)
    (pickled / "model.safetensors").unlink()
    torch.save(model.state_dict(), pickled / "pytorch_model.bin")
    assert "safetensors" in refusal(pickled)


def test_code_that_comes_with_a_model_is_not_run(tmp_path: Path, folder: Path) -> None:
    foreign = tmp_path / "m"
    shutil.copytree(folder, foreign)
    config = json.loads((foreign / "config.json").read_text())
    config |= {"model_type": "foreign", "auto_map": {"AutoConfig": "foreign.Config"}}
    (foreign / "config.json").write_text(json.dumps(config))
    (foreign / "foreign.py").write_text("from pathlib import Path\nPath('ran').touch()\n")
    refusal(foreign)
    assert not Path("ran").exists()


def test_weights_without_a_head_are_refused(tmp_path: Path, folder: Path) -> None:
    """transformers would make one of random numbers."""
    from safetensors.torch import load_file, save_file

    headless = tmp_path / "m"
    shutil.copytree(folder, headless)
    weights = load_file(headless / "model.safetensors")
    kept = {name: weight for name, weight in weights.items() if not name.startswith("classifier")}
    save_file(kept, headless / "model.safetensors", {"format": "pt"})
    assert "its weights lack classifier" in refusal(headless)


@pytest.mark.parametrize("damage", ["weights", "config", "tokenizer"])
def test_a_damaged_folder_is_refused(tmp_path: Path, folder: Path, damage: str) -> None:
    broken = tmp_path / "m"
    shutil.copytree(folder, broken)
    name = {"weights": "model.safetensors", "config": "config.json", "tokenizer": "tokenizer.json"}[damage]
    (broken / name).write_bytes(b"{broken")
    assert "cannot load an NLI model" in refusal(broken)


@pytest.mark.parametrize(
    "change",
    [
        {"id2label": list(LABELS)},
        {"id2label": {"1": "entailment", "2": "neutral", "3": "contradiction"}},
        {"hidden_size": "wide"},
        {"hidden_act": "nope"},
    ],
)
def test_a_config_that_means_nothing_is_refused(tmp_path: Path, folder: Path, change: dict[str, object]) -> None:
    broken = tmp_path / "m"
    shutil.copytree(folder, broken)
    config = json.loads((broken / "config.json").read_text())
    (broken / "config.json").write_text(json.dumps(config | change))
    assert "; " in refusal(broken)


def test_a_tokenizer_that_cannot_fill_up_is_refused(tmp_path: Path, folder: Path) -> None:
    bare = tmp_path / "m"
    shutil.copytree(folder, bare)
    settings = json.loads((bare / "tokenizer_config.json").read_text())
    settings.pop("pad_token")
    (bare / "tokenizer_config.json").write_text(json.dumps(settings))
    assert "cannot fill up a batch; set its pad_token" in refusal(bare)


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    assert "cannot load an NLI model" in refusal(tmp_path)


def test_loading_is_quiet(tmp_path: Path, folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Where stderr is no terminal: no bars, and no word about weights that are there beyond what is needed."""
    from safetensors.torch import load_file, save_file

    fuller = tmp_path / "m"
    shutil.copytree(folder, fuller)
    weights = load_file(fuller / "model.safetensors")
    save_file(
        {**weights, "cls.extra": weights["classifier.bias"].clone()}, fuller / "model.safetensors", {"format": "pt"}
    )
    assert scored(fuller, PAIRS[:3]) == scored(folder, PAIRS[:3])
    assert capfd.readouterr() == ("", "")


def test_the_digest_is_that_of_the_weights(folder: Path) -> None:
    digest = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    assert load(str(folder), "torch").engine.digest == digest
