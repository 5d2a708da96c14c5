"""Evidence that aged: offices, prices, tolls and records change, and a reference is of its day (AGE001).

A verdict is as of the newest day of the evidence that decides it. A person is told where that is long before the
article, or before the event that it is to be evidence of, or where references of different days say different things.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final, Literal

from claims.records import Claim
from claims.tenses import tense_at
from claims.text.parse import Tree
from verifier.checks.mentions import mentions
from verifier.checks.quantities import quantities
from verifier.checks.roles import trees
from verifier.checks.units import is_money
from verifier.records import Flag, Stance, Verdict
from verifier.references.alignment import Told
from verifier.verdict.rules import BY_ID
from verifier.verdict.superseded import is_counted_anew

RULE = "AGE001"

Changing = Literal["an office", "a price", "a toll", "a record"]

# How long what changes may be taken to be as it was: offices and records for a year, prices for half of one, what is
# counted anew as news comes in for the day of the article.
LASTS: Final[dict[Changing, timedelta]] = {
    "an office": timedelta(days=365),
    "a record": timedelta(days=365),
    "a price": timedelta(days=182),
    "a toll": timedelta(days=1),
}
# An event is dated well enough to be held against evidence where it is known to so many days.
_DATED = timedelta(days=31)
_HOLDING = frozenset({"lead", "head", "chair", "govern", "run", "own"})
_PRICED = frozenset({"cost", "price", "sell", "trade", "charge"})
_PRICES = frozenset("price rate fee fare rent tax salary wage cost tariff premium ticket".split())
_PRESENT = frozenset({"VBZ", "VBP"})


def flags_of_age(told: Told, so: Verdict | None) -> Iterator[Flag]:
    """The flag of a claim whose verdict on *so* hangs on evidence of another day than it needs, if there is one."""
    if so is None:
        return
    for_it, against = _days(so, "supports"), _days(so, "refutes")
    kind = changing(told.claim)
    message = None
    if so.label == "CONFLICTING" and kind and (newest := _newest(for_it)) and (other := _newest(against)):
        if other > newest:
            message = f"{kind}: a reference of {other} says otherwise, the newest for it is of {newest}"
        elif newest > other:
            message = f"{kind}: what says otherwise is of {other}, the newest for it of {newest}"
    elif so.label in ("SUPPORTED", "REFUTED"):
        day = _newest(for_it if so.label == "SUPPORTED" else against)
        word = "supported" if so.label == "SUPPORTED" else "refuted"
        if day and (event := _before_event(told, day)):
            message = f"{word} only by what is of {day}, before {event}"
        elif day and kind and told.published and told.published - day > LASTS[kind]:
            message = f"{kind}: {word} as of {day}, and the article is of {told.published}"
    if message:
        rule = BY_ID[RULE]
        yield Flag(rule.id, rule.name, rule.severity, message, told.claim.spans)


def changing(claim: Claim) -> Changing | None:
    """What of a claim may be otherwise on another day: it says in the present who holds an office, what something
    costs, or what is the most of its kind; or it counts what is counted anew."""
    text, whole = claim.text, ((0, len(claim.text)),)
    told = Told(Claim(claim.article_id, claim.id, claim.kind, text, whole), text)
    if is_counted_anew(told) and quantities(text, whole):
        return "a toll"
    for tree in trees(text, whole):
        for root in tree.roots:
            if not _is_present(tree, root):
                continue
            lemma = tree.words[root].lemma.lower()
            below = [tree.words[i] for i in tree.subtree(root)]
            if lemma in _HOLDING or (lemma == "be" and any(m.kind == "office" for m in mentions(told, told.words()))):
                return "an office"
            money = any(is_money(each.unit) for each in quantities(text, whole))
            if money and (lemma in _PRICED or any(word.lemma.lower() in _PRICES for word in below)):
                return "a price"
            most = any(word.tag in ("JJS", "RBS") for word in below) and lemma in (
                "be",
                "remain",
                "stay",
                "hold",
                "have",
            )
            if most or (lemma == "hold" and any(word.lemma.lower() == "record" for word in below)):
                return "a record"
    return None


def _is_present(tree: Tree, root: int) -> bool:
    word = tree.words[root]
    helpers = [tree.words[i] for i in tree.children[root] if tree.words[i].dep in ("aux", "auxpass")]
    return word.tag in _PRESENT and not helpers


def _before_event(told: Told, day: date) -> str:
    """The event that a day is before, in words; "" where it is not, or the event is not dated well enough."""
    time = told.claim.time
    if time is None or time.end - time.start > _DATED or day >= time.start or _lies_ahead(told):
        return ""
    return str(time.start) if time.start == time.end else f"{time.start} to {time.end}"


def _lies_ahead(told: Told) -> bool:
    """Whether the claim tells of what is planned or to come, for which evidence from before is as good as any."""
    text = told.claim.text
    trees_of_it = trees(text, ((0, len(text)),))
    return any(
        tense_at(tree, text, word.start) == "future"
        for tree in trees_of_it
        for word in tree.words
        if word.pos in ("VERB", "AUX")
    )


def _days(verdict: Verdict, stance: Stance) -> Sequence[date | None]:
    return [each.passage.published for each in verdict.evidence if each.stance == stance]


def _newest(days: Sequence[date | None]) -> date | None:
    """The newest day, None where one is not known: what it says may be of today."""
    return max((day for day in days if day), default=None) if all(days) else None
