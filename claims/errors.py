"""What a user can get wrong, said in one line."""

from __future__ import annotations


class InputError(Exception):
    """Input that cannot be used: ``where`` (file, and line or field where known), ``what``, and what to ``do``.

    The command line prints ``str(error)``, goes on with the rest of the batch, and ends with exit code 2.

    >>> print(InputError("notes.txt", "the file is empty", "give a file with text"))
    notes.txt: the file is empty; give a file with text
    """

    def __init__(self, where: str, what: str, do: str) -> None:
        self.where, self.what, self.do = where, what, do
        super().__init__(f"{where}: {what}; {do}")
