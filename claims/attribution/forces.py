"""What kind of report a cue makes: its force and polarity, from the lexicon ``forces.toml``.

``forces_nearest.toml`` adds rarer verbs by their nearest known one; ``claims/training/forces.py`` makes that file.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any, NamedTuple

from claims.records import Polarity, Voice
from claims.text.parse import Word
from claims.text.words import tokens


@dataclass(frozen=True, slots=True)
class Force:
    """``name`` is one of the forces of the lexicon; ``opinion`` says that the content is a judgement."""

    name: str
    polarity: Polarity
    opinion: bool


class _Lexicon(NamedTuple):
    forces: dict[str, str]
    opinions: frozenset[str]
    negative: frozenset[str]
    affirming: re.Pattern[str]
    negations: frozenset[str]
    empty: frozenset[str]
    light: frozenset[str]
    hearsay: frozenset[str]
    past: dict[str, str]
    phrases: dict[str, list[_Phrase]]


class _Phrase(NamedTuple):
    words: tuple[str, ...]
    force: str


# A word of a cue in lower case, and its lemma.
_Form = tuple[str, str]


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files("claims.attribution").joinpath(name).read_text(encoding="utf-8"))


@cache
def _lexicon() -> _Lexicon:
    data = _table("forces.toml")
    words = {name: frozenset(listed) for name, listed in data["words"].items()}
    nearest = {lemma: force for lemma, (force, _, _) in _table("forces_nearest.toml")["nearest"].items()}
    phrases: dict[str, list[_Phrase]] = {}
    listed = [_Phrase(tuple(text.split()), force) for force, texts in data["phrases"].items() for text in texts]
    for phrase in sorted(listed, key=lambda phrase: -len(phrase.words)):
        phrases.setdefault(phrase.words[0], []).append(phrase)
    return _Lexicon(
        forces=nearest | {lemma: force for force, lemmas in data["forces"].items() for lemma in lemmas},
        opinions=words["opinion"],
        negative=words["negative"],
        affirming=re.compile(rf"\b(?:{'|'.join(words['affirming'])})\b", re.IGNORECASE),
        negations=words["negation"],
        empty=words["empty"],
        light=words["light"],
        hearsay=words["hearsay"],
        past=data["past"],
        phrases=phrases,
    )


@lru_cache(maxsize=16_384)
def lemma(word: str) -> str:
    """The dictionary form of an English word."""
    import simplemma

    return str(simplemma.lemmatize(word.lower(), "en"))


@lru_cache(maxsize=4_096)
def force_of(cue: str) -> Force | None:
    """The force of a cue, or None where it reports nothing ("released", "has ordered").

    A phrase of the lexicon decides first ("ruled out"), then the first word that is neither auxiliary, negation nor
    adverb: "refused to confirm" confirms, and is denied. After a verb that only carries a noun the last known word
    does: "made the claim", "issued a statement saying".
    """
    lexicon = _lexicon()
    cue = lexicon.affirming.sub(" ", cue)
    words = [token.text.lower() for token in tokens(cue)]
    forms = [(word, lemma(word)) for word in words if word[0].isalpha()]
    phrase, forms = _phrase(forms)
    name, known = (phrase.force, " ".join(phrase.words)) if phrase else ("", "")
    if name == "none":
        return None
    negative = (
        name == "not" or "n't" in cue or "n’t" in cue or any(lexicon.negations.intersection(pair) for pair in forms)
    )
    if name in {"", "not"}:
        content = [pair for pair in forms if not _skipped(pair)]
        if not content:
            return Force("say", "affirmed", False) if {":", "“", "”", '"'}.intersection(words) else None
        order = content[:0:-1] if content[0][1] in lexicon.light else content[:1]
        known = next((form for pair in order for form in pair if form in lexicon.forces), "")
        if not known:
            return None
        name = lexicon.forces[known]
    inverted = name == "deny" or known in lexicon.negative
    return Force(name, "denied" if inverted != negative else "affirmed", known in lexicon.opinions)


def _skipped(pair: _Form) -> bool:
    """Whether the word can stand before the one that decides."""
    lexicon = _lexicon()
    adverb = pair[0].endswith("ly") and lexicon.forces.keys().isdisjoint(pair)
    return adverb or not (lexicon.negations.isdisjoint(pair) and lexicon.empty.isdisjoint(pair))


def _phrase(forms: list[_Form]) -> tuple[_Phrase | None, list[_Form]]:
    """The longest phrase at the beginning of a cue, but for words that are skipped, and the words besides it."""
    for start, pair in enumerate(forms):
        for word in dict.fromkeys(pair):
            for phrase in _lexicon().phrases.get(word, ()):
                left = _matched(phrase.words, forms[start:])
                if left is not None:
                    return phrase, forms[:start] + left
        if not _skipped(pair):
            break
    return None, forms


def _matched(words: Sequence[str], forms: Sequence[_Form]) -> list[_Form] | None:
    """The ``forms`` that are left when the phrase ``words`` has been found in them, else None.

    Between the words of a phrase only what is skipped may stand, and anything at a star.
    """
    wanted, left = list(words), []
    for pair in forms:
        star = wanted[:1] == ["*"]
        if wanted and wanted[star] in pair:
            del wanted[: star + 1]
        elif star or len(wanted) in {0, len(words)} or _skipped(pair):
            left.append(pair)
        else:
            return None
    return None if wanted else left


def is_hearsay(word: str) -> bool:
    """Whether ``word`` is "reportedly", "allegedly" or the like."""
    return word.lower() in _lexicon().hearsay


def hearsay(word: Word) -> Voice | None:
    """The unnamed voice of "reportedly", "allegedly" or the like, or None."""
    if is_hearsay(word.text) and (force := force_of(word.text)):
        return Voice(None, (), word.text, ((word.start, word.end),), force.name, force.polarity)
    return None


def plain_form(force: str) -> str:
    """The verb of ``past_tense`` after "did not": "say", "claim"."""
    return {"accuse": "allege"}.get(force, force)


def past_tense(force: str) -> str:
    """The verb that reports ``force`` in the past tense, taking a that-clause: "said", "claimed"."""
    return _lexicon().past[force]
