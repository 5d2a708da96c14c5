"""The shipped model, or one that the user names, with its calibration."""

from __future__ import annotations

import json
import math
import re
from dataclasses import astuple
from pathlib import Path

from claims.errors import InputError
from verifier.nli.engine import EngineName
from verifier.nli.scorer import Calibration, Scorer

MODEL = Path(__file__).parent / "model"
# What the Hugging Face hub takes for a name; anything else is a folder.
HUB_ID = re.compile(r"(\b[\w\-.]+\b/)?\b[\w\-.]{1,96}\b")

_REMEDY = "restore the file or remove it"


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
