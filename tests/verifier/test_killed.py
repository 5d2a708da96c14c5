"""What is killed at any moment loses nothing that was said to be kept, and the next run ends as an undisturbed one.

Reports that are killed are in ``cli/test_runs.py``.
"""

from __future__ import annotations

import json
import random
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from claims.errors import InputError
from tests.killing import ROUNDS, kill
from tests.verifier.cli.test_process import ROOT, SAYSO
from tests.verifier.review.test_file import entry
from verifier.cache.kept import FILE, Kept
from verifier.corpus.store import Corpus
from verifier.review.file import change, read

pytestmark = pytest.mark.slow

DOCUMENTS = 600


def test_an_ingest_that_is_killed(tmp_path: Path) -> None:
    chance = random.Random(11)
    references = tmp_path / "references.jsonl"
    rows = (
        {"id": f"r{n}", "text": f"The harbour of Elm counted {n} ferries in winter {n % 7}."} for n in range(DOCUMENTS)
    )
    references.write_text("".join(json.dumps(row) + "\n" for row in rows))
    begun = time.monotonic()
    subprocess.run([SAYSO, "corpus", "add", tmp_path / "whole", references], check=True, capture_output=True)
    seconds = time.monotonic() - begun
    whole, uri = Corpus.open(str(tmp_path / "whole")), tmp_path / "killed"
    known = {row.id: row.digest for row in whole.list()}
    added: set[str] = set()
    for _ in range(ROUNDS):
        kill([SAYSO, "corpus", "add", uri, references], seconds, chance)
        try:
            there = {row.id: row.digest for row in Corpus.open(str(uri)).list()}
        except InputError:
            # Not yet one, or the killed one was at its list of files: the next ingest goes on.
            continue
        assert there.items() <= known.items() and added <= there.keys()
        added = set(there)
    ended = subprocess.run([SAYSO, "corpus", "add", uri, references], check=False, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
    corpus = Corpus.open(str(uri))
    assert (corpus.list(), corpus.digest()) == (whole.list(), whole.digest())
    assert corpus.search("ferries winter 3", 50) == whole.search("ferries winter 3", 50)


KEEPING = """
import sys
from pathlib import Path
from tests.verifier.test_killed import value
from verifier.cache.kept import Kept
kept = Kept(Path(sys.argv[1]))
for n in range(int(sys.argv[2]), int(sys.argv[3])):
    kept.put("x", {f"{n}-{i}": value(f"{n}-{i}") for i in range(7)})
"""


def value(key: str) -> bytes:
    return key.encode() * 40


def test_a_cache_whose_writers_are_killed(tmp_path: Path) -> None:
    """Two write at once; the rows of one ``put`` are all there or none."""
    chance = random.Random(12)
    keeping: list[str | Path] = [sys.executable, "-c", KEEPING, tmp_path]
    begun = time.monotonic()
    subprocess.run([*keeping, "0", "1"], check=True, cwd=ROOT)
    seconds = 2 * (time.monotonic() - begun)
    most = 7
    for number in range(1, 1 + ROUNDS):
        first, other = (str(1_000_000 * (2 * number + i)) for i in (0, 1))
        with subprocess.Popen([*keeping, other, "100_000_000"], cwd=ROOT) as process:
            kill([*keeping, first, "100_000_000"], seconds, chance)
            process.kill()
        with closing(Kept(tmp_path)) as kept, closing(sqlite3.connect(tmp_path / FILE)) as file:
            assert file.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            keys = [key for (key,) in file.execute("SELECT key FROM kept")]
            assert kept.get(keys) == {key: value(key) for key in keys}
        puts = {key.split("-")[0] for key in keys}
        assert len(keys) == 7 * len(puts)
        assert len(keys) >= most
        most = len(keys)


DECIDING = """
import sys
from dataclasses import replace
from pathlib import Path
from verifier.review.file import change
while True:
    change(Path(sys.argv[1]), lambda known: [replace(one, reason=sys.argv[2] * 2_000) for one in known])
"""


def test_decisions_whose_writer_is_killed(tmp_path: Path) -> None:
    chance = random.Random(13)
    path = tmp_path / "d.json"
    change(path, lambda _: [replace(entry(n), reason="0" * 2_000) for n in range(500)])
    for number in range(ROUNDS):
        kill([sys.executable, "-c", DECIDING, path, str(number % 10)], 3, chance)
        assert len({one.reason for one in read(path)}) == 1 and len(read(path)) == 500
    # The lock of a killed process holds nobody up, and its drafts go.
    assert len(change(path, lambda known: [*known, entry(500)])) == 501
    assert [file.name for file in tmp_path.iterdir()] == ["d.json"]
