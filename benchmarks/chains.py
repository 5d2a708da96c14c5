"""How often the voices of a claim are found as a careful annotator gives them.

usage: python benchmarks/chains.py

``tests/claims/chains.toml`` and ``chains_unseen.toml`` hold short examples. An expected claim is found if the spans of
some claim overlap the place of its words in the text. Its chain is right if it has as many links as expected, each
from the same source, and the last of them the expected polarity. What fails in the first table is listed; of the
second table only counts are shown, so that nobody fits a rule to it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from claims.attribution.tagger import Tagger
from claims.records import Article, Claim
from claims.split import split

TABLES = Path(__file__).parent.parent / "tests" / "claims" / "attribution"
SEEN = TABLES / "chains.toml"
UNSEEN = TABLES / "chains_unseen.toml"
UNNAMED = "?"
# Sources that share this part of their words, these aside, are the same.
SAME = 0.5
_SMALL = frozenset("a an the of in at on for from to by with and who which".split())
_ARTICLE = re.compile(r"^(?:the|an?)\s+")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Wanted:
    """An expected claim by some of its words. ``denied`` is None where the polarity does not matter."""

    has: str
    chain: tuple[str, ...]
    denied: bool | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """A short text and what a careful annotator finds in it."""

    kind: str
    text: str
    claims: tuple[Wanted, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """An example, and for each expected claim the one that was found for it, if any."""

    example: Example
    found: tuple[Claim | None, ...]

    def chains(self) -> list[bool]:
        """Of each expected claim, whether its chain is right."""
        pairs = zip(self.example.claims, self.found, strict=True)
        return [found is not None and right_chain(wanted, found) for wanted, found in pairs]

    def kinds(self) -> list[bool]:
        """Of each expected claim, whether it is asserted or attributed as expected."""
        pairs = zip(self.example.claims, self.found, strict=True)
        return [found is not None and bool(wanted.chain) == (found.kind == "attributed") for wanted, found in pairs]


def load(path: Path) -> list[Example]:
    """The examples of a table."""
    return [_example(row) for row in tomllib.loads(path.read_text(encoding="utf-8"))["example"]]


def _example(row: dict[str, Any]) -> Example:
    wanted = (Wanted(claim["has"], tuple(claim["chain"]), claim.get("denied")) for claim in row["claims"])
    return Example(row["kind"], row["text"], tuple(wanted))


def score(examples: Iterable[Example], tagger: Tagger) -> list[Result]:
    """Each example with what the splitter finds."""
    return [matched(example, split(Article("a", example.text), tagger)) for example in examples]


def matched(example: Example, claims: Sequence[Claim]) -> Result:
    """Each expected claim with the one of ``claims`` that fits it best."""
    return Result(example, tuple(_best(example.text, wanted, claims) for wanted in example.claims))


def _best(text: str, wanted: Wanted, claims: Sequence[Claim]) -> Claim | None:
    start = text.index(wanted.has)
    sizes = [(_covered(claim, start, start + len(wanted.has)), claim) for claim in claims]
    ranked = [((right_chain(wanted, claim), size), claim) for size, claim in sizes if size]
    return max(ranked, key=lambda pair: pair[0])[1] if ranked else None


def _covered(claim: Claim, start: int, end: int) -> int:
    return sum(max(0, min(end, last) - max(start, first)) for first, last in claim.spans)


def right_chain(wanted: Wanted, claim: Claim) -> bool:
    """Whether a claim has the expected voices and, where it matters, the expected polarity."""
    if len(wanted.chain) != len(claim.chain):
        return False
    if wanted.denied is not None and (claim.chain[-1].polarity == "denied") != wanted.denied:
        return False
    return all(same_source(one, voice.source) for one, voice in zip(wanted.chain, claim.chain, strict=True))


def same_source(wanted: str, found: str | None) -> bool:
    """Whether two sources are the same but for an article, an apposition or the like."""
    if wanted == UNNAMED or found is None:
        return wanted == UNNAMED and found is None
    one, other = _words(wanted), _words(found)
    if not one or not other:
        return False
    return _shared(set(one) - _SMALL, set(other) - _SMALL) >= SAME or _inside(one, other) or _inside(other, one)


def _shared(one: set[str], other: set[str]) -> float:
    return len(one & other) / max(1, len(one | other))


def _words(source: str) -> list[str]:
    return _WORD.findall(_ARTICLE.sub("", source.strip(" ,\n").casefold()))


def _inside(short: list[str], long: list[str]) -> bool:
    return any(long[i : i + len(short)] == short for i in range(len(long) - len(short) + 1))


def chains_right(results: Sequence[Result]) -> float:
    """The part of the examples that have every chain right."""
    return sum(all(result.chains()) for result in results) / len(results)


def kinds_right(results: Sequence[Result]) -> float:
    """The part of the expected claims that are asserted or attributed as expected."""
    answers = [answer for result in results for answer in result.kinds()]
    return sum(answers) / len(answers)


def counts(results: Sequence[Result]) -> str:
    """A line for each kind of example, then one for the table."""
    lines = []
    for kind in dict.fromkeys(result.example.kind for result in results):
        answers = [all(result.chains()) for result in results if result.example.kind == kind]
        lines.append(f"{kind:12} {sum(answers):3} of {len(answers):3}")
    lines.append(f"all          {chains_right(results):.3f} of examples with all chains right")
    lines.append(f"             {kinds_right(results):.3f} of claims asserted or attributed as expected")
    return "\n".join(lines)


def failures(results: Iterable[Result]) -> str:
    """The examples that are not right, with the chains that were expected and found."""
    return "\n".join(line for result in results if not all(result.chains()) for line in _failure(result))


def _failure(result: Result) -> list[str]:
    lines = [f"\n[{result.example.kind}] {result.example.text}"]
    rows = zip(result.example.claims, result.found, result.chains(), strict=True)
    for wanted, found, right in rows:
        if not right:
            lines.append(f"    {wanted.has!r}: expected {_wanted_chain(wanted)}, found {_found_chain(found)}")
    return lines


def _wanted_chain(wanted: Wanted) -> str:
    return f"[{' > '.join(wanted.chain)}]{' denied' if wanted.denied else ''}"


def _found_chain(claim: Claim | None) -> str:
    if claim is None:
        return "no claim"
    denied = " denied" if claim.chain and claim.chain[-1].polarity == "denied" else ""
    return f"[{' > '.join(voice.source or UNNAMED for voice in claim.chain)}]{denied}"


def main() -> None:
    """Print the counts of both tables, and what fails in the first."""
    tagger = Tagger()
    for path in (SEEN, UNSEEN):
        results = score(load(path), tagger)
        print(f"{path.name}\n{counts(results)}")
        if path == SEEN:
            print(failures(results))
        print()


if __name__ == "__main__":
    main()
