"""How well predicted attributions agree with annotated ones.

Three views of the same prediction: the words that each role covers; whole relations, exactly and nearly right; and
the sentences that hold attributed content. Comparing relations by their content and roles by their words is how PARC
and PolNeAR taggers are compared (Pareti 2015; Newell, Margolin and Ruths 2018).
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from claims.article.reading import cannot_read, checked_text, decode, open_file
from claims.errors import InputError
from claims.records import Relation, Span, Spans

# Two roles are close when they share at least this part of the words that either covers.
CLOSE = 0.5

_WORD = re.compile(r"\w+(?:['’]\w+)*")
# Naive on purpose: gold and prediction are cut alike, and the figures do not move with our sentence splitter.
_SENTENCE_END = re.compile(r"[.!?][\"”’')]*\s+|\n+")


@dataclass(frozen=True, slots=True)
class Gold:
    """An annotated text."""

    id: str
    text: str
    relations: tuple[Relation, ...]
    publisher: str | None = None


class Count(NamedTuple):
    """How many were ``right`` of those ``predicted`` and of those in the ``gold``."""

    right: int = 0
    predicted: int = 0
    gold: int = 0

    @property
    def precision(self) -> float:
        """The part of what was predicted that is right; 0 where nothing was."""
        return self.right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """The part of the gold that was found; 0 where there is none."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


class Figures(NamedTuple):
    """Counts summed over the articles (micro averages).

    Words count once for a role, however many relations cover them; punctuation does not count. Relations are paired
    one to one by overlapping cues (two without a cue: by overlapping contents), the pair with the most similar
    contents first. A pair is *exact* if all three roles cover the same words, and *close* if source and content each
    share ``CLOSE`` of their words (Jaccard; an empty role is close to an empty one only). A sentence counts if
    attributed content covers a word of it.
    """

    token_source: Count = Count()
    token_cue: Count = Count()
    token_content: Count = Count()
    relation_exact: Count = Count()
    relation_close: Count = Count()
    sentence: Count = Count()


class _Words(NamedTuple):
    """The words that each role of a relation covers, by number; the roles in the order of ``Figures``."""

    source: frozenset[int]
    cue: frozenset[int]
    content: frozenset[int]


def score(gold: Sequence[Gold], predicted: Sequence[Sequence[Relation]]) -> Figures:
    """Compare ``predicted``, one sequence of relations for each text of ``gold``, with the annotation."""
    articles = [_article(article, relations) for article, relations in zip(gold, predicted, strict=True)]
    return Figures(*(Count(*map(sum, zip(*counts, strict=True))) for counts in zip(*articles, strict=True)))


def by_publisher(gold: Sequence[Gold], predicted: Sequence[Sequence[Relation]]) -> dict[str, Figures]:
    """Compare as ``score`` does, the articles of each publisher apart, publishers by name."""
    rows = list(zip(gold, predicted, strict=True))
    figures = {}
    for publisher in sorted({article.publisher or "" for article in gold}):
        own = [row for row in rows if (row[0].publisher or "") == publisher]
        figures[publisher or "(none)"] = score([g for g, _ in own], [p for _, p in own])
    return figures


def render(figures: Figures) -> str:
    """A table of percentages, and how many relations there were."""
    relations = figures.relation_exact
    lines = [f"{relations.gold:,} relations, {relations.predicted:,} predicted"]
    lines.append(f"{'':16}{'precision':>10}{'recall':>8}{'F1':>7}")
    for name, count in zip(Figures._fields, figures, strict=True):
        numbers = f"{100 * count.precision:10.1f}{100 * count.recall:8.1f}{100 * count.f1:7.1f}"
        lines.append(f"{name.replace('_', ' '):16}{numbers}")
    return "\n".join(lines)


def render_publishers(figures: Mapping[str, Figures]) -> str:
    """A table of F1 in percent, one publisher a line."""
    names = [name.replace("_", " ") for name in Figures._fields]
    width = max(map(len, ["F1", *figures]))
    lines = ["  ".join([f"{'F1':{width}}", *names, "relations"])]
    for publisher, row in figures.items():
        cells = [f"{100 * count.f1:{len(name)}.1f}" for name, count in zip(names, row, strict=True)]
        lines.append("  ".join([f"{publisher:{width}}", *cells, f"{row.relation_exact.gold:9,}"]))
    return "\n".join(lines)


def read_gold(path: Path) -> list[Gold]:
    """Read annotated texts: ``{"id", "text", "relations": [{"source", "cue", "content"}], "publisher"?}`` a line,
    each role a list of ``[start, end]`` offsets into the text. Raises InputError with line and field."""
    articles: dict[str, Gold] = {}
    for where, row in json_lines(path):
        id_ = _new_id(row, where, articles)
        text = checked_text(row.get("text"), "text", where)
        publisher = row.get("publisher")
        if publisher is not None:
            publisher = checked_text(publisher, "publisher", where)
        articles[id_] = Gold(id_, text, _relations(row, where, len(text)), publisher)
    return list(articles.values())


def read_predicted(path: Path) -> dict[str, tuple[Relation, ...]]:
    """Read relations by the id of their text, in the form of ``read_gold``; the text itself may be left out."""
    relations: dict[str, tuple[Relation, ...]] = {}
    for where, row in json_lines(path):
        relations[_new_id(row, where, relations)] = _relations(row, where)
    return relations


