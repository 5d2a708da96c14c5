"""From words of a tree to attributions: the source of a verb, the clause of a noun, what is around an aside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from claims.attribution.cue_words import (
    JUDGING,
    STATEMENTS,
)
from claims.attribution.forces import force_of
from claims.records import Relation
from claims.text.grammar import (
    below,
    is_verb,
    spans_with_marks,
    subject,
    trimmed,
)
from claims.text.parse import Tree

_LONGEST_SOURCE = 40


@lru_cache(maxsize=8192)
def reports(word: str, base: str) -> bool:
    """Whether a word, in lower case and with its lemma, may be a cue."""
    return force_of(word) is not None or force_of(base) is not None or base in JUDGING


def force_name(word: str) -> str:
    """The force of a cue of one word, or ""."""
    force = force_of(word)
    return force.name if force else ""


def said_below(tree: Tree, v: int) -> list[int]:
    """The clause of the noun that ``v`` has for an object: "dismissed as “fantasy” a suggestion | that it paid"."""
    for c in tree.children[v]:
        objects = [c] if tree.words[c].dep == "dobj" else []
        if tree.words[c].text.lower() == "as" and tree.words[c].dep == "prep":
            objects = [i for i in tree.children[c] if tree.words[i].dep == "pobj"]
        for noun in objects:
            if said := said_of(tree, noun):
                return said
    return []


def said_of(tree: Tree, noun: int) -> list[int]:
    """The clause of a noun of saying: "claims | that licences were sold"."""
    if tree.words[noun].lemma not in STATEMENTS and force_of(tree.words[noun].lemma) is None:
        return []
    authors = [tree.child(c, "pobj") for c in tree.children[noun] if tree.words[c].text.lower() in ("by", "of", "from")]
    for c in (*tree.children[noun], *(c for who in authors if who is not None for c in tree.children[who])):
        if tree.words[c].dep in ("acl", "ccomp", "relcl") and is_verb(tree, c):
            # "That" may be read as an object where it joins.
            clause = below(tree, c, apart=_beside(tree, c))
            first = tree.words[clause[0]]
            own = any(clause[0] < i for i in tree.children[c] if tree.words[i].dep in ("nsubj", "nsubjpass", "expl"))
            if first.text.lower() == "that" and own and (first.tag == "IN" or first.dep == "mark"):
                return clause
    return []


def _beside(tree: Tree, v: int) -> set[int]:
    """The "with" behind a comma that brings a clause with a subject of its own: "…, with the minister stating that …".

    It tells what else happened, and is no part of what the clause of ``v`` says.
    """
    return {
        p
        for p in tree.children[v]
        if tree.words[p].text.lower() == "with"
        and p > v
        and tree.words[p - 1].text == ","
        and any(tree.words[k].dep == "pcomp" and tree.child(k, "nsubj") is not None for k in tree.children[p])
    }


def relation_of(tree: Tree, source: Sequence[int], cue: Sequence[int], *content: Sequence[int]) -> Relation:
    """The attribution of these words; what is said twice is said once, and a source is in no content of its own."""
    inside = _with_quotes(tree, sorted({i for part in content for i in part} - set(cue)))
    said = tuple(span for run in _runs(inside) if (part := trimmed(tree, run)) for span in _span(tree, part))
    own = [i for i in source if i not in inside] if not set(source) <= set(inside) else list(source)
    return Relation(
        tuple(span for part in _runs(own) for span in _span(tree, part)),
        tuple(span for part in _runs(sorted(cue)) for span in _span(tree, part)),
        said,
    )


def _with_quotes(tree: Tree, indices: list[int]) -> list[int]:
    """The words with the quotation marks that stand between two of them."""
    chosen = set(indices)
    marks = (i for i in range(1, len(tree.words) - 1) if tree.words[i].text in '“”"«»')
    return sorted(chosen | {i for i in marks if i - 1 in chosen and i + 1 in chosen})


def _runs(indices: Sequence[int]) -> Iterator[list[int]]:
    run: list[int] = []
    for i in indices:
        if run and i != run[-1] + 1:
            yield run
            run = []
        run.append(i)
    if run:
        yield run


def _span(tree: Tree, run: list[int]) -> tuple[tuple[int, int], ...]:
    return spans_with_marks(tree, run)


def source_of(tree: Tree, v: int, doer: int | None) -> list[int]:
    """The noun phrase of ``doer``, of whom verb ``v`` is said, without what is said of it in passing."""
    if doer is None:
        return []
    # Two names may both be read as subjects: "Clark, which makes it, and Solaris said".
    doers = [i for i in tree.children[v] if tree.words[i].dep == "nsubj" and i < v] or [doer]
    parts = [below(tree, i, ("relcl", "advcl", "parataxis"), {v}) for i in ([*doers] if doer in doers else [doer])]
    found = trimmed(tree, sorted({i for part in parts for i in part} - {v}))
    while found and tree.words[found[-1]].dep == "cc":
        found = trimmed(tree, found[:-1])
    return found if len(found) <= _LONGEST_SOURCE else [doer]


def agent_of(tree: Tree, v: int) -> int | None:
    """By whom it is done in the passive."""
    by = tree.child(v, "agent")
    return tree.child(by, "pobj") if by is not None else None


def without(tree: Tree, around: int, inside: int) -> list[list[int]]:
    """What the clause of the verb ``around`` says without the words that hang on ``inside`` it."""
    left = set(tree.subtree(inside))
    parts = [i for i in below(tree, around, apart={inside}) if i not in left]
    doer = subject(tree, around)
    shared = [] if doer is None or doer in parts or doer in left else below(tree, doer, ("relcl",), {around})
    mark = tree.child(around, "mark")
    kept = [i for i in parts if i != mark and not (i == parts[0] and tree.words[i].tag == "CC")]
    if tree.words[around].dep == "relcl":
        kept = [i for i in kept if tree.words[i].tag not in ("WDT", "WP")]
    return [shared, trimmed(tree, kept)]
