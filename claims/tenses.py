"""The tense of what stands at a place in a sentence, as its tree shows it."""

from __future__ import annotations

import re
from typing import Literal

from claims.attribution.forces import force_of
from claims.text.parse import FINITE_TAGS, SUBJECTS, Tree, Word

Tense = Literal["past", "present", "future"]

# A past tense before one of these still points ahead: "was due in court on Tuesday", "agreed to resign in May".
_PROSPECTIVE = re.compile(
    r"\b(?:(?:is|are) to|due|going to|about to|(?:set|likely|expected|scheduled|planned) (?:to|for)"
    r"|(?:plan|hope|intend|vow|promis|pledg|agre|prepar|aim|decid|want)\w* to)\b",
    re.IGNORECASE,
)
_TIMETABLE = re.compile(
    r"(?:begin|start|open|close|end|meet|expire|resume|take|vote|face|return|run|appl(?:y|ie)|launch|conclude|finish)e?s?"
)
# What is hoped, promised or feared lies ahead of its telling: no report of what was.
_AHEAD = frozenset({"believe", "promise", "warn", "ask"})
_HAVE = frozenset({"have", "’ve", "'ve"})


def tense_at(tree: Tree, text: str, at: int) -> Tense:
    """The tense of the verb that the word of ``text`` at offset ``at`` hangs on; ``tree`` is that of ``text``.

    An infinitive has that of the verb above it. Where no verb stands above the word, the last one before it tells, or
    the first behind it; without any the tense is the past, which news is told in.
    """
    inside = tree.within((at, at + 1))
    above = [inside[0], *tree.ancestors(inside[0])] if inside else []
    behind = [i for i, word in enumerate(tree.words) if word.end <= at]
    for i in (*above, *reversed(behind), *range(len(behind), len(tree.words))):
        if (tense := _tense_of(tree, text, i, at)) is not None:
            return tense
    return "past"


def _tense_of(tree: Tree, text: str, i: int, at: int) -> Tense | None:
    """The tense of the clause of a verb as seen from ``at``; None for a word that is no verb or has no tense.

    The present of a timetable ("begins on Tuesday") is a future; the perfect is a past, and so is the present of a verb
    that reports: "the survey shows a rise in May".
    """
    word = tree.words[i]
    alone = tree.child(i, *SUBJECTS) is not None
    # "The plant shuts", taken for a noun, and "the talks begin" for an infinitive.
    mistaken = alone and word.tag in ("NNS", "VB")
    if word.dep in ("aux", "auxpass") or not (word.pos in ("VERB", "AUX") or mistaken):
        return None
    helpers = [tree.words[j] for j in tree.children[i] if tree.words[j].dep in ("aux", "auxpass")]
    finite = next((each for each in (*helpers, word) if each.tag in FINITE_TAGS), None)
    if finite is None and (helpers or not mistaken) and word.tag != "VBN":
        return "past" if any(helper.text.lower() == "having" for helper in helpers) else None
    first = min(each.start for each in (*helpers, word))
    below = [tree.words[j].end for j in tree.children[i] if tree.words[j].dep == "xcomp"]
    if _PROSPECTIVE.search(text, first, max(at, word.end, *below)) or _is_date(word, text, at):
        return "future"
    return _told(word, finite, helpers)


def _told(word: Word, finite: Word | None, helpers: list[Word]) -> Tense:
    """The tense by the forms of a verb: ``finite`` is the one that has a tense, if any."""
    if finite is None:
        return "past" if word.tag == "VBN" else _present(word)
    if finite.tag == "MD":
        perfect = finite.lemma != "will" and any(helper.text.lower() in _HAVE for helper in helpers)
        # "would have gone", "will have gone"
        return "past" if perfect else "future"
    if finite.tag == "VBD" or (finite is not word and finite.lemma == "have"):
        return "past"
    return _present(word) if finite is word else "present"


def _present(word: Word) -> Tense:
    if _TIMETABLE.fullmatch(word.text):
        return "future"
    force = force_of(word.text)
    return "past" if force and force.name not in _AHEAD else "present"


def _is_date(verb: Word, text: str, at: int) -> bool:
    """ "The deadline is on Tuesday"."""
    return (
        verb.text.lower() in {"is", "are"}
        and text[verb.end : at].strip().lower() in {"", "on", "in"}
        and verb.end <= at
    )
