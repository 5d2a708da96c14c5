"""Train the NLI cross-encoder on a mixture of public sentence pairs and claim-evidence pairs."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, get_args

import torch
from tokenizers import Tokenizer
from transformers import AutoConfig, AutoModelForSequenceClassification, PreTrainedModel

from claims.training.export import reads_types
from claims.training.fit import SPEED, Examples, fit
from verifier.nli.labels import LABELS
from verifier.training.evaluation import Pair, read_pairs
from verifier.training.mixture import Step, mixture

STEPS: tuple[Step, ...] = get_args(Step)
# Word pieces of a pair, special tokens included.
MAX_PIECES = {"first": 192, "second": 256}
RATE = {"first": 1.5e-4, "second": 1e-4}
TARGET = {**{label: index for index, label in enumerate(LABELS)}, "not_entailment": len(LABELS)}


class Pairs(Examples[dict[str, Any]]):
    """The mixture in training order: batches of like length, so that little is padding, the batches shuffled.

    They have token types where the encoder reads them (``typed``).
    """

    def __init__(
        self,
        pairs: Sequence[Pair],
        tokenizer: Tokenizer,
        most_pieces: int,
        batch_size: int,
        seed: int,
        *,
        typed: bool = True,
    ) -> None:
        tokenizer.enable_truncation(most_pieces, strategy="longest_first")
        tokenizer.no_padding()
        encoded = tokenizer.encode_batch([(pair.premise, pair.hypothesis) for pair in pairs])
        rows: list[dict[str, Any]] = [
            {"ids": e.ids, "label": TARGET[pair.label]} | ({"types": e.type_ids} if typed else {})
            for e, pair in zip(encoded, pairs, strict=True)
        ]
        order = random.Random(seed)
        order.shuffle(rows)
        pool = batch_size * 100
        batches: list[list[dict[str, Any]]] = []
        for start in range(0, len(rows), pool):
            alike = sorted(rows[start : start + pool], key=lambda row: len(row["ids"]))
            batches.extend(alike[i : i + batch_size] for i in range(0, len(alike), batch_size))
        batches = [batch for batch in batches if len(batch) == batch_size]
        order.shuffle(batches)
        self.items = [row for batch in batches for row in batch]


def collate(batch: list[dict[str, Any]]) -> dict[str, torch.Tensor]:
    longest = max(len(row["ids"]) for row in batch)
    # Few shapes: a CPU compiles its kernels for every new one.
    width = -(-longest // 16) * 16

    def padded(key: str) -> torch.Tensor:
        return torch.tensor([row[key] + [0] * (width - len(row[key])) for row in batch])

    types = {"token_type_ids": padded("types")} if "types" in batch[0] else {}
    return types | {
        "input_ids": padded("ids"),
        "attention_mask": torch.tensor([[1] * len(r["ids"]) + [0] * (width - len(r["ids"])) for r in batch]),
        "labels": torch.tensor([row["label"] for row in batch]),
    }


def nli_loss(outputs: Any, labels: torch.Tensor, num_items_in_batch: Any = None) -> torch.Tensor:
    """Cross-entropy; a pair known only as not entailed is charged -log(1 - p(entailment))."""
    log_p = torch.log_softmax(outputs["logits"].float(), dim=-1)
    others = torch.logsumexp(log_p[:, 1:], dim=-1, keepdim=True)
    return -torch.cat([log_p, others], dim=-1).gather(1, labels[:, None]).mean()


def train(
    base: Path,
    data: Path,
    folder: Path,
    *,
    steps: Sequence[Step] = STEPS,
    layers: int | None = None,
    seed: int = 0,
    batch_size: int = 48,
) -> PreTrainedModel:
    """Fine-tune the encoder in ``base`` on the sets in ``data``, step by step, and save it in ``folder / "final"``.

    Each step starts from the end of the one before it, with a learning rate and a decay of its own. What a step was
    trained on is kept in its folder, ``mixture.jsonl.gz``. Of the encoder's layers the lowest ``layers`` are taken: the
    upper ones of a model of sentences do another work, and dropping them loses least (Sajjad et al. 2023).
    """
    model: PreTrainedModel
    for step in steps:
        own = folder / step
        pairs = _kept(own, data, step, seed)
        tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
        config = AutoConfig.from_pretrained(base)
        typed = reads_types(config)
        examples = Pairs(pairs, tokenizer, MAX_PIECES[step], batch_size, seed, typed=typed)
        torch.manual_seed(seed)
        model = AutoModelForSequenceClassification.from_pretrained(
            base,
            num_hidden_layers=min(layers or config.num_hidden_layers, config.num_hidden_layers),
            num_labels=len(LABELS),
            id2label=dict(enumerate(LABELS)),
            label2id={label: i for i, label in enumerate(LABELS)},
            dtype=torch.float32,
            **SPEED,
        )
        rate = RATE[step]
        fit(model, examples, collate, nli_loss, own, batch_size=batch_size, learning_rate=rate, seed=seed)
        base = folder / "final"
        model.save_pretrained(base)
        tokenizer.no_truncation()
        tokenizer.save(str(base / "tokenizer.json"))
    return model


def _kept(folder: Path, data: Path, step: Step, seed: int) -> list[Pair]:
    """The mixture of a step: what an interrupted run has kept of it in ``folder``, else a new one."""
    path = folder / "mixture.jsonl.gz"
    if not path.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".part")
        with gzip.open(unfinished, "wt", encoding="utf-8") as file:
            file.writelines(json.dumps(asdict(pair), ensure_ascii=False) + "\n" for pair in mixture(data, step, seed))
        unfinished.replace(path)
    return read_pairs(path)
