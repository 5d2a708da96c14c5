"""Checks: each compares a claim with one statement of a reference, in one respect. One file a check.

A check is a function ``compare(claim: Told, statement: Told) -> Comparison | None``. None means that the two cannot be
compared in this respect: they do not count the same thing, quote nobody, name no day. ``verifier.verdict.readings``
decides which statements are worth comparing, and what becomes of the answers: one statement that agrees clears a claim
of what another differs in.

A check can only make a verdict more cautious. It never makes a claim supported.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from claims.records import Spans

# What a difference does to a verdict that says SUPPORTED: it is contradicted, it is left open, or it stays.
Effect = Literal["refutes", "opens", "keeps"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a check found.

    ``agrees`` says that claim and statement are the same in this respect. Where they are not, ``rule`` is the stable id
    of the flag, ``message`` one line for a person ("4,000 here, about 900 there"), ``spans`` the words of the article
    that differ and ``reference`` those of the reference, as offsets into either text; one of them may be empty.
    """

    agrees: bool
    rule: str = ""
    message: str = ""
    spans: Spans = ()
    reference: Spans = ()
    effect: Effect = "keeps"


AGREES = Comparison(True)
