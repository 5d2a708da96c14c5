from __future__ import annotations

import io
import json
import subprocess
import sys
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from claims.article import files
from claims.article.files import body_start, load_articles
from claims.errors import InputError
from claims.records import Article, File

ENGLISH = "The minister said on Tuesday that the border would be closed."
GERMAN = "Der Minister sagte am Dienstag, dass die Grenze geschlossen werde."
PAGE = f"<html><body><article>{''.join(f'<p>{ENGLISH} {n} agreed.</p>' for n in range(5))}</article></body></html>"


def load(path: Path) -> list[Article | InputError]:
    return [unplaced(item) for item in load_articles(str(path))]


def load_stdin(raw: bytes) -> list[Article | InputError]:
    return [unplaced(item) for item in load_articles("-", io.BytesIO(raw))]


def unplaced(item: Article | InputError) -> Article | InputError:
    """Without what ``test_where_an_article_stands`` looks at."""
    return replace(item, file=None, own_id=False) if isinstance(item, Article) else item


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def only_error(found: list[Article | InputError]) -> InputError:
    (error,) = found
    assert isinstance(error, InputError)
    return error


def test_plain_text_is_kept_and_its_date_line_is_known(tmp_path: Path) -> None:
    text = f" date 2021-08-06 {ENGLISH}\r\n\r\n“Cafe\u0301 😀”\r\n"
    (article,) = load(write(tmp_path / "news.txt", b"\xef\xbb\xbf" + text.encode()))
    assert article == Article("news", text, published=date(2021, 8, 6))
    assert article.text[body_start(article) :].startswith("The minister")


def test_body_start_without_a_date_line() -> None:
    assert body_start(Article("a", f"  {ENGLISH}")) == 0


def test_markdown_and_html(tmp_path: Path) -> None:
    front = "---\nid: a1\ntitle: T\npublisher: P\nurl: https://a.org\npublished: 2021-08-06\n---\n"
    assert load(write(tmp_path / "news.md", front + ENGLISH)) == [
        Article("a1", ENGLISH, "T", "https://a.org", "P", date(2021, 8, 6))
    ]
    (article,) = load(write(tmp_path / "page.HTML", PAGE))
    assert isinstance(article, Article)
    assert (article.id, article.text.count(ENGLISH)) == ("page", 5)


def test_json_object_with_every_field(tmp_path: Path) -> None:
    value = {
        "text": ENGLISH,
        "id": 7,
        "title": "T",
        "url": "https://a.org",
        "publisher": "P",
        "published": "2021-08-06T10:00:00Z",
        "language": "en-GB",
        "more": [1],
    }
    assert load(write(tmp_path / "a.json", json.dumps(value))) == [
        Article("7", ENGLISH, "T", "https://a.org", "P", date(2021, 8, 6))
    ]


def test_json_keeps_control_characters_and_whole_pairs(tmp_path: Path) -> None:
    text = ENGLISH + "\x00\x1b\r\n\t😀"
    found = load(write(tmp_path / "a.json", json.dumps({"text": text})))
    assert found == [Article("a", text)]


def test_json_list_gives_errors_in_their_places(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.json", json.dumps([{"text": ENGLISH}, "x", {"text": ENGLISH, "title": 3}, {"text": ENGLISH}])
    )
    first, second, third, fourth = load(path)
    assert first == Article("a:1", ENGLISH)
    assert str(second) == f'{path} item 2: not a JSON object; write an article as {{"text": "..."}}'
    assert str(third) == f'{path} item 3 field "title": must be text, not a number; give a string'
    assert fourth == Article("a:4", ENGLISH)


@pytest.mark.parametrize(
    ("content", "where", "what"),
    [
        ('{"text": "a",\n "id" 3}', ":2", "not JSON (Expecting ':' delimiter, column 7)"),
        ('{"text": "a"}\n{"text": "b"}', ":2", "more than one JSON value"),
        ("[]", "", "the file is empty"),
        ("", "", "the file is empty"),
        ("[" * 100_000, "", "not JSON that can be read"),
        ("3", "", "not a JSON object"),
        ("{}", "", 'the field "text" is missing'),
        ('{"text": null}', "", 'the field "text" is missing'),
        ('{"text": " \\n"}', "", "the article has no text"),
        ('{"text": ["a"]}', ' field "text"', "must be text, not a list"),
        ('{"text": "a\\ud800"}', ' field "text"', "lone surrogate at character 1"),
        ('{"text": "a", "title": "\\udc00"}', ' field "title"', "lone surrogate at character 0"),
        ('{"text": "a", "id": true}', ' field "id"', "must be text, not true or false"),
        ('{"text": "a", "id": 1.5}', ' field "id"', "must be text, not a number"),
        ('{"text": "a", "published": 2021}', ' field "published"', "must be text, not a number"),
        ('{"text": "a", "published": "6 August"}', ' field "published"', "'6 August' is not a date"),
        ('{"text": "a", "language": "de"}', "", "the article is declared as German (de)"),
        (json.dumps({"text": GERMAN}), "", "the article looks German (de)"),
        (b'{"text": "\xe9"}', "", "not UTF-8 (byte 10)"),
    ],
)
def test_json_refuses(tmp_path: Path, content: str | bytes, where: str, what: str) -> None:
    path = write(tmp_path / "a.json", content)
    error = only_error(load(path))
    assert error.where == f"{path}{where}"
    assert error.what.startswith(what)


