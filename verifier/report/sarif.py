"""Flags as SARIF 2.1.0, for code scanning and its viewers.

What the standard lets a reader look up in the rule (level, message) is said again in every result, because readers such
as sarif-junit and sarif-tools look at the result alone. Columns count UTF-16 units, and ``columnKind`` says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import Any, NamedTuple
from urllib.parse import quote, urlsplit

from verifier.records import Evidence, Flag, Report
from verifier.report.findings import Finding, evidence, findings
from verifier.report.json import dump
from verifier.report.places import Places, Region
from verifier.report.totals import Totals, nothing_checked_words
from verifier.report.wording import chain_words, passage_words, visible, voice_name
from verifier.verdict.rules import NOTHING_CHECKED, RULES, Rule

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
# The property under which ``Flag.identity`` stands in partialFingerprints; the number grows when it changes.
FINGERPRINT = "saysoFlag/v1"


class Part(NamedTuple):
    """What a log has of one report: the version of the tool, and the results, which do not say their rule's index."""

    version: str
    results: tuple[dict[str, Any], ...]


def render(reports: Sequence[Report], totals: Totals) -> str:
    """One SARIF log with one run; the results are the flags of all reports in order."""
    return whole([part(report) for report in reports], totals)


def part(report: Report) -> Part:
    """What the log has of one report."""
    return Part(report.run.version, tuple(_result(finding) for finding in findings(report)))


def whole(parts: Sequence[Part], totals: Totals) -> str:
    """The log, of its parts."""
    results = [result for each in parts for result in each.results]
    # Those that are broken, in the order of the list of rules.
    rules = [rule for rule in RULES if rule.id in {result["ruleId"] for result in results}]
    index = {rule.id: i for i, rule in enumerate(rules)}
    log = {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "SaySo",
                        "version": parts[0].version if parts else "0",
                        "rules": [_rule(rule) for rule in rules],
                    }
                },
                "columnKind": "utf16CodeUnits",
                "invocations": [_invocation(totals)],
                "results": [{"ruleId": "", "ruleIndex": index[result["ruleId"]], **result} for result in results],
            }
        ],
    }
    return dump(log, indent=2) + "\n"


def _invocation(totals: Totals) -> dict[str, Any]:
    found: dict[str, Any] = {"executionSuccessful": True}
    if totals.nothing_checked:
        found["toolExecutionNotifications"] = [
            {
                "descriptor": {"id": NOTHING_CHECKED.id},
                "level": NOTHING_CHECKED.severity,
                "message": {"text": nothing_checked_words(totals)},
            }
        ]
    return found


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "name": "".join(part.capitalize() for part in rule.name.split("-")),
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.summary},
        "help": {"text": f"{rule.summary} See `sayso rules {rule.id}`."},
        "defaultConfiguration": {"level": rule.severity, "enabled": rule.on},
        "properties": {"questions": list(rule.questions), "tags": [rule.name]},
    }


def _result(finding: Finding) -> dict[str, Any]:
    flag, claim = finding.flag, finding.checked.claim
    found: dict[str, Any] = {
        "ruleId": flag.rule,
        "level": flag.severity,
        "message": {"text": f"{_line(flag.message)} Claim: {_line(claim.text)}"},
        "locations": [{"physicalLocation": _place(finding.name, finding.region)}],
        "partialFingerprints": {FINGERPRINT: flag.identity},
        "baselineState": "new" if flag.state == "new" else "unchanged",
        "properties": {"article": finding.report.article.id, "claim": claim.id, "voices": chain_words(claim.chain)},
    }
    related = [_related(i, each) for i, each in enumerate(evidence(finding.checked, flag))]
    if related := [*related, *_elsewhere(finding, len(related))]:
        found["relatedLocations"] = related
    if flow := _chain(finding):
        found["codeFlows"] = [{"message": {"text": "who says so, outermost first"}, "threadFlows": [flow]}]
    if flag.state != "new":
        found["suppressions"] = [_suppression(flag)]
    return found


def _suppression(flag: Flag) -> dict[str, str]:
    known = "accepted in the baseline" if flag.state == "known" else "suppressed"
    return {"kind": "external", "status": "accepted", "justification": _line(flag.reason or known)}


def _related(number: int, each: Evidence) -> dict[str, Any]:
    passage = each.passage
    voices = f", where {chain_words(each.chain)} says" if each.chain else ""
    start, end = passage.span
    where = _line(passage_words(passage) or passage.document_id)
    return {
        "id": number,
        "message": {"text": f"{each.stance}: {where}{voices}: “{_line(passage.text)}”"},
        "physicalLocation": {
            "artifactLocation": {"uri": passage.url if _is_web(passage.url) else _uri(passage.document_id)},
            "region": {"charOffset": start, "charLength": end - start, "snippet": {"text": passage.text}},
        },
    }


def _elsewhere(finding: Finding, first: int) -> Iterator[dict[str, Any]]:
    """The places of the article that the flagged one differs from, numbered from ``first`` on."""
    article = finding.report.article
    places = Places(article)
    for number, span in enumerate(finding.flag.elsewhere, first):
        yield {
            "id": number,
            "message": {"text": f"elsewhere in the article: “{_line(article.text[slice(*span)])}”"},
            "physicalLocation": _place(finding.name, places.region((span,))),
        }


def _chain(finding: Finding) -> dict[str, Any] | None:
    """The voices of the claim as steps, each where the article names it."""
    places = Places(finding.report.article)
    steps = [
        {
            "location": {
                "physicalLocation": _place(finding.name, places.region(voice.spans or voice.cue_spans)),
                "message": {"text": _line(f"{voice_name(voice)}: {voice.cue}")},
            }
        }
        for voice in finding.checked.claim.chain
    ]
    return {"locations": steps} if steps else None


def _place(name: str, region: Region) -> dict[str, Any]:
    return {
        "artifactLocation": {"uri": _uri(name)},
        "region": {
            "startLine": region.line,
            "startColumn": region.column,
            "endLine": region.end_line,
            "endColumn": region.end_column,
        },
    }


def _uri(name: str) -> str:
    """A reference to a file, relative where its name is; what has a meaning in a URI is escaped."""
    path = PurePath(name)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix(), safe="/")


def _is_web(url: str | None) -> bool:
    return url is not None and urlsplit(url).scheme in ("http", "https")


def _line(text: str) -> str:
    return visible(text)
