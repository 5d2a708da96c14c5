"""How many short inputs of each kind are read as a careful reader reads them: every claim, and nothing else.

usage: python -m benchmarks.lines [KIND ...] [--all]

``tests/claims/lines.toml`` has the inputs and their claims. An input is right if each expected claim is there, with its
voices, polarity and days, and in words of which it shares four in five with an allowed wording, and if there is no
other claim. What is not right is listed; with --all the right ones are listed too.
"""

from __future__ import annotations

import argparse
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.chains import same_source
from benchmarks.statements import once, plain
from claims.attribution.tagger import Tagger
from claims.records import Article, Claim, Voice
from claims.split import split

TABLE = Path(__file__).parent.parent / "tests" / "claims" / "lines.toml"
PUBLISHED = date(2025, 5, 14)
UNNAMED = "?"
# F1 of words, each counted as often as it stands there, from which a wording is the same.
SAME = 0.8
# Words that a name may have without a capital.
_SMALL = frozenset("a an the of in at on and".split())


@dataclass(frozen=True, slots=True)
class Wanted:
    """An expected claim: wordings and, for each voice, names that are right; ``time`` is None where it is not asked."""

    texts: tuple[str, ...]
    chain: tuple[tuple[str, ...], ...]
    denied: bool = False
    optional: bool = False
    time: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A short input of a kind, and all that it claims."""

    kind: str
    text: str
    claims: tuple[Wanted, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """An input with the expected claims that are missing and the claims that were not expected."""

    line: Line
    claims: tuple[Claim, ...]
    missing: tuple[Wanted, ...]
    extra: tuple[Claim, ...]

    @property
    def right(self) -> bool:
        """Whether nothing is missing and nothing else is claimed."""
        return not self.missing and not self.extra


def load(path: Path = TABLE) -> list[Line]:
    """The inputs of a table."""
    return [
        Line(row["kind"], row["text"], tuple(map(_wanted, row["claims"])))
        for row in tomllib.loads(path.read_text(encoding="utf-8"))["example"]
    ]


def _wanted(row: dict[str, Any]) -> Wanted:
    chain = tuple(_several(voice) for voice in row["chain"])
    return Wanted(_several(row["text"]), chain, row.get("denied", False), row.get("optional", False), row.get("time"))


def _several(value: str | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def score(lines: Iterable[Line], tagger: Tagger) -> list[Result]:
    """Each input with what the splitter makes of it."""
    return [judged(line, split(Article("a", line.text, published=PUBLISHED), tagger)) for line in lines]


def judged(line: Line, claims: Sequence[Claim]) -> Result:
    """An input against ``claims``: each answers one expected claim, the required ones first, at best by its words."""
    left = list(claims)
    missing = []
    for wanted in sorted(line.claims, key=lambda one: one.optional):
        fitting = [claim for claim in left if answers(wanted, claim)]
        if fitting:
            left.remove(max(fitting, key=lambda claim: _likeness(wanted, claim)))
        elif not wanted.optional:
            missing.append(wanted)
    return Result(line, tuple(claims), tuple(missing), tuple(left))


def answers(wanted: Wanted, claim: Claim) -> bool:
    """Whether a claim is the expected one: its words, voices, polarity and, where they are asked, days."""
    chain = once(claim.chain)
    if _likeness(wanted, claim) < SAME or len(wanted.chain) != len(chain):
        return False
    if claim.chain and (claim.chain[-1].polarity == "denied") != wanted.denied:
        return False
    return all(map(_same_voice, wanted.chain, chain)) and wanted.time in (None, _time(claim))


def _likeness(wanted: Wanted, claim: Claim) -> float:
    return max(_f1(plain(text), plain(claim.text)) for text in wanted.texts)


def _f1(one: list[str], other: list[str]) -> float:
    return 2 * (Counter(one) & Counter(other)).total() / max(1, len(one) + len(other))


def _same_voice(names: tuple[str, ...], voice: Voice) -> bool:
    found = voice.resolved or voice.source
    return any(_same(name, found) for name in names)


def _same(name: str, found: str | None) -> bool:
    """Whether ``found`` has the whole name, or is the same description."""
    words = [word for word in re.findall(r"\w+", name) if word not in _SMALL]
    if found is not None and words and all(word[0].isupper() for word in words):
        return set(plain(name)) <= set(plain(found))
    return same_source(name, found)


def _time(claim: Claim) -> str:
    return f"{claim.time.start}..{claim.time.end}" if claim.time else "none"


def counts(results: Sequence[Result]) -> str:
    """A line for each kind of input, then one for the table."""
    of, right = (Counter(one.line.kind for one in results if one.right or every) for every in (True, False))
    lines = [f"{kind:26} {right[kind]:3} of {number:3}" for kind, number in of.items()]
    return "\n".join([*lines, f"{'all':26} {right.total():3} of {of.total():3}"])


def shown(result: Result) -> str:
    """An input with what is missing from its claims and what is too much; where it is right, with its claims."""
    rows = [f"\n[{result.line.kind}] {result.line.text}"]
    if result.right:
        rows += [f"    right    {_shown(claim)}" for claim in result.claims]
    for wanted in result.missing:
        voices = " > ".join(names[0] for names in wanted.chain)
        time = f" {wanted.time}" if wanted.time else ""
        rows.append(f"    missing  [{voices}]{' denied' * wanted.denied} {wanted.texts[0]}{time}")
    rows += [f"    too much {_shown(claim)}" for claim in result.extra]
    return "\n".join(rows)


def _shown(claim: Claim) -> str:
    voices = " > ".join(voice.resolved or voice.source or UNNAMED for voice in claim.chain)
    denied = " denied" if claim.chain and claim.chain[-1].polarity == "denied" else ""
    return f"[{voices}]{denied} {claim.text} {_time(claim)}"


def main(argv: Sequence[str] | None = None) -> int:
    """Print what is not right, and how many inputs of each kind are."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("kinds", nargs="*", metavar="KIND", help="only inputs of these kinds")
    parser.add_argument("--all", action="store_true", help="list the inputs that are right too")
    args = parser.parse_args(argv)
    lines = [line for line in load() if not args.kinds or line.kind in args.kinds]
    results = score(lines, Tagger())
    print(*(shown(result) for result in results if args.all or not result.right), sep="\n")
    print(f"\n{counts(results)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
