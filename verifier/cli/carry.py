"""Train an NLI model on a machine with a GPU that is lent for minutes and reached through small files only.

    python -m verifier.cli.carry pack BASE DATA_FOLDER PACKED DEV_FILES…    makes the files to carry
    python -m verifier.training.device PACKED BACK                          there, see its own --help
    python -m verifier.cli.carry restore BACK PACKED OUT                    makes the model of what came back

BASE is an encoder (config.json, model.safetensors, tokenizer.json). OUT is like the `export` of `sayso train nli`.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from verifier.cli.output import input_errors, say


def main(arguments: Sequence[str] | None = None) -> None:
    """Both commands."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    packing = commands.add_parser("pack")
    for name in ("base", "data", "packed"):
        packing.add_argument(name, type=Path)
    packing.add_argument("development", type=Path, nargs="*")
    packing.add_argument("--layers", type=int)
    packing.add_argument("--step", choices=["first", "second"], action="append")
    packing.add_argument("--pairs", type=int)
    packing.add_argument("--seed", type=int, default=0)
    restoring = commands.add_parser("restore")
    for name in ("back", "packed", "out"):
        restoring.add_argument(name, type=Path)
    given = parser.parse_args(arguments)
    with input_errors():
        from verifier.training.packing import pack, restore

        if given.command == "restore":
            restore(given.back, given.packed, given.out)
            say(f"the model is in {given.out}; `sayso train calibration {given.out} DEV_FILES…` comes next")
            return
        for path in pack(
            given.base,
            given.data,
            given.packed,
            given.development,
            steps=given.step or ["first", "second"],
            layers=given.layers,
            most=given.pairs,
            seed=given.seed,
        ):
            say(f"{path}: {path.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
