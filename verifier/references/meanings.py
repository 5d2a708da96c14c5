"""Words of one meaning, kinds and opposites: what WordNet (Fellbaum 1998) knows of two words, whatever the sentence.

``meanings.json`` is made by ``verifier/training/meanings.py`` from WordNet 3.1, © Princeton University, whose licence
(``WORDNET_LICENSE.md``) permits it. That two words can mean the same does not say that they do in a sentence.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib import resources
from typing import Literal

Relation = Literal["same", "kind", "opposite"]


@cache
def _table() -> Mapping[str, Mapping[str, str]]:
    text = resources.files("verifier.references").joinpath("meanings.json").read_text(encoding="utf-8")
    found: Mapping[str, Mapping[str, str]] = json.loads(text)
    return found


@lru_cache(maxsize=65536)
def relation(word: str, other: str) -> Relation | None:
    """How ``other`` is related to ``word``, both dictionary forms in lower case; None where nothing is known.

    ``kind``: what ``other`` names is a kind of what ``word`` names, as a senator is of a legislator.

    >>> relation("buy", "purchase"), relation("legislator", "senator"), relation("win", "lose")
    ('same', 'kind', 'opposite')
    """
    table = _table()
    if word == other or other in table["same"].get(word, "").split():
        return "same"
    if other in table["opposites"].get(word, "").split():
        return "opposite"
    return "kind" if word in table["kinds"].get(other, "").split() else None


def kinds() -> dict[str, tuple[str, ...]]:
    """For each word what it is a kind of."""
    return {word: tuple(above.split()) for word, above in _table()["kinds"].items()}
