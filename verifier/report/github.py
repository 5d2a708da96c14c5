"""Flags as workflow commands, which GitHub shows as annotations beside the lines of a change."""

from __future__ import annotations

from collections.abc import Sequence

from verifier.records import Report, Severity
from verifier.report.findings import findings
from verifier.report.totals import Totals, nothing_checked_words
from verifier.report.wording import visible
from verifier.verdict.rules import NOTHING_CHECKED

_COMMANDS: dict[Severity, str] = {"error": "error", "warning": "warning", "note": "notice"}


def render(reports: Sequence[Report]) -> str:
    """A line a new flag, in the order of the articles; what a person has decided on is left out."""
    lines = []
    for finding in (finding for report in reports for finding in findings(report)):
        flag, region = finding.flag, finding.region
        if flag.state != "new":
            continue
        properties = {
            "file": finding.name,
            "line": str(region.line),
            "endLine": str(region.end_line),
            "title": f"{flag.rule} {flag.name}",
        }
        if region.line == region.end_line and region.end_column > region.column:
            # Of words over several lines GitHub takes no columns.
            properties |= {"col": str(region.column), "endColumn": str(region.end_column)}
        told = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
        message = f"{flag.message} Claim: {finding.checked.claim.text}"
        lines.append(f"::{_COMMANDS[flag.severity]} {told}::{_data(message)}\n")
    return "".join(lines)


def end(totals: Totals) -> str:
    """A line for a run in which nothing could be checked."""
    if not totals.nothing_checked:
        return ""
    rule = NOTHING_CHECKED
    return f"::error title={rule.id} {rule.name}::{_data(nothing_checked_words(totals))}\n"


def _data(text: str) -> str:
    """Escaped as the runner's toolkit does it: a message cannot end its line or begin another command."""
    return visible(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
