"""Who does what: values, deeds and objects belong to their subject and verb (rules ROL001 and ROL002).

"The tent costs 40" is not in "the tent costs 90 and the stove 40", though all its words are. Where a statement's
sentences have nearly all words of a claim, each verb of the claim is held against the same verb there, role by role:
who does it, to whom, how much, and what stands behind each preposition. A role differs where the statement has the
claim's phrase, but as another verb's, or in another role, and another phrase in its place. What is not in the statement
at all is no matter of roles, and pronouns may stand for anybody.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from claims.records import Span, Spans
from claims.text.parse import SUBJECTS, Tree, Word, parse
from verifier.checks import AGREES, Comparison
from verifier.checks.accounting import is_light, units
from verifier.checks.projection import sentences_at
from verifier.nli.windows import content_words
from verifier.references.alignment import Told, folded
from verifier.voices.parties import word_lists

# Part of the claim's words with content that the sentences of the statement must have.
COVERED = 0.9
# A sentence of more words is not parsed well enough to be held against another.
MOST = 80
# What two phrases share of the words of both: from here they may be one. A phrase is in another place if that one is
# nearer than the one in the role by so much.
ALIKE, NEARER = 0.6, 0.3

_OBJECTS = frozenset({"dobj", "nsubjpass", "attr", "acomp", "oprd", "npadvmod", "dative", "ccomp", "xcomp"})
_CORE = frozenset({"compound", "amod", "nummod", "nmod", "poss", "quantmod"})
_NOMINAL = frozenset({"NOUN", "PROPN", "NUM", "PRON", "ADJ"})
_CLAUSES = frozenset({"relcl", "acl"})
# Verbs with an object whose subject does what follows: "promised her to come"; and what stands before who is asked.
_OWN = frozenset({"promise", "threaten", "use", "need", "take", "have", "spend", "vow", "swear"})
_TOWARDS = frozenset({"on", "upon", "for"})


class Phrase(NamedTuple):
    """A noun phrase: its head, and the words that tell it from others, as they are compared."""

    tree: Tree
    head: int
    core: frozenset[str]

    @property
    def is_open(self) -> bool:
        """Whether it is a pronoun, which may stand for anything."""
        return self.tree.words[self.head].pos == "PRON" or self.tree.words[self.head].lemma.lower() in {"one", "ones"}

    @property
    def numbers(self) -> frozenset[str]:
        """The numbers in it."""
        inside = (self.head, *self.tree.children[self.head])
        return frozenset(_key(self.tree.words[i]) for i in inside if self.tree.words[i].pos == "NUM")


class Deed(NamedTuple):
    """A verb with its roles: ("subject", phrases), ("object", …), ("for", …)."""

    tree: Tree
    verb: int
    lemma: str
    roles: tuple[tuple[str, tuple[Phrase, ...]], ...]


class _Clash(NamedTuple):
    """A phrase of the claim, what stands in its role in the statement, and where its like stands there."""

    own: Phrase
    other: Phrase
    like: Phrase


def compare(claim: Told, statement: Told) -> Comparison | None:
    """Whether the verbs of a claim have the same subjects, objects and values in the statement."""
    wanted = content_words(claim.claim.text)
    there = whole_of(statement)
    found = content_words(" ".join(statement.text[start:end] for start, end in there))
    if len(there) != 1 or not wanted or len(wanted & found) < COVERED * len(wanted) or _said(claim) == _said(statement):
        return None
    ours = deeds(claim.text, whole_of(claim))
    theirs = deeds(statement.text, there)
    phrases = _phrases(statement.text, there)
    clashes: list[_Clash] = []
    met = 0
    for deed in ours:
        own = _within(deed, claim.claim.spans)
        candidates = [other for other in theirs if other.lemma == deed.lemma]
        if own and candidates:
            met += 1
            clashes += sorted((list(_clashes(own, other, phrases)) for other in candidates), key=len)[0]
    if not clashes:
        return AGREES if met else None
    worst = clashes[0]
    spans, reference = (_span(worst.own, claim.text),), (_span(worst.other, statement.text),)
    message = f"{claim.text[slice(*spans[0])]} here, {statement.text[slice(*reference[0])]} there"
    message = " ".join(message.split())
    return Comparison(
        False, "ROL002" if len(clashes) == 1 and _may_be_one(worst) else "ROL001", message, spans, reference, "opens"
    )


def _may_be_one(clash: _Clash) -> bool:
    """Whether what has the role has the claim's phrase as a part ("Ann Lee’s lawyer"), or one may take up the other."""
    tree, other, like = clash.other.tree, clash.other.head, clash.like.head
    if like in tree.subtree(other):
        return True
    names = {tree.words[i].pos == "PROPN" for i in (other, like)}
    described = other if tree.words[like].pos == "PROPN" else like
    return len(names) == 2 and any(tree.words[i].text.lower() == "the" for i in tree.children[described])


