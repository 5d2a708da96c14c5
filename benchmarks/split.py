"""How fast articles are split: words a second, and the ratio to the same tagger in torch fp32.

usage: python -m benchmarks.split ARTICLES.jsonl[.gz] [ARTICLES] [--against CHECKOUT]    (lines of {"id", "text"})

Both taggers run in one process over the same articles: the shipped network on OpenVINO in int8, and a network of its
shape in torch in fp32, reading the same windows and as many cues in batches of 32. The time of the whole splitter,
from text to claims, stands beside them. With --against, the splitter of another checkout of this repository is run too,
each in a process of its own and in turn, by the CPU time that they take: on a machine that does other things too, the
clock says little.
"""

from __future__ import annotations

import argparse
import os
import subprocess
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


# What is run in each checkout: articles from a file to the CPU seconds that it takes to split them.
ONE_RUN = """
import sys, time
from itertools import islice
from pathlib import Path
from claims.attribution.tagger import Tagger
from claims.records import Article
from claims.split import split
from claims.training.evaluation import json_lines
rows = islice((row for _, row in json_lines(Path(sys.argv[1]))), int(sys.argv[2]))
articles = [Article(str(row["id"]), str(row["text"])) for row in rows]
tagger = Tagger()
split(articles[0], tagger)
begun = time.process_time()
for article in articles:
    split(article, tagger)
print(time.process_time() - begun)
"""
RUNS = 3


def cpu_seconds(checkout: Path, path: Path, count: int) -> float:
    """The CPU seconds that the splitter of ``checkout`` takes for the articles."""
    environment = {**os.environ, "PYTHONPATH": str(checkout)}
    command = [sys.executable, "-c", ONE_RUN, str(path.resolve()), str(count)]
    done = subprocess.run(command, cwd=checkout, env=environment, capture_output=True, text=True, check=True)
    return float(done.stdout)


def compare(path: Path, count: int, other: Path) -> None:
    """Print the words a CPU second of this checkout and of the ``other``, the best of some runs in turn."""
    rows = islice((row for _, row in json_lines(path)), count)
    words = sum(len(str(row["text"]).split()) for row in rows)
    here = Path(__file__).resolve().parent.parent
    runs = [(cpu_seconds(here, path, count), cpu_seconds(other.resolve(), path, count)) for _ in range(RUNS)]
    own, before = (min(times) for times in zip(*runs, strict=True))
    print(f"{'splitter, CPU':28}{words / own:10,.0f} words a second{before / own:8.2f}× {other}")


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
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("path", type=Path, metavar="ARTICLES.jsonl")
    parser.add_argument("count", type=int, nargs="?", default=40, metavar="ARTICLES")
    parser.add_argument("--against", type=Path, metavar="CHECKOUT", help="compare with another checkout only")
    arguments = parser.parse_args()
    if arguments.against:
        compare(arguments.path, arguments.count, arguments.against)
    else:
        main(arguments.path, arguments.count)
