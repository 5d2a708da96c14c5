"""How far the answers on an example article agree with what a careful person expects.

usage: python benchmarks/seed_agreement.py [SEED_FOLDER]

An expected claim of ``expected.jsonl`` is found if a claim covers about the same words (intersection over union of the
content's characters, 0.5 and more), and its outermost source contains the expected one or is contained in it. A verdict
that is expected and not given, because the claim was not found or not thought checkable, counts as disagreement.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from claims.article.files import load_articles
from claims.attribution.tagger import Tagger
from claims.errors import InputError
from claims.records import Spans
from verifier.check import check, run_header
from verifier.corpus.cache import open_corpus
from verifier.nli import load
from verifier.records import CheckedClaim, Report

SEED = Path(__file__).parent.parent / "seeds" / "lithuania-belarus"
QUESTIONS = ("said", "so")
SAME = 0.5


@dataclass(frozen=True, slots=True)
class Match:
    """An expected claim, and the claim that was found for it, if any, with their overlap."""

    expected: dict[str, Any]
    found: CheckedClaim | None
    overlap: float

    def expects(self, question: str) -> str | None:
        """The label that is expected."""
        label: str | None = self.expected["verdicts"][question]
        return label

    def gives(self, question: str) -> str | None:
        """The label that was given."""
        verdict = getattr(self.found, question) if self.found else None
        return verdict.label if verdict else None


def expected_claims(seed: Path = SEED) -> list[dict[str, Any]]:
    """The lines of ``expected.jsonl``."""
    return [json.loads(line) for line in (seed / "expected.jsonl").read_text(encoding="utf-8").splitlines()]


def checked(seed: Path = SEED) -> Report:
    """The report on the article of a seed."""
    (article,) = load_articles(str(seed / "article.txt"))
    if isinstance(article, InputError):
        raise article
    corpus, unread = open_corpus(str(seed / "references"), lambda line: print(line, file=sys.stderr))
    for error in unread:
        raise error
    tagger, scorer = Tagger(), load()
    return check(article, tagger, scorer, corpus, run_header(tagger, scorer, corpus))


def matched(expected: Sequence[dict[str, Any]], report: Report) -> list[Match]:
    """Each expected claim with at most one found, the greatest overlaps first."""
    text = report.article.text
    pairs = sorted(
        (
            (-overlap, i, j)
            for i, wanted in enumerate(expected)
            for j, found in enumerate(report.claims)
            if _same_source(wanted, found)
            and (overlap := _overlap(text, tuple(map(tuple, wanted["spans"])), found.claim.spans)) >= SAME
        )
    )
    taken: dict[int, tuple[int, float]] = {}
    for negative, i, j in pairs:
        if i not in taken and all(j != other for other, _ in taken.values()):
            taken[i] = (j, -negative)
    return [
        Match(wanted, report.claims[taken[i][0]], taken[i][1]) if i in taken else Match(wanted, None, 0.0)
        for i, wanted in enumerate(expected)
    ]


def _overlap(text: str, one: Spans, other: Spans) -> float:
    a, b = ({i for start, end in spans for i in range(start, end) if not text[i].isspace()} for spans in (one, other))
    return len(a & b) / len(a | b)


def _same_source(wanted: dict[str, Any], found: CheckedClaim) -> bool:
    voices = found.claim.chain
    if not wanted["chain"] or not voices:
        return not wanted["chain"] and not voices
    one, other = wanted["chain"][0]["source"], voices[0].source
    if one is None or other is None:
        return one is other
    return one.casefold() in other.casefold() or other.casefold() in one.casefold()


def agreement(matches: Sequence[Match], question: str) -> tuple[int, int]:
    """How many of the expected verdicts were given, and how many are expected."""
    asked = [match for match in matches if match.expects(question)]
    return sum(match.gives(question) == match.expects(question) for match in asked), len(asked)


def table(matches: Sequence[Match]) -> str:
    """A line for each expected claim, then what is found and what agrees."""
    lines = [f"{'':42} {'overlap':7}  {'said: expected':15} {'given':15}  {'so: expected':15} given"]
    for match in matches:
        source = match.expected["chain"][0]["source"] or "(unnamed)" if match.expected["chain"] else "-"
        cells = [f"{match.expects(q) or '-':15} {match.gives(q) or '-':15}" for q in QUESTIONS]
        overlap = f"{match.overlap:.2f}" if match.found else "missed"
        lines.append(f"{source[:12]:12} {match.expected['text'][:29]:29} {overlap:>7}  {'  '.join(cells)}".rstrip())
    found = [match for match in matches if match.found]
    attributed = [match for match in matches if match.expected["chain"]]
    lines.append(
        f"\nfound {len(found)} of {len(matches)} claims, "
        f"{sum(match.found is not None for match in attributed)} of {len(attributed)} attributed"
    )
    for question in QUESTIONS:
        right, asked = agreement(matches, question)
        on_found, asked_found = agreement(found, question)
        lines.append(
            f"{question:4} agrees on {right} of {asked} ({on_found} of {asked_found} where the claim was found)"
        )
    return "\n".join(lines)


def main() -> None:
    """Print the table."""
    seed = Path(sys.argv[1]) if len(sys.argv) > 1 else SEED
    try:
        print(table(matched(expected_claims(seed), checked(seed))))
    except InputError as error:
        raise SystemExit(f"error: {error}") from None


if __name__ == "__main__":
    main()
