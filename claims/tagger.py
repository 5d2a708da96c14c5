"""Finds attributions in a text: who (source), by which words (cue), says what (content).

One encoder is asked twice. *Find* reads the text in windows and marks the cues. *Link* reads a window
around one cue, marked through the token types, and marks that cue's source and content; so sources and
contents come linked to their cue, and a content may be discontinuous (“P,” she said, “Q”).
Roles and guidelines are those of PolNeAR (Newell, Margolin and Ruths 2018), after PARC (Pareti 2012).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from claims.encoder import Encoded, Encoder, Logits
from claims.records import Relation, Span

if TYPE_CHECKING:
    from tokenizers import Tokenizer

MODEL = Path(__file__).parent / "model"
ROLES = ("cue", "source", "content")
# Pieces of a window, [CLS] and [SEP] included; 97 of 100 training relations lie within one around their cue.
WINDOW = 128
# Pieces that neighbouring windows share; each piece is read where it has most text on both sides.
FIND_OVERLAP = 40
# Probability from which a word belongs to a role; chosen on the development set (``sayso eval attribution``).
THRESHOLDS = {"cue": 0.5, "source": 0.5, "content": 0.5}
BEGIN = 1


@dataclass(frozen=True, slots=True)
class Pieces:
    """A text as the encoder reads it: piece ids, their character spans, and the word each piece belongs to."""

    ids: list[int]
    offsets: list[Span]
    words: list[int]


def encode(tokenizer: Tokenizer, text: str) -> Pieces:
    """All of ``text`` as pieces, without special tokens."""
    encoding = tokenizer.encode(text, add_special_tokens=False)
    return Pieces(encoding.ids, encoding.offsets, [-1 if word is None else word for word in encoding.word_ids])


def link_window(pieces: Pieces, cue: range) -> slice:
    """The pieces read to find the source and content of ``cue``: a window with the cue in its middle."""
    body = WINDOW - 2
    start = max(0, min((cue.start + cue.stop) // 2 - body // 2, len(pieces.ids) - body))
    return slice(start, min(start + body, len(pieces.ids)))


class Tagger:
    """The shipped tagger, or another one in ``folder``."""

    def __init__(self, folder: Path = MODEL) -> None:
        from tokenizers import Tokenizer

        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._encoder = Encoder(folder)
        self.name = "openvino-int8"
        self.digest = self._encoder.digest
        self._cls, self._sep = self._tokenizer.encode("").ids

    def relations(self, text: str) -> tuple[Relation, ...]:
        """The attributions of ``text`` in the order of their cues; offsets index ``text``."""
        pieces = encode(self._tokenizer, text)
        if not pieces.ids:
            return ()
        cues = list(self._find(pieces))
        windows = [link_window(pieces, cue) for cue in cues]
        outputs = self._encoder([self._input(pieces, w, cue) for w, cue in zip(windows, cues, strict=True)])
        relations = []
        for cue, window, logits in zip(cues, windows, outputs, strict=True):
            tags = probabilities(logits[1:-1])
            free = [i not in cue for i in range(window.start, window.stop)]
            spans = {
                role: [
                    characters(pieces, range(r.start + window.start, r.stop + window.start))
                    for r in runs(pieces.words[window], tags[:, ROLES.index(role)], THRESHOLDS[role], free)
                ]
                for role in ("source", "content")
            }
            if spans["content"]:
                relations.append(Relation(tuple(spans["source"]), (characters(pieces, cue),), tuple(spans["content"])))
        return tuple(relations)

    def _input(self, pieces: Pieces, window: slice, cue: range = range(0)) -> Encoded:
        types = [int(i in cue) for i in range(window.start, window.stop)]
        return Encoded([self._cls, *pieces.ids[window], self._sep], [0, *types, 0])

    def _find(self, pieces: Pieces) -> Iterator[range]:
        body, length = WINDOW - 2, len(pieces.ids)
        starts = range(0, max(1, length - FIND_OVERLAP), body - FIND_OVERLAP)
        windows = [slice(start, min(start + body, length)) for start in starts]
        tags = np.zeros((length, 3), dtype=np.float32)
        outputs = self._encoder([self._input(pieces, window) for window in windows])
        for number, (window, logits) in enumerate(zip(windows, outputs, strict=True)):
            skip = FIND_OVERLAP // 2 if number else 0
            tags[window.start + skip : window.stop] = probabilities(logits[1:-1])[skip:, ROLES.index("cue")]
        yield from runs(pieces.words, tags, THRESHOLDS["cue"])


def probabilities(logits: Logits) -> Logits:
    """Logits (pieces, 9) to probabilities (pieces, role, outside / begin / inside)."""
    shaped = logits.reshape(-1, len(ROLES), 3)
    exponent = np.exp(shaped - shaped.max(axis=-1, keepdims=True))
    return np.asarray(exponent / exponent.sum(axis=-1, keepdims=True), dtype=np.float32)


def runs(words: Sequence[int], tags: Logits, threshold: float, free: Sequence[bool] | None = None) -> Iterator[range]:
    """Stretches of pieces inside a role: whole words, judged by their first piece; a begin opens a new stretch."""
    start: int | None = None
    inside = False
    for i, word in enumerate(words):
        if i == 0 or word != words[i - 1]:
            inside = bool(1 - tags[i, 0] >= threshold) and (free is None or free[i])
            opens = inside and (start is None or tags[i, BEGIN] > 0.5)
            if start is not None and (opens or not inside):
                yield range(start, i)
                start = None
            if opens:
                start = i
    if start is not None:
        yield range(start, len(words))


def characters(pieces: Pieces, run: range) -> Span:
    """The characters from the first to the last piece of ``run``."""
    return pieces.offsets[run.start][0], pieces.offsets[run.stop - 1][1]
