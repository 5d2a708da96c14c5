"""The templates of pages, and what they call: text of others is escaped, and hidden characters are shown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from verifier.report import attention, wording
from verifier.report.links import web
from verifier.report.marks import sureness
from verifier.report.segments import headline

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

_SLUGS = {"SUPPORTED": "supported", "REFUTED": "refuted", "NOT ENOUGH INFO": "nei", "CONFLICTING": "conflicting"}


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
    environment.globals.update(group=attention.group, tally=attention.tally)
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
