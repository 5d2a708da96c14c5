"""Hooks of the documentation site: pages that stand elsewhere in the repository, and links between them.

Pages are written to be read in the repository too, where ``docs/ci.md`` links to ``../seeds/README.md``. On the site
such a page is ``project/seeds/README.html``; a link to a file that is no page becomes the file's name.
"""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, Files

ROOT = Path(__file__).parent.parent
DOCS = "docs/"
PROJECT = "project/"
PAGES = (
    "CHANGELOG.md",
    "CODE_OF_CONDUCT.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "claims/attribution/MODEL_CARD.md",
    "claims/sources/MODEL_CARD.md",
    "seeds/README.md",
    "seeds/ci-example/README.md",
    "seeds/lithuania-belarus/README.md",
    "verifier/nli/MODEL_CARD.md",
)
_LINK = re.compile(r"(?<!!)\[(?P<words>[^\]]+)\]\((?P<target>[^)\s:]+?\.?[^)\s:]*)\)")


def on_files(files: Files, config: Any) -> Files:
    """Add the pages that stand elsewhere, and the rules to the navigation."""
    for page in PAGES:
        if (ROOT / page).exists():
            files.append(File.generated(config, PROJECT + page, abs_src_path=str(ROOT / page)))
    return files


def on_config(config: Any) -> Any:
    """Name each rule's page in the navigation."""
    rules = sorted(path.name for path in (ROOT / DOCS / "rules").glob("*.md") if path.name != "README.md")
    config.nav = [_named(section, [f"rules/{name}" for name in rules]) for section in config.nav]
    return config


def on_page_markdown(markdown: str, page: Any, config: Any, files: Files) -> str:
    """Turn links of the repository into links of the site."""
    here = _in_repository(page.file.src_uri)

    def link(match: re.Match[str]) -> str:
        target, _, anchor = match["target"].partition("#")
        if not target:
            return match[0]
        path = posixpath.normpath(posixpath.join(posixpath.dirname(here), target))
        if path == "README.md":
            path, anchor = "docs/index.md", ""
        uri = path.removeprefix(DOCS) if path.startswith(DOCS) else PROJECT + path
        if files.get_file_from_path(uri) is None:
            return match["words"] if match["words"].startswith("`") else f"{match['words']} (`{path}`)"
        relative = posixpath.relpath(uri, posixpath.dirname(page.file.src_uri) or ".")
        return f"[{match['words']}]({relative}{'#' + anchor if anchor else ''})"

    return _LINK.sub(link, markdown)


def _in_repository(uri: str) -> str:
    return uri.removeprefix(PROJECT) if uri.startswith(PROJECT) else DOCS + uri


def _named(item: Any, rules: list[str]) -> Any:
    if isinstance(item, dict):
        return {key: rules if value == "rules/*" else _named(value, rules) for key, value in item.items()}
    return [_named(each, rules) for each in item] if isinstance(item, list) else item
