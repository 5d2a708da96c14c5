"""Reports in files that ``sayso check --format json`` wrote."""

from __future__ import annotations

import json
from pathlib import Path

from claims.errors import InputError
from verifier.records import Report
from verifier.report.json import SCHEMA, parse


def read(path: Path) -> tuple[Report, ...]:
    """The reports in a file; raises InputError for one that cannot be read or is none."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(str(path), f"cannot be read ({error})", "give a JSON report") from None
    return parse(text, str(path))


def is_report(path: Path) -> bool:
    """Whether a file of JSON says that it is a report, of whatever version; an article may be JSON too."""
    if path.suffix.lower() != ".json":
        return False
    try:
        loaded = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return False
    first = loaded[0] if isinstance(loaded, list) and loaded else loaded
    return isinstance(first, dict) and str(first.get("schema")).startswith(SCHEMA.partition("/")[0])
