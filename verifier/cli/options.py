"""Arguments and options that several commands share."""

from __future__ import annotations

from pathlib import Path

import click
from click.core import ParameterSource

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


def is_asked(name: str) -> bool:
    """Whether the parameter ``name`` of the running command has a value that is not merely its default."""
    source = click.get_current_context().get_parameter_source(name)
    return source not in (None, ParameterSource.DEFAULT)
