"""Word documents (.docx) to text."""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from claims.errors import InputError

MAX_DOCX_BYTES = 100_000_000
# What the file may unpack to: all of it, a part that is XML, and in how many parts.
MAX_UNPACKED, MAX_XML, MAX_PARTS = 400_000_000, 40_000_000, 10_000

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_PARAGRAPH = f"{_W}p"
# Text that is not there: what a tracked change took away, and the copy of a text box for old programs.
_GONE = frozenset({f"{_W}del", f"{_W}moveFrom", _FALLBACK})
_MARKS = {f"{_W}tab": "\t", f"{_W}br": " ", f"{_W}cr": " ", f"{_W}noBreakHyphen": "-"}
# What reading a part of a damaged zip file raises, by how the part is packed.
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, ValueError, RuntimeError,
)  # fmt: skip
_REMEDY = "save it again as .docx, or as a text"


def read_docx(raw: bytes, where: str) -> tuple[str, str | None]:
    """The text of a Word document as it reads with all tracked changes accepted, and its title.

    Paragraphs, those of tables and text boxes too, are set apart by blank lines. Headers, footers, notes and comments
    are left out. The title is that of the properties where the text has it too: most others are left from a template.
    Raises InputError for what is no such document, has a password, is empty, or would unpack to too much.
    """
    import docx
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError

    _require_bounded(raw, where)
    try:
        document = docx.Document(io.BytesIO(raw))
        title = " ".join((document.core_properties.title or "").split())
        body = document.element.body
        if body is None:
            raise ValueError("the document has no body")
    except (OpcError, LxmlError, KeyError, *_DAMAGE) as error:
        raise InputError(where, "not a Word document that can be read", _REMEDY) from error
    told = ["".join(_words(paragraph)).strip() for paragraph in body.iter(_PARAGRAPH) if not _is_gone(paragraph)]
    text = "\n\n".join(paragraph for paragraph in told if paragraph)
    if not text:
        raise InputError(where, "the document has no text", "give one with text")
    return text, title if title and title.casefold() in " ".join(text.split()).casefold() else None


def _require_bounded(raw: bytes, where: str) -> None:
    """Raise InputError for what is no zip file, or one that would unpack to too much.

    No more is unpacked of a part than its entry in the directory says.
    """
    if raw.startswith(b"\xd0\xcf\x11\xe0"):
        raise InputError(where, "the document has a password, or is an old .doc", "save it as .docx without one")
    try:
        parts = zipfile.ZipFile(io.BytesIO(raw)).infolist()
    except _DAMAGE as error:
        raise InputError(where, "not a Word document that can be read", _REMEDY) from error
    xml = (part.file_size for part in parts if part.filename.lower().endswith((".xml", ".rels")))
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED or max(xml, default=0) > MAX_XML:
        raise InputError(where, "the document unpacks to too much", "split it, or take pictures out")


def _is_gone(paragraph: Any) -> bool:
    return any(above.tag in _GONE for above in paragraph.iterancestors())


def _words(element: Any) -> Iterator[str]:
    """What is written in a paragraph, without the paragraphs inside it."""
    for child in element:
        if child.tag in _GONE or child.tag == _PARAGRAPH:
            continue
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in _MARKS:
            yield _MARKS[child.tag]
        else:
            yield from _words(child)
