"""Articles from Parquet files, row by row: a row that cannot be read costs no other."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from claims.article.reading import is_empty, open_file, too_large
from claims.errors import InputError

if TYPE_CHECKING:
    import pyarrow.parquet

# Rows that are in memory at once.
_AT_ONCE = 16


def parquet_rows(path: str, fields: Sequence[str], limit: int) -> Iterator[dict[str, object] | InputError]:
    """The rows of a file, each with those of its columns that are among ``fields``, the first of which is the text.

    A row with a value that Python cannot hold (a day of the year 12000, text that is not UTF-8) is an InputError in its
    place, and so is what cannot be read further. Raises InputError for a file that is no Parquet, has no rows or no
    text, or holds more than ``limit`` bytes, packed or unpacked.
    """
    with open_file(path) as file:
        size = file.seek(0, io.SEEK_END)
    if size > limit:
        raise too_large(path, limit)
    import pyarrow.parquet

    try:
        table = pyarrow.parquet.ParquetFile(path, page_checksum_verification=True)
        facts, names = table.metadata, table.schema_arrow.names
    except (OSError, ValueError, pyarrow.ArrowException) as error:
        raise _unreadable(path, error) from error
    with table:
        if not facts.num_rows:
            raise is_empty(path)
        columns = [name for name in fields if name in names]
        if fields[0] not in columns:
            raise InputError(path, f'the column "{fields[0]}" is missing', "give the articles' texts")
        if sum(facts.row_group(i).total_byte_size for i in range(facts.num_row_groups)) > limit:
            raise too_large(path, limit)
        yield from _rows(table, columns, path)


def _rows(
    table: pyarrow.parquet.ParquetFile, columns: Sequence[str], path: str
) -> Iterator[dict[str, object] | InputError]:
    import pyarrow

    batches = table.iter_batches(batch_size=_AT_ONCE, columns=columns)
    number = 0
    while True:
        try:
            batch = next(batches, None)
        except (OSError, ValueError, pyarrow.ArrowException) as error:
            yield _unreadable(path, error)
            return
        if batch is None:
            return
        for i in range(batch.num_rows):
            number += 1
            yield _row(batch, i, f"{path} row {number}")


def _row(batch: Any, i: int, where: str) -> dict[str, object] | InputError:
    import pyarrow

    found: dict[str, object] = {}
    for name in batch.schema.names:
        try:
            found[name] = batch.column(name)[i].as_py()
        # What Python has no value for: days, zones and bytes; each type has an error of its own.
        except (ValueError, OverflowError, LookupError, pyarrow.ArrowException) as error:
            return InputError(f'{where} field "{name}"', f"cannot be read ({_reason(error)})", "correct it")
    return found


def _unreadable(path: str, error: Exception) -> InputError:
    return InputError(path, f"not Parquet that can be read ({_reason(error)})", "correct the file")


def _reason(error: Exception) -> str:
    return (str(error.__cause__ or error).splitlines() or [type(error).__name__])[0]
