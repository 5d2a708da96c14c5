"""Files of several reviewers: put together, where they disagree, and how far they agree beyond chance."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import combinations
from typing import Literal

from verifier.review.answers import Answer
from verifier.review.file import Entry, line_of

# What reviewers agree on: the two questions, whether a claim is as its article has it, and whether flags are right.
Respect = Literal["said", "so", "claim", "flags"]
RESPECTS: tuple[Respect, ...] = ("said", "so", "claim", "flags")
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Entries of several reviewers on the same thing that do not say the same, by reviewer.

    ``other_evidence`` says that they saw other evidence, so that both may be right.
    """

    respect: Respect
    entries: tuple[Entry, ...]
    other_evidence: bool = False


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two reviewers agree on what both judged: ``n`` things, on ``agreed`` of which they say the same.

    ``kappa`` is Cohen's (1960): what they agree beyond chance, by how often each gives each judgement; None where
    chance alone would have them agree always.
    """

    reviewers: tuple[str, str]
    respect: Respect
    n: int
    agreed: int
    kappa: float | None


def merged(files: Iterable[Iterable[Entry]]) -> tuple[Entry, ...]:
    """All entries of several files; of an author's on the same thing the newest, whatever the order of the files."""
    last: dict[tuple[str, ...], Entry] = {}
    for entries in files:
        for entry in entries:
            known = last.get(entry.key)
            if known is None or newness(known) < newness(entry):
                last[entry.key] = entry
    return tuple(sorted(last.values(), key=lambda entry: (entry.order, entry.key)))


def brought_in(known: Iterable[Entry], found: Iterable[Entry]) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
    """``known`` entries with those that were ``found`` elsewhere, and the ones of these that are older and stay out.

    At the same time what was found goes first: somebody changed it there.
    """
    last = {entry.key: entry for entry in known}
    older = []
    for entry in found:
        there = last.get(entry.key)
        if there and (there.time or _LONG_AGO) > (entry.time or _LONG_AGO):
            older.append(entry)
        else:
            last[entry.key] = entry
    return tuple(last.values()), tuple(older)


def newness(entry: Entry) -> tuple[datetime, str]:
    """What orders entries on the same thing; the second part tells those of the same second apart."""
    return entry.time or _LONG_AGO, line_of(entry)


def respect_of(entry: Entry) -> Respect:
    """What an entry is about."""
    if not isinstance(entry, Answer):
        return "flags"
    return entry.question or "claim"


def judgement(entry: Entry) -> str | None:
    """What an entry says, in a word that can be compared; None for one that judges nothing.

    Agreeing with a verdict is saying what it says. That a flag is known is no judgement, nor is putting off.
    """
    if not isinstance(entry, Answer):
        return None if entry.decision == "known" else entry.decision
    if entry.answer in ("unsure", "later"):
        return None
    return entry.told or entry.answer if entry.question else entry.answer


def disagreements(entries: Iterable[Entry]) -> tuple[Disagreement, ...]:
    """Where reviewers do not say the same, in the order of the file."""
    return tuple(_disagreements(entries))


def agreements(entries: Iterable[Entry]) -> tuple[Agreement, ...]:
    """How far each two reviewers agree, in each respect in which both judged something on the same evidence."""
    pairs: dict[tuple[str, str, Respect], list[tuple[str, str]]] = defaultdict(list)
    for group in _groups(entries):
        for one, other in combinations(group, 2):
            both = judgement(one), judgement(other)
            if both[0] and both[1] and not _on_other_evidence([one, other]):
                pairs[one.author or "", other.author or "", respect_of(one)].append((both[0], both[1]))
    ordered = sorted(pairs, key=lambda key: (key[:2], RESPECTS.index(key[2])))
    return tuple(_agreement((one, other), respect, pairs[one, other, respect]) for one, other, respect in ordered)


def _disagreements(entries: Iterable[Entry]) -> Iterator[Disagreement]:
    for group in _groups(entries):
        judged = [entry for entry in group if judgement(entry)]
        if len(set(map(_in_full, judged))) > 1:
            yield Disagreement(respect_of(judged[0]), tuple(judged), _on_other_evidence(judged))


def _groups(entries: Iterable[Entry]) -> Iterator[tuple[Entry, ...]]:
    """The entries on the same thing, by author."""
    found: dict[tuple[str, ...], list[Entry]] = defaultdict(list)
    for entry in sorted(entries, key=lambda entry: (entry.order, entry.key)):
        found[entry.key[:-1]].append(entry)
    # In a group they differ by the author alone, and stand by it.
    yield from map(tuple, found.values())


def _in_full(entry: Entry) -> tuple[object, ...]:
    """The judgement with what is right instead."""
    right = (entry.right_voice, entry.right_spans) if isinstance(entry, Answer) else ()
    return judgement(entry), *right


def _on_other_evidence(entries: Sequence[Entry]) -> bool:
    """Whether the documents that two answers rest on differ where they rest on the same kind of them."""
    answers = [entry for entry in entries if isinstance(entry, Answer)]
    return any(
        one.rests_on_shown == other.rests_on_shown and one.evidence != other.evidence
        for one, other in combinations(answers, 2)
    )


def _agreement(reviewers: tuple[str, str], respect: Respect, pairs: Sequence[tuple[str, str]]) -> Agreement:
    agreed = sum(one == other for one, other in pairs)
    return Agreement(reviewers, respect, len(pairs), agreed, kappa(pairs))


def kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Cohen's kappa of two reviewers' judgements (Cohen 1960, "A coefficient of agreement for nominal scales")."""
    n = len(pairs)
    first, second = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    by_chance = sum(first[word] * second[word] for word in first) / n**2
    observed = sum(one == other for one, other in pairs) / n
    return None if by_chance == 1 else (observed - by_chance) / (1 - by_chance)
