"""The documentation: it builds without a warning, and its tutorials run."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TUTORIALS = sorted((ROOT / "docs" / "tutorials").glob("*.md"))
BIN = Path(sys.executable).parent

_BASH = re.compile(r"^```bash\n(.*?)^```", re.MULTILINE | re.DOTALL)


@pytest.mark.slow
def test_the_site_builds_without_a_warning(tmp_path: Path) -> None:
    command = [str(BIN / "mkdocs"), "build", "--strict", "--site-dir", str(tmp_path / "site")]
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    told = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
    assert "WARNING" not in told.stderr
    pages = {page.relative_to(tmp_path / "site").as_posix(): page for page in (tmp_path / "site").rglob("*.html")}
    rules = {f"rules/{page.stem}.html" for page in (ROOT / "docs" / "rules").glob("[A-Z]*[0-9].md")}
    assert rules and rules < pages.keys()
    assert {"index.html", "commands.html", "python.html", "project/verifier/nli/MODEL_CARD.html"} < pages.keys()
    fetched = re.compile(r'(?:src|<link[^>]* href)="(?:https?:)?//')
    assert not [name for name, page in pages.items() if fetched.search(page.read_text(encoding="utf-8"))]
    assert "sayso.check" in pages["python.html"].read_text(encoding="utf-8")
    assert "--fail-on" in pages["commands.html"].read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("page", TUTORIALS, ids=[page.stem for page in TUTORIALS])
def test_tutorials_run(page: Path, tmp_path: Path) -> None:
    """All of a page's commands, in order, as somebody would type them who has the repository."""
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    # What a reviewer would have left, and a second one.
    for name in (".sayso-baseline.json", "ann.json", "ben.json"):
        shutil.copy(ROOT / "seeds" / "ci-example" / ".sayso-baseline.json", tmp_path / name)
    blocks = "\n".join(_BASH.findall(page.read_text(encoding="utf-8")))
    # What serves does not end; the tests of the review drive it.
    script = "\n".join(line for line in blocks.splitlines() if "--no-browser" not in line)
    environment = {
        "PATH": f"{BIN}:{os.environ['PATH']}", "HOME": str(tmp_path), "SAYSO_CACHE_DIR": str(tmp_path / "cache"),
    }  # fmt: skip
    told = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    assert "Traceback" not in told.stderr and "internal error" not in told.stderr
