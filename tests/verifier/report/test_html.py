from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.records import Article, Claim, Interval, Voice
from tests.verifier.report.examples import TEXT, build, check_golden, claim, evidence, spans
from verifier.records import CheckedClaim, Evidence, Flag, Passage, Place, Report, Run, Scores, State, Verdict
from verifier.report.html import render
from verifier.report.segments import headline, segments
from verifier.report.wording import HIDDEN


class Parsed(HTMLParser):
    """Ids, fragment links, addresses, element names and scripts of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.fragments: set[str] = set()
        self.addresses: set[str] = set()
        self.names: set[str] = set()
        self.scripts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        if tag == "script":
            self.scripts.append("")
        for name, value in attrs:
            assert not name.startswith("on")
            assert name != "src"
            if name == "id" and value:
                self.ids.append(value)
            if name == "href" and value:
                (self.fragments if value.startswith("#") else self.addresses).add(value)

    def handle_data(self, data: str) -> None:
        # HTMLParser gives what is in a script as it is, up to its end tag.
        if self.cdata_elem == "script":
            self.scripts[-1] += data


def test_golden() -> None:
    check_golden("report.html", render([build()]))


@pytest.mark.parametrize("number", [0, 1, 3])
def test_page_is_whole(number: int) -> None:
    text = render([build()] * number)
    page = Parsed(text)
    assert len(page.ids) == len(set(page.ids))
    assert {link[1:] for link in page.fragments} <= set(page.ids)
    assert not page.names & {"img", "link", "iframe", "base", "minutes", "harbour"}
    assert all(
        address.startswith(("https://harbour.example/", "https://courier.example/")) for address in page.addresses
    )


def test_no_script_but_ours_may_run() -> None:
    text = render([build()])
    script = resources.files("verifier.report").joinpath("report.js").read_text(encoding="utf-8").rstrip()
    assert [found.rstrip() for found in Parsed(text).scripts] == [script]
    digest = base64.b64encode(hashlib.sha256(Parsed(text).scripts[0].encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'; base-uri 'none'"
    assert policy in text


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


def test_segments_name_headings_and_the_date() -> None:
    text = "Date: 2031-03-05\n\n# Storm shuts port\n\nThe port closed.\n\nStorm shuts Port Elm\n\nIt rained."
    article = Article("a", text, title="Storm shuts port elm")
    found = segments(Report(article, (), Run("sayso", "0")))
    assert [(segment.text.strip(), segment.part) for segment in found if segment.part] == [
        ("Date: 2031-03-05", "dateline"),
        ("Storm shuts port", "heading"),
        ("Storm shuts Port Elm", "heading"),
    ]


@pytest.mark.parametrize(
    ("title", "text", "words"),
    [
        ("Storm", "It rained.", "Storm"),
        (None, "date 2031-03-05 It rained in Elm.", "It rained in Elm."),
        (None, "\n# Storm shuts port\n\nIt rained.", "Storm shuts port"),
        (None, "Heavy rain " * 20, "Heavy rain " * 8 + "…"),
        (None, "", "a"),
    ],
)
def test_headline(title: str | None, text: str, words: str) -> None:
    assert headline(Article("a", text, title=title)) == words


def parts(text: str, *starts: str) -> list[str]:
    """The page cut where each of ``starts`` first stands, in that order."""
    found = []
    for start in starts:
        before, _, text = text.partition(start)
        found.append(before)
    return [*found, text]


def test_what_needs_a_person_comes_first() -> None:
    page = render([build()])
    order = [
        "Read first",
        "2 claims with errors",
        "Three ferries",
        "1 conflict or warning",
        "Errors",
        "Conflicts and w",
    ]
    order += ["Settled by the references", "Not in the references", "Not checked"]
    body = page[page.index("<main") :]
    assert len(parts(body, *order)) == len(order) + 1
    _, folded = body.split('<details class="group open"')
    assert "nothing comes close" in folded and "the port log counts two ferries" not in folded


def test_documents_have_titles_and_no_ids() -> None:
    page = render([build()])
    shown = re.sub(r'<code class="figure">.*?</code>', "", page)
    assert "Port log, Harbour Office, 2031-03-04" in shown
    assert "ref-1" not in shown


def test_a_passage_stands_once_with_both_questions() -> None:
    page = render([build()])
    card = page[page.index('id="c-1-4"') : page.index('id="c-1-1"')]
    assert card.count("The mayor told the council") == card.count("<blockquote>") - 2 == 1
    stance = card[card.index('class="stance"') : card.index("<blockquote>")]
    assert "Was it said? <b>for</b>" in stance and "Is it so? <b>for</b>" in stance


def test_reasons_and_gists_name_titles() -> None:
    reason = "ref-1 and ref-3 say otherwise (three here, two there)."
    told = (evidence(1, "Two ferries.", 0, "refutes"), evidence(3, "No ferries.", 0, "refutes"))
    checked = CheckedClaim(
        claim(1, "Three ferries were damaged.", spans("Three ferries were damaged.")),
        so=Verdict("REFUTED", 0.95, reason, told, 0, 2),
        flags=(Flag("SO001", "refuted", "error", f"so: {reason}"),),
    )
    page = render([replace(build(), claims=(checked,))])
    assert "“Port log” and ref-3 say otherwise (three here, two there)." in page
    assert "</span> Three here, two there</a>" in page
    assert 'Refuted</span><span class="sure">, very likely</span>' in page


def test_what_the_article_says_elsewhere_stands_with_the_claim_that_differs() -> None:
    text = "Four ships sank, a captain said. Five ships sank."
    claims = (
        CheckedClaim(Claim("a", "c1", "asserted", "Four ships sank.", ((0, 15),))),
        CheckedClaim(
            Claim("a", "c2", "asserted", "Five ships sank.", ((33, 49),)),
            flags=(Flag("SELF001", "self", "warning", "five here, four elsewhere", ((33, 43),), elsewhere=((0, 10),)),),
        ),
    )
    page = render([Report(Article("a", text), claims, Run("sayso", "0"))])
    assert '<blockquote><mark class="differs">Four ships</mark> sank, a captain said.</blockquote>' in page
    assert '<a href="#h-1-1">elsewhere in the article</a>' in page
    assert '<h4><mark class="differs">Five ships</mark> sank.</h4>' in page
    assert "2 claims, held against the article itself alone" in page and "<b>1</b> not checked" in page


def test_what_was_looked_for_stands_with_what_is_open() -> None:
    report = build()
    page = render([replace(report, run=replace(report.run, corpus={"documents": 7}))])
    assert "7 documents searched for the claim" in page


@pytest.mark.parametrize("state", ["known", "suppressed"])
def test_what_somebody_decided_needs_nobody(state: State) -> None:
    report = build()
    claims = tuple(
        replace(each, flags=tuple(replace(flag, state=state, reason="old news") for flag in each.flags))
        for each in report.claims
    )
    page = render([replace(report, claims=claims)])
    assert "claims with errors" not in page
    assert f"<i>{state}: old news</i>" in page


def test_a_batch_begins_with_what_needs_a_person_most() -> None:
    def titled(title: str, claims: Sequence[CheckedClaim]) -> Report:
        return replace(build(), article=replace(build().article, title=title), claims=tuple(claims))

    claims = build().claims
    batch = [
        titled("Calm", claims[:2]),
        titled("Conflict", claims[3:4]),
        titled("Error", claims[2:3]),
        titled("None", ()),
    ]
    page = render(batch)
    index = page[page.index('<nav class="index"') : page.index("</nav>")]
    assert re.findall(r'href="#p-(\d)">(\w+)<', index) == [
        ("3", "Error"),
        ("2", "Conflict"),
        ("1", "Calm"),
        ("4", "None"),
    ]
    assert page.count('<details class="chapter">') == 4
    assert '<nav class="index"' not in render(batch[:1])


HOSTILE = (
    "</style></script><script>document.title='pwned'</script><img src=x onerror=alert(1)>{{ 7*7 }}]]>\u202e\x1b[2J"
)


def hostile() -> Report:
    """A report of which every text of others is hostile, and some long."""
    report = build()
    long = "x" * 10_000
    text = f"{HOSTILE} {long} {report.article.text}"
    who = Voice(HOSTILE, ((0, 9),), HOSTILE, ((9, 12),), HOSTILE, "denied", HOSTILE)
    passage = Passage(HOSTILE, text, (0, len(text)), HOSTILE, HOSTILE, date(2031, 1, 1), "javascript:alert(1)")
    told = Evidence(passage, Scores(0.9, 0.05, 0.05), "supports", (who,))
    verdict = Verdict("CONFLICTING", 0.5, HOSTILE, (told, replace(told, stance="refutes")), 1, 1)
    made = Claim(HOSTILE, "c", "attributed", f"{HOSTILE} {long}", ((0, 3000),), (who,), False, HOSTILE)
    made = replace(made, time=Interval(date(2030, 1, 1), date(2030, 1, 1)))
    flag = Flag(HOSTILE, HOSTILE, "error", HOSTILE, ((0, 9),), Place(HOSTILE, ((0, 9),)), "", "known", HOSTILE)
    checked = CheckedClaim(made, verdict, verdict, (flag, replace(flag, state="new")))
    article = Article(HOSTILE, text, HOSTILE, 'https://a.example/"onmouseover=x', HOSTILE, date(2031, 1, 2))
    return Report(article, (checked, replace(checked, claim=replace(made, text=long))), Run(HOSTILE, HOSTILE))


@pytest.mark.parametrize("number", [1, 2])
def test_hostile_text_is_text(number: int) -> None:
    page = render([hostile()] * number, {HOSTILE: "./a%20b.txt"})
    found = Parsed(page)
    assert not found.names & {"img", "iframe"}
    assert len(found.scripts) == 1 and "pwned" not in found.scripts[0]
    assert "{{ 7*7 }}" in page
    assert not HIDDEN.search(page)
    assert not any(address.startswith("javascript") for address in found.addresses)
    style = page[page.index("<style>") : page.index("</style>")]
    assert "pwned" not in style
