"""The classes of natural language inference, in the order of the shipped model's outputs."""

LABELS = ("entailment", "neutral", "contradiction")
