"""A report as Markdown, for a comment on a pull request: what is new and matters first, the rest folded."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from verifier.records import Report, Severity
from verifier.report.findings import Finding, evidence, findings, not_in_references
from verifier.report.totals import Totals, nothing_checked_words
from verifier.report.wording import SEVERITIES, chain_words, count, source_words, visible

# What Markdown gives a meaning to, and what HTML does.
_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+!|~$=-])")
_HTML = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


class Part(NamedTuple):
    """What a comment has of one report: lines of each new flag by severity, how many are decided on, and its row."""

    new: dict[Severity, list[list[str]]]
    decided: int
    row: str


def render(reports: Sequence[Report], totals: Totals) -> str:
    """One comment for all reports."""
    return whole([part(report) for report in reports], totals)


def part(report: Report) -> Part:
    """What the comment has of one report."""
    found = list(findings(report))
    new = [each for each in found if each.flag.state == "new"]
    by_severity = {
        severity: [list(_finding(each)) for each in new if each.flag.severity == severity] for severity in SEVERITIES
    }
    return Part(by_severity, len(found) - len(new), _row(report))


def whole(parts: Sequence[Part], totals: Totals) -> str:
    """The comment, of its parts."""
    new = {severity: [lines for each in parts for lines in each.new[severity]] for severity in SEVERITIES}
    counted = [count(len(own), severity) for severity, own in new.items() if own]
    lines = [f"## SaySo: {', '.join(counted) or 'nothing new'} in {count(len(parts), 'article')}", ""]
    if totals.nothing_checked:
        lines += [f"- **error** {nothing_checked_words(totals)}", ""]
    for severity, own in new.items():
        if own and severity == "note":
            lines += ["<details><summary>", "", f"{count(len(own), 'note')}", "", "</summary>", ""]
        for each in own:
            lines += each
        if own and severity == "note":
            lines += ["", "</details>", ""]
    if counted:
        lines += [""]
    if decided := sum(each.decided for each in parts):
        lines += [f"{count(decided, 'flag')} known or suppressed.", ""]
    lines += ["| article | claims | supported | refuted | conflicting | not in the references |"]
    lines += ["|---|---:|---:|---:|---:|---:|", *(each.row for each in parts), ""]
    return "\n".join(lines)


def _finding(finding: Finding) -> Iterator[str]:
    flag, region, claim = finding.flag, finding.region, finding.checked.claim
    place = f"{escaped(finding.name)}:{region.line}:{region.column}"
    yield f"- **{flag.severity}** {place} **{flag.rule}** {escaped(flag.name)}: {escaped(flag.message)}"
    said = f" ({escaped(chain_words(claim.chain))})" if claim.chain else ""
    yield f"  - claim{said}: {escaped(claim.text)}"
    for each in evidence(finding.checked, flag):
        where = escaped(source_words(each.passage))
        yield f"  - {each.stance}: {where}: “{escaped(each.passage.text)}”"


def _row(report: Report) -> str:
    labels = Counter(verdict.label for checked in report.claims if (verdict := checked.so or checked.said))
    nowhere = sum(map(not_in_references, report.claims))
    name = escaped(report.article.title or report.article.id)
    told = (len(report.claims), labels["SUPPORTED"], labels["REFUTED"], labels["CONFLICTING"], nowhere)
    return f"| {name} | {' | '.join(map(str, told))} |"


def escaped(text: str) -> str:
    """A text on one line, as it reads: no markup, no HTML, no mention of a person, no number of an issue."""
    plain = "".join(_HTML.get(c, c) for c in visible(text))
    plain = re.sub(r"&(?!(?:amp|lt|gt);)", "&amp;", plain)
    # Entities hold none of the marks below but "&" and ";".
    marked = _SPECIAL.sub(r"\\\1", plain)
    return marked.replace("@", "@<!-- -->").replace("\\#", "\\#<!-- -->")
