"""The words of quotations as they are compared: contractions in two, what ellipses and brackets leave open marked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from claims.records import Span
from claims.text.visible import INVISIBLE, visible
from verifier.references.alignment import folded

# Where anything may have stood: an ellipsis, or words in brackets. Else a word, of which letters may be in brackets.
_LETTERS = rf"\w[\w{INVISIBLE}]*"
_PART = re.compile(
    r"(?P<gap>…|\.(?:\s?\.){2,}|\[[^\[\]\n]{0,80}\](?!\w))"
    rf"|(?:\[\w{{1,20}}\])?(?P<letters>{_LETTERS}(?:[’']{_LETTERS})*)(?:\[\w{{1,20}}\])?|[%&]"
)
# A contraction.
_CONTRACTED = re.compile(r"(\w+?)(n't|'(?:ve|re|ll|m|s|d))")
_ALIKE = {"%": "percent", "&": "and"} | {
    word: str(number)
    for number, word in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())
}


class Word(NamedTuple):
    """A word where it stands, and ``key``, as which it is compared.

    A contraction is two words in one place: "we", and ``second`` "'ve".

    ``stem`` are the letters outside of brackets where some are inside. A ``gap`` is before a word where others may have
    been left out.
    """

    start: int
    end: int
    key: str
    stem: str
    gap: bool
    second: bool = False


Words = Sequence[Word]


@lru_cache(maxsize=256)  # A statement is read against several claims.
def words_in(text: str, span: Span) -> Words:
    """The words of ``text`` in ``span`` as quotations are compared."""
    found: list[Word] = []
    gap = False
    for part in _PART.finditer(text, *span):
        if part["gap"]:
            gap = True
            continue
        whole, letters = visible(part.group()), visible(part["letters"] or "")
        key = folded(whole.replace("[", "").replace("]", "").replace("ʼ", "’")) or whole
        stem = folded(letters) if letters != whole else ""
        found += _in_units(Word(*part.span(), _ALIKE.get(key, key), stem, gap))
        gap = False
    return tuple(found)


def _in_units(word: Word) -> Iterator[Word]:
    """The word, or the two words that it is the contraction of."""
    first, *second = units(word.key)
    if not second or word.stem:
        yield word
        return
    yield word._replace(key=first)
    yield word._replace(key=second[0], gap=False, second=True)


def units(key: str) -> tuple[str, ...]:
    """The words of a contraction, or the word itself: "did", "n't"; "i", "'ve"."""
    word = key.replace("’", "'")
    if match := _CONTRACTED.fullmatch(word):
        return tuple(part for part in match.groups() if part)
    if word == "cannot":
        return "can", "n't"
    return (word,)
