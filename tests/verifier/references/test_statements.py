"""What references say: how a text is cut, that offsets hold, and what is kept of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.attribution.tagger import Tagger
from claims.records import Relation
from tests.verifier.cache.test_kept import CLAIM
from verifier.cache.kept import Kept
from verifier.corpus.documents import make_document
from verifier.corpus.store import Corpus
from verifier.records import Passage
from verifier.references import statements
from verifier.references.statements import STRETCH, WHOLE, References, moved, read, splitter, stretches

PARAGRAPH = (
    "The port of Elm closed on Monday. Mayor Ada Quill said that the port would open again within a week. "
    "Three ferries lay at anchor, and no other vessel came in that day.\n\n"
)


class NoTagger(Tagger):
    """Finds attributions by grammar only, and counts how often it is asked."""

    def __init__(self) -> None:
        self.name, self.digest, self.asked = "none", "0", 0

    def relations(self, text: str) -> tuple[Relation, ...]:
        self.asked += 1
        return ()


# --- stretches

TEXTS = {
    "empty": "",
    "short": PARAGRAPH,
    "as long as may be": "x" * WHOLE,
    "paragraphs": PARAGRAPH * 40,
    "one paragraph": "The port was shut again. " * 500,
    "no sentence": "word " * 4_000,
    "no space": "x" * 30_000,
    "a long paragraph among others": PARAGRAPH + "It rained. " * 900 + "\n\n" + PARAGRAPH,
    "line breaks of another system": PARAGRAPH.replace("\n", "\r\n") * 40,
    "paragraph separators": PARAGRAPH.replace("\n\n", "\u2029") * 40,
    "beyond the basic plane": "🚢 The port was shut.\n\n" * 400,
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_stretches_are_the_text_and_none_is_too_long(text: str) -> None:
    found = stretches(text)
    assert "".join(text[start:end] for start, end in found) == text
    assert all(end - start <= WHOLE + STRETCH for start, end in found)
    assert len(found) == 1 or all(end - start >= STRETCH for start, end in found)


@given(st.lists(st.sampled_from([PARAGRAPH, "\n\n", "x" * 700, "It is. ", " \n \n", "\u2029", "Ä̈. "]), max_size=60))
def test_any_text_is_cut_into_itself(parts: list[str]) -> None:
    text = "".join(parts)
    found = stretches(text)
    assert "".join(text[start:end] for start, end in found) == text


def test_stretches_end_between_paragraphs_where_they_can() -> None:
    text = PARAGRAPH * 40
    assert all(text[:end].endswith("\n\n") for _, end in stretches(text))


@pytest.mark.parametrize(
    "text", [text for text in TEXTS.values() if text.strip()], ids=[k for k, t in TEXTS.items() if t]
)
def test_statements_stand_where_they_say(text: str) -> None:
    document = make_document("d", text)
    seen = []
    for stretch in stretches(text)[:6]:
        for claim, (start, end) in read(document, stretch, NoTagger()):
            assert stretch[0] <= claim.spans[0][0] < stretch[1]
            assert all(start <= first < last <= end for first, last in claim.spans)
            for first, last in claim.spans:
                assert text[first:last].split()[-1].rstrip(".”") in claim.text
            seen.append(claim.spans)
    assert len(seen) == len(set(seen))


def test_a_stretch_far_down_knows_who_is_who() -> None:
    opening = "Ada Quill, the mayor of Elm, spoke on Monday.\n\n"
    text = opening + "It rained on the hills. " * 400 + "\n\nQuill said that the port would open within a week."
    last = stretches(text)[-1]
    assert last[0] > 5_000
    said = [claim for claim, _ in read(make_document("d", text), last, NoTagger()) if claim.chain]
    assert [(claim.chain[0].source, claim.chain[0].resolved) for claim in said] == [("Quill", "Ada Quill")]


def test_a_date_line_is_no_word_of_the_first_sentence() -> None:
    text = "date 2025-03-13\nMayor Ada Quill said that the port would open again. It rained."
    found = [text[slice(*sentence)] for _, sentence in read(make_document("d", text), (0, len(text)), NoTagger())]
    assert found == ["Mayor Ada Quill said that the port would open again.", "It rained."]


# --- with a corpus


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    corpus = Corpus.create(str(tmp_path / "corpus"))
    corpus.add(
        [make_document("elm", PARAGRAPH * 40, "Elm", "The Courier", date(2021, 8, 6)), make_document("b", PARAGRAPH)]
    )
    return corpus


def test_passages_say_what_stands_in_them(corpus: Corpus, tmp_path: Path) -> None:
    tagger = NoTagger()
    passages = corpus.search("Three ferries lay at anchor", limit=3)
    said = References(corpus, tagger, Kept(tmp_path)).statements(passages)
    assert set(said) == set(passages)
    for passage, found in said.items():
        assert any("ferries" in statement.claim.text for statement in found)
        for statement in found:
            text = corpus.document(passage.document_id).text
            assert statement.told.text == text
            assert statement.claim.article_id == passage.document_id == statement.passage.document_id
            assert text[slice(*statement.passage.span)] == statement.passage.text
            assert statement.passage.publisher == passage.publisher
            assert any(start < passage.span[1] and end > passage.span[0] for start, end in statement.claim.spans)
    read_ones = {
        (passage.document_id, stretch)
        for passage in passages
        for stretch in stretches(corpus.document(passage.document_id).text)
        if stretch[0] < passage.span[1] and stretch[1] > passage.span[0]
    }
    assert tagger.asked == len(read_ones) < len(stretches(PARAGRAPH * 40))


def test_a_stretch_is_split_once(corpus: Corpus, tmp_path: Path) -> None:
    tagger = NoTagger()
    passages = corpus.search("Three ferries lay at anchor", limit=3)
    first = References(corpus, tagger, Kept(tmp_path)).statements(passages)
    asked = tagger.asked
    assert References(corpus, tagger, Kept(tmp_path)).statements(passages) == first
    assert tagger.asked == asked
    other = NoTagger()
    other.digest = "1"
    assert References(corpus, other, Kept(tmp_path)).statements(passages) == first
    assert other.asked == asked


def test_another_splitter_splits_again(corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tagger = NoTagger()
    passages = corpus.search("ferries", limit=1)
    References(corpus, tagger, Kept(tmp_path)).statements(passages)
    asked = tagger.asked
    monkeypatch.setattr(statements, "splitter", lambda: "another")
    References(corpus, tagger, Kept(tmp_path)).statements(passages)
    assert tagger.asked == 2 * asked


def test_what_a_passage_says_does_not_depend_on_what_else_is_asked(corpus: Corpus) -> None:
    passages = corpus.search("Three ferries lay at anchor", limit=4)
    together = References(corpus, NoTagger(), Kept(None)).statements(passages)
    alone: dict[Passage, object] = {}
    for passage in passages:
        alone |= References(corpus, NoTagger(), Kept(None)).statements([passage])
    assert alone == together


def test_nothing_asked_nothing_said(corpus: Corpus) -> None:
    assert References(corpus, NoTagger(), Kept(None)).statements([]) == {}


def test_moving_a_claim_moves_every_offset() -> None:
    assert moved(CLAIM, 0) == CLAIM
    assert moved(moved(CLAIM, 7), -7) == CLAIM
    there = moved(CLAIM, 5)
    assert (there.spans, there.quoted) == (((8, 14), (17, 25)), ((8, 14),))
    assert [(voice.spans, voice.cue_spans) for voice in there.chain] == [((), ((5, 7),)), (((26, 29),), ((30, 36),))]
    assert replace(there, spans=CLAIM.spans, chain=CLAIM.chain, quoted=CLAIM.quoted) == CLAIM


def test_the_splitter_has_a_version() -> None:
    assert len(splitter()) == 64
