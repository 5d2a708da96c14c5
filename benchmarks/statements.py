"""How much of what real articles say is found as a careful reader labelled it, and in whose voice.

usage: python -m benchmarks.statements [DATA_FOLDER] [--half develop|report] [--misses]

``labelled/articles.jsonl`` has the articles: Wikinews with their text, PolNeAR by the digest of theirs, which is read
from DATA_FOLDER/attribution/polnear-dev.jsonl.gz (without the folder those articles are left out).
``labelled/statements.jsonl`` has a line for each statement: its ``spans`` in the article's text, what may be in or out
of them (``optional``: a relative clause that has a line of its own, the noun that it is said of, "he thinks that"),
its ``kind``, and its ``chain`` of voices from the outermost inward. A voice has its ``source`` in the text and the
``names`` under which the article makes it known, the fullest first; none where the article names nobody. All that an
article attributes is labelled, and most of what it asserts; ``open`` are words that can be read either way.

A statement is found if the words of a claim, or of the claims together that share a chain, have an F1 of 0.7 or more
with its own: that is the measure by which PARC's spans are compared when they need not be exact, it does not depend on
how finely a sentence is cut, and no other statement of the sentence passes it. Its voice is right if the name that the
claim's innermost voice resolves to, or else its source, has all words of one of the names. "He" and "I" are never right
for a person whom the article names, and a voice that reports what it thinks itself is one link. Tune on the half
``develop`` only.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from benchmarks.chains import same_source
from claims.attribution.tagger import Tagger
from claims.errors import InputError
from claims.records import Article, Claim, Spans, Voice
from claims.split import split
from claims.training.evaluation import json_lines

LABELLED = Path(__file__).parent / "labelled"
HALVES = ("develop", "report")
# F1 of words from which a statement counts as found.
FOUND = 0.7
# A claim has somebody say what nobody is labelled as saying if less of its words than this are attributed.
COVERED = 0.5
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Speaker:
    """A voice as labelled: the names that count as its own, or none and only its ``source`` as the text has it."""

    source: str | None
    names: tuple[str, ...]
    denied: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """A labelled statement; ``spans`` and ``optional`` index the text of its article, end excluded."""

    kind: Literal["asserted", "attributed", "open"]
    spans: Spans
    optional: Spans
    chain: tuple[Speaker, ...]


@dataclass(frozen=True, slots=True)
class Labelled:
    """An article with its statements in text order."""

    article: Article
    half: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """A statement and the claims that were found for it; ``voice`` is None where it has none."""

    statement: Statement
    found: tuple[Claim, ...]
    kind: bool = False
    voice: bool | None = None
    chain: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """What was found in an article: an answer for each statement that counts, and who was made to speak."""

    labelled: Labelled
    answers: tuple[Answer, ...]
    attributed: tuple[Claim, ...]
    invented: tuple[Claim, ...]


def load(data: Path | None, half: str | None = None) -> list[Labelled]:
    """The labelled articles of a half, or of both; raises ``InputError`` if a text is not the one that was labelled."""
    rows = defaultdict(list)
    for row in _rows(LABELLED / "statements.jsonl"):
        rows[row["article"]].append(row)
    polnear = data / "attribution" / "polnear-dev.jsonl.gz" if data else None
    elsewhere = {row["id"]: row for row in _rows(polnear)} if polnear else {}
    found = []
    for row in _rows(LABELLED / "articles.jsonl"):
        if half not in (None, row["half"]) or ("text" not in row and not data):
            continue
        row = {**elsewhere.get(row["id"], {"text": ""}), **row}
        text = row["text"]
        if hashlib.sha256(text.encode()).hexdigest() != row["sha256"]:
            what = f"has no article {row['id']} with the text that was labelled"
            raise InputError(str(polnear or LABELLED), what, "take the data as it was released")
        published = date.fromisoformat(row["published"])
        article = Article(row["id"], text, row["title"], row.get("url"), row["publisher"], published)
        statements = tuple(_statement(text, one) for one in rows[row["id"]])
        found.append(Labelled(article, row["half"], statements))
    return found


def _rows(path: Path) -> list[dict[str, Any]]:
    return [dict(row) for _, row in json_lines(path)]


def _statement(text: str, row: dict[str, Any]) -> Statement:
    chain = tuple(
        Speaker(
            " ".join(text[s:e] for s, e in voice["source"]) or None, tuple(voice["names"]), voice.get("denied", False)
        )
        for voice in row["chain"]
    )
    return Statement(row["kind"], _spans(row["spans"]), _spans(row["optional"]), chain)


def _spans(pairs: Iterable[Sequence[int]]) -> Spans:
    return tuple((start, end) for start, end in pairs)


def score(labelled: Labelled, claims: Sequence[Claim]) -> Result:
    """The statements of an article with what ``claims`` have of each."""
    text, statements = labelled.article.text, labelled.statements
    words = {claim.id: _words(text, claim.spans) for claim in claims}
    answers = tuple(_answer(text, one, claims, words) for one in statements if one.kind != "open")
    said: set[int] = set()
    for one in statements:
        if one.kind != "asserted":
            said |= _words(text, (*one.spans, *one.optional))
    attributed = tuple(claim for claim in claims if claim.kind == "attributed")
    invented = tuple(one for one in attributed if len(words[one.id] & said) < COVERED * len(words[one.id]))
    return Result(labelled, answers, attributed, invented)


def _words(text: str, spans: Spans) -> set[int]:
    """Where the words in ``spans`` start."""
    return {match.start() for start, end in spans for match in _WORD.finditer(text, start, end)}


def _answer(text: str, statement: Statement, claims: Sequence[Claim], words: dict[str, set[int]]) -> Answer:
    own = _words(text, statement.spans)
    free = _words(text, statement.optional) - own
    candidates: list[tuple[Claim, ...]] = [(claim,) for claim in claims if words[claim.id] & own]
    together: dict[tuple[str | None, ...], list[Claim]] = defaultdict(list)
    for claim in claims:
        if len(words[claim.id] & own) >= COVERED * len(words[claim.id] - free) > 0:
            together[tuple(_name(voice) for voice in claim.chain)].append(claim)
    candidates += [tuple(group) for group in together.values() if len(group) > 1]
    ranked = []
    for group in candidates:
        have = set().union(*(words[claim.id] for claim in group)) - free
        f1 = 2 * len(have & own) / (len(have) + len(own))
        if f1 >= FOUND:
            answer = _judged(statement, group)
            ranked.append((round(f1, 2), answer.kind + bool(answer.voice) + answer.chain, answer))
    return max(ranked, key=lambda row: row[:2])[2] if ranked else Answer(statement, (), voice=_missed(statement))


def _missed(statement: Statement) -> bool | None:
    return False if statement.chain else None


def _judged(statement: Statement, group: tuple[Claim, ...]) -> Answer:
    claim = group[0]
    kind = claim.kind == statement.kind
    if not statement.chain or not claim.chain:
        return Answer(statement, group, kind, _missed(statement), kind)
    voice = same_voice(statement.chain[-1], claim.chain[-1])
    chain = once(claim.chain)
    right = len(chain) == len(statement.chain) and all(map(same_voice, statement.chain, chain))
    right = right and (claim.chain[-1].polarity == "denied") == statement.chain[-1].denied
    return Answer(statement, group, kind, voice, right)


def once(chain: tuple[Voice, ...]) -> tuple[Voice, ...]:
    """The chain with one link for a voice that reports what it thinks itself: "Lee said: “I think that …”"."""
    outer = (None, *chain)
    return tuple(
        voice for before, voice in zip(outer, chain, strict=False) if before is None or _name(before) != _name(voice)
    )


def _name(voice: Voice) -> str | None:
    return voice.resolved or voice.source


def same_voice(wanted: Speaker, found: Voice) -> bool:
    """Whether a voice is called by a name of the labelled one, titles and what else stands beside it aside."""
    name = _name(found)
    if wanted.names:
        return name is not None and any(set(plain(one)) <= set(plain(name)) for one in wanted.names)
    return same_source(wanted.source or "?", name)


def plain(name: str) -> list[str]:
    """The words of a name or sentence, without case and accents."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return re.findall(r"\w+", bare.casefold())


