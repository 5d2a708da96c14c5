"""What an article says to have happened, so that two days, places or actors of one event can be told (SELF001).

Two clauses tell of one event where they have the same verb, or a noun of the same deed, where who and what they name
fits, and where enough of it is the same. Then a day, a place or a negation that only one of them has is a clash.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

from claims.attribution.forces import force_of
from claims.records import Claim, Span
from claims.text.grammar import subject
from claims.text.parse import Tree
from claims.text.words import overlap
from verifier.checks.numerals import ORDINAL
from verifier.checks.quantities import Quantity, compatible, quantities
from verifier.checks.timexes import Timex, timexes
from verifier.itself.page import Finding, Page, Sentence, clause, lemmas, lexicon
from verifier.itself.voices import may_differ

RULE = "SELF001"

# What two clauses share to tell of one event: names and nouns, a day, "the" before a noun of the deed.
ENOUGH = 2
# A negation is weaker than a value: "did not pay the fine", "paid the fine" may be of two days.
ENOUGH_OF_NEGATION = 3
# Deeds that happen once to whom they happen.
_ONCE = frozenset({"born", "found", "die"})
_PLACED = frozenset({"in", "at", "near"})
_ORDINARY_TIES = frozenset({"", "ago"})
_MODAL = frozenset({"would", "could", "might", "may", "should", "will", "shall", "must", "ought", "can"})
_OF_CALENDAR = ("weekday", "day", "clock", "month", "year")
_OF_DAY = frozenset({"weekday", "day", "clock"})
# "Won 3-1"
_SCORE = re.compile(r"(?<![\w-])(?P<own>[0-9]{1,2})[-–](?P<other>[0-9]{1,2})(?![\w-])")
# What a number behind them belongs to its verb with: "sentenced to five years".
_AMOUNTS = frozenset({"to", "for", "at", "by"})


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase by its head and what stands before it, as lemmas; ``is_open`` for a pronoun, or a word as
    general as one: "the two sides". ``also`` are the heads of what stands beside it for the same."""

    head: str
    core: frozenset[str]
    is_open: bool
    named: bool
    definite: bool
    span: Span
    also: frozenset[str] = frozenset()

    def fits(self, other: Phrase) -> bool:
        """Whether both may be one: of two heads neither is the other's name."""
        if self.is_open or other.is_open:
            return True
        if self.head != other.head:
            return bool({self.head, *self.also} & {other.head, *other.also})
        return len(self.core) == 1 or len(other.core) == 1 or self.core & other.core > {self.head}


class Amount(NamedTuple):
    """A number in a clause, by the preposition before it and the noun that it counts; of a score both numbers."""

    role: str
    noun: str
    told: Quantity

    def differs(self, other: Amount) -> bool:
        """Whether both are of one kind, and cannot both be so."""
        if (self.role, self.noun, self.told.unit) != (other.role, other.noun, other.told.unit):
            return False
        if self.role == "score":
            return {self.told.low, self.told.high} != {other.told.low, other.told.high}
        return not compatible(self.told, other.told)


@dataclass(frozen=True, slots=True)
class Event:
    """A clause or noun of a deed with who and what is in it; ``at`` is the word, by its index in the tree."""

    sentence: Sentence
    claim: Claim
    at: int
    deed: str
    subject: Phrase | None
    object: Phrase | None
    others: tuple[Phrase, ...]
    times: tuple[Timex, ...]
    places: tuple[Phrase, ...]
    negation: Span | None
    unreal: bool
    before: bool
    definite: bool
    fresh: bool
    beside: frozenset[str]
    amounts: tuple[Amount, ...] = ()

    @property
    def nouns(self) -> frozenset[str]:
        """The lemmas of who and what is named."""
        told = (*(each for each in (self.subject, self.object) if each), *self.others)
        return frozenset(lemma for each in told if not each.is_open for lemma in (*each.core, *each.also))

    @property
    def names(self) -> frozenset[str]:
        """The names among them, but for places."""
        told = (*(each for each in (self.subject, self.object) if each), *self.others)
        places = {place.head for place in self.places}
        return frozenset(
            lemma for each in told if each.named and each.head not in places for lemma in (each.head, *each.also)
        )


