"""Premise-hypothesis pairs as JSONL, for scoring."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from claims.article.files import standard_input
from claims.article.reading import cannot_read, checked_text, is_empty, open_file
from claims.errors import InputError

MAX_LINE_BYTES = 8_000_000


@dataclass(frozen=True, slots=True)
class NamedPair:
    """Does ``premise`` support ``hypothesis``?"""

    id: str | int
    premise: str
    hypothesis: str


def read_pairs(path: str, stdin: BinaryIO | None = None) -> Iterator[NamedPair | InputError]:
    """The pairs of a JSONL file or of standard input ("-"); a bad line is an error of its own, the rest goes on.

    A line without an id gets its number.
    """
    try:
        if path == "-":
            yield from _lines(stdin or standard_input(), "stdin")
            return
        with open_file(path) as file:
            yield from _lines(file, path)
    except InputError as error:
        yield error


def _lines(file: BinaryIO, name: str) -> Iterator[NamedPair | InputError]:
    number = 0
    empty = True
    while line := _readline(file, name):
        number += 1
        if not line.removeprefix(b"\xef\xbb\xbf").strip():
            continue
        empty = False
        where = f"{name}:{number}"
        if b"\0" in line:
            yield InputError(where, "not a text file (it holds a NUL byte)", "give JSONL in UTF-8")
            return
        if len(line) > MAX_LINE_BYTES:
            yield InputError(where, f"longer than {MAX_LINE_BYTES:,} bytes", "cut the premise")
            while line and not line.endswith(b"\n"):
                line = _readline(file, name)
            continue
        try:
            yield _pair(line, number, where)
        except InputError as error:
            yield error
    if empty:
        yield is_empty(name)


def _readline(file: BinaryIO, name: str) -> bytes:
    try:
        return file.readline(MAX_LINE_BYTES + 1)
    except OSError as error:
        raise cannot_read(name, error) from error


def _pair(line: bytes, number: int, where: str) -> NamedPair:
    try:
        fields: Any = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise InputError(where, "not a JSON object", "write one object a line, in UTF-8") from None
    if not isinstance(fields, dict):
        raise InputError(where, "not a JSON object", 'write a pair as {"premise": "...", "hypothesis": "..."}')
    texts = []
    for name in ("premise", "hypothesis"):
        if name not in fields:
            raise InputError(where, f'the field "{name}" is missing', "give it")
        texts.append(checked_text(fields[name], name, where))
        if not texts[-1].strip():
            raise InputError(f'{where} field "{name}"', "is empty", "give its text")
    id_ = fields.get("id")
    if not isinstance(id_, str | int | None) or isinstance(id_, bool):
        raise InputError(f'{where} field "id"', "neither text nor a whole number", "give another id, or none")
    return NamedPair(number if id_ is None else id_, *texts)
