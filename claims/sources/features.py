"""What speaks for and against a mention being whom an anaphor means: numbers from the parse, one row a mention.

The measures are those of the literature on pronouns: agreement, distance, grammatical role and parallelism, depth as in
Hobbs's walk through the trees (Hobbs 1978), salience (Lappin and Leass 1994), and who spoke last.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from claims.sources.cast import Cast, Mention

FEMALE, MALE = frozenset({"she", "her", "hers", "herself"}), frozenset({"he", "him", "his", "himself"})
DEPS = (
    "nsubj", "nsubjpass", "dobj", "pobj", "poss", "appos", "conj", "compound", "attr", "ROOT", "dative", "nmod",
    "npadvmod", "amod", "agent", "acl", "relcl",
)  # fmt: skip
OBJECTS = frozenset({"dobj", "pobj", "dative"})
PREPOSITIONS = ("of", "by", "with", "to", "for", "from", "in", "as", "at", "on", "about")
AFTER = (",", ".", "'s", "’s", ")", "(", "and")
BEFORE = (",", "and", "(", ".", '"', "“")
FORMS = ("he", "she", "him", "his", "her", "hers", "himself", "herself", "it", "they", "we", "i", "its", "their")
KINDS = ("unknown", "person", "organisation", "place")
SAYING = frozenset(
    "say tell add claim deny argue ask announce report state write explain warn insist believe think know note suggest "
    "confirm declare reveal describe recall reply admit acknowledge tweet stress accuse call testify predict".split()
)
# A first name that leans so far the other way, in log-odds, rules its bearer out unless a title says otherwise.
LEANING = 2.5
# Pronouns are counted in so many sentences on either side.
NEAR = 8
# What stands where there is nothing to count.
FAR, NOWHERE = 20, 500


@dataclass(frozen=True, slots=True)
class Anaphor:
    """A pronoun by its word; ``gender`` is 1 for a woman, -1 for a man, 0 where open."""

    head: int
    gender: int


def anaphor_at(cast: Cast, word: int) -> Anaphor:
    """The pronoun that stands at a word."""
    text = cast.grammar.words[word].text.lower()
    return Anaphor(word, (text in FEMALE) - (text in MALE))


def rows(
    cast: Cast, anaphor: Anaphor, mentions: Sequence[Mention], quoted: Sequence[bool]
) -> tuple[tuple[str, ...], npt.NDArray[np.float64]]:
    """The names of the measures, and a row of them for each of ``mentions``; ``quoted`` says of each word whether it
    stands in quotation marks."""
    scene = _Scene(cast, anaphor, mentions)
    found = [scene.row(mention, quoted) for mention in mentions]
    names = tuple(found[0]) if found else ()
    return names, np.array([list(row.values()) for row in found], dtype=np.float64).reshape(len(found), len(names))


class _Scene:
    """An anaphor among its candidates: what their rows have in common, counted once."""

    def __init__(self, cast: Cast, anaphor: Anaphor, mentions: Sequence[Mention]) -> None:
        grammar = self.grammar = cast.grammar
        self.cast, self.anaphor, self.mentions = cast, anaphor, mentions
        place = self.place = anaphor.head
        self.path = {above: steps for steps, above in enumerate(grammar.path(place))}
        self.verb = grammar.verb(place)
        self.sentence = grammar.sentences[place]
        self.word = grammar.words[place]
        sign = anaphor.gender
        self.likely = {m.who: sign * cast.people[m.who].leaning for m in mentions}
        self.told = {m.who: sign * cast.people[m.who].told for m in mentions}
        self.fits = {
            who: self.told[who] >= 0 and (likely > -LEANING or self.told[who] > 0)
            for who, likely in self.likely.items()
        }
        self.fitting = [m for m in mentions if self.fits[m.who]]
        order = sorted(mentions, key=self._walked)
        self.walk = {(m.words.start, m.who): rank for rank, m in enumerate(order)}
        self.rank: dict[int, int] = {}
        for mention in order:
            if self.fits[mention.who]:
                self.rank.setdefault(mention.who, len(self.rank))
        self.back: dict[int, int] = {}
        for mention in sorted(self.fitting, key=lambda m: -m.words.start):
            if mention.words.stop <= place:
                self.back.setdefault(mention.who, len(self.back))
        self.speakers: dict[int, int] = {}
        self.subjects: dict[int, int] = {}
        for mention in sorted(mentions, key=lambda m: -m.head):
            if mention.head < place and grammar.is_subject(mention.head):
                self.subjects.setdefault(mention.who, len(self.subjects))
                if grammar.words[grammar.heads[mention.head]].lemma in SAYING:
                    self.speakers.setdefault(mention.who, len(self.speakers))
        firsts = grammar.firsts
        low = firsts[max(0, self.sentence - NEAR)]
        high = firsts[self.sentence + NEAR + 1] if self.sentence + NEAR + 1 < len(firsts) else len(grammar.words)
        same = FEMALE if sign > 0 else MALE if sign < 0 else frozenset({self.word.text.lower()})
        other = (FEMALE | MALE) - same if sign else frozenset()
        pronouns = [(i, grammar.words[i].text.lower()) for i in range(low, high) if grammar.words[i].pos == "PRON"]
        self.same = [i for i, text in pronouns if text in same and i != place]
        self.other = [i for i, text in pronouns if text in other]
        self.last = max((i for i in self.same if i < place), default=-1)

    def _walked(self, mention: Mention) -> tuple[int, int, int]:
        """Sentences backward, each from its root down, as Hobbs walks."""
        grammar = self.grammar
        if mention.head > self.place:
            return NOWHERE, mention.head, 0
        behind = self.sentence - grammar.sentences[mention.head]
        return behind, len(grammar.path(grammar.top(mention.head))), mention.head

    def row(self, mention: Mention, quoted: Sequence[bool]) -> dict[str, float]:
        """The measures of one mention."""
        grammar, place = self.grammar, self.place
        words, head, who = grammar.words, mention.head, mention.who
        person = self.cast.people[who]
        top, above = grammar.top(head), grammar.path(head)
        over = grammar.heads[top]
        meet = next((i for i in above if i in self.path), None)
        verb, sentence = grammar.verb(head), grammar.sentences[head]
        low, high = min(head, place), max(head, place)
        rivals = [m for m in self.fitting if m.who != who and low < m.head < high]
        heads = [m.head for m in person.mentions]
        before = [i for i in heads if i < place]
        after = next((i for i in heads if i > place), None)
        subject, ours = grammar.is_subject(top), self.word.dep
        first = min((m.words.start for m in self.mentions), default=0)
        edge, lead = mention.words.stop, mention.words.start - 1
        return {
            "before": mention.words.stop <= place,
            "sentences": self.sentence - sentence,
            "words": math.copysign(math.log1p(abs(place - head)), place - head),
            "walk": self.walk[mention.words.start, who],
            "rank": self.rank.get(who, FAR),
            "back": self.back.get(who, FAR),
            "fitting": len(self.rank),
            "rivals": len(rivals),
            "rival subjects": sum(grammar.is_subject(m.head) for m in rivals),
            "dep": _index(DEPS, words[head].dep),
            "top dep": _index(DEPS, words[top].dep),
            "own dep": _index(DEPS, ours),
            "subject": grammar.is_subject(head),
            "both subjects": subject and grammar.is_subject(place),
            "same dep": words[top].dep == ours,
            "both objects": words[top].dep in OBJECTS and ours in OBJECTS,
            "depth": len(above),
            "top depth": len(grammar.path(top)),
            "own depth": len(self.path),
            "main subject": subject and grammar.heads[over] == over,
            "same verb": verb == self.verb,
            "same head": grammar.heads[place] == over,
            "up": self.path[meet] if meet is not None else FAR,
            "down": above.index(meet) if meet is not None else FAR,
            "meet": 0 if meet is None else 1 + _index(("VERB", "AUX", "NOUN", "PROPN"), words[meet].pos),
            "within": meet == head,
            "commands": subject and meet == over,
            "own clause": grammar.clause(place),
            "clause": grammar.clause(top),
            "own relative": any(words[i].dep in ("relcl", "acl") for i in self.path),
            "owner": (words[head].dep == "poss") * (1 + (words[grammar.heads[head]].pos == "PROPN")),
            "joined": words[head].dep == "conj" or any(words[i].dep == "conj" for i in grammar.children[head]),
            "preposition": _index(PREPOSITIONS, words[over].text.lower()) if words[top].dep == "pobj" else -1,
            "likely": self.likely[who],
            "told": self.told[who],
            "fits": self.fits[who],
            "likeliest other": max((v for w, v in self.likely.items() if w != who), default=-9.0),
            "kind": KINDS.index(person.kind),
            "named": person.named,
            "length": person.length,
            "short": len(mention.words),
            "count": len(heads),
            "count before": len(before),
            "subjects": sum(grammar.is_subject(i) for i in heads),
            "subjects before": sum(grammar.is_subject(i) for i in before),
            "beginning": heads[0],
            "is first": person.mentions[0].words.start == first,
            "since": place - before[-1] if before else NOWHERE,
            "until": after - place if after is not None else NOWHERE,
            "here": sum(grammar.sentences[i] == self.sentence for i in heads),
            "quoted": quoted[head],
            "own quoted": quoted[place],
            "same between": sum(low < i < high for i in self.same),
            "other between": sum(low < i < high for i in self.other),
            "last": 0 if self.last < 0 else 1 + (self.last > head),
            "last sentences": self.sentence - grammar.sentences[self.last] if self.last >= 0 else FAR,
            "last subject": self.last >= 0 and grammar.is_subject(self.last),
            "same": len(self.same),
            "other": len(self.other),
            "same earlier": sum(i < head for i in self.same),
            "own position": place - grammar.firsts[self.sentence],
            "position": head - grammar.firsts[sentence],
            "form": _index(FORMS, self.word.text.lower()),
            "says": words[verb].lemma in SAYING,
            "own says": words[self.verb].lemma in SAYING,
            "verbs alike": words[verb].lemma == words[self.verb].lemma,
            "spoke": self.speakers.get(who, FAR),
            "speakers": len(self.speakers),
            "subject back": self.subjects.get(who, FAR),
            "has relative": any(words[i].dep == "relcl" for i in grammar.children[head]),
            "in its relative": any(words[i].dep == "relcl" and grammar.heads[i] == head for i in self.path),
            "first sentence": sentence == 0,
            "own sentence": self.sentence,
            "next": _index(AFTER, words[edge].text if edge < len(words) else "."),
            "previous": _index(BEFORE, words[lead].text if lead >= 0 else "."),
            "own passive": any(words[i].dep == "auxpass" for i in grammar.children[self.verb]),
        }


def _index(names: tuple[str, ...], name: str) -> int:
    return names.index(name) if name in names else len(names)
