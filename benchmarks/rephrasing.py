"""Light rephrasing: changes of a sentence that leave what it says, outside of quotation marks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from random import Random

from benchmarks.mutation_edits import MONTH_BEFORE, SMALL, Change
from benchmarks.mutation_pool import DAYS, Sentence
from claims.text.grammar import usual_tag
from claims.text.words import overlap

# Rephrased are at most so many places of a sentence.
PLACES = 2

_NEGATED = "do does did is are was were would could should has have had".split()
_DIGITS = {word: str(number) for number, word in enumerate(SMALL, 2)}
_WORDS = {digits: word for word, digits in _DIGITS.items()}
_REPORTING = r"(?=[,.:]| (?:that|the|he|she|it|they|in|on|at|during|[A-Z])\b)"
_NO_MEASURE = r"(?![\w%/:’'–-]|[.,]\d| percent| million| billion| trillion| p\.?m| a\.?m)"

# A pattern and what it becomes.
_TABLE: tuple[tuple[str, str | Callable[[re.Match[str]], str]], ...] = (
    (rf"\bsaid\b{_REPORTING}", "stated"),
    (rf"\bsays\b{_REPORTING}", "states"),
    (r"\b(said|says|believes|argued) that\b", r"\1"),
    (r"\b(said|says|argued) (?=(?:he|she|they)\b)", r"\1 that "),
    (r"\babout (?=\$?\d)", "around "),
    (r"\bmore than (?=\$?\d)", "over "),
    (r"\bless than (?=\$?\d)", "under "),
    (r"\bnearly (?=\$?\d|all\b|half\b|every\b)", "almost "),
    (r"\balmost (?=\$?\d|all\b|half\b|every\b)", "nearly "),
    (r"\b(a|A)lthough\b", lambda match: "though" if match[1] == "a" else "Though"),
    (r"\bbecause of\b", "owing to"),
    (r"\bin order to\b", "to"),
    (r"\bsuch as\b", "like"),
    (r"\bbegan\b", "started"),
    (r"\bmany of the\b", "a lot of the"),
    (r"\bU\.S\.(?= [a-z])", "United States"),
    (r"\bUnited States(?= [a-z])", "U.S."),
    (r"(?<=\d) percent\b(?! point)", "%"),
    (r"(?<=\d)%", " percent"),
    (r"\b(?:Mr|Mrs|Ms)\. (?=[A-Z]\w)", ""),
    (rf"\b({'|'.join(_NEGATED)}) not\b", r"\1n’t"),
    (rf"\b({'|'.join(_NEGATED)})n[’']t\b", r"\1 not"),
    (r"\bwill not\b", "won’t"),
    (r"\bcannot\b", "can’t"),
    (r"\bcan[’']t\b", "cannot"),
    (rf"(?<![\w-])({'|'.join(SMALL)}){_NO_MEASURE}", lambda match: _DIGITS[match[1]]),
    (rf"(?<![\w$€£.,:/–-])([2-9]|1[0-2]){_NO_MEASURE}", lambda match: _WORDS[match[1]]),
)
_RULES = tuple((re.compile(pattern), new) for pattern, new in _TABLE)
_DAY = re.compile(rf" on ({'|'.join(DAYS)})(?=[ .])(?! (?:night|morning|evening|afternoon))")
_HOWEVER = re.compile(r", however, ")


def rephrased(sentence: Sentence, random: Random) -> list[Change]:
    """Some of the ways to rephrase a sentence, apart from each other; none where there is no way."""
    found = [*_replaced(sentence), *_moved(sentence)]
    random.shuffle(found)
    chosen: list[Change] = []
    for span, new in found:
        if len(chosen) < PLACES and not any(overlap(span, other) for other, _ in chosen):
            chosen.append((span, new))
    return sorted(chosen)


def _replaced(sentence: Sentence) -> Iterator[Change]:
    for pattern, new in _RULES:
        for match in pattern.finditer(sentence.text, *sentence.span):
            if not sentence.quoted(match.span()) and not MONTH_BEFORE.search(
                sentence.text[sentence.span[0] : match.start()].rstrip()
            ):
                yield match.span(), new(match) if callable(new) else match.expand(new)


def _moved(sentence: Sentence) -> Iterator[Change]:
    """The day or "however" at the beginning of the sentence instead of behind its verb or subject."""
    text, start = sentence.text, sentence.span[0]
    if sentence.quoted(sentence.span):
        return
    for pattern in (_DAY, _HOWEVER):
        match = pattern.search(text, *sentence.span)
        head = text[start : match.start()] if match else ""
        first = _uncapitalised(sentence)
        if match is None or first is None or "," in head or len(head.split()) < 2:
            continue
        if pattern is _DAY and sentence.tagged((start, match.start()))[-1].tag in ("VBD", "VBN"):
            yield (start, match.end()), f"On {match[1]}, {first}{head[len(first) :]}"
        elif pattern is _HOWEVER:
            yield (start, match.end()), f"However, {first}{head[len(first) :]} "


def _uncapitalised(sentence: Sentence) -> str | None:
    """The first word as it is inside a sentence; None where that is not known."""
    word = sentence.own.split(maxsplit=1)[0]
    if any(found.span[0] == sentence.span[0] for found in sentence.names):
        return word
    return word.lower() if usual_tag(word.lower())[:2] in ("DT", "PR", "IN") and word != "I" else None
