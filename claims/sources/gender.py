"""How far a first name is a woman's or a man's, by its letters."""

from __future__ import annotations

import zlib
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from claims.attribution.shipped import check_model

MODEL = Path(__file__).parent / "model"
# Weights are found by a hash of so many bits.
BITS = 14
LENGTHS = (1, 2, 3, 4, 5)


def grams(name: str) -> list[int]:
    """The numbers of the features of a lower-cased first name: its stretches of letters, and itself."""
    edged = f"^{name}$"
    stretches = {edged[i : i + k] for k in LENGTHS for i in range(len(edged) - k + 1)} | {f"={name}"}
    return sorted({zlib.crc32(stretch.encode()) % (1 << BITS) for stretch in stretches})


@cache
def _weights() -> npt.NDArray[Any]:
    from safetensors.numpy import load_file

    check_model(MODEL, shipped=True)
    return load_file(MODEL / "gender.safetensors")["weights"].astype(np.float64)


def leaning(name: str) -> float:
    """The log-odds that the bearer of a name is a woman; a single word may be a surname and counts less."""
    words = name.lower().split()
    score = float(_weights()[[*grams(words[0]), 1 << BITS]].sum())
    return round(score if len(words) > 1 else 0.6 * score, 3)
