"""How records are worded for people: shared by the text report, the HTML report and the review notebook."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import get_args

from claims.records import Article, Claim, Interval, Voice
from verifier.records import CheckedClaim, Evidence, Flag, Label, Passage, Question, Report, Run, Severity, Verdict

LABELS: tuple[Label, ...] = get_args(Label)
SEVERITIES: tuple[Severity, ...] = get_args(Severity)
UNNAMED = "unnamed voice"
ARTICLE = "The article itself"

# What drives a terminal (C0, DEL, C1), reorders text (bidirectional marks, embeddings, overrides, isolates), cannot be
# seen (zero-width characters, soft hyphens, fillers, tags), or cannot be encoded (lone surrogates). Line ends and tabs
# are white space and kept; the joiner of an emoji shows in it.
HIDDEN = re.compile(
    "[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5"
    "\u180b-\u180f\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ud800-\udfff\ufeff\uffa0\ufff0-\ufffb"
    "\U000110bd\U000110cd\U00013430-\U00013438\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
    "|\u200d(?![\u2600-\u27bf\U0001f000-\U0001faff])"
)


def code_point(character: str) -> str:
    """A character's name in the form U+202E."""
    return f"U+{ord(character):04X}"


def visible(text: str) -> str:
    """One line of the text in which nothing acts on a terminal: hidden characters become their code points."""
    return HIDDEN.sub(lambda match: f"<{code_point(match[0])}>", " ".join(re.split(r"[ \t\r\n\u2028\u2029]+", text)))


def voice_name(voice: Voice) -> str:
    """The source in the article's words and, where they do not hold it, the full name it points to."""
    if voice.source is None:
        return UNNAMED
    if voice.resolved and voice.resolved.casefold() not in voice.source.casefold():
        return f"{voice.source} ({voice.resolved})"
    return voice.source


def chain_words(chain: Sequence[Voice]) -> str:
    """Outermost voice first: ``Bild → the German Federal Foreign Office``."""
    return " → ".join(voice_name(voice) + (", denying" if voice.polarity == "denied" else "") for voice in chain)


def time_words(time: Interval) -> str:
    """One day, or the first and the last."""
    return f"{time.start}" if time.start == time.end else f"{time.start} to {time.end}"


def passage_words(passage: Passage) -> str:
    """Title, publisher, date and tier of the document that a passage is from: what is known of them."""
    tier = f"{passage.tier} source" if passage.tier else None
    parts = (passage.title, passage.publisher, passage.published, tier)
    return ", ".join(str(part) for part in parts if part)


def document_words(passage: Passage) -> str:
    """What a document is called: its title in quotation marks, else its publisher and day, else its id.

    A day alone names no document: many are of one day.
    """
    if passage.title:
        return f"“{passage.title}”"
    if passage.publisher:
        return ", ".join(str(part) for part in (passage.publisher, passage.published) if part)
    return passage.document_id


def source_words(passage: Passage) -> str:
    """What ``passage_words`` gives, with the id of a document without title and publisher, and the page."""
    name = "" if passage.title or passage.publisher else passage.document_id
    parts = (name, passage_words(passage), f"page {passage.page}" if passage.page else "")
    return ", ".join(part for part in parts if part)


def article_words(article: Article) -> str:
    """Publisher, date and address: what is known of them."""
    return " · ".join(str(part) for part in (article.publisher, article.published, article.url) if part)


def run_words(run: Run) -> str:
    """One line on what the report depends on."""
    corpus = ", ".join(f"{key} {_short(str(value))}" for key, value in run.corpus.items())
    models = ", ".join(
        " ".join((role, *(_short(value) for value in model.values()))) for role, model in run.models.items()
    )
    parts = (f"{run.tool} {run.version}", corpus and f"corpus: {corpus}", models and f"models: {models}")
    return " · ".join(part for part in parts if part)


def _short(value: str) -> str:
    return value[:12] if re.fullmatch("[0-9a-f]{32,}", value) else value


