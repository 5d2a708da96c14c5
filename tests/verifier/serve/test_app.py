"""What the server answers, over a desk that has its report ready."""

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from typing import Any

import httpx2 as httpx
import pytest
import schemathesis
from mcp.client import Client
from starlette.testclient import TestClient

from claims.errors import InputError
from claims.records import Article
from tests.verifier.report.examples import build
from verifier.records import Report
from verifier.report import json as report_json
from verifier.report.formats import FORMATS, SHOWN, shown
from verifier.serve.app import make_app
from verifier.serve.desk import Busy, Desk
from verifier.serve.tools import make_server

TOKEN = "a-token-of-tests"
KNOWN = {"Authorization": f"Bearer {TOKEN}"}
HOST = "http://127.0.0.1:8000"
ARTICLE = {
    "text": "The mayor said on Monday that the bridge was closed.",
    "title": "A bridge",
    "published": "2024-05-06",
}


class Ready(Desk):
    """A desk without processes: it gives one report, or raises what it is to raise."""

    def __init__(self, error: Exception | None = None) -> None:
        self.asked: list[Article] = []
        self._error = error
        self.run = build().run
        self.under_way = 0

    async def report(self, article: Article) -> Report:
        self.asked.append(article)
        if self._error:
            raise self._error
        return build()

    def close(self) -> None:
        pass


def client(desk: Desk | None = None, headers: dict[str, str] = KNOWN) -> TestClient:
    app = make_app(desk or Ready(), TOKEN, frozenset({"127.0.0.1", "localhost"}))
    return TestClient(app, base_url=HOST, headers=headers, follow_redirects=False)


