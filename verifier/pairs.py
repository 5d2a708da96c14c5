"""Premise-hypothesis pairs as JSONL, for scoring."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from claims.errors import InputError
from claims.reading import open_file

MAX_LINE_BYTES = 8_000_000


@dataclass(frozen=True, slots=True)
class NamedPair:
    """Does ``premise`` support ``hypothesis``?"""

    id: str
    premise: str
    hypothesis: str


def read_pairs(path: str, stdin: BinaryIO) -> Iterator[NamedPair | InputError]:
    """The pairs of a JSONL file or of standard input ("-"); a bad line is an error of its own, the rest goes on.

    A line without an id gets its number.
    """
    if path == "-":
        yield from _lines(stdin, "stdin")
        return
    from pathlib import Path

    with open_file(Path(path)) as file:
        yield from _lines(file, path)


def _lines(file: BinaryIO, name: str) -> Iterator[NamedPair | InputError]:
    number = 0
    while line := file.readline(MAX_LINE_BYTES + 1):
        number += 1
        where = f"{name}:{number}"
        if len(line) > MAX_LINE_BYTES:
            yield InputError(where, f"line longer than {MAX_LINE_BYTES:,} bytes", "cut the premise")
            while line and not line.endswith(b"\n"):
                line = file.readline(MAX_LINE_BYTES)
            continue
        if not line.strip():
            continue
        try:
            fields = json.loads(line.decode("utf-8-sig"))
        except (ValueError, RecursionError):
            yield InputError(where, "not a JSON object", "write one object a line, in UTF-8")
            continue
        if not isinstance(fields, dict):
            yield InputError(where, "not a JSON object", "write one object a line")
            continue
        wrong = next(
            (f for f in ("premise", "hypothesis") if not isinstance(fields.get(f), str) or not fields[f].strip()), None
        )
        if wrong:
            yield InputError(f'{where} field "{wrong}"', "not a text", "give it as a string that is not empty")
            continue
        yield NamedPair(str(fields.get("id", number)), fields["premise"], fields["hypothesis"])
    if number == 0:
        yield InputError(name, "empty", "give JSONL of premise and hypothesis")
