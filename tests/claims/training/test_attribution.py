"""What the tagger is trained on: every relation once an epoch, and tags that say what was annotated."""

from __future__ import annotations

import random

import pytest

pytest.importorskip("accelerate")

from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace

from claims.attribution.tagger import LINK, WINDOW
from claims.records import Relation
from claims.training.attribution import IGNORE, ROWS, Batches, Relations
from claims.training.evaluation import Gold

WORDS = [f"w{i}" for i in range(40)]


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    vocabulary = {word: i for i, word in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "said", *WORDS])}
    made = Tokenizer(WordLevel(vocabulary, unk_token="[UNK]"))
    made.pre_tokenizer = Whitespace()
    return made


def article(number: int, sentences: int) -> Gold:
    order, text, relations = random.Random(number), "", []
    for _ in range(sentences):
        start = len(text)
        source, content = " ".join(order.choices(WORDS, k=2)), " ".join(order.choices(WORDS, k=9))
        text += f"{source} said {content} "
        cue = start + len(source) + 1
        relations.append(
            Relation(((start, cue - 1),), ((cue, cue + 4),), ((cue + 5, cue + 5 + len(content)),)),
        )
    return Gold(str(number), text.strip(), tuple(relations))


@pytest.fixture(scope="module")
def examples(tokenizer: Tokenizer) -> Relations:
    return Relations([article(1, 70), article(2, 3)], tokenizer, 2, seed=5)


def test_every_relation_is_asked_once_an_epoch_in_another_order(examples: Relations) -> None:
    half = len(examples.items) // 2
    wanted = sorted((number, r.cue[0].start) for number, marked in enumerate(examples.marked) for r in marked)
    orders = []
    for items in (examples.items[:half], examples.items[half:]):
        asked = [(item.article, r.cue[0].start) for item in items for r in item.relations if r.content]
        assert sorted(asked) == wanted
        orders.append(asked)
    assert orders[0] != orders[1]


def test_tags_say_what_was_annotated(examples: Relations, tokenizer: Tokenizer) -> None:
    batch = Batches(examples, tokenizer, 5)(examples.items[:4])
    rows = len(batch["window"])
    assert rows % ROWS == 0
    assert batch["places"].shape == batch["cue"].shape == (rows, LINK)
    assert batch["input_ids"].shape == (4, WINDOW)
    checked = 0
    for row in range(rows):
        item = examples.items[int(batch["window"][row])]
        pieces = examples.pieces[item.article]
        tags = batch["link_labels"][row]
        if int(tags.max()) <= 0:
            continue
        places = [int(p) + item.window.start - 1 for p in batch["places"][row] if p >= 0]
        cue = [i for i, marked in zip(places, batch["cue"][row].tolist(), strict=False) if marked]
        (relation,) = [r for r in examples.marked[item.article] if r.cue[0].start == cue[0]]
        for role, column in (("source", 0), ("content", 1)):
            tagged = [i for i, tag in zip(places, tags[:, column].tolist(), strict=False) if tag > 0]
            assert tagged == [i for span in getattr(relation, role) for i in span if i in places]
        assert pieces.ids[cue[0]] == tokenizer.token_to_id("said")
        checked += 1
    assert checked > 10


def test_padding_is_not_learnt_from(examples: Relations, tokenizer: Tokenizer) -> None:
    batch = Batches(examples, tokenizer, 5)(examples.items[:4])
    assert (batch["labels"][batch["attention_mask"] == 0] == IGNORE).all()
    assert (batch["link_labels"][batch["places"] < 0] == IGNORE).all()


def test_the_same_items_give_the_same_batch(examples: Relations, tokenizer: Tokenizer) -> None:
    first, second = (Batches(examples, tokenizer, 5)(examples.items[:6]) for _ in range(2))
    assert all(bool((first[key] == second[key]).all()) for key in first)
