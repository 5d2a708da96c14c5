"""Where a reference can be opened at the words of a passage: by a page of a PDF, or by a text fragment."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePath
from urllib.parse import quote, urlsplit

from verifier.records import Passage

# Addresses of documents by their ids, relative to the page and without a fragment.
Links = Mapping[str, str]

# Words by which a passage is found again at its beginning and its end.
_WORDS = 5
# Characters of a fragment; what is longer is no text of words.
_LONGEST = 1000


def address(passage: Passage, links: Links) -> str | None:
    """Where the document of a passage is, with a fragment that leads to the passage; None if that is not known.

    ``links`` come before the address that the document has itself, of which none but http and https is taken.
    """
    base = links.get(passage.document_id) or web(passage.url)
    if base is None:
        return None
    if "#" in base:
        return base
    if urlsplit(base).path.lower().endswith(".pdf"):
        return f"{base}#page={passage.page}" if passage.page else base
    found = fragment(passage.text)
    return f"{base}#{found}" if len(found) <= _LONGEST else base


def web(url: str | None) -> str | None:
    """Only addresses of web pages; anything else an article or reference names could do something in a browser."""
    if not url or any(not character.isprintable() for character in url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme.lower() in ("http", "https") and parts.netloc else None


def fragment(text: str) -> str:
    """The text fragment that leads to a passage, by its first and last words (WICG, Scroll To Text Fragment).

    >>> fragment("The port was closed at 06:40, as the log has it, because of the storm.")
    ':~:text=The%20port%20was%20closed%20at,because%20of%20the%20storm.'
    """
    lines = [line.split() for line in re.split(r"[\r\n\u2029]+", text) if line.split()]
    if not lines:
        return ":~:text="
    # What begins and ends the range is to stand in one paragraph each.
    first, last = lines[0], lines[-1]
    if len(lines) == 1 and len(first) <= 2 * _WORDS:
        return f":~:text={_escaped(first)}"
    return f":~:text={_escaped(first[:_WORDS])},{_escaped(last[-_WORDS:])}"


def _escaped(words: Sequence[str]) -> str:
    # A hyphen has a meaning of its own in a text fragment.
    return quote(" ".join(words).encode("utf-8", "replace"), safe="").replace("-", "%2D")


def beside(files: Mapping[str, Path], page: Path) -> dict[str, str]:
    """Addresses of files by the ids of the documents in them, relative to the folder of ``page``."""
    return {id_: relative(file, page) for id_, file in files.items()}


def relative(file: Path, page: Path) -> str:
    """The address of a file for a link on a page: a relative path, so that no page names the folders of a machine."""
    path = PurePath(os.path.relpath(file.resolve(), page.resolve().parent)).as_posix()
    # "./" keeps what has a colon in its name from being taken for an address with a scheme.
    return "./" + quote(os.fsencode(path), safe="/")
