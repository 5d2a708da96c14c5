"""The page of a report in a real Chromium: how long it is, what can be done on it, and that nothing leaves it."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.verifier.report.examples import CALM, TEXT, build
from tests.verifier.report.test_html import HOSTILE, hostile
from verifier.records import Report
from verifier.report.html import render
from verifier.report.json import parse

pytestmark = pytest.mark.slow

DATA = Path(__file__).parent / "data"
# Of an article of 57 claims: a screen is 1400 by 900, and two pages hold ten claims.
MOST_SCREENS, MOST_PAGES = 8, 11
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
HIDE = "document.querySelectorAll('.text .hidden').length"
TARGET = "document.querySelector(':target').id"
PIECES = "marks => marks.map(mark => mark.textContent)"
FOCUSED = "document.activeElement.closest('.card')?.querySelector('.number').textContent"
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


def check_access(page: Page) -> None:
    """WCAG 2.2 AA, as far as axe-core can tell; nothing on the page may be folded."""
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": tags}})
    assert found.violations_count == 0, found.generate_report()


def long_report() -> Report:
    """A report of 57 claims, see ``data/README.md``."""
    with gzip.open(DATA / "super-tuesday.json.gz", "rt", encoding="utf-8") as file:
        (report,) = parse(file.read())
    assert len(report.claims) == 57
    return report


@contextmanager
def opened(page: Page, path: Path, *reports: Report) -> Iterator[Page]:
    """The page of these reports; fails if it asks for anything, or anything goes wrong on it."""
    path.write_text(render(reports), encoding="utf-8", newline="")
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text))
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("dialog", lambda dialog: problems.append(dialog.message))
    page.on(
        "request", lambda asked: None if asked.url.partition("#")[0] == path.as_uri() else problems.append(asked.url)
    )
    page.goto(path.as_uri())
    yield page
    assert problems == []


def test_a_long_report_is_short_to_read(tmp_path: Path, page: Page) -> None:
    page.set_viewport_size({"width": 1400, "height": 900})
    with opened(page, tmp_path / "report.html", long_report()):
        assert page.evaluate("document.documentElement.scrollHeight") <= MOST_SCREENS * 900
        # Every error can be reached from the first screen.
        for link in page.query_selector_all(".attention .error a"):
            box = link.bounding_box()
            assert box and box["y"] < 900
        file = tmp_path / "report.pdf"
        page.pdf(path=file, format="A4")
        document = pypdfium2.PdfDocument(file)
        assert len(document) <= MOST_PAGES
        # All of it is in print: the last claim, and evidence of what is settled.
        printed = " ".join(document[number].get_textpage().get_text_bounded() for number in range(len(document)))
        words = " ".join(printed.split())
        assert "Buttigieg followed suit" in words and "How to read this" in words
        for checked in long_report().claims:
            assert " ".join(checked.claim.text.split()[:3]) in words


@pytest.mark.parametrize("which", ["example", "long", "batch", "hostile"])
def test_everybody_can_read_it(tmp_path: Path, page: Page, which: str) -> None:
    reports = {"example": [build()], "long": [long_report()], "batch": [build(), hostile()], "hostile": [hostile()]}
    with opened(page, tmp_path / "report.html", *reports[which]):
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        for width in (390, 1400):
            for scheme in ("light", "dark"):
                page.set_viewport_size({"width": width, "height": 844})
                page.emulate_media(color_scheme="light" if scheme == "light" else "dark")
                assert page.evaluate(OVERFLOW) == 0
                assert page.evaluate(CONTRAST) >= 4.5
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme="light" if scheme == "light" else "dark")
            check_access(page)


def test_text_and_jumps(tmp_path: Path, page: Page) -> None:
    # Carriage returns are what an HTML parser would change first.
    text = TEXT + "\r\nEnd.\r"
    report = build()
    report = replace(report, article=replace(report.article, text=text))
    with opened(page, tmp_path / "report.html", report):
        assert page.title() == "Storm shuts Port Elm <harbour> [bold]again[/bold] · SaySo report"
        assert page.eval_on_selector(".text", "element => element.textContent") == text
        assert page.evaluate(HIDE) == 3
        for number, checked in enumerate(report.claims, 1):
            words = page.eval_on_selector_all(f".m-1-{number}", "marks => marks.map(m => m.textContent).join('')")
            assert words == "".join(text[start:end] for start, end in checked.claim.spans)
        assert CALM in page.eval_on_selector_all("blockquote", "quotes => quotes.map(q => q.textContent)")
        for number in range(1, len(report.claims) + 1):
            page.click(f"#h-1-{number}")
            assert page.evaluate(TARGET) == f"c-1-{number}"
            # The script hears of the jump a moment later.
            page.wait_for_selector(f".m-1-{number}.current")
            assert page.eval_on_selector_all("mark.current", PIECES) == page.eval_on_selector_all(
                f".m-1-{number}", PIECES
            )
            page.click(f"#c-1-{number} .back a")
            assert page.evaluate(TARGET) == f"h-1-{number}"
        page.click(".attention .error li:nth-child(2) a")
        assert page.evaluate(TARGET) == "c-1-8"


def test_it_is_whole_without_its_script(tmp_path: Path, page: Page) -> None:
    assert page.context.browser
    plain = page.context.browser.new_page(java_script_enabled=False)
    with opened(plain, tmp_path / "report.html", build(), long_report()):
        assert plain.locator(".tools").is_hidden()
        # A link into what is folded unfolds it; so does the summary of an article.
        plain.goto((tmp_path / "report.html").as_uri() + "#c-1-7")
        plain.locator("#c-1-7 blockquote").first.wait_for(state="visible")
        plain.locator("#figures").check()
        plain.locator("#c-1-7 .figure").first.wait_for(state="visible")
        plain.locator(".chapter").nth(0).locator("summary").first.click()
        plain.locator("#p-2 h2.headline").wait_for(state="visible")


def test_keys(tmp_path: Path, page: Page) -> None:
    with opened(page, tmp_path / "report.html", build()):
        for key, number in [
            ("j", "3"),
            ("j", "8"),
            ("j", "4"),
            ("j", "1"),
            ("n", "1"),
            ("k", "4"),
            ("k", "8"),
            ("n", "4"),
        ]:
            page.keyboard.press(key)
            assert page.evaluate(FOCUSED) == number
        page.keyboard.press("o")
        assert page.locator("#c-1-4").is_hidden()
        page.keyboard.press("e")
        assert page.locator("#c-1-4").is_visible()
        page.keyboard.press("b")
        assert page.evaluate("document.activeElement.id") == "h-1-4"
        page.keyboard.press("b")
        assert page.evaluate(FOCUSED) == "4"
        page.keyboard.press("f")
        assert page.locator("#c-1-4 .figure").first.is_visible()
        page.keyboard.press("/")
        page.keyboard.type("journey jk")
        assert page.input_value("[name=words]") == "journey jk"
        assert page.evaluate("document.querySelectorAll('.card:not([hidden])').length") == 0
        assert page.locator(".none").is_visible()
        page.fill("[name=words]", "")
        page.uncheck("[name=keys]")
        page.focus("#c-1-4")
        page.keyboard.press("o")
        assert page.locator("#c-1-4").is_visible()


def test_filters_and_folds(tmp_path: Path, page: Page) -> None:
    with opened(page, tmp_path / "report.html", build()):

        def shown() -> list[str]:
            script = "cards => cards.filter(c => c.checkVisibility()).map(c => c.querySelector('.number').textContent)"
            found: list[str] = page.eval_on_selector_all(".card", script)
            return found

        page.select_option("[name=group]", "error")
        assert shown() == ["3", "8"]
        page.select_option("[name=group]", "open")
        assert shown() == ["7"]
        page.select_option("[name=group]", "")
        page.select_option("[name=voice]", "Ada Quill")
        assert shown() == ["5"]
        page.select_option("[name=voice]", "")
        page.fill("[name=words]", "FERRIES")
        assert shown() == ["3", "8"]
        page.fill("[name=words]", "")
        page.click("[name=fold]")
        assert len(page.query_selector_all(".card[open]")) == 10
        page.click("[name=fold]")
        assert not page.query_selector_all(".card[open]")


def test_hostile_text_does_nothing(tmp_path: Path, page: Page) -> None:
    with opened(page, tmp_path / "report.html", hostile(), hostile()):
        assert page.title() == "SaySo report"
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        page.hover(".picture >> nth=0")
        assert page.eval_on_selector("#p-1-title", "element => element.textContent") == HOSTILE
        assert not page.query_selector_all("img, iframe, script:not(:last-child)")
