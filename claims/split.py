"""From an article to its claims: what each voice says, and what the article says in its own voice.

A sentence, or the part of one that a voice answers for, is a *region*. What attributions cover inside a region
belongs to their sources, one link further down the chain; what they leave over is a claim of the region's own
voice, clause by clause. The article's own voice has an empty chain.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from claims.article.files import body_start
from claims.article.pages import is_notice
from claims.attribution.chains import Attribution, attributions, by_sentence, shifted
from claims.attribution.forces import Force, hearsay
from claims.attribution.tagger import Tagger
from claims.checkable import why_not_checkable
from claims.clauses import Piece, asides, hedged, left_over, piece, that_clauses, untouched, without
from claims.readable import readable
from claims.records import Article, Claim, Kind, Polarity, Span, Spans, Voice
from claims.sources.resolve import resolve
from claims.text.grammar import by_tree, has_clause, is_mark, is_own_clause, tidy, verb_words
from claims.text.layout import blocks
from claims.text.parse import Parse, Tree, parse, spans_of
from claims.text.quotations import quotations, quoted
from claims.text.sentences import sentences
from claims.text.visible import seen
from claims.text.words import joined, ordered, overlap, subtract, tokens, touched
from claims.times import anchored
from claims.wording import sentence_of

# "Nobody at the ministry has said that …" is a denial.
NOBODY = re.compile(r"(?:neither|nobody|no one|none|no)\b", re.IGNORECASE)
# Who speaks of themselves in what they are quoted with.
_OWN = frozenset({"i", "we", "my", "our"})
Role = Literal["source", "cue", "content"]
# Words and marks that may stand beside voice and cue in a sentence that says nothing but who speaks.
SHORT = 3
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
    apart = _apart(article.text, start, whole)
    own = apart | _leading(article.text, start, reports, whole)
    quotes = quotations(article.text)
    walked = _walk(article, reports, parsed, quotes)
    found = sorted(
        (claim for claim in walked if not set(touched(claim.spans, whole)) <= (apart if claim.chain else own)),
        key=lambda claim: (claim.spans[0], claim.spans[-1], len(claim.chain)),
    )
    seen: dict[str, int] = {}
    claims = []
    for claim in _once(found):
        identity = hashlib.sha256(
            "\x1f".join([claim.kind, claim.text, *(voice.source or "" for voice in claim.chain)]).encode()
        ).hexdigest()[:12]
        seen[identity] = seen.get(identity, 0) + 1
        number = "" if seen[identity] == 1 else f"-{seen[identity]}"
        words = quoted(article.text, claim.spans, quotes)
        claims.append(replace(claim, id=identity + number, quoted=words))
    told = [_told(article.text, claim) for claim in resolve(article.text, claims, parsed)]
    return anchored(told, article.published)


def _once(claims: Sequence[Claim]) -> Iterator[Claim]:
    """The claims, each said once by the same voices in the same words of the article."""
    said = set()
    for claim in claims:
        key = (claim.spans, tuple(voice.source for voice in claim.chain), claim.text)
        if key not in said:
            said.add(key)
            yield claim


def _apart(text: str, start: int, whole: Spans) -> set[int]:
    """The numbers of the sentences that are no part of the story: rows of tables, "Related: …", "Subscribe here"."""
    apart = [
        (block.start, block.end)
        for block in blocks(text, start)
        if block.kind == "row" or is_notice(text[block.start : block.end])
    ]
    return set(touched(apart, whole))


def _leading(text: str, start: int, reports: Sequence[Attribution], whole: Spans) -> set[int]:
    """The numbers of the sentences that name a voice and lead to its list: "The union set out its complaints:"."""
    ends = [
        (block.end - 1, block.end)
        for block, after in pairwise(blocks(text, start))
        if after.mark and text[block.end - 1] == ":"
    ]
    named = touched((span for report in reports for span in report.relation.source), whole)
    return set(touched(ends, whole)).intersection(named)


def _told(text: str, claim: Claim) -> Claim:
    """The claim with its source named in place of "I", or of the source's own "she"."""
    if not claim.chain:
        return claim
    outside = (part for span in claim.spans for part in subtract(span, claim.quoted))
    verbatim = bool(claim.quoted) and not any(c.isalnum() for part in outside for c in text[slice(*part)])
    # Where a mark is the cue, as in a transcript, what follows are the source's own words.
    cue = claim.chain[-1].cue
    marked = bool(cue) and not any(map(str.isalnum, cue))
    return replace(claim, text=readable(claim.text, claim.chain[-1], quoted=verbatim or marked))


def _walk(article: Article, reports: Sequence[Attribution], parsed: Parse, quotes: Spans) -> Iterator[Claim]:
    whole = parsed.whole
    near = by_sentence(reports, whole)
    for number, sentence in enumerate(whole):
        voices = [one for one in near.get(number, ()) if not _introduces(article.text, one, number, whole)]
        yield from _own(article, parsed, quotes, [sentence], voices, (), None)
    for report in reports:
        yield from _attributed(article, report, parsed, quotes, ())


