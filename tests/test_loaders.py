"""Whatever bytes a file has, its loader gives records or an InputError, and never another exception.

``SAYSO_FUZZ_EXAMPLES=2000`` tries so many mutations of each kind of file.
"""

from __future__ import annotations

import gzip
import io
import json
import os
import random
import tempfile
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claims.article.files import load_articles
from claims.errors import InputError
from claims.records import Article
from tests.claims.article.newsroom import column, pdf
from tests.claims.article.test_docx import made
from tests.verifier.report.examples import build
from tests.verifier.review.test_file import ANSWER, entry
from verifier.cli.inputs import listed
from verifier.corpus.documents import load_documents
from verifier.nli.pairs import NamedPair, read_pairs
from verifier.records import Document
from verifier.report import files
from verifier.report import json as report_json
from verifier.report.identity import identified
from verifier.review.checked import Checked
from verifier.review.file import read, text_of

EXAMPLES = int(os.environ.get("SAYSO_FUZZ_EXAMPLES", "25"))
TEXT = "The minister opened the new harbour on Monday.\n\nShe said “the price of fish” had doubled since 2019.\n"
ROW = {"id": "a1", "title": "Fish", "url": "https://example.org/a", "published": "2031-03-04", "text": TEXT}


def parquet() -> bytes:
    out = io.BytesIO()
    rows = [{**ROW, "id": f"p{n}", "published": date(2031, 3, 1 + n)} for n in range(4)]
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), out)
    return out.getvalue()


LINES = "".join(json.dumps({**ROW, "id": f"l{n}"}) + "\n" for n in range(4)).encode()
MARKDOWN = f"---\ntitle: Fish\npublished: 2031-03-04\n---\n{TEXT}".encode()
PAGE = f"<html><head><title>Fish</title></head><body><article>{f'<p>{TEXT}</p>' * 4}</article></body></html>".encode()
VALID: dict[str, bytes] = {
    ".txt": f"date 2031-03-04 {TEXT}".encode(),
    ".md": MARKDOWN,
    ".html": PAGE,
    ".json": json.dumps([ROW, {"text": TEXT}]).encode(),
    ".jsonl": LINES,
    ".parquet": parquet(),
    ".docx": made(TEXT, title="Fish"),
    ".md.gz": gzip.compress(MARKDOWN),
    ".jsonl.gz": gzip.compress(LINES),
    ".pdf": pdf([column(["The minister opened the harbour.", "She said that it was new."])], "Fish"),
}
# What a mutation puts in: signs of each format, and what is hardly ever meant.
PIECES = [
    b"\0", b"\xff\xfe", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\r", b"\n", b'"', b"{", b"]", b"---\n", b"<", b"&#0;",
    b"<!--", b"1e999", b"-1", b"9" * 40, b"null", b"NaN", b"[" * 3_000, b"<div>" * 3_000,
    b"\\ud800", b"PK\x03\x04", b"%PDF",
]  # fmt: skip


def mutated(raw: bytes, seed: int) -> bytes:
    """The bytes with a few changes: pieces cut out, doubled, put in, overwritten; or an end cut off."""
    chance = random.Random(seed)
    for _ in range(chance.randint(1, 4)):
        start = chance.randrange(len(raw) + 1)
        end = min(len(raw), start + chance.choice((1, 2, 8, 60, len(raw))))
        kind = chance.randrange(5)
        if kind == 0:
            raw = raw[:start] + raw[end:]
        elif kind == 1:
            raw = raw[:end] + raw[start:]
        elif kind == 2:
            raw = raw[:start] + chance.choice(PIECES) + raw[start:]
        elif kind == 3:
            raw = raw[:start] + chance.randbytes(end - start) + raw[end:]
        else:
            raw = raw[:start] + bytes([chance.randrange(256)]) + raw[start + 1 :]
    return raw


def every(items: Iterable[Any], kinds: tuple[type, ...]) -> None:
    for item in items:
        assert isinstance(item, kinds), item


def of_file(suffix: str, raw: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a{suffix}"
        path.write_bytes(raw)
        every(load_articles(str(path)), (Article, InputError))
        every(load_documents(path), (Document, InputError))


LOADERS: dict[str, tuple[bytes, Callable[[Path], object]]] = {
    "pairs": (
        b'{"id": 1, "premise": "It rained.", "hypothesis": "It was wet."}\n' * 3,
        lambda path: every(read_pairs(str(path)), (NamedPair, InputError)),
    ),
    "decisions": (text_of([entry(1), ANSWER]).encode(), read),
    "state": (b'{"schema": "sayso-state/1", "checked": {"a": "b"}}', Checked),
    "report": (report_json.render([identified(build())]).encode(), files.read),
    "list": (b'a.md\n"caf\\303\\251.md"\nb c.txt\0', lambda path: every(listed(path.read_bytes()), (str,))),
}

fuzzed = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize(
    "suffix", [pytest.param(name, marks=[pytest.mark.slow] if name in (".pdf", ".docx") else []) for name in VALID]
)
@fuzzed
@given(seed=st.integers(0, 2**32))
def test_articles_and_references(suffix: str, seed: int) -> None:
    of_file(suffix, mutated(VALID[suffix], seed))


@pytest.mark.parametrize("suffix", VALID)
def test_what_is_mutated_is_read_when_it_is_whole(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(VALID[suffix])
    found = list(load_articles(str(path)))
    assert found and not [item for item in found if isinstance(item, InputError)]


@pytest.mark.parametrize("suffix", [name for name in VALID if name != ".pdf"])
@fuzzed
@given(raw=st.binary(max_size=400))
def test_any_bytes(suffix: str, raw: bytes) -> None:
    of_file(suffix, raw)


@pytest.mark.parametrize("name", LOADERS)
@fuzzed
@given(seed=st.integers(0, 2**32))
def test_files_of_our_own(name: str, seed: int) -> None:
    valid, load = LOADERS[name]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a"
        path.write_bytes(valid)
        load(path)
        path.write_bytes(mutated(valid, seed))
        try:
            load(path)
        except InputError:
            return
