"""What the page of a report shows of an article: its claims as cards, the worst first, each passage once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from claims.text.sentences import sentences
from claims.text.words import overlap
from verifier.records import CheckedClaim, Evidence, Flag, Passage, Report, Scores, Stance, Verdict
from verifier.report import attention, wording
from verifier.report.links import Links, address
from verifier.report.looked_for import looked_for, looked_for_words
from verifier.report.marks import Marked, Piece, flagged, flagged_wording, marks, pieces
from verifier.report.segments import Segment, headline, segments
from verifier.verdict.rules import BY_ID

# Cards of claims that need a person are unfolded, up to so many of an article.
UNFOLDED = 8
_STRONGEST: tuple[Stance, ...] = ("refutes", "supports")
# Rules that say what a verdict is, and the difference that its reason names.
_OF_VERDICTS = ("SO", "SAID")
_DIFFERENCE = re.compile(r"(?<=\()[^()]+ here, [^()]+ there(?=\))|^.+ here, .+ there$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Bearing:
    """What a passage says to a question, and with which figures."""

    question: str
    stance: Stance
    scores: Scores


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage of the evidence of a claim, with what it says to each question; ``number`` counts from 1.

    ``evidence`` has the strongest stance that it takes. ``pieces`` are its text, ``wording`` that of the claim as it
    compares with it, () of a passage that does not decide. ``link`` is where the document can be opened at these words,
    None if nowhere.
    """

    number: int
    evidence: Evidence
    bearings: tuple[Bearing, ...]
    pieces: tuple[Piece, ...]
    wording: tuple[Piece, ...]
    link: str | None


@dataclass(frozen=True, slots=True)
class Reply:
    """A question with its verdict; ``reason`` names documents by their titles, ``rules`` are flags that only say it.

    ``looked_for`` is what was asked of the references where they leave it open, "" where they do not.
    """

    question: str
    verdict: Verdict
    reason: str
    rules: tuple[Flag, ...]
    looked_for: str


@dataclass(frozen=True, slots=True)
class Notice:
    """A flag whose message names documents by their titles.

    ``elsewhere`` is the sentence of the article that has other words, where it is the article that has them, and
    ``claim`` the number of the claim that begins there, None where none does.
    """

    flag: Flag
    message: str
    elsewhere: tuple[Piece, ...] = ()
    claim: int | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """A claim as it is shown: ``best`` are the passages that decide, ``further`` the others.

    ``flags`` are those that say more than the replies do.
    """

    number: int
    checked: CheckedClaim
    group: attention.Group
    unfolded: bool
    wording: tuple[Piece, ...]
    replies: tuple[Reply, ...]
    flags: tuple[Notice, ...]
    best: tuple[Quote, ...]
    further: tuple[Quote, ...]
    voice: str

    @property
    def gist(self) -> str:
        """What is wrong, in a few words, "" where nothing is: what a check found differs, else what the rule says."""
        flags = sorted(
            (flag for flag in self.checked.flags if flag.state == "new" and flag.severity != "note"),
            key=lambda flag: (flag.severity != "error", flag.rule.startswith(_OF_VERDICTS)),
        )
        if not flags:
            return ""
        first = flags[0]
        if first.rule in BY_ID and first.rule.startswith(_OF_VERDICTS):
            told = _DIFFERENCE.search(first.message)
            words = told[0] if told else BY_ID[first.rule].summary.rstrip(".")
        else:
            words = next((each.message for each in self.flags if each.flag is first), first.message).rstrip(".")
        return words[:1].upper() + words[1:]


@dataclass(frozen=True, slots=True)
class Story:
    """An article with its cards in reading order; ``number`` counts from 1 in the order of the reports."""

    number: int
    report: Report
    headline: str
    segments: tuple[Segment, ...]
    cards: tuple[Card, ...]

    def of(self, group: attention.Group) -> tuple[Card, ...]:
        """The cards of a group, in reading order."""
        return tuple(card for card in self.cards if card.group == group)

    @property
    def voices(self) -> tuple[str, ...]:
        """Who makes claims in the article, in its order."""
        return tuple(dict.fromkeys(card.voice for card in self.cards))

    @property
    def alone(self) -> bool:
        """Whether the article was held against itself, without references."""
        return not self.report.run.corpus and not self.documents

    @property
    def documents(self) -> int:
        """How many references are quoted."""
        quotes = (quote for card in self.cards for quote in (*card.best, *card.further))
        return len({quote.evidence.passage.document_id for quote in quotes})


def story(number: int, report: Report, links: Links) -> Story:
    """Everything that the page of a report shows."""
    left = UNFOLDED
    cards = {}
    groups = [attention.group(checked) for checked in report.claims]
    for index in sorted(range(len(groups)), key=lambda index: (attention.GROUPS.index(groups[index]), index)):
        unfolded = groups[index] in ("error", "conflict") and left > 0
        left -= unfolded
        cards[index] = card(report, index, unfolded=unfolded, links=links)
    in_order = tuple(cards[index] for index in range(len(groups)))
    return Story(number, report, headline(report.article), segments(report), in_order)


