"""A claim's text: its words in the article, made into a sentence that stands alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from claims.attribution.cue_words import JUDGING
from claims.attribution.forces import lemma, past_tense, plain_form
from claims.records import Voice
from claims.text.grammar import alone
from claims.text.quotations import QUOTES, is_quotation

_THAT = re.compile(r"^(?:that|whether)\s+", re.IGNORECASE)
_IF = re.compile(r"^if\s+", re.IGNORECASE)
_INFINITIVE = re.compile(r"^(.{0,120}?)\b(not\s+)?to\s+(be\b|have\b|(?=[a-z]))")
_DEED = re.compile(r"\s(?:of|for|on|with)\s")
# "Admitted losing it", "confessed to selling it".
_GERUND = re.compile(r"(?:to )?[a-z]+ing\b")
_ACCUSED = re.compile(r"^(.{2,120}?)\s+(?:of|with)\s+((?:not\s+)?(?:\w+ly\s+)?)(having\s|being\s|(?=\w+ing\b))")
_DESCRIBED = re.compile(r"^(\S.{0,120}?)\s+as\s+")
_DESCRIBING = ("describ", "regard", "brand", "label")
_ACCUSING = ("suspect", "charg")
_NAMING = ("call", "dubb", "brand", "term")
# Forces whose "to"-infinitive lies ahead: "pledged to investigate", "threatened to leave", "expects to win".
_AHEAD = frozenset({"promise", "announce", "warn", "believe", "rule"})
_SUBJECTS = {"him": "he", "her": "she", "them": "they", "us": "we", "me": "I"}
_PLURALS = frozenset({"they", "them", "we", "us", "you"})

_DOUBLE = re.compile(r"[“”\"«»„]|``|''")
_LAST_SINGLE = re.compile(r"[’'](?=[\s.,;:!?…–—-]*$)")
_COMMA_INSIDE = re.compile(r"\s*[,;:]+\s*(?=[”\"’'»“]+$)")
_LOOSE_END = re.compile(r"[\s,;:—–-]+(\.?)$")
_TERMINAL = re.compile(r"[.!?…。][”\"’'»“)\]]*$")


def sentence_of(parts: Sequence[str], voice: Voice | None, *, clause: bool) -> str:
    """Join the parts of a claim into one sentence, white space folded, first letter capital, with a full stop.

    ``clause`` says that there is a finite clause in them. Where the cue took no that-clause its grammar is undone:
    "(accused) Belarus of helping" is "Belarus was helping", "(pledged) to look into it" is "The ministry will look into
    it", "(described) it as an act" is "It was an act".
    """
    if voice and voice.force == "accuse" and len(parts) == 2 and parts[0].lower().startswith(("of ", "for ", "with ")):
        # "Accused by a colleague | of stealing it, | the nurse | left"
        parts = parts[::-1]
    if voice and len(parts) == 2 and voice.cue.startswith("put"):
        # "Puts | the loss | at | 70 million"
        parts = (parts[0], _was(parts[0]), parts[1])
    text = _edges(" ".join(" ".join(parts).split()))
    if voice:
        text = _clause(text, voice, clause=clause)
    text = " ".join(_COMMA_INSIDE.sub("", _edges(without_outer_quotes(text))).split())
    text = text[:1].upper() + text[1:]
    return text if _TERMINAL.search(text) else text + "."


def statement(text: str, voice: Voice) -> str:
    """The sentence that ``voice`` said ``text``: "Frontex claimed that it had evidence."

    Of an unnamed voice only that somebody said it. A text that names voice and cue is such a sentence already.
    """
    source = _capital(voice.resolved or voice.source or "somebody")
    if voice.source and text.startswith(_capital(_reporting(voice))):
        return source + text[len(voice.source) :]
    # A cue is negated where its polarity is not its force's own: "did not say", but also "did not deny".
    negated = (voice.polarity == "denied") != (voice.force == "deny")
    verb = f"did not {plain_form(voice.force)}" if negated else past_tense(voice.force)
    conjunction = "whether" if voice.force == "ask" else "that"
    return f"{source} {verb} {conjunction} {without_outer_quotes(text)}"


def without_outer_quotes(text: str) -> str:
    """``text`` without quotation marks where all of it is quoted, and without a mark that has no partner."""
    text = text.strip()
    if is_quotation(text):
        single = text[0] in "‘'" and text[:2] != "''"
        text = _LAST_SINGLE.sub("", text[1:]) if single else _DOUBLE.sub("", text)
    for mark in ('"', "''"):
        if text.count(mark) % 2:
            text = text.replace(mark, "")
    # A low mark has its partner in the high one, which otherwise opens.
    opening, closing = ("„", "“”") if "„" in text else ("“", "”")
    if text.count(opening) != sum(map(text.count, closing)):
        text = re.sub(f"[{opening}{closing}]", "", text)
    if text.count("«") != text.count("»"):
        text = re.sub("[«»]", "", text)
    if text.count("‘") > text.count("’"):
        text = text.replace("‘", "")
    return text.strip()


def _clause(text: str, voice: Voice, *, clause: bool) -> str:
    """``text`` as a clause of its own, without what ties it to the cue."""
    if voice.source and any(lemma(word) in JUDGING for word in voice.cue.split()):
        return f"{_reporting(voice)} {text}"
    text = _THAT.sub("", text)
    if voice.force in ("ask", "believe"):
        text = _IF.sub("", text)
    if voice.force == "accuse" or any(word.lower().startswith(_ACCUSING) for word in voice.cue.split()):
        if _ACCUSED.match(text):
            return _ACCUSED.sub(_accused, text)
        if not clause:
            return _charged(text, voice)
    describing = any(word.lower().startswith(_DESCRIBING) for word in voice.cue.split())
    if describing and (match := _DESCRIBED.match(text)):
        return f"{_subject(match[1])} {_was(match[1])} {text[match.end() :]}"
    if voice.source and _GERUND.match(text) and not clause:
        return f"{voice.source} {_was(voice.source)} {text.removeprefix('to ')}"
    infinitive = _INFINITIVE.match(text)
    starts = infinitive is not None and not infinitive[1] and voice.source is not None
    named = any(word.lower().startswith(_NAMING) for word in voice.cue.split()) and any(mark in text for mark in QUOTES)
    if is_quotation(text) or (not starts and not named and clause):
        return text
    # "According to" stands before its source; a text that begins with a quotation begins with the source's words.
    keeps = voice.source and not voice.cue.lower().startswith("accord") and text[:1] not in QUOTES
    kept = f"{_reporting(voice)} {text}" if keeps else text
    if not infinitive or not (infinitive[1] or voice.source):
        # Some words of the source, but no clause: the sentence keeps its cue.
        quotes = any(mark in without_outer_quotes(text) for mark in QUOTES)
        return kept if quotes or text.startswith("as ") else text
    # "to have left" is said of the source itself, "he | to have left" of somebody else.
    noun, negation, verb = infinitive[1].strip() or voice.source or "", infinitive[2] or "", infinitive[3]
    rest = text[infinitive.end() :]
    if voice.force in _AHEAD and verb != "have" and not (verb and infinitive[1]):
        return f"{_subject(noun)} will {negation}{verb} {rest}"
    return f"{_subject(noun)} {'had' if verb == 'have' else _was(noun)} {negation}{rest}" if verb else kept


def _charged(text: str, voice: Voice) -> str:
    """An accusation with a noun, which keeps its cue: "Lee blamed Minsk | for the attack"."""
    if voice.source:
        return f"{_reporting(voice)} {text}"
    deed = _DEED.search(text)
    return f"{text[: deed.start()]} {voice.cue}{text[deed.start() :]}" if deed else text


def _reporting(voice: Voice) -> str:
    # The comma behind "Frontex, the border agency,".
    return f"{voice.source}{',' * (',' in (voice.source or ''))} {voice.cue}"


def _accused(match: re.Match[str]) -> str:
    subject, adverb, auxiliary = match.groups()
    verb = "had" if auxiliary.startswith("having") else _was(subject)
    return f"{_subject(subject)} {verb} {adverb}"


def _subject(words: str) -> str:
    """A pronoun in the case of a subject; other words as they are."""
    return _SUBJECTS.get(words.lower(), words)


def _was(noun: str) -> str:
    """ "was" or "were", by the head of the noun phrase."""
    tree = alone(noun)
    heads = tree.roots[:1]
    plural = any(
        tree.words[i].tag in ("NNS", "NNPS")
        or tree.words[i].text.lower() in _PLURALS
        or tree.child(i, "conj") is not None
        for i in heads
    )
    return "were" if plural else "was"


def _edges(text: str) -> str:
    return _LOOSE_END.sub(r"\1", text.strip(" ,;:"))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
