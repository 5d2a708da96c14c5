"""Grows the trees of ``verifier.verdict.weighing``: how likely a text entails a claim which NLI takes for entailed.

usage: python -m verifier.training.weighing DATA OUT

DATA is the folder of the NLI pool. Most pairs are of news and short texts. Half of the others are made: of a claim, or
of a sentence as its own premise, one word gives way to another of the same kind ("killed", "wounded"), a number, a day
or a negation changes. That is not entailed then, and is what NLI believes. Printed is what a threshold lets through, of
pairs whose premises were held out. The pairs of documents that are kept for development stay out, as in ``mixture``.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from claims.sources.trees import Trees, save
from claims.text.sentences import sentences
from claims.training.coreference import arrays
from verifier.nli import Scorer, load
from verifier.nli.windows import WORD, focus
from verifier.references import meanings
from verifier.training.edits import date_changed, negated, number_changed, opposite
from verifier.training.mixture import allowed
from verifier.verdict.weighing import MODEL, Measured, measured

# How many pairs of each set are read. FEVER's premises lack the page's title, so that many names are open.
SETS = {
    "bump": 400, "citation_integrity": 200, "defacto": 900, "emergent": 600, "fever": 700, "fever_nei": 350, "fib": 900,
    "fm2": 400, "healthver": 300, "lingnli": 900, "mnli": 700, "rte": 700, "semi_auto_nli_wiki": 900,
    "summary_content_units": 2600, "summedits": 300, "wice_partial": 200,
}  # fmt: skip
NEWS = frozenset({"bump", "copy", "defacto", "emergent", "fib", "rte", "summary_content_units"})
MADE = {"swap": 2600, "twin": 2500}
# Pairs with less support are never asked about; one premise in so many is held out.
SUPPORT, PARTS = 0.35, 5
WORDS = (30, 45, 60)
SETTINGS = {
    "max_iter": 200,
    "learning_rate": 0.06,
    "max_leaf_nodes": 8,
    "min_samples_leaf": 30,
    "l2_regularization": 1.0,
}
# Which way each measure may pull, where that is known: more support never makes it less likely.
PULLS = {"support": 1, "contradiction": -1, "known": 1, "names": -1, "numbers": -1, "verbs": -1, "nouns": -1,
         "others": -1, "opposites": -1, "deeds": 1, "clashes": -1, "negated": -1, "limits": -1}  # fmt: skip
_ENDINGS = (("", ""), ("ed", ""), ("ed", "e"), ("s", ""), ("es", ""), ("ing", ""), ("ing", "e"), ("ied", "y"))


class Row(NamedTuple):
    """A pair, the set that it is of or how it was made, and whether it is entailed."""

    source: str
    premise: str
    hypothesis: str
    entailed: bool


def pairs(data: Path, noise: random.Random) -> list[Row]:
    """Labelled pairs of the pool and those made of them, shuffled."""
    found = []
    for name, most in SETS.items():
        rows = [pair for pair in allowed(data, name) if len(pair.hypothesis.split()) >= 5]
        noise.shuffle(rows)
        for pair in rows[:most]:
            size = noise.choice(WORDS)
            long = len(WORD.findall(pair.premise)) > max(WORDS)
            premise = focus(pair.premise, pair.hypothesis, size) if long else pair.premise
            found.append(Row(name, premise, pair.hypothesis, pair.label == "entailment"))
    swaps = _Swaps(found, noise)
    entailed = [row for row in found if row.entailed]
    made = [Row("swap", row.premise, new, entailed=False) for row in entailed if (new := swaps.of(row.hypothesis))]
    news = [row.premise for row in found if row.source in NEWS]
    own = [
        noise.choice(told)
        for text in news
        if (told := [text[a:b] for a, b in sentences(text) if 6 <= len(text[a:b].split()) <= 35])
    ]
    twins = [Row("twin", sentence, new, entailed=False) for sentence in own if (new := swaps.of(sentence))]
    copies = [Row("copy", sentence, sentence, entailed=True) for sentence in own[: MADE["twin"] // 3]]
    every = [*found, *_some(made, MADE["swap"], noise), *_some(twins, MADE["twin"], noise), *copies]
    noise.shuffle(every)
    return every


def _some(rows: list[Row], most: int, noise: random.Random) -> list[Row]:
    return noise.sample(rows, min(most, len(rows)))


class _Swaps:
    """Sentences in which one word is another: a sister of it in WordNet, one that the pairs have too."""

    def __init__(self, rows: Sequence[Row], noise: random.Random) -> None:
        self._noise = noise
        self._known = {word for row in rows for word in re.findall(r"[a-z]{4,}", f"{row.premise} {row.hypothesis}")}
        self._kinds = meanings.kinds()
        self._sisters: dict[str, list[str]] = {}
        for word, above in self._kinds.items():
            for each in above:
                self._sisters.setdefault(each, []).append(word)

    def of(self, sentence: str) -> str | None:
        """The sentence with one change that makes it say something else, or None."""
        noise = self._noise
        edits = [self._swapped, self._swapped, self._swapped, number_changed, date_changed, negated, opposite]
        noise.shuffle(edits)
        return next((new for edit in edits if (new := edit(sentence, noise)) and new != sentence), None)

    def _swapped(self, sentence: str, noise: random.Random) -> str | None:
        found = list(re.finditer(r"\b[a-z]{4,}\b", sentence))
        noise.shuffle(found)
        for match in found:
            for ending, full in _ENDINGS:
                base = match[0].removesuffix(ending) + full
                if match[0].endswith(ending) and (others := self._others(base)):
                    new = _inflected(noise.choice(others), ending)
                    return sentence[: match.start()] + new + sentence[match.end() :]
        return None

    def _others(self, word: str) -> list[str]:
        sisters = {each for above in self._kinds.get(word, ()) for each in self._sisters[above]} & self._known
        return sorted(
            each for each in sisters if not meanings.relation(word, each) and not meanings.relation(each, word)
        )


def _inflected(word: str, ending: str) -> str:
    if ending in ("ed", "ied"):
        return f"{word}d" if word.endswith("e") else f"{word}ed"
    if ending == "ing":
        return f"{word.removesuffix('e')}ing"
    return f"{word}s" if ending else word


def examples(rows: Sequence[Row], scorer: Scorer) -> Iterator[tuple[Row, Measured]]:
    """What is measured of each pair that NLI supports."""
    for row, scores in zip(rows, scorer.score([(row.premise, row.hypothesis) for row in rows]), strict=True):
        if (support := scorer.support(scores)) >= SUPPORT:
            yield row, measured(row.hypothesis, row.premise, scores, support)


def grow(found: Sequence[tuple[Row, Measured]], seed: int = 0) -> Trees:
    """Trees grown on these."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    pulls = [PULLS.get(name, 0) for name in Measured._fields]
    model = HistGradientBoostingClassifier(monotonic_cst=pulls, random_state=seed, **SETTINGS)
    return arrays([model.fit(np.array([m for _, m in found]), np.array([row.entailed for row, _ in found]))])


