"""Finds attributions in a text: who (source), by which words (cue), says what (content).

One encoder is asked twice. *Find* reads the text in windows and marks the cues. *Link* reads the upper layers again
around one cue, which is marked, and tells that cue's source and content; so sources and contents come linked to their
cue, and a content may be discontinuous (“P,” she said, “Q”). A doubtful cue is kept if what is linked to it is clear.
Roles and guidelines are those of PolNeAR (Newell, Margolin and Ruths 2018), after PARC (Pareti 2012).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from claims.attribution.encoder import Encoder, Logits
from claims.attribution.shipped import check_model
from claims.records import Relation, Span, Spans

if TYPE_CHECKING:
    from tokenizers import Tokenizer

MODEL = Path(__file__).parent / "model"
ROLES = ("cue", "source", "content")
# Pieces of a window, [CLS] and [SEP] included.
WINDOW = 256
# Pieces that neighbouring windows share; each piece is read where it has most text on both sides.
OVERLAP = 64
# Pieces read for one cue; 97 of 100 training relations lie within as many around theirs.
LINK = 128
# The numbers below were chosen on the development set (``sayso eval attribution``).
# A cue is looked at from this probability of its clearest word on, and reaches as far as words have this share of
# that, or an even chance.
DOUBTFUL, REACH, EVEN = 0.15, 0.6, 0.5
# What each stretch of a source or content costs after the first, in log-odds: a role in pieces needs clear gaps.
APART = 2.0
# A relation counts from this score on: the mean of its cue's clearest word and the mean over its content, a relation
# without a source counting less. So a cue below ``LEAST`` cannot be kept whatever it is linked to.
KEPT, SOURCELESS = 0.7, 0.7
LEAST = 2 * KEPT - 1
BEGIN = 1


@dataclass(frozen=True, slots=True)
class Pieces:
    """A text as the encoder reads it: piece ids, their character spans, and the word each piece belongs to."""

    ids: list[int]
    offsets: list[Span]
    words: list[int]


class Scored(NamedTuple):
    """A relation with the probability of its cue's clearest word, and the means over its source and content."""

    relation: Relation
    cue: float
    source: float
    content: float

    @property
    def score(self) -> float:
        """How far the relation is to be trusted, from 0 to 1."""
        return (self.cue + self.content * (1.0 if self.relation.source else SOURCELESS)) / 2


class _Read(NamedTuple):
    """A window after the lower layers: its pieces, the part of them it answers for, their states and cue tags."""

    window: range
    core: range
    states: Logits
    tags: Logits


def encode(tokenizer: Tokenizer, text: str) -> Pieces:
    """All of ``text`` as pieces, without special tokens."""
    encoding = tokenizer.encode(text, add_special_tokens=False)
    return Pieces(encoding.ids, encoding.offsets, [-1 if word is None else word for word in encoding.word_ids])


