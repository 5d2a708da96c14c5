"""A report as JSON lines: one claim a line, the same object as in ``json``, with its article and its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from verifier.records import Report
from verifier.report.json import checked_object, dump
from verifier.report.places import Places


def render(reports: Sequence[Report]) -> str:
    """The claims of all reports in order, one a line; ``path`` is null where an article comes from no file."""
    return "".join(line for report in reports for line in _lines(report))


def _lines(report: Report) -> Iterator[str]:
    article = report.article
    places = Places(article)
    for checked in report.claims:
        region = places.region(checked.claim.spans)
        place = {
            "title": article.title,
            "path": article.file.name if article.file else None,
            "line": region.line,
            "column": region.column,
        }
        yield dump({**checked_object(report, checked), **place}) + "\n"
