"""Attributions that the tree of a sentence shows: a reporting verb with its subject and its clause, passives,
parentheses, nouns with a clause of their own.

They stand in for the tagger where it is silent by its training: PolNeAR marks the outermost attribution only. The
words are those of the lexicon (``forces.toml``); the constructions are those by which Krestel, Bergler and Witte
(2008, "Minding the Source") and Pareti (2015) describe reported speech.
"""

from __future__ import annotations

from collections.abc import Iterator

from claims.attribution.cue_words import (
    HEARSAY,
    VIEWS,
)
from claims.attribution.forces import force_of
from claims.attribution.readings import relation_of, reports, said_below, said_of, source_of, without
from claims.attribution.verbs import of_verb
from claims.records import Relation
from claims.text.grammar import (
    apart,
    below,
    clause_above,
    is_verb,
    marker,
    phrase,
    subject,
    verb_words,
)
from claims.text.parse import Tree

_ACCOUNTS = frozenset("accounts reports estimates".split())
# What is cited for a reason and says nothing itself: "citing safety concerns".
_REASONS = frozenset(
    "reason concern fear worry theory need lack shortage risk threat danger pressure difficulty problem issue cost "
    "experience safety security privacy health precedent principle rule law example conflict interest".split()
)
# Nouns that the lexicon has, but that need nobody who says so: "the evidence that", "the consensus that".
_OWN = frozenset("evidence word words remarks response sure certain aware post note point record in".split())


def patterns(tree: Tree) -> tuple[Relation, ...]:
    """The attributions in a sentence, in the order of their cues; offsets index its text."""
    found = [relation for i in range(len(tree.words)) for relation in _at(tree, i)]
    return tuple(sorted(found, key=lambda relation: relation.cue))


def _at(tree: Tree, i: int) -> Iterator[Relation]:
    word = tree.words[i]
    lower = word.text.lower()
    if word.dep == "appos" and word.tag == "NNS" and reports(lower, word.lemma):
        yield from _read_as_noun(tree, i)
    elif lower in {"citing", "quoting"}:
        yield from _citing(tree, i)
    elif lower == "according" or (lower in ("in", "by") and word.dep == "prep"):
        yield from _view(tree, i)
    elif word.pos == "VERB" and reports(lower, word.lemma):
        yield from of_verb(tree, i)
    elif word.pos in ("NOUN", "PROPN") and reports(lower, word.lemma):
        yield from _of_noun(tree, i)
    elif lower == "put" or word.lemma == "put":
        yield from _putting(tree, i)


def _of_noun(tree: Tree, n: int) -> Iterator[Relation]:
    """The voice of "the claim by the mayor that …", "his theory is that …", "allegations that …"."""
    word = tree.words[n]
    if word.lemma in _OWN or word.dep == "compound":
        return
    source = _author(tree, n)
    content = said_of(tree, n)
    if content:
        above = word.head if word.head != n else None
        governing = above is not None and tree.words[above].pos == "VERB" and word.dep in ("dobj", "nsubjpass")
        if any(tree.words[i].pos == "VERB" and said_below(tree, i) == content for i in tree.ancestors(n)):
            verb = next(i for i in tree.ancestors(n) if said_below(tree, i) == content)
            if reports(tree.words[verb].text.lower(), tree.words[verb].lemma):
                return
        doer = subject(tree, above) if governing and above is not None and word.dep == "dobj" else None
        if not source and doer is not None and above is not None and force_of(f"{tree.words[above].text} {word.text}"):
            yield relation_of(tree, phrase(tree, doer), [*verb_words(tree, above), n], content)
        elif source or word.lemma in HEARSAY:
            yield relation_of(tree, source, [n], content)
    elif word.dep == "nsubj" and tree.words[word.head].lemma == "be" and source:
        for c in tree.children[word.head]:
            if tree.words[c].dep == "ccomp" and is_verb(tree, c) and marker(tree, c) in ("that", ""):
                yield relation_of(tree, source, [n, *verb_words(tree, word.head)], below(tree, c))


