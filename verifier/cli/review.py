"""``sayso review``: what reviewers decided, put together, counted, and carried elsewhere and back."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from claims.errors import InputError
from verifier.cli.output import check_output, input_errors, say, writing
from verifier.report.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from verifier.review.file import Entry
    from verifier.review.merge import Agreement, Disagreement

OPEN = "open"
_path = click.Path(dir_okay=False, path_type=Path)
format_option = click.option(
    "--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True
)


class Opening(click.Group):
    """A group whose command ``open`` may go without its name: ``sayso review ARTICLE --corpus NOTES``.

    The first word is taken for its own unless it is a command, asks for help, or is a plain word that names no file
    and no folder, which is rather a command that is spelled wrongly.
    """

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """See the class."""
        helps = args and args[0] in ctx.help_option_names
        return super().parse_args(ctx, args if helps else self.completed(args))

    def completed(self, args: list[str]) -> list[str]:
        """The words behind the group's name, with that of ``open`` where it was left out."""
        if OPEN not in self.commands or not args or args[0] in self.commands:
            return args
        own = args[0].startswith("-") or not args[0].isalpha() or Path(args[0]).exists()
        return [OPEN, *args] if own else args


@click.group(cls=Opening)
def review() -> None:
    """Judge the claims of articles one by one: `sayso review ARTICLE --corpus REFERENCES`, which is `open`.

    What reviewers decide on flags and answer on claims goes into a file that `sayso check` reads.

    FILE is such a file; .sayso-baseline.json is the usual one.
    """


@review.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=_path)
@click.option("-o", "--output", type=_path, metavar="FILE", help="Write all entries to this file.")
@format_option
def merge(files: tuple[Path, ...], output: Path | None, format_: str) -> None:
    """Put reviewers' files together, and show where they disagree and how far they agree.

    Nothing is lost: a reviewer's newer answer goes before an older one to the same. Cohen's kappa is what two reviewers
    agree beyond chance.
    """
    with input_errors(), writing(None) as write:
        from verifier.report.json import dump
        from verifier.review.file import change
        from verifier.review.merge import agreements, disagreements, merged

        if output and output.exists() and output.resolve() not in [file.resolve() for file in files]:
            raise InputError(str(output), "is there already", "remove it, or name it among the files")
        entries = merged(map(read_file, files))
        if output is not None:
            # Somebody may have decided meanwhile.
            entries = tuple(change(output, lambda known: merged([known, entries])))
            say(f"{output}: {count(len(entries), 'decision')} of {_reviewers(entries)}")
        differing, agreed = disagreements(entries), agreements(entries)
        if format_ == "json":
            found = {"disagreements": list(map(_object, differing)), "agreement": list(map(_figures, agreed))}
            write(dump(found, indent=2) + "\n")
        else:
            write("".join([*_listed(differing), *_table(agreed)]))


@review.command()
@click.argument("files", metavar="[FILE...]", nargs=-1, type=_path)
@click.option(
    "--report", "reports", multiple=True, required=True, type=_path, metavar="REPORT.json",
    help="What `sayso check --format json` wrote; may be given several times.",
)  # fmt: skip
@format_option
def status(files: tuple[Path, ...], reports: tuple[Path, ...], format_: str) -> None:
    """List what holds in the reports of what was decided on their articles, and what lapsed and why."""
    with input_errors(), writing(None) as write:
        from verifier.cli.baseline import parsed
        from verifier.report.json import dump
        from verifier.report.wording import visible
        from verifier.review.file import DEFAULT, row_of
        from verifier.review.merge import merged
        from verifier.review.standing import Decisions

        decisions = Decisions(merged(map(read_file, files or (DEFAULT,))), date.today())
        found = [each for report in parsed(reports) for each in decisions.standing(report)]
        if format_ == "json":
            rows = [{"lapsed": each.lapsed, "why": each.why, "entry": row_of(each.entry)} for each in found]
            write(dump(rows, indent=2) + "\n")
            return
        for each in found:
            entry = each.entry
            who = f" by {entry.author}" if entry.author else ""
            state = f"lapsed ({each.why})" if each.lapsed else "holds"
            write(visible(f"{entry.article_id}: {entry.claim} {entry.words}{who}: {state}") + "\n")
        lapsed = sum(each.lapsed is not None for each in found)
        write(f"{count(len(found), 'decision')}: {len(found) - lapsed} hold, {lapsed} lapsed\n")


