"""Whether two voices are the same: by full and short names, titles, acronyms, descriptions and groups.

Rules in the manner of the sieves for coreference (Lee et al. 2013): names first, then descriptions whose head nouns
fit and whose modifiers do not clash. "Other" is said only of two voices that are both known; where one of them may
stand for the other the answer is "unknown".
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache, lru_cache
from typing import Literal

from rapidfuzz import fuzz

from claims.records import Voice
from claims.sources.figures import bare, inside
from claims.sources.name_words import lexicon
from claims.sources.names import Name
from claims.sources.resolve import GROUPS, NO_NAMES, PRONOUNS
from claims.sources.scene import Scene, near, scene_of
from claims.text.parse import parse
from claims.text.sentences import sentences
from claims.text.words import tokens
from verifier.references.alignment import folded
from verifier.voices.first_names import may_be_one
from verifier.voices.parties import SMALL, Party, Phrase, name_words, party, phrase_of, word_lists

Answer = Literal["same", "other", "unknown"]

# From this ratio (rapidfuzz) on, two words are one surname in two spellings ("Zelensky", "Zelenskiy"), and two first
# names that begin alike are one ("Francesco", "Franceso"). Shorter words are other names: "Marie", "Maria".
SURNAME, FIRST_NAME, LONG = 88, 80, 6
# Whom a pronoun means is named in one of so many sentences before it, of those that name a person: of the pronouns that
# the splitter resolves in PolNeAR's development articles, all are in the nearest two. What another description takes
# up is named in one of so many sentences of any kind.
NAMING, REACH = 3, 6
# Of a long text, about so many characters before and behind a voice are read.
NEARBY = 10_000


def same_voice(a: Voice, b: Voice) -> Answer:
    """Whether two voices are one, by their sources and the names that their texts resolve these to.

    A voice that is left unnamed ("reportedly") is the same as any: it only says that somebody said so.
    """
    if not a.source or not b.source:
        return "same"
    if (a.source, a.resolved) == (b.source, b.resolved) and (a.resolved or a.source.lower() not in NO_NAMES):
        return "same"
    left, right = party(a.source, a.resolved), party(b.source, b.resolved)
    if left.gender and right.gender and left.gender != right.gender:
        return "other"
    if left.name and right.name:
        answer = _same_name(left, right)
        return "unknown" if answer == "other" and (_is_of(left, right) or _is_of(right, left)) else answer
    if left.pronoun or right.pronoun:
        return "unknown"
    if left.name or right.name:
        named, described = (left, right) if left.name else (right, left)
        fits = any(_is_surname(d, named) or any(_fits(d, own) for own in named.phrases) for d in described.phrases)
        return "same" if fits else "unknown"
    if " ".join(folded(a.source).split()) == " ".join(folded(b.source).split()):
        return "same"
    return _same_phrase(left.phrases[0], right.phrases[0]) if left.phrases and right.phrases else "unknown"


def is_named(voice: Voice) -> bool:
    """Whether the voice has a name, in its source or resolved: not "officials", "the minister", "he"."""
    return bool(voice.source and party(voice.source, voice.resolved).name)


def may_speak_for(a: Voice, b: Voice, text: str, at: int) -> bool:
    """Whether the text around offset ``at`` describes one of two named voices by the other.

    "White House press secretary Josh Earnest" may speak for the White House.
    """
    left, right = (party(voice.source or "", voice.resolved) for voice in (a, b))
    scene, _ = _scene(text, at)
    for person, other in ((left, right), (right, left)):
        told = tuple(
            phrase_of(d.head, d.modifiers, d.definite)
            for d in scene.descriptions
            if d.name is not None and _is_name(scene.names[d.name], person)
        )
        named = (i for i, name in enumerate(scene.names) if _is_name(name, other))
        if _is_of(replace(person, phrases=told), other) and not any(_is_person(scene, i) for i in named):
            return True
    return False


def is_described(voice: Voice, named: Voice, text: str, at: int) -> bool:
    """Whether the text around offset ``at`` calls the named voice what the other one is: "the mayor, Tomas Brandt"."""
    own, other = party(voice.source or "", voice.resolved), party(named.source or "", named.resolved)
    if own.name or not own.phrases or not other.name:
        return False
    scene, _ = _scene(text, at)
    told = (
        phrase_of(d.head, d.modifiers, d.definite)
        for d in scene.descriptions
        if d.name is not None and _is_name(scene.names[d.name], other)
    )
    return any(_holds(own.phrases[0], phrase) for phrase in told)


def _holds(asked: Phrase, told: Phrase) -> bool:
    """Whether who is called ``told`` may be called ``asked``: of one office, and nothing more is asked."""
    fits = all(any(_same_modifier(a, b) for b in told.modifiers) for a in asked.modifiers - asked.offices)
    return (
        asked.definite and not asked.plural and _alike(asked.head, told.head) and asked.offices == told.offices and fits
    )


def identified(voice: Voice, text: str) -> Voice:
    """The voice with the name that "he" or "she" takes up where it stands in ``text``, if that is certain.

    It is where the nearest sentence that names a person names one only, of a gender that fits, nobody else is described
    as doing something between, and each sentence between takes the name up: "Ann Lee shook her head. “No,” she said."
    """
    gender = PRONOUNS.get((voice.source or "").lower())
    if voice.resolved or gender is None or not voice.spans:
        return voice
    start = voice.spans[0][0]
    scene, number = _scene(text, start)
    shift = _window(start)
    before = [
        i
        for i, name in enumerate(scene.names)
        if name.span[0] + shift < start and number - REACH <= name.sentence and _may_be_person(scene, i)
    ]
    nearest = [i for i in before if scene.names[i].sentence == scene.names[before[-1]].sentence]
    figures = {scene.figures.of[i] for i in nearest}
    if len(figures) != 1 or (figure := figures.pop()) is None:
        return voice
    others = (
        d
        for d in near(scene, (scene.names[nearest[-1]].span[1], start - shift))
        if d.name is None and d.subject and not inside(d.span, scene.quoted)
    )
    names = [scene.names[i].text for i in scene.figures.names[figure] if i <= nearest[-1]]
    full = max(names, key=lambda name: len(name.split()))
    between = scene.whole[scene.names[nearest[-1]].sentence + 1 : number]
    sure = (scene.figures.kinds[figure] == "person" or " " in full) and all(
        any(
            PRONOUNS.get(word.text.lower()) == gender or inside((word.start, word.end), scene.quoted)
            for word in tokens(scene.text, *span)
        )
        for span in between
    )
    fits = scene.figures.genders[figure] in (None, gender) and not any(True for _ in others)
    return replace(voice, resolved=full) if sure and fits else voice


def may_be(voice: Voice, named: Voice, text: str) -> bool:
    """Whether the unnamed ``voice``, where it stands in ``text``, may be the ``named`` one.

    It may not where ``text`` has the name, but not where "he" or "the report" would take it up, or tells of another
    gender. Several are not one person, and "an official" is nobody named before. A person's office ("the senator") may
    be taken up from anywhere.
    """
    own, other = party(voice.source or "", voice.resolved), party(named.source or "", named.resolved)
    if not voice.spans or (own.pronoun and (voice.source or "").lower() not in {*PRONOUNS, *GROUPS}):
        return True
    scene, at = _scene(text, voice.spans[0][0])
    known = [i for i, name in enumerate(scene.names) if _is_name(name, other)]
    if not known:
        return True
    genders = {scene.figures.genders[figure] for i in known if (figure := scene.figures.of[i]) is not None}
    if own.gender and genders and not genders & {own.gender, None}:
        return False
    called = own.phrases[0] if own.phrases else None
    if called and called.definite and not called.plural and called.head in lexicon().roles:
        return True
    if called and called.plural and other.kind != "organisation":
        return False
    first = at if called and not called.definite else at - REACH
    if own.pronoun and own.gender:
        naming = {name.sentence for i, name in enumerate(scene.names) if _is_person(scene, i) and name.sentence <= at}
        first = min(sorted(naming)[-NAMING:], default=at)
    return any(first <= scene.names[i].sentence <= at for i in known)


def _may_be_person(scene: Scene, i: int) -> bool:
    figure = scene.figures.of[i]
    kind = scene.names[i].kind if figure is None else scene.figures.kinds[figure]
    return kind in ("person", "unknown") and not inside(scene.names[i].span, scene.quoted)


def _is_person(scene: Scene, i: int) -> bool:
    figure = scene.figures.of[i]
    return (scene.names[i].kind if figure is None else scene.figures.kinds[figure]) == "person"


def _scene(text: str, at: int) -> tuple[Scene, int]:
    """The text around an offset as read, and the number of the sentence there."""
    start = _window(at)
    scene = _read(text[start : start + 3 * NEARBY])
    return scene, scene.sentence(at - start)


def _window(at: int) -> int:
    """Where the text that is read around an offset begins."""
    return max(0, (at // NEARBY - 1) * NEARBY)


@lru_cache(maxsize=32)
def _read(text: str) -> Scene:
    return scene_of(text, parse(text, sentences(text)))


def _is_name(name: Name, party: Party) -> bool:
    """Whether a name in a text is the party's, as far as can be told from the name alone."""
    return _same_name(Party(name_words(name.text), name.kind), party) == "same"


