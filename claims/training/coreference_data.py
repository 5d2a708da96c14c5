"""GAP and GUM as pronouns with candidates: what the scorer of pronouns learns from and is measured on."""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from claims.errors import InputError
from claims.records import Span
from claims.sources.cast import Cast, Mention, Person, cast_of
from claims.sources.features import FEMALE, MALE, anaphor_at, rows
from claims.sources.figures import inside
from claims.sources.gender import leaning
from claims.sources.pronouns import candidates
from claims.sources.scene import Scene, scene_of
from claims.text.parse import parse
from claims.text.sentences import sentences
from claims.training.evaluation import json_lines

# Of GUM's genres those in which nobody talks across another: in the others pronouns point to who is in the room.
GENRES = frozenset({"news", "interview", "bio", "speech", "court", "academic", "textbook"})
# One document of GUM in so many is for development, by a hash of its name.
HELD = 5


@dataclass(frozen=True)
class Example:
    """A pronoun with a row of measures for each candidate mention.

    ``who`` tells whose mention a candidate is and ``named`` whether that person has a name. ``right`` says for each
    whether the pronoun means it, None where nobody looked. ``given`` are the two that GAP asks about.
    """

    id: str
    feminine: bool
    rows: npt.NDArray[np.float64]
    who: tuple[int, ...]
    named: tuple[bool, ...]
    right: tuple[bool | None, ...]
    given: tuple[int, ...] = ()


def gap(path: Path) -> Iterator[Example]:
    """Examples of a GAP file: {"id", "text", "pronoun": [start, end], "names": [{"span": [start, end], "is"}]} a line.

    The names that it asks about are candidates, as in its task with names given; whoever else is named is one too.
    Raises InputError for a line of another form.
    """
    for place, row in json_lines(path):
        try:
            text, pronoun = str(row["text"]), _span(row["pronoun"])
            names: Any = row["names"]
            asked = [(_span(name["span"]), bool(name["is"])) for name in names]
        except (KeyError, TypeError, ValueError) as error:
            raise InputError(place, f"not a line of GAP ({error!r})", "see `sayso eval coreference --help`") from error
        parsed = parse(text, sentences(text))
        scene = scene_of(text, parsed)
        cast = cast_of(scene, parsed)
        for span, _ in asked:
            cast = _with_name(cast, text, span)
        words = cast.grammar.within(pronoun)
        found = [_mention_at(cast, span) for span, _ in asked]
        if not words or None in found:
            raise InputError(place, "no word at the pronoun or a name", "check the offsets")
        given = [i for i in found if i is not None]
        near = candidates(cast, words[0], {}, frozenset(given))
        order = [near.index(cast.mentions[i]) for i in given]
        owners = {cast.mentions[i].who: right for i, (_, right) in zip(given, asked, strict=True)}
        settled = any(right for _, right in asked)
        right: list[bool | None] = [owners.get(m.who, False if settled else None) for m in near]
        for i, (_, is_right) in zip(order, asked, strict=True):
            right[i] = is_right
        yield _example(str(row.get("id", place)), scene, cast, words[0], near, right, tuple(order))


def gum(path: Path) -> Iterator[tuple[bool, Example]]:
    """Examples of a GUM file, each with whether it is for development: {"id", "genre", "text", "tokens", "mentions"} a
    line, tokens as [start, end, lemma, upos, xpos, head, deprel] and mentions as [start, end, cluster, kind]."""
    for place, row in json_lines(path):
        try:
            name, genre, text = str(row["id"]), str(row["genre"]), str(row["text"])
            clusters = _clusters(row)
        except (KeyError, TypeError, ValueError, IndexError) as error:
            raise InputError(place, f"not a line of GUM ({error!r})", "see `sayso train coreference --help`") from error
        if genre not in GENRES:
            continue
        held = int(hashlib.sha256(f"develop {name}".encode()).hexdigest(), 16) % HELD == 0
        parsed = parse(text, sentences(text))
        scene = scene_of(text, parsed)
        cast = cast_of(scene, parsed)
        words = cast.grammar.words
        for i, word in enumerate(words):
            if word.pos != "PRON" or word.text.lower() not in FEMALE | MALE or word.start not in clusters:
                continue
            near = candidates(cast, i, {})
            if near:
                own = clusters[word.start]
                meant = {
                    m.who
                    for m in cast.mentions
                    if any(own & clusters[words[j].start] for j in m.words if words[j].start in clusters)
                }
                yield held, _example(name, scene, cast, i, near, [m.who in meant for m in near])


def _example(
    name: str,
    scene: Scene,
    cast: Cast,
    place: int,
    near: Sequence[Mention],
    right: Sequence[bool | None],
    given: tuple[int, ...] = (),
) -> Example:
    quoted = [inside((word.start, word.end), scene.quoted) for word in cast.grammar.words]
    anaphor = anaphor_at(cast, place)
    measures = rows(cast, anaphor, near, quoted)[1]
    named = tuple(cast.people[m.who].named for m in near)
    return Example(name, anaphor.gender > 0, measures, tuple(m.who for m in near), named, tuple(right), given)


def _clusters(row: Mapping[str, Any]) -> dict[int, set[object]]:
    """The clusters of the mentions that a word is the head of, by the word's offset."""
    tokens = row["tokens"]
    starts = [token[0] for token in tokens]
    found: dict[int, set[object]] = defaultdict(set)
    for start, end, cluster, _ in row["mentions"]:
        first, last = bisect_left(starts, start), bisect_left(starts, end)
        head = next((i for i in range(first, last) if not first <= tokens[i][5] < last), None)
        if head is not None:
            found[tokens[head][0]].add(cluster)
    return dict(found)


def _with_name(cast: Cast, text: str, span: Span) -> Cast:
    """The cast in which a span is a name, whatever else is."""
    words = cast.grammar.within(span)
    if not words or _mention_at(cast, span) is not None:
        return cast
    name, mention = text[slice(*span)], Mention(words, cast.grammar.head(words), len(cast.people))
    person = Person(None, True, "unknown", leaning(name), 0, len(name.split()), frozenset(), (mention,))
    mentions = tuple(sorted((*cast.mentions, mention), key=lambda one: one.words.start))
    return Cast(cast.grammar, (*cast.people, person), mentions)


def _mention_at(cast: Cast, span: Span) -> int | None:
    words = cast.grammar.words
    hits = [
        i
        for i, m in enumerate(cast.mentions)
        if cast.people[m.who].named and words[m.words[0]].start < span[1] and words[m.words[-1]].end > span[0]
    ]
    return min(hits, key=lambda i: abs(words[cast.mentions[i].words[0]].start - span[0]), default=None)


def _span(value: Any) -> Span:
    start, end = value
    return int(start), int(end)
