"""From an article to its claims: what each voice says, and what the article says in its own voice.

A sentence, or the part of one that a voice answers for, is a *region*. What attributions cover inside a region
belongs to their sources, one link further down the chain; what they leave over is a claim of the region's own
voice, clause by clause. The article's own voice has an empty chain.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from claims.articles import body_start
from claims.checkable import why_not_checkable
from claims.forces import Force, force_of, hearsay, lemma
from claims.records import Article, Claim, Kind, Relation, Span, Spans, Voice
from claims.sentences import sentences
from claims.tagger import Tagger
from claims.wording import QUOTES, is_quotation, sentence_of, whole_quotation
from claims.words import (
    JOINTS,
    RELATIVES,
    Token,
    clauses,
    dependent,
    finite_verb,
    follows,
    headless,
    main_clause,
    ordered,
    overlap,
    subtract,
    tagged,
    tokens,
    trimmed,
    within,
)

# A content shorter than this (characters) has no room for another attribution inside it.
NESTED_MIN = 40
MAX_DEPTH = 4
# Words before a cue that belong to its verb.
AUXILIARIES = frozenset(
    "has have had was were is are been be being also later then reportedly allegedly further".split()
)
# No content ends with one of these.
UNFINISHED = frozenset("the a an and or of to their its our my your his".split())
# A content that begins with one of these names a question; with the others too where the cue is negative.
QUESTIONS = frozenset("how why about".split())
OPEN_QUESTIONS = QUESTIONS | frozenset("whether if when where what who which".split())
# With an infinitive these tell somebody to do something, and put no statement into anybody's mouth.
DIRECTIVES = frozenset({"tell", "ask", "warn", "caution", "call", "remind", "agree"})
_INFINITIVE = re.compile(r"(?:^not |^|\s)to\s+[a-z]")
# Between two parts of a content: ", led by Mr Trump,".
_ASIDE = re.compile(r"\s*[,—–(-].*[,—–)-]\s*", re.DOTALL)
_ACCUSATION = re.compile(r"\b(?:of|for)\s+(?:\w+\s+)?\w+ing\b")


PASSIVE = re.compile(r"\b(?:is|was|been|being)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Report:
    """A relation that reports something, with the force of its cue and the relations inside its content."""

    relation: Relation
    force: Force
    inner: tuple[_Report, ...] = ()

    def spans(self) -> Spans:
        return (*self.relation.source, *self.relation.cue, *self.relation.content)


def split(article: Article, tagger: Tagger) -> tuple[Claim, ...]:
    """The claims of ``article`` in reading order; every span indexes ``article.text``."""
    start = body_start(article)
    whole = sentences(article.text, start)
    reports = _reports(article.text, tagger, (start, len(article.text)), whole)
    found = sorted(
        _walk(article, reports, whole), key=lambda claim: (claim.spans[0], claim.spans[-1], len(claim.chain))
    )
    seen: dict[str, int] = {}
    claims = []
    for claim in found:
        identity = hashlib.sha256(
            "\x1f".join([claim.kind, claim.text, *(voice.source or "" for voice in claim.chain)]).encode()
        ).hexdigest()[:12]
        seen[identity] = seen.get(identity, 0) + 1
        claims.append(replace(claim, id=identity if seen[identity] == 1 else f"{identity}-{seen[identity]}"))
    return tuple(claims)


def _reports(text: str, tagger: Tagger, part: Span, whole: Spans, depth: int = 0) -> tuple[_Report, ...]:
    """The attributions in a ``part`` of ``text`` that report something, with those inside their contents."""
    relations = [_tidied(text, shifted(found, part[0]), whole) for found in tagger.relations(text[slice(*part)])]
    cues: dict[int, list[Spans]] = {}
    for relation in relations:
        for number in _touched(relation.cue, whole):
            cues.setdefault(number, []).append(relation.cue)
    reports = []
    for relation in relations:
        relation = replace(relation, content=_own_content(text, relation, cues, whole))
        force = _force(text, relation)
        if force is None or not relation.content or _is_topic(text, relation, force):
            continue
        inner: list[_Report] = []
        if depth + 1 < MAX_DEPTH:
            for s, e in relation.content:
                if e - s >= NESTED_MIN and _may_report(text[s:e]):
                    inner += _reports(text, tagger, (s, e), whole, depth + 1)
        reports.append(_Report(relation, force, tuple(inner)))
    # A relation inside another one's content is read again there, as one of its links.
    near = _by_sentence(reports, whole)
    return tuple(
        report
        for report in reports
        if not any(
            other is not report and within(report.relation.cue, other.relation.content)
            for number in _touched(report.relation.cue, whole)
            for other in near.get(number, ())
        )
    )


def _may_report(content: str) -> bool:
    """Whether there is a quotation or a word of the lexicon in it; most contents need not be read again."""
    return any(mark in content[1:-1] for mark in QUOTES) or any(force_of(word.text) for word in tokens(content))


def _force(text: str, relation: Relation) -> Force | None:
    force = force_of(_joined(text, relation.cue))
    content = _joined(text, relation.content)
    if force is None and is_quotation(content) and finite_verb(tagged(content)) is not None:
        # Whatever the verb, somebody's words are quoted: “…,” he continued.
        return Force("say", "affirmed", False)
    return force


def _walk(article: Article, reports: Sequence[_Report], whole: Spans) -> Iterator[Claim]:
    near = _by_sentence(reports, whole)
    for number, sentence in enumerate(whole):
        yield from _own(article, [sentence], near.get(number, ()), (), None)
    for report in reports:
        yield from _attributed(article, report, whole, ())


def _attributed(article: Article, report: _Report, whole: Spans, chain: tuple[Voice, ...]) -> Iterator[Claim]:
    text, relation = article.text, report.relation
    chain = (*chain, _voice(text, report))
    near = _by_sentence(report.inner, whole)
    for number in _touched(relation.content, whole):
        region = [cut for span in relation.content if (cut := overlap(span, whole[number]))]
        if number in near:
            yield from _own(article, region, near[number], chain, report.force)
        elif claim := _claim(article, region, chain, report.force):
            yield claim
    for inner in report.inner:
        yield from _attributed(article, inner, whole, chain)


def _own(
    article: Article, region: Sequence[Span], reports: Sequence[_Report], chain: tuple[Voice, ...], force: Force | None
) -> Iterator[Claim]:
    """What ``region`` says outside the ``reports`` in it, clause by clause, in the voice of ``chain``."""
    text = article.text
    covered = sorted(span for report in reports for span in _mask(text, report))
    sources = sorted(span for report in reports for span in report.relation.source)
    for span in region:
        untouched = not any(overlap(span, other) for other in covered)
        for piece in subtract(span, covered):
            for clause in clauses(tagged(text, *piece)):
                words = clause if untouched else trimmed(clause)
                if len(words) < (2 if untouched else 3):
                    continue
                spans = [(words[0].start, words[-1].end)]
                if untouched:
                    whole_clause = _has_verb(words) or _is_sentence(words)
                elif headless(words):
                    spans = _with_subject(text, spans[0], sources, covered)
                    whole_clause = bool(spans)
                else:
                    whole_clause = follows(words) if dependent(words) else _has_verb(main_clause(words))
                voices = chain
                if hedge := hearsay(words):
                    voices = (*chain, hedge)
                    spans = [part for whole in spans for part in subtract(whole, hedge.cue_spans)]
                if whole_clause and (claim := _claim(article, spans, voices, force)):
                    yield claim


def _has_verb(words: Sequence[Token]) -> bool:
    return finite_verb(words) is not None


def _is_sentence(words: Sequence[Token]) -> bool:
    """Whether there is a full stop, which headings and captions lack, and some verb; a long one may hide its verb."""
    return words[-1].text in {".", "!", "?", "”", '"', "’"} and (
        len(words) > 5 or any(word.tag.startswith("VB") for word in words)
    )


def _claim(article: Article, region: Sequence[Span], chain: tuple[Voice, ...], force: Force | None) -> Claim | None:
    text = article.text
    spans = ordered(text, region)
    if not any(character.isalnum() for span in spans for character in text[slice(*span)]):
        return None
    wording = sentence_of([text[s:e] for s, e in spans], chain[-1] if chain else None)
    why_not = why_not_checkable(wording, force)
    kind: Kind = "attributed" if chain else "asserted"
    return Claim(article.id, "", kind, wording, spans, chain, why_not is None, why_not)


def _voice(text: str, report: _Report) -> Voice:
    relation, force = report.relation, report.force
    source = _joined(text, relation.source).strip(" ,") or None
    spans = relation.source
    if source and source.lower() == "it" and PASSIVE.search(_joined(text, relation.cue)):
        # "It is alleged that …" names nobody.
        source, spans = None, ()
    return Voice(source, spans, _joined(text, relation.cue), relation.cue, force.name, force.polarity)


def _joined(text: str, spans: Spans) -> str:
    return " ".join(" ".join(text[s:e].split()) for s, e in spans)


def _tidied(text: str, relation: Relation, whole: Spans) -> Relation:
    """Spans of whole words without marks at their edges or holes in them; a passive's content with its subject."""
    source, cue, content = relation.source, ordered(text, relation.cue, ""), ordered(text, relation.content)
    source = _filled(text, ordered(text, source), (*cue, *content), whole)
    content = _completed(text, _filled(text, content, (*cue, *source), whole), (*cue, *source), whole)
    after = [span for span in content if not cue or span[0] >= cue[-1][1]]
    if cue and after and not source and text.startswith(("of ", "to "), after[0][0]):
        # "The government has been accused | of flying in …": the subject stands before the cue.
        subject = [
            span for number in _touched(cue[:1], whole)[:1] for span in _subject_before(text, whole[number], cue)
        ]
        content = ordered(text, [*subject, *after]) if subject else content
    return Relation(source, cue, content)


