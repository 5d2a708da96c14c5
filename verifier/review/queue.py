"""Which claims a person looks at, and in which order: errors first, then conflicts, then what is least sure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from verifier.records import CheckedClaim, Label, Report
from verifier.report.marks import BANDS, Sureness, sureness
from verifier.report.segments import headline
from verifier.report.wording import LABELS, full_name, questions, speaker_key

# Of a claim in the queue: nobody has answered, the reviewer will come back to it, cannot tell, or has answered.
Stage = Literal["to decide", "later", "unsure", "decided"]
Shown = Literal["flagged", "all"]

OWN = "the article itself"


@dataclass(frozen=True, slots=True)
class Item:
    """A claim to be judged: the ``number``-th, from 0, of the ``article``-th of the reports, from 0."""

    report: Report
    article: int
    number: int

    @property
    def checked(self) -> CheckedClaim:
        """The claim with its verdicts and flags."""
        return self.report.claims[self.number]


@dataclass(frozen=True, slots=True)
class Filter:
    """What the queue is narrowed to; None leaves a respect open.

    ``rule`` is an id, ``source`` the key of a source (``source_of``), ``verdict`` a label of either question,
    ``article`` the place of a report.
    """

    shown: Shown = "flagged"
    stage: Stage | None = "to decide"
    rule: str | None = None
    source: str | None = None
    verdict: str | None = None
    sureness: Sureness | None = None
    article: int | None = None

    def takes(self, item: Item, stage: Stage) -> bool:
        """Whether a claim of this stage is in the queue; what was put off for later is still to decide."""
        checked = item.checked
        return (
            (self.shown == "all" or is_flagged(checked))
            and (self.stage in (None, stage) or (self.stage, stage) == ("to decide", "later"))
            and (self.rule is None or any(flag.rule == self.rule for flag in checked.flags))
            and self.source in (None, source_of(checked))
            and (self.verdict is None or any(verdict.label == self.verdict for _, verdict in questions(checked)))
            and self.sureness in (None, least_sure(checked))
            and self.article in (None, item.article)
        )


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that a filter can have: its name for people, and how many claims have it."""

    value: str
    name: str
    count: int


def items(reports: Sequence[Report]) -> tuple[Item, ...]:
    """Every claim of the reports, what matters most first.

    Errors, then conflicts and other warnings, then the rest; among these what is least sure, then reading order.
    """
    every = (Item(report, at, number) for at, report in enumerate(reports) for number in range(len(report.claims)))
    return tuple(
        sorted(every, key=lambda item: (_urgency(item.checked), certainty(item.checked), item.article, item.number))
    )


def queue(every: Sequence[Item], stages: Sequence[Stage], wanted: Filter) -> tuple[int, ...]:
    """The places in ``every`` of the claims that the filter takes, in order; those put off for later come last."""
    taken = [at for at, item in enumerate(every) if wanted.takes(item, stages[at])]
    return tuple(sorted(taken, key=lambda at: stages[at] == "later"))


def choices(every: Iterable[Item]) -> Mapping[str, tuple[Choice, ...]]:
    """What each filter can be set to: rules by id, sources by how often they speak, verdicts, sureness, articles."""
    rules: Counter[str] = Counter()
    names: dict[str, str] = {}
    sources: Counter[str] = Counter()
    verdicts: Counter[str] = Counter()
    sure: Counter[str] = Counter()
    articles: Counter[int] = Counter()
    titles: dict[int, str] = {}
    rule_names: dict[str, str] = {}
    for item in every:
        checked = item.checked
        rules.update({flag.rule for flag in checked.flags})
        rule_names.update({flag.rule: f"{flag.rule} {flag.name}" for flag in checked.flags})
        names.setdefault(source_of(checked), source_name(checked))
        sources[source_of(checked)] += 1
        verdicts.update({verdict.label for _, verdict in questions(checked)})
        sure.update(filter(None, [least_sure(checked)]))
        articles[item.article] += 1
        if item.article not in titles:
            titles[item.article] = headline(item.report.article)
    return {
        "rule": tuple(Choice(rule, rule_names[rule], rules[rule]) for rule in sorted(rules)),
        "source": tuple(Choice(key, names[key], count) for key, count in sources.most_common()),
        "verdict": tuple(Choice(each, _word(each), verdicts[each]) for each in LABELS if verdicts[each]),
        "sureness": tuple(Choice(each, each, sure[each]) for each in get_args(Sureness) if sure[each]),
        "article": tuple(Choice(str(at), titles[at], articles[at]) for at in sorted(articles)),
    }


def _word(label: Label) -> str:
    return "open" if label == "NOT ENOUGH INFO" else label.lower()


def is_flagged(checked: CheckedClaim) -> bool:
    """Whether the claim has a new error or warning; notes alone are read by who asks for all claims."""
    return any(flag.severity != "note" and flag.state == "new" for flag in checked.flags)


def source_of(checked: CheckedClaim) -> str:
    """What is the same for all claims of one source: the innermost voice, or the article itself."""
    return speaker_key(checked.claim.chain[-1]) if checked.claim.chain else OWN


def source_name(checked: CheckedClaim) -> str:
    """The source under its full name."""
    return full_name(checked.claim.chain[-1]) if checked.claim.chain else OWN


def certainty(checked: CheckedClaim) -> float:
    """The confidence of the verdict that is least sure, 1 where nothing was asked."""
    return min((verdict.confidence for _, verdict in questions(checked)), default=1.0)


def least_sure(checked: CheckedClaim) -> Sureness | None:
    """The verdict that is least sure in words; None where nothing was asked."""
    words = {sureness(verdict) for _, verdict in questions(checked)}
    return next((band.word for band in reversed(BANDS) if band.word in words), None)


def _urgency(checked: CheckedClaim) -> int:
    labels = {verdict.label for _, verdict in questions(checked)}
    severities = {flag.severity for flag in checked.flags if flag.state == "new"}
    if "error" in severities or "REFUTED" in labels:
        return 0
    return 1 if "warning" in severities or "CONFLICTING" in labels else 2
