"""Answers as pairs that an NLI model learns from: a passage, what it was asked, and what reviewers say it shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from claims.records import Claim
from verifier.records import Evidence, Label, Report, Stance
from verifier.report.json import dump
from verifier.report.wording import questions
from verifier.review.answers import Answer
from verifier.review.file import Entry
from verifier.review.standing import Decisions

# What a passage shows, by what the verdict should be and how the passage was taken; nothing where that is not clear:
# who finds a claim supported against a verdict does not say by which passage.
_SHOWN: dict[tuple[Label, Stance], str] = {
    ("SUPPORTED", "supports"): "entailment",
    ("REFUTED", "refutes"): "contradiction",
    ("REFUTED", "supports"): "not_entailment",
    ("CONFLICTING", "supports"): "entailment",
    ("CONFLICTING", "refutes"): "contradiction",
    ("NOT ENOUGH INFO", "supports"): "neutral",
    ("NOT ENOUGH INFO", "refutes"): "neutral",
    ("NOT ENOUGH INFO", "neither"): "neutral",
}


def render(entries: Iterable[Entry], reports: Sequence[Report]) -> str:
    """A pair a line: ``{"id", "premise", "hypothesis", "label"}``, as ``sayso train nli`` reads them.

    Only answers count that hold in one of the ``identified`` reports, and on which reviewers do not differ.
    """
    decisions = Decisions(entries, date.min)
    rows = dict.fromkeys(row for report in reports for row in _rows(report, decisions))
    return "".join(f"{row}\n" for row in rows)


def _rows(report: Report, decisions: Decisions) -> Iterator[str]:
    for checked, standings in zip(report.claims, decisions.answers(report), strict=True):
        answers: dict[str, list[Answer]] = defaultdict(list)
        for each in standings:
            if isinstance(each.entry, Answer) and each.entry.question and each.entry.told and not each.lapsed:
                answers[each.entry.question].append(each.entry)
        for question, verdict in questions(checked):
            told = {answer.told for answer in answers[question]}
            label = told.pop() if len(told) == 1 else None
            hypothesis = _hypothesis(checked.claim, question)
            for number, evidence in enumerate(verdict.evidence, 1):
                shown = _SHOWN.get((label, evidence.stance)) if label else None
                if shown and hypothesis and not _is_told(evidence, question):
                    id_ = f"{answers[question][0].identity}-{question}-{number}"
                    pair = {"premise": evidence.passage.text, "hypothesis": hypothesis, "label": shown}
                    yield dump({"id": id_, **pair})


def _hypothesis(claim: Claim, question: str) -> str | None:
    from verifier.check import hypotheses

    so, said = hypotheses(claim)
    return said if question == "said" else so


def _is_told(evidence: Evidence, question: str) -> bool:
    """Whether a passage only has somebody say it, which is no evidence that it is so, and none that it is not."""
    return question == "so" and bool(evidence.chain)
