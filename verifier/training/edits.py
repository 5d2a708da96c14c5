"""Pairs made from news text: sentences with one small edit, their unedited twins, and what is only said by somebody.

Minimal-edit negatives teach a model to read the words that decide (numbers, days, names, negations, hedges) instead of
counting shared ones (Schuster et al. 2021, VitaminC; Ma et al. 2023, BUMP). An edit is made only where it clearly
changes what the sentence says; what it makes of it is ``contradiction`` where both cannot be so, else
``not_entailment``. Pairs of voices follow factuality in reported speech (Saurí and Pustejovsky 2009): that somebody
claims something does not entail it, and that somebody denies something does not entail that they said it.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from claims.attribution.tagger import Tagger
from claims.records import Article, Spans
from claims.sources.names import Name, read
from claims.split import split
from claims.text.parse import parse
from claims.text.sentences import sentences
from claims.wording import statement
from verifier.nli.windows import content_words

# (premise, hypothesis, label)
Row = tuple[str, str, str]

SHORTEST, LONGEST = 9, 45
# Cues of these forces leave open whether what they report is so.
OPEN = frozenset({"claim", "deny", "accuse", "believe", "warn"})

_NUMBER = re.compile(r"(?<![\w.,$-])(\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)(?![\w-]|[.,:]\d)")
_WORDS = "two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty".split()
_SPELLED = re.compile(rf"\b({'|'.join(_WORDS)})\b")
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_MONTHS = "January February March April June July August September October November December".split()
_DATE = re.compile(rf"\b({'|'.join(_DAYS + _MONTHS)}|(?:19|20)\d\d)\b(?!,\d)")
_AUXILIARY = re.compile(r"\b(is|are|was|were|will|can|could|should|would|has|have|had)\b (?!not\b|n[’']t|to\b|been\b)")
_NOT = re.compile(r"\b(is|are|was|were|will|could|should|would|has|have|had|did|does|do) not\b ")
_HEDGE = re.compile(
    r"\b(?:alleged(?:ly)?|reportedly|possibly|probably|apparently|nearly|almost|up to|at least|some of|suspected)\b ",
    re.IGNORECASE,
)
_MODAL = re.compile(r"\b(?:may|might|could) (be|have)\b ")
_OPPOSITES = [
    pair.split("/")
    for pair in (
        "increased/decreased rose/fell higher/lower more/fewer won/lost approved/rejected accepted/refused "
        "before/after supported/opposed arrived/left began/ended opened/closed first/last best/worst allowed/banned "
        "gained/lost passed/failed agreed/refused strong/weak early/late inside/outside most/few always/never old/new"
    ).split()
]
_OPPOSITE = {a: b for pair in _OPPOSITES for a, b in (pair, pair[::-1])}
_ASIDE = re.compile(r",\s+(?:who|which|according to|including|adding|noting)\b[^,]{5,120}(?:,|(?=[.]$))")
_LEAD = re.compile(r"^(?:In|On|After|Before|Since|During|At|Meanwhile|However|Instead)\b[^,]{0,60},\s+(\w)")

Edit = Callable[[str, random.Random], str | None]


def news_pairs(text: str, tagger: Tagger, noise: random.Random, most: int) -> list[Row]:
    """At most ``most`` pairs from a news ``text``; the premise is some sentences of it around the one in question."""
    whole = sentences(text)
    names = read(text, parse(text, whole))[0]
    made = [*_edited(text, whole, names, noise), *_voiced(text, whole, tagger, noise)]
    noise.shuffle(made)
    return made[:most]


def _edited(text: str, whole: Spans, names: Sequence[Name], noise: random.Random) -> Iterator[Row]:
    for number, (start, end) in enumerate(whole):
        sentence = " ".join(text[start:end].split())
        if not SHORTEST <= len(sentence.split()) <= LONGEST or not sentence[0].isupper() or sentence[-1] not in '.”"':
            continue
        premise = _around(text, whole, number, noise)
        kinds: list[tuple[str, Edit]] = [
            ("contradiction", number_changed),
            ("contradiction", date_changed),
            ("contradiction", negated),
            ("not_entailment", opposite),
            ("not_entailment", hedge_dropped),
        ]
        edited = [(label, changed) for label, edit in kinds if (changed := edit(sentence, noise))]
        own = [name for name in names if name.sentence == number]
        if swapped := _name_changed(text, (start, end), own, names, noise):
            edited.append(("not_entailment", " ".join(swapped.split())))
        if edited:
            label, hypothesis = noise.choice(edited)
            yield premise, _shortened(hypothesis, noise), label
            yield premise, _shortened(sentence, noise), "entailment"
        elif noise.random() < 0.2:
            yield premise, _shortened(sentence, noise), "entailment"
        other = noise.randrange(len(whole))
        near = " ".join(text[slice(*whole[other])].split())
        if (
            abs(other - number) > 2
            and SHORTEST <= len(near.split()) <= LONGEST
            and len(content_words(near) & content_words(premise)) > 1
            and near not in premise
        ):
            yield premise, near, "neutral"


def number_changed(sentence: str, noise: random.Random) -> str | None:
    """Another number in place of one that is neither a year nor a part of another word."""
    found = [m for m in _NUMBER.finditer(sentence) if not re.fullmatch(r"(?:19|20)\d\d", m[1])]
    spelled = list(_SPELLED.finditer(sentence))
    if not found and not spelled:
        return None
    match = noise.choice(found + spelled)
    if match[1] in _WORDS:
        new = noise.choice([word for word in _WORDS if word != match[1]])
    else:
        value = float(match[1].replace(",", ""))
        factor = noise.choice([0.1, 0.2, 0.5, 1.3, 2, 3, 10])
        changed = value * factor if value >= 10 else value + noise.choice([1, 2, 3, 5])
        new = f"{changed:,.1f}" if "." in match[1] else f"{round(changed):,}"
        if new == match[1]:
            return None
    return sentence[: match.start(1)] + new + sentence[match.end(1) :]


def date_changed(sentence: str, noise: random.Random) -> str | None:
    """Another weekday, month or year."""
    found = list(_DATE.finditer(sentence))
    if not found:
        return None
    match = noise.choice(found)
    if match[1].isdigit():
        new = str(int(match[1]) + noise.choice([-10, -5, -2, -1, 1, 2]))
    else:
        new = noise.choice([word for word in (_DAYS if match[1] in _DAYS else _MONTHS) if word != match[1]])
    return sentence[: match.start(1)] + new + sentence[match.end(1) :]


def negated(sentence: str, noise: random.Random) -> str | None:
    """With "not" behind an auxiliary, or without the one that was there."""
    if match := _NOT.search(sentence):
        return sentence[: match.end(1)] + " " + sentence[match.end() :]
    found = list(_AUXILIARY.finditer(sentence))
    if not found:
        return None
    match = found[0]
    return sentence[: match.end(1)] + " not " + sentence[match.end() :]


def opposite(sentence: str, noise: random.Random) -> str | None:
    """With the opposite of one word."""
    found = [m for m in re.finditer(r"\b[a-z]+\b", sentence) if m[0] in _OPPOSITE]
    if not found:
        return None
    match = noise.choice(found)
    return sentence[: match.start()] + _OPPOSITE[match[0]] + sentence[match.end() :]


def hedge_dropped(sentence: str, noise: random.Random) -> str | None:
    """Without "allegedly" or the like, or with "is" for "may be"."""
    if match := _HEDGE.search(sentence):
        left = sentence[: match.start()] + sentence[match.end() :]
        return left[:1].upper() + left[1:]
    if match := _MODAL.search(sentence):
        return sentence[: match.start()] + {"be": "is ", "have": "has "}[match[1]] + sentence[match.end() :]
    return None


def _name_changed(
    text: str, span: tuple[int, int], own: Sequence[Name], names: Sequence[Name], noise: random.Random
) -> str | None:
    """Another name of the same kind from the text, or two names of the sentence changed about."""
    if not own:
        return None
    name = noise.choice(own)
    mine = set(name.text.lower().split())
    others = [o for o in names if o.kind == name.kind and not mine & set(o.text.lower().split())]
    if not others:
        return None
    other = noise.choice(others)
    start, end = span
    if other in own:
        first, last = sorted((name, other), key=lambda one: one.span)
        parts = (text[start : first.span[0]], last.text, text[first.span[1] : last.span[0]], first.text)
        return "".join(parts) + text[last.span[1] : end]
    return text[start : name.span[0]] + other.text + text[name.span[1] : end]


def _voiced(text: str, whole: Spans, tagger: Tagger, noise: random.Random) -> Iterator[Row]:
    for claim in split(Article("", text), tagger):
        words = len(claim.text.split())
        if not claim.chain or not SHORTEST - 3 <= words <= LONGEST:
            continue
        voice = claim.chain[-1]
        edges = [*claim.spans, *voice.spans, *voice.cue_spans]
        first, last = min(edges)[0], max(end for _, end in edges)
        inside = [s for s in whole if s[0] < last and s[1] > first]
        premise = " ".join(text[inside[0][0] : inside[-1][1]].split())
        if len(inside) > 3 or len(claim.chain) > 1:
            continue
        told = statement(claim.text, voice)
        if voice.polarity == "denied":
            yield premise, claim.text, "not_entailment"
        elif voice.force in OPEN:
            yield premise, claim.text, "not_entailment"
            yield premise, told, "entailment"
        elif noise.random() < 0.3:
            yield premise, told, "entailment"


def _around(text: str, whole: Spans, number: int, noise: random.Random) -> str:
    """The sentence with up to seven others around it."""
    before, after = noise.choice([(0, 0), (0, 1), (1, 0), (1, 1), (0, 2), (2, 1), (3, 2), (4, 3)])
    first, last = max(0, number - before), min(len(whole) - 1, number + after)
    return " ".join(text[whole[first][0] : whole[last][1]].split())


def _shortened(sentence: str, noise: random.Random) -> str:
    """Half of the time without an aside or what leads up to the sentence: what is left is still so."""
    if noise.random() < 0.5:
        sentence = _ASIDE.sub("", sentence, count=1)
        if match := _LEAD.match(sentence):
            sentence = match[1].upper() + sentence[match.end() :]
    return sentence


def distinct(made: Sequence[Row]) -> list[Row]:
    """Without pairs that came out twice, whatever their label."""
    keyed = sorted(made)
    groups = [list(group) for _, group in groupby(keyed, key=lambda row: row[:2])]
    return [group[0] for group in groups if len({row[2] for row in group}) == 1]
