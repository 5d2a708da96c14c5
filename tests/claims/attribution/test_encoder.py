from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from claims.attribution.encoder import Encoded, Encoder

pytestmark = pytest.mark.slow

RANDOM = random.Random(3)
LENGTHS = [1, 2, 3, 15, 16, 17, 31, 33, 7, 48, 50, 5, 16, 1]


def text(length: int) -> Encoded:
    return Encoded([RANDOM.randrange(1, 50) for _ in range(length)], [RANDOM.randrange(2) for _ in range(length)])


TEXTS = [text(length) for length in LENGTHS]


@pytest.fixture(scope="module", params=["token", "sequence"])
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("nncf")
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertForTokenClassification

    from claims.training.export import export_classifier

    torch.manual_seed(0)
    options: dict[str, Any] = {"num_labels": 9 if request.param == "token" else 3, "attn_implementation": "eager"}
    config = BertConfig(
        vocab_size=50,
        hidden_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=64,
        initializer_range=0.2,
        **options,
    )
    model = {"token": BertForTokenClassification, "sequence": BertForSequenceClassification}[request.param](config)
    made = tmp_path_factory.mktemp(request.param)
    export_classifier(model, TEXTS, made)
    with torch.inference_mode():
        rows = [model(input_ids=torch.tensor([one.ids]), token_type_ids=torch.tensor([one.types])) for one in TEXTS]
    np.savez(made / "float.npz", *(row.logits[0].numpy() for row in rows))
    return made


@pytest.fixture(scope="module")
def encoder(folder: Path) -> Encoder:
    return Encoder(folder)


def test_one_row_for_each_piece_or_text(folder: Path, encoder: Encoder) -> None:
    logits = encoder(TEXTS)
    assert [row.dtype for row in logits] == [np.float32] * len(TEXTS)
    per_piece = "token" in folder.name
    assert [row.shape for row in logits] == [(length, 9) if per_piece else (3,) for length in LENGTHS]
    assert len({row.tobytes() for row in logits}) == len(TEXTS)


def test_numbers_are_near_those_of_the_network_at_every_length(folder: Path, encoder: Encoder) -> None:
    with np.load(folder / "float.npz") as exact:
        for name, found in zip(exact.files, encoder(TEXTS), strict=True):
            assert np.abs(found - exact[name]).max() < 0.3


def test_numbers_do_not_depend_on_the_others_or_their_order(encoder: Encoder) -> None:
    together = [row.tobytes() for row in encoder(TEXTS)]
    assert [encoder([one])[0].tobytes() for one in TEXTS] == together
    order = list(range(len(TEXTS)))
    for _ in range(3):
        RANDOM.shuffle(order)
        assert [row.tobytes() for row in encoder([TEXTS[i] for i in order])] == [together[i] for i in order]
    assert [row.tobytes() for row in encoder([TEXTS[4]] * 3)] == [together[4]] * 3


def test_another_encoder_gives_the_same_numbers(folder: Path, encoder: Encoder) -> None:
    assert [row.tobytes() for row in Encoder(folder)(TEXTS)] == [row.tobytes() for row in encoder(TEXTS)]


def test_results_are_kept_when_the_encoder_goes_on(encoder: Encoder) -> None:
    first = encoder(TEXTS)
    kept = [row.copy() for row in first]
    encoder(TEXTS[::-1])
    assert all(np.array_equal(a, b) for a, b in zip(first, kept, strict=True))


def test_token_types_are_read(encoder: Encoder) -> None:
    one = TEXTS[5]
    other = Encoded(one.ids, [1 - kind for kind in one.types])
    plain, marked = encoder([one, other])
    assert not np.array_equal(plain, marked)


def test_no_texts(encoder: Encoder) -> None:
    assert encoder([]) == []
