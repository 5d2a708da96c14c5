"""Readers that remember: a pair that was scored before is not scored again."""

from __future__ import annotations

from collections.abc import Sequence

from verifier.cache.kept import Kept, Shelf
from verifier.cache.keys import key, scoring
from verifier.nli.engine import Pair
from verifier.nli.readers import TwoReaders
from verifier.nli.scorer import Scorer
from verifier.records import Scores


class Remembering(Scorer):
    """A scorer with the scores of earlier runs in ``kept``."""

    def __init__(self, scorer: Scorer, kept: Kept, setting: str) -> None:
        super().__init__(scorer.engine, scorer.calibration)
        self._known = Shelf[Scores](kept, "scores", Scores)
        self._key = reader_key(scorer, setting)

    def score(self, pairs: Sequence[Pair]) -> list[Scores]:
        """See ``Scorer``."""
        keys = [key(self._key, *pair) for pair in pairs]
        known = self._known.get(keys)
        left = {each: pair for each, pair in zip(keys, pairs, strict=True) if each not in known}
        if left:
            fresh = dict(zip(left, super().score(list(left.values())), strict=True))
            self._known.put(fresh)
            known |= fresh
        return [known[each] for each in keys]


def remembering(scorer: Scorer, kept: Kept, setting: str) -> Scorer:
    """``scorer`` with its scores of earlier runs; of two readers each has its own."""
    if isinstance(scorer, TwoReaders):
        return TwoReaders(*(Remembering(each, kept, setting) for each in (scorer.quick, scorer.careful)))
    return Remembering(scorer, kept, setting)


def reader_key(scorer: Scorer, setting: str) -> str:
    """What the scores of a reader depend on beside the pair; ``setting`` is that of ``verifier.nli.load``."""
    careful = reader_key(scorer.careful, setting) if isinstance(scorer, TwoReaders) else ""
    return key(scoring(), scorer.engine.name, scorer.engine.digest, repr(scorer.calibration), setting, careful)