def _same_name(a: Party, b: Party) -> Answer:
    short, long = sorted((a.name, b.name), key=len)
    if short == long or _is_acronym(short, long):
        return "same"
    organisation = "organisation" in (a.kind, b.kind)
    if len(short) == 1:
        answer = _same_short(short[0], long, organisation)
        return _unlike(a, b) if answer == "other" else answer
    if short in (long[: len(short)], long[-len(short) :]) or set(short) <= set(long):
        return "unknown" if {a.kind, b.kind} == {"person", "organisation"} else "same"
    if not organisation and _same_word(bare(a.name[-1]), bare(b.name[-1])):
        return _same_first(a.name[0], b.name[0])
    return "unknown" if a.kind != b.kind and set(short) & set(long) else _unlike(a, b)


def _unlike(a: Party, b: Party) -> Answer:
    """Two names that share nothing are others, but for a place: "Moscow" and "the Kremlin" may both be Russia."""
    kinds = {a.kind, b.kind}
    countries = all(" ".join(each.name) in _countries() for each in (a, b))
    return "unknown" if "place" in kinds and "person" not in kinds and not countries else "other"


@cache
def _countries() -> frozenset[str]:
    from babel import Locale

    return frozenset(" ".join(name_words(name)) for name in Locale("en").territories.values())


