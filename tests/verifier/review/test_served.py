from __future__ import annotations

import json
import socket
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest

from verifier.review.served import MAX_MESSAGE, Server

OPEN = json.dumps({"do": "open", "id": 1, "view": "v"})
JSON = {"Content-Type": "application/json"}


def ask(server: Server, method: str, path: str, body: str | None = None, **headers: str) -> tuple[HTTPResponse, str]:
    connection = HTTPConnection("127.0.0.1", server.server_port, timeout=20)
    connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
    response = connection.getresponse()
    text = response.read().decode()
    connection.close()
    return response, text


def cookie(server: Server) -> str:
    response, _ = ask(server, "GET", f"/?token={server.token}")
    assert response.status == 303
    assert response.headers["Location"] == "/"
    given = response.headers["Set-Cookie"]
    assert "HttpOnly" in given
    assert "SameSite=Strict" in given
    return given.partition(";")[0]


def test_the_page_and_its_messages(served: Server) -> None:
    known = cookie(served)
    for path, kind in (("/", "text/html"), ("/review.js", "text/javascript"), ("/review.css", "text/css")):
        response, text = ask(served, "GET", path, Cookie=known)
        assert (response.status, response.headers.get_content_type()) == (200, kind)
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]
        assert text
    response, text = ask(served, "POST", "/message", OPEN, Cookie=known, **JSON)
    assert response.status == 200
    assert len(json.loads(text)["rows"]) == 10


@pytest.mark.parametrize("path", ["/", "/?token=", "/?token=wrong", "/review.js", "/page.html", "/../session.py"])
def test_nothing_is_served_without_the_token(served: Server, path: str) -> None:
    response, text = ask(served, "GET", path)
    assert response.status == 403
    assert text == "Open the address that `sayso review` printed, with its token.\n"


def test_other_hosts_origins_and_ports(served: Server) -> None:
    known = cookie(served)
    assert ask(served, "GET", f"/?token={served.token}", Host="evil.example")[0].status == 403
    assert ask(served, "GET", "/", Cookie=known, Host=f"evil.example:{served.server_port}")[0].status == 403
    assert ask(served, "POST", "/message", OPEN, Cookie=known, Origin="https://evil.example", **JSON)[0].status == 403
    assert ask(served, "POST", "/message", OPEN, Cookie=known, Origin="null", **JSON)[0].status == 403
    own = f"http://127.0.0.1:{served.server_port}"
    assert ask(served, "POST", "/message", OPEN, Cookie=known, Origin=own, **JSON)[0].status == 200
    assert (
        ask(served, "POST", "/message", OPEN, Cookie=known.replace(str(served.server_port), "1"), **JSON)[0].status
        == 403
    )


@pytest.mark.parametrize(
    ("path", "body", "kind", "status"),
    [
        ("/message", OPEN, "text/plain", 415),
        ("/message", "x" * (MAX_MESSAGE + 1), "application/json", 413),
        ("/message", "[" * 50_000, "application/json", 400),
        ("/message", "[]", "application/json", 400),
        ("/other", OPEN, "application/json", 404),
    ],
)
def test_messages_that_are_none(served: Server, path: str, body: str, kind: str, status: int) -> None:
    response, _ = ask(served, "POST", path, body, Cookie=cookie(served), **{"Content-Type": kind})
    assert response.status == status


def test_no_other_file_of_the_folder(served: Server) -> None:
    for path in ("/session.py", "/static/review.js", "/%2e%2e/session.py", "/page.html"):
        assert ask(served, "GET", path, Cookie=cookie(served))[0].status == 404


def test_this_machine_alone(served: Server) -> None:
    assert served.server_address[0] == "127.0.0.1"


def test_a_message_without_a_length(served: Server) -> None:
    with socket.create_connection(("127.0.0.1", served.server_port), timeout=20) as connection:
        head = f"POST /message HTTP/1.1\r\nHost: 127.0.0.1:{served.server_port}\r\nCookie: {cookie(served)}\r\n"
        connection.sendall(f"{head}Content-Type: application/json\r\n\r\n".encode())
        assert connection.recv(100).startswith(b"HTTP/1.1 411")


def test_a_message_that_cannot_be_followed_leaves_no_file(served: Server, tmp_path: Path) -> None:
    body = json.dumps({"do": "answer", "at": 99, "answer": "agree", "id": 1, "view": "v"})
    response, text = ask(served, "POST", "/message", body, Cookie=cookie(served), **JSON)
    assert response.status == 200
    assert "not in the queue" in json.loads(text)["error"]
    assert not (tmp_path / "decisions.json").exists()
