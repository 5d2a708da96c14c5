"""The CPU engine: the shipped cross-encoder in int8 on OpenVINO."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from claims.encoder import Encoded, Encoder
from claims.errors import InputError
from verifier.nli.labels import LABELS
from verifier.nli.scorer import Pair
from verifier.records import Scores

# Pieces of a pair, special tokens included; the longer of the two texts is cut first.
MAX_PIECES = 192


class OpenVinoEngine:
    """The network in ``folder``; its outputs are in the order of ``LABELS``."""

    def __init__(self, folder: Path) -> None:
        from tokenizers import Tokenizer

        for name in ("openvino_model.xml", "openvino_model.bin", "tokenizer.json"):
            if not (folder / name).is_file():
                raise InputError(str(folder), f"no {name}", "name a folder that `sayso train nli` exported")
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(MAX_PIECES, strategy="longest_first")
        self._tokenizer.no_padding()
        self._encoder = Encoder(folder)
        self.name = "openvino-int8"
        self.digest = self._encoder.digest

    def __call__(self, pairs: Sequence[Pair], temperature: float) -> list[Scores]:
        """See ``verifier.nli.scorer.Engine``."""
        encoded = self._tokenizer.encode_batch(list(pairs))
        logits = self._encoder([Encoded(e.ids, e.type_ids) for e in encoded])
        found = []
        for row in logits:
            exponent = np.exp((row - row.max()).astype(np.float64) / temperature)
            p = exponent / exponent.sum()
            found.append(Scores(*(float(p[LABELS.index(label)]) for label in LABELS)))
        return found
