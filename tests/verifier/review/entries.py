"""Invented entries of reviewers, and strategies that draw them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, get_args

from hypothesis import strategies as st

from verifier.records import Label, Question, Report
from verifier.review.answers import ON_FINDING, ON_QUESTION, Answer, OnClaim, answers_on
from verifier.review.decisions import Decision, OnFlag
from verifier.review.file import Entry

TIME = datetime(2031, 3, 5, 9, 30, tzinfo=UTC)
HOSTILE = "=cmd|' /C calc'!A0\n<script>alert(1)</script> | \u202e\\u202e \u2028 '-1 `x` [a](javascript:b) 😀"


def on_claim(
    author: str | None,
    answer: OnClaim,
    *,
    claim: int = 1,
    question: Question | None = "so",
    label: Label | None = "REFUTED",
    confidence: float | None = 0.9,
    rules: tuple[str, ...] = ("SO001",),
    evidence: tuple[tuple[str, str], ...] = (("log", "aa"),),
    right_voice: str | None = None,
    right_spans: tuple[tuple[int, int], ...] = (),
    reason: str | None = None,
    time: datetime | None = TIME,
) -> Answer:
    """An answer on the claim of this number."""
    return Answer(
        f"claim{claim}", "id:draft", "draft", f"content{claim}", f"Claim {claim}.", "", question, answer,
        label, confidence, rules, evidence, right_voice, right_spans, None, reason, author, time,
    )  # fmt: skip


def on_flag(
    author: str | None,
    decision: OnFlag,
    *,
    claim: int = 1,
    rule: str = "SO001",
    reason: str | None = None,
    time: datetime | None = TIME,
) -> Decision:
    """A decision on a flag of the claim of this number."""
    return Decision(
        f"{rule}-{claim}", rule, "id:draft", "draft", f"content{claim}", f"Claim {claim}.", "", decision, reason,
        author, time,
    )  # fmt: skip


# Two surrogates side by side are one character in every file, so that no text has them.
texts = st.one_of(st.just(HOSTILE), st.text(st.characters(exclude_categories=["Cs"]), max_size=12))
_optional = st.one_of(st.none(), texts.filter(bool))
_authors = st.sampled_from(["Ann", "Ben", "=Cy", None])
_times = st.one_of(
    st.none(),
    st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)).map(lambda t: t.replace(tzinfo=UTC, microsecond=0)),
)
_identities = st.sampled_from(["a", "b", "c"])
_spans = st.sampled_from([((0, 4),), ((1, 2), (5, 9))])

decisions = st.builds(
    Decision, _identities, st.sampled_from(["SO001", "NUM001"]), _identities, texts, _identities, texts, texts,
    st.sampled_from(get_args(OnFlag)), _optional, _authors, _times,
    st.one_of(st.none(), st.dates(date(2000, 1, 1), date(2100, 1, 1))),
)  # fmt: skip


@st.composite
def answers(draw: st.DrawFn) -> Answer:
    """Any answer that its question can have."""
    question: Question | None = draw(st.sampled_from(["said", "so", None]))
    answer = draw(st.sampled_from(ON_QUESTION if question else ON_FINDING))
    label: Label | None = draw(st.sampled_from(get_args(Label))) if question else None
    return Answer(
        draw(_identities), draw(_identities), draw(texts), draw(_identities), draw(texts), draw(texts),
        question, answer, label, draw(st.sampled_from([0.0, 0.25, 1.0])) if question else None,
        tuple(draw(st.lists(st.sampled_from(["SO001", "NUM001"]), max_size=2, unique=True))),
        tuple(sorted(draw(st.dictionaries(texts, _identities, max_size=2)).items())) if question else (),
        draw(texts.filter(bool)) if answer == "wrong voice" else None,
        draw(_spans) if answer == "badly split" else (),
        draw(texts.filter(bool)) if answer == "badly split" else None,
        draw(_optional), draw(_authors), draw(_times),
    )  # fmt: skip


entries: st.SearchStrategy[Entry] = st.one_of(decisions, answers())
files = st.lists(entries, max_size=6)


def answer_on(report: Report, index: int, question: Question | None, answer: OnClaim, **told: Any) -> Answer:
    """An answer on one claim of a report."""
    return answers_on(report, [(index, question)], answer, **told)[0]
