"""What the review widget shows of a claim, an article and a passage: plain values, set as text and never as markup."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from claims.records import Article, Claim
from verifier.records import CheckedClaim, Document, Evidence, Flag, Label, Question, Report
from verifier.report import wording
from verifier.report.links import address
from verifier.report.marks import marks, pieces, sureness
from verifier.report.segments import headline
from verifier.report.split_html import look, segments
from verifier.report.story import Reply, card
from verifier.review.queue import Item, is_flagged, source_name
from verifier.verdict.rules import BY_ID

# Characters of an article that are sent at once, and of a reference around a passage.
PART, AROUND = 20_000, 3_000
# Characters of a claim in the list of the queue.
_SHORT = 160
# Evidence of a verdict that is shown; more than this nobody reads.
_MOST = 12

_BREAK = re.compile(r"\n\s*\n")
_PLAIN: Mapping[tuple[Question, Label], str] = {
    ("said", "SUPPORTED"): "Yes: it is on record.",
    ("said", "REFUTED"): "No: the references have it otherwise.",
    ("said", "CONFLICTING"): "The references disagree.",
    ("said", "NOT ENOUGH INFO"): "Open: no reference shows it.",
    ("so", "SUPPORTED"): "Yes: the references say so.",
    ("so", "REFUTED"): "No: the references say otherwise.",
    ("so", "CONFLICTING"): "The references disagree.",
    ("so", "NOT ENOUGH INFO"): "Open: no reference settles it.",
}


def row(item: Item) -> dict[str, Any]:
    """A claim in the list of the queue: few characters, since there may be thousands."""
    checked = item.checked
    flags = checked.flags
    return {
        "article": item.article,
        "number": item.number + 1,
        "text": shown(checked.claim.text[:_SHORT]) + ("…" if len(checked.claim.text) > _SHORT else ""),
        "source": shown(source_name(checked)[:_SHORT]),
        "severity": next((s for s in wording.SEVERITIES if any(flag.severity == s for flag in flags)), ""),
        "flagged": is_flagged(checked),
    }


def claim_view(item: Item) -> dict[str, Any]:
    """A claim with who says it, what is flagged, and both questions with their evidence."""
    report, checked = item.report, item.checked
    claim = checked.claim
    looks = _looks(report)
    told = card(report, item.number, unfolded=True, links={})
    messages = [
        *((flag, _summary(flag)) for reply in told.replies for flag in reply.rules),
        *((each.flag, each.message) for each in told.flags),
    ]
    return {
        "article": item.article,
        "number": item.number + 1,
        "part": part_of(report.article, claim),
        "text": [[shown(piece.text), piece.sign] for piece in told.wording],
        "chain": [
            {
                "name": shown(wording.voice_name(voice)),
                "cue": shown(voice.cue),
                "denied": voice.polarity == "denied",
                "look": looks[wording.speaker_key(voice)],
            }
            for voice in claim.chain
        ],
        "about": wording.time_words(claim.time) if claim.time else "",
        "why_not": "" if claim.checkable else wording.why_not_words(claim),
        "flags": sorted((_flag(flag, words, report.article) for flag, words in messages), key=_severity),
        "questions": [_question(report.article, checked, reply) for reply in told.replies],
    }


def _summary(flag: Flag) -> str:
    """Of a flag that only says what a verdict does: what its rule says."""
    return BY_ID[flag.rule].summary if flag.rule in BY_ID else flag.message


def _severity(flag: Mapping[str, Any]) -> int:
    return wording.SEVERITIES.index(flag["severity"])


def _flag(flag: Flag, words: str, article: Article) -> dict[str, Any]:
    return {
        "identity": flag.identity,
        "rule": flag.rule,
        "name": flag.name,
        "severity": flag.severity,
        "message": shown(words),
        "state": "" if flag.state == "new" else flag.state,
        "elsewhere": [shown(article.text[start:end]) for start, end in flag.elsewhere],
    }


def _question(article: Article, checked: CheckedClaim, reply: Reply) -> dict[str, Any]:
    verdict = reply.verdict
    question: Question = "said" if reply.question == "said" else "so"
    return {
        "name": question,
        "asked": _asked(checked.claim, question),
        "label": verdict.label,
        "plain": _PLAIN[question, verdict.label],
        "sureness": sureness(verdict),
        "confidence": round(verdict.confidence, 2),
        "reason": shown(reply.reason),
        "voices": wording.voices_words(verdict),
        "evidence": [
            {"at": at, **_evidence(article, checked, each)} for at, each in enumerate(verdict.evidence[:_MOST])
        ],
        "further": max(0, len(verdict.evidence) - _MOST),
    }


def _asked(claim: Claim, question: Question) -> str:
    if question == "so":
        return "Is it so?"
    source = wording.full_name(claim.chain[-1]) if claim.chain and claim.chain[-1].source else "somebody"
    return f"Did {shown(source)} say so?"


def _evidence(article: Article, checked: CheckedClaim, evidence: Evidence) -> dict[str, Any]:
    passage, told = evidence.passage, marks(article, checked, evidence)
    return {
        "stance": evidence.stance,
        "pieces": [[shown(each.text), each.sign] for each in pieces(passage.text, told.passage)],
        "title": shown(passage.title or passage.document_id),
        "publisher": shown(passage.publisher or ""),
        "published": passage.published.isoformat() if passage.published else "",
        "voice": shown(wording.chain_words(evidence.chain)),
        "page": passage.page,
        "tier": f"{passage.tier} source" if passage.tier else "",
        "url": address(passage, {}),
    }


def article_view(report: Report, part: int) -> dict[str, Any]:
    """A part of an article, in segments with their offsets, and every voice that speaks in the article."""
    article, claims = report.article, [checked.claim for checked in report.claims]
    bounds = parts(article)
    first, last = bounds[part]
    looks = list(_looks(report).values())
    found, start = [], 0
    for segment in segments(article.text, claims):
        end = start + len(segment.text)
        if start < last and end > first:
            role = "source" if segment.source is not None else "cue" if segment.cue is not None else ""
            voice = segment.source if segment.source is not None else segment.cue
            for at, text, point in _visible_parts(segment.text, start, (first, last)):
                found.append(
                    {
                        "at": at,
                        "text": text,
                        "point": point,
                        "claims": list(segment.covers),
                        "role": role,
                        "look": looks[voice] if voice is not None else "",
                    }
                )
        start = end
    return {
        "part": part,
        "parts": len(bounds),
        "title": shown(headline(article)),
        "about": " · ".join(shown(str(each)) for each in (article.publisher, article.published) if each),
        "language": article.language,
        "segments": found,
        "voices": [
            {"name": shown(speaker.name), "look": look(number, speaker)}
            for number, speaker in enumerate(wording.speakers(claims).values())
        ],
    }


def _visible_parts(text: str, start: int, bounds: tuple[int, int]) -> Iterator[tuple[int, str, str]]:
    """What of a segment is within bounds: offset, text, and the code point of a character that cannot be seen."""
    begin, end = max(start, bounds[0]) - start, min(start + len(text), bounds[1]) - start
    for index, piece in enumerate(re.split(f"({wording.HIDDEN.pattern})", text[begin:end])):
        if piece:
            yield start + begin, "" if index % 2 else piece, wording.code_point(piece) if index % 2 else ""
        begin += len(piece)


def parts(article: Article) -> tuple[tuple[int, int], ...]:
    """The parts in which an article is sent: cut between paragraphs, where it has any, each of at least ``PART``."""
    cuts = [0]
    for match in _BREAK.finditer(article.text):
        if match.end() - cuts[-1] >= PART and len(article.text) - match.end() >= PART:
            cuts.append(match.end())
    return tuple(zip(cuts, [*cuts[1:], len(article.text)], strict=True))


def part_of(article: Article, claim: Claim) -> int:
    """The part in which a claim begins."""
    start = claim.spans[0][0] if claim.spans else 0
    return next(at for at, (_, end) in enumerate(parts(article)) if start < end or end == len(article.text))


def passage_view(evidence: Evidence, document: Document) -> dict[str, Any]:
    """A reference opened at a passage: the text around it, and the passage."""
    passage = evidence.passage
    start, end = passage.span
    text = document.text
    return {
        "title": shown(passage.title or passage.document_id),
        "about": shown(wording.source_words(passage)),
        "before": ("… " if start > AROUND else "") + shown(text[max(0, start - AROUND) : start]),
        "passage": shown(text[start:end]),
        "after": shown(text[end : end + AROUND]) + (" …" if len(text) - end > AROUND else ""),
    }


def shown(text: str) -> str:
    """The text with characters that reorder it or cannot be seen as their code points: ``<U+202E>``."""
    return wording.HIDDEN.sub(lambda match: f"<{wording.code_point(match[0])}>", text)


def _looks(report: Report) -> dict[str, str]:
    speakers = wording.speakers([checked.claim for checked in report.claims])
    return {key: look(number, speaker) for number, (key, speaker) in enumerate(speakers.items())}
