"""A report as JSON lines: one claim a line, the same object as in ``json``."""

from __future__ import annotations

from collections.abc import Sequence

from verifier.records import Report
from verifier.report.json import checked_object, dump


def render(reports: Sequence[Report]) -> str:
    """The claims of all reports in order, one a line."""
    return "".join(dump(checked_object(checked)) + "\n" for report in reports for checked in report.claims)
