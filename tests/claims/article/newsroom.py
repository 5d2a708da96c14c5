"""Small PDF and Word files, made by hand so that their layout is known."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

# A line of a page: text, left, bottom (points from the lower left corner), size of the font.
Placed = tuple[str, float, float, float]

LEADING = 14.0


def pdf(pages: Sequence[Sequence[Placed]], title: str = "") -> bytes:
    """A PDF with these lines in Helvetica."""
    bodies = [b"<< /Type /Catalog /Pages 2 0 R >>"]
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    bodies.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode())
    bodies.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    for number, lines in enumerate(pages):
        stream = b"".join(
            f"BT /F1 {size} Tf {left} {bottom} Td (".encode()
            + text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
            + b") Tj ET\n"
            for text, left, bottom, size in lines
        )
        bodies.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * number} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        bodies.append(f"<< /Length {len(stream)} >>\nstream\n".encode() + stream + b"endstream")
    bodies.append(f"<< /Title ({title}) >>".encode())
    out, places = io.BytesIO(), []
    out.write(b"%PDF-1.4\n")
    for number, body in enumerate(bodies, 1):
        places.append(out.tell())
        out.write(f"{number} 0 obj\n".encode() + body + b"\nendobj\n")
    start = out.tell()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    out.write(f"xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n{table}".encode())
    trailer = f"<< /Size {len(bodies) + 1} /Root 1 0 R /Info {len(bodies)} 0 R >>"
    out.write(f"trailer\n{trailer}\nstartxref\n{start}\n%%EOF\n".encode())
    return out.getvalue()


def column(lines: Sequence[str], left: float = 60, top: float = 700, size: float = 11) -> list[Placed]:
    """Lines below one another; an empty one is a gap, and one that begins with a space is indented."""
    return [
        (line.strip(), left + 15 * line.startswith(" "), top - LEADING * number, size)
        for number, line in enumerate(lines)
        if line
    ]


def repacked(docx: bytes, name: str, content: bytes) -> bytes:
    """A Word file with another content of one of its parts, or one more."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, content)
    return out.getvalue()
