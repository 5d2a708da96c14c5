"""How often pronouns get the right name: GAP's measure, and what is right of what the resolver is sure of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from claims.sources.pronouns import sure
from claims.sources.trees import Trees
from claims.training.coreference_data import Example
from claims.training.evaluation import Count

# From these log-odds on a name counts as meant in GAP's task, chosen on its training part: nine in ten of its pronouns
# mean one of the two names that it asks about.
MEANT = -1.3


@dataclass(frozen=True, slots=True)
class Gap:
    """Counts over the names that GAP asks about, by the pronoun's gender."""

    masculine: Count
    feminine: Count

    @property
    def overall(self) -> Count:
        """Both together."""
        return Count(*(a + b for a, b in zip(self.masculine, self.feminine, strict=True)))

    @property
    def bias(self) -> float:
        """F1 of feminine over F1 of masculine pronouns."""
        return self.feminine.f1 / self.masculine.f1 if self.masculine.f1 else 0.0


def gap_score(examples: Iterable[Example], trees: Trees) -> Gap:
    """As GAP's scorer counts (Webster et al. 2018): each of the two names is one decision, true or false; at most the
    likelier one of them is said to be meant."""
    counts = {True: Count(), False: Count()}
    for example in examples:
        scores = trees.score(example.rows[list(example.given)]).tolist()
        best = scores.index(max(scores))
        for i, place in enumerate(example.given):
            said, gold = i == best and scores[i] >= MEANT, bool(example.right[place])
            before = counts[example.feminine]
            counts[example.feminine] = Count(
                before.right + (said and gold), before.predicted + said, before.gold + gold
            )
    return Gap(counts[False], counts[True])


def sure_score(examples: Sequence[Example], trees: Trees, threshold: float) -> Count:
    """Of the pronouns whose person is named: how many get a name where the resolver is ``threshold`` sure, and rightly.

    In GAP only those are counted for which it says whom they mean.
    """
    right = named = gold = 0
    for example in examples:
        if not any(example.right):
            continue
        gold += any(meant and known for meant, known in zip(example.right, example.named, strict=True))
        found = sure(list(zip(trees.score(example.rows).tolist(), example.who, strict=True)))
        if found is None or found[0] < threshold:
            continue
        mine = [i for i, who in enumerate(example.who) if who == found[1]]
        if example.named[mine[0]]:
            named += 1
            right += any(example.right[i] for i in mine)
    return Count(right, named, gold)


def render(snippets: Gap, rows: Sequence[tuple[str, Count]]) -> str:
    """The figures as a table."""
    lines = [f"{'GAP':24} precision  recall      F1"]
    for name, count in (
        ("masculine", snippets.masculine),
        ("feminine", snippets.feminine),
        ("overall", snippets.overall),
    ):
        lines.append(f"{name:24} {100 * count.precision:9.1f} {100 * count.recall:7.1f} {100 * count.f1:7.1f}")
    lines.append(f"{'bias':24} {snippets.bias:25.2f}")
    for name, count in rows:
        lines.append(
            f"{name:24} right {100 * count.precision:.1f} of the {count.predicted} named; {count.gold} could be named"
        )
    return "\n".join(lines)
