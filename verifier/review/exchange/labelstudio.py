"""Answers as tasks of Label Studio, and back.

A task is an article: each claim is a region with what the checker says as a prediction, and each reviewer's answers are
an annotation. Offsets count code points of the text, as Label Studio stores them and as Python counts; a carriage
return, which a browser drops, stands as a blank or, alone, as a line end. What Label Studio has no field for goes
along in the data of the task, and an answer that nobody changed there comes back as it was.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from claims.errors import InputError
from claims.records import Span, Spans
from verifier.records import CheckedClaim, Report, Verdict
from verifier.report.identity import article_key, claim_keys, evidence_of, identity
from verifier.report.json import dump
from verifier.report.wording import chain_words, questions
from verifier.review.answers import LABELS, ON_FINDING, ON_QUESTION, Answer
from verifier.review.file import Entry, entry_of, row_of
from verifier.review.standing import Decisions

CLAIM, RIGHT = "claim", "right words"
# The controls of the labelling configuration, by the question that an answer is to.
_CHOICES: Final = {"said": "said", "so": "so", "": "finding"}
_WORDS = {label: word for word, label in LABELS.items()}
_REMEDY = "give a file that `sayso review export --to labelstudio` wrote, or Label Studio's export of it as JSON"


def config() -> str:
    """The labelling configuration of a project for these tasks."""
    lines = [
        "<View>",
        '  <Labels name="label" toName="text">',
        f'    <Label value="{CLAIM}" background="#1f4e79"/>',
        f'    <Label value="{RIGHT}" background="#2e7d32"/>',
        "  </Labels>",
        "  <Style>.htx-text { white-space: pre-wrap; }</Style>",
        '  <Text name="text" value="$text" granularity="word"/>',
    ]
    for question, name in _CHOICES.items():
        lines.append(f'  <Choices name="{name}" toName="text" perRegion="true" choice="single">')
        lines += [f'    <Choice value="{word}"/>' for word in (ON_QUESTION if question else ON_FINDING)]
        lines.append("  </Choices>")
        lines.append(f'  <TextArea name="{name}_reason" toName="text" perRegion="true" maxSubmissions="1"/>')
    lines.append('  <TextArea name="right_voice" toName="text" perRegion="true" maxSubmissions="1"/>')
    lines.append('  <TextArea name="reviewer" toName="text" maxSubmissions="1"/>')
    return "\n".join([*lines, "</View>", ""])


def render(entries: Iterable[Entry], reports: Sequence[Report]) -> str:
    """A task for each of the ``identified`` reports; what is on other articles is left out."""
    given = tuple(entries)
    return dump([_task(report, given) for report in reports], indent=2) + "\n"


def of_article(entries: Iterable[Entry], report: Report) -> tuple[Entry, ...]:
    """Those of the entries that are on the article of a report."""
    return tuple(standing.entry for standing in Decisions(entries, date.min).standing(report))


def parse(text: str, name: str) -> Iterator[Entry | InputError]:
    """The entries of such tasks, in order; in place of what is none an error."""
    try:
        tasks = json.loads(text)
    except (ValueError, RecursionError) as error:
        yield InputError(name, f"cannot be read ({error})", _REMEDY)
        return
    if not isinstance(tasks, list):
        yield InputError(name, "not a list of tasks", _REMEDY)
        return
    for number, task in enumerate(tasks, 1):
        where = f"{name} task {number}"
        try:
            yield from _entries(task, where)
        except InputError as error:
            yield error
        except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
            yield InputError(where, f"not a task of `sayso review` ({type(error).__name__}: {error})", _REMEDY)


def _task(report: Report, entries: Sequence[Entry]) -> dict[str, Any]:
    article, decisions = report.article, Decisions(entries, date.min)
    text = _shown(article.text)
    regions = [
        _region(article_key(article), each, key) for each, key in zip(report.claims, claim_keys(report), strict=True)
    ]
    spans = [checked.claim.spans for checked in report.claims]
    region_of: dict[Entry, str] = {}
    by_author: dict[str, dict[int, list[Answer]]] = defaultdict(lambda: defaultdict(list))
    for index, standings in enumerate(decisions.answers(report)):
        for each in standings:
            if isinstance(each.entry, Answer):
                region_of[each.entry] = regions[index]["identity"]
                by_author[each.entry.author or ""][index].append(each.entry)
    annotations = []
    for author, answered in sorted(by_author.items()):
        result = [_area("reviewer", "reviewer", author, {})] if author else []
        for index, answers in answered.items():
            result += _annotated(regions[index]["identity"], answers, spans[index], text)
        annotations.append({"result": result})
    own = [standing.entry for standing in decisions.standing(report)]
    return {
        "data": {
            "text": text,
            "title": article.title,
            "article_id": article.id,
            "claims": regions,
            "entries": [{"region": region_of.get(entry), "entry": row_of(entry)} for entry in own],
        },
        "predictions": [
            {
                "model_version": f"{report.run.tool} {report.run.version}",
                "result": [
                    part for region, each in zip(regions, spans, strict=True) for part in _predicted(region, each, text)
                ],
            }
        ],
        "annotations": annotations,
    }


def _shown(text: str) -> str:
    """The text as a browser has it, with as many characters."""
    return text.replace("\r\n", " \n").replace("\r", "\n")


def _region(article: str, checked: CheckedClaim, key: tuple[str, int]) -> dict[str, Any]:
    """What of a claim goes along, so that an answer can be made of a choice."""
    verdicts = dict(questions(checked))
    return {
        "identity": identity(article, *key),
        "article": article,
        "content": key[0],
        "claim": checked.claim.text,
        "voices": chain_words(checked.claim.chain),
        "rules": list(dict.fromkeys(flag.rule for flag in checked.flags)),
        "said": _seen(verdicts.get("said")),
        "so": _seen(verdicts.get("so")),
    }


def _seen(verdict: Verdict | None) -> dict[str, Any] | None:
    if verdict is None:
        return None
    return {
        "label": verdict.label,
        "confidence": round(verdict.confidence, 4),
        "deciding": dict(evidence_of(verdict, shown=False)),
        "shown": dict(evidence_of(verdict, shown=True)),
    }


def _marks(id_: str, spans: Spans, text: str, label: str = CLAIM) -> list[dict[str, Any]]:
    """A region for each span; that of a claim has its id, what else belongs to it a number behind it."""
    ids = [f"{id_}-{number}" if number or label != CLAIM else id_ for number in range(len(spans))]
    return [
        {
            "id": own, "from_name": "label", "to_name": "text", "type": "labels",
            "value": {"start": start, "end": end, "text": text[start:end], "labels": [label]},
        }
        for own, (start, end) in zip(ids, spans, strict=True)
    ]  # fmt: skip


def _choice(id_: str, name: str, word: str, place: Mapping[str, int]) -> dict[str, Any]:
    value = {**place, "choices": [word]}
    return {"id": id_, "from_name": name, "to_name": "text", "type": "choices", "value": value}


def _area(id_: str, name: str, words: str, place: Mapping[str, int]) -> dict[str, Any]:
    value = {**place, "text": [words]}
    return {"id": id_, "from_name": name, "to_name": "text", "type": "textarea", "value": value}


def _place(spans: Spans) -> dict[str, int]:
    return {"start": spans[0][0], "end": spans[0][1]} if spans else {}


def _predicted(region: Mapping[str, Any], spans: Spans, text: str) -> Iterator[dict[str, Any]]:
    """The claim, and for each question the answer that would agree with its verdict; none for a conflict."""
    yield from _marks(region["identity"], spans, text)
    for question in ("said", "so"):
        seen = region[question]
        if seen and (word := _WORDS.get(seen["label"])):
            yield {**_choice(region["identity"], question, word, _place(spans)), "score": seen["confidence"]}


def _annotated(id_: str, answers: Sequence[Answer], spans: Spans, text: str) -> Iterator[dict[str, Any]]:
    place = _place(spans)
    yield from _marks(id_, spans, text)
    for answer in answers:
        name = _CHOICES[answer.question or ""]
        yield _choice(id_, name, answer.answer, place)
        if answer.reason:
            yield _area(id_, f"{name}_reason", answer.reason, place)
        if answer.right_voice:
            yield _area(id_, "right_voice", answer.right_voice, place)
        yield from _marks(f"{id_}-right", answer.right_spans, text, RIGHT)


def _entries(task: Mapping[str, Any], where: str) -> Iterator[Entry]:
    """What the annotations of a task say, and what of its entries they cannot say."""
    data = task["data"]
    claims: dict[str, Mapping[str, Any]] = {claim["identity"]: claim for claim in data["claims"]}
    known: dict[tuple[str, str, str], Answer] = {}
    for number, row in enumerate(data["entries"], 1):
        entry = entry_of(row["entry"], f"{where} entry {number}")
        if isinstance(entry, Answer) and row["region"] in claims:
            known[row["region"], entry.question or "", entry.author or ""] = entry
        else:
            yield entry
    for annotation in task["annotations"]:
        if annotation.get("was_cancelled"):
            continue
        result: list[Mapping[str, Any]] = annotation["result"]
        said = {(part["id"], part["from_name"]): part["value"] for part in result if part["type"] != "labels"}
        author = _author(annotation, said.get(("reviewer", "reviewer")))
        rights = _rights(
            result, {id_ for (id_, name), value in said.items() if value.get("choices") == ["badly split"]}
        )
        for id_, claim in claims.items():
            for question, name in _CHOICES.items():
                if not (chosen := said.get((id_, name))):
                    continue
                found = {
                    "answer": chosen["choices"][0],
                    "reason": _words(said.get((id_, f"{name}_reason"))),
                    "right_voice": None if question else _words(said.get((id_, "right_voice"))),
                    "right_spans": () if question else rights.get(id_, ()),
                }
                before = known.get((id_, question, author))
                if before and found == {field: getattr(before, field) for field in found}:
                    yield before
                else:
                    yield _answer(found, question, claim, author, annotation, data, f"{where} claim {id_}")


def _answer(
    found: Mapping[str, Any], question: str, claim: Mapping[str, Any], author: str,
    annotation: Mapping[str, Any], data: Mapping[str, Any], where: str,
) -> Answer:  # fmt: skip
    """What was answered in Label Studio, at the time of the annotation."""
    seen = claim[question] if question else None
    if question and seen is None:
        raise InputError(where, f"{question} is not asked of it", "take that choice back")
    row = {
        **{name: claim[name] for name in ("identity", "article", "content", "claim", "voices", "rules")},
        "about": "claim",
        "article_id": data["article_id"],
        "question": question or None,
        "answer": found["answer"],
        "label": seen["label"] if seen else None,
        "confidence": seen["confidence"] if seen else None,
        "evidence": {},
        "right_voice": found["right_voice"],
        "right_spans": [list(span) for span in found["right_spans"]],
        "right_words": " … ".join(data["text"][start:end] for start, end in found["right_spans"]) or None,
        "reason": found["reason"],
        "author": author or None,
        "time": annotation.get("updated_at") or annotation.get("created_at"),
    }
    answer = entry_of(row, where)
    if seen and isinstance(answer, Answer):
        row["evidence"] = seen["shown" if answer.rests_on_shown else "deciding"]
        answer = entry_of(row, where)
    if not isinstance(answer, Answer):
        raise InputError(where, "no answer on a claim", _REMEDY)
    return answer


def _author(annotation: Mapping[str, Any], reviewer: Mapping[str, Any] | None) -> str:
    """Who annotated: the name given in the task, else who Label Studio says completed it."""
    by = annotation.get("completed_by")
    user = by.get("email") if isinstance(by, dict) else f"annotator {by}" if by else ""
    return _words(reviewer) or str(user or "")


def _words(area: Mapping[str, Any] | None) -> str | None:
    return " ".join(area["text"]) or None if area else None


def _rights(result: Sequence[Mapping[str, Any]], split: set[str]) -> dict[str, Spans]:
    """The right words of the claims that are badly split: those marked for one, or else the nearest to it."""
    starts = {part["id"]: part["value"]["start"] for part in result if part["id"] in split and "start" in part["value"]}
    found: dict[str, list[Span]] = defaultdict(list)
    for part in result:
        if part["type"] != "labels" or RIGHT not in part["value"]["labels"] or not starts:
            continue
        start, end = part["value"]["start"], part["value"]["end"]
        own, _, _ = part["id"].rpartition("-right-")
        nearest = min(starts, key=lambda id_: (abs(starts[id_] - start), id_))
        found[own if own in starts else nearest].append((start, end))
    return {id_: tuple(sorted(spans)) for id_, spans in found.items()}
