"""The proof that no development pair is trained on.

    python -m verifier.cli.held_out DATA_FOLDER DEV_FILES… [--write FOLDER]

``--write`` makes a development set of the held-out documents of each set that has some. The command says how many pairs
of the development files and parts, and how many of their hypotheses, are in the sets that are trained on, and ends with
1 if a pair is.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from claims.errors import InputError
from verifier.cli.output import input_errors


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
    from verifier.training.evaluation import read_pairs
    from verifier.training.held_out import key, parts
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
