"""One training run, resumable, on CPU or GPU: the part that both shipped models share."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import torch
from torch.utils.data import Dataset
from tqdm import tqdm
from transformers import PreTrainedModel, Trainer, TrainerCallback, TrainingArguments, set_seed
from transformers.trainer import TRAINER_STATE_NAME
from transformers.trainer_callback import PrinterCallback
from transformers.trainer_utils import PREFIX_CHECKPOINT_DIR

from claims.errors import InputError

# A CPU without instructions for bf16 imitates them at a thirtieth of the speed.
BF16 = torch.cuda.is_available() or torch.cpu._is_avx512_bf16_supported()
# Dropout on attention costs more random numbers than a CPU makes beside the matrix products, and explicit attention
# keeps its backward pass in bf16 matrix products; together four times the speed. The tagger adds dropout elsewhere.
SPEED = {
    "hidden_dropout_prob": 0.0,
    "attention_probs_dropout_prob": 0.0,
    "attn_implementation": "eager" if BF16 else "sdpa",
}


T = TypeVar("T")


class Examples(Dataset[T]):
    """What is trained on, ``items`` in training order."""

    items: Sequence[T]

    def __len__(self) -> int:
        return len(self.items)

    def __getitem__(self, index: int) -> T:
        return self.items[index]


def fit(
    model: PreTrainedModel,
    examples: Examples[Any],
    collate: Callable[[list[Any]], dict[str, torch.Tensor]],
    loss: Callable[..., torch.Tensor],
    folder: Path,
    *,
    batch_size: int,
    learning_rate: float,
    weight_decay: float = 0.01,
    save_steps: int = 500,
    seed: int = 0,
) -> PreTrainedModel:
    """Run once through ``examples`` in their own order; resume from the newest checkpoint in ``folder``.

    The order is the dataset's (repeat and shuffle there, from the seed), so that a resumed run sees what
    an uninterrupted one would have seen. ``loss(outputs, labels, num_items_in_batch)`` gets the batch's "labels".
    Examples that do not fill a last batch are left out; raises InputError where they do not fill one.
    """
    count = len(examples)
    if count < batch_size:
        raise InputError(str(folder), f"{count} examples do not fill a batch of {batch_size}", "train on more text")
    set_seed(seed)
    arguments = TrainingArguments(
        output_dir=str(folder),
        num_train_epochs=1,
        per_device_train_batch_size=batch_size,
        learning_rate=learning_rate,
        weight_decay=weight_decay,
        warmup_steps=0.06,
        lr_scheduler_type="linear",
        max_grad_norm=1.0,
        optim="adamw_torch_fused",
        bf16=BF16,
        use_cpu=not torch.cuda.is_available(),
        train_sampling_strategy="sequential",
        dataloader_drop_last=True,
        dataloader_pin_memory=False,
        save_strategy="steps",
        save_steps=save_steps,
        save_total_limit=2,
        logging_steps=50,
        disable_tqdm=True,
        report_to=[],
        remove_unused_columns=False,
        seed=seed,
    )
    trainer = Trainer(
        model=model,
        args=arguments,
        train_dataset=examples,
        data_collator=collate,
        compute_loss_func=loss,
        callbacks=[Progress()],
    )
    trainer.remove_callback(PrinterCallback)
    checkpoint = newest_checkpoint(folder)
    trainer.train(resume_from_checkpoint=str(checkpoint) if checkpoint else None)
    return model


def newest_checkpoint(folder: Path) -> Path | None:
    """The newest checkpoint in ``folder`` that was written to its end; Trainer writes its own state last."""
    complete = [path.parent for path in folder.glob(f"{PREFIX_CHECKPOINT_DIR}-*/{TRAINER_STATE_NAME}")]
    return max(complete, key=lambda path: int(path.name.rpartition("-")[2]), default=None)


class Progress(TrainerCallback):
    """Losses on stderr, one line each, and below them a bar where stderr is a terminal.

    It stands in for Trainer's own callbacks, which write to stdout.
    """

    def on_train_begin(self, args: TrainingArguments, state: Any, control: Any, **kwargs: Any) -> None:
        hidden = not sys.stderr.isatty()
        self.bar = tqdm(total=state.max_steps, initial=state.global_step, dynamic_ncols=True, disable=hidden)

    def on_step_end(self, args: TrainingArguments, state: Any, control: Any, **kwargs: Any) -> None:
        self.bar.update()

    def on_log(
        self, args: TrainingArguments, state: Any, control: Any, logs: Mapping[str, float] | None = None, **kwargs: Any
    ) -> None:
        if logs and "loss" in logs:
            line = f"step {state.global_step:,} of {state.max_steps:,}: loss {logs['loss']:.4f}"
            tqdm.write(line, file=sys.stderr)

    def on_train_end(self, args: TrainingArguments, state: Any, control: Any, **kwargs: Any) -> None:
        self.bar.close()
