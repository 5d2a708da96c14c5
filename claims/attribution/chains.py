"""The attributions of a text that report something, each with those inside its content.

The tagger finds the outermost ones, as PolNeAR marks them; rules over cue words
(``claims.attribution.patterns``) find those that it passes over, above all inside the contents of others. What lies
inside a content is a link further down the chain.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from claims.attribution.contents import is_nobody, is_topic, lemmas, undenied
from claims.attribution.cue_words import HEARSAY, JUDGING
from claims.attribution.forces import Force, force_of, is_hearsay
from claims.attribution.patterns import patterns
from claims.attribution.speakers import nicknamed, outside_labels, speeches_of
from claims.attribution.tidying import tidied
from claims.records import Relation, Span, Spans
from claims.text.grammar import below, by_tree, has_clause, is_verb, subject
from claims.text.parse import Parse, spans_of
from claims.text.quotations import QUOTES, is_quotation, quotations
from claims.text.words import (
    RELATIVES,
    joined,
    ordered,
    overlap,
    subtract,
    touched,
    within,
)

CITING = frozenset({"citing", "quoting"})
# What a source has a word of.
_NAMING = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ", "VERB", "X"})
# Words of an addressee.
TARGET = 6
# Links of a chain.
MAX_DEPTH = 4
_BREAK = re.compile(r"\n\s*\n|\u2029")


@dataclass(frozen=True, slots=True)
class Attribution:
    """A relation that reports something, with the force of its cue and the relations inside its content."""

    relation: Relation
    force: Force
    lemmas: frozenset[str]
    inner: tuple[Attribution, ...] = ()

    def spans(self) -> Spans:
        """Everything that belongs to it, role by role."""
        return (*self.relation.source, *self.relation.cue, *self.relation.content)


def attributions(text: str, relations: Iterable[Relation], parsed: Parse, start: int) -> tuple[Attribution, ...]:
    """The outermost attributions of ``text`` that report something, with those inside their contents.

    ``relations`` are the tagger's, ``parsed`` the sentences of ``text`` from ``start`` on; all spans index ``text``.
    """
    whole = parsed.whole
    if not whole:
        return ()
    quotes = quotations(text)
    found = [nicknamed(text, parsed, relation, quotes) for relation in outside_labels(text, start, list(relations))]
    found = [tidied(text, parsed, relation) for relation in found]
    # "Citing" tells who stands behind what is said beside it.
    found = [relation for relation in found if joined(text, relation.cue).lower() not in CITING]
    # "Reportedly" is said of its clause, whoever stands beside it (``claims.split``).
    found = [relation for relation in found if not is_hearsay(joined(text, relation.cue))]
    grammar = [tidied(text, parsed, relation) for relation in _by_grammar(parsed)]
    seen = _by_cue(grammar, whole)
    grammar = [_without_voices(text, relation, seen, whole) for relation in grammar]
    found = [_checked(text, parsed, relation, seen) for relation in found]
    reporting = list(_reporting(text, parsed, found, quotes))
    # Where what the tagger found says nothing, its words may belong to a construction that does.
    taken = _by_cue([one.relation for one in reporting], whole)
    others = [one for one in grammar if not any(_same_cue(one, taken, whole))]
    reporting += _reporting(text, parsed, others, quotes)
    reporting = _continued(text, reporting, whole)
    speeches = speeches_of(text, parsed, start, [one.relation for one in reporting])
    reporting += [Attribution(speech.relation, speech.force, frozenset()) for speech in speeches]
    cited = [one for one in grammar if not one.content and joined(text, one.cue).lower() in CITING]
    return _behind(_nested(text, reporting, whole), cited, whole)


def _by_cue(relations: Sequence[Relation], whole: Spans) -> dict[int, list[Relation]]:
    """The relations by the number of the sentence in which their cue stands."""
    found: dict[int, list[Relation]] = {}
    for relation in relations:
        for number in touched(relation.cue, whole):
            found.setdefault(number, []).append(relation)
    return found


def _same_cue(one: Relation, others: dict[int, list[Relation]], whole: Spans) -> Iterator[Relation]:
    """Those of the ``others`` that share words of their cue with it."""
    for number in touched(one.cue, whole):
        for other in others.get(number, ()):
            if any(overlap(a, b) for a in one.cue for b in other.cue):
                yield other


def _checked(text: str, parsed: Parse, relation: Relation, grammar: dict[int, list[Relation]]) -> Relation:
    """The relation with what its grammar shows and the tagger did not see, and without another voice in its source."""
    whole = parsed.whole
    same = list(_same_cue(relation, grammar, whole))
    if not any(word.pos in _NAMING for span in relation.source for word in parsed.words(span)):
        relation = replace(relation, source=next((other.source for other in same if other.source), relation.source))
    force = force_of(joined(text, relation.cue))
    if force is not None and force.name == "deny" and not has_clause(parsed, relation.content):
        # "Dismissed | as “fantasy” | a suggestion that it paid": the clause is what is denied.
        clause = (other.content for other in same if has_clause(parsed, other.content))
        relation = replace(relation, content=next(clause, relation.content))
    if joined(text, relation.source).lower() in RELATIVES:
        relation = replace(relation, source=_antecedent(text, parsed, relation.source))
    for other in same:
        relation = replace(relation, content=_without_target(text, relation.content, other.content))
        relation = replace(relation, content=_with_subject(text, parsed, relation.content, other.content))
        # Who speaks of another voice answers for it too: "The bank denied that P, a solicitor said".
        around = _around_voices(parsed, other, relation, grammar, whole)
        if around:
            relation = replace(relation, content=ordered(text, _joined_spans((*relation.content, *around))))
    return _without_voices(text, relation, grammar, whole)


def _antecedent(text: str, parsed: Parse, pronoun: Spans) -> Spans:
    """The noun phrase that a relative pronoun stands for: "Amnesty" in "Amnesty, which called it a disgrace"."""
    for tree, chosen in by_tree(parsed, pronoun):
        verb = next((i for i in tree.ancestors(chosen[0]) if tree.words[i].dep == "relcl"), None)
        if verb is not None:
            noun = tree.words[verb].head
            first = min(below(tree, verb))
            return ordered(text, spans_of(tree, [i for i in below(tree, noun, ("relcl",)) if i < first]))
    return pronoun


def _with_subject(text: str, parsed: Parse, content: Spans, clause: Spans) -> Spans:
    """The content with the subject of its verb, where the tagger has left it out: "the pumps | had failed"."""
    found = dict(enumerate(by_tree(parsed, content)))
    for tree, chosen in by_tree(parsed, clause):
        have = next((set(words) for other, words in found.values() if other is tree), set())
        for v in chosen:
            doer = subject(tree, v) if v in have and is_verb(tree, v) and tree.words[v].head not in chosen else None
            if doer in chosen and doer not in have and doer < min(have):
                return ordered(text, _joined_spans((*content, (clause[0][0], tree.words[max(doer, min(have))].end))))
    return content


def _without_target(text: str, content: Spans, clause: Spans) -> Spans:
    """The content without whom it is told to: "promised | the families | that nobody will be evicted"."""
    start = clause[0][0] if clause else 0
    if content and content[0][0] < start < content[0][1] and text.startswith("that ", start):
        lead = text[content[0][0] : start]
        if len(lead.split()) <= TARGET and not any(mark in lead for mark in '“”",;:'):
            return ((start, content[0][1]), *content[1:])
    return content


def _without_voices(text: str, relation: Relation, grammar: dict[int, list[Relation]], whole: Spans) -> Relation:
    """The relation without another voice in its source: "The minister, | Bild reports, | has promised …"."""
    for number in touched(relation.source, whole):
        for other in grammar.get(number, ()):
            if other.source and within(other.cue, relation.source) and _begins_aside(text, relation.source, other):
                source = [(start, min(end, other.source[0][0])) for start, end in relation.source]
                relation = replace(relation, source=ordered(text, [span for span in source if span[0] < span[1]]))
            elif other.source and other is not relation and other.source != relation.source:
                cut = [part for span in relation.source for part in subtract(span, (*other.source, *other.cue))]
                if cut and within(other.source, relation.source) and within(relation.cue, other.content):
                    relation = replace(relation, source=ordered(text, cut))
    return relation


def _around_voices(
    parsed: Parse, seen: Relation, found: Relation, grammar: dict[int, list[Relation]], whole: Spans
) -> Spans:
    """The content that the grammar has ``seen``, where the verb of its clause is the cue of a voice that is not in
    the content of ``found``."""
    verbs = [
        (tree.words[i].start, tree.words[i].end)
        for tree, chosen in by_tree(parsed, seen.content)
        for i in chosen
        if is_verb(tree, i) and tree.words[i].head not in chosen
    ]
    for number in touched(seen.cue, whole):
        for other in grammar.get(number, ()):
            shared = any(overlap(a, b) for a in seen.content for b in found.content)
            outside = shared and other is not seen and other.content and not within(other.cue, found.content)
            if outside and within(other.source, seen.content) and any(within((verb,), other.cue) for verb in verbs):
                return seen.content
    return ()


def _joined_spans(spans: Sequence[Span]) -> Spans:
    """Spans that may overlap as spans that do not."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)


