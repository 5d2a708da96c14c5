"""From a trained network to what is shipped: OpenVINO int8, calibrated on training text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from transformers import PreTrainedConfig, PreTrainedModel

from claims.attribution.encoder import STEP, Array, Encoded, inputs
from claims.training.network import AttributionNetwork


def export_int8(network: nn.Module, rows: Sequence[Mapping[str, Array]], folder: Path, name: str) -> None:
    """Write ``name.xml`` and ``name.bin`` to ``folder``: weights and activations in int8 by NNCF's post-training
    quantization for transformers, ranges taken from ``rows``, which are inputs by name without a batch."""
    import nncf
    import openvino

    names = list(rows[0])
    filled = [{key: _filled(row[key]) for key in names} for row in rows]
    with torch.no_grad():
        example = {key: torch.from_numpy(values) for key, values in filled[0].items()}
        converted = openvino.convert_model(network.float().eval(), example_input=example)
    for port, key in zip(converted.inputs, names, strict=True):
        port.get_tensor().set_names({key})
    shapes = {key: openvino.PartialShape([1, -1, *values.shape[2:]]) for key, values in filled[0].items()}
    converted.reshape(shapes)
    quantized = nncf.quantize(
        converted,
        nncf.Dataset(filled),
        model_type=nncf.ModelType.TRANSFORMER,
        subset_size=len(filled),
        fast_bias_correction=True,
    )
    folder.mkdir(parents=True, exist_ok=True)
    openvino.save_model(quantized, folder / f"{name}.xml", compress_to_fp16=False)


def export_classifier(trained: PreTrainedModel, texts: Sequence[Encoded], folder: Path) -> None:
    """A model of one question, as ``openvino_model``; ``texts`` are its calibration."""
    network = _Classifier(trained) if reads_types(trained.config) else _Untyped(trained)
    rows = [inputs(text) for text in texts]
    if not reads_types(trained.config):
        rows = [{name: one for name, one in row.items() if name != "token_type_ids"} for row in rows]
    export_int8(network, rows, folder, "openvino_model")


def reads_types(config: PreTrainedConfig) -> bool:
    """Whether an encoder tells the two texts of a pair apart by token types, as BERT does and MPNet does not."""
    return getattr(config, "type_vocab_size", 0) > 1


def export_tagger(trained: AttributionNetwork, batches: Sequence[Mapping[str, Tensor]], folder: Path) -> None:
    """The tagger's two questions, as ``find`` and ``link``; ``batches`` are training examples of one window each."""
    network: Any = trained
    network.float().eval()
    windows: list[dict[str, Array]] = []
    links: list[dict[str, Array]] = []
    for batch in batches:
        ids, mask = batch["input_ids"], batch["attention_mask"]
        length = int(mask.sum())
        windows.append({"input_ids": ids[0, :length].numpy(), "attention_mask": mask[0, :length].numpy()})
        with torch.no_grad():
            states = network.lower(ids, mask)[0]
        for places, cue in zip(batch["places"], batch["cue"], strict=True):
            read = places >= 0
            marks = {"attention_mask": np.ones(int(read.sum()), dtype=np.int64), "cue": cue[read].numpy()}
            links.append({"states": states[places[read]].numpy(), **marks})
    export_int8(_Find(network), windows, folder, "find")
    export_int8(_Link(network), links[:: max(1, len(links) // len(windows))], folder, "link")


def _filled(values: Array) -> Array:
    """A batch of one, its pieces filled up to a width that the runtime uses."""
    return np.pad(values, [(0, -len(values) % STEP)] + [(0, 0)] * (values.ndim - 1))[None]


class _Classifier(nn.Module):
    def __init__(self, inner: PreTrainedModel) -> None:
        super().__init__()
        self.inner: Any = inner

    def forward(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> Any:
        return self.inner(input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids).logits


class _Untyped(nn.Module):
    def __init__(self, inner: PreTrainedModel) -> None:
        super().__init__()
        self.inner: Any = inner

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Any:
        return self.inner(input_ids=input_ids, attention_mask=attention_mask).logits


class _Find(nn.Module):
    def __init__(self, inner: AttributionNetwork) -> None:
        super().__init__()
        self.inner = inner

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> tuple[Tensor, Tensor]:
        states = self.inner.lower(input_ids, attention_mask)
        return states, self.inner.find(states, attention_mask)


class _Link(nn.Module):
    def __init__(self, inner: AttributionNetwork) -> None:
        super().__init__()
        self.inner = inner

    def forward(self, states: Tensor, attention_mask: Tensor, cue: Tensor) -> Tensor:
        return self.inner.link(states, attention_mask, cue)
