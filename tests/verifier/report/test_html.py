from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Page

from claims.records import Article, Claim
from tests.verifier.report.examples import CALM, TEXT, build, check_golden
from verifier.records import CheckedClaim, Report, Run
from verifier.report.html import render, render_card, segments


class Parsed(HTMLParser):
    """Ids, fragment links, addresses and element names of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.fragments: set[str] = set()
        self.addresses: set[str] = set()
        self.names: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        for name, value in attrs:
            assert not name.startswith("on")
            assert name != "src"
            if name == "id" and value:
                self.ids.append(value)
            if name == "href" and value:
                (self.fragments if value.startswith("#") else self.addresses).add(value)


def test_golden() -> None:
    check_golden("report.html", render([build()]))


@pytest.mark.parametrize("number", [0, 1, 3])
def test_page_is_whole(number: int) -> None:
    page = Parsed(render([build()] * number))
    assert len(page.ids) == len(set(page.ids))
    assert {link[1:] for link in page.fragments} <= set(page.ids)
    assert not page.names & {"script", "img", "link", "iframe", "b", "base", "form", "minutes", "harbour"}
    assert all(
        address.startswith(("https://harbour.example/", "https://courier.example/")) for address in page.addresses
    )


def test_same_bytes_each_time() -> None:
    assert render([build()]) == render([build()])


def test_overlapping_and_interrupted_spans() -> None:
    found = segments(build())
    assert "".join(segment.text for segment in found) == TEXT
    covers = {segment.text: segment.covers for segment in found}
    assert covers["The harbour of "] == (0,)
    assert covers["Port Elm"] == (1, 0)
    assert covers["a storm"] == (1, 0)
    assert covers["” Mayor Ada Quill said on Tuesday, “"] == ()
    assert covers["nobody was hurt."] == (9, 8)
    assert [index for segment in found for index in segment.begins] == list(range(10))


@st.composite
def reports(draw: st.DrawFn) -> Report:
    text = draw(st.text(min_size=1, max_size=30))
    claims = []
    for number in range(draw(st.integers(0, 4))):
        cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=6)))
        spans = tuple(zip(cuts[::2], cuts[1::2], strict=False))
        claims.append(CheckedClaim(Claim("a", f"c{number}", "asserted", "A claim.", spans)))
    return Report(Article("a", text), tuple(claims), Run("sayso", "0"))


@given(reports())
def test_segments_are_the_text_and_cover_the_spans(report: Report) -> None:
    found = segments(report)
    assert "".join(segment.text for segment in found) == report.article.text
    for index, checked in enumerate(report.claims):
        words = "".join(report.article.text[start:end] for start, end in checked.claim.spans)
        assert "".join(segment.text for segment in found if index in segment.covers) == words
        assert sum(index in segment.begins for segment in found) == bool(checked.claim.spans)


def test_card_alone_is_escaped() -> None:
    card = render_card(build(), 6)
    assert "<script" not in card
    assert "&lt;script&gt;" in card
    assert "#h-" not in card


OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
HIDE = "document.querySelectorAll('.text .hidden').length"
# WCAG contrast of each element's colour against the nearest background that is not transparent.
CONTRAST = """() => {
  const light = c => { const [r, g, b] = c.match(/[0-9.]+/g).map(v => v / 255)
    .map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4); return .2126 * r + .7152 * g + .0722 * b }
  const ground = e => { for (; e; e = e.parentElement) {
    const c = getComputedStyle(e).backgroundColor; if (!c.startsWith('rgba(0, 0, 0, 0')) return c }
    return 'rgb(255,255,255)' }
  return Math.min(...[...document.querySelectorAll('body *')].map(e => {
    const [a, b] = [light(getComputedStyle(e).color), light(ground(e))].sort((a, b) => b - a)
    return (a + .05) / (b + .05) })) }"""


@pytest.mark.slow
def test_in_chromium(tmp_path: Path, page: Page) -> None:
    # Carriage returns are what an HTML parser would change first.
    text = TEXT + "\r\nEnd.\r"
    report = build()
    report = replace(report, article=replace(report.article, text=text))
    path = tmp_path / "report.html"
    path.write_text(render([report]), encoding="utf-8", newline="")
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text))
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("request", lambda request: None if request.url == path.as_uri() else problems.append(request.url))
    page.goto(path.as_uri())
    assert page.title() == "Storm shuts Port Elm <harbour> [bold]again[/bold] · SaySo report"
    assert page.eval_on_selector(".text", "element => element.textContent") == text
    assert page.evaluate(HIDE) == 3
    for number, checked in enumerate(report.claims, 1):
        words = page.eval_on_selector_all(f".m-1-{number}", "marks => marks.map(m => m.textContent).join('')")
        assert words == "".join(text[start:end] for start, end in checked.claim.spans)
    assert CALM in page.eval_on_selector_all("blockquote", "quotes => quotes.map(q => q.textContent)")
    for width in (375, 1280):
        for scheme in ("light", "dark"):
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme="light" if scheme == "light" else "dark")
            assert page.evaluate(OVERFLOW) == 0
            assert page.evaluate(CONTRAST) >= 4.5
        for number in range(1, len(report.claims) + 1):
            page.click(f"#h-1-{number}")
            assert page.evaluate("document.querySelector(':target').id") == f"c-1-{number}"
            page.click(f"#c-1-{number} .number")
            assert page.evaluate("document.querySelector(':target').id") == f"h-1-{number}"
    assert problems == []
