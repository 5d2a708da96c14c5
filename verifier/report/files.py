"""Reports in files that ``sayso check --format json`` wrote."""

from __future__ import annotations

import json
from pathlib import Path

from claims.article.reading import decode, read_bytes
from claims.errors import InputError
from claims.limits import limit
from verifier.records import Report
from verifier.report.json import SCHEMA, parse


def read(path: Path) -> tuple[Report, ...]:
    """The reports in a file; raises InputError for one that cannot be read, is too large or is none."""
    return parse(_text(path), str(path))


def is_report(path: Path) -> bool:
    """Whether a file of JSON says that it is a report, of whatever version; an article may be JSON too."""
    if path.suffix.lower() != ".json":
        return False
    try:
        loaded = json.loads(_text(path))
    except (InputError, ValueError, RecursionError):
        return False
    first = loaded[0] if isinstance(loaded, list) and loaded else loaded
    return isinstance(first, dict) and str(first.get("schema")).startswith(SCHEMA.partition("/")[0])


def _text(path: Path) -> str:
    return decode(read_bytes(path, limit("BATCH_BYTES")), str(path))
