"""From an article to its claims: what each voice says, and what the article says in its own voice.

A sentence, or the part of one that a voice answers for, is a *region*. What attributions cover inside a region
belongs to their sources, one link further down the chain; what they leave over is a claim of the region's own
voice, clause by clause. The article's own voice has an empty chain.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from claims.articles import body_start
from claims.checkable import why_not_checkable
from claims.forces import Force, force_of
from claims.records import Article, Claim, Relation, Span, Spans, Voice
from claims.sentences import sentences
from claims.tagger import Tagger
from claims.wording import QUOTES, sentence_of
from claims.words import FINITE, Token, finite_verb, tagged

# A content shorter than this (characters) has no room for another attribution inside it.
NESTED_MIN = 40
MAX_DEPTH = 4
# Words at the edges of a left-over stretch that joined it to the attribution beside it.
JOINTS = frozenset(
    "as and but while whereas although though with because since when after before which who that or so".split()
)
# A left-over stretch that begins with one of these tags hangs on the attribution: "Asked about the blast, she said".
DEPENDENT = frozenset({"IN", "TO", "VBG", "VBN", "WDT", "WP", "WRB"})
PAST = FINITE | {"VBN"}
# Words before a cue that belong to its verb.
AUXILIARIES = frozenset(
    "has have had was were is are been be being also later then reportedly allegedly further".split()
)


@dataclass(frozen=True, slots=True)
class _Report:
    """A relation that reports something, with the force of its cue and the relations inside its content."""

    relation: Relation
    force: Force
    inner: tuple[_Report, ...] = ()


def split(article: Article, tagger: Tagger) -> tuple[Claim, ...]:
    """The claims of ``article`` in reading order; every span indexes ``article.text``."""
    text = article.text
    reports = _reports(text, tagger, body_start(article))
    found = sorted(_walk(article, reports), key=lambda claim: (claim.spans[0], claim.spans[-1], len(claim.chain)))
    seen: dict[str, int] = {}
    claims = []
    for claim in found:
        identity = hashlib.sha256(
            "\x1f".join([claim.kind, claim.text, *(voice.source or "" for voice in claim.chain)]).encode()
        ).hexdigest()[:12]
        seen[identity] = seen.get(identity, 0) + 1
        claims.append(replace(claim, id=identity if seen[identity] == 1 else f"{identity}-{seen[identity]}"))
    return tuple(claims)


def _reports(text: str, tagger: Tagger, start: int, depth: int = 0) -> tuple[_Report, ...]:
    """The attributions of ``text[start:]`` that report something, with those inside their contents."""
    body = text[start:]
    relations = [shifted(relation, start) for relation in tagger.relations(body)]
    reports = []
    for relation in relations:
        force = force_of(" ".join(text[s:e] for s, e in relation.cue))
        relation = _tidied(text, relation)
        if force is None or not relation.content or _is_topic(text, relation, force):
            continue
        inner: list[_Report] = []
        if depth + 1 < MAX_DEPTH:
            for s, e in relation.content:
                if e - s >= NESTED_MIN:
                    inner += _reports(text[:e], tagger, s, depth + 1)
        reports.append(_Report(relation, force, tuple(inner)))
    # A relation inside another one's content is read again there, as one of its links.
    return tuple(
        r for r in reports if not any(o is not r and within(r.relation.cue, o.relation.content) for o in reports)
    )


def _walk(article: Article, reports: Sequence[_Report]) -> Iterator[Claim]:
    whole = sentences(article.text, body_start(article))
    covered = [span for report in reports for span in _mask(article.text, report)]
    for sentence in whole:
        yield from _own(article, [sentence], covered, reports, ())
    for report in reports:
        yield from _attributed(article, report, whole, ())


def _attributed(article: Article, report: _Report, whole: Spans, chain: tuple[Voice, ...]) -> Iterator[Claim]:
    chain = (*chain, _voice(article.text, report))
    covered = [span for inner in report.inner for span in _mask(article.text, inner)]
    for sentence in whole:
        region = [cut for span in report.relation.content if (cut := overlap(span, sentence))]
        if not region:
            continue
        if covered and any(overlap(a, b) for a in region for b in covered):
            yield from _own(article, region, covered, report.inner, chain)
        elif claim := _claim(article, region, chain, report, sentence):
            yield claim
    for inner in report.inner:
        yield from _attributed(article, inner, whole, chain)


def _own(
    article: Article,
    region: Sequence[Span],
    covered: Sequence[Span],
    reports: Sequence[_Report],
    chain: tuple[Voice, ...],
) -> Iterator[Claim]:
    """What ``region`` says outside the ``covered`` spans, clause by clause, in the voice of ``chain``."""
    for span in region:
        untouched = not any(overlap(span, other) for other in covered)
        for piece in subtract(span, covered):
            for clause in _clauses(tagged(article.text, *piece)):
                words = clause if untouched else _trimmed(clause)
                if len(words) < 3:
                    continue
                spans = [(words[0].start, words[-1].end)]
                # "Frontex, | released footage, | claiming …": the source is the subject of the clause after it.
                subject = None if untouched else _source_before(article.text, spans[0][0], reports)
                if subject and words[0].tag in PAST:
                    spans.insert(0, subject)
                elif finite_verb(words) is None or (not untouched and words[0].tag in DEPENDENT):
                    continue
                if claim := _claim(article, spans, chain, None, span):
                    yield claim


def _claim(
    article: Article, region: Sequence[Span], chain: tuple[Voice, ...], report: _Report | None, sentence: Span
) -> Claim | None:
    text = article.text
    spans = tuple(_with_quotes(text, span) for span in (_stripped(text, span) for span in region) if span[1] > span[0])
    if not spans:
        return None
    subject = None
    if report and report.force.name == "accuse":
        # "The government has been accused | of flying in …": the subject stands before the cue.
        after = [span for span in spans if span[0] >= report.relation.cue[-1][1]]
        if after and text.startswith("of ", after[0][0]):
            subject = _subject_before(text, sentence, report.relation.cue[0][0])
            spans = (subject, *after) if subject else spans
    wording = sentence_of([text[s:e] for s, e in spans], chain[-1] if chain else None, accused=subject is not None)
    why_not = why_not_checkable(wording, text[slice(*sentence)], report.force if report else None)
    return Claim(
        article.id,
        "",
        "attributed" if chain else "asserted",
        wording,
        tuple(sorted(spans)),
        chain,
        why_not is None,
        why_not,
    )


def _voice(text: str, report: _Report) -> Voice:
    relation, force = report.relation, report.force
    source = " ".join(" ".join(text[s:e].split()) for s, e in relation.source).strip(" ,") or None
    cue = " ".join(" ".join(text[s:e].split()) for s, e in relation.cue)
    return Voice(source, relation.source, cue, relation.cue, force.name, force.polarity)


def _tidied(text: str, relation: Relation) -> Relation:
    """Spans without marks and space at their edges, and joined where nothing but space parts them."""

    def tidy(spans: Spans) -> Spans:
        joined: list[Span] = []
        for start, end in sorted(spans):
            if joined and not text[joined[-1][1] : start].strip():
                joined[-1] = (joined[-1][0], end)
            else:
                joined.append((start, end))
        return tuple(span for span in (_stripped(text, span) for span in joined) if span[0] < span[1])

    return Relation(tidy(relation.source), relation.cue, tidy(relation.content))


def _is_topic(text: str, relation: Relation, force: Force) -> bool:
    """Whether the content only names what is talked about ("announced a tour", "denied the charges").

    Such a clause tells what somebody did, and the article asserts it; nothing is put into anybody's mouth.
    """
    content = " ".join(text[s:e] for s, e in relation.content)
    described = force.opinion and " as " in content
    if force.name == "accuse" or described or any(mark in content for mark in QUOTES):
        return False
    return not any(word.tag.startswith(("VB", "MD")) for word in tagged(content))


def _mask(text: str, report: _Report) -> Iterator[Span]:
    """Everything that belongs to an attribution, with the auxiliaries in front of its cue."""
    relation = report.relation
    yield from relation.source
    yield from (_with_quotes(text, span) for span in relation.content)
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


def _source_before(text: str, position: int, reports: Sequence[_Report]) -> Span | None:
    for report in reports:
        for start, end in report.relation.source:
            if end <= position and not text[end:position].strip(" ,"):
                return start, end
    return None


def _subject_before(text: str, sentence: Span, cue: int) -> Span | None:
    """The noun phrase before a passive cue: what follows the last comma, without the auxiliaries."""
    end = cue
    while (word := _word_before(text, end)) and text[slice(*word)].lower() in AUXILIARIES:
        end = word[0]
    start = max(sentence[0], text.rfind(", ", sentence[0], end) + 2 if ", " in text[sentence[0] : end] else sentence[0])
    start, end = _stripped(text, (start, end))
    return (start, end) if end > start else None


def _clauses(words: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """Cut at a semicolon, or a comma and conjunction, where both sides are clauses with a verb of their own."""
    start = 0
    for i, word in enumerate(words):
        strong = word.text == ";"
        weak = (
            word.text == "," and i + 2 < len(words) and words[i + 1].text.lower() in {"and", "but", "while", "whereas"}
        )
        if not (strong or weak):
            continue
        left, right = words[start:i], words[i + (1 if strong else 2) :]
        verb = finite_verb(right)
        if finite_verb(left) is not None and verb:
            yield left
            start = i + (1 if strong else 2)
    yield words[start:]


def _trimmed(words: Sequence[Token]) -> Sequence[Token]:
    first, last = 0, len(words)
    while first < last and (
        words[first].text.lower() in JOINTS or not (words[first].text[0].isalnum() or words[first].text in QUOTES)
    ):
        first += 1
    while last > first and (
        words[last - 1].text[0] in ",;:—–-"
        or words[last - 1].text.lower() in JOINTS
        or words[last - 1].tag in {"IN", "DT", "TO"}
    ):
        last -= 1
    return words[first:last]


def _stripped(text: str, span: Span) -> Span:
    start, end = span
    while start < end and text[start] in " \t\r\n\xa0,;:":
        start += 1
    while end > start and text[end - 1] in " \t\r\n\xa0,;:":
        end -= 1
    return start, end


def _with_quotes(text: str, span: Span) -> Span:
    """Take in a quotation mark that stands right outside the span and whose partner is inside."""
    start, end = span
    inside = text[start:end]
    for opening, closing in QUOTES.items():
        if inside.count(opening) + (inside.count(closing) if closing != opening else 0) == 1:
            if opening in inside and text[end : end + 1] == closing:
                return start, end + 1
            if closing in inside and start and text[start - 1] == opening:
                return start - 1, end
    return span


def shifted(relation: Relation, by: int) -> Relation:
    """The relation with ``by`` added to every offset."""

    def move(spans: Spans) -> Spans:
        return tuple((start + by, end + by) for start, end in spans)

    return Relation(move(relation.source), move(relation.cue), move(relation.content))


def overlap(a: Span, b: Span) -> Span | None:
    """What two spans share, or None."""
    start, end = max(a[0], b[0]), min(a[1], b[1])
    return (start, end) if start < end else None


def within(inner: Spans, outer: Spans) -> bool:
    """Whether every span of ``inner`` lies in some span of ``outer``."""
    return bool(inner) and all(any(s <= a and b <= e for s, e in outer) for a, b in inner)


def subtract(span: Span, covered: Iterable[Span]) -> Iterator[Span]:
    """The parts of ``span`` outside the ``covered`` spans, in order."""
    start, stop = span
    for s, e in sorted(covered):
        if e <= start or s >= stop:
            continue
        if s > start:
            yield start, s
        start = max(start, e)
    if start < stop:
        yield start, stop
