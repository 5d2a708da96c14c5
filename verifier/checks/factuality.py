"""Whether a reference says that it is so, or only that it is planned, feared, alleged or possible (rule SO005).

The main verb of a claim is looked for in a sentence that has nearly all its words, and the words above it in the
grammar of that sentence: "is believed to have fled", "is on trial for stealing", "whether it was shot down" do not say
that it is so. After the factuality of events (Saurí and Pustejovsky 2009). ``factuality.toml`` has the words that do
say so: verbs that take for granted what stands below them ("admitted that"), and those that bring it about ("managed
to"). Words above it that the claim has too, and cues of voices that were found, are passed over.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import NamedTuple

from claims.attribution.forces import force_of
from claims.text.parse import Tree
from claims.text.words import overlap
from verifier.checks import AGREES, Comparison
from verifier.checks.roles import deeds, trees, whole_of
from verifier.nli.windows import content_words
from verifier.references.alignment import Told

RULE = "SO005"

# Part of the claim's words with content that the sentence must have.
COVERED = 0.8


class _Lexicon(NamedTuple):
    """``factuality.toml``: words that leave what stands below them a fact, as lemmas."""

    clauses: frozenset[str]
    infinitives: frozenset[str]
    gerunds: frozenset[str]
    prepositions: frozenset[str]
    conditions: frozenset[str]
    modals: frozenset[str]


@cache
def _lexicon() -> _Lexicon:
    data = tomllib.loads(resources.files("verifier.checks").joinpath("factuality.toml").read_text(encoding="utf-8"))
    return _Lexicon(**{name: frozenset(words.split()) for name, words in data.items()})


def compare(claim: Told, statement: Told) -> Comparison | None:
    """Whether the statement says that the claim's main verb is so, as far as its grammar tells."""
    wanted, there = content_words(claim.claim.text), whole_of(statement)
    found = content_words(" ".join(statement.text[start:end] for start, end in there))
    if len(there) != 1 or not wanted or len(wanted & found) < COVERED * len(wanted):
        return None
    own = {(d.tree, d.verb): d.lemma for d in deeds(claim.text, whole_of(claim)) if _inside(d.tree, d.verb, claim)}
    main = next((key for key in own if not any((key[0], i) in own for i in key[0].ancestors(key[1]))), None)
    if main is None:
        return None
    said = {word.lemma.lower() for word in main[0].words}
    # What somebody says will be is reported as what would be.
    said |= {"will", "would"} if not said.isdisjoint({"will", "would"}) and statement.claim.chain else set()
    forces = {force for word in main[0].words if (force := force_of(word.text))}
    cues = [span for voice in statement.claim.chain for span in voice.cue_spans]
    reasons = []
    for tree in trees(statement.text, there):
        for deed in (d for d in deeds(statement.text, there) if d.tree is tree and d.lemma == own[main]):
            above = next(
                (i for i in _doubts(tree, deed.verb)
                 if tree.words[i].lemma.lower() not in said and force_of(tree.words[i].text) not in forces
                 and not any(overlap((tree.words[i].start, tree.words[i].end), cue) for cue in cues)),
                None,
            )  # fmt: skip
            if above is None:
                return AGREES
            reasons.append(tree.words[above])
    if not reasons:
        return None
    word = reasons[0]
    spans = ((main[0].words[main[1]].start, main[0].words[main[1]].end),)
    return Comparison(False, RULE, f"so here, “{word.text}” there", spans, ((word.start, word.end),), "opens")


def _inside(tree: Tree, i: int, told: Told) -> bool:
    return any(start <= tree.words[i].start < end for start, end in told.claim.spans)


def _doubts(tree: Tree, verb: int) -> Iterator[int]:
    """The words that make the verb less than a fact, the nearest first."""
    lexicon = _lexicon()
    for i in (verb, *tree.ancestors(verb)):
        word = tree.words[i]
        below = {tree.words[j].lemma.lower(): j for j in tree.children[i] if tree.words[j].dep in ("aux", "mark")}
        yield from (j for name, j in below.items() if name in lexicon.modals | lexicon.conditions)
        if word.dep == "relcl" or word.head == i:
            return
        above = tree.words[word.head]
        known = above.lemma.lower()
        stated = {"ccomp": lexicon.clauses, "xcomp": lexicon.infinitives}.get(word.dep)
        named = word.dep == "acl" and (word.tag == "VB" or not {"that", "to"}.isdisjoint(below))
        if named or (stated is not None and known not in stated):
            yield word.head
        elif word.dep == "pcomp" and known not in lexicon.prepositions and not _convicts(tree, word.head):
            yield above.head


def _convicts(tree: Tree, preposition: int) -> bool:
    """Whether what governs the preposition takes for a fact what stands behind it: "convicted of"."""
    return tree.words[tree.words[preposition].head].lemma.lower() in _lexicon().gerunds
