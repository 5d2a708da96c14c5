"""Who may be meant in a text: its names and descriptions in the order of the text, with their place in the grammar."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from claims.records import Span
from claims.sources.gender import leaning
from claims.sources.name_words import lexicon
from claims.sources.names import Kind
from claims.sources.scene import Scene
from claims.text.parse import SUBJECTS, Parse, Word

# What mentions are gathered by: a figure, a name without one, or a description of somebody without a name.
_Key = tuple[str, int | str]
# Trees are followed upward so far.
DEEP = 40
# What a name's head hangs on without being another's: "Ann Lee, the minister", "Minister Ann Lee", "Ann Lee and Bo".
_JOINED = frozenset({"conj", "compound", "appos", "nmod"})
# A single word that passed for a name and is one of these only begins a sentence: "But".
_CLOSED = frozenset({"ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "PART", "PRON", "SCONJ"})
# A first name that leans so far either way is one.
CLEAR = 1.5
CLAUSES = ("ROOT", "advcl", "acl", "relcl", "ccomp", "conj", "xcomp", "pcomp")


class Grammar:
    """The words of all sentences under one numbering, and what is asked of their trees more than once."""

    def __init__(self, parse: Parse) -> None:
        self.words: list[Word] = []
        self.heads: list[int] = []
        self.sentences: list[int] = []
        self.firsts: list[int] = []
        self.children: defaultdict[int, list[int]] = defaultdict(list)
        for number, tree in enumerate(parse.trees):
            base = len(self.words)
            self.firsts.append(base)
            for word in tree.words:
                if base + word.head != len(self.words):
                    self.children[base + word.head].append(len(self.words))
                self.heads.append(base + word.head)
                self.words.append(word)
                self.sentences.append(number)
        self.starts = [word.start for word in self.words]
        self._paths: dict[int, list[int]] = {}

    def within(self, span: Span) -> range:
        """The words that have a part in the span."""
        first = bisect_right(self.starts, span[0]) - 1
        first = max(0, first if first >= 0 and self.words[first].end > span[0] else first + 1)
        return range(first, bisect_left(self.starts, span[1], lo=first))

    def head(self, words: range) -> int:
        """The word among ``words`` that hangs on none of them."""
        for i in words:
            if (self.heads[i] not in words or self.heads[i] == i) and self.words[i].pos != "PUNCT":
                return i
        return words[-1]

    def path(self, i: int) -> list[int]:
        """The word and its heads, up to the root."""
        if i not in self._paths:
            found = [i]
            while self.heads[found[-1]] != found[-1] and len(found) < DEEP:
                found.append(self.heads[found[-1]])
            self._paths[i] = found
        return self._paths[i]

    def top(self, i: int) -> int:
        """The first of what is joined in a phrase: "Lee" for "Karlson" in "Ann Lee and Bo Karlson"."""
        for above in self.path(i):
            if self.words[above].dep not in _JOINED:
                return above
        return self.path(i)[-1]

    def verb(self, i: int) -> int:
        """The verb that the word belongs to, or the root."""
        path = self.path(i)
        return next((j for j in path[1:] if self.words[j].pos in ("VERB", "AUX")), path[-1])

    def clause(self, i: int) -> int:
        """The kind of the innermost clause around the word, as an index of ``CLAUSES``."""
        for j in self.path(i):
            if self.words[j].dep in CLAUSES:
                return CLAUSES.index(self.words[j].dep)
        return 0

    def is_subject(self, i: int) -> bool:
        """Whether the word is the subject of a clause."""
        return self.words[i].dep in SUBJECTS


@dataclass(frozen=True, slots=True)
class Mention:
    """Where somebody is mentioned: the words, their head, and who (an index of ``Cast.people``)."""

    words: range
    head: int
    who: int


@dataclass(frozen=True, slots=True)
class Person:
    """A person or organisation of the text. ``figure`` is None for somebody without a name of their own.

    ``leaning`` is how much the first name is a woman's, in log-odds, and ``told`` 1, 0 or -1 as titles and roles tell
    a woman, nothing or a man. ``heads`` are nouns that it is called by.
    """

    figure: int | None
    named: bool
    kind: Kind
    leaning: float
    told: int
    length: int
    heads: frozenset[str]
    mentions: tuple[Mention, ...]


@dataclass(frozen=True)
class Cast:
    """The people of a text, and their mentions in its order."""

    grammar: Grammar
    people: tuple[Person, ...]
    mentions: tuple[Mention, ...]

    @cached_property
    def starts(self) -> list[int]:
        """The first word of each mention."""
        return [mention.words.start for mention in self.mentions]


# A person who was last mentioned more sentences ago than these is not looked at for a pronoun.
BACK = 12


def persons_near(cast: Cast, place: int, always: frozenset[int] = frozenset()) -> list[Mention]:
    """Whom a "he" or "she" at the word ``place`` may mean, in text order: of each person the nearest mention before it,
    and the next one in its sentence. Mentions whose index is in ``always`` are kept too."""
    grammar = cast.grammar
    sentence = grammar.sentences[place]
    first = max(0, sentence - BACK)
    low = bisect_left(cast.starts, grammar.firsts[first])
    chosen = {i: cast.mentions[i] for i in always}
    last: dict[int, int] = {}
    behind: dict[int, int] = {}
    for i in range(low, len(cast.mentions)):
        mention = cast.mentions[i]
        if grammar.sentences[mention.head] > sentence:
            break
        if cast.people[mention.who].kind not in ("person", "unknown") or place in mention.words:
            continue
        if mention.words.stop <= place:
            last[mention.who] = i
        elif grammar.sentences[mention.head] == sentence:
            behind.setdefault(mention.who, i)
    chosen |= {i: cast.mentions[i] for i in (*last.values(), *behind.values())}
    return [chosen[i] for i in sorted(chosen)]


def cast_of(scene: Scene, parse: Parse) -> Cast:
    """Everybody who is named or described in a scene."""
    grammar = Grammar(parse)
    found: dict[_Key, list[range]] = defaultdict(list)
    names: dict[_Key, list[int]] = defaultdict(list)
    heads: dict[_Key, set[str]] = defaultdict(set)
    told: dict[_Key, int] = defaultdict(int)
    if not grammar.words:
        return Cast(grammar, (), ())
    for i, name in enumerate(scene.names):
        words = grammar.within(name.span)
        if len(words) > 1 or (words and not (name.kind == "unknown" and grammar.words[words[0]].pos in _CLOSED)):
            figure = scene.figures.of[i]
            key: _Key = ("figure", figure) if figure is not None else ("name", i)
            found[key].append(words)
            names[key].append(i)
            told[key] += {"f": 1, "m": -1, None: 0}[name.gender]
            for noun in _called(grammar, grammar.head(words)):
                heads[key].add(noun)
                told[key] += _told(noun)
    for i, description in enumerate(scene.descriptions):
        key = ("described", description.head if description.definite else i)
        if description.name is not None:
            figure = scene.figures.of[description.name]
            key = ("figure", figure) if figure is not None else ("name", description.name)
            heads[key].add(description.head)
            told[key] += _told(description.head)
        elif words := grammar.within(description.span):
            found[key].append(words)
            heads[key].add(description.head)
            told[key] += _told(description.head)
    people: list[Person] = []
    mentions: list[Mention] = []
    for key, places in found.items():
        own = sorted(places, key=lambda words: words.start)
        held = tuple(Mention(words, grammar.head(words), len(people)) for words in own)
        longest = max((scene.names[i].text for i in names[key]), key=lambda name: len(name.split()), default="")
        figure = key[1] if key[0] == "figure" and isinstance(key[1], int) else None
        leans = leaning(longest) if longest else 0.0
        kind = _kind(scene, figure, names[key], heads[key])
        if kind == "unknown" and abs(leans) > CLEAR and _is_proper(grammar, own, len(longest.split())):
            kind = "person"
        people.append(
            Person(
                figure, bool(longest), kind,
                leans, max(-1, min(1, told[key])), len(longest.split()),
                frozenset(heads[key]), held,
            )
        )  # fmt: skip
        mentions.extend(held)
    return Cast(grammar, tuple(people), tuple(sorted(mentions, key=lambda mention: mention.words.start)))


def _is_proper(grammar: Grammar, places: list[range], length: int) -> bool:
    """Whether a full name is one by the parse, though its words are ordinary ones: "Grace Stone"."""
    full = (words for words in places if length in (2, 3) and len(words) == length)
    return any(all(grammar.words[i].pos == "PROPN" for i in words) for words in full)


def _called(grammar: Grammar, head: int) -> Iterator[str]:
    """The nouns that the tree ties to a name: apposition, compound, "X is a minister"."""
    words = grammar.words
    yield from (
        words[j].lemma.lower()
        for j in grammar.children[head]
        if words[j].dep in ("appos", "compound", "nmod") and words[j].pos != "PUNCT"
    )
    if words[head].dep == "appos":
        yield words[grammar.heads[head]].lemma.lower()
    above = grammar.heads[head]
    if grammar.is_subject(head) and words[above].lemma == "be":
        yield from (words[j].lemma.lower() for j in grammar.children[above] if words[j].dep == "attr")


def _told(noun: str) -> int:
    return {"f": 1, "m": -1, None: 0}[lexicon().gender(noun.rstrip("."))]


def _kind(scene: Scene, figure: int | None, names: list[int], heads: set[str]) -> Kind:
    known: Kind = "unknown"
    if figure is not None:
        known = scene.figures.kinds[figure]
    elif names:
        known = scene.names[names[0]].kind
    if known == "unknown" and heads & lexicon().roles:
        return "person"
    if known == "unknown" and heads & lexicon().organisations:
        return "organisation"
    return known
