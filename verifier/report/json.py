"""A report as JSON, and back. ``schema.json`` beside this file and ``docs/report-format.md`` describe every field."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any, get_args

from claims.errors import InputError
from claims.records import Article, Claim, Interval, Kind, Polarity, Spans, Voice
from verifier.records import (
    CarefulScores,
    CheckedClaim,
    Evidence,
    Flag,
    Label,
    Passage,
    Place,
    Report,
    Run,
    Scores,
    Severity,
    Stance,
    State,
    Tier,
    Verdict,
)
from verifier.report.looked_for import LookedFor, looked_for
from verifier.report.nodes import Node
from verifier.report.wording import HIDDEN, as_of

SCHEMA = "sayso-report/1"

# Escaped, although JSON allows them raw: they drive terminals, reorder or break lines, or cannot be seen or encoded.
_UNSAFE = re.compile(rf"[\u2028\u2029]|{HIDDEN.pattern}")


def render(reports: Sequence[Report]) -> str:
    """One JSON object for one report, a list for any other number."""
    listed = Listed()
    return "".join(map(listed.add, reports)) + listed.end()


class Listed:
    """Writes ``render`` report by report, and holds none but the first until it is known whether it is the only one."""

    def __init__(self) -> None:
        self._count = 0
        self._first = ""

    def add(self, report: Report) -> str:
        """What is to be written when this report is there."""
        text = dump(to_object(report), indent=2)
        self._count += 1
        if self._count == 1:
            self._first = text
            return ""
        before = f"[\n{_indented(self._first)}" if self._count == 2 else ""
        self._first = ""
        return f"{before},\n{_indented(text)}"

    def end(self, totals: object = None) -> str:
        """What is to be written behind the last one; what the run amounts to is no part of it."""
        return "[]\n" if not self._count else f"{self._first}\n" if self._count == 1 else "\n]\n"


def _indented(text: str) -> str:
    # No line ends inside a string.
    return "  " + text.replace("\n", "\n  ")


def dump(obj: object, indent: int | None = None) -> str:
    """JSON text that is safe to print: a number that is not finite raises ValueError."""
    text = json.dumps(obj, ensure_ascii=False, allow_nan=False, indent=indent)
    return _UNSAFE.sub(lambda match: json.dumps(match[0])[1:-1] if match[0] != "\x7f" else "\\u007f", text)


def to_object(report: Report) -> dict[str, Any]:
    """The report as plain dicts, lists, strings and numbers."""
    return {
        "schema": SCHEMA,
        "run": asdict(report.run),
        "article": article_object(report.article),
        "claims": [checked_object(report, checked) for checked in report.claims],
    }


def article_object(article: Article) -> dict[str, Any]:
    """An article with its text."""
    return {
        "id": article.id,
        "title": article.title,
        "url": article.url,
        "publisher": article.publisher,
        "published": _date(article.published),
        "language": article.language,
        "own_id": article.own_id,
        "text": article.text,
    }


def claim_object(claim: Claim) -> dict[str, Any]:
    """A claim as ``sayso split`` gives it: without verdicts and flags."""
    time = claim.time
    return {
        "article_id": claim.article_id,
        "id": claim.id,
        "kind": claim.kind,
        "text": claim.text,
        "spans": _spans(claim.spans),
        "checkable": claim.checkable,
        "why_not": claim.why_not,
        "chain": [_voice(voice) for voice in claim.chain],
        "time": time and {"start": time.start.isoformat(), "end": time.end.isoformat()},
        "quoted": _spans(claim.quoted),
    }


def checked_object(report: Report, checked: CheckedClaim) -> dict[str, Any]:
    """A claim of the report as ``sayso check`` gives it."""
    return {
        **claim_object(checked.claim),
        "verdicts": {
            "said": _verdict(checked.said, looked_for(report, checked, "said")),
            "so": _verdict(checked.so, looked_for(report, checked, "so")),
        },
        "flags": [_flag(flag) for flag in checked.flags],
    }


def _voice(voice: Voice) -> dict[str, Any]:
    return {
        "source": voice.source,
        "spans": _spans(voice.spans),
        "resolved": voice.resolved,
        "cue": voice.cue,
        "cue_spans": _spans(voice.cue_spans),
        "force": voice.force,
        "polarity": voice.polarity,
    }


def _verdict(verdict: Verdict | None, found: LookedFor | None) -> dict[str, Any] | None:
    if verdict is None:
        return None
    return {
        "label": verdict.label,
        "confidence": round(verdict.confidence, 4),
        "reason": verdict.reason,
        "voices_for": verdict.voices_for,
        "voices_against": verdict.voices_against,
        "as_of": _date(as_of(verdict)),
        "evidence": [_evidence(evidence) for evidence in verdict.evidence],
        **({"looked_for": _looked_for(found)} if found else {}),
    }


def _looked_for(found: LookedFor) -> dict[str, Any]:
    nearest = found.nearest and {"document_id": found.nearest.document_id, "span": list(found.nearest.span)}
    return {"documents": found.documents, "asked": found.asked, "nearest": nearest}


def _flag(flag: Flag) -> dict[str, Any]:
    place = flag.reference
    return {
        "rule": flag.rule,
        "name": flag.name,
        "severity": flag.severity,
        "message": flag.message,
        "spans": _spans(flag.spans),
        "reference": place and {"document_id": place.document_id, "spans": _spans(place.spans)},
        "identity": flag.identity,
        "state": flag.state,
        "reason": flag.reason,
        **({"elsewhere": _spans(flag.elsewhere)} if flag.elsewhere else {}),
    }


def _evidence(evidence: Evidence) -> dict[str, Any]:
    passage, scores = evidence.passage, evidence.scores
    return {
        "document_id": passage.document_id,
        "title": passage.title,
        "publisher": passage.publisher,
        "published": _date(passage.published),
        "url": passage.url,
        "page": passage.page,
        **({"tier": passage.tier} if passage.tier else {}),
        "text": passage.text,
        "span": list(passage.span),
        "chain": [_voice(voice) for voice in evidence.chain],
        "stance": evidence.stance,
        "entailment": round(scores.entailment, 4),
        "neutral": round(scores.neutral, 4),
        "contradiction": round(scores.contradiction, 4),
        **({} if scores.reader == "quick" else {"reader": scores.reader}),
    }


def _spans(spans: Spans) -> list[list[int]]:
    return [list(span) for span in spans]


def _date(day: date | None) -> str | None:
    return day.isoformat() if day else None


def parse(text: str, where: str = "report") -> tuple[Report, ...]:
    """The reports in JSON text that ``render`` wrote; ``where`` names the text in errors."""
    try:
        loaded = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(where, f"not JSON ({error})", "give a report written by sayso check --format json") from None
    if isinstance(loaded, list):
        return tuple(from_object(item, f"{where}[{index}]") for index, item in enumerate(loaded))
    return (from_object(loaded, where),)


def from_object(obj: object, where: str = "report") -> Report:
    """The inverse of ``to_object``; raises InputError that names the first field that is malformed."""
    node = Node(obj, where, "")
    schema = node["schema"]
    if schema.value != SCHEMA:
        raise schema.error(f"the schema is {schema.value!r}", f"make the report again as {SCHEMA}")
    article = _read_article(node["article"])
    claims = node["claims"].each(lambda claim: _read_checked(claim, article))
    return Report(article, claims, _read_run(node["run"]))


def _read_run(node: Node) -> Run:
    return Run(
        tool=node["tool"].text(),
        version=node["version"].text(),
        models=node["models"].members(lambda model: model.members(Node.text)),
        corpus=node["corpus"].members(Node.text_or_integer),
        thresholds=node["thresholds"].members(Node.number),
    )


def _read_article(node: Node) -> Article:
    return Article(
        id=node["id"].text(),
        text=node["text"].text(),
        title=node["title"].optional(Node.text),
        url=node["url"].optional(Node.text),
        publisher=node["publisher"].optional(Node.text),
        published=node["published"].optional(Node.day),
        language=node["language"].text(),
        own_id=node["own_id"].truth(),
    )


def _read_checked(node: Node, article: Article) -> CheckedClaim:
    verdicts = node["verdicts"]
    return CheckedClaim(
        claim=_read_claim(node, article),
        said=verdicts["said"].optional(_read_verdict),
        so=verdicts["so"].optional(_read_verdict),
        flags=node["flags"].each(lambda flag: _read_flag(flag, article)),
    )


def _read_claim(node: Node, article: Article) -> Claim:
    if node["article_id"].text() != article.id:
        raise node["article_id"].error(f"not the id of the article, {article.id!r}")
    return Claim(
        article_id=article.id,
        id=node["id"].text(),
        kind=node["kind"].one_of(get_args(Kind)),
        text=node["text"].text(),
        spans=node["spans"].spans_in(article.text),
        chain=node["chain"].each(lambda voice: _read_voice(voice, lambda spans: spans.spans_in(article.text))),
        checkable=node["checkable"].truth(),
        why_not=node["why_not"].optional(Node.text),
        time=node["time"].optional(_read_interval),
        quoted=node["quoted"].spans_in(article.text),
    )


def _read_interval(node: Node) -> Interval:
    return Interval(node["start"].day(), node["end"].day())


def _read_voice(node: Node, read_spans: Callable[[Node], Spans] = Node.spans) -> Voice:
    return Voice(
        source=node["source"].optional(Node.text),
        spans=read_spans(node["spans"]),
        cue=node["cue"].text(),
        cue_spans=read_spans(node["cue_spans"]),
        force=node["force"].text(),
        polarity=node["polarity"].one_of(get_args(Polarity)),
        resolved=node["resolved"].optional(Node.text),
    )


def _read_verdict(node: Node) -> Verdict:
    return Verdict(
        label=node["label"].one_of(get_args(Label)),
        confidence=node["confidence"].probability(),
        reason=node["reason"].text(),
        evidence=node["evidence"].each(_read_evidence),
        voices_for=node["voices_for"].count(),
        voices_against=node["voices_against"].count(),
    )


def _read_evidence(node: Node) -> Evidence:
    passage = Passage(
        document_id=node["document_id"].text(),
        text=node["text"].text(),
        span=node["span"].span(),
        title=node["title"].optional(Node.text),
        publisher=node["publisher"].optional(Node.text),
        published=node["published"].optional(Node.day),
        url=node["url"].optional(Node.text),
        page=node["page"].optional(Node.count),
        tier=node["tier"].one_of(get_args(Tier)) if "tier" in node.value else None,
    )
    if passage.span[1] - passage.span[0] != len(passage.text):
        raise node["span"].error("a span that is not as long as the passage's text")
    kind = CarefulScores if "reader" in node.value and node["reader"].one_of(["careful"]) else Scores
    scores = kind(*(node[name].probability() for name in ("entailment", "neutral", "contradiction")))
    return Evidence(passage, scores, node["stance"].one_of(get_args(Stance)), node["chain"].each(_read_voice))


def _read_flag(node: Node, article: Article) -> Flag:
    return Flag(
        rule=node["rule"].text(),
        name=node["name"].text(),
        severity=node["severity"].one_of(get_args(Severity)),
        message=node["message"].text(),
        spans=node["spans"].spans_in(article.text),
        reference=node["reference"].optional(_read_place),
        identity=node["identity"].text(),
        state=node["state"].one_of(get_args(State)),
        reason=node["reason"].optional(Node.text),
        elsewhere=node["elsewhere"].spans_in(article.text) if "elsewhere" in node.value else (),
    )


def _read_place(node: Node) -> Place:
    return Place(node["document_id"].text(), node["spans"].spans())
