"""Who speaks where no verb says so: labels of a transcript, lists under "the report finds:", quotations by themselves.

What a text's layout shows is read here, by marks and places rather than by the grammar of a clause.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from claims.attribution.forces import force_of
from claims.attribution.quotes import SAYS, Page, Sieve, Speech, phrase
from claims.records import Relation, Span, Spans
from claims.text.layout import ROLES, Block, blocks, speeches
from claims.text.parse import Parse, Tree, reader
from claims.text.quotations import quotations
from claims.text.words import overlap, subtract, touched

# "The report lists three faults:" says what its items say; so do the verbs of the lexicon.
LISTING = frozenset("list outline identify detail name set highlight make raise contain include give".split())
_FINDINGS = (
    r"(?:\w+ ){0,2}(?:findings?|conclusions?|recommendations?|demands?|claims?|allegations?|arguments?|charges"
    r"|warnings?)"
)
_WHOSE = re.compile(
    rf"(?P<his>\S.*?)(?:[’']s|(?<=s)[’']) {_FINDINGS}:$|(?:the )?{_FINDINGS} (?:of|from|by) (?P<of>\S.*):$",
    re.IGNORECASE,
)
_ACCORDING = re.compile(r"\baccording to\s+(?P<who>[^:]+):$", re.IGNORECASE)
# Labels of whoever is interviewed, and how many characters before the first label may say who that is.
ANSWERING = frozenset({"a", "answer", "interviewee"})
LONGEST_INTRODUCTION = 3000


def speeches_of(text: str, parsed: Parse, start: int, known: Sequence[Relation]) -> tuple[Speech, ...]:
    """What the layout of ``text`` from ``start`` on shows that somebody says, beside the ``known`` attributions.

    First come the labelled speeches, then the lists, then the quotations that nothing else gives to anybody.
    """
    page = Page(text, parsed, blocks(text, start), quotations(text))
    shown = [*_labelled(page), *_listed(page, known)]
    return (*shown, *Sieve(page, [*known, *(speech.relation for speech in shown)]).read())


def outside_labels(text: str, start: int, relations: Sequence[Relation]) -> list[Relation]:
    """The ``relations`` of which neither cue nor source lies in a speaker's label, their contents without labels."""
    labels = [(block.label[0], block.colon[1]) for block in blocks(text, start) if block.label and block.colon]
    return [
        replace(relation, content=tuple(part for span in relation.content for part in subtract(span, labels)))
        for relation in relations
        if not any(overlap(a, b) for a in (*relation.cue, *relation.source) for b in labels)
    ]


def nicknamed(text: str, parsed: Parse, relation: Relation, quotes: Spans) -> Relation:
    """The ``relation`` with all of a source that has a nickname in quotation marks: "said Bob “Rusty” Jones".

    The tagger takes such words for what is said. They are the source's where they stand in the subject of the cue.
    """
    if not relation.cue:
        return relation
    tree = parsed.at(relation.cue[0][0])
    verbs = [i for span in relation.cue for i in tree.within(span)]
    subject = next((j for i in verbs if (j := tree.child(i, "nsubj")) is not None), None)
    if subject is None:
        return relation
    who = tree.span(tree.subtree(subject))
    names = [quote for quote in quotes if overlap(quote, who)]
    clause = any(tree.is_finite(i) for quote in names for i in tree.within(quote))
    if not names or clause or any(overlap(who, span) for span in relation.cue):
        return relation
    start, end = min(who[0], names[0][0] - 1), max(who[1], names[-1][1] + 1)
    content = tuple(part for span in relation.content for part in subtract(span, [(start, end)]))
    return Relation(((start, end),), relation.cue, content) if content else relation


