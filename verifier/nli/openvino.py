"""The CPU engine: the shipped cross-encoder in int8 on OpenVINO."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from claims.attribution.encoder import Encoded, Encoder, inputs
from claims.errors import InputError
from verifier.nli.engine import Pair
from verifier.nli.labels import Order, label_order, scores, told_apart
from verifier.records import Scores

# Pieces of a pair, special tokens included; the longer of the two texts is cut first.
MAX_PIECES = 256


class OpenVinoEngine:
    """The network in ``folder``; the order of its outputs is read from its config."""

    def __init__(self, folder: Path) -> None:
        from tokenizers import Tokenizer

        for name in ("openvino_model.xml", "openvino_model.bin", "tokenizer.json"):
            if not (folder / name).is_file():
                raise InputError(str(folder), f"no {name}", "name a folder that `sayso train nli` exported")
        self._order, count = _labels(folder)
        self.labels = told_apart(self._order)
        try:
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            self._encoder = Encoder(folder)
        except Exception as error:  # tokenizers raises nothing more precise
            reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
            raise InputError(str(folder), f"cannot load an NLI model ({reason})", "export the model again") from error
        known = inputs(Encoded((), ())).keys()
        if self._encoder.width != count or not known - {"token_type_ids"} <= self._encoder.names <= known:
            raise InputError(
                str(folder), "its network does not fit its labels or reads other inputs", "run it with --engine torch"
            )
        # "[SEP]" in a text is text.
        self._tokenizer.encode_special_tokens = True
        self._tokenizer.enable_truncation(MAX_PIECES, strategy="longest_first")
        self._tokenizer.no_padding()
        self.name = "openvino-int8"
        self.digest = self._encoder.digest

    def __call__(self, pairs: Sequence[Pair], temperature: float) -> list[Scores]:
        """See ``verifier.nli.scorer.Engine``."""
        logits = self._encoder(self.encode(pairs))
        found = []
        for row in logits:
            exponent = np.exp((row - row.max()).astype(np.float64) / temperature)
            found.append(scores(exponent / exponent.sum(), self._order))
        return found

    def encode(self, pairs: Sequence[Pair]) -> list[Encoded]:
        """The pairs as the network reads them, the longer ones cut."""
        return [Encoded(e.ids, e.type_ids) for e in self._tokenizer.encode_batch(list(pairs))]


def _labels(folder: Path) -> tuple[Order, int]:
    """The order of the network's outputs, and how many there are."""
    path = folder / "config.json"
    try:
        names = {int(i): name for i, name in json.loads(path.read_text(encoding="utf-8"))["id2label"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise InputError(str(path), f"says no labels ({error})", "restore it or export the model again") from error
    return label_order(names, str(folder)), len(names)
