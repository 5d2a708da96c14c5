"""What an article counts: how many of what, of which deed, so that two numbers for one thing can be told (SELF001).

Two numbers clash where both count the same noun, or people, with the same deed, neither is a part of the other or of
another day or place, and nothing beside them says that one came later, or is somebody else's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations

from claims.attribution.forces import force_of
from claims.records import Span
from claims.text.grammar import subject
from claims.text.parse import Tree
from claims.text.words import overlap
from verifier.checks.numerals import ORDINAL, PERCENT
from verifier.checks.quantities import Quantity, compatible, quantities
from verifier.checks.timexes import Timex, timexes
from verifier.itself.page import Finding, Page, Sentence, clause, lemmas, lexicon, verb_over
from verifier.itself.phrases import Cause, cause, holders, measured, names_at, purposes, scope
from verifier.itself.voices import Chain, may_differ

RULE = "SELF001"

_NOBODY = frozenset({"nobody", "none", "no-one", "noone"})
_ACTS = frozenset({"nsubj", "nsubjpass", "dobj", "attr", "oprd", "dative", "pobj"})
_OF_WEEK = frozenset({"weekday", "part", "clock"})
_MODIFIERS = frozenset({"amod", "compound", "nmod", "poss"})


@dataclass(frozen=True, slots=True)
class Count:
    """A number with what it counts.

    ``noun`` is the lemma of what is counted, ``deeds`` what is done by or to it, ``apart`` what else is said of it to
    tell it from others of its kind, ``of`` what it is for; ``cause`` is the lemma of what does it, with its article.
    ``given`` says that the number is taken for granted: "the 140 people who died".
    """

    sentence: Sentence
    chain: Chain
    quantity: Quantity
    head: int
    noun: str
    deeds: frozenset[str]
    apart: frozenset[str]
    names: frozenset[str]
    of: frozenset[str]
    cause: Cause
    given: bool
    beside: frozenset[str]
    times: tuple[Timex, ...]
    before: bool
    reported: bool

    @property
    def span(self) -> Span:
        """The number and what it counts."""
        tree = self.sentence.tree
        return self.quantity.span[0], max(self.quantity.span[1], tree.words[self.head].end)


def clashes(page: Page) -> Iterator[Finding]:
    """The numbers of an article that cannot both be so; each number is named once."""
    found = [count for sentence in page.sentences for count in counts(page, sentence)]
    seen: set[Span] = set()
    for one, other in combinations(found, 2):
        if one.sentence.number != other.sentence.number and other.span not in seen and _clash(one, other):
            seen.add(other.span)
            message = f"{_shown(other)} here, {_shown(one)} elsewhere in the article"
            yield Finding(RULE, message, (other.span,), (one.span,))
    if page.head is None or page.headline is None:
        return
    place = (page.headline.span,) if page.headline.span else ()
    for one in _in_sentence(page.head, ()):
        # A later sentence may give the number of a part or of another day; where the first that counts the same has
        # the number of the headline, it is right.
        same = [other for other in found if _same_thing(_as_told(one, other), other) and _one_time(one, other)]
        if same and not any(compatible(one.quantity, other.quantity) for other in same) and same[0].span not in seen:
            message = f"{_shown(same[0])} here, {_shown(one)} in the headline"
            yield Finding(RULE, message, (same[0].span,), place)


def _as_told(headline: Count, other: Count) -> Count:
    """The number of a headline with the place and kind of another, which it leaves out for want of room.

    Where the sentence of the other has several numbers, these may be its parts.
    """
    alone = len(quantities(other.sentence.text, (other.sentence.span,))) == 1
    return replace(headline, names=other.names, apart=headline.apart | other.apart) if alone else headline


def _shown(count: Count) -> str:
    return " ".join(count.sentence.text[slice(*count.span)].split())


def counts(page: Page, sentence: Sentence) -> Iterator[Count]:
    """The numbers of a sentence that count something with a deed, outside of quotations."""
    for count in _in_sentence(sentence, ()):
        claim = page.claim_at(count.quantity.span[0])
        if claim is not None and not page.quoted(count.quantity.span[0]):
            found = replace(count, chain=claim.chain)
            # What somebody "spoke of" or "put at" a number is no word of the article, though nobody is found to say it.
            if claim.chain or not count.reported:
                yield found


def _in_sentence(sentence: Sentence, chain: Chain) -> Iterator[Count]:
    tree = sentence.tree
    for quantity in quantities(sentence.text, (sentence.span,)):
        if quantity.unit == ORDINAL or quantity.is_vague or quantity.denied:
            continue
        head = counted(tree, quantity)
        if head is not None and (found := _count(sentence, chain, quantity, head)):
            yield found
    for i, word in enumerate(tree.words):
        nobody = word.text.lower() in _NOBODY and word.dep in _ACTS
        nobody = nobody and not any(tree.words[j].lemma == "of" for j in tree.children[i])
        none = word.text.lower() == "no" and word.dep == "det" and _deed(tree, word.head) is not None
        survived = word.lemma.lower() == "survive" and _all_survived(tree, i)
        if survived:
            head = subject(tree, i)
            noun = "people" if head is None else tree.words[head].lemma.lower()
            yield from _none_died(sentence, chain, i, i if head is None else head, noun)
        if nobody or none:
            nothing = Quantity((word.start, word.end), 0, 0)
            found = _count(sentence, chain, nothing, i if nobody else word.head, "people")
            if found and found.deeds & lexicon().words["tolls"]:
                yield found


def _all_survived(tree: Tree, verb: int) -> bool:
    own = subject(tree, verb)
    return (
        own is not None
        and not _denied(tree, verb)
        and any(tree.words[i].text.lower() in ("all", "everybody", "everyone") for i in (own, *tree.children[own]))
    )


def _none_died(sentence: Sentence, chain: Chain, verb: int, head: int, noun: str) -> Iterator[Count]:
    """That all survived, as the number of those who died."""
    word = sentence.tree.words[verb]
    found = _count(sentence, chain, Quantity((word.start, word.end), 0, 0), head, noun)
    if found:
        yield replace(found, deeds=frozenset({"die"}))


def counted(tree: Tree, quantity: Quantity) -> int | None:
    """The noun of a number; of a sum of money the number itself."""
    inside = set(tree.within(quantity.span))
    outer = [i for i in inside if tree.words[i].head not in inside]
    if len(outer) != 1:
        return None
    i = outer[0]
    if quantity.unit:
        return i
    word = tree.words[i]
    if word.dep in ("nummod", "quantmod", "compound", "amod", "det") and word.head > i:
        return word.head
    bare = word.dep == "dobj" and word.pos == "NUM" and _deed(tree, word.head) in lexicon().words["tolls"]
    return i if bare or (word.dep in _ACTS and word.pos != "NUM") else None


def _deed(tree: Tree, i: int) -> str | None:
    lemma = tree.words[i].lemma.lower()
    return lexicon().deeds.get(lemma) or lexicon().deeds.get(tree.words[i].text.lower())


def _count(sentence: Sentence, chain: Chain, quantity: Quantity, head: int, people: str | None = None) -> Count | None:
    tree, words = sentence.tree, lexicon().words
    top, verb = _governing(tree, head)
    deeds = {deed for i in (head, *tree.children[head]) if (deed := _deed(tree, i))}
    for i in tree.children[head]:
        if tree.words[i].dep in ("relcl", "acl") and tree.words[i].pos in ("VERB", "AUX"):
            deeds.add(_deed(tree, i) or tree.words[i].lemma.lower())
    if verb is not None:
        deeds.add(_deed(tree, verb) or tree.words[verb].lemma.lower())
        deeds |= {
            d for i in tree.children[verb] if tree.words[i].dep in ("acomp", "oprd", "xcomp") and (d := _deed(tree, i))
        }
    deeds |= {deed for i in _parts_to(tree, head, top) if (deed := _deed(tree, i))}
    deeds |= {f"with {tree.words[i].lemma.lower()}" for i in holders(tree, top, verb)}
    if (whose := measured(tree, top)) is not None and tree.words[whose].lemma.lower() not in words["amounts"]:
        deeds.add(f"of {tree.words[whose].lemma.lower()}")
    deeds -= words["light"]
    noun = people or (
        "people" if tree.words[head].pos == "NUM" and not quantity.unit else tree.words[head].lemma.lower()
    )
    if not deeds or noun in words["measures"] or (verb is not None and _denied(tree, verb)):
        return None
    around = clause(tree, verb) if verb is not None else range(len(tree.words))
    own = {i for i in tree.children[head] if tree.words[i].dep in _MODIFIERS and tree.words[i].pos != "NUM"}
    own = {i for i in own if not overlap((tree.words[i].start, tree.words[i].end), quantity.span)}
    apart = frozenset(tree.words[i].lemma.lower() for i in own if _deed(tree, i) not in deeds)
    given = any(tree.words[i].text.lower() in ("the", "all", "these", "those") for i in tree.children[head])
    over = verb_over(tree, head)
    told = around if over is None else clause(tree, over)
    near = tree.span(told)
    # A year or month anywhere in the sentence may be that of the number; a weekday has to stand in its clause.
    times = tuple(
        timex
        for timex in timexes(sentence.text, (sentence.span,))
        if overlap(timex.span, near) or not timex.calendar.keys() <= _OF_WEEK or timex.shift
    )
    return Count(
        sentence,
        chain,
        quantity,
        head,
        noun,
        frozenset(deeds),
        apart,
        frozenset(names_at(tree, [head, *([verb] if verb is not None else [])], times)) | scope(tree, head),
        frozenset(purposes(tree, [head, *([verb] if verb is not None else [])])),
        cause(tree, verb, top),
        given,
        lemmas(tree, around) | lemmas(tree, own),
        times,
        over is not None and any(tree.words[i].text.lower() == "had" for i in tree.children[over]),
        over is not None and force_of(tree.words[over].lemma.lower()) is not None,
    )


def _governing(tree: Tree, head: int) -> tuple[int, int | None]:
    """The word by which a noun hangs on its verb ("the number of", "the bodies of"), and that verb."""
    top = head
    for _ in tree.words:
        word = tree.words[top]
        above = tree.words[word.head]
        if word.dep in ("conj", "appos") and word.head != top:
            top = word.head
        elif (
            word.dep == "pobj" and above.text.lower() == "of" and tree.words[above.head].pos in ("NOUN", "PRON", "NUM")
        ):
            top = above.head
        else:
            break
    word = tree.words[top]
    if word.dep in ("nsubj", "nsubjpass", "dobj", "oprd", "dative", "attr") and tree.words[word.head].pos in (
        "VERB",
        "AUX",
    ):
        return top, word.head
    return top, None


def _parts_to(tree: Tree, head: int, top: int) -> Iterator[int]:
    """The nouns from a counted one up to that by which it hangs on its verb: "the bodies of 43 victims"."""
    for i in tree.ancestors(head) if head != top else ():
        if tree.words[i].pos == "NOUN":
            yield i
        if i == top:
            return


def _denied(tree: Tree, verb: int) -> bool:
    return any(tree.words[i].dep == "neg" for i in tree.children[verb])


def _clash(one: Count, other: Count) -> bool:
    """Whether both count one thing, and the numbers cannot both be so; ``other`` stands behind."""
    if one.quantity.unit != other.quantity.unit or compatible(one.quantity, other.quantity):
        return False
    smaller, larger = sorted((one.quantity, other.quantity), key=lambda each: each.low)
    if smaller.hedge in ("least", "over") or larger.hedge in ("most", "under"):
        return False
    return _same_thing(one, other) and _one_time(one, other) and _one_voice(one, other)


def _same_thing(one: Count, other: Count) -> bool:
    words = lexicon().words
    shared = one.deeds & other.deeds
    if not shared:
        return False
    smaller, larger = sorted((one, other), key=lambda each: each.quantity.low)
    toll = bool(shared & words["tolls"])
    anybody = toll and words["anybody"] & {one.noun, other.noun}
    deed_nouns = toll and all(each.noun in lexicon().deeds or each.noun in words["anybody"] for each in (one, other))
    measured = any(deed.startswith("of ") for deed in shared)
    if one.quantity.unit == PERCENT and not measured:
        return False
    if one.quantity.unit and not measured:
        of_one = one.cause.head and one.cause.head == other.cause.head and not one.of and not other.of
        if not (one.of & other.of or of_one):
            return False
    elif one.noun != other.noun and not deed_nouns and not (anybody and _is_people(smaller, larger)):
        return False
    if smaller.quantity.low and (smaller.apart - larger.apart or (smaller.names - larger.names)):
        return False
    if one.names and other.names and not one.names & other.names:
        return False
    if one.of and other.of and not one.of & other.of:
        return False
    if any(each.beside & words["other"] for each in (one, other)):
        return False
    if any(lemmas(each.sentence.tree) & words["elsewhere"] for each in (one, other)):
        return False
    return other.cause.article not in ("a", "an", "another") and (toll or one.cause.fits(other.cause))


def _is_people(smaller: Count, larger: Count) -> bool:
    """Whether the larger counts one kind of people and the smaller all of them: more children than people."""
    return smaller.noun in lexicon().words["anybody"] or not smaller.quantity.low


def _one_time(one: Count, other: Count) -> bool:
    """Whether neither is of another day, month or year than the other, as far as the words tell."""
    if one.before != other.before:
        return False
    told = [[t for t in each.times if not (t.length and not t.role)] for each in (one, other)]
    told = [[] if "since" in each.beside else times for each, times in zip((one, other), told, strict=True)]
    if all(told):
        return any(a.calendar == b.calendar and a.shift == b.shift for a in told[0] for b in told[1])
    return all((t.calendar and t.calendar.keys() <= _OF_WEEK) or t.role == "since" for each in told for t in each)


def _one_voice(one: Count, other: Count) -> bool:
    """Whether the article says both itself, or has one voice say both, or takes one for granted in another's words."""
    both = bool(one.chain) and bool(other.chain)
    if both and (one.given or other.given):
        return True
    return not may_differ(one.chain, one.sentence, other.chain, other.sentence)
