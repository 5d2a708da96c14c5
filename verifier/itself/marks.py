"""Quotation marks without a partner: where the words of somebody end, nobody can tell (QUO008)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from verifier.itself.page import Finding, Page

RULE = "QUO008"

# What opens and closes a quotation; a straight mark does both. Single marks are apostrophes too.
_PAIRS = {"“": "”", "«": "»", "„": "“”"}
_PARAGRAPH = re.compile(r"[^\n\u2029]+")
_SHOWN = 30


def unclosed(page: Page) -> Iterator[Finding]:
    """The marks that open a quotation that ends nowhere, or close one that begins nowhere, a paragraph each.

    A quotation may run over several paragraphs, each of which opens with a mark; only the last of them closes it.
    """
    text = page.article.text
    paragraphs = [match.span() for match in _PARAGRAPH.finditer(text) if match[0].strip()]
    for number, (start, end) in enumerate(paragraphs):
        left = _unpaired(text, start, end)
        if left is None:
            continue
        opens = text[left] in _PAIRS or (text[left] == '"' and _is_opening(text, left))
        behind = (
            text[paragraphs[number + 1][0] : paragraphs[number + 1][1]].lstrip() if number + 1 < len(paragraphs) else ""
        )
        if opens and behind[:1] in (text[left], "“", '"'):
            continue
        around = (
            " ".join(text[left : left + _SHOWN].split())
            if opens
            else " ".join(text[max(start, left - _SHOWN) : left + 1].split())
        )
        what = "is opened and not closed" if opens else "is closed and not opened"
        yield Finding(RULE, f"a quotation {what}: {around}", ((left, left + 1),))


def _unpaired(text: str, start: int, end: int) -> int | None:
    """Where the first mark without a partner stands in a paragraph; None where all have one."""
    open_: list[int] = []
    for i in range(start, end):
        mark = text[i]
        if open_ and mark in _PAIRS.get(text[open_[-1]], '"'):
            open_.pop()
        elif mark in _PAIRS:
            open_.append(i)
        elif mark in "”»":
            return i
        # Inches and seconds are written with a straight mark behind a number.
        elif mark == '"' and not text[max(start, i - 1) : i].isdigit():
            open_.append(i)
    return open_[0] if open_ else None


def _is_opening(text: str, position: int) -> bool:
    return not text[position + 1 : position + 2].isspace() and not text[max(0, position - 1) : position].strip(
        " \t([—–-"
    )
