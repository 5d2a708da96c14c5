"""An article as it is held against itself: its sentences as trees, and which claim says what stands where."""

from __future__ import annotations

import tomllib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from typing import NamedTuple

from claims.records import Article, Claim, Span, Spans
from claims.text.parse import Tree, parse
from claims.text.sentences import sentences

# A first line of more words is no headline, and a sentence of more is not parsed well enough to be held against others.
MOST_OF_HEADLINE = 25
MOST = 80
# An article of more sentences is a book or a list; what comes behind is not held against the rest.
SENTENCES = 400


class Lexicon(NamedTuple):
    """``itself.toml``: the deed that a lemma tells of, and lists of lemmas."""

    deeds: Mapping[str, str]
    words: Mapping[str, frozenset[str]]


class Sentence(NamedTuple):
    """A sentence of the article, or its headline; offsets of the tree index ``text``. ``number`` counts from 0."""

    text: str
    span: Span
    tree: Tree
    number: int


class Headline(NamedTuple):
    """The headline; ``span`` is where the text of the article has it, None where only its metadata do."""

    text: str
    span: Span | None


@dataclass(frozen=True, slots=True)
class Finding:
    """What an article has against itself. ``spans`` are the words in question, ``elsewhere`` those that they are held
    against; both index the article, and ``elsewhere`` is empty where these stand in its title."""

    rule: str
    message: str
    spans: Spans
    elsewhere: Spans = ()


@cache
def lexicon() -> Lexicon:
    """The word lists."""
    data = tomllib.loads(resources.files("verifier.itself").joinpath("itself.toml").read_text(encoding="utf-8"))
    deeds = {word: name for name, line in data["deeds"].items() for word in (name, *line.split())}
    return Lexicon(deeds, {name: frozenset(line.split()) for name, line in data["words"].items()})


@dataclass(frozen=True)
class Page:
    """An article with its claims."""

    article: Article
    claims: tuple[Claim, ...]

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences of the text, without its headline and those that are too long."""
        text, head = self.article.text, self.headline
        whole = [span for span in sentences(text) if not (head and head.span and span[0] < head.span[1])][:SENTENCES]
        return tuple(_read(text, whole))

    @cached_property
    def held(self) -> tuple[Claim, ...]:
        """The claims that are held against each other: what comes behind the last of the sentences is not."""
        end = self.sentences[-1].span[1] if self.sentences else 0
        return tuple(claim for claim in self.claims if claim.spans[0][0] < end)

    @cached_property
    def headline(self) -> Headline | None:
        """The title, or a first line that stands alone and is no sentence."""
        text = self.article.text
        start = len(text) - len(text.lstrip("#* \t\n"))
        stop = text.find("\n", start)
        line = text[start:stop].rstrip(" *#\t") if stop > 0 else ""
        alone = bool(line) and (text[stop : stop + 2] == "\n\n" or start > 0) and len(line.split()) <= MOST_OF_HEADLINE
        if alone and (line[-1] not in '.!:”"' or line == self.article.title):
            return Headline(self.article.title or line, (start, start + len(line)))
        return Headline(self.article.title, None) if self.article.title else None

    @cached_property
    def head(self) -> Sentence | None:
        """The headline as a tree."""
        if self.headline is None:
            return None
        # Parsers are used to sentences: without capitals on common words, and with a full stop.
        text = self.headline.text
        words = text.split()
        if sum(word[0].isupper() for word in words) > 0.7 * len(words):
            text = " ".join([words[0], *(word if word.isupper() else word.lower() for word in words[1:])])
        text = text if text[-1] in ".!?" else f"{text}."
        return next(_read(text, [(0, len(text))]), None)

    @cached_property
    def verbs(self) -> frozenset[str]:
        """The lemmas of the verbs of the text: a noun that is spelled so may tell of the same deed."""
        return frozenset(
            word.lemma.lower() for sentence in self.sentences for word in sentence.tree.words if word.pos == "VERB"
        )

    def claim_at(self, position: int) -> Claim | None:
        """The shortest claim that has the words at ``position``."""
        found = [claim for claim in self.claims if any(start <= position < end for start, end in claim.spans)]
        return min(found, key=lambda claim: sum(end - start for start, end in claim.spans), default=None)

    def sentence_at(self, position: int) -> Sentence | None:
        """The sentence at ``position``."""
        i = bisect_right(self.sentences, position, key=lambda each: each.span[0]) - 1
        return self.sentences[i] if i >= 0 and position < self.sentences[i].span[1] else None

    def quoted(self, position: int) -> bool:
        """Whether the words at ``position`` stand in quotation marks."""
        return any(start <= position < end for claim in self.claims for start, end in claim.quoted)


def _read(text: str, whole: Sequence[Span]) -> Iterator[Sentence]:
    found = zip(whole, parse(text, tuple(whole)).trees, strict=True)
    for number, (span, tree) in enumerate(found):
        if 1 < len(tree.words) <= MOST:
            yield Sentence(text, span, tree, number)


def lemmas(tree: Tree, indices: Iterable[int] | None = None) -> frozenset[str]:
    """The lemmas of these words, or of all, in lower case but for names: "May" is none of the modals."""
    words = tree.words if indices is None else [tree.words[i] for i in indices]
    return frozenset(word.text if word.pos == "PROPN" else word.lemma.lower() for word in words)


def clause(tree: Tree, verb: int) -> list[int]:
    """The words of the clause of a verb, without the clauses that hang on it."""
    found, open_ = [verb], [verb]
    while open_:
        for j in tree.children[open_.pop()]:
            word = tree.words[j]
            if word.dep in ("conj", "advcl", "ccomp", "relcl", "parataxis") and word.pos in ("VERB", "AUX"):
                continue
            found.append(j)
            open_.append(j)
    return sorted(found)


def verb_over(tree: Tree, i: int) -> int | None:
    """The verb whose clause has word ``i``."""
    if tree.words[i].pos in ("VERB", "AUX") and tree.words[i].dep not in ("aux", "auxpass", "amod"):
        return i
    return next((j for j in tree.ancestors(i) if tree.words[j].pos in ("VERB", "AUX")), None)
