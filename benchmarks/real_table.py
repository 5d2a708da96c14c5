"""The hand-made table of ``benchmarks/real``: real articles, facts changed in them, and what is right of their claims.

The texts are not here. They are read from two files of a data folder (``FILES``), and each must be the one that the
table was made for. Offsets are Python ``str`` indices into an article's text, end excluded. Three files, a row a line:

- ``articles.jsonl``: ``id``, ``collection`` (a key of ``FILES``), ``half``, ``sha256`` (of the text, the first 16 hex
  digits), and ``references``, the ids of the nearest other articles of the collection by TF-IDF over words, the nearest
  first. Near copies (a cosine of 0.8 and more) and texts of more than 15,000 characters are left out.
- ``statements.jsonl``: what an untouched article says, a claim a row: ``spans`` of its content, ``words`` (the first
  three, as a check and for the reader), the right labels, and in ``by`` the references that decide. ``said`` is null
  for what the article asserts itself. Each question has a list of labels: the best one first, then others that a
  careful reader would let pass. ``flags`` names rules whose flag is worth reading although no verdict says so.
- ``edits.jsonl``: one fact changed, or two at once: ``changes`` as ``[start, end, old words, new words]``, the
  ``kind``, the questions whose answer SUPPORTED would be ``false``, and in ``by`` the reference that contradicts it.

Labels hold against the references of the article only. A claim is SUPPORTED if a reference says all of it; that
somebody says so there is support for *said* and none for *so*. It is REFUTED if it cannot be so where the reference is
right: same event, same day. A toll that rose later, another poll, another day of the same story refute nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from claims.errors import InputError
from claims.records import Article, Span, Spans
from claims.text.words import joined
from claims.training.evaluation import json_lines
from verifier.records import Label, Question

FOLDER = Path(__file__).parent / "real"
FILES: Mapping[str, str] = {
    "wikinews": "wikinews/wikinews.jsonl.gz",
    "polnear-dev": "attribution/polnear-dev.jsonl.gz",
}
HALVES = ("develop", "report")
KINDS = ("number", "day", "name", "place", "role", "verb", "word", "negation", "voice", "two")
WORDS = 3


@dataclass(frozen=True, slots=True)
class Case:
    """An article of the table: whose ``references`` it is checked against, and the half that it is in."""

    id: str
    collection: str
    half: str
    sha256: str
    references: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim of an untouched article, with the labels that are right: the best first, none where not asked."""

    article: str
    spans: Spans
    words: str
    said: tuple[Label, ...]
    so: tuple[Label, ...]
    by: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()

    def right(self, question: Question) -> tuple[Label, ...]:
        """The labels that are right for ``question``."""
        return self.said if question == "said" else self.so


@dataclass(frozen=True, slots=True)
class Change:
    """The words ``old`` at ``span`` of the article give way to ``new``."""

    span: Span
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Edit:
    """Changes in text order that make the answer SUPPORTED false for some questions, since ``by`` says otherwise."""

    article: str
    kind: str
    changes: tuple[Change, ...]
    false: tuple[Question, ...]
    by: str


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of the three files."""

    cases: tuple[Case, ...]
    statements: tuple[Statement, ...]
    edits: tuple[Edit, ...]

    def half(self, name: str, part: str = "") -> Table:
        """The rows of the articles of one half, or of those whose id has ``part`` in it."""
        cases = tuple(case for case in self.cases if case.half == name and part in case.id)
        ids = {case.id for case in cases}
        own = tuple(row for row in self.statements if row.article in ids)
        return Table(cases, own, tuple(edit for edit in self.edits if edit.article in ids))


def load_table(folder: Path = FOLDER) -> Table:
    """Read the three files. Raises InputError for a file that cannot be read."""
    return Table(
        tuple(_case(row) for _, row in json_lines(folder / "articles.jsonl")),
        tuple(_statement(row) for _, row in json_lines(folder / "statements.jsonl")),
        tuple(_edit(row) for _, row in json_lines(folder / "edits.jsonl")),
    )


def load_articles(data: Path, cases: Iterable[Case]) -> dict[str, Article]:
    """The articles of the ``cases`` and their references by id, from the files in the folder ``data``.

    Raises InputError where one is missing, or an article is not the text that the table was made for.
    """
    cases = tuple(cases)
    found: dict[str, Article] = {}
    for name in dict.fromkeys(case.collection for case in cases):
        wanted = {id_ for case in cases if case.collection == name for id_ in (case.id, *case.references)}
        path = data / FILES[name]
        found |= {str(row["id"]): _article(row) for _, row in json_lines(path) if row["id"] in wanted}
        if missing := sorted(wanted - found.keys()):
            raise InputError(str(path), f"no article {missing[0]}", "give the folder that the table was made from")
    for case in cases:
        if digest(found[case.id].text) != case.sha256:
            raise InputError(case.id, "not the text of the table", "give the folder that the table was made from")
    return found


def digest(text: str) -> str:
    """What identifies a text in the table."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def faults(table: Table, articles: Mapping[str, Article]) -> list[str]:
    """The rows whose words do not stand where they should; none in a table that fits."""
    found = []
    for row in table.statements:
        if first_words(articles[row.article].text, row.spans) != row.words:
            found.append(f"{row.article}: no statement {row.words!r} at {row.spans}")
    for edit in table.edits:
        text = articles[edit.article].text
        found += [f"{edit.article}: no {c.old!r} at {c.span}" for c in edit.changes if text[slice(*c.span)] != c.old]
    return found


def first_words(text: str, spans: Spans) -> str:
    """The first words at ``spans``."""
    return " ".join(joined(text, spans).split()[:WORDS])


def applied(text: str, changes: Sequence[Change]) -> tuple[str, Spans]:
    """The text after the ``changes``, which are in text order, and where their new words are then.

    Where words were only taken away, the span is that of the characters beside the gap.
    """
    parts, spans = [], []
    at = shift = 0
    for change in changes:
        start, end = change.span
        parts += [text[at:start], change.new]
        new = (start + shift, start + shift + len(change.new))
        spans.append(new if change.new else (new[0] - 1, new[1] + 1))
        at, shift = end, shift + len(change.new) - (end - start)
    return "".join([*parts, text[at:]]), tuple(spans)


def _article(row: Mapping[str, Any]) -> Article:
    day = row.get("published") or row.get("date")
    published = date.fromisoformat(day) if day else None
    return Article(row["id"], row["text"], row.get("title"), row.get("url"), row.get("publisher"), published)


def _case(row: Mapping[str, Any]) -> Case:
    return Case(row["id"], row["collection"], row["half"], row["sha256"], tuple(row["references"]))


def _statement(row: Mapping[str, Any]) -> Statement:
    spans = tuple((start, end) for start, end in row["spans"])
    said, so, by = tuple(row["said"] or ()), tuple(row["so"]), tuple(row["by"])
    return Statement(row["article"], spans, row["words"], said, so, by, tuple(row.get("flags", ())))


def _edit(row: Mapping[str, Any]) -> Edit:
    changes = tuple(Change((start, end), old, new) for start, end, old, new in row["changes"])
    return Edit(row["article"], row["kind"], changes, tuple(row["false"]), row["by"])