@review.command()
@click.argument("files", metavar="[FILE...]", nargs=-1, type=_path)
@click.option("--svg", type=_path, metavar="FILE", help="Also draw the reliability of the confidence there.")
@format_option
def stats(files: tuple[Path, ...], svg: Path | None, format_: str) -> None:
    """Count what reviewers decided: how often each rule is right, what the confidence is worth, when, and by whom.

    Shares have Wilson intervals of 95 %. Reviewers look at what is flagged rather than at the rest, so that verdicts
    without a flag may be better or worse than these figures.
    """
    with input_errors(), writing(None) as write:
        from verifier.review.file import DEFAULT
        from verifier.review.merge import merged
        from verifier.review.stats import stats as counted
        from verifier.review.stats_text import as_json, as_svg, as_text

        check_output(svg, map(str, files or (DEFAULT,)))
        found = counted(merged(map(read_file, files or (DEFAULT,))))
        if svg is not None:
            with writing(svg) as draw:
                draw(as_svg(found.bins))
        write(as_json(found) if format_ == "json" else as_text(found))


@review.command()
@click.argument("files", metavar="[FILE...]", nargs=-1, type=_path)
@click.option("--to", "form", required=True, type=click.Choice(["csv", "markdown", "labelstudio", "training"]))
@click.option(
    "--report", "reports", multiple=True, type=_path, metavar="REPORT.json",
    help="What `sayso check --format json` wrote of the articles; may be given several times.",
)  # fmt: skip
@click.option("-o", "--output", type=_path, metavar="FILE", help="Write the result to this file.")
def export(files: tuple[Path, ...], form: str, reports: tuple[Path, ...], output: Path | None) -> None:
    """Write decisions in another form: a table for a spreadsheet or for people, tasks of Label Studio, or pairs that
    `sayso train nli` learns from.

    `sayso review import` reads csv and labelstudio again.
    """
    if form in ("labelstudio", "training") and not reports:
        raise click.UsageError(f"--to {form} needs the text of the articles: name their --report")
    with input_errors():
        from verifier.cli.baseline import parsed
        from verifier.review.exchange import csv, labelstudio, markdown, training
        from verifier.review.file import DEFAULT
        from verifier.review.merge import merged

        check_output(output, map(str, (*(files or (DEFAULT,)), *reports)))
        entries = merged(map(read_file, files or (DEFAULT,)))
        found = parsed(reports)
        with writing(output) as write:
            if form == "csv":
                write(csv.render(entries))
            elif form == "markdown":
                write(markdown.render(entries))
            elif form == "training":
                write(training.render(entries, found))
            else:
                write(labelstudio.render(entries, found))
                own = {entry for report in found for entry in labelstudio.of_article(entries, report)}
                if left := len(set(entries) - own):
                    say(f"note: {count(left, 'decision')} left out: on articles of which there is no report")


