"""``sayso config``: which options a check here would have, and where each is from."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from verifier.cli.check import check
from verifier.cli.config import NAMES, nearest
from verifier.cli.output import input_errors, writing
from verifier.voices.tiers import Tiers


def _options() -> list[click.Parameter]:
    """The options of ``check``, none of them required."""
    found: list[click.Parameter] = []
    for option in check.params:
        if isinstance(option, click.Option):
            option = copy.copy(option)
            option.required = False
            found.append(option)
    return found


@click.pass_context
def _show(context: click.Context, /, **values: Any) -> None:
    """Show the options that `sayso check` would have here, as TOML, and where each is from.

    It takes the options of `sayso check`; what stands in [tool.sayso] of the nearest pyproject.toml is below them, and
    the defaults below that.
    """
    with input_errors(), writing(None) as write:
        from verifier.report.wording import visible

        path = nearest(Path.cwd())
        for option in context.command.params:
            name = option.opts[0].removeprefix("--")
            if name not in NAMES:
                continue
            value, where = values[str(option.name)], _source(context, str(option.name), path)
            if name == "baseline" and value is None:
                value, where = _usual_baseline()
            line = f"{name} = {_toml(value)}" if value is not None else f"# {name} is not set"
            write(f"{visible(line):<40}  # {visible(where)}\n")


def _source(context: click.Context, name: str, path: Path | None) -> str:
    source = context.get_parameter_source(name)
    if source is ParameterSource.COMMANDLINE:
        return "command line"
    return str(path) if source is ParameterSource.DEFAULT_MAP else "default"


def _usual_baseline() -> tuple[Path | None, str]:
    from verifier.review.file import DEFAULT

    return (DEFAULT, "default, and it is here") if DEFAULT.exists() else (None, "default")


def _toml(value: object) -> str:
    if isinstance(value, dict):
        value = tuple(f"{field}={column}" for field, column in value.items())
    if isinstance(value, Tiers):
        value = tuple(f"{tier}={pattern}" for tier, pattern in value.patterns)
    plain = [str(one) for one in value] if isinstance(value, tuple) else value
    return json.dumps(str(plain) if isinstance(plain, Path) else plain, ensure_ascii=False)


config = click.Command("config", params=_options(), callback=_show, help=_show.__doc__)
