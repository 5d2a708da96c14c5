"""Makes ``verifier/references/meanings.json`` from WordNet (Fellbaum 1998): words of one meaning, kinds and opposites.

usage: python -m verifier.training.meanings DICT DATA

DICT is the folder with the database files of WordNet 3.1 (``data.noun``, ``index.noun`` and so on); DATA that of the
NLI pool, whose words are the vocabulary: what occurs in fewer than ``FEWEST`` premises and hypotheses is left out.

Words are of one meaning if they share a synset, or if one is derived from a word of the other's synset (to arrest, an
arrest); a kind is the synset above. Only senses that are among the first ``SENSES`` of a word count, since the later
ones are rare. A noun for a person is not of one meaning with the verb that it is derived from: a buyer is no purchase.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Set
from pathlib import Path
from typing import NamedTuple

from verifier.training.mixture import source_pairs

SENSES: Mapping[str, int] = {"noun": 3, "verb": 5, "adj": 4, "adv": 3}
FEWEST = 20
# Characters of a premise whose words are counted.
PREMISE = 3_000
OUT = Path(__file__).parents[1] / "references" / "meanings.json"

_PARTS = {"n": "noun", "v": "verb", "a": "adj", "s": "adj", "r": "adv"}
# The lexicographer's file of nouns for persons (lexnames(5WN)).
_PERSONS = "18"
_Place = tuple[str, str]
_Pairs = defaultdict[str, set[str]]


class _Synset(NamedTuple):
    """One line of a data file; ``pointers`` are symbol, target, and the numbers of the two words, 0 for all."""

    file: str
    words: tuple[str, ...]
    pointers: tuple[tuple[str, _Place, int, int], ...]


def meanings(folder: Path, known: Set[str]) -> dict[str, dict[str, str]]:
    """``same``, ``kinds`` and ``opposites``: for each word of ``known`` those of them that it is related to so."""
    ranks = dict(_ranks(folder))
    synsets = dict(_synsets(folder))
    same, kinds, opposites = _Pairs(set), _Pairs(set), _Pairs(set)

    def usual(place: _Place, word: str) -> bool:
        return word in known and ranks.get((*place, word), SENSES[place[0]] + 1) <= SENSES[place[0]]

    def of(place: _Place, number: int) -> list[str]:
        words = synsets[place].words
        return [word for word in (words[number - 1 : number] if number else words) if usual(place, word)]

    for place, synset in synsets.items():
        every = of(place, 0)
        for word in every:
            same[word].update(every)
        for symbol, target, here, there in synset.pointers:
            people = _PERSONS in {synset.file, synsets[target].file} and place[0] != target[0]
            pairs = [(a, b) for a in of(place, here) for b in of(target, there)]
            if symbol in ("+", "\\") and not people:
                derived = [(a, b) for a in every for b in of(target, there)]
                _add(same, derived)
                _add(same, [(b, a) for a, b in derived])
            elif symbol == "!":
                _add(opposites, pairs)
                _add(opposites, [(b, a) for a, b in pairs])
            elif symbol == "@":
                _add(kinds, pairs)
    found = {"same": same, "kinds": kinds, "opposites": opposites}
    return {name: _written(pairs, same if name == "kinds" else {}) for name, pairs in found.items()}


def _add(relation: _Pairs, pairs: list[tuple[str, str]]) -> None:
    for a, b in pairs:
        relation[a].add(b)


def _written(relation: Mapping[str, set[str]], besides: Mapping[str, set[str]]) -> dict[str, str]:
    rows = {word: sorted(others - {word} - besides.get(word, set())) for word, others in sorted(relation.items())}
    return {word: " ".join(others) for word, others in rows.items() if others}


def _ranks(folder: Path) -> Iterator[tuple[tuple[str, str, str], int]]:
    """How common the sense of a word is that a synset has, 1 being its first."""
    for part in SENSES:
        for line in _lines(folder / f"index.{part}"):
            fields = line.split()
            offsets = fields[6 + int(fields[3]) :]
            yield from (((part, offset, fields[0]), rank) for rank, offset in enumerate(offsets, 1))


def _synsets(folder: Path) -> Iterator[tuple[_Place, _Synset]]:
    for part in SENSES:
        for line in _lines(folder / f"data.{part}"):
            offset, file, _, count, *fields = line.split(" | ")[0].split()
            words = fields[: 2 * int(count, 16) : 2]
            rest = fields[2 * int(count, 16) + 1 :]
            pointers = tuple(
                (rest[i], (_PARTS[rest[i + 2]], rest[i + 1]), int(rest[i + 3][:2], 16), int(rest[i + 3][2:], 16))
                for i in range(0, 4 * int(fields[2 * int(count, 16)]), 4)
            )
            plain = tuple(re.sub(r"\(\w+\)$", "", word).lower() for word in words)
            yield (part, offset), _Synset(file, plain, pointers)


def _lines(path: Path) -> Iterator[str]:
    """The lines of a database file without those of its licence, which are indented."""
    yield from (line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith(" "))


def vocabulary(data: Path) -> frozenset[str]:
    """The words of the pairs that are trained on."""
    counts: Counter[str] = Counter()
    for pair in source_pairs(data):
        counts.update(set(re.findall(r"[a-z]+", f"{pair.premise[:PREMISE]} {pair.hypothesis}".lower())))
    return frozenset(word for word, count in counts.items() if count >= FEWEST)


def main() -> None:
    """Write the file."""
    folder, data = map(Path, sys.argv[1:])
    found = meanings(folder, vocabulary(data))
    OUT.write_text(json.dumps(found, indent=0, separators=(",", ":")) + "\n", encoding="utf-8")
    print({name: len(rows) for name, rows in found.items()}, OUT.stat().st_size)


if __name__ == "__main__":
    main()
