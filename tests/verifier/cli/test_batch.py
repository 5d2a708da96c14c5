"""A batch of a hundred thousand rows, of which one in twenty is broken, with a stand-in for the check itself."""

from __future__ import annotations

import json
import resource
from collections.abc import Iterator
from pathlib import Path

import pytest

import verifier.check
from claims.records import Article
from tests.verifier.cli.test_main import GERMAN, Run, run
from verifier.records import Report
from verifier.records import Run as Header

__all__ = ["run"]

ROWS, EVERY = 100_000, 20
# The ways in which a row is broken, in turn.
BROKEN = [
    b'{"text": "The minister opened',
    b'{"title": "No text"}',
    b'{"text": 5}',
    b'{"text": " "}',
    b'{"text": "\xff\xfe"}',
    json.dumps({"text": GERMAN}).encode(),
    b'["The minister opened the harbour."]',
    json.dumps({"id": "r1", "text": "The minister opened the harbour in Kaunas on Monday."}).encode(),
    json.dumps({"text": "The minister opened the harbour.", "published": "yesterday"}).encode(),
    b"[" * 5_000,
]


def rows() -> Iterator[bytes]:
    for n in range(ROWS):
        if n % EVERY == EVERY - 1:
            yield BROKEN[n // EVERY % len(BROKEN)] + b"\n"
        else:
            text = f"The minister opened the harbour of Kaunas on Monday for the {n}th time."
            yield json.dumps({"id": f"r{n}", "text": text}).encode() + b"\n"


@pytest.mark.slow
def test_every_good_row_is_checked_and_every_broken_one_counted(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def check(article: Article, *arguments: object) -> Report:
        return Report(article, (), Header("sayso", "0.1.0", corpus={"digest": "0", "documents": 1}))

    monkeypatch.setattr(verifier.check, "check", check)
    with (run.folder / "batch.jsonl").open("wb") as file:
        file.writelines(rows())
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    ended = run(
        "check", "batch.jsonl", "--corpus", "refs", "-o", "csv=out.csv", "-o", "sarif=out.sarif", "--since", "s.json"
    )
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert ended.code == 2
    good, broken = ROWS - ROWS // EVERY, ROWS // EVERY
    assert f"{good} articles, 0 claims" in ended.err
    said = [line for line in ended.lines if line.startswith("error: ")]
    more = [int(line.split()[1].replace(",", "")) for line in said if " more like this: " in line]
    assert len(said) <= 11 * len(BROKEN) and len(said) - len(more) + sum(more) == broken
    assert len(json.loads(Path("s.json").read_text(encoding="utf-8"))["checked"]) == good
    assert Path("out.csv").read_text(encoding="utf-8").count("\n") == 1
    # Packages that are loaded, and of each article its id and its two digests.
    assert grown < 450_000, f"{grown:,} kB more"
    again = run("check", "batch.jsonl", "--corpus", "refs", "--since", "s.json")
    assert again.code == 2 and not [line for line in again.err.splitlines() if " articles, " in line]
