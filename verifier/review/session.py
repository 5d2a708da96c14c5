"""A reviewer at work: the queue, what has been answered, and the file into which each answer goes at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from threading import Lock, Thread
from typing import Any, Final

import msgspec

from claims.errors import InputError
from claims.records import Spans
from verifier.records import Document, Flag, Question, Report
from verifier.report.identity import claim_keys, identified
from verifier.report.wording import count, questions, speakers
from verifier.review.answers import LABELS, Answer, answers_on
from verifier.review.decisions import Decision, decision_on, now
from verifier.review.file import Change, Entry, read, record, undo
from verifier.review.messages import (
    LONGEST,
    Count,
    Look,
    Many,
    Message,
    Narrow,
    Open,
    Read,
    Say,
    Show,
    Undo,
    Withdraw,
    message_of,
)
from verifier.review.queue import OWN, Filter, Item, Stage, choices, is_flagged, items, queue, source_of
from verifier.review.standing import Decisions
from verifier.review.view import article_view, claim_view, parts, passage_view, row, shown

Reading = Callable[[str], Document]
# Answers after which nothing is left to ask about a claim, whatever its verdicts are.
_FAULTS: Final = ("wrong voice", "badly split")
_FINAL: Final = ("agree", *LABELS)


class Session:
    """The claims of some reports, and the file in which a reviewer's answers are kept.

    ``document`` gives a reference by its id, so that it can be opened at a passage; None where none are at hand.
    Raises InputError for a file of decisions that cannot be read.
    """

    def __init__(
        self, reports: Sequence[Report], decisions: Path, reviewer: str, document: Reading | None = None
    ) -> None:
        self.items: tuple[Item, ...] = items([identified(report) for report in reports])
        self.path, self.reviewer = decisions, reviewer
        self._document = document
        self._lock, self._reading = Lock(), Lock()
        # What was written, newest last; an entry's claim.
        self._done: list[Change] = []
        self._claim_of: dict[tuple[str, ...], int] = {}
        self._own: list[dict[tuple[str, ...], Entry]] = [{} for _ in self.items]
        self._notes: list[list[str]] = [[] for _ in self.items]
        self._places = {(item.article, item.number): at for at, item in enumerate(self.items)}
        self._keys = {item.article: claim_keys(item.report) for item in self.items if not item.number}
        self._resume()
        self.stages: list[Stage] = [self._stage(at) for at in range(len(self.items))]
        # What compares words takes a second to load; it does so while the queue is shown.
        if self.items:
            Thread(target=self._view, args=self.items[:1], daemon=True).start()

    def handle(self, message: Mapping[str, Any]) -> dict[str, Any]:
        """The answer to a message of the widget; of one that cannot be followed ``error`` says why.

        ``id`` and ``view``, which tell what the answer is to, are repeated.
        """
        with self._lock:
            try:
                answer = self._answer_to(message_of(message))
            except msgspec.ValidationError as error:
                answer = {"error": f"the widget asked for something that is not there ({error}); run the cell again"}
            except InputError as error:
                answer = {"error": shown(str(error))}
        return {**answer, "id": message.get("id"), "view": message.get("view")}

    def overview(self) -> str:
        """How far the review is, in one line."""
        flagged = [at for at, item in enumerate(self.items) if is_flagged(item.checked)]
        done = sum(self.stages[at] in ("decided", "unsure") for at in flagged)
        return f"{done} of {count(len(flagged), 'flagged claim')} decided, {count(len(self.items), 'claim')} in all"

    def _answer_to(self, message: Message) -> dict[str, Any]:
        match message:
            case Open():
                return self._opened()
            case Narrow(filter=wanted):
                return {"order": queue(self.items, self.stages, wanted)}
            case Show(at=at):
                return {"claim": self._claim(at)}
            case Read(article=article, part=part):
                report = self._report(article)
                if not 0 <= part < len(parts(report.article)):
                    raise InputError("the article", f"has no part {part}", "run the cell again")
                return {"article": article_view(report, part)}
            case Look():
                return {"passage": self._passage(message)}
            case Say():
                return self._said(message)
            case Count(at=at, rule=rule):
                return {"many": len(self._alike(at, rule))}
            case Many():
                return self._many(message)
            case Withdraw(at=at):
                return self._withdrawn(at)
            case Undo():
                return self._undone()

    def _opened(self) -> dict[str, Any]:
        wanted = Filter() if any(is_flagged(item.checked) for item in self.items) else Filter(shown="all")
        return {
            "rows": [row(item) for item in self.items],
            "stages": self.stages,
            "choices": {
                name: [{**asdict(each), "name": shown(each.name)} for each in found]
                for name, found in choices(self.items).items()
            },
            "filter": asdict(wanted),
            "order": queue(self.items, self.stages, wanted),
            "reviewer": shown(self.reviewer),
            "file": shown(self.path.name),
        }

    def _claim(self, at: int) -> dict[str, Any]:
        item = self._item(at)
        own = tuple(self._own[at].values())
        view = self._view(item)
        answered = {entry.question: entry.answer for entry in own if isinstance(entry, Answer)}
        for question in view["questions"]:
            question["answer"] = answered.get(question["name"])
        told = [f"You answered: {shown(_told(own))}"] if own else []
        return {**view, "told": [*told, *self._notes[at]], "answered": bool(own)}

    def _view(self, item: Item) -> dict[str, Any]:
        with self._reading:
            return claim_view(item)

    def _passage(self, asked: Look) -> dict[str, Any]:
        checked = self._item(asked.at).checked
        verdict = checked.said if asked.question == "said" else checked.so
        if verdict is None or not 0 <= asked.evidence < len(verdict.evidence):
            raise InputError("the evidence", "is not there", "run the cell again")
        evidence = verdict.evidence[asked.evidence]
        passage = evidence.passage
        if self._document is None:
            raise InputError(passage.document_id, "the references are not at hand", "name the corpus")
        document = self._document(passage.document_id)
        if document.text[slice(*passage.span)] != passage.text:
            raise InputError(passage.document_id, "has changed since the check", "check the article again")
        return passage_view(evidence, document)

    # What is answered.

    def _said(self, message: Say) -> dict[str, Any]:
        at = message.at
        entries = self._entries(at, message)
        self._record([(at, entry) for entry in entries])
        left = [name for name, _ in questions(self.items[at].checked) if not self._has(at, name, _FINAL)]
        more = f" Still open: {left[0]}. A agrees with the rest." if message.question and left else ""
        return self._saved([at], f"Saved: {_told(entries)}.{more}")

    def _entries(self, at: int, message: Say) -> tuple[Entry, ...]:
        item = self._item(at)
        reason, time = _reason(message.reason), now()
        if message.answer == "suppress":
            if not reason:
                raise InputError("the suppression", "has no reason", "say why the flags are passed over")
            chosen = [flag for flag in item.checked.flags if flag.identity in message.flags]
            if not chosen:
                raise InputError("the suppression", "names no flag of the claim", "choose one")
            return tuple(
                decision_on(
                    item.report, item.checked, flag, "false alarm", reason=reason, author=self.reviewer, time=time
                )
                for flag in chosen
            )
        return answers_on(
            item.report, [(item.number, name) for name in self._answered(at, message)], message.answer,
            right_voice=self._voice(item, message) if message.answer == "wrong voice" else None,
            right_spans=_spans(item, message) if message.answer == "badly split" else (),
            reason=reason, author=self.reviewer, time=time, keys=self._keys[item.article],
        )  # fmt: skip

    def _answered(self, at: int, message: Say) -> list[Question | None]:
        """To which questions an answer is given; None is the claim itself.

        Who agrees does so with the claim and with each verdict that is not corrected yet.
        """
        names = [name for name, _ in questions(self.items[at].checked)]
        if message.question:
            return [message.question]
        if message.answer == "agree":
            return [None, *(name for name in names if not self._has(at, name, tuple(LABELS)))]
        if message.answer in ("unsure", "later"):
            return [*names, *([None] if not names or self._has(at, None, _FAULTS) else [])]
        return [None]

    def _voice(self, item: Item, message: Say) -> str:
        report = item.report
        text = report.article.text
        if spans := _spans(item, message):
            return " … ".join(text[max(0, start) : end] for start, end in spans)
        names = [*(each.name for each in speakers([each.claim for each in report.claims]).values()), OWN]
        if message.voice is None or not 0 <= message.voice < len(names):
            raise InputError("the right voice", "is none of the article", "pick one, or mark words of the article")
        return names[message.voice]

    def _alike(self, at: int, rule: str) -> list[tuple[int, Flag]]:
        """The flags of ``rule`` that the reviewer has not decided on, on claims of the source of that at ``at``."""
        source = source_of(self._item(at).checked)
        return [
            (place, flag)
            for place, item in enumerate(self.items)
            for flag in item.checked.flags
            if flag.rule == rule and source_of(item.checked) == source and not self._decided(place, flag)
        ]

    def _many(self, message: Many) -> dict[str, Any]:
        reason, time = _reason(message.reason), now()
        if not reason:
            raise InputError("the decision", "has no reason", "say why")
        made: list[tuple[int, Entry]] = []
        for at, flag in self._alike(message.at, message.rule):
            item = self.items[at]
            made.append(
                (
                    at,
                    decision_on(
                        item.report, item.checked, flag, message.decision,
                        reason=reason, author=self.reviewer, time=time,
                    ),
                )
            )  # fmt: skip
        self._record(made)
        words = f"Saved: {message.decision} on {count(len(made), 'flag')} of {message.rule}."
        return self._saved(dict.fromkeys(at for at, _ in made), words)

    def _withdrawn(self, at: int) -> dict[str, Any]:
        self._item(at)
        own = tuple(self._own[at].values())
        if not own:
            raise InputError("the claim", "has no answer of yours", "nothing is to be taken back")
        undo(self.path, Change((), own))
        self._keep(Change(own, ()))
        self._done.append(Change(own, ()))
        return self._saved([at], "Your answers on this claim are taken back.")

    def _undone(self) -> dict[str, Any]:
        if not self._done:
            raise InputError("undo", "nothing was answered since the review was opened", "go to a claim to change it")
        done = self._done.pop()
        if done.after:
            undo(self.path, done)
        else:
            record(self.path, *done.before)
        self._keep(Change(done.after, done.before))
        places = list(dict.fromkeys(self._claim_of[entry.key] for entry in (*done.after, *done.before)))
        return {**self._saved(places, "Taken back."), "at": places[0]}

    # What is kept.

    def _resume(self) -> None:
        """Take up what the file has on these claims: the reviewer's answers; in words what others say, what lapsed."""
        decisions = Decisions(read(self.path), date.today())
        for article, report in {item.article: item.report for item in self.items}.items():
            for each in decisions.standing(report):
                if each.index is None:
                    continue
                at, entry = self._places[article, each.index], each.entry
                mine = entry.author == self.reviewer
                if mine and not each.lapsed:
                    self._own[at][entry.key] = entry
                    self._claim_of[entry.key] = at
                    continue
                who = "your answer" if mine else f"the answer of {entry.author or 'somebody'}"
                lapsed = f"Lapsed, since {each.why}: " if each.lapsed else ""
                self._notes[at].append(shown(f"{lapsed}{who}: {_told([entry])}"))

    def _record(self, made: Sequence[tuple[int, Entry]]) -> None:
        if not made:
            return
        done = record(self.path, *(entry for _, entry in made))
        self._claim_of.update({entry.key: at for at, entry in made})
        self._keep(done)
        self._done.append(done)

    def _keep(self, done: Change) -> None:
        for entry in done.before:
            self._own[self._claim_of[entry.key]].pop(entry.key, None)
        for entry in done.after:
            self._own[self._claim_of[entry.key]][entry.key] = entry

    def _saved(self, places: Iterable[int], words: str) -> dict[str, Any]:
        changed = list(places)
        for at in changed:
            self.stages[at] = self._stage(at)
        return {"stages": {str(at): self.stages[at] for at in changed}, "said": shown(words)}

    def _stage(self, at: int) -> Stage:
        """Decided is a claim that is found faulty, or of which each verdict, or each error and warning, is decided."""
        item = self.items[at]
        flags = [flag for flag in item.checked.flags if flag.severity != "note" and flag.state == "new"]
        if self._has(at, None, _FAULTS) or (flags and all(self._decided(at, flag) for flag in flags)):
            return "decided"
        asked: list[Question | None] = [name for name, _ in questions(item.checked)] or [None]
        given = [
            entry.answer for entry in self._own[at].values() if isinstance(entry, Answer) and entry.question in asked
        ]
        if len(given) < len(asked):
            return "to decide"
        return "later" if "later" in given else "unsure" if "unsure" in given else "decided"

    def _has(self, at: int, question: Question | None, answers: tuple[str, ...]) -> bool:
        own = self._own[at].values()
        return any(isinstance(e, Answer) and e.question == question and e.answer in answers for e in own)

    def _decided(self, at: int, flag: Flag) -> bool:
        own = self._own[at].values()
        return any(isinstance(entry, Decision) and entry.identity == flag.identity for entry in own)

    def _item(self, at: int) -> Item:
        if not 0 <= at < len(self.items):
            raise InputError("the claim", "is not in the queue", "run the cell again")
        return self.items[at]

    def _report(self, article: int) -> Report:
        at = self._places.get((article, 0))
        if at is None:
            raise InputError("the article", "is not in the queue", "run the cell again")
        return self.items[at].report