def questions(checked: CheckedClaim) -> tuple[tuple[Question, Verdict], ...]:
    """The questions that were answered, with their answers."""
    every: tuple[tuple[Question, Verdict | None], ...] = (("said", checked.said), ("so", checked.so))
    return tuple((name, verdict) for name, verdict in every if verdict)


def best_evidence(verdict: Verdict) -> tuple[Evidence, ...]:
    """The best passage for and the best against; where there is neither, the one that comes closest."""
    first = {evidence.stance: evidence for evidence in reversed(verdict.evidence)}
    told = tuple(first[stance] for stance in ("supports", "refutes") if stance in first)
    return told or verdict.evidence[:1]


def as_of(verdict: Verdict) -> date | None:
    """The newest day of the evidence that decides a verdict, None where nothing does or no day is known."""
    return max(
        (day for each in verdict.evidence if each.stance != "neither" and (day := each.passage.published)), default=None
    )


def voices_words(verdict: Verdict) -> str:
    """How many independent voices decide, as of when: ``2 voices for, 1 against, as of 2024-03-05``; nothing where none
    does, and no day where none is known."""
    told = [count(verdict.voices_for, "voice") + " for"] if verdict.voices_for else []
    if verdict.voices_against:
        told.append(f"{verdict.voices_against if told else count(verdict.voices_against, 'voice')} against")
    if day := as_of(verdict):
        told.append(f"as of {day}")
    return ", ".join(told)


def flag_words(flag: Flag, text: str) -> str:
    """Where the words of a flag stand in the article's ``text`` and in the reference, or elsewhere in the article."""
    here = [f"“{text[start:end]}” [{start}:{end}]" for start, end in flag.spans]
    if flag.elsewhere:
        beside = (f"“{text[start:end]}” [{start}:{end}]" for start, end in flag.elsewhere)
        return f"{', '.join(here)} here, {', '.join(beside)} elsewhere"
    if flag.reference is None:
        return ""
    there = "".join(f"[{start}:{end}]" for start, end in flag.reference.spans)
    return f"{', '.join(here) or 'nothing'} here, {flag.reference.document_id}{there} there"


def why_not_words(claim: Claim) -> str:
    """Why a claim cannot be checked."""
    return f"not checkable: {claim.why_not}" if claim.why_not else "not checkable"


