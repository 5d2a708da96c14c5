"""Where the commands write: results to standard output or a file, what is wrong with the input to stderr."""

from __future__ import annotations

import os
import secrets
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from claims.errors import InputError, Skipped, summarised

if TYPE_CHECKING:
    from rich.console import Console

    from claims.records import Article

BAD_INPUT = 2
# What a shell reports of a program whose reader went away: 128 + SIGPIPE.
BROKEN_PIPE = 141

T = TypeVar("T")


class Errors:
    """Says bad input, each in one line on stderr, and counts it."""

    def __init__(self) -> None:
        self.count = 0

    def say(self, *errors: InputError) -> None:
        """Say these; what is merely passed over is a note."""
        for error in errors:
            skipped = isinstance(error, Skipped)
            self.count += not skipped
            say(f"{'note' if skipped else 'error'}: {error}")

    def passed_together(self, items: Iterable[T | InputError]) -> Iterator[T]:
        """Everything but the errors, which are said at the end, many of one kind in one line."""
        held: list[InputError] = []
        try:
            for item in items:
                if isinstance(item, InputError):
                    held.append(item)
                else:
                    yield item
        finally:
            self.say(*summarised(held))

    def passed(self, items: Iterable[T | InputError]) -> Iterator[T]:
        """Everything but the errors, which are said as they come."""
        for item in items:
            if isinstance(item, InputError):
                self.say(item)
            else:
                yield item

    def articles(self, names: Iterable[str]) -> Iterator[Article]:
        """The articles of these files that can be read; "-" is standard input."""
        from claims.article.files import load_articles

        seen: Counter[str] = Counter()
        for name in names:
            for article in self.passed(load_articles(name)):
                seen[article.id] += 1
                # Ids are unique within a file; the second report.txt is report-2.
                yield article if seen[article.id] == 1 else replace(article, id=f"{article.id}-{seen[article.id]}")

    def ready(self, items: Iterator[T]) -> Iterator[T]:
        """The same items with the first one read: where there is none, no model is loaded, and the command ends."""
        for first in items:
            return chain([first], items)
        raise SystemExit(BAD_INPUT)


@contextmanager
def input_errors() -> Iterator[Errors]:
    """Within it bad input is said; where there was any, the command ends with exit code 2."""
    errors = Errors()
    try:
        yield errors
    except InputError as error:
        errors.say(error)
    if errors.count:
        raise SystemExit(BAD_INPUT)


def say(line: str) -> None:
    """Print one line on stderr, whatever is in it."""
    from verifier.report.wording import visible

    click.echo(visible(line.strip()), err=True)


def check_output(output: Path | None, inputs: Iterable[str]) -> None:
    """Raise InputError where ``output`` is one of the files that are to be read."""
    for name in inputs:
        if output and output.exists() and Path(name).exists() and output.samefile(name):
            raise InputError(str(output), "would be written over its own input", "name another file with -o")


@contextmanager
def writing(output: Path | None) -> Iterator[Callable[[str], None]]:
    """A function that writes to standard output, or to the file ``output``.

    A file gets its name when all is written: what is interrupted or fails leaves the one before as it was.
    """
    if output is None:
        yield _to_stdout
        return
    with _refusals(output):
        if not output.parent.is_dir():
            raise InputError(str(output), f"there is no folder {output.parent}", "make it first")
        target = draft = output
        # What is no file, such as /dev/null or a pipe, is not to be replaced by one.
        if output.is_file() or not output.exists():
            target = output.resolve()
            draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
        file = draft.open("w", encoding="utf-8", newline="")

    def write(text: str) -> None:
        with _refusals(output):
            file.write(text)

    try:
        yield write
        with _refusals(output):
            file.close()
            if draft != target:
                draft.replace(target)
    except BaseException:
        with suppress(OSError):
            file.close()
        if draft != target:
            draft.unlink(missing_ok=True)
        raise


@contextmanager
def _refusals(output: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise InputError(str(output), f"cannot be written ({error.strerror})", "choose another file") from error


def _to_stdout(text: str) -> None:
    try:
        click.echo(text, nl=False)
    except OSError as error:
        # What is still in the buffer must not fail again when Python ends.
        with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
            os.dup2(nowhere.fileno(), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):
            raise SystemExit(BROKEN_PIPE) from None
        raise InputError("standard output", f"cannot be written ({error.strerror})", "name a file with -o") from error


def counted(items: Iterator[T], streamed: bool) -> Iterator[T]:
    """The items, counted on stderr where that is a terminal, unless results are ``streamed`` to the same one."""
    from rich.console import Console
    from rich.progress import track

    console = Console(stderr=True)
    disable = not console.is_terminal or (streamed and sys.stdout.isatty())
    return iter(track(items, "reading", console=console, transient=True, disable=disable))


def printed(draw: Callable[[Console], None], output: Path | None) -> str:
    """What ``draw`` prints: in colour only where it goes to a terminal."""
    from io import StringIO

    from rich.console import Console

    terminal = output is None and sys.stdout.isatty()
    width = None if terminal or os.environ.get("COLUMNS") else 100
    page = StringIO()
    draw(Console(file=page, force_terminal=terminal, width=width, highlight=False))
    return page.getvalue()
