"""A report for people at a terminal: readable with and without colour, at 80 columns and wider."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import takewhile
from typing import TYPE_CHECKING

from claims.records import Article, Claim, Voice
from verifier.records import CheckedClaim, Evidence, Report, Verdict
from verifier.report.looked_for import looked_for, looked_for_words
from verifier.report.wording import (
    ARTICLE,
    Speaker,
    article_words,
    best_evidence,
    chain_words,
    claim_notes,
    claim_numbers,
    claims_words,
    flag_words,
    full_name,
    passage_words,
    questions,
    quotation_words,
    run_words,
    speaker_key,
    speakers,
    summarise,
    time_words,
    visible,
    voices_words,
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
SEVERITY_STYLES = {"error": "bold red", "warning": "bold yellow", "note": "bold cyan"}
_STANCE_SIGNS = {"supports": ("+ for", "green"), "refutes": ("- against", "red"), "neither": ("~ nearest", "yellow")}
_SOURCE_STYLES = ("cyan", "magenta", "green", "yellow", "blue", "red")

_INDENT = 5
_PASSAGE_CHARACTERS = 320


def render(report: Report, console: Console) -> None:
    """Print one article's claims with verdicts, best evidence and flags, and what to do next."""
    _header(report.article, run_words(report.run), console)
    for number, checked in enumerate(report.claims, 1):
        console.print()
        _claim(number, report, checked, console)
    console.print()
    console.rule(style="dim", characters="─")
    summary = summarise(report)
    for name, words in summary.rows:
        _hang(console, _lead(f"{name:<8}", "bold"), _text(words))
    console.print()
    _hang(console, _lead("next    ", "bold"), _text(summary.todo))


def render_claims(article: Article, claims: Sequence[Claim], console: Console) -> None:
    """Print who says what in reading order, and at the end who says how much.

    A voice inside a voice is indented, each source keeps one colour, and what is quoted stands in quotation marks.
    """
    _header(article, claims_words(claims), console)
    who = speakers(claims)
    styles = {key: _SOURCE_STYLES[number % len(_SOURCE_STYLES)] for number, key in enumerate(who)}
    before: tuple[tuple[str, str], ...] | None = None
    for number, claim in enumerate(claims, 1):
        voices = tuple((_name(voice), _cue(voice)) for voice in claim.chain)
        if voices != before:
            shared = _shared(before or (), voices)
            if not shared:
                console.print()
            _voices(claim.chain, shared, styles, console)
        before = voices
        indent = 2 * max(1, len(claim.chain))
        style = styles[speaker_key(claim.chain[-1])] if claim.chain else ""
        lead = _lead(f"{'':{indent}}{number:>3}  ", "dim")
        _hang(console, lead, _text(quotation_words(claim, article.text), style))
        if notes := claim_notes(claim):
            _hang(console, _lead(" " * (indent + 5)), _text("; ".join(notes), "dim"))
    if who:
        _speakers(claims, who, styles, console)


def _voices(chain: Sequence[Voice], shared: int, styles: Mapping[str, str], console: Console) -> None:
    if not chain:
        _hang(console, _lead(""), _text(ARTICLE, "bold"))
    for depth, voice in enumerate(chain[shared:], shared):
        name = _text(_name(voice), f"bold {styles[speaker_key(voice)]}")
        lead = _lead("  " * (depth - 1) + "└ " if depth else "", "dim")
        _hang(console, lead, _lead("").join((name, _lead("  "), _text(_cue(voice), "dim"))))


def _shared(before: Sequence[object], voices: Sequence[object]) -> int:
    """How many outer voices go on talking, so that they are not named again above the one that they quote."""
    pairs = zip(before, voices[:-1], strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _name(voice: Voice) -> str:
    name = full_name(voice)
    same = voice.source is None or name.casefold() in voice.source.casefold()
    return (voice.source or name) if same else f"{voice.source} = {name}"


def _cue(voice: Voice) -> str:
    return f"“{voice.cue}”" if voice.cue else voice.force


def _speakers(claims: Sequence[Claim], who: Mapping[str, Speaker], styles: Mapping[str, str], console: Console) -> None:
    """Who makes which claims; the article first."""
    console.print()
    console.rule(style="dim", characters="─")
    if own := [number for number, claim in enumerate(claims, 1) if not claim.chain]:
        _hang(console, _lead(""), _lead(f"{ARTICLE}: ") + _lead(claim_numbers(own), "dim"))
    for key, speaker in who.items():
        told = [claim_numbers([index + 1 for index in speaker.own])] if speaker.own else []
        if speaker.passed:
            told.append(f"quotes others in {claim_numbers([index + 1 for index in speaker.passed])}")
        _hang(console, _lead(""), _text(speaker.name, styles[key]) + _lead(": ") + _text("; ".join(told), "dim"))


def _header(article: Article, run: str, console: Console) -> None:
    _hang(console, _lead(""), _text(article.title or article.id, "bold"))
    for line in (article_words(article), run):
        if line:
            _hang(console, _lead(""), _text(line, "dim"))


def _claim(number: int, report: Report, checked: CheckedClaim, console: Console) -> None:
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
        if found := looked_for(report, checked, name):
            _hang(console, _lead(" " * (_INDENT + 6)), _text(looked_for_words(found, claim.text), "dim"))
        for evidence in best_evidence(verdict):
            _evidence(evidence, console)
    for flag in checked.flags:
        mark = _lead(f"{'':{_INDENT}}! {flag.severity:<9}", SEVERITY_STYLES[flag.severity])
        _hang(console, mark, _text(flag.message) + _text(f" [{flag.rule} {flag.name}]", "dim"))
        if where := flag_words(flag, report.article.text):
            _hang(console, _lead(" " * (_INDENT + 12)), _text(where, "dim"))


def _verdict(name: str, verdict: Verdict, console: Console) -> None:
    from rich.text import Text

    answer = Text.assemble(
        _lead(f"{'':{_INDENT}}{name:<6}"),
        _lead(f"{verdict.label:<15}", _LABEL_STYLES[verdict.label]),
        _lead(f" {verdict.confidence:.2f}  "),
    )
    voices = voices_words(verdict)
    _hang(console, answer, _text(verdict.reason) + _text(f" ({voices})" if voices else "", "dim"))


def _evidence(evidence: Evidence, console: Console) -> None:
    passage = evidence.passage
    sign, style = _STANCE_SIGNS[evidence.stance]
    words = visible(passage.text)
    if len(words) > _PASSAGE_CHARACTERS:
        words = words[:_PASSAGE_CHARACTERS].rsplit(" ", 1)[0] + " …"
    indent = _INDENT + 6
    _hang(console, _lead(f"{'':{indent}}{sign:<10}", style), _text(f"“{words}”"))
    start, end = passage.span
    page = f" page {passage.page}" if passage.page else ""
    where = f"{passage_words(passage)} {passage.document_id}{page}[{start}:{end}]".lstrip()
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
