"""How likely a text entails a claim of which NLI says that it does: learned from what can be counted of the two.

NLI believes what is alike: of sentences that differ in one word it takes many for the same. So each word of the claim
is looked for in the text, as it is, in another form or by its meaning, and each verb with who does it to whom. What is
counted so is weighed by boosted trees, which ``verifier/training/weighing.py`` grows on pairs that people labelled.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from claims.attribution.forces import lemma
from claims.records import Claim
from claims.sources.resolve import PRONOUNS
from claims.sources.trees import Trees, load
from claims.text.parse import Word
from claims.text.sentences import sentences
from claims.text.words import Token
from verifier.checks.accounting import is_light, limiting, read_alike
from verifier.checks.mentions import entry_of
from verifier.checks.roles import Deed, Phrase, deeds, trees
from verifier.nli.calibration import log_odds, probability
from verifier.nli.scorer import DIGITS
from verifier.nli.windows import COMMON
from verifier.records import Scores
from verifier.references.alignment import Told, align, folded, spelled
from verifier.references.meanings import relation
from verifier.verdict.nearness import NEGATIONS

MODEL = Path(__file__).parent / "model" / "weighing.safetensors"

# Letters of two words that begin alike.
STEM = 6

_CONTENT = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "ADV", "NUM"})
_ALIKE = frozenset({"same", "kind"})


class Measured(NamedTuple):
    """What is counted of a claim and a text.

    ``support`` and ``contradiction`` are the log-odds of NLI. Of the claim's ``length`` words with content ``known`` is
    the part that the text has, in whatever form, ``alike`` the part of which it has a word that can mean the same or a
    kind of it; of the others there are ``names``, ``numbers``, ``verbs``, ``nouns`` and ``others``. ``opposites`` are
    words of the claim whose opposite the text has. ``deeds`` is the part of its verbs' roles that the text gives to the
    same, 1 where it has none, ``clashes`` how many the text gives to another. Of the sentence that shares most words
    with the claim, ``negated`` says that it has a negation more or less, ``limits`` how many words turn or limit what
    it says, ``told`` which part of its words the claim has, and ``similarity`` how much is the same in the same order.
    """

    support: float
    contradiction: float
    length: float
    known: float
    alike: float
    names: float
    numbers: float
    verbs: float
    nouns: float
    others: float
    opposites: float
    deeds: float
    clashes: float
    negated: float
    limits: float
    told: float
    similarity: float


class _Text(NamedTuple):
    """A text that is read as a whole: its words with content, sentence by sentence, and its verbs."""

    told: Told
    words: tuple[tuple[Word, ...], ...]
    deeds: tuple[Deed, ...]


def weight(claim: str, text: str, scores: Scores, support: float) -> float:
    """The probability that ``text`` entails ``claim``, where NLI has these ``scores`` and this ``support``.

    It is 0 where a name, number or "he" of the claim is nowhere in the text, which may tell of something else then.
    """
    found = measured(claim, text, scores, support)
    if found.names or found.numbers or not _persons(claim) <= _persons(text):
        return 0.0
    return round(probability(float(_trees().score(np.array([found]))[0])), DIGITS)


def _persons(text: str) -> frozenset[str]:
    """Whether the text has a "he" and a "she"."""
    words = {folded(word.text) for word in _read(text).told.words()}
    return frozenset(gender for word, gender in PRONOUNS.items() if gender and word in words)


@cache
def _trees() -> Trees:
    return load(MODEL)


def measured(claim: str, text: str, scores: Scores, support: float) -> Measured:
    """What is counted of the two."""
    here, there = _read(claim), _read(text)
    ours = [word for words in here.words for word in words]
    keys = {_key(word) for words in there.words for word in words}
    forms = keys | {_form(word) for words in there.words for word in words}
    alike = read_alike(here.told, there.told)
    left: list[Word] = []
    meant = opposed = 0
    for word in ours:
        key = _key(word)
        if key in keys or any(start <= word.start < end for start, end in alike):
            continue
        known = {relation(each, other) for each in (key, _form(word)) for other in forms}
        if _ALIKE.isdisjoint(known) and not any(_is_derived(key, other) for other in keys):
            left.append(word)
        else:
            meant += 1
        opposed += "opposite" in known
    nearest = max(there.words, key=lambda words: len({*map(_key, words)} & {*map(_key, ours)}), default=())
    kinds = [word.pos for word in left]
    count = max(1, len(ours))
    roles = [_role(deed, role, there.deeds) for deed in here.deeds for role in deed.roles]
    spoken = [folded(word.text) for word in there.told.words()]
    own = [folded(word.text) for word in here.told.words()]
    limits = {word for word in spoken if word in limiting()} - {*own}
    return Measured(
        log_odds(support),
        log_odds(scores.contradiction),
        len(ours),
        (len(ours) - len(left) - meant) / count,
        meant / count,
        kinds.count("PROPN"),
        kinds.count("NUM"),
        kinds.count("VERB"),
        kinds.count("NOUN"),
        kinds.count("ADJ") + kinds.count("ADV"),
        opposed,
        roles.count(True) / len(roles) if roles else 1.0,
        roles.count(False),
        float(_denials(own) % 2 != _denials(spoken) % 2),
        len(limits),
        len({*map(_key, nearest)} & {*map(_key, ours)}) / max(1, len({*map(_key, nearest)})),
        align(here.told.words(), there.told.words()).similarity,
    )


@lru_cache(maxsize=512)
def _read(text: str) -> _Text:
    whole = tuple(sentences(text))
    told = Told(Claim("", "", "asserted", text, whole), text)
    words = tuple(
        tuple(word for word in tree.words if word.pos in _CONTENT and word.dep != "aux" and not _is_light(word))
        for tree in trees(text, whole)
    )
    return _Text(told, words, tuple(deeds(text, whole)))


def _is_light(word: Word) -> bool:
    known = word.text.lower()
    return known in COMMON or is_light(Token(word.start, word.end, known, word.tag))


@lru_cache(maxsize=65536)
def _plain(word: str) -> str:
    """The dictionary form of a word in one spelling; of a name too, which may be a title: "Affairs"."""
    return spelled(folded(lemma(word.lower())))


def _key(word: Word) -> str:
    return _plain(word.text if word.pos == "PROPN" else word.lemma)


def _form(word: Word) -> str:
    """The word as it stands: "troops" are more than one troop."""
    return folded(word.text)


def _is_derived(word: str, other: str) -> bool:
    """Whether two words begin alike for so long that one is most likely derived from the other."""
    return min(len(word), len(other)) >= STEM and word[:STEM] == other[:STEM]


def _denials(words: Sequence[str]) -> int:
    return sum(word in NEGATIONS or word.endswith("n't") for word in words)


def _role(own: Deed, role: tuple[str, Sequence[Phrase]], others: Sequence[Deed]) -> bool | None:
    """Whether a verb of the text has the same in a role; None where it has no such verb, or nothing in that role."""
    name, phrases = role
    same = [deed for deed in others if deed.lemma == own.lemma or _means(_plain(own.lemma), _plain(deed.lemma))]
    theirs = [phrase for deed in same for other, each in deed.roles if other == name for phrase in each]
    anywhere = [phrase for deed in same for _, each in deed.roles for phrase in each]
    if any(_meet(a, b) for a in phrases[:1] for b in theirs or anywhere):
        return True
    return False if theirs else None


def _meet(a: Phrase, b: Phrase) -> bool:
    """Whether two phrases may be one: they share a word, or one is a pronoun."""
    return a.is_open or b.is_open or any(_means(x, y) for x in a.core for y in b.core)


def _means(word: str, other: str) -> bool:
    """Whether two words can mean the same, or name the same: "U.S.", "American"."""
    return relation(word, other) in _ALIKE or (entry_of(word) is not None and entry_of(word) == entry_of(other))
