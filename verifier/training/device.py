"""Training in the few minutes of a lent GPU, from carried files.

    python -m verifier.training.device FOLDER OUT [--minutes 7] [--rate 5e-5] [--batch 512]

FOLDER has what ``python -m verifier.cli.carry pack`` made. The rate falls to nothing by the clock, so that the run ends
in time whatever the machine does. OUT gets the weights in int8 in small parts, ``figures.json`` with balanced accuracy
and the area under the curve of each development set, and ``config.json``. It needs torch, transformers, numpy and
safetensors only.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from transformers import AutoConfig, AutoModelForSequenceClassification

from verifier.training.carry import Pieces, read_pieces, read_weights, write_weights

# What comes back may have eight files of 16 MiB a call.
BACK_BYTES = 15_000_000
WARM = 0.05
STEP = 16
POOL = 100
EVALUATED = 64


def batches(pairs: Pieces, size: int, seed: int) -> list[list[int]]:
    """Pairs of like length together, the batches shuffled."""
    lengths = np.diff(pairs.ends, prepend=0)
    order = random.Random(seed)
    indices = list(range(len(pairs)))
    order.shuffle(indices)
    found: list[list[int]] = []
    for start in range(0, len(indices), size * POOL):
        alike = sorted(indices[start : start + size * POOL], key=lambda i: lengths[i])
        found += [alike[i : i + size] for i in range(0, len(alike), size)]
    order.shuffle(found)
    return found


def collated(pairs: Pieces, indices: Sequence[int], padding: int, *, typed: bool) -> tuple[dict[str, Tensor], Tensor]:
    """A batch as an encoder takes it, and its labels."""
    rows = [pairs.row(i) for i in indices]
    width = -(-max(len(ids) for ids, _, _ in rows) // STEP) * STEP
    ids = torch.full((len(rows), width), padding)
    mask, types = torch.zeros_like(ids), torch.zeros_like(ids)
    for number, (own, second, _) in enumerate(rows):
        ids[number, : len(own)] = torch.from_numpy(own.astype(np.int64))
        mask[number, : len(own)] = 1
        types[number, second : len(own)] = 1
    inputs = {"input_ids": ids, "attention_mask": mask} | ({"token_type_ids": types} if typed else {})
    return inputs, torch.tensor([label for _, _, label in rows])


def loss_of(logits: Tensor, labels: Tensor) -> Tensor:
    """Cross-entropy; a pair known only as not entailed is charged -log(1 - p(entailment))."""
    log_p = torch.log_softmax(logits.float(), dim=-1)
    others = torch.logsumexp(log_p[:, 1:], dim=-1, keepdim=True)
    return -torch.cat([log_p, others], dim=-1).gather(1, labels[:, None]).mean()


def train(folder: Path, out: Path, *, minutes: float, rate: float, batch: int, seed: int) -> dict[str, Any]:
    """Train until the minutes are over or the pairs are, and write OUT; returns the figures."""
    config = AutoConfig.from_pretrained(folder)
    typed = getattr(config, "type_vocab_size", 0) > 1
    padding = config.pad_token_id or 0
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    torch.manual_seed(seed)
    model: Any = AutoModelForSequenceClassification.from_config(config, attn_implementation="eager")
    weights = {name: torch.from_numpy(values) for name, values in read_weights(folder).items()}
    missing, unexpected = model.load_state_dict(weights, strict=False)
    if unexpected:
        raise SystemExit(f"weights that the network does not have: {unexpected[:3]}")
    print(f"new: {sorted({name.rpartition('.')[0] for name in missing})}", flush=True)
    model.to(device)
    sets = read_pieces(folder / "pairs.npz.xz")
    training = sets.pop("train")
    optimizer = torch.optim.AdamW(model.parameters(), lr=rate, weight_decay=0.01)
    begun, seen, number = time.monotonic(), 0, 0
    model.train()
    for number, indices in enumerate(batches(training, batch, seed), 1):
        # By the clock or by the pairs, whichever is further.
        done = max((time.monotonic() - begun) / (60 * minutes), seen / len(training))
        if done >= 1:
            break
        for group in optimizer.param_groups:
            group["lr"] = rate * min(done / WARM if done else 1 / batch, (1 - done) / (1 - WARM), 1.0)
        inputs, labels = collated(training, indices, padding, typed=typed)
        with torch.autocast(device.type, torch.bfloat16):
            logits = model(**{name: one.to(device) for name, one in inputs.items()}).logits
        loss: Any = loss_of(logits, labels.to(device))
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        seen += len(indices)
        if number % 50 == 0:
            print(f"{seen:,} of {len(training):,} pairs, {time.monotonic() - begun:.0f} s, loss {loss:.3f}", flush=True)
    # What was trained on the device is what is measured and what comes back, rounded alike.
    state = {name: values.detach().float().cpu().numpy() for name, values in model.state_dict().items()}
    write_weights({name: values for name, values in state.items() if values.dtype == np.float32}, out, BACK_BYTES)
    config.save_pretrained(out)
    model.load_state_dict({name: torch.from_numpy(values) for name, values in read_weights(out).items()}, strict=False)
    figures: dict[str, Any] = {"pairs": seen, "seconds": round(time.monotonic() - begun, 1)}
    for name, pairs in sets.items():
        figures[name] = measured(model, pairs, padding, typed=typed, device=device)
        print(name, figures[name], flush=True)
    (out / "figures.json").write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    return figures


def measured(model: Any, pairs: Pieces, padding: int, *, typed: bool, device: torch.device) -> dict[str, float]:
    """Balanced accuracy of entailed or not at even log-odds, and the area under the curve, in percent."""
    model.eval()
    odds = np.zeros(len(pairs))
    for indices, logits in _read(model, pairs, padding, typed=typed, device=device):
        odds[indices] = (logits[:, 0] - torch.logsumexp(logits[:, 1:], dim=-1)).numpy()
    entailed = pairs.labels == 0
    if not entailed.any() or entailed.all():
        return {}
    balanced = ((odds[entailed] >= 0).mean() + (odds[~entailed] < 0).mean()) / 2
    above = (odds[entailed][:, None] > odds[~entailed]).mean() + (odds[entailed][:, None] == odds[~entailed]).mean() / 2
    return {"balanced": round(100 * float(balanced), 1), "area": round(100 * float(above), 1)}


def _read(
    model: Any, pairs: Pieces, padding: int, *, typed: bool, device: torch.device
) -> Iterator[tuple[list[int], Tensor]]:
    for indices in batches(pairs, EVALUATED, 0):
        inputs, _ = collated(pairs, indices, padding, typed=typed)
        with torch.inference_mode(), torch.autocast(device.type, torch.bfloat16):
            yield indices, model(**{name: one.to(device) for name, one in inputs.items()}).logits.float().cpu()


def main(arguments: Sequence[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--minutes", type=float, default=7.0)
    parser.add_argument("--rate", type=float, default=5e-5)
    parser.add_argument("--batch", type=int, default=512)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args(arguments)
    figures = train(given.folder, given.out, minutes=given.minutes, rate=given.rate, batch=given.batch, seed=given.seed)
    json.dump(figures, sys.stdout)


if __name__ == "__main__":
    main()
