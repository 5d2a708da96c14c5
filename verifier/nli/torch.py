"""The second engine: torch, for GPUs and for any Hugging Face NLI model."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch
from transformers import AutoConfig, AutoModelForSequenceClassification, AutoTokenizer
from transformers.utils import logging

from claims.errors import InputError
from verifier.nli.engine import Pair, digest
from verifier.nli.labels import label_order, scores, told_apart
from verifier.records import Scores

MAX_PIECES = 256
STEP = 16
# Every batch has this many rows, the last one filled up, and all its rows the width that each asks for by
# itself: so the arithmetic of a pair is the same whatever shares its batch.
ROWS = 16


class TorchEngine:
    """``model`` is a folder or a hub id with safetensors weights; label order is read from its config."""

    def __init__(self, model: str) -> None:
        try:
            with _quiet():
                config = AutoConfig.from_pretrained(model, trust_remote_code=False)
                self._tokenizer = AutoTokenizer.from_pretrained(model, trust_remote_code=False)
                network, info = AutoModelForSequenceClassification.from_pretrained(
                    model,
                    use_safetensors=True,
                    trust_remote_code=False,
                    dtype=torch.float32,
                    output_loading_info=True,
                )
        except Exception as error:  # a damaged config makes transformers stumble anywhere: KeyError, AttributeError, …
            reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
            raise InputError(
                model, f"cannot load an NLI model ({reason})", "name a folder or hub id with safetensors weights"
            ) from error
        self._order = label_order(config.id2label, model)
        self.labels = told_apart(self._order)
        if self._tokenizer.pad_token is None:
            raise InputError(model, "its tokenizer cannot fill up a batch", "set its pad_token")
        if missing := sorted(info["missing_keys"]):
            # They would be filled with random numbers.
            raise InputError(model, f"its weights lack {missing[0]}", "name a model trained for NLI")
        self._device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self._network: Any = network.eval().to(self._device)
        # Models whose positions are relative say -1.
        positions = getattr(config, "max_position_embeddings", MAX_PIECES)
        self._limit = min(MAX_PIECES, positions) if positions > 0 else MAX_PIECES
        self.name = "torch-fp32"
        weights = sorted(Path(model).glob("*.safetensors")) if Path(model).is_dir() else []
        self.digest = digest(weights) if weights else str(getattr(config, "_commit_hash", None) or model)

    def __call__(self, pairs: Sequence[Pair], temperature: float) -> list[Scores]:
        """See ``verifier.nli.scorer.Engine``."""
        if not pairs:
            return []
        encoded = self._tokenizer(
            [p for p, _ in pairs],
            [h for _, h in pairs],
            truncation="longest_first",
            max_length=self._limit,
            # "[SEP]" or "<s>" in a text is text.
            split_special_tokens=True,
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
                found.update((i, scores(row, self._order)) for i, row in zip(rows, p, strict=False))
        return [found[i] for i in range(len(pairs))]


@contextmanager
def _quiet() -> Iterator[None]:
    """Loading says nothing that we do not say ourselves, and draws its bars on a terminal only."""
    level, bars = logging.get_verbosity(), logging.is_progress_bar_enabled()
    logging.set_verbosity_error()
    if not sys.stderr.isatty():
        logging.disable_progress_bar()
    try:
        yield
    finally:
        logging.set_verbosity(level)
        if bars:
            logging.enable_progress_bar()
