from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest

from claims.article import docx as module
from claims.article.docx import read_docx
from claims.article.files import load_articles
from claims.errors import InputError
from claims.records import Article
from tests.claims.article.newsroom import repacked

PROSE = "The ministry counted 4,110 people at the border in July."
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def made(*paragraphs: str, title: str = "") -> bytes:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.core_properties.title = title
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def of_body(body: str) -> bytes:
    """A Word file with this XML in its body."""
    return repacked(made(), "word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>".encode())


def test_paragraphs_and_tables_in_the_order_of_reading() -> None:
    document = docx.Document()
    document.add_heading("Border count", 1)
    document.add_paragraph(PROSE)
    document.add_table(1, 2).rows[0].cells[1].text = "In a table."
    document.add_paragraph("  ")
    document.add_paragraph("The end.")
    out = io.BytesIO()
    document.save(out)
    assert read_docx(out.getvalue(), "a.docx")[0] == f"Border count\n\n{PROSE}\n\nIn a table.\n\nThe end."


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<w:p><w:r><w:t>One</w:t><w:tab/><w:t>two</w:t><w:br/><w:t>three</w:t></w:r></w:p>", "One\ttwo three"),
        ("<w:p><w:r><w:t>Some 4</w:t></w:r><w:ins><w:r><w:t>,000</w:t></w:r></w:ins></w:p>", "Some 4,000"),
        (
            "<w:p><w:r><w:t>Not </w:t></w:r><w:del><w:r><w:delText>now</w:delText></w:r></w:del>"
            "<w:r><w:t>yet</w:t></w:r></w:p>",
            "Not yet",
        ),
        ("<w:p><w:moveFrom><w:r><w:t>gone</w:t></w:r></w:moveFrom><w:r><w:t>here</w:t></w:r></w:p>", "here"),
        ("<w:p><w:hyperlink><w:r><w:t>a link</w:t></w:r></w:hyperlink></w:p>", "a link"),
        ("<w:sdt><w:sdtContent><w:p><w:r><w:t>a control</w:t></w:r></w:p></w:sdtContent></w:sdt>", "a control"),
        ("<w:p><w:r><w:instrText>PAGE</w:instrText><w:t>field</w:t></w:r></w:p>", "field"),
        (
            "<w:p><w:r><w:t>out</w:t><w:txbxContent><w:p><w:r><w:t>in a box</w:t></w:r></w:p></w:txbxContent></w:r>"
            "</w:p>",
            "out\n\nin a box",
        ),
    ],
)
def test_what_is_text(body: str, text: str) -> None:
    assert read_docx(of_body(body), "a.docx")[0] == text


def test_a_title_counts_where_the_text_has_it_too() -> None:
    assert read_docx(made("Border count", PROSE, title="Border Count"), "a.docx")[1] == "Border Count"
    assert read_docx(made(PROSE, title="Template 7"), "a.docx")[1] is None


BOMB = (
    b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    + f"<w:document {W}><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>".encode()
)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"plain text", "not a Word document"),
        (b"\xd0\xcf\x11\xe0rest", "password"),
        (made()[:300], "not a Word document"),
        (repacked(made(), "[Content_Types].xml", b"<"), "not a Word document"),
        (repacked(made(), "word/document.xml", b"<w:document"), "not a Word document"),
        (repacked(made(), "word/document.xml", BOMB), "no text"),
        (repacked(made(), "word/document.xml", b"<a>" * 100_000), "not a Word document"),
        (repacked(made(), "word/media/x.bin", b"0" * 4_000_000), "unpacks to too much"),
        (repacked(made(), "word/styles.xml", b" " * 2_500_000), "unpacks to too much"),
        (made(""), "no text"),
    ],
)
def test_what_is_no_document_is_named(monkeypatch: pytest.MonkeyPatch, content: bytes, what: str) -> None:
    monkeypatch.setattr(module, "MAX_UNPACKED", 4_000_000)
    monkeypatch.setattr(module, "MAX_XML", 2_000_000)
    with pytest.raises(InputError, match=what):
        read_docx(content, "a.docx")


def test_an_article_may_be_a_word_file(tmp_path: Path) -> None:
    (tmp_path / "draft.docx").write_bytes(made(PROSE))
    (article,) = load_articles(str(tmp_path / "draft.docx"))
    assert isinstance(article, Article)
    assert (article.id, article.text) == ("draft", PROSE)
