"""Claims, statements and readings made by hand, for tests that need no model."""

from __future__ import annotations

from datetime import date
from typing import Any

from claims.records import Claim, Kind, Spans, Voice
from verifier.checks import Comparison, Effect
from verifier.records import Passage, Scores
from verifier.references.alignment import Told
from verifier.references.statements import Statement
from verifier.verdict.nearness import TWIN, Near
from verifier.verdict.readings import CHECKS, CONTRADICTION, Reading

FRONTEX = Voice("Frontex", (), "said", (), "say")
BILD = Voice("Bild", (), "reported", (), "report")
UNNAMED = Voice(None, (), "reportedly", (), "report")
NEUTRAL = (0.1, 0.1)
# What the statements of ``read`` say, and (support, contradiction) that decide it or do not.
P = "Belarus was helping migrants cross the border."
FOR, AGAINST, OPEN = (0.9, 0.02), (0.02, 0.9), (0.3, 0.2)
OTHER = Comparison(False, "SO001", "helping here, stopping there", ((0, 1),), ((2, 3),), "opens")


def voice(source: str | None, *, denied: bool = False, resolved: str | None = None) -> Voice:
    return Voice(source, (), "denied" if denied else "said", (), "say", "denied" if denied else "affirmed", resolved)


def told(
    content: str,
    *chain: Voice,
    spans: Spans | None = None,
    checkable: bool = True,
    day: date | None = None,
    text: str | None = None,
) -> Told:
    """A claim of these words, which are all of the ``text`` unless that is given."""
    kind: Kind = "attributed" if chain else "asserted"
    where = spans or ((0, len(content)),)
    claim = Claim("a", content, kind, content, where, chain, checkable, None if checkable else "opinion")
    return Told(claim, text or content, day)


def statement(
    text: str, *chain: Voice, document: str = "d", publisher: str | None = None, before: str = "", after: str = ""
) -> Statement:
    """A statement of a document that has ``before`` and ``after`` around it."""
    whole = before + text + after
    span = (len(before), len(before) + len(text))
    kind: Kind = "attributed" if chain else "asserted"
    claim = Claim(document, text, kind, text, (span,), chain)
    return Statement(Told(claim, whole), Passage(document, text, span, publisher=publisher))


def scores(support: float, contradiction: float) -> Scores:
    return Scores(support, round(max(0.0, 1 - support - contradiction), 4), contradiction)


def reading(
    said: Statement,
    nli: tuple[float, float] = NEUTRAL,
    *,
    similarity: float = 0.5,
    about: float = 0.8,
    shared: int = 5,
    named: bool = True,
    in_words: bool = False,
    asserted: bool | None = None,
    told: tuple[float, float] | None = None,
    passage: Passage | None = None,
    differing: tuple[Comparison, ...] | None = None,
    copied: bool = False,
    elsewhere: bool = False,
    weight: float | None = None,
    **found: Comparison | None,
) -> Reading:
    """A reading with (support, contradiction) by NLI, and what the checks of these rules say.

    What it entails is as likely as NLI's support, unless a ``weight`` is given; unless it is given in which words they
    differ, what NLI finds to contradict differs in one.
    """
    if differing is None:
        differing = (OTHER,) if nli[1] >= CONTRADICTION and similarity < TWIN and not in_words else ()
    answers = tuple(next((found[rule] for rule in check.rules if rule in found), None) for check in CHECKS)
    assert not set(found) - {rule for check in CHECKS for rule in check.rules}
    return Reading(
        Near(
            said,
            similarity,
            about,
            about,
            shared,
            named,
            in_words,
            not said.claim.chain if asserted is None else asserted,
            copied,
        ),
        passage or said.passage,
        scores(*nli),
        nli[0],
        told and scores(*told),
        told[0] if told else 0.0,
        nli[0] if weight is None else weight,
        told[0] if told else 0.0,
        answers,
        differing,
        elsewhere,
    )


def read(nli: tuple[float, float], *chain: Voice, document: str = "d", **more: Any) -> Reading:
    """A reading of a statement that has nothing in common with those of other documents but its sentence."""
    around = " ".join(f"{document}{n}" for n in range(30)) + ". "
    return reading(statement(P, *chain, document=document, before=around), nli, **more)


def differs(rule: str, effect: Effect = "refutes", message: str = "7 here, 5 there") -> Comparison:
    return Comparison(False, rule, message, ((0, 1),), ((2, 3),), effect)
