"""Verdicts as ClaimReview of schema.org (JSON-LD), marked as a machine's draft that a person has to read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from verifier.records import CheckedClaim, Label, Report, Verdict
from verifier.report.json import dump
from verifier.report.wording import full_name

# What the labels are on schema.org's scale from worst to best; what is not settled is not rated.
_RATINGS: dict[Label, int] = {"REFUTED": 1, "CONFLICTING": 3, "SUPPORTED": 5}


def render(reports: Sequence[Report]) -> str:
    """One JSON-LD object whose graph has a review for each claim whose content the references settle."""
    return whole([part(report) for report in reports])


def part(report: Report) -> tuple[dict[str, Any], ...]:
    """What the graph has of one report."""
    settled = ((c, c.so) for c in report.claims if c.so is not None and c.so.label in _RATINGS)
    return tuple(_review(report, checked, so) for checked, so in settled)


def whole(parts: Sequence[tuple[dict[str, Any], ...]]) -> str:
    """The object, of its parts."""
    graph = [review for each in parts for review in each]
    return dump({"@context": "https://schema.org", "@graph": graph}, indent=2) + "\n"


def _review(report: Report, checked: CheckedClaim, so: Verdict) -> dict[str, Any]:
    article, claim = report.article, checked.claim
    run = report.run
    appearance: dict[str, Any] = {"@type": "NewsArticle", "name": article.title or article.id}
    appearance |= {"url": article.url} if article.url else {}
    appearance |= {"datePublished": article.published.isoformat()} if article.published else {}
    appearance |= {"publisher": {"@type": "Organization", "name": article.publisher}} if article.publisher else {}
    reviewed: dict[str, Any] = {"@type": "Claim", "text": claim.text, "appearance": appearance}
    if claim.chain:
        # Whether a source is a person or an organisation is not known.
        reviewed["author"] = {"@type": "Thing", "name": full_name(claim.chain[-1])}
    elif article.publisher:
        reviewed["author"] = {"@type": "Organization", "name": article.publisher}
    return {
        "@type": "ClaimReview",
        "claimReviewed": claim.text,
        "creativeWorkStatus": "Draft",
        "abstract": f"A machine's draft, not a published review: {so.reason}",
        "author": {"@type": "SoftwareApplication", "name": "SaySo", "softwareVersion": run.version},
        "itemReviewed": reviewed,
        "reviewRating": {
            "@type": "Rating",
            "ratingValue": _RATINGS[so.label],
            "worstRating": 1,
            "bestRating": 5,
            "alternateName": f"{so.label} by the references (machine’s draft)",
        },
        "isBasedOn": [_source(report, index, so) for index in range(len(so.evidence))],
    }


def _source(report: Report, index: int, so: Verdict) -> dict[str, Any]:
    passage = so.evidence[index].passage
    found: dict[str, Any] = {"@type": "CreativeWork", "name": passage.title or passage.document_id}
    found |= {"identifier": passage.document_id, "text": passage.text}
    found |= {"url": passage.url} if passage.url else {}
    found |= {"datePublished": passage.published.isoformat()} if passage.published else {}
    found |= {"publisher": {"@type": "Organization", "name": passage.publisher}} if passage.publisher else {}
    return found
