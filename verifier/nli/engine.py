"""What computes the classes of a pair: the interface of the engines, and what they share."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal, Protocol

from verifier.records import Scores

Pair = tuple[str, str]
EngineName = Literal["openvino", "torch"]


class Engine(Protocol):
    """Computes three-class probabilities for pairs short enough to be read at once; longer ones are cut."""

    name: str
    # Those of ``LABELS`` that it tells apart.
    labels: tuple[str, ...]

    @property
    def digest(self) -> str:
        """What tells this model from others: the sha256 of its weights, or where they are from."""
        ...

    def __call__(self, pairs: Sequence[Pair], temperature: float) -> list[Scores]:
        """Probabilities of each pair, in order; a pair's numbers do not depend on the others."""
        ...


def digest(paths: Iterable[Path]) -> str:
    """Hex sha256 of files, one after the other."""
    found = hashlib.sha256()
    for path in paths:
        with path.open("rb") as file:
            while part := file.read(1 << 20):
                found.update(part)
    return found.hexdigest()
