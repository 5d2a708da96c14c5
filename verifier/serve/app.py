"""The web application: a report for an article, in any format, and a page that takes pasted text."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from functools import cache
from io import StringIO
from typing import Annotated, Any
from urllib.parse import parse_qs

from fastapi import Body, FastAPI, Query, Request
from fastapi.exceptions import RequestValidationError
from jinja2 import Environment, PackageLoader, StrictUndefined
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response

from claims.article.files import make_article
from claims.errors import InputError
from claims.limits import limit
from claims.records import Article
from verifier.records import Report
from verifier.report.formats import FORMATS, SHOWN, Draw, Format, Show, shown, writer
from verifier.report.html import script_digest
from verifier.report.totals import Totals
from verifier.report.wording import visible
from verifier.serve.desk import Busy, Desk
from verifier.serve.guard import Guard, problem

_KINDS: Mapping[Format, str] = {
    "json": "application/json", "jsonl": "application/jsonl", "html": "text/html; charset=utf-8",
    "text": "text/plain; charset=utf-8", "markdown": "text/markdown; charset=utf-8", "sarif": "application/sarif+json",
    "junit": "application/xml", "github": "text/plain; charset=utf-8", "csv": "text/csv; charset=utf-8",
    "claimreview": "application/ld+json", "annotations": "application/ld+json",
}  # fmt: skip
_COLUMNS = 100
_FIELDS = 20
_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
_HEADERS = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cache-Control": "no-store"}
_PROBLEM: dict[int | str, dict[str, Any]] = {
    code: {"description": told, "content": {"application/problem+json": {}}}
    for code, told in {
        400: "The article cannot be read or checked.", 401: "No token.", 413: "Too large.", 421: "Another host.",
        422: "A field is missing or of another type.", 429: "Every place in the queue is taken; see Retry-After.",
    }.items()
}  # fmt: skip


class Sent(BaseModel):
    """An article, with the fields that a line of JSONL has for `sayso check`."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(min_length=1)
    id: str | None = None
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    published: str | None = Field(None, description="ISO date or datetime", examples=["2021-08-06"])
    language: str | None = None


class Measures:
    """What is counted, for Prometheus."""

    def __init__(self, desk: Desk) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter("sayso_requests", "Requests by answer", ["status"], registry=self.registry)
        self.seconds = Histogram(
            "sayso_check_seconds", "Seconds from an article to its report, waiting included", registry=self.registry,
            buckets=(0.05, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 300),
        )  # fmt: skip
        self.flags = Counter("sayso_flags", "Flags raised, by severity", ["severity"], registry=self.registry)
        self.claims = Counter("sayso_claims", "Claims checked", registry=self.registry)
        Gauge("sayso_under_way", "Articles waiting or being checked", registry=self.registry).set_function(
            lambda: desk.under_way
        )

    def count(self, report: Report, seconds: float) -> None:
        """Count a report that took so long."""
        self.seconds.observe(seconds)
        self.claims.inc(len(report.claims))
        for checked in report.claims:
            for flag in checked.flags:
                self.flags.labels(flag.severity).inc()


