"""A voice as read: its name without title, its kind and gender, and what it is called besides.

Names are those that the splitter reads and resolves in articles; what is here is for a source by itself, out of its
text: "the German tabloid Bild", "one of Mr. Obama’s climate advisers", "a report from InfoMigrants".
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib import resources
from typing import NamedTuple

from claims.attribution.forces import lemma
from claims.records import Claim, Voice
from claims.sources.name_words import Gender, lexicon, ordinary
from claims.sources.names import SUFFIXES, Kind, Name, read
from claims.sources.resolve import NO_NAMES, PRONOUNS, resolve
from claims.text.parse import FINITE_TAGS, Parse, parse, tagged
from claims.text.words import Token
from verifier.references.alignment import folded

# Of a source no more characters than these are read.
LONGEST = 400
# Names are read in sentences, so a source is read as the subject of one.
_FRAME = " said that it was so and that they were there."
_DEFINITE = frozenset("the this that these those his her its their our my your".split())
_OPEN = frozenset("a an another each many most one other several some two".split())
SMALL = frozenset("of on for and the in de &".split())
_GOVERNING = re.compile(r"\b(?:of|for|to|by|at|from|with|and|or|in|on|who|which|that|about|against)\b|[,:;&]")
_DOTTED = re.compile(r"\b(?:[A-Z]\.){2,}")
_POSSESSIVE = re.compile(r"[’']s?$")
# Offices whose holder is named at the end, behind what they hold it of.
_OFFICE = re.compile(
    r"(?:the |former |deputy |acting )*(?:head|chief|director|leader|chair|commander) of ", re.IGNORECASE
)
_ISSUED_BY = re.compile(r" (?:from|by|in|of) ")
# Parts of speech that say nothing of their own in a noun phrase.
_GLUE = frozenset({"DT", "IN", "TO", "CD", "PR", "CC", "MD"})
# A source that begins with one of these is a clause that was taken for one: "he really".
_VAGUE = NO_NAMES - {"this", "that", "one"}


class Words(NamedTuple):
    """The lists of ``voices.toml``."""

    alike: tuple[frozenset[str], ...]
    apart: tuple[frozenset[str], ...]
    vessels: frozenset[str]
    counts: frozenset[str]
    spelled: dict[str, str]


@dataclass(frozen=True, slots=True)
class Phrase:
    """What a voice is called besides its name; ``proper`` are those of its ``modifiers`` that are names."""

    head: str
    modifiers: frozenset[str]
    proper: frozenset[str]
    definite: bool
    plural: bool = False

    @property
    def offices(self) -> frozenset[str]:
        """The modifiers that make another office of the same noun: "former"."""
        return self.modifiers & lexicon().offices


@dataclass(frozen=True, slots=True)
class Party:
    """A voice as read: the words of its own name without title, if it has one, and what it is called besides."""

    name: tuple[str, ...] = ()
    kind: Kind = "unknown"
    gender: Gender | None = None
    phrases: tuple[Phrase, ...] = ()
    pronoun: bool = False


@cache
def word_lists() -> Words:
    """The words by which voices are told apart or taken together."""
    data = tomllib.loads(resources.files("verifier.voices").joinpath("voices.toml").read_text(encoding="utf-8"))
    alike, apart = (tuple(frozenset(line) for line in data[table]) for table in ("alike", "apart"))
    return Words(alike, apart, frozenset(data["vessels"]), frozenset(data["counts"]), data["spelled"])


@lru_cache(maxsize=4096)
def party(source: str, resolved: str | None = None) -> Party:
    """What a source says of its voice, which its text resolves to the name ``resolved``."""
    gender = PRONOUNS.get(source.lower())
    if resolved and source.lower() in NO_NAMES and _is_phrase(resolved):
        # "They" of somebody without a name is what the text calls them.
        called = party(resolved)
        return replace(called, gender=called.gender or gender)
    source = _DOTTED.sub(lambda match: match.group().replace(".", ""), " ".join(source[:LONGEST].split()))
    if not resolved:
        source = _issuer(source)
    plain = source.lower().split()
    if not resolved and (not plain or plain[0] in _VAGUE or plain[-1] in NO_NAMES):
        return Party(gender=gender, pronoun=True)
    text = source + _FRAME
    parsed = parse(text, ((0, len(text)),))
    names, descriptions = read(text, parsed)
    inside = [name for name in names if name.span[1] <= len(source)]
    full = resolved or _own_name(source, inside, parsed)
    if not full:
        described = _described(tagged(text, (0, len(source)), parsed.trees[0].words))
        return Party(gender=lexicon().gender(described.head), phrases=(described,)) if described else Party()
    words = name_words(full)
    own = next((name for name in inside if words[-1:] == name_words(name.text)[-1:]), None)
    phrases = tuple(
        phrase_of(d.head, d.modifiers, d.definite)
        for d in descriptions
        if d.span[1] <= len(source) and (d.name is not None or "," in source[: d.span[0]])
    )
    role = next((gender for phrase in phrases[:1] if (gender := lexicon().gender(phrase.head))), None)
    return Party(words, _kind(full, own), gender or (own and own.gender) or role, phrases)


def _is_phrase(words: str) -> bool:
    """Whether these are no name: "its pilots", "some Democrats", "Ann Lee and her sister"."""
    plain = words.split()
    return plain[0].lower() in _DEFINITE | _OPEN or plain[-1][0].islower() or "and" in plain


def _issuer(source: str) -> str:
    """Who speaks in "a report from InfoMigrants"; any other source as it is."""
    what, *rest = _ISSUED_BY.split(source, maxsplit=1)
    return rest[0] if rest and any(lemma(word) in word_lists().vessels for word in what.split()) else source


def _kind(full: str, own: Name | None) -> Kind:
    if own is not None and own.kind != "unknown":
        return own.kind
    text = full + _FRAME
    return next((name.kind for name in read(text, parse(text, ((0, len(text)),)))[0]), "unknown")


def _own_name(source: str, names: Sequence[Name], parsed: Parse) -> str | None:
    """The name of the source itself, which is ``parsed`` in its frame; no name of whom or what it belongs to: none in
    "an aide to Obama"."""
    said = Voice(source, ((0, len(source)),), "said", ((len(source) + 1, len(source) + 5),), "say")
    claim = Claim("", "", "attributed", "", ((len(source) + 6, len(source + _FRAME)),), (said,))
    text = source + _FRAME
    resolved = resolve(text, [claim], parsed)[0].chain[0].resolved
    if resolved:
        return resolved
    if names and _is_head(source, names[-1]):
        return names[-1].text
    for name in names:
        before, after = source[: name.span[0]], _POSSESSIVE.sub("", source[name.span[1] :]).split()
        if _GOVERNING.search(before) or any(word.tag in FINITE_TAGS for word in parsed.words((0, name.span[0]))):
            return None
        if not after or (len(after) == 1 and lemma(after[0]) in word_lists().vessels):
            return name.text
        if name.kind == "organisation" and after[0] in SMALL | {"at"}:
            # "the Commission on Presidential Debates", but "the Human Rights Council in 2015".
            titled = all(word[0].isupper() or word in SMALL for word in after)
            return source[name.span[0] :] if titled else name.text
    return None


def _is_head(source: str, name: Name) -> bool:
    """Whether the name is of whom the source is about in "head of Lithuania’s border guard Rustamas Liubajevas".

    What somebody heads stands between; it does not in "head of Obama’s staff" or "a friend of the actor Tom Hanks".
    """
    before = source[: name.span[0]].split()
    if name.span[1] != len(source) or name.kind != "person" or len(name_words(name.text)) < 2 or not before:
        return False
    return bool(_OFFICE.match(source)) and len(_GOVERNING.findall(source[: name.span[0]])) == 1 and before[-1].islower()


def _described(words: Sequence[Token]) -> Phrase | None:
    """The noun phrase that a source without a name is: its head, and the words before and behind it.

    What only counts or picks from others is passed over: "one of his advisers" is an adviser.
    """
    stop = next((i for i, word in enumerate(words) if _ends(words, i)), len(words))
    head = next((i for i in reversed(range(stop)) if words[i].tag.startswith("NN")), stop - 1)
    if head < 0:
        return None
    if stop + 1 < len(words) and words[stop].text == "of" and lemma(words[head].text) in word_lists().counts:
        return _described(words[stop + 1 :])
    ends = (i for i in range(stop + 1, len(words)) if words[i].text in ",;:" or words[i].tag in FINITE_TAGS)
    end = next(ends, len(words))
    around = [word for i, word in enumerate(words[:end]) if i != head and word.text[0].isalnum() and _tells(word)]
    definite = words[0].text.lower() in _DEFINITE or any(_POSSESSIVE.search(word.text) for word in words[:head])
    proper = [w.text.lower() for w in around if w.text[0].isupper() and (w is not words[0] or not ordinary(w.text))]
    phrase = phrase_of(lemma(words[head].text), (word.text.lower() for word in around), definite, proper)
    return replace(phrase, plural=words[head].tag in ("NNS", "NNPS"))


def _tells(word: Token) -> bool:
    return word.text.isupper() or word.tag[:2] not in _GLUE


def _ends(words: Sequence[Token], i: int) -> bool:
    """Whether the noun phrase at the beginning of ``words`` has ended before ``words[i]``."""
    tag = words[i].tag
    after_noun = i > 0 and words[i - 1].tag.startswith("NN")
    return tag[:1] in {"I", "T", "W", ",", ":"} or tag in FINITE_TAGS or (after_noun and tag in {"VBN", "VBG"})


def phrase_of(head: str, modifiers: Iterable[str], definite: bool, proper: Iterable[str] = ()) -> Phrase:
    """A phrase without words that only count or point, its modifiers spelled out."""
    passed = word_lists().counts | _DEFINITE | lexicon().titles
    told = {word for word in modifiers if word not in passed and not word.isdigit()}
    return Phrase(head, _spelled(told), _spelled(set(proper) & told), definite)


def _spelled(words: Iterable[str]) -> frozenset[str]:
    """The words without possessive endings, abbreviations and irregular adjectives of places written out."""
    bare_words = (folded(_POSSESSIVE.sub("", word)) for word in words)
    return frozenset(part for word in bare_words for part in word_lists().spelled.get(word, word).split())


def name_words(name: str) -> tuple[str, ...]:
    """The words of a name as they are compared: without title, "the", "Jr.", accents, capitals and full stops."""
    name = _DOTTED.sub(lambda match: match.group().replace(".", ""), name)
    words = [folded(_POSSESSIVE.sub("", word)).rstrip(".,") for word in name.split()]
    kept = [word for word in words if word and word not in lexicon().titles | SUFFIXES | {"the"}]
    return tuple(kept or words)
