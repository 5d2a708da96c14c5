"""What holds of decisions and answers in a report, and what lapsed and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Literal

from claims.records import Article
from verifier.nli.windows import COMMON
from verifier.records import CheckedClaim, Flag, Report, State
from verifier.references.alignment import folded, words
from verifier.report.identity import article_key, claim_keys, content_key, evidence_of, identified, identity, is_digest
from verifier.report.wording import chain_words, questions
from verifier.review.answers import Answer
from verifier.review.decisions import Decision, OnFlag
from verifier.review.file import Entry
from verifier.verdict.flags import OF_VERDICTS
from verifier.verdict.rules import BY_ID, DEFAULT

# ``evidence``: it is another one; ``expired``: its day is over; ``gone``: no such flag or claim is there; ``replaced``:
# its author answered anew when the article had another text.
Lapse = Literal["evidence", "expired", "gone", "replaced"]

_STATES: dict[OnFlag, State] = {"known": "known", "false alarm": "suppressed", "right": "new"}
_LABEL_OF = {rule: label for (_, label), rule in OF_VERDICTS.items()}
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Standing:
    """An entry in a report: it holds, or it lapsed, and ``why`` in words. ``index`` is that of its claim, if any."""

    entry: Entry
    lapsed: Lapse | None = None
    why: str = ""
    index: int | None = None


class Decisions:
    """Decisions and answers by what they are about, as they hold on a day."""

    def __init__(self, entries: Iterable[Entry], today: date) -> None:
        self.entries = tuple(entries)
        self.today = today
        self._flags: dict[str, list[Decision]] = defaultdict(list)
        self._texts: dict[tuple[str, str], list[Decision]] = defaultdict(list)
        self._claims: dict[str, list[Answer]] = defaultdict(list)
        self._articles: dict[str, list[Entry]] = defaultdict(list)
        self._earlier: dict[str, set[str]] = defaultdict(set)
        for entry in self.entries:
            self._articles[entry.article].append(entry)
            if is_digest(entry.article):
                self._earlier[entry.article_id].add(entry.article)
            if isinstance(entry, Answer):
                self._claims[entry.identity].append(entry)
                continue
            self._flags[entry.identity].append(entry)
            if is_digest(entry.article):
                self._texts[entry.article_id, entry.content].append(entry)

    def raised(self, report: Report, on: Set[str] = DEFAULT) -> Report:
        """The ``identified`` report with a flag where a reviewer says that a verdict assures too much.

        Nobody is to be assured of what a person found to be otherwise: a claim that one holds to be refuted is flagged
        as refuted claims are, and a supported one of which the references are said to be silent as such claims are,
        under the rules that are ``on``.
        """
        claims = []
        for checked, found in zip(report.claims, self.answers(report), strict=True):
            answers = [each.entry for each in found if isinstance(each.entry, Answer) and not each.lapsed]
            known = {flag.rule for flag in checked.flags}
            own = {flag.rule: flag for flag in _doubts(checked, answers) if flag.rule in on and flag.rule not in known}
            claims.append(replace(checked, flags=(*own.values(), *checked.flags)))
        return identified(replace(report, claims=tuple(claims)))

    def applied(self, report: Report) -> Report:
        """The ``identified`` report with the state of each flag that somebody decided on.

        A flag of a claim that reviewers judged to be fine is suppressed, unless somebody decided on the flag itself or
        a reviewer sees it otherwise. A text without address and id is known by its digest; where it was edited, an
        entry still meets the same flag or claim in the article of the same name.
        """
        answers = self.answers(report)
        claims = []
        for checked, found in zip(report.claims, answers, strict=True):
            standing = [each.entry for each in found if isinstance(each.entry, Answer) and not each.lapsed]
            flags = []
            for flag in checked.flags:
                if decided := self._on(report, checked, flag):
                    state, reason = _state(decided)
                    flag = replace(flag, state=state, reason=reason)
                elif reason := _quieted(checked, flag, standing):
                    flag = replace(flag, state="suppressed", reason=reason)
                flags.append(flag)
            claims.append(replace(checked, flags=tuple(flags)))
        return replace(report, claims=tuple(claims))

    def answers(self, report: Report) -> tuple[tuple[Standing, ...], ...]:
        """For each claim of a report the last answer of each reviewer to each question, that holds or lapsed."""
        return tuple(found for found, _ in self._answered(report))

    def _answered(self, report: Report) -> Iterator[tuple[tuple[Standing, ...], tuple[Standing, ...]]]:
        """For each claim the answers that ``answers`` gives, and those that they replace."""
        keys = self._keys(report.article)
        for index, (checked, (content, occurrence)) in enumerate(zip(report.claims, claim_keys(report), strict=True)):
            met = [each for key in keys for each in self._claims.get(identity(key, content, occurrence), ())]
            met.sort(key=_time_of)
            last = {(answer.author, answer.question): answer for answer in met}
            yield (
                tuple(_standing(answer, checked, index) for answer in last.values()),
                tuple(
                    Standing(answer, "replaced", "there is a newer answer", index)
                    for answer in met
                    if last[answer.author, answer.question] is not answer
                ),
            )

    def standing(self, report: Report) -> tuple[Standing, ...]:
        """Every entry on the article of an ``identified`` report, by claim, then those whose claim is gone.

        Another text of the same name is an earlier one of the article where one of its entries speaks of what the
        article speaks of. Else it is a file of another folder, whose entries nobody is to be told to drop.
        """
        met: dict[tuple[str, ...], Standing] = {}
        for index, (checked, (found, replaced)) in enumerate(zip(report.claims, self._answered(report), strict=True)):
            for flag in checked.flags:
                for entry in self.met(report, checked, flag):
                    over = self._is_over(entry)
                    why = f"it was to hold up to {entry.expires}" if over else ""
                    met[entry.key] = Standing(entry, "expired" if over else None, why, index)
            met |= {each.entry.key: each for each in (*replaced, *found)}
        own, *earlier = self._keys(report.article)
        told = _words(report.article.text) if earlier else set()
        for key in (own, *earlier):
            entries = self._articles.get(key, ())
            if key == own or any(_is_near(entry, told) for entry in entries):
                others = [entry for entry in entries if entry.key not in met]
                met |= {entry.key: _unmet(entry, report) for entry in others}
        return tuple(met.values())

    def met(self, report: Report, checked: CheckedClaim, flag: Flag) -> Sequence[Decision]:
        """The entries on a flag of an ``identified`` report, those whose day is over too."""
        entries = self._flags.get(flag.identity, ())
        if entries or not self._texts or not is_digest(key := article_key(report.article)):
            return entries
        # In the very text of the entry this is another flag of the same words.
        found = self._texts.get((report.article.id, content_key(checked, flag)), ())
        return [entry for entry in found if entry.article != key]

    def expired(self) -> tuple[Decision, ...]:
        """Those whose day has passed."""
        return tuple(entry for entry in self.entries if isinstance(entry, Decision) and self._is_over(entry))

    def _keys(self, article: Article) -> tuple[str, ...]:
        """The key of an article, and those of earlier texts of the same name where it has only its text."""
        key = article_key(article)
        earlier = self._earlier.get(article.id, set()) if is_digest(key) else set()
        return (key, *sorted(earlier - {key}))

    def _on(self, report: Report, checked: CheckedClaim, flag: Flag) -> list[Decision]:
        return [entry for entry in self.met(report, checked, flag) if not self._is_over(entry)]

    def _is_over(self, entry: Decision) -> bool:
        return entry.expires is not None and entry.expires < self.today


def unmet(standing: Iterable[Standing]) -> dict[Decision, Standing]:
    """Of what stands in some reports the decisions on flags that meet none in any of them."""
    found: dict[Decision, Standing] = {}
    met = set()
    for each in standing:
        if not isinstance(each.entry, Decision):
            continue
        if each.lapsed in ("gone", "evidence"):
            found.setdefault(each.entry, each)
        else:
            met.add(each.entry)
    return {entry: each for entry, each in found.items() if entry not in met}


def _doubts(checked: CheckedClaim, answers: Sequence[Answer]) -> Iterator[Flag]:
    """The flags of verdicts that are less sure than reviewers' answers leave them, the last answer's last."""
    for question, verdict in questions(checked):
        for answer in sorted(answers, key=_time_of):
            label = answer.told if answer.question == question else None
            worse = label == "REFUTED" or (label == "NOT ENOUGH INFO" and verdict.label == "SUPPORTED")
            if label and worse and label != verdict.label:
                rule = BY_ID[OF_VERDICTS[question, label]]
                who = answer.author or "a reviewer"
                why = f": {answer.reason}" if answer.reason else ""
                message = f"{question}: {answer.answer}, says {who}, and not {verdict.label}{why}"
                yield Flag(rule.id, rule.name, rule.severity, message, checked.claim.spans)


def _time_of(entry: Entry) -> tuple[datetime, str]:
    return entry.time or _LONG_AGO, entry.article


def _state(decided: Sequence[Decision]) -> tuple[State, str | None]:
    """The state by the last decision; no false alarm is what another reviewer holds to be right."""
    last = max(decided, key=lambda entry: (_time_of(entry), entry.decision == "right"))
    right = [entry for entry in decided if entry.decision == "right"]
    if last.decision == "false alarm" and right:
        return "new", right[-1].reason
    return _STATES[last.decision], last.reason


def _standing(answer: Answer, checked: CheckedClaim, index: int) -> Standing:
    if answer.question is None:
        return Standing(answer, index=index)
    verdict = dict(questions(checked)).get(answer.question)
    if verdict is None:
        return Standing(answer, "gone", f"{answer.question} is not asked of it any more", index)
    here, there = dict(evidence_of(verdict, shown=answer.rests_on_shown)), dict(answer.evidence)
    told = {
        "new evidence": here.keys() - there.keys(),
        "no evidence any more": there.keys() - here.keys(),
        "in other words": {id_ for id_ in here.keys() & there.keys() if here[id_] != there[id_]},
    }
    why = "; ".join(f"{what}: {', '.join(sorted(ids))}" for what, ids in told.items() if ids)
    return Standing(answer, "evidence" if why else None, why, index)


def _unmet(entry: Entry, report: Report) -> Standing:
    same = _claims_of(entry, report)
    index = next(same, None)
    if index is None:
        return Standing(entry, "gone", "the article does not make this claim any more")
    if isinstance(entry, Answer):
        return Standing(entry, "gone", "the article makes this claim less often", index)
    if any(flag.rule == entry.rule for each in (index, *same) for flag in report.claims[each].flags):
        return Standing(entry, "evidence", "the evidence is another one", index)
    return Standing(entry, "gone", f"{entry.rule} is not raised on it", index)


def _is_near(entry: Entry, told: Set[str]) -> bool:
    """Whether half of what an entry's claim speaks of is among the words ``told`` in an article."""
    asked = _words(entry.claim)
    return 2 * len(asked & told) >= len(asked)


