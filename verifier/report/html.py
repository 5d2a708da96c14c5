"""A report as one HTML file that needs nothing else: no script, no fonts, no network."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from claims.records import Span
from verifier.records import CheckedClaim, Evidence, Flag, Report, Verdict
from verifier.report import wording

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

_SLUGS = {"SUPPORTED": "supported", "REFUTED": "refuted", "NOT ENOUGH INFO": "nei", "CONFLICTING": "conflicting"}
_WORST_FIRST = ("REFUTED", "CONFLICTING", "NOT ENOUGH INFO", "SUPPORTED")


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the article that the same claims cover: ``covers`` are their indices, innermost first.

    ``begins`` are the claims whose first word is here, outermost first; ``flagged`` are the rules under which just
    these words are flagged, because a reference has others.
    """

    text: str
    covers: tuple[int, ...]
    begins: tuple[int, ...]
    flagged: tuple[str, ...] = ()


def render(reports: Sequence[Report]) -> str:
    """One page with the articles in order, each with its claims highlighted in place and the evidence beside it."""
    pages = [(report, segments(report), wording.summarise(report)) for report in reports]
    return environment().get_template("report.html.j2").render(pages=pages)


def render_card(report: Report, index: int) -> str:
    """An HTML fragment with one claim of the report and its evidence, for the review notebook."""
    template = environment().from_string(
        "{% from 'card.html.j2' import card %}<style>{% include 'card.css' %}</style>"
        '<div class="sayso">{{ card(1, number, checked, linked=false) }}</div>'
    )
    return template.render(number=index + 1, checked=report.claims[index])


def segments(report: Report) -> tuple[Segment, ...]:
    """The article's text, cut wherever a span of a claim or flag begins or ends; joined, the segments are the text."""
    text = report.article.text
    spans = [checked.claim.spans for checked in report.claims]
    flags = [flag for checked in report.claims for flag in checked.flags if flag.reference]
    lengths = [sum(end - start for start, end in each) for each in spans]
    cuts = sorted(
        {0, len(text), *(cut for each in (*spans, *(f.spans for f in flags)) for span in each for cut in span)}
    )
    found = []
    for start, end in pairwise(cuts):
        covers = [index for index, each in enumerate(spans) if _inside((start, end), each)]
        begins = [index for index in covers if spans[index][0][0] == start]
        found.append(
            Segment(
                text[start:end],
                tuple(sorted(covers, key=lambda index: (lengths[index], -index))),
                tuple(sorted(begins, key=lambda index: (-lengths[index], index))),
                tuple(sorted({flag.rule for flag in flags if _inside((start, end), flag.spans)})),
            )
        )
    return tuple(found)


def marked(evidence: Evidence, flags: Sequence[Flag]) -> tuple[tuple[str, bool], ...]:
    """The text of a passage in pieces, each with whether a flag is about these words."""
    passage = evidence.passage
    first, last = passage.span
    spans = [
        (max(start, first) - first, min(end, last) - first)
        for flag in flags
        if flag.reference and flag.reference.document_id == passage.document_id
        for start, end in flag.reference.spans
        if start < last and end > first and (start, end) != passage.span
    ]
    cuts = sorted({0, len(passage.text), *(cut for span in spans for cut in span)})
    return tuple((passage.text[start:end], _inside((start, end), spans)) for start, end in pairwise(cuts))


def _inside(part: Span, spans: Sequence[Span]) -> bool:
    return any(start <= part[0] and part[1] <= end for start, end in spans)


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
    environment.filters.update(show=_show, slug=_slug, overall=_overall, tone=_tone, link=_link, **_WORDS)
    environment.globals.update(best_evidence=wording.best_evidence, questions=wording.questions, marked=marked)
    return environment


_WORDS = {
    "visible": wording.visible,
    "chain_words": wording.chain_words,
    "time_words": wording.time_words,
    "passage_words": wording.passage_words,
    "article_words": wording.article_words,
    "run_words": wording.run_words,
    "voices_words": wording.voices_words,
    "why_not_words": wording.why_not_words,
    "count": wording.count,
}


def _show(text: str) -> Markup:
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


def _slug(verdict: Verdict | None) -> str:
    return _SLUGS[verdict.label] if verdict else "none"


def _overall(checked: CheckedClaim) -> str:
    labels = {verdict.label for _, verdict in wording.questions(checked)}
    return next((_SLUGS[label] for label in _WORST_FIRST if label in labels), "none")


def _tone(checked: CheckedClaim) -> str:
    """The classes that colour a highlight: the tint answers "so", the underline "said"."""
    return f"so-{_slug(checked.so)} said-{_slug(checked.said)}"


def _link(url: str | None) -> str | None:
    """The address if it is safe to link to: metadata of references is not to be trusted."""
    try:
        return url if url and urlsplit(url).scheme in ("http", "https") else None
    except ValueError:
        return None