def measures(results: Sequence[Result]) -> dict[str, tuple[int, int]]:
    """Of each measure, how many are right and how many there are."""
    answers = [answer for result in results for answer in result.answers]
    said = [answer for answer in answers if answer.statement.chain]
    own = [answer for answer in answers if not answer.statement.chain]
    made, false = (sum(len(part) for part in parts) for parts in zip(*map(_made, results), strict=True))
    return {
        "attributed: content found": (sum(bool(one.found) for one in said), len(said)),
        "attributed: voice right too": (sum(bool(one.voice) for one in said), len(said)),
        "attributed: chain right too": (sum(one.chain for one in said), len(said)),
        "asserted: content found": (sum(bool(one.found) for one in own), len(own)),
        "asserted: kind right too": (sum(one.kind for one in own), len(own)),
        "both: kind right": (sum(one.kind for one in answers), len(answers)),
        "claims attributed that are": (made - false, made),
    }


def _made(result: Result) -> tuple[tuple[Claim, ...], tuple[Claim, ...]]:
    return result.attributed, result.invented


def misses(result: Result) -> Iterator[str]:
    """What is not right in an article, one thing a line, and below it what stands there instead."""
    text = result.labelled.article.text
    for answer in result.answers:
        wanted = answer.statement
        faults = [
            name
            for name, wrong in (
                ("content", not answer.found),
                ("kind", bool(answer.found) and not answer.kind),
                ("voice", answer.kind and answer.voice is False),
                ("chain", answer.kind and answer.voice is not False and not answer.chain),
            )
            if wrong
        ]
        if faults:
            said = " > ".join("/".join(voice.names) or voice.source or "?" for voice in wanted.chain)
            yield f"{faults[0]:8} [{said}] {' | '.join(text[s:e] for s, e in wanted.spans)}"
            yield from (f"         found {_shown(claim)}" for claim in answer.found)
    yield from (f"invented {_shown(claim)}" for claim in result.invented)


def _shown(claim: Claim) -> str:
    return f"[{' > '.join(_name(voice) or '?' for voice in claim.chain)}] {claim.text}"


def main(argv: Sequence[str] | None = None) -> int:
    """Print the measures over the labelled articles, and the misses where they are asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("data", type=Path, nargs="?", help="folder with attribution/polnear-dev.jsonl.gz")
    parser.add_argument("--half", choices=HALVES, help="only the articles of one half")
    parser.add_argument("--misses", action="store_true", help="list what is not right")
    args = parser.parse_args(argv)
    try:
        articles = load(args.data, args.half)
    except InputError as error:
        print(error, file=sys.stderr)
        return 2
    tagger = Tagger()
    results = [score(one, split(one.article, tagger)) for one in articles]
    if args.misses:
        for result in results:
            print(f"\n# {result.labelled.article.id}")
            print(*misses(result), sep="\n")
        print()
    print(f"{len(results)} articles")
    for name, (right, of) in measures(results).items():
        print(f"{name:30} {100 * right / of:5.1f} %  ({right} of {of})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
