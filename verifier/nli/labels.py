"""The classes of natural language inference, and which of a model's outputs say them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from claims.errors import InputError
from verifier.records import Scores

LABELS = ("entailment", "neutral", "contradiction")
# Names under which models with two classes know that of entailment, and that of contradiction.
SUPPORTING = ("entailment", "supported", "support", "consistent", "true", "faithful")
REFUTING = ("contradict", "refut")

# The outputs of entailment, neutral and contradiction; None for one that the model does not have.
Order = tuple[int | None, int | None, int | None]


def label_order(id2label: Mapping[int, str], model: str) -> Order:
    """Which of a model's outputs are entailment, neutral and contradiction, by their names.

    Of two classes the second is contradiction where its name says so. Else it is only known as not entailed, and is
    given as neutral. Raises InputError where the names do not say.
    """
    names = {i: str(name).lower().replace("-", "_") for i, name in id2label.items()}
    if sorted(names) == list(range(len(names))):
        entailment, neutral, contradiction = (
            next((i for i, name in names.items() if name.startswith(label)), None) for label in LABELS
        )
        if len(names) == len(LABELS) and None not in (entailment, neutral, contradiction):
            return entailment, neutral, contradiction
        supporting = [i for i, name in names.items() if name.startswith(SUPPORTING)]
        if len(names) == 2 and len(supporting) == 1:
            (yes,), no = supporting, 1 - supporting[0]
            return (yes, None, no) if names[no].startswith(REFUTING) else (yes, no, None)
    raise InputError(
        model,
        f"its config has no NLI labels ({', '.join(f'{i}: {name}' for i, name in names.items())})",
        "set id2label to 0: entailment, 1: neutral, 2: contradiction",
    )


def told_apart(order: Order) -> tuple[str, ...]:
    """The classes that a model of this order knows; of one that only says "not entailed", entailment alone."""
    known = tuple(label for label, i in zip(LABELS, order, strict=True) if i is not None)
    return known if "contradiction" in known else LABELS[:1]


def scores(p: Sequence[float], order: Order) -> Scores:
    """A model's probabilities by class."""
    entailment, neutral, contradiction = (0.0 if i is None else float(p[i]) for i in order)
    return Scores(entailment, neutral, contradiction)
