"""Where references open: addresses that are safe, name no folders of a machine, and lead to the passage."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Page

from verifier.corpus.documents import files_by_id, load_documents
from verifier.records import Document, Passage
from verifier.report.links import address, beside, fragment, web

TEXT = "The port was closed at 06:40, as the log has it, because of a well-known storm."


def passage(url: str | None = None, page: int | None = None, text: str = TEXT) -> Passage:
    return Passage("log", text, (0, len(text)), url=url, page=page)


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//evil.example", "https:", "", "https://[::1",
        "java\nscript:x", "https://a.example/\u202e", "vbscript:x", "C:\\a.txt",
    ],
)  # fmt: skip
def test_no_other_scheme(url: str) -> None:
    assert web(url) is None
    assert address(passage(url), {}) is None


@pytest.mark.parametrize(
    ("url", "page", "found"),
    [
        ("https://a.example/x?y=1", None, "https://a.example/x?y=1#:~:text=The%20port%20was%20closed%20at,because%20of%20a%20well%2Dknown%20storm."),
        ("https://a.example/x", 1, "https://a.example/x#:~:text=The%20port%20was%20closed%20at,because%20of%20a%20well%2Dknown%20storm."),
        ("https://a.example/x#part", None, "https://a.example/x#part"),
        ("https://a.example/x.PDF", 7, "https://a.example/x.PDF#page=7"),
        ("https://a.example/x.pdf", None, "https://a.example/x.pdf"),
    ],
)  # fmt: skip
def test_addresses(url: str, page: int | None, found: str) -> None:
    assert address(passage(url, page), {}) == found


def test_a_file_beside_the_page_goes_first(tmp_path: Path) -> None:
    links = beside({"log": tmp_path / "notes" / "log 1#?&:é.pdf"}, tmp_path / "out" / "report.html")
    assert links == {"log": "./../notes/log%201%23%3F%26%3A%C3%A9.pdf"}
    assert address(passage("https://a.example/x", 3), links) == links["log"] + "#page=3"


def test_a_name_that_looks_like_a_scheme_stays_a_file(tmp_path: Path) -> None:
    links = beside({"log": tmp_path / "javascript:alert(1).txt"}, tmp_path / "report.html")
    assert links["log"] == "./javascript%3Aalert%281%29.txt"


@given(st.text(max_size=60))
def test_fragments_are_words_of_the_text(text: str) -> None:
    found = fragment(text)
    assert found.startswith(":~:text=")
    assert not set(found.removeprefix(":~:text=")) & set("-&\"'<> ")
    plain = " ".join(text.encode("utf-8", "replace").decode().split())
    for part in found.removeprefix(":~:text=").split(","):
        assert unquote(part) in plain


def test_files_have_the_ids_that_references_get(tmp_path: Path) -> None:
    for name, text in {
        "count.md": "---\nid: the-count\n---\nThe port counted ferries on Monday.",
        "log.txt": "The port was closed on Monday because of the storm.",
        "log.md": "The port was opened again on Tuesday, after the storm.",
        "2031/note.txt": "The harbour master wrote this note on Monday evening.",
        "many.jsonl": '{"text": "The port was closed because of the storm."}\n',
        "README.md": "The notes of the port are in this folder.",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    files = files_by_id(tmp_path)
    assert {id_: file.name for id_, file in files.items()} == {
        "the-count": "count.md", "log": "log.md", "log.txt": "log.txt", "2031/note": "note.txt",
    }  # fmt: skip
    documents = {each.id: each for each in load_documents(tmp_path) if isinstance(each, Document)}
    assert set(documents) - set(files) == {"many:1"}
    for id_, file in files.items():
        assert documents[id_].text.strip() in file.read_text()


@pytest.mark.slow
def test_chromium_goes_to_the_passage(tmp_path: Path, page: Page) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "log.html").write_text(f"<p>{'It rained. ' * 5000}<p id=here>{TEXT}")
    link = address(passage(), beside({"log": tmp_path / "notes" / "log.html"}, tmp_path / "report.html"))
    (tmp_path / "report.html").write_text(f'<a href="{link}">log</a>')
    page.goto((tmp_path / "report.html").as_uri())
    page.click("a")
    page.wait_for_url("**/log.html*")
    page.wait_for_function("document.querySelector('#here').getBoundingClientRect().top < innerHeight")
