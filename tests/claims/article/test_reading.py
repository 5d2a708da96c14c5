from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any, NoReturn

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.article import reading
from claims.article.reading import Reading, checked_text, dateline, decode, read, read_bytes, read_html, read_markdown
from claims.errors import InputError

PARAGRAPH = "<p>The minister said on Tuesday that café owners near the border would be asked to close early.</p>"

LAST = "<p>Nobody in the two towns that lie nearest to the crossing had heard of the plan before.</p>"


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"plain", "plain"),
        (b"\xef\xbb\xbfwith a mark", "with a mark"),
        (b"a\r\nb\rc\n", "a\r\nb\rc\n"),
        ("é e\u0301 😀\u200b".encode(), "é e\u0301 😀\u200b"),
        (b" \x0c\x1b[0m ", " \x0c\x1b[0m "),
        ("a\ufeffb".encode(), "a\ufeffb"),
    ],
)
def test_decode_keeps_the_text(raw: bytes, text: str) -> None:
    assert decode(raw, "f") == text


@given(
    st.text(st.characters(exclude_characters="\0", codec="utf-8")).filter(lambda text: bool(text.strip("\ufeff \n")))
)
def test_decode_is_the_inverse_of_encode(text: str) -> None:
    if text.strip():
        assert decode(b"\xef\xbb\xbf" + text.encode(), "f") == text


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", "f: the file is empty; give a file with text"),
        (b" \r\n\t", "f: the file is empty; give a file with text"),
        (b"\xef\xbb\xbf\n", "f: the file is empty; give a file with text"),
        (b"abc\xe9d", "f: not UTF-8 (byte 3); save it as UTF-8"),
        (b"\xef\xbb\xbfabc\xe9d", "f: not UTF-8 (byte 6); save it as UTF-8"),
        (b"ab\0c", "f: not a text file (NUL at byte 2); give a UTF-8 text"),
        ("abc".encode("utf-16"), "f: the text is UTF-16, not UTF-8; save it as UTF-8"),
    ],
)
def test_decode_refuses(raw: bytes, message: str) -> None:
    with pytest.raises(InputError) as caught:
        decode(raw, "f")
    assert str(caught.value) == message


def test_read_bytes_has_a_limit(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"12345")
    assert read_bytes(file, 5) == b"12345"
    with pytest.raises(InputError, match="larger than 4 bytes"):
        read_bytes(file, 4)


def test_files_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "empty.txt").touch()
    (tmp_path / "folder.txt").mkdir()
    (tmp_path / "a.odt").write_text("x")
    (tmp_path / "locked.txt").write_text("x")
    for name, what in [
        ("none.txt", "no such file"),
        ("empty.txt", "the file is empty"),
        ("folder.txt", "is a folder"),
        (".", "is a folder"),
        ("a.odt", "unknown format .odt"),
        ("README", r"unknown format \(no suffix\)"),
        ("locked.txt/a.txt", "cannot be read"),
        ("a\0.txt", "cannot be read"),
    ]:
        with pytest.raises(InputError, match=what) as caught:
            read(tmp_path / name)
        assert caught.value.where == str(tmp_path / name)

    def refuse(*_: Any) -> NoReturn:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(InputError, match="no permission"):
        read(tmp_path / "locked.txt")


def test_read_knows_its_formats(tmp_path: Path) -> None:
    (tmp_path / "a.TXT").write_bytes(b"---\r\ntitle: x\r\n---\r\nText")
    (tmp_path / "b.md").write_bytes(b"---\r\ntitle: x\r\n---\r\nText")
    (tmp_path / "c.htm").write_text(f"<html><body><article>{PARAGRAPH * 5}</article></body></html>", encoding="utf-8")
    assert read(tmp_path / "a.TXT") == Reading("---\r\ntitle: x\r\n---\r\nText", line=1)
    assert read(tmp_path / "b.md") == Reading("Text", title="x", line=4)
    assert read(tmp_path / "c.htm").text.startswith("The minister said")


@pytest.mark.parametrize(
    ("text", "day", "start"),
    [
        (" date 2021-08-06 Lithuanian", date(2021, 8, 6), 17),
        ("Date: 2021-08-06\n\nLithuanian", date(2021, 8, 6), 18),
        ("DATE:2021-08-06", date(2021, 8, 6), 15),
        ("date 2021-13-06 Lithuanian", None, 0),
        ("date 2021-08-066", None, 0),
        ("update 2021-08-06 x", None, 0),
        ("date2021-08-06 x", None, 0),
        ("The date 2021-08-06 x", None, 0),
        ("date\n2021-08-06 x", None, 0),
    ],
)
def test_dateline(text: str, day: date | None, start: int) -> None:
    assert dateline(text) == (day, start)


def test_markdown_front_matter() -> None:
    text = (
        "---\ntitle: 1984\npublisher: The Site\npublished: 2021-08-06\nurl: https://a.org/?a=1#b\nid: 007\n"
        "tags: [a, b]\nlanguage: ~\n---\n\n  # Heading\n\n---\n\nText\n"
    )
    assert read_markdown(text, "f") == Reading(
        "  # Heading\n\n---\n\nText\n", "007", "1984", "https://a.org/?a=1#b", "The Site", date(2021, 8, 6), line=11
    )


