"""A report as JSON, and back. ``schema.json`` beside this file and ``docs/report-format.md`` describe every field."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from itertools import pairwise
from typing import Any, TypeVar, get_args

from claims.errors import InputError
from claims.records import Article, Claim, Interval, Kind, Polarity, Span, Spans, Voice
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
    Verdict,
)
from verifier.report.wording import HIDDEN

SCHEMA = "sayso-report/1"

T = TypeVar("T")

# Escaped, although JSON allows them raw: they drive terminals, reorder or break lines, or cannot be seen or encoded.
_UNSAFE = re.compile(rf"[\u2028\u2029]|{HIDDEN.pattern}")


def render(reports: Sequence[Report]) -> str:
    """One JSON object for one report, a list for any other number."""
    objects = [to_object(report) for report in reports]
    return dump(objects[0] if len(objects) == 1 else objects, indent=2) + "\n"


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
        "claims": [checked_object(checked) for checked in report.claims],
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


def checked_object(checked: CheckedClaim) -> dict[str, Any]:
    """A claim as ``sayso check`` gives it."""
    return {
        **claim_object(checked.claim),
        "verdicts": {"said": _verdict(checked.said), "so": _verdict(checked.so)},
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


def _verdict(verdict: Verdict | None) -> dict[str, Any] | None:
    if verdict is None:
        return None
    return {
        "label": verdict.label,
        "confidence": round(verdict.confidence, 4),
        "reason": verdict.reason,
        "voices_for": verdict.voices_for,
        "voices_against": verdict.voices_against,
        "evidence": [_evidence(evidence) for evidence in verdict.evidence],
    }


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
    except ValueError as error:
        raise InputError(where, f"not JSON ({error})", "give a report written by sayso check --format json") from None
    if isinstance(loaded, list):
        return tuple(from_object(item, f"{where}[{index}]") for index, item in enumerate(loaded))
    return (from_object(loaded, where),)


def from_object(obj: object, where: str = "report") -> Report:
    """The inverse of ``to_object``; raises InputError that names the first field that is malformed."""
    node = _Node(obj, where, "")
    schema = node["schema"]
    if schema.value != SCHEMA:
        raise schema.error(f"the schema is {schema.value!r}", f"make the report again as {SCHEMA}")
    article = _read_article(node["article"])
    claims = node["claims"].each(lambda claim: _read_checked(claim, article))
    return Report(article, claims, _read_run(node["run"]))


@dataclass(frozen=True, slots=True)
class _Node:
    """A JSON value and the way to it, so that an error can name the field."""

    value: Any
    where: str
    path: str

    def error(self, what: str, do: str = "give a report written by sayso check --format json") -> InputError:
        return InputError(f"{self.where}: {self.path}" if self.path else self.where, what, do)

    def __getitem__(self, key: str) -> _Node:
        if not isinstance(self.value, dict):
            raise self.error("not an object")
        path = f"{self.path}.{key}" if self.path else key
        if key not in self.value:
            raise _Node(None, self.where, path).error("missing")
        return _Node(self.value[key], self.where, path)

    def each(self, read: Callable[[_Node], T]) -> tuple[T, ...]:
        if not isinstance(self.value, list):
            raise self.error("not a list")
        nodes = (_Node(value, self.where, f"{self.path}[{index}]") for index, value in enumerate(self.value))
        return tuple(read(node) for node in nodes)

    def members(self, read: Callable[[_Node], T]) -> dict[str, T]:
        if not isinstance(self.value, dict):
            raise self.error("not an object")
        return {key: read(self[key]) for key in self.value}

    def optional(self, read: Callable[[_Node], T]) -> T | None:
        return None if self.value is None else read(self)

    def text(self) -> str:
        if not isinstance(self.value, str):
            raise self.error("not a string")
        return self.value

    def one_of(self, allowed: Iterable[str]) -> Any:
        if self.value not in tuple(allowed):
            raise self.error(f"not one of {', '.join(allowed)}")
        return self.value

    def truth(self) -> bool:
        if not isinstance(self.value, bool):
            raise self.error("not true or false")
        return self.value

    def number(self) -> float:
        if isinstance(self.value, bool) or not isinstance(self.value, int | float):
            raise self.error("not a number")
        return self.value

    def count(self) -> int:
        if type(self.value) is not int or self.value < 0:
            raise self.error("not a whole number of 0 or more")
        return self.value

    def probability(self) -> float:
        number = self.number()
        if not 0 <= number <= 1:
            raise self.error("not between 0 and 1")
        return number

    def text_or_integer(self) -> str | int:
        if isinstance(self.value, bool) or not isinstance(self.value, str | int):
            raise self.error("neither a string nor an integer")
        return self.value

    def day(self) -> date:
        try:
            return date.fromisoformat(self.text())
        except ValueError:
            raise self.error("not a date as in 2021-08-06") from None

    def span(self) -> Span:
        match self.value:
            case [start, end] if type(start) is type(end) is int and 0 <= start < end:
                return start, end
        raise self.error("not a span [start, end] with 0 <= start < end")

    def spans(self) -> Spans:
        spans = self.each(_Node.span)
        if any(before[1] > after[0] for before, after in pairwise(spans)):
            raise self.error("spans that overlap or are not in text order")
        return spans

    def spans_in(self, text: str) -> Spans:
        spans = self.spans()
        if spans and spans[-1][1] > len(text):
            raise self.error(f"a span that ends after the article's {len(text)} characters")
        return spans


def _read_run(node: _Node) -> Run:
    return Run(
        tool=node["tool"].text(),
        version=node["version"].text(),
        models=node["models"].members(lambda model: model.members(_Node.text)),
        corpus=node["corpus"].members(_Node.text_or_integer),
        thresholds=node["thresholds"].members(_Node.number),
    )


def _read_article(node: _Node) -> Article:
    return Article(
        id=node["id"].text(),
        text=node["text"].text(),
        title=node["title"].optional(_Node.text),
        url=node["url"].optional(_Node.text),
        publisher=node["publisher"].optional(_Node.text),
        published=node["published"].optional(_Node.day),
        language=node["language"].text(),
        own_id=node["own_id"].truth(),
    )


def _read_checked(node: _Node, article: Article) -> CheckedClaim:
    verdicts = node["verdicts"]
    return CheckedClaim(
        claim=_read_claim(node, article),
        said=verdicts["said"].optional(_read_verdict),
        so=verdicts["so"].optional(_read_verdict),
        flags=node["flags"].each(lambda flag: _read_flag(flag, article)),
    )


def _read_claim(node: _Node, article: Article) -> Claim:
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
        why_not=node["why_not"].optional(_Node.text),
        time=node["time"].optional(_read_interval),
        quoted=node["quoted"].spans_in(article.text),
    )


def _read_interval(node: _Node) -> Interval:
    return Interval(node["start"].day(), node["end"].day())


def _read_voice(node: _Node, read_spans: Callable[[_Node], Spans] = _Node.spans) -> Voice:
    return Voice(
        source=node["source"].optional(_Node.text),
        spans=read_spans(node["spans"]),
        cue=node["cue"].text(),
        cue_spans=read_spans(node["cue_spans"]),
        force=node["force"].text(),
        polarity=node["polarity"].one_of(get_args(Polarity)),
        resolved=node["resolved"].optional(_Node.text),
    )


def _read_verdict(node: _Node) -> Verdict:
    return Verdict(
        label=node["label"].one_of(get_args(Label)),
        confidence=node["confidence"].probability(),
        reason=node["reason"].text(),
        evidence=node["evidence"].each(_read_evidence),
        voices_for=node["voices_for"].count(),
        voices_against=node["voices_against"].count(),
    )


def _read_evidence(node: _Node) -> Evidence:
    passage = Passage(
        document_id=node["document_id"].text(),
        text=node["text"].text(),
        span=node["span"].span(),
        title=node["title"].optional(_Node.text),
        publisher=node["publisher"].optional(_Node.text),
        published=node["published"].optional(_Node.day),
        url=node["url"].optional(_Node.text),
        page=node["page"].optional(_Node.count),
    )
    if passage.span[1] - passage.span[0] != len(passage.text):
        raise node["span"].error("a span that is not as long as the passage's text")
    kind = CarefulScores if "reader" in node.value and node["reader"].one_of(["careful"]) else Scores
    scores = kind(*(node[name].probability() for name in ("entailment", "neutral", "contradiction")))
    return Evidence(passage, scores, node["stance"].one_of(get_args(Stance)), node["chain"].each(_read_voice))


def _read_flag(node: _Node, article: Article) -> Flag:
    return Flag(
        rule=node["rule"].text(),
        name=node["name"].text(),
        severity=node["severity"].one_of(get_args(Severity)),
        message=node["message"].text(),
        spans=node["spans"].spans_in(article.text),
        reference=node["reference"].optional(_read_place),
        identity=node["identity"].text(),
        state=node["state"].one_of(get_args(State)),
        reason=node["reason"].optional(_Node.text),
    )


def _read_place(node: _Node) -> Place:
    return Place(node["document_id"].text(), node["spans"].spans())
