"""Development parts of the training sets: whose documents stay out of training.

Every long premise whose beginning falls into one of twenty parts stays out of training, in whatever set it stands; a
document is known by that beginning only, so that other passages of it may be trained on.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from verifier.nli.windows import WORD
from verifier.training.evaluation import Pair, read_pairs

# Whose held-out documents make a development set: summaries, answers and fact-checks. Not of sets that have several
# premises for one hypothesis, as PolitiHop and the content units of summaries do.
SETS = ("begin", "bump", "citation_integrity", "defacto", "fib", "gofigure", "liar_plus", "summedits")
PARTS = 20
LONG_WORDS = 40
BEGINNING = 200


def is_held_out(premise: str) -> bool:
    """Whether the premise is of a document that is kept for development."""
    if len(WORD.findall(premise[: LONG_WORDS * 20])) < LONG_WORDS:
        return False
    return int(hashlib.sha256(key(premise)[:BEGINNING].encode()).hexdigest()[:8], 16) % PARTS == 0


def key(text: str) -> str:
    """The text without case, accents and everything but letters and digits: equal pairs are equal in this."""
    plain = unicodedata.normalize("NFKD", text.lower())
    return re.sub(r"[^\w]|_", "", "".join(c for c in plain if not unicodedata.combining(c)))


def parts(data: Path) -> Iterator[tuple[str, list[Pair]]]:
    """The held-out pairs of each of ``SETS`` in the folder ``data``."""
    for name in SETS:
        path = data / f"{name}.jsonl.gz"
        if path.is_file():
            yield name, [pair for pair in read_pairs(path) if is_held_out(pair.premise)]
