"""Decisions of people on what was flagged."""

from verifier.review.decisions import Review, show

__all__ = ["Review", "show"]
