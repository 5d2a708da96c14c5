"""How many? Compares the quantities of a claim with those of a statement (rule NUM001).

Two quantities are compared where they count the same thing in the same statement. Either the sentences are the same
but for a few words, and the quantities stand between the same words; or both count the same noun with the same verb,
in sentences about the same names. "About 4,000" agrees with 3,950 and "more than 100" with 120; but where the sentences
are the same and so are the hedges, the numbers must be the same too: nobody rewrites only a number.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from claims.attribution.forces import lemma
from claims.sources.name_words import ordinary
from claims.text.grammar import tagged_alone
from claims.text.words import Token
from verifier.checks import AGREES, Comparison
from verifier.checks.numerals import ORDINAL, lexicon
from verifier.checks.quantities import Quantity, compatible, quantities, same, same_amount
from verifier.checks.units import are_apart
from verifier.references.alignment import Alignment, Told, align, folded

RULE = "NUM001"

# Part of the words that both have, a quantity being one word: from here two sentences are the same but for what
# differs. Of ordinals it is the part that is paired, and more: "the first debate" and "the second" are two events.
TWIN = 0.8
TWIN_OF_ORDINAL = 0.9
# So many words in a row, the number among them, must be in both; fewer where there are no others.
RUN = 4
VERBATIM_RUN = 3
# Where one sentence is a part of the other.
PART = 0.6
PART_RUN = 6
# Names that two statements about one event share.
SHARED_NAMES = 2

# More quantities than these are a table, and no statement.
MOST = 40

# What a quantity is put down as, so that any two can be paired; no word is spelled so.
_NUMBER = "#"
# Who is counted, said without saying which: "900 people" may be migrants.
_ANYBODY = "people"
# Tags of what stands between a number and its noun.
_BEFORE_NOUN = ("JJ", "VBN", "VBG", "CD", "POS", "PRP$", "DT", "RBR", ":")
_LIGHT_VERBS = frozenset("be have do get make take say see go come".split())
# Characters on either side of a number among which its noun is looked for, and words among which its verb is.
_NEAR = 100
_VERB_WITHIN = 6
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")


@dataclass(frozen=True, slots=True)
class _Side:
    """One of the two, read as words. A quantity is one word; ``counts`` has it by the index of that word."""

    told: Told
    words: tuple[Token, ...]
    counts: Mapping[int, Quantity]


class _Counted(NamedTuple):
    """What is counted: the noun, where it ends, and the verbs beside the number; words in their dictionary form."""

    noun: str
    end: int
    verbs: frozenset[str]


class _Answer(NamedTuple):
    """A quantity of the claim, the one of the statement that counts the same, both by index, and whether they agree."""

    here: int
    there: int
    agrees: bool


@dataclass(frozen=True, slots=True)
class _Lines:
    """Claim and statement side by side.

    ``pairs`` leads from the index of a claim's word to that of the statement's word that it is paired with.
    ``similarity`` is the part of their words that is paired, ``shared`` the same with words that were moved.
    ``swaps_names`` says that one has a name, day or number in place of another.
    """

    here: _Side
    there: _Side
    pairs: Mapping[int, int]
    similarity: float
    shared: float
    swaps_names: bool

    def is_beside(self, i: int, j: int) -> bool:
        """Whether a pair of words stands before, or behind, ``i`` and ``j``."""
        return any(self.pairs.get(i + step) == j + step for step in (-1, 1))

    def is_twin(self, i: int, j: int) -> bool:
        """Whether the quantities at ``i`` and ``j`` stand in the same place of the same statement."""
        before, after = self._row(i, j, -1), self._row(i, j, 1)
        if before is None or after is None or self.swaps_names:
            return False
        run, lengths = before + 1 + after, (len(self.here.words), len(self.there.words))
        if run == max(lengths):
            return run >= VERBATIM_RUN
        if self.here.counts[i].unit == ORDINAL:
            return run >= RUN and self.similarity >= TWIN_OF_ORDINAL
        if self.shared >= TWIN:
            return run >= RUN
        return self.shared >= PART and run == min(lengths) and run >= PART_RUN

    def _row(self, i: int, j: int, step: int) -> int | None:
        """How many pairs follow one another from ``i`` and ``j`` on; None where each has another word there."""
        count = 0
        while self.pairs.get(i + step * (count + 1)) == j + step * (count + 1):
            count += 1
        ends = not (0 <= i + step < len(self.here.words) and 0 <= j + step < len(self.there.words))
        return count if count or ends else None


def compare(claim: Told, statement: Told) -> Comparison | None:
    """Whether claim and statement give the same numbers for the same things.

    They agree where the statement has the number for every quantity of the claim.
    """
    here = _side(claim)
    there = _side(statement) if here.counts else here
    if not there.counts or max(len(here.counts), len(there.counts)) > MOST:
        return None
    lines = _lined_up(here, there)
    answers = [_answer(lines, i) for i in here.counts]
    different = [answer for answer in answers if answer and not answer.agrees]
    if not different:
        return AGREES if all(answers) else None
    return Comparison(
        agrees=False,
        rule=RULE,
        message="; ".join(f"{_shown(here, one.here)} here, {_shown(there, one.there)} there" for one in different),
        spans=tuple(here.counts[one.here].span for one in different),
        reference=tuple(sorted({there.counts[one.there].span for one in different})),
        effect="refutes",
    )


def _side(told: Told) -> _Side:
    words: list[Token] = []
    counts: dict[int, Quantity] = {}
    left = list(reversed(quantities(told.text, told.claim.spans)))
    for word in told.words():
        while left and left[-1].span[1] <= word.start:
            left.pop()
        if not left or word.start < left[-1].span[0]:
            last = counts.get(len(words) - 1)
            # "hundreds of people" are counted like "300 people".
            if not (last and last.loose and not last.unit and word.text == "of"):
                words.append(word)
        elif counts.get(len(words) - 1) is not left[-1]:
            counts[len(words)] = left[-1]
            words.append(Token(*left[-1].span, _NUMBER))
    return _Side(told, tuple(words), counts)


def _lined_up(here: _Side, there: _Side) -> _Lines:
    found = align(here.words, there.words)
    at_here, at_there = ({word.start: i for i, word in enumerate(side.words)} for side in (here, there))
    pairs = {at_here[one.start]: at_there[other.start] for one, other in found.pairs}
    for i in here.counts:
        j = pairs.get(i)
        if j is not None and _says_people(here, i + 1) != _says_people(there, j + 1) and pairs.get(i + 2) == j + 2:
            pairs[i + 1] = j + 1
    return _Lines(here, there, pairs, found.similarity, _shared(here, there, found.similarity), _swaps_names(found))


def _shared(here: _Side, there: _Side, similarity: float) -> float:
    """``similarity``, or the part of the words of both that both have wherever, if one side has no others.

    What was only moved counts so; "in the private sector" at the beginning is not "in the government" at the end.
    """
    left, right = (Counter(folded(word.text) for word in side.words) for side in (here, there))
    moved = left <= right or right <= left
    return 2 * (left & right).total() / (left.total() + right.total()) if moved else similarity


def _says_people(side: _Side, i: int) -> bool:
    return i < len(side.words) and folded(side.words[i].text) == _ANYBODY


def _swaps_names(found: Alignment) -> bool:
    sides = ((edit.claim, edit.reference) for edit in found.edits)
    return any(all(any(_may_name(word) for word in side) for side in both) for both in sides)


def _may_name(word: Token) -> bool:
    """Whether a word may name what a statement is about: a name, day, year or number."""
    return not word.text[0].islower()


def _answer(lines: _Lines, i: int) -> _Answer | None:
    """What the statement has for the claim's quantity at ``i``; None where it has nothing that counts the same."""
    here, there = lines.here, lines.there
    quantity, j = here.counts[i], lines.pairs.get(i)
    if j is not None and there.counts[j].denied == quantity.denied:
        other = there.counts[j]
        number = same_amount(quantity, other)
        if number and lines.is_beside(i, j):
            return _Answer(i, j, True)
        # Units that cannot be told in each other may come with another number: a grant in euros and in dollars.
        other_unit = are_apart(quantity.unit, other.unit) and same(quantity, other)
        if (number is False or (number is None and other_unit)) and lines.is_twin(i, j):
            return _Answer(i, j, False)
    alike = [k for k, other in there.counts.items() if other.unit == quantity.unit and not other.denied]
    if quantity.unit == ORDINAL or quantity.denied or not alike:
        return None
    return _answer_elsewhere(lines, i, alike)


