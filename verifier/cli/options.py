"""Arguments and options that several commands share."""

from __future__ import annotations

from pathlib import Path

import click
from click.core import ParameterSource

from verifier.records import Tier
from verifier.voices.tiers import TIERS, Tiers

output_option = click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write the result to this file."
)
articles_argument = click.argument("articles", metavar="ARTICLE...", nargs=-1)
nli_model_option = click.option(
    "--nli-model", metavar="NAME_OR_DIR", help="Another NLI model: a Hugging Face hub id or a folder."
)
careful_model_option = click.option(
    "--careful-model", metavar="NAME_OR_DIR", help="A larger NLI model that reads what verdicts hang on."
)
reader_option = click.option(
    "--reader",
    type=click.Choice(["auto", "quick", "careful"]),
    default="auto",
    show_default=True,
    help="Who reads: the quick model, the careful one, or both where there is a careful one.",
)
engine_option = click.option("--engine", type=click.Choice(["openvino", "torch"]), help="What runs the NLI model.")


def _tiers(context: click.Context, option: click.Parameter, told: tuple[str, ...]) -> Tiers:
    patterns: list[tuple[Tier, str]] = []
    for each in told:
        name, sign, pattern = each.partition("=")
        tier = next((tier for tier in TIERS if tier == name), None)
        if tier is None or not sign or not pattern:
            raise click.BadParameter(f"'{each}' is not TIER=NAME with one of {', '.join(TIERS)}.")
        patterns.append((tier, pattern))
    return Tiers(tuple(patterns))


sources_option = click.option(
    "--sources", multiple=True, callback=_tiers, metavar="TIER=NAME",
    help="How near to the matter a publisher is (primary, official, wire, other): orders and names evidence.",
)  # fmt: skip


def is_asked(name: str) -> bool:
    """Whether the parameter ``name`` of the running command has a value that is not merely its default."""
    source = click.get_current_context().get_parameter_source(name)
    return source not in (None, ParameterSource.DEFAULT)
