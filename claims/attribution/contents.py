"""What is said: where the content of an attribution ends, and whether it puts a statement into anybody's mouth."""

from __future__ import annotations

import re
from collections.abc import Sequence

from claims.attribution.cue_words import ACCUSING, DIRECTIVES, HOLDING, JUDGING, QUOTING, STATEMENTS
from claims.attribution.forces import Force, force_of, lemma
from claims.records import Relation, Span, Spans
from claims.text.grammar import below, by_tree, has_clause, is_clause, is_mark, is_verb
from claims.text.parse import Parse, Tree
from claims.text.quotations import QUOTES, is_quotation, whole_quotation
from claims.text.words import joined, ordered, touched

# A content that begins with one of these names a question; with the others too where the cue is negative.
QUESTIONS = frozenset("how why about".split())
OPEN_QUESTIONS = QUESTIONS | frozenset("whether if when where what who which".split())
# What is witnessed of somebody in the passive is so: "was seen leaving".
_WITNESSING = frozenset("see observe notice spot find catch film photograph hear watch".split())
# "To leave", but not "an insult to every nurse".
_INFINITIVE = re.compile(r"(?:^not |^|\s)to\s+(?!(?:the|an?|every|each|all|any|his|her|its|their|th[ei]se?)\b)[a-z]")
_ACCUSATION = re.compile(r"\b(?:of|for|with)\s+(?:\w+\s+)?\w+ing\b")
_BLAME = re.compile(r"\b(?:of|for|with|on)\s")
# These stand before the word that they belong to.
_LEADING = frozenset("det poss amod compound nummod quantmod aux auxpass case predet nmod".split())
_QUOTING = frozenset('“”"«»„')
_PLACE = re.compile(r",\s+where\s")


def lemmas(cue: str) -> frozenset[str]:
    """The dictionary forms of the words of a cue."""
    return frozenset(lemma(word) for word in cue.split())


def is_topic(text: str, parsed: Parse, relation: Relation, force: Force) -> bool:
    """Whether the content only names what is talked about ("announced a tour"), or what to do ("told them to go").

    Such a clause tells what somebody did, and the article asserts it; nothing is put into anybody's mouth.
    """
    content = joined(text, relation.content)
    cue = lemmas(joined(text, relation.cue))
    if cue & JUDGING:
        return False
    if is_quotation(content) or ((force.opinion or cue & QUOTING) and " as " in f" {content}"):
        return False
    if not relation.source and cue & _WITNESSING and _is_doing(parsed, relation):
        return True
    if _straddles(relation) and force.name in ("believe", "say", "report", "claim"):
        # "2,000 people | are feared | dead"
        return False
    clause = has_clause(parsed, relation.content)
    if force.name == "accuse" or cue & ACCUSING:
        charged = _ACCUSATION if "charge" in cue else _BLAME
        return not charged.search(content) and not (clause and "charge" not in cue)
    if not clause and _holds(parsed, relation, cue):
        return False
    infinitive = _INFINITIVE.search(content)
    if infinitive and (not clause or infinitive.start() == 0):
        named = bool(relation.source) and infinitive.start() > 0 and force.name != "believe" and "say" not in cue
        # "Wrote to the embassy to waive it" asks for something.
        asked = bool(relation.source) and infinitive.start() == 0 and force.name == "say" and "claim" not in cue
        return named or asked or bool(cue & DIRECTIVES)
    first = content.split(maxsplit=1)[0].lower() if content else ""
    if clause:
        negative = force.polarity == "denied" and force.name != "deny"
        return force.name != "ask" and first in (OPEN_QUESTIONS if negative else QUESTIONS)
    if first == "what":
        return True
    if any(mark in content for mark in QUOTES):
        return False
    return not is_clause(content)


def is_nobody(text: str, parsed: Parse, relation: Relation, force: Force) -> bool:
    """Whether the subject stands for nobody: "It is worth noting that …", and the reader in "you know"."""
    source = joined(text, relation.source).lower()
    if source in ("you", "your"):
        return force.name in ("believe", "find") or source == "your"
    verbs = (
        tree.words[next((j for j in (i, *tree.ancestors(i)) if is_verb(tree, j)), i)]
        for tree, chosen in by_tree(parsed, relation.cue)
        for i in chosen
        if tree.words[i].pos in ("VERB", "AUX")
    )
    return source == "it" and any(verb.lemma == "be" and verb.dep not in ("aux", "auxpass") for verb in verbs)


def _is_doing(parsed: Parse, relation: Relation) -> bool:
    """Whether somebody does something under the cue: "was seen | limiting sales"."""
    for tree, chosen in by_tree(parsed, relation.content):
        heads = (tree.words[tree.words[i].head] for i in chosen if tree.words[i].tag == "VBG")
        if any(start <= head.start < end for head in heads for start, end in relation.cue):
            return True
    return False


