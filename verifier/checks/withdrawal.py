"""Whether what a source is given as saying has been withdrawn (rule SAID005).

"The ministry withdrew its statement that P" is no record of P. The content stands below a verb of taking back in the
grammar of the reference's sentence, and the claim's sentence has no such verb.
"""

from __future__ import annotations

from claims.records import Spans
from claims.text.parse import Tree
from claims.text.words import overlap
from verifier.checks import Comparison
from verifier.checks.projection import sentences_at
from verifier.checks.roles import trees
from verifier.nli.windows import content_words
from verifier.references.alignment import Told

RULE = "SAID005"

# Part of the claim's words with content that the sentence has.
COVERED = 0.6

_VERBS = frozenset(
    "withdraw retract recant revoke disavow disown correct rescind unsay backtrack renounce repudiate".split()
)
# Verbs that take back with a particle, and those that do where they are negated.
_WITH = {"take": "back", "walk": "back", "row": "back", "back": "away"}
_NEGATED = {"stand": "by", "stick": "to", "maintain": "", "uphold": ""}


def compare(claim: Told, statement: Told) -> Comparison | None:
    """Differ where the statement tells that its content has been taken back, and the claim does not."""
    if not claim.claim.chain or _taken_back(claim):
        return None
    wanted, found = content_words(claim.claim.text), _taken_back(statement)
    if not found or not wanted:
        return None
    there = content_words(" ".join(statement.text[start:end] for start, end in statement.claim.spans))
    if len(wanted & there) < COVERED * len(wanted):
        return None
    message = f"“{statement.text[found[0][0] : found[-1][1]]}” there"
    return Comparison(False, RULE, message, claim.claim.spans, found, "opens")


def _taken_back(told: Told) -> Spans:
    """The words that take back what is said, from the verb to what it takes back; none where nothing is."""
    for tree in trees(told.text, sentences_at(told.text, told.claim.spans)):
        for i, word in enumerate(tree.words):
            if word.pos == "VERB" and _takes_back(tree, i):
                beside = {j for k in tree.children[i] if tree.words[k].dep == "conj" for j in tree.subtree(k)}
                below = [j for j in tree.subtree(i) if j > i and j not in beside]
                content = [
                    j
                    for j in below
                    if any(overlap((tree.words[j].start, tree.words[j].end), s) for s in told.claim.spans)
                ]
                if content and content[0] > i + 1:
                    return ((word.start, tree.words[content[0] - 1].end),)
    return ()


def _takes_back(tree: Tree, i: int) -> bool:
    lemma = tree.words[i].lemma.lower()
    near = {tree.words[j].text.lower() for j in tree.children[i]}
    if lemma in _VERBS or _WITH.get(lemma) in near:
        return True
    negated = any(tree.words[j].dep == "neg" for j in tree.children[i]) or "longer" in near
    return lemma in _NEGATED and negated and _NEGATED[lemma] in near | {""}
