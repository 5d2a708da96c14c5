from __future__ import annotations

from pathlib import Path

import pytest

from verifier.corpus.documents import make_document
from verifier.corpus.store import Corpus


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("A drone was downed near Lorne.", "downed"),
        ("A drone was downed near Lorne.", "downing"),
        ("He spoke in Downing Street.", "Downing"),
        ("The port is owned by a bank.", "owned"),
        ("Few were willing to speak.", "willing"),
        ("The rivals outed a spy.", "outed"),
        ("The US sued a bank.", "U.S."),
        ("The U.S. sued a bank.", "US"),
        ("The U.S sued a bank.", "US"),
        ("The WHO sent doctors.", "W.H.O."),
        ("The UN sent doctors.", "the U.N. sent nobody"),
        ("Workers in IT were sent home.", "IT"),
    ],
)
def test_words_like_stop_words_are_found(tmp_path: Path, text: str, query: str) -> None:
    corpus = Corpus.create(str(tmp_path / "corpus"))
    corpus.add([make_document("found", text), make_document("other", "It is down to us and our own will, not theirs.")])
    assert [passage.document_id for passage in corpus.search(query)] == ["found"]


@pytest.mark.parametrize("query", ["us", "down", "own", "will", "who", "it's", "don’t", "IT IS", "US"])
def test_stop_words_find_nothing(tmp_path: Path, query: str) -> None:
    corpus = Corpus.create(str(tmp_path / "corpus"))
    corpus.add([make_document("a", "It is down to us and our own will, who don't know that it's so.")])
    assert corpus.search(query) == ()


@pytest.mark.parametrize("query", ['"Milk"', '"milk" was dearer than "butter"', '"price of milk"', "'milk'", '"milk'])
def test_quotation_marks_around_a_query_are_no_phrase(tmp_path: Path, query: str) -> None:
    corpus = Corpus.create(str(tmp_path / "corpus"))
    corpus.add([make_document("milk", "The price of milk rose in Kaunas.")])
    assert [passage.document_id for passage in corpus.search(query)] == ["milk"]
