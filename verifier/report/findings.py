"""The flags of a report, each with its claim and its place: what formats for other programs list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from verifier.records import CheckedClaim, Evidence, Flag, Report, Verdict
from verifier.report.places import Places, Region
from verifier.report.wording import best_evidence, questions
from verifier.verdict.rules import OF_ARTICLE


@dataclass(frozen=True, slots=True)
class Finding:
    """A flag of the claim ``number`` (from 1) of a report, and where its words stand."""

    report: Report
    number: int
    checked: CheckedClaim
    flag: Flag
    region: Region

    @property
    def name(self) -> str:
        """The file of the article as the user named it, or its id where it comes from none."""
        file = self.report.article.file
        return file.name if file else self.report.article.id


def findings(report: Report) -> Iterator[Finding]:
    """Every flag of the report in reading order."""
    places = Places(report.article)
    for number, checked in enumerate(report.claims, 1):
        for flag in checked.flags:
            yield Finding(report, number, checked, flag, places.region(flag.spans or checked.claim.spans))


def evidence(checked: CheckedClaim, flag: Flag) -> tuple[Evidence, ...]:
    """What a flag rests on: the sentence whose words it names, else what decided the verdicts of its claim.

    What an article raises against itself rests on no reference.
    """
    if flag.rule in OF_ARTICLE:
        return ()
    told = [each for _, verdict in questions(checked) for each in verdict.evidence]
    if flag.reference:
        own = [each for each in told if each.passage.document_id == flag.reference.document_id]
        first = [e for e in own if any(e.passage.span[0] <= s < e.passage.span[1] for s, _ in flag.reference.spans)]
        return tuple(dict.fromkeys(first or own[:1]))
    return tuple(dict.fromkeys(each for _, verdict in questions(checked) for each in best_evidence(verdict)))


def not_in_references(checked: CheckedClaim) -> bool:
    """Whether the claim can be checked and no reference settles anything of it."""
    verdicts = [verdict for _, verdict in questions(checked)]
    return bool(verdicts) and all(verdict.label == "NOT ENOUGH INFO" for verdict in verdicts)


def is_settled(verdict: Verdict | None) -> bool:
    """Whether the references answer the question, one way or both."""
    return verdict is not None and verdict.label != "NOT ENOUGH INFO"
