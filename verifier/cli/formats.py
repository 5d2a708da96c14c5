"""Which formats of the report ``sayso check`` writes, and where each goes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from claims.article.reading import is_folder
from claims.errors import InputError
from verifier.report.formats import FORMATS


def destinations(format_: str, outputs: Sequence[str], asked: bool = False) -> tuple[tuple[str, Path | None], ...]:
    """The formats that are asked for, each with its file, None being standard output.

    An output is ``FILE``, for ``format_``, or ``FORMAT=FILE``. Where there is none, or ``format_`` was ``asked`` for by
    name and has no file, it goes to standard output. Raises InputError where two go to one file, and for a word before
    the sign that is no format.
    """
    found: list[tuple[str, Path | None]] = []
    for output in outputs:
        name, sign, file = output.partition("=")
        named = bool(sign) and name in FORMATS
        if sign and not named and name.isalpha():
            raise InputError(output, f"{name!r} is no format", f"one of {', '.join(FORMATS)}; a file is ./{output}")
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