def _words(text: str) -> set[str]:
    return {folded(word.text) for word in words(text, ((0, len(text)),))} - COMMON


def _claims_of(entry: Entry, report: Report) -> Iterator[int]:
    for index, checked in enumerate(report.claims):
        if checked.claim.text == entry.claim and chain_words(checked.claim.chain) == entry.voices:
            yield index


def _quieted(checked: CheckedClaim, flag: Flag, answers: Sequence[Answer]) -> str | None:
    """Why nobody has to look at a flag: every reviewer of what it is about sees the claim otherwise than it does.

    That is so where each of the questions that its rule is about, and that were asked, was answered as supported; and
    of a rule that says what a verdict says, also where the references are said to be silent and it says that they
    contradict.
    """
    asked = [name for name, _ in questions(checked) if (rule := BY_ID.get(flag.rule)) and name in rule.questions]
    by_question = [[each for each in answers if each.question == name and each.answer != "later"] for name in asked]
    if not by_question or not all(by_question):
        return None
    silent = _LABEL_OF.get(flag.rule) in ("REFUTED", "CONFLICTING")
    fine = ("SUPPORTED", "NOT ENOUGH INFO") if silent else ("SUPPORTED",)
    told = [each for group in by_question for each in group]
    if not all(each.told in fine for each in told):
        return None
    last = max(told, key=_time_of)
    return f"{last.words}" + (f" by {last.author}" if last.author else "") + (f": {last.reason}" if last.reason else "")
