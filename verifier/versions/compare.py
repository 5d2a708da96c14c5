"""Two versions of an article, claim by claim: gained, lost, hardened, softened, re-attributed, other numbers.

Claims that are the same in words and voices are paired first, the others by how much of their words they share, the
likest first. Of a pair the checks that hold claims against references say what differs.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from claims.records import Article, Claim, Spans
from claims.text.words import Token
from verifier.checks import Comparison, attribution, negation, quantity, time
from verifier.checks.quantities import Quantity, quantities, same_amount
from verifier.itself.page import lexicon
from verifier.nli.windows import content_words
from verifier.references.alignment import Edit, Told, align, folded
from verifier.voices.identity import same_voice

Kind = Literal["gained", "lost", "hardened", "softened", "re-attributed", "number", "time", "reversed", "reworded"]
KINDS: tuple[Kind, ...] = get_args(Kind)

# Part of the content words of both that two claims share to be one claim in two versions; fewer where their words stand
# in one order, as in a sentence of which half was rewritten.
SHARED, IN_ORDER = 0.5, 0.6
# What more than these claims are is a book: the pairs grow with the square.
MOST = 2_000


@dataclass(frozen=True, slots=True)
class Change:
    """A claim that differs between two versions; ``old`` and ``new`` are indices, one of them None where there is none.

    ``message`` says in one line what is other, the old before the new. ``old_words`` and ``new_words`` are the words
    that differ, as spans of either text.
    """

    kinds: tuple[Kind, ...]
    old: int | None
    new: int | None
    message: str
    old_words: Spans = ()
    new_words: Spans = ()


@dataclass(frozen=True, slots=True)
class Version:
    """An article and its claims."""

    article: Article
    claims: tuple[Claim, ...]

    def told(self, index: int) -> Told:
        """A claim as checks take it."""
        return Told(self.claims[index], self.article.text, self.article.published)


def changes(old: Version, new: Version) -> tuple[Change, ...]:
    """What differs, in the order of the new version, what was lost where it stood."""
    pairs = _pairs(old, new)
    partner = {j: i for i, j in pairs}
    lost = [i for i in range(len(old.claims)) if i not in {i for i, _ in pairs}]
    found: list[Change] = []
    for j in range(len(new.claims)):
        i = partner.get(j)
        if i is None:
            found.append(Change(("gained",), None, j, new.claims[j].text, (), new.claims[j].spans))
            continue
        while lost and lost[0] < i:
            found.append(_lost(old, lost.pop(0)))
        if (change := _change(old, i, new, j)) is not None:
            found.append(change)
    return (*found, *(_lost(old, i) for i in lost))


def tally(found: Sequence[Change]) -> dict[Kind, int]:
    """How many changes are of each kind; a change may be of several."""
    counts = Counter(kind for change in found for kind in change.kinds)
    return {kind: counts[kind] for kind in KINDS}


def _lost(old: Version, i: int) -> Change:
    return Change(("lost",), i, None, old.claims[i].text, old.claims[i].spans)


def _pairs(old: Version, new: Version) -> list[tuple[int, int]]:
    """Claims of both that are one, each in one pair at most."""
    left: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for i, claim in enumerate(old.claims):
        left[_identity(claim)].append(i)
    pairs = []
    for j, claim in enumerate(new.claims):
        if same := left.get(_identity(claim)):
            pairs.append((same.pop(0), j))
    taken_old, taken_new = ({pair[side] for pair in pairs} for side in (0, 1))
    rest_old = [i for i in range(len(old.claims)) if i not in taken_old][:MOST]
    rest_new = [j for j in range(len(new.claims)) if j not in taken_new][:MOST]
    mine, theirs = ([content_words(claim.text) for claim in version.claims] for version in (old, new))
    scored = sorted(
        (-likeness, abs(i - j), i, j)
        for i in rest_old
        for j in rest_new
        if (shared := _shared(mine[i], theirs[j])) >= SHARED / 2
        if (likeness := _likeness(old.told(i), new.told(j), shared))
    )
    for _, _, i, j in scored:
        if i not in taken_old and j not in taken_new:
            pairs.append((i, j))
            taken_old.add(i)
            taken_new.add(j)
    return pairs


def _identity(claim: Claim) -> tuple[object, ...]:
    voices = tuple((folded(voice.resolved or voice.source or ""), voice.cue, voice.polarity) for voice in claim.chain)
    return " ".join(folded(claim.text).split()), voices


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    """The part of the words of both that both have."""
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def _likeness(before: Told, after: Told, shared: float) -> float:
    """From 0 to 1, 0 for claims that share too little to be one."""
    order = align(after.words(), before.words()).similarity
    return max(shared, order) if shared >= SHARED or order >= IN_ORDER else 0.0


def _change(old: Version, i: int, new: Version, j: int) -> Change | None:
    before, after = old.claims[i], new.claims[j]
    if _identity(before) == _identity(after):
        return None
    found = list(_kinds(old.told(i), new.told(j)))
    alignment = align(new.told(j).words(), old.told(i).words())
    mine = tuple(_span(edit.claim) for edit in alignment.edits if edit.claim)
    theirs = tuple(_span(edit.reference) for edit in alignment.edits if edit.reference)
    if not found:
        if not mine and not theirs and len(before.chain) == len(after.chain) == 0:
            return None
        words = "; ".join(_edits(old.article.text, new.article.text, alignment.edits)) or "the cue"
        return Change(("reworded",), i, j, words, theirs, mine)
    kinds = tuple(dict.fromkeys(kind for kind, _ in found))
    return Change(kinds, i, j, "; ".join(dict.fromkeys(message for _, message in found)), theirs, mine)


def _span(words: Sequence[Token]) -> tuple[int, int]:
    return words[0].start, words[-1].end


def _edits(old: str, new: str, edits: Sequence[Edit]) -> Iterator[str]:
    for edit in edits:
        sides = (edit.reference, edit.claim)
        told = [
            "“" + " ".join(text[slice(*_span(side))].split()) + "”" if side else "nothing"
            for text, side in zip((old, new), sides, strict=True)
        ]
        yield f"{told[0]} → {told[1]}"


def _kinds(before: Told, after: Told) -> Iterator[tuple[Kind, str]]:
    """What checks find of the new claim held against the old one."""
    yield from _numbers(before, after)
    if (found := time.compare(after, before)) and not found.agrees:
        yield "time", _turned(found)
    turned = (check(after, before) for check in (negation.compare, attribution.denial))
    if found := next((each for each in turned if each and not each.agrees), None):
        yield "reversed", _turned(found)
    yield from _voices(before.claim, after.claim)
    yield from _firmness(before, after)


def _turned(found: Comparison) -> str:
    """The message of a check, the old before the new."""
    here, sign, there = found.message.removesuffix(" there").partition(" here, ")
    return f"{there} → {here}" if sign else found.message


def _numbers(before: Told, after: Told) -> Iterator[tuple[Kind, str]]:
    found = quantity.compare(after, before)
    if found and not found.agrees:
        for message in found.message.split("; "):
            here, _, there = message.removesuffix(" there").partition(" here, ")
            yield "number", f"{there} → {here}"
        return
    own, others = (quantities(told.text, told.claim.spans) for told in (after, before))
    mine = [each for each in own if not any(_same(each, other) for other in others)]
    theirs = [each for each in others if not any(_same(each, other) for other in own)]
    if mine and theirs:
        told = [
            ", ".join(" ".join(side.text[slice(*each.span)].split()) for each in left)
            for side, left in ((before, theirs), (after, mine))
        ]
        yield "number", f"{told[0]} → {told[1]}"


def _same(one: Quantity, other: Quantity) -> bool:
    return one.denied == other.denied and one.hedge == other.hedge and same_amount(one, other) is True


def _voices(before: Claim, after: Claim) -> Iterator[tuple[Kind, str]]:
    """Who says it: somebody else, or one voice of the chain more or less."""
    if not before.chain or not after.chain:
        return
    one, other = before.chain[-1], after.chain[-1]
    names = [voice.resolved or voice.source or "nobody named" for voice in (one, other)]
    answer = same_voice(one, other)
    if answer == "other" or (answer == "unknown" and folded(names[0]) != folded(names[1])):
        yield "re-attributed", f"{names[0]} → {names[1]}"
    elif len(before.chain) != len(after.chain):
        told = [
            " quoting ".join(v.resolved or v.source or "nobody named" for v in each.chain) for each in (before, after)
        ]
        yield "re-attributed", f"{told[0]} → {told[1]}"


def _firmness(before: Told, after: Told) -> Iterator[tuple[Kind, str]]:
    """Whether the new version says it more or less firmly: by who says it, by the cue, by hedges."""
    ours, theirs = after.claim.chain, before.claim.chain
    if bool(ours) != bool(theirs):
        voice = (ours or theirs)[-1]
        who = f"{voice.resolved or voice.source or 'nobody named'} (“{voice.cue}”)"
        yield ("softened", f"asserted → {who}") if ours else ("hardened", f"{who} → asserted")
    elif (found := attribution.commitment(after, before)) and not found.agrees:
        yield ("hardened" if found.rule == "ATT002" else "softened"), _turned(found)
        return
    gone, come = _hedges(before) - _hedges(after), _hedges(after) - _hedges(before)
    if bool(gone) != bool(come):
        words = "“" + "”, “".join(sorted(gone or come)) + "”"
        yield ("hardened", f"without {words}") if gone else ("softened", f"with {words}")


def _hedges(told: Told) -> frozenset[str]:
    words = lexicon().words["modals"] | lexicon().words["doubts"]
    # "May" is a month.
    return frozenset(word.text for word in told.words() if word.text in words)
