"""Reads the lines of a PDF in a process of its own: ``python -P pdf_lines.py FILE PAGES CHARACTERS SECONDS BYTES``.

A file may be made to crash or exhaust a PDF library; here that ends this process only, which has a limit of time and
memory. It imports nothing of ours. Standard output gets one JSON object: ``error`` with a word for what is wrong, or
``title`` and ``pages``: for each page its lines in reading order, each ``[text, left, bottom, right, top]`` in points
from the lower left corner. A hyphen at which a word is broken at the end of a line is U+0002.
"""

from __future__ import annotations

import ctypes
import json
import sys
from contextlib import suppress
from typing import Any

Line = tuple[str, float, float, float, float]

_LINE_END = frozenset("\r\n")
_HYPHENS = "\x02\ufffe"


def lines(page: Any, most: int) -> list[Line]:
    """The lines of a pdfium text page, up to ``most`` characters."""
    import pypdfium2.raw as pdfium

    found: list[Line] = []
    text: list[str] = []
    box = [float("inf"), float("inf"), float("-inf"), float("-inf")]

    def end() -> None:
        if "".join(text).strip():
            plain = "".join(text).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
            left, bottom, right, top = (round(edge, 2) for edge in box)
            found.append((plain, left, bottom, right, top))
        text.clear()
        box[:] = [float("inf"), float("inf"), float("-inf"), float("-inf")]

    rectangle = pdfium.FS_RECTF()
    for index in range(min(pdfium.FPDFText_CountChars(page), most)):
        character = chr(pdfium.FPDFText_GetUnicode(page, index))
        if character in _LINE_END:
            end()
            continue
        text.append("\x02" if character in _HYPHENS else character)
        if not character.isspace() and pdfium.FPDFText_GetLooseCharBox(page, index, ctypes.byref(rectangle)):
            box[0], box[1] = min(box[0], rectangle.left), min(box[1], rectangle.bottom)
            box[2], box[3] = max(box[2], rectangle.right), max(box[3], rectangle.top)
    end()
    return [line for line in found if line[1] < line[3]]


def read(path: str, most_pages: int, most: int) -> dict[str, Any]:
    """What standard output gets."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        return {"error": "password" if "password" in str(error).lower() else "damaged"}
    if len(document) > most_pages:
        return {"error": "pages"}
    pages: list[list[Line]] = []
    left = most
    for number in range(len(document)):
        try:
            page = document[number]
            text_page = page.get_textpage()
            found = lines(text_page.raw, left + 1)
            text_page.close()
            page.close()
        except pypdfium2.PdfiumError:
            return {"error": "damaged"}
        left -= sum(len(text) for text, *_ in found)
        if left < 0:
            return {"error": "long"}
        pages.append(found)
    return {"title": document.get_metadata_value("Title"), "pages": pages}


def bound(seconds: int, size: int) -> None:
    """Let the system end this process when it takes more time or memory; where it can."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        # Not every system bounds memory.
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_AS, (size, size))


if __name__ == "__main__":
    file, *limits = sys.argv[1:]
    pages_limit, characters, seconds_limit, bytes_limit = map(int, limits)
    bound(seconds_limit, bytes_limit)
    json.dump(read(file, pages_limit, characters), sys.stdout)