def _author(tree: Tree, n: int) -> list[int]:
    """Whose claim it is: "by the mayor", "of the operator", "the prosecution’s"."""
    for c in tree.children[n]:
        word = tree.words[c]
        if word.dep == "poss":
            return [i for i in below(tree, c) if tree.words[i].dep != "case"]
        who = tree.child(c, "pobj") if word.text.lower() in ("by", "from", "of") else None
        if word.dep in ("prep", "agent") and who is not None:
            return phrase(tree, who)
    return []


def _view(tree: Tree, i: int) -> Iterator[Relation]:
    """ "In the words of a firefighter, …", "according to the prosecutor, …"."""
    if tree.words[i].text.lower() == "according":
        to = tree.child(i, "prep")
        if to is None or (who := tree.child(to, "pobj")) is None:
            return
        cue = [i, to]
    else:
        view = tree.child(i, "pobj")
        if view is not None and tree.words[i].text.lower() == "by":
            # "By most accounts, …"
            head = tree.words[i].head
            if tree.words[view].text.lower() in _ACCOUNTS and is_verb(tree, head) and i < head:
                yield relation_of(tree, [], [i, view], *without(tree, head, i))
            return
        if view is None or tree.words[view].text.lower() not in VIEWS:
            return
        whose = tree.child(view, "poss")
        of = tree.child(view, "prep")
        if whose is not None:
            who, cue = whose, [i, view]
        elif of is not None and tree.words[of].text.lower() == "of" and (named := tree.child(of, "pobj")) is not None:
            who, cue = named, list(range(i, of + 1))
        else:
            return
    source = [j for j in phrase(tree, who) if tree.words[j].dep != "case"]
    head = tree.words[i].head
    around = head if is_verb(tree, head) else clause_above(tree, i)
    if around is None:
        around = next((j for j in range(len(tree.words)) if tree.words[j].head == j), None)
    if around is None or around == i:
        return
    while i > around and tree.words[around].dep == "ccomp" and is_verb(tree, tree.words[around].head):
        # Behind all that is said it is the outermost voice: "Residents believe P, according to a priest".
        around = tree.words[around].head
    yield relation_of(tree, source, cue, *without(tree, around, i))


def _citing(tree: Tree, i: int) -> Iterator[Relation]:
    """Whom "citing two officials" names; what they say is what is said beside it (``attributions``)."""
    who = tree.child(i, "dobj", "pobj")
    said = who is not None and tree.words[who].pos in ("NOUN", "PROPN", "PRON", "NUM")
    if who is not None and said and tree.words[who].lemma not in _REASONS:
        yield relation_of(tree, phrase(tree, who), [i])


def _putting(tree: Tree, v: int) -> Iterator[Relation]:
    """ "Puts the loss at 70 million"."""
    doer, target, at = subject(tree, v), tree.child(v, "dobj"), None
    for p in (*tree.children[v], *(tree.children[target] if target is not None else ())):
        at = p if tree.words[p].text.lower() == "at" else at
    if doer is None or target is None or at is None or not is_verb(tree, v):
        return
    amount = below(tree, at)
    if any(tree.words[i].pos == "NUM" for i in amount):
        cue, loss = [*verb_words(tree, v), at], below(tree, target, apart={at})
        yield relation_of(tree, source_of(tree, v, doer), cue, loss, [i for i in amount if i != at])


def _read_as_noun(tree: Tree, n: int) -> Iterator[Relation]:
    """ "The minister, Bild reports, has left", read as reports of Bild."""
    who = [i for i in below(tree, n) if i < n]
    around = clause_above(tree, n)
    closed = n + 1 < len(tree.words) and tree.words[n + 1].text == ","
    if around is not None and who and closed and apart(tree, n) and tree.words[who[-1]].pos == "PROPN":
        yield relation_of(tree, who, [n], *without(tree, around, n))