def _begins_aside(text: str, source: Spans, other: Relation) -> bool:
    """Whether a comma parts the ``other`` voice from words of the source before it."""
    return text[source[0][0] : other.source[0][0]].rstrip().endswith(",")


def _behind(outermost: Sequence[Attribution], cited: Sequence[Relation], whole: Spans) -> tuple[Attribution, ...]:
    """The attributions with who is cited as one more link: "Reuters reported, citing two officials, that …"."""
    if not cited:
        return tuple(outermost)
    sentences = {number: relation for relation in cited for number in touched(relation.cue, whole)}

    def linked(one: Attribution) -> Attribution:
        relation = next((sentences[n] for n in touched(one.relation.cue, whole) if n in sentences), None)
        if relation is None or within(relation.cue, one.relation.content):
            return one
        said = replace(relation, content=one.relation.content)
        return replace(one, inner=(Attribution(said, Force("say", "affirmed", False), CITING, one.inner),))

    return tuple(linked(one) for one in outermost)


def _reporting(text: str, parsed: Parse, relations: Sequence[Relation], quotes: Spans) -> Iterator[Attribution]:
    """Those of ``relations`` that report something, each content without what belongs to another one."""
    whole = parsed.whole
    cues: dict[int, list[Spans]] = {}
    for relation in relations:
        for number in touched(relation.cue, whole):
            cues.setdefault(number, []).append(relation.cue)
    for relation in relations:
        relation = replace(relation, content=_own_content(text, relation, cues, whole, quotes))
        force = _force(text, parsed, relation)
        if force is not None and force.polarity == "denied":
            relation = replace(relation, content=undenied(text, relation.content))
        if force is not None and force.name == "ask" and not relation.source:
            # "Asked whether he would run, …" says nothing yet.
            continue
        if force is not None and is_nobody(text, parsed, relation, force):
            continue
        if force is not None and relation.content and not is_topic(text, parsed, relation, force):
            yield Attribution(relation, force, lemmas(joined(text, relation.cue)))


