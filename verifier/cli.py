"""The command line: ``sayso``."""

from __future__ import annotations

import atexit
import gc
import os
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from verifier.cli_corpus import corpus
from verifier.cli_models import evaluate, train
from verifier.output import check_output, counted, input_errors, printed, say, writing
from verifier.rules import DEFAULT, RULES, WORDS, named

if TYPE_CHECKING:
    from claims.tagger import Tagger
    from verifier.nli.scorer import EngineName, Scorer
    from verifier.records import Report

FLAGGED, INTERNAL, INTERRUPTED = 1, 3, 130
# Pairs that `score` reads and writes at once.
BATCH = 512

_output = click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write the result to this file."
)
_articles = click.argument("articles", metavar="ARTICLE...", nargs=-1, required=True)
# By id or by name; `sayso rules` lists them.
_rule = click.Choice(WORDS)
_nli_model = click.option(
    "--nli-model", metavar="NAME_OR_DIR", help="Another NLI model: a Hugging Face hub id or a folder."
)
_engine = click.option("--engine", type=click.Choice(["openvino", "torch"]), help="What runs the NLI model.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="sayso", prog_name="sayso")
@click.pass_context
def cli(context: click.Context) -> None:
    """On whose say-so, and is it so? Check the claims of news articles against references."""
    if context.invoked_subcommand == "check":
        from verifier.config import defaults

        with input_errors():
            context.default_map = {"check": defaults(check, Path.cwd())}


cli.add_command(corpus)
cli.add_command(train)
cli.add_command(evaluate)


@cli.command()
@_articles
@click.option("--corpus", "references", required=True, metavar="DIR_OR_URI", help="References: a folder, or a corpus.")
@click.option(
    "--format", "format_", type=click.Choice(["text", "json", "jsonl", "html"]), default="text", show_default=True
)
@_output
@click.option("--fail-on", multiple=True, type=_rule, metavar="RULE", help="Exit with 1 if a claim has such a flag.")
@click.option("--ignore", multiple=True, type=_rule, metavar="RULE", help="Do not raise these flags.")
@click.option("--enable", multiple=True, type=_rule, metavar="RULE", help="Raise flags that are off by default.")
@_nli_model
@_engine
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
            from verifier.corpus_cache import open_corpus

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


@cli.command()
@_articles
@click.option(
    "--format", "format_", type=click.Choice(["text", "jsonl", "relations", "html"]), default="text", show_default=True,
    help="relations: JSONL of {id, relations: [{source, cue, content}]} for scoring.",
)  # fmt: skip
@_output
def split(articles: tuple[str, ...], format_: str, output: Path | None) -> None:
    """Show only the claims of each ARTICLE: who says what, and what the article says itself."""
    with input_errors() as errors, writing(output) as write:
        check_output(output, articles)
        readable = errors.ready(errors.articles(articles))
        from claims.split import split as split_article
        from claims.tagger import Tagger
        from verifier.report.json import claim_object, dump
        from verifier.report.text import render_claims

        tagger = Tagger()
        if format_ == "html":
            from verifier.report import split_html

            found = [(article, split_article(article, tagger)) for article in counted(readable, streamed=False)]
            write(split_html.render(found))
            return
        for article in counted(readable, streamed=output is None):
            if format_ == "relations":
                relations = [
                    {"source": r.source, "cue": r.cue, "content": r.content} for r in tagger.relations(article.text)
                ]
                write(dump({"id": article.id, "relations": relations}) + "\n")
                continue
            claims = split_article(article, tagger)
            if format_ == "jsonl":
                write("".join(dump(claim_object(claim)) + "\n" for claim in claims))
            else:
                write(printed(partial(render_claims, article, claims), output))


@cli.command()
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
def rules(format_: str) -> None:
    """List the rules under which claims are flagged."""
    with input_errors(), writing(None) as write:
        from verifier.report import rules as listing

        write(listing.as_json(RULES) if format_ == "json" else printed(partial(listing.as_text, RULES), None))


@cli.command()
@click.argument("pairs", metavar="PAIRS.jsonl")
@_output
@_nli_model
@_engine
def score(pairs: str, output: Path | None, nli_model: str | None, engine: EngineName | None) -> None:
    """Score premise-hypothesis pairs: JSONL of {id, premise, hypothesis} ("-" is standard input).

    Each gets entailment, neutral, contradiction, and support: the calibrated probability that the premise
    supports the hypothesis, 0.5 being the decision point.
    """
    with input_errors() as errors, writing(output) as write:
        check_output(output, [pairs])
        from verifier.pairs import read_pairs

        readable = errors.ready(errors.passed(read_pairs(pairs, sys.stdin.buffer)))
        from verifier.nli import load
        from verifier.report.json import dump

        scorer = load(nli_model, engine)
        waiting = counted(readable, streamed=output is None)
        while batch := list(islice(waiting, BATCH)):
            scored = scorer.score([(pair.premise, pair.hypothesis) for pair in batch])
            for pair, scores in zip(batch, scored, strict=True):
                fields = {
                    "id": pair.id,
                    "entailment": scores.entailment,
                    "neutral": scores.neutral,
                    "contradiction": scores.contradiction,
                    "support": scorer.support(scores),
                }
                write(dump(fields) + "\n")


def _models(nli_model: str | None, engine: EngineName | None) -> tuple[Tagger, Scorer]:
    from claims.tagger import Tagger
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