def whole_of(told: Told) -> Spans:
    """The sentences in which a claim or statement stands, without lines above it that were read as part of them."""
    text, first = told.text, told.claim.spans[0][0]
    begun = text[:first].rstrip(" \t“\"‘'")[-1:] in ("", "\n")
    return tuple((max(start, first) if begun else start, end) for start, end in sentences_at(text, told.claim.spans))


def _said(told: Told) -> list[str]:
    """The words with content, in order: where these are the same, so is who does what."""
    return [word.text for word in units(told, told.claim.spans) if word.text == "by" or not is_light(word)]


@lru_cache(maxsize=512)
def trees(text: str, whole: Spans) -> tuple[Tree, ...]:
    """The sentences that are not too long to be parsed well, as trees."""
    return tuple(tree for tree in parse(text, whole).trees if len(tree.words) <= MOST)


def deeds(text: str, whole: Spans) -> list[Deed]:
    """The verbs of the sentences with their roles."""
    return [deed for tree in trees(text, whole) for deed in _deeds_of(tree)]


def _deeds_of(tree: Tree) -> Iterator[Deed]:
    for i, word in enumerate(tree.words):
        if word.dep in ("amod", "compound"):
            continue
        if word.pos == "VERB" or (word.pos == "AUX" and word.lemma == "have" and word.dep not in ("aux", "auxpass")):
            name, roles = _key(word), tuple(_roles(tree, i))
        elif word.lemma == "be" and (of := tree.child(i, "attr", "acomp")) is not None and word.dep != "aux":
            # To be a mayor and to be late are two deeds.
            name, roles = f"be {_key(tree.words[of])}", tuple(role for role in _roles(tree, i) if role[0] == "subject")
        else:
            continue
        if roles:
            yield Deed(tree, i, name, roles)


def _roles(tree: Tree, verb: int) -> Iterator[tuple[str, tuple[Phrase, ...]]]:
    subject, passive = _subject(tree, verb)
    agent = next((tree.child(by, "pobj") for by in tree.children[verb] if tree.words[by].dep == "agent"), None)
    if agent is not None:
        yield "subject", _with_others(tree, agent)
    if subject is not None:
        yield ("object" if passive else "subject"), _with_others(tree, *_antecedents(tree, verb, subject))
    for i in tree.children[verb]:
        word = tree.words[i]
        if word.dep in ("dobj", "attr", "acomp", "oprd", "npadvmod") and word.pos in _NOMINAL:
            yield "object", _with_others(tree, i)
        elif word.dep == "prep":
            for j in tree.children[i]:
                if tree.words[j].dep == "pobj":
                    yield word.text.lower(), _with_others(tree, j)


def _subject(tree: Tree, verb: int) -> tuple[int | None, bool]:
    """The subject of a verb, its own or that of the verb it is joined to, and whether the verb is passive."""
    passive = any(tree.words[i].dep == "auxpass" for i in tree.children[verb])
    at: int | None = verb
    for _ in range(len(tree.words)):
        if at is None:
            break
        own = tree.child(at, *SUBJECTS)
        word = tree.words[at]
        if own is not None:
            passive = passive or (at == verb and tree.words[own].dep == "nsubjpass")
            if tree.words[own].tag in ("WDT", "WP") and word.dep in _CLAUSES:
                return word.head, passive
            return own, passive
        if word.dep in _CLAUSES:
            return word.head, passive or word.tag == "VBN"
        if word.dep == "xcomp" and (asked := _asked(tree, word.head)) is not None:
            return asked, passive
        at = word.head if word.dep in ("conj", "xcomp", "advcl") and word.head != at else None
    return None, passive


def _asked(tree: Tree, verb: int) -> int | None:
    """Who is to do what a verb asks for: its object, or that of its preposition: "called on Egypt to join"."""
    if tree.words[verb].lemma in _OWN:
        return None
    asked = tree.child(verb, "dobj", "dative")
    if asked is not None:
        return asked
    ways = (i for i in tree.children[verb] if tree.words[i].dep == "prep" and tree.words[i].text.lower() in _TOWARDS)
    return next((found for i in ways if (found := tree.child(i, "pobj")) is not None), None)


def _antecedents(tree: Tree, verb: int, subject: int) -> Iterator[int]:
    """The subject; of a clause that hangs on it ("a man in a hat, waiting") also the nouns that it hangs on itself."""
    yield subject
    while subject in tree.ancestors(verb) and tree.words[subject].dep == "pobj":
        subject = tree.words[tree.words[subject].head].head
        yield subject


def subject_at(text: str, sentence: Span, position: int) -> Span | None:
    """The noun, with what stands before it, that is the subject of the verb at or behind a position in a sentence."""
    for tree in trees(text, (sentence,)):
        verbs = (i for i, word in enumerate(tree.words) if word.start >= position and word.pos in ("VERB", "AUX"))
        verb = next(verbs, None)
        while verb is not None and tree.words[verb].dep in ("aux", "auxpass"):
            verb = tree.words[verb].head
        subject, _ = (None, False) if verb is None else _subject(tree, verb)
        if subject is not None and tree.words[subject].pos in ("NOUN", "PROPN", "PRON"):
            return _span(_phrase(tree, subject), text)
    return None


