"""Scores pairs with one of the engines: each distinct pair once, long premises through their best windows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from claims.text.sentences import sentences
from verifier.nli.calibration import Calibration, Measures, log_odds, probability
from verifier.nli.engine import Engine, Pair
from verifier.nli.windows import WORD, content_words, focus, overlaps, windows
from verifier.records import Scores

# A premise of so many words is read whole; the model was trained on premises of about this length.
WHOLE_WORDS = 90
WINDOWS = 5
# The sentences of a hypothesis that are also read one by one, and the words that one needs to say something.
SENTENCES, SENTENCE_WORDS = 12, 2
# Digits that are shown; a probability beyond them is noise of the arithmetic.
DIGITS = 4


class Scorer:
    """An engine with its calibration."""

    def __init__(self, engine: Engine, calibration: Calibration | None = None) -> None:
        self.engine = engine
        self.calibration = calibration or Calibration()

    def score(self, pairs: Sequence[Pair]) -> list[Scores]:
        """Probabilities of each (premise, hypothesis), in order.

        A premise too long to be read at once is read as the sentences nearest to the hypothesis and in windows of
        three sentences. Its entailment lies, in log-odds, half way between that of the nearest sentences and of the
        best window: on development sets of documents the maximum alone (SummaC, Laban et al. 2022) believed too
        much. What speaks most against it is the maximum over what was read. Where the calibration has weights for long
        premises, entailment is then made such that ``support`` is what they say.

        The sentences of a hypothesis that has several are read one by one too, and its entailment lies half way
        between that of the whole and of its weakest sentence: each is to be supported.
        """
        readings = [
            [[(part, each) for part in parts(premise, each)] for each in asked(hypothesis)]
            for premise, hypothesis in pairs
        ]
        distinct = list(dict.fromkeys(pair for reading in readings for each in reading for pair in each))
        scored = dict(zip(distinct, self.engine(distinct, self.calibration.temperature), strict=True))
        whole = [weakest([together([scored[pair] for pair in each]) for each in reading]) for reading in readings]
        return [shown(self._weighed(scores, *pair)) for pair, scores in zip(pairs, whole, strict=True)]

    def answers(self, pairs: Iterable[Pair]) -> dict[Pair, Scores]:
        """Probabilities of each distinct pair, all of what one article asks: what a verdict hangs on may be read again,
        by a better reader."""
        distinct = list(dict.fromkeys(pairs))
        return dict(zip(distinct, self.score(distinct), strict=True))

    def models(self) -> dict[str, dict[str, str]]:
        """The names and digests of what reads, by role."""
        return {"nli": {"name": self.engine.name, "sha256": self.engine.digest}}

    def support(self, scores: Scores) -> float:
        """The calibrated probability that the premise supports the hypothesis; 0.5 is the decision point."""
        return round(self.calibration.support(scores.entailment), DIGITS)

    def _weighed(self, scores: Scores, premise: str, hypothesis: str) -> Scores:
        """With the entailment that a long premise has by the calibration, beside what contradiction has room."""
        long = self.calibration.long
        if long is None or not is_long(premise):
            return scores
        odds = long.odds(scores.entailment, measures(premise, hypothesis))
        entailment = self.calibration.entailment(odds)
        contradiction = min(scores.contradiction, 1 - entailment)
        return Scores(entailment, max(0.0, 1 - entailment - contradiction), contradiction)


def is_long(premise: str) -> bool:
    """Whether ``premise`` is too long to be read at once."""
    return len(WORD.findall(premise)) > WHOLE_WORDS


def measures(premise: str, hypothesis: str) -> Measures:
    """What of ``hypothesis`` stands anywhere in ``premise``, by words."""
    wanted, had = content_words(hypothesis), content_words(premise)
    marked = content_words(" ".join(w for w in WORD.findall(hypothesis) if w[0].isupper() or w[0].isdigit()))
    count = max(1, len(wanted))
    return Measures(len(wanted & had) / count, len(marked - had) / count, max(1, len(asked(hypothesis)) - 1))


def parts(premise: str, hypothesis: str) -> list[str]:
    """What of ``premise`` is read: all of it, or its most promising windows and the sentences nearest."""
    if not is_long(premise):
        return [premise]
    texts = [premise[start:end] for start, end in windows(premise)]
    near = overlaps(texts, hypothesis)
    best = sorted(range(len(texts)), key=lambda i: (-near[i], i))[:WINDOWS]
    return [focus(premise, hypothesis, WHOLE_WORDS), *(texts[i] for i in best)]


def asked(hypothesis: str) -> list[str]:
    """What is asked about: ``hypothesis``, and its sentences where several of them say something."""
    told = [hypothesis[start:end] for start, end in sentences(hypothesis)]
    told = [sentence for sentence in told if len(content_words(sentence)) >= SENTENCE_WORDS]
    return [hypothesis, *told[:SENTENCES]] if len(told) > 1 else [hypothesis]


def together(scores: Sequence[Scores]) -> Scores:
    """The readings of one premise as one distribution; the first is that of its nearest sentences, or the only one."""
    return _half_way(scores, max((s.entailment for s in scores[1:]), default=scores[0].entailment))


def weakest(scores: Sequence[Scores]) -> Scores:
    """A hypothesis and its sentences as one distribution; the first is that of the whole, or the only one."""
    return _half_way(scores, min((s.entailment for s in scores[1:]), default=scores[0].entailment))


def _half_way(scores: Sequence[Scores], other: float) -> Scores:
    """Entailment between that of the first and ``other``, in log-odds, beside the strongest contradiction."""
    odds = (log_odds(scores[0].entailment) + log_odds(other)) / 2
    entailment = probability(odds)
    contradiction = max(s.contradiction for s in scores)
    total = max(1.0, entailment + contradiction)
    return Scores(entailment / total, max(0.0, 1 - (entailment + contradiction) / total), contradiction / total)


def shown(scores: Scores) -> Scores:
    """``scores`` in the digits that are shown; they still sum to 1."""
    entailment = round(scores.entailment, DIGITS)
    # Not both rounded up: neutral is what they leave, and no less than nothing.
    contradiction = min(round(scores.contradiction, DIGITS), round(1 - entailment, DIGITS))
    return Scores(entailment, abs(round(1 - entailment - contradiction, DIGITS)), contradiction)
