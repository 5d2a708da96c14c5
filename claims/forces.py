"""What kind of report a cue makes: its force and polarity, from the lexicon ``forces.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import NamedTuple

from claims.records import Polarity, Voice
from claims.words import Token, tokens


@dataclass(frozen=True, slots=True)
class Force:
    """``name`` is one of the forces of the lexicon; ``opinion`` says that the content is a judgement."""

    name: str
    polarity: Polarity
    opinion: bool


class _Lexicon(NamedTuple):
    forces: dict[str, str]
    opinions: frozenset[str]
    negations: frozenset[str]
    empty: frozenset[str]
    light: frozenset[str]
    hearsay: frozenset[str]
    past: dict[str, str]


@cache
def _lexicon() -> _Lexicon:
    data = tomllib.loads(resources.files("claims").joinpath("forces.toml").read_text(encoding="utf-8"))
    words = {name: frozenset(listed) for name, listed in data["words"].items()}
    return _Lexicon(
        forces={lemma: force for force, lemmas in data["forces"].items() for lemma in lemmas},
        opinions=words["opinion"],
        negations=words["negation"],
        empty=words["empty"],
        light=words["light"],
        hearsay=words["hearsay"],
        past=data["past"],
    )


def lemma(word: str) -> str:
    """The dictionary form of an English word."""
    import simplemma

    return str(simplemma.lemmatize(word.lower(), "en"))


def force_of(cue: str) -> Force | None:
    """The force of a cue, or None where it reports nothing ("released", "has ordered").

    Its first word that is neither auxiliary nor negation decides: "refused to confirm" confirms, and is denied.
    After a verb that only carries a noun the last known word does: "made the claim", "issued a statement saying".
    """
    lexicon = _lexicon()
    words = [token.text.lower() for token in tokens(cue)]
    forms = [(word, lemma(word)) for word in words if word[0].isalpha()]
    negative = "n't" in cue or "n’t" in cue or any(lexicon.negations.intersection(pair) for pair in forms)
    skipped = lexicon.negations | lexicon.empty
    content = [pair for pair in forms if not skipped.intersection(pair)]
    if not content:
        return Force("say", "affirmed", False) if {":", "“", "”", '"'}.intersection(words) else None
    order = content[:0:-1] if content[0][1] in lexicon.light else content[:1]
    known = next((form for pair in order for form in pair if form in lexicon.forces), None)
    if known is None:
        return None
    name = lexicon.forces[known]
    if name == "rule" and "out" in words:
        name = "deny"
    return Force(name, "denied" if (name == "deny") != negative else "affirmed", known in lexicon.opinions)


def hearsay(words: Sequence[Token]) -> Voice | None:
    """The unnamed voice of a clause with "reportedly", "allegedly" or the like, or None."""
    for word in words:
        if word.text.lower() in _lexicon().hearsay and (force := force_of(word.text)):
            return Voice(None, (), word.text, ((word.start, word.end),), force.name, force.polarity)
    return None


def plain_form(force: str) -> str:
    """The verb of ``past_tense`` after "did not": "say", "claim"."""
    return {"accuse": "allege"}.get(force, force)


def past_tense(force: str) -> str:
    """The verb that reports ``force`` in the past tense, taking a that-clause: "said", "claimed"."""
    return _lexicon().past[force]
