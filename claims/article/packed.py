"""Reads files that gzip packed, as if they were not."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager


class Packed(gzip.GzipFile):
    """A file whose end is missing, or that is damaged, raises OSError, as one that the disk cannot read does."""

    def read(self, size: int | None = -1) -> bytes:
        """See ``BinaryIO``."""
        with _damage():
            return super().read(size)

    def __next__(self) -> bytes:
        with _damage():
            return super().__next__()

    def readline(self, size: int | None = -1) -> bytes:
        """See ``BinaryIO``."""
        with _damage():
            return super().readline(-1 if size is None else size)


@contextmanager
def _damage() -> Iterator[None]:
    try:
        yield
    except (EOFError, zlib.error) as error:
        raise OSError(f"damaged: {error}") from error
