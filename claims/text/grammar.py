"""What the tree of a sentence says of its clauses: their verbs and subjects, and which words belong to which.

Positions are indices of a tree's words.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from functools import lru_cache

from claims.records import Span, Spans
from claims.text.parse import FINITE_TAGS, SUBJECTS, Parse, Tree, parse, spans_of, tagged
from claims.text.words import Token

RELATIVE_TAGS = frozenset({"WDT", "WP", "WP$", "WRB"})
# Behind one of these, words are part of the clause above them.
_SAME_CLAUSE = frozenset({"conj", "parataxis", "dep", "aux", "auxpass", "ccomp"})
_OPENING = frozenset({"“", "„", "«", '"', "‘", "``"})
_CLOSING = frozenset({"”", "»", '"', "’", "''"})


def is_verb(tree: Tree, i: int) -> bool:
    """Whether word ``i`` is the verb of a finite clause, and no auxiliary of another one."""
    word = tree.words[i]
    if word.dep in ("aux", "auxpass"):
        return False
    if tree.is_finite(i):
        return True
    # "She said it rained, and left", taken for a participle.
    above = tree.words[word.head]
    return word.tag == "VBN" and word.dep == "conj" and above.tag == "VBD" and tree.child(i, "aux", "auxpass") is None


def subject(tree: Tree, i: int) -> int | None:
    """The head of what verb ``i`` is said of: its own subject, or the one that it shares with a verb above it.

    That of a relative clause is the noun that it hangs on, where the relative pronoun is its subject.
    """
    for _ in range(len(tree.words)):
        word = tree.words[i]
        own = tree.child(i, *SUBJECTS, "expl")
        if own is not None and not (word.dep == "relcl" and tree.words[own].tag in RELATIVE_TAGS):
            return own
        if word.head == i:
            return None
        if word.dep in ("relcl", "acl"):
            return word.head
        if word.dep == "xcomp" and (target := tree.child(word.head, "dobj", "dative")) is not None:
            return target
        i = word.head
        while tree.words[i].pos in ("ADP", "SCONJ") and tree.words[i].head != i:
            i = tree.words[i].head
    return None


def verb_words(tree: Tree, i: int) -> list[int]:
    """Verb ``i`` with what stands before it without a gap: auxiliaries, negation and the adverbs among them."""
    own = {j for j in tree.children[i] if tree.words[j].dep in ("aux", "auxpass", "neg", "advmod") and j < i}
    first = i
    while first - 1 in own:
        first -= 1
    while first < i and tree.words[first].dep == "advmod":
        first += 1
    return list(range(first, i + 1))


def below(tree: Tree, i: int, without: Container[str] = (), apart: Container[int] = ()) -> list[int]:
    """Word ``i`` and what hangs on it, in text order, but for what hangs on it as one of ``without`` and the words
    ``apart`` with what hangs on those; no marks at the edges."""
    found, open_ = [i], [j for j in tree.children[i] if tree.words[j].dep not in without]
    while open_:
        j = open_.pop()
        if j not in apart:
            found.append(j)
            open_.extend(tree.children[j])
    return trimmed(tree, sorted(found))


def phrase(tree: Tree, i: int) -> list[int]:
    """The noun phrase of ``i``, without the relative clause and the other clause behind it."""
    return below(tree, i, ("relcl", "cc", "conj") if tree.words[i].tag == "CC" else ("relcl", "parataxis", "ccomp"))


def trimmed(tree: Tree, indices: list[int]) -> list[int]:
    """The ``indices`` without those of marks at either edge."""
    first, last = 0, len(indices)
    while first < last and is_mark(tree, indices[first]):
        first += 1
    while last > first and is_mark(tree, indices[last - 1]):
        last -= 1
    return indices[first:last]


def tidy(tree: Tree, indices: list[int]) -> list[int]:
    """The ``indices`` without marks that stand beside a gap or an edge, but for those that close the sentence."""
    kept = [
        i
        for at, i in enumerate(indices)
        if not (
            tree.words[i].text in {",", "—", "–", "--"} and (at == 0 or at + 1 == len(indices) or _gap(indices, at))
        )
    ]
    return kept


def _gap(indices: list[int], at: int) -> bool:
    return indices[at + 1] != indices[at] + 1 or indices[at - 1] != indices[at] - 1


def is_mark(tree: Tree, i: int) -> bool:
    """Whether word ``i`` has neither letters nor digits, nor stands for money or parts of a hundred."""
    word = tree.words[i]
    return word.pos != "SYM" and word.tag != "$" and not any(c.isalnum() for c in word.text) and word.text != "%"


def clause_above(tree: Tree, i: int) -> int | None:
    """The verb of the nearest finite clause that word ``i`` stands in, itself left out."""
    return next((j for j in tree.ancestors(i) if is_verb(tree, j)), None)


def marker(tree: Tree, i: int) -> str:
    """The conjunction that opens the clause of verb ``i`` in lower case, or ""."""
    found = tree.child(i, "mark")
    return tree.words[found].text.lower() if found is not None else ""


def apart(tree: Tree, i: int) -> bool:
    """Whether a comma, dash or bracket stands before the first word of what hangs on ``i``."""
    first = min(below(tree, i), default=i)
    return first > 0 and tree.words[first - 1].text in {",", "—", "–", "-", "--", "("}


def has_clause(parsed: Parse, spans: Iterable[Span]) -> bool:
    """Whether the words of ``spans`` hold a finite clause that is not said of a noun among them ("a man who left")."""
    return any(is_own_clause(tree, chosen) for tree, chosen in by_tree(parsed, spans))


def is_own_clause(tree: Tree, chosen: Iterable[int]) -> bool:
    """Whether the words ``chosen`` hold a finite clause that is not said of a noun among them."""
    inside = set(chosen)
    return any(is_verb(tree, i) and _is_own(tree, i, inside) for i in inside)


def _is_own(tree: Tree, i: int, inside: Container[int]) -> bool:
    """Whether the clause of verb ``i`` hangs on no noun or other clause ``inside``."""
    while (head := tree.words[i].head) in inside and head != i:
        word = tree.words[i]
        # "The guards left" read as guards who had left.
        mistaken = word.dep == "acl" and word.tag in FINITE_TAGS and not marker(tree, i)
        if word.dep not in _SAME_CLAUSE and not mistaken:
            return False
        i = head
    return True


def by_tree(parsed: Parse, spans: Iterable[Span]) -> Iterator[tuple[Tree, list[int]]]:
    """The trees in which ``spans`` lie, each with the words inside them, in text order."""
    found: dict[int, set[int]] = {}
    for span in spans:
        for number in parsed.touched(span):
            found.setdefault(number, set()).update(parsed.trees[number].within(span))
    for number in sorted(found):
        yield parsed.trees[number], sorted(found[number])


def spans_with_marks(tree: Tree, indices: list[int]) -> Spans:
    """The spans of words, those in quotation marks with their marks."""
    chosen = set(indices)
    if chosen:
        first, last = min(chosen), max(chosen)
        behind = last + 1
        if behind < len(tree.words) and tree.words[behind].text in {",", ".", "?", "!"}:
            behind += 1
        inside = [tree.words[k].text for k in sorted(chosen)]
        waiting = sum(mark in _OPENING for mark in inside) > sum(mark in _CLOSING for mark in inside)
        before = first > 0 and tree.words[first - 1].text in _OPENING
        if (before or waiting) and behind < len(tree.words) and tree.words[behind].text in _CLOSING:
            chosen.update(range(first - before, behind + 1))
    return spans_of(tree, sorted(chosen))


def alone(text: str, start: int = 0, end: int | None = None) -> Tree:
    """The tree of a short ``text[start:end]``, read as one sentence; offsets index ``text``."""
    (tree,) = parse(text, ((start, len(text) if end is None else end),)).trees
    return tree


def tagged_alone(text: str, start: int = 0, end: int | None = None) -> tuple[Token, ...]:
    """The words and marks of a short ``text[start:end]``, read as one sentence, with tags; offsets index ``text``."""
    return tagged(text, (start, len(text) if end is None else end), alone(text, start, end).words)


@lru_cache(maxsize=16_384)
def usual_tag(word: str) -> str:
    """The tag that a single word has by itself."""
    return next((read.tag for read in alone(word).words), "")


def is_clause(text: str) -> bool:
    """Whether a short ``text`` is or holds a finite clause of its own."""
    tree = alone(text)
    return is_own_clause(tree, range(len(tree.words)))