def is_held_out(row: Row) -> bool:
    """Whether the premise is one of those that trees are only measured on."""
    return int(hashlib.sha256(row.premise[:80].encode()).hexdigest()[:8], 16) % PARTS == 0


def table(trees: Trees, held: Sequence[tuple[Row, Measured]]) -> str:
    """What thresholds let through: how much of news and of everything is entailed, and which part of what was made."""
    weights = 1 / (1 + np.exp(-trees.score(np.array([m for _, m in held]))))
    lines = []
    for least in (0.6, 0.65, 0.7, 0.75, 0.8, 0.85):
        taken = [row for (row, _), weight in zip(held, weights, strict=True) if weight >= least]
        part = {"all": taken, "news": [row for row in taken if row.source in NEWS]}
        cells = {name: f"{sum(row.entailed for row in rows) / max(1, len(rows)):.3f}" for name, rows in part.items()}
        for name in ("swap", "twin"):
            count = sum(row.source == name for row, _ in held)
            cells[name] = f"{sum(row.source == name for row in taken) / max(1, count):.3f}"
        right = sum(row.entailed for row, _ in held)
        cells["recall"] = f"{sum(row.entailed for row in taken) / max(1, right):.3f}"
        lines.append(f"{least}: {json.dumps(cells)}")
    return "\n".join(lines)


def main() -> None:
    """Print what is held out, and write the trees grown on all."""
    data, out = Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else MODEL
    found = list(examples(pairs(data, random.Random(0)), load()))
    held = [each for each in found if is_held_out(each[0])]
    print(table(grow([each for each in found if not is_held_out(each[0])]), held))
    out.parent.mkdir(parents=True, exist_ok=True)
    save(grow(found), out)


if __name__ == "__main__":
    main()
