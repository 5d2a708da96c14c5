"""A report as one HTML file that needs nothing else: no fonts, no network; a small script that it can do without."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence

from verifier.records import Report
from verifier.report.links import Links
from verifier.report.marks import BANDS
from verifier.report.pictures import pictures
from verifier.report.story import ranked, story
from verifier.report.templates import environment


def render(reports: Sequence[Report], links: Links | None = None) -> str:
    """One page: of each article what needs a person first, its claims with their evidence, its text, and pictures.

    Of several articles there is an index before them, that with the most errors first. ``links`` are where documents
    can be opened, by their ids (``verifier.report.links``).
    """
    stories = [story(number, report, links or {}) for number, report in enumerate(reports, 1)]
    drawn = {each.number: pictures(each.report, str(each.number)) for each in stories}
    return (
        environment()
        .get_template("report.html.j2")
        .render(stories=stories, index=list(ranked(stories)), pictures=drawn, digest=script_digest(), bands=BANDS)
    )


def script_digest() -> str:
    """The sha256 of the script of a page, in base64: a Content-Security-Policy lets this one run, and no other."""
    script = environment().get_template("report.js").render()
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
