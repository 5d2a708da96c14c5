"""Claims as comma-separated values, a row a claim."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from verifier.records import CheckedClaim, Report, Verdict
from verifier.report.places import Places
from verifier.report.wording import best_evidence, chain_words, visible

COLUMNS = (
    "file line column article_id title claim_id kind voices claim said said_confidence so so_confidence "
    "flags worst message evidence_document evidence_page evidence_text evidence_url"
).split()  # fmt: skip
Cell = str | int | float | None
# A cell that begins with one of these is run as a formula by spreadsheets.
_FORMULA = tuple("=+-@\t\r")


def render(reports: Sequence[Report]) -> str:
    """A header, then the claims of all reports in order; new flags only."""
    return header() + "".join(rows(report) for report in reports)


def header() -> str:
    """The line with the names of the columns."""
    return _line(COLUMNS)


def rows(report: Report) -> str:
    """A line for each claim of one report."""
    return "".join(_line([_plain(cell) for cell in row]) for row in records_of(report))


def records_of(report: Report) -> Iterator[tuple[Cell, ...]]:
    """The values of ``COLUMNS`` for each claim of one report; None for what is absent."""
    places = Places(report.article)
    return (_row(report, checked, places) for checked in report.claims)


def _row(report: Report, checked: CheckedClaim, places: Places) -> tuple[Cell, ...]:
    article, claim = report.article, checked.claim
    region = places.region(claim.spans)
    flags = [flag for flag in checked.flags if flag.state == "new"]
    worst = min(flags, key=lambda flag: ("error", "warning", "note").index(flag.severity), default=None)
    told = next((each for verdict in (checked.so, checked.said) if verdict for each in best_evidence(verdict)), None)
    return (
        article.file.name if article.file else None, region.line, region.column,
        article.id, article.title, claim.id, claim.kind, chain_words(claim.chain), claim.text,
        *_verdict(checked.said), *_verdict(checked.so),
        " ".join(flag.rule for flag in flags), worst.severity if worst else None, worst.message if worst else None,
        *((told.passage.document_id, told.passage.page, told.passage.text, told.passage.url) if told else (None,) * 4),
    )  # fmt: skip


def _verdict(verdict: Verdict | None) -> tuple[Cell, Cell]:
    return (verdict.label, verdict.confidence) if verdict else (None, None)


def _plain(cell: Cell) -> str:
    if isinstance(cell, float):
        return f"{cell:.4f}"
    return "" if cell is None else str(cell)


def _line(cells: Sequence[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow([_cell(cell) for cell in cells])
    return line.getvalue()


def _cell(text: str) -> str:
    """The text in one line, and with an apostrophe in front where a spreadsheet would calculate it."""
    plain = visible(text).strip()
    return f"'{plain}" if plain.startswith(_FORMULA) else plain
