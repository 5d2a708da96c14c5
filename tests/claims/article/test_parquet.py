"""Parquet files with cells that Python cannot hold: the row is named, and every other row is read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import claims.article.files as files
from claims.article.files import load_articles
from claims.errors import InputError
from claims.records import Article

ENGLISH = "The minister opened the new harbour on Monday and spoke about the price of fish."
MICROSECONDS_A_DAY = 86_400_000_000


def odd(kind: pa.DataType, value: int) -> pa.Array:
    return pa.array([0, value, 0], pa.int64()).cast(kind)


def text_of(value: bytes) -> pa.Array:
    raw = pa.array([ENGLISH.encode(), value, ENGLISH.encode()], pa.binary())
    return pa.Array.from_buffers(pa.string(), 3, raw.buffers())


def written(path: Path, **columns: Any) -> str:
    pq.write_table(pa.table({"text": [ENGLISH] * 3, **columns}), path)
    return str(path)


@pytest.mark.parametrize(
    ("field", "column"),
    [
        ("published", odd(pa.timestamp("s"), 400_000_000_000)),
        ("published", odd(pa.timestamp("us"), -4_000_000 * MICROSECONDS_A_DAY // 4)),
        ("published", odd(pa.timestamp("ms"), 2**60)),
        ("published", pa.array([0, 2**31 - 1, 0], pa.int32()).cast(pa.date32())),
        ("published", pa.array([0, -(2**31), 0], pa.int32()).cast(pa.date32())),
        ("text", text_of(b"\xff\xfe The minister")),
        ("title", text_of(b"\x80")),
    ],
)  # fmt: skip
def test_a_cell_that_cannot_be_read_costs_its_row_only(tmp_path: Path, field: str, column: pa.Array) -> None:
    path = written(tmp_path / "a.parquet", **{field: column})
    first, error, last = load_articles(path)
    assert isinstance(first, Article) and isinstance(last, Article)
    assert isinstance(error, InputError)
    assert str(error).startswith(f'{path} row 2 field "{field}": ')
    assert "\n" not in str(error)


@pytest.mark.parametrize("zone", ["+99:00", "Nowhere/Town", "+00:00", "Europe/Berlin"])
def test_zones_of_every_kind(tmp_path: Path, zone: str) -> None:
    path = written(tmp_path / "a.parquet", published=odd(pa.timestamp("us", tz=zone), 1))
    found = list(load_articles(path))
    assert len(found) == 3
    assert all(isinstance(each, Article) for each in found) or all(
        isinstance(each, InputError) and 'field "published"' in str(each) for each in found
    )


@pytest.mark.parametrize(
    ("column", "what"),
    [
        ([1.5, 2.5, 3.5], "must be text, not a number"),
        ([[1], [2], [3]], "must be text, not a list"),
        ([{"a": 1}] * 3, "must be text, not an object"),
        ([b"x"] * 3, "must be text, not a bytes"),
    ],
)
def test_other_types_are_named(tmp_path: Path, column: list[object], what: str) -> None:
    for error in load_articles(written(tmp_path / "a.parquet", title=column)):
        assert isinstance(error, InputError) and what in str(error)


@pytest.mark.parametrize("at", [8, 200, 0.3, 0.5, 0.7])
def test_a_damaged_file_gives_articles_or_one_line_each(tmp_path: Path, at: float) -> None:
    path = tmp_path / "a.parquet"
    pq.write_table(
        pa.table({"text": [f"{ENGLISH} It was day {i}." for i in range(400)]}),
        path,
        row_group_size=50,
        write_page_checksum=True,
    )
    raw = bytearray(path.read_bytes())
    start = int(at if at >= 1 else at * len(raw))
    raw[start : start + 40] = b"\xff" * 40
    path.write_bytes(raw)
    found = list(load_articles(str(path)))
    assert any(isinstance(each, InputError) for each in found)
    assert all("\n" not in str(each) for each in found if isinstance(each, InputError))


def test_what_unpacks_to_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"text": [f"{i} {'same ' * 2000}" for i in range(300)]}), path, compression="zstd")
    assert path.stat().st_size < 200_000
    monkeypatch.setattr(files, "MAX_BATCH_BYTES", 1_000_000)
    (error,) = load_articles(str(path))
    assert isinstance(error, InputError) and "larger than 1,000,000 bytes" in str(error)
