"""Gradient-boosted regression trees (Friedman 2001) as they are run: arrays, without the library that grew them."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from claims.attribution.shipped import check_model


@dataclass(frozen=True)
class Trees:
    """Nodes of all trees under one numbering.

    A node sends a row left if its ``feature`` is at most ``threshold``; a leaf sends it to itself. ``roots`` are the
    trees; ``start`` is added to the sum of their leaves' values.
    """

    feature: npt.NDArray[np.int16]
    threshold: npt.NDArray[np.float64]
    left: npt.NDArray[np.int32]
    right: npt.NDArray[np.int32]
    value: npt.NDArray[np.float64]
    roots: npt.NDArray[np.int32]
    start: npt.NDArray[np.float64]

    def score(self, rows: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """The log-odds of each row."""
        at = np.broadcast_to(self.roots, (len(rows), len(self.roots)))
        line = np.arange(len(rows))[:, None]
        while True:
            onward = np.where(rows[line, self.feature[at]] <= self.threshold[at], self.left[at], self.right[at])
            if np.array_equal(onward, at):
                break
            at = onward
        return np.asarray(self.value[at].sum(axis=1) + self.start[0], dtype=np.float64)


def save(trees: Trees, path: Path) -> None:
    """Write the trees as safetensors."""
    from safetensors.numpy import save_file

    save_file({field.name: getattr(trees, field.name) for field in fields(Trees)}, path)


def load(path: Path) -> Trees:
    """The trees of a file that ``save`` wrote.

    Raises InputError where a ``SHA256SUMS`` stands beside it and a file is not the one in it.
    """
    from safetensors.numpy import load_file

    check_model(path.parent, shipped=False)
    arrays: dict[str, Any] = load_file(path)
    return Trees(**arrays)
