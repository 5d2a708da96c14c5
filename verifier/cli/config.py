"""Defaults for the options of a command, from ``[tool.sayso]`` in the nearest pyproject.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, get_args

import click

from claims.errors import InputError
from verifier.records import Tier

NAMES = (
    "corpus",
    "format",
    "fail-on",
    "show",
    "ignore",
    "enable",
    "baseline",
    "calibration",
    "field",
    "links",
    "since",
    "sources",
    "jobs",
    "no-cache",
    "strict",
    "nli-model",
    "careful-model",
    "reader",
    "engine",
)
# A model may also be the name of one on a hub.
_MODELS = ("nli-model", "careful-model")
_FOLDERS = ("corpus", "baseline", "calibration", "links", "since", *_MODELS)


def defaults(command: click.Command, folder: Path) -> dict[str, Any]:
    """What the pyproject.toml in ``folder`` or above it says, as click's ``default_map`` for ``command``.

    A relative folder is relative to the file. Raises InputError that names the file and the key for a file that
    cannot be read and for a key or a value that ``command`` does not know.
    """
    path = nearest(folder)
    if path is None:
        return {}
    options = {parameter.opts[0].removeprefix("--"): parameter for parameter in command.params}
    found = {}
    for key, value in _table(path).items():
        if key not in NAMES:
            raise InputError(f"{path} [tool.sayso] {key}", "unknown key", f"use one of {', '.join(NAMES)}")
        option = options[key]
        if key == "sources":
            value = _listed(value, f"{path} [tool.sayso.sources]")
        _require(option, value, f"{path} [tool.sayso] {key}")
        if key in _FOLDERS and path.parent != folder and (key not in _MODELS or (path.parent / value).exists()):
            # A URI and an absolute path stay what they are.
            value = value if "://" in value else str(path.parent / value)
        found[str(option.name)] = value
    return found


def nearest(folder: Path) -> Path | None:
    """The pyproject.toml in ``folder``, or in the nearest folder above it that has one."""
    return next((path for each in (folder, *folder.parents) if (path := each / "pyproject.toml").is_file()), None)


def _table(path: Path) -> dict[str, Any]:
    try:
        tools = tomllib.loads(path.read_text(encoding="utf-8")).get("tool", {})
    except (OSError, ValueError) as error:
        raise InputError(str(path), f"cannot be read ({error})", "correct the file") from error
    table = tools.get("sayso", {}) if isinstance(tools, dict) else {}
    if not isinstance(table, dict):
        raise InputError(f"{path} tool.sayso", "not a table", "write it as [tool.sayso]")
    return table


def _listed(table: object, where: str) -> list[str]:
    """``{"wire": ["AFP"]}`` as the option takes it: ``["wire=AFP"]``."""
    if not isinstance(table, dict) or not all(isinstance(patterns, list) for patterns in table.values()):
        raise InputError(where, "not a table of lists", 'write wire = ["AFP", "Reuters"]')
    for tier, pattern in ((tier, pattern) for tier, patterns in table.items() for pattern in patterns):
        if tier not in get_args(Tier) or not isinstance(pattern, str) or not pattern:
            known = ", ".join(get_args(Tier))
            raise InputError(f"{where} {tier}", "no tier with a list of names", f"use {known}, each with names")
    return [f"{tier}={pattern}" for tier, patterns in table.items() for pattern in patterns]


def _require(option: click.Parameter, value: object, where: str) -> None:
    """Raise InputError if ``value`` is not one that the option takes."""
    if isinstance(option, click.Option) and option.is_flag:
        if not isinstance(value, bool):
            raise InputError(where, "neither true nor false", "write it without quotation marks")
        return
    if isinstance(option.type, click.IntRange):
        if type(value) is not int or value < (option.type.min or 0):
            raise InputError(where, "not a number from 0", "write it without quotation marks")
        return
    if option.multiple:
        if not isinstance(value, list):
            raise InputError(where, "not a list", 'write it as ["..."]')
        values = value
    else:
        values = [value]
    for each in values:
        if not isinstance(each, str):
            raise InputError(where, "not a string", 'write it as "..."')
        if isinstance(option.type, click.Choice) and each not in option.type.choices:
            raise InputError(where, f"unknown value {each!r}", f"use one of {', '.join(option.type.choices)}")