def clashes(page: Page) -> Iterator[Finding]:
    """The events of an article of which it tells two days, places, or both that and that not."""
    found = [event for sentence in page.sentences for event in events(page, sentence)]
    for one, other in combinations(found, 2):
        if one.sentence.number == other.sentence.number or not _may_be_one(one, other):
            continue
        # "The vote" takes up the one vote that was told of.
        only = other.definite and not any(
            each.deed == other.deed and each.sentence.number < other.sentence.number and each is not one
            for each in found
        )
        if (different := next(_differences(one, other, only=only), None)) is not None:
            here, there = different
            text = page.article.text
            told = [" ".join(text[slice(*span)].split()) for span in (there, here)]
            yield Finding(RULE, f"{told[0]} here, {told[1]} elsewhere in the article", (there,), (here,))


def events(page: Page, sentence: Sentence) -> Iterator[Event]:
    """The events of a sentence that are told as facts, or as what was not so."""
    tree = sentence.tree
    for i, word in enumerate(tree.words):
        lemma = word.lemma.lower()
        is_verb = word.pos == "VERB" and word.dep not in ("aux", "auxpass", "amod", "compound")
        deed = lexicon().deeds.get(lemma)
        claim = page.claim_at(word.start)
        if claim is None or page.quoted(word.start):
            continue
        if is_verb and lemma not in lexicon().words["light"] and (deed or not force_of(lemma)):
            yield _of_verb(sentence, claim, i, deed or lemma)
        elif word.pos == "NOUN" and word.dep not in ("compound", "amod") and (deed or lemma in page.verbs):
            yield _of_noun(sentence, claim, i, deed or lemma)


def _of_verb(sentence: Sentence, claim: Claim, i: int, deed: str) -> Event:
    tree = sentence.tree
    around = clause(tree, i)
    who = subject(tree, i)
    passive = any(tree.words[j].dep in ("auxpass", "nsubjpass") for j in tree.children[i])
    own = who if who is not None and tree.words[who].dep != "expl" else None
    agent = next((tree.child(j, "pobj") for j in tree.children[i] if tree.words[j].dep == "agent"), None)
    direct = tree.child(i, "dobj", "attr", "oprd")
    doer, done = (agent, own) if passive else (own, direct)
    negation = next((j for j in tree.children[i] if tree.words[j].dep == "neg"), None)
    times = timexes(sentence.text, (tree.span(around),))
    helpers = {tree.words[j].text.lower() for j in tree.children[i] if tree.words[j].dep in ("aux", "auxpass", "mark")}
    above = {tree.words[j].lemma.lower() for j in tree.ancestors(i)}
    unreal = bool(helpers & (_MODAL | {"if", "whether", "to", "unless"})) or tree.words[i].tag in ("VB", "VBG")
    unreal = unreal and not (tree.words[i].tag in ("VB", "VBG") and helpers & {"did", "do", "does", "be", "is", "was"})
    unreal = unreal or bool(
        above & {"plan", "expect", "deny", "hope", "want", "refuse", "fail", "threaten", "schedule"}
    )
    article = (
        next((tree.words[j].text.lower() for j in tree.children[own] if tree.words[j].dep == "det"), "")
        if own is not None
        else ""
    )
    return Event(
        sentence, claim, i, deed,
        _phrase(tree, doer), _phrase(tree, done),
        tuple(_others(tree, around, times)), times, tuple(_places(tree, around, times)),
        None if negation is None else (tree.words[negation].start, tree.words[i].end),
        unreal, "had" in helpers, False, article in ("a", "an", "another"), lemmas(tree, around),
        tuple(_amounts(sentence, i, around)),
    )  # fmt: skip


