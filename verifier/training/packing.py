"""What is carried to a machine with a GPU for a training, and the model of what comes back."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from transformers import AutoConfig, AutoModelForSequenceClassification

from claims.attribution.encoder import Encoded
from claims.errors import InputError
from claims.training.export import export_classifier
from claims.training.fit import SPEED
from verifier.nli.labels import LABELS
from verifier.nli.windows import focus
from verifier.training.carry import Pieces, read_pieces, read_weights, write_pieces, write_weights
from verifier.training.evaluation import Pair, read_pairs, spread
from verifier.training.mixture import READ_WORDS, Step, mixture
from verifier.training.nli import TARGET

# A call carries 64 MiB, the checkout included.
CARRIED_BYTES = 56_000_000
PIECES = 192
CALIBRATION_PAIRS = 300
DEVELOPMENT_PAIRS = 1_000
PAIRS_FILE, TOKENIZER_FILE = "pairs.npz.xz", "tokenizer.json"


def pack(
    base: Path,
    data: Path,
    folder: Path,
    development: Sequence[Path],
    *,
    steps: Sequence[Step],
    layers: int | None = None,
    most: int | None = None,
    seed: int = 0,
) -> list[Path]:
    """The files to carry: the encoder's lowest ``layers`` with a new head, and at most ``most`` pairs of the steps."""
    pairs = [pair for step in steps for pair in mixture(data, step, seed)]
    if not pairs:
        raise InputError(str(data), "none of its sets is in the mixture", "see verifier/training/mixture.toml")
    order = np.random.default_rng(seed).permutation(len(pairs))
    sets = {"train": [pairs[i] for i in order[:most]]}
    for path in development:
        words = READ_WORDS["second"]
        chosen = spread(read_pairs(path), DEVELOPMENT_PAIRS)
        sets[path.name.partition(".")[0]] = [
            Pair(focus(p.premise, p.hypothesis, words), p.hypothesis, p.label) for p in chosen
        ]
    folder.mkdir(parents=True, exist_ok=True)
    write_pieces({name: _encoded(base, chosen) for name, chosen in sets.items()}, folder / PAIRS_FILE)
    depth = AutoConfig.from_pretrained(base).num_hidden_layers
    torch.manual_seed(seed)
    model: Any = AutoModelForSequenceClassification.from_pretrained(
        base,
        num_hidden_layers=min(layers or depth, depth),
        id2label=dict(enumerate(LABELS)),
        label2id={label: i for i, label in enumerate(LABELS)},
        dtype=torch.float32,
        **SPEED,
    )
    model.config.save_pretrained(folder)
    shutil.copyfile(base / TOKENIZER_FILE, folder / TOKENIZER_FILE)
    weights = {name: values.numpy() for name, values in model.state_dict().items()}
    return [*write_weights(weights, folder, CARRIED_BYTES), folder / PAIRS_FILE]


def restore(back: Path, packed: Path, out: Path) -> None:
    """The model of what came ``back``, in ``out``: int8 on OpenVINO, fp16 for torch."""
    weights = {name: torch.from_numpy(values) for name, values in read_weights(back).items()}
    model: Any = AutoModelForSequenceClassification.from_config(AutoConfig.from_pretrained(back))
    missing, _ = model.load_state_dict(weights, strict=False)
    if missing:
        raise InputError(str(back), f"its weights lack {missing[0]}", "fetch every file that came back")
    pairs = read_pieces(packed / PAIRS_FILE)["train"]
    rows = [pairs.row(i) for i in range(0, len(pairs), max(1, len(pairs) // CALIBRATION_PAIRS))]
    texts = [Encoded(ids.tolist(), [int(i >= second) for i in range(len(ids))]) for ids, second, _ in rows]
    export_classifier(model, texts, out)
    model.half().save_pretrained(out)
    shutil.copyfile(packed / TOKENIZER_FILE, out / TOKENIZER_FILE)


def _encoded(base: Path, pairs: Sequence[Pair]) -> Pieces:
    tokenizer = Tokenizer.from_file(str(base / TOKENIZER_FILE))
    tokenizer.no_padding()
    tokenizer.enable_truncation(PIECES, strategy="longest_first")
    # "[SEP]" in a text is text.
    tokenizer.encode_special_tokens = True
    encoded = tokenizer.encode_batch([(pair.premise, pair.hypothesis) for pair in pairs])
    return Pieces.of(
        [
            (one.ids, next(i for i, text in enumerate(one.sequence_ids) if text == 1), TARGET[pair.label])
            for one, pair in zip(encoded, pairs, strict=True)
            if 1 in one.sequence_ids
        ]
    )
