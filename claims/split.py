"""From an article to its claims: what each voice says, and what the article says in its own voice.

A sentence, or the part of one that a voice answers for, is a *region*. What attributions cover inside a region
belongs to their sources, one link further down the chain; what they leave over is a claim of the region's own
voice, clause by clause. The article's own voice has an empty chain.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from claims.article.files import body_start
from claims.attribution.chains import AUXILIARIES, Attribution, attributions, by_sentence, shifted
from claims.attribution.forces import Force, hearsay
from claims.attribution.tagger import Tagger
from claims.checkable import why_not_checkable
from claims.readable import readable
from claims.records import Article, Claim, Kind, Span, Spans, Voice
from claims.sources.resolve import resolve
from claims.text.parse import parse
from claims.text.quotations import is_quotation, quotations, quoted
from claims.text.sentences import sentences
from claims.text.visible import seen
from claims.text.words import (
    JOINTS,
    RELATIVES,
    Token,
    clauses,
    dependent,
    finite_verb,
    follows,
    headless,
    joined,
    main_clause,
    ordered,
    overlap,
    subtract,
    tagged,
    tokens,
    touched,
    trimmed,
    word_before,
)
from claims.times import anchored
from claims.wording import sentence_of

# "Nobody at the ministry has said that …" is a denial.
NOBODY = re.compile(r"(?:neither|nobody|no one|none|no)\b", re.IGNORECASE)
# Words and marks that may stand beside voice and cue in a sentence that says nothing but who speaks.
SHORT = 3
WHO = frozenset({"who", "whom", "which", "whose"})
PASSIVE = re.compile(r"\b(?:is|was|been|being)\b", re.IGNORECASE)


def split(article: Article, tagger: Tagger) -> tuple[Claim, ...]:
    """The claims of ``article`` in reading order; every span indexes ``article.text``."""
    view = seen(article.text)
    return tuple(map(view.claim, _claims(replace(article, text=view.text), tagger)))


def _claims(article: Article, tagger: Tagger) -> tuple[Claim, ...]:
    start = body_start(article)
    whole = sentences(article.text, start)
    # The network gives the interpreter free while it works.
    with ThreadPoolExecutor(1) as beside:
        tagging = beside.submit(tagger.relations, article.text[start:])
        parsed = parse(article.text, whole)
        relations = [shifted(relation, start) for relation in tagging.result()]
    reports = attributions(article.text, relations, parsed, start)
    found = sorted(
        _walk(article, reports, whole), key=lambda claim: (claim.spans[0], claim.spans[-1], len(claim.chain))
    )
    quotes = quotations(article.text)
    seen: dict[str, int] = {}
    claims = []
    for claim in found:
        identity = hashlib.sha256(
            "\x1f".join([claim.kind, claim.text, *(voice.source or "" for voice in claim.chain)]).encode()
        ).hexdigest()[:12]
        seen[identity] = seen.get(identity, 0) + 1
        number = "" if seen[identity] == 1 else f"-{seen[identity]}"
        words = quoted(article.text, claim.spans, quotes)
        claims.append(replace(claim, id=identity + number, quoted=words))
    told = [_told(article.text, claim) for claim in resolve(article, claims, parsed)]
    return anchored(told, article.published)


def _told(text: str, claim: Claim) -> Claim:
    """The claim with its source named in place of "I", or of the source's own "she"."""
    if not claim.chain:
        return claim
    outside = (part for span in claim.spans for part in subtract(span, claim.quoted))
    verbatim = bool(claim.quoted) and not any(c.isalnum() for part in outside for c in text[slice(*part)])
    return replace(claim, text=readable(claim.text, claim.chain[-1], quoted=verbatim))


def _walk(article: Article, reports: Sequence[Attribution], whole: Spans) -> Iterator[Claim]:
    near = by_sentence(reports, whole)
    for number, sentence in enumerate(whole):
        voices = [one for one in near.get(number, ()) if not _introduces(article.text, one, number, whole)]
        yield from _own(article, [sentence], voices, (), None)
    for report in reports:
        yield from _attributed(article, report, whole, ())


