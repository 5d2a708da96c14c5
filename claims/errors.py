"""What a user can get wrong, said in one line."""

from __future__ import annotations

import re
from collections.abc import Iterable

# So many errors of one kind are said one by one.
FEW = 3
_VARYING = re.compile(r"\([^()]*\)|'[^']*'|\"[^\"]*\"|\d[\d,.]*")


class InputError(Exception):
    """Input that cannot be used: ``where`` (file, and line or field where known), ``what``, and what to ``do``.

    The command line prints ``str(error)``, goes on with the rest of the batch, and ends with exit code 2.

    >>> print(InputError("notes.txt", "the file is empty", "give a file with text"))
    notes.txt: the file is empty; give a file with text
    """

    def __init__(self, where: str, what: str, do: str) -> None:
        self.where, self.what, self.do = where, what, do
        super().__init__(f"{where}: {what}; {do}")

    def __reduce__(self) -> tuple[type[InputError], tuple[str, str, str]]:
        # So that it can travel between processes.
        return type(self), (self.where, self.what, self.do)


class Skipped(InputError):
    """A file of a folder that is passed over: said like bad input, but no error of the user."""


def summarised(errors: Iterable[InputError]) -> tuple[InputError, ...]:
    """One error for many of one kind, with their number and the first of their places; those of few stay as they are.

    Of one kind are errors that say the same but for numbers and what stands in quotation marks or parentheses.
    """
    kinds: dict[tuple[type[InputError], str, str], list[InputError]] = {}
    for error in errors:
        kinds.setdefault((type(error), _VARYING.sub("", error.what), error.do), []).append(error)
    told: list[InputError] = []
    for (kind, what, do), some in kinds.items():
        if len(some) <= FEW:
            told += some
        else:
            first = ", ".join(error.where for error in some[:FEW])
            told.append(kind(f"{len(some):,} files, {first} …", " ".join(what.split()), do))
    return tuple(told)
