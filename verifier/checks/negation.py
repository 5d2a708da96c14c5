"""The same sentence turned round: "did not sign" against "signed", "rose" against "fell".

Both sides are read without what turns them round: negations are taken out, opposites become one word, and it is kept
which word each of them turns round. What is left is lined up by lemmas. Where both say the same then, a word that is
turned round an odd number of times on one side only makes the two differ.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from importlib import resources
from typing import Literal, NamedTuple

from claims.attribution.forces import lemma
from claims.records import Spans
from claims.text.grammar import usual_tag
from claims.text.words import Token
from verifier.checks import AGREES, Comparison
from verifier.nli.windows import COMMON
from verifier.references.alignment import Alignment, Told, align, parts

# So much of what the sentences say must be paired: of the one and of the other. The lower part lets one of them have a
# clause more.
NEAR, FAR = 0.8, 0.5
# Where all that the one says is a part of what the other says, the other may say so much more.
WITHIN, FAR_WITHIN = 0.95, 0.3
# So many words of what they say must be paired; and so many where that is all that they say.
FEWEST, FEWEST_SAME = 3, 2
# No sentence of news has more words.
MOST = 400
# A negation is looked for no further than so many words from where the other side has it: "said he did not", "did not
# say he did"; and what it turns round no further behind it.
REACH = 4

_ADVERBS = frozenset("yet even ever also really quite still always again ago just actually".split())


class _Cue(NamedTuple):
    """What turns the word at ``head`` round: a negation, or the word itself ("opposite").

    A "lookalike" holds a negation and turns nothing round, yet is not the same as none: "not only".
    """

    word: Token
    head: int
    kind: Literal["negation", "opposite", "lookalike"]


class _Reading(NamedTuple):
    """The words without negations, as lemmas that opposites share, and what turns them round."""

    words: tuple[Token, ...]
    cues: tuple[_Cue, ...]


class _Lexicon(NamedTuple):
    """``negation.toml``; ``roots`` give the word that a word shares with its opposites, which are ``opposites``."""

    plain: frozenset[str]
    besides: Mapping[str, str]
    verbs: frozenset[str]
    affirming: frozenset[str]
    lookalikes: Mapping[str, Sequence[tuple[str, ...]]]
    forms: Mapping[str, str]
    roots: Mapping[str, str]
    opposites: frozenset[str]


@cache
def _lexicon() -> _Lexicon:
    data = tomllib.loads(resources.files("verifier.checks").joinpath("negation.toml").read_text(encoding="utf-8"))
    phrases = [tuple(phrase.split()) for phrase in data["phrases"]["lookalikes"]]
    return _Lexicon(
        frozenset(data["cues"]["plain"]),
        data["cues"]["besides"],
        frozenset(data["cues"]["verbs"]),
        frozenset(data["cues"]["affirming"]),
        {first: [phrase for phrase in phrases if phrase[0] == first] for first in {phrase[0] for phrase in phrases}},
        data["forms"],
        {word: pair["one"][0] for pair in data["antonyms"] for word in pair["one"] + pair["other"]},
        frozenset(word for pair in data["antonyms"] for word in pair["other"]),
    )


def compare(claim: Told, statement: Told) -> Comparison | None:
    """Compare what a claim says to be so, or not so, with a statement that says the same or its opposite."""
    ours, theirs = _read(claim), _read(statement)
    if max(len(ours.words), len(theirs.words)) > MOST:
        return None
    alignment = align(ours.words, theirs.words)
    low, high = _nearness(alignment, ours.words, theirs.words)
    if high < NEAR or low < (FAR_WITHIN if high >= WITHIN else FAR):
        return None
    at_ours, at_theirs = ({word.start: i for i, word in enumerate(side.words)} for side in (ours, theirs))
    partner = {at_ours[a.start]: at_theirs[b.start] for a, b in alignment.pairs}
    back = {there: here for here, there in partner.items()}
    loose = [cue.kind for cue in ours.cues if cue.head not in partner]
    loose += [cue.kind for cue in theirs.cues if cue.head not in back]
    if "negation" in loose:
        return None
    mine = [(partner[cue.head], cue.kind) for cue in ours.cues if cue.head in partner]
    other = [(cue.head, cue.kind) for cue in theirs.cues if cue.head in back]
    here, there = _odd(mine), _odd(other)
    apart = sorted(here ^ there)
    if not apart or (len(here.intersection(apart)) == 1 and _one_place(theirs.words, apart)):
        return AGREES if low >= NEAR and not {"lookalike"} & {kind for _, kind in {*mine} ^ {*other}} else None
    doubtful = {head for head, kind in mine + other if kind == "lookalike"}
    if len(apart) > 1 or apart[0] in doubtful or _others(alignment, claim.text, statement.text):
        return None
    spans, reference = _marked(ours, back[apart[0]]), _marked(theirs, apart[0])
    message = f"{_between(claim.text, spans)} here, {_between(statement.text, reference)} there"
    return Comparison(False, "SO001", message, spans, reference, "refutes")


def _odd(turned: Iterable[tuple[int, str]]) -> set[int]:
    """The heads that are turned round an odd number of times."""
    times = Counter(head for head, kind in turned if kind != "lookalike")
    return {head for head, count in times.items() if count % 2}


def _one_place(words: Sequence[Token], heads: Sequence[int]) -> bool:
    """Whether it comes to the same which of two words is turned round: "said he did not", "did not say he did"."""
    first, last = heads[0], heads[-1]
    return len(heads) == 2 and last - first <= REACH and not any(map(_tells, words[first + 1 : last]))


def _marked(reading: _Reading, head: int) -> Spans:
    """The word at ``head`` and what turns it round."""
    words = [reading.words[head], *(cue.word for cue in reading.cues if cue.head == head)]
    return tuple(sorted({(word.start, word.end) for word in words}))


def _between(text: str, spans: Spans) -> str:
    return " ".join(text[spans[0][0] : spans[-1][1]].split())


def _nearness(alignment: Alignment, ours: Sequence[Token], theirs: Sequence[Token]) -> tuple[float, float]:
    """How much of what each of the two says is paired, the lesser part first; 0 if it is too little."""
    common = sum(_tells(a) for a, _ in alignment.pairs)
    low, high = sorted(common / max(1, sum(_tells(word) for word in side)) for side in (ours, theirs))
    return (low, high) if common >= (FEWEST_SAME if low >= WITHIN else FEWEST) else (0.0, 0.0)


def _tells(word: Token) -> bool:
    return word.text.lower() not in COMMON


def _others(alignment: Alignment, ours: str, theirs: str) -> bool:
    """Whether one side has another name or figure in some place: they tell of different things.

    Names are held to be the same where their first letters are: "U.S." and "United States".
    """
    for edit in alignment.edits:
        sides = [
            [text[word.start : word.end] for word in side]
            for text, side in ((ours, edit.claim), (theirs, edit.reference))
        ]
        names = ["".join(word[0] for word in side if word[0].isupper() and not _closed(word)) for side in sides]
        figures = [{word for word in side if word[0].isdigit()} for side in sides]
        if all(sides) and (names[0] != names[1] or (all(figures) and figures[0].isdisjoint(figures[1]))):
            return True
    return False


def _closed(word: str) -> bool:
    """Whether a word is capitalised only because a sentence begins with it."""
    return word.lower() in COMMON or usual_tag(word.lower()).startswith(("IN", "DT", "CC", "PR", "RB", "W"))


@lru_cache(maxsize=1024)
def _read(told: Told) -> _Reading:
    """The words of a claim or statement, and what turns them round."""
    lexicon = _lexicon()
    read = [part for word in told.words() for part in parts(word)]
    kept: list[Token] = []
    found: list[_Cue] = []
    i = 0
    while i < len(read):
        word, base = read[i], lexicon.forms.get(form := lemma(read[i].text), form)
        behind = read[i + 1].text if i + 1 < len(read) else ""
        size = 1
        if phrase := _lookalike(read, i):
            size = len(phrase)
            found.append(_Cue(word, len(kept) + size, "lookalike"))
            kept += read[i : i + size]
        elif word.text in lexicon.plain:
            if kept and kept[-1].text == "do":
                kept.pop()
            # "Did not open until Monday" says that it opened.
            until = any(part.text == "until" for part in read[i : i + 2 * REACH])
            found.append(_Cue(word, len(kept), "lookalike" if until else "negation"))
            size += behind == "longer"
        elif behind == "to" and base in lexicon.verbs | lexicon.affirming:
            if base in lexicon.verbs:
                found.append(_Cue(word, len(kept), "negation"))
            size = 2
        elif base in lexicon.besides:
            found.append(_Cue(word, len(kept) + 1, "negation"))
            kept.append(replace(word, text=lexicon.besides[base]))
        else:
            if base in lexicon.opposites:
                found.append(_Cue(word, len(kept), "opposite"))
            kept.append(replace(word, text=lexicon.roots.get(base, base)))
        i += size
    cues = (cue if cue.kind == "opposite" else cue._replace(head=_head(kept, cue.head)) for cue in found)
    return _Reading(tuple(kept), tuple(cues))


def _lookalike(parts: Sequence[Token], i: int) -> tuple[str, ...]:
    """The phrase at ``i`` that denies nothing though there is a negation in it, or none."""
    for phrase in _lexicon().lookalikes.get(parts[i].text, ()):
        if tuple(part.text for part in parts[i : i + len(phrase)]) == phrase:
            return phrase
    return ()


def _head(words: Sequence[Token], start: int) -> int:
    """The first word from ``start`` on that says something; -1 where none does."""
    near = range(start, min(start + REACH, len(words)))
    return next((i for i in near if _tells(words[i]) and not _adverb(words[i].text)), near[0] if near else -1)


def _adverb(word: str) -> bool:
    return word in _ADVERBS or word.endswith("ly")
