"""Tiny encoders with random weights and a vocabulary of a few words, to train from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

WORDS = "the minister ordered border guards to repel migrants frontex denied it had evidence of help".split()


def make_encoder(folder: Path, kind: str, layers: int) -> Path:
    """An encoder of ``kind`` ("mpnet" or "bert") in ``folder``."""
    import torch
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import Whitespace
    from tokenizers.processors import BertProcessing, RobertaProcessing
    from transformers import BertConfig, BertModel, MPNetConfig, MPNetModel

    special = {
        "mpnet": ["<s>", "<pad>", "</s>", "[UNK]", "<mask>"],
        "bert": ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"],
    }
    pieces = [*special[kind], *WORDS]
    numbers = {piece: i for i, piece in enumerate(pieces)}
    tokenizer = Tokenizer(WordLevel(numbers, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    around: Any
    if kind == "mpnet":
        around = RobertaProcessing(("</s>", 2), ("<s>", 0), add_prefix_space=False, trim_offsets=False)
    else:
        around = BertProcessing(("[SEP]", numbers["[SEP]"]), ("[CLS]", numbers["[CLS]"]))
    tokenizer.post_processor = around
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(folder / "tokenizer.json"))
    torch.manual_seed(0)
    config, model = {"mpnet": (MPNetConfig, MPNetModel), "bert": (BertConfig, BertModel)}[kind]
    shape: Any = {
        "vocab_size": len(pieces),
        "hidden_size": 32,
        "num_hidden_layers": layers,
        "num_attention_heads": 2,
        "intermediate_size": 64,
        "max_position_embeddings": 300,
        "initializer_range": 0.1,
    }
    model(config(**shape)).save_pretrained(folder)
    return folder
