"""The page of ``sayso split --format html``, of articles and claims made by hand."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Page

from claims.records import Article, Claim, Spans, Voice
from tests.timing import in_proportion
from tests.verifier.report.examples import TEXT, build, check_golden
from tests.verifier.report.test_html import Parsed
from tests.verifier.report.test_page import CONTRAST, OVERFLOW, check_access
from verifier.report.split_html import COVERS, LINES, TONES, render, segments
from verifier.report.wording import HIDDEN

EVIL = "<script>document.title='pwned'</script><img src=x onerror=alert(1)> \"'& </title></style><b>]]>{{ 7*7 }}"


def example() -> tuple[Article, tuple[Claim, ...]]:
    report = build()
    return report.article, tuple(checked.claim for checked in report.claims)


def hostile() -> tuple[Article, tuple[Claim, ...]]:
    text = f"{EVIL} said {EVIL} was here."
    who = Voice(EVIL, ((0, len(EVIL)),), EVIL, ((len(EVIL) + 1, len(EVIL) + 5),), EVIL, "denied", EVIL + "\u202e\x1b")
    whole = ((len(EVIL) + 6, len(text)),)
    claim = Claim(EVIL, EVIL, "attributed", EVIL, whole, (who, replace(who, resolved=None)), False, EVIL, None, whole)
    return Article(EVIL, text, EVIL, "javascript:alert(1)", EVIL), (claim,)


def made(number: int, *spans: tuple[int, int], chain: Sequence[str] = ()) -> Claim:
    voices = tuple(Voice(name, (), "said", (), "say") for name in chain)
    return Claim("a", f"c{number}", "attributed" if chain else "asserted", "A claim.", spans, voices)


def test_golden() -> None:
    check_golden("split.html", render([example()]))


@pytest.mark.parametrize("number", [0, 1, 3])
def test_page_is_whole(number: int) -> None:
    page = Parsed(render([example()] * number))
    assert len(page.ids) == len(set(page.ids))
    assert {link[1:] for link in page.fragments} <= set(page.ids)
    assert not page.names & {"script", "img", "link", "iframe", "base", "form", "harbour"}
    assert page.addresses <= {"https://courier.example/port-elm"}
    wanted = [
        f"claim-{article}c{claim}" for article in (["1-", "2-", "3-"] if number > 1 else [""]) for claim in range(1, 11)
    ]
    assert not number or set(wanted) <= set(page.ids)


def test_hostile_text_is_text() -> None:
    text = render([hostile()])
    page = Parsed(text)
    assert not page.names & {"script", "img", "form"}
    assert page.addresses == set()
    assert "{{ 7*7 }}" in text
    assert not HIDDEN.search(text)
    style = text[text.index("<style>") : text.index("</style>")]
    assert "document.title" not in style and "<" not in style.removeprefix("<style>")


def test_same_bytes_each_time() -> None:
    assert render([example(), hostile()]) == render([example(), hostile()])


def test_without_claims_and_without_text() -> None:
    assert "No claim was found" in render([(Article("a", "It rained."), ())])
    assert render([(Article("a", ""), (made(1), made(2, chain=["Ann"])))])


def test_a_voice_inside_a_voice() -> None:
    article, claims = example()
    found = {segment.text: segment for segment in segments(article.text, claims)}
    courier, rescue = 0, 5
    assert found["nobody was hurt."].voices == (courier, rescue)
    assert found["nobody was hurt."].covers == (9, 8)
    assert found["the rescue service"].voices == (courier,)
    assert found["the rescue service"].source == rescue
    assert found["had claimed"].cue == rescue
    assert found["Port Elm"].voices == (0, 1) and found["Port Elm"].begins == (1,)
    assert found["will cost 4 million crowns."].quoted
    assert not found["Three ferries were damaged."].voices


def test_words_between_a_voice_and_what_it_says_belong_to_the_outer_one() -> None:
    text = "Bild said the minister claimed that it rained."
    outer = Voice("Bild", ((0, 4),), "said", ((5, 9),), "say")
    inner = Voice("the minister", ((10, 22),), "claimed that", ((23, 35),), "claim")
    claim = Claim("a", "c", "attributed", "It rained.", ((36, 45),), (outer, inner))
    assert [(segment.text, segment.voices) for segment in segments(text, [claim])] == [
        ("Bild", ()),
        (" ", ()),
        ("said", ()),
        (" ", ()),
        ("the minister", (0,)),
        (" ", (0,)),
        ("claimed that", (0,)),
        (" ", (0,)),
        ("it rained", (0, 1)),
        (".", ()),
    ]


def test_sources_look_different() -> None:
    claims = [made(number, (number, number + 1), chain=[f"Source {number}"]) for number in range(TONES * LINES)]
    page = render([(Article("a", "x" * 40), claims)])
    looks = {(number % TONES, number % LINES) for number in range(TONES * LINES)}
    assert len(looks) == TONES * LINES
    assert all(f'<li class="t{tone} l{line}">' in page for tone, line in looks)
    assert ">AB</span>" in page


@st.composite
def articles(draw: st.DrawFn) -> tuple[str, list[Claim]]:
    text = draw(st.text(max_size=30))

    def some() -> Spans:
        cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=6)))
        return tuple(zip(cuts[::2], cuts[1::2], strict=False))

    claims = []
    for number in range(draw(st.integers(0, 4))):
        names = draw(st.lists(st.sampled_from(["Ann", "Bo", None]), max_size=3))
        chain = tuple(Voice(name, some(), "said", some(), "say") for name in names)
        claims.append(
            Claim("a", f"c{number}", "attributed" if chain else "asserted", "A.", some(), chain, quoted=some())
        )
    return text, claims


@given(articles())
def test_segments_are_the_text_and_cover_the_spans(drawn: tuple[str, list[Claim]]) -> None:
    text, claims = drawn
    found = segments(text, claims)
    assert "".join(segment.text for segment in found) == text
    for index, claim in enumerate(claims):
        words = "".join(text[start:end] for start, end in claim.spans)
        assert "".join(segment.text for segment in found if index in segment.covers) == words
        assert sum(index in segment.begins for segment in found) == bool(claim.spans)
    assert all(segment.covers or not segment.begins for segment in found)
    render([(Article("a", text), claims)])


def test_time_is_in_proportion_to_length() -> None:
    def work(size: int) -> None:
        rng = random.Random(1)
        starts = [rng.randrange(10 * size) for _ in range(size)]
        # One claim in ten lies over all others.
        claims = [
            made(i, (0, 20 * size) if i % 10 == 0 else (start, start + 30), chain=["Ann", f"Bo {i % 50}"][: i % 3])
            for i, start in enumerate(starts)
        ]
        found = segments("word " * 4 * size, claims)
        assert max(len(segment.covers) for segment in found) == COVERS

    assert in_proportion(work, 1000, 8000)


@pytest.mark.slow
def test_in_chromium(tmp_path: Path, page: Page) -> None:
    article, claims = example()
    text = TEXT + "\r\nEnd.\r"
    path, other = tmp_path / "split.html", tmp_path / "hostile.html"
    path.write_text(render([(replace(article, text=text), claims)]), encoding="utf-8", newline="")
    other.write_text(render([hostile(), example()]), encoding="utf-8", newline="")
    problems: list[str] = []
    addresses = {path.as_uri(), other.as_uri()}
    page.on("console", lambda message: problems.append(message.text))
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("request", lambda request: None if request.url in addresses else problems.append(request.url))
    page.goto(path.as_uri())
    assert page.title() == "Storm shuts Port Elm <harbour> [bold]again[/bold] · who says what"
    assert page.eval_on_selector(".text", "element => element.textContent") == text
    for number, claim in enumerate(claims, 1):
        words = page.eval_on_selector_all(f".m-1-{number}", "marks => marks.map(m => m.textContent).join('')")
        assert words == "".join(text[start:end] for start, end in claim.spans)
    for width in (380, 1280):
        for scheme in ("light", "dark"):
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme="light" if scheme == "light" else "dark")
            assert page.evaluate(OVERFLOW) == 0
            assert page.evaluate(CONTRAST) >= 4.5
        for number, claim in enumerate(claims, 1):
            # A keyboard gets everywhere: the chip leads to the entry, which shows itself, and back.
            page.focus(f"#claim-{claim.id}")
            page.keyboard.press("Enter")
            assert page.evaluate("document.querySelector(':target').id") == f"note-{number}"
            page.wait_for_selector(f"#note-{number} .muted", state="visible")
            page.focus(f"#note-{number} .at")
            page.keyboard.press("Enter")
            assert page.evaluate("document.querySelector(':target').id") == f"claim-{claim.id}"
            outline = "marks => marks.every(m => getComputedStyle(m).outlineStyle === 'solid')"
            assert page.eval_on_selector_all(f".m-1-{number}", outline)
    page.emulate_media(media="print", color_scheme="light")
    page.wait_for_selector("#note-1 .muted", state="visible")
    page.emulate_media(media="screen")
    page.goto(other.as_uri())
    for width in (380, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(OVERFLOW) == 0
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    check_access(page)
    assert page.title() == "who says what"
    assert page.eval_on_selector("h1#p-1-title", "element => element.textContent") == EVIL
    assert page.eval_on_selector(".text", "element => element.textContent") == hostile()[0].text
    assert problems == []
