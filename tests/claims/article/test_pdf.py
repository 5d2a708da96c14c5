from __future__ import annotations

import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page

from claims.article import pdf as module
from claims.article.pdf import read_pdf
from claims.article.reading import read
from claims.errors import InputError
from tests.claims.article.newsroom import Placed, column, pdf
from tests.verifier.report.conftest import browser, page

__all__ = ["browser", "page"]

FIRST = ["The border guards counted 900 people at the crossing near", "Kaunas in July, the ministry said on Monday."]
SECOND = ["It had counted 81 in the whole of the year before, and the", "minister called the figure alarming."]


def written(folder: Path, pages: list[list[Placed]], title: str = "") -> Path:
    path = folder / "a.pdf"
    path.write_bytes(pdf(pages, title))
    return path


def paragraphs(folder: Path, *pages: list[Placed]) -> list[str]:
    return read_pdf(written(folder, list(pages))).text.split("\n\n")


JOINED = [" ".join(FIRST), " ".join(SECOND)]
LAYOUTS: dict[str, tuple[list[list[Placed]], list[str]]] = {
    "lines of a paragraph": ([column(FIRST)], JOINED[:1]),
    "a gap": ([column([*FIRST, "", *SECOND])], JOINED),
    "an indent": ([column([*FIRST, " " + SECOND[0], SECOND[1]])], JOINED),
    "a short line": ([column([FIRST[0], "Kaunas in July.", *SECOND])], [f"{FIRST[0]} Kaunas in July.", JOINED[1]]),
    "a heading": (
        [[*column(["Arrivals at the border"], top=730, size=20), *column(FIRST)]],
        ["Arrivals at the border", JOINED[0]],
    ),
    "a list": (
        [column(["Counted in July:", "• 900 people", "• 81 dogs"])],
        ["Counted in July:", "• 900 people", "• 81 dogs"],
    ),
    "a next column": ([[*column(FIRST[:1], top=100), *column(FIRST[1:], left=380)]], JOINED[:1]),
    "a next column with a next paragraph": ([[*column(FIRST, top=100), *column(SECOND, left=380)]], JOINED),
    "a next page": ([column(FIRST[:1], top=100), column(FIRST[1:])], JOINED[:1]),
    "two pieces of a line": ([[("The port", 60, 700, 11), ("was closed.", 110, 700, 11)]], ["The port was closed."]),
    "a page without text": ([column(FIRST), [], column(SECOND)], JOINED),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_paragraphs_are_put_together(tmp_path: Path, name: str) -> None:
    pages, expected = LAYOUTS[name]
    assert paragraphs(tmp_path, *pages) == expected


def test_running_heads_and_page_numbers_are_left_out(tmp_path: Path) -> None:
    texts = [["The first page says this of it."], ["The second page says that of it."], ["The third one is silent."]]
    pages = [
        [("Ministry of the Interior", 60, 800, 9), *column(lines), (f"Page {number} of 3", 60, 30, 9)]
        for number, lines in enumerate(texts, 1)
    ]
    assert paragraphs(tmp_path, *pages) == [line for lines in texts for line in lines]


def test_what_stands_once_at_the_edge_of_a_page_is_kept(tmp_path: Path) -> None:
    pages = [column([f"Minister {name} spoke.", f"Then {name} left."]) for name in ("Ada", "Bea", "Cyd")]
    assert paragraphs(tmp_path, *pages) == [
        f"Minister {name} spoke. Then {name} left." for name in ("Ada", "Bea", "Cyd")
    ]


def test_every_offset_has_its_page(tmp_path: Path) -> None:
    found = read_pdf(written(tmp_path, [column(FIRST), [], column(SECOND)]))
    assert [found.text[start:][:10] for start in found.starts] == ["The border", "It had cou", "It had cou"]
    assert read(tmp_path / "a.pdf").pages == found.starts


@pytest.mark.parametrize(
    ("title", "kept"), [("The Border Guards", True), ("Microsoft Word - draft2.doc", False), ("", False)]
)
def test_a_title_counts_where_the_text_has_it_too(tmp_path: Path, title: str, kept: bool) -> None:
    assert read_pdf(written(tmp_path, [column(FIRST)], title)).title == (title if kept else None)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"%PDF", "not a PDF that can be read"),
        (b"", "the file is empty"),
        (pdf([[]]), "no text"),
        (pdf([column(FIRST)])[:400], "not a PDF that can be read"),
        (pdf([column(FIRST)]).replace(b"/Kids [4 0 R]", b"/Kids [2 0 R]"), "PDF"),
    ],
)
def test_what_is_no_text_is_named(tmp_path: Path, content: bytes, what: str) -> None:
    (tmp_path / "a.pdf").write_bytes(content)
    with pytest.raises(InputError, match=what):
        read(tmp_path / "a.pdf")


