"""Decisions and answers as Markdown, for people: a table for each article."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from verifier.report.markdown import escaped
from verifier.review.answers import Answer
from verifier.review.file import Entry


def render(entries: Iterable[Entry]) -> str:
    """A heading and a table for each article, in the order of the entries."""
    lines = ["# Decisions", ""]
    for (article_id, _), group in groupby(entries, key=lambda entry: (entry.article_id, entry.article)):
        lines += [f"## {escaped(article_id)}", ""]
        lines += ["| claim | by | decided | why | reviewer | time |", "|---|---|---|---|---|---|"]
        lines += [*map(_row, group), ""]
    return "\n".join(lines)


def _row(entry: Entry) -> str:
    cells = (entry.claim, entry.voices, _decided(entry), entry.reason, entry.author)
    time = entry.time.strftime("%Y-%m-%d %H:%M UTC") if entry.time else ""
    return f"| {' | '.join(escaped(cell or '') for cell in cells)} | {time} |"


def _decided(entry: Entry) -> str:
    if not isinstance(entry, Answer):
        return entry.words + (f" until {entry.expires}" if entry.expires else "")
    right = entry.right_voice or entry.right_words
    return entry.words + (f", rightly “{right}”" if right else "")
