"""Runs over many articles with the shipped models: in several processes, and killed at any moment."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.killing import ROUNDS, kill
from tests.verifier.cli.test_process import SAYSO, SEED, sayso

pytestmark = pytest.mark.slow

PARTS = 6


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Parts of the example article, an article each, and one that cannot be used between them."""
    text = (SEED / "article.txt").read_text(encoding="utf-8")
    paragraphs = [part for part in text.split("\n") if len(part) > 80][:PARTS]
    path = tmp_path_factory.mktemp("articles") / "a.jsonl"
    lines = [json.dumps({"text": part, "published": "2021-08-06"}) for part in paragraphs]
    path.write_text("\n".join([*lines[:2], "{", *lines[2:]]) + "\n", encoding="utf-8")
    return path


def command(articles: Path, *more: str | Path) -> list[str | Path]:
    return ["check", articles, "--corpus", SEED / "references", "--format", "jsonl", *more]


@pytest.fixture(scope="module")
def undisturbed(articles: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    ended = sayso(*command(articles), SAYSO_CACHE_DIR=str(tmp_path_factory.mktemp("cache")))
    assert ended.returncode == 2 and ended.stdout
    return ended.stdout


def test_several_processes_give_the_same(articles: Path, undisturbed: bytes, tmp_path: Path) -> None:
    for _ in range(2):
        ended = sayso(*command(articles, "-j", "2"), SAYSO_CACHE_DIR=str(tmp_path))
        assert (ended.returncode, ended.stdout) == (2, undisturbed)
        assert ended.stderr.count(b"error: ") == 1
    anew = sayso(*command(articles, "-j", "2", "--no-cache"), SAYSO_CACHE_DIR=str(tmp_path))
    assert anew.stdout == undisturbed


def test_a_run_that_is_killed_goes_on_and_ends_in_the_same_bytes(
    articles: Path, undisturbed: bytes, tmp_path: Path
) -> None:
    chance = random.Random(7)
    report = tmp_path / "report.jsonl"
    environment = {**os.environ, "SAYSO_CACHE_DIR": str(tmp_path / "cache")}
    for number in range(ROUNDS):
        jobs = str(1 + number % 2)
        code = kill([SAYSO, *command(articles, "-o", report, "-j", jobs)], 9, chance, environment)
        assert code in (-signal.SIGKILL, 2)
        assert not report.exists() or report.read_bytes() == undisturbed
    ended = subprocess.run([SAYSO, *command(articles, "-o", report)], env=environment, check=False)
    assert (ended.returncode, report.read_bytes()) == (2, undisturbed)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cache", "report.jsonl"]


def test_processes_share_cache_and_decisions(articles: Path, undisturbed: bytes, tmp_path: Path) -> None:
    writers = 4
    environment = {**os.environ, "SAYSO_CACHE_DIR": str(tmp_path / "cache")}

    def together(*commands: Sequence[str | Path]) -> None:
        running = [
            subprocess.Popen([SAYSO, *each], cwd=tmp_path, env=environment, stderr=subprocess.DEVNULL)
            for each in commands
        ]
        assert {process.wait() for process in running} <= {0, 2}

    together(*(command(articles, "-o", f"{n}.jsonl", "-o", f"json={n}.json") for n in range(writers)))
    assert {(tmp_path / f"{n}.jsonl").read_bytes() for n in range(writers)} == {undisturbed}
    # Each accepts the flags of other articles.
    reports = json.loads((tmp_path / "0.json").read_text(encoding="utf-8"))
    flags = [flag for report in reports for claim in report["claims"] for flag in claim["flags"]]
    assert len(flags) >= writers
    for n in range(writers):
        (tmp_path / f"part{n}.json").write_text(json.dumps(reports[n::writers]), encoding="utf-8")
    together(*(["baseline", "update", f"part{n}.json"] for n in range(writers)))
    entries = json.loads((tmp_path / ".sayso-baseline.json").read_text(encoding="utf-8"))["entries"]
    assert len(entries) == len(flags)
    ended = sayso(
        *command(articles, "--fail-on", "error", "--fail-on", "warning"),
        cwd=tmp_path,
        SAYSO_CACHE_DIR=str(tmp_path / "cache"),
    )
    assert ended.returncode == 2 and b"failed: " not in ended.stderr


def test_processes_end_with_the_one_that_started_them(articles: Path, tmp_path: Path) -> None:
    arguments = [SAYSO, *command(articles, "-j", "2")]
    environment = {**os.environ, "SAYSO_CACHE_DIR": str(tmp_path / "cache"), "SAYSO_TEST_MARK": str(tmp_path)}
    with subprocess.Popen(arguments, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        until = time.monotonic() + 60
        while len(marked(tmp_path)) < 3 and time.monotonic() < until:
            time.sleep(0.2)
        assert len(marked(tmp_path)) >= 3
        process.kill()
    until = time.monotonic() + 30
    while marked(tmp_path) and time.monotonic() < until:
        time.sleep(0.2)
    assert not marked(tmp_path)


def marked(mark: Path) -> list[str]:
    """The ids of the running processes that have this folder in their environment."""
    found = []
    for place in Path("/proc").glob("[0-9]*/environ"):
        try:
            inside = place.read_bytes()
        except OSError:
            # It ended, or is somebody else's.
            continue
        if f"SAYSO_TEST_MARK={mark}".encode() in inside:
            found.append(place.parent.name)
    return found
