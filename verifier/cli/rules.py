"""``sayso rules``: what is flagged, and under which id."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING

import click

from verifier.cli.output import input_errors, printed, writing
from verifier.verdict.rules import RULES, WORDS, named

if TYPE_CHECKING:
    from rich.console import Console


@click.command()
@click.argument("rule", required=False, type=click.Choice(WORDS), metavar="[RULE]")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
def rules(rule: str | None, format_: str) -> None:
    """List the rules under which claims are flagged, or the pages of those with this id or name."""
    with input_errors(), writing(None) as write:
        from verifier.report import rules as listing

        found = [one for one in RULES if rule is None or one.id in named([rule])]
        if format_ == "json":
            write(listing.as_json(found))
        elif rule is None:
            write(printed(partial(listing.as_text, found), None))
        else:
            pages = "\n".join(map(listing.page, found))
            write(printed(partial(_drawn, pages), None) if sys.stdout.isatty() else pages)


def _drawn(pages: str, console: Console) -> None:
    from rich.markdown import Markdown

    console.print(Markdown(pages))
