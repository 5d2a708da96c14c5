"""The second engine: torch, for GPUs and for any Hugging Face NLI model."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from transformers import AutoConfig, AutoModelForSequenceClassification, AutoTokenizer

from claims.errors import InputError
from verifier.nli.labels import LABELS
from verifier.nli.scorer import Pair, digest
from verifier.records import Scores

MAX_PIECES = 192
STEP = 16
# Every batch has this many rows, the last one filled up, and all its rows the width that each asks for by
# itself: so the arithmetic of a pair is the same whatever shares its batch.
ROWS = 16
# Names under which models know the class of entailment in a two-class head.
SUPPORTING = ("entailment", "supported", "support", "consistent", "true", "faithful")


class TorchEngine:
    """``model`` is a folder or a hub id with safetensors weights; label order is read from its config."""

    def __init__(self, model: str) -> None:
        try:
            config = AutoConfig.from_pretrained(model, trust_remote_code=False)
            self._order = label_order(config, model)
            self._tokenizer = AutoTokenizer.from_pretrained(model, trust_remote_code=False)
            network = AutoModelForSequenceClassification.from_pretrained(
                model, use_safetensors=True, trust_remote_code=False, dtype=torch.float32
            )
        except (OSError, ValueError) as error:
            reason = str(error).strip().splitlines()[0]
            raise InputError(model, f"cannot load an NLI model ({reason})", "name a folder or hub id") from error
        self._device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self._network: Any = network.eval().to(self._device)
        self._limit = min(MAX_PIECES, getattr(config, "max_position_embeddings", MAX_PIECES))
        self.name = "torch-fp32"
        weights = sorted(Path(model).glob("*.safetensors")) if Path(model).is_dir() else []
        self.digest = digest(weights[0]) if weights else str(getattr(config, "_commit_hash", None) or model)

    def __call__(self, pairs: Sequence[Pair], temperature: float) -> list[Scores]:
        """See ``verifier.nli.scorer.Engine``."""
        if not pairs:
            return []
        encoded = self._tokenizer(
            [p for p, _ in pairs], [h for _, h in pairs], truncation="longest_first", max_length=self._limit
        )
        widths: dict[int, list[int]] = {}
        for i, ids in enumerate(encoded["input_ids"]):
            widths.setdefault(min(self._limit, -(-len(ids) // STEP) * STEP), []).append(i)
        found: dict[int, Scores] = {}
        for width, members in sorted(widths.items()):
            for start in range(0, len(members), ROWS):
                rows = members[start : start + ROWS]
                filled = rows + [rows[-1]] * (ROWS - len(rows))
                batch = self._tokenizer.pad(
                    {key: [values[i] for i in filled] for key, values in encoded.items()},
                    padding="max_length",
                    max_length=width,
                    return_tensors="pt",
                ).to(self._device)
                with torch.inference_mode():
                    p = torch.softmax(self._network(**batch).logits.double() / temperature, dim=-1).tolist()
                found.update((i, self._scores(row)) for i, row in zip(rows, p, strict=False))
        return [found[i] for i in range(len(pairs))]

    def _scores(self, p: list[float]) -> Scores:
        if len(self._order) == len(LABELS):
            return Scores(*(p[i] for i in self._order))
        # Of two classes the second says "not entailed": neutral or contradiction, unknown which.
        return Scores(p[self._order[0]], p[self._order[1]], 0.0)


def label_order(config: Any, model: str) -> tuple[int, ...]:
    """The indices of entailment, neutral and contradiction among a model's outputs; of a two-class model those
    of entailment and not-entailment. Raises InputError where the config does not say."""
    names = {i: str(name).lower().replace("-", "_") for i, name in config.id2label.items()}
    found = [next((i for i, name in names.items() if name.startswith(label)), None) for label in LABELS]
    if len(names) == len(LABELS) and None not in found:
        return tuple(i for i in found if i is not None)
    if len(names) == 2:
        yes = [i for i, name in names.items() if name.startswith(SUPPORTING)]
        if len(yes) == 1:
            return (yes[0], 1 - yes[0])
    raise InputError(
        model,
        f"its config has no NLI labels ({', '.join(names.values())})",
        "set id2label to entailment, neutral, contradiction",
    )