def _linked(text: str, chain: tuple[Voice, ...], voice: Voice, quotes: Spans) -> tuple[Voice, ...]:
    """The chain with one more link; with none for a speaker's own "I think", which tells how it is said."""
    outer = chain[-1] if chain else None
    if outer is None or not outer.source or (voice.source or "").lower() not in _OWN:
        return (*chain, voice)
    if not quoted(text, voice.spans, quotes) and any(map(str.isalnum, outer.cue)):
        return (*chain, voice)
    polarity: Polarity = "affirmed" if outer.polarity == voice.polarity else "denied"
    said = replace(outer, cue=voice.cue, cue_spans=voice.cue_spans, force=voice.force, polarity=polarity)
    return (*chain[:-1], said)


def _introduces(text: str, report: Attribution, number: int, whole: Spans) -> bool:
    """Whether a sentence tells of the voice, whose words stand in others: "She spoke for an hour. “…”"."""
    relation = report.relation
    if number in touched(relation.content, whole) or text[whole[number][1] - 1] == ":":
        return False
    rest = subtract(whole[number], (*relation.source, *relation.cue))
    return sum(len(tokens(text, *span)) for span in rest) > SHORT


def _attributed(
    article: Article, report: Attribution, parsed: Parse, quotes: Spans, chain: tuple[Voice, ...]
) -> Iterator[Claim]:
    text, relation, whole = article.text, report.relation, parsed.whole
    chain = _linked(text, chain, _voice(text, report), quotes)
    near = by_sentence(report.inner, whole)
    for number in touched(relation.content, whole):
        region = [cut for span in relation.content if (cut := overlap(span, whole[number]))]
        if number in near:
            yield from _own(article, parsed, quotes, region, near[number], chain, report.force)
            continue
        room = _Room(article, quotes, chain, report.force)
        for stretch in _manners(parsed, room, region):
            for tree, inside in by_tree(parsed, stretch):
                for part in that_clauses(tree, inside):
                    yield from _read(room, tree, piece(part))
    for inner in report.inner:
        yield from _attributed(article, inner, parsed, quotes, chain)


def _manners(parsed: Parse, room: _Room, region: Sequence[Span]) -> Iterator[list[Span]]:
    """The parts of a region: a quoted clause apart from what is said before it in other words, "P, he said: “Q.”"."""
    found: list[Span] = []
    for span in region:
        turns = bool(found) and room.covers(span) and not room.covers(found[-1])
        if turns and has_clause(parsed, [span]) and has_clause(parsed, found):
            yield found
            found = []
        found.append(span)
    if found:
        yield found


def _own(
    article: Article,
    parsed: Parse,
    quotes: Spans,
    region: Sequence[Span],
    reports: Sequence[Attribution],
    chain: tuple[Voice, ...],
    force: Force | None,
) -> Iterator[Claim]:
    """What ``region`` says outside the ``reports`` in it, clause by clause, in the voice of ``chain``."""
    text = article.text
    masking = [one for one in reports if not _is_in_phrase(parsed, one)]
    room = _Room(article, quotes, chain, force)
    for tree, chosen in by_tree(parsed, region):
        inside = [i for i in chosen if any(overlap((tree.words[i].start, tree.words[i].end), span) for span in region)]
        cues, sources, contents = (_indices(tree, masking, role) for role in ("cue", "source", "content"))
        if not inside:
            continue
        # A label tells who speaks, and says nothing of him: "— Ann Lee, head of the port".
        labels = _indices(tree, [one for one in reports if not _has_words(text, one.relation.cue)], "source")
        own: set[int] = set()
        for sentence in _sentences(tree, inside):
            if not any(i in cues or i in sources or i in contents for i in sentence):
                for clause in untouched(tree, sentence):
                    own.update(clause)
                    yield from _read(room, tree, piece(clause))
                continue
            for part in left_over(tree, sentence, cues, sources, contents):
                own.update(part.words)
                yield from _read(room, tree, part)
        said = [i for i in inside if i not in cues and i not in sources and not is_mark(tree, i)]
        if chain and not own and len(said) > 2 * len([i for i in said if i in contents]):
            # Most of what is quoted would be lost beside the voice in it.
            yield from _read(room, tree, piece(inside))
            continue
        # What is said of a source in passing, "said Lee, who was elected in May", is the region's own.
        for aside, passing in asides(tree, inside):
            if not passing & (cues | contents | own | labels):
                yield from _claim(room, tree, aside)


def _sentences(tree: Tree, chosen: Sequence[int]) -> Iterator[list[int]]:
    """The words under each root of the tree: the sides of a semicolon."""
    starts = [min(tree.subtree(root)) for root in tree.roots] if len(tree.roots) > 1 else [0]
    for first, stop in pairwise([*starts, len(tree.words)]):
        part = [i for i in chosen if first <= i < stop]
        if part and first and tree.words[part[0]].dep == "cc":
            part = part[1:]
        if part:
            yield part