def _introduces(text: str, report: Attribution, number: int, whole: Spans) -> bool:
    """Whether a sentence tells of the voice, whose words stand in others: "She spoke for an hour. “…”"."""
    relation = report.relation
    if number in touched(relation.content, whole) or text[whole[number][1] - 1] == ":":
        return False
    rest = subtract(whole[number], (*relation.source, *relation.cue))
    return sum(len(tokens(text, *span)) for span in rest) > SHORT


def _attributed(article: Article, report: Attribution, whole: Spans, chain: tuple[Voice, ...]) -> Iterator[Claim]:
    text, relation = article.text, report.relation
    chain = (*chain, _voice(text, report))
    near = by_sentence(report.inner, whole)
    for number in touched(relation.content, whole):
        region = [cut for span in relation.content if (cut := overlap(span, whole[number]))]
        if number in near:
            yield from _own(article, region, near[number], chain, report.force)
        else:
            yield from _hedged(article, region, chain, report.force)
    for inner in report.inner:
        yield from _attributed(article, inner, whole, chain)


def _own(
    article: Article,
    region: Sequence[Span],
    reports: Sequence[Attribution],
    chain: tuple[Voice, ...],
    force: Force | None,
) -> Iterator[Claim]:
    """What ``region`` says outside the ``reports`` in it, clause by clause, in the voice of ``chain``."""
    text = article.text
    covered = sorted(span for report in reports for span in _mask(text, report))
    sources = sorted(span for report in reports for span in _subjects(report))
    for span in region:
        untouched = not any(overlap(span, other) for other in covered)
        for piece in subtract(span, covered):
            for clause in clauses(tagged(text, *piece)):
                if untouched:
                    spans = _untouched(clause)
                else:
                    spans = _left_over(text, clause, sources, covered, opens=piece[0] == span[0])
                if spans:
                    yield from _hedged(article, spans, chain, force)


def _untouched(words: Sequence[Token]) -> list[Span]:
    """The span of a clause beside which nobody is reported, or none if it is no statement."""
    whole = len(words) > 1 and (_has_verb(words) or _is_sentence(words))
    return [(words[0].start, words[-1].end)] if whole else []


def _left_over(
    text: str, clause: Sequence[Token], sources: Sequence[Span], covered: Sequence[Span], *, opens: bool
) -> list[Span]:
    """The spans of a clause that attributions leave over, with its subject; none if it is no statement by itself.

    ``opens`` says that nobody is reported in its sentence before it.
    """
    words = trimmed(clause)
    if clause and clause[0].text.lower() in WHO and not (words and headless(words)):
        # "…, which floods had cut": said of what stands before, and not as its subject.
        return []
    if len(words) < 3:
        return []
    if words[0].text.lower() in {"where", "whose"}:
        return _relative(text, words, sources)
    span = (words[0].start, words[-1].end)
    if headless(words):
        return _with_subject(text, span, sources, covered)
    if dependent(words):
        return [span] if follows(words) else []
    # The tagger of parts of speech may miss the verb of "the law passed by one vote;".
    closed = opens and clause[-1].text == ";" and any(word.tag.startswith("VB") for word in words)
    return [span] if closed or _has_verb(main_clause(words)) else []


def _relative(text: str, words: Sequence[Token], sources: Sequence[Span]) -> list[Span]:
    """The spans of "…, where 14 people died" and of "Ann Lee, | whose bakery burned down", the owner with it."""
    start, end = words[0].start, words[-1].end
    verb = any(word.tag.startswith("VB") and word.tag != "VBG" for word in words[2:])
    if not verb or len(words) < 4 or not text[max(0, start - 3) : start].rstrip().endswith(","):
        return []
    if words[0].text.lower() == "where":
        return [(words[1].start, end)]
    owner = next((span for span in reversed(sources) if not text[span[1] : start].strip(" ,")), None)
    return [owner, (start, end)] if owner and owner[1] < start else []


def _subjects(report: Attribution) -> Spans:
    """What a verb behind the attribution may be said of: its source, or the subject of its passive."""
    relation = report.relation
    return relation.source or tuple(span for span in relation.content if span[1] <= relation.cue[0][0])


