"""``sayso check``: the report."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from claims.errors import InputError, Skipped
from verifier.cli.checker import Checker, Models
from verifier.cli.formats import destinations
from verifier.cli.inputs import apart, count_articles, field_option, files_from_option, named_files, require_articles
from verifier.cli.options import (
    articles_argument,
    careful_model_option,
    engine_option,
    is_asked,
    nli_model_option,
    reader_option,
    sources_option,
)
from verifier.cli.output import BAD_INPUT, check_output, input_errors, printed, say, writing
from verifier.cli.progress import counted
from verifier.report.formats import FORMATS, SHOWN, STREAMED, Show, shown, writer
from verifier.verdict.rules import DEFAULT, NOTHING_CHECKED, RULES, WORDS, named

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from verifier.nli.engine import EngineName
    from verifier.nli.readers import ReaderName
    from verifier.records import Report
    from verifier.review.checked import Checked
    from verifier.review.standing import Decisions, Standing
    from verifier.verdict.calibration import VerdictCalibration
    from verifier.voices.tiers import Tiers

FLAGGED = 1
# By id or by name; `sayso rules` lists them.
_rule = click.Choice(WORDS)
_failing = click.Choice((*SHOWN["notes"], *WORDS))


@click.command()
@articles_argument
@files_from_option
@field_option
@click.option(
    "--since", type=click.Path(dir_okay=False, path_type=Path), metavar="STATE",
    help="Check only articles that this file does not name as checked, and name them in it.",
)  # fmt: skip
@click.option(
    "--corpus", "references", metavar="DIR_OR_URI",
    help="References: a folder, or a corpus. Without it each article is held against itself alone.",
)  # fmt: skip
@click.option("--format", "format_", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option(
    "-o", "--output", "outputs", multiple=True, metavar="[FORMAT=]FILE",
    help="Write the result to this file; with FORMAT= that format, besides others.",
)  # fmt: skip
@click.option(
    "--links", type=click.Path(file_okay=False, path_type=Path), metavar="FOLDER",
    help="Let the page of --format html open references in this folder, by their place from the page.",
)  # fmt: skip
@click.option(
    "--fail-on", multiple=True, type=_failing, metavar="SEVERITY|RULE",
    help="Exit with 1 if a claim has such a new flag, or nothing could be checked: error, warning, note, or a rule.",
)  # fmt: skip
@click.option(
    "--show", type=click.Choice(list(SHOWN)), default="warnings", show_default=True, help="Flags down to these."
)
@click.option("--ignore", multiple=True, type=_rule, metavar="RULE", help="Do not raise these flags.")
@click.option("--enable", multiple=True, type=_rule, metavar="RULE", help="Raise flags that are off by default.")
@click.option(
    "--baseline", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
    help="Decisions on known flags, made by `sayso baseline`.  [default: .sayso-baseline.json where there is one]",
)  # fmt: skip
@click.option(
    "--calibration", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
    help="What the confidence is worth by reviewers, made by `sayso calibrate`.",
)  # fmt: skip
@click.option(
    "--jobs", "-j", type=click.IntRange(0), default=1, show_default=True, metavar="N",
    help="Processes that check, each on one core; 0 for as many as there are cores.",
)  # fmt: skip
@sources_option
@click.option("--no-cache", is_flag=True, help="Compute everything anew, and keep nothing.")
@click.option("--strict", is_flag=True, help="Exit with 2 for bad input even where flags would exit with 1.")
@nli_model_option
@careful_model_option
@reader_option
@engine_option
def check(
    articles: tuple[str, ...],
    files_from: str | None,
    columns: dict[str, str],
    since: Path | None,
    references: str | None,
    format_: str,
    outputs: tuple[str, ...],
    links: Path | None,
    fail_on: tuple[str, ...],
    show: Show,
    ignore: tuple[str, ...],
    enable: tuple[str, ...],
    baseline: Path | None,
    calibration: Path | None,
    jobs: int,
    sources: Tiers,
    no_cache: bool,
    strict: bool,
    nli_model: str | None,
    careful_model: str | None,
    reader: ReaderName,
    engine: EngineName | None,
) -> None:
    """Check the claims of each ARTICLE: a file (.txt, .md, .html, .pdf, .docx, .json, .jsonl, .parquet, the texts also
    packed as .gz), a folder of them, or - for standard input.

    --fail-on, --ignore and --enable take the ids and names that `sayso rules` lists, and may be given several times.
    What is not said here is taken from [tool.sayso] in the nearest pyproject.toml. What fails the run and a summary
    stand on stderr.

    Exit code: 0 nothing to flag, 1 flags that --fail-on names, 2 bad input, 3 internal error. With flags and bad input
    it is 1, or 2 with --strict.
    """
    from verifier.cache.kept import opened as cache_file
    from verifier.report.links import beside
    from verifier.report.totals import Totals
    from verifier.review.file import DEFAULT as USUAL
    from verifier.review.inline import in_text
    from verifier.voices.tiers import weighed

    on = (DEFAULT | named(enable)) - named(ignore)
    asked = named((*enable, *fail_on)) | {rule.id for rule in RULES if rule.severity in fail_on}
    totals = Totals(named(fail_on) | (set(fail_on) & set(SHOWN["notes"])))
    with input_errors() as errors:
        names = named_files(require_articles(articles, files_from), files_from, errors)
        names = apart(names, references, errors)
        files = destinations(format_, outputs, asked=is_asked("format_"))
        others = [str(path) for path in (baseline or USUAL, calibration, since) if path]
        for _, file in files:
            check_output(file, [*names, *others])
        decisions = _decisions(baseline)
        fitted = _calibration(calibration)
        before = _checked_before(since)
        lapsed: list[Standing] = []
        linked = _files(links)
        with ExitStack() as opened:
            writers = [
                (
                    writer(name, partial(printed, output=file), beside(linked, file or Path("-"))),
                    opened.enter_context(writing(file)),
                )
                for name, file in files
            ]
            streamed = any(file is None and name in STREAMED for name, file in files)
            articles_read = counted(errors.articles(names, columns), streamed, count_articles(names))
            readable = (article for article in articles_read if not (before and before.has(article)))
            first = next(readable, None)
            reports: Iterator[Report | InputError] = iter(())
            if first is not None:
                models = Models(reader, nli_model, engine, careful_model)
                kept = opened.enter_context(cache_file(not no_cache))
                checker = Checker(references, models, on, kept, jobs, errors)
                reports = checker.reports(first, readable)
            elif errors.count or not (since or files_from):
                raise SystemExit(BAD_INPUT)
            for checked in errors.passed(reports):
                named_flags = decisions.raised(_identified(_calibrated(checked, fitted, on)), on)
                lapsed.extend(decisions.standing(named_flags))
                report, stale = in_text(decisions.applied(named_flags), on, date.today())
                errors.say(*stale)
                report = weighed(shown(report, SHOWN[show], asked), sources)
                failing = totals.failed
                totals.add(report)
                # What failed the run is to fail the next one too.
                if before and totals.failed == failing:
                    before.add(report.article)
                for each, write in writers:
                    write(each.add(report))
            for each, write in writers:
                write(each.end(totals))
        if before:
            before.write()
        for line in totals.lines():
            say(line)
        errors.say(*_lapsed(lapsed), *_unused(lapsed, on))
        for entry in decisions.expired():
            say(f"expired on {entry.expires}: the decision on {entry.rule} in {entry.article_id} ({entry.claim})")
        failed = totals.failed or (fail_on and totals.nothing_checked and NOTHING_CHECKED.id in on)
        if failed and not (strict and errors.count):
            raise SystemExit(FLAGGED)


def _files(links: Path | None) -> dict[str, Path]:
    """The files of a folder by the ids of the references in them."""
    from verifier.corpus.documents import files_by_id

    if links is None:
        return {}
    if not links.is_dir():
        raise InputError(str(links), "no such folder", "name the folder of the references")
    return files_by_id(links)


def _checked_before(since: Path | None) -> Checked | None:
    from verifier.review.checked import Checked

    return Checked(since) if since else None


def _calibration(path: Path | None) -> VerdictCalibration | None:
    from verifier.verdict.calibration import read_calibration

    return read_calibration(path) if path else None


def _calibrated(report: Report, calibration: VerdictCalibration | None, on: frozenset[str]) -> Report:
    from verifier.verdict.calibration import calibrated

    return calibrated(report, calibration, on) if calibration else report


def _identified(report: Report) -> Report:
    from verifier.report.identity import identified

    return identified(report)


def _decisions(path: Path | None) -> Decisions:
    from verifier.review.file import DEFAULT as USUAL
    from verifier.review.file import read
    from verifier.review.standing import Decisions

    if path is not None and not path.exists():
        raise InputError(str(path), "no such file", "make it with `sayso baseline create`")
    return Decisions(read(path or USUAL), date.today())


def _lapsed(standing: Sequence[Standing]) -> Iterator[InputError]:
    """What was decided on other evidence than there is."""
    for each in standing:
        if each.lapsed == "evidence":
            who = f" by {each.entry.author}" if each.entry.author else ""
            what = f"lapsed: {each.entry.words}{who} ({each.entry.claim!r}): {each.why}"
            yield Skipped(each.entry.article_id, what, "decide anew, with `sayso review`")


def _unused(standing: Sequence[Standing], on: frozenset[str]) -> Iterator[InputError]:
    """Decisions on articles of this run that meet no flag any more, though their rule is ``on``."""
    from verifier.review.standing import unmet

    for entry, each in unmet(standing).items():
        if each.lapsed == "gone" and entry.rule in on:
            what = f"the decision on {entry.rule} ({entry.claim!r}) meets no flag: {each.why}"
            yield Skipped(entry.article_id, what, "`sayso baseline update` drops it")