def _with_others(tree: Tree, *heads: int) -> tuple[Phrase, ...]:
    """The phrases, and those that are joined to them or stand beside them for the same."""
    found: dict[int, Phrase] = {}
    open_ = [*heads]
    while open_:
        i = open_.pop()
        if i in found:
            continue
        found[i] = _phrase(tree, i)
        word, above = tree.words[i], tree.words[i].head
        open_ += (j for j in tree.children[i] if tree.words[j].dep in ("conj", "appos"))
        # "The mayor of Lorne, Ann Lee," may be read as if she were Lorne.
        of = (k for j in tree.children[i] if tree.words[j].dep == "prep" for k in tree.children[j])
        open_ += (m for k in of for m in tree.children[k] if tree.words[m].dep == "appos")
        if word.dep == "appos":
            open_.append(above)
        if tree.words[above].lemma == "be":
            open_ += (j for j in tree.children[above] if tree.words[j].dep in ("attr", *SUBJECTS))
        if word.pos == "NUM" or _key(word) in word_lists().counts:
            parts = (j for j in tree.children[i] if tree.words[j].lemma == "of")
            open_ += (k for j in parts for k in tree.children[j] if tree.words[k].dep == "pobj")
    return tuple(found.values())


def _phrase(tree: Tree, head: int) -> Phrase:
    core = {_key(tree.words[head])}
    for i in tree.children[head]:
        word = tree.words[i]
        if (word.dep in _CORE or word.pos == "NUM") and word.pos in ("NOUN", "PROPN", "NUM", "ADJ", "VERB"):
            core |= {_key(word), *(_key(tree.words[j]) for j in tree.children[i] if tree.words[j].dep in _CORE)}
        elif word.dep in ("nmod", "prefix") or (word.pos == "X" and word.text.isalpha()):
            core.add(_key(word))
    return Phrase(tree, head, frozenset(core))


def _key(word: Word) -> str:
    return folded(word.lemma)


def _phrases(text: str, whole: Spans) -> list[Phrase]:
    """All noun phrases of the sentences."""
    return [
        _phrase(tree, i)
        for tree in trees(text, whole)
        for i, word in enumerate(tree.words)
        if word.pos in ("NOUN", "PROPN", "NUM") and word.dep not in ("compound", "nummod", "amod", "nmod", "quantmod")
    ]


def _within(deed: Deed, spans: Spans) -> Deed | None:
    """The deed with the roles of which the claim has the head."""

    def inside(word: Word) -> bool:
        return any(start <= word.start < end for start, end in spans)

    if not inside(deed.tree.words[deed.verb]):
        return None
    roles = ((role, tuple(p for p in phrases if inside(p.tree.words[p.head]))) for role, phrases in deed.roles)
    return deed._replace(roles=tuple((role, phrases) for role, phrases in roles if phrases))


def _clashes(own: Deed, other: Deed, phrases: Sequence[Phrase]) -> Iterator[_Clash]:
    """The roles of a deed that the other gives to another phrase, while it has the claim's phrase elsewhere."""
    for role, mine in own.roles:
        theirs = [phrase for name, each in other.roles if name == role for phrase in each]
        if not theirs or any(phrase.is_open for phrase in (*mine, *theirs)):
            continue
        for phrase in mine[:1]:
            here = max(_likeness(phrase, each) for each in theirs)
            like = max(phrases, key=lambda each: _likeness(phrase, each), default=None)
            nearest = max(theirs, key=lambda each: _likeness(phrase, each))
            if like and _likeness(phrase, like) >= max(ALIKE, here + NEARER):
                yield _Clash(phrase, nearest, like)
            elif phrase.numbers and all(each.numbers.isdisjoint(phrase.numbers) for each in theirs) and nearest.numbers:
                same = [each for each in phrases if each.numbers >= phrase.numbers]
                if same:
                    yield _Clash(phrase, nearest, same[0])


def _likeness(a: Phrase, b: Phrase) -> float:
    return len(a.core & b.core) / len(a.core | b.core)


def _span(phrase: Phrase, text: str) -> Span:
    """From the first word of the phrase to its head, or to what is joined to it."""
    tree = phrase.tree
    around = [i for i in tree.children[phrase.head] if tree.words[i].dep in (*_CORE, "det", "nummod", "case")]
    inside = [j for i in around for j in tree.subtree(i)]
    start, end = tree.span([phrase.head, *inside])
    while end < len(text) and not text[end].isspace() and (text[end] == "-" or text[end - 1] == "-"):
        end = next((i for i in range(end + 1, len(text)) if not text[i].isalnum()), len(text))
    return start, end
