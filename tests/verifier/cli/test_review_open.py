"""``sayso review ARTICLE``: what is opened, and how it ends; models are stand-ins, as in ``test_main``."""

from __future__ import annotations

import http.cookiejar
import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
import webbrowser
from collections.abc import Callable
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.processes import started
from tests.verifier.cli.test_main import Run
from tests.verifier.cli.test_main import run as run_fixture
from tests.verifier.report.examples import build
from verifier.report.json import render
from verifier.review.served import Server

run = run_fixture


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[Server]:
    """The servers that were started; each ends as if Ctrl-C were pressed at once."""
    servers: list[Server] = []

    def serve(self: Server) -> None:
        servers.append(self)
        raise KeyboardInterrupt

    monkeypatch.setattr(Server, "serve_forever", serve)
    return servers


@pytest.fixture(autouse=True)
def addresses(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a browser was told to open."""
    opened: list[str] = []

    def open_(address: str) -> bool:
        opened.append(address)
        return True

    monkeypatch.setattr(webbrowser, "open", open_)
    return opened


def test_an_article_is_checked_and_opened(run: Run, served: list[Server], addresses: list[str]) -> None:
    ended = run("review", run.file("draft.md"), "--corpus", "refs", "--reviewer", "Ann")
    (server,) = served
    assert ended.code == 0
    assert ended.out == f"{server.address}\n"
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/\?token=[\w-]{40,}\n", ended.out)
    assert addresses == [server.address]
    assert ended.lines[-2:] == [
        "0 of 1 flagged claim decided, 2 claims in all; answers of Ann are kept in .sayso-baseline.json. "
        "Ctrl-C ends the review.",
        "ended: 0 of 1 flagged claim decided, 2 claims in all",
    ]
    assert server.session.handle({"do": "passage", "at": 0, "question": "so", "evidence": 0})["passage"]


def test_a_report_is_opened_without_references(run: Run, served: list[Server], addresses: list[str]) -> None:
    ended = run(
        "review", run.file("report.json", render([build(), build()])), "--no-browser", "--decisions", "ann.json"
    )
    assert ended.code == 0
    assert len(served[0].session.items) == 20
    assert "answers of " in ended.err
    assert " are kept in ann.json" in ended.err
    assert addresses == []


def test_without_references_the_article_is_held_against_itself(run: Run, served: list[Server]) -> None:
    draft = run.file("draft.md", "The guards counted 900 people in Kaunas. The guards counted 4,000 people in Kaunas.")
    assert run("review", draft, "--no-browser").code == 0
    flags = [flag.name for item in served[0].session.items for flag in item.checked.flags]
    assert "self-contradiction" in flags


def test_where_no_browser_opens_the_address_is_named(
    run: Run, served: list[Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webbrowser, "open", lambda _: False)
    ended = run("review", run.file("report.json", render([build()])))
    assert "no browser could be opened: open the address above" in ended.lines


def test_options_of_the_project_hold_here_too(run: Run, served: list[Server]) -> None:
    run.file("pyproject.toml", '[tool.sayso]\ncorpus = "refs"\nbaseline = "known.json"\nformat = "json"\n')
    ended = run("review", run.file("draft.md"), "--no-browser")
    assert ended.code == 0
    assert served[0].session.path.name == "known.json"


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["review", "none.md", "--corpus", "refs"], "error: none.md: no such file"),
        (["review", "draft.md", "--corpus", "none"], "error: none: "),
        (["review", "old.json"], "error: old.json: schema: the schema is 'sayso-report/0'"),
        (["review", "cut.json"], "error: cut.json: claims: missing"),
        (["review", "draft.md", "--corpus", "refs", "--decisions", "draft.md"], "error: draft.md: cannot be read"),
    ],
)
def test_mistakes_are_one_line(run: Run, served: list[Server], arguments: list[str], line: str) -> None:
    run.file("draft.md")
    run.file("old.json", json.dumps({"schema": "sayso-report/0"}))
    cut = json.loads(render([build()]))
    del cut["claims"]
    run.file("cut.json", json.dumps(cut))
    ended = run(*arguments, "--no-browser")
    assert ended.code == 2
    assert any(each.startswith(line) for each in ended.lines), ended.err
    assert "Traceback" not in ended.err
    assert not served


def test_a_port_that_is_taken(run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = run("review", run.file("report.json", render([build()])), "--no-browser", "--port", str(port))
    assert ended.code == 2
    assert ended.lines[-1].startswith(f"error: port {port}: cannot be used")


def test_it_answers_while_it_runs(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    serve: Callable[[Server, float], None] = Server.serve_forever
    seen: list[int] = []

    def ask_once(self: Server) -> None:
        from threading import Thread

        thread = Thread(target=serve, args=(self, 0.02))
        thread.start()
        connection = HTTPConnection("127.0.0.1", self.server_port, timeout=20)
        connection.request("GET", self.address.partition(str(self.server_port))[2])
        seen.append(connection.getresponse().status)
        connection.close()
        self.shutdown()
        thread.join()

    monkeypatch.setattr(Server, "serve_forever", ask_once)
    assert run("review", run.file("report.json", render([build()])), "--no-browser").code == 0
    assert seen == [303]


@pytest.mark.slow
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 0), (signal.SIGTERM, 143)])
def test_the_command_ends_cleanly(tmp_path: Path, number: signal.Signals, code: int) -> None:
    (tmp_path / "report.json").write_text(render([build()]), encoding="utf-8")
    start = "from verifier.cli.main import main; main()"
    command = [sys.executable, "-c", start, "review", "report.json", "--no-browser"]
    own = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3]), "SAYSO_CACHE_DIR": str(tmp_path / "cache")}
    with started(command, cwd=tmp_path, env=own, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        address = process.stdout.readline().strip()
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
        with browser.open(address, timeout=30) as page:
            assert b"<title>Review" in page.read()
        process.send_signal(number)
        _, told = process.communicate(timeout=60)
    assert process.returncode == code
    assert "Traceback" not in told
    assert [path.name for path in tmp_path.iterdir() if path.name != "cache"] == ["report.json"]