def _same_short(word: str, name: tuple[str, ...], organisation: bool) -> Answer:
    """A name of one word against another name: "Clinton" against "Hillary Clinton" or "Clinton Foundation"."""
    if _same_word(bare(word), bare(name[-1])) or (word == name[0] and not organisation):
        return "same"
    return "unknown" if word in name else "other"


def _same_word(a: str, b: str) -> bool:
    return a == b or (min(len(a), len(b)) >= LONG and fuzz.ratio(a, b) >= SURNAME)


def _same_first(a: str, b: str) -> Answer:
    """First names before one surname: "Bill" and "William" are one, "Bill" and "Hillary" are not."""
    if a == b or (a[0] == b[0] and (min(len(a), len(b)) == 1 or "." in a + b)):
        return "same"
    if may_be_one(a, b):
        return "same"
    if a[0] != b[0]:
        return "other"
    return "same" if min(len(a), len(b)) >= LONG and fuzz.ratio(a, b) >= FIRST_NAME else "unknown"


def _is_acronym(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    if len(short) != 1 or len(long) < 2:
        return False
    letters = short[0].replace(".", "")
    return letters in {"".join(word[0] for word in words) for words in (long, [w for w in long if w not in SMALL])}


def _is_of(person: Party, other: Party) -> bool:
    """Whether the person is described by the other: "White House press secretary Josh Earnest" by the White House."""
    return other.kind != "person" and any(
        all(any(_same_modifier(word, told) for told in phrase.modifiers) for word in other.name)
        for phrase in person.phrases
        if other.name
    )


def _is_surname(described: Phrase, named: Party) -> bool:
    """Whether what was read as a noun is the other's surname: "Earnest", "Tester"."""
    return not described.modifiers and not described.definite and described.head == named.name[-1]


def _fits(described: Phrase, own: Phrase) -> bool:
    """Whether a description says of a named voice what its own one says: "the EU's border agency"."""
    told = described.modifiers - described.offices
    return bool(
        told
        and _alike(described.head, own.head)
        and described.offices == own.offices
        and all(any(_same_modifier(a, b) for b in own.modifiers) for a in told)
    )


def _same_phrase(a: Phrase, b: Phrase) -> Answer:
    if not _alike(a.head, b.head):
        apart = any(_is_in(a.head, line) and _is_in(b.head, line) for line in word_lists().apart)
        return "other" if apart else "unknown"
    if a.proper and b.proper and not any(_same_modifier(x, y) for x in a.proper for y in b.proper):
        return "other" if a.definite and b.definite else "unknown"
    shared = not a.modifiers or not b.modifiers or any(_same_modifier(x, y) for x in a.modifiers for y in b.modifiers)
    return "same" if shared and a.offices == b.offices else "unknown"


def _alike(a: str, b: str) -> bool:
    return a == b or any({a, b} <= line for line in word_lists().alike)


def _is_in(head: str, line: frozenset[str]) -> bool:
    return any(_alike(head, word) for word in line)


def _same_modifier(a: str, b: str) -> bool:
    """Whether two modifiers are one: "Iraq" and "Iraqi", "Lithuania" and "Lithuanian"."""
    return a == b or (len(a) > 3 and a[:4] == b[:4])
