"""What of the grammar around a counted noun tells it from others: who does it, where, what for, whose it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from claims.text.grammar import subject
from claims.text.parse import Tree
from claims.text.words import overlap
from verifier.checks.timexes import Timex

_PRONOUNS = frozenset("it he she they we who which that".split())
_HAVING = frozenset({"have", "carry", "hold", "contain", "comprise"})
_WHERE = frozenset({"in", "at", "near", "from", "of", "off", "outside", "across"})


class Cause(NamedTuple):
    """Who or what does it: the lemma of the noun, "" for a pronoun or none, with what stands before it; its article."""

    head: str
    core: frozenset[str]
    article: str

    def fits(self, other: Cause) -> bool:
        """Whether both may be one."""
        if not self.head or not other.head:
            return True
        if self.head != other.head:  # "Brandis", "the carmaker Brandis"
            short, long = sorted((self.core, other.core), key=len)
            return len(short) == 1 and short <= long
        return len(self.core) == 1 or len(other.core) == 1 or len(self.core & other.core) > 1


def holders(tree: Tree, top: int, verb: int | None) -> Iterator[int]:
    """What has what is counted: the bus of "a bus with 53 passengers" and of "the bus was carrying 53 passengers"."""
    word = tree.words[top]
    if word.dep == "pobj" and tree.words[word.head].text.lower() == "with":
        yield tree.words[word.head].head
    if verb is not None and word.dep == "dobj" and tree.words[verb].lemma.lower() in _HAVING:
        own = subject(tree, verb)
        if own is not None and tree.words[own].pos == "NOUN":
            yield own


def measured(tree: Tree, top: int) -> int | None:
    """What a number is the measure of: the turnout of "turnout was 71 per cent" and of "a turnout of 71 per cent"."""
    word = tree.words[top]
    above = tree.words[word.head]
    if word.dep == "attr" and above.lemma == "be":
        return next(
            (i for i in tree.children[word.head] if tree.words[i].dep == "nsubj" and tree.words[i].pos == "NOUN"), None
        )
    if word.dep == "pobj" and above.text.lower() == "of" and tree.words[above.head].pos == "NOUN":
        return above.head
    return None


def names_at(tree: Tree, at: Sequence[int], times: Sequence[Timex]) -> Iterator[str]:
    """The names that tell what is counted from others: "in Teskia", "from Kell"."""
    for i in at:
        for j in tree.children[i]:
            for k in tree.children[j] if tree.words[j].text.lower() in _WHERE else ():
                named = (tree.words[m] for m in tree.subtree(k) if tree.words[m].pos == "PROPN")
                yield from (
                    word.lemma for word in named if not any(overlap((word.start, word.end), t.span) for t in times)
                )


def scope(tree: Tree, head: int) -> frozenset[str]:
    """The names of a place that a sentence begins with, and of which all in it is told: "In Teskia, …"."""
    roots = [i for i in tree.ancestors(head) if tree.words[i].dep == "ROOT"]
    ahead = [i for i in tree.children[roots[0]] if tree.words[i].text == "In" and i == 0] if roots else []
    return frozenset(tree.words[j].lemma for i in ahead for j in tree.subtree(i) if tree.words[j].pos == "PROPN")


def purposes(tree: Tree, at: Sequence[int]) -> Iterator[str]:
    """The nouns that tell what it is for or of: "spent on a roof"."""
    for i in at:
        for j in tree.children[i]:
            if tree.words[j].text.lower() in ("for", "on", "to", "of", "in"):
                yield from (tree.words[k].lemma.lower() for k in tree.children[j] if tree.words[k].pos == "NOUN")


def cause(tree: Tree, verb: int | None, top: int) -> Cause:
    """The verb's subject, where that is not what is counted."""
    i = None if verb is None else subject(tree, verb)
    if i is None or i == top:
        return Cause("", frozenset(), "")
    article = next((tree.words[j].text.lower() for j in tree.children[i] if tree.words[j].dep == "det"), "")
    word = tree.words[i]
    before = (j for j in tree.children[i] if tree.words[j].dep in ("compound", "amod", "nmod") and j < i)
    core = frozenset(tree.words[j].lemma.lower() for j in (*before, i))
    return Cause("" if word.text.lower() in _PRONOUNS else word.lemma.lower(), core, article)
