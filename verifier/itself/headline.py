"""A headline or lead that says more than the body (HEAD001): "will" for "may", "all" for "some", science for one study.

What the headline says is looked for in the body: the sentences that share most of its words. Where every one of them
is hedged and the headline is not, the body says less. Headlines leave out who says it; that alone is no fault, unless
it is only suspected or claimed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from claims.records import Span
from claims.text.grammar import subject
from claims.text.parse import Tree
from verifier.itself.page import Finding, Page, Sentence, lemmas, lexicon, verb_over
from verifier.nli.windows import COMMON

RULE = "HEAD001"

# Part of the headline's words that a sentence has to share, and how many, to say the same; more for a lead, which is
# a sentence among others.
COVERED, FEWEST = 0.5, 2
COVERED_OF_LEAD, FEWEST_OF_LEAD = 0.5, 3
# Inflections and derivations of a word meet in so many letters: "reject", "rejection".
STEM = 5
_REPORTS = frozenset(
    {"say", "claim", "warn", "allege", "report", "accuse", "suggest", "fear", "tell", "think", "believe"}
)
_HELPING = frozenset({"be", "have", "do", "get"})


@dataclass(frozen=True, slots=True)
class _Told:
    """The headline or lead: its sentence, which kind it is, where the article has it, and what it is held against."""

    sentence: Sentence
    name: str
    place: tuple[Span, ...]
    body: Sequence[Sentence]
    covered: float
    fewest: int


def overstatements(page: Page) -> Iterator[Finding]:
    """Where headline and lead say more than the body does; one finding for each of them."""
    for told in _told(page):
        body = [each for each in told.body if _covers(told, each)]
        found = next((f for check in (_whole, _proof, _firmness) if (f := check(told, body))), None)
        if found:
            said, span, less = found
            message = f"the {told.name} says “{said}”, here only “{less}”"
            yield Finding(RULE, message, (span,), told.place)


def _told(page: Page) -> Iterator[_Told]:
    if page.head is not None and page.headline is not None:
        place = (page.headline.span,) if page.headline.span else ()
        yield _Told(page.head, "headline", place, page.sentences, COVERED, FEWEST)
    if page.sentences and not page.quoted(page.sentences[0].span[0] + 1):
        lead, *rest = page.sentences
        yield _Told(lead, "lead", (lead.span,), rest, COVERED_OF_LEAD, FEWEST_OF_LEAD)


def _stems(tree: Tree) -> frozenset[str]:
    words = lexicon().words
    weak = words["doubts"] | words["doubting"] | words["science"] | words["light"] | _REPORTS
    return frozenset(
        lemma[:STEM]
        for word in tree.words
        if (lemma := word.lemma.lower()) not in COMMON | weak and (lemma.isalpha() and len(lemma) > 1)
    )


def _covers(told: _Told, sentence: Sentence) -> bool:
    wanted, found = _stems(told.sentence.tree), _stems(sentence.tree)
    shared = len(wanted & found)
    whole = len(wanted) if told.name == "headline" else min(len(wanted), len(found))
    return shared >= told.fewest and shared >= told.covered * whole


def _firmness(told: _Told, body: Sequence[Sentence]) -> tuple[str, Span, str] | None:
    """What the headline says as a fact or as sure to come, where each sentence of the body only has it as possible."""
    tree = told.sentence.tree
    main = _main(tree)
    if main is None or _is_hedged(told) or not body:
        return None
    body = _of_verb(told, main, body)
    weak: list[tuple[Sentence, int, int]] = []
    for sentence in body:
        verb = _same_verb(tree, main, sentence.tree)
        if told.name == "lead" and (verb is None or sentence.tree.words[verb].lemma != tree.words[main].lemma):
            continue
        doubt = None if verb is None else _doubt(sentence.tree, verb, tree.words[main].lemma.lower())
        if verb is None or doubt is None:
            return None
        weak.append((sentence, verb, doubt))
    if not weak:
        return None
    sentence, verb, doubt = weak[0]
    words = sentence.tree.words
    first, last = sorted((doubt, verb))
    span = (words[first].start, words[last].end) if last - first <= 6 else (words[doubt].start, words[doubt].end)
    return _shown(tree, main), span, " ".join(sentence.text[slice(*span)].split())


def _of_verb(told: _Told, main: int, body: Sequence[Sentence]) -> Sequence[Sentence]:
    """Those of the sentences that have the verb of the headline, and others in which a pronoun does it; where none has
    it those that share most of its words."""
    lemma = told.sentence.tree.words[main].lemma.lower()
    found = [each for each in body if lemma not in _HELPING and lemma in lemmas(each.tree)]
    if not found:
        wanted = _stems(told.sentence.tree)
        shared = [len(wanted & _stems(each.tree)) for each in body]
        return [each for each, count in zip(body, shared, strict=True) if count == max(shared)]
    for sentence in told.body:
        tree = sentence.tree
        verbs = (i for i, word in enumerate(tree.words) if word.lemma.lower() == lemma and word.pos == "VERB")
        own = (subject(tree, i) for i in verbs)
        if sentence not in found and any(i is not None and tree.words[i].pos == "PRON" for i in own):
            found.append(sentence)
    return found


def _main(tree: Tree) -> int | None:
    """The verb that the headline hangs on; in "X, scientists find" that of X."""
    for root in tree.roots:
        word = tree.words[root]
        if word.lemma.lower() in _REPORTS | {"find", "show"}:
            below = next((i for i in tree.children[root] if tree.words[i].dep in ("ccomp", "parataxis")), None)
            if below is not None:
                return below
        if word.pos in ("VERB", "AUX"):
            return root
    return next((i for i, word in enumerate(tree.words) if word.pos == "VERB"), None)


def _is_hedged(told: _Told) -> bool:
    words, sentence = lexicon().words, told.sentence
    found = lemmas(sentence.tree)
    marks = {"?", "‘", "“", '"', "'"} & {*sentence.text} if told.name == "headline" else {"?"} & {*sentence.text}
    hedged = found & (words["modals"] | words["doubts"] | (words["doubting"] - {"study"} - _REPORTS) | {"can", "would"})
    # A lead says who says it as a matter of course; a headline that does so leaves it to them.
    hedged |= found & _REPORTS if told.name == "headline" else frozenset()
    return bool(hedged or marks)


def _same_verb(tree: Tree, main: int, other: Tree) -> int | None:
    """The verb of another sentence that says what the main verb of the headline does: the same, or the one over most of
    the words that both share."""
    lemma = tree.words[main].lemma.lower()
    if lemma not in _HELPING:
        same = [i for i, word in enumerate(other.words) if word.lemma.lower() == lemma and word.pos == "VERB"]
        if same:
            return same[0]
    shared = _stems(tree)
    over = [verb_over(other, i) for i, word in enumerate(other.words) if word.lemma.lower()[:STEM] in shared]
    verbs = [verb for verb in over if verb is not None]
    return max(verbs, key=verbs.count, default=None)


def _doubt(tree: Tree, verb: int, said: str) -> int | None:
    """The word that makes a verb less than the headline's, ``said``: its modal, an adverb, or a verb, itself too."""
    words = lexicon().words
    for i in (verb, *(j for j in tree.ancestors(verb))):
        for j in tree.children[i]:
            word = tree.words[j]
            if word.dep == "aux" and word.lemma.lower() in words["modals"] and (i == verb or word.head == verb):
                return j
            if (
                i == verb
                and word.dep in ("advmod", "mark")
                and word.lemma.lower() in words["doubts"] | {"if", "whether"}
            ):
                return j
        if tree.words[i].lemma.lower() in words["doubting"] and (i != verb or tree.words[i].lemma.lower() != said):
            return i
    # "The alleged theft", "is likely to"
    return next((j for j in tree.children[verb] if tree.words[j].lemma.lower() in words["doubts"]), None)