def _filled(text: str, spans: Spans, others: Sequence[Span], whole: Spans) -> Spans:
    """The spans joined across words of a sentence that the tagger passed over, but not across an aside."""
    joined: list[Span] = []
    for start, end in spans:
        gap = (joined[-1][1], start) if joined else None
        if (
            gap
            and _touched([(gap[0] - 1, gap[0])], whole) == _touched([(start, start + 1)], whole)
            and not any(overlap(gap, other) for other in others)
            and not _ASIDE.fullmatch(text[slice(*gap)])
        ):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return tuple(joined)


def _completed(text: str, content: Spans, others: Sequence[Span], whole: Spans) -> Spans:
    """The content with the rest of its quotation or, after "the" and the like, of its sentence.

    The tagger reads a window around the cue, and may not see the end.
    """
    ends: list[Span] = []
    for start, end in (whole_quotation(text, span, others) for span in content):
        last = _word_before(text, end)
        if last and last[1] == end and text[slice(*last)].lower() in UNFINISHED:
            stop = max(whole[number][1] for number in _touched([(start, end)], whole))
            end = max(end, min([stop, *(s for s, _ in (*others, *content) if s >= end)]))
        ends.append((start, end))
    return ordered(text, ends)


def _own_content(text: str, relation: Relation, cues: dict[int, list[Spans]], whole: Spans) -> Spans:
    """The content without what lies in a sentence of another attribution, unless it encloses that one's cue."""
    own = set(_touched(relation.cue, whole))
    return ordered(
        text,
        (
            cut
            for span in relation.content
            for number in _touched([span], whole)
            if (cut := overlap(span, whole[number]))
            and (number in own or all(within(cue, relation.content) for cue in cues.get(number, ())))
        ),
    )


