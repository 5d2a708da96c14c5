"""What has been checked before: a file that names articles and what they said, so that only new ones are checked.

The file is JSON, one article a line and sorted, so that two branches merge. An article is known by its address, the id
that it gives itself, or its text; one that changed is new again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from claims.errors import InputError
from claims.records import Article
from verifier.draft import write_whole
from verifier.report.identity import article_key, digest

SCHEMA = "sayso-state/1"
_REMEDY = "restore the file, or remove it to check everything"


class Checked:
    """The file ``path``; where there is none, nothing has been checked."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known = _read(path)
        self._fresh: dict[str, str] = {}

    def has(self, article: Article) -> bool:
        """Whether the article was checked before, as it stands."""
        return self._known.get(article_key(article)) == content(article)

    def add(self, article: Article) -> None:
        """Name the article as checked, when the file is written."""
        self._fresh[article_key(article)] = content(article)

    def write(self) -> None:
        """Write the file; what another process has written meanwhile stays."""
        from verifier.review.file import locked

        if not self._fresh and self._path.exists():
            return
        with locked(self._path):
            known = dict(sorted((_read(self._path) | self._fresh).items()))
            try:
                write_whole(self._path, _text(known))
            except OSError as error:
                raise InputError(
                    str(self._path), f"cannot be written ({error.strerror})", "choose another file"
                ) from error


def content(article: Article) -> str:
    """What tells whether an article changed: a digest of its text, title, publisher and day."""
    published = article.published.isoformat() if article.published else ""
    return digest(article.text, article.title or "", article.publisher or "", published)


def _text(known: Mapping[str, str]) -> str:
    return json.dumps({"schema": SCHEMA, "checked": known}, indent=1, ensure_ascii=True) + "\n"


def _read(path: Path) -> dict[str, str]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError) as error:
        raise InputError(str(path), f"cannot be read ({error})", _REMEDY) from error
    if not isinstance(found, dict) or found.get("schema") != SCHEMA:
        raise InputError(str(path), f"is not a {SCHEMA}", _REMEDY)
    checked = found.get("checked")
    if not isinstance(checked, dict) or not all(isinstance(value, str) for value in checked.values()):
        raise InputError(f"{path}: checked", "is not an object of strings", _REMEDY)
    return checked
