"""The CPU engine: the shipped cross-encoder in int8 on OpenVINO."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from claims.encoder import Encoded, Encoder
from claims.errors import InputError
from verifier.nli.labels import LABELS, label_order
from verifier.nli.scorer import Pair
from verifier.records import Scores

# Pieces of a pair, special tokens included; the longer of the two texts is cut first.
MAX_PIECES = 256


class OpenVinoEngine:
    """The network in ``folder``; the order of its outputs is read from its config, or that of ``LABELS``."""

    def __init__(self, folder: Path) -> None:
        from tokenizers import Tokenizer

        for name in ("openvino_model.xml", "openvino_model.bin", "tokenizer.json"):
            if not (folder / name).is_file():
                raise InputError(str(folder), f"no {name}", "name a folder that `sayso train nli` exported")
        self._order = _label_order(folder)
        try:
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            self._encoder = Encoder(folder)
        except Exception as error:  # tokenizers raises nothing more precise
            reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
            raise InputError(str(folder), f"cannot load an NLI model ({reason})", "export the model again") from error
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
            p = exponent / exponent.sum()
            found.append(Scores(*(float(p[i]) for i in self._order)))
        return found

    def encode(self, pairs: Sequence[Pair]) -> list[Encoded]:
        """The pairs as the network reads them, the longer ones cut."""
        return [Encoded(e.ids, e.type_ids) for e in self._tokenizer.encode_batch(list(pairs))]


def _label_order(folder: Path) -> tuple[int, ...]:
    path = folder / "config.json"
    if not path.is_file():
        return tuple(range(len(LABELS)))
    try:
        names = json.loads(path.read_text(encoding="utf-8"))["id2label"]
        order = label_order({int(i): name for i, name in names.items()}, str(folder))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(str(path), f"says no labels ({error})", "restore the file or remove it") from error
    if len(order) != len(LABELS):
        raise InputError(str(folder), "has two classes", "run it with --engine torch")
    return order
