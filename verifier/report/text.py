"""A report for people at a terminal: readable with and without colour, at 80 columns and wider."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from claims.records import Article, Claim, Voice
from verifier.records import CheckedClaim, Evidence, Report, Verdict
from verifier.report.wording import (
    UNNAMED,
    article_words,
    best_evidence,
    chain_words,
    passage_words,
    questions,
    run_words,
    summarise,
    time_words,
    visible,
    voice_name,
    why_not_words,
)

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

_LABEL_STYLES = {
    "SUPPORTED": "bold green",
    "REFUTED": "bold red",
    "NOT ENOUGH INFO": "bold yellow",
    "CONFLICTING": "bold magenta",
}
_SEVERITY_STYLES = {"error": "bold red", "warning": "bold yellow", "note": "bold cyan"}
_STANCE_SIGNS = {"supports": ("+ for", "green"), "refutes": ("- against", "red"), "neither": ("~ nearest", "yellow")}
_SOURCE_STYLES = ("cyan", "magenta", "green", "yellow", "blue", "red")

_INDENT = 5
_PASSAGE_CHARACTERS = 320


def render(report: Report, console: Console) -> None:
    """Print one article's claims with verdicts, best evidence and flags, and what to do next."""
    _header(report.article, run_words(report.run), console)
    for number, checked in enumerate(report.claims, 1):
        console.print()
        _claim(number, checked, console)
    console.print()
    console.rule(style="dim", characters="─")
    summary = summarise(report)
    for name, words in summary.rows:
        _hang(console, _lead(f"{name:<8}", "bold"), _text(words))
    console.print()
    _hang(console, _lead("next    ", "bold"), _text(summary.todo))


def render_claims(article: Article, claims: Sequence[Claim], console: Console) -> None:
    """Print who says what in reading order; a voice inside a voice is indented, each source keeps one colour."""
    _header(article, "", console)
    styles: dict[str, str] = {}
    before: tuple[tuple[str, str], ...] | None = None
    for number, claim in enumerate(claims, 1):
        voices = tuple((voice_name(voice), _cue_words(voice)) for voice in claim.chain)
        if voices != before:
            console.print()
            _voices(claim.chain, styles, console)
        before = voices
        indent = 2 * max(1, len(claim.chain))
        style = _source_style(claim.chain[-1], styles) if claim.chain else ""
        _hang(console, _lead(f"{'':{indent}}{number:>3}  ", "dim"), _text(claim.text, style))
        notes = [f"about {time_words(claim.time)}"] if claim.time else []
        if not claim.checkable:
            notes.append(why_not_words(claim))
        if notes:
            _hang(console, _lead(" " * (indent + 5)), _text("; ".join(notes), "dim"))


def _voices(chain: Sequence[Voice], styles: dict[str, str], console: Console) -> None:
    if not chain:
        _hang(console, _lead(""), _text("The article", "bold"))
    for depth, voice in enumerate(chain):
        name = _text(voice_name(voice), f"bold {_source_style(voice, styles)}")
        cue = _cue_words(voice)
        lead = _lead("  " * (depth - 1) + "└ " if depth else "", "dim")
        _hang(console, lead, _lead("").join((name, _lead("  "), _text(cue, "dim"))))


def _cue_words(voice: Voice) -> str:
    cue = f"“{voice.cue}”" if voice.cue else voice.force
    return f"{cue}, denying" if voice.polarity == "denied" else cue


def _source_style(voice: Voice, styles: dict[str, str]) -> str:
    name = (voice.resolved or voice.source or UNNAMED).casefold()
    return styles.setdefault(name, _SOURCE_STYLES[len(styles) % len(_SOURCE_STYLES)])


def _header(article: Article, run: str, console: Console) -> None:
    _hang(console, _lead(""), _text(article.title or article.id, "bold"))
    for line in (article_words(article), run):
        if line:
            _hang(console, _lead(""), _text(line, "dim"))


def _claim(number: int, checked: CheckedClaim, console: Console) -> None:
    claim = checked.claim
    kind = f"attributed: {chain_words(claim.chain)}" if claim.kind == "attributed" else "asserted"
    if claim.time:
        kind += f" · about {time_words(claim.time)}"
    _hang(console, _lead(f"{number:>3}  ", "bold"), _text(kind, "cyan"))
    _hang(console, _lead(" " * _INDENT), _text(claim.text, "bold"))
    if not claim.checkable:
        _hang(console, _lead(" " * _INDENT), _text(why_not_words(claim), "dim italic"))
    for name, verdict in questions(checked):
        _verdict(name, verdict, console)
    for flag in checked.flags:
        mark = _lead(f"{'':{_INDENT}}! {flag.severity:<9}", _SEVERITY_STYLES[flag.severity])
        _hang(console, mark, _text(flag.message) + _text(f" [{flag.rule} {flag.name}]", "dim"))


def _verdict(name: str, verdict: Verdict, console: Console) -> None:
    from rich.text import Text

    answer = Text.assemble(
        _lead(f"{'':{_INDENT}}{name:<6}"),
        _lead(f"{verdict.label:<15}", _LABEL_STYLES[verdict.label]),
        _lead(f" {verdict.confidence:.2f}  "),
    )
    _hang(console, answer, _text(verdict.reason))
    for evidence in best_evidence(verdict):
        _evidence(evidence, console)


def _evidence(evidence: Evidence, console: Console) -> None:
    passage = evidence.passage
    sign, style = _STANCE_SIGNS[evidence.stance]
    words = visible(passage.text)
    if len(words) > _PASSAGE_CHARACTERS:
        words = words[:_PASSAGE_CHARACTERS].rsplit(" ", 1)[0] + " …"
    indent = _INDENT + 6
    _hang(console, _lead(f"{'':{indent}}{sign:<10}", style), _text(f"“{words}”"))
    start, end = passage.span
    where = f"{passage_words(passage)} {passage.document_id}[{start}:{end}]".lstrip()
    _hang(console, _lead(" " * (indent + 10)), _text(where, "dim"))
    if evidence.chain:
        _hang(console, _lead(" " * (indent + 10)), _text(f"said there by {chain_words(evidence.chain)}", "dim"))


def _text(words: str, style: str = "") -> Text:
    """Words from outside as a Text object, which rich prints as it is: no markup, no emoji codes, no highlighting."""
    return _lead(visible(words), style)


def _lead(words: str, style: str = "") -> Text:
    """Words of this module, spaces kept."""
    from rich.text import Text

    return Text(words, style)


def _hang(console: Console, first: Text, body: Text) -> None:
    """Print the body after ``first``, its further lines indented by as much."""
    from rich.text import Text

    indent = first.cell_len
    width = max(console.width - indent, 20)
    for index, line in enumerate(body.wrap(console, width)):
        line.rstrip()
        lead = first if index == 0 else Text(" " * indent)
        console.print(Text.assemble(lead, line), no_wrap=True, overflow="ignore", crop=False)
