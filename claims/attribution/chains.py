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

from claims.attribution.contents import ACCUSING, completed, is_topic, lemmas, undenied
from claims.attribution.forces import Force, force_of
from claims.attribution.patterns import HEARSAY, JUDGING, MEANS, patterns
from claims.attribution.speakers import nicknamed, outside_labels, speeches_of
from claims.records import Relation, Span, Spans
from claims.text.parse import Parse
from claims.text.quotations import QUOTES, is_quotation, quotations
from claims.text.words import (
    RELATIVES,
    finite_verb,
    joined,
    ordered,
    overlap,
    subtract,
    tagged,
    tokens,
    touched,
    within,
    word_before,
)

CITING = frozenset({"citing", "quoting"})
# Links of a chain.
MAX_DEPTH = 4
# Words before a cue that belong to its verb.
AUXILIARIES = frozenset(
    "has have had was were is are been be being also later then reportedly allegedly further".split()
)
# Between two parts of a content: ", led by Mr Trump,".
_ASIDE = re.compile(r"\s*[,—–(-].*[,—–)-]\s*", re.DOTALL)
# "Since June, the government has been accused of …": the time is that of what is said.
_WHEN = re.compile(r"(?:since|in|during|last|this|from|until)\s[^,]{1,40}$", re.IGNORECASE)
_BREAK = re.compile(r"\n\s*\n|\u2029")
_RELATIVE = re.compile(r"(?<=\w),\s+(?:who|which|whose|whom)\s")


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
    quotes = quotations(text)
    found = [nicknamed(text, parsed, relation, quotes) for relation in outside_labels(text, start, list(relations))]
    found = [_tidied(text, relation, whole) for relation in found]
    # "Citing" tells who stands behind what is said beside it.
    found = [relation for relation in found if joined(text, relation.cue).lower() not in CITING]
    grammar = [_tidied(text, relation, whole) for relation in _by_grammar(text, whole)]
    seen = _by_cue(grammar, whole)
    found = [_checked(text, relation, seen, whole) for relation in found]
    reporting = list(_reporting(text, found, whole))
    # Where what the tagger found says nothing, its words may belong to a construction that does.
    taken = _by_cue([one.relation for one in reporting], whole)
    reporting += _reporting(text, [one for one in grammar if not any(_same_cue(one, taken, whole))], whole)
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


def _checked(text: str, relation: Relation, grammar: dict[int, list[Relation]], whole: Spans) -> Relation:
    """The relation with what its grammar shows and the tagger did not see, and without another voice in its source."""
    same = list(_same_cue(relation, grammar, whole))
    if not relation.source:
        relation = replace(relation, source=next((other.source for other in same if other.source), ()))
    force = force_of(joined(text, relation.cue))
    if force is not None and force.name == "deny" and finite_verb(tagged(joined(text, relation.content))) is None:
        # "Dismissed | as “fantasy” | a suggestion that it paid": the clause is what is denied.
        clause = (other.content for other in same if finite_verb(tagged(joined(text, other.content))) is not None)
        relation = replace(relation, content=next(clause, relation.content))
    for number in touched(relation.source, whole):
        for other in grammar.get(number, ()):
            if other.source and within(other.cue, relation.source) and _begins_aside(text, relation.source, other):
                # "The minister, | Bild reports, | has promised …"
                source = [(start, min(end, other.source[0][0])) for start, end in relation.source]
                relation = replace(relation, source=ordered(text, [span for span in source if span[0] < span[1]]))
    return relation


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


def _reporting(text: str, relations: Sequence[Relation], whole: Spans) -> Iterator[Attribution]:
    """Those of ``relations`` that report something, each content without what belongs to another one."""
    cues: dict[int, list[Spans]] = {}
    for relation in relations:
        for number in touched(relation.cue, whole):
            cues.setdefault(number, []).append(relation.cue)
    for relation in relations:
        relation = replace(relation, content=_own_content(text, relation, cues, whole))
        force = _force(text, relation)
        if force is not None and force.polarity == "denied":
            relation = replace(relation, content=undenied(text, relation.content))
        if force is not None and relation.content and not is_topic(text, relation, force):
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


def _by_grammar(text: str, whole: Spans) -> Iterator[Relation]:
    """The attributions that grammar shows, sentence by sentence."""
    for sentence in whole:
        if _may_report(text[slice(*sentence)]):
            yield from patterns(text, sentence)


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


