"""Words of a text with offsets and parts of speech."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

TOKEN = re.compile(r"\w+(?:[’']\w+)*|[^\w\s]")
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})


@dataclass(frozen=True, slots=True)
class Token:
    """A word or punctuation mark: ``[start, end)`` in the text it was read from; ``tag`` in Penn Treebank terms."""

    start: int
    end: int
    text: str
    tag: str = ""


def tokens(text: str, start: int = 0, end: int | None = None) -> tuple[Token, ...]:
    """The words and marks of ``text[start:end]`` with offsets into ``text``, untagged."""
    stop = len(text) if end is None else end
    return tuple(Token(m.start(), m.end(), m.group()) for m in TOKEN.finditer(text, start, stop))


def tagged(text: str, start: int = 0, end: int | None = None) -> tuple[Token, ...]:
    """Like ``tokens``, with parts of speech by TextBlob's pattern tagger (a lexicon and context rules)."""
    from textblob.en import parser

    words = tokens(text, start, end)
    tags = parser.find_tags([token.text for token in words])
    return tuple(Token(w.start, w.end, w.text, tag) for w, (_, tag) in zip(words, tags, strict=True))


def finite_verb(words: Sequence[Token]) -> int | None:
    """The index of the first verb that can carry a clause, or None.

    A participle counts where it follows its noun as a past tense does ("the minister granted powers"), not where
    it is a reduced relative ("the government led by").
    """
    for i, word in enumerate(words):
        if word.tag in FINITE:
            return i
        if word.tag == "VBN":
            before = words[i - 1].tag if i else ""
            after = words[i + 1].text if i + 1 < len(words) else ""
            if before[:2] in ("NN", "PR", "RB") and after not in {"by", "in", "at", "on", ",", "."}:
                return i
    return None
