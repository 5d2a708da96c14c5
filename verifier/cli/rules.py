"""``sayso rules``: what is flagged, and under which id."""

from __future__ import annotations

from functools import partial

import click

from verifier.cli.output import input_errors, printed, writing
from verifier.verdict.rules import RULES


@click.command()
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
def rules(format_: str) -> None:
    """List the rules under which claims are flagged."""
    with input_errors(), writing(None) as write:
        from verifier.report import rules as listing

        write(listing.as_json(RULES) if format_ == "json" else printed(partial(listing.as_text, RULES), None))
