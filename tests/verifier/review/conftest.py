from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Page

from tests.verifier.report.conftest import browser as chromium
from tests.verifier.report.conftest import page as page_of_chromium
from tests.verifier.report.examples import build
from verifier.records import Document, Report
from verifier.report.wording import questions
from verifier.review.served import Server
from verifier.review.session import Session

browser, page = chromium, page_of_chromium


def documents(*reports: Report) -> dict[str, Document]:
    """References in which the evidence of the reports stands where it says."""
    found: dict[str, Document] = {}
    for report in reports:
        for checked in report.claims:
            for _, verdict in questions(checked):
                for each in verdict.evidence:
                    passage, known = each.passage, found.get(each.passage.document_id)
                    text = (known.text if known else "").ljust(passage.span[1], "~")
                    text = text[: passage.span[0]] + passage.text + text[passage.span[1] :]
                    found[passage.document_id] = Document(passage.document_id, text, "0" * 64, passage.title)
    return found


def session(folder: Path, *reports: Report, reviewer: str = "Ann") -> Session:
    given = reports or (build(),)
    return Session(given, folder / "decisions.json", reviewer, documents(*given).__getitem__)


@contextmanager
def serving(session: Session) -> Iterator[Server]:
    with Server(session) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Server]:
    with serving(session(tmp_path)) as server:
        yield server


def opened(page: Page, server: Server) -> None:
    """Open the page, and wait for its first claim."""
    page.goto(server.address)
    page.wait_for_selector(".claim h2", timeout=60_000)


def numbered(report: Report, article_id: str) -> Report:
    """The report as one on another article."""
    claims = tuple(replace(each, claim=replace(each.claim, article_id=article_id)) for each in report.claims)
    article = replace(report.article, id=article_id, url=None, own_id=True)
    return replace(report, article=article, claims=claims)
