"""Train the NLI cross-encoder on a mixture of public sentence pairs and claim-evidence pairs."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from torch.utils.data import Dataset
from transformers import AutoModelForSequenceClassification, PreTrainedModel

from claims.training.fit import SPEED, fit
from verifier.nli.labels import LABELS
from verifier.training.evaluation import Pair, read_pairs
from verifier.windows import WORD, focus

MAX_PIECES = 192
# Longer premises are cut to the sentences nearest to the hypothesis; characters beyond the bound are not looked at.
FOCUS_WORDS = 90
MAX_PREMISE = 20_000

# Sets whose licence forbids commercial use; nothing that is shipped learns from them.
NON_COMMERCIAL = frozenset(
    {"anli_train_part", "xnli_en_dev", "sick", "imppres_presupposition", "control", "mctest_statements", "averitec"}
)
# How many times each set is seen; a fraction takes a part. Careful labels near to what is asked here count more than
# once, large sets of one kind, templates and noisy labels less; every set that is not named counts once.
WEIGHTS = {
    "snli": 1.6,
    "cad_nli": 1.0,
    "mnli": 1.0,
    "lingnli": 1.2,
    "semi_auto_nli_wiki": 1.0,
    "mpe": 0.5,
    "fever": 0.25,
    "fever_nei": 0.3,
    "argkp": 0.1,
    "joci": 0.1,
    "levy_holt": 0.2,
    "med": 0.5,
    "monli": 0.5,
    "scone": 0.4,
    "help": 0.2,
    "dnc_factuality": 0.3,
    "dnc_megaveridicality": 0.3,
    "conjnli_adversarial": 0.2,
    "breaking_nli": 0.3,
    "fnc1": 0.1,
    "summary_content_units": 0.4,
    "emergent": 0.5,
    "politihop": 0.5,
    "liar_plus": 0.5,
    "propsegment": 0.5,
    "nli4ct": 0.3,
    "citation_integrity": 0.7,
    "check_covid": 1.5,
    "scifact": 1.2,
    "wice_partial": 3.0,
    "rte": 1.5,
    "commitmentbank": 2.0,
    "verb_veridicality": 1.5,
}
TARGET = {**{label: index for index, label in enumerate(LABELS)}, "not_entailment": len(LABELS)}


def mixture(data: Path, seed: int) -> list[tuple[str, str, int]]:
    """Pairs (premise, hypothesis, target) of every permitted set in ``data``, by ``WEIGHTS``, long premises focused."""
    pairs: list[tuple[str, str, int]] = []
    for path in sorted(data.glob("*.jsonl.gz")):
        name = path.name.removesuffix(".jsonl.gz")
        if name in NON_COMMERCIAL:
            continue
        rows = read_pairs(path)
        order = random.Random(f"{seed}:{name}")
        wanted = round(WEIGHTS.get(name, 1.0) * len(rows))
        chosen: list[Pair] = []
        while len(chosen) < wanted:
            order.shuffle(rows)
            chosen.extend(rows[: wanted - len(chosen)])
        for row in chosen:
            premise = row.premise[:MAX_PREMISE]
            if len(WORD.findall(premise)) > FOCUS_WORDS:
                premise = focus(premise, row.hypothesis, FOCUS_WORDS)
            pairs.append((premise, row.hypothesis, TARGET[row.label]))
    return pairs


class Pairs(Dataset[dict[str, Any]]):
    """The mixture in training order: batches of like length, so that little is padding, the batches shuffled."""

    def __init__(self, pairs: list[tuple[str, str, int]], tokenizer: Tokenizer, batch_size: int, seed: int):
        tokenizer.enable_truncation(MAX_PIECES, strategy="longest_first")
        tokenizer.no_padding()
        encoded = tokenizer.encode_batch([(premise, hypothesis) for premise, hypothesis, _ in pairs])
        rows: list[dict[str, Any]] = [
            {"ids": e.ids, "types": e.type_ids, "label": pair[2]} for e, pair in zip(encoded, pairs, strict=True)
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
        self.rows = [row for batch in batches for row in batch]

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, index: int) -> dict[str, Any]:
        return self.rows[index]


def collate(batch: list[dict[str, Any]]) -> dict[str, torch.Tensor]:
    longest = max(len(row["ids"]) for row in batch)
    # Few shapes: a CPU compiles its kernels for every new one.
    width = min(MAX_PIECES, -(-longest // 16) * 16)

    def padded(key: str) -> torch.Tensor:
        return torch.tensor([row[key] + [0] * (width - len(row[key])) for row in batch])

    return {
        "input_ids": padded("ids"),
        "token_type_ids": padded("types"),
        "attention_mask": torch.tensor([[1] * len(r["ids"]) + [0] * (width - len(r["ids"])) for r in batch]),
        "labels": torch.tensor([row["label"] for row in batch]),
    }


def nli_loss(outputs: Any, labels: torch.Tensor, num_items_in_batch: Any = None) -> torch.Tensor:
    """Cross-entropy; a pair known only as not entailed is charged -log(1 - p(entailment))."""
    log_p = torch.log_softmax(outputs["logits"].float(), dim=-1)
    others = torch.logsumexp(log_p[:, 1:], dim=-1, keepdim=True)
    return -torch.cat([log_p, others], dim=-1).gather(1, labels[:, None]).mean()


def train(
    base: Path, data: Path, folder: Path, *, seed: int = 0, batch_size: int = 48, rate: float = 1.5e-4
) -> PreTrainedModel:
    """Fine-tune the encoder in ``base`` on the sets in ``data`` and save it in ``folder / "final"``."""
    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    examples = Pairs(mixture(data, seed), tokenizer, batch_size, seed)
    torch.manual_seed(seed)
    model: PreTrainedModel = AutoModelForSequenceClassification.from_pretrained(
        base,
        num_labels=len(LABELS),
        id2label=dict(enumerate(LABELS)),
        label2id={label: i for i, label in enumerate(LABELS)},
        **SPEED,
    )
    fit(model, examples, collate, nli_loss, folder, batch_size=batch_size, learning_rate=rate, seed=seed)
    model.save_pretrained(folder / "final")
    tokenizer.no_truncation()
    tokenizer.save(str(folder / "final" / "tokenizer.json"))
    return model
