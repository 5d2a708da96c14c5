"""The formats of ``sayso check``: what is written of each report, and at the end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Protocol

from claims.article.reading import is_folder
from claims.errors import InputError
from verifier.cli.output import printed
from verifier.records import Report
from verifier.report.totals import Totals

FORMATS = (
    "text", "json", "jsonl", "html", "markdown", "sarif", "junit", "github", "csv", "claimreview", "annotations",
)  # fmt: skip


class Writer(Protocol):
    """Turns reports into the text of one format."""

    def add(self, report: Report) -> str:
        """What is to be written when this report is there."""
        ...

    def end(self, totals: Totals) -> str:
        """What is to be written behind the last one."""
        ...


class Streamed:
    """A format in which each report can be written by itself, so that no more than one is held."""

    def __init__(
        self, one: Callable[[Report], str], head: str = "", end: Callable[[Totals], str] = lambda _: ""
    ) -> None:
        self._one, self._head, self._end = one, head, end

    def add(self, report: Report) -> str:
        """See ``Writer``."""
        head, self._head = self._head, ""
        return head + self._one(report)

    def end(self, totals: Totals) -> str:
        """See ``Writer``; a head stands in a file without reports too."""
        return self._head + self._end(totals)


class Whole:
    """A format whose file is one object: all reports are held until the end."""

    def __init__(self, render: Callable[[Sequence[Report], Totals], str]) -> None:
        self._render = render
        self._reports: list[Report] = []

    def add(self, report: Report) -> str:
        """See ``Writer``."""
        self._reports.append(report)
        return ""

    def end(self, totals: Totals) -> str:
        """See ``Writer``."""
        return self._render(self._reports, totals)


def writer(name: str, output: Path | None) -> Writer:
    """The writer of the format ``name``, one of ``FORMATS``; text is in colour where ``output`` is a terminal."""
    from verifier.report import annotations, claimreview, csv, github, html, json, jsonl, junit, markdown, sarif, text

    if name == "text":
        return Streamed(lambda report: printed(partial(text.render, report), output))
    if name == "jsonl":
        return Streamed(lambda report: jsonl.render([report]))
    if name == "csv":
        return Streamed(csv.rows, csv.header())
    if name == "github":
        return Streamed(lambda report: github.render([report]), end=github.end)
    if name in ("sarif", "junit", "markdown"):
        return Whole({"sarif": sarif.render, "junit": junit.render, "markdown": markdown.render}[name])
    render = {
        "json": json.render, "html": html.render, "claimreview": claimreview.render, "annotations": annotations.render,
    }[name]  # fmt: skip
    return Whole(lambda reports, _: render(reports))


def destinations(format_: str, outputs: Sequence[str], asked: bool = False) -> tuple[tuple[str, Path | None], ...]:
    """The formats that are asked for, each with its file, None being standard output.

    An output is ``FILE``, for ``format_``, or ``FORMAT=FILE``. Where there is none, or ``format_`` was ``asked`` for by
    name and has no file, it goes to standard output. Raises InputError where two go to one file.
    """
    found: list[tuple[str, Path | None]] = []
    for output in outputs:
        name, sign, file = output.partition("=")
        named = bool(sign) and name in FORMATS
        found.append((name, Path(file)) if named else (format_, Path(output)))
    if not found or (asked and format_ not in [name for name, _ in found]):
        found.append((format_, None))
    targets = [target for _, target in found]
    for target in targets:
        if target is not None and is_folder(target):
            raise InputError(str(target), "is a folder", "name a file in it")
        if targets.count(target) > 1:
            raise InputError(str(target), "two formats go to it", "give each its own file")
    return tuple(found)
