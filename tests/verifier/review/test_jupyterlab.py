"""The review widget in JupyterLab, as a person uses it: the notebook is opened and run in a real browser."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from playwright.sync_api import Page, expect

from tests.verifier.report.examples import build
from verifier.report.json import render

ROOT = Path(__file__).parents[3]
TOKEN = "a-token-of-this-test"
FIRST, SECOND, THIRD = (
    "Two ships sank that night.",
    "Three ferries were damaged in the storm at Port Elm.",
    "The repairs will cost 4 million crowns.",
)

pytestmark = pytest.mark.slow


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[str]:
    """The address of a JupyterLab in a folder with the notebook and a report; nothing of the user's is read."""
    work = tmp_path / "work"
    work.mkdir()
    (work / "report.json").write_text(render([build()]), encoding="utf-8")
    notebook: Any = nbformat.read(ROOT / "notebooks" / "review.ipynb", as_version=4)
    (parameters,) = (cell for cell in notebook.cells if cell.metadata.get("tags") == ["parameters"])
    parameters.source += '\nARTICLE, DECISIONS, REVIEWER = "report.json", "decisions.json", "Ann"'
    nbformat.write(notebook, work / "review.ipynb")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    own = {
        "HOME": str(tmp_path / "home"),
        "PYTHONPATH": os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH")))),
        "SAYSO_CACHE_DIR": str(tmp_path / "cache"),
        **{
            name: str(tmp_path / name)
            for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
        },
    }
    (tmp_path / "home").mkdir()
    options = {
        "ServerApp.port": port,
        "ServerApp.root_dir": work,
        "ServerApp.open_browser": False,
        "ServerApp.allow_root": True,
        "IdentityProvider.token": TOKEN,
        # JupyterLab itself asks for news and updates.
        "LabApp.news_url": "None",
        "LabApp.check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
    }
    command = [sys.executable, "-m", "jupyterlab", *(f"--{name}={value}" for name, value in options.items())]
    log = (tmp_path / "log").open("w", encoding="utf-8")
    with log, subprocess.Popen(command, env={**os.environ, **own}, cwd=work, stdout=log, stderr=log) as process:
        try:
            address = f"http://127.0.0.1:{port}"
            _wait(f"{address}/api/status?token={TOKEN}")
            yield address
        finally:
            process.terminate()
            process.wait(30)


def _wait(address: str) -> None:
    for _ in range(120):
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(1)
    pytest.fail(f"no JupyterLab at {address}")


def entries(lab_folder: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((lab_folder / "decisions.json").read_text(encoding="utf-8"))["entries"]
    return found


def shows(page: Page, claim: str, wait: int = 10_000) -> None:
    expect(page.locator(".sayso-review .claim h2")).to_have_text(claim, timeout=wait)


def run_all(page: Page, lab: str) -> None:
    """Open the notebook, run its cells, and wait for the first claim."""
    page.set_viewport_size({"width": 1400, "height": 1000})
    page.goto(f"{lab}/lab/tree/review.ipynb?token={TOKEN}")
    cells = page.locator(".jp-Notebook .jp-Cell")
    cells.first.wait_for(timeout=120_000)
    expect(page.get_by_text("Python 3 (ipykernel) | Idle")).to_be_visible(timeout=120_000)
    cells.first.click()
    for _ in range(cells.count()):
        page.keyboard.press("Shift+Enter")
        page.wait_for_timeout(200)
    shows(page, FIRST, 180_000)
    page.locator(".sayso-review").scroll_into_view_if_needed()


def test_the_notebook_is_run_answered_reloaded_and_gone_on_with(page: Page, lab: str, tmp_path: Path) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    run_all(page, lab)
    review, cells = page.locator(".sayso-review"), page.locator(".jp-Cell").count()

    # Letters answer, and are no commands of the notebook: A would add a cell, X cut one, Z take that back.
    review.locator(".claim h2").click()
    page.keyboard.press("a")
    shows(page, SECOND)
    assert {(entry["question"], entry["answer"]) for entry in entries(tmp_path / "work")} == {
        (None, "agree"), ("said", "agree"), ("so", "agree"),
    }  # fmt: skip
    page.keyboard.press("x")
    page.keyboard.type("the log is older")
    page.keyboard.press("Enter")
    shows(page, THIRD)
    page.keyboard.press("z")
    shows(page, SECOND)
    assert len(entries(tmp_path / "work")) == 3
    review.get_by_role("button", name="Unsure").click()
    shows(page, THIRD)
    expect(review.locator(".told")).to_have_text("2 of 3 flagged claims decided")
    assert page.locator(".jp-Cell").count() == cells

    # Saved and opened again, the kernel still runs, and the widget is where it was. Control-S is the notebook's.
    page.keyboard.press("Control+s")
    expect(page.locator(".jp-mod-dirty")).to_have_count(0)
    page.reload()
    shows(page, THIRD, 120_000)
    expect(review.locator(".told")).to_have_text("2 of 3 flagged claims decided")
    review.locator(".claim h2").click()
    page.keyboard.press("n")
    expect(review.locator(".status")).to_contain_text("Saved: not in the references on so")
    answers = {(entry["claim"], entry["question"]): entry["answer"] for entry in entries(tmp_path / "work")}
    assert answers[THIRD, "so"] == "not in the references"
    assert {entry["author"] for entry in entries(tmp_path / "work")} == {"Ann"}
    assert all(re.match(r"(http|ws)://127\.0\.0\.1|data:|blob:", url) for url in asked), asked


def test_it_follows_the_theme_of_the_notebook(page: Page, lab: str) -> None:
    run_all(page, lab)
    review = page.locator(".sayso-review")
    expect(review).to_have_attribute("data-theme", "light")
    page.get_by_role("menuitem", name="Settings", exact=True).click()
    page.get_by_text("Theme", exact=True).hover()
    page.get_by_text("JupyterLab Dark", exact=True).click()
    expect(review).to_have_attribute("data-theme", "dark", timeout=30_000)
