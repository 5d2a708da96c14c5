"""The command line: ``sayso``."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from claims.errors import InputError
from verifier.cli_corpus import corpus
from verifier.cli_models import evaluate, train
from verifier.flags import NAMES

if TYPE_CHECKING:
    from rich.console import Console

    from claims.records import Article
    from verifier.records import Report

FLAGGED, BAD_INPUT, INTERNAL = 1, 2, 3

_output = click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write the result to this file."
)
_articles = click.argument("articles", metavar="ARTICLE...", nargs=-1, required=True)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="sayso", prog_name="sayso")
def cli() -> None:
    """On whose say-so, and is it so? Check the claims of news articles against references."""


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
@click.option(
    "--fail-on", multiple=True, type=click.Choice(NAMES), help="Exit with 1 if a claim has such a flag; repeatable."
)
@click.option("--nli-model", metavar="NAME_OR_DIR", help="Another NLI model: a Hugging Face hub id or a folder.")
@click.option("--engine", type=click.Choice(["openvino", "torch"]), help="What runs the NLI model.")
def check(
    articles: tuple[str, ...],
    references: str,
    format_: str,
    output: Path | None,
    fail_on: tuple[str, ...],
    nli_model: str | None,
    engine: Any,
) -> None:
    """Check the claims of each ARTICLE (.txt, .md, .html, .json, .jsonl, .parquet, or - for standard input).

    Exit code: 0 nothing to flag, 1 flags that --fail-on names, 2 bad input, 3 internal error.
    """
    errors = Errors()
    _check_output(output)
    with errors.stop():
        from verifier.corpus_cache import open_corpus

        store, unread = open_corpus(
            references, lambda line: click.echo(line, err=True) if sys.stderr.isatty() else None
        )
        for error in unread:
            errors.say(error)
        from claims.tagger import Tagger
        from verifier.check import check as check_article
        from verifier.check import run_header
        from verifier.nli import load

        # Bad input is said before the models are loaded for it.
        waiting = errors.good(articles)
        first = next(waiting, None)
        if first is None:
            raise SystemExit(BAD_INPUT)
        tagger, scorer = Tagger(), load(nli_model, engine)
        run = run_header(tagger, scorer, store)
        reports = [check_article(a, tagger, scorer, store, run) for a in _progress(_chain(first, waiting))]
    _write(_render(reports, format_, output), output)
    if errors.count:
        raise SystemExit(BAD_INPUT)
    if any(flag.name in fail_on for r in reports for checked in r.claims for flag in checked.flags):
        raise SystemExit(FLAGGED)


@cli.command()
@_articles
@click.option(
    "--format", "format_", type=click.Choice(["text", "jsonl", "relations"]), default="text", show_default=True,
    help="relations: JSONL of {id, relations: [{source, cue, content}]} for scoring.",
)  # fmt: skip
@_output
def split(articles: tuple[str, ...], format_: str, output: Path | None) -> None:
    """Show only the claims of each ARTICLE: who says what, and what the article says itself."""
    errors = Errors()
    _check_output(output)
    with errors.stop():
        from claims.split import split as split_article
        from claims.tagger import Tagger
        from verifier.report.json import claim_object, dump

        waiting = errors.good(articles)
        first = next(waiting, None)
        if first is None:
            raise SystemExit(BAD_INPUT)
        tagger = Tagger()
        parts = []
        for article in _progress(_chain(first, waiting)):
            if format_ == "relations":
                relations = [
                    {"source": r.source, "cue": r.cue, "content": r.content} for r in tagger.relations(article.text)
                ]
                parts.append(dump({"id": article.id, "relations": relations}) + "\n")
            elif format_ == "jsonl":
                parts += [dump(claim_object(claim)) + "\n" for claim in split_article(article, tagger)]
            else:
                from verifier.report.text import render_claims

                parts.append(_printed(partial(render_claims, article, split_article(article, tagger)), output))
    _write("".join(parts), output)
    if errors.count:
        raise SystemExit(BAD_INPUT)


@cli.command()
@click.argument("pairs", metavar="PAIRS.jsonl")
@_output
@click.option("--nli-model", metavar="NAME_OR_DIR", help="Another NLI model: a Hugging Face hub id or a folder.")
@click.option("--engine", type=click.Choice(["openvino", "torch"]), help="What runs the NLI model.")
def score(pairs: str, output: Path | None, nli_model: str | None, engine: Any) -> None:
    """Score premise-hypothesis pairs: JSONL of {id, premise, hypothesis} ("-" is standard input).

    Each gets entailment, neutral, contradiction, and support: the calibrated probability that the premise
    supports the hypothesis, 0.5 being the decision point.
    """
    errors = Errors()
    _check_output(output)
    with errors.stop():
        from verifier.nli import load
        from verifier.pairs import read_pairs
        from verifier.report.json import dump

        read = errors.kept(read_pairs(pairs, click.get_binary_stream("stdin")))
        if not read:
            raise SystemExit(BAD_INPUT)
        scorer = load(nli_model, engine)
        lines = []
        for start in range(0, len(read), 512):
            batch = list(_progress(read[start : start + 512], len(read)))
            for pair, scores in zip(batch, scorer.score([(p.premise, p.hypothesis) for p in batch]), strict=True):
                fields = {
                    "id": pair.id,
                    "entailment": scores.entailment,
                    "neutral": scores.neutral,
                    "contradiction": scores.contradiction,
                    "support": scorer.support(scores),
                }
                lines.append(dump(fields) + "\n")
    _write("".join(lines), output)
    if errors.count:
        raise SystemExit(BAD_INPUT)


class Errors:
    """Counts bad input and says each in one line on stderr."""

    def __init__(self) -> None:
        self.count = 0

    def say(self, error: InputError) -> None:
        """Print one error."""
        from verifier.report.wording import visible

        self.count += 1
        click.echo(f"error: {visible(' '.join(str(error).split()))}", err=True)

    def kept(self, items: Iterator[Any]) -> list[Any]:
        """Everything but the errors, which are said."""
        return list(self._passed(items))

    def good(self, names: Sequence[str]) -> Iterator[Article]:
        """The articles that can be read."""
        from claims.articles import load_articles

        for name in names:
            try:
                yield from self._passed(load_articles(name, click.get_binary_stream("stdin")))
            except InputError as error:
                self.say(error)

    def _passed(self, items: Iterator[Any]) -> Iterator[Any]:
        for item in items:
            if isinstance(item, InputError):
                self.say(item)
            else:
                yield item

    def stop(self) -> _Stop:
        """Within it, an InputError ends the command with exit code 2."""
        return _Stop(self)


class _Stop:
    def __init__(self, errors: Errors) -> None:
        self._errors = errors

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: Any, error: BaseException | None, _: Any) -> None:
        if isinstance(error, InputError):
            self._errors.say(error)
            raise SystemExit(BAD_INPUT) from None


def _chain(first: Any, rest: Iterator[Any]) -> Iterator[Any]:
    yield first
    yield from rest


def _progress(items: Any, total: int | None = None) -> Iterator[Any]:
    """The items, counted on stderr where that is a terminal."""
    from rich.console import Console
    from rich.progress import track

    console = Console(stderr=True)
    return iter(track(items, "reading", total=total, console=console, transient=True, disable=not console.is_terminal))


def _render(reports: Sequence[Report], format_: str, output: Path | None) -> str:
    from verifier.report import html, json, jsonl, text

    if format_ == "text":
        return "".join(_printed(partial(text.render, report), output) for report in reports)
    return {"json": json.render, "jsonl": jsonl.render, "html": html.render}[format_](reports)


def _printed(draw: Callable[[Console], None], output: Path | None) -> str:
    """What ``draw`` prints: in colour only where it goes to a terminal."""
    from io import StringIO

    from rich.console import Console

    terminal = output is None and sys.stdout.isatty()
    width = None if terminal or os.environ.get("COLUMNS") else 100
    page = StringIO()
    draw(Console(file=page, force_terminal=terminal, width=width, highlight=False))
    return page.getvalue()


def _check_output(output: Path | None) -> None:
    if output and not output.parent.is_dir():
        raise click.UsageError(f"{output}: there is no folder {output.parent}; make it first")


def _write(text: str, output: Path | None) -> None:
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        output.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        click.echo(f"error: {output}: cannot be written ({error.strerror}); choose another file", err=True)
        raise SystemExit(BAD_INPUT) from None


def main() -> NoReturn:
    """The console script: what no command foresaw is one line and exit code 3."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        cli(prog_name="sayso")
    except Exception as error:
        if os.environ.get("SAYSO_DEBUG"):
            raise
        click.echo(f"internal error: {type(error).__name__}: {error}; set SAYSO_DEBUG=1 to see where", err=True)
        raise SystemExit(INTERNAL) from None
    raise SystemExit(0)
