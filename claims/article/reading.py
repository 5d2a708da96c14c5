"""Bytes to text, for articles and for reference documents.

A text is kept exactly as the file has it (line ends, normal form, control characters), less a byte order mark, because
offsets index the text that reports show. Markdown loses its front matter; of HTML only the article is kept; the text of
PDF and Word documents is put together from their pages and paragraphs.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO, cast

from claims.article.docx import MAX_DOCX_BYTES, read_docx
from claims.article.packed import Packed
from claims.article.pages import extract
from claims.article.pdf import MAX_PDF_BYTES, read_pdf
from claims.errors import InputError
from claims.limits import limit

# An HTML page with less text than this has no article in it.
MIN_WORDS = 10
MAX_BYTES = limit("FILE_BYTES")
MAX_FRONT_MATTER = 64_000
TEXT_SUFFIXES = (".txt", ".md", ".markdown", ".html", ".htm", ".pdf", ".docx")
# What gzip may have packed, as in ``.jsonl.gz``.
PACKED = ".gz"
PACKABLE = (".txt", ".md", ".markdown", ".html", ".htm", ".json", ".jsonl")
# The encodings of English texts that are no UTF-8: those of Windows and of old Macs, and those that say their name
# in their first bytes. Others, such as that of Central Europe, cannot be told from them by an English text.
_ENCODINGS = ["cp1252", "mac_roman", "utf_16", "utf_32"]

_LIMITS = {".pdf": MAX_PDF_BYTES, ".docx": MAX_DOCX_BYTES}

_DATELINE = re.compile(r"\s*date(?:[ \t]*:[ \t]*|[ \t]+)(\d{4}-\d{2}-\d{2})(?:\s+|$)", re.IGNORECASE)
# What ends a line, as editors count them.
_LINE_END = re.compile(r"\r\n|\r|\n")
_FENCE = re.compile(r"^---[ \t\r]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Reading:
    """A text and what its file says about it; what the file does not say is None.

    ``line`` is the line of the file, from 1, on which the text begins, where the file has the text as it is. ``pages``
    are the offsets at which its pages begin, where it has pages.
    """

    text: str
    id: str | None = None
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    published: date | None = None
    language: str | None = None
    line: int | None = None
    pages: tuple[int, ...] = ()


def read(path: str | Path) -> Reading:
    """Read a plain text, Markdown, HTML, PDF or Word file.

    Raises InputError for a file that cannot be read, is empty, binary or too large, for a suffix that is not one of
    ``TEXT_SUFFIXES``, and for what ``decode_text``, ``read_markdown``, ``read_html``, ``read_pdf`` and ``read_docx``
    refuse.
    """
    where, suffix = str(path), suffix_of(path)
    check_suffix(path, TEXT_SUFFIXES)
    if suffix in _LIMITS:
        raw = read_bytes(path, _LIMITS[suffix])
        if suffix == ".docx":
            text, title = read_docx(raw, where)
            return reading(text, {"title": title}, where)
        found = read_pdf(Path(path))
        return replace(reading(found.text, {"title": found.title}, where), pages=found.starts)
    raw = read_bytes(path)
    if suffix in (".html", ".htm"):
        return read_html(raw, where)
    text = decode_text(raw, where)
    return read_plain(text) if suffix == ".txt" else read_markdown(text, where)


def suffix_of(path: str | Path) -> str:
    """What kind of file a name says that it is, in lower case: ``.jsonl`` of ``a.jsonl`` and of ``a.jsonl.gz``."""
    return _unpacked(path).suffix.lower()


def stem_of(path: str | Path) -> str:
    """The name of a file without its suffixes: ``a`` of ``a.jsonl.gz``."""
    return _unpacked(path).stem


def _unpacked(path: str | Path) -> Path:
    """The name that a packed file has unpacked."""
    name = Path(path)
    inner = name.with_suffix("") if name.suffix.lower() == PACKED else name
    return inner if inner.suffix.lower() in PACKABLE else name


def check_suffix(path: str | Path, suffixes: tuple[str, ...]) -> None:
    """Raise InputError if the name of ``path`` ends in none of ``suffixes`` and ``path`` is not a folder."""
    suffix = suffix_of(path)
    if suffix not in suffixes and not is_folder(path):
        raise InputError(str(path), f"unknown format {suffix or '(no suffix)'}", f"use one of {' '.join(suffixes)}")


def exists(path: str | Path) -> bool:
    """Whether there is a file or folder; False for a name that none can have: too long, or with a NUL."""
    try:
        return Path(path).exists()
    except (OSError, ValueError):
        return False


def is_folder(path: str | Path) -> bool:
    """Whether there is a folder; see ``exists``."""
    try:
        return Path(path).is_dir()
    except (OSError, ValueError):
        return False


def open_file(path: str | Path) -> BinaryIO:
    """Open a file for reading bytes, those that a ``.gz`` packs.

    Raises InputError if it is missing, a folder or not readable.
    """
    try:
        name = Path(path)
        return cast(BinaryIO, Packed(name)) if _unpacked(name) != name else name.open("rb")
    except (OSError, ValueError) as error:
        raise cannot_read(str(path), error) from error


def read_bytes(path: str | Path, limit: int = MAX_BYTES) -> bytes:
    """Read a whole file.

    Raises InputError if it is missing, a folder, not readable, empty or larger than ``limit`` bytes.
    """
    where = str(path)
    with open_file(path) as file:
        try:
            raw = file.read(limit + 1)
        except OSError as error:
            raise cannot_read(where, error) from error
    if len(raw) > limit:
        raise too_large(where, limit)
    if not raw:
        raise is_empty(where)
    return raw


def decode(raw: bytes, where: str) -> str:
    """Decode UTF-8 and drop a byte order mark, nothing else.

    Raises InputError, with the offset of the first bad byte, for what is not UTF-8 or holds a NUL byte, and for a text
    of nothing but white space.
    """
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise InputError(where, "the text is UTF-16, not UTF-8", "save it as UTF-8")
    if (nul := raw.find(b"\0")) >= 0:
        raise InputError(where, f"not a text file (NUL at byte {nul})", "give a UTF-8 text")
    try:
        text = raw.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise InputError(where, f"not UTF-8 (byte {error.start})", "save it as UTF-8") from error
    if not text.strip():
        raise is_empty(where)
    return text


def decode_text(raw: bytes, where: str) -> str:
    """Decode UTF-8, or another encoding of English texts if it can be told; a byte order mark is dropped.

    Raises InputError for what is no text, is empty, or whose encoding cannot be told.
    """
    try:
        return decode(raw, where)
    except InputError as error:
        marked = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        if not raw.strip() or (b"\0" in raw and not marked):
            raise
        from charset_normalizer import from_bytes

        best = from_bytes(raw, cp_isolation=_ENCODINGS).best()
        if best is None:
            raise InputError(where, f"{error.what}, and its encoding cannot be told", error.do) from None
        # Not as the library gives it: that has its own mind about line ends.
        text = raw.decode(best.encoding).removeprefix("\ufeff")
    if not text.strip():
        raise is_empty(where)
    return text


def read_plain(text: str) -> Reading:
    """Take plain text as it is; ``published`` comes from a leading date line, which stays in the text."""
    return Reading(text, published=dateline(text)[0], line=1)


def dateline(text: str) -> tuple[date | None, int]:
    """Read a header such as ``date 2021-08-06`` or ``Date: 2021-08-06`` at the very start of ``text``.

    Returns the day and the ``str`` offset of the first character behind the header that is not white space; None and
    0 where there is no such header or its day is not in the calendar.
    """
    header = _DATELINE.match(text)
    if header is None:
        return None, 0
    try:
        return date.fromisoformat(header[1]), header.end()
    except ValueError:
        return None, 0


def read_markdown(text: str, where: str) -> Reading:
    """Take Markdown as it is, less YAML front matter; the first line of the body has offset 0.

    The fields read are id, title, url, publisher, published (ISO date or datetime) and language. Prose between two
    thematic breaks at the top is no front matter. Raises InputError, with the line, for front matter that is not
    closed, too long or not YAML, for a field that does not hold text or a date, and for an empty body.
    """
    import yaml
    from frontmatter.default_handlers import YAMLHandler

    handler = YAMLHandler(_FENCE)
    if not handler.detect(text):
        return read_plain(text)
    try:
        front, body = handler.split(text)
    except ValueError as error:
        raise InputError(f"{where}:1", "front matter is not closed", "end it with a line of three hyphens") from error
    if len(front) > MAX_FRONT_MATTER:
        raise InputError(f"{where}:1", f"front matter is over {MAX_FRONT_MATTER:,} characters", "shorten it")
    try:
        # BaseLoader builds nothing but strings, lists and mappings: `title: 1984` stays a title.
        fields = handler.load(front, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        what = getattr(error, "problem", None) or "cannot be read"
        line = mark.line + 1 if mark else 1
        raise InputError(f"{where}:{line}", f"front matter is not YAML: {what}", "correct or remove it") from error
    if fields and not isinstance(fields, dict):
        return read_plain(text)
    known = {name: None if value in ("", "~", "null") else value for name, value in (fields or {}).items()}
    text_of = _body(body, where)
    above = text[: len(text) - len(text_of)]
    return replace(reading(text_of, known, where), line=1 + len(_LINE_END.findall(above)))


def _body(text: str, where: str) -> str:
    if not text.strip():
        raise InputError(where, "the file has no text below its front matter", "give the article's text")
    return text.lstrip("\r\n")


def read_html(raw: bytes | str, where: str) -> Reading:
    """Extract the article of an HTML page, its title, site, date and address; see ``claims.article.pages``.

    Raises InputError if the bytes are not text or no article is found in them.
    """
    if b"\0" in raw if isinstance(raw, bytes) else "\0" in raw:
        raise InputError(where, "not an HTML file (it holds NUL bytes)", "give an HTML page")
    page = extract(raw)
    # What is left of a page without an article is its menu: no sentence.
    if page is None or len(page.text.split()) < MIN_WORDS or not re.search(r"[.!?…]", page.text):
        raise InputError(where, "no article text found in the HTML", "give a page with an article, or its plain text")
    return reading(
        page.text,
        {"title": page.title, "url": page.url, "publisher": page.site, "published": page.date},
        where,
    )


def reading(text: str, fields: Mapping[str, object], where: str) -> Reading:
    """Make a Reading of ``text`` and loosely typed fields, such as those of JSON; other fields are passed over.

    Without ``published``, a date line of the text is taken. Raises InputError that names the field for a value that is
    neither absent, None nor of its type, or that holds a lone surrogate.
    """
    return Reading(
        checked_text(text, "text", where),
        id=_id(fields.get("id"), where),
        title=_line(fields, "title", where),
        url=_line(fields, "url", where),
        publisher=_line(fields, "publisher", where),
        published=_day(fields.get("published"), where) or dateline(text)[0],
        language=_line(fields, "language", where),
    )


def checked_text(value: object, field: str, where: str) -> str:
    """Return ``value`` if it is a string that UTF-8 can hold; raise InputError that names ``field`` otherwise."""
    if not isinstance(value, str):
        raise InputError(f'{where} field "{field}"', f"must be text, not {_kind(value)}", "give a string")
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        raise InputError(
            f'{where} field "{field}"', f"lone surrogate at character {error.start}", "give whole characters"
        ) from error
    return value


def is_empty(where: str) -> InputError:
    """Make the error for an input without text."""
    return InputError(where, "the file is empty", "give a file with text")


def too_large(where: str, limit: int) -> InputError:
    """Make the error for an input of more than ``limit`` bytes."""
    return InputError(where, f"larger than {limit:,} bytes", "split it into smaller files")


def cannot_read(where: str, error: Exception) -> InputError:
    """Make the error for a file that the operating system does not let us read."""
    if isinstance(error, FileNotFoundError):
        return InputError(where, "no such file", "check the name")
    if isinstance(error, IsADirectoryError):
        return InputError(where, "is a folder", "name the files in it")
    if isinstance(error, PermissionError):
        return InputError(where, "no permission to read it", "check who may read the file")
    return InputError(where, f"cannot be read ({getattr(error, 'strerror', None) or error})", "check the file")


def _line(fields: Mapping[str, object], field: str, where: str) -> str | None:
    value = fields.get(field)
    return None if value is None else checked_text(value, field, where).strip() or None


def _id(value: object, where: str) -> str | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return _line({"id": value}, "id", where)


def _day(value: object, where: str) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, date):
        return value
    text = checked_text(value, "published", where).strip()
    try:
        return datetime.fromisoformat(text).date() if text else None
    except ValueError as error:
        raise InputError(
            f'{where} field "published"', f"{text[:40]!r} is not a date", "write it as 2021-08-06"
        ) from error


def _kind(value: object) -> str:
    names = {type(None): "null", bool: "true or false", int: "a number", float: "a number", list: "a list"}
    return names.get(type(value), "an object" if isinstance(value, Mapping) else f"a {type(value).__name__}")