def _straddles(relation: Relation) -> bool:
    """Whether the content stands on both sides of its cue: a subject and what is said of it."""
    cue, content = relation.cue, relation.content
    return bool(cue and content) and content[0][1] <= cue[0][0] and content[-1][0] >= cue[-1][1]


def _holds(parsed: Parse, relation: Relation, cue: frozenset[str]) -> bool:
    """Whether a noun or gerund is held to be so: "confirmed two deaths", "put the loss at 70 million"."""
    if not relation.source:
        return False
    if "put" in cue:
        return True
    for tree, chosen in by_tree(parsed, relation.content):
        inside = set(chosen)
        head = next((i for i in chosen if tree.words[i].head not in inside and not is_mark(tree, i)), None)
        if head is None:
            continue
        word = tree.words[head]
        if word.tag == "VBG":
            return _force(cue) in ("admit", "deny", "say", "report", "believe")
        doing = tree.child(head, "acl")
        if doing is not None and tree.words[doing].tag == "VBG":
            # "Reported some sellers offering it"
            return _force(cue) in ("report", "find", "say")
        return bool(cue & HOLDING) and word.pos in ("NOUN", "PROPN", "NUM") and word.lemma not in STATEMENTS
    return False


def _force(cue: frozenset[str]) -> str:
    """The force of the first word of a cue that has one, or ""."""
    return next((force.name for word in sorted(cue) if (force := force_of(word))), "")


def completed(text: str, parsed: Parse, content: Spans, others: Sequence[Span], whole: Spans) -> Spans:
    """The content with the rest of its quotation and of the phrase in which it ends; without what follows.

    The tagger reads a window around the cue, and may not see the end.
    """
    ends: list[Span] = []
    for start, end in (whole_quotation(text, span, others) for span in content):
        stop = max((whole[number][1] for number in touched([(start, end)], whole)), default=end)
        stop = min([stop, *(s for s, _ in (*others, *content) if s >= end)])
        end = _whole_phrase(parsed, (start, end), stop)
        ends.append((start, _end(text, parsed, (start, end), others, whole)))
    return ordered(text, ends)


def _whole_phrase(parsed: Parse, span: Span, stop: int) -> int:
    """The end of the phrase that ``span`` cuts off behind an article or preposition, at most ``stop``.

    An "and" that joins the next verb to the cue is no part of it: "rejected a contract and | joined".
    """
    tree = parsed.at(span[1] - 1)
    inside = tree.within(span)
    if not inside:
        return span[1]
    last = inside[-1]
    word = tree.words[last]
    while last > inside[0] and is_mark(tree, last):
        return span[1]
    if word.dep == "cc" and is_verb(tree, word.head) and word.head not in inside:
        return tree.words[last - 1].end if last > inside[0] else span[1]
    if word.dep in _LEADING and word.head > last:
        reach = max(below(tree, word.head), default=word.head)
    elif word.dep in ("prep", "dative", "agent", "cc", "mark") or word.tag == "TO":
        reach = max(below(tree, word.head if word.dep in ("cc", "mark") or word.tag == "TO" else last))
    else:
        return span[1]
    return min(max(span[1], tree.words[reach].end), max(stop, span[1]))


def undenied(text: str, content: Spans) -> Spans:
    """A denied content without ", where 14 people died": who denies the rest does not deny that."""
    if any(mark in joined(text, content) for mark in QUOTES):
        return content
    ends = ((start, match.start() if (match := _PLACE.search(text, start, end)) else end) for start, end in content)
    return ordered(text, ends)


def _end(text: str, parsed: Parse, span: Span, others: Sequence[Span], whole: Spans) -> int:
    """Where a content ends that stands behind its cue in one sentence, before what the article says itself."""
    start, end = span
    if not any(e <= start for _, e in others) or len(touched([span], whole)) != 1:
        return end
    tree = parsed.at(start)
    opened: int | None = None
    inside = tree.within(span)
    for i in inside:
        word = tree.words[i]
        if word.text in _QUOTING:
            opened, closed = (i, None) if opened is None else (None, opened)
            if closed is not None and _walks_out(tree, inside[0], closed, i + 1):
                return word.end
        elif word.text == ";" and opened is None and has_clause(parsed, [(word.end, end)]):
            return word.start
    return end


def _walks_out(tree: Tree, first: int, opening: int, after: int) -> bool:
    """Whether another verb of the cue's subject follows a quotation: "called it “an insult” | and left"."""
    following = tree.words[after : after + 2]
    if len(following) < 2 or following[0].text.lower() != "and" or not tree.is_finite(after + 1):
        return False
    return not any(is_verb(tree, i) for i in range(first, opening))
