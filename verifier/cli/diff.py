"""``sayso diff``: what two versions of an article claim."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from claims.errors import InputError
from verifier.cli.checker import Checker, Models
from verifier.cli.inputs import field_option
from verifier.cli.options import careful_model_option, engine_option, nli_model_option, output_option, reader_option
from verifier.cli.output import BAD_INPUT, Errors, check_output, input_errors, printed, say, writing
from verifier.verdict.rules import DEFAULT

if TYPE_CHECKING:
    from claims.records import Article
    from verifier.nli.engine import EngineName
    from verifier.nli.readers import ReaderName

DIFFERENT = 1


@click.command()
@click.argument("old")
@click.argument("new")
@field_option
@click.option(
    "--corpus", "references", metavar="DIR_OR_URI",
    help="References: verdicts on both versions stand beside what changed.",
)  # fmt: skip
@click.option("--format", "format_", type=click.Choice(["text", "json", "html"]), default="text", show_default=True)
@output_option
@click.option("--exit-code", is_flag=True, help="Exit with 1 where something changed, as git diff does.")
@click.option("--no-cache", is_flag=True, help="Compute everything anew, and keep nothing.")
@nli_model_option
@careful_model_option
@reader_option
@engine_option
def diff(
    old: str,
    new: str,
    columns: dict[str, str],
    references: str | None,
    format_: str,
    output: Path | None,
    exit_code: bool,
    no_cache: bool,
    nli_model: str | None,
    careful_model: str | None,
    reader: ReaderName,
    engine: EngineName | None,
) -> None:
    """Show what the article NEW claims other than OLD: claims gained and lost, hardened and softened, given to another
    source, and with other numbers.

    Both are files of the kinds that `sayso check` reads, with one article each; one may be - for standard input. What
    is merely moved, or set in another type, is no change.
    """
    with input_errors() as errors:
        if old == new == "-":
            raise InputError("-", "standard input cannot be both versions", "name a file for one of them")
        check_output(output, (old, new))
        articles = [_article(name, columns, errors) for name in (old, new)]
        if errors.count:
            raise SystemExit(BAD_INPUT)
        from verifier.cache.kept import opened
        from verifier.report import diff as shown
        from verifier.versions.compare import Version, changes

        with opened(not no_cache) as kept, writing(output) as write:
            models = Models(reader, nli_model, engine, careful_model)
            checker = Checker(references, models, DEFAULT, kept, 1, errors)
            reports = list(errors.passed(checker.reports(articles[0], iter(articles[1:]))))
            if len(reports) < 2:
                raise SystemExit(BAD_INPUT)
            versions = [Version(each.article, tuple(one.claim for one in each.claims)) for each in reports]
            found = shown.Diff(reports[0], reports[1], changes(versions[0], versions[1]))
            if format_ == "text":
                write(printed(partial(shown.render_text, found), output))
            else:
                write(shown.render_json(found) if format_ == "json" else shown.render_html(found))
        if format_ != "text" or output:
            say(shown.summary(found))
    if exit_code and found.changes:
        raise SystemExit(DIFFERENT)


def _article(name: str, columns: dict[str, str], errors: Errors) -> Article:
    """The one article of a file."""
    found = list(errors.articles([name], columns))
    if len(found) == 1:
        return found[0]
    if found:
        raise InputError(name, f"holds {len(found)} articles", "give a file with one")
    raise SystemExit(BAD_INPUT)
