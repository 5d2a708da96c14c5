"""Train the attribution tagger on articles with marked relations (PolNeAR's form).

One encoder is asked two things. *Find*: which words are cues. *Link*: given one cue, which words are its source and
its content. Relations so come linked, and discontinuous contents need no scheme of their own.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import torch
from tokenizers import Tokenizer
from torch.nn.functional import cross_entropy

from claims.attribution.tagger import LINK, ROLES, WINDOW, Pieces, encode, link_range, windows
from claims.records import Spans
from claims.training.evaluation import Gold, read_gold
from claims.training.fit import SPEED, Examples, fit
from claims.training.network import LINKED, AttributionNetwork

IGNORE = -100
# Words that could be a cue and are none, for each relation: what they report is nothing.
NEGATIVES_PER_RELATION = 0.5
# Shares of cues given a piece short, as they are sometimes found, and of pieces hidden.
JITTER = 0.15
MASKED = 0.06
# Relations of a batch are filled up to a multiple: a CPU compiles its kernels anew for every shape.
ROWS = 8
DROPOUT = 0.1


class Marked(NamedTuple):
    """A relation as ranges of pieces, by role."""

    cue: list[range]
    source: list[range]
    content: list[range]


class Item(NamedTuple):
    """A window of an article, and the relations that are asked for in it."""

    article: int
    window: range
    relations: tuple[Marked, ...]


def piece_ranges(pieces: Pieces, spans: Spans) -> list[range]:
    """The pieces that overlap each of ``spans``, which are characters; a span without a piece gives none."""
    found = []
    for start, end in spans:
        inside = [i for i, (s, e) in enumerate(pieces.offsets) if s < end and e > start]
        if inside:
            found.append(range(inside[0], inside[-1] + 1))
    return found


def bio(window: range, ranges: Sequence[range]) -> list[int]:
    """Outside 0, begin 1, inside 2 for the pieces in ``window``."""
    tags = [0] * len(window)
    for span in ranges:
        for i in span:
            if i in window:
                tags[i - window.start] = 1 if i == span.start else 2
    return tags


class Relations(Examples[Item]):
    """Windows with their relations, ``epochs`` times over, each time in another order and cut elsewhere."""

    def __init__(self, articles: Sequence[Gold], tokenizer: Tokenizer, epochs: int, seed: int):
        self.pieces = [encode(tokenizer, article.text) for article in articles]
        self.marked = [
            [
                Marked(*(piece_ranges(pieces, getattr(relation, role)) for role in ROLES))
                for relation in article.relations
            ]
            for article, pieces in zip(articles, self.pieces, strict=True)
        ]
        self.likely = self._cue_pieces()
        order = random.Random(seed)
        items: list[Item] = []
        for _ in range(epochs):
            once = [item for number in range(len(articles)) for item in self._windows(number, order)]
            order.shuffle(once)
            items.extend(once)
        self.items = items

    def _cue_pieces(self) -> frozenset[int]:
        counts = Counter(
            pieces.ids[i]
            for pieces, relations in zip(self.pieces, self.marked, strict=True)
            for relation in relations
            for span in relation.cue
            for i in span
        )
        return frozenset(piece for piece, count in counts.items() if count >= 3)

    def _windows(self, number: int, order: random.Random) -> Iterator[Item]:
        """The article in windows from a random place on, each relation in the one that reads most around its cue."""
        pieces, relations = self.pieces[number], [r for r in self.marked[number] if r.cue]
        cues = {i for relation in relations for span in relation.cue for i in span}
        tempting = [i for i, piece in enumerate(pieces.ids) if piece in self.likely and i not in cues]
        wanted = min(len(tempting), round(NEGATIVES_PER_RELATION * len(relations)))
        asked = [*relations, *(Marked([range(i, i + 1)], [], []) for i in order.sample(tempting, wanted))]
        cut = windows(len(pieces.ids), order.randrange(WINDOW // 2))
        for window, core in cut:
            own = tuple(r for r in asked if r.cue[0].start in core)
            yield Item(number, window, own)


class Row(NamedTuple):
    """What is asked for one cue: its window in the batch, the pieces read there, which are the cue, and their tags."""

    window: int
    places: list[int]
    cue: list[int]
    labels: list[list[int]]


class Batches:
    """Makes tensors of items; noise comes from the item, so that a resumed run sees the same."""

    def __init__(self, examples: Relations, tokenizer: Tokenizer, seed: int):
        self.examples, self.seed = examples, seed
        special = {name: tokenizer.token_to_id(name) or 0 for name in ("[MASK]", "[CLS]", "[SEP]")}
        self.mask, self.cls, self.sep = special.values()

    def __call__(self, items: Sequence[Item]) -> dict[str, torch.Tensor]:
        ids: list[list[int]] = []
        labels: list[list[list[int]]] = []
        rows: list[Row] = []
        for number, item in enumerate(items):
            noise = random.Random(f"{self.seed}:{item.article}:{item.window.start}")
            pieces, window = self.examples.pieces[item.article], item.window
            read = [self.mask if noise.random() < MASKED else pieces.ids[i] for i in window]
            ids.append([self.cls, *read, self.sep])
            marked = self.examples.marked[item.article]
            tags = [bio(window, [span for r in marked for span in getattr(r, role)]) for role in ROLES]
            edge = [[IGNORE] * len(ROLES)]
            labels.append([*edge, *([tag[i] for tag in tags] for i in range(len(window))), *edge])
            rows.extend(self._row(number, window, relation, noise) for relation in item.relations)
        rows += [rows[0]._replace(labels=[[IGNORE] * len(LINKED)] * LINK)] * (-len(rows) % ROWS) if rows else []
        lengths = [len(row) for row in ids]
        return {
            "input_ids": torch.tensor([row + [0] * (WINDOW - len(row)) for row in ids]),
            "attention_mask": torch.tensor([[1] * n + [0] * (WINDOW - n) for n in lengths]),
            "labels": torch.tensor([row + [[IGNORE] * len(ROLES)] * (WINDOW - len(row)) for row in labels]),
            "window": torch.tensor([row.window for row in rows], dtype=torch.long),
            "places": torch.tensor([row.places for row in rows], dtype=torch.long).reshape(-1, LINK),
            "cue": torch.tensor([row.cue for row in rows], dtype=torch.long).reshape(-1, LINK),
            "link_labels": torch.tensor([row.labels for row in rows], dtype=torch.long).reshape(-1, LINK, len(LINKED)),
        }

    def _row(self, number: int, window: range, relation: Marked, noise: random.Random) -> Row:
        first, last = relation.cue[0].start, relation.cue[-1].stop
        if noise.random() < JITTER and last - first > 1:
            first, last = noise.choice([(first + 1, last), (first, last - 1)])
        near = link_range(window, range(first, last))
        fill = LINK - len(near)
        tags = [bio(near, getattr(relation, role)) for role in LINKED]
        return Row(
            number,
            # [CLS] stands before the window's first piece.
            [i - window.start + 1 for i in near] + [-1] * fill,
            [int(first <= i < last) for i in near] + [0] * fill,
            [[tag[i] for tag in tags] for i in range(len(near))] + [[IGNORE] * len(LINKED)] * fill,
        )


def relation_loss(outputs: Any, labels: torch.Tensor, num_items_in_batch: Any = None) -> torch.Tensor:
    """Cross-entropy of both questions, summed over their roles."""
    found = cross_entropy(outputs["find"].float().reshape(-1, 3), labels.reshape(-1), ignore_index=IGNORE)
    wanted = outputs["link_labels"].reshape(-1)
    if not bool((wanted != IGNORE).any()):
        return found * len(ROLES)
    linked = cross_entropy(outputs["link"].float().reshape(-1, 3), wanted, ignore_index=IGNORE)
    return found * len(ROLES) + linked * len(LINKED)


def train(
    base: Path, data: Path, folder: Path, *, epochs: int = 6, seed: int = 0, batch_size: int = 8, rate: float = 2e-4
) -> AttributionNetwork:
    """Fine-tune the encoder in ``base`` on ``data`` and save it in ``folder / "final"``."""
    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    articles = read_gold(data)
    torch.manual_seed(seed)
    settings: dict[str, Any] = {**SPEED, "hidden_dropout_prob": DROPOUT}
    model: AttributionNetwork = AttributionNetwork.from_pretrained(base, dtype=torch.float32, **settings)
    examples = Relations(articles, tokenizer, epochs, seed)
    batches = Batches(examples, tokenizer, seed)
    fit(model, examples, batches, relation_loss, folder, batch_size=batch_size, learning_rate=rate, seed=seed)
    model.save_pretrained(folder / "final")
    tokenizer.save(str(folder / "final" / "tokenizer.json"))
    return model
