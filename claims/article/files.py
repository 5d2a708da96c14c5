"""Articles from files and from standard input."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from typing import BinaryIO, NamedTuple, Protocol, TextIO

from claims.article.language import require_english
from claims.article.parquet import parquet_rows
from claims.article.reading import (
    MAX_BYTES,
    TEXT_SUFFIXES,
    Reading,
    cannot_read,
    check_suffix,
    checked_text,
    dateline,
    decode,
    decode_text,
    is_empty,
    open_file,
    read,
    read_bytes,
    read_html,
    read_plain,
    reading,
    stem_of,
    suffix_of,
    too_large,
)
from claims.errors import InputError
from claims.limits import limit
from claims.records import Article, File

MAX_BATCH_BYTES = limit("BATCH_BYTES")
MAX_LINE_BYTES = limit("LINE_BYTES")
MAX_TEXT = limit("ARTICLE_CHARACTERS")
MAX_WORDS = limit("ARTICLE_WORDS")
# Files of articles as records with fields.
RECORD_SUFFIXES = (".json", ".jsonl", ".parquet")
SUFFIXES = (*TEXT_SUFFIXES, *RECORD_SUFFIXES)

FIELDS = ("text", "id", "title", "url", "publisher", "published", "language")
_WORD_OR_MARK = re.compile(r"\w+|[^\w\s]")
_HTML = re.compile(rb"(?:<\?xml[^>]*>|<!--.*?-->|\s)*+<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)


class _Item(NamedTuple):
    where: str
    default_id: str
    value: object
    line: int = 1


def load_articles(
    path: str, stdin: BinaryIO | None = None, columns: Mapping[str, str] | None = None
) -> Iterator[Article | InputError]:
    """Yield the articles of one file, or of standard input for ``-``, in order.

    What cannot be used is yielded as an InputError in its place, so that one bad line of a batch does not stop the
    rest: a missing or unreadable file, an unknown suffix, bad JSON, a field of the wrong type (named), a text that is
    empty, over ``MAX_TEXT`` characters or not English, an id that the file has had before. Nothing is raised for bad
    input. ``Article.text`` is the text of the file or field unchanged, so that offsets index it; see ``body_start``.

    The id defaults to the file's stem, to ``stem:n`` for line n of JSONL, item n of a JSON list or row n of Parquet
    (from 1), and to ``stdin``. JSON, JSONL and Parquet have the fields text (required), id, title, url, publisher,
    published (ISO date or datetime) and language; others are passed over. ``columns`` says under which other name a
    field stands: ``{"text": "body"}``. Standard input may be JSON, JSONL, HTML or plain text. JSONL is read line by
    line, from standard input too, so that it may have any length. Files may be packed (``.jsonl.gz``).
    """
    own = {name: name for name in FIELDS} | dict(columns or {})
    seen: set[str] = set()
    try:
        for item in _items(path, stdin, own):
            try:
                article = _article(_named(item, own), path)
                if article.id in seen:
                    raise InputError(
                        item.where, f"the id {article.id!r} was used before", "give each article its own id"
                    )
            except InputError as error:
                yield error
            else:
                seen.add(article.id)
                yield article
    except InputError as error:
        yield error


def make_article(fields: Mapping[str, object], where: str, id_: str) -> Article:
    """An article from the fields of a JSON object; ``id_`` is its id where they have none.

    Raises InputError for what ``load_articles`` would refuse.
    """
    return _article(_Item(where, id_, fields), None)


def body_start(article: Article) -> int:
    """Return the offset in ``article.text`` behind a leading date line ("date 2021-08-06 "), or 0 without one."""
    return dateline(article.text)[1]


def _article(item: _Item, name: str | None) -> Article:
    """The article of an item, from the file ``name`` where it comes from one."""
    found = _reading(item)
    text = found.text
    if not text.strip():
        raise InputError(item.where, "the article has no text", "give its text")
    if len(text) > MAX_TEXT:
        raise InputError(item.where, f"the text is longer than {MAX_TEXT:,} characters", "split it into articles")
    if len(text) > MAX_WORDS and sum(1 for _ in _WORD_OR_MARK.finditer(text)) > MAX_WORDS:
        raise InputError(item.where, f"the text has more than {MAX_WORDS:,} words and marks", "split it into articles")
    file = None if name is None else File(name, found.line or item.line, found.line is not None)
    article = Article(
        found.id or item.default_id, text, found.title, found.url, found.publisher, found.published,
        own_id=found.id is not None, file=file,
    )  # fmt: skip
    if refusal := require_english(article, found.language, item.where):
        raise refusal
    return article


def _reading(item: _Item) -> Reading:
    value = item.value
    if isinstance(value, InputError):
        raise value
    if isinstance(value, Reading):
        return value
    if not isinstance(value, Mapping):
        raise InputError(item.where, "not a JSON object", 'write an article as {"text": "..."}')
    if value.get("text") is None:
        raise InputError(item.where, 'the field "text" is missing', "give the article's text")
    return reading(checked_text(value["text"], "text", item.where), value, item.where)


def _named(item: _Item, columns: Mapping[str, str]) -> _Item:
    """The item with its fields under our names for them."""
    if not isinstance(item.value, Mapping):
        return item
    found = {field: _inside(item.value, column) for field, column in columns.items()}
    if found["text"] is None:
        raise InputError(item.where, f'the field "{columns["text"]}" is missing', "give the article's text")
    return item._replace(value=found)


def _inside(value: object, column: str) -> object:
    """The value of a field, or where there is none of that name, what dots lead to in objects within objects."""
    if isinstance(value, Mapping) and column in value:
        return value[column]
    for name in column.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _items(path: str, stdin: BinaryIO | None, columns: Mapping[str, str]) -> Iterator[_Item]:
    if path == "-":
        yield from _from_stdin(stdin or standard_input())
        return
    check_suffix(path, SUFFIXES)
    stem, suffix = stem_of(path), suffix_of(path)
    if suffix == ".jsonl":
        with open_file(path) as file:
            yield from _from_jsonl(file, path, stem)
    elif suffix == ".json":
        yield from _from_json(decode(read_bytes(path, MAX_BATCH_BYTES), path), path, stem)
    elif suffix == ".parquet":
        yield from _from_parquet(path, stem, columns)
    else:
        yield _Item(path, stem, read(path))


def standard_input() -> BinaryIO:
    """Standard input as bytes; raises InputError where it is closed."""
    standard: TextIO | None = sys.stdin
    if standard is None:
        raise InputError("stdin", "is closed", "give input on it, or name a file")
    return standard.buffer


def _from_stdin(stream: BinaryIO) -> Iterator[_Item]:
    where = "stdin"
    read_ahead = _lines_ahead(stream, where)
    head = b"".join(read_ahead).removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith(b"{") and _is_json(head.partition(b"\n")[0]):
        read_ahead += _lines_ahead(stream, where)
        if len(read_ahead) > 1 and read_ahead[-1].strip():
            yield from _from_jsonl(_Ahead(read_ahead, stream), where, where)
            return
    raw = b"".join(read_ahead)
    try:
        raw += stream.read(max(0, MAX_BATCH_BYTES + 1 - len(raw)))
    except OSError as error:
        raise cannot_read(where, error) from error
    if len(raw) > MAX_BATCH_BYTES:
        raise too_large(where, MAX_BATCH_BYTES)
    if head.startswith(b"{") or (head.startswith(b"[") and re.match(rb"\[\s*[{\]]", head)):
        yield from _from_json(decode(raw, where), where, where)
    elif len(raw) > MAX_BYTES:
        raise too_large(where, MAX_BYTES)
    elif _HTML.match(head):
        yield _Item(where, where, read_html(raw, where))
    else:
        yield _Item(where, where, read_plain(decode_text(raw, where)))


class _Ahead(NamedTuple):
    """A stream of which the first lines were read."""

    lines: list[bytes]
    stream: BinaryIO

    def readline(self, size: int = -1, /) -> bytes:
        return self.lines.pop(0) if self.lines else self.stream.readline(size)


class _Lines(Protocol):
    def readline(self, size: int = -1, /) -> bytes: ...


def _lines_ahead(stream: BinaryIO, where: str) -> list[bytes]:
    """The next line that says something, and the blank ones before it."""
    found = []
    while line := _readline(stream, where):
        found.append(line)
        if line.removeprefix(b"\xef\xbb\xbf").strip():
            break
    return found


def _is_json(line: bytes) -> bool:
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True


def _from_json(text: str, where: str, stem: str) -> Iterator[_Item]:
    value = _parse(text, where)
    if isinstance(value, InputError):
        raise value
    if not isinstance(value, list):
        yield _Item(where, stem, value)
        return
    if not value:
        raise is_empty(where)
    for number, entry in enumerate(value, 1):
        yield _Item(f"{where} item {number}", f"{stem}:{number}", entry)


def _from_jsonl(file: _Lines, where: str, stem: str) -> Iterator[_Item]:
    number = 0
    empty = True
    while line := _readline(file, where):
        number += 1
        value: object
        if len(line) > MAX_LINE_BYTES:
            value = InputError(f"{where}:{number}", f"longer than {MAX_LINE_BYTES:,} bytes", "split the line")
            size = len(line)
            while line and not line.endswith(b"\n"):
                line = _readline(file, where)
                size += len(line)
                if size > MAX_BATCH_BYTES:
                    raise too_large(f"{where}:{number}", MAX_BATCH_BYTES)
        elif not line.removeprefix(b"\xef\xbb\xbf").strip():
            continue
        else:
            value = _line(line, f"{where}:{number}")
        empty = False
        yield _Item(f"{where}:{number}", f"{stem}:{number}", value, number)
    if empty:
        raise is_empty(where)


def _readline(file: _Lines, where: str) -> bytes:
    try:
        return file.readline(MAX_LINE_BYTES + 1)
    except OSError as error:
        raise cannot_read(where, error) from error


def _line(raw: bytes, where: str) -> object:
    try:
        return _parse(decode(raw, where), where, one_line=True)
    except InputError as error:
        return error


def _parse(text: str, where: str, one_line: bool = False) -> object:
    """Parse JSON; what is wrong with it is returned as an InputError."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        place = where if one_line else f"{where}:{error.lineno}"
        if error.msg == "Extra data" and not one_line:
            return InputError(place, "more than one JSON value", "name the file .jsonl if it has one object a line")
        return InputError(place, f"not JSON ({error.msg}, column {error.colno})", "correct it")
    except (ValueError, RecursionError) as error:
        return InputError(where, f"not JSON that can be read ({error})", "correct it")


def _from_parquet(path: str, stem: str, columns: Mapping[str, str]) -> Iterator[_Item]:
    for number, row in enumerate(parquet_rows(path, list(columns.values()), MAX_BATCH_BYTES), 1):
        yield _Item(f"{path} row {number}", f"{stem}:{number}", row)