@pytest.mark.parametrize(("limit", "value", "what"), [("MAX_PAGES", 1, "pages"), ("MAX_CHARACTERS", 50, "longer than")])
def test_sizes_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, value: int, what: str) -> None:
    path = written(tmp_path, [column(FIRST), column(SECOND)])
    monkeypatch.setattr(module, limit, value)
    with pytest.raises(InputError, match=what):
        read_pdf(path)


@pytest.mark.skipif(sys.platform == "win32", reason="bounds are those of the system")
def test_what_exhausts_memory_costs_that_file_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, [column(FIRST)])
    monkeypatch.setattr(module, "MAX_MEMORY", 20_000_000)
    with pytest.raises(InputError, match="cannot be read within"):
        read_pdf(path)


def test_control_characters_of_a_pdf_are_no_text(tmp_path: Path) -> None:
    assert paragraphs(tmp_path, [("The port\x1b[31m was closed.", 60, 700, 11)]) == ["The port[31m was closed."]


def pdf_of(page: Page, folder: Path, html: str) -> Path:
    """What a browser prints, with a head and a foot on each page."""
    page.set_content(f"<html lang=en><body>{html}</body></html>")
    path = folder / "printed.pdf"
    small = '<span style="font-size:8px">{}</span>'
    page.pdf(
        path=path, display_header_footer=True, margin={"top": "2cm", "bottom": "2cm"},
        header_template=small.format("Ministry of the Interior"),
        footer_template=small.format('Page <span class=pageNumber></span> of <span class=totalPages></span>'),
    )  # fmt: skip
    return path


STYLES = {
    "one column": "p{margin:0 0 .7em}",
    "two columns": ".all{columns:2} p{margin:0 0 .7em}",
    "two columns, broken words": ".all{columns:3;hyphens:auto;text-align:justify} p{margin:0 0 .7em}",
    "indented": ".all{text-align:justify} p{margin:0;text-indent:1.5em}",
    "double-spaced": "p{line-height:2;margin:0 0 2em}",
}


@pytest.mark.slow
@pytest.mark.parametrize("style", STYLES)
def test_what_a_browser_printed_is_read_as_it_was_written(page: Page, tmp_path: Path, style: str) -> None:
    names = ["".join(chr(97 + number * step % 26) for step in (3, 7, 11, 5)).title() for number in range(1, 41)]
    told = [
        f"Officer {name} counted {len(names)} people at the crossing near Kaunas, and the spokeswoman of the ministry "
        f"called it “unprecedented” in a statement to {name}. Officials of the neighbouring government said nothing of "
        f"it when reporters asked them about {name}."
        for name in names
    ]
    body = "".join(f"<p>{paragraph}</p>" for paragraph in told)
    path = pdf_of(
        page, tmp_path, f"<style>{STYLES[style]}</style><h1>Arrivals at the border</h1><div class=all>{body}</div>"
    )
    found = read_pdf(path)
    read_again = found.text.split("\n\n")
    assert " ".join(read_again) == " ".join(["Arrivals at the border", *told])
    # Where a sentence ends with a column, nobody can say whether the paragraph does.
    columns = 3 * len(found.starts)
    assert len(found.starts) > 1
    assert sum(paragraph in told for paragraph in read_again) >= len(told) - columns
    assert all(paragraph.endswith(".") for paragraph in read_again[1:])
