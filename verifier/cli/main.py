"""The console script and its commands."""

from __future__ import annotations

import atexit
import gc
import os
import sys
from pathlib import Path
from typing import NoReturn

import click

from verifier.cli.baseline import baseline
from verifier.cli.cache import cache
from verifier.cli.check import check
from verifier.cli.corpus import corpus
from verifier.cli.evaluate import evaluate
from verifier.cli.output import input_errors, say
from verifier.cli.rules import rules
from verifier.cli.score import score
from verifier.cli.split import split
from verifier.cli.train import train

INTERNAL, INTERRUPTED = 3, 130


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="sayso", prog_name="sayso")
@click.pass_context
def cli(context: click.Context) -> None:
    """On whose say-so, and is it so? Check the claims of news articles against references."""
    if context.invoked_subcommand == "check":
        from verifier.cli.config import defaults

        with input_errors():
            context.default_map = {"check": defaults(check, Path.cwd())}


for command in (check, split, baseline, rules, score, corpus, cache, train, evaluate):
    cli.add_command(command)


def main() -> NoReturn:
    """The console script: whatever is wrong is one line, and what no command foresaw is exit code 3."""
    if hasattr(sys.stdout, "reconfigure"):
        # JSON is UTF-8, whatever the locale says; what cannot be shown on a terminal is escaped.
        sys.stdout.reconfigure(encoding=None if sys.stdout.isatty() else "utf-8", errors="backslashreplace")
    # Imports and models make many objects and hardly any garbage: looking for it at every 700th costs a tenth of a
    # short run's time.
    gc.set_threshold(50_000, 20, 20)
    # At the end nothing is looked through once more only to be thrown away with the process; another tenth.
    atexit.register(gc.freeze)
    try:
        code = cli.main(prog_name="sayso", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        code = error.exit_code
    except click.ClickException as error:
        context = getattr(error, "ctx", None)
        say(f"error: {error.format_message()}" + (f" See `{context.command_path} --help`." if context else ""))
        code = error.exit_code
    except click.Abort:
        say("interrupted")
        code = INTERRUPTED
    except Exception as error:
        if os.environ.get("SAYSO_DEBUG"):
            sys.excepthook(*sys.exc_info())
        say(f"internal error: {type(error).__name__}: {error}; set SAYSO_DEBUG=1 to see where")
        code = INTERNAL
    raise SystemExit(code or 0)
