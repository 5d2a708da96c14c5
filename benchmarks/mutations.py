"""How many controlled edits are flagged, and how much of what nobody touched; the references hold the true articles.

usage: python -m benchmarks.mutations ARTICLES.jsonl[.gz] [--articles N] [--kinds KIND,...] [--seed N] [--show]

A line of the file is {"id", "text"}, and may have "title", "publisher", "date" and annotated "relations". All articles
are references. N of them are checked three times: with edits in a few sentences, verbatim, and lightly rephrased. An
edit is found if a claim in its sentence has a flag of the rules that fit its kind (``RULES``). Flags of the other two
are false; of a rephrased article only the rephrased sentences count. Only annotated articles have voices swapped,
attributions dropped, cues strengthened and denials turned round. With --show misses and false flags are listed.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from benchmarks.mutation_edits import KINDS, Change, named_sources
from benchmarks.mutation_pool import Pool, Sentence, pool_of
from benchmarks.rephrasing import rephrased
from claims.article.files import body_start
from claims.attribution.tagger import Tagger
from claims.records import Article, Relation, Span
from claims.sources.names import read
from claims.text.parse import parse
from claims.text.quotations import quotations
from claims.text.sentences import sentences
from claims.text.words import overlap
from claims.training.evaluation import json_lines
from verifier.check import check, run_header
from verifier.corpus.documents import make_document
from verifier.corpus.store import Corpus
from verifier.nli import load
from verifier.records import Flag, Report

# The rules of which one must be raised for an edit of each kind.
RULES: Mapping[str, frozenset[str]] = {
    "number": frozenset({"NUM001"}),
    "date": frozenset({"TIM001"}),
    "name": frozenset({"NAM001"}),
    "voice": frozenset({"SAID002"}),
    "dropped": frozenset({"ATT001"}),
    "strengthened": frozenset({"ATT002"}),
    "denial": frozenset({"ATT004", "SAID001"}),
    "quotation": frozenset({"QUO001"}),
    "negation": frozenset({"SO001", "SAID001"}),
}
# Sentences between two edits that are left alone.
APART = 2


@dataclass(frozen=True, slots=True)
class Source:
    """An article of the file, with its sentences and the number of the paragraph that each is in."""

    article: Article
    sentences: tuple[Sentence, ...]
    paragraphs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Edit:
    """What is done to the sentence at ``sentence``: changes in text order, none where it is left as it is."""

    kind: str
    sentence: Span
    changes: tuple[Change, ...] = ()


class Outcome(NamedTuple):
    """A sentence before and after its edit, and the flags of the claims in it."""

    kind: str
    before: str
    after: str
    flags: tuple[Flag, ...]

    @property
    def rules(self) -> frozenset[str]:
        """The rules that were raised."""
        return frozenset(flag.rule for flag in self.flags)


def sources_of(rows: Iterable[Mapping[str, object]]) -> list[Source]:
    """The articles of a file's lines."""
    return [_source(row) for row in rows]


def _source(row: Mapping[str, Any]) -> Source:
    id_, text = str(row["id"]), str(row["text"])
    title, publisher, day = (str(row[key]) if row.get(key) else None for key in ("title", "publisher", "date"))
    article = Article(id_, text, title, None, publisher, date.fromisoformat(day) if day else None)
    whole = sentences(text, body_start(article))
    parsed = parse(text, whole)
    names, _ = read(text, parsed)
    relations = [_relation(relation) for relation in row.get("relations") or ()]
    quoted, named = quotations(text), named_sources(text, relations)
    found = tuple(
        Sentence(
            text,
            span,
            tree,
            [name for name in names if overlap(name.span, span)],
            [relation for relation in relations if relation.cue and overlap(relation.cue[0], span)],
            quoted,
            named,
        )
        for span, tree in zip(whole, parsed.trees, strict=True)
    )
    return Source(article, found, tuple(text.count("\n", 0, start) for start, _ in whole))


def _relation(value: Mapping[str, Sequence[Sequence[int]] | None]) -> Relation:
    roles = (tuple((start, end) for start, end in value.get(role) or ()) for role in ("source", "cue", "content"))
    return Relation(*roles)


def planned(source: Source, kinds: Sequence[str], pool: Pool, random: Random, made: Counter[str]) -> list[Edit]:
    """Edits of an article in text order, one a paragraph and far apart; the kinds least ``made`` come first."""
    options = {kind: dict(_options(source, kind, pool, random)) for kind in kinds}
    free = set(range(len(source.sentences)))
    edits: list[Edit] = []
    while True:
        possible = {kind: sorted(free.intersection(options[kind])) for kind in kinds}
        kind = min((kind for kind in kinds if possible[kind]), key=lambda each: made[each], default=None)
        if kind is None:
            return sorted(edits, key=lambda edit: edit.sentence)
        chosen = random.choice(possible[kind])
        edits.append(options[kind][chosen])
        made[kind] += 1
        paragraph = source.paragraphs[chosen]
        free = {i for i in free if abs(i - chosen) > APART and source.paragraphs[i] != paragraph}


def _options(source: Source, kind: str, pool: Pool, random: Random) -> Iterator[tuple[int, Edit]]:
    for i, sentence in enumerate(source.sentences):
        # Articles from the web may have markup left in them.
        changes = [] if {"<", ">"}.intersection(sentence.own) else list(KINDS[kind](sentence, pool, random))
        if changes:
            yield i, Edit(kind, sentence.span, (random.choice(changes),))


