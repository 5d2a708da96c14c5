"""Who may ask, and how much: a token, the hosts that the server answers to, and the size of what is sent."""

from __future__ import annotations

import asyncio
import secrets
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

from starlette.datastructures import Headers
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "sayso-token"
# Seconds in which a request has to be there.
PATIENCE = 30
# What anybody may ask.
OPEN = frozenset({"/health"})


class Guard:
    """Lets through what carries ``token``, names one of ``hosts`` and has no more than ``largest`` bytes.

    The token comes as ``Authorization: Bearer TOKEN``; a browser that opens ``/?token=TOKEN`` is given a cookie. A page
    of another site can neither read the cookie nor have it sent along, and a name that was made to point at this
    machine is not among the hosts.
    """

    def __init__(self, app: ASGIApp, token: str, hosts: frozenset[str], largest: int) -> None:
        self._app, self._token, self._hosts, self._largest = app, token, hosts, largest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refused = self._refused(scope, headers)
        if refused:
            await refused(scope, receive, send)
            return
        try:
            body = await asyncio.wait_for(self._body(receive), PATIENCE)
        except TimeoutError:
            await problem(408, f"nothing whole came in {PATIENCE} seconds", "send it again")(scope, receive, send)
            return
        if body is None:
            await self._too_large()(scope, receive, send)
            return
        sent: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

        async def replayed() -> Message:
            return sent.pop() if sent else await receive()

        await self._app(scope, replayed, send)

    async def _body(self, receive: Receive) -> bytes | None:
        """What is sent, all of it; None where it is too much."""
        body = bytearray()
        while True:
            message = await receive()
            body += message.get("body", b"")
            if len(body) > self._largest:
                return None
            if not message.get("more_body"):
                return bytes(body)

    def _refused(self, scope: Scope, headers: Headers) -> Response | None:
        if _host(headers.get("host", "")) not in self._hosts:
            return problem(421, "the name that was asked for is not this server's", "ask for the address it printed")
        length = headers.get("content-length", "0")
        if not length.isascii() or not length.isdigit() or int(length[:15]) > self._largest:
            return self._too_large()
        if scope["path"] in OPEN or self._is_known(headers):
            return None
        told = parse_qs(scope["query_string"].decode("latin-1"), max_num_fields=10).get("token", [""])[0]
        if scope["path"] == "/" and scope["method"] == "GET" and self._is_token(told):
            # The token leaves the address, where it would be seen and kept.
            answer: Response = RedirectResponse("/", 303)
            answer.set_cookie(COOKIE, self._token, httponly=True, samesite="strict", path="/")
            return answer
        answer = problem(401, "no token, or another one", "send `Authorization: Bearer TOKEN`, as printed at the start")
        answer.headers["WWW-Authenticate"] = "Bearer"
        return answer

    def _is_known(self, headers: Headers) -> bool:
        kind, _, told = headers.get("authorization", "").partition(" ")
        if kind.lower() == "bearer" and self._is_token(told.strip()):
            return True
        cookies = SimpleCookie()
        try:
            cookies.load(headers.get("cookie", ""))
        except CookieError:
            return False
        return COOKIE in cookies and self._is_token(cookies[COOKIE].value)

    def _is_token(self, told: str) -> bool:
        return secrets.compare_digest(told.encode(), self._token.encode())

    def _too_large(self) -> Response:
        return problem(413, f"more than {self._largest:,} bytes", "send a shorter text, or set SAYSO_MAX_FILE_BYTES")


def problem(status: int, what: str, do: str) -> Response:
    """What is wrong and what to do, as RFC 9457 has it."""
    return JSONResponse({"title": what, "detail": do, "status": status}, status, media_type="application/problem+json")


def _host(header: str) -> str:
    """The name in a Host header, without its port."""
    name, _, port = header.rpartition(":")
    return (name if name and port.isdigit() else header).strip("[]").lower()