def _hedged(article: Article, spans: Sequence[Span], chain: tuple[Voice, ...], force: Force | None) -> Iterator[Claim]:
    """The claim of these ``spans``; what "reportedly" or the like is said of has one more voice, without a name.

    An aside of a participle, or the clause behind ", which", is a claim apart from the rest.
    """
    text = article.text
    words = [word for span in spans for word in tagged(text, *span)]
    hedge = hearsay(words)
    if hedge is None or is_quotation(joined(text, ordered(text, spans))):
        yield from _claim(article, spans, chain, force)
        return
    (said,) = hedge.cue_spans
    at = next(i for i, word in enumerate(words) if word.start == said[0])
    commas = [i for i, word in enumerate(words) if word.text == ","]
    before = max((i for i in commas if i < at), default=-1)
    after = min((i for i in commas if i > at), default=len(words))
    rest = words[after + 1 :]
    aside = bool(rest) and before == at - 1 and words[at + 1].tag in {"VBN", "VBD"}
    relative = bool(rest) and rest[0].text.lower() in RELATIVES
    own: list[Span] = []
    if aside:
        subject = (
            words[:before] if before > 0 else words[after + 1 : after + 1 + (finite_verb(words[after + 1 :]) or 0)]
        )
        own = [(words[0].start, words[before].start)] if before > 0 else []
        own.append((words[after + 1].start, words[-1].end))
        spans = [(words[at + 1].start, words[after - 1].end)]
        spans = ordered(text, [*spans, (subject[0].start, subject[-1].end)]) if subject else spans
    elif relative and len(rest) > 1:
        own = _with_subject(text, (rest[1].start, rest[-1].end), [_noun_before(words, after)], [])
        spans = [cut for span in spans if (cut := overlap(span, (words[0].start, words[after].start)))]
    if own:
        yield from _claim(article, own, chain, force)
    yield from _claim(article, [part for span in spans for part in subtract(span, [said])], (*chain, hedge), force)


def _noun_before(words: Sequence[Token], stop: int) -> Span:
    """The noun phrase that ends before ``words[stop]``, without what modifies it from behind."""
    first = stop
    while first and words[first - 1].tag.startswith(("NN", "JJ", "CD", "DT", "PRP$")):
        first -= 1
    return (words[first].start if first < stop else words[stop].start, words[stop].start)


def _has_verb(words: Sequence[Token]) -> bool:
    return finite_verb(words) is not None


def _is_sentence(words: Sequence[Token]) -> bool:
    """Whether there is a full stop, which headings and captions lack, and some verb; a long one may hide its verb."""
    return words[-1].text in {".", "!", "?", "”", '"', "’"} and (
        len(words) > 5 or any(word.tag.startswith("VB") for word in words)
    )


def _claim(article: Article, region: Sequence[Span], chain: tuple[Voice, ...], force: Force | None) -> Iterator[Claim]:
    text = article.text
    spans = ordered(text, region)
    if any(character.isalnum() for span in spans for character in text[slice(*span)]):
        wording = sentence_of([text[s:e] for s, e in spans], chain[-1] if chain else None)
        why_not = why_not_checkable(wording, force)
        kind: Kind = "attributed" if chain else "asserted"
        yield Claim(article.id, "", kind, wording, spans, chain, why_not is None, why_not)


def _voice(text: str, report: Attribution) -> Voice:
    relation, force = report.relation, report.force
    source = joined(text, relation.source).strip(" ,") or None
    spans = relation.source
    if source and source.lower() == "it" and PASSIVE.search(joined(text, relation.cue)):
        # "It is alleged that …" names nobody.
        source, spans = None, ()
    polarity = force.polarity
    if source and NOBODY.match(source):
        polarity = "affirmed" if polarity == "denied" else "denied"
    return Voice(source, spans, joined(text, relation.cue), relation.cue, force.name, polarity)


def _mask(text: str, report: Attribution) -> Iterator[Span]:
    """Everything that belongs to an attribution, with the auxiliaries in front of its cue."""
    relation = report.relation
    yield from relation.source
    yield from relation.content
    for start, end in relation.cue:
        while (word := word_before(text, start)) and text[slice(*word)].lower() in AUXILIARIES:
            start = word[0]
        yield start, end


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
