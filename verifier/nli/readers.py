"""Two readers: a quick one reads every pair, a careful one those on which a verdict can hang."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, get_args

from verifier.nli.engine import Pair
from verifier.nli.scorer import Scorer, shown
from verifier.records import CarefulScores, Scores

ReaderName = Literal["auto", "quick", "careful"]
READERS: tuple[ReaderName, ...] = get_args(ReaderName)
# A pair of which the quick reader finds neither support nor contradiction so likely decides nothing.
OPEN = 0.1
# The careful reader reads so many premises of a hypothesis each way, and again so many where what it read before did
# not hold: the quick reader's next best would decide otherwise.
FEW = 3
ROUNDS = 3


class TwoReaders(Scorer):
    """A quick reader whose answers a careful one checks; scores say who gave them.

    The careful one's scores are such that the quick one's calibration makes of them the support that its own would:
    one scale for both, and one decision point.
    """

    def __init__(self, quick: Scorer, careful: Scorer) -> None:
        super().__init__(quick.engine, quick.calibration)
        self.quick = quick
        self.careful = careful

    def score(self, pairs: Sequence[Pair]) -> list[Scores]:
        """Probabilities of each pair by itself: by the careful reader where they are not clearly neutral."""
        found = dict(zip(pairs, self.quick.score(pairs), strict=True))
        found |= self._carefully([pair for pair, scores in found.items() if self._weight(scores) >= OPEN])
        return [found[pair] for pair in pairs]

    def answers(self, pairs: Iterable[Pair]) -> dict[Pair, Scores]:
        """Probabilities of each pair; the careful reader reads the best few premises of each hypothesis each way."""
        found = self.quick.answers(pairs)
        asked: dict[str, list[Pair]] = {}
        for pair in found:
            asked.setdefault(pair[1], []).append(pair)
        for _ in range(ROUNDS):
            wanted = [pair for each in asked.values() for pair in self._deciding(each, found)]
            if not wanted:
                break
            found |= self._carefully(wanted)
        return found

    def models(self) -> dict[str, dict[str, str]]:
        """See ``Scorer``."""
        careful = self.careful.engine
        return {**self.quick.models(), "careful": {"name": careful.name, "sha256": careful.digest}}

    def _deciding(self, pairs: Sequence[Pair], found: Mapping[Pair, Scores]) -> list[Pair]:
        """Those of one hypothesis that the careful reader is to read next, none where the best each way are its own."""
        wanted: dict[Pair, None] = {}
        supports = {pair: self.support(found[pair]) for pair in pairs}
        contradictions = {pair: found[pair].contradiction for pair in pairs}
        for weights in (supports, contradictions):
            best = sorted((pair for pair in pairs if weights[pair] >= OPEN), key=lambda pair: -weights[pair])
            if best and found[best[0]].reader == "quick":
                wanted |= dict.fromkeys(pair for pair in best[:FEW] if found[pair].reader == "quick")
        return list(wanted)

    def _weight(self, scores: Scores) -> float:
        return max(self.support(scores), scores.contradiction)

    def _carefully(self, pairs: Sequence[Pair]) -> dict[Pair, Scores]:
        read = self.careful.score(pairs)
        return {pair: self._on_one_scale(scores) for pair, scores in zip(pairs, read, strict=True)}

    def _on_one_scale(self, scores: Scores) -> Scores:
        odds = self.careful.calibration.odds(scores.entailment)
        entailment = self.calibration.entailment(odds)
        contradiction = min(scores.contradiction, 1 - entailment)
        moved = shown(Scores(entailment, max(0.0, 1 - entailment - contradiction), contradiction))
        return CarefulScores(moved.entailment, moved.neutral, moved.contradiction)
