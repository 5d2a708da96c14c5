"""From a trained network to what is shipped: OpenVINO int8, calibrated on training text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from transformers import PreTrainedModel

from claims.encoder import STEP, Encoded


def export_int8(trained: PreTrainedModel, calibration: list[Encoded], folder: Path) -> None:
    """Write ``openvino_model.xml`` and ``.bin`` to ``folder``: weights and activations in int8 by NNCF's
    post-training quantization for transformers, ranges taken from the ``calibration`` texts."""
    import nncf
    import openvino

    model: Any = trained
    model.float().eval()
    names = ["input_ids", "attention_mask", "token_type_ids"]

    class Network(torch.nn.Module):
        def __init__(self, inner: PreTrainedModel) -> None:
            super().__init__()
            self.inner = inner

        def forward(self, input_ids: Any, attention_mask: Any, token_type_ids: Any) -> Any:
            return self.inner(input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids).logits

    def tensors(text: Encoded) -> dict[str, torch.Tensor]:
        width = -(-len(text.ids) // STEP) * STEP
        rows = (text.ids, [1] * len(text.ids), text.types)
        return {n: torch.tensor([[*row, *[0] * (width - len(row))]]) for n, row in zip(names, rows, strict=True)}

    with torch.no_grad():
        network = openvino.convert_model(Network(model), example_input=tensors(calibration[0]))
    for port, name in zip(network.inputs, names, strict=True):
        port.get_tensor().set_names({name})
    network.reshape({name: openvino.PartialShape([1, -1]) for name in names})
    data = nncf.Dataset([{n: t.numpy() for n, t in tensors(text).items()} for text in calibration])
    quantized = nncf.quantize(
        network, data, model_type=nncf.ModelType.TRANSFORMER, subset_size=len(calibration), fast_bias_correction=True
    )
    folder.mkdir(parents=True, exist_ok=True)
    openvino.save_model(quantized, folder / "openvino_model.xml", compress_to_fp16=False)
