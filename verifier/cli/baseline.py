"""``sayso baseline``: which flags are known, so that only new ones fail a run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from claims.errors import InputError
from verifier.cli.output import input_errors, say, writing
from verifier.report.wording import count

if TYPE_CHECKING:
    from verifier.records import CheckedClaim, Flag, Report
    from verifier.review.decisions import Decision, OnFlag
    from verifier.review.file import Entry

_reports = click.argument(
    "reports", metavar="REPORT.json...", nargs=-1, required=True, type=click.Path(dir_okay=False, path_type=Path)
)
_file = click.option(
    "--baseline", "path", type=click.Path(dir_okay=False, path_type=Path), default=Path(".sayso-baseline.json"),
    show_default=True, metavar="FILE",
)  # fmt: skip
_author = click.option("--author", help="Who decides.")
_reason = click.option("--reason", help="Why.")


@click.group()
def baseline() -> None:
    """Accept flags as known, so that `sayso check` fails on new ones only.

    REPORT.json is what `sayso check --format json` wrote. A decision lapses when the evidence on its claim changes.
    """


@baseline.command()
@_reports
@_file
@_author
@_reason
def create(reports: tuple[Path, ...], path: Path, author: str | None, reason: str | None) -> None:
    """Make the file, with every flag of these reports as known."""
    with input_errors():
        from verifier.review.file import change

        if path.exists():
            raise InputError(str(path), "is there already", "use `sayso baseline update`, or remove it")
        made = change(path, lambda _: [_known(item, author, reason) for item in _flags(reports)])
        say(f"{path}: {count(len(made), 'flag')} known")


@baseline.command()
@_reports
@_file
@_author
@_reason
def update(reports: tuple[Path, ...], path: Path, author: str | None, reason: str | None) -> None:
    """Add the new flags of these reports as known, and drop what is gone of their articles; decisions stay."""
    with input_errors():
        from verifier.review.answers import Answer
        from verifier.review.file import change

        added = dropped = 0

        def work(entries: tuple[Entry, ...]) -> Iterable[Entry]:
            nonlocal added, dropped
            items = list(_flags(reports))
            there = {flag.identity for _, _, flag in items}
            articles = {_article(report) for report in _parsed(reports)}
            of_claims = [entry for entry in entries if isinstance(entry, Answer)]
            of_flags = [entry for entry in entries if not isinstance(entry, Answer)]
            kept = [e for e in of_flags if e.identity in there or e.article not in articles]
            own = {entry.identity for entry in kept}
            new = [_known(item, author, reason) for item in items if item[2].identity not in own]
            added, dropped = len(new), len(of_flags) - len(kept)
            return [*of_claims, *kept, *new]

        change(path, work)
        say(f"{path}: {added} added, {dropped} dropped")


@baseline.command()
@_reports
@_file
def diff(reports: tuple[Path, ...], path: Path) -> None:
    """Show what is new in these reports (+), and which decisions on their articles meet no flag any more (-)."""
    with input_errors(), writing(None) as write:
        entries = _on_flags(path)
        own = {entry.identity for entry in entries}
        items = list(_flags(reports))
        there = {flag.identity for _, _, flag in items}
        articles = {_article(report) for report in _parsed(reports)}
        for report, checked, flag in items:
            if flag.identity not in own:
                write(_line("+", report.article.id, flag.rule, checked.claim.text))
        for entry in entries:
            if entry.identity not in there and entry.article in articles:
                write(_line("-", entry.article_id, entry.rule, entry.claim))


@baseline.command()
@_file
def stats(path: Path) -> None:
    """Count the decisions on flags by rule, and how many are over."""
    with input_errors(), writing(None) as write:
        entries = _on_flags(path)
        rows = Counter((entry.rule, entry.decision) for entry in entries)
        for (rule, answer), number in sorted(rows.items()):
            write(f"{rule:10} {answer:12} {number:6}\n")
        over = sum(entry.expires is not None and entry.expires < date.today() for entry in entries)
        write(f"{count(len(entries), 'decision')}, {over} expired\n")


@baseline.command()
@_reports
@_file
@_author
def audit(reports: tuple[Path, ...], path: Path, author: str | None) -> None:
    """Go through the flags of these reports that nobody has decided on, one by one."""
    with input_errors():
        from verifier.report.wording import visible
        from verifier.review.decisions import decision_on, now
        from verifier.review.file import record

        own = {entry.identity for entry in _on_flags(path)}
        answers: dict[str, OnFlag] = {"k": "known", "f": "false alarm", "r": "right"}
        waiting = [item for item in _flags(reports) if item[2].identity not in own]
        for number, (report, checked, flag) in enumerate(waiting, 1):
            click.echo(f"\n{number} of {len(waiting)}: {visible(report.article.title or report.article.id)}")
            click.echo(f"{flag.severity} {flag.rule} {flag.name}: {visible(flag.message)}")
            click.echo(f"claim: {visible(checked.claim.text)}")
            told = click.prompt("(k)nown, (f)alse alarm, (r)ight, (s)kip, (q)uit", type=click.Choice([*"kfrsq"]))
            if told == "q":
                break
            if told == "s":
                continue
            reason = click.prompt("why", default="", show_default=False) or None
            made = decision_on(report, checked, flag, answers[told], reason=reason, author=author, time=now())
            record(path, made)


def _on_flags(path: Path) -> list[Decision]:
    from verifier.review.decisions import Decision
    from verifier.review.file import read

    return [entry for entry in read(path) if isinstance(entry, Decision)]


def _parsed(paths: tuple[Path, ...]) -> list[Report]:
    from verifier.report.identity import identified
    from verifier.report.json import parse

    found: list[Report] = []
    for path in paths:
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(str(path), f"cannot be read ({error})", "give a JSON report") from None
        found.extend(identified(report) for report in parse(text, str(path)))
    return found


def _flags(paths: tuple[Path, ...]) -> list[tuple[Report, CheckedClaim, Flag]]:
    from verifier.review.decisions import flags_of

    return list(flags_of(_parsed(paths)))


def _known(item: tuple[Report, CheckedClaim, Flag], author: str | None, reason: str | None) -> Decision:
    from verifier.review.decisions import decision_on, now

    return decision_on(*item, "known", reason=reason, author=author, time=now())


def _article(report: Report) -> str:
    from verifier.report.identity import article_key

    return article_key(report.article)


def _line(sign: str, article: str, rule: str, claim: str) -> str:
    from verifier.report.wording import visible

    return visible(f"{sign} {rule} {article}: {claim}") + "\n"
