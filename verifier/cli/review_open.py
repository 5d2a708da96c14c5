"""``sayso review ARTICLE``: checks articles and opens the review widget on a page of this machine."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import click

from claims.errors import InputError
from verifier.cli.checker import Checker, Models
from verifier.cli.inputs import apart, count_articles, field_option, named_files, require_articles
from verifier.cli.options import (
    articles_argument,
    careful_model_option,
    engine_option,
    nli_model_option,
    reader_option,
    sources_option,
)
from verifier.cli.output import BAD_INPUT, Errors, input_errors, say
from verifier.cli.progress import counted
from verifier.cli.review import OPEN
from verifier.verdict.rules import DEFAULT, WORDS, named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from verifier.corpus.store import Corpus
    from verifier.nli.engine import EngineName
    from verifier.nli.readers import ReaderName
    from verifier.records import Document, Report
    from verifier.review.session import Session
    from verifier.voices.tiers import Tiers

_rule = click.Choice(WORDS)


@click.command(OPEN)
@articles_argument
@field_option
@click.option("--corpus", "references", metavar="DIR_OR_URI", help="References: a folder, or a corpus.")
@click.option(
    "--decisions", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
    help="Where the answers are kept.  [default: .sayso-baseline.json]",
)  # fmt: skip
@click.option("--reviewer", metavar="NAME", help="Who answers.  [default: the name you are logged in with]")
@click.option("--no-browser", is_flag=True, help="Only print the address.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, metavar="N", help="The port; any free one without.")
@click.option("--ignore", multiple=True, type=_rule, metavar="RULE", help="Do not raise these flags.")
@click.option("--enable", multiple=True, type=_rule, metavar="RULE", help="Raise flags that are off by default.")
@click.option(
    "--calibration", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
    help="What confidence is worth by reviewers' answers, made by `sayso calibrate`.",
)  # fmt: skip
@sources_option
@click.option("--no-cache", is_flag=True, help="Compute everything anew, and keep nothing.")
@nli_model_option
@careful_model_option
@reader_option
@engine_option
def open_review(
    articles: tuple[str, ...],
    columns: dict[str, str],
    references: str | None,
    decisions: Path | None,
    reviewer: str | None,
    no_browser: bool,
    port: int,
    ignore: tuple[str, ...],
    enable: tuple[str, ...],
    calibration: Path | None,
    sources: Tiers,
    no_cache: bool,
    nli_model: str | None,
    careful_model: str | None,
    reader: ReaderName,
    engine: EngineName | None,
) -> None:
    """Check each ARTICLE, and judge its claims in the browser: what needs a person first, a key for each answer.

    ARTICLE may also be a report that `sayso check --format json` wrote; --corpus then opens references in context. The
    page is served to this machine only, at an address with a token; it loads nothing from elsewhere. Every answer is on
    disk at once. Ctrl-C ends it. Options in [tool.sayso] hold as for `sayso check`.
    """
    from verifier.report.files import is_report, read
    from verifier.verdict.calibration import calibrated, read_calibration
    from verifier.voices.tiers import weighed

    with input_errors() as errors:
        names = named_files(require_articles(articles), None, errors)
        ready = [Path(name) for name in names if is_report(Path(name))]
        reports = [report for path in ready for report in read(path)]
        others = tuple(name for name in names if Path(name) not in ready)
        models = Models(reader, nli_model, engine, careful_model)
        on = (DEFAULT | named(enable)) - named(ignore)
        fitted = read_calibration(calibration) if calibration else None
        for report in _checked(others, columns, references, models, on, no_cache, errors):
            reports.append(weighed(calibrated(report, fitted, on) if fitted else report, sources))
        if not reports:
            raise SystemExit(BAD_INPUT)
        session = _session(reports, references, decisions, reviewer)
        _serve(session, port, no_browser)


def _checked(
    names: tuple[str, ...],
    columns: dict[str, str],
    references: str | None,
    models: Models,
    on: frozenset[str],
    no_cache: bool,
    errors: Errors,
) -> Iterator[Report]:
    from verifier.cache.kept import opened
    from verifier.review.inline import in_text

    names = apart(names, references, errors)
    articles = counted(errors.articles(names, columns), False, count_articles(names))
    first = next(articles, None)
    if first is None:
        return
    with opened(not no_cache) as kept:
        checker = Checker(references, models, on, kept, 1, errors)
        for checked in errors.passed(checker.reports(first, articles)):
            report, stale = in_text(checked, on, date.today())
            errors.say(*stale)
            yield report


def _session(reports: list[Report], references: str | None, decisions: Path | None, reviewer: str | None) -> Session:
    from verifier.review.file import DEFAULT as USUAL
    from verifier.review.session import Session, reviewer_name

    @cache
    def corpus() -> Corpus:
        from verifier.corpus.cache import open_corpus

        return open_corpus(str(references), lambda _: None)[0]

    def document(id_: str) -> Document:
        return corpus().document(id_)

    reading = None if references is None else document
    return Session(reports, decisions or USUAL, reviewer or reviewer_name(), reading)


def _serve(session: Session, port: int, no_browser: bool) -> None:
    import webbrowser

    from verifier.review.served import Server

    try:
        server = Server(session, port)
    except OSError as error:
        raise InputError(f"port {port}", f"cannot be used ({error.strerror})", "name another with --port") from error
    with server:
        say(f"{session.overview()}; answers of {session.reviewer} are kept in {session.path}. Ctrl-C ends the review.")
        click.echo(server.address)
        if not no_browser and not webbrowser.open(server.address):
            say("no browser could be opened: open the address above")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            say(f"ended: {session.overview()}")
