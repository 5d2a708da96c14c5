"""The models, loaded on first use and kept. Whoever uses them holds ``LOCK``: an engine serves one caller at a time."""

from __future__ import annotations

from functools import cache
from threading import RLock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from claims.attribution.tagger import Tagger
    from verifier.nli import Scorer
    from verifier.nli.engine import EngineName
    from verifier.nli.readers import ReaderName

LOCK = RLock()


@cache
def tagger() -> Tagger:
    """The shipped tagger."""
    from claims.attribution.tagger import Tagger

    return Tagger()


@cache
def scorer(reader: ReaderName, nli_model: str | None, engine: EngineName | None, careful_model: str | None) -> Scorer:
    """The shipped NLI models, or those that are named; see ``verifier.nli.open_reader``."""
    from verifier.nli import open_reader

    return open_reader(reader, nli_model, engine, careful_model)