def _has_words(text: str, spans: Spans) -> bool:
    return any(character.isalnum() for span in spans for character in text[slice(*span)])


def _is_in_phrase(parsed: Parse, report: Attribution) -> bool:
    """Whether what reports is part of a noun phrase: "they investigate claims that …" is said whole beside it."""
    for tree, words in by_tree(parsed, report.relation.cue):
        if any(tree.words[i].dep == "acl" and tree.words[i].tag == "VBN" for i in words):
            # "A ray known to leap was named after him"
            return True
        kinds = {tree.words[i].pos for i in words}
        if kinds & {"VERB", "AUX", "ADP"}:
            return False
        nouns = {i for i in words if tree.words[i].dep in ("nsubj", "nsubjpass", "dobj", "attr")}
        for other, content in by_tree(parsed, report.relation.content):
            if other is tree and any(tree.words[i].head in nouns for i in content):
                return True
    return False


def _indices(tree: Tree, reports: Sequence[Attribution], role: Role) -> frozenset[int]:
    """The words of a tree that have a ``role`` in ``reports``; a cue has the auxiliaries before it."""
    found: set[int] = set()
    for report in reports:
        for span in getattr(report.relation, role):
            found.update(tree.within(span))
    if role == "cue":
        for i in list(found):
            found.update(verb_words(tree, i))
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class _Room:
    """Whose words are read: the ``chain`` of voices, and the force of the last one's cue."""

    article: Article
    quotes: Spans
    chain: tuple[Voice, ...]
    force: Force | None

    def is_quoted(self, tree: Tree, i: int) -> bool:
        """Whether word ``i`` stands in quotation marks."""
        at = bisect_right(self.quotes, tree.words[i].start, key=lambda quotation: quotation[0]) - 1
        return at >= 0 and self.quotes[at][0] <= tree.words[i].start < self.quotes[at][1]

    def covers(self, span: Span) -> bool:
        """Whether all words of a span stand in quotation marks."""
        return not any(c.isalnum() for s, e in subtract(span, self.quotes) for c in self.article.text[s:e])

    def beside(self, tree: Tree, hedge: int) -> _Room:
        """The room with the unnamed voice of the adverb ``hedge`` as one more link."""
        voice = hearsay(tree.words[hedge])
        return replace(self, chain=(*self.chain, voice)) if voice else self


def _read(room: _Room, tree: Tree, part: Piece) -> Iterator[Claim]:
    """The claim of a ``part``, and of what it says in passing; what "reportedly" is said of has one more voice.

    What somebody's reported words say in passing of a noun is the reporter's; what quoted words say is the speaker's.
    """
    words = list(part.words)
    passing = list(asides(tree, words))
    hedge = next((i for i in words if hearsay(tree.words[i]) and not room.is_quoted(tree, i)), None)
    outer = replace(room, chain=room.chain[:-1], force=None)
    for aside, left_out in passing:
        direct = room.is_quoted(tree, max(aside.words))
        own = room if direct or not room.chain else outer
        if hedge is not None and hedge in left_out:
            # "Łukasz, who reportedly works there as a chef, took part"
            yield from _claim(own.beside(tree, hedge), tree, without(aside, hedge))
            words, hedge = [i for i in words if i not in left_out], None
            continue
        yield from _claim(own, tree, aside)
        if (room.chain and not direct) or hedge is not None:
            words = [i for i in words if i not in left_out]
    if hedge is None:
        yield from _claim(room, tree, part if len(words) == len(part.words) else piece(tidy(tree, words)))
        return
    said, rest = hedged(tree, words, hedge)
    if rest:
        yield from _claim(room, tree, piece(tidy(tree, rest)))
    yield from _claim(room.beside(tree, hedge), tree, said)


def _claim(room: _Room, tree: Tree, part: Piece) -> Iterator[Claim]:
    article, text = room.article, room.article.text
    spans = ordered(text, spans_of(tree, part.words))
    if _has_words(text, spans):
        plain = len(part.chunks) == 1
        parts = [text[s:e] for s, e in spans] if plain else list(_chunks(text, tree, part))
        voice = room.chain[-1] if room.chain else None
        wording = sentence_of(parts, voice, clause=is_own_clause(tree, part.words))
        why_not = why_not_checkable(wording, room.force)
        kind: Kind = "attributed" if room.chain else "asserted"
        yield Claim(article.id, "", kind, wording, spans, room.chain, why_not is None, why_not)


def _chunks(text: str, tree: Tree, part: Piece) -> Iterator[str]:
    """The chunks of a piece as words; "’s" hangs on the one before it."""
    found: list[str] = []
    for chunk in part.chunks:
        if chunk == "’s":
            found[-1] += "’s"
        elif isinstance(chunk, str):
            found.append(chunk)
        else:
            found += [text[s:e] for s, e in ordered(text, spans_of(tree, chunk))]
    yield from found


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