def count(number: int, noun: str) -> str:
    """``1 claim``, ``2 claims``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def full_name(voice: Voice) -> str:
    """The name under which a source is known: the resolved one, else the words of the article."""
    return voice.resolved or voice.source or UNNAMED


@dataclass(frozen=True, slots=True)
class Speaker:
    """A source of an article's claims, under whatever words it appears.

    ``own`` are the indices of the claims that it makes itself, ``passed`` of those in which it quotes somebody else.
    """

    name: str
    aliases: tuple[str, ...]
    own: tuple[int, ...]
    passed: tuple[int, ...]


def speaker_key(voice: Voice) -> str:
    """What is the same for all voices of one source."""
    return full_name(voice).casefold()


def speakers(claims: Sequence[Claim]) -> dict[str, Speaker]:
    """The sources by their key, in the order in which claims name them; all unnamed voices count as one."""
    names: dict[str, str] = {}
    aliases: dict[str, dict[str, str]] = {}
    told: dict[str, dict[int, bool]] = {}
    for index, claim in enumerate(claims):
        for depth, voice in enumerate(claim.chain):
            key = speaker_key(voice)
            names.setdefault(key, full_name(voice))
            told.setdefault(key, {})[index] = depth == len(claim.chain) - 1
            if voice.source and voice.source.casefold() != key:
                aliases.setdefault(key, {}).setdefault(voice.source.casefold(), voice.source)
    return {
        key: Speaker(
            name,
            tuple(aliases.get(key, {}).values()),
            tuple(index for index, own in told[key].items() if own),
            tuple(index for index, own in told[key].items() if not own),
        )
        for key, name in names.items()
    }


def claims_words(claims: Sequence[Claim]) -> str:
    """How many claims there are, whose, and how many of them cannot be checked."""
    if not claims:
        return "No claim was found in this article."
    own = sum(not claim.chain for claim in claims)
    words = [f"{own} by the article itself"] if own else []
    if own < len(claims):
        words.append(f"{len(claims) - own} by {count(len(speakers(claims)), 'voice')}")
    unchecked = sum(not claim.checkable for claim in claims)
    return f"{count(len(claims), 'claim')}: {', '.join(words)}" + (f"; {unchecked} not checkable" if unchecked else "")


def quotation_words(claim: Claim, text: str) -> str:
    """The claim's text, in quotation marks if it is word for word what the article's ``text`` quotes."""
    direct = claim.quoted and _letters("".join(text[s:e] for s, e in claim.quoted)) == _letters(claim.text)
    return f"“{claim.text}”" if direct else claim.text


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def claim_notes(claim: Claim) -> tuple[str, ...]:
    """What there is to know of a claim besides who says it: denied by whom, of which days, why not checkable."""
    notes = [f"denied by {full_name(voice)}" for voice in claim.chain if voice.polarity == "denied"]
    notes += [f"about {time_words(claim.time)}"] if claim.time else []
    return (*notes, *([] if claim.checkable else [why_not_words(claim)]))


@dataclass(frozen=True, slots=True)
class Summary:
    """What a report amounts to; ``rows`` are (name, counts in words), ``todo`` is what a person should do next."""

    rows: tuple[tuple[str, str], ...]
    todo: str


def summarise(report: Report) -> Summary:
    """Count claims, verdicts and flags."""
    claims = report.claims
    unchecked = sum(not checked.claim.checkable for checked in claims)
    attributed = sum(checked.claim.kind == "attributed" for checked in claims)
    words = f"{len(claims)}: {len(claims) - attributed} asserted, {attributed} attributed"
    if unchecked:
        words += f"; {unchecked} not checkable"
    flags = Counter(flag.severity for checked in claims for flag in checked.flags)
    rows = (
        ("claims", words),
        ("said", _label_counts(checked.said for checked in claims)),
        ("so", _label_counts(checked.so for checked in claims)),
        ("flags", ", ".join(count(flags[severity], severity) for severity in SEVERITIES if flags[severity]) or "none"),
    )
    return Summary(rows, _todo(claims))


def _label_counts(verdicts: Iterable[Verdict | None]) -> str:
    counts = Counter(verdict.label for verdict in verdicts if verdict)
    return ", ".join(f"{counts[label]} {label}" for label in LABELS if counts[label]) or "not asked"


def _todo(claims: Sequence[CheckedClaim]) -> str:
    if not claims:
        return "No claim was found in this article."
    for severity in SEVERITIES:
        numbers = [
            number
            for number, checked in enumerate(claims, 1)
            if any(flag.severity == severity for flag in checked.flags)
        ]
        if numbers:
            told = ", and compare with the evidence" if any(each.said or each.so for each in claims) else ""
            return f"Read {claim_numbers(numbers)} first, flagged as {severity}{told}."
    open_ = [
        number
        for number, checked in enumerate(claims, 1)
        if any(verdict.label == "NOT ENOUGH INFO" for _, verdict in questions(checked))
    ]
    if open_:
        return f"Nothing is flagged. The corpus says too little on {claim_numbers(open_)}: add references or ask."
    return "Nothing is flagged."


def claim_numbers(numbers: Sequence[int], most: int = 8) -> str:
    """``claim 3``, ``claims 3, 4 and 8``; no more than ``most`` of them by number."""
    words = [str(number) for number in numbers[:most]]
    if len(numbers) > most:
        words.append(f"{len(numbers) - most} more")
    if len(words) == 1:
        return f"claim {words[0]}"
    return f"claims {', '.join(words[:-1])} and {words[-1]}"
