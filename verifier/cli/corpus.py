"""``sayso corpus``: add, list and remove references, say how many there are, and repair."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from itertools import chain
from pathlib import Path

import click

from verifier.cli.output import input_errors, say, writing
from verifier.corpus.store import Corpus, CorpusStats
from verifier.records import Document
from verifier.report.json import dump
from verifier.report.wording import visible

_format = click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)


@click.group()
def corpus() -> None:
    """Keep a corpus of references: the documents that claims are checked against."""


@corpus.command()
@click.argument("corpus", metavar="CORPUS")
@click.argument("references", nargs=-1, required=True, type=click.Path(path_type=Path))
def add(corpus: str, references: tuple[Path, ...]) -> None:
    """Add REFERENCES to CORPUS, a folder or URI.

    REFERENCES are files (.txt, .md, .html, .pdf, .docx, .json, .jsonl, .parquet) or folders of them.

    CORPUS is made where it does not exist yet. A document that is there already is replaced if it changed, and left
    alone if not. Files that cannot be read are named, and the rest is added.
    """
    from verifier.corpus.documents import load_documents

    with input_errors() as errors:
        documents = errors.passed_together(load_documents(*references))
        first = next(documents, None)
        if first is not None:
            with _counting(chain([first], documents)) as counted:
                result = Corpus.create(corpus).add(counted)
            say(f"{len(result.added)} added, {len(result.replaced)} replaced, {len(result.unchanged)} unchanged")


@corpus.command("list")
@click.argument("corpus", metavar="CORPUS")
@_format
def list_(corpus: str, format_: str) -> None:
    """List the documents of CORPUS: id, date, publisher and title, by id."""
    with input_errors(), writing(None) as write:
        rows = Corpus.open(corpus).list()
        if format_ == "json":
            found = [
                asdict(row)
                | {"published": row.published and row.published.isoformat(), "pages": len(row.pages) or None}
                for row in rows
            ]
            write(dump(found, indent=2) + "\n")
            return
        for row in rows:
            cells = (row.id, str(row.published or ""), row.publisher or "", row.title or "")
            write("\t".join(" ".join(visible(cell).split()) for cell in cells).rstrip() + "\n")


@corpus.command()
@click.argument("corpus", metavar="CORPUS")
@click.argument("ids", metavar="ID", nargs=-1, required=True)
def remove(corpus: str, ids: tuple[str, ...]) -> None:
    """Remove the documents of these IDs from CORPUS; none of them if one is not there."""
    with input_errors():
        removed = Corpus.open(corpus).remove(ids)
    say(f"{len(removed)} removed")


@corpus.command()
@click.argument("corpus", metavar="CORPUS")
@_format
def stats(corpus: str, format_: str) -> None:
    """Say how big CORPUS is, and the digest that names its content."""
    with input_errors(), writing(None) as write:
        size: CorpusStats = Corpus.open(corpus).stats()
        if format_ == "json":
            write(dump(asdict(size), indent=2) + "\n")
            return
        for name, value in asdict(size).items():
            if value is not None:
                write(f"{name.replace('_', ' ')}: {value if isinstance(value, str) else format(value, ',')}\n")


@corpus.command()
@click.argument("corpus", metavar="CORPUS")
def repair(corpus: str) -> None:
    """Make a damaged CORPUS whole from the documents in it that can be read, and name those that are lost."""
    from verifier.corpus.repair import repair as repaired

    with input_errors() as errors:
        kept, lost = repaired(corpus)
        errors.say(*lost)
        say(f"{kept} kept, {len(lost)} lost")


@contextmanager
def _counting(documents: Iterator[Document]) -> Iterator[Iterator[Document]]:
    """Count the documents on a terminal while they pass."""
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn

    console = Console(stderr=True)
    columns = (SpinnerColumn(), TextColumn("{task.completed:,.0f} documents read"))
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        yield iter(progress.track(documents, total=None))
