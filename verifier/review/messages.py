"""What the review widget asks of Python: messages, told apart by their field ``do`` and checked on arrival."""

from __future__ import annotations

from typing import Literal

import msgspec

from verifier.records import Question
from verifier.review.answers import OnClaim
from verifier.review.decisions import OnFlag
from verifier.review.queue import Filter

# Characters of a reason, and of words.
LONGEST = 1_000


class _Message(msgspec.Struct, frozen=True, tag_field="do"):
    pass


class Open(_Message, frozen=True, tag="open"):
    """The queue from the beginning, and what it can be narrowed to."""


class Narrow(_Message, frozen=True, tag="queue"):
    """The queue as a filter leaves it."""

    filter: Filter


class Show(_Message, frozen=True, tag="claim"):
    """A claim with its evidence; ``at`` is its place among all claims, from 0, here and below."""

    at: int


class Read(_Message, frozen=True, tag="article"):
    """A part of an article."""

    article: int
    part: int


class Look(_Message, frozen=True, tag="passage"):
    """A reference around the passage of a piece of evidence."""

    at: int
    question: Question
    evidence: int


class Say(_Message, frozen=True, tag="answer"):
    """An answer on a claim or a question about it, or the suppression of its ``flags``, by their identities.

    ``voice`` is the number of a voice of the article, or the one behind the last for the article itself; ``spans`` are
    words of the article, ``words`` such that were typed and not marked.
    """

    at: int
    answer: OnClaim | Literal["suppress"]
    question: Question | None = None
    voice: int | None = None
    spans: tuple[tuple[int, int], ...] = ()
    words: str | None = None
    flags: tuple[str, ...] = ()
    reason: str | None = None


class Count(_Message, frozen=True, tag="count"):
    """How many flags ``Many`` would be about."""

    at: int
    rule: str


class Many(_Message, frozen=True, tag="many"):
    """One decision on all flags of a rule that nobody decided on, of claims of the same source as that at ``at``."""

    at: int
    rule: str
    decision: OnFlag
    reason: str


class Withdraw(_Message, frozen=True, tag="withdraw"):
    """Take back what the reviewer answered on a claim."""

    at: int


class Undo(_Message, frozen=True, tag="undo"):
    """Take back the last answer."""


Message = Open | Narrow | Show | Read | Look | Say | Count | Many | Withdraw | Undo


def message_of(value: object) -> Message:
    """The message in plain values; raises ``msgspec.ValidationError`` for what is none."""
    message: Message = msgspec.convert(value, type=Message)
    return message