def _told(entries: Sequence[Entry]) -> str:
    """What was answered, in words: ``agree on the claim itself, said; suppressed …``."""
    about: dict[tuple[str, ...], list[str]] = {}
    for entry in entries:
        if isinstance(entry, Answer):
            more = tuple(each for each in (entry.right_voice, entry.right_words, entry.reason) if each)
            about.setdefault((entry.answer, *more), []).append(entry.question or "the claim itself")
        else:
            about.setdefault((entry.decision, *filter(None, [entry.reason])), []).append(entry.rule)
    return "; ".join(
        f"{what[0]} on {', '.join(names)}" + "".join(f" ({each})" for each in what[1:]) for what, names in about.items()
    )


def _spans(item: Item, message: Say) -> Spans:
    """Where the words that were marked are in the article, or those that were typed: of several the nearest."""
    typed = (message.words or "")[:LONGEST].split()
    if not typed:
        return message.spans
    spans = item.checked.claim.spans
    start = spans[0][0] if spans else 0
    pattern = re.compile(r"\s+".join(map(re.escape, typed)), re.IGNORECASE)
    found = [match.span() for match in pattern.finditer(item.report.article.text)]
    if not found:
        raise InputError("the words", "are not in the article", "type them as the article has them")
    return (min(found, key=lambda span: abs(span[0] - start)),)


def _reason(text: str | None) -> str | None:
    return " ".join((text or "").split())[:LONGEST] or None


def reviewer_name() -> str:
    """The name that the user is logged in with."""
    from getpass import getuser

    try:
        return getuser()
    except (OSError, KeyError):
        # A container may know no name for its user.
        return "reviewer"