def _of_noun(sentence: Sentence, claim: Claim, i: int, deed: str) -> Event:
    tree = sentence.tree
    around = tree.subtree(i)
    verb = tree.words[i].head if tree.words[i].dep in ("nsubj", "nsubjpass") else None
    # What stands before the noun tells which it is: "the 2016 election".
    behind = [j for j in around if j >= i] if verb is None else [j for j in (*around, *clause(tree, verb)) if j >= i]
    times = timexes(sentence.text, (tree.span(behind),))
    owner = tree.child(i, "poss")
    definite = owner is not None
    if owner is not None and (day := timexes(sentence.text, (tree.span([owner]),))):
        owner, times = None, (*day, *times)
    first = next((tree.words[j].text.lower() for j in tree.children[i] if tree.words[j].dep == "det"), "")
    plural = tree.words[i].tag == "NNS"
    return Event(
        sentence, claim, i, deed, _phrase(tree, owner), None, tuple(_others(tree, around, times)), times,
        tuple(_places(tree, around, times)), None, plural, False, first == "the" or definite,
        not definite and first in ("a", "an", "another", ""), lemmas(tree, around),
    )  # fmt: skip


def _phrase(tree: Tree, i: int | None) -> Phrase | None:
    if i is None:
        return None
    word = tree.words[i]
    before = [j for j in tree.children[i] if tree.words[j].dep in ("compound", "amod", "nummod", "nmod") and j < i]
    core = frozenset(tree.words[j].lemma.lower() for j in (i, *before))
    span = tree.span([i, *before])
    definite = any(tree.words[j].text.lower() in ("the", "both", "these") for j in tree.children[i])
    is_open = word.pos == "PRON" or (definite and word.lemma.lower() in lexicon().words["general"])
    beside = [j for j in tree.children[i] if tree.words[j].dep == "appos"]
    beside += [word.head] if word.dep == "appos" else []
    also = frozenset(tree.words[j].lemma.lower() for j in beside)
    named = word.pos == "PROPN" or any(tree.words[j].pos == "PROPN" for j in beside)
    return Phrase(word.lemma.lower(), core, is_open, named, definite, span, also)


def _amounts(sentence: Sentence, verb: int, around: Sequence[int]) -> Iterator[Amount]:
    """The numbers behind prepositions of a verb, and the score where there is one."""
    tree = sentence.tree
    first, last = tree.span(around)
    scores = list(_SCORE.finditer(sentence.text, first, last))
    if len(scores) == 1:
        own, other = (float(scores[0][name]) for name in ("own", "other"))
        yield Amount("score", "", Quantity(scores[0].span(), own, other))
    for told in quantities(sentence.text, (sentence.span,)):
        inside = set(tree.within(told.span))
        noun = next(
            (
                tree.words[i].head if tree.words[i].dep == "nummod" else i
                for i in inside
                if tree.words[i].head not in inside
            ),
            None,
        )
        if noun is None or told.unit == ORDINAL or told.is_vague or tree.words[noun].dep != "pobj":
            continue
        tie = tree.words[noun].head
        if tree.words[tie].head == verb and tree.words[tie].text.lower() in _AMOUNTS:
            yield Amount(tree.words[tie].text.lower(), tree.words[noun].lemma.lower(), told)


def _others(tree: Tree, around: Sequence[int], times: Sequence[Timex]) -> Iterator[Phrase]:
    """What stands behind prepositions and is no time or place."""
    for i in around:
        word = tree.words[i]
        timed = any(overlap((word.start, word.end), t.span) for t in times)
        told = word.dep in ("pobj", "dative") and word.pos in ("NOUN", "PROPN") and not timed
        if told and (found := _phrase(tree, i)):
            yield found


def _places(tree: Tree, around: Sequence[int], times: Sequence[Timex]) -> Iterator[Phrase]:
    for i in around:
        word = tree.words[i]
        tied = word.dep == "pobj" and tree.words[word.head].text.lower() in _PLACED
        timed = any(overlap((word.start, word.end), t.span) for t in times)
        if tied and word.pos == "PROPN" and not timed and (found := _phrase(tree, i)):
            yield found


