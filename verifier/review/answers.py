"""What people answered on claims: to *said* and *so*, and whether a claim is what its article says, by whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Literal

from claims.errors import InputError
from claims.records import Spans
from verifier.records import CheckedClaim, Label, Question, Report, Verdict
from verifier.report.identity import article_key, claim_keys, evidence_of, identity
from verifier.report.wording import chain_words, questions

# ``agree``: with the verdict, or that the claim is split and attributed as it should be; ``later``: it was put off.
OnClaim = Literal[
    "agree", "supported", "refuted", "not in the references", "wrong voice", "badly split", "unsure", "later"
]
# Answers to a question that say what its verdict should be, and those that are about the claim as it was found.
LABELS: Final[dict[OnClaim, Label]] = {
    "supported": "SUPPORTED",
    "refuted": "REFUTED",
    "not in the references": "NOT ENOUGH INFO",
}
ON_QUESTION: Final[tuple[OnClaim, ...]] = ("agree", *LABELS, "unsure", "later")
ON_FINDING: Final[tuple[OnClaim, ...]] = ("agree", "wrong voice", "badly split", "unsure", "later")


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody answered to a question about a claim, at a ``time`` in UTC; one to None is about the claim itself.

    ``identity`` is that of the claim, ``article`` and ``content`` are those of ``verifier.report.identity``;
    ``article_id``, ``claim`` and ``voices`` are for people. ``label``, ``confidence`` and ``rules`` are the verdict and
    the flags that the person saw. ``evidence`` are the documents that the answer rests on, each with a digest of its
    words; when these change it lapses. Of a claim that is badly split ``right_spans`` are the offsets in the article's
    text and ``right_words`` the words there.
    """

    identity: str
    article: str
    article_id: str
    content: str
    claim: str
    voices: str
    question: Question | None
    answer: OnClaim
    label: Label | None = None
    confidence: float | None = None
    rules: tuple[str, ...] = ()
    evidence: tuple[tuple[str, str], ...] = ()
    right_voice: str | None = None
    right_spans: Spans = ()
    right_words: str | None = None
    reason: str | None = None
    author: str | None = None
    time: datetime | None = None

    @property
    def key(self) -> tuple[str, ...]:
        """A file has one answer of an author to a question about a claim, the last."""
        return "claim", self.identity, self.question or "", self.author or ""

    @property
    def order(self) -> tuple[str, ...]:
        """Entries stand by article, claim and question."""
        return self.article_id, self.article, self.claim, self.question or "", self.identity, self.author or ""

    @property
    def words(self) -> str:
        """What was answered, in a few words for people."""
        return f"{self.answer} on {self.question or 'the claim itself'}"

    @property
    def told(self) -> Label | None:
        """What the verdict should be by this answer; None where it does not say."""
        return self.label if self.answer == "agree" else LABELS.get(self.answer)

    @property
    def rests_on_shown(self) -> bool:
        """Whether it rests on all documents that were shown, and not on those alone that decided the verdict.

        Who finds something in the references that the verdict did not may have it from any of them. What merely came
        nearest does not matter else: it changes with every reference that is added.
        """
        return self.answer in ("supported", "refuted") and self.told != self.label


def answers_on(
    report: Report,
    asked: Sequence[tuple[int, Question | None]],
    answer: OnClaim,
    *,
    right_voice: str | None = None,
    right_spans: Spans = (),
    reason: str | None = None,
    author: str | None = None,
    time: datetime | None = None,
    keys: Sequence[tuple[str, int]] = (),
) -> tuple[Answer, ...]:
    """The same answer on several claims: ``asked`` are indices of ``report.claims``, each with its question.

    ``keys`` are the report's ``claim_keys``; the other arguments are as in ``Answer``. Raises InputError for an answer
    that the question does not have, a question that was not asked, a wrong voice without the right one, and spans that
    are not of the article's text.
    """
    key, keys = article_key(report.article), keys or claim_keys(report)
    text = report.article.text
    made = []
    for index, question in asked:
        checked = report.claims[index]
        where = f"claim {checked.claim.id!r} of {report.article.id}"
        verdict = dict(questions(checked)).get(question) if question else None
        if question and verdict is None:
            raise InputError(where, f"{question} is not asked of it", "answer another question")
        if not all(0 <= start < end <= len(text) for start, end in right_spans):
            raise InputError(where, "the right words are not in the article", "mark words of its text")
        content, occurrence = keys[index]
        one = Answer(
            identity(key, content, occurrence), key, report.article.id, content,
            checked.claim.text, chain_words(checked.claim.chain), question, answer,
            verdict.label if verdict else None, round(verdict.confidence, 4) if verdict else None, _rules(checked),
            (), right_voice, tuple(right_spans), " … ".join(text[s:e] for s, e in right_spans) or None,
            reason, author, time,
        )  # fmt: skip
        require_answer(one, where)
        made.append(one if verdict is None else _with_evidence(one, verdict))
    return tuple(made)


def require_answer(answer: Answer, where: str) -> None:
    """Raise InputError where the question does not have such an answer, or what it needs is missing."""
    allowed = ON_QUESTION if answer.question else ON_FINDING
    if answer.answer not in allowed:
        raise InputError(where, f"{answer.answer!r} is no answer to this", f"answer one of {', '.join(allowed)}")
    if answer.answer == "wrong voice" and not answer.right_voice:
        raise InputError(where, "no right voice is given", "name who says it, or the article itself")
    if answer.answer == "badly split" and not answer.right_spans:
        raise InputError(where, "no right words are given", "mark the words of the claim")


def _rules(checked: CheckedClaim) -> tuple[str, ...]:
    return tuple(dict.fromkeys(flag.rule for flag in checked.flags))


def _with_evidence(answer: Answer, verdict: Verdict) -> Answer:
    return replace(answer, evidence=evidence_of(verdict, shown=answer.rests_on_shown))
