"""``sayso baseline``: which flags are known, so that only new ones fail a run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from claims.errors import InputError
from verifier.cli.output import input_errors, say, writing
from verifier.report.wording import count

if TYPE_CHECKING:
    from verifier.records import CheckedClaim, Flag, Report
    from verifier.review.decisions import Decision, OnFlag
    from verifier.review.file import Entry

    _Item = tuple[Report, CheckedClaim, Flag]

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
        from verifier.report.identity import article_key
        from verifier.review.file import change

        added = dropped = 0

        def work(entries: tuple[Entry, ...]) -> Iterable[Entry]:
            nonlocal added, dropped
            found = _looked_up(entries, parsed(reports))
            gone = {entry.key for entry in found.unmet}
            # Of a text without an address and id that was edited, the entry goes on under its new digest.
            carried = {
                entry.key: replace(entry, identity=flag.identity, article=article_key(report.article))
                for (report, _, flag), met in found.decided
                for entry in met
            }
            new = [_known(item, author, reason) for item in found.undecided]
            added, dropped = len(new), len(gone)
            return [*(carried.get(entry.key, entry) for entry in entries if entry.key not in gone), *new]

        change(path, work)
        say(f"{path}: {added} added, {dropped} dropped")


@baseline.command()
@_reports
@_file
def diff(reports: tuple[Path, ...], path: Path) -> None:
    """Show what is new in these reports (+), and which decisions on their articles meet no flag any more (-)."""
    with input_errors(), writing(None) as write:
        from verifier.review.file import read

        found = _looked_up(read(path), parsed(reports))
        for report, checked, flag in found.undecided:
            write(_line("+", report.article.id, flag.rule, checked.claim.text))
        for entry in found.unmet:
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
        from verifier.review.file import read, record

        answers: dict[str, OnFlag] = {"k": "known", "f": "false alarm", "r": "right"}
        waiting = _looked_up(read(path), parsed(reports)).undecided
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


class _Found(NamedTuple):
    """The flags of some reports on which somebody decided, with the entries, and the others; entries that meet none."""

    decided: list[tuple[_Item, Sequence[Decision]]]
    undecided: list[_Item]
    unmet: list[Decision]


def _looked_up(entries: Iterable[Entry], reports: Sequence[Report]) -> _Found:
    from verifier.review.decisions import flags_of
    from verifier.review.standing import Decisions, unmet
    from verifier.verdict.rules import BY_ID

    decisions = Decisions(entries, date.today())
    found = _Found([], [], [])
    for item in flags_of(reports):
        if met := decisions.met(*item):
            found.decided.append((item, met))
        else:
            found.undecided.append(item)
    # A report may have been written without notes.
    told = {flag.severity for _, _, flag in flags_of(reports)} | {"error", "warning"}
    standing = (each for report in reports for each in decisions.standing(report))
    return found._replace(
        unmet=[entry for entry in unmet(standing) if entry.rule not in BY_ID or BY_ID[entry.rule].severity in told]
    )


def _on_flags(path: Path) -> list[Decision]:
    from verifier.review.decisions import Decision
    from verifier.review.file import read

    return [entry for entry in read(path) if isinstance(entry, Decision)]


def parsed(paths: tuple[Path, ...]) -> list[Report]:
    """The reports in these files, their flags identified. Raises InputError for what is not a JSON report."""
    from verifier.report.files import read
    from verifier.report.identity import identified

    return [identified(report) for path in paths for report in read(path)]


def _flags(paths: tuple[Path, ...]) -> list[_Item]:
    from verifier.review.decisions import flags_of

    return list(flags_of(parsed(paths)))


def _known(item: _Item, author: str | None, reason: str | None) -> Decision:
    from verifier.review.decisions import decision_on, now

    return decision_on(*item, "known", reason=reason, author=author, time=now())


def _line(sign: str, article: str, rule: str, claim: str) -> str:
    from verifier.report.wording import visible

    return visible(f"{sign} {rule} {article}: {claim}") + "\n"
