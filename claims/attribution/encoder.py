"""Runs a shipped encoder on the CPU: OpenVINO, int8, one text at a time.

Texts are not batched. Each is padded to a width that only its own length decides and computed alone, on as
many streams as there are cores: so a text's numbers do not depend on its neighbours. Against batches it costs
a tenth of the speed for pairs of 128 pieces and a third for pairs of 48 (``benchmarks/nli.py``).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

# OpenVINO's import would report itself over the network and write an id to the home directory.
# None keeps a module from being imported.
_modules: dict[str, Any] = sys.modules
_modules.setdefault("openvino_telemetry", None)

Array = npt.NDArray[Any]
Logits = npt.NDArray[np.float32]
# The environment variable that says how many threads compute.
THREADS = "SAYSO_THREADS"
# Widths are multiples of this: few shapes, since the runtime prepares its kernels anew for every one.
STEP = 16


class Encoded(NamedTuple):
    """Piece ids and token types of one text or pair, special tokens included, without padding."""

    ids: Sequence[int]
    types: Sequence[int]


def threads() -> int:
    """How many threads compute: as many as there are cores for this process, or what ``SAYSO_THREADS`` says."""
    told = os.environ.get(THREADS, "")
    if told.isdecimal() and int(told):
        return int(told)
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@cache
def _saturates() -> bool:
    """Whether int8 products overflow on this CPU, tried on the largest ones that there can be.

    Without VNNI or the like, pairs of products are added in 16 bits and cut off. There the network is computed in
    floats, its quantization included: the same figures as elsewhere, and no slower than the cut-off products.
    """
    import openvino
    from openvino import opset13 as ops

    largest, weight, width = 255, 127, 64
    values = ops.parameter([1, width], np.float32)
    edges = [ops.constant(np.float32(edge)) for edge in (0, largest, 0, largest)]
    weights = ops.convert(ops.constant(np.full((width, width), weight, np.int8)), np.float32)
    scaled = ops.multiply(weights, ops.constant(np.float32(1)))
    product = ops.matmul(ops.fake_quantize(values, *edges, largest + 1), scaled, False, True)
    compiled = openvino.Core().compile_model(openvino.Model([product], [values]), "CPU", {"NUM_STREAMS": 1})
    result = compiled(np.full((1, width), largest, np.float32))[0]
    return bool(result[0, 0] < 0.99 * width * largest * weight)


class Encoder:
    """The network ``name`` (``.xml`` and ``.bin``) in ``folder``.

    It takes inputs of these ``names``; ``width`` is the last dimension of its first output, None where that varies.
    """

    def __init__(self, folder: Path, name: str = "openvino_model") -> None:
        import openvino

        core = openvino.Core()
        streams = threads()
        # Full precision outside the int8 products: bf16, the default where a CPU has it, would make the
        # figures of one machine differ from another's.
        settings = {"NUM_STREAMS": streams, "INFERENCE_PRECISION_HINT": "f32", "INFERENCE_NUM_THREADS": streams}
        if _saturates():
            settings["LP_TRANSFORMS_MODE"] = "NO"
        compiled = core.compile_model(core.read_model(folder / f"{name}.xml"), "CPU", settings)
        self._outputs = len(compiled.outputs)
        self.names = frozenset(port.get_any_name() for port in compiled.inputs)
        last = compiled.outputs[0].partial_shape[-1]
        self.width = last.get_length() if last.is_static else None
        self._queue = openvino.AsyncInferQueue(compiled, streams)

    def __call__(self, texts: Sequence[Encoded]) -> list[Logits]:
        """The network's first output for each text, in order, cut to the text's own length where it is per piece."""
        rows = [{name: one for name, one in inputs(text).items() if name in self.names} for text in texts]
        return [outputs[0] for outputs in self.run(rows)]

    def run(self, rows: Sequence[Mapping[str, Array]]) -> list[tuple[Logits, ...]]:
        """All outputs for each row of inputs by name, in order.

        An input's first dimension is its pieces; it is filled up with zeros, and outputs for each piece are cut again.
        """
        results: list[tuple[Logits, ...]] = [()] * len(rows)
        lengths = [len(next(iter(row.values()))) for row in rows]

        def keep(request: Any, index: int) -> None:
            found = [request.get_output_tensor(number).data[0] for number in range(self._outputs)]
            results[index] = tuple(np.array(one[: lengths[index]] if one.ndim == 2 else one) for one in found)

        self._queue.set_callback(keep)
        # Longest first: the streams end together.
        for index in sorted(range(len(rows)), key=lambda i: -lengths[i]):
            missing = -lengths[index] % STEP
            self._queue.start_async(
                {
                    name: np.pad(values, [(0, missing)] + [(0, 0)] * (values.ndim - 1))[None]
                    for name, values in rows[index].items()
                },
                userdata=index,
            )
        self._queue.wait_all()
        return results


def inputs(text: Encoded) -> dict[str, Array]:
    """A text by the names under which a network of one question takes it; one without token types has none."""
    ids = np.asarray(text.ids, dtype=np.int64)
    return {
        "input_ids": ids,
        "attention_mask": np.ones_like(ids),
        "token_type_ids": np.asarray(text.types, dtype=np.int64),
    }
