"""A report as JUnit XML: a suite an article, a case a claim, a failure where an error or warning is new."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from xml.etree import ElementTree

from verifier.records import CheckedClaim, Report
from verifier.report.findings import Finding, evidence, findings, not_in_references
from verifier.report.totals import Totals, nothing_checked_words
from verifier.report.wording import chain_words, source_words, visible, why_not_words
from verifier.verdict.rules import NOTHING_CHECKED

# Of these a case fails; notes are printed with it.
FAILS = ("error", "warning")


class Part(NamedTuple):
    """What a file has of one report: its suite as text, and how many cases it has, of them failing and skipped."""

    suite: str
    counts: tuple[int, int, int]


def render(reports: Sequence[Report], totals: Totals) -> str:
    """One file with a suite for each article."""
    return whole([part(report) for report in reports], totals)


def part(report: Report) -> Part:
    """What the file has of one report."""
    root = ElementTree.Element("testsuites")
    counts = _suite(root, report)
    return Part(_written(root[0]), counts)


def whole(parts: Sequence[Part], totals: Totals) -> str:
    """The file, of its parts."""
    root = ElementTree.Element("testsuites", name="SaySo")
    counts = [each.counts for each in parts]
    suites = [each.suite for each in parts]
    if totals.nothing_checked:
        counts.append(_of_the_run(root, totals))
        suites.append(_written(root[0]))
        root.clear()
        root.set("name", "SaySo")
    _count(root, *(sum(each[i] for each in counts) for i in range(3)))
    head = ElementTree.tostring(root, encoding="unicode").removesuffix(" />")
    body = "".join(f"\n  {suite}" for suite in suites)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}' + (f">{body}\n</testsuites>\n" if body else " />\n")


def _written(suite: ElementTree.Element) -> str:
    ElementTree.indent(suite, level=1)
    return ElementTree.tostring(suite, encoding="unicode").rstrip()


def _of_the_run(root: ElementTree.Element, totals: Totals) -> tuple[int, int, int]:
    suite = ElementTree.SubElement(root, "testsuite", name="run")
    case = ElementTree.SubElement(suite, "testcase", classname="run", name=NOTHING_CHECKED.name)
    ElementTree.SubElement(case, "failure", type=NOTHING_CHECKED.id, message=nothing_checked_words(totals))
    _count(suite, 1, 1, 0)
    return 1, 1, 0


def _suite(root: ElementTree.Element, report: Report) -> tuple[int, int, int]:
    article = report.article
    name = article.file.name if article.file else article.id
    suite = ElementTree.SubElement(root, "testsuite", name=_text(article.title or article.id))
    found: dict[int, list[Finding]] = {}
    for finding in findings(report):
        found.setdefault(finding.number, []).append(finding)
    failures = skipped = 0
    for number, checked in enumerate(report.claims, 1):
        case = ElementTree.SubElement(
            suite,
            "testcase",
            classname=_text(article.id),
            name=_text(f"{number} {checked.claim.text}"),
            file=_text(name),
        )
        own = found.get(number, [])
        if own:
            case.set("line", str(own[0].region.line))
        failing = [each for each in own if each.flag.state == "new" and each.flag.severity in FAILS]
        for each in failing:
            failure = ElementTree.SubElement(
                case, "failure", type=f"{each.flag.rule} {each.flag.name}", message=_text(each.flag.message)
            )
            failure.text = _text(_details(each), lines=True)
        if not failing and (why := _skipped(checked)):
            ElementTree.SubElement(case, "skipped", message=_text(why))
            skipped += 1
        if notes := [each for each in own if each not in failing]:
            out = ElementTree.SubElement(case, "system-out")
            out.text = "\n".join(_text(f"{n.flag.rule} {n.flag.state}: {n.flag.message}") for n in notes)
        failures += bool(failing)
    counts = len(report.claims), failures, skipped
    _count(suite, *counts)
    return counts


def _count(element: ElementTree.Element, tests: int, failures: int, skipped: int) -> None:
    for key, value in (("tests", tests), ("failures", failures), ("errors", 0), ("skipped", skipped)):
        element.set(key, str(value))


def _skipped(checked: CheckedClaim) -> str | None:
    if not checked.claim.checkable and checked.said is None:
        return why_not_words(checked.claim)
    return "not in the references" if not_in_references(checked) else None


def _details(finding: Finding) -> str:
    claim = finding.checked.claim
    region = finding.region
    lines = [f"{finding.name}:{region.line}:{region.column}", f"claim: {claim.text}"]
    if claim.chain:
        lines.append(f"says: {chain_words(claim.chain)}")
    for each in evidence(finding.checked, finding.flag):
        lines.append(f"{each.stance}: {source_words(each.passage)}: {each.passage.text}")
    return "\n".join(lines)


def _text(text: str, *, lines: bool = False) -> str:
    """Text that XML 1.0 can hold: control characters and U+FFFE, U+FFFF, which it cannot, become code points."""
    if lines:
        return "\n".join(_text(line) for line in text.splitlines())
    return visible(text).replace("\ufffe", "<U+FFFE>").replace("\uffff", "<U+FFFF>")
