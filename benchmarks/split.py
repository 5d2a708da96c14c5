"""How fast articles are split: words a second, and the ratio to the same tagger in torch fp32.

usage: python benchmarks/split.py ARTICLES.jsonl[.gz] [ARTICLES]    (lines of {"id", "text"})

Both taggers run in one process over the same articles: the shipped network on OpenVINO in int8, and a network of its
shape in torch in fp32, reading the same windows and as many cues in batches of 32. The time of the whole splitter,
from text to claims, stands beside them.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import torch
from tokenizers import Tokenizer
from transformers import BertConfig

from claims.attribution.tagger import LINK, MODEL, WINDOW, Tagger, encode, windows
from claims.records import Article
from claims.split import split
from claims.training.evaluation import json_lines
from claims.training.network import AttributionNetwork

BATCH = 32
SHAPE = BertConfig(hidden_size=384, num_hidden_layers=6, num_attention_heads=12, intermediate_size=1536)


def in_torch(network: AttributionNetwork, length: int, cues: int) -> None:
    """The work of tagging a text of ``length`` pieces with so many ``cues``; ids and places do not change its time."""
    sizes = [len(window) + 2 for window, _ in windows(length)]
    with torch.inference_mode():
        for start in range(0, len(sizes), BATCH):
            part = sizes[start : start + BATCH]
            mask = torch.tensor([[1] * size + [0] * (max(part) - size) for size in part])
            states = network.lower(torch.randint(1000, 20_000, mask.shape), mask)
            network.find(states, mask)
        for start in range(0, cues, BATCH):
            rows = min(BATCH, cues - start)
            width = min(LINK, states.shape[1])
            near = states[:1, :width].expand(rows, -1, -1).contiguous()
            network.link(near, torch.ones(rows, width, dtype=torch.long), torch.zeros(rows, width, dtype=torch.long))


def seconds(run: Callable[[Article], object], articles: list[Article]) -> float:
    run(articles[0])
    begun = time.perf_counter()
    for article in articles:
        run(article)
    return time.perf_counter() - begun


def main(path: Path, count: int) -> None:
    rows = islice((row for _, row in json_lines(path)), count)
    articles = [Article(str(row["id"]), str(row["text"])) for row in rows]
    words = sum(len(article.text.split()) for article in articles)
    tagger, tokenizer = Tagger(), Tokenizer.from_file(str(MODEL / "tokenizer.json"))
    network = AttributionNetwork(SHAPE)
    network.train(False)
    work = {
        article.id: (len(encode(tokenizer, article.text).ids), len(tagger.scored(article.text))) for article in articles
    }
    found = {
        "tagger, OpenVINO int8": seconds(lambda article: tagger.relations(article.text), articles),
        "tagger, torch fp32": seconds(lambda article: in_torch(network, *work[article.id]), articles),
        "splitter, text to claims": seconds(lambda article: split(article, tagger), articles),
    }
    print(f"{len(articles)} articles, {words:,} words, {torch.get_num_threads()} cores, windows of {WINDOW} pieces")
    slow = found["tagger, torch fp32"]
    for name, time_taken in found.items():
        print(f"{name:28}{words / time_taken:10,.0f} words a second{slow / time_taken:8.1f}×")


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) == 3 else 40)
