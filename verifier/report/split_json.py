"""The claims of articles as JSON: ``sayso split``. ``#/$defs/split`` of ``schema.json`` describes every field."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from claims.records import Article, Claim
from verifier.records import Run
from verifier.report.json import article_object, claim_object, dump

SCHEMA = "sayso-split/1"


def render(articles: Sequence[tuple[Article, Sequence[Claim]]], run: Run) -> str:
    """The claims of articles: one JSON object for one article, a list for any other number."""
    objects = [
        {
            "schema": SCHEMA,
            "run": asdict(run),
            "article": article_object(article),
            "claims": [claim_object(claim) for claim in claims],
        }
        for article, claims in articles
    ]
    return dump(objects[0] if len(objects) == 1 else objects, indent=2) + "\n"
