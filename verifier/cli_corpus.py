"""``sayso corpus``: add, list and remove references, and say how many there are."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from itertools import chain
from pathlib import Path

import click

from claims.errors import InputError
from verifier.corpus import Corpus, CorpusStats
from verifier.records import Document

_BAD_INPUT = 2
_format = click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)


@click.group()
def corpus() -> None:
    """Keep a corpus of references: the documents that claims are checked against."""


@corpus.command()
@click.argument("corpus", metavar="CORPUS")
@click.argument("references", nargs=-1, required=True, type=click.Path(path_type=Path))
def add(corpus: str, references: tuple[Path, ...]) -> None:
    """Add REFERENCES (.txt, .md, .html, .jsonl, or folders of them) to CORPUS, a folder or URI.

    CORPUS is made where it does not exist yet. A document that is there already is replaced if it changed, and left
    alone if not. Files that cannot be read are named, and the rest is added.
    """
    errors: list[InputError] = []
    with _input_errors():
        documents = _readable(references, errors)
        first = next(documents, None)
        if first is not None:
            with _counting(chain([first], documents)) as counted:
                result = Corpus.create(corpus).add(counted)
            _say(f"{len(result.added)} added, {len(result.replaced)} replaced, {len(result.unchanged)} unchanged")
    if errors:
        raise SystemExit(_BAD_INPUT)


@corpus.command("list")
@click.argument("corpus", metavar="CORPUS")
@_format
def list_(corpus: str, format_: str) -> None:
    """List the documents of CORPUS: id, date, publisher and title, by id."""
    with _input_errors():
        rows = Corpus.open(corpus).list()
    if format_ == "json":
        click.echo(json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=2, default=str))
        return
    for row in rows:
        cells = (row.id, str(row.published or ""), row.publisher or "", row.title or "")
        click.echo("\t".join(map(_printable, cells)).rstrip())


@corpus.command()
@click.argument("corpus", metavar="CORPUS")
@click.argument("ids", metavar="ID", nargs=-1, required=True)
def remove(corpus: str, ids: tuple[str, ...]) -> None:
    """Remove the documents of these IDs from CORPUS; none of them if one is not there."""
    with _input_errors():
        removed = Corpus.open(corpus).remove(ids)
    _say(f"{len(removed)} removed")


@corpus.command()
@click.argument("corpus", metavar="CORPUS")
@_format
def stats(corpus: str, format_: str) -> None:
    """Say how big CORPUS is, and the digest that names its content."""
    with _input_errors():
        size: CorpusStats = Corpus.open(corpus).stats()
    if format_ == "json":
        click.echo(json.dumps(asdict(size), indent=2))
        return
    for name, value in asdict(size).items():
        if value is not None:
            click.echo(f"{name.replace('_', ' ')}: {value if isinstance(value, str) else format(value, ',')}")


def _readable(references: tuple[Path, ...], errors: list[InputError]) -> Iterator[Document]:
    """The documents that can be read; the others are reported as they come."""
    from verifier.documents import load_documents

    for document in load_documents(*references):
        if isinstance(document, InputError):
            errors.append(document)
            _say(f"error: {document}")
        else:
            yield document


@contextmanager
def _counting(documents: Iterator[Document]) -> Iterator[Iterator[Document]]:
    """Count the documents on a terminal while they pass."""
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn

    console = Console(stderr=True)
    columns = (SpinnerColumn(), TextColumn("{task.completed:,.0f} documents read"))
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        yield iter(progress.track(documents, total=None))


@contextmanager
def _input_errors() -> Iterator[None]:
    try:
        yield
    except InputError as error:
        _say(f"error: {error}")
        raise SystemExit(_BAD_INPUT) from None


def _say(line: str) -> None:
    click.echo(_printable(line), err=True)


def _printable(text: str) -> str:
    """References are written by others: their names and titles may not steer the terminal or break the line."""
    return "".join(character if character.isprintable() else " " for character in text)
