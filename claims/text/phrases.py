"""Noun phrases and clauses of a tagged sentence, by their edges; positions are indices of its words."""

from __future__ import annotations

from collections.abc import Sequence

from claims.text.words import FINITE, RELATIVES, Token, finite_verb

BE = frozenset("is are was were be been being".split())
AUXILIARY = BE | frozenset(
    "has have had having will would can could may might must should do does did also later then not never".split()
)
CLAUSE_STARTS = frozenset("DT NN NNS NNP NNPS PRP PRP$ JJ JJR CD EX VBG PDT".split())
SUBORDINATE = frozenset(
    "that as while because when after before if whether though although but since until where so than whereas".split()
)
APART = frozenset("while but whereas although though with".split())
MARKS = frozenset(',;:()[]“”"«»„—–')
LONGEST_SUBJECT = 25
LONGEST_GAP = 12


def is_mark(words: Sequence[Token], i: int) -> bool:
    """Whether a mark stands there, and not the comma of "9,000"."""
    if words[i].text != "," or not 0 < i < len(words) - 1:
        return words[i].text in MARKS
    before, after = words[i - 1], words[i + 1]
    together = before.end == words[i].start and words[i].end == after.start
    return not (together and before.text.isdigit() and after.text.isdigit())


def subject_before(words: Sequence[Token], stop: int) -> range | None:
    """The noun phrase that ends before ``words[stop]``; behind an apposition or relative clause, its own."""
    if stop and words[stop - 1].text == ",":
        opening = next((i for i in range(stop - 2, -1, -1) if is_mark(words, i)), None)
        return subject_before(words, opening) if opening and words[opening].text == "," else None
    first = stop
    while first and not _bounds(words, first - 1):
        first -= 1
    if first and words[first - 1].tag in FINITE:
        # "led him away, and witnesses said": not "him and witnesses".
        joints = [i + 1 for i in range(first, stop) if words[i].text.lower() in {"and", "or"}]
        first = joints[-1] if joints else first
    if first == stop and first and words[first - 1].text.lower() in RELATIVES:
        return subject_before(words, first - (2 if word_at(words, first - 2) == "," else 1))
    while first < stop and (words[first].tag.startswith(("RB", "CC")) or not words[first].text[0].isalnum()):
        first += 1
    if first < stop and words[first].tag in {"IN", "TO", "VBG"}:
        # "On Tuesday the minister": the phrase behind the first one.
        first = next((i for i in range(first + 2, stop) if words[i].tag in {"DT", "PRP", "PRP$"}), stop)
    named = any(words[i].tag.startswith(("NN", "PR", "JJ", "CD")) for i in range(first, stop))
    return range(first, stop) if named and stop - first <= LONGEST_SUBJECT else None


def _bounds(words: Sequence[Token], i: int) -> bool:
    word = words[i]
    lower = word.text.lower()
    return (
        is_mark(words, i)
        or word.tag in FINITE
        or is_auxiliary(word)
        or lower in SUBORDINATE
        or lower in RELATIVES
        or (lower in {"and", "or"} and not (i and words[i - 1].tag.startswith(("NN", "PR"))))
    )


def is_auxiliary(word: Token) -> bool:
    """Whether the word stands before a verb as part of it: "has", "didn’t", "later"."""
    return word.text.lower() in AUXILIARY or word.text.lower().endswith(("n't", "n’t"))


def noun_phrase_end(words: Sequence[Token], start: int) -> int:
    """The end of the noun phrase that begins at ``start``, its prepositions included."""
    stop = start
    while (
        stop < len(words)
        and not is_mark(words, stop)
        and words[stop].text not in {".", "!", "?"}
        and words[stop].tag not in FINITE
        and words[stop].tag != "TO"
        and words[stop].text.lower() not in SUBORDINATE | RELATIVES
    ):
        stop += 1
    return stop


def that_clause(words: Sequence[Token], after: int) -> int | None:
    """The next "that" which joins a clause to the verb, not one that stands for a noun."""
    for i in range(after, min(after + LONGEST_GAP, len(words) - 1)):
        if words[i].text.lower() == "that":
            joins = not words[i + 1].tag.startswith(("VB", "MD")) and words[i + 1].text[0].isalnum()
            return i if joins and is_clause(words, range(i + 1, len(words))) else None
        if words[i].text in ",;:" or words[i].tag in FINITE or words[i].text.lower() in SUBORDINATE - {"as"}:
            return None
    return None


def bare_clause(words: Sequence[Token], after: int) -> int | None:
    """``after``, if a clause without "that" begins there."""
    stop = next((i for i in range(after, len(words)) if words[i].text in MARKS), len(words))
    rest = words[after:stop]
    if not rest or rest[0].tag not in CLAUSE_STARTS or rest[0].text.lower() in RELATIVES:
        return None
    verb = finite_verb(rest)
    # "said goodbye and took the tram"
    joined = verb is not None and any(word.tag == "CC" for word in rest[max(0, verb - 2) : verb])
    return after if verb and not joined else None


def is_clause(words: Sequence[Token], part: range) -> bool:
    """Whether there is a finite verb in the ``part``."""
    return finite_verb(words[part.start : part.stop]) is not None


def clause_end(words: Sequence[Token], start: int) -> int:
    """Where what is said ends: with the sentence, the quotation around it, or before "…, while others …"."""
    opened = 0
    for i in range(start, len(words)):
        mark = words[i].text
        following = words[i + 1].text.lower() if i + 1 < len(words) else ""
        if mark == ";" or (mark == "," and following in APART):
            return i
        if mark in "“«":
            opened += 1
        elif mark in "”»":
            if not opened:
                return i
            opened -= 1
    return len(words) - 1 if len(words) > start and words[-1].text in {".", "!", "?"} else len(words)


def noun_clause_end(words: Sequence[Token], start: int) -> int | None:
    """Where the clause of a noun ends that is the subject: before the second verb of "that he won | have dogged"."""
    first = finite_verb(words[start:])
    for i in range(start + (first or 0) + 1, len(words) if first is not None else 0):
        if is_mark(words, i) or words[i].text.lower() in SUBORDINATE | RELATIVES or words[i].tag == "CC":
            return None
        if words[i].tag in FINITE and not is_auxiliary(words[i - 1]):
            return i
    return None


def quotation_end(words: Sequence[Token], after: int) -> int | None:
    """Behind the end of the quotation that begins soon, before another verb."""
    for i in range(after, min(after + LONGEST_GAP, len(words))):
        if words[i].text in '“"«':
            closing = "”»" if words[i].text != '"' else '"'
            return next((j + 1 for j in range(i + 1, len(words)) if words[j].text in closing), None)
        if words[i].tag in FINITE or words[i].text in MARKS or words[i].text.lower() in SUBORDINATE - {"as"}:
            return None
    return None


def parenthesis_end(words: Sequence[Token], after: int) -> int:
    """Where the parenthesis ends whose verb is before ``after``: "…, it said late on Tuesday, …"."""
    stop = after
    while stop < len(words) and words[stop].text not in MARKS and words[stop].text not in {".", "!", "?"}:
        stop += 1
    return stop


def word_at(words: Sequence[Token], i: int) -> str:
    """The word in lower case, "" outside the sentence."""
    return words[i].text.lower() if 0 <= i < len(words) else ""
