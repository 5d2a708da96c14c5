"""The review widget on a page of its own, for who has no notebook: served to this machine only, behind a token.

The page is bound to the loopback interface. The address has a random token, which becomes a cookie; requests without
it, with another ``Host`` (as a rebound name would have) or from another origin are refused. The page may load nothing
but its own files.
"""

from __future__ import annotations

import json
import secrets
import sys
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from verifier.report.json import dump
from verifier.review.session import Session

HOST: Final = "127.0.0.1"
# Bytes of a message of the widget: words that were marked, and a reason.
MAX_MESSAGE: Final = 100_000

_STATIC = Path(__file__).parent / "static"
_FILES = {
    "/": ("page.html", "text/html"),
    "/page.js": ("page.js", "text/javascript"),
    "/page.css": ("page.css", "text/css"),
    "/review.js": ("review.js", "text/javascript"),
    "/review.css": ("review.css", "text/css"),
}
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class Server(ThreadingHTTPServer):
    """Serves a session at ``address`` until ``shutdown``; raises OSError where the port is taken."""

    daemon_threads = True

    def __init__(self, session: Session, port: int = 0) -> None:
        super().__init__((HOST, port), _Handler)
        self.session = session
        self.token = secrets.token_urlsafe(32)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a browser that goes away."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)

    @property
    def address(self) -> str:
        """Where the page is, with the token."""
        return f"http://{HOST}:{self.server_port}/?token={self.token}"

    @property
    def hosts(self) -> frozenset[str]:
        """What the page may be called."""
        return frozenset(f"{name}:{self.server_port}" for name in (HOST, "localhost"))

    @property
    def cookie(self) -> str:
        """The name of the cookie: browsers do not keep those of several ports apart."""
        return f"sayso-review-{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "sayso", ""
    # Seconds after which a connection that says nothing is closed.
    timeout = 60
    # The widget waits for each answer: a part of one is not to wait for the acknowledgement of the part before.
    disable_nagle_algorithm = True
    server: Server

    def do_GET(self) -> None:
        """A file of the page; with the token in the address, the cookie."""
        where = urlsplit(self.path)
        token = parse_qs(where.query).get("token", [""])[0]
        if not self._is_ours():
            self._refuse(HTTPStatus.FORBIDDEN, "This page is called otherwise.")
        elif where.path == "/" and _same(token, self.server.token):
            cookie = f"{self.server.cookie}={token}; HttpOnly; SameSite=Strict; Path=/"
            self._answer(HTTPStatus.SEE_OTHER, b"", "text/plain", {"Location": "/", "Set-Cookie": cookie})
        elif not self._is_known():
            self._refuse(HTTPStatus.FORBIDDEN, "Open the address that `sayso review` printed, with its token.")
        elif where.path not in _FILES:
            self._refuse(HTTPStatus.NOT_FOUND, "There is no such page.")
        else:
            name, kind = _FILES[where.path]
            self._answer(HTTPStatus.OK, (_STATIC / name).read_bytes(), kind)

    def do_POST(self) -> None:
        """A message of the widget, and the answer to it."""
        length = self.headers.get("Content-Length", "")
        if not (self._is_ours() and self._is_known()):
            self._refuse(HTTPStatus.FORBIDDEN, "The page was opened without its token.")
        elif self.path != "/message":
            self._refuse(HTTPStatus.NOT_FOUND, "There is no such page.")
        elif self.headers.get_content_type() != "application/json":
            self._refuse(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "A message is JSON.")
        elif not (length.isascii() and length.isdigit()):
            self._refuse(HTTPStatus.LENGTH_REQUIRED, "A message says how long it is.")
        elif int(length) > MAX_MESSAGE:
            self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "The message is too long.")
        else:
            try:
                message = json.loads(self.rfile.read(int(length)))
            except (ValueError, RecursionError):
                message = None
            if isinstance(message, dict):
                body = dump(self.server.session.handle(message)).encode("utf-8", "surrogatepass")
                self._answer(HTTPStatus.OK, body, "application/json")
            else:
                self._refuse(HTTPStatus.BAD_REQUEST, "A message is an object of JSON.")

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the address has the token, and the terminal is the user's."""

    def _is_ours(self) -> bool:
        origin = self.headers.get("Origin")
        own = {f"http://{host}" for host in self.server.hosts}
        return self.headers.get("Host") in self.server.hosts and (origin is None or origin in own)

    def _is_known(self) -> bool:
        try:
            cookie = SimpleCookie(self.headers.get("Cookie", "")).get(self.server.cookie)
        except CookieError:
            return False
        return cookie is not None and _same(cookie.value, self.server.token)

    def _refuse(self, status: HTTPStatus, words: str) -> None:
        # What was not read of the request must not be taken for the next one.
        self.close_connection = True
        self._answer(status, f"{words}\n".encode(), "text/plain", {"Connection": "close"})

    def _answer(self, status: HTTPStatus, body: bytes, kind: str, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {**_HEADERS, **(headers or {})}.items():
            self.send_header(name, value)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _same(one: str, other: str) -> bool:
    return secrets.compare_digest(one.encode(), other.encode())
