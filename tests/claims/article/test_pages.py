"""What of an HTML page is read as its article, and how."""

from __future__ import annotations

from datetime import date

import pytest

from claims.article.pages import is_notice
from claims.article.reading import read_html

FIRST = "The council of Lorne voted on Monday to close the east quay, which had sunk by nine centimetres since October."
SECOND = "The harbour master said that it would be closed to ships of more than 500 tonnes until the repairs are done."
LONG = f"<p>{FIRST}</p><p>{SECOND}</p>"
CHANGED = '<meta property="article:modified_time" content="2024-05-09T10:00:00Z">'
MENU = "<nav>" + "".join(f"<a href=/{n}>Section {n}</a>" for n in range(30)) + "</nav>"


def page(body: str, head: str = "") -> str:
    return f"<html><head><title>Quay</title>{head}</head><body>{MENU}<article>{body}</article></body></html>"


def blocks(body: str) -> list[str]:
    """The blocks of the article of a page that has ``body`` between two long paragraphs."""
    return read_html(page(f"<p>{FIRST}</p>{body}<p>{SECOND}</p>"), "f").text.split("\n\n")[1:-1]


def linked_data(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


@pytest.mark.parametrize(
    "head",
    [
        linked_data('{"@type":"NewsArticle","datePublished":"2024-03-07T08:00:00Z","dateModified":"2024-05-09"}'),
        linked_data('{"@type":"NewsArticle","dateModified":"2024-05-09T08:00:00Z","datePublished":"2024-03-07"}'),
        linked_data('{"@graph":[{"@type":["Article"],"dateModified":"2024-05-09","datePublished":"2024-03-07"}]}'),
        '<meta property="article:published_time" content="2024-03-07T08:00:00Z">',
        '<meta itemprop="datePublished" content="2024-03-07"><meta itemprop="dateModified" content="2024-05-09">',
        '<meta name="lastmod" content="2024-05-09"><meta name="date" content="2024-03-07">',
        '<meta property="og:updated_time" content="2024-05-09"><meta name="dc.date" content="2024-03-07">',
        '<meta name="last-modified" content="2024-05-09"><meta name="pubdate" content="2024-03-07">',
    ],
)
def test_the_day_of_publication_is_not_that_of_a_change(head: str) -> None:
    assert read_html(page(LONG, CHANGED + head), "f").published == date(2024, 3, 7)
    assert read_html(page(LONG, head + CHANGED), "f").published == date(2024, 3, 7)


def test_of_a_change_alone_no_day_is_known() -> None:
    assert read_html(page(LONG, CHANGED), "f").published is None
    shown = '<time datetime="2024-03-07">7 March</time><time class="updated" datetime="2024-05-09">9 May</time>'
    assert read_html(page(shown + LONG, CHANGED), "f").published == date(2024, 3, 7)


SHORT = ["The quay in Lorne was shut on Monday.", "It had sunk by nine centimetres.", "Nobody was hurt, police said."]


@pytest.mark.parametrize(
    "body",
    [
        "<p>{}</p><p>{}</p><p>{}</p>",
        "<div>{}</div><div>{}</div><div>{}</div>",
        "{}<br>{}<br>{}",
        "{}<br><br>{}<br><br>{}",
        "{}<p>{}</p>{}",
        "<section>{}<p>{}</p><div>{}</div></section>",
        "<p>{}<br>{}</p>{}",
        "<table><tr><td>{}</td></tr><tr><td>{}</td></tr><tr><td>{}</td></tr></table>",
    ],
)
def test_a_short_page_keeps_its_paragraphs(body: str) -> None:
    assert read_html(page(body.format(*SHORT)), "f").text.split("\n\n") == SHORT


@pytest.mark.parametrize(
    "body",
    [
        f"<h1>Quay shut in Lorne</h1>{LONG}",
        f"<h1>Quay shut in Lorne</h1>{FIRST}<p>{SECOND}</p>",
        f"<header><h1>Quay shut in Lorne</h1></header><div>{FIRST}<br>{SECOND}</div>",
        f"<div class=headline>Quay shut in Lorne</div>{LONG}",
        f"<div><b>Quay shut in Lorne</b><br>{FIRST}<br>{SECOND}</div>",
        f"<p><strong>Quay shut in Lorne</strong><br>{FIRST}</p><p>{SECOND}</p>",
        f"<span>Quay shut in Lorne</span>{LONG}",
        f"<section><h2>Quay shut in Lorne</h2>{FIRST}<br/>{SECOND}</section>",
    ],
)
def test_a_headline_stands_by_itself(body: str) -> None:
    assert read_html(page(body), "f").text.split("\n\n") == ["Quay shut in Lorne", FIRST, SECOND]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            '<blockquote class="twitter-tweet"><p>It was sold in May.</p>&mdash; Ann Lee (@lee) <a href=/t>5 May</a>'
            "</blockquote>",
            ["> It was sold in May.\n>\n> — Ann Lee (@lee)"],
        ),
        ("<blockquote><p>It was sold.</p><p>Nobody knew.</p></blockquote>", ["> It was sold.\n>\n> Nobody knew."]),
        (
            "<blockquote>It was sold in May.<footer>— Ann Lee, mayor</footer></blockquote>",
            ["> It was sold in May.\n>\n> — Ann Lee, mayor"],
        ),
        (
            "<blockquote><p>It was sold in May.</p><cite>Ann Lee, mayor</cite></blockquote>",
            ["> It was sold in May.\n>\n> — Ann Lee, mayor"],
        ),
        (
            "<figure><blockquote>It was sold in May.</blockquote><figcaption>Ann Lee, mayor</figcaption></figure>",
            ["> It was sold in May.\n>\n> — Ann Lee, mayor"],
        ),
        ('<div class="pull-quote">It was sold in May.</div>', ["> It was sold in May."]),
        ('<aside class="pullquote">“It was sold in May.”</aside>', ["> “It was sold in May.”"]),
        ('<p class="story-pullquote big">It was sold in May.</p>', ["> It was sold in May."]),
    ],
)
def test_block_quotes_tweets_and_pull_quotes_say_whose_they_are(body: str, expected: list[str]) -> None:
    assert blocks(body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<ul><li>One fell.</li><li>Two rose.</li></ul>", ["- One fell.\n- Two rose."]),
        ("<ol><li>One fell.</li><li>Two rose.</li></ol>", ["1. One fell.\n2. Two rose."]),
        (
            "<table><tr><th>Town</th><th>Homes</th></tr><tr><td>Lorne</td><td>4,120</td></tr></table>",
            ["| Town | Homes |\n| Lorne | 4,120 |"],
        ),
    ],
)
def test_lists_and_tables(body: str, expected: list[str]) -> None:
    assert blocks(body) == expected


