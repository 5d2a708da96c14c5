"""What a stretch of an article says beside the reports in it: clause by clause, and what it says of a noun in passing.

Positions are indices of a tree's words. A *piece* is what becomes one claim.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from claims.text.grammar import RELATIVE_TAGS, apart, below, is_mark, is_verb, marker, phrase, subject, trimmed
from claims.text.parse import Tree

# A clause with one of these is true beside what it hangs on.
_TRUE = frozenset("as and but while whereas although though because since when after before".split())
_ENDS = frozenset(".!?”\"’'")
# An apposition that one of these heads is said of the whole clause: "sold the park, a move that …".
_DEEDS = frozenset(
    "move step decision development sign fact practice result act effort bid attempt claim charge allegation process "
    "increase decrease rise fall drop gain loss change thing something one number figure time day week month year "
    "date place reason way part lot bit kind".split()
)
_ONCE = frozenset("once formerly previously then".split())
_PLURAL = frozenset({"NNS", "NNPS"})


@dataclass(frozen=True, slots=True)
class Piece:
    """The words of a claim in text order, and the chunks of its wording in the order in which they are read.

    A chunk is a list of words, or a word that the article lacks: "is" between a name and its apposition.
    """

    words: tuple[int, ...]
    chunks: tuple[tuple[int, ...] | str, ...]


def piece(words: Sequence[int]) -> Piece:
    """What reads as it stands."""
    return Piece(tuple(words), (tuple(words),))


def without(part: Piece, word: int) -> Piece:
    """The piece without a word."""
    return Piece(
        tuple(i for i in part.words if i != word),
        tuple(chunk if isinstance(chunk, str) else tuple(i for i in chunk if i != word) for chunk in part.chunks),
    )


def untouched(tree: Tree, chosen: Sequence[int]) -> Iterator[list[int]]:
    """The words of the clauses of a stretch in which nobody is reported, cut where both sides are whole clauses."""
    inside = set(chosen)
    verbs = [i for i in chosen if is_verb(tree, i)]
    found = (start for i in verbs for start in (_begins(tree, i, inside), _splice(tree, i, inside)))
    starts = sorted({start for start in found if start is not None})
    edges = [chosen[0], *starts, chosen[-1] + 1]
    for first, stop in pairwise(edges):
        part = [i for i in chosen if first <= i < stop]
        joined = stop <= chosen[-1]
        while joined and part and (is_mark(tree, part[-1]) or tree.words[part[-1]].dep in ("cc", "mark")):
            part.pop()
        if _is_statement(tree, part):
            yield part


def _begins(tree: Tree, i: int, inside: Collection[int]) -> int | None:
    """Where a clause of its own begins whose verb is ``i``: behind a comma and conjunction, or a semicolon."""
    word = tree.words[i]
    own = tree.child(i, "nsubj", "nsubjpass", "csubj", "expl")
    above = word.head
    if own is None or above == i or above not in inside or above > i or not is_verb(tree, above):
        return None
    first = min(below(tree, i))
    before = first - 1
    if tree.words[first].text.lower() in ("while", "whereas") and word.dep == "advcl" and before > 0:
        return first + 1 if tree.words[before].text == "," else None
    while before > above and tree.words[before].dep in ("cc", "preconj"):
        before -= 1
    if word.dep in ("conj", "parataxis", "ccomp", "dep") and before > above:
        mark = tree.words[before].text
        if mark == ";" or (mark == "," and (before < first - 1 or word.dep == "conj")):
            return first
    return None


def _splice(tree: Tree, i: int, inside: Collection[int]) -> int | None:
    """Where the clause of ``i`` begins, if a comma alone parts it from a clause before: "It rained, the well ran over".

    What the parser takes for words that somebody says is a clause of its own where the verb has an object already.
    """
    before = next((c for c in tree.children[i] if tree.words[c].dep == "ccomp" and c < i and is_verb(tree, c)), None)
    own = tree.child(i, "nsubj", "nsubjpass")
    if before is None or before not in inside or own is None or tree.child(before, "nsubj", "nsubjpass") is None:
        return None
    last = max(below(tree, before))
    complete = tree.child(i, "dobj", "attr", "acomp", "auxpass") is not None
    return last + 2 if complete and last < own and tree.words[last + 1].text == "," else None


def that_clauses(tree: Tree, chosen: Sequence[int]) -> Iterator[list[int]]:
    """The parts of what is said, cut before each further "that": "that it rained | and that the well was full"."""
    inside = set(chosen)
    starts = [
        min(below(tree, i))
        for i in chosen
        if tree.words[i].dep == "conj" and tree.words[i].head in inside and marker(tree, i) == "that"
    ]
    for first, stop in pairwise([chosen[0], *sorted({start for start in starts if start > chosen[0]}), chosen[-1] + 1]):
        part = [i for i in chosen if first <= i < stop]
        while stop <= chosen[-1] and part and (is_mark(tree, part[-1]) or tree.words[part[-1]].dep == "cc"):
            part.pop()
        if part:
            yield part


def _is_statement(tree: Tree, part: Sequence[int]) -> bool:
    """Whether there is a verb that carries a clause, or a full stop, which headings lack, and some verb."""
    if len(part) < 2:
        return False
    if any(is_verb(tree, i) and tree.words[i].dep != "relcl" for i in part):
        return True
    closed = tree.words[part[-1]].text[-1] in _ENDS
    return closed and (len(part) > 5 or any(tree.words[i].tag.startswith("VB") for i in part))


def left_over(
    tree: Tree, chosen: Sequence[int], cues: Collection[int], sources: Collection[int], contents: Collection[int]
) -> Iterator[Piece]:
    """The clauses of a stretch outside the reports in it, each with its subject, where that is whose voice is heard."""
    inside = set(chosen)
    covered = set(cues) | set(contents)
    heads = [
        i
        for i in chosen
        if i not in covered and (is_verb(tree, i) or _is_order(tree, i)) and _stands_alone(tree, i, inside, covered)
    ]
    # Where the verb was not seen ("the law passed by a single vote;"), all that stands outside is one clause.
    for v in heads:
        others = set(heads) - {v}
        words = [i for i in tree.subtree(v) if i in inside and _is_of(tree, i, v, others, set(cues))]
        words = [i for i in words if i not in contents and (i not in sources or i not in covered)]
        mark = tree.child(v, "mark")
        if mark is None and tree.words[v].dep == "advcl":
            mark = next((i for i in tree.children[v] if tree.words[i].tag == "WRB"), None)
        words = _without_edges(tree, [i for i in words if i != mark], v)
        doer = subject(tree, v)
        if doer in contents and v not in contents:
            # "Frontex said the guards left, and later released footage": it is the voice that goes on.
            cue = next((i for i in tree.ancestors(v) if i in cues), None)
            doer = subject(tree, cue) if cue is not None else doer
        if doer in cues and tree.words[v].lemma == "be":
            # "The complaint of the pilots is that …"
            continue
        if doer is not None and doer not in words and tree.words[v].dep != "relcl":
            shared = below(tree, doer, ("relcl", "parataxis", "acl", "prep") if doer in cues else ("relcl",), {v})
            shared = [i for i in shared if doer in cues or i not in cues]
            if doer in inside or doer in sources:
                words = sorted({*shared, *words}) if not set(shared) & set(words) else words
        if sum(not is_mark(tree, i) for i in words) > 1:
            yield piece(words)
    for v in chosen:
        # "Having toured the market, she called it …"
        having = tree.child(v, "aux")
        if tree.words[v].dep != "advcl" or having is None or tree.words[having].text.lower() != "having":
            continue
        doer, above = subject(tree, v), tree.words[v].head
        if v in covered or doer is None or above not in cues:
            continue
        deed = [i for i in below(tree, v) if i != having and i not in covered]
        who = below(tree, doer, ("relcl", "appos"), {v})
        yield Piece(tuple(sorted({*who, *deed})), (tuple(who), "had", tuple(deed)))


def _is_order(tree: Tree, i: int) -> bool:
    """Whether word ``i`` is an imperative: "“Let us sit down, I think …”"."""
    word = tree.words[i]
    return word.tag == "VB" and word.dep in ("ROOT", "ccomp") and tree.child(i, "aux", "nsubj") is None


def _stands_alone(tree: Tree, v: int, inside: Collection[int], covered: Collection[int]) -> bool:
    """Whether the clause of ``v`` is said beside what is ``covered``, and is no part of a clause that is."""
    word = tree.words[v]
    above = word.head
    if above == v:
        return True
    if word.dep == "relcl":
        return False
    if above not in inside:
        return word.dep != "acl"
    own = tree.child(v, "nsubj", "nsubjpass", "csubj", "expl") is not None
    if above in covered and (own or word.dep == "conj"):
        mark = marker(tree, v) or next(
            (tree.words[i].text.lower() for i in tree.children[v] if tree.words[i].tag == "WRB"), ""
        )
        return (not mark and word.dep != "acl") or mark in _TRUE
    if above in covered:
        return False
    if word.dep in ("conj", "parataxis", "ccomp", "dep") and own:
        first = min(below(tree, v))
        return word.dep != "ccomp" and any(tree.words[i].text in (";", ",") for i in range(max(0, first - 2), first))
    # Part of what it hangs on, unless that is no clause of the article's own.
    return not any(is_verb(tree, i) for i in tree.ancestors(v)) and word.dep != "acl"


def _is_of(tree: Tree, i: int, v: int, others: Collection[int], cues: Collection[int]) -> bool:
    """Whether word ``i`` hangs on ``v`` through no other clause and no cue."""
    if i == v:
        return True
    if i in cues or i in others:
        return False
    for j in tree.ancestors(i):
        if j == v:
            return True
        if j in cues or j in others:
            return False
    return False


def _without_edges(tree: Tree, words: list[int], v: int) -> list[int]:
    """The words without marks and conjunctions at their edges."""
    words = trimmed(tree, words)
    while words and words[0] != v and (tree.words[words[0]].dep in ("cc", "mark") or is_mark(tree, words[0])):
        words = words[1:]
    while (
        words
        and words[-1] != v
        and (
            tree.words[words[-1]].dep in ("cc", "mark", "det")
            or is_mark(tree, words[-1])
            or (tree.words[words[-1]].dep == "prep" and not tree.children[words[-1]])
        )
    ):
        words = words[:-1]
    return words


def asides(tree: Tree, chosen: Sequence[int]) -> Iterator[tuple[Piece, frozenset[int]]]:
    """What relative clauses and appositions say of a noun in passing, with the words that can be left out for it.

    "The fund, which owns the port, will sell" says that the fund owns the port; "Ann Lee, head of equities, left" that
    Ann Lee is head of equities. Where the comma is missing, the clause tells which one is meant and asserts nothing.
    """
    inside = set(chosen)
    for i in chosen:
        word = tree.words[i]
        noun = word.head
        if noun not in inside:
            continue
        if word.dep == "relcl" and is_verb(tree, i) and (apart(tree, i) or _tells_more(tree, i, noun)):
            found = _relative(tree, i, noun)
        elif word.dep == "appos" and apart(tree, i):
            found = _apposition(tree, i, noun)
        else:
            continue
        if found is not None:
            yield found, frozenset(below(tree, i))


def _tells_more(tree: Tree, v: int, noun: int) -> bool:
    """Whether a relative clause without a comma says more of something known: "the Assembly which met this week"."""
    first = min(below(tree, v))
    return tree.words[first].text.lower() in ("which", "who") and tree.words[noun].pos == "PROPN" and noun + 1 == first


def _antecedent(tree: Tree, noun: int, without: int) -> tuple[int, ...]:
    """The noun phrase that an aside is said of, without its asides."""
    name = below(tree, noun, ("relcl", "appos", "acl", "cc", "conj", "parataxis", "advcl"), {without})
    name = [i for i in name if i < without]
    # "Duarte Lemos" in "the envoy, Duarte Lemos, who …" has its own name.
    return tuple(trimmed(tree, [i for i in name if tree.words[i].text not in ("(", ")")]))


def _relative(tree: Tree, v: int, noun: int) -> Piece | None:
    clause = below(tree, v)
    name = _antecedent(tree, noun, clause[0])
    pronoun = next((i for i in clause if tree.words[i].tag in RELATIVE_TAGS and _is_near(tree, i, v)), None)
    if pronoun is None or not name or tree.words[noun].pos not in ("NOUN", "PROPN", "NUM"):
        return None
    rest = [i for i in clause if i != pronoun]
    lower, word = tree.words[pronoun].text.lower(), tree.words[pronoun]
    if lower == "whose" and clause[0] == pronoun:
        return Piece((*name, *clause), (name, "’s", tuple(rest)))
    if lower == "where" and clause[0] == pronoun:
        return Piece(tuple(rest), (tuple(rest),)) if len(rest) > 2 else None
    if lower not in ("who", "which", "whom", "that") or clause[0] != pronoun:
        return None
    if word.dep in ("nsubj", "nsubjpass"):
        return Piece((*name, *rest), (name, tuple(rest)))
    if word.dep in ("dobj", "dative") and word.head == v:
        before = tuple(i for i in rest if i <= v)
        return Piece((*name, *rest), (before, name, tuple(i for i in rest if i > v)))
    return None


def _is_near(tree: Tree, i: int, v: int) -> bool:
    """Whether no other verb stands between the pronoun ``i`` and ``v``."""
    for j in tree.ancestors(i):
        if j == v:
            return True
        if tree.words[j].pos == "VERB":
            return False
    return i == v


def _apposition(tree: Tree, i: int, noun: int) -> Piece | None:
    head, of = tree.words[i], tree.words[noun]
    called = [j for j in tree.children[noun] if tree.words[j].dep == "appos" and noun < j < i]
    said = [j for j in below(tree, i, ("relcl", "appos")) if tree.words[j].text not in ("(", ")")]
    # "Her wife, Ann Lee, a former model": it is said of Ann Lee.
    named = called[-1] if called and tree.words[called[-1]].pos == "PROPN" else noun
    name = _antecedent(tree, named, said[0]) if said else ()
    one = head.text.lower() == "one" and any(tree.words[j].text.lower() == "of" for j in tree.children[i])
    described = (
        one or head.pos == "NOUN" or (head.pos == "PROPN" and of.pos == "PROPN" and len(said) > 1 and _titled(tree, i))
    )
    if (
        not name
        or not described
        or len(said) < 2
        or said[0] < noun
        or of.pos not in ("NOUN", "PROPN")
        or (head.lemma.lower() in _DEEDS and not one)
        or any(tree.words[j].dep == "conj" for j in (*tree.children[noun], *tree.children[i]))
        or of.dep in ("conj", "npadvmod")
        or any(tree.words[j].pos == "NUM" for j in tree.children[noun])
        or (tree.words[said[0]].pos == "NUM" and not one)
        or head.dep == "npadvmod"
    ):
        return None
    past = tree.words[said[0]].text.lower() in _ONCE
    plural = head.tag in _PLURAL or of.tag in _PLURAL
    verb = ("were" if plural else "was") if past else ("are" if plural else "is")
    return Piece((*name, *said), (name, verb, tuple(said)))


def _titled(tree: Tree, i: int) -> bool:
    """Whether the apposition has an article or tells of what: "the Sea Eagles", "Minister of Health"."""
    return any(tree.words[j].dep in ("det", "prep") for j in tree.children[i])


def hedged(tree: Tree, words: Sequence[int], hedge: int) -> tuple[Piece, list[int]]:
    """What the adverb ``hedge`` ("reportedly") is said of, and the words that are left beside it.

    That is a participle and its noun in "the map, reportedly bought by a monk, was sold"; else all of ``words``.
    """
    over = tree.words[hedge].head
    word = tree.words[over]
    own = [i for i in below(tree, over) if i != hedge and i in set(words)]
    if word.dep in ("acl", "advcl", "amod") and word.tag in ("VBN", "VBG", "VBD") and not tree.is_finite(over):
        noun = word.head if word.dep == "acl" else subject(tree, over)
        if noun is not None and noun not in own and own:
            name = phrase(tree, noun)
            name = [i for i in below(tree, noun, ("relcl", "acl", "appos"), {over}) if i in set(words)]
            rest = [i for i in words if i not in own and i != hedge]
            return Piece(
                tuple(sorted({*name, *own})), (tuple(name), *(("was",) if word.tag != "VBG" else ()), tuple(own))
            ), rest
    comma = next((i for i in words if i > hedge and tree.words[i].text == ","), None)
    if words[0] == hedge and word.tag == "VBN" and not tree.is_finite(over) and comma is not None:
        # "Purportedly written by a monk, the map sold …"
        rest = [i for i in words if i > comma]
        name = [] if not rest else [i for i in below(tree, _top(tree, rest), ("acl", "relcl"), {over}) if i in rest]
        own = [i for i in words if hedge < i < comma]
        return Piece(tuple(sorted({*name, *own})), (tuple(name), "was", tuple(own))), rest
    return piece([i for i in words if i != hedge]), []


def _top(tree: Tree, words: Sequence[int]) -> int:
    """The head of the first noun phrase among ``words``."""
    nouns = [i for i in words if tree.words[i].pos in ("NOUN", "PROPN", "PRON")]
    return next((i for i in nouns if tree.words[i].dep != "compound"), words[0])