def _answer_elsewhere(lines: _Lines, i: int, alike: Sequence[int]) -> _Answer | None:
    """The quantity among ``alike``, wherever it stands, that counts the same noun with the same verb."""
    here, there = lines.here, lines.there
    noun, _, verbs = _counted(here, i)
    counted = [(k, what.noun) for k in alike if (what := _counted(there, k)).verbs & verbs and what.noun and noun]
    for k, other in counted:
        if (other == noun or _ANYBODY in (other, noun)) and compatible(here.counts[i], there.counts[k]):
            return _Answer(i, k, True)
    # Sums and shares are told of too many things for a verb to say which.
    nouns = [k for k, other in counted if other == noun and not here.counts[i].unit]
    return _Answer(i, nouns[0], False) if len(nouns) == 1 and _is_one_event(here, there) else None


def _is_one_event(here: _Side, there: _Side) -> bool:
    """Whether both are about the same names, and not about other days, months or years."""
    names, times = zip(*map(_names_and_times, (here, there)), strict=True)
    same_time = not all(times) or bool(times[0] & times[1])
    return len(names[0] & names[1]) >= SHARED_NAMES and same_time


def _names_and_times(side: _Side) -> tuple[frozenset[str], frozenset[str]]:
    calendar = lexicon().names["months"] | lexicon().names["days"]
    words = {word.text for word in side.words}
    times = {word for word in words if word in calendar or _YEAR.fullmatch(word)}
    names = {folded(word) for word in words - times if word[0].isupper() and not ordinary(word)}
    return frozenset(names), frozenset(times)


def _counted(side: _Side, i: int) -> _Counted:
    quantity, text = side.counts[i], side.told.text
    start, end = next(span for span in side.told.claim.spans if span[0] <= quantity.span[0] < span[1])
    start, end = max(start, quantity.span[0] - _NEAR), min(end, quantity.span[1] + _NEAR)
    words = tagged_alone(text, start, end)
    before = [word for word in words if word.end <= quantity.span[0]]
    after = [word for word in words if word.start >= quantity.span[1]]
    verbs = {word.text for word in (*before[-_VERB_WITHIN:], *after[:_VERB_WITHIN]) if word.tag.startswith("VB")}
    noun, stop = quantity.unit, quantity.span[1]
    if not noun:
        for k, word in enumerate(after):
            if word.tag.startswith("NN"):
                noun, stop = word.text, word.end
            elif noun or not (word.tag.startswith(_BEFORE_NOUN) or (k == 0 and word.text == "of")):
                break
    return _Counted(noun and lemma(noun), stop, frozenset(map(lemma, verbs)) - _LIGHT_VERBS)


def _shown(side: _Side, i: int) -> str:
    """The quantity with its noun, as the text has it."""
    return " ".join(side.told.text[side.counts[i].span[0] : _counted(side, i).end].split())
