"""What is kept comes back, is shared by processes, stays small, and never fails a run."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from datetime import date
from multiprocessing import get_context
from pathlib import Path

import pytest

from claims.errors import InputError
from claims.records import Claim, Interval, Voice
from verifier.cache import kept as module
from verifier.cache.kept import FILE, LIMIT, USUAL_LIMIT, Kept, Shelf, limit
from verifier.cache.keys import key
from verifier.records import CheckedClaim, Evidence, Flag, Passage, Place, Scores, Verdict
from verifier.references.statements import Found

CLAIM = Claim(
    "",
    "1",
    "attributed",
    "It rained. \ud800 🚢",
    ((3, 9), (12, 20)),
    (
        Voice(None, (), "reportedly", ((0, 2),), "report"),
        Voice("She", ((21, 24),), "denied", ((25, 31),), "deny", "denied", "Ada Quill"),
    ),
    False,
    "opinion",
    Interval(date(2021, 6, 1), date(2021, 8, 6)),
    ((3, 9),),
)
BARE = Claim("", "2", "asserted", "It is.", ((0, 6),))
FOUND: tuple[Found, ...] = ((CLAIM, (0, 40)), (BARE, (0, 6)))
PASSAGE = Passage("d", "It rained.", (4, 14), "Title", None, date(2021, 8, 6), "https://example.org/d")
EVIDENCE = Evidence(PASSAGE, Scores(0.1, 0.2, 0.7), "refutes", CLAIM.chain)
CHECKED = CheckedClaim(
    CLAIM,
    Verdict("REFUTED", 1 / 3, "Because.", (EVIDENCE,), 0, 1),
    None,
    (Flag("SO001", "refuted", "error", "so: …", ((3, 9),), Place("d", ((4, 6),))),),
)


def shelf(kept: Kept) -> Shelf[tuple[Found, ...]]:
    return Shelf(kept, "statements", tuple[Found, ...])


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Shelf[tuple[Found, ...]]]:
    yield shelf(Kept(tmp_path / "cache"))


def test_what_is_kept_comes_back(kept: Shelf[tuple[Found, ...]], tmp_path: Path) -> None:
    kept.put({"a": FOUND, "b": ()})
    assert kept.get(["a", "b", "c"]) == {"a": FOUND, "b": ()}
    assert shelf(Kept(tmp_path / "cache")).get(["a"]) == {"a": FOUND}
    kept.put({"a": FOUND[:1]})
    assert kept.get(["a"]) == {"a": FOUND[:1]}


def test_verdicts_come_back_to_the_last_digit(tmp_path: Path) -> None:
    verdicts = Shelf[CheckedClaim](Kept(tmp_path), "verdicts", CheckedClaim)
    verdicts.put({"a": CHECKED})
    assert verdicts.get(["a"]) == {"a": CHECKED}


def test_many_keys_at_once(kept: Shelf[tuple[Found, ...]]) -> None:
    for i in range(1_200):
        kept.put({str(i): FOUND[1:]})
    assert len(kept.get([str(i) for i in range(1_300)])) == 1_200


@pytest.mark.parametrize("broken", [b"", b"no database at all" * 1_000, b"SQLite format 3\0" + b"\xff" * 5_000])
def test_a_broken_file_is_made_anew(tmp_path: Path, broken: bytes) -> None:
    (tmp_path / FILE).write_bytes(broken)
    kept = shelf(Kept(tmp_path))
    kept.put({"a": FOUND})
    kept.put({"a": FOUND})
    assert kept.get(["a"]) == {"a": FOUND}


def test_a_file_that_breaks_while_it_is_open_is_made_anew(tmp_path: Path) -> None:
    kept = shelf(Kept(tmp_path))
    for i in range(400):
        kept.put({str(i): FOUND})
    del kept
    path = tmp_path / FILE
    content = path.read_bytes()
    path.write_bytes(content[:4_096] + b"\xff" * (len(content) - 4_096))
    kept = shelf(Kept(tmp_path))
    assert kept.get(["7"]) == {}
    kept.put({"7": FOUND})
    assert kept.get(["7"]) == {"7": FOUND}


@pytest.mark.parametrize("said", ["", "{", "[[1]]", "null", '["x"]', "[[1,2,3,4,5,6,7,8,9,10]]", "[" * 100_000])
def test_a_row_of_another_make_is_nothing(tmp_path: Path, said: str) -> None:
    kept = shelf(Kept(tmp_path))
    kept.put({"a": FOUND})
    for value in (said.encode(), zlib.compress(said.encode()), None, 5):
        with closing(sqlite3.connect(tmp_path / FILE, isolation_level=None)) as connection:
            connection.execute("UPDATE kept SET value = ?", (value,))
        assert kept.get(["a"]) == {}


def test_without_a_place_nothing_is_kept_and_nothing_fails(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    for none in (Kept(None), Kept(tmp_path / "file" / "below")):
        shelf(none).put({"a": FOUND})
        assert shelf(none).get(["a"]) == {}
        assert none.stats() == {}
        none.trim()
        none.clear()
        none.close()


def test_a_file_that_cannot_be_written_is_still_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_WAIT", 0.01)
    kept = shelf(Kept(tmp_path))
    kept.put({"a": FOUND})
    with closing(sqlite3.connect(tmp_path / FILE, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        kept.put({"b": FOUND})
        assert set(kept.get(["a", "b"])) == {"a"}
    kept.put({"b": FOUND})
    assert set(kept.get(["a", "b"])) == {"a", "b"}


def _written(folder: Path, number: int) -> int:
    kept = shelf(Kept(folder))
    for i in range(40):
        kept.put({f"{number}-{i}": FOUND})
    return len(kept.get([f"{number}-{i}" for i in range(40)]))


@pytest.mark.slow
def test_several_processes_share_the_file(tmp_path: Path) -> None:
    with ProcessPoolExecutor(3, get_context("spawn")) as pool:
        assert list(pool.map(_written, [tmp_path] * 3, range(3))) == [40] * 3
    kept = shelf(Kept(tmp_path))
    assert len(kept.get([f"{n}-{i}" for n in range(3) for i in range(40)])) == 120


def test_the_least_recently_used_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hours = iter(range(10_000))
    monkeypatch.setattr(module, "hour_now", lambda: next(hours))
    kept = Kept(tmp_path, 200_000)
    names = [key(i) for i in range(400)]
    for name in names:
        # What cannot be made smaller: a thousand digits of sha256.
        kept.put("x", {name: "".join(key(name, n) for n in range(16)).encode()})
        kept.get(names[:1])
    kept.close()
    left = Kept(tmp_path)
    assert (tmp_path / FILE).stat().st_size <= 200_000
    assert left.get(names[:1]) and left.get(names[-1:]) and not left.get(names[1:2])
    found = [name in left.get([name]) for name in names[1:]]
    assert found == sorted(found) and 50 < sum(found) < 350


def test_stats_and_clear(tmp_path: Path) -> None:
    kept = Kept(tmp_path)
    kept.put("a", {"1": b"x", "2": b"y"})
    kept.put("b", {"3": b"z"})
    assert {kind: count for kind, (count, _) in kept.stats().items()} == {"a": 2, "b": 1}
    kept.clear()
    assert kept.stats() == {} and kept.get(["1"]) == {}


@pytest.mark.parametrize(
    ("told", "size"),
    [("", USUAL_LIMIT), ("500MB", 500_000_000), ("2g", 2_000_000_000), ("1.5 kB", 1_500), ("77", 77), ("0", 0)],
)
def test_the_limit_as_it_is_written(monkeypatch: pytest.MonkeyPatch, told: str, size: int) -> None:
    monkeypatch.setenv(LIMIT, told)
    assert limit() == size


@pytest.mark.parametrize("told", ["much", "-1", "5 apples", "1e3"])
def test_a_limit_that_is_no_size_is_named(monkeypatch: pytest.MonkeyPatch, told: str) -> None:
    monkeypatch.setenv(LIMIT, told)
    with pytest.raises(InputError, match="SAYSO_CACHE_SIZE"):
        limit()


def test_parts_of_a_key_cannot_run_into_one_another() -> None:
    parts: list[tuple[str | int | None, ...]] = [
        ("a", "b"),
        ("a\x1fb",),
        ("a", "b", None),
        ("ab",),
        ('a", "b',),
        (1,),
        ("1",),
    ]
    assert len({key(*each) for each in parts}) == len(parts)
    assert json.loads(json.dumps(key("\ud800"))) == key("\ud800")