def test_jsonl_goes_on_after_bad_lines(tmp_path: Path) -> None:
    good = json.dumps({"text": ENGLISH}).encode()
    lines = [
        b"\xef\xbb\xbf" + good + b"\r",
        b"{bad",
        b"",
        b'{"text": 3}',
        b'{"text": "\xff"}',
        b"[]",
        json.dumps({"text": GERMAN}).encode(),
        json.dumps({"text": ENGLISH, "id": "a:1"}).encode(),
        good,
    ]
    path = write(tmp_path / "a.jsonl", b"\n".join(lines))
    found = load(path)
    assert [item for item in found if isinstance(item, Article)] == [Article("a:1", ENGLISH), Article("a:9", ENGLISH)]
    assert [(item.where.removeprefix(str(path)), item.what) for item in found if isinstance(item, InputError)] == [
        (":2", "not JSON (Expecting property name enclosed in double quotes, column 2)"),
        (':4 field "text"', "must be text, not a number"),
        (":5", "not UTF-8 (byte 10)"),
        (":6", "not a JSON object"),
        (":7", "the article looks German (de)"),
        (":8", "the id 'a:1' was used before"),
    ]


def test_jsonl_bounds_its_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good = json.dumps({"text": ENGLISH})
    monkeypatch.setattr(files, "MAX_LINE_BYTES", len(good) + 1)
    path = write(tmp_path / "a.jsonl", f"{good}\n{'x' * 500}\n{good}\n{'x' * 500}")
    first, second, third, fourth = load(path)
    assert (first, third) == (Article("a:1", ENGLISH), Article("a:3", ENGLISH))
    assert isinstance(second, InputError)
    assert isinstance(fourth, InputError)
    assert (second.where, fourth.where) == (f"{path}:2", f"{path}:4")
    assert second.what.startswith("longer than")


