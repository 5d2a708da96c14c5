"""Reads references from files and folders."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Set
from dataclasses import replace
from datetime import date
from pathlib import Path

from claims.article.files import RECORD_SUFFIXES, load_articles
from claims.article.language import require_english
from claims.article.reading import TEXT_SUFFIXES, check_suffix, exists, read, suffix_of
from claims.errors import InputError, Skipped
from claims.records import Article
from verifier.records import Document

SUFFIXES = (*TEXT_SUFFIXES, *RECORD_SUFFIXES)

_CONVERT = f"what is read are files of the kinds {' '.join(SUFFIXES)}"


def load_documents(*paths: Path) -> Iterator[Document | InputError]:
    """Yield the references in files and folders; offsets index ``Document.text`` (``claims.article.reading``).

    Plain text, Markdown with YAML front matter, HTML, PDF, Word, and JSON, JSONL and Parquet with the fields text, id,
    title, publisher, published and url. A document without an id gets its path within the folder, without suffix
    (``2021/belarus``), or with it where that is taken; a file named by itself its stem; a line, item or row
    ``stem:number``.

    What cannot be used is yielded as an InputError in its place, and the rest goes on: a missing or unreadable file, a
    file of another kind that was named by itself, a folder without a reference, a bad field, a text that is empty or
    not English, an id that came before. A file of a folder that is passed over is yielded as ``Skipped``. Nothing is
    raised. ``references_in`` says which files of a folder are read.
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


def references_in(path: Path) -> Iterator[Path | Skipped]:
    """Yield the files to read for a path, in the order of their names: a file itself, or all references in a folder.

    Of a folder and the folders in it are passed over, and yielded as ``Skipped``: files of other kinds, README.md (it
    tells about the references and is none), links to folders, and links to files outside. Hidden files and folders are
    left out without a word. A folder that cannot be read is yielded itself, so that reading it says why.
    """
    if not path.is_dir():
        yield path
        return
    closed: list[Path] = []
    root = path.resolve()
    for folder, folders, names in os.walk(path, onerror=lambda error: closed.append(Path(error.filename))):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in folders:
            if (linked := Path(folder) / name).is_symlink():
                yield Skipped(str(linked), "a link to a folder", "name that folder itself")
        for name in sorted(names):
            if not name.startswith("."):
                file = Path(folder) / name
                yield _passed_over(file, root) or file
    yield from closed


def reference_files(path: Path) -> Iterator[Path]:
    """The files that ``references_in`` yields."""
    return (file for file in references_in(path) if isinstance(file, Path))


def files_by_id(folder: Path) -> dict[str, Path]:
    """The files of a folder that are a reference each, by its id: as ``load_documents`` gives ids.

    Files with several references are left out, and so are packed ones, and files that cannot be read.
    """
    found: dict[str, Path] = {}
    for file in reference_files(folder):
        if suffix_of(file) in RECORD_SUFFIXES or suffix_of(file) != file.suffix.lower():
            continue
        name = file.relative_to(folder)
        id_ = None
        # Of the kinds that are read only Markdown has fields of its own, an id among them.
        if suffix_of(file) == ".md":
            try:
                id_ = read(file).id
            except InputError:
                continue
        default = _as_id(name.with_suffix(""))
        found.setdefault(id_ or (_as_id(name) if default in found else default), file)
    return found


def _passed_over(file: Path, root: Path) -> Skipped | None:
    """Why a file of the folder ``root`` is no reference, None if it is one."""
    if file.name.lower() == "readme.md":
        return Skipped(str(file), "it tells about the folder and is passed over", "name it by itself")
    if suffix_of(file) not in SUFFIXES:
        return Skipped(str(file), f"not of a kind that is read ({file.suffix or 'no suffix'})", _CONVERT)
    if not file.is_file():
        return Skipped(str(file), "not a file", "check what it is")
    if file.is_symlink() and not file.resolve().is_relative_to(root):
        return Skipped(str(file), "a link to a file outside the folder", "name that file itself")
    return None


def make_document(
    id_: str,
    text: str,
    title: str | None = None,
    publisher: str | None = None,
    published: date | None = None,
    url: str | None = None,
    pages: tuple[int, ...] = (),
) -> Document:
    """Make a document with its digest, the sha256 of everything but the id and the pages."""
    said = json.dumps([text, title, publisher, published and published.isoformat(), url])
    digest = hashlib.sha256(said.encode()).hexdigest()
    return Document(id_, text, digest, title, publisher, published, url, pages)


def _load(path: Path) -> Iterator[tuple[str, Document | InputError]]:
    where = str(path)
    if not exists(path):
        yield where, InputError(where, "no such file or folder", "check the name")
        return
    found = False
    taken: set[str] = set()
    for file in references_in(path):
        if isinstance(file, Skipped):
            yield file.where, file
            continue
        found = True
        name = file.relative_to(path) if path.is_dir() else Path(file.name)
        for document in _documents(file, name, taken):
            if isinstance(document, Document):
                taken.add(document.id)
            yield str(file), document
    if not found:
        yield where, InputError(where, "no reference in the folder", f"add files of the kinds {' '.join(SUFFIXES)}")


def _documents(file: Path, name: Path, taken: Set[str]) -> Iterator[Document | InputError]:
    """The references in a file; one without an id gets it from ``name``, with the suffix where it is ``taken`` else."""
    default = _as_id(name.with_suffix(""))
    if suffix_of(file) in RECORD_SUFFIXES and file.is_file():
        for article in load_articles(str(file)):
            if isinstance(article, Article) and not article.own_id:
                article = replace(article, id=default + article.id.removeprefix(file.stem))
            yield article if isinstance(article, InputError) else document_of(article)
        return
    try:
        check_suffix(file, SUFFIXES)
        found = read(file)
    except InputError as error:
        yield error
        return
    id_ = found.id or (_as_id(name) if default in taken else default)
    article = Article(id_, found.text, found.title, found.url, found.publisher, found.published)
    yield require_english(article, found.language, str(file)) or document_of(article, found.pages)


def _as_id(name: Path) -> str:
    # A file name may hold bytes that no text can hold.
    return os.fsencode(name.as_posix()).decode("utf-8", "replace")


def document_of(article: Article, pages: tuple[int, ...] = ()) -> Document:
    """The reference that an article makes."""
    return make_document(
        article.id, article.text, article.title, article.publisher, article.published, article.url, pages
    )
