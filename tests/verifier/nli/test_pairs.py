"""Pairs to score, read from JSON lines: what is good is read, and each bad line is one error in its place."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

import verifier.nli.pairs as module
from claims.errors import InputError
from verifier.nli.pairs import NamedPair, read_pairs

GOOD = b'{"id": "a", "premise": "It rained.", "hypothesis": "It was wet."}'


def read(raw: bytes) -> list[NamedPair | InputError]:
    return list(read_pairs("-", io.BytesIO(raw)))


def test_pairs_from_a_file_and_from_standard_input(tmp_path: Path) -> None:
    raw = b"\xef\xbb\xbf" + GOOD + b'\r\n\n{"premise": "p", "hypothesis": "h", "label": "other fields are passed over"}'
    path = tmp_path / "pairs.jsonl"
    path.write_bytes(raw)
    expected = [NamedPair("a", "It rained.", "It was wet."), NamedPair(3, "p", "h")]
    assert read(raw) == expected
    assert list(read_pairs(str(path), io.BytesIO())) == expected


@pytest.mark.parametrize(("given", "expected"), [("x 7", "x 7"), (7, 7), (0, 0), ("", ""), (None, 1)])
def test_ids_come_back_as_they_were(given: object, expected: str | int) -> None:
    line = json.dumps({"id": given, "premise": "p", "hypothesis": "h"}).encode()
    assert read(line) == [NamedPair(expected, "p", "h")]


@pytest.mark.parametrize(
    ("line", "error"),
    [
        (b"not json", "stdin:2: not a JSON object"),
        (b'{"premise": "p", "hypothesis": "h"', "stdin:2: not a JSON object"),
        (b'["p", "h"]', "stdin:2: not a JSON object"),
        (b'"p"', "stdin:2: not a JSON object"),
        (b"null", "stdin:2: not a JSON object"),
        (b"[" * 200_000, "stdin:2: not a JSON object"),
        (b'{"premise": "\xff", "hypothesis": "h"}', "stdin:2: not a JSON object"),
        (b'{"hypothesis": "h"}', 'stdin:2: the field "premise" is missing'),
        (b'{"premise": "p"}', 'stdin:2: the field "hypothesis" is missing'),
        (b'{"premise": null, "hypothesis": "h"}', 'stdin:2 field "premise": must be text, not null'),
        (b'{"premise": "p", "hypothesis": 5}', 'stdin:2 field "hypothesis": must be text, not a number'),
        (b'{"premise": " \\n", "hypothesis": "h"}', 'stdin:2 field "premise": is empty'),
        (b'{"premise": "\\ud800", "hypothesis": "h"}', 'stdin:2 field "premise": lone surrogate'),
        (b'{"id": [1], "premise": "p", "hypothesis": "h"}', 'stdin:2 field "id": neither text nor a whole number'),
        (b'{"id": true, "premise": "p", "hypothesis": "h"}', 'stdin:2 field "id": neither text nor a whole number'),
        (b'{"id": 1.5, "premise": "p", "hypothesis": "h"}', 'stdin:2 field "id": neither text nor a whole number'),
    ],
)
def test_a_bad_line_is_named_and_the_rest_is_read(line: bytes, error: str) -> None:
    first, bad, last = read(GOOD + b"\n" + line + b"\n" + GOOD)
    assert isinstance(first, NamedPair) and first == last
    assert isinstance(bad, InputError)
    assert str(bad).startswith(error)
    assert "\n" not in str(bad) and len(str(bad)) < 200


def test_an_endless_line_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_LINE_BYTES", 100)
    first, bad, last = read(GOOD + b"\n" + b"x" * 1000 + b"\n" + GOOD + b"\n")
    assert first == last
    assert str(bad).startswith("stdin:2: longer than 100 bytes")
    only = read(b"x" * 1000)
    assert [str(each).split(";")[0] for each in only] == ["stdin:1: longer than 100 bytes"]


def test_a_binary_file_is_not_read_on() -> None:
    first, nul = read(b"\x89PNG\r\n\0\0\0\n" + b"\n{}" * 50_000)
    assert "stdin:1: not a JSON object" in str(first) and "stdin:2: not a text file (it holds a NUL byte)" in str(nul)
    assert len(read(b"\0\n" * 50_000)) == 1


@pytest.mark.parametrize("raw", [b"", b"\n \n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_one_error(raw: bytes) -> None:
    assert [str(error) for error in read(raw)] == ["stdin: the file is empty; give a file with text"]


def test_what_cannot_be_opened_is_one_error(tmp_path: Path) -> None:
    for where, what in ((tmp_path / "missing.jsonl", "no such file"), (tmp_path, "is a folder")):
        (only,) = read_pairs(str(where), io.BytesIO())
        assert str(only).startswith(f"{where}: {what}")
