"""Who holds the floor: whom a "he", "it" or "they" takes up that speaks on, by who spoke and acted just before it.

What stands in quotation marks or is reported does not count: whoever says "he" of a voice seldom means somebody whom
the voice speaks of. Whoever spoke last goes on, unless somebody else who fits acts since; else it is the subject of the
nearest sentence that has somebody who fits, if nobody else there does (as in centering: Grosz, Joshi and Weinstein
1995). Where two may be meant nobody is.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

from claims.records import Span, Spans
from claims.sources.cast import Cast
from claims.sources.features import LEANING
from claims.sources.figures import inside
from claims.sources.name_words import lexicon
from claims.sources.scene import Scene

SIGNS = {"he": -1, "him": -1, "his": -1, "she": 1, "her": 1}
# Stands for a person of either gender.
SOMEBODY = "somebody"
_PEOPLE = {**SIGNS, SOMEBODY: 0}
# So many sentences back somebody who acts is looked for, beside those that somebody says.
BACK = 2
# So many voices before it a pronoun may take up.
HEARD = 3
# Words of a noun phrase that stands in for a name.
LONGEST = 12
_PLURAL = frozenset({"NNS", "NNPS"})
# A first name that leans so far the other way, in log-odds, cannot be meant; "Yukiya" leans less.
CLEARLY = 2 * LEANING
# What follows a noun in a tree without being part of what it is called by.
_BEHIND = frozenset({"relcl", "acl", "advcl", "parataxis"})
_APPOSED = frozenset({"appos", "compound", "nmod"})
_MAIN = frozenset({"ROOT", "conj", "parataxis", "ccomp"})


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody who may be meant; ``head`` numbers the words of the cast's grammar, ``person`` its people.

    ``figure`` is None for who has no name of their own. ``plural`` is whom only "they" can mean. ``subject`` says that
    it is the subject of a clause, ``acts`` that the clause is no part of another.
    """

    head: int
    person: int | None
    figure: int | None
    plural: bool
    subject: bool
    acts: bool


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who spoke: the source, all words of the turn, and who that is, if known: a figure, or somebody without a name."""

    span: Span
    words: Spans
    figure: int | None
    party: Party | None


class Floor:
    """Everybody in a scene whom a pronoun may take up, but for who stands in quotation marks or in what is ``said``."""

    def __init__(self, scene: Scene, cast: Cast, quoted: Sequence[bool], said: Spans) -> None:
        self.scene, self.cast, self.grammar = scene, cast, cast.grammar
        words = self.grammar.words
        self._hidden = [
            quote or inside((word.start, word.end), said) for word, quote in zip(words, quoted, strict=True)
        ]
        everybody = sorted(self._everybody(), key=lambda party: party.head)
        self._spoken_of = [party for party in everybody if not quoted[party.head]]
        self._seen = [party for party in everybody if not self._hidden[party.head]]

    def taken_up(self, pronoun: str, span: Span, before: Sequence[Speaker], noun: str = "") -> Party | None:
        """Whom the ``pronoun`` at ``span`` means, after those who spoke ``before`` it.

        A ``noun`` that stands there in place of the pronoun ("the company") means nobody else where it stood before.
        """
        place = next(iter(self.grammar.within(span)), None)
        if place is None:
            return None
        actor = self._actor(pronoun, place, noun)
        for given in reversed(before[-HEARD:]):
            party = self._party(given)
            if party is None or not self.may(party, pronoun):
                continue
            reach = max((end for _, end in given.words if end <= span[0]), default=given.span[1])
            behind = self.grammar.sentences[place] - self.scene.sentence(reach - 1)
            if behind <= 1:
                return (
                    party if self.fits(party, pronoun) and not self._is_contested(party, pronoun, place, noun) else None
                )
            return actor if actor is not None and (behind > 1 + BACK or self._same(actor, party)) else None
        return actor

    def reporter(self, pronoun: str, span: Span, outer: Speaker, noun: str = "") -> Party | None:
        """The ``outer`` voice, in whose words the pronoun stands, if nobody else who fits is named between them.

        For ``noun`` see ``taken_up``.
        """
        place, party = next(iter(self.grammar.within(span)), None), self._party(outer)
        if place is None or party is None or not self.fits(party, pronoun):
            return None
        grammar = self.grammar
        if outer.span[1] > span[0] or grammar.sentences[party.head] != grammar.sentences[place]:
            return None
        between = _between(self._spoken_of, party.head + 1, place)
        rivals = (p for p in between if self.may(p, pronoun) and not self._is_called(p, noun))
        return None if any(not self._same(p, party) for p in rivals) else party

    def _is_called(self, party: Party, noun: str) -> bool:
        """Whether somebody without a name is only called by the ``noun``, and not brought in by it: "a company"."""
        words = self.grammar.words
        new = any(words[i].text.lower() in ("a", "an", "another") for i in self.grammar.children[party.head])
        return party.figure is None and words[party.head].lemma.lower() == noun and not new

    def _is_contested(self, party: Party, pronoun: str, place: int, noun: str) -> bool:
        """Whether somebody else who fits acts since the ``party`` spoke, or is named in the pronoun's sentence.

        Where the party has no name whoever is named near it counts.
        """
        grammar, unnamed = self.grammar, party.figure is None
        since = grammar.firsts[max(0, grammar.sentences[party.head] - unnamed)]
        doing = self.doing(place)
        for other in self._between(since, place):
            if other.head in doing or self._is_called(other, noun):
                continue
            counts = unnamed or other.subject or grammar.sentences[other.head] == grammar.sentences[place]
            if counts and not self._same(other, party) and self.may(other, pronoun):
                return True
        return False

    def _actor(self, pronoun: str, place: int, noun: str) -> Party | None:
        """The subject of the nearest sentence before the word ``place`` with somebody who fits, if nobody else there
        does."""
        number, stop, left = self.grammar.sentences[place], place, BACK
        doing = self.doing(place)
        while number >= 0 and left >= 0:
            first = self.grammar.firsts[number]
            seen = (p for p in self._between(first, stop) if p.head not in doing and not self._is_called(p, noun))
            fitting = [party for party in seen if self.may(party, pronoun)]
            if fitting:
                able = (party for party in fitting if party.acts and self._told(party)[0] != "thing")
                found = next((party for party in able if self.fits(party, pronoun)), None)
                alone = found is not None and all(self._same(party, found) for party in fitting)
                return found if found is not None and alone and not self._is_other_near(pronoun, first, place) else None
            left -= not self._hidden[first] if first < stop else 0
            number, stop = number - 1, first
        return None

    def doing(self, place: int) -> frozenset[int]:
        """The words that tell what the subject at the word ``place`` is doing besides, where somebody else is meant:
        "Speaking to Martin Smith, he said …"."""
        grammar = self.grammar
        verb = grammar.heads[place]
        if not grammar.is_subject(place):
            return frozenset()
        open_ = [
            i
            for i in grammar.children[verb]
            if i < place
            and grammar.words[i].dep == "advcl"
            and grammar.words[i].tag in ("VBG", "VBN")
            and not any(grammar.is_subject(j) for j in grammar.children[i])
        ]
        found = set[int]()
        while open_:
            found.add(open_[-1])
            open_ += grammar.children[open_.pop()]
        return frozenset(found)

    def _is_other_near(self, pronoun: str, first: int, place: int) -> bool:
        """Whether a pronoun of the other gender, who may be meant by a name, stands among the words."""
        sign = SIGNS.get(pronoun, 0)
        seen = (i for i in range(first, place) if not self._hidden[i])
        return any(SIGNS.get(self.grammar.words[i].text.lower(), sign) != sign for i in seen) if sign else False

    def is_fitting(self, given: Speaker, pronoun: str) -> bool:
        """Whether the pronoun is one for the ``given`` speaker."""
        party = self._party(given)
        return party is not None and self.fits(party, pronoun)

    def phrase(self, party: Party) -> str | None:
        """What somebody without a name is called, or None where that is long."""
        grammar = self.grammar
        found, open_ = [], [party.head]
        while open_:
            found.append(open_.pop())
            open_ += [i for i in grammar.children[found[-1]] if grammar.words[i].dep not in _BEHIND]
        words = [grammar.words[i] for i in sorted(found)]
        text = " ".join(self.scene.text[words[0].start : words[-1].end].split())
        return text.strip(" ,;:—–-") or None if len(words) <= LONGEST else None

    def may(self, party: Party, pronoun: str) -> bool:
        """Whether it cannot be ruled out that the pronoun means somebody."""
        return self._fit(party, pronoun, ("person", "unknown"), ("organisation", "unknown", "thing"), CLEARLY)

    def fits(self, party: Party, pronoun: str) -> bool:
        """Whether the pronoun is one for somebody."""
        groups = ("organisation", "unknown", "place", "thing") if pronoun == "it" else ("organisation",)
        return self._fit(party, pronoun, ("person",), groups, LEANING)

    def _fit(self, party: Party, pronoun: str, people: Sequence[str], groups: Sequence[str], most: float) -> bool:
        if party.plural:
            return pronoun == "they"
        kind, told, leaning = self._told(party)
        if pronoun not in _PEOPLE:
            return kind in groups and not (kind == "unknown" and (told or abs(leaning) > LEANING))
        sign = _PEOPLE[pronoun]
        return kind in people and told * sign >= 0 and (told != 0 or leaning * sign > -most)

    def _told(self, party: Party) -> tuple[str, int, float]:
        """The kind of somebody, what tells the gender for certain, and how much a first name does."""
        kind, told, leaning = "thing" if self.grammar.words[party.head].pos == "NOUN" else "unknown", 0, 0.0
        noun = self.grammar.words[party.head].lemma.lower()
        if party.person is not None:
            person = self.cast.people[party.person]
            kind, told = person.kind, person.told
            leaning = person.leaning if person.length > 1 else 0.0
        elif noun in lexicon().roles:
            kind, told = "person", {"f": 1, "m": -1, None: 0}[lexicon().gender(noun)]
        elif noun in lexicon().organisations:
            kind = "organisation"
        if party.figure is not None:
            gender = {"f": 1, "m": -1, None: 0}[self.scene.figures.genders[party.figure]]
            # Pronouns nearby are no proof against a first name.
            told = told or (gender if leaning * gender > -LEANING else 0)
            kind = kind if kind != "unknown" else self.scene.figures.kinds[party.figure]
        return kind, told, leaning

    def _between(self, first: int, stop: int) -> Iterator[Party]:
        """The parties with their heads among the words ``[first, stop)``."""
        yield from _between(self._seen, first, stop)

    def _same(self, one: Party, other: Party) -> bool:
        """Whether two are the same, or one of them is part of the other's noun phrase."""
        if one.figure is not None and one.figure == other.figure:
            return True
        joined = _APPOSED | {"conj"} if one.plural != other.plural else _APPOSED
        return self._top(one, joined) == self._top(other, joined)

    def _top(self, party: Party, joined: Container[str]) -> int:
        """The head of the noun phrase around somebody, through what is ``joined``."""
        return next(i for i in self.grammar.path(party.head) if self.grammar.words[i].dep not in joined)

    def _party(self, given: Speaker) -> Party | None:
        """The speaker as somebody who may be meant."""
        words = self.grammar.within(given.span)
        if given.party is not None or not words:
            return given.party
        head = self.grammar.head(words)
        known = (party for party in _between(self._spoken_of, words.start, words.stop) if party.figure == given.figure)
        if given.figure is not None and (party := next(known, None)):
            return party
        plural = given.figure is None and self._is_plural(head)
        return self._made(head, None, given.figure, plural)

    def _is_plural(self, head: int) -> bool:
        joined = any(self.grammar.words[i].dep == "conj" for i in self.grammar.children[head])
        return joined or self.grammar.words[head].tag in _PLURAL

    def _made(self, head: int, person: int | None, figure: int | None, plural: bool) -> Party:
        grammar = self.grammar
        top = head if grammar.words[head].dep == "compound" else grammar.top(head)
        subject = grammar.is_subject(top)
        acts = subject and self._is_main(grammar.heads[top])
        return Party(head, person, figure, plural, subject, acts)

    def _is_main(self, verb: int) -> bool:
        """Whether the clause of a verb is no part of another one."""
        path = self.grammar.path(verb)
        return all(self.grammar.words[i].dep in _MAIN for i in path)

    def _everybody(self) -> Iterator[Party]:
        grammar, mentioned = self.grammar, set[int]()
        for mention in self.cast.mentions:
            person = self.cast.people[mention.who]
            if person.kind != "place":
                mentioned.update(mention.words)
                one = grammar.words[mention.head]
                plural = one.tag == "NNPS" and len(mention.words) == 1
                yield self._made(mention.head, mention.who, person.figure, plural)
        people = lexicon().roles | lexicon().organisations
        for i, word in enumerate(grammar.words):
            joined = any(grammar.words[j].dep == "conj" for j in grammar.children[i])
            known = word.lemma.lower() in people or grammar.is_subject(i)
            several = word.pos == "NOUN" and word.tag in _PLURAL and known
            together = joined and word.dep != "conj" and (i in mentioned or word.pos == "PROPN")
            if together or (several and i not in mentioned):
                yield self._made(i, None, None, plural=True)
            elif word.tag == "NN" and i not in mentioned and grammar.is_subject(i):
                yield self._made(i, None, None, plural=False)


def _between(parties: Sequence[Party], first: int, stop: int) -> Sequence[Party]:
    """Those of the ``parties`` with their heads among the words ``[first, stop)``."""
    low, high = (bisect_left(parties, edge, key=lambda party: party.head) for edge in (first, stop))
    return parties[low:high]