def _may_report(sentence: str) -> bool:
    """Whether there is a word of the lexicon in it; most sentences need not be parsed."""
    return any(force_of(word.text) for word in tokens(sentence))


def _force(text: str, relation: Relation) -> Force | None:
    cue, content = joined(text, relation.cue), joined(text, relation.content)
    force = force_of(cue)
    if force is None and lemmas(cue) & JUDGING:
        return Force("say", "affirmed", True)
    if force is None and is_quotation(content) and finite_verb(tagged(content)) is not None:
        # Whatever the verb, somebody's words are quoted: “…,” he continued.
        return Force("say", "affirmed", False)
    return force


def _tidied(text: str, relation: Relation, whole: Spans) -> Relation:
    """Spans of whole words without marks at their edges or holes in them; a passive's content with its subject."""
    source, (cue, content) = relation.source, _parted(text, ordered(text, relation.cue, ""), relation.content)
    source = _without_relatives(text, _filled(text, ordered(text, source), (*cue, *content), whole))
    named = joined(text, source)
    if named in MEANS or not any(character.isalpha() for character in named):
        source = ()
    content = completed(text, _filled(text, content, (*cue, *source), whole), (*cue, *source), whole)
    after = [span for span in content if not cue or span[0] >= cue[-1][1]]
    if cue and after and not source and text.startswith(("of ", "to "), after[0][0]):
        # "The government has been accused | of flying in …": the subject stands before the cue.
        subject = [span for number in touched(cue[:1], whole)[:1] for span in _subject_before(text, whole[number], cue)]
        content = ordered(text, [*subject, *after]) if subject else content
    return Relation(source, cue, content)


def _parted(text: str, cue: Spans, content: Spans) -> tuple[Spans, Spans]:
    """Cue and content, with the "of" of "accused of | flying in migrants" in the content."""
    last = word_before(text, cue[-1][1]) if cue else None
    behind = last and any(not text[last[1] : start].strip() for start, _ in content if start >= last[1])
    if not last or not behind or text[slice(*last)] != "of" or not lemmas(joined(text, cue)) & ACCUSING:
        return cue, ordered(text, content)
    return ordered(text, (*cue[:-1], (cue[-1][0], last[0])), ""), ordered(text, (*content, last))


def _without_relatives(text: str, source: Spans) -> Spans:
    """The source without ", who was elected in May": that is said of it, and no part of its name."""
    return tuple(
        (start, start + match.start()) if (match := _RELATIVE.search(text[start:end])) else (start, end)
        for start, end in source
    )


def _filled(text: str, spans: Spans, others: Sequence[Span], whole: Spans) -> Spans:
    """The spans joined across words of a sentence that the tagger passed over, but not across an aside."""
    joined: list[Span] = []
    for start, end in spans:
        gap = (joined[-1][1], start) if joined else None
        if (
            gap
            and touched([(gap[0] - 1, gap[0])], whole) == touched([(start, start + 1)], whole)
            and not any(overlap(gap, other) for other in others)
            and not _ASIDE.fullmatch(text[slice(*gap)])
        ):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return tuple(joined)


def _own_content(text: str, relation: Relation, cues: dict[int, list[Spans]], whole: Spans) -> Spans:
    """The content without what lies in a sentence of another attribution, unless it encloses that one's cue.

    Of sentences without the cue at least half is said: less is where the tagger went on too far.
    """
    own = set(touched(relation.cue, whole))
    return ordered(
        text,
        (
            cut
            for span in relation.content
            for number in touched([span], whole)
            if (cut := overlap(span, whole[number]))
            and (
                number in own
                or (
                    2 * (cut[1] - cut[0]) >= whole[number][1] - whole[number][0]
                    and all(within(cue, relation.content) for cue in cues.get(number, ()))
                )
            )
        ),
    )


def _subject_before(text: str, sentence: Span, cue: Spans) -> list[Span]:
    """The noun phrase before a passive cue: what follows the last comma, without auxiliaries and an apposition."""
    end = cue[0][0] if cue else sentence[0]
    while (word := word_before(text, end)) and text[slice(*word)].lower() in AUXILIARIES:
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
    word = word_before(text, end)
    if word and word[0] >= start and text[slice(*word)].lower() in RELATIVES:
        end = word[0]
    when = [parts[0]] if parts and parts[0][0] < start and _WHEN.match(text[slice(*parts[0])]) else []
    return [*when, (start, end)] if text[start:end].strip() else []


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