def _shown(tree: Tree, main: int) -> str:
    helpers = [i for i in tree.children[main] if tree.words[i].dep in ("aux", "auxpass", "neg")]
    return " ".join(tree.words[i].text for i in sorted((*helpers, main)))


def _whole(told: _Told, body: Sequence[Sentence]) -> tuple[str, Span, str] | None:
    """All of something in the headline, some of it in the body."""
    words, tree = lexicon().words, told.sentence.tree
    for word in tree.words:
        noun = word.head
        if (
            word.lemma.lower() not in words["every"]
            or word.dep not in ("det", "predet", "amod")
            or tree.words[noun].pos not in ("NOUN", "PROPN")
        ):
            continue
        lemma = tree.words[noun].lemma.lower()
        partial: list[tuple[Span, str]] = []
        for sentence in body:
            there = sentence.tree
            for j, other in enumerate(there.words):
                if other.lemma.lower() != lemma:
                    continue
                if any(there.words[k].lemma.lower() in words["every"] for k in there.children[j]):
                    return None
                if (part := _part(there, j)) is not None:
                    first, last = sorted((part, j))
                    span = there.words[first].start, there.words[last].end
                    partial.append((span, " ".join(sentence.text[slice(*span)].split())))
        if partial:
            return f"{word.text} {tree.words[noun].text}", *partial[0]
    return None


def _part(tree: Tree, noun: int) -> int | None:
    """The word that makes a noun a part of all there are: "some", "three of the"."""
    part = lexicon().words["part"]
    own = next((i for i in tree.children[noun] if tree.words[i].lemma.lower() in part), None)
    if own is not None:
        return own
    of = tree.words[noun].head
    if tree.words[noun].dep == "pobj" and tree.words[of].text.lower() == "of":
        above = tree.words[of].head
        if tree.words[above].pos == "NUM" or tree.words[above].lemma.lower() in part:
            return above
    return None


def _proof(told: _Told, body: Sequence[Sentence]) -> tuple[str, Span, str] | None:
    """All of science in the headline, one work in the body."""
    words, tree = lexicon().words, told.sentence.tree
    speaker = next(
        (
            i
            for i, word in enumerate(tree.words)
            if word.lemma.lower() in words["science"] and word.dep.startswith("nsubj")
        ),
        None,
    )
    if speaker is None:
        return None
    who, verb = tree.words[speaker], tree.words[tree.words[speaker].head]
    all_of_it = who.lemma.lower() == "science" or (who.lemma.lower() == "study" and who.tag == "NNS")
    if not all_of_it and verb.lemma.lower() not in words["proving"]:
        return None
    single = [
        (sentence, i)
        for sentence in told.body
        for i, word in enumerate(sentence.tree.words)
        if word.lemma.lower() in words["work"]
    ]
    if any(sentence.tree.words[i].tag == "NNS" for sentence, i in single):
        return None
    for sentence, i in single:
        before = sentence.tree.words[: i + 1]
        article = next(
            (
                j
                for j in sentence.tree.children[i]
                if before[0:1] and sentence.tree.words[j].text.lower() in ("a", "an", "one", "single")
            ),
            None,
        )
        if article is not None:
            span = sentence.tree.words[article].start, sentence.tree.words[i].end
            return f"{who.text} {verb.text}", span, " ".join(sentence.text[slice(*span)].split())
    return None