def _labelled(page: Page) -> Iterator[Speech]:
    found = list(speeches(page.blocks))
    rows = dict(zip(page.blocks, page.rows, strict=True))
    for speech in found:
        first = speech[0]
        numbers = [number for block in speech for number in rows[block]]
        alone = len(found) == 1 and first is page.blocks[0]
        dateline = alone and first.label and _is_dateline(page.words(first.label), only=len(page.blocks) == 1)
        if first.label and first.colon and numbers and not dateline:
            who = first.label
            if page.words(who).lower() in ANSWERING:
                who = _interviewed(page, found[0][0]) or who
            yield Speech(Relation((who,), (first.colon,), tuple(page.whole[number] for number in numbers)))


def _interviewed(page: Page, first: Block) -> Span | None:
    """The one person whom the text names before its ``first`` label, the name in full; the model reads names there."""
    start, end = page.blocks[0].start, min(first.start, page.blocks[0].start + LONGEST_INTRODUCTION)
    read = reader(True)(page.text[start:end])
    people = [one for one in read.ents if one.label_ == "PERSON" and len(one) > 1]
    if len({one.text for one in people}) != 1:
        return None
    return start + people[0].start_char, start + people[0].end_char


def _is_dateline(who: str, *, only: bool) -> bool:
    """Whether the label of a text's first block, which may be its ``only`` one, is a place: "MUMBAI: …"."""
    if "," in who or who.split()[-1].lower() in ROLES:
        return False
    kinds = {
        entity.label_ for form in ("{}: No.", "{} said no.") for entity in reader(True)(form.format(who.title())).ents
    }
    return "GPE" in kinds or (not only and "PERSON" not in kinds)


def _listed(page: Page, known: Sequence[Relation]) -> Iterator[Speech]:
    for first, intro in enumerate(page.blocks):
        last = first + 1
        while last < len(page.blocks) and page.blocks[last].mark and not page.blocks[last].label:
            last += 1
        if last == first + 1 or intro.mark or not page.words((intro.start, intro.end)).endswith(":"):
            continue
        if not page.rows[first]:
            continue
        number = page.rows[first][-1]
        said = {n for one in known if number in touched(one.cue, page.whole) for n in touched(one.content, page.whole)}
        items = [page.whole[n] for block in range(first + 1, last) for n in page.rows[block] if n not in said]
        voice = _introduced(page, number, known) if items else None
        if voice is not None:
            source, cue = voice
            force = force_of(" ".join(page.words(span) for span in cue)) or SAYS
            yield Speech(Relation(source, cue, tuple(items)), force)


def _introduced(page: Page, number: int, known: Sequence[Relation]) -> tuple[Spans, Spans] | None:
    """Source and cue of the sentence that introduces a list."""
    sentence = page.whole[number]
    for relation in known:
        if number in touched(relation.cue, page.whole) and relation.source:
            return relation.source, relation.cue
    according = _ACCORDING.search(page.words(sentence))
    if according:
        who = (sentence[0] + according.start("who"), sentence[0] + according.end("who"))
        return (who,), ((sentence[0] + according.start(), who[0] - 1),)
    if whose := _WHOSE.match(page.words(sentence)):
        start, end = whose.span("his" if whose["his"] else "of")
        who = (sentence[0] + start, sentence[0] + end)
        cue = next(subtract((sentence[0] + start if start == 0 else sentence[0], sentence[1]), [who]))
        return (who,), (cue,)
    tree = page.tree(number)
    for i in tree.roots:
        root = tree.words[i]
        verb = root.pos == "VERB" and (root.lemma in LISTING or force_of(root.text) is not None)
        subject = tree.child(i, "nsubj")
        if verb and subject is not None:
            return (phrase(tree, subject),), ((root.start, root.end),)
        if verb and (agent := _agent(tree, i)) is not None:
            return (phrase(tree, agent),), ((root.start, root.end),)
    return None


def _agent(tree: Tree, verb: int) -> int | None:
    """By whom, or in which report, the ``verb`` of a passive has something listed."""
    by = tree.child(verb, "agent")
    place = next((k for k in tree.children[verb] if tree.words[k].lemma in {"in", "by"}), None) if by is None else by
    return None if place is None else tree.child(place, "pobj")
