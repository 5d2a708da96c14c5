"""The article's own arithmetic: sums, differences, percentages and ages that do not come out (NUM003).

Only what the article itself presents as following is computed: "45 and 60, 115 together", "from 40 to 50, an increase
of 35 per cent", "8,500, 1,900 more than the 7,200", "six of its 58, which leaves 51". Rounding is honoured, see
``verifier.checks.arithmetic``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from claims.text.parse import Tree
from verifier.checks.arithmetic import Equation, difference, percentage, ratio, share, total
from verifier.checks.numerals import ORDINAL, PERCENT
from verifier.checks.quantities import Quantity, quantities
from verifier.itself.ages import wrong_ages
from verifier.itself.counts import Count, counted, counts
from verifier.itself.page import Finding, Page, Sentence, lemmas, lexicon

RULE = "NUM003"

# Characters between two numbers that belong to one expression.
_NEAR = 45
_TO = re.compile(r"\s*(?:[a-z]+\s){0,3}?(?:in\s[0-9]{4}\s)?to\s(?:[a-z]+\s){0,2}", re.ASCII)
_FROM = re.compile(r"\s*(?:[a-z]+\s){0,3}?(?:in\s[0-9]{4},?\s)?from\s(?:[a-z]+\s){0,2}", re.ASCII)
_OF_THE = re.compile(r"(?:^|[.\s])Of\s(?:the|its|their|all)\s$")
_OR = re.compile(r",\s(?:or|which is|that is)\s(?:about\s|nearly\s|some\s)?$")
_OF_WHOM = re.compile(r"\s[\w-]+(?:\s[\w-]+)?,\sof\s(?:whom|which|them)\s")
_BEFORE_FROM = re.compile(r"\bfrom\s(?:[a-z]+\s){0,2}$", re.ASCII)
_BEFORE_TO = re.compile(r"\bto\s(?:[a-z]+\s){0,2}$", re.ASCII)
_CHANGE_BEFORE = re.compile(
    r"\b(?:(?:increase|rise|growth|gain|jump|drop|fall|decline|decrease|cut|loss|reduction|hike|difference|change)\sof|by|"
    r"up|down)\s(?:[a-z]+\s){0,2}$",
    re.ASCII,
)
_CHANGE_AFTER = re.compile(r"\s(?:increase|rise|growth|jump|drop|fall|decline|decrease|cut|more|less|higher|lower)\b")
_MORE_THAN = re.compile(
    r"\s(?:[\w-]+\s)?(?:more|fewer|less|higher|lower|above|below|up|down)\s(?:than\s|on\s|from\s)?(?:the\s)?(?:[\w’'-]+\s){0,4}$"
)
_OF = re.compile(
    r"\s(?:[\w-]+\s){0,2}?(?:out\s)?of\s(?:(?:the|its|their|all|his|her|some|a|total|[\w-]+[’']s)\s){0,3}$"
)
_TOTAL_AFTER = re.compile(
    r"\s(?:[\w-]+\s){0,3}?(?:together|altogether|in\s(?:all|total)|combined|overall)\b", re.IGNORECASE
)
_TOTAL_BEFORE = re.compile(
    r"\b(?:total\s(?:of|to|is|was|number\s\w+\s\w+)|(?:together|altogether|in\s(?:all|total)|combined|between\sthem)\b,?"
    r"(?:\s[\w’'-]+){0,6})\s(?:[a-z]+\s){0,1}$",
    re.IGNORECASE,
)
_LEAVES = re.compile(r"\b(?:leaves|leaving|left)\b[^.;]{0,30}$")
_TIMES = {"double": 2.0, "triple": 3.0, "treble": 3.0, "quadruple": 4.0, "halve": 0.5}
_PEOPLE = frozenset("man woman child boy girl adult pensioner teenager male female".split())
_COMPLETE = ({"woman", "man"}, {"boy", "girl"}, {"adult", "child"}, {"male", "female"})
_PARTIAL = frozenset("include among some other another about roughly nearly almost more least".split())


class _Number(NamedTuple):
    """A number of a sentence with the lemma of what it counts, "" where nothing stands by it."""

    told: Quantity
    noun: str
    head: int | None


def failures(page: Page) -> Iterator[Finding]:
    """Where the arithmetic of an article does not come out; a number is named once."""
    seen = set()
    for found in _failures(page):
        if found.spans[0] not in seen:
            seen.add(found.spans[0])
            yield found


def _failures(page: Page) -> Iterator[Finding]:
    tolls: list[Count] = []
    before: list[_Number] = []
    for sentence in page.sentences:
        numbers = _numbers(page, sentence)
        for told, equation, parts in (
            *_changes(sentence, numbers),
            *_comparisons(sentence, numbers),
            *_shares(sentence, numbers),
            *_of_whom(sentence, numbers),
            *_remainders(sentence, numbers),
            *_totals(sentence, numbers, before),
            *_kinds(sentence, numbers, tolls),
        ):
            if equation is not None and not equation.gives(told):
                here = " ".join(sentence.text[slice(*told.span)].split())
                message = f"{here} here, but {equation.written}"
                yield Finding(RULE, message, (told.span,), tuple(sorted(part.span for part in parts)))
        tolls += counts(page, sentence)
        before = numbers
    yield from wrong_ages(page)


Checked = Iterator[tuple[Quantity, Equation | None, Sequence[Quantity]]]


def _numbers(page: Page, sentence: Sentence) -> list[_Number]:
    found = []
    for told in quantities(sentence.text, (sentence.span,)):
        if told.unit == ORDINAL or told.denied or (told.is_vague and not (told.loose and told.unit == PERCENT)):
            continue
        head = counted(sentence.tree, told)
        noun = "" if head is None or told.unit else sentence.tree.words[head].lemma.lower()
        if noun not in lexicon().words["measures"]:
            found.append(_Number(told, noun, head))
    return found


def _gap(sentence: Sentence, one: Quantity, other: Quantity) -> str:
    return sentence.text[one.span[1] : other.span[0]]


def _ahead(sentence: Sentence, told: Quantity, size: int = _NEAR) -> str:
    return sentence.text[max(sentence.span[0], told.span[0] - size) : told.span[0]]


def _changes(sentence: Sentence, numbers: Sequence[_Number]) -> Checked:
    """ "from 40 to 50, an increase of 25 per cent", "doubled from 300 to 600" """
    pairs = []
    for one, other in pairwise(numbers):
        gap = _gap(sentence, one.told, other.told)
        if _TO.fullmatch(gap) and _BEFORE_FROM.search(_ahead(sentence, one.told)):
            pairs.append((one.told, other.told))
        elif _FROM.fullmatch(_noun_off(gap, one)) and _BEFORE_TO.search(_ahead(sentence, one.told)):
            pairs.append((other.told, one.told))
    if len(pairs) != 1:
        return
    before, after = pairs[0]
    if before.unit != after.unit and before.unit and after.unit:
        return
    for number in numbers:
        told = number.told
        if told in (before, after):
            continue
        behind = sentence.text[told.span[1] : told.span[1] + 20]
        if _CHANGE_BEFORE.search(_ahead(sentence, told)) or _CHANGE_AFTER.match(behind):
            if told.unit == PERCENT and after.unit != PERCENT:
                yield told, percentage(before, after), (before, after)
            elif told.unit == after.unit or not told.unit:
                yield told, difference(before, after), (before, after)
    for word in sentence.tree.words:
        if (
            word.lemma.lower() in _TIMES
            and word.pos == "VERB"
            and abs(word.end - min(before.span[0], after.span[0])) < _NEAR
        ):
            times = _TIMES[word.lemma.lower()]
            about = Quantity((word.start, word.end), times, times, hedge="about", place=0.1)
            yield about, ratio(before, after), (before, after)


def _noun_off(gap: str, number: _Number) -> str:
    """What stands between two numbers, without what the first counts."""
    return re.sub(r"^\s[\w-]+(?=\sfrom\b)", "", gap) if number.noun else gap


def _comparisons(sentence: Sentence, numbers: Sequence[_Number]) -> Checked:
    """ "8,500 parcels, 1,300 more than the 7,200 of the year before" """
    for i, (one, other) in enumerate(pairwise(numbers)):
        gap = _gap(sentence, one.told, other.told)
        if (
            i == 0
            or len(gap) > _NEAR
            or not re.search(r"\b(?:more|fewer|less|higher|lower)\b", gap)
            or not _MORE_THAN.fullmatch(gap)
        ):
            continue
        first = numbers[i - 1]
        if (
            first.told.unit != other.told.unit
            or first.told.unit == PERCENT
            or one.told.span[0] - first.told.span[1] > 2 * _NEAR
        ):
            continue
        if one.told.unit == PERCENT:
            yield one.told, percentage(other.told, first.told), (first.told, other.told)
        elif one.told.unit in ("", first.told.unit):
            yield one.told, difference(first.told, other.told), (first.told, other.told)


def _shares(sentence: Sentence, numbers: Sequence[_Number]) -> Checked:
    """ "61 of the 120 members (51 per cent)", "a quarter of the 40,200 pupils, 9,900 children" """
    for whole, part, third in zip(numbers, numbers[1:], numbers[2:], strict=False):
        above = _OF_THE.search(sentence.text[max(0, whole.told.span[0] - 10) : whole.told.span[0]])
        if above and third.told.unit == PERCENT and _OR.search(_gap(sentence, part.told, third.told)):
            yield third.told, share(part.told, whole.told), (whole.told, part.told)
    for one, other, third in zip(numbers, numbers[1:], numbers[2:], strict=False):
        if not _OF.fullmatch(_gap(sentence, one.told, other.told)):
            continue
        gap = _gap(sentence, other.told, third.told)
        told = [each.told for each in (one, other, third)]
        joined = re.fullmatch(r"\s?(?:[\w-]+\s?){0,3}(?:\(|,\sor\s|\s?[-–—:]\s?|,\s)(?:about\s|or\s|some\s)?", gap)
        if not joined or told[0].unit not in ("", PERCENT, told[1].unit):
            continue
        if told[2].unit == PERCENT and told[0].unit != PERCENT and told[0].low <= told[1].low:
            yield told[2], share(told[0], told[1]), told[:2]
        elif told[0].unit == PERCENT and told[2].unit == told[1].unit and told[2].low <= told[1].low:
            yield told[0], share(told[2], told[1]), told[1:]


def _of_whom(sentence: Sentence, numbers: Sequence[_Number]) -> Checked:
    """ "48 members, of whom 30 are women and 18 men": kinds that are all there are, or more than there can be"""
    for i, whole in enumerate(numbers[:-2]):
        parts = numbers[i + 1 :]
        if not _OF_WHOM.match(sentence.text, whole.told.span[1]) or any(part.told.unit for part in (whole, *parts)):
            continue
        nouns = [_kind(sentence, part) for part in parts]
        added = total([part.told for part in parts])
        complete = any({*nouns} == pair for pair in _COMPLETE)
        if complete or added.low > whole.told.high:
            yield whole.told, added, [part.told for part in parts]


def _kind(sentence: Sentence, number: _Number) -> str:
    """The lemma of what a number counts: its noun, or what it is said to be."""
    behind = re.match(r"\s(?:(?:are|were|is|was)\s)?(\w+)", sentence.text[number.told.span[1] :])
    at = behind and number.told.span[1] + behind.start(1)
    return next((word.lemma.lower() for word in sentence.tree.words if word.start == at), "")


def _remainders(sentence: Sentence, numbers: Sequence[_Number]) -> Checked:
    """ "six of its 58 aircraft, which leaves it with 52" """
    for one, other, third in zip(numbers, numbers[1:], numbers[2:], strict=False):
        part_of = (
            _OF.fullmatch(_gap(sentence, one.told, other.told)) and one.told.unit == other.told.unit == third.told.unit
        )
        if part_of and one.told.unit != PERCENT and _LEAVES.search(_ahead(sentence, third.told)):
            yield third.told, difference(other.told, one.told), (one.told, other.told)


def _totals(sentence: Sentence, numbers: Sequence[_Number], before: Sequence[_Number]) -> Checked:
    """ "45 seats and 60, 105 together", "In total 105 people died." """
    for number in numbers:
        told = number.told
        behind = sentence.text[told.span[1] : told.span[1] + _NEAR]
        if told.unit == PERCENT or not (_TOTAL_AFTER.match(behind) or _TOTAL_BEFORE.search(_ahead(sentence, told, 60))):
            continue
        others = [each for each in numbers if each is not number and _adds(each, number)]
        ahead = [each for each in others if each.told.span[0] < told.span[0]]
        parts = ahead if len(ahead) > 1 else [each for each in others if each not in ahead] if not ahead else []
        if not others:
            parts = [each for each in before if _adds(each, number)]
        listed = parts == [each for each in numbers if each in parts] and _listed(sentence, parts)
        if 1 < len(parts) < 6 and (listed or parts[0] not in numbers) and not _doubtful(sentence, parts):
            yield told, total([each.told for each in parts]), [each.told for each in parts]


def _listed(sentence: Sentence, parts: Sequence[_Number]) -> bool:
    """Whether numbers of one sentence are joined by "and" and none is a part of the next: "39 of the 40"."""
    gaps = [_gap(sentence, one.told, other.told) for one, other in pairwise(parts)]
    return bool(gaps) and " and " in gaps[-1] and not any(_OF.fullmatch(gap) for gap in gaps)


def _adds(part: _Number, whole: _Number) -> bool:
    """Whether a number may be a part of another: of the same unit, of the same noun or of none."""
    same = part.noun == whole.noun or not part.noun or not whole.noun
    people = whole.noun in ("people", "person") and part.noun in _PEOPLE
    return part.told.unit == whole.told.unit and not part.told.is_vague and (same or people) and part.told.low > 0


def _doubtful(sentence: Sentence, parts: Sequence[_Number]) -> bool:
    """Whether what is added may be less or more than all parts."""
    return any(part.told.hedge in ("least", "most", "over", "under", "nearly") for part in parts) or bool(
        {"include", "among", "another", "further", "also"} & lemmas(sentence.tree)
    )


def _kinds(sentence: Sentence, numbers: Sequence[_Number], tolls: Sequence[Count]) -> Checked:
    """ "26 people died. The dead are 18 women and six men": kinds that are all there are, against the toll."""
    tree = sentence.tree
    kinds = [each for each in numbers if each.noun in _PEOPLE and each.head is not None]
    group = [each for each in kinds if _joined(tree, kinds[0], each)] if kinds else []
    if len(group) < 2 or _PARTIAL & lemmas(tree):
        return
    first = group[0].head
    verb = None if first is None else tree.words[first].head
    if first is None or verb is None or tree.words[first].dep != "attr" or tree.words[verb].lemma != "be":
        return
    own = next((i for i in tree.children[verb] if tree.words[i].dep == "nsubj"), None)
    deed = None if own is None else lexicon().deeds.get(tree.words[own].lemma.lower())
    if deed is None or own is None or not any(tree.words[i].text.lower() == "the" for i in tree.children[own]):
        return
    sums = [toll for toll in tolls if deed in toll.deeds and toll.quantity.low and not toll.apart and not toll.names]
    if sums:
        parts = [each.told for each in group]
        yield group[0].told, _against(total(parts), sums[-1].quantity, group[0].told), (*parts[1:], sums[-1].quantity)


def _against(equation: Equation, whole: Quantity, first: Quantity) -> Equation | None:
    """The equation where the whole does not come out, in a form that the first of its parts never fits."""
    if equation.gives(whole):
        return None
    return Equation(f"{equation.written}, not {whole.low:,.10g}", first.high + 1, first.high + 1)


def _joined(tree: Tree, one: _Number, other: _Number) -> bool:
    """Whether two nouns are parts of one list."""
    i = other.head
    while i is not None and tree.words[i].dep == "conj":
        i = tree.words[i].head
    return i == one.head
