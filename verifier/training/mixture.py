"""The pairs that the NLI model learns from: which sets, how much of each, and what is done to their premises.

Training goes in two steps, most sentence pairs first and documents second; ``mixture.toml`` says how much of what.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Literal, get_args

from claims.attribution.tagger import Tagger
from verifier.nli.windows import WORD, content_words, focus
from verifier.training.edits import distinct, news_pairs
from verifier.training.evaluation import Pair, read_pairs
from verifier.training.held_out import is_held_out

Step = Literal["first", "second"]

# Characters of a premise beyond these are not looked at.
MAX_PREMISE = 20_000
# Longer premises are cut to the sentences nearest to the hypothesis, up to so many words, as the model will read them.
READ_WORDS = {"first": 90, "second": 150}
# After the first step some are cut shorter: what is retrieved is three sentences.
SHORT_WORDS, SHORT_SHARE = 75, 0.3
# Neutral premises of these are whole passages, the others picked sentences: their length would give the label away.
UNEVEN = frozenset({"healthver", "scifact"})
# Evidence that was picked by hand is put among other sentences of its set in this share of the pairs.
HIDDEN = {"fever": 0.4, "fever_nei": 0.3, "fm2": 0.5, "check_covid": 0.3, "covidfact": 0.3, "healthver": 0.3}
CANDIDATES = 12
# News from which pairs are made, and how many an article gives.
NEWS = ("fnc1", "defacto")
NEWS_CHARACTERS, NEWS_PAIRS = 3_000, 10


def weights(step: Step) -> Mapping[str, float]:
    """How often each set is seen in a step, by name, and how much is made of "news"."""
    found: Mapping[str, float] = _table()[step]
    return found


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(resources.files("verifier.training").joinpath("mixture.toml").read_text(encoding="utf-8"))


def mixture(data: Path, step: Step, seed: int) -> list[Pair]:
    """The pairs of a step from the ``.jsonl.gz`` sets in ``data``, premises cut as the model will read them."""
    pairs: list[Pair] = []
    chosen = weights(step)
    for name in sorted(chosen.keys() - {"news"}):
        noise = random.Random(f"{seed}:{step}:{name}")
        pairs.extend(_of_set(name, allowed(data, name), chosen[name], step, noise))
    if share := chosen.get("news"):
        pairs.extend(_news(data, share, random.Random(f"{seed}:{step}:news")))
    return pairs


def source_pairs(data: Path) -> Iterator[Pair]:
    """Every pair that a step may take from the sets in ``data``, as it stands there."""
    for name in sorted({name for step in get_args(Step) for name in weights(step)}):
        yield from allowed(data, name)


def allowed(data: Path, name: str) -> list[Pair]:
    """The pairs of a set that may be learned from; every step and everything that is made of sets reads them here."""
    path = data / f"{name}.jsonl.gz"
    if name in _table()["non_commercial"] or not path.is_file():
        return []
    return [pair for pair in read_pairs(path) if not is_held_out(pair.premise)]


def _of_set(name: str, rows: list[Pair], weight: float, step: Step, noise: random.Random) -> Iterator[Pair]:
    wanted, chosen = round(weight * len(rows)), list[Pair]()
    while len(chosen) < wanted:
        noise.shuffle(rows)
        chosen.extend(rows[: wanted - len(chosen)])
    for row in chosen:
        premise = row.premise[:MAX_PREMISE]
        most = READ_WORDS[step]
        if step != "first":
            if noise.random() < HIDDEN.get(name, 0):
                premise = _among_others(premise, row, rows, noise)
            elif noise.random() < SHORT_SHARE:
                most = SHORT_WORDS
            if name in UNEVEN and row.label == "neutral":
                most = noise.randint(15, 65)
        if len(WORD.findall(premise)) > most:
            premise = focus(premise, row.hypothesis, most)
        yield Pair(premise, row.hypothesis, row.label)


def _among_others(premise: str, row: Pair, rows: Sequence[Pair], noise: random.Random) -> str:
    """The premise between others of its set, those that share most with the hypothesis of some picked at random."""
    wanted = content_words(row.hypothesis)
    others = [other.premise for other in noise.sample(rows, min(CANDIDATES, len(rows))) if other.premise != premise]
    near = sorted(others, key=lambda other: -len(wanted & content_words(other[:600])))[: noise.randint(1, 3)]
    parts = [premise, *(other[:600] for other in near)]
    noise.shuffle(parts)
    return " ".join(parts)


def _news(data: Path, share: float, noise: random.Random) -> Iterator[Pair]:
    tagger = Tagger()
    for name in NEWS:
        texts = list(dict.fromkeys(pair.premise for pair in allowed(data, name)))
        for text in texts[: round(share * len(texts))]:
            made = news_pairs(text[:NEWS_CHARACTERS], tagger, noise, NEWS_PAIRS)
            yield from (Pair(*row) for row in distinct(made))
