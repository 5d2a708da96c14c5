"""What people decided on flags: the baseline of a project, suppressions, and reviewers' decisions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal

from verifier.records import CheckedClaim, Flag, Report
from verifier.report.identity import article_key, content_key
from verifier.report.wording import chain_words

# ``known``: it may be right, and is nothing new; ``false alarm``: it is wrong, or to be passed over; ``right``: it is
# right, and goes on being shown.
OnFlag = Literal["known", "false alarm", "right"]


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody decided on one flag, at a ``time`` in UTC.

    ``identity``, ``article`` and ``content`` are those of ``verifier.report.identity``; ``article_id``, ``claim`` and
    ``voices`` are for people. It holds up to and with the day ``expires``.
    """

    identity: str
    rule: str
    article: str
    article_id: str
    content: str
    claim: str
    voices: str
    decision: OnFlag
    reason: str | None = None
    author: str | None = None
    time: datetime | None = None
    expires: date | None = None

    @property
    def key(self) -> tuple[str, ...]:
        """A file has one decision of an author on a flag, the last."""
        return "flag", self.identity, self.author or ""

    @property
    def order(self) -> tuple[str, ...]:
        """Entries stand by article, claim and rule."""
        return self.article_id, self.article, self.claim, self.rule, self.identity, self.author or ""

    @property
    def words(self) -> str:
        """What was decided, in a few words for people."""
        return f"{self.decision} on {self.rule}"


def decision_on(
    report: Report,
    checked: CheckedClaim,
    flag: Flag,
    decision: OnFlag,
    *,
    reason: str | None = None,
    author: str | None = None,
    time: datetime | None = None,
    expires: date | None = None,
) -> Decision:
    """A decision on a flag of an ``identified`` report."""
    claim = checked.claim
    return Decision(
        flag.identity, flag.rule, article_key(report.article), report.article.id, content_key(checked, flag),
        claim.text, chain_words(claim.chain), decision, reason, author, time, expires,
    )  # fmt: skip


def flags_of(reports: Sequence[Report]) -> Iterator[tuple[Report, CheckedClaim, Flag]]:
    """Every flag with its claim and report, in reading order."""
    for report in reports:
        for checked in report.claims:
            for flag in checked.flags:
                yield report, checked, flag


def now() -> datetime:
    """The time of a decision: in UTC, to the second."""
    return datetime.now(UTC).replace(microsecond=0)
