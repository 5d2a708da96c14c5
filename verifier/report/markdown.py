"""A report as Markdown, for a comment on a pull request: what is new and matters first, the rest folded."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from verifier.records import Report
from verifier.report.findings import Finding, evidence, findings, not_in_references
from verifier.report.totals import Totals, nothing_checked_words
from verifier.report.wording import SEVERITIES, chain_words, count, source_words, visible

# What Markdown gives a meaning to, and what HTML does.
_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+!|~$=-])")
_HTML = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def render(reports: Sequence[Report], totals: Totals) -> str:
    """One comment for all reports."""
    found = [finding for report in reports for finding in findings(report)]
    new = [each for each in found if each.flag.state == "new"]
    counts = Counter(each.flag.severity for each in new)
    told = ", ".join(count(counts[severity], severity) for severity in SEVERITIES if counts[severity]) or "nothing new"
    lines = [f"## SaySo: {told} in {count(len(reports), 'article')}", ""]
    if totals.nothing_checked:
        lines += [f"- **error** {nothing_checked_words(totals)}", ""]
    for severity in SEVERITIES:
        own = [each for each in new if each.flag.severity == severity]
        if own and severity == "note":
            lines += ["<details><summary>", "", f"{count(len(own), 'note')}", "", "</summary>", ""]
        for each in own:
            lines += _finding(each)
        if own and severity == "note":
            lines += ["", "</details>", ""]
    if new:
        lines += [""]
    if decided := len(found) - len(new):
        lines += [f"{count(decided, 'flag')} known or suppressed.", ""]
    lines += ["| article | claims | supported | refuted | conflicting | not in the references |"]
    lines += ["|---|---:|---:|---:|---:|---:|", *map(_row, reports), ""]
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
