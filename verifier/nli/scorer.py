"""Scores pairs with one of the engines: each distinct pair once, long premises through their best windows."""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Literal, Protocol

from claims.errors import InputError
from claims.sentences import sentences
from verifier.records import Scores
from verifier.windows import WORD, content_words, focus, overlaps, windows

MODEL = Path(__file__).parent / "model"
# A premise of so many words is read whole; the model was trained on premises of about this length.
WHOLE_WORDS = 90
WINDOWS = 5
# The sentences of a hypothesis that are also read one by one, and the words that one needs to say something.
SENTENCES, SENTENCE_WORDS = 12, 2
# Digits that are shown; a probability beyond them is noise of the arithmetic.
DIGITS = 4
# What the Hugging Face hub takes for a name; anything else is a folder.
HUB_ID = re.compile(r"(\b[\w\-.]+\b/)?\b[\w\-.]{1,96}\b")

_REMEDY = "restore the file or remove it"

Pair = tuple[str, str]
EngineName = Literal["openvino", "torch"]


class Engine(Protocol):
    """Computes three-class probabilities for pairs short enough to be read at once; longer ones are cut."""

    name: str
    digest: str
    # Those of ``LABELS`` that it tells apart.
    labels: tuple[str, ...]

    def __call__(self, pairs: Sequence[Pair], temperature: float) -> list[Scores]:
        """Probabilities of each pair, in order; a pair's numbers do not depend on the others."""
        ...


@dataclass(frozen=True, slots=True)
class Calibration:
    """Fitted on development sets: a temperature for the three classes, and the map from the entailment
    probability p to support, ``sigmoid(scale * logit(p) + offset)`` (Platt 1999; Guo et al. 2017)."""

    temperature: float = 1.0
    scale: float = 1.0
    offset: float = 0.0


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
        much. What speaks most against it is the maximum over what was read.

        The sentences of a hypothesis that has several are read one by one too, and its entailment lies half way
        between that of the whole and of its weakest sentence: each is to be supported.
        """
        readings = [
            [[(part, each) for part in parts(premise, each)] for each in asked(hypothesis)]
            for premise, hypothesis in pairs
        ]
        distinct = list(dict.fromkeys(pair for reading in readings for each in reading for pair in each))
        scored = dict(zip(distinct, self.engine(distinct, self.calibration.temperature), strict=True))
        return [shown(weakest([together([scored[pair] for pair in each]) for each in reading])) for reading in readings]

    def support(self, scores: Scores) -> float:
        """The calibrated probability that the premise supports the hypothesis; 0.5 is the decision point."""
        z = self.calibration.scale * log_odds(scores.entailment) + self.calibration.offset
        return round((1 + math.tanh(z / 2)) / 2, DIGITS)


def parts(premise: str, hypothesis: str) -> list[str]:
    """What of ``premise`` is read: all of it, or its most promising windows and the sentences nearest."""
    if len(WORD.findall(premise)) <= WHOLE_WORDS:
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
    entailment = (1 + math.tanh(odds / 2)) / 2
    contradiction = max(s.contradiction for s in scores)
    total = max(1.0, entailment + contradiction)
    return Scores(entailment / total, max(0.0, 1 - (entailment + contradiction) / total), contradiction / total)


def shown(scores: Scores) -> Scores:
    """``scores`` in the digits that are shown; they still sum to 1."""
    entailment = round(scores.entailment, DIGITS)
    # Not both rounded up: neutral is what they leave, and no less than nothing.
    contradiction = min(round(scores.contradiction, DIGITS), round(1 - entailment, DIGITS))
    return Scores(entailment, abs(round(1 - entailment - contradiction, DIGITS)), contradiction)


def log_odds(p: float) -> float:
    """log(p / (1 - p)), finite at the ends."""
    p = min(max(p, 1e-6), 1 - 1e-6)
    return math.log(p / (1 - p))


def load(model: str | None = None, engine: EngineName | None = None) -> Scorer:
    """The shipped model on OpenVINO, or ``model`` (a folder or hub id) on torch.

    ``engine`` overrides the choice; a folder with ``openvino_model.xml`` can run on either. Raises InputError
    where the folder or its files do not fit.
    """
    folder = MODEL if model is None else Path(model)
    if model is not None and not folder.is_dir() and not HUB_ID.fullmatch(model):
        raise InputError(model, "no such folder", "name a folder or hub id of an NLI model")
    if engine == "openvino" or (engine is None and (folder / "openvino_model.xml").is_file()):
        from verifier.nli.openvino import OpenVinoEngine

        return Scorer(OpenVinoEngine(folder), read_calibration(folder))
    from verifier.nli.torch import TorchEngine

    return Scorer(TorchEngine(model if model is not None else str(MODEL)), read_calibration(folder))


def read_calibration(folder: Path) -> Calibration:
    """The calibration beside a model, or none at all where there is no ``calibration.json``."""
    path = folder / "calibration.json"
    if not path.is_file():
        return Calibration()
    try:
        fields = json.loads(path.read_text(encoding="utf-8"))
        found = Calibration(*(float(fields[name]) for name in ("temperature", "scale", "offset")))
    except KeyError as error:
        raise InputError(str(path), f"not a calibration ({error} is missing)", _REMEDY) from error
    except (OSError, ValueError, TypeError, RecursionError, OverflowError) as error:
        raise InputError(str(path), f"not a calibration ({error})", _REMEDY) from error
    if not (found.temperature > 0 < found.scale and all(map(math.isfinite, astuple(found)))):
        raise InputError(str(path), "not a calibration (temperature and scale are above 0, all are finite)", _REMEDY)
    return found


def digest(paths: Iterable[Path]) -> str:
    """Hex sha256 of files, one after the other."""
    found = hashlib.sha256()
    for path in paths:
        with path.open("rb") as file:
            while part := file.read(1 << 20):
                found.update(part)
    return found.hexdigest()
