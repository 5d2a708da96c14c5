"""Runs a shipped encoder on the CPU: OpenVINO, int8, one text at a time.

Texts are not batched. Each is padded to a width that only its own length decides and computed alone, on as
many streams as there are cores: so a text's numbers do not depend on its neighbours. Against batches it costs
an eighth of the speed for pairs of 128 pieces and a quarter for pairs of 48 (``benchmarks/nli.py``).
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

# OpenVINO's import would report itself over the network and write an id to the home directory.
sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]

Logits = npt.NDArray[np.float32]
# Widths are multiples of this: few shapes, since the runtime prepares its kernels anew for every one.
STEP = 16


class Encoded(NamedTuple):
    """Piece ids and token types of one text or pair, special tokens included, without padding."""

    ids: Sequence[int]
    types: Sequence[int]


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
    """The network in ``folder`` (``openvino_model.xml`` and ``.bin``); ``digest`` is the sha256 of its weights."""

    def __init__(self, folder: Path) -> None:
        import openvino

        with (folder / "openvino_model.bin").open("rb") as weights:
            self.digest = hashlib.file_digest(weights, "sha256").hexdigest()

        core = openvino.Core()
        streams = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        # Full precision outside the int8 products: bf16, the default where a CPU has it, would make the
        # figures of one machine differ from another's.
        settings = {"NUM_STREAMS": streams, "INFERENCE_PRECISION_HINT": "f32", "INFERENCE_NUM_THREADS": streams}
        if _saturates():
            settings["LP_TRANSFORMS_MODE"] = "NO"
        compiled = core.compile_model(core.read_model(folder / "openvino_model.xml"), "CPU", settings)
        self._queue = openvino.AsyncInferQueue(compiled, streams)

    def __call__(self, texts: Sequence[Encoded]) -> list[Logits]:
        """The network's first output for each text, in order, cut to the text's own length where it is per piece."""
        results: list[Logits | None] = [None] * len(texts)

        def keep(request: Any, index: int) -> None:
            logits = request.get_output_tensor(0).data[0]
            results[index] = np.array(logits[: len(texts[index].ids)] if logits.ndim == 2 else logits)

        self._queue.set_callback(keep)
        # Longest first: the streams end together.
        for index in sorted(range(len(texts)), key=lambda i: -len(texts[i].ids)):
            ids, types = texts[index]
            width = -(-len(ids) // STEP) * STEP
            inputs = np.zeros((3, 1, width), dtype=np.int64)
            inputs[0, 0, : len(ids)] = ids
            inputs[1, 0, : len(ids)] = 1
            inputs[2, 0, : len(ids)] = types
            self._queue.start_async(
                {"input_ids": inputs[0], "attention_mask": inputs[1], "token_type_ids": inputs[2]}, userdata=index
            )
        self._queue.wait_all()
        return [result for result in results if result is not None]
