"""Attributions found by their grammar: a reporting verb with its subject and its clause, passives, parentheses.

They stand in for the tagger where it is silent by its training: PolNeAR marks the outermost attribution only. The
verbs are those of the lexicon (``forces.toml``); the constructions are those by which Krestel, Bergler and Witte
(2008, "Minding the Source") and Pareti (2015) describe reported speech.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from claims.attribution.forces import force_of, lemma
from claims.records import Relation, Span, Spans
from claims.text.phrases import (
    BE,
    CLAUSE_STARTS,
    LONGEST_GAP,
    MARKS,
    SUBORDINATE,
    bare_clause,
    clause_end,
    is_auxiliary,
    is_clause,
    is_mark,
    noun_clause_end,
    noun_phrase_end,
    parenthesis_end,
    quotation_end,
    subject_before,
    that_clause,
    word_at,
)
from claims.text.words import FINITE, RELATIVES, Token, headless, tagged

# These take a clause without "that".
BARE = frozenset(
    "say claim believe think insist allege suspect fear hope deny admit confirm know concede argue suggest feel report "
    "announce acknowledge complain conclude warn add note thought recall maintain estimate predict assume write "
    "swear".split()
)
# Whom they speak to stands between them and the clause.
ADDRESSED = frozenset("tell inform assure warn remind advise notify convince persuade promise caution".split())
# "is said to have left": the passive's subject is the subject of what is said.
RAISED = frozenset(
    "say claim believe think thought report allege rumour rumor understand know fear suspect estimate consider presume "
    "hold assume".split()
)
ACCUSING = frozenset("accuse suspect".split())
CHARGING = frozenset({"charge"})
# With quoted words: "called the vote “a wound”".
NAMING = frozenset("call describe brand label dub term denounce condemn criticize criticise praise".split())
QUOTING = frozenset("quote cite".split())
# With a clause of their own: "rejected claims that …".
STATEMENTS = frozenset(
    "claim report allegation suggestion accusation rumour rumor assertion statement idea notion charge speculation "
    "view belief fear concern complaint warning hint".split()
)
# What they say they say of a thing: "has condemned the attack".
JUDGING = frozenset("condemn criticize criticise denounce praise slam welcome decry".split())
# With a clause of their own they put it into the mouth of somebody who need not be named.
HEARSAY = frozenset("allegation accusation claim rumour rumor suggestion speculation assertion report".split())
VIEWS = frozenset("view opinion words eyes account judgment judgement".split())
# Instruments, not authors: "informed by letter".
MEANS = frozenset("letter phone telephone email e-mail mail text post message fax loudspeaker".split())


@dataclass(frozen=True, slots=True)
class _Verb:
    """A verb with its auxiliaries: ``words[first:last + 1]``."""

    first: int
    last: int
    lemma: str
    passive: bool


def patterns(text: str, sentence: Span) -> tuple[Relation, ...]:
    """The attributions in a ``sentence`` of ``text``, in the order of their cues; offsets index ``text``."""
    words = tagged(text, *sentence)
    found = [relation for verb in _verbs(words) for relation in _of_verb(words, verb)]
    found += _views(words)
    found += _citations(words)
    found += _hearsay(words)
    return tuple(sorted(found, key=lambda relation: relation.cue))


def _verbs(words: Sequence[Token]) -> Iterator[_Verb]:
    for i, word in enumerate(words):
        if not _may_be_verb(words, i) or not (_reports(word.text) or lemma(word.text) in JUDGING):
            continue
        first, passive = i, False
        while first and (is_auxiliary(words[first - 1]) or words[first - 1].tag.startswith("RB")):
            first -= 1
            passive = passive or (words[first].text.lower() in BE and word.text.lower()[-3:] != "ing")
        while first < i and words[first].tag.startswith("RB") and not is_auxiliary(words[first]):
            first += 1
        if word.tag != "VBG" and (first == 0 or words[first - 1].text.lower() != "to"):
            yield _Verb(first, i, lemma(word.text), passive)


def _may_be_verb(words: Sequence[Token], i: int) -> bool:
    word = words[i]
    if word.tag.startswith("VB") or word.text.endswith("ed"):
        # "the alleged thief"
        return not (i and words[i - 1].tag in {"DT", "PRP$"})
    # "Reuters reports that", "lawyers fear that", "…, Bild reports, …": the part of speech is taken for a noun's.
    before = words[i - 1].tag if i else ""
    after = word_at(words, i + 1)
    aside = after == "," and before == "NNP" and word.text.endswith("s")
    clause = after == "that" and before.startswith("NN")
    return word.tag in {"NN", "NNS"} and (aside or clause) and lemma(word.text) in BARE


@lru_cache(maxsize=4096)
def _reports(word: str) -> bool:
    return force_of(word) is not None


def _of_verb(words: Sequence[Token], verb: _Verb) -> Iterator[Relation]:
    subject = subject_before(words, verb.first)
    if verb.passive:
        yield from _passive(words, verb, subject)
    elif subject:
        yield from _active(words, verb, subject)


def _active(words: Sequence[Token], verb: _Verb, subject: range) -> Iterator[Relation]:
    after = verb.last + 1
    if verb.lemma in ACCUSING | CHARGING:
        if _gerund_after(words, after, ("of",) if verb.lemma in ACCUSING else ("with",)):
            yield _relation(words, subject, verb, [range(after, clause_end(words, after))])
        return
    if verb.lemma in QUOTING and (saying := _saying(words, after)):
        quoted = range(after, saying - 1)
        clause = range(saying + 1, clause_end(words, saying + 1))
        yield _relation(words, subject, verb, [range(after, clause.stop)])
        yield _relation(words, quoted, _Verb(saying, saying, "say", False), [clause])
        return
    if verb.lemma in NAMING and (closed := quotation_end(words, after)):
        yield _relation(words, subject, verb, [range(after, closed)])
        return
    start = _clause(words, verb)
    if start is not None:
        yield _relation(words, subject, verb, [range(start, clause_end(words, start))])
    elif verb.lemma in JUDGING and after < len(words) and words[after].tag in CLAUSE_STARTS:
        yield _relation(words, subject, verb, [range(after, noun_phrase_end(words, after))])
    elif _is_parenthesis(words, subject.start, after):
        yield from _around(words, subject, verb, subject.start, parenthesis_end(words, after))


def _passive(words: Sequence[Token], verb: _Verb, subject: range | None) -> Iterator[Relation]:
    agent = _agent(words, verb.last + 1)
    after = agent.stop if agent else verb.last + 1
    author = agent if agent and words[agent.stop - 1].text.lower() not in MEANS else range(0)
    start = that_clause(words, after)
    impersonal = subject is not None and [words[i].text.lower() for i in subject] == ["it"]
    if impersonal and subject is not None:
        if start is not None:
            medium = _medium(words, verb, start)
            yield _relation(words, author or medium, verb, [range(start, clause_end(words, start))])
        elif _is_parenthesis(words, subject.start, after):
            yield from _around(words, author, verb, subject.start, parenthesis_end(words, after))
    elif words[0].text == "That" and author and verb.first > 3:
        yield _relation(words, author, verb, [range(0, verb.first)])
    elif subject is None:
        return
    elif verb.lemma in ADDRESSED:
        start = start if start is not None else bare_clause(words, after)
        if start is not None:
            yield _relation(words, author, verb, [range(start, clause_end(words, start))])
    elif verb.lemma in QUOTING and (saying := _saying(words, after)):
        clause = range(saying + 1, clause_end(words, saying + 1))
        yield _relation(words, author, verb, [subject, range(saying, clause.stop)])
        yield _relation(words, subject, _Verb(saying, saying, "say", False), [clause])
    elif (verb.lemma in RAISED and word_at(words, after) == "to") or (
        verb.lemma in ACCUSING and _gerund_after(words, after, ("of",), nearest=True)
    ):
        stop = next((i for i in range(after, len(words)) if is_mark(words, i)), clause_end(words, after))
        yield _relation(words, author, verb, [subject, range(after, min(stop, clause_end(words, after)))])


def _views(words: Sequence[Token]) -> Iterator[Relation]:
    """ "In the words of a firefighter, …", "according to the prosecutor, …"."""
    for i, word in enumerate(words):
        lower = word.text.lower()
        if lower == "according" and word_at(words, i + 1) == "to":
            last = i + 1
        elif lower == "of" and i > 2 and words[i - 1].text.lower() in VIEWS and word_at(words, i - 3) == "in":
            last = i
        else:
            continue
        first = i if last == i + 1 else i - 3
        stop = noun_phrase_end(words, last + 1)
        before, closed = word_at(words, first - 1) if first else "", word_at(words, stop)
        if stop == last + 1 or (first and before != "," and closed not in {"", ".", ","}):
            continue
        source = range(last + 1, stop)
        if word_at(words, stop) == "," and word_at(words, stop + 1) in RELATIVES:
            stop = next((j for j in range(stop + 2, len(words)) if words[j].text == ","), stop)
        cue = _Verb(first, last, "say", False)
        joined = first > 1 and word_at(words, first - 2) in SUBORDINATE
        if first == 0 or joined:
            # "…, after, in the words of a firefighter, “the slope started to walk”"
            yield _relation(words, source, cue, [range(stop + 1, clause_end(words, stop + 1))])
        else:
            yield from _around(words, source, cue, first, stop)


def _citations(words: Sequence[Token]) -> Iterator[Relation]:
    """Whom "citing two officials" names; what they say is what is said beside it (``attributions``)."""
    for i, word in enumerate(words):
        if word.text.lower() in {"citing", "quoting"}:
            stop = noun_phrase_end(words, i + 1)
            if any(words[j].tag.startswith(("NN", "PR", "CD")) for j in range(i + 1, stop)):
                yield _relation(words, range(i + 1, stop), _Verb(i, i, "cite", False), [])


def _hearsay(words: Sequence[Token]) -> Iterator[Relation]:
    """The unnamed voice of "allegations that …"; not of "rejected claims that …", which a verb reports."""
    for i, word in enumerate(words):
        if word_at(words, i + 1) == "that" and lemma(word.text) in HEARSAY and not _may_be_verb(words, i):
            start = that_clause(words, i + 1)
            verb = next((other for other in reversed(words[:i]) if other.tag.startswith("VB")), None)
            denied = verb is not None and _reports(verb.text)
            stop = clause_end(words, i) if verb else noun_clause_end(words, i + 2)
            if start == i + 1 and not denied and stop is not None:
                yield _relation(words, range(0), _Verb(i, i, lemma(word.text), False), [range(start, stop)])


def _around(words: Sequence[Token], source: range, verb: _Verb, start: int, stop: int) -> Iterator[Relation]:
    """A parenthesis ``words[start:stop]`` within what is said: "The minister, Bild reports, has left"."""
    before = start - 1 if start and words[start - 1].text in MARKS else start
    first = max((i + 1 for i in range(before) if words[i].text in ";:"), default=0)
    after = stop + 1 if word_at(words, stop) in MARKS else stop
    parts = [range(first, before), range(after, clause_end(words, after))]
    relative = next((i for i in range(before - 1, first, -1) if words[i].text.lower() in RELATIVES), None)
    if relative is not None and relative == before - 1:
        # "a man who, according to the police, told …": only what the relative clause says.
        antecedent = subject_before(words, relative)
        parts = [antecedent or range(0), parts[1]]
    elif parts[1] and not headless(words[parts[1].start : parts[1].stop]) and is_clause(words, parts[0]):
        parts = parts[:1]
    if any(is_clause(words, part) for part in parts) or (parts[0] and parts[1]):
        yield _relation(words, source, verb, [part for part in parts if part])


def _relation(words: Sequence[Token], source: range, verb: _Verb, content: Sequence[range]) -> Relation:
    def spans(*ranges: range) -> Spans:
        return tuple((words[r.start].start, words[r.stop - 1].end) for r in ranges if r)

    return Relation(spans(source), spans(range(verb.first, verb.last + 1)), spans(*content))


def _clause(words: Sequence[Token], verb: _Verb) -> int | None:
    """Where the clause begins that the active ``verb`` reports, or None."""
    start = that_clause(words, verb.last + 1)
    if start is not None:
        first = words[verb.last + 1]
        direct = first.tag.startswith(("NN", "DT", "PR", "JJ", "CD")) and start > verb.last + 1
        noun = lemma(words[start - 1].text)
        return start if not direct or verb.lemma in ADDRESSED or noun in STATEMENTS else None
    after = verb.last + 1
    if verb.lemma in ADDRESSED and after < len(words) and words[after].tag == "PRP":
        return bare_clause(words, after + 1)
    return bare_clause(words, after) if verb.lemma in BARE else None


def _is_parenthesis(words: Sequence[Token], start: int, after: int) -> bool:
    return start > 1 and words[start - 1].text == "," and parenthesis_end(words, after) is not None and after > start


def _agent(words: Sequence[Token], after: int) -> range | None:
    if word_at(words, after) != "by":
        return None
    stop = noun_phrase_end(words, after + 1)
    return range(after + 1, stop) if stop > after + 1 else None


def _medium(words: Sequence[Token], verb: _Verb, start: int) -> range:
    """The medium in "it was reported in the Gazette that"."""
    inside = verb.lemma == "report" and word_at(words, verb.last + 1) in {"in", "on", "by"}
    return range(verb.last + 2, start) if inside else range(0)


def _saying(words: Sequence[Token], after: int) -> int | None:
    """The "saying" of "quoted an official as saying"."""
    for i in range(after, min(after + LONGEST_GAP, len(words) - 1)):
        if words[i].text.lower() == "as" and words[i + 1].text.lower() in {"saying", "telling", "writing", "claiming"}:
            return i + 1
    return None


def _gerund_after(words: Sequence[Token], after: int, prepositions: Sequence[str], nearest: bool = False) -> bool:
    """Whether "of … helping" follows, before another verb."""
    for i in range(after, min(after + (1 if nearest else LONGEST_GAP), len(words) - 1)):
        if words[i].text.lower() in prepositions:
            following = words[i + 1 : i + 4]
            return any(word.text.endswith("ing") and word.tag.startswith(("VB", "NN")) for word in following)
        if words[i].tag in FINITE or words[i].text in MARKS:
            return False
    return False
