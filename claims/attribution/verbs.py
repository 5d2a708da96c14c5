"""Attributions of reporting verbs: with a clause, in the passive, accusing, quoting, naming, beside what is said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from claims.attribution.cue_words import (
    ACCUSING,
    ADDRESSED,
    DIRECTIVES,
    HOLDING,
    JUDGING,
    MEANS,
    NAMING,
    QUOTING,
    RAISED,
    STATEMENTS,
)
from claims.attribution.forces import force_of
from claims.attribution.readings import agent_of, force_name, relation_of, said_below, source_of, without
from claims.records import Relation
from claims.text.grammar import (
    apart,
    below,
    clause_above,
    is_mark,
    is_verb,
    marker,
    phrase,
    subject,
    trimmed,
    verb_words,
)
from claims.text.parse import Tree

_SAYING = frozenset("saying telling writing claiming adding".split())
# Forces whose verbs have their own subject do what the infinitive or gerund says.
_WILLING = frozenset({"promise", "claim"})
_HOPING = frozenset("expect hope threaten".split())
_GERUNDS = frozenset({"admit", "deny", "report", "say"})
_REMEMBERING = frozenset("remember recall describe".split())
_ESTABLISHING = frozenset("determine confirm establish verify conclude".split())
# "Refused to say that", "failed to confirm that".
_REFUSING = frozenset("refuse decline fail neglect".split())


def of_verb(tree: Tree, v: int) -> Iterator[Relation]:
    """The attributions of which word ``v`` is the verb."""
    word = tree.words[v]
    particle = tree.child(v, "prt")
    ahead = [v, *([particle] if particle is not None else [])]
    after = tree.words[max(ahead) + 1].text if max(ahead) + 1 < len(tree.words) else ""
    if word.dep in ("amod", "compound") or not _is_phrase_of_report(word.text, after):
        return
    if word.dep == "pcomp" and tree.words[word.head].text.lower() == "as" and word.text.lower() in _SAYING:
        # "Quoted an official as saying"
        return
    cue, doer = verb_words(tree, v), subject(tree, v)
    able = tree.words[word.head] if word.dep == "xcomp" else None
    if able is not None and able.lemma in ("able", "unable") and word.lemma in _ESTABLISHING:
        # "Was able to determine that …"
        cue, doer = list(range(min(verb_words(tree, able.head)), v + 1)), subject(tree, able.head)
    elif (to := tree.child(v, "aux")) is not None and tree.words[to].tag == "TO":
        if word.dep != "xcomp" or tree.words[word.head].lemma not in _REFUSING:
            return
        cue, doer = list(range(min(verb_words(tree, word.head)), v + 1)), subject(tree, word.head)
    if particle == v + 1:
        cue = [*cue, particle]
    passive = tree.child(v, "auxpass") is not None or (
        word.tag == "VBN" and tree.child(v, "aux") is None and word.dep in ("acl", "advcl", "ccomp", "relcl")
    )
    having = any(tree.words[i].text.lower() == "having" for i in tree.children[v] if tree.words[i].dep == "aux")
    finite = is_verb(tree, v) or word.dep == "xcomp" or having
    if doer is not None and v in tree.subtree(doer) and word.dep not in ("relcl", "acl"):
        doer = None
    if passive:
        yield from _passive(tree, v, cue, doer)
    elif finite or word.tag in ("VBG", "VBN"):
        yield from _active(tree, v, cue, doer, finite)


@lru_cache(maxsize=4096)
def _is_phrase_of_report(verb: str, after: str) -> bool:
    """Whether the verb reports with the word behind it too: not "called for", not "looks forward"."""
    if not after.isalpha():
        return True
    alone_, together = force_of(verb), force_of(f"{verb} {after}")
    return alone_ is None or together is not None


def _active(tree: Tree, v: int, cue: list[int], doer: int | None, finite: bool) -> Iterator[Relation]:
    word = tree.words[v]
    source = source_of(tree, v, doer)
    target = tree.child(v, "dobj", "dative")
    clauses = _clauses(tree, v)
    if word.lemma in QUOTING and (saying := _saying(tree, v)) is not None:
        yield from _quoted_as(tree, saying, source, cue, target)
        return
    if doer is None and not clauses:
        return
    if not clauses and (aside := _read_as_apposition(tree, v, doer)):
        yield aside
        return
    if clauses:
        if finite or word.tag == "VBG":
            yield relation_of(tree, source, cue, *clauses)
        return
    if not finite:
        return
    if target is not None and target < v:
        # "What analysts described as tactics", but "problems that he blamed on Ann"
        if word.lemma in NAMING and (name := _name(tree, v, target)):
            yield relation_of(tree, source, cue, name)
        return
    if word.lemma in ACCUSING and target is not None:
        if deed := _deed(tree, v, target, word.lemma):
            yield relation_of(tree, source, cue, below(tree, target, apart=set(deed)), deed)
    elif word.lemma in NAMING and target is not None and (name := _name(tree, v, target)):
        yield relation_of(tree, source, cue, below(tree, target, ("relcl",), set(name)), name)
    elif said := said_below(tree, v):
        # "Rejected claims that …": what is claimed is what is rejected.
        yield relation_of(tree, source, cue, said)
    elif (deed := _infinitive(tree, v, word.lemma)) or (deed := _gerund(tree, v, word.lemma)):
        yield relation_of(tree, source, cue, deed)
    elif word.dep in ("parataxis", "advcl") and (word.dep == "parataxis" or marker(tree, v) == "as"):
        yield from _beside(tree, v, source, cue)
    elif (target is not None and word.lemma in JUDGING) or (
        target is not None and word.lemma in HOLDING and tree.words[target].lemma not in STATEMENTS
    ):
        yield relation_of(tree, source, cue, below(tree, target, ("relcl",)))


def _passive(tree: Tree, v: int, cue: list[int], doer: int | None) -> Iterator[Relation]:
    word = tree.words[v]
    agent = agent_of(tree, v)
    source = phrase(tree, agent) if agent is not None and tree.words[agent].text.lower() not in MEANS else []
    source = [i for i in source if i < next((j for j in source if tree.words[j].dep == "pcomp"), len(tree.words)) - 1]
    clauses = _clauses(tree, v)
    whole = tree.child(v, "csubjpass", "csubj")
    if not source and force_name(word.lemma) == "ask":
        # "Asked whether he would run, Smith said"
        return
    impersonal = doer is not None and tree.words[doer].text.lower() == "it"
    done_to = below(tree, doer, ("relcl",), {v}) if doer is not None else []
    if impersonal and clauses and max(clauses[-1]) < v and v + 1 < len(tree.words) and tree.words[v + 1].text == ",":
        # "The boy was seen, it is reported, at a bus stop": the rest belongs to what is said.
        clauses += [below(tree, c) for c in tree.children[v] if c > v and not is_mark(tree, c)]
    if tree.words[0].text == "That" and tree.words[0].head == v and source and min(cue) > 3:
        yield relation_of(tree, source, cue, trimmed(tree, list(range(min(cue)))))
    elif word.lemma in QUOTING and (saying := _saying(tree, v)) is not None and doer is not None:
        yield from _quoted_as(tree, saying, source, cue, doer)
    elif whole is not None and is_verb(tree, whole):
        yield relation_of(tree, source, cue, below(tree, whole))
    elif word.dep == "parataxis" or marker(tree, v) == "as":
        yield from _beside(tree, v, source, cue)
    elif clauses and (impersonal or word.lemma in ADDRESSED or doer is None or _is_raised(tree, clauses[0])):
        raised = not impersonal and word.lemma not in ADDRESSED and doer is not None
        yield relation_of(tree, source or _medium(tree, v), cue, *([done_to] if raised else []), *clauses)
    elif doer is None:
        return
    elif (word.lemma in RAISED and (deed := _raised(tree, v))) or (
        word.lemma in ACCUSING and (deed := _deed(tree, v, v, word.lemma))
    ):
        yield relation_of(tree, source, cue, done_to, deed)
    elif word.lemma in NAMING and (name := _name(tree, v, doer)) and (source or _has_quote(tree, name)):
        yield relation_of(tree, source, cue, done_to, name)


def _clauses(tree: Tree, v: int) -> list[list[int]]:
    """The clauses that verb ``v`` reports, in text order."""
    directive = tree.words[v].lemma in DIRECTIVES
    found = []
    for c in tree.children[v]:
        word = tree.words[c]
        if word.dep != "ccomp":
            continue
        infinitive = any(tree.words[j].tag == "TO" for j in tree.children[c] if tree.words[j].dep == "aux")
        own = tree.child(c, "nsubj", "nsubjpass", "csubj", "expl") is not None
        hoped = infinitive and own and not directive and force_name(tree.words[v].lemma) in ("believe", "claim")
        if c < v and not _is_quoted_before(tree, c, v):
            continue
        stated = own or marker(tree, c) or is_mark(tree, min(tree.subtree(c))) or c < v
        if (is_verb(tree, c) and stated and not infinitive) or hoped or (own and word.tag == "VBN" and not infinitive):
            # "…, according to a priest" behind what is said tells who says that somebody says so.
            found.append(below(tree, c, apart={j for j in tree.children[c] if j > c and _is_according(tree, j)}))
    behind = [clause for clause in found if clause[0] > v]
    # "I must be frank, I think that P" says one thing after the other.
    return behind if any(tree.words[clause[0]].dep == "mark" for clause in behind) else found


def _is_quoted_before(tree: Tree, c: int, v: int) -> bool:
    """Whether the clause of ``c`` stands before its verb of saying as "P, Lee said" does: behind it comes a mark."""
    last = max(below(tree, c))
    closed = last + 1 < len(tree.words) and is_mark(tree, last + 1)
    return closed and tree.child(v, "dobj") is None and marker(tree, c) != "if"


def _is_according(tree: Tree, i: int) -> bool:
    return tree.words[i].text.lower() == "according" and tree.child(i, "prep") is not None


def _is_raised(tree: Tree, clause: list[int]) -> bool:
    return tree.words[clause[0]].tag == "TO"


def _raised(tree: Tree, v: int) -> list[int]:
    """What the subject of passive ``v`` is said to be or to have done: "to have left", "dead"."""
    for c in tree.children[v]:
        word = tree.words[c]
        if word.dep in ("xcomp", "ccomp") and any(tree.words[j].tag == "TO" for j in tree.children[c]):
            return below(tree, c)
        if word.dep in ("oprd", "acomp") and tree.words[v].lemma in ("fear", "presume", "believe", "report", "think"):
            return below(tree, c)
    return []


def _infinitive(tree: Tree, v: int, base: str) -> list[int]:
    """What ``v`` has its own subject do: "to close the strait"."""
    c = tree.child(v, "xcomp")
    if c is None or not (base in _HOPING or force_name(base) in _WILLING):
        return []
    return below(tree, c) if any(tree.words[j].tag == "TO" for j in tree.children[c]) else []


def _gerund(tree: Tree, v: int, base: str) -> list[int]:
    """What ``v`` has its own subject admit, deny or remember: "losing the receipts", "to selling the keys"."""
    if not (base in _REMEMBERING or force_name(base) in _GERUNDS):
        return []
    c = tree.child(v, "xcomp", "pcomp", "ccomp")
    for p in tree.children[v]:
        if c is None and tree.words[p].dep == "prep" and tree.words[p].text.lower() == "to":
            c = tree.child(p, "pcomp")
    if c is None or tree.words[c].tag != "VBG" or tree.child(c, "mark") is not None or c < v:
        return []
    return [] if apart(tree, c) else below(tree, c)


def _deed(tree: Tree, v: int, target: int, base: str) -> list[int]:
    """What somebody is accused of: "of helping", "for the fire"; it may be read as hanging on the ``target``."""
    wanted = {"blame": ("for", "on"), "charge": ("with",)}.get(base, ("of", "for"))
    agent = agent_of(tree, v)
    for p in (*tree.children[v], *tree.children[target], *(tree.children[agent] if agent is not None else ())):
        word = tree.words[p]
        if word.dep == "prep" and word.text.lower() in wanted and p > v:
            if tree.child(p, "pcomp") is None and base in ("charge", "suspect"):
                continue
            return below(tree, p)
    return []


def _name(tree: Tree, v: int, target: int) -> list[int]:
    """What somebody calls the ``target``: "“a wound”", "as the oldest bridge"."""
    for c in tree.children[v]:
        word = tree.words[c]
        if word.dep == "prep" and word.text.lower() == "as" and c > v:
            return below(tree, c)
        if word.dep in ("oprd", "ccomp") and c > v:
            found = below(tree, c, apart={target})
            if _has_quote(tree, found):
                return found
    for p in tree.children[target]:
        if tree.words[p].dep == "appos" and p > v and _has_quote(tree, found := below(tree, p)):
            return found
        if tree.words[p].dep == "prep" and tree.words[p].text.lower() == "as" and p > v:
            return below(tree, p)
    return []


def _has_quote(tree: Tree, indices: Sequence[int]) -> bool:
    if not indices:
        return False
    around = range(max(0, min(indices) - 1), min(len(tree.words), max(indices) + 2))
    return any(tree.words[i].text in '“”"«»‘’' for i in around)


def _saying(tree: Tree, v: int) -> int | None:
    """The "saying" of "quoted an official as saying"."""
    for p in range(v + 1, min(v + 25, len(tree.words) - 1)):
        if tree.words[p].text.lower() == "as" and tree.words[p + 1].text.lower() in _SAYING:
            return p + 1
    return None


def _quoted_as(tree: Tree, saying: int, source: list[int], cue: list[int], target: int | None) -> Iterator[Relation]:
    """Who quotes "Ms Tran as saying she would appeal", and she who says so."""
    clauses = _clauses(tree, saying)
    if not clauses or target is None:
        return
    who = phrase(tree, target)
    who = [i for i in who if i < saying - 1]
    content = sorted({*who, *range(saying - 1, max(clauses[-1]) + 1)})
    yield relation_of(tree, source, cue, content)
    yield relation_of(tree, who, [saying], *clauses)


def _beside(tree: Tree, v: int, source: list[int], cue: list[int]) -> Iterator[Relation]:
    """A parenthesis with the verb ``v`` beside what is said: "The minister, Bild reports, has left"."""
    around = clause_above(tree, v)
    if around is not None and (source or tree.child(v, "auxpass") is not None):
        yield relation_of(tree, source, cue, *without(tree, around, v))


def _read_as_apposition(tree: Tree, v: int, doer: int | None) -> Relation | None:
    """ "The bank, a mission wrote, maintains that …", read as the bank, a mission, that wrote."""
    if doer is None or (source := tree.child(doer, "appos")) is None or tree.words[source].head != doer:
        return None
    other = tree.child(v, "conj")
    who = below(tree, source)
    if other is None or not is_verb(tree, other) or max(who) > min(verb_words(tree, v)) - 1:
        return None
    joined = any(tree.words[i].dep == "cc" for i in (*tree.children[v], *tree.children[other]))
    if joined or tree.words[max(who) + 1].text == "," or not apart(tree, source) or tree.child(v, "dobj") is not None:
        return None
    return relation_of(tree, who, verb_words(tree, v), below(tree, doer, ("appos",)), below(tree, other))


def _medium(tree: Tree, v: int) -> list[int]:
    """The medium in "it was reported in the Gazette that"."""
    for p in tree.children[v] if tree.words[v].lemma == "report" else ():
        if tree.words[p].dep == "prep" and tree.words[p].text.lower() in ("in", "on", "by"):
            who = tree.child(p, "pobj")
            return phrase(tree, who) if who is not None and tree.words[who].pos == "PROPN" else []
    return []
