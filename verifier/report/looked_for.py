"""What was looked for before a verdict was left open, so that a reader can judge what absence means."""

from __future__ import annotations

from dataclasses import dataclass

from verifier.records import CheckedClaim, Passage, Question, Report
from verifier.report.wording import best_evidence, count, questions


@dataclass(frozen=True, slots=True)
class LookedFor:
    """How many ``documents`` were searched, what was ``asked`` of them, and the ``nearest`` passage that was found,
    None where no passage shares enough words with the claim."""

    documents: int
    asked: str
    nearest: Passage | None


def looked_for(report: Report, checked: CheckedClaim, question: Question) -> LookedFor | None:
    """What was looked for with a question of a claim of the report; None where the question is settled or not asked."""
    from verifier.check import hypotheses

    verdict = dict(questions(checked)).get(question)
    if verdict is None or verdict.label != "NOT ENOUGH INFO":
        return None
    so, said = hypotheses(checked.claim)
    nearest = next((evidence.passage for evidence in best_evidence(verdict)), None)
    return LookedFor(int(report.run.corpus.get("documents", 0)), said or so if question == "said" else so, nearest)


def looked_for_words(found: LookedFor, claim: str) -> str:
    """In one line: ``12 documents searched for “The minister said that it rained.”; no passage is like it``.

    What is asked is not repeated where it is the text of the ``claim``.
    """
    asked = "the claim" if found.asked == claim else f"“{found.asked}”"
    end = "" if found.nearest else "; no passage is like it"
    return f"{count(found.documents, 'document')} searched for {asked}{end}"