def _is_topic(text: str, relation: Relation, force: Force) -> bool:
    """Whether the content only names what is talked about ("announced a tour"), or what to do ("told them to go").

    Such a clause tells what somebody did, and the article asserts it; nothing is put into anybody's mouth.
    """
    content = _joined(text, relation.content)
    words = tagged(content)
    verb = finite_verb(words)
    if is_quotation(content) or (force.opinion and " as " in content):
        return False
    if force.name == "accuse":
        return verb is None and not _ACCUSATION.search(content)
    lemmas = {lemma(word) for word in _joined(text, relation.cue).split()}
    infinitive = _INFINITIVE.search(content)
    if infinitive and (verb is None or infinitive.start() == 0):
        named = bool(relation.source) and infinitive.start() > 0 and force.name != "believe" and "say" not in lemmas
        return named or bool(lemmas & DIRECTIVES)
    first = words[0].text.lower() if words else ""
    if verb is not None:
        negative = force.polarity == "denied" and force.name != "deny"
        return force.name != "ask" and first in (OPEN_QUESTIONS if negative else QUESTIONS)
    return first == "what" or not any(mark in content for mark in QUOTES)


def _by_sentence(reports: Sequence[_Report], whole: Spans) -> dict[int, list[_Report]]:
    """The reports that have a part in each sentence, by the number of the sentence."""
    near: dict[int, list[_Report]] = {}
    for report in reports:
        for number in _touched(report.spans(), whole):
            near.setdefault(number, []).append(report)
    return near


