"""How much is read: bounds on sizes, each with a safe default that an environment variable changes.

``SAYSO_MAX_FILE_BYTES=50000000 sayso check …`` reads files of up to 50 MB.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from claims.errors import InputError

_PREFIX = "SAYSO_MAX_"

DEFAULTS: Mapping[str, int] = {
    # A text file, and a file of many articles.
    "FILE_BYTES": 10_000_000,
    "BATCH_BYTES": 1_000_000_000,
    # A line of a file of articles.
    "LINE_BYTES": 32_000_000,
    # An article: characters, and words with marks. A text of single signs has as many of these as characters, and
    # costs three kilobytes for each.
    "ARTICLE_CHARACTERS": 2_000_000,
    "ARTICLE_WORDS": 500_000,
    # A reference that is read whole because it speaks about much of an article; of a longer one what is found is read.
    "WHOLE_CHARACTERS": 200_000,
    # An article from its first to its last claim.
    "SECONDS": 3_600,
}


def limit(name: str) -> int:
    """The bound of this name; one that is set to no number is not in force, see ``check_limits``."""
    value = os.environ.get(_PREFIX + name, "")
    return int(value) if _is_number(value) else DEFAULTS[name]


def check_limits() -> None:
    """Raise InputError where a variable that sets a bound names none, or has no number above 0."""
    for name, value in os.environ.items():
        if name.startswith(_PREFIX):
            if name.removeprefix(_PREFIX) not in DEFAULTS:
                known = " ".join(_PREFIX + each for each in DEFAULTS)
                raise InputError(name, "sets no limit that there is", f"use one of {known}")
            if not _is_number(value):
                raise InputError(name, f"is {value[:40]!r} and no number above 0", "write figures only")


def _is_number(value: str) -> bool:
    return value.isascii() and value.isdigit() and 0 < len(value) <= 15 and int(value) > 0
