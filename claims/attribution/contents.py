"""What is said: where the content of an attribution ends, and whether it puts a statement into anybody's mouth."""

from __future__ import annotations

import re
from collections.abc import Sequence

from claims.attribution.forces import Force, lemma
from claims.attribution.patterns import JUDGING
from claims.records import Relation, Span, Spans
from claims.text.phrases import SUBORDINATE
from claims.text.quotations import QUOTES, is_quotation, whole_quotation
from claims.text.words import (
    FINITE,
    Token,
    dependent,
    finite_verb,
    headless,
    joined,
    ordered,
    tagged,
    touched,
    word_before,
)

# Words from which what somebody "said" is no mere "goodbye".
LONG = 6
# No content ends with one of these.
UNFINISHED = frozenset("the a an and or of to their its our my your his".split())
# A content that begins with one of these names a question; with the others too where the cue is negative.
QUESTIONS = frozenset("how why about".split())
OPEN_QUESTIONS = QUESTIONS | frozenset("whether if when where what who which".split())
# With an infinitive these tell somebody to do something, and put no statement into anybody's mouth.
DIRECTIVES = frozenset({"tell", "ask", "warn", "caution", "call", "remind", "agree"})
# What they are held to have done follows: "of helping", "with torturing".
ACCUSING = frozenset({"accuse", "suspect", "charge"})
# "To leave", but not "an insult to every nurse".
_INFINITIVE = re.compile(r"(?:^not |^|\s)to\s+(?!(?:the|an?|every|each|all|any|his|her|its|their|th[ei]se?)\b)[a-z]")
_ACCUSATION = re.compile(r"\b(?:of|for|with)\s+(?:\w+\s+)?\w+ing\b")
_QUOTING = frozenset('“”"«»„')
_PLACE = re.compile(r",\s+where\s")


def lemmas(cue: str) -> frozenset[str]:
    """The dictionary forms of the words of a cue."""
    return frozenset(lemma(word) for word in cue.split())


def is_topic(text: str, relation: Relation, force: Force) -> bool:
    """Whether the content only names what is talked about ("announced a tour"), or what to do ("told them to go").

    Such a clause tells what somebody did, and the article asserts it; nothing is put into anybody's mouth.
    """
    content = joined(text, relation.content)
    words = tagged(content)
    verb = finite_verb(words)
    cue = lemmas(joined(text, relation.cue))
    if cue & JUDGING:
        return False
    if is_quotation(content) or (force.opinion and " as " in f" {content}"):
        return False
    if cue & {"say"} and len(words) >= LONG:
        # Its verb is there and was not seen.
        return False
    if force.name == "accuse" or cue & ACCUSING:
        # "Charged a man after windows were smashed": not the verb of the clause that hangs on it.
        hangs = SUBORDINATE - {"that"}
        own = next((i for i, word in enumerate(words) if i and word.text.lower() in hangs), len(words))
        return finite_verb(words[:own]) is None and not _ACCUSATION.search(content)
    infinitive = _INFINITIVE.search(content)
    if infinitive and (verb is None or infinitive.start() == 0):
        named = bool(relation.source) and infinitive.start() > 0 and force.name != "believe" and "say" not in cue
        return named or bool(cue & DIRECTIVES)
    first = words[0].text.lower() if words else ""
    if verb is not None:
        negative = force.polarity == "denied" and force.name != "deny"
        return force.name != "ask" and first in (OPEN_QUESTIONS if negative else QUESTIONS)
    return first == "what" or not any(mark in content for mark in QUOTES)


def completed(text: str, content: Spans, others: Sequence[Span], whole: Spans) -> Spans:
    """The content with the rest of its quotation or, after "the" and the like, of its sentence; without what follows.

    The tagger reads a window around the cue, and may not see the end.
    """
    ends: list[Span] = []
    for start, end in (whole_quotation(text, span, others) for span in content):
        stop = max((whole[number][1] for number in touched([(start, end)], whole)), default=end)
        stop = min([stop, *(s for s, _ in (*others, *content) if s >= end)])
        last = word_before(text, end)
        if last and last[1] == end and text[slice(*last)].lower() in UNFINISHED:
            end = last[0] if _new_verb(text, last, stop) else max(end, stop)
        ends.append((start, _end(text, (start, end), others, whole)))
    return ordered(text, ends)


def undenied(text: str, content: Spans) -> Spans:
    """A denied content without ", where 14 people died": who denies the rest does not deny that."""
    if any(mark in joined(text, content) for mark in QUOTES):
        return content
    ends = ((start, match.start() if (match := _PLACE.search(text, start, end)) else end) for start, end in content)
    return ordered(text, ends)


def _new_verb(text: str, last: Span, stop: int) -> bool:
    """Whether the ``last`` word of a content joins another verb to the cue: "rejected a contract and | joined"."""
    following = tagged(text, last[0], stop)
    return following[0].text.lower() in {"and", "or"} and len(following) > 1 and following[1].tag in FINITE


def _end(text: str, span: Span, others: Sequence[Span], whole: Spans) -> int:
    """Where a content ends that stands behind its cue in one sentence, before what the article says itself."""
    start, end = span
    if not any(e <= start for _, e in others) or len(touched([span], whole)) != 1:
        return end
    words = tagged(text, start, end)
    opened: int | None = None
    for i, word in enumerate(words):
        if word.text in _QUOTING:
            opened, closed = (i, None) if opened is None else (None, opened)
            if closed is not None and _walks_out(words, closed, i + 1):
                return word.end
        elif word.text == ";" and opened is None and _stands_alone(words[i + 1 :]):
            return word.start
    return end


def _walks_out(words: Sequence[Token], opening: int, after: int) -> bool:
    """Whether another verb of the cue's subject follows a quotation: "called it “an insult” | and left"."""
    joint = [word.text.lower() for word in words[after : after + 1]]
    verb = words[after + 1 : after + 2]
    return joint == ["and"] and bool(verb) and verb[0].tag in FINITE and finite_verb(words[:opening]) is None


def _stands_alone(words: Sequence[Token]) -> bool:
    return bool(words) and finite_verb(words) is not None and not headless(words) and not dependent(words)
