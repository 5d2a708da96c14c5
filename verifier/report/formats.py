"""The formats of a report: what is written of each, at the end of several, and which flags are in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Generic, Literal, Protocol, TypeVar, get_args

from verifier.records import Report, Severity
from verifier.report.totals import Totals

if TYPE_CHECKING:
    from rich.console import Console

    from verifier.report.links import Links

T = TypeVar("T")

Format = Literal[
    "text", "json", "jsonl", "html", "markdown", "sarif", "junit", "github", "csv", "claimreview", "annotations"
]
FORMATS: tuple[Format, ...] = get_args(Format)

# Those of which each report is written when it is there.
STREAMED = frozenset({"text", "json", "jsonl", "csv", "github"})

# Prints on a console.
Draw = Callable[["Console"], None]

# What `--show` takes, and the severities that it leaves in.
Show = Literal["errors", "warnings", "notes"]
SHOWN: dict[Show, tuple[Severity, ...]] = {
    "errors": ("error",),
    "warnings": ("error", "warning"),
    "notes": ("error", "warning", "note"),
}


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


class Gathered(Generic[T]):
    """A format whose file is one object: of each report what stands in it is held until the end, and no more."""

    def __init__(self, part: Callable[[Report], T], whole: Callable[[Sequence[T], Totals], str]) -> None:
        self._part, self._whole = part, whole
        self._parts: list[T] = []

    def add(self, report: Report) -> str:
        """See ``Writer``."""
        self._parts.append(self._part(report))
        return ""

    def end(self, totals: Totals) -> str:
        """See ``Writer``."""
        return self._whole(self._parts, totals)


def writer(name: str, printed: Callable[[Draw], str], links: Links | None = None) -> Writer:
    """The writer of the format ``name``, one of ``FORMATS``; ``printed`` gives what is drawn on a console as text.

    ``links`` are where a page can open references, by their ids.
    """
    from verifier.report import annotations, claimreview, csv, github, html, json, jsonl, junit, markdown, sarif, text

    if name == "text":
        return Streamed(lambda report: printed(partial(text.render, report)))
    if name == "jsonl":
        return Streamed(lambda report: jsonl.render([report]))
    if name == "json":
        return json.Listed()
    if name == "csv":
        return Streamed(csv.rows, csv.header())
    if name == "github":
        return Streamed(lambda report: github.render([report]), end=github.end)
    if name == "html":
        return Gathered[Report](lambda report: report, lambda reports, _: html.render(reports, links=links))
    if name == "sarif":
        return Gathered(sarif.part, sarif.whole)
    if name == "junit":
        return Gathered(junit.part, junit.whole)
    if name == "markdown":
        return Gathered(markdown.part, markdown.whole)
    if name == "claimreview":
        return Gathered(claimreview.part, lambda parts, _: claimreview.whole(parts))
    return Gathered(annotations.part, lambda parts, _: annotations.whole(parts))


def shown(report: Report, severities: tuple[Severity, ...], asked: frozenset[str] = frozenset()) -> Report:
    """The report with the flags of these severities, and of the rules that were ``asked`` for by name."""
    claims = (
        replace(c, flags=tuple(f for f in c.flags if f.severity in severities or f.rule in asked))
        for c in report.claims
    )
    return replace(report, claims=tuple(claims))