def problem(response: httpx.Response, status: int) -> str:
    """What it says is wrong; one line, in the form of RFC 9457, and never a traceback."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    told = response.json()
    assert set(told) == {"title", "detail", "status"} and told["status"] == status
    assert "Traceback" not in response.text and "\n" not in told["title"]
    return f"{told['title']}; {told['detail']}"


@pytest.mark.parametrize("name", FORMATS)
def test_each_format(name: str) -> None:
    response = client().post("/check", params={"format": name}, json=ARTICLE)
    assert response.status_code == 200
    assert response.text.strip()
    if "json" in response.headers["content-type"] and name != "jsonl":
        json.loads(response.text)
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["cache-control"] == "no-store"


def test_json_is_what_the_report_is() -> None:
    desk = Ready()
    response = client(desk).post("/check", json=ARTICLE)
    assert response.text == report_json.render([shown(build(), SHOWN["warnings"])])
    (asked,) = desk.asked
    assert (asked.text, asked.title, str(asked.published)) == tuple(ARTICLE.values())


def test_show() -> None:
    def severities(show: str) -> set[str]:
        told = client().post("/check", params={"show": show}, json=ARTICLE).json()
        return {flag["severity"] for claim in told["claims"] for flag in claim["flags"]}

    assert severities("notes") > severities("errors") == {"error"}


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("POST", "/check", {}, 401),
        ("POST", "/check", {"Authorization": "Bearer another"}, 401),
        ("POST", "/check", {"Authorization": "Basic YTpi"}, 401),
        ("POST", "/check", {"Cookie": "sayso-token=another"}, 401),
        ("POST", "/check", {"Authorization": "Bearer ż"}, 401),
        ("GET", "/", {}, 401),
        ("GET", "/?token=another", {}, 401),
        ("GET", f"/metrics?token={TOKEN}", {}, 401),
        ("GET", "/openapi.json", {}, 401),
        ("GET", "/health", {"Host": "evil.example"}, 421),
        ("POST", "/check", {**KNOWN, "Host": "127.0.0.1.evil.example"}, 421),
        ("GET", "/nothing", KNOWN, 404),
        ("GET", "/check", KNOWN, 405),
    ],
)  # fmt: skip
def test_who_is_refused(method: str, path: str, headers: dict[str, str], status: int) -> None:
    raw = {name.encode(): value.encode() for name, value in headers.items()}
    desk = Ready()
    problem(client(desk, {}).request(method, path, headers=raw, content=b"{}"), status)
    assert not desk.asked


def test_anybody_may_ask_for_its_health() -> None:
    assert client(headers={}).get("/health").json()["status"] == "ok"


@pytest.mark.parametrize(
    ("sent", "status", "told"),
    [
        ({}, 422, "text"),
        ({"text": ""}, 422, "text"),
        ({"text": 3}, 422, "text"),
        ({"text": "It rained.", "author": "x"}, 422, "author"),
        ({"text": " \n "}, 400, "no text"),
        ({"text": "It rained in Vilnius on Monday.", "published": "yesterday"}, 400, "published"),
        ({"text": "Der Bürgermeister sagte am Montag, die Brücke sei gesperrt und bleibe es auch."}, 400, "German"),
        ([], 422, "body"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_named(sent: object, status: int, told: str) -> None:
    assert told in problem(client().post("/check", json=sent), status)


def test_what_is_no_json() -> None:
    headers = {**KNOWN, "content-type": "application/json"}
    problem(client().post("/check", content=b"{", headers=headers), 422)
    problem(client().post("/check", content=b"\xff\xfe", headers=headers), 422)


def test_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAYSO_MAX_FILE_BYTES", "1000")
    told = client()
    assert "1,000 bytes" in problem(told.post("/check", json={"text": "It rained. " * 200}), 413)

    def unsaid() -> Iterator[bytes]:
        yield from (b'{"text": "', *(b"It rained. " for _ in range(200)), b'"}')

    problem(told.post("/check", content=unsaid(), headers={"content-type": "application/json"}), 413)


def test_a_full_queue() -> None:
    response = client(Ready(Busy(7))).post("/check", json=ARTICLE)
    assert "try again in 7 seconds" in problem(response, 429)
    assert response.headers["retry-after"] == "7"


def test_what_fails_on_the_way() -> None:
    error = InputError("article", "took longer than 1 seconds", "shorten it")
    assert "took longer" in problem(client(Ready(error)).post("/check", json=ARTICLE), 400)


def test_the_page_for_pasted_text() -> None:
    browser = client(headers={})
    opened = browser.get("/", params={"token": TOKEN})
    assert (opened.status_code, opened.headers["location"]) == (303, "/")
    cookie = opened.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=strict" in cookie
    assert '<textarea id="text"' in browser.get("/").text
    report = browser.post("/", data={"text": ARTICLE["text"], "title": "A bridge", "published": ""})
    assert report.status_code == 200
    assert report.headers["content-type"].startswith("text/html")
    policy = report.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    # The one script that runs is the page's own.
    (allowed,) = re.findall(r"script-src 'sha256-(\S+)'", policy)
    (script,) = re.findall(r"<script>(.*?)</script>", report.text, re.DOTALL)
    assert base64.b64decode(allowed) == hashlib.sha256(script.encode()).digest()


def test_the_page_keeps_what_was_pasted_and_says_what_is_wrong() -> None:
    hostile = '</textarea><script>alert("x")</script>'
    browser = client(Ready(Busy(3)))
    page = browser.post("/", data={"text": hostile, "title": '"><img src=x>'})
    assert page.status_code == 429
    assert "try again in 3 seconds" in page.text
    assert "<script" not in page.text and "<img" not in page.text
    assert "&lt;/textarea&gt;&lt;script&gt;" in page.text


def test_measures() -> None:
    told = client()
    told.post("/check", json=ARTICLE)
    told.post("/check", json={})
    text = told.get("/metrics").text
    assert f"sayso_claims_total {float(len(build().claims))}" in text
    assert 'sayso_requests_total{status="200"} 1.0' in text
    assert 'sayso_requests_total{status="422"} 1.0' in text
    assert "sayso_check_seconds_count 1.0" in text


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


SCHEMA = schemathesis.openapi.from_dict(
    client().get("/openapi.json").json()
)  # fmt: skip
SCHEMA.app = make_app(Ready(), TOKEN, frozenset({"127.0.0.1", "localhost"}))
SCHEMA.config.update(base_url=HOST)
# That a text is to be English is nothing that a schema can say.
SCHEMA.config.checks.positive_data_acceptance.enabled = False


@SCHEMA.parametrize()
def test_the_description_is_kept(case: schemathesis.Case[Any]) -> None:
    case.call_and_validate(headers=KNOWN)


async def asked(tool: str, **arguments: str) -> tuple[bool, str]:
    async with Client(make_server(Ready())) as assistant:
        names = {each.name for each in (await assistant.list_tools()).tools}
        assert names == {"check_article", "split_article", "explain_rule"}
        found = await assistant.call_tool(tool, arguments)
        (content,) = found.content
        assert content.type == "text"
        return bool(found.is_error), content.text


@pytest.mark.anyio
async def test_an_assistant_checks() -> None:
    failed, text = await asked("check_article", text=ARTICLE["text"], published="2024-05-06")
    report = json.loads(text)
    assert not failed
    assert "text" not in report["article"]
    assert len(report["claims"]) == len(build().claims)


@pytest.mark.anyio
async def test_an_assistant_is_told_what_is_wrong() -> None:
    failed, text = await asked("check_article", text=" ")
    assert failed and "no text" in text
    failed, text = await asked("explain_rule", rule="number")
    assert not failed and "NUM001" in text
    assert "there are" in (await asked("explain_rule", rule="x"))[1]
