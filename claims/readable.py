"""A claim told of its source by name: "I have evidence", said by Smith, is "Smith has evidence".

Where one of a text's first persons cannot be told so for certain, the text is left as it is.
"""

from __future__ import annotations

import re
from itertools import pairwise

from claims.records import Voice
from claims.sources.name_words import lexicon
from claims.text.grammar import alone, tagged_alone
from claims.text.parse import Word
from claims.text.words import Token, tokens

_FIRST = re.compile(r"(?:i|me|my|mine|myself)(?:[’'](?:m|ve|ll|d))?", re.IGNORECASE)
_NESTED = re.compile(
    r"“[^”]*(?:”|$)|\"[^\"]*(?:\"|$)|«[^»]*(?:»|$)|(?<!\w)[‘'](?=\w)[^‘’']*(?:[’']\w[^‘’']*)*[’'](?!\w)"
)
_AUXILIARIES = frozenset(
    "am is are was were have has had do does did can could will would shall should may might must".split()
)
_IRREGULAR = {
    "am": "is",
    "are": "is",
    "have": "has",
    "do": "does",
    "go": "goes",
    "don’t": "doesn’t",
    "don't": "doesn't",
} | {
    "haven’t": "hasn’t",
    "haven't": "hasn't",
    "’m": "is",
    "'m": "is",
}
# Present and past are spelled alike.
_SAME = frozenset(
    "read put set cut let hit cost hurt quit shut spread beat bet cast split burst bid cast rid shed".split()
)
_SUBJECTIVE = {"he": ("he", "him", "his", "himself"), "she": ("she", "her", "her", "herself")}
_EXPLETIVE = re.compile(
    r"it(?:[’']s|\s+(?:\w+\s+){0,2}?(?:is|was|be|been|seem\w*|appear\w*|look\w*|take\w*|took|depend\w*|rain\w*|snow\w*))\b",
    re.IGNORECASE,
)
_NAME_WORD = re.compile(r"[^\W\d_]")


def readable(text: str, voice: Voice, *, quoted: bool) -> str:
    """``text``, a claim of ``voice``, with its source's name for the pronouns that certainly mean the source.

    ``quoted`` says that the text is the source's own words: then the first person singular is the source. Otherwise
    the text is the reporter's: "he" at its beginning is the source where the source is "he" too. What stands in
    quotation marks inside the text, and "we", "our" and "us", stay.
    """
    name = _name(voice)
    if name is None:
        return text
    return _first_person(text, name, _pronoun(voice)) if quoted else _third_person(text, name, _pronoun(voice), voice)


def _name(voice: Voice) -> str | None:
    """The name to insert, or None where the source is described only, or more than one."""
    # "HELEN BROOK, FERRY DIRECTOR": what stands behind the comma is no part of the name.
    name = " ".join((voice.resolved or (voice.source or "").partition(",")[0]).split())
    words = name.split()
    if (
        not words
        or _FIRST.fullmatch(words[0])
        or words[0].lower()
        in {"he", "she", "it", "they", "we", "you", "who", "the", "a", "an", "this", "that", "some", "one"}
    ):
        return None
    named = all(
        word[0].isupper() or word in lexicon().particles | {"of", "for", "and"} or word.startswith(("al-", "el-"))
        for word in words
    )
    several = not voice.resolved and "and" in words
    return name if named and not several and words[-1][0].isupper() | words[-1].startswith(("al-", "el-")) else None


def _pronoun(voice: Voice) -> str | None:
    """The source's own pronoun: it is a pronoun, or has a title that tells the gender."""
    words = [word.strip(".,").lower() for word in (voice.source or "").split()]
    if words and words[0] in {"he", "she", "it"}:
        return words[0]
    genders = {g for word in words if (g := lexicon().gender(word))}
    return {"f": "she", "m": "he"}[genders.pop()] if len(genders) == 1 else None


def _third_person(text: str, name: str, pronoun: str | None, voice: Voice) -> str:
    word = re.match(r"(he|she|it|his)\b(?:(?P<had>[’']d)|(?P<will>[’']ll)|(?P<is>[’']s))?", text, re.IGNORECASE)
    if word is None or pronoun is None or ((voice.source or "").lower().split()[0] != pronoun and pronoun == "it"):
        return text
    found, rest = word[1].lower(), text[word.end() :]
    if found == "his":
        return f"{_possessive(name, text)}{rest}" if pronoun == "he" else text
    if found != pronoun or (found == "it" and _EXPLETIVE.match(text)):
        return text
    if word["is"]:
        return text
    if word["had"]:
        return f"{name} {_had_or_would(alone(rest).words)}{rest}"
    return f"{name} will{rest}" if word["will"] else f"{name}{rest}"


