"""The models, loaded on first use and kept. Whoever uses them holds ``LOCK``: an engine serves one caller at a time."""

from __future__ import annotations

from functools import cache
from threading import RLock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from claims.attribution.tagger import Tagger
    from verifier.nli import Scorer
    from verifier.nli.engine import EngineName

LOCK = RLock()


@cache
def tagger() -> Tagger:
    """The shipped tagger."""
    from claims.attribution.tagger import Tagger

    return Tagger()


@cache
def scorer(nli_model: str | None, engine: EngineName | None) -> Scorer:
    """The shipped NLI model, or the one that is named; see ``verifier.nli.load``."""
    from verifier.nli import load

    return load(nli_model, engine)