@pytest.mark.parametrize(
    ("text", "body", "line"),
    [
        ("# No front matter\n\n---\n\nText", "# No front matter\n\n---\n\nText", 1),
        ("---\nProse between rules.\n---\nText", "---\nProse between rules.\n---\nText", 1),
        ("---\n---\nText", "Text", 3),
        ("--- no rule\ntitle: x\n---\n", "--- no rule\ntitle: x\n---\n", 1),
    ],
)
def test_markdown_without_fields(text: str, body: str, line: int) -> None:
    assert read_markdown(text, "f") == Reading(body, line=line)


TOLD = "“It’s closed”, Müller said of the café — twice."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "mac_roman", "utf-16", "utf-32"])
@pytest.mark.parametrize("suffix", ["txt", "md"])
def test_encodings_that_can_be_told(tmp_path: Path, encoding: str, suffix: str) -> None:
    path = tmp_path / f"a.{suffix}"
    path.write_bytes(f"{TOLD}\r\n\r\nIt rained.\n".encode(encoding))
    assert read(path).text == f"{TOLD}\r\n\r\nIt rained.\n"


@pytest.mark.parametrize(
    "raw", [b"\x89PNG\r\n\x1a\n\0\0", bytes(range(128, 256)) * 9, b"\xff\xfe\0", b"\xff\xfe \0", b"a\0b\xe9"]
)
def test_what_is_no_text_stays_none(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "a.txt").write_bytes(raw)
    with pytest.raises(InputError):
        read(tmp_path / "a.txt")


def test_the_date_line_of_a_markdown_body() -> None:
    assert read_markdown("---\nid: a\n---\nDate: 2021-08-06\nText", "f").published == date(2021, 8, 6)
    assert read_markdown("---\npublished: 2020-01-02T10:00:00Z\n---\nDate: 2021-08-06\nText", "f").published == date(
        2020, 1, 2
    )


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        ("---\ntitle: x\nText", "f:1", "front matter is not closed"),
        ("---\nid: a\ntitle: [x\n---\nText", "f:4", "front matter is not YAML"),
        ("---\r\nid: a\r\ntitle: a: b\r\n---\r\nText", "f:3", "front matter is not YAML: mapping values"),
        ("---\na: \x01\n---\nText", "f:1", "front matter is not YAML"),
        ("---\na: " + "[" * 5000 + "\n---\nText", "f:1", "front matter is not YAML"),
        ("---\na: " + "x" * 70_000 + "\n---\nText", "f:1", "front matter is over 64,000 characters"),
        ("---\ntitle: [a]\n---\nText", 'f field "title"', "must be text, not a list"),
        ("---\npublished: yesterday\n---\nText", 'f field "published"', "'yesterday' is not a date"),
        ("---\ntitle: x\n---\n \n", "f", "the file has no text below its front matter"),
    ],
)
def test_markdown_refuses(text: str, where: str, what: str) -> None:
    with pytest.raises(InputError) as caught:
        read_markdown(text, "f")
    assert caught.value.what.startswith(what)
    assert caught.value.where == where


def test_html() -> None:
    page = (
        '<html><head><meta charset="latin-1"><title>Border closed</title>'
        '<meta property="og:site_name" content="The Site">'
        '<meta property="article:published_time" content="2021-08-06T10:00:00Z">'
        '<link rel="canonical" href="https://a.org/b"></head>'
        f"<body><nav>Home | About</nav><article><h1>Border closed</h1>{PARAGRAPH}{LAST}</article></body></html>"
    )
    found = read_html(page.encode("latin-1"), "f")
    assert (found.title, found.publisher, found.published, found.url) == (
        "Border closed",
        "The Site",
        date(2021, 8, 6),
        "https://a.org/b",
    )
    assert found.text == f"Border closed\n\n{PARAGRAPH[3:-4]}\n\n{LAST[3:-4]}"


def test_a_date_in_the_text_of_a_page_is_no_publication_date() -> None:
    body = PARAGRAPH * 3 + "<p>The treaty of the two countries was signed on 3 May 2015 in the capital.</p>"
    assert read_html(f"<html><body><article>{body}</article></body></html>", "f").published is None


MENU = "<nav>" + "".join(f"<a href=/{n}>Section {n}</a> " for n in range(30)) + "</nav>"


@pytest.mark.parametrize(
    "raw",
    [
        b"<html><body></body></html>",
        b"no tags at all",
        b"<html>\0</html>",
        "<p>\0</p>",
        "<html><body><nav>Home</nav></body></html>",
        f"<html><body>{MENU}</body></html>",
    ],
)
def test_html_refuses(raw: bytes | str) -> None:
    with pytest.raises(InputError, match=r"^f: (no article text found|not an HTML file)"):
        read_html(raw, "f")


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2021-08-06", date(2021, 8, 6)),
        (" 2021-08-06T23:59:00+02:00 ", date(2021, 8, 6)),
        (date(2021, 8, 6), date(2021, 8, 6)),
        (datetime(2021, 8, 6, 12), date(2021, 8, 6)),
        ("", None),
        (None, None),
    ],
)
def test_days(value: object, day: date | None) -> None:
    found = reading.reading("Text", {"published": value}, "f").published
    assert found == day
    assert type(found) is type(day)


@pytest.mark.parametrize(
    ("value", "what"),
    [
        (None, "must be text, not null"),
        (True, "must be text, not true or false"),
        (1.5, "must be text, not a number"),
        ({}, "must be text, not an object"),
        ("ab\ud800c", "lone surrogate at character 2"),
    ],
)
def test_checked_text(value: object, what: str) -> None:
    with pytest.raises(InputError) as caught:
        checked_text(value, "title", "f:3")
    assert (caught.value.where, caught.value.what) == ('f:3 field "title"', what)
