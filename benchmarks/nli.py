"""How fast the NLI engines are: pairs a second, and how many times what the alternatives do.

usage: python benchmarks/nli.py [PAIRS]

All alternatives run in one process on pairs of the same length. The shipped model: OpenVINO int8 one pair at a time on
as many streams as there are cores (what `sayso` does), the same network in batches of 32, the torch engine, and a
transformers text-classification pipeline in fp32 with batches of 32. Then, with random weights, in fp32 and batches of
32, networks of the shape of what others verify with: RoBERTa-large (MiniCheck-RoBERTa, AlignScore), DeBERTa-v3-base
(most public NLI models), and the encoder of Flan-T5-base (HHEM-2.1-open). Speed does not depend on the weights.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from verifier.nli.engine import Pair
from verifier.nli.load import MODEL
from verifier.nli.openvino import OpenVinoEngine
from verifier.nli.torch import TorchEngine

WORDS = (
    "the minister said on Tuesday that border guards had turned away more people than in the whole year before".split()
)
LENGTHS = (48, 128)
# The large networks are given a part of the pairs.
PART = 4
PIPELINE = "transformers pipeline, fp32"
OURS = "OpenVINO int8, one at a time"

Run = Callable[[Sequence[Pair]], object]


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

    transformers.logging.set_verbosity_error()
    classify = transformers.pipeline("text-classification", model=str(MODEL), dtype=torch.float32, device="cpu")

    def run(pairs: Sequence[Pair]) -> object:
        return classify([{"text": p, "text_pair": h} for p, h in pairs], batch_size=32, top_k=None)

    return run


def stand_ins() -> dict[str, Run]:
    """Networks of the shapes that other verifiers have, with random weights."""
    import torch
    from transformers import (
        AutoModelForSequenceClassification,
        DebertaV2Config,
        RobertaConfig,
        T5Config,
        T5EncoderModel,
    )

    # As in the config.json of each; deberta's options are not in its type.
    deberta: dict[str, Any] = {
        "vocab_size": 128_100,
        "position_buckets": 256,
        "relative_attention": True,
        "norm_rel_ebd": "layer_norm",
        "share_att_key": True,
        "pos_att_type": ["p2c", "c2p"],
        "position_biased_input": False,
        "type_vocab_size": 0,
    }
    roberta = RobertaConfig(
        vocab_size=50_265,
        hidden_size=1024,
        num_hidden_layers=24,
        num_attention_heads=16,
        intermediate_size=4096,
        max_position_embeddings=514,
    )
    t5 = T5Config(d_model=768, d_kv=64, d_ff=2048, num_layers=12, num_heads=12, feed_forward_proj="gated-gelu")
    classifier: Any = AutoModelForSequenceClassification
    shapes: dict[str, Any] = {
        "RoBERTa-large, random weights": classifier.from_config(roberta),
        "DeBERTa-v3-base, random weights": classifier.from_config(DebertaV2Config(**deberta)),
        "Flan-T5-base encoder, random": T5EncoderModel(t5),
    }
    lengths = OpenVinoEngine(MODEL)

    def runner(network: Any) -> Run:
        network.eval()

        def run(pairs: Sequence[Pair]) -> None:
            encoded = lengths.encode(pairs)
            for start in range(0, len(encoded), 32):
                part = encoded[start : start + 32]
                width = max(len(one.ids) for one in part)
                ids = torch.randint(1000, 20_000, (len(part), width))
                with torch.inference_mode():
                    network(input_ids=ids, attention_mask=torch.ones_like(ids))

        return run

    return {name: runner(network) for name, network in shapes.items()}


def speed(run: Run, pairs: Sequence[Pair]) -> float:
    """Pairs a second."""
    run(pairs[:32])
    begun = time.perf_counter()
    run(pairs)
    return len(pairs) / (time.perf_counter() - begun)


def main(count: int) -> None:
    openvino_engine, torch_engine = OpenVinoEngine(MODEL), TorchEngine(str(MODEL))
    small: dict[str, Run] = {
        OURS: lambda pairs: openvino_engine(pairs, 1.0),
        "OpenVINO int8, batches of 32": batched_openvino(),
        "torch engine, fp32": lambda pairs: torch_engine(pairs, 1.0),
        PIPELINE: pipeline(),
    }
    large = stand_ins()
    print(f"{count} pairs, {os.cpu_count()} cores: pairs a second, times the pipeline, and how many times it {OURS} is")
    for pieces in LENGTHS:
        pairs = made_pairs(pieces, count)
        found = {name: speed(run, pairs) for name, run in small.items()}
        found |= {name: speed(run, pairs[::PART]) for name, run in large.items()}
        print(f"about {pieces} pieces")
        for name, value in found.items():
            print(f"  {name:32} {value:8.1f}  {value / found[PIPELINE]:6.2f}×  {found[OURS] / value:6.1f}×")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 256)