def _touched(spans: Iterable[Span], whole: Spans) -> list[int]:
    """The numbers of the sentences in which ``spans`` lie, rising."""
    numbers: set[int] = set()
    for span in spans:
        number = max(0, bisect_right(whole, span[0], key=lambda sentence: sentence[0]) - 1)
        while number < len(whole) and whole[number][0] < span[1]:
            if overlap(span, whole[number]):
                numbers.add(number)
            number += 1
    return sorted(numbers)


def _mask(text: str, report: _Report) -> Iterator[Span]:
    """Everything that belongs to an attribution, with the auxiliaries in front of its cue."""
    relation = report.relation
    yield from relation.source
    yield from relation.content
    for start, end in relation.cue:
        while (word := _word_before(text, start)) and text[slice(*word)].lower() in AUXILIARIES:
            start = word[0]
        yield start, end


def _word_before(text: str, position: int) -> Span | None:
    end = len(text[:position].rstrip())
    start = end
    while start and text[start - 1].isalpha():
        start -= 1
    return (start, end) if start < end else None


def _with_subject(text: str, clause: Span, sources: Sequence[Span], covered: Sequence[Span]) -> list[Span]:
    """A clause without a subject, and its subject: "Frontex, | released footage, | claiming …".

    That is the nearest source before it, if only attributions, commas and joining words stand between them.
    """
    for start, end in reversed(sources):
        if end > clause[0] or text[start:end].lower() in RELATIVES:
            continue
        between = " ".join(text[s:e] for s, e in subtract((end, clause[0]), covered))
        if not JOINTS.issuperset(between.lower().replace(",", " ").split()):
            return []
        # The comma behind "Frontex, the border agency," belongs to the sentence.
        apposed = "," in text[start:end] and text[end : clause[0]].strip() == ","
        return [(start, clause[1])] if apposed else [(start, end), clause]
    return []


def _subject_before(text: str, sentence: Span, cue: Spans) -> list[Span]:
    """The noun phrase before a passive cue: what follows the last comma, without auxiliaries and an apposition."""
    end = cue[0][0] if cue else sentence[0]
    while (word := _word_before(text, end)) and text[slice(*word)].lower() in AUXILIARIES:
        end = word[0]
    parts: list[Span] = []
    start = sentence[0]
    for mark in re.finditer(r",\s", text[start:end]):
        parts.append((start, sentence[0] + mark.start()))
        start = sentence[0] + mark.end()
    last = text[start:end].strip()
    # "Smith, a lawyer, | has been accused", "Belarus, which | has been accused"
    skipped = 1 if parts and last.lower() in RELATIVES else 2 if len(parts) > 1 and not last else 0
    start, end = parts[-skipped] if skipped else (start, end)
    word = _word_before(text, end)
    if word and word[0] >= start and text[slice(*word)].lower() in RELATIVES:
        end = word[0]
    return [(start, end)] if text[start:end].strip() else []


def shifted(relation: Relation, by: int) -> Relation:
    """The relation with ``by`` added to every offset."""

    def move(spans: Spans) -> Spans:
        return tuple((start + by, end + by) for start, end in spans)

    return Relation(move(relation.source), move(relation.cue), move(relation.content))
