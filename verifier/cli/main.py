"""The console script and its commands."""

from __future__ import annotations

import atexit
import errno
import gc
import os
import signal
import sys
from pathlib import Path
from typing import NoReturn, TextIO

import click

from claims.errors import InputError
from claims.limits import check_limits
from verifier.cli.baseline import baseline
from verifier.cli.cache import cache
from verifier.cli.calibrate import calibrate
from verifier.cli.check import check
from verifier.cli.corpus import corpus
from verifier.cli.diff import diff
from verifier.cli.effective import config
from verifier.cli.evaluate import evaluate
from verifier.cli.output import BAD_INPUT, BROKEN_PIPE, Closed, input_errors, lost_output, say
from verifier.cli.review import OPEN, review
from verifier.cli.review_open import open_review
from verifier.cli.rules import rules
from verifier.cli.score import score
from verifier.cli.serve import mcp, serve
from verifier.cli.split import split
from verifier.cli.train import train

INTERNAL, INTERRUPTED = 3, 130
# What the operating system says of a standard output that is full, closed or gone.
_UNWRITABLE = frozenset({errno.ENOSPC, errno.EBADF, errno.EFBIG, errno.EDQUOT, errno.EIO, errno.EPIPE})


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="sayso", prog_name="sayso")
@click.pass_context
def cli(context: click.Context) -> None:
    """On whose say-so, and is it so? Check the claims of news articles against references."""
    with input_errors():
        check_limits()
        try:
            folder = Path.cwd()
        except FileNotFoundError as error:
            raise InputError("the current folder", "was deleted", "change to another one") from error
        if context.invoked_subcommand in ("check", "config", "review"):
            from verifier.cli.config import defaults

            found = defaults(check, folder)
            here = {**found, "decisions": found["baseline"]} if "baseline" in found else found
            context.default_map = {"check": found, "config": found, "review": {OPEN: here}}


for command in (
    check, split, diff, baseline, review, calibrate, rules, score, corpus, cache, config, serve, mcp, train, evaluate,
):  # fmt: skip
    cli.add_command(command)
review.add_command(open_review)


def main() -> NoReturn:
    """The console script: whatever is wrong is one line, and what no command foresaw is exit code 3."""
    standard: TextIO | None = sys.stdout
    if standard is None:
        sys.stdout = Closed()
    elif hasattr(sys.stdout, "reconfigure"):
        # JSON is UTF-8, whatever the locale says; what cannot be shown on a terminal is escaped.
        sys.stdout.reconfigure(encoding=None if sys.stdout.isatty() else "utf-8", errors="backslashreplace")
    # Imports and models make many objects and hardly any garbage: looking for it at every 700th costs a tenth of a
    # short run's time.
    gc.set_threshold(50_000, 20, 20)
    # At the end nothing is looked through once more only to be thrown away with the process; another tenth.
    atexit.register(gc.freeze)
    # A command that is ended cleans up as one that is interrupted does.
    signal.signal(signal.SIGTERM, _terminate)
    code = _run()
    try:
        sys.stdout.flush()
    except OSError as error:
        code = _lost(error)
    raise SystemExit(code or 0)


def _run() -> int | str | None:
    """The exit code of the command, what went wrong being said."""
    try:
        return int(cli.main(prog_name="sayso", standalone_mode=False) or 0)
    except SystemExit as error:
        # click itself ends with 1 where the reader of a pipe went away.
        return BROKEN_PIPE if isinstance(error.__context__, BrokenPipeError) else error.code
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return error.exit_code
    except click.ClickException as error:
        context = getattr(error, "ctx", None)
        say(f"error: {error.format_message()}" + (f" See `{context.command_path} --help`." if context else ""))
        return error.exit_code
    except click.Abort:
        say("interrupted")
        return INTERRUPTED
    except Exception as error:
        if isinstance(error, OSError) and error.filename is None and error.errno in _UNWRITABLE:
            return _lost(error)
        if os.environ.get("SAYSO_DEBUG"):
            sys.excepthook(*sys.exc_info())
        where = "".join(f" ({note})" for note in getattr(error, "__notes__", ()))
        say(f"internal error: {type(error).__name__}: {error}{where}; set SAYSO_DEBUG=1 to see where")
        return INTERNAL


def _lost(error: OSError) -> int:
    try:
        say(f"error: {lost_output(error)}")
    except SystemExit:
        return BROKEN_PIPE
    return BAD_INPUT


def _terminate(signum: int, frame: object) -> NoReturn:
    raise SystemExit(128 + signum)