def untouched(source: Source) -> list[Edit]:
    """Every sentence as it is."""
    return [Edit("verbatim", sentence.span) for sentence in source.sentences]


def reworded(source: Source, random: Random) -> list[Edit]:
    """Every sentence that can be rephrased."""
    found = ((sentence.span, rephrased(sentence, random)) for sentence in source.sentences)
    return [Edit("rephrased", span, tuple(changes)) for span, changes in found if changes]


def applied(text: str, edits: Iterable[Edit]) -> tuple[str, tuple[Span, ...]]:
    """The text after all ``edits``, which are in text order, and where their sentences are then."""
    parts, spans = [], []
    at = shift = 0
    for edit in edits:
        start = edit.sentence[0] + shift
        for (first, last), new in edit.changes:
            parts += [text[at:first], new]
            at, shift = last, shift + len(new) - (last - first)
        spans.append((start, edit.sentence[1] + shift))
    return "".join([*parts, text[at:]]), tuple(spans)


def outcomes(source: Source, edits: Sequence[Edit], checked: Callable[[Article], Report]) -> list[Outcome]:
    """What is found in the article after all ``edits`` at once, sentence by sentence."""
    old = source.article
    text, spans = applied(old.text, edits)
    report = checked(Article(f"{old.id}/edited", text, old.title, None, old.publisher, old.published))
    found = []
    for edit, span in zip(edits, spans, strict=True):
        here = [each for each in report.claims if any(overlap(part, span) for part in each.claim.spans)]
        flags = tuple(flag for each in here for flag in each.flags)
        found.append(Outcome(edit.kind, old.text[slice(*edit.sentence)], text[slice(*span)], flags))
    return found


def recall_table(found: Sequence[Outcome]) -> str:
    """For each kind of edit the part that was found, by a fitting rule and by any."""
    lines = [f"{'kind':14}{'edits':>6}{'matching rule':>15}{'any flag':>10}"]
    for kind in RULES:
        own = [outcome for outcome in found if outcome.kind == kind]
        if own:
            matching = sum(not RULES[kind].isdisjoint(outcome.rules) for outcome in own) / len(own)
            some = sum(bool(outcome.flags) for outcome in own) / len(own)
            lines.append(f"{kind:14}{len(own):6}{matching:15.2f}{some:10.2f}")
    return "\n".join(lines)


def false_table(found: Sequence[Outcome]) -> str:
    """The flags of sentences that say what their reference says, by rule, for 1,000 sentences."""
    lines = [f"{'untouched':14}{'sentences':>10}{'flags':>7}{'per 1,000':>11}"]
    for kind in ("verbatim", "rephrased"):
        own = [outcome for outcome in found if outcome.kind == kind]
        rules = Counter(flag.rule for outcome in own for flag in outcome.flags)
        for name, count in ((kind, rules.total()), *((f"  {rule}", rules[rule]) for rule in sorted(rules))):
            number = f"{len(own):10}" if name == kind else " " * 10
            lines.append(f"{name:14}{number}{count:7}{1000 * count / max(1, len(own)):11.1f}")
    return "\n".join(lines)


def failures(found: Iterable[Outcome]) -> str:
    """The edits that no fitting rule found, and the false flags."""
    lines = []
    for outcome in found:
        edited = outcome.kind in RULES
        if bool(outcome.flags) if not edited else RULES[outcome.kind].isdisjoint(outcome.rules):
            lines.append(f"\n[{outcome.kind}] {'missed' if edited else 'flagged'}\n    {outcome.before}")
            lines += [f"    {outcome.after}"] * (outcome.before != outcome.after)
            lines += [f"      {flag.rule} {flag.message}" for flag in outcome.flags]
    return "\n".join(lines)


def run(sources: Sequence[Source], chosen: Sequence[Source], kinds: Sequence[str], seed: int) -> Iterator[Outcome]:
    """Check the ``chosen`` of the ``sources``, all of which are references."""
    pool = pool_of([sentence for source in sources for sentence in source.sentences])
    tagger, scorer, made = Tagger(), load(), Counter[str]()
    with tempfile.TemporaryDirectory() as folder:
        corpus = Corpus.create(folder)
        articles = [source.article for source in sources]
        corpus.add([make_document(a.id, a.text, a.title, a.publisher, a.published) for a in articles])
        header = run_header(tagger, scorer, corpus)
        checked = partial(check, tagger=tagger, scorer=scorer, corpus=corpus, run=header)
        for source in chosen:
            random = Random(f"{seed} {source.article.id}")
            for edits in (
                planned(source, kinds, pool, random, made),
                untouched(source),
                reworded(source, random),
            ):
                yield from outcomes(source, edits, checked) if edits else ()


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=Path)
    parser.add_argument("--articles", type=int, default=24)
    parser.add_argument("--kinds", default=",".join(RULES))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args(arguments)
    kinds = options.kinds.split(",")
    if unknown := set(kinds) - set(RULES):
        parser.error(f"no such kind: {', '.join(sorted(unknown))}; there are {', '.join(RULES)}")
    sources = sources_of(row for _, row in json_lines(options.path))
    chosen = sources[:: max(1, len(sources) // options.articles)][: options.articles]
    found = list(run(sources, chosen, kinds, options.seed))
    print(f"{len(chosen)} of {len(sources)} articles, seed {options.seed}")
    print(f"\n{recall_table(found)}\n\n{false_table(found)}")
    if options.show:
        print(failures(found))


if __name__ == "__main__":
    main(sys.argv[1:])