def windows(length: int, first: int = 0) -> list[tuple[range, range]]:
    """Windows over ``length`` pieces, each with its core: the pieces that have most text around them in this window.

    The second window starts ``first`` pieces after the first one, or as far as all others do where that is 0.
    """
    if not length:
        return []
    body = WINDOW - 2
    starts = [0, *range(first or body - OVERLAP, max(1, length - OVERLAP), body - OVERLAP)]
    cut = [range(start, min(start + body, length)) for start in starts]
    edges = [0, *((a.stop + b.start) // 2 for a, b in pairwise(cut)), length]
    return [(window, range(a, b)) for window, (a, b) in zip(cut, pairwise(edges), strict=True)]


def link_range(window: range, cue: range) -> range:
    """The pieces of ``window`` that are read to find the source and content of ``cue``, which is in their middle."""
    start = min((cue.start + cue.stop) // 2 - LINK // 2, window.stop - LINK)
    start = max(window.start, start)
    return range(start, min(start + LINK, window.stop))


class Tagger:
    """The shipped tagger, or another one in ``folder``; its networks are loaded when it is first asked."""

    def __init__(self, folder: Path = MODEL) -> None:
        check_model(folder, shipped=folder == MODEL)
        self._folder = folder
        self.name = "openvino-int8"

    @cached_property
    def digest(self) -> str:
        """The hex sha256 of those of the weights of both networks."""
        digests = []
        for name in ("find", "link"):
            with (self._folder / f"{name}.bin").open("rb") as weights:
                digests.append(hashlib.file_digest(weights, "sha256").hexdigest())
        return hashlib.sha256("".join(digests).encode()).hexdigest()

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(self._folder / "tokenizer.json"))
        # "[SEP]" in an article is text.
        tokenizer.encode_special_tokens = True
        return tokenizer

    @cached_property
    def _finding(self) -> Encoder:
        return Encoder(self._folder, "find")

    @cached_property
    def _linking(self) -> Encoder:
        return Encoder(self._folder, "link")

    def relations(self, text: str) -> tuple[Relation, ...]:
        """The attributions of ``text`` in the order of their cues; offsets index ``text``."""
        return tuple(found.relation for found in self.scored(text) if found.score >= KEPT)

    def scored(self, text: str, least: float = LEAST) -> list[Scored]:
        """The attributions of ``text`` whose cue is ``least`` clear or more, in order, with what speaks for each."""
        pieces = encode(self._tokenizer, text)
        reads = self._find(pieces)
        asked = [(read, cue, clear) for read in reads for cue, clear in cues(pieces, read) if clear >= least]
        near = [link_range(read.window, cue) for read, cue, _ in asked]
        outputs = self._linking.run(
            [
                {
                    "states": read.states[where.start - read.window.start + 1 :][: len(where)],
                    "attention_mask": np.ones(len(where), dtype=np.int64),
                    "cue": np.array([int(i in cue) for i in where], dtype=np.int64),
                }
                for (read, cue, _), where in zip(asked, near, strict=True)
            ]
        )
        relations = []
        for (_, cue, clear), where, (logits,) in zip(asked, near, outputs, strict=True):
            tags = probabilities(logits)
            source, content = (_linked(pieces, where, cue, tags[:, i]) for i in range(2))
            if content[0]:
                relation = Relation(source[0], (characters(pieces, cue),), content[0])
                relations.append(Scored(relation, clear, source[1], content[1]))
        return relations

    def _find(self, pieces: Pieces) -> list[_Read]:
        cut = windows(len(pieces.ids))
        first, last = self._tokenizer.encode("").ids
        inputs = [np.array([first, *pieces.ids[w.start : w.stop], last], dtype=np.int64) for w, _ in cut]
        outputs = self._finding.run([{"input_ids": ids, "attention_mask": np.ones_like(ids)} for ids in inputs])
        return [
            _Read(window, core, states, probabilities(logits[1:-1])[:, ROLES.index("cue")])
            for (window, core), (states, logits) in zip(cut, outputs, strict=True)
        ]


def cues(pieces: Pieces, read: _Read) -> Iterator[tuple[range, float]]:
    """The cues that begin in the core of a window, doubtful ones too, with the probability of their clearest word."""
    words = pieces.words[read.window.start : read.window.stop]
    inside = 1 - read.tags[:, 0]
    for found in runs(words, read.tags, DOUBTFUL):
        clear = float(inside[found.start : found.stop].max())
        for cue in runs(words, read.tags, min(EVEN, REACH * clear), found):
            shifted = range(cue.start + read.window.start, cue.stop + read.window.start)
            if shifted.start in read.core:
                yield shifted, float(inside[cue.start : cue.stop].max())


def _linked(pieces: Pieces, where: range, cue: range, tags: Logits) -> tuple[Spans, float]:
    """The characters of a role, and how clear its words are in the mean; the cue's own pieces are nobody's."""
    words = [-1 if i in cue else pieces.words[i] for i in where]
    inside = 1 - tags[:, 0]
    found = list(stretches(words, inside))
    spans = tuple(characters(pieces, range(r.start + where.start, r.stop + where.start)) for r in found)
    clear = [float(inside[i]) for r in found for i in r]
    return spans, sum(clear) / len(clear) if clear else 0.0


def stretches(words: Sequence[int], inside: Logits) -> Iterator[range]:
    """The likeliest stretches of pieces inside a role, by Viterbi's algorithm over whole words.

    ``inside`` is the probability of each piece; a word is judged by its first piece. Pieces of the word -1 are passed
    over: a stretch ends before them and may go on behind them. The first stretch is free, each further one
    costs ``APART``.
    """
    firsts = [i for i, word in enumerate(words) if word >= 0 and (i == 0 or word != words[i - 1])]
    odds = np.log(np.clip(inside[firsts], 1e-4, 1 - 1e-4)) - np.log(np.clip(1 - inside[firsts], 1e-4, 1 - 1e-4))
    # What the best way up to a word scores that is not yet inside, is inside, or is outside again.
    best = [0.0, -inf, -inf]
    came: list[tuple[int, int, int]] = []
    for odd in odds.tolist():
        into = [best[0], best[1], best[2] - APART]
        likeliest = max(into)
        came.append((0, into.index(likeliest), 1 if best[1] >= best[2] else 2))
        best = [best[0], likeliest + odd, max(best[1], best[2])]
    state = best.index(max(best))
    states = []
    for before in reversed(came):
        states.append(state)
        state = before[state]
    chosen = {words[first] for first, state in zip(firsts, reversed(states), strict=True) if state == 1}
    start: int | None = None
    for i, word in enumerate([*words, -1]):
        if word in chosen and start is None:
            start = i
        elif word not in chosen and start is not None:
            yield range(start, i)
            start = None


def probabilities(logits: Logits) -> Logits:
    """Logits (pieces, 3 for each role) to probabilities (pieces, role, outside / begin / inside)."""
    shaped = logits.reshape(len(logits), -1, 3)
    exponent = np.exp(shaped - shaped.max(axis=-1, keepdims=True))
    return np.asarray(exponent / exponent.sum(axis=-1, keepdims=True), dtype=np.float32)


def runs(words: Sequence[int], tags: Logits, threshold: float, part: range | None = None) -> Iterator[range]:
    """Stretches of pieces inside a role: whole words, judged by their first piece; a begin opens a new stretch."""
    start: int | None = None
    inside = False
    where = range(len(words)) if part is None else part
    for i in where:
        if i == where.start or words[i] != words[i - 1]:
            inside = bool(1 - tags[i, 0] >= threshold)
            opens = inside and (start is None or tags[i, BEGIN] > 0.5)
            if start is not None and (opens or not inside):
                yield range(start, i)
                start = None
            if opens:
                start = i
    if start is not None:
        yield range(start, where.stop)


def characters(pieces: Pieces, run: range) -> Span:
    """The characters from the first to the last piece of ``run``."""
    return pieces.offsets[run.start][0], pieces.offsets[run.stop - 1][1]
