"""The shipped model, or one that the user names, with its calibration."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from claims.attribution.shipped import check_model
from claims.errors import InputError
from verifier.nli.calibration import read_calibration
from verifier.nli.engine import EngineName, digest
from verifier.nli.readers import ReaderName, TwoReaders
from verifier.nli.scorer import Scorer

MODEL = Path(__file__).parent / "model"
# Where a careful reader is shipped; there need not be one.
CAREFUL = Path(__file__).parent / "careful"
# What the Hugging Face hub takes for a name; anything else is a folder.
HUB_ID = re.compile(r"(\b[\w\-.]+\b/)?\b[\w\-.]{1,96}\b")

# Of the files beside weights, those on which scores can depend.
_BESIDE = (".json", ".txt", ".xml")


def load(model: str | None = None, engine: EngineName | None = None) -> Scorer:
    """The shipped model on OpenVINO, or ``model`` (a folder or hub id) on torch.

    ``engine`` overrides the choice; a folder with ``openvino_model.xml`` can run on either. Raises InputError
    where the folder or its files do not fit.
    """
    folder = MODEL if model is None else Path(model)
    if model is not None and not folder.is_dir() and not HUB_ID.fullmatch(model):
        raise InputError(model, "no such folder", "name a folder or hub id of an NLI model")
    check_model(folder, shipped=folder in (MODEL, CAREFUL))
    if engine == "openvino" or (engine is None and (folder / "openvino_model.xml").is_file()):
        from verifier.nli.openvino import OpenVinoEngine

        return Scorer(OpenVinoEngine(folder), read_calibration(folder))
    from verifier.nli.torch import TorchEngine

    return Scorer(TorchEngine(model if model is not None else str(MODEL)), read_calibration(folder))


def open_reader(
    reader: ReaderName = "auto",
    model: str | None = None,
    engine: EngineName | None = None,
    careful: str | None = None,
) -> Scorer:
    """Who reads: the quick reader (see ``load`` for ``model`` and ``engine``), the careful one, or both.

    ``careful`` is a folder or hub id; without it the shipped one is taken. "auto" is both where there is a careful one.
    Raises InputError where "careful" is asked for and there is none.
    """
    named = careful or (str(CAREFUL) if CAREFUL.is_dir() else None)
    if reader == "careful":
        if named is None:
            raise InputError("--reader careful", "no careful model is shipped", "name one with --careful-model")
        return load(named)
    quick = load(model, engine)
    return TwoReaders(quick, load(named)) if named and reader == "auto" else quick


def setting(model: str | None = None, engine: EngineName | None = None, careful: str | None = None) -> str:
    """What the scores of the models that ``open_reader`` gives depend on beside weights and calibration.

    That are the files beside the weights, among them the tokenizer, and for torch the device that it computes on.
    """
    folders = [folder for folder in (Path(model or MODEL), Path(careful or CAREFUL)) if folder.is_dir()]
    beside = sorted(path for folder in folders for path in folder.glob("*") if path.suffix in _BESIDE)
    where = ""
    if "torch" in sys.modules:
        import torch

        where = torch.cuda.get_device_name() if torch.cuda.is_available() else "cpu"
    return f"{engine} {digest(beside)} {where}"
