"""The article of an HTML page, as plain text that keeps its layout: paragraphs, lists, block quotes, tables.

trafilatura finds the article. What it has no notion of is set right in the page before: dates of changes, who signs a
block quote, text between blocks, and lines that lead away from the article (other stories, newsletters, credits).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element
    from lxml.html import HtmlElement

# When a page was changed is not when it was published, and htmldate takes what it finds first.
_CHANGED = re.compile(r"modif|updated?\b|updated_time|lastmod|revised", re.IGNORECASE)
_CHANGED_JSON = re.compile(r'"(?:dateModified|uploadDate)"\s*:\s*"[^"]*"\s*,?')
_PULL_QUOTE = re.compile(r"\bpull-?_?quote", re.IGNORECASE)
_DASH = re.compile(r"\s*[—–―-]")
# Lines that are about the page and not of the article.
NOTICE = re.compile(
    r"\W*(?:(?:related|read (?:more|also|next|on)|see also|also read|more(?: on this| from| stories)|recommended"
    r"|you may (?:also )?like|don[’']t miss|watch|listen|must read|most read|trending)\b[^.!?]{0,40}[:|→»]"
    r"|(?:sign up|subscribe|register|join us|follow us|like us|click here|tap here|download (?:our|the) app|contact us"
    r"|share this|support our|get our (?:\w+ )?(?:newsletter|app|e-?mails?))\b"
    r"(?:\s*[.!:]|\s*$|\s(?:to|for|on|in|at|now|here|today|via|our|with|and|or|by|newsletter|article|story|journalism)\b)"
    r"|(?:(?:photo|image|picture|video|illustration|credit|source|caption)s?(?: (?:by|credit))?\s*[:/©])"
    r"|(?:last |first )?(?:updated|published|posted|modified)(?: on| at)?\b[\w ,:.+-]{0,40}$"
    r"|©|\(c\)\s|copyright\b|all rights reserved|advertisement\s*$|share\s*$|(?:follow|like) us on\b)",
    re.IGNORECASE,
)
_LONGEST_NOTICE = 300
# The part of a line that lies in links where it only leads elsewhere: of one with few words, and of a longer one.
LINKED = 0.6
LONGEST_LINK = 30
MENU = 0.9
_INLINE = frozenset(
    "a abbr b bdi bdo br cite code data del dfn em font i img ins kbd mark q s samp small span strong sub sup time tt "
    "u var wbr".split()
)


@dataclass(frozen=True, slots=True)
class Page:
    """The article's text, blocks set apart by blank lines, and what the page says about it."""

    text: str
    title: str | None
    url: str | None
    site: str | None
    date: str | None


def extract(raw: bytes | str) -> Page | None:
    """The article of the page ``raw``, or None where there is none.

    Items of lists begin with "- " or their number, lines of block quotes with "> ", and rows of tables are
    "| one | two |", as in Markdown.
    """
    import trafilatura
    from trafilatura.utils import load_html

    tree = load_html(raw)
    if tree is None:
        return None
    _prepare(tree)
    page = trafilatura.bare_extraction(
        tree,
        with_metadata=True,
        include_comments=False,
        include_tables=True,
        # A date guessed from anywhere in the page would anchor "last month" wrongly.
        date_extraction_params={"original_date": True, "extensive_search": False},
    )
    if page is None or isinstance(page, dict) or page.body is None:
        return None
    text = "\n\n".join(_rendered(page.body))
    return Page(text, page.title, page.url, page.sitename, page.date)


def is_notice(words: str) -> bool:
    """Whether a paragraph is about the page, and not part of the article."""
    return len(words) <= _LONGEST_NOTICE and NOTICE.match(words) is not None


def _prepare(tree: HtmlElement) -> None:
    for element in list(tree.iter("meta", "time")):
        if any(
            _CHANGED.search(element.get(name, "")) for name in ("property", "name", "itemprop", "http-equiv", "class")
        ):
            element.drop_tree()
    for script in tree.iter("script"):
        if script.text and "ld+json" in script.get("type", ""):
            script.text = _CHANGED_JSON.sub("", script.text)
    for element in list(tree.iter("aside", "div", "p", "q", "span", "section")):
        if _PULL_QUOTE.search(element.get("class", "")):
            element.tag = "blockquote"
    for quote in list(tree.iter("blockquote")):
        _sign(quote)
    for element in list(tree.iter("nav", "p", "li", "div", "h3", "h4", "h5", "h6")):
        if element.getparent() is not None and (element.tag == "nav" or _leads_away(element)):
            element.drop_tree()
    for element in list(tree.iter("article", "main", "section", "div", "body")):
        _wrap(element)


