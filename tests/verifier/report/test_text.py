from __future__ import annotations

import io
from dataclasses import replace

import pytest
from rich.console import Console

from tests.verifier.report.examples import build, check_golden, spans
from verifier.records import Report
from verifier.report.text import render, render_claims
from verifier.report.wording import HIDDEN, quotation_words


def printed(report: Report, width: int = 80, colour: bool = False, claims_only: bool = False) -> str:
    file = io.StringIO()
    console = Console(file=file, width=width, color_system="standard" if colour else None, _environ={})
    if claims_only:
        render_claims(report.article, [checked.claim for checked in report.claims], console)
    else:
        render(report, console)
    return file.getvalue()


def test_golden() -> None:
    check_golden("report.txt", printed(build()))


def test_golden_claims() -> None:
    check_golden("claims.txt", printed(build(), claims_only=True))


@pytest.mark.parametrize("claims_only", [False, True])
@pytest.mark.parametrize("width", [80, 120])
def test_fits_the_width_without_control_characters(width: int, claims_only: bool) -> None:
    text = printed(build(), width, claims_only=claims_only)
    assert not HIDDEN.search(text)
    for line in text.splitlines():
        assert len(line) <= width
        assert line == line.rstrip()


def test_markup_and_hidden_characters_are_shown_as_they_are() -> None:
    text = printed(build(), 200)
    for words in ("[bold red]help[/bold red] ]]>", "[bold]again[/bold]", "<script>", "<U+001B>[2J", "<U+2066>roads"):
        assert words in text


def test_colour_comes_from_labels_only() -> None:
    coloured = printed(build(), colour=True)
    assert "\x1b[1;31mREFUTED" in coloured
    assert "\x1b[2J" not in coloured
    assert "\x1b]8" not in coloured


def test_one_colour_a_source() -> None:
    lines = printed(build(), colour=True, claims_only=True).splitlines()
    courier = [line for line in lines if "Elm Courier" in line and "“" in line]
    assert len(courier) == 2
    assert {line.split("m", 1)[0] for line in courier} == {courier[0].split("m", 1)[0]}


def test_an_outer_voice_that_goes_on_is_not_named_again() -> None:
    first = build().claims[9].claim
    other = replace(first.chain[1], source="a sailor")
    claims = (first, replace(first, id="c11", chain=(first.chain[0], other)), replace(first, chain=first.chain[:1]))
    file = io.StringIO()
    render_claims(build().article, claims, Console(file=file, width=80, color_system=None, _environ={}))
    lines = [line for line in file.getvalue().split("─")[0].splitlines()[4:] if not line.lstrip()[:1].isdigit()]
    assert lines == [
        "The Courier = The Elm Courier  “said”",
        "└ the rescue service  “had claimed”",
        "└ a sailor  “had claimed”",
        "",
        "The Courier = The Elm Courier  “said”",
        "",
    ]


@pytest.mark.parametrize(
    ("words", "quotes", "shown"),
    [
        ("The repairs will cost 4 million crowns.", ["The repairs,", "will cost 4 million crowns."], True),
        ("The repairs will cost 4 million crowns.", ["will cost 4 million crowns."], False),
        ("Repairing will cost 4 million crowns.", ["The repairs,", "will cost 4 million crowns."], False),
        ("The repairs will cost 4 million crowns.", [], False),
    ],
)
def test_only_what_is_quoted_word_for_word_stands_in_marks(words: str, quotes: list[str], shown: bool) -> None:
    claim = replace(build().claims[3].claim, text=words, quoted=spans(*quotes))
    assert quotation_words(claim, build().article.text) == (f"“{words}”" if shown else words)


def test_without_claims() -> None:
    assert "No claim was found" in printed(replace(build(), claims=()))


def test_what_to_do_next() -> None:
    report = build()
    assert "Read claims 3 and 8 first" in printed(report)
    quiet = replace(report, claims=tuple(replace(checked, flags=()) for checked in report.claims))
    assert "The corpus says too little on claims 1, 5, 7, 8, 9 and 10" in printed(quiet, 120)
    assert "Nothing is flagged." in printed(replace(quiet, claims=quiet.claims[1:3]))
