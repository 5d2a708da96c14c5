"""Suppressions that stand in an article itself: ``<!-- sayso: ignore SO002 a reader has seen the original -->``.

One holds for the paragraph in which it stands, or, alone in a paragraph, for the next. ``ignore`` is followed by a
rule, by id or name, or several with commas, and by a reason; ``until 2027-01-31`` before or behind the reason ends it
with that day. Only texts that are in their file as they are (.md, .txt) can have one, and none that comes in a record.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from datetime import date

from claims.errors import InputError, Skipped
from claims.records import Article, Span
from claims.text.layout import blocks
from claims.text.visible import View, comments, seen
from claims.text.words import overlap
from verifier.records import CheckedClaim, Report
from verifier.report.places import Places
from verifier.verdict.rules import WORDS, named

# Of an article: reading on would be slow where a text is nothing else.
MOST = 1_000

_OURS = re.compile(r"<!--\s*sayso\s*:\s*(?P<words>.*?)\s*-->", re.DOTALL | re.IGNORECASE)
_IGNORE = re.compile(r"ignore\s+(?P<rules>[\w-]+(?:\s*,\s*[\w-]+)*)\s*(?P<rest>.*)", re.DOTALL)
_UNTIL = re.compile(r"\buntil\s+(\d{4}-\d\d-\d\d)(?=\W*$)|^until\s+(\d{4}-\d\d-\d\d)\b")
_LINE_END = re.compile(r"\r\n|\r|\n")
_LINE_ENDS = re.compile(r"[ \t]*(?:\r\n|\r|\n)")
_BLANK = re.compile(r"[ \t]*(?:[\r\n]|\Z)")
_FORM = "write it as <!-- sayso: ignore RULE reason -->"


@dataclass(frozen=True, slots=True)
class Suppression:
    """Flags of ``rules`` on what stands in ``span`` are passed over, for a ``reason``, up to and with a day.

    ``where`` names its file and line; ``span`` is None where no paragraph follows.
    """

    where: str
    rules: frozenset[str]
    reason: str
    until: date | None
    span: Span | None


def suppressions(article: Article) -> tuple[Suppression | InputError, ...]:
    """Those in the text of an article, in order; one that cannot be understood is an InputError in its place."""
    if article.file is None or not article.file.verbatim or "<!--" not in article.text:
        return ()
    text, places = article.text, Places(article)
    found = [(span, ours) for span in comments(text) if (ours := _OURS.fullmatch(text[slice(*span)]))]
    view = seen(text)
    # Blocks cover what they are blocks of, white space behind them too.
    paragraphs = [(one.start, one.start + len(view.text[one.start : one.end].rstrip())) for one in blocks(view.text)]
    told: list[Suppression | InputError] = []
    if len(found) > MOST:
        told.append(InputError(article.file.name, f"more than {MOST:,} suppressions", "ignore rules as a whole"))
    for span, ours in found[:MOST]:
        where = f"{article.file.name}:{places.region([span]).line}"
        try:
            told.append(_read(" ".join(ours["words"].split()), where, _target(view, paragraphs, span)))
        except InputError as error:
            told.append(error)
    return tuple(told)


def in_text(report: Report, on: Set[str], today: date) -> tuple[Report, tuple[InputError, ...]]:
    """The report with the state of each flag that its article itself suppresses, and what is wrong with how it does so.

    One that is over, or meets no flag although a rule of it is ``on``, is ``Skipped``.
    """
    found = suppressions(report.article)
    wrong = [each for each in found if isinstance(each, InputError)]
    ours = [each for each in found if isinstance(each, Suppression)]
    wrong += [
        Skipped(each.where, f"the suppression ended on {each.until}", "take it out, or give it another day")
        for each in ours
        if each.until is not None and each.until < today
    ]
    valid = [each for each in ours if each.until is None or each.until >= today]
    used: set[Suppression] = set()
    claims = tuple(_applied(checked, valid, used) for checked in report.claims)
    wrong += [
        Skipped(each.where, "the suppression meets no flag", "take it out")
        for each in valid
        if each not in used and each.rules & on
    ]
    return replace(report, claims=claims), tuple(wrong)


def _applied(checked: CheckedClaim, valid: Sequence[Suppression], used: set[Suppression]) -> CheckedClaim:
    flags = []
    for flag in checked.flags:
        for each in valid:
            if flag.rule in each.rules and each.span and any(overlap(one, each.span) for one in checked.claim.spans):
                used.add(each)
                flag = replace(flag, state="suppressed", reason=each.reason)
                break
        flags.append(flag)
    return replace(checked, flags=tuple(flags))


def _read(words: str, where: str, span: Span | None) -> Suppression:
    match = _IGNORE.fullmatch(words)
    if match is None:
        raise InputError(where, f"not a suppression: {words[:60]!r}", _FORM)
    rules = [rule.strip() for rule in match["rules"].split(",")]
    for rule in rules:
        if rule not in WORDS:
            raise InputError(where, f"there is no rule {rule[:60]!r}", "see `sayso rules`")
    day = _UNTIL.search(match["rest"])
    reason = " ".join(_UNTIL.sub("", match["rest"]).split()).strip(" ,;")
    if not reason:
        raise InputError(where, "the suppression has no reason", _FORM)
    try:
        until = date.fromisoformat(day[1] or day[2]) if day else None
    except ValueError:
        raise InputError(where, f"{day and day[0]!r} is not a day", "write it as until 2027-01-31") from None
    return Suppression(where, named(rules), reason, until, span)


def _target(view: View, paragraphs: Sequence[Span], comment: Span) -> Span | None:
    """The words of the text that a suppression is about; ``paragraphs`` are those of its ``view`` without comments.

    They are the paragraph in whose line it stands; else, alone in a line, the one that begins or goes on in the next
    line, or ends in the line before; else the next.
    """
    text, at = view.text, bisect_left(view.starts, comment[0])
    start = max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1
    ahead = _LINE_END.search(text, at)
    end = ahead.start() if ahead else len(text)
    before = next((one for one in reversed(paragraphs) if one[0] < end), None)
    after = next((one for one in paragraphs if one[1] > end), None)
    if before and before[1] > start:
        found: Span | None = before
    elif after and ahead and not _BLANK.match(text, ahead.end()):
        found = after
    elif before and _LINE_ENDS.fullmatch(text, before[1], start):
        found = before
    else:
        found = after
    return view.back((found,))[0] if found else None
