"""What kind of report a cue makes: its force and polarity, from the lexicon ``forces.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from claims.records import Polarity
from claims.words import tokens


@dataclass(frozen=True, slots=True)
class Force:
    """``name`` is one of the forces of the lexicon; ``opinion`` says that the content is a judgement."""

    name: str
    polarity: Polarity
    opinion: bool


@cache
def _lexicon() -> tuple[dict[str, str], frozenset[str], frozenset[str], dict[str, str]]:
    data = tomllib.loads(resources.files("claims").joinpath("forces.toml").read_text(encoding="utf-8"))
    by_lemma = {lemma: force for force, lemmas in data["forces"].items() for lemma in lemmas}
    return by_lemma, frozenset(data["opinion"]["lemmas"]), frozenset(data["negation"]["words"]), data["past"]


def lemma(word: str) -> str:
    """The dictionary form of an English word."""
    import simplemma

    return str(simplemma.lemmatize(word.lower(), "en"))


def force_of(cue: str) -> Force | None:
    """The force of a cue, or None where no word of it reports anything ("released", "has ordered").

    The last word that the lexicon knows decides: "refused to confirm" confirms (and is denied).
    """
    forces, opinions, negations, _ = _lexicon()
    words = [token.text for token in tokens(cue)]
    known = [form for word in words if word[0].isalpha() for form in (lemma(word), word.lower()) if form in forces]
    if not known:
        return Force("say", "affirmed", False) if any(word in ":“”\"" for word in words) else None
    last = known[-1]
    negative = any(word.lower() in negations or lemma(word) in negations for word in words if word[0].isalpha())
    negative = negative or "n't" in cue or "n’t" in cue
    denied = (forces[last] == "deny") != negative
    return Force(forces[last], "denied" if denied else "affirmed", last in opinions)


def past_tense(force: str) -> str:
    """The verb that reports ``force`` in the past tense, taking a that-clause: "said", "claimed"."""
    return _lexicon()[3][force]
