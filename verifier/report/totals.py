"""What a run over many articles amounts to: coverage, flags, and what fails it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Set
from dataclasses import dataclass, field

from verifier.records import CheckedClaim, Report, Severity
from verifier.report.findings import Finding, findings, is_settled, not_in_references
from verifier.report.wording import SEVERITIES, count
from verifier.verdict.rules import NOTHING_CHECKED

# What fails a run is named on stderr, up to so many lines.
MOST_NAMED = 20


@dataclass
class Totals:
    """Counts over the reports that were added; ``failing`` says what fails a run: rules, or all of a severity.

    ``by_themselves`` says that no references were asked.
    """

    failing: Set[str] = frozenset()
    articles: int = 0
    claims: int = 0
    checkable: int = 0
    with_evidence: int = 0
    settled: int = 0
    open: int = 0
    known: int = 0
    suppressed: int = 0
    flags: Counter[Severity] = field(default_factory=Counter)
    failed: int = 0
    named: list[str] = field(default_factory=list)
    by_themselves: bool = False

    def add(self, report: Report) -> None:
        """Count one report."""
        self.articles += 1
        self.by_themselves |= not report.run.corpus
        for checked in report.claims:
            self.claims += 1
            self.checkable += checked.claim.checkable or checked.said is not None
            self.with_evidence += _has_evidence(checked)
            self.settled += is_settled(checked.said) or is_settled(checked.so)
            self.open += not_in_references(checked)
        for finding in findings(report):
            flag = finding.flag
            self.known += flag.state == "known"
            self.suppressed += flag.state == "suppressed"
            if flag.state == "new":
                self.flags[flag.severity] += 1
                if self.failing & {flag.rule, flag.severity}:
                    self.failed += 1
                    if len(self.named) < MOST_NAMED:
                        self.named.append(place_words(finding))

    @property
    def nothing_checked(self) -> bool:
        """Whether no reference bears on any claim of the articles: such a run says nothing, and is not a pass."""
        return self.articles > 0 and not self.with_evidence and not self.by_themselves

    def lines(self) -> Iterator[str]:
        """The summary in words, a line each."""
        over = f"{count(self.articles, 'article')}, {count(self.claims, 'claim')}"
        if self.by_themselves:
            yield f"{over}: held against {'itself' if self.articles == 1 else 'themselves'} alone, without --corpus"
        else:
            counts = f"{self.checkable} checkable, {self.with_evidence} with evidence, {self.settled} settled"
            yield f"{over}: {counts}"
        told = [count(self.flags[severity], severity) for severity in SEVERITIES if self.flags[severity]]
        told = told or ["no error or warning"]
        if self.open:
            told.append(f"{count(self.open, 'claim')} {'is' if self.open == 1 else 'are'} not in the references")
        told += [
            f"{number} {word}" for number, word in ((self.known, "known"), (self.suppressed, "suppressed")) if number
        ]
        yield ", ".join(told)
        if self.nothing_checked:
            yield nothing_checked_words(self)
        yield from (f"failed: {line}" for line in self.named)
        if self.failed > len(self.named):
            yield f"failed: {self.failed - len(self.named)} more"


def nothing_checked_words(totals: Totals) -> str:
    """The message of ``RUN001``."""
    rule = NOTHING_CHECKED
    return f"{rule.id} {rule.name}: none of {count(totals.claims, 'claim')} meets anything in the references"


def place_words(finding: Finding) -> str:
    """Where a flag stands and what it is: ``draft.md:12:5: NUM001 number: … (claim: …)``."""
    region, flag = finding.region, finding.flag
    where = f"{finding.name}:{region.line}:{region.column}"
    return f"{where}: {flag.severity} {flag.rule} {flag.name}: {flag.message} (claim: {finding.checked.claim.text})"


def _has_evidence(checked: CheckedClaim) -> bool:
    return any(verdict.evidence for verdict in (checked.said, checked.so) if verdict)
