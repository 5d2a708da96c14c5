"""Reads references from files and folders."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from claims.article.files import load_articles
from claims.article.language import require_english
from claims.article.reading import TEXT_SUFFIXES, check_suffix, exists, read
from claims.errors import InputError
from claims.records import Article
from verifier.records import Document

SUFFIXES = (*TEXT_SUFFIXES, ".jsonl")


def load_documents(*paths: Path) -> Iterator[Document | InputError]:
    """Yield the references in files and folders; offsets index ``Document.text`` (``claims.article.reading``).

    Plain text, Markdown with YAML front matter, HTML, and JSONL with the fields text, id, title, publisher, published
    and url. A document without an id gets its path within the folder, without suffix (``2021/belarus``); a file named
    by itself its stem; a line of JSONL ``stem:line``.

    What cannot be used is yielded as an InputError in its place, and the rest goes on: a missing or unreadable file, a
    file of another kind that was named by itself, a folder without a reference, a bad field, a text that is empty or
    not English, an id that came before. Nothing is raised. ``reference_files`` says which files of a folder are read.
    """
    places: dict[str, str] = {}
    for path in paths:
        for where, document in _load(path):
            if isinstance(document, Document) and document.id in places:
                yield InputError(
                    where, f"the id {document.id!r} is that of {places[document.id]}", "give each reference its own id"
                )
                continue
            if isinstance(document, Document):
                places[document.id] = where
            yield document


def reference_files(path: Path) -> Iterator[Path]:
    """Yield the files to read for a path, in the order of their names: a file itself, or all references in a folder.

    Of a folder and the folders in it are left out: hidden files, files of other kinds, README.md (it tells about the
    references and is none), links to folders, and links to files outside. A folder that cannot be read is yielded
    itself, so that reading it says why.
    """
    if not path.is_dir():
        yield path
        return
    closed: list[Path] = []
    root = path.resolve()
    for folder, folders, names in os.walk(path, onerror=lambda error: closed.append(Path(error.filename))):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            file = Path(folder) / name
            if name.startswith(".") or name.lower() == "readme.md" or file.suffix.lower() not in SUFFIXES:
                continue
            if file.is_file() and (not file.is_symlink() or file.resolve().is_relative_to(root)):
                yield file
    yield from closed


def make_document(
    id_: str,
    text: str,
    title: str | None = None,
    publisher: str | None = None,
    published: date | None = None,
    url: str | None = None,
) -> Document:
    """Make a document with its digest, the sha256 of everything but the id."""
    said = json.dumps([text, title, publisher, published and published.isoformat(), url])
    digest = hashlib.sha256(said.encode()).hexdigest()
    return Document(id_, text, digest, title=title, publisher=publisher, published=published, url=url)


def _load(path: Path) -> Iterator[tuple[str, Document | InputError]]:
    where = str(path)
    if not exists(path):
        yield where, InputError(where, "no such file or folder", "check the name")
        return
    found = False
    for file in reference_files(path):
        found = True
        if file.suffix.lower() == ".jsonl" and file.is_file():
            for article in load_articles(str(file)):
                yield str(file), article if isinstance(article, InputError) else document_of(article)
        else:
            yield str(file), _read_file(file, file.relative_to(path) if path.is_dir() else Path(file.name))
    if not found:
        yield where, InputError(where, "no reference in the folder", f"add files of the kinds {' '.join(SUFFIXES)}")


def _read_file(file: Path, name: Path) -> Document | InputError:
    # A file name may hold bytes that no text can hold.
    default = os.fsencode(name.with_suffix("").as_posix()).decode("utf-8", "replace")
    try:
        check_suffix(file, SUFFIXES)
        found = read(file)
    except InputError as error:
        return error
    article = Article(found.id or default, found.text, found.title, found.url, found.publisher, found.published)
    return require_english(article, found.language, str(file)) or document_of(article)


def document_of(article: Article) -> Document:
    """The reference that an article makes."""
    return make_document(article.id, article.text, article.title, article.publisher, article.published, article.url)