@pytest.mark.parametrize(
    "body",
    [
        "<p><strong>Related:</strong> <a href=/x>Ferry sinks off Lorne</a></p>",
        "<p>Read more: <a href=/x>The mayor resigns after a row</a></p>",
        "<p>Sign up for our newsletter to get the best of Lorne every morning.</p>",
        "<p>Subscribe to our channel. It is free.</p>",
        "<p><a href=/x>The mayor of Lorne resigns after a row over the harbour</a></p>",
        "<ul><li><a href=/x>The mayor resigns</a></li><li><a href=/y>The ferry sinks</a></li></ul>",
        "<p>Follow us on Twitter.</p><p>Photo: Ann Lee</p><p>© 2024 The Gazette. All rights reserved.</p>",
        "<p>Last updated on 9 May 2024</p>",
        "<div>Get our daily newsletter. It is read by thousands.</div>",
    ],
)
def test_lines_that_lead_away_are_no_part_of_the_article(body: str) -> None:
    assert blocks(body) == []


@pytest.mark.parametrize(
    "words",
    [
        "Related talks are to begin on Monday.",
        "Read the report, the minister said.",
        "Share prices fell on Monday after the bank closed.",
        "Subscribers left the service in May.",
        "Photos of the crane were taken by Ann Lee.",
        "Register offices were shut on Monday.",
        "More ships were lost in May than in April: forty.",
        "Watching the vote: Ann Lee, mayor of Lorne, who lost it.",
        "The newsletter of the port said that the quay was lost.",
    ],
)
def test_sentences_of_the_story_are_no_notices(words: str) -> None:
    assert not is_notice(words)
    assert blocks(f"<p>{words}</p>") == [words]
