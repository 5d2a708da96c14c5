"""Opens whatever a user names as references: a corpus, or files that are indexed on first use.

The index of a folder lies in the user's cache directory (``SAYSO_CACHE_DIR`` names another) under the sha256 of the
folder's absolute path, beside a manifest of the files it was made from. The manifest only says whether to read the
files again; what is indexed again is decided by content. The cache may be deleted at any time.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from claims.article.reading import exists
from claims.attribution.shipped import cache_folder
from claims.errors import InputError, Skipped, summarised
from verifier.corpus.documents import load_documents, reference_files, references_in
from verifier.corpus.place import missing_file
from verifier.corpus.store import Corpus, is_corpus
from verifier.records import Document

_LAYOUT = 2


def open_corpus(where: str, progress: Callable[[str], None]) -> tuple[Corpus, tuple[InputError, ...]]:
    """Open a corpus (a folder made by ``sayso corpus add``, or a URI), or index a folder or file of references.

    Returns the corpus and the references that could not be read, or are passed over (``Skipped``), many of one kind as
    one error (``claims.errors.summarised``); the others are in it. The index follows the files:
    what changed is read again, what went is removed. ``progress`` is told in a line each when it is made or changed.

    Raises InputError where there is nothing at ``where``, no reference in it can be read, or the cache cannot be used.
    """
    made = "://" in where or is_corpus(where)
    corpus, errors = (Corpus.open(where), ()) if made else _indexed(where, progress)
    bad = [error for error in errors if not isinstance(error, Skipped)]
    if not corpus.list() and bad:
        more = f", nor {len(bad) - 1} others" if len(bad) > 1 else ""
        raise InputError(bad[0].where, bad[0].what + more, bad[0].do)
    if not corpus.list():
        raise InputError(where, "the corpus is empty", f"add references with `sayso corpus add {where} REFERENCES`")
    return corpus, summarised(errors)


def _indexed(where: str, progress: Callable[[str], None]) -> tuple[Corpus, tuple[InputError, ...]]:
    from filelock import FileLock

    path = Path(where)
    if not where.strip():
        raise InputError("--corpus", "names nothing", "name a folder of references, or a corpus")
    if not exists(path):
        raise InputError(where, "no such file or folder", "name a folder of references, or a corpus")
    cache = indexes() / hashlib.sha256(os.fsencode(path.resolve())).hexdigest()
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with FileLock(cache / ".lock"):
            return _refreshed(where, path, cache, progress)
    except OSError as error:
        do = "name another cache folder in SAYSO_CACHE_DIR"
        raise InputError(str(cache), f"cannot be used ({error.strerror or error})", do) from error


def indexes() -> Path:
    """The folder of the indexes of references."""
    return cache_folder() / "corpora"


def _refreshed(
    where: str, path: Path, cache: Path, progress: Callable[[str], None]
) -> tuple[Corpus, tuple[InputError, ...]]:
    manifest = {"layout": _LAYOUT, "where": where, "files": _stamps(path)}
    skipped = [file for file in references_in(path) if isinstance(file, Skipped)]
    known = _read(cache / "manifest.json")
    corpus = _open_or_create(cache / "corpus")
    if known.get("digest") == corpus.digest() and all(known.get(key) == value for key, value in manifest.items()):
        return corpus, (*(InputError(*error) for error in known["errors"]), *skipped)

    if not corpus.list():
        progress(f"indexing {where}")
    errors: list[InputError] = []
    found: set[str] = set()

    def readable() -> Iterator[Document]:
        for document in load_documents(path):
            if isinstance(document, Skipped):
                continue
            if isinstance(document, InputError):
                errors.append(document)
            else:
                found.add(document.id)
                yield document

    result = corpus.add(readable())
    removed = corpus.remove(row.id for row in corpus.list() if row.id not in found)
    if result.added or result.replaced or removed:
        progress(
            f"indexed {where}: {len(result.added)} added, {len(result.replaced)} replaced, "
            f"{len(result.unchanged)} unchanged, {len(removed)} removed"
        )
    manifest["digest"] = corpus.digest()
    manifest["errors"] = [(error.where, error.what, error.do) for error in errors]
    draft = cache / "manifest.json.new"
    draft.write_text(json.dumps(manifest), encoding="utf-8")
    draft.replace(cache / "manifest.json")
    return corpus, (*errors, *skipped)


def _stamps(path: Path) -> dict[str, list[int]]:
    """What changes when a file is edited or replaced; the time of change catches a copy that keeps the other two."""
    stamps = {}
    for file in reference_files(path):
        with suppress(OSError):
            status = file.stat()
            stamps[str(file)] = [status.st_size, status.st_mtime_ns, status.st_ctime_ns]
    return stamps


def _read(manifest: Path) -> dict[str, Any]:
    """The manifest, or nothing where it is missing or unreadable: then the files are read again."""
    try:
        known = json.loads(manifest.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}


def _open_or_create(folder: Path) -> Corpus:
    if is_corpus(folder) and not missing_file(str(folder), same_time=True):
        with suppress(InputError):
            return Corpus.open(str(folder))
    # What cannot be opened is of another layout or damaged, and can be made again.
    shutil.rmtree(folder, ignore_errors=True)
    return Corpus.create(str(folder))