def test_jsonl_may_have_any_length_but_no_line_may(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good = json.dumps({"text": ENGLISH}) + "\n"
    monkeypatch.setattr(files, "MAX_BATCH_BYTES", len(good) * 2)
    monkeypatch.setattr(files, "MAX_LINE_BYTES", len(good))
    path = tmp_path / "a.jsonl"
    assert load(write(path, good * 9)) == [Article(f"a:{number}", ENGLISH) for number in range(1, 10)]
    *whole, endless = load(write(path, good * 9 + "x" * len(good) * 5))
    assert len(whole) == 9 and isinstance(endless, InputError)
    assert (endless.where, endless.what.startswith("larger than")) == (f"{path}:10", True)


def test_a_text_has_a_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_TEXT", len(ENGLISH))
    assert load(write(tmp_path / "a.txt", ENGLISH)) == [Article("a", ENGLISH)]
    assert only_error(load(write(tmp_path / "a.txt", ENGLISH + "!"))).what.startswith("the text is longer than")


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a.json", "a.jsonl", "a.parquet"])
def test_missing_and_empty_files(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    assert only_error(load(path)).what == "no such file"
    path.mkdir()
    assert only_error(load(path)).what == "is a folder"
    path.rmdir()
    path.touch()
    error = only_error(load(path))
    assert error.where == str(path)
    assert error.what.startswith("not Parquet" if name == "a.parquet" else "the file is empty")


@pytest.mark.parametrize(
    ("name", "content", "line", "verbatim", "own_id"),
    [
        ("a.txt", ENGLISH, 1, True, False),
        ("a.md", f"---\nid: x\n---\n\n{ENGLISH}", 5, True, True),
        ("a.html", PAGE, 1, False, False),
        ("a.json", json.dumps({"text": ENGLISH, "id": "x"}), 1, False, True),
        ("a.jsonl", "\n" + json.dumps({"text": ENGLISH}), 2, False, False),
    ],
)
def test_where_an_article_stands(
    tmp_path: Path, name: str, content: str, line: int, verbatim: bool, own_id: bool
) -> None:
    path = write(tmp_path / name, content)
    (article,) = load_articles(str(path))
    assert isinstance(article, Article)
    assert (article.file, article.own_id) == (File(str(path), line, verbatim), own_id)


def test_unknown_formats(tmp_path: Path) -> None:
    error = only_error(load(write(tmp_path / "a.odt", "x")))
    assert str(error) == (
        f"{tmp_path / 'a.odt'}: unknown format .odt; use one of .txt .md .markdown .html .htm .pdf .docx .json .jsonl "
        ".parquet"
    )


def test_a_foreign_text_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", GERMAN)
    assert str(only_error(load(path))) == f"{path}: the article looks German (de); SaySo reads English"


def test_parquet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    import pyarrow
    import pyarrow.parquet

    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    path = tmp_path / "a.parquet"
    columns = {
        "text": [ENGLISH, None, GERMAN, ENGLISH],
        "published": [datetime(2021, 8, 6, 12), None, None, None],
        "id": [5, None, None, 5],
        "other": [[1], [2], [], []],
    }
    pyarrow.parquet.write_table(pyarrow.table(columns), path)
    first, *errors = load(path)
    assert first == Article("5", ENGLISH, published=date(2021, 8, 6))
    assert [str(error).removeprefix(f"{path} ").split(";")[0] for error in errors] == [
        'row 2: the field "text" is missing',
        "row 3: the article looks German (de)",
        "row 4: the id '5' was used before",
    ]
    assert list(scratch.iterdir()) == []
    assert capfd.readouterr() == ("", "")

    pyarrow.parquet.write_table(pyarrow.table({"body": [ENGLISH]}), path)
    assert only_error(load(path)).what == 'the column "text" is missing'
    pyarrow.parquet.write_table(pyarrow.table({"text": pyarrow.array([], pyarrow.string())}), path)
    assert only_error(load(path)).what == "the file is empty"
    assert only_error(load(write(path, b"nonsense" * 10))).what.startswith(
        "not Parquet that can be read (Parquet magic"
    )


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (f"date 2021-08-06 {ENGLISH}", [Article("stdin", f"date 2021-08-06 {ENGLISH}", published=date(2021, 8, 6))]),
        (f"[Reuters] {ENGLISH}", [Article("stdin", f"[Reuters] {ENGLISH}")]),
        (json.dumps({"text": ENGLISH}), [Article("stdin", ENGLISH)]),
        (json.dumps({"text": ENGLISH}, indent=1) + "\n", [Article("stdin", ENGLISH)]),
        (json.dumps({"text": ENGLISH}) + "\n\n", [Article("stdin", ENGLISH)]),
        ("\ufeff" + json.dumps([{"text": ENGLISH}]), [Article("stdin:1", ENGLISH)]),
        (f'{{"text": "{ENGLISH}"}}\n' * 2, [Article("stdin:1", ENGLISH), Article("stdin:2", ENGLISH)]),
    ],
)
def test_stdin(raw: str, expected: list[Article]) -> None:
    assert load_stdin(raw.encode()) == expected


@pytest.mark.parametrize(
    "prefix", ["", "\ufeff \n", "<!DOCTYPE html>\n", "<?xml version='1.0'?><!-- a --><!-- b -->\n"]
)
def test_stdin_with_html(prefix: str) -> None:
    (article,) = load_stdin((prefix + PAGE).encode())
    assert isinstance(article, Article)
    assert article.text.count(ENGLISH) == 5


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", "stdin: the file is empty"),
        (b"ab\0", "stdin: not a text file (NUL at byte 2)"),
        (b'{"text": ', "stdin:1: not JSON"),
        (GERMAN.encode(), "stdin: the article looks German (de)"),
    ],
)
def test_stdin_refuses(raw: bytes, message: str) -> None:
    assert str(only_error(load_stdin(raw))).startswith(message)


def test_stdin_has_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_BYTES", len(ENGLISH))
    assert load_stdin(ENGLISH.encode()) == [Article("stdin", ENGLISH)]
    assert only_error(load_stdin(ENGLISH.encode() + b"!")).what.startswith("larger than")
    monkeypatch.setattr(files, "MAX_BATCH_BYTES", 20)
    assert only_error(load_stdin(json.dumps({"text": ENGLISH}).encode())).what == "larger than 20 bytes"


def test_many_comments_are_sniffed_quickly() -> None:
    assert only_error(load_stdin(b"<!-- a -->" * 50_000 + b"<p>\0")).what.startswith("not a text file")


def test_importing_is_light() -> None:
    code = "import sys, claims.article.files, claims.text.sentences; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert "claims.article.files" in loaded
    assert not {"datasets", "pyarrow", "trafilatura", "py3langid", "numpy", "yaml", "babel", "torch"} & set(loaded)
