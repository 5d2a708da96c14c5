"""What of an article a person should look at without any reference: it contradicts itself, says more above than below,
or does not add up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence, Set

from claims.records import Article, Claim
from verifier.itself.contradictions import contradictions
from verifier.itself.headline import overstatements
from verifier.itself.marks import unclosed
from verifier.itself.page import Finding, Page
from verifier.itself.sums import failures
from verifier.records import Flag
from verifier.verdict.rules import BY_ID

_CHECKS: tuple[tuple[frozenset[str], Callable[[Page], Iterator[Finding]]], ...] = (
    (frozenset({"SELF001"}), contradictions),
    (frozenset({"HEAD001"}), overstatements),
    (frozenset({"NUM003"}), failures),
    (frozenset({"QUO008"}), unclosed),
)


def own_flags(article: Article, claims: Sequence[Claim], on: Set[str]) -> tuple[tuple[Flag, ...], ...]:
    """For each claim the flags that the article raises against itself; a check that can raise none is not run.

    A flag belongs to the shortest claim that has its words, or else to the nearest one.
    """
    page = Page(article, tuple(claims))
    found: list[list[Flag]] = [[] for _ in claims]
    for rules, look in _CHECKS:
        for one in look(page) if claims and rules & on else ():
            rule = BY_ID[one.rule]
            flag = Flag(rule.id, rule.name, rule.severity, one.message, one.spans, elsewhere=one.elsewhere)
            found[_owner(claims, one.spans[0][0])].append(flag)
    return tuple(map(tuple, found))


def _owner(claims: Sequence[Claim], position: int) -> int:
    """The index of the claim that a place belongs to."""

    def distance(i: int) -> tuple[int, int]:
        spans = claims[i].spans
        away = min(max(start - position, position - end + 1, 0) for start, end in spans)
        return away, sum(end - start for start, end in spans)

    return min(range(len(claims)), key=distance)
