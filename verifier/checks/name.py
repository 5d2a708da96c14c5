"""Who did what to whom: the same sentence with another person, place, organisation, nationality or office in it.

A name of the claim is held against the one that stands in its slot of the statement: between the same words, but for
titles, articles and adverbs. Two names differ only where neither can be a way to write the other and neither place
lies in the other, and where the sentences say the same but for that one change, or but for two names that have changed
places. In every other case nothing is compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from claims.attribution.forces import force_of, lemma
from claims.text.grammar import tagged_alone
from claims.text.words import Token
from verifier.checks import AGREES, Comparison, Effect
from verifier.checks.mentions import CALENDAR, Mention, comparable, key, lies_in, light, mentions, same
from verifier.checks.numerals import is_number_word
from verifier.nli.windows import COMMON
from verifier.references.alignment import Alignment, Told, align

# So much of what the sentences say, the names in question aside, must be paired: of the one, and of the other. The
# lower part lets one of them have a clause more. Chosen, like the next three, on PolNeAR's development articles.
NEAR, FAR = 0.75, 0.5
# Nearer than this the two names need not be of one kind; nearer than this the rest is the same.
ALMOST, SAME = 0.85, 0.95
# So many words of what they say must be paired besides; and so many where the rest is the same.
FEWEST, FEWEST_SAME = 3, 2
# A caption has fewer words that are no names.
PLAIN = 2
# No sentence of news has more words.
MOST = 400

# Between two names that are so many words apart, these say the same of both: they may change places.
APART = 5
_MUTUAL = frozenset("and or with vs versus meet marry wed divorce debate border resemble".split())
_BEFORE_DAYS = frozenset({"on", "in", "last", "next"})

_Pair = tuple[Mention, Mention]


class _Sides(NamedTuple):
    """The words of claim and statement, what is mentioned in them, and which words are paired, by index."""

    ours: Sequence[Token]
    theirs: Sequence[Token]
    mine: Sequence[Mention]
    other: Sequence[Mention]
    partner: Mapping[int, int]


def compare(claim: Told, statement: Told) -> Comparison | None:
    """Compare who and what is named in a claim with a statement that says the same."""
    ours, theirs = claim.words(), statement.words()
    if max(len(ours), len(theirs)) > MOST or (alignment := align(ours, theirs)).similarity < FAR / 2:
        return None
    at_ours, at_theirs = ({word.start: i for i, word in enumerate(side)} for side in (ours, theirs))
    partner = {at_ours[a.start]: at_theirs[b.start] for a, b in alignment.pairs}
    sides = _Sides(ours, theirs, mentions(claim, ours), mentions(statement, theirs), partner)
    pairs = [(mention, found) for mention in sides.mine if (found := _opposite(mention, sides))]
    alike = [(a, b) for a, b in pairs if same(a, b)]
    different = [(a, b) for a, b in pairs if same(a, b) is False]
    narrower = [] if different else [(a, b) for a, b in pairs if lies_in(a, b)]
    low, high = _nearness(sides, alike, different or narrower)
    if low < FAR or high < NEAR:
        return None
    if narrower and low >= SAME:
        # What is so of the whole country need not be so of a town in it.
        return _difference(claim, statement, sides, narrower, "opens")
    if not different:
        return AGREES if _all_same(sides, alike, alignment) else None
    of_a_kind = all(comparable(a, b) for a, b in different) or (low >= NEAR and high >= ALMOST)
    if not of_a_kind or _counts_differ(alignment) or _is_caption(claim):
        return None
    if not (_turned(different, sides) or _one_change(different, pairs, sides)):
        return None
    return _difference(claim, statement, sides, different, "refutes")


def _difference(claim: Told, statement: Told, sides: _Sides, different: Sequence[_Pair], effect: Effect) -> Comparison:
    spans = tuple((sides.ours[a.first].start, sides.ours[a.end - 1].end) for a, _ in different)
    reference = tuple((sides.theirs[b.first].start, sides.theirs[b.end - 1].end) for _, b in different)
    message = f"{claim.text[slice(*spans[0])]} here, {statement.text[slice(*reference[0])]} there"
    return Comparison(False, "NAM001", message, spans, reference, effect)


def _all_same(sides: _Sides, alike: Sequence[_Pair], alignment: Alignment) -> bool:
    """Whether every name of the claim is in the statement, and there is none in the place of something else."""
    held, opposed = [mention for mention, _ in alike], [mention for _, mention in alike]
    replaced = {word.start for edit in alignment.edits if edit.claim for word in edit.reference}
    missing = any(mention.kind != "office" and mention not in held for mention in sides.mine)
    loose = any(sides.theirs[m.first].start in replaced for m in sides.other if m not in opposed and m.kind != "office")
    return bool(alike) and not missing and not loose


def _one_change(different: Sequence[_Pair], pairs: Sequence[_Pair], sides: _Sides) -> bool:
    """Whether it is one name for another throughout, and neither has moved, in a list or with its clause."""
    (a, b), *rest = different
    held, opposed = [mention for mention, _ in pairs], [mention for _, mention in pairs]
    moved = any(same(a, m) for m in sides.other if m not in opposed)
    moved = moved or any(same(b, m) for m in sides.mine if m not in held)
    return not moved and all(same(a, c) and same(b, d) for c, d in rest)


def _turned(different: Sequence[_Pair], sides: _Sides) -> bool:
    """Whether two names have changed places, where that makes a difference."""
    if len(different) != 2:
        return False
    (a, b), (c, d) = different
    between = {lemma(key(word)) for word in sides.ours[a.end : c.first]} - {"the", "a"}
    mutual = len(between) <= APART and not between.isdisjoint(_MUTUAL)
    return bool(same(a, d) and same(b, c) and between and not mutual)


def _counts_differ(alignment: Alignment) -> bool:
    """Whether the sentences have other figures, number words or days in one place: they tell of different events."""
    for edit in alignment.edits:
        one, other = ({(_count(key(word)), key(word)) for word in side} for side in (edit.claim, edit.reference))
        kinds = {kind for kind, _ in one} & {kind for kind, _ in other}
        if kinds - {""} and one.isdisjoint(other):
            return True
    return False


def _count(word: str) -> str:
    return "figure" if word[:1].isdigit() else "day" if word in CALENDAR else "word" if is_number_word(word) else ""


def _is_caption(claim: Told) -> bool:
    """Whether the claim is a few names without a verb, as stand under pictures: the next has other names."""
    words = [word for span in claim.claim.spans for word in tagged_alone(claim.text, *span)]
    plain = sum(word.text.islower() and _tells(word) for word in words)
    return plain < PLAIN and not any(word.tag.startswith(("VB", "MD")) for word in words)


def _nearness(sides: _Sides, alike: Sequence[_Pair], different: Sequence[_Pair]) -> tuple[float, float]:
    """How much of what each of the two says besides the names that differ is the same, the lesser part first."""
    ours = {*sides.partner, *_inside(a for a, _ in alike)}
    theirs = {*sides.partner.values(), *_inside(b for _, b in alike)}
    mine, other = {*_inside(a for a, _ in different)}, {*_inside(b for _, b in different)}
    left = [i in ours for i, word in enumerate(sides.ours) if i not in mine and _tells(word)]
    right = [i in theirs for i, word in enumerate(sides.theirs) if i not in other and _tells(word)]
    low, high = sorted(sum(side) / max(1, len(side)) for side in (left, right))
    fewest = FEWEST_SAME if low >= SAME else FEWEST
    return (low, high) if min(sum(left), sum(right)) >= fewest else (0.0, 0.0)


def _inside(found: Iterable[Mention]) -> Iterator[int]:
    return (i for mention in found for i in range(mention.first, mention.end))


def _tells(word: Token) -> bool:
    return word.text.lower() not in COMMON


def _opposite(mention: Mention, sides: _Sides) -> Mention | None:
    """The one mention in the slot of the statement that the mention has in the claim."""
    ours, theirs, partner = sides.ours, sides.theirs, sides.partner
    left = next((i for i in range(mention.first - 1, -1, -1) if i in partner), -1)
    right = next((i for i in range(mention.end, len(ours)) if i in partner), len(ours))
    start = partner[left] + 1 if left >= 0 else 0
    end = partner[right] if right < len(ours) else len(theirs)
    inside = [m for m in sides.other if start <= m.first and m.end <= end]
    # An office is never held against the name of who may have it.
    inside = [m for m in inside if (m.kind == "office") == (mention.kind == "office")]
    inside = [m for m in inside if comparable(mention, m)] or inside
    if len(inside) != 1:
        return None
    found = inside[0]
    if same(mention, found) and any(i in partner for i in range(mention.first, mention.end)):
        return found
    before = _closed(ours[left + 1 : mention.first], theirs[start : found.first])
    return found if before and _closed(ours[mention.end : right], theirs[found.end : end]) else None


def _closed(ours: Sequence[Token], theirs: Sequence[Token]) -> bool:
    """Whether what stands between a name and the next paired word says nothing, or the same on both sides."""
    one, other = ([*_telling(gap)] for gap in (ours, theirs))
    return len(one) == len(other) and all(map(_alike, one, other))


def _telling(gap: Sequence[Token]) -> Iterator[str]:
    """The words that may not stand beside a name on one side only; a day may: "On Monday, Clinton"."""
    for i, word in enumerate(gap):
        day = any(key(other) in CALENDAR for other in gap[i : i + 2])
        if not light(word) and not (day and key(word) in CALENDAR | _BEFORE_DAYS):
            yield word.text


def _alike(a: str, b: str) -> bool:
    """Whether two words are forms of one, or report in the same way: "said" and "stated"."""
    return lemma(a) == lemma(b) or ((force := force_of(a)) is not None and force == force_of(b))
