"""Make ``claims/sources/proper.toml``: words of the dictionary that are almost always names, "wilson" or "britain".

    python -m claims.training.proper FILE.jsonl[.gz] …

Lines are objects with a ``text``, or a ``premise`` and a ``hypothesis``. Words are counted in small letters, and with a
capital where no sentence or quotation begins; only words and how often they were seen are taken from the texts.
"""

from __future__ import annotations

import re
import sys
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import simplemma

from claims.training.evaluation import json_lines
from claims.training.forces import lemmas

PROPER = Path(__file__).parents[1] / "sources" / "proper.toml"
# A name is seen so often with a capital, and at most in this share of its uses without one; or once, and never without
# one, if WordNet does not know it.
FEWEST, SMALL = 3, 0.02
_WORD = re.compile(r"[^\W\d_]+")
# What a capital behind says nothing of a name: the beginning, the end of a sentence, an opening mark.
_BEGINS = re.compile(r"(?:^|[.!?:;\n“”\"‘'’(\[—–-]\s?)$")


def counted(texts: Iterable[str]) -> tuple[Counter[str], Counter[str]]:
    """How often each word, in lower case, is written in small letters, and with a capital that nothing asks for."""
    small: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    for text in texts:
        for match in _WORD.finditer(text):
            word = match.group()
            if word.islower():
                small[word] += 1
            elif word.istitle() and not _BEGINS.search(text[max(0, match.start() - 2) : match.start()]):
                capital[word.lower()] += 1
    return small, capital


def proper(small: Counter[str], capital: Counter[str]) -> list[str]:
    """The words of the dictionary that are names by these counts, sorted; "united" is a form of "unite"."""
    found = []
    for word, count in capital.items():
        base = simplemma.lemmatize(word, "en").lower()
        rare = not small[word] and wordnet().isdisjoint({word, base})
        usual = count >= FEWEST and small[word] <= SMALL * count and (not small[word] or base == word)
        if (rare or usual) and simplemma.is_known(word, "en"):
            found.append(word)
    return sorted(found)


@cache
def wordnet() -> frozenset[str]:
    """The words of WordNet's index, as spaCy's lemmatizer has them."""
    return frozenset(word for words in lemmas("lemma_index").values() for word in words)


def rendered(words: Iterable[str]) -> str:
    header = (
        "# Words of simplemma's English dictionary that are almost always written with a capital.\n"
        "# Made by `python -m claims.training.proper`, which tells the method; do not edit.\n\n"
    )
    lines = textwrap.wrap(" ".join(words), 115, break_long_words=False, break_on_hyphens=False)
    return "".join([header, 'proper = """\n', *(f"{line}\n" for line in lines), '"""\n'])


def texts_of(path: Path) -> Iterator[str]:
    """The texts of a file, each once."""
    fields = ("text", "premise", "hypothesis")
    yield from dict.fromkeys(str(row[field]) for _, row in json_lines(path) for field in fields if field in row)


def main(paths: Iterable[Path]) -> None:
    """Write the file."""
    words = proper(*counted(text for path in paths for text in texts_of(path)))
    PROPER.write_text(rendered(words), encoding="utf-8")


if __name__ == "__main__":
    main(map(Path, sys.argv[1:]))
