from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from claims.records import File
from tests.verifier.report.examples import build
from verifier.records import Report
from verifier.report.identity import identified

READERS = Path(__file__).parents[2] / "readers" / "node_modules"
CHROMIUM_FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture
def report() -> Report:
    """The example from a file ``news/port elm.md`` whose text begins on line 5, with one flag known, one suppressed."""
    found = build()
    article = replace(found.article, file=File("news/port elm.md", 5, verbatim=True))
    report = identified(replace(found, article=article))
    claims = list(report.claims)
    claims[2] = replace(claims[2], flags=(claims[2].flags[0], replace(claims[2].flags[1], state="known", reason="old")))
    claims[3] = replace(claims[3], flags=(replace(claims[3].flags[0], state="suppressed", reason="said elsewhere"),))
    return replace(report, claims=tuple(claims))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A real Chromium."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if not chromium:
        missing("no Chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of Chromium that knows nothing of the pages before it."""
    opened = browser.new_page()
    yield opened
    opened.close()


@pytest.fixture
def readers() -> Path:
    """The folder with the npm packages of ``tests/readers``."""
    if not (READERS / ".installed").exists():
        missing("the packages of tests/readers are not installed")
    return READERS


def missing(what: str) -> None:
    """On a machine of one's own a test without what it needs is skipped; CI has it or fails."""
    why = f"{what}: run tests/install.sh"
    pytest.fail(why) if os.environ.get("CI") else pytest.skip(why)
