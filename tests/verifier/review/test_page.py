"""The review widget in a real browser, on the page that ``sayso review`` serves."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from claims.records import Voice
from tests.verifier.report.examples import TEXT, build
from tests.verifier.review.conftest import opened, serving, session
from verifier.records import Report
from verifier.review.served import Server

pytestmark = pytest.mark.slow

FIRST, SECOND, THIRD = (
    "Two ships sank that night.",
    "Three ferries were damaged in the storm at Port Elm.",
    "The repairs will cost 4 million crowns.",
)


def entries(folder: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((folder / "decisions.json").read_text(encoding="utf-8"))["entries"]
    return found


def shows(page: Page, claim: str) -> None:
    expect(page.locator(".claim h2")).to_have_text(claim)


def says(page: Page, words: str) -> None:
    expect(page.locator(".status")).to_contain_text(words)


def mark(page: Page, first: str, last: str) -> None:
    """Mark the words of the article from the beginning of ``first`` to the end of ``last``, as a drag would."""
    page.evaluate(
        """([first, last]) => {
            const walker = document.createTreeWalker(document.querySelector(".paper .text"), NodeFilter.SHOW_TEXT);
            const range = document.createRange();
            let started = false;
            for (let node = walker.nextNode(); node; node = walker.nextNode()) {
                const start = node.data.indexOf(first), end = node.data.indexOf(last);
                if (!started && start >= 0) { range.setStart(node, start); started = true; }
                if (started && end >= 0) { range.setEnd(node, end + last.length); break; }
            }
            getSelection().removeAllRanges();
            getSelection().addRange(range);
        }""",
        [first, last],
    )


def test_keys_answer_and_go_on_and_undo(page: Page, served: Server, tmp_path: Path) -> None:
    opened(page, served)
    shows(page, FIRST)
    expect(page.locator(".told")).to_have_text("0 of 3 flagged claims decided")
    expect(page.locator(".help")).to_be_visible()
    page.keyboard.press("r")
    expect(page.locator(".help")).to_be_hidden()
    says(page, "Saved: refuted on so. Still open: said. A agrees with the rest.")
    assert [(entry["question"], entry["answer"], entry["author"]) for entry in entries(tmp_path)] == [
        ("so", "refuted", "Ann")
    ]
    page.keyboard.press("a")
    shows(page, SECOND)
    expect(page.locator(".told")).to_have_text("1 of 3 flagged claims decided")
    page.keyboard.press("Shift+N")
    shows(page, THIRD)
    page.keyboard.press("z")
    shows(page, SECOND)
    says(page, "Taken back.")
    page.keyboard.press("z")
    shows(page, FIRST)
    assert len(entries(tmp_path)) == 1
    page.keyboard.press("j")
    page.keyboard.press("j")
    shows(page, THIRD)
    page.keyboard.press("k")
    shows(page, SECOND)


def test_clicks_answer_too(page: Page, served: Server, tmp_path: Path) -> None:
    opened(page, served)
    page.locator("[data-question=said]").get_by_role("button", name="Not in the references").click()
    says(page, "Saved: not in the references on said")
    page.get_by_role("button", name="Unsure").click()
    shows(page, SECOND)
    assert [(entry["question"], entry["answer"]) for entry in entries(tmp_path)] == [
        ("said", "unsure"),
        ("so", "unsure"),
    ]
    # A claim in the article can be gone to; a click on a key works as the key does.
    page.locator(".paper .claimed", has_text="It was the worst night").first.click()
    shows(page, "It was the worst night in living memory.")


def test_who_comes_back_goes_on_where_the_work_was(page: Page, tmp_path: Path) -> None:
    with serving(session(tmp_path)) as server:
        opened(page, server)
        page.keyboard.press("a")
        shows(page, SECOND)
        page.reload()
        shows(page, SECOND)
        expect(page.locator(".told")).to_have_text("1 of 3 flagged claims decided")
    with serving(session(tmp_path)) as server:
        opened(page, server)
        shows(page, SECOND)
        page.locator("select[name=stage]").select_option("decided")
        shows(page, FIRST)
        expect(page.locator(".yours")).to_have_text("You answered: agree on the claim itself, said, so")
        page.get_by_role("button", name="Take your answers back").click()
        says(page, "taken back")
    assert entries(tmp_path) == []


def test_the_right_voice_is_picked(page: Page, served: Server, tmp_path: Path) -> None:
    opened(page, served)
    page.keyboard.press("v")
    page.get_by_role("radio", name="Ada Quill", exact=True).check()
    page.keyboard.press("Enter")
    shows(page, SECOND)
    (entry,) = entries(tmp_path)
    assert (entry["answer"], entry["right_voice"]) == ("wrong voice", "Ada Quill")


def test_the_right_words_are_marked(page: Page, served: Server, tmp_path: Path) -> None:
    """Offsets are those of the text, behind characters of two units and such as cannot be seen."""
    opened(page, served)
    page.keyboard.press("b")
    page.get_by_role("button", name="Save").click()
    says(page, "Mark words in the article first, or type them.")
    mark(page, "two ships", "that night")
    expect(page.locator(".panel output")).to_contain_text("two ships sank")
    page.get_by_role("button", name="Save").click()
    shows(page, SECOND)
    mark(page, "Three ferries", "damaged")
    page.keyboard.press("v")
    expect(page.locator(".panel .picked")).to_have_text("“Three ferries were damaged”")
    page.get_by_role("button", name="Save").click()
    shows(page, THIRD)
    by_answer = {entry["answer"]: entry for entry in entries(tmp_path)}
    ((start, end),) = by_answer["badly split"]["right_spans"]
    assert TEXT[start:end] == "two ships sank \u202etsap eht ni\u202c that night"
    assert by_answer["badly split"]["right_words"] == TEXT[start:end]
    assert by_answer["wrong voice"]["right_voice"] == "Three ferries were damaged"


def test_the_right_words_are_typed(page: Page, served: Server, tmp_path: Path) -> None:
    opened(page, served)
    page.keyboard.press("b")
    page.get_by_label("or type the words").fill("no such words")
    page.keyboard.press("Enter")
    says(page, "are not in the article")
    page.get_by_label("or type the words").fill(" Two ships  sank")
    page.keyboard.press("Enter")
    shows(page, SECOND)
    page.keyboard.press("v")
    page.get_by_label("or type the words").fill("the rescue service")
    page.keyboard.press("Enter")
    shows(page, THIRD)
    told = {entry["answer"]: entry["right_words"] or entry["right_voice"] for entry in entries(tmp_path)}
    assert told == {"badly split": "two ships sank", "wrong voice": "the rescue service"}


def test_flags_are_suppressed_alone_and_together(page: Page, served: Server, tmp_path: Path) -> None:
    opened(page, served)
    page.keyboard.press("x")
    # Letters of a reason are no keys.
    page.keyboard.type("a jar of lazy bugs")
    assert not (tmp_path / "decisions.json").exists()
    page.keyboard.press("Enter")
    shows(page, SECOND)
    page.keyboard.press("g")
    expect(page.locator(".panel output")).to_have_text("1 flag not decided yet, by “the article itself”.")
    page.get_by_label("are").select_option("known")
    page.get_by_label("Reason").fill("since May")
    page.keyboard.press("Enter")
    shows(page, THIRD)
    assert [(entry["rule"], entry["decision"], entry["reason"]) for entry in entries(tmp_path)] == [
        ("NUM001", "known", "since May"),
        ("SO001", "false alarm", "a jar of lazy bugs"),
    ]
    page.keyboard.press("x")
    page.keyboard.press("Escape")
    expect(page.locator(".panel")).to_be_hidden()
    page.keyboard.press("l")
    says(page, "Saved: later on said, so.")


def test_filters_and_the_list_of_the_queue(page: Page, served: Server) -> None:
    opened(page, served)
    page.locator("select[name=rule]").select_option("SO003")
    shows(page, THIRD)
    says(page, "1 claim in the queue.")
    page.locator("select[name=rule]").select_option("")
    page.locator("select[name=shown]").select_option("all")
    says(page, "10 claims in the queue.")
    page.get_by_text("Queue: 10 claims").click()
    page.locator(".list").get_by_role("button", name="nobody was hurt").last.click()
    expect(page.locator(".list [aria-current]")).to_contain_text("obody was hurt")


def test_evidence_for_and_against_with_its_context(page: Page, served: Server) -> None:
    opened(page, served)
    page.keyboard.press("j")
    page.keyboard.press("j")
    shows(page, THIRD)
    so = page.locator("[data-question=so]")
    boxes = [so.locator(f".side.{stance}").bounding_box() for stance in ("supports", "refutes")]
    assert boxes[0]
    assert boxes[1]
    assert boxes[0]["y"] == boxes[1]["y"]
    expect(so.locator(".plain")).to_have_text("The references disagree. open: you decide")
    expect(so.locator(".side.refutes")).to_contain_text("6.5 million crowns")
    expect(so.locator(".side.refutes .from").first).to_have_text(
        "Town council <minutes> · Town of Port Elm · 2031-03-05"
    )
    expect(page.locator("[data-question=said] .from strong")).to_have_text("The mayor (Ada Quill)")
    page.keyboard.press("o")
    expect(page.locator(".context mark").first).to_have_text(
        "The mayor told the council on Tuesday that repairs would cost 4 million crowns."
    )
    page.keyboard.press("k")
    shows(page, SECOND)
    expect(page.locator("[data-question=so] mark.differs")).to_have_text("Two ferries")


def hostile() -> Report:
    """The example with hostile text in all that is shown."""
    evil = "<img src=https://evil.example/x onerror=\"document.title='pwned'\"><script>document.title='pwned'</script>"
    evil = f"{evil} \u202etfel ot thgir\u2066 \ud83d &amp; ${{7*7}} {{{{7*7}}}} {'W' * 10_000}"
    base = build()
    checked = base.claims[2]
    assert checked.so is not None
    (evidence,) = checked.so.evidence
    passage = replace(evidence.passage, document_id=evil, text=evil, span=(0, len(evil)), title=evil, publisher=evil)
    passage = replace(passage, url=f"https://harbour.example/{evil}")
    voice = Voice(evil, (), evil, (), "say")
    so = replace(checked.so, reason=evil, evidence=(replace(evidence, passage=passage, chain=(voice,)),))
    flags = tuple(replace(flag, message=evil) for flag in checked.flags)
    claim = replace(checked.claim, text=evil, chain=(voice,))
    article = replace(base.article, text=base.article.text + evil, title=evil, publisher=evil)
    claims = tuple(
        replace(each, claim=replace(each.claim, spans=each.claim.spans)) if number != 2 else
        replace(checked, claim=claim, so=so, flags=flags) for number, each in enumerate(base.claims)
    )  # fmt: skip
    return replace(base, article=article, claims=claims)


@pytest.mark.parametrize("width", [1400, 390])
def test_hostile_text_stays_text_and_no_request_leaves(page: Page, tmp_path: Path, width: int) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.set_viewport_size({"width": width, "height": 844})
    with serving(session(tmp_path, hostile(), reviewer="<b>Ann</b>\u202e")) as server:
        opened(page, server)
        page.get_by_text("Queue:").click()
        page.locator(".list").get_by_role("button", name="<img").click()
        expect(page.locator(".claim h2")).to_contain_text("<img src=https://evil.example/x")
        page.keyboard.press("o")
        page.wait_for_selector(".context mark")
        page.keyboard.press("v")
        page.wait_for_selector(".panel .choices")
        page.keyboard.press("Escape")
        page.keyboard.press("a")
        says(page, "Saved: agree")
        assert page.title() == "Review · SaySo"
        assert page.evaluate("document.querySelectorAll('img, iframe, script:not([src=\"/page.js\"]), b').length") == 0
        assert "\u202e" not in page.locator("body").inner_text()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert all(url.startswith(f"http://127.0.0.1:{server.server_port}/") for url in asked)
    assert wrong == []
    assert entries(tmp_path)[0]["author"] == "<b>Ann</b>\u202e"


@pytest.mark.parametrize("width", [1400, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everything_can_be_reached_and_read(
    page: Page, served: Server, width: int, scheme: Literal["light", "dark"]
) -> None:
    """Each control has a name, the focus is seen, words stand out from their ground, nothing is too wide."""
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 844})
    opened(page, served)
    assert page.locator(".sayso-review").get_attribute("data-theme") == scheme
    names = page.locator("button, label, summary").all_text_contents()
    assert all(name.strip() for name in names)
    assert page.locator("select:not(label select)").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    page.evaluate("document.querySelector('.help').hidden = false")
    page.keyboard.press("v")
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": tags}})
    assert found.violations_count == 0, found.generate_report()
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
