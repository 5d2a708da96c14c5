"""Where the commands write: results to standard output or a file, what is wrong with the input to stderr."""

from __future__ import annotations

import errno
import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from io import TextIOBase
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from claims.article.reading import exists
from claims.errors import InputError, Skipped, summarised
from verifier.draft import Draft

if TYPE_CHECKING:
    from rich.console import Console

    from claims.records import Article

BAD_INPUT = 2
# What a shell reports of a program whose reader went away: 128 + SIGPIPE.
BROKEN_PIPE = 141
# Columns that a report has at least.
NARROWEST = 40
# Errors of one kind that are said one by one, and characters of a line.
SHOWN, LONGEST = 10, 600
_LONG_WORD = re.compile(r"(\S{100})\S{50,}(\S{50})")
# What differs in errors of one kind: names in quotation marks, and numbers.
_DETAIL = re.compile(r"'[^']*'|\"[^\"]*\"|\d[\d,.]*")

T = TypeVar("T")


class Errors:
    """Says bad input, each in one line on stderr, and counts it; of many errors of one kind the first ``SHOWN``."""

    def __init__(self) -> None:
        self.count = 0
        self._kinds: Counter[tuple[str, str]] = Counter()

    def say(self, *errors: InputError) -> None:
        """Say these; what is merely passed over is a note."""
        for error in errors:
            name = "note" if isinstance(error, Skipped) else "error"
            self.count += name == "error"
            kind = name, _DETAIL.sub("…", f"{error.what}; {error.do}")
            self._kinds[kind] += 1
            if self._kinds[kind] <= SHOWN:
                say(f"{name}: {error}")

    def end(self) -> None:
        """Say how many more there were of each kind."""
        for (name, kind), count in self._kinds.items():
            if count > SHOWN:
                say(f"{name}: {count - SHOWN:,} more like this: {kind}")
        self._kinds.clear()

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

    def articles(self, names: Iterable[str], columns: Mapping[str, str] | None = None) -> Iterator[Article]:
        """The articles of these files that can be read; "-" is standard input; ``columns`` as in ``load_articles``."""
        from claims.article.files import load_articles

        seen: Counter[str] = Counter()
        for name in names:
            for article in self.passed(load_articles(name, columns=columns)):
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
    finally:
        errors.end()
    if errors.count:
        raise SystemExit(BAD_INPUT)


def say(line: str) -> None:
    """Print one line on stderr, whatever is in it: of a line or word that is too long its beginning and its end."""
    from verifier.report.wording import visible

    shown = _LONG_WORD.sub(r"\1…\2", visible(line.strip()))
    if len(shown) > LONGEST:
        shown = f"{shown[: LONGEST // 2]} … {shown[-LONGEST // 2 :]}"
    with suppress(OSError):
        click.echo(shown, err=True)


def check_output(output: Path | None, inputs: Iterable[str]) -> None:
    """Raise InputError where ``output`` is one of the files that are to be read."""
    for name in inputs:
        if output and exists(output) and exists(name) and output.samefile(name):
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
        # What is no file, such as /dev/null or a pipe, is not to be replaced by one.
        whole = output.is_file() or not output.exists()
        draft = Draft(output.resolve()) if whole else None
        file = draft.file if draft else output.open("w", encoding="utf-8", newline="")

    def write(text: str) -> None:
        with _refusals(output):
            file.write(text)

    try:
        yield write
        with _refusals(output):
            if draft:
                draft.keep()
            file.close()
    finally:
        with suppress(OSError):
            file.close()
        if draft:
            draft.drop()


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
        raise lost_output(error) from error


def lost_output(error: OSError) -> InputError:
    """What is said where standard output cannot be written; ends the process where its reader went away."""
    # What is still in the buffer must not fail again when Python ends.
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere, suppress(OSError):
        os.dup2(nowhere.fileno(), sys.stdout.fileno())
    if isinstance(error, BrokenPipeError):
        raise SystemExit(BROKEN_PIPE) from None
    return InputError("standard output", f"cannot be written ({error.strerror})", "name a file with -o")


class Closed(TextIOBase):
    """Standard output that was closed before the command began."""

    def write(self, text: str) -> int:
        """Raise the error of the operating system."""
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))


def printed(draw: Callable[[Console], None], output: Path | None) -> str:
    """What ``draw`` prints: in colour only where it goes to a terminal."""
    from io import StringIO

    from rich.console import Console

    terminal = output is None and sys.stdout.isatty()
    columns = os.environ.get("COLUMNS", "")
    asked = int(columns) if columns.isascii() and columns.isdigit() else 0
    width = max(asked, NARROWEST) if asked else None if terminal else 100
    page = StringIO()
    console = Console(file=page, force_terminal=terminal, width=width, highlight=False)
    console.width = max(console.width, NARROWEST)
    draw(console)
    return page.getvalue()
