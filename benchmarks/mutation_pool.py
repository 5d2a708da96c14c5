"""What controlled edits work on, and what they put in another's place: the sentences, names and words of articles."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from claims.records import Relation, Span, Spans
from claims.sources.name_words import ordinary
from claims.sources.names import Name
from claims.text.grammar import usual_tag
from claims.text.parse import Tree, tagged
from claims.text.words import Token, overlap

DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
MONTHS = "January February March April May June July August September October November December".split()
_TIME = re.compile(r"\b(?:" + "|".join([*DAYS, *MONTHS, "Day"]) + r")\b")
# The part of a name's mentions that stand behind "in", from which on it is a place.
PLACE = 0.15
# A part of a person's name: a word or an initial.
_PART = re.compile(r"[A-Z]\.|[A-Z]\w\w+(?:[’'-]?[A-Z]\w*)*")
_OPEN_CLASSES = ("NN", "NNS", "JJ", "RB", "VBD", "VBZ", "VBG")
# Of an open class by their tag, yet no other word of it can stand where they do.
_FUNCTION = frozenset(
    "much many more most less least such same other right left percent able due lot well even very then "
    "here there also everyone everything someone something anyone anything nothing nobody kind sort".split()
)


class NameKind(NamedTuple):
    """What two names must have in common to take each other's place."""

    kind: str
    several: bool
    the: bool


@dataclass(frozen=True, slots=True)
class Pool:
    """The names of each kind, the kind of each name, and the words of each part of speech."""

    kinds: Mapping[str, NameKind]
    names: Mapping[NameKind, Sequence[str]]
    words: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an article, whose whole text is ``text``: its tree, names, and the relations whose cue is in it.

    ``quotations`` and ``sources``, which are names only, are those of the whole article.
    """

    text: str
    span: Span
    tree: Tree
    names: Sequence[Name] = ()
    relations: Sequence[Relation] = ()
    quotations: Spans = ()
    sources: Sequence[str] = ()

    @property
    def own(self) -> str:
        """Its own words."""
        return self.text[slice(*self.span)]

    def tagged(self, span: Span) -> tuple[Token, ...]:
        """The words and marks of a span of it, with tags."""
        return tagged(self.text, span, self.tree.words)

    def quoted(self, span: Span) -> bool:
        """Whether some of a span stands in quotation marks."""
        return any(overlap(span, other) for other in self.quotations)

    def holds(self, *spans: Span) -> bool:
        """Whether the spans lie in the sentence."""
        return all(self.span[0] <= start and end <= self.span[1] for start, end in spans)


def pool_of(sentences: Sequence[Sentence]) -> Pool:
    """The names and words of the ``sentences`` of articles.

    A name counts only where its kind is sure: a person who has a first name and a surname, an organisation of several
    words or of capitals, a place that stands behind "in" somewhere; the last two at least twice.
    """
    words: dict[str, set[str]] = defaultdict(set)
    for sentence in sentences:
        for word in sentence.tagged(sentence.span):
            if is_content(word):
                words[word.tag].add(word.text)
    kinds = _kinds(sentences)
    names: dict[NameKind, list[str]] = defaultdict(list)
    for spelled, kind in kinds.items():
        names[kind].append(spelled)
    return Pool(kinds, names, {tag: sorted(found) for tag, found in words.items()})


def _kinds(sentences: Sequence[Sentence]) -> dict[str, NameKind]:
    mentions = [
        (one.text[slice(*name.span)], words_before(one.text, name.span[0]), name)
        for one in sentences
        for name in one.names
    ]
    times = Counter(spelled for spelled, _, _ in mentions)
    behind_in = Counter(spelled for spelled, before, _ in mentions if before.endswith((" in", " in the")))
    places = {spelled for spelled, count in behind_in.items() if count >= PLACE * times[spelled]}
    persons = {
        spelled
        for spelled, before, name in mentions
        if spelled not in places and not before.endswith(" the") and _is_person(spelled, name)
    }
    surnames = {spelled.split()[-1] for spelled in persons}
    counted: dict[str, Counter[NameKind]] = defaultdict(Counter)
    for spelled, before, name in mentions:
        several = " " in spelled
        common = any(ordinary(word) for word in spelled.split())
        if spelled in persons or spelled in surnames:
            kind = "person"
        elif times[spelled] == 1 or _TIME.search(spelled) or usual_tag(spelled).startswith("JJ"):
            continue
        elif spelled in places and (several or name.kind == "place" or (name.kind == "unknown" and not common)):
            kind = "place"
        elif name.kind == "organisation" and (
            several or (spelled.isupper() and spelled.isalpha() and len(spelled) < 6)
        ):
            kind = "organisation"
        else:
            continue
        counted[spelled][NameKind(kind, several, before.endswith(" the"))] += 1
    return {spelled: kind.most_common(1)[0][0] for spelled, kind in sorted(counted.items())}


def _is_person(spelled: str, name: Name) -> bool:
    parts = spelled.split()
    if name.kind != "person" or not 1 < len(parts) < 4 or _TIME.search(spelled):
        return False
    return not any(
        ordinary(part) or part.isupper() or usual_tag(part).startswith("JJ") or not _PART.fullmatch(part)
        for part in parts
    )


def is_content(word: Token) -> bool:
    """Whether a word of an open class is surely of that class, so that another word of it fits in its place."""
    plain = word.text.islower() and word.text.isalpha() and len(word.text) > 3 and word.text not in _FUNCTION
    return plain and word.tag in _OPEN_CLASSES and usual_tag(word.text) == word.tag


def words_before(text: str, position: int) -> str:
    """The two words before a position, in lower case, behind a space."""
    return " " + " ".join(text[max(0, position - 40) : position].lower().split()[-2:])