def _may_be_one(one: Event, other: Event) -> bool:
    """Whether nothing says that two events are not one, and enough says that they are; ``other`` stands behind."""
    if one.deed != other.deed or one.unreal or other.unreal or one.before != other.before or other.fresh:
        return False
    pairs = ((one.subject, other.subject), (one.object, other.object))
    if any(a and b and not a.fits(b) for a, b in pairs):
        return False
    if one.names and other.names and one.names.isdisjoint(other.names):
        return False
    if other.deed not in _ONCE and any(each.beside & lexicon().words["other"] for each in (one, other)):
        return False
    return not may_differ(one.claim.chain, one.sentence, other.claim.chain, other.sentence)


def _likeness(one: Event, other: Event) -> int:
    own_places = {each.head for event in (one, other) for each in event.places}
    shared = (one.nouns & other.nouns) - own_places
    once = one.deed in _ONCE and any(
        a and b and a.named and b.named and a.fits(b)
        for a, b in ((one.subject, other.subject), (one.object, other.object))
    )
    same_day = any(a.calendar == b.calendar and a.calendar for a in one.times for b in other.times)
    taken_up = _is_taken_up(one.object, other.object) or _is_told_again(one.subject, other.subject)
    return len(shared) + 2 * once + same_day + (other.definite or taken_up)


def _is_told_again(one: Phrase | None, other: Phrase | None) -> bool:
    """Whether the second subject takes up one that was new: "thieves", "the thieves"."""
    return one is not None and not (one.definite or one.named) and _is_taken_up(one, other)


def _is_taken_up(one: Phrase | None, other: Phrase | None) -> bool:
    """Whether the second object takes up the first: "signed a ceasefire", "signed the ceasefire"."""
    return one is not None and other is not None and other.definite and one.head == other.head


def _differences(one: Event, other: Event, *, only: bool) -> Iterator[tuple[Span, Span]]:
    """The words of both that cannot both be so; ``only`` says that no other event of the deed is told of."""
    likeness = _likeness(one, other) + only
    if likeness < ENOUGH:
        return
    mine, theirs = (_days(event) for event in (one, other))
    once = one.deed in _ONCE
    for name in _OF_CALENDAR if once else _OF_CALENDAR[:3]:
        one_day, other_day = ([t for t in days if name in t.calendar] for days in (mine, theirs))
        if len(one_day) == len(other_day) == 1 and _apart(one_day[0], other_day[0], once=once):
            yield one_day[0].span, other_day[0].span
    same_day = not (mine and theirs) or any(not _apart(a, b, once=True) for a in mine for b in theirs)
    if len(one.places) == len(other.places) == 1 and same_day:
        a, b = one.places[0], other.places[0]
        if a.core.isdisjoint(b.core) and (once or (mine and theirs)):
            yield a.span, b.span
    for amount in one.amounts if same_day else ():
        if different := next((each for each in other.amounts if amount.differs(each)), None):
            yield amount.told.span, different.told.span
    if bool(one.negation) != bool(other.negation) and likeness >= ENOUGH_OF_NEGATION and same_day and _full(one, other):
        here, there = (each.negation or _word(each) for each in (one, other))
        yield here, there


def _full(one: Event, other: Event) -> bool:
    """Whether what the negated one denies is all that the other says: the same object, or none, of the same subject."""
    known = [each.subject is not None and not each.subject.is_open for each in (one, other)]
    return bool(one.object) == bool(other.object) and all(known)


def _word(event: Event) -> Span:
    word = event.sentence.tree.words[event.at]
    return word.start, word.end


def _days(event: Event) -> list[Timex]:
    return [
        t for t in event.times if t.role in _ORDINARY_TIES and not t.length and t.calendar.keys() & set(_OF_CALENDAR)
    ]


def _apart(one: Timex, other: Timex, *, once: bool) -> bool:
    """Whether two times are of different days, months or years."""
    if bool(one.shift) != bool(other.shift) or (one.shift and other.shift and one.shift != other.shift):
        return False
    if not once and not _OF_DAY & one.calendar.keys() & other.calendar.keys():
        # What is of another month or year may have been done again.
        return False
    shared = [name for name in _OF_CALENDAR if name in one.calendar and name in other.calendar]
    return any(
        one.calendar[name][0] > other.calendar[name][1] or other.calendar[name][0] > one.calendar[name][1]
        for name in shared
    )
