"""``sayso check``: the report."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from verifier.cli.options import articles_argument, engine_option, nli_model_option, output_option
from verifier.cli.output import check_output, counted, input_errors, printed, say, writing
from verifier.verdict.rules import DEFAULT, WORDS, named

if TYPE_CHECKING:
    from claims.attribution.tagger import Tagger
    from verifier.nli.engine import EngineName
    from verifier.nli.scorer import Scorer
    from verifier.records import Report

FLAGGED = 1
# By id or by name; `sayso rules` lists them.
_rule = click.Choice(WORDS)


@click.command()
@articles_argument
@click.option("--corpus", "references", required=True, metavar="DIR_OR_URI", help="References: a folder, or a corpus.")
@click.option(
    "--format", "format_", type=click.Choice(["text", "json", "jsonl", "html"]), default="text", show_default=True
)
@output_option
@click.option("--fail-on", multiple=True, type=_rule, metavar="RULE", help="Exit with 1 if a claim has such a flag.")
@click.option("--ignore", multiple=True, type=_rule, metavar="RULE", help="Do not raise these flags.")
@click.option("--enable", multiple=True, type=_rule, metavar="RULE", help="Raise flags that are off by default.")
@nli_model_option
@engine_option
def check(
    articles: tuple[str, ...],
    references: str,
    format_: str,
    output: Path | None,
    fail_on: tuple[str, ...],
    ignore: tuple[str, ...],
    enable: tuple[str, ...],
    nli_model: str | None,
    engine: EngineName | None,
) -> None:
    """Check the claims of each ARTICLE (.txt, .md, .html, .json, .jsonl, .parquet, or - for standard input).

    --fail-on, --ignore and --enable take the ids and names that `sayso rules` lists, and may be given several times.
    What is not said here is taken from [tool.sayso] in the nearest pyproject.toml.

    Exit code: 0 nothing to flag, 1 flags that --fail-on names, 2 bad input, 3 internal error.
    """
    raised: set[str] = set()
    on = (DEFAULT | named(enable)) - named(ignore)
    with input_errors() as errors, writing(output) as write:
        check_output(output, articles)
        # The models load, outside of Python for the most part, while the corpus is opened.
        with ThreadPoolExecutor(1) as loader:
            readable = errors.ready(errors.articles(articles))
            loading = loader.submit(_models, nli_model, engine)
            from verifier.check import check as check_article
            from verifier.check import run_header
            from verifier.corpus.cache import open_corpus

            store, unread = open_corpus(references, lambda line: say(line) if sys.stderr.isatty() else None)
            errors.say(*unread)
            tagger, scorer = loading.result()
        run = run_header(tagger, scorer, store)

        def reports() -> Iterator[Report]:
            for article in counted(readable, streamed=format_ == "jsonl" and output is None):
                report = check_article(article, tagger, scorer, store, run, on)
                raised.update(flag.rule for checked in report.claims for flag in checked.flags)
                yield report

        for part in _render(reports(), format_, output):
            write(part)
    if raised & named(fail_on):
        raise SystemExit(FLAGGED)


def _models(nli_model: str | None, engine: EngineName | None) -> tuple[Tagger, Scorer]:
    from claims.attribution.tagger import Tagger
    from verifier.nli import load

    return Tagger(), load(nli_model, engine)


def _render(reports: Iterator[Report], format_: str, output: Path | None) -> Iterator[str]:
    """The reports in parts to write: one a report where the format allows it, so that no more than one is held."""
    from verifier.report import html, json, jsonl, text

    if format_ == "jsonl":
        for report in reports:
            yield jsonl.render([report])
    elif format_ == "text":
        yield "".join([printed(partial(text.render, report), output) for report in reports])
    elif format_ == "html":
        yield html.render(list(reports))
    else:
        yield json.render(list(reports))