def card(report: Report, index: int, *, unfolded: bool, links: Links) -> Card:
    """The card of the claim with this index."""
    checked = report.claims[index]
    best, further = _quotes(report, checked, links)
    titles = _titles(checked)
    replies: list[Reply] = []
    said: set[Flag] = set()
    for question, verdict in wording.questions(checked):
        echoes = tuple(flag for flag in checked.flags if flag.message == f"{question}: {verdict.reason}")
        said.update(echoes)
        found = looked_for(report, checked, question)
        looked = looked_for_words(found, checked.claim.text) if found and found.documents else ""
        replies.append(Reply(question, verdict, _titled(verdict.reason, titles), echoes, looked))
    flags = tuple(_notice(report, flag, titles) for flag in checked.flags if flag not in said)
    chain = checked.claim.chain
    return Card(
        number=index + 1,
        checked=checked,
        group=attention.group(checked),
        unfolded=unfolded,
        wording=best[0].wording if best else _flagged_wording(report, checked),
        replies=tuple(replies),
        flags=flags,
        best=best,
        further=further,
        voice=wording.full_name(chain[-1]) if chain else wording.ARTICLE,
    )


def _notice(report: Report, flag: Flag, titles: Mapping[str, str]) -> Notice:
    message = _titled(flag.message, titles)
    if not flag.elsewhere:
        return Notice(flag, message)
    text, words = report.article.text, flag.elsewhere
    start, end = next((span for span in sentences(text) if overlap(span, words[0])), words[0])
    inside = tuple((max(first, start) - start, min(last, end) - start) for first, last in words)
    inside = tuple(span for span in inside if span[0] < span[1])
    there = (
        number
        for number, checked in enumerate(report.claims, 1)
        if any(overlap(span, words[0]) for span in checked.claim.spans)
    )
    return Notice(flag, message, pieces(text[start:end], Marked((), inside)), next(there, None))


def _quotes(report: Report, checked: CheckedClaim, links: Links) -> tuple[tuple[Quote, ...], tuple[Quote, ...]]:
    """The passages that decide, then the others; the one on which the claim fails comes first."""
    bearings: dict[Passage, list[Bearing]] = {}
    first: dict[Passage, Evidence] = {}
    deciding: list[Passage] = []
    for question, verdict in wording.questions(checked):
        for evidence in verdict.evidence:
            first.setdefault(evidence.passage, evidence)
            told = bearings.setdefault(evidence.passage, [])
            # Two statements may stand in one passage; the first, which is the better one, speaks for it.
            if not any(bearing.question == question for bearing in told):
                told.append(Bearing(question, evidence.stance, evidence.scores))
        deciding += [evidence.passage for evidence in wording.best_evidence(verdict)]
    flags = [flag for flag in checked.flags if flag.reference and flag.state == "new"]
    named = [passage for passage, evidence in first.items() if flagged(flags, evidence)[0]]
    first_shown = list(dict.fromkeys((*named[:1], *deciding)))
    decided = [passage for passage in first_shown if any(bearing.stance != "neither" for bearing in bearings[passage])]
    # What merely comes near is worth reading only where nothing speaks for or against.
    shown = [passage for passage in first_shown if passage in decided or passage in named] or first_shown[:1]
    order = [*shown, *(passage for passage in first if passage not in shown)]
    quotes = []
    for number, passage in enumerate(order, 1):
        stances = {bearing.stance for bearing in bearings[passage]}
        evidence = replace(first[passage], stance=next((each for each in _STRONGEST if each in stances), "neither"))
        if passage in shown:
            found = marks(report.article, checked, evidence)
            passage_pieces, in_wording = pieces(passage.text, found.passage), pieces(checked.claim.text, found.claim)
        else:
            passage_pieces, in_wording = pieces(passage.text, Marked((), flagged(checked.flags, evidence)[1])), ()
        quotes.append(
            Quote(number, evidence, tuple(bearings[passage]), passage_pieces, in_wording, address(passage, links))
        )
    return tuple(quotes[: len(shown)]), tuple(quotes[len(shown) :])


def _flagged_wording(report: Report, checked: CheckedClaim) -> tuple[Piece, ...]:
    return pieces(checked.claim.text, Marked((), flagged_wording(report.article, checked)))


def _titles(checked: CheckedClaim) -> Mapping[str, str]:
    """What documents of the evidence are called, by their ids."""
    passages = [evidence.passage for _, verdict in wording.questions(checked) for evidence in verdict.evidence]
    return {passage.document_id: wording.document_words(passage) for passage in passages}


def _titled(message: str, titles: Mapping[str, str]) -> str:
    """A message of the judge in which documents have their titles: where it names them, and nowhere else."""
    if not titles:
        return message
    ids = "|".join(re.escape(one) for one in sorted(titles, key=len, reverse=True))
    return re.sub(
        rf"(^|^(?:said|so): |(?:\bin|\band|;|,) )({ids})(?=$|[.,;]| (?:and|says?)\b| \()",
        lambda match: match[1] + titles[match[2]],
        message,
    )


def ranked(stories: Sequence[Story]) -> Iterator[Story]:
    """The articles of a batch, the one that needs a person most first."""
    yield from sorted(stories, key=lambda each: (attention.rank(each.report), each.number))
