"""How fast the NLI engines are: pairs a second, and the ratio to a plain transformers pipeline in fp32.

usage: python benchmarks/nli.py [PAIRS]

All alternatives run in one process on the same pairs, the shipped model in each: OpenVINO int8 one pair at a time on
as many streams as there are cores (what `sayso` does), the same network in batches of 32, the torch engine, and a
transformers text-classification pipeline with batches of 32.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Sequence

import numpy as np

from verifier.nli.openvino import OpenVinoEngine
from verifier.nli.scorer import MODEL, Pair
from verifier.nli.torch import TorchEngine

WORDS = (
    "the minister said on Tuesday that border guards had turned away more people than in the whole year before".split()
)
LENGTHS = (48, 128)


def made_pairs(pieces: int, count: int) -> list[Pair]:
    """Pairs of about ``pieces`` word pieces, all different."""
    return [
        (" ".join([str(i), *(WORDS[(i + j) % len(WORDS)] for j in range(pieces - 16))]), " ".join(WORDS[:12]))
        for i in range(count)
    ]


def batched_openvino() -> Callable[[Sequence[Pair]], object]:
    """The shipped network with batches of 32."""
    import openvino
    from tokenizers import Tokenizer

    core = openvino.Core()
    network = core.read_model(MODEL / "openvino_model.xml")
    network.reshape(
        {name: openvino.PartialShape([-1, -1]) for name in ("input_ids", "attention_mask", "token_type_ids")}
    )
    compiled = core.compile_model(network, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    tokenizer = Tokenizer.from_file(str(MODEL / "tokenizer.json"))
    tokenizer.enable_padding()

    def run(pairs: Sequence[Pair]) -> None:
        for start in range(0, len(pairs), 32):
            batch = tokenizer.encode_batch(list(pairs[start : start + 32]))
            compiled(
                {
                    "input_ids": np.array([e.ids for e in batch], dtype=np.int64),
                    "attention_mask": np.array([e.attention_mask for e in batch], dtype=np.int64),
                    "token_type_ids": np.array([e.type_ids for e in batch], dtype=np.int64),
                }
            )

    return run


def pipeline() -> Callable[[Sequence[Pair]], object]:
    """What most people would write."""
    import torch
    import transformers

    transformers.logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    classify = transformers.pipeline("text-classification", model=str(MODEL), dtype=torch.float32, device="cpu")

    def run(pairs: Sequence[Pair]) -> object:
        return classify([{"text": p, "text_pair": h} for p, h in pairs], batch_size=32, top_k=None)

    return run


def main(count: int) -> None:
    openvino_engine, torch_engine = OpenVinoEngine(MODEL), TorchEngine(str(MODEL))
    alternatives: dict[str, Callable[[Sequence[Pair]], object]] = {
        "OpenVINO int8, one at a time": lambda pairs: openvino_engine(pairs, 1.0),
        "OpenVINO int8, batches of 32": batched_openvino(),
        "torch engine, fp32": lambda pairs: torch_engine(pairs, 1.0),
        "transformers pipeline, fp32": pipeline(),
    }
    print(f"{count} pairs, {os.cpu_count()} cores, pairs a second (ratio to the pipeline)")
    for pieces in LENGTHS:
        pairs = made_pairs(pieces, count)
        speed = {}
        for name, run in alternatives.items():
            run(pairs[:32])
            begun = time.perf_counter()
            run(pairs)
            speed[name] = count / (time.perf_counter() - begun)
        print(f"about {pieces} pieces")
        for name, pairs_a_second in speed.items():
            print(f"  {name:30} {pairs_a_second:8.0f}  {pairs_a_second / speed['transformers pipeline, fp32']:5.1f}×")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 256)
