"""A report as one HTML file that needs nothing else: no fonts, no network; a small script that it can do without."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from verifier.records import Report
from verifier.report import attention, pictures, wording
from verifier.report.links import Links, web
from verifier.report.marks import BANDS, sureness
from verifier.report.segments import headline
from verifier.report.story import card, ranked, story

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

_SLUGS = {"SUPPORTED": "supported", "REFUTED": "refuted", "NOT ENOUGH INFO": "nei", "CONFLICTING": "conflicting"}


def render(reports: Sequence[Report], links: Links | None = None) -> str:
    """One page: of each article what needs a person first, its claims with their evidence, its text, and pictures.

    Of several articles there is an index before them, that with the most errors first. ``links`` are where documents
    can be opened, by their ids (``verifier.report.links``).
    """
    stories = [story(number, report, links or {}) for number, report in enumerate(reports, 1)]
    drawn = {each.number: pictures.pictures(each.report, str(each.number)) for each in stories}
    templates = environment()
    # The policy of the page lets this script run, and no other.
    script = templates.get_template("report.js").render()
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return templates.get_template("report.html.j2").render(
        stories=stories, index=list(ranked(stories)), pictures=drawn, digest=digest, bands=BANDS
    )


def render_card(report: Report, index: int) -> str:
    """An HTML fragment with one claim of the report and its evidence."""
    template = environment().from_string(
        "{% from 'card.html.j2' import body, marked %}<style>{% include 'base.css' %}{% include 'card.css' %}</style>"
        '<div class="sayso"><h4>{{ marked(card.wording) | trim }}</h4>{{ body(1, card, linked=false) }}</div>'
    )
    return template.render(card=card(report, index, unfolded=True, links={}))


def render_picture(picture: pictures.Picture) -> str:
    """An HTML fragment with a picture, its legend and its data."""
    template = environment().from_string(
        "{% from 'pictures.html.j2' import figure with context %}<style>{% include 'base.css' %}"
        "{% include 'pictures.css' %}</style><div class=\"sayso\">{{ figure(picture, meanings) }}</div>"
    )
    return template.render(picture=picture)


def environment() -> Environment:
    """The templates beside this file, with everything escaped and the words of ``wording`` as filters."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("verifier", "report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(show=show, slug=_slug, web=web, sureness=sureness, headline=headline, **_WORDS)
    environment.globals.update(
        group=attention.group, tally=attention.tally, worst=attention.worst, meanings=pictures.MEANINGS
    )
    return environment


_WORDS = {
    "visible": wording.visible,
    "chain_words": wording.chain_words,
    "time_words": wording.time_words,
    "source_words": wording.source_words,
    "article_words": wording.article_words,
    "run_words": wording.run_words,
    "voices_words": wording.voices_words,
    "why_not_words": wording.why_not_words,
    "count": wording.count,
}


def show(text: str) -> Markup:
    """Text as it is, except that hidden characters are labelled and cannot act on what is around them.

    They stand in the file as numeric references, so that it can be printed on a terminal; a reference also keeps the
    carriage returns that an HTML parser would drop. U+0000, C1 and lone surrogates cannot be in a page so and become
    U+FFFD.
    """
    from markupsafe import Markup, escape

    shown = []
    for index, piece in enumerate(re.split(f"({wording.HIDDEN.pattern})", text)):
        if index % 2:
            lost = piece == "\0" or "\x7f" <= piece <= "\x9f" or "\ud800" <= piece <= "\udfff"
            kept = Markup("\ufffd") if lost else Markup("&#x{:x};").format(ord(piece))
            label = wording.code_point(piece)
            # A line may end behind each: a run of them does not widen the page.
            shown.append(Markup('<span class="hidden" data-point="{}">{}</span><wbr>').format(label, kept))
        else:
            shown.append(escape(piece).replace("\r", Markup("&#13;")))
    return Markup("").join(shown)


def _slug(label: str | None) -> str:
    return _SLUGS.get(label or "", "none")
