"""Weights and pairs in files small enough to be carried to a machine with a GPU, and back.

Matrices are int8 with a scale for each row (fine-tuning mends what rounding took), in parts of a bounded size; pairs
are word pieces in 16 bits, compressed. It needs only numpy and safetensors, which such a machine has.
"""

from __future__ import annotations

import io
import lzma
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from claims.errors import InputError

Array = npt.NDArray[Any]
_LARGEST = 127


@dataclass(frozen=True, slots=True)
class Pieces:
    """Encoded pairs: the word pieces of all, where each pair ends, where its second text begins, and its label.

    ``labels`` are indices into entailment, neutral, contradiction, not entailed.
    """

    ids: Array
    ends: Array
    seconds: Array
    labels: Array

    def __len__(self) -> int:
        return len(self.ends)

    def row(self, index: int) -> tuple[Array, int, int]:
        """The pieces of a pair, where its second text begins, and its label."""
        start = self.ends[index - 1] if index else 0
        return self.ids[start : self.ends[index]], int(self.seconds[index]), int(self.labels[index])

    @classmethod
    def of(cls, rows: Sequence[tuple[Sequence[int], int, int]]) -> Pieces:
        """From (pieces, where the second text begins, label)."""
        ids = np.array([piece for pieces, _, _ in rows for piece in pieces], np.uint16)
        ends = np.cumsum([len(pieces) for pieces, _, _ in rows], dtype=np.int64)
        seconds = np.array([second for _, second, _ in rows], np.uint16)
        return cls(ids, ends, seconds, np.array([label for _, _, label in rows], np.int8))


def write_pieces(sets: Mapping[str, Pieces], path: Path) -> None:
    """All sets in one file."""
    arrays = {
        f"{name}/{field}": getattr(pieces, field)
        for name, pieces in sets.items()
        for field in ("ids", "ends", "seconds", "labels")
    }
    buffer = io.BytesIO()
    np.savez(buffer, allow_pickle=False, **arrays)
    path.write_bytes(lzma.compress(buffer.getvalue()))


def read_pieces(path: Path) -> dict[str, Pieces]:
    """The sets of a file by name."""
    with np.load(io.BytesIO(lzma.decompress(path.read_bytes())), allow_pickle=False) as arrays:
        names = dict.fromkeys(key.rpartition("/")[0] for key in arrays.files)
        fields = ("ids", "ends", "seconds", "labels")
        return {name: Pieces(*(arrays[f"{name}/{field}"] for field in fields)) for name in names}


def write_weights(weights: Mapping[str, Array], folder: Path, most_bytes: int) -> list[Path]:
    """``weights`` in files of at most about ``most_bytes``, ``weights-000.safetensors`` and so on."""
    from safetensors.numpy import save_file

    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("weights-*.safetensors"):
        old.unlink()
    paths = []
    for number, part in enumerate(_parts(weights, most_bytes)):
        paths.append(folder / f"weights-{number:03}.safetensors")
        save_file(part, paths[-1])
    return paths


def read_weights(folder: Path) -> dict[str, Array]:
    """The weights of all files in ``folder``, as float32; raises InputError where a part is missing."""
    from safetensors.numpy import load_file

    found: dict[str, Array] = {}
    paths = sorted(folder.glob("weights-*.safetensors"))
    if [path.name for path in paths] != [f"weights-{i:03}.safetensors" for i in range(len(paths))] or not paths:
        raise InputError(str(folder), "not all weights are in it", "name a folder with every weights-*.safetensors")
    for path in paths:
        found |= load_file(path)
    rows: dict[str, list[Array]] = {}
    for key in sorted(found):
        name, _, start = key.rpartition("@")
        if start.isdigit():
            scale = found[f"{name}@{start}.scale"]
            values = found[key].astype(np.float32) * scale.reshape(-1, *[1] * (found[key].ndim - 1))
            rows.setdefault(name, []).append(values)
    vectors = {key.removesuffix("@"): values for key, values in found.items() if key.endswith("@")}
    return vectors | {name: np.concatenate(parts) for name, parts in rows.items()}


def _parts(weights: Mapping[str, Array], most_bytes: int) -> Iterator[dict[str, Array]]:
    part: dict[str, Array] = {}
    size = 0
    for key, values in _pieces(weights, most_bytes):
        count = sum(array.nbytes for array in values.values())
        if part and size + count > most_bytes:
            yield part
            part, size = {}, 0
        part |= {key + suffix: array for suffix, array in values.items()}
        size += count
    if part:
        yield part


def _pieces(weights: Mapping[str, Array], most_bytes: int) -> Iterator[tuple[str, dict[str, Array]]]:
    """Vectors as they are under "name@"; rows of matrices in int8 under "name@first row", with their scales."""
    for name in sorted(weights):
        values = weights[name].astype(np.float32)
        if values.ndim < 2:
            yield f"{name}@", {"": values}
            continue
        step = max(1, most_bytes // (2 * max(1, values[0].size)))
        for start in range(0, len(values), step):
            rows = values[start : start + step]
            scale = np.abs(rows).reshape(len(rows), -1).max(axis=1) / _LARGEST
            scale[scale == 0] = 1
            rounded = np.rint(rows / scale.reshape(-1, *[1] * (rows.ndim - 1))).astype(np.int8)
            yield f"{name}@{start:07}", {"": rounded, ".scale": scale.astype(np.float32)}
