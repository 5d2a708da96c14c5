"""The rules as a list."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path
from typing import TYPE_CHECKING

from claims.errors import InputError
from verifier.report.json import dump
from verifier.report.text import SEVERITY_STYLES
from verifier.verdict.rules import Rule

if TYPE_CHECKING:
    from rich.console import Console

# Where the pages are installed, under the folder for data.
PAGES = ("sayso", "rules")


def page(rule: Rule) -> str:
    """The rule's page in Markdown, from the sources or from where they were installed.

    Raises InputError where it is in neither.
    """
    name = f"{rule.id}.md"
    places = [Path(__file__).parents[2] / "docs" / "rules" / name]
    with suppress(PackageNotFoundError):
        places += [Path(str(one.locate())) for one in files("sayso") or () if one.parts[-3:] == (*PAGES, name)]
    for place in places:
        if place.is_file():
            return place.read_text(encoding="utf-8")
    raise InputError(name, "the page was not installed", "install SaySo again")


def as_json(rules: Sequence[Rule]) -> str:
    """A list of objects, a rule each."""
    return dump([asdict(rule) for rule in rules], indent=2) + "\n"


def as_text(rules: Sequence[Rule], console: Console) -> None:
    """A line a rule."""
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="dim")
    for heading in ("rule", "name", "severity", "asks"):
        table.add_column(heading, no_wrap=True)
    table.add_column("finds")
    for rule in rules:
        severity = Text(rule.severity if rule.on else "off", SEVERITY_STYLES[rule.severity] if rule.on else "dim")
        table.add_row(rule.id, rule.name, severity, ", ".join(rule.questions), rule.summary)
    console.print(table)