@review.command("import")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=_path)
@click.option("--into", type=_path, metavar="FILE", help="File of decisions.  [default: .sayso-baseline.json]")
@click.option(
    "--from", "form", type=click.Choice(["csv", "labelstudio"]), help="[default: labelstudio for .json, csv for others]"
)
def import_(files: tuple[Path, ...], into: Path | None, form: str | None) -> None:
    """Read decisions that `sayso review export` wrote as csv or for Label Studio, and that may have been changed since.

    What is newer in the file of decisions stays.
    """
    with input_errors() as errors:
        from verifier.review.exchange import csv, labelstudio
        from verifier.review.file import DEFAULT, change
        from verifier.review.merge import brought_in

        found: list[Entry] = []
        for path in files:
            text = _text_of(path)
            parse = labelstudio.parse if (form or path.suffix) in ("labelstudio", ".json") else csv.parse
            found += errors.passed(parse(text, str(path)))
        if errors.count and not found:
            return
        older: list[Entry] = []
        target = into or DEFAULT

        def work(known: tuple[Entry, ...]) -> Iterable[Entry]:
            whole, left = brought_in(known, found)
            older.extend(left)
            return whole

        change(target, work)
        left = f"; {count(len(older), 'older one')} left out" if older else ""
        say(f"{target}: {count(len(found) - len(older), 'decision')} read{left}")


def _text_of(path: Path) -> str:
    from verifier.review.file import MAX_BYTES

    try:
        if path.stat().st_size > MAX_BYTES:
            raise InputError(str(path), f"larger than {MAX_BYTES:,} bytes", "split it")
        return path.read_bytes().decode("utf-8-sig")
    except (OSError, ValueError) as error:
        raise InputError(str(path), f"cannot be read ({error})", "give a file in UTF-8") from None


def read_file(path: Path) -> tuple[Entry, ...]:
    """The entries of a file that a user named. Raises InputError where there is none."""
    from verifier.review.file import read

    if not path.exists():
        raise InputError(str(path), "no such file", "name a file of decisions")
    return read(path)


def _reviewers(entries: Iterable[Entry]) -> str:
    from verifier.report.wording import visible

    names = sorted({visible(entry.author) if entry.author else "nobody named" for entry in entries})
    return ", ".join(names) or "nobody"


def _listed(differing: Iterable[Disagreement]) -> Iterator[str]:
    """A paragraph for each disagreement: the claim, then what each reviewer says of it."""
    from verifier.report.wording import visible

    for each in differing:
        first = each.entries[0]
        whose = f" ({first.voices})" if first.voices else ""
        yield visible(f"{first.article_id}: {first.claim}{whose}") + "\n"
        for entry in each.entries:
            told = f"{entry.author or 'somebody'}: {_words(entry)}" + (f": {entry.reason}" if entry.reason else "")
            yield f"  {visible(told)}\n"
        if each.other_evidence:
            yield "  They saw other evidence.\n"
        yield "\n"


def _words(entry: Entry) -> str:
    right = getattr(entry, "right_voice", None) or getattr(entry, "right_words", None)
    return entry.words + (f", rightly “{right}”" if right else "")


def _table(agreed: Iterable[Agreement]) -> Iterator[str]:
    from verifier.report.wording import visible

    rows = list(agreed)
    if not rows:
        yield "No two reviewers judged the same.\n"
        return
    names = [" and ".join(visible(name) or "somebody" for name in each.reviewers) for each in rows]
    width = max(map(len, [*names, "reviewers"]))
    yield f"{'reviewers':{width}}  {'on':6}{'both judged':>13}{'agreed':>9}{'kappa':>8}\n"
    for name, each in zip(names, rows, strict=True):
        kappa = "-" if each.kappa is None else f"{each.kappa:.2f}"
        share = f"{100 * each.agreed / each.n:.0f} %"
        yield f"{name:{width}}  {each.respect:6}{each.n:13,}{share:>9}{kappa:>8}\n"


def _object(each: Disagreement) -> dict[str, object]:
    import json

    from verifier.review.file import line_of

    entries = [json.loads(line_of(entry)) for entry in each.entries]
    return {"on": each.respect, "other_evidence": each.other_evidence, "entries": entries}


def _figures(each: Agreement) -> dict[str, object]:
    kappa = None if each.kappa is None else round(each.kappa, 4)
    agreement = round(each.agreed / each.n, 4)
    return {"reviewers": list(each.reviewers), "on": each.respect, "n": each.n, "agreement": agreement, "kappa": kappa}
