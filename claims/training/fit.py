"""One training run, resumable, on CPU or GPU: the part that both shipped models share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from torch.utils.data import Dataset
from transformers import PreTrainedModel, Trainer, TrainingArguments, set_seed
from transformers.trainer_utils import get_last_checkpoint

# Dropout is off in both models: on a CPU its random numbers cost more than the matrix products, and
# the explicit attention keeps its backward pass in bf16 matrix products; together four times the speed.
SPEED = {
    "hidden_dropout_prob": 0.0,
    "attention_probs_dropout_prob": 0.0,
    "attn_implementation": "eager",
}


def fit(
    model: PreTrainedModel,
    examples: Dataset[Any],
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
    """
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
        bf16=True,
        use_cpu=not torch.cuda.is_available(),
        train_sampling_strategy="sequential",
        dataloader_drop_last=True,
        dataloader_pin_memory=False,
        save_strategy="steps",
        save_steps=save_steps,
        save_total_limit=2,
        logging_steps=50,
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
    )
    trainer.train(resume_from_checkpoint=get_last_checkpoint(str(folder)) if folder.is_dir() else None)
    return model
