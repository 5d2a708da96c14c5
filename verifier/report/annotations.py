"""Flags as annotations of the W3C Web Annotation Data Model, anchored by quoted text and by position.

Positions count Unicode code points, as the model's TextPositionSelector does. Words that are interrupted have a target
for each of their parts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from claims.records import Span
from verifier.records import Report
from verifier.report.findings import Finding, evidence, findings
from verifier.report.json import dump
from verifier.report.wording import source_words

# Characters of the text before and behind the quoted words, by which they are found where the text has changed.
AROUND = 32


def render(reports: Sequence[Report]) -> str:
    """One annotation page with an annotation for each flag."""
    return whole([part(report) for report in reports])


def part(report: Report) -> tuple[dict[str, Any], ...]:
    """What the page has of one report."""
    return tuple(_annotation(finding) for finding in findings(report))


def whole(parts: Sequence[tuple[dict[str, Any], ...]]) -> str:
    """The page, of its parts."""
    page = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": "urn:sayso:flags",
        "type": "AnnotationPage",
        "items": [item for each in parts for item in each],
    }
    return dump(page, indent=2) + "\n"


def _annotation(finding: Finding) -> dict[str, Any]:
    flag, article = finding.flag, finding.report.article
    told = [f"{flag.severity}: {flag.message}"]
    told += [
        f"{each.stance}: {source_words(each.passage)}: “{each.passage.text}”"
        for each in evidence(finding.checked, flag)
    ]
    spans = flag.spans or finding.checked.claim.spans
    return {
        "id": f"urn:sayso:flag:{flag.identity}",
        "type": "Annotation",
        "motivation": "assessing",
        "creator": {"type": "Software", "name": f"SaySo {finding.report.run.version}"},
        "body": [
            {"type": "TextualBody", "purpose": "assessing", "format": "text/plain", "value": "\n".join(told)},
            {"type": "TextualBody", "purpose": "tagging", "format": "text/plain", "value": flag.rule},
        ],
        "target": [
            {"source": article.url or quote(finding.name, safe="/"), "selector": _selectors(article.text, span)}
            for span in spans
        ],
    }


def _selectors(text: str, span: Span) -> list[dict[str, Any]]:
    start, end = span
    return [
        {
            "type": "TextQuoteSelector",
            "exact": text[start:end],
            "prefix": text[max(0, start - AROUND) : start],
            "suffix": text[end : end + AROUND],
        },
        {"type": "TextPositionSelector", "start": start, "end": end},
    ]
