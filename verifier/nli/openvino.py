"""The CPU engine: the shipped cross-encoder in int8 on OpenVINO."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from claims.attribution.encoder import Encoded, Encoder, inputs
from claims.errors import InputError
from verifier.nli.engine import Pair, digest
from verifier.nli.labels import Order, label_order, scores, told_apart
from verifier.records import Scores

if TYPE_CHECKING:
    from tokenizers import Tokenizer

# Pieces of a pair, special tokens included; the longer of the two texts is cut first.
MAX_PIECES = 256


class OpenVinoEngine:
    """The network in ``folder``; the order of its outputs is read from its config.

    It is loaded when it is first asked; ``name``, ``labels`` and ``digest`` do not need it.
    """

    def __init__(self, folder: Path) -> None:
        for name in ("openvino_model.xml", "openvino_model.bin", "tokenizer.json"):
            if not (folder / name).is_file():
                raise InputError(str(folder), f"no {name}", "name a folder that `sayso train nli` exported")
        self._folder = folder
        self._order, self._count = _labels(folder)
        self.labels = told_apart(self._order)
        self.name = "openvino-int8"

    @cached_property
    def digest(self) -> str:
        """The hex sha256 of the weights."""
        return digest([self._folder / "openvino_model.bin"])

    def __call__(self, pairs: Sequence[Pair], temperature: float) -> list[Scores]:
        """See ``verifier.nli.scorer.Engine``."""
        if not pairs:
            return []
        _, encoder = self._loaded
        found = []
        for row in encoder(self.encode(pairs)):
            exponent = np.exp((row - row.max()).astype(np.float64) / temperature)
            found.append(scores(exponent / exponent.sum(), self._order))
        return found

    def encode(self, pairs: Sequence[Pair]) -> list[Encoded]:
        """The pairs as the network reads them, the longer ones cut."""
        tokenizer, _ = self._loaded
        return [Encoded(e.ids, e.type_ids) for e in tokenizer.encode_batch(list(pairs))]

    @cached_property
    def _loaded(self) -> tuple[Tokenizer, Encoder]:
        from tokenizers import Tokenizer

        folder = self._folder
        try:
            tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            encoder = Encoder(folder)
        except Exception as error:  # tokenizers raises nothing more precise
            reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
            raise InputError(str(folder), f"cannot load an NLI model ({reason})", "export the model again") from error
        known = inputs(Encoded((), ())).keys()
        if encoder.width != self._count or not known - {"token_type_ids"} <= encoder.names <= known:
            raise InputError(
                str(folder), "its network does not fit its labels or reads other inputs", "run it with --engine torch"
            )
        # "[SEP]" in a text is text.
        tokenizer.encode_special_tokens = True
        tokenizer.enable_truncation(MAX_PIECES, strategy="longest_first")
        tokenizer.no_padding()
        return tokenizer, encoder


def _labels(folder: Path) -> tuple[Order, int]:
    """The order of the network's outputs, and how many there are."""
    path = folder / "config.json"
    try:
        names = {int(i): name for i, name in json.loads(path.read_text(encoding="utf-8"))["id2label"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise InputError(str(path), f"says no labels ({error})", "restore it or export the model again") from error
    return label_order(names, str(folder)), len(names)
