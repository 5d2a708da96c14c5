"""Whether two first names may be one person's: "Bill" and "William", by the lists of the package nicknames."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nicknames import NickNamer


def may_be_one(a: str, b: str) -> bool:
    """Whether one of two lower-cased first names is short for the other, or both are for a third."""
    known = _known()
    full = known.canonicals_of(a)
    return b in known.nicknames_of(a) | full or bool(full & known.canonicals_of(b))


@cache
def _known() -> NickNamer:
    from nicknames import NickNamer

    return NickNamer()
