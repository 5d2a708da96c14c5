"""Which articles a command reads: files, folders, lists of files, under which names, and what is new in them."""

from __future__ import annotations

import ast
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import click

from claims.article.files import FIELDS, SUFFIXES, standard_input
from claims.article.reading import exists, is_folder, open_file, suffix_of
from claims.errors import InputError, Skipped
from verifier.cli.output import Errors

F = TypeVar("F", bound=Callable[..., Any])

# Bytes of a list of files.
MAX_LIST = 100_000_000
_LINE = 1 << 20


def _columns(context: click.Context, option: click.Parameter, told: tuple[str, ...]) -> dict[str, str]:
    columns = {}
    for each in told:
        field, sign, column = each.partition("=")
        if field not in FIELDS or not sign or not column:
            raise click.BadParameter(f"'{each}' is not FIELD=COLUMN with one of {', '.join(FIELDS)}.")
        columns[field] = column
    return columns


field_option = click.option(
    "--field", "columns", multiple=True, callback=_columns, metavar="FIELD=COLUMN",
    help="Where JSON, JSONL or Parquet have a field under another name: text=body.",
)  # fmt: skip
files_from_option = click.option(
    "--files-from", metavar="FILE", help="Read the names of articles from this file, or - for standard input."
)


def require_articles(articles: tuple[str, ...], files_from: str | None = None) -> tuple[str, ...]:
    """The arguments, of which there has to be one where no list is given."""
    if not articles and files_from is None:
        raise click.UsageError("Missing argument 'ARTICLE...'.", click.get_current_context())
    return articles


def named_files(articles: tuple[str, ...], files_from: str | None, errors: Errors) -> tuple[str, ...]:
    """The files to read, those of folders too, each once; what is passed over is said.

    Of a list it is no error that files are not there or of another kind: ``git diff --name-only`` names them too.
    """
    names = list(articles)
    if files_from is not None:
        if files_from == "-" and "-" in articles:
            raise InputError("-", "standard input cannot be both a list and an article", "name the article's file")
        for name in listed(_raw(files_from)):
            if not exists(name):
                errors.say(Skipped(name, "is not there", "check the name, unless it was deleted"))
            elif not is_folder(name) and suffix_of(name) not in SUFFIXES:
                errors.say(Skipped(name, "is of no kind that is read", f"articles are {' '.join(SUFFIXES)}"))
            else:
                names.append(name)
    return tuple(dict.fromkeys(_unfolded(names, errors)))


def _unfolded(names: Iterable[str], errors: Errors) -> Iterator[str]:
    from verifier.corpus.documents import references_in

    for name in names:
        if name == "-" or not is_folder(name):
            yield name
            continue
        found = False
        for path in errors.passed_together(references_in(Path(name))):
            found = True
            yield str(path)
        if not found:
            errors.say(InputError(name, "no article in the folder", f"add files of the kinds {' '.join(SUFFIXES)}"))


def apart(names: Iterable[str], references: str | None, errors: Errors) -> tuple[str, ...]:
    """The files that are none of the references; those that are would support themselves, and are said as errors."""
    from verifier.corpus.documents import reference_files
    from verifier.corpus.store import is_corpus

    names = tuple(names)
    if not references or not exists(references) or is_corpus(references):
        return names
    root = Path(references).resolve()
    inside = {name: path for name in names if name != "-" and (path := Path(name).resolve()).is_relative_to(root)}
    if not inside:
        return names
    told = {file.resolve() for file in reference_files(root)} if root.is_dir() else {root}
    for name, path in inside.items():
        if path in told:
            what = f"is among the references in {references}, and would support itself"
            errors.say(InputError(name, what, "keep it in another folder"))
    return tuple(name for name in names if inside.get(name) not in told)


def _raw(files_from: str) -> bytes:
    if files_from == "-":
        return standard_input().read(MAX_LIST)
    with open_file(files_from) as file:
        return file.read(MAX_LIST)


def listed(raw: bytes) -> tuple[str, ...]:
    """The names in a list as ``git diff --name-only`` (also with ``-z``) or ``find`` writes it, each once.

    git puts a name with characters beyond ASCII in quotation marks, as C does, unless it is told ``-z``.
    """
    parts = raw.split(b"\0") if b"\0" in raw else raw.splitlines()
    return tuple(dict.fromkeys(_plain(part) for part in parts if part.strip()))


def _plain(name: bytes) -> str:
    if len(name) > 1 and name.startswith(b'"') and name.endswith(b'"'):
        try:
            return os.fsdecode(ast.literal_eval(f"b{name.decode('ascii')}"))
        except (ValueError, SyntaxError):
            return os.fsdecode(name)
    return os.fsdecode(name)


def count_articles(names: Iterable[str]) -> int | None:
    """How many articles there are to read in these files, without reading them; None where that cannot be known."""
    from json import loads

    from claims.article.files import MAX_BATCH_BYTES
    from claims.article.reading import read_bytes

    total = 0
    for name in names:
        suffix = suffix_of(name)
        try:
            if name == "-":
                return None
            if suffix == ".jsonl":
                total += _lines(name)
            elif suffix == ".parquet":
                import pyarrow.parquet

                total += pyarrow.parquet.read_metadata(name).num_rows
            elif suffix == ".json":
                value = loads(read_bytes(name, MAX_BATCH_BYTES))
                total += len(value) if isinstance(value, list) else 1
            else:
                total += 1
        except (InputError, OSError, ValueError, RecursionError):
            # What is wrong with it is said when it is read.
            total += 1
    return total


def _lines(name: str) -> int:
    with open_file(name) as file:
        return sum(not line.isspace() for line in iter(lambda: file.readline(_LINE), b""))
