"""``sayso calibrate``: what the confidence is worth by reviewers' answers."""

from __future__ import annotations

from pathlib import Path

import click

from claims.errors import InputError
from verifier.cli.output import check_output, input_errors, say, writing
from verifier.cli.train import require

_path = click.Path(dir_okay=False, path_type=Path)
DEFAULT = Path("sayso-calibration.json")
MOST_KEPT = 10_000


@click.command()
@click.argument("decisions", metavar="DECISIONS", type=_path)
@click.argument("reports", metavar="REPORT.json...", nargs=-1, required=True, type=_path)
@click.option(
    "-o", "--output", type=_path, default=DEFAULT, show_default=True, metavar="FILE",
    help="Write the calibration there; one that is there already is kept beside it.",
)  # fmt: skip
@click.option(
    "--least", type=click.FloatRange(0, 1), default=0.5, show_default=True, metavar="P",
    help="Leave SUPPORTED and REFUTED open where it is less probable than this that they are right.",
)  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Say what would change, and write nothing.")
def calibrate(decisions: Path, reports: tuple[Path, ...], output: Path, least: float, dry_run: bool) -> None:
    """Fit confidences and decision thresholds to reviewers' answers in DECISIONS on the verdicts in the reports.

    What changes is measured on answers that were held out. `sayso check --calibration FILE`, or `calibration` in
    [tool.sayso], uses the file; the shipped models stay as they are.
    """
    with input_errors(), writing(None) as write:
        require("scipy")
        from verifier.cli.baseline import parsed
        from verifier.cli.review import read_file
        from verifier.training.reviewed import as_file, as_text, fit, judged

        check_output(output, map(str, (decisions, *reports)))
        fitted = fit(judged(read_file(decisions), parsed(reports)), least)
        write(as_text(fitted))
        if dry_run or not any(each.map for each in fitted):
            say("nothing is written")
            return
        text = as_file(fitted)
        kept = _keep(output, text)
        with writing(output) as keep:
            keep(text)
        say(f"{output}: written" + (f"; the one before is {kept}" if kept else ""))


def _keep(output: Path, text: str) -> Path | None:
    """Move what is there out of the way, under the next number that is free; None where that is not needed."""
    try:
        if not output.exists() or output.read_bytes() == text.encode():
            return None
        names = (output.with_name(f"{output.name}.{number}") for number in range(1, MOST_KEPT))
        kept = next((name for name in names if not name.exists()), None)
        if kept is None:
            raise InputError(str(output), f"has {MOST_KEPT:,} older ones beside it", "remove some of them")
        output.rename(kept)
    except OSError as error:
        raise InputError(str(output), f"cannot be kept ({error.strerror})", "name another file with -o") from error
    return kept