def _continued(text: str, reporting: Sequence[Attribution], whole: Spans) -> list[Attribution]:
    """The attributions with the quoted sentences behind them that have no other voice: “P,” she said. “Q. R.”"""
    near = by_sentence(reporting, whole)
    quotes = quotations(text)
    more: dict[int, list[Span]] = {}
    last: Attribution | None = None
    for number, sentence in enumerate(whole):
        if voices := near.get(number):
            last = max(voices, key=lambda one: one.relation.cue)
            same = all(one.relation.source == last.relation.source or _again(text, one, last) for one in voices)
            last = last if same and last.relation.source else None
        elif last and _is_quoted(text, sentence, quotes) and not _BREAK.search(text, whole[number - 1][1], sentence[0]):
            more.setdefault(id(last), []).append(sentence)
        else:
            last = None
    return [
        replace(one, relation=replace(one.relation, content=ordered(text, (*one.relation.content, *more[id(one)]))))
        if id(one) in more
        else one
        for one in reporting
    ]


def _again(text: str, one: Attribution, other: Attribution) -> bool:
    return joined(text, one.relation.source) == joined(text, other.relation.source)


def _is_quoted(text: str, sentence: Span, quotes: Spans) -> bool:
    """Whether all words of the sentence stand in one quotation."""
    at = bisect_right(quotes, sentence[1], key=lambda quotation: quotation[0]) - 1
    outside = list(subtract(sentence, quotes[max(0, at) : at + 1]))
    return not any(character.isalnum() for span in outside for character in text[slice(*span)])


def _by_grammar(parsed: Parse) -> Iterator[Relation]:
    """The attributions that grammar shows, sentence by sentence."""
    for tree in parsed.trees:
        yield from patterns(tree)