def make_app(desk: Desk, token: str, hosts: frozenset[str]) -> FastAPI:
    """The application over ``desk``, for whoever has ``token`` and asks for one of ``hosts``."""
    measures = Measures(desk)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        desk.close()

    # The pages of documentation that FastAPI has would be fetched from elsewhere.
    app = FastAPI(
        title="SaySo", version=desk.run.version, docs_url=None, redoc_url=None, lifespan=lifespan,
        description="On whose say-so, and is it so? Checks the claims of an article against the server's references.",
    )  # fmt: skip
    app.add_middleware(Guard, token=token, hosts=hosts, largest=limit("FILE_BYTES"))
    _explain(app)

    @app.middleware("http")
    async def counted(request: Request, ask: Callable[[Request], Awaitable[Response]]) -> Response:
        answer = await ask(request)
        measures.requests.labels(str(answer.status_code)).inc()
        for name, value in _HEADERS.items():
            answer.headers.setdefault(name, value)
        return answer

    async def checked(article: Article) -> Report:
        begun = time.perf_counter()
        report = await desk.report(article)
        measures.count(report, time.perf_counter() - begun)
        return report

    @app.post(
        "/check",
        responses=_PROBLEM | {200: {"content": {_KINDS[name]: {} for name in FORMATS}}},
        summary="The report on an article",
    )
    async def check(
        sent: Annotated[Sent, Body()],
        format: Annotated[Format, Query(description="as in `sayso check --format`")] = "json",
        show: Annotated[Show, Query(description="flags down to these")] = "warnings",
    ) -> Response:
        """The bytes are those that `sayso check` writes of the same article and references."""
        report = await checked(await run_in_threadpool(_article, sent.model_dump(exclude_none=True)))
        return await run_in_threadpool(answer, report, format, show)

    @app.get("/", include_in_schema=False)
    async def page() -> Response:
        return _form()

    @app.post("/", include_in_schema=False)
    async def pasted(request: Request) -> Response:
        told = parse_qs((await request.body()).decode("utf-8", "replace"), max_num_fields=_FIELDS)
        fields = {name: told[name][0].strip() for name in ("text", "title", "published") if told.get(name)}
        try:
            report = await checked(await run_in_threadpool(_article, fields))
        except (InputError, Busy) as error:
            return _form(fields, str(error), 429 if isinstance(error, Busy) else 400)
        return await run_in_threadpool(answer, report, "html", "warnings")

    @app.get("/health", summary="Whether it serves, and what")
    async def health() -> dict[str, Any]:
        return {"status": "ok", "version": desk.run.version, "documents": desk.run.corpus["documents"]}

    @app.get(
        "/metrics",
        summary="Counts for Prometheus",
        responses={200: {"content": {CONTENT_TYPE_LATEST: {}}}, 401: _PROBLEM[401]},
    )
    async def metrics() -> Response:
        return Response(generate_latest(measures.registry), media_type=CONTENT_TYPE_LATEST)

    return app


def answer(report: Report, format_: Format, show: Show) -> Response:
    """The report in a format, with its type and, where a browser shows it, what the page may do."""
    totals = Totals(frozenset())
    report = shown(report, SHOWN[show])
    totals.add(report)
    writes = writer(format_, _printed)
    body = writes.add(report) + writes.end(totals)
    if format_ == "html":
        policy = f"{_POLICY}; script-src 'sha256-{script_digest()}'"
        return HTMLResponse(body, headers={"Content-Security-Policy": policy})
    return Response(body, media_type=_KINDS[format_])


def _explain(app: FastAPI) -> None:
    """Say what is wrong in the same form everywhere."""

    def unusable(_: Request, error: Any) -> Response:
        return problem(400, f"{error.where}: {error.what}", error.do)

    def busy(_: Request, error: Any) -> Response:
        reply = problem(429, "every place is taken", str(error))
        reply.headers["Retry-After"] = str(error.after)
        return reply

    def invalid(_: Request, error: Any) -> Response:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        return problem(422, f"{place}: {first['msg']}", "see /openapi.json")

    def other(_: Request, error: Any) -> Response:
        reply = problem(error.status_code, error.detail, "see /openapi.json")
        reply.headers.update(error.headers or {})
        return reply

    app.add_exception_handler(InputError, unusable)
    app.add_exception_handler(Busy, busy)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(HTTPException, other)


def _article(fields: Mapping[str, object]) -> Article:
    return make_article(fields, "article", "article")


@cache
def _templates() -> Environment:
    return Environment(loader=PackageLoader("verifier", "serve"), autoescape=True, undefined=StrictUndefined)


def _printed(draw: Draw) -> str:
    from rich.console import Console

    page = StringIO()
    draw(Console(file=page, force_terminal=False, width=_COLUMNS, highlight=False))
    return page.getvalue()


def _form(fields: Mapping[str, str] | None = None, problem: str = "", status: int = 200) -> Response:
    told = dict.fromkeys(("text", "title", "published"), "") | dict(fields or {})
    page = _templates().get_template("form.html.j2").render(fields=told, problem=visible(problem))
    return HTMLResponse(page, status, headers={"Content-Security-Policy": _POLICY})