def _first_person(text: str, name: str, pronoun: str | None) -> str:
    if not any(map(_FIRST.fullmatch, (word.text for word in tokens(text)))):
        return text
    words = tagged_alone(text)
    nested = [match.span() for match in _NESTED.finditer(text)]
    places = [
        i
        for i, word in enumerate(words)
        if _FIRST.fullmatch(word.text) and not any(start <= word.start < end for start, end in nested)
    ]
    if any(word.text.lower() in _SUBJECTIVE.get(pronoun or "", ()) for word in words):
        # "I told him I would": a second "he" would be open.
        pronoun = None
    edits: list[tuple[int, int, str]] = []
    for order, i in enumerate(places):
        told = _told(text, words, i, name if order == 0 or pronoun not in _SUBJECTIVE else None, name, pronoun)
        if told is None:
            return text
        edits += told
    for start, end, new in reversed(edits):
        text = text[:start] + new + text[end:]
    return text[:1].upper() + text[1:]


def _told(
    text: str, words: tuple[Token, ...], i: int, subject: str | None, name: str, pronoun: str | None
) -> list[tuple[int, int, str]] | None:
    """The edits that tell one first person of the source, or None where that is not certain."""
    word = words[i]
    form, _, ending = word.text.lower().replace("'", "’").partition("’")
    he, him, his, himself = _SUBJECTIVE.get(pronoun or "", ("", "", "", ""))
    if form == "myself":
        return [(word.start, word.end, himself)] if himself else None
    if form in {"my", "mine"}:
        own = _possessive(name, text) if subject else his
        return [(word.start, word.end, own if form == "my" or subject else {"her": "hers"}.get(his, his))]
    if form == "me":
        return [(word.start, word.end, name if subject else him)]
    if word.text[0] != "I" or _inverted(words, i):
        return None
    who = name if subject else he
    following = words[i + 1 :]
    if ending:
        verb = {"m": "is", "ve": "has", "ll": "will", "d": _had_or_would(alone(text[word.end :]).words)}[ending]
        return [(word.start, word.end, f"{who} {verb}")]
    at = next(
        (k for k, other in enumerate(following) if not other.tag.startswith("RB") or other.text in _IRREGULAR), None
    )
    if at is None or not following[at].text[0].isalpha():
        return None
    third = _third(following[at])
    if third is None or (third != following[at].text and _goes_on(following[at + 1 :])):
        return None
    edits = [(word.start, word.end, who)]
    return edits if third == following[at].text else [*edits, (following[at].start, following[at].end, third)]


def _inverted(words: tuple[Token, ...], i: int) -> bool:
    """Whether "I" is no plain subject: "am I", "my wife and I", "World War I", "I and my wife"."""
    before = words[i - 1] if i else None
    after = words[i + 1].text.lower() if i + 1 < len(words) else ""
    if after in {"and", "or"}:
        return True
    if before is None:
        return False
    if before.text.lower() in {"and", "or"}:
        # "…, and I know": another clause; "my wife and I": one subject.
        return i < 2 or words[i - 2].text != ","
    return before.text.lower() in _AUXILIARIES or (before.text[0].isupper() and i > 1 and before.tag.startswith("NNP"))


def _third(word: Token) -> str | None:
    """The verb after "I" in the third person: "have" is "has", "went" stays; None where that is not certain."""
    from claims.attribution.forces import lemma

    verb = word.text
    low = verb.lower()
    if low in _IRREGULAR:
        return _IRREGULAR[low]
    if low in _AUXILIARIES or low in {"won’t", "won't", "can’t", "can't", "cannot"} or re.search(r"n[’']t$", low):
        return verb
    if low in _SAME or not low.isalpha():
        return None
    if (
        word.tag in ("VBD", "MD")
        or (word.tag == "VBN" and lemma(low) != low)
        or low in {"saw", "felt", "found", "left", "fell", "lay"}
    ):
        return verb
    if word.tag not in ("VB", "VBP", "NN", "JJ") or lemma(low) != low:
        return None
    if low.endswith(("s", "x", "z", "ch", "sh", "o")):
        return verb + "es"
    return verb[:-1] + "ies" if low.endswith("y") and low[-2:-1] not in "aeiou" else verb + "s"


def _goes_on(words: tuple[Token, ...]) -> bool:
    """Whether a second verb of "I" may follow: "I know him and trust him"."""
    return any(
        (word.text.lower() in {"and", "or", "but"} and after.tag in ("VB", "VBP", "NN"))
        or (word.text == "," and after.tag in ("VB", "VBP"))
        for word, after in pairwise(words)
    )


def _had_or_would(words: tuple[Word, ...]) -> str:
    verb = next((word for word in words if not word.tag.startswith("RB")), None)
    return "had" if verb and (verb.tag == "VBN" or verb.text == "better") else "would"


def _possessive(name: str, text: str) -> str:
    return name + ("'s" if "'" in text and "’" not in text else "’s")