def _nested(text: str, reporting: Sequence[Attribution], whole: Spans) -> tuple[Attribution, ...]:
    """The outermost attributions, each with those whose cue lies in its content; at most ``MAX_DEPTH`` of a chain."""
    near = by_sentence(reporting, whole)
    order = sorted(reporting, key=lambda one: (-_length(one.relation.content), one.relation.cue))
    rank = {id(one): place for place, one in enumerate(order)}
    inner: dict[int, list[Attribution]] = {}
    outermost = []
    for one in order:
        around = [
            other
            for number in touched(one.relation.cue, whole)
            for other in near.get(number, ())
            if rank[id(other)] < rank[id(one)]
            and within(one.relation.cue, other.relation.content)
            and not (_is_hearsay(one) and text.startswith("to ", other.relation.content[0][0]))
        ]
        if around:
            inner.setdefault(id(max(around, key=lambda other: rank[id(other)])), []).append(one)
        elif not one.lemmas & JUDGING or any(mark in joined(text, one.relation.content) for mark in QUOTES):
            # That somebody condemned something the article itself asserts.
            outermost.append(one)

    def filled(one: Attribution, depth: int, room: Spans | None) -> Attribution:
        relation = one.relation
        if room is not None:
            relation = replace(relation, content=_inside(relation.content, room))
        below = inner.get(id(one), []) if depth < MAX_DEPTH else []
        return replace(
            one, relation=relation, inner=tuple(filled(other, depth + 1, relation.content) for other in below)
        )

    return tuple(filled(one, 1, None) for one in sorted(outermost, key=lambda one: one.relation.cue))


def _is_hearsay(one: Attribution) -> bool:
    """ "To look into the allegations that P" says that P in nobody's name but theirs who alleged it."""
    return not one.relation.source and bool(one.lemmas & HEARSAY)


def _length(spans: Spans) -> int:
    return sum(end - start for start, end in spans)


def _inside(spans: Spans, room: Spans) -> Spans:
    return tuple(cut for span in spans for other in room if (cut := overlap(span, other)))


def _force(text: str, parsed: Parse, relation: Relation) -> Force | None:
    cue, content = joined(text, relation.cue), joined(text, relation.content)
    force = force_of(cue)
    if force is not None and force.name == "deny" and is_quotation(content) and has_clause(parsed, relation.content):
        # "He disagreed: “The quay is safe.”": what he says himself is not what he denies.
        return Force("say", "affirmed", False)
    if force is None and lemmas(cue) & JUDGING:
        return Force("say", "affirmed", True)
    if force is None and is_quotation(content) and has_clause(parsed, relation.content):
        # Whatever the verb, somebody's words are quoted: “…,” he continued.
        return Force("say", "affirmed", False)
    return force


def _own_content(text: str, relation: Relation, cues: dict[int, list[Spans]], whole: Spans, quotes: Spans) -> Spans:
    """The content without what lies in a sentence of another attribution, unless it encloses that one's cue.

    Of sentences without the cue at least half is said: less is where the tagger went on too far. One that is quoted is
    said as a whole.
    """
    own = set(touched(relation.cue, whole))
    parts = []
    for span in relation.content:
        for number in touched([span], whole):
            cut, sentence = overlap(span, whole[number]), whole[number]
            if cut is None:
                continue
            if number in own:
                parts.append(cut)
            elif 2 * (cut[1] - cut[0]) >= sentence[1] - sentence[0] and all(
                within(cue, relation.content) for cue in cues.get(number, ())
            ):
                parts.append(sentence if _is_quoted(text, sentence, quotes) else cut)
    return ordered(text, parts)


def by_sentence(reports: Sequence[Attribution], whole: Spans) -> dict[int, list[Attribution]]:
    """The reports that have a part in each sentence, by the number of the sentence."""
    near: dict[int, list[Attribution]] = {}
    for report in reports:
        for number in touched(report.spans(), whole):
            near.setdefault(number, []).append(report)
    return near


def shifted(relation: Relation, by: int) -> Relation:
    """The relation with ``by`` added to every offset."""

    def move(spans: Spans) -> Spans:
        return tuple((start + by, end + by) for start, end in spans)

    return Relation(move(relation.source), move(relation.cue), move(relation.content))
