"""``sayso serve`` and ``sayso mcp``: the check for other programs, over HTTP or as tools of an assistant."""

from __future__ import annotations

import ipaddress
import os
import secrets
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from claims.errors import InputError
from verifier.cli.checker import Models, opened
from verifier.cli.options import careful_model_option, engine_option, nli_model_option, reader_option
from verifier.cli.output import Errors, input_errors, say
from verifier.verdict.rules import DEFAULT, WORDS, named

if TYPE_CHECKING:
    from verifier.serve.desk import Desk

# The variable that has the token, so that it is in no list of processes.
VARIABLE = "SAYSO_TOKEN"
_rule = click.Choice(WORDS)
_OPTIONS: tuple[Callable[[Any], Any], ...] = (
    click.option("--corpus", "references", required=True, metavar="DIR_OR_URI", help="References: folder or corpus."),
    click.option("--ignore", multiple=True, type=_rule, metavar="RULE", help="Do not raise these flags."),
    click.option("--enable", multiple=True, type=_rule, metavar="RULE", help="Raise flags that are off by default."),
    click.option("--jobs", "-j", type=click.IntRange(1), default=1, show_default=True, help="Processes that check."),
    click.option(
        "--waiting", type=click.IntRange(0), default=8, show_default=True,
        help="Articles that may wait for their turn; more are told to come again.",
    ),
    click.option(
        "--max-seconds", type=click.IntRange(1), default=120, show_default=True, help="Time that an article may take."
    ),
    nli_model_option, careful_model_option, reader_option, engine_option,
)  # fmt: skip


def _served(command: Callable[..., None]) -> Callable[..., None]:
    """The options of a command that serves."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@click.command()
@_served
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at; loopback unless told.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 for any that is free.")
@click.option("--allow-host", multiple=True, metavar="NAME", help="Another name by which the server is asked for.")
def serve(host: str, port: int, allow_host: tuple[str, ...], **asked: Any) -> None:
    """Serve reports over HTTP: POST /check takes an article as JSON, / has a page for pasted text.

    Whoever asks needs the token that is printed, or that the variable SAYSO_TOKEN has. GET /health needs none;
    /metrics is for Prometheus, /openapi.json says the rest.
    """
    with input_errors() as errors, _extra():
        import uvicorn

        from verifier.serve.app import make_app

        own = os.environ.get(VARIABLE)
        token = own or secrets.token_urlsafe(24)
        # Before models load: an address that is taken is said at once.
        listening = _listening(host, port)
        port = listening.getsockname()[1]
        desk = _desk(errors, **asked)
        app = make_app(desk, token, _names(host) | {name.lower() for name in allow_host})
        desk.warm()
        shown = f"[{host}]" if ":" in host else host
        # A token that the user chose is not for a log.
        how = f", with the token of {VARIABLE}" if own else f"?token={token}"
        say(f"serving on http://{shown}:{port}/{how}")
        settings = uvicorn.Config(app, log_level="warning", timeout_keep_alive=5, server_header=False, access_log=False)
        uvicorn.Server(settings).run(sockets=[listening])


@click.command()
@_served
def mcp(**asked: Any) -> None:
    """Offer the check as tools to an assistant, by the Model Context Protocol over standard input and output."""
    with input_errors() as errors, _extra():
        from verifier.serve.tools import make_server

        desk = _desk(errors, **asked)
        try:
            make_server(desk).run()
        finally:
            desk.close()


@contextmanager
def _extra() -> Iterator[None]:
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").split(".")[0] not in ("fastapi", "mcp", "prometheus_client", "starlette", "uvicorn"):
            raise
        raise InputError(f"the package {error.name}", "is not installed", "pip install 'sayso[serve]'") from None


def _desk(
    errors: Errors,
    references: str,
    ignore: tuple[str, ...],
    enable: tuple[str, ...],
    jobs: int,
    waiting: int,
    max_seconds: int,
    **models: Any,
) -> Desk:
    from claims.attribution.shipped import cache_folder
    from verifier.check import run_header
    from verifier.corpus.cache import open_corpus
    from verifier.parallel import Setup
    from verifier.serve.desk import Desk

    # The processes that check have it from here.
    os.environ["SAYSO_MAX_SECONDS"] = str(max_seconds)
    chosen = Models(**models)
    store, unread = open_corpus(references, say)
    errors.say(*unread)
    on = (DEFAULT | named(enable)) - named(ignore)
    setup = Setup(store.uri, store.digest(), *chosen, on, cache_folder())
    return Desk(setup, run_header(*opened(chosen), store), jobs, waiting)


def _listening(host: str, port: int) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        found = socket.socket(family, kind, protocol)
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind(address)
    except OSError as error:
        raise InputError(
            f"{host}:{port}", f"cannot listen there ({error.strerror})", "name another --port or --host"
        ) from None
    return found


def _names(host: str) -> frozenset[str]:
    """The names that a request may use for the server at ``host``."""
    try:
        loopback = ipaddress.ip_address(host).is_loopback
    except ValueError:
        loopback = host == "localhost"
    return frozenset({host.lower(), *(("localhost", "127.0.0.1", "::1") if loopback else ())})
