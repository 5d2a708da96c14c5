"""Decisions of people on what was flagged."""

from verifier.review.notebook import Review, show

__all__ = ["Review", "show"]
