"""The classes of natural language inference, and in which order a model gives them."""

from __future__ import annotations

from collections.abc import Mapping

from claims.errors import InputError

LABELS = ("entailment", "neutral", "contradiction")
# Names under which models know the class of entailment in a two-class head.
SUPPORTING = ("entailment", "supported", "support", "consistent", "true", "faithful")


def label_order(id2label: Mapping[int, str], model: str) -> tuple[int, ...]:
    """The indices of entailment, neutral and contradiction among a model's outputs; of a two-class model those
    of entailment and not-entailment. Raises InputError where the names do not say."""
    names = {i: str(name).lower().replace("-", "_") for i, name in id2label.items()}
    found = [next((i for i, name in names.items() if name.startswith(label)), None) for label in LABELS]
    if len(names) == len(LABELS) and None not in found:
        return tuple(i for i in found if i is not None)
    if len(names) == 2:
        yes = [i for i, name in names.items() if name.startswith(SUPPORTING)]
        if len(yes) == 1:
            return (yes[0], 1 - yes[0])
    raise InputError(
        model,
        f"its config has no NLI labels ({', '.join(names.values())})",
        "set id2label to entailment, neutral, contradiction",
    )