def json_lines(path: Path) -> Iterator[tuple[str, Mapping[str, object]]]:
    """The JSON objects of a ``.jsonl`` or ``.jsonl.gz`` file, each with its place (``file:line``).

    Raises InputError for a file that cannot be read or has no line, and for a line that is not a JSON object.
    """
    where, number, empty = str(path), 0, True
    with open_file(path) as lines:
        try:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield f"{where}:{number}", _object(line, f"{where}:{number}")
                    empty = False
        except OSError as error:
            raise cannot_read(where, error) from error
    if empty:
        raise InputError(where, "no line in it", "write one JSON object a line")


def _object(line: bytes, where: str) -> Mapping[str, object]:
    try:
        value = json.loads(decode(line, where))
    except (ValueError, RecursionError) as error:
        raise InputError(where, f"not JSON ({error})", "write one JSON object a line") from error
    if not isinstance(value, dict):
        raise InputError(where, "not a JSON object", "write one JSON object a line")
    return value


def _new_id(row: Mapping[str, object], where: str, known: Mapping[str, object]) -> str:
    id_ = checked_text(row.get("id"), "id", where)
    if id_ in known:
        raise InputError(f'{where} field "id"', f"{id_!r} was used before", "give each text its own id")
    return id_


def _relations(row: Mapping[str, object], where: str, length: int | None = None) -> tuple[Relation, ...]:
    value = row.get("relations")
    if not isinstance(value, list):
        raise InputError(f'{where} field "relations"', "must be a list", "give the relations, [] for none")
    relations = []
    for number, item in enumerate(value):
        place = f'{where} field "relations[{number}]'
        if not isinstance(item, dict):
            raise InputError(f'{place}"', "must be an object", 'give "source", "cue" and "content"')
        roles = (_spans(item.get(role), f'{place}.{role}"', length) for role in ("source", "cue", "content"))
        relations.append(Relation(*roles))
    return tuple(relations)


def _spans(value: object, where: str, length: int | None) -> Spans:
    if value is None:
        return ()
    if not isinstance(value, list):
        raise InputError(where, "must be a list of spans", "write [[start, end], ...]")
    return tuple(_span(span, where, length) for span in value)


def _span(value: object, where: str, length: int | None) -> Span:
    if not isinstance(value, list) or len(value) != 2 or not all(type(offset) is int for offset in value):
        raise InputError(where, f"not a span: {json.dumps(value)[:40]}", "write [start, end]")
    start, end = value
    if not 0 <= start <= end or (length is not None and end > length):
        inside = "" if length is None else f" of {length:,} characters"
        raise InputError(where, f"[{start}, {end}] is no part of the text{inside}", "give offsets into the text")
    return start, end


def _article(gold: Gold, predicted: Sequence[Relation]) -> Figures:
    words = [match.span() for match in _WORD.finditer(gold.text)]
    annotated = [_words(relation, words) for relation in gold.relations]
    found = [_words(relation, words) for relation in predicted]
    pairs = _pairs(annotated, found)
    exact = sum(a == b for a, b in pairs)
    close = sum(_shared(a.source, b.source) >= CLOSE <= _shared(a.content, b.content) for a, b in pairs)
    ours, theirs = _union(found), _union(annotated)
    ends = [match.end() for match in _SENTENCE_END.finditer(gold.text)]
    sentences = [{bisect_right(ends, words[i][0]) for i in union.content} for union in (ours, theirs)]
    return Figures(
        _count(ours.source, theirs.source),
        _count(ours.cue, theirs.cue),
        _count(ours.content, theirs.content),
        Count(exact, len(found), len(annotated)),
        Count(close, len(found), len(annotated)),
        _count(*sentences),
    )


def _words(relation: Relation, words: Sequence[Span]) -> _Words:
    def inside(spans: Spans) -> frozenset[int]:
        """The words that lie wholly within one of the spans."""
        found: set[int] = set()
        for start, end in spans:
            first = bisect_left(words, start, key=lambda word: word[0])
            found.update(range(first, bisect_right(words, end, key=lambda word: word[1])))
        return frozenset(found)

    return _Words(inside(relation.source), inside(relation.cue), inside(relation.content))


def _pairs(gold: Sequence[_Words], predicted: Sequence[_Words]) -> list[tuple[_Words, _Words]]:
    possible = sorted(
        (
            (_shared(a.content, b.content), i, j)
            for i, a in enumerate(gold)
            for j, b in enumerate(predicted)
            if a.cue & b.cue or (not (a.cue or b.cue) and a.content & b.content)
        ),
        reverse=True,
    )
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in possible:
        if i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    return [(gold[i], predicted[j]) for i, j in pairs.items()]


def _shared(a: frozenset[int], b: frozenset[int]) -> float:
    return len(a & b) / len(a | b) if a or b else 1.0


def _union(relations: Sequence[_Words]) -> _Words:
    return _Words(*(frozenset().union(*(relation[role] for relation in relations)) for role in range(3)))


def _count(predicted: set[int] | frozenset[int], gold: set[int] | frozenset[int]) -> Count:
    return Count(len(predicted & gold), len(predicted), len(gold))
