"""Train the attribution tagger on articles with marked relations (PolNeAR's form).

One encoder is asked two things. *Find*: which words are cues. *Link*: given one cue, marked through the
token types, which words are its source and its content. Relations so come linked, and discontinuous
contents need no scheme of their own.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from torch.nn.functional import cross_entropy
from torch.utils.data import Dataset
from transformers import AutoModelForTokenClassification, PreTrainedModel

from claims.tagger import FIND_OVERLAP, ROLES, WINDOW, Pieces, encode, link_window
from claims.training.evaluation import Gold, read_gold
from claims.training.fit import SPEED, fit

IGNORE = -100
NEGATIVES_PER_RELATION = 0.25
JITTER = 0.15
MASKED = 0.04


def piece_range(pieces: Pieces, start: int, end: int) -> range:
    """The pieces that overlap the characters ``[start, end)``."""
    inside = [i for i, (s, e) in enumerate(pieces.offsets) if s < end and e > start]
    return range(inside[0], inside[-1] + 1) if inside else range(0)


def bio(length: int, ranges: list[range]) -> list[int]:
    tags = [0] * length
    for span in ranges:
        for i in span:
            tags[i] = 1 if i == span.start else 2
    return tags


class Relations(Dataset[dict[str, Any]]):
    """Examples of both questions, ``epochs`` times over, each time in another order and with other noise."""

    def __init__(self, articles: Sequence[Gold], tokenizer: Tokenizer, epochs: int, seed: int):
        self.seed = seed
        self.mask = tokenizer.token_to_id("[MASK]")
        self.cls = tokenizer.token_to_id("[CLS]")
        self.sep = tokenizer.token_to_id("[SEP]")
        self.items: list[tuple[str, int, Any]] = []
        self.articles: list[tuple[Pieces, list[dict[str, list[range]]]]] = []
        for article in articles:
            pieces = encode(tokenizer, article.text)
            relations = [
                {role: [r for a, b in getattr(relation, role) if (r := piece_range(pieces, a, b))] for role in ROLES}
                for relation in article.relations
            ]
            self.articles.append((pieces, relations))
        cue_words = Counter(
            pieces.ids[i]
            for pieces, relations in self.articles
            for relation in relations
            for span in relation["cue"]
            for i in span
        )
        likely = {word for word, count in cue_words.items() if count >= 3}
        order = random.Random(seed)
        once: list[tuple[str, int, Any]] = []
        for number, (pieces, relations) in enumerate(self.articles):
            body = WINDOW - 2
            for start in range(0, max(1, len(pieces.ids) - FIND_OVERLAP), body - FIND_OVERLAP):
                once.append(("find", number, start))
            for relation in relations:
                if relation["cue"]:
                    once.append(("link", number, relation))
            cues = {i for relation in relations for span in relation["cue"] for i in span}
            tempting = [i for i, word in enumerate(pieces.ids) if word in likely and i not in cues]
            wanted = min(len(tempting), round(NEGATIVES_PER_RELATION * len(relations)))
            for i in order.sample(tempting, wanted):
                once.append(("link", number, {"cue": [range(i, i + 1)], "source": [], "content": []}))
        for _ in range(epochs):
            order.shuffle(once)
            self.items.extend(once)

    def __len__(self) -> int:
        return len(self.items)

    def __getitem__(self, index: int) -> dict[str, Any]:
        noise = random.Random(f"{self.seed}:{index}")
        question, number, what = self.items[index]
        pieces, relations = self.articles[number]
        length = len(pieces.ids)
        types = [0] * length
        if question == "find":
            start = max(0, what - noise.randrange(FIND_OVERLAP)) if what else 0
            tags = {role: bio(length, [span for r in relations for span in r[role]]) for role in ROLES}
        else:
            first, last = what["cue"][0].start, what["cue"][-1].stop
            start = link_window(pieces, range(first, last)).start
            tags = {role: bio(length, what[role]) for role in ROLES}
            tags["cue"] = [IGNORE] * length
            if noise.random() < JITTER and last - first > 1:
                first, last = noise.choice([(first + 1, last), (first, last - 1)])
            for i in range(first, last):
                types[i] = 1
        window = slice(start, start + WINDOW - 2)
        ids = [self.mask if noise.random() < MASKED else i for i in pieces.ids[window]]
        labels = [[tags[role][i] for role in ROLES] for i in range(*window.indices(length))]
        edge = [[IGNORE] * len(ROLES)]
        return {"ids": [self.cls, *ids, self.sep], "types": [0, *types[window], 0], "labels": edge + labels + edge}


def collate(batch: list[dict[str, Any]]) -> dict[str, torch.Tensor]:
    def padded(key: str, fill: Any) -> torch.Tensor:
        return torch.tensor([row[key] + [fill] * (WINDOW - len(row[key])) for row in batch])

    ids = padded("ids", 0)
    return {
        "input_ids": ids,
        "token_type_ids": padded("types", 0),
        "attention_mask": torch.tensor([[1] * len(r["ids"]) + [0] * (WINDOW - len(r["ids"])) for r in batch]),
        "labels": padded("labels", [IGNORE] * len(ROLES)),
    }


def relation_loss(outputs: Any, labels: torch.Tensor, num_items_in_batch: Any = None) -> torch.Tensor:
    logits = outputs["logits"].float().reshape(-1, 3)
    return cross_entropy(logits, labels.reshape(-1), ignore_index=IGNORE) * len(ROLES)


def train(
    base: Path, data: Path, folder: Path, *, epochs: int = 3, seed: int = 0, batch_size: int = 32, rate: float = 2e-4
) -> PreTrainedModel:
    """Fine-tune the encoder in ``base`` on ``data`` and save it in ``folder / "final"``."""
    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    articles = read_gold(data)
    torch.manual_seed(seed)
    model: PreTrainedModel = AutoModelForTokenClassification.from_pretrained(base, num_labels=3 * len(ROLES), **SPEED)
    examples = Relations(articles, tokenizer, epochs, seed)
    fit(model, examples, collate, relation_loss, folder, batch_size=batch_size, learning_rate=rate, seed=seed)
    model.save_pretrained(folder / "final")
    tokenizer.save(str(folder / "final" / "tokenizer.json"))
    return model
