"""Development parts of the training sets, and the proof that no development pair is trained on.

    python -m verifier.training.held_out DATA_FOLDER DEV_FILES… [--write FOLDER]

Every long premise whose beginning falls into one of twenty parts stays out of training, in whatever set it stands; a
document is known by that beginning only, so that other passages of it may be trained on. ``--write`` makes a
development set of each of ``SETS``. The command says how many pairs of the development files and parts, and how many of
their hypotheses, are in the sets that are trained on, and ends with 1 if a pair is.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import re
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from claims.errors import InputError
from verifier.output import input_errors
from verifier.training.evaluation import Pair, read_pairs
from verifier.windows import WORD

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


def main() -> None:
    """Compare the sets of all steps with every development pair."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("development", type=Path, nargs="+")
    parser.add_argument("--write", type=Path)
    arguments = parser.parse_args()
    with input_errors():
        leaked = _leaked(arguments.data, arguments.development, arguments.write)
    sys.exit(1 if leaked else 0)


def _leaked(data: Path, development: Sequence[Path], folder: Path | None) -> int:
    """How many development pairs are trained on; the figures of each set are printed."""
    from verifier.training.mixture import source_pairs

    sets = {str(path): read_pairs(path) for path in development}
    trained = {(key(pair.premise), key(pair.hypothesis)) for pair in source_pairs(data)}
    if not trained:
        raise InputError(str(data), "none of the sets that are trained on is in it", "name the folder of the sets")
    own = dict(parts(data))
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
        for name, pairs in own.items():
            with gzip.open(folder / f"{name}_part.jsonl.gz", "wt", encoding="utf-8") as file:
                file.writelines(json.dumps(asdict(pair), ensure_ascii=False) + "\n" for pair in pairs)
    hypotheses = {hypothesis for _, hypothesis in trained}
    found = 0
    for name, pairs in {**sets, **own}.items():
        leaked = sum((key(pair.premise), key(pair.hypothesis)) in trained for pair in pairs)
        found += leaked
        known = sum(key(pair.hypothesis) in hypotheses for pair in pairs)
        print(f"{name:40}{len(pairs):8,} pairs, {leaked} of them in training, and {known} of the hypotheses")
    print(f"{len(trained):,} training pairs")
    return found


if __name__ == "__main__":
    main()
