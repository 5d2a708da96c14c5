"""Decisions and answers as comma-separated values, a row an entry, and back.

Nothing is lost on the way: what cannot be seen, reorders text or ends a line stands as JSON escapes it, and a cell that
a spreadsheet would calculate has an apostrophe in front.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator

from claims.errors import InputError
from verifier.report.json import dump
from verifier.report.wording import HIDDEN
from verifier.review.file import Entry, entry_of, row_of

COLUMNS = (
    "about article_id claim voices question answer rule decision right_voice right_words reason author time expires "
    "label confidence rules evidence right_spans identity article content"
).split()
# Fields that are no text and stand as JSON, with what an empty cell means.
_STRUCTURED: dict[str, object] = {"confidence": None, "rules": [], "evidence": {}, "right_spans": []}
# Fields of which an empty cell is an empty text and not a missing one.
_ALWAYS = ("article_id", "claim", "voices", "identity", "article", "content", "rule")
# What a spreadsheet takes for a formula, and a text that looks as if it had been kept from being one.
_FORMULA, _KEPT = re.compile(r"'*[=+@\t\r-]"), re.compile(r"'+[=+@\t\r-]")
_ESCAPED = re.compile(rf"[\\\t\r\n\u2028\u2029]|{HIDDEN.pattern}")
_ESCAPES = re.compile(r"(?:\\u[0-9a-f]{4})+|\\[\\bfnrt]")
_REMEDY = "give a file that `sayso review export --to csv` wrote"


def render(entries: Iterable[Entry]) -> str:
    """A header, then the entries in order."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for entry in entries:
        row = row_of(entry)
        writer.writerow([_cell(row.get(name)) for name in COLUMNS])
    return text.getvalue()


def parse(text: str, name: str) -> Iterator[Entry | InputError]:
    """The entries of such a file, in order; in place of a row that is none an error.

    Columns may stand in any order, and semicolons between them.
    """
    text = text.removeprefix("\ufeff")
    head = text.partition("\n")[0]
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=";" if head.count(";") > head.count(",") else ",")
    missing = [column for column in COLUMNS if column not in (reader.fieldnames or ())]
    if missing:
        yield InputError(name, f"no column {missing[0]}", _REMEDY)
        return
    try:
        for row in reader:
            where = f"{name}:{reader.line_num}"
            try:
                yield entry_of({column: _value(column, row[column] or "", where) for column in COLUMNS}, where)
            except InputError as error:
                yield error
    except csv.Error as error:
        yield InputError(f"{name}:{reader.line_num}", f"cannot be read ({error})", _REMEDY)


def _cell(value: object) -> str:
    if value is None:
        return ""
    text = value if isinstance(value, str) else dump(value)
    escaped = _ESCAPED.sub(lambda match: json.dumps(match[0])[1:-1].replace("\x7f", "\\u007f"), text)
    return f"'{escaped}" if _FORMULA.match(escaped) else escaped


def _value(column: str, cell: str, where: str) -> object:
    text = cell[1:] if _KEPT.match(cell) else cell
    try:
        plain: str = _ESCAPES.sub(lambda match: json.loads(f'"{match[0]}"'), text)
        if column in _STRUCTURED:
            return json.loads(plain) if plain else _STRUCTURED[column]
    except (ValueError, RecursionError):
        raise InputError(f"{where}: {column}", "was changed into something else", _REMEDY) from None
    return plain if plain or column in _ALWAYS else None
