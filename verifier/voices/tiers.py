"""How near to the matter a reference is: what an editor said of publishers. It orders evidence and decides nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import get_args
from urllib.parse import urlsplit

from verifier.records import Evidence, Passage, Report, Tier, Verdict

TIERS: tuple[Tier, ...] = get_args(Tier)
ONLY_THE_PARTY = "Only the party itself says so."


@dataclass(frozen=True, slots=True)
class Tiers:
    """Patterns of publishers, hosts or ids of documents, each with its tier; the first that fits counts.

    A pattern is compared without case; ``*`` stands for any characters. A host fits with what stands before it, too:
    ``europa.eu`` is also ``frontex.europa.eu``.

    >>> Tiers((("wire", "AFP"),)).of(Passage("1", "It rained.", (0, 10), publisher="AFP"))
    'wire'
    """

    patterns: tuple[tuple[Tier, str], ...] = ()

    def of(self, passage: Passage) -> Tier | None:
        """The tier of the document that a passage is from; None where no pattern fits."""
        host = (_host(passage.url) or "").casefold()
        names = [name.casefold() for name in (passage.publisher, passage.document_id) if name]
        for tier, pattern in self.patterns:
            plain = pattern.casefold()
            if any(fnmatchcase(name, plain) for name in names):
                return tier
            if host and (fnmatchcase(host, plain) or fnmatchcase(host, f"*.{plain}")):
                return tier
        return None


def weighed(report: Report, tiers: Tiers) -> Report:
    """The report with the tier of each document, and evidence in the order of tiers; verdicts stay what they are.

    Of a claim that nobody but the party itself supports, the reason says so.
    """
    if not tiers.patterns:
        return report
    claims = (
        replace(each, said=each.said and _weighed(each.said, tiers), so=each.so and _weighed(each.so, tiers))
        for each in report.claims
    )
    return replace(report, claims=tuple(claims))


def _weighed(verdict: Verdict, tiers: Tiers) -> Verdict:
    told = [replace(each, passage=replace(each.passage, tier=tiers.of(each.passage))) for each in verdict.evidence]
    ordered = tuple(sorted(told, key=_rank))
    reason = verdict.reason
    if verdict.label == "SUPPORTED" and _all_primary(each for each in ordered if each.stance == "supports"):
        reason = f"{reason} {ONLY_THE_PARTY}"
    return replace(verdict, evidence=ordered, reason=reason)


def _rank(evidence: Evidence) -> int:
    """Evidence without a tier stands with that of the last."""
    return TIERS.index(evidence.passage.tier or TIERS[-1])


def _all_primary(supporting: Iterable[Evidence]) -> bool:
    found = {each.passage.tier for each in supporting}
    return found == {"primary"}


def _host(url: str | None) -> str | None:
    try:
        return urlsplit(url or "").hostname
    except ValueError:
        return None
