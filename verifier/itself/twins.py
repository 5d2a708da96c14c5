"""Statements of one article that are one sentence but for a number, a day or a negation: the checks of references,
held against the article itself (SELF001).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from claims.records import Claim
from verifier.checks import Comparison, name, negation, quantity, time
from verifier.itself.page import Finding, Page, lemmas, lexicon
from verifier.itself.voices import may_differ
from verifier.nli.windows import content_words
from verifier.references.alignment import Told, align
from verifier.verdict.nearness import TWIN

RULE = "SELF001"

# Part of the content words that two statements share, and how many: from here checks are asked.
ABOUT, FEWEST = 0.6, 3


def clashes(page: Page) -> Iterator[Finding]:
    """The pairs of statements in which a check finds a difference."""
    claims = [claim for claim in page.held if claim.checkable and not claim.quoted]
    wanted = {claim.id: content_words(claim.text) for claim in claims}
    for one, other in combinations(claims, 2):
        mine, theirs = wanted[one.id], wanted[other.id]
        shared = len(mine & theirs)
        if shared < max(FEWEST, ABOUT * min(len(mine), len(theirs))):
            continue
        found = _difference(page, one, other)
        if found:
            here = " ".join(found.message.replace(" there", " elsewhere in the article").split())
            yield Finding(RULE, here, found.spans, found.reference)


def _difference(page: Page, one: Claim, other: Claim) -> Comparison | None:
    """What checks find of two statements of different sentences, the second against the first."""
    first, second = (page.sentence_at(claim.spans[0][0]) for claim in (one, other))
    if (
        first is None
        or second is None
        or first.number == second.number
        or may_differ(one.chain, first, other.chain, second)
    ):
        return None
    if lexicon().words["other"] & (lemmas(first.tree) ^ lemmas(second.tree)):
        return None
    text, published = page.article.text, page.article.published
    here, there = Told(other, text, published), Told(one, text, published)
    checks = [negation.compare]
    if align(here.words(), there.words()).similarity >= TWIN:
        checks += [quantity.compare, time.compare]
        answer = name.compare(here, there)
        if answer and not answer.agrees:
            return None
    answers = (check(here, there) for check in checks)
    return next((answer for answer in answers if answer and not answer.agrees), None)