def _sign(quote: HtmlElement) -> None:
    """Keep who signs a block quote in it, as a paragraph behind a dash."""
    figure = quote.getparent()
    if figure is not None and figure.tag == "figure":
        figure.tag = "div"
        quote.extend(figure.findall("figcaption"))
    if "twitter" in quote.get("class", ""):
        dates = quote.findall("a")
        if dates:
            dates[-1].drop_tree()
    for name in quote.xpath(".//footer | .//figcaption | ./cite | ./p[last()]/cite[not(following-sibling::*)]"):
        name.tag = "p"
        words = name.text or ""
        if not _DASH.match("".join(name.itertext())):
            name.text = f"— {words.lstrip()}"
        if name.getparent() is not quote:
            quote.append(name)


def _leads_away(element: HtmlElement) -> bool:
    """Whether a line without blocks in it is a notice, or little else than links."""
    if not all(child.tag in _INLINE for child in element):
        return False
    words = " ".join(element.text_content().split())
    if not words or element.xpath("ancestor::blockquote"):
        return False
    linked = sum(len(" ".join(link.text_content().split())) for link in element.iter("a"))
    only_links = linked >= (LINKED if len(words.split()) <= LONGEST_LINK else MENU) * len(words)
    return is_notice(words) or (only_links and element.tag != "h3")


def _wrap(element: HtmlElement) -> None:
    """Make paragraphs of what stands between the blocks and line breaks of an element."""
    if all(child.tag in _INLINE and child.tag != "br" for child in element):
        return
    children = list(element)
    loose = element.makeelement("p")
    loose.text, element.text = element.text, None
    element.insert(0, loose)
    for child in children:
        if child.tag in _INLINE and child.tag != "br":
            loose.append(child)
            continue
        before, loose = (loose if child.tag == "br" else child), element.makeelement("p")
        loose.text, child.tail = child.tail, None
        before.addnext(loose)
        if child.tag == "br":
            element.remove(child)
    for made in list(element):
        if made.tag == "p" and not made.text_content().strip() and not len(made):
            element.remove(made)


def _rendered(element: _Element) -> Iterator[str]:
    """The blocks of an element of trafilatura's tree."""
    loose: list[str] = [element.text or ""]
    for child in element:
        if child.tag in ("p", "head", "list", "quote", "table", "div"):
            yield from _lines("".join(loose))
            loose = []
            yield from _block(child)
        else:
            loose.append(_inline(child))
        loose.append(child.tail or "")
    yield from _lines("".join(loose))


def _block(element: _Element) -> Iterator[str]:
    if element.tag == "quote":
        if quoted := list(_rendered(element)):
            yield "\n>\n".join("\n".join(f"> {line}" for line in block.split("\n")) for block in quoted)
    elif element.tag == "list":
        ordered = element.get("rend") == "ol"
        items = [" ".join(_inline(item).split()) for item in element.iter("item")]
        marked = (f"{number}. {item}" if ordered else f"- {item}" for number, item in enumerate(filter(None, items), 1))
        if lines := "\n".join(marked):
            yield lines
    elif element.tag == "table":
        rows = [[" ".join(_inline(cell).split()) for cell in row.iter("cell")] for row in element.iter("row")]
        if any(len(list(filter(None, row))) > 1 for row in rows):
            yield "\n".join(f"| {' | '.join(row)} |" for row in rows if any(row))
        else:
            # A table of one column is there for the layout.
            yield from (cell for row in rows for cell in row if cell)
    elif any(child.tag in ("list", "quote", "table", "p") for child in element):
        yield from _rendered(element)
    else:
        yield from _lines(_inline(element))


def _inline(element: _Element) -> str:
    """The words of an element, a line break where the page has one; items inside an item are left to themselves."""
    words = [element.text or ""]
    for child in element:
        if child.tag == "list":
            continue
        words.append("\n" if child.tag == "lb" else _inline(child))
        words.append(child.tail or "")
    return "".join(words)


def _lines(words: str) -> Iterator[str]:
    """Each line by itself: a line break of a page sets apart what stands on its sides."""
    yield from filter(None, (" ".join(line.split()) for line in words.split("\n")))
