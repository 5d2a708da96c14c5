"""Who says what on record: whether a statement shows that the voices of a claim said what the claim has them say.

The voices of a statement are the publisher of its document and its chain, from the outermost inward. The innermost one
says the content, the others report it. Each link of a claim's chain is asked for separately: "Bild reported that the
ministry condemned P" needs the ministry on record with P, and Bild on record with it or with the ministry's saying it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from claims.attribution.forces import force_of, lemma
from claims.records import Voice
from claims.text.words import tokens
from verifier.nli.windows import content_words
from verifier.records import Stance
from verifier.references.alignment import Told, folded
from verifier.references.statements import Statement
from verifier.voices.identity import identified, is_described, same_voice

# Forces of verbs whose that-clause is what somebody says, and how many words behind the verb it begins at most.
SPEECH = frozenset({"say", "claim", "report", "accuse", "deny", "warn", "believe", "admit"})
REACH = 12


def voices(statement: Statement) -> tuple[Voice, ...]:
    """Everybody who answers for a statement, outermost first: the publisher, then the chain."""
    publisher = statement.passage.publisher
    own = (Voice(publisher, (), "", (), "say"),) if publisher else ()
    return (*own, *statement.claim.chain)


def named(told: Told) -> Told:
    """The claim or statement with the names that "he" and "she" in its chain take up in its text."""
    chain = tuple(identified(voice, told.text) for voice in told.claim.chain)
    return told if chain == told.claim.chain else replace(told, claim=replace(told.claim, chain=chain))


def is_voice(voice: Voice, other: Voice, known: Sequence[Voice] = (), text: str = "") -> bool:
    """Whether ``other``, in a reference, is ``voice``, directly or by way of a third name of it among the ``known``.

    So it is where the reference's ``text`` gives the one the office that the other is called by. A voice that the claim
    leaves unnamed may be anybody; one that the reference leaves unnamed is nobody in particular.
    """
    if voice.source is None or other.source is None:
        return voice.source is None
    answer = same_voice(voice, other)
    if answer != "unknown":
        return answer == "same"
    at = other.spans[0][0] if other.spans else 0
    if text and (is_described(voice, other, text, at) or is_described(other, voice, text, at)):
        return True
    names = tuple(dict.fromkeys((third.source, third.resolved) for third in known))
    return any(same_voice(third, other) == "same" for third in _same_as(voice.source, voice.resolved, names))


@lru_cache(maxsize=1024)
def _same_as(source: str, resolved: str | None, names: tuple[tuple[str | None, str | None], ...]) -> tuple[Voice, ...]:
    """The voices of these sources and resolved names that are the same as a voice; asked once of all its claims."""
    voice, *thirds = (Voice(said, (), "", (), "say", resolved=name) for said, name in ((source, resolved), *names))
    return tuple(third for third in thirds if same_voice(voice, third) == "same")


def is_other(voice: Voice, other: Voice) -> bool:
    """Whether two voices are known to be different ones."""
    return bool(voice.source and other.source) and same_voice(voice, other) == "other"


def place(
    chain: Sequence[Voice], k: int, statement: Statement, known: Sequence[Voice] = (), *, copied: bool = False
) -> int | None:
    """The index, among the ``voices`` of a statement, of the voice at ``k`` of a claim's chain.

    It is the innermost that can be the chain's last voice, the outermost that can be another. In text that is
    ``copied`` it is the one that stands as deep and is called the same: whoever "he" is, he is the same here and there.
    """
    found = voices(statement)
    inward = range(len(found))
    order = reversed(inward) if k == len(chain) - 1 else inward
    text = statement.told.text
    at = next((i for i in order if is_voice(chain[k], found[i], known, text)), None)
    deep = len(found) - (len(chain) - k)
    if at is None and copied and len(statement.claim.chain) >= len(chain) - k:
        called, there = (folded(voice.source or "") for voice in (chain[k], found[deep]))
        return deep if called == there and not is_other(chain[k], found[deep]) else None
    return at


def shows(
    chain: Sequence[Voice],
    k: int,
    statement: Statement,
    content: Stance,
    known: Sequence[Voice] = (),
    *,
    copied: bool = False,
) -> Stance:
    """Whether a statement, which supports or refutes the content, shows that the voice at ``k`` of a chain said so.

    The last voice has to say it itself, or be said to deny it. One before it may also report it of the next.
    """
    at = place(chain, k, statement, known, copied=copied)
    if at is None or content == "neither":
        return "neither"
    found, voice = voices(statement), chain[k]
    alone, turned = at == len(found) - 1, found[at].polarity != voice.polarity
    if k == len(chain) - 1:
        if not alone and found[at].polarity == "affirmed":
            # It reports what somebody else said, and does not say it.
            return "neither"
        return "supports" if (content == "supports") != turned else "refutes"
    inner = place(chain, k + 1, statement, known, copied=copied)
    if content != "supports" or not (alone or (inner is not None and inner > at)):
        return "neither"
    return "refutes" if turned else "supports"


def is_mentioned(voice: Voice, statement: Statement) -> bool:
    """Whether the sentences of a statement have most words of a voice's name, and nobody else says it there."""
    there, chain = content_words(statement.passage.text), statement.claim.chain
    names = [content_words(name) for name in (voice.source, voice.resolved) if name]
    named = any(name and 2 * len(name & there) > len(name) for name in names)
    return named and not (chain and is_other(voice, chain[-1]))


def taken_apart(statement: Statement, claim: str) -> Statement:
    """The statement as somebody's, where it reports speech that was not taken apart, and the claim does not.

    "She told the agency on Friday that P" asserts that she told it, and not that P.
    """
    extra = reports_speech(statement.claim.text) - reports_speech(claim)
    if statement.claim.chain or not extra:
        return statement
    chain = (Voice(None, (), min(extra), (), "say"),)
    return replace(statement, told=replace(statement.told, claim=replace(statement.claim, chain=chain)))


@lru_cache(maxsize=4096)
def reports_speech(text: str) -> frozenset[str]:
    """The verbs with which a text reports what somebody says, in their dictionary form."""
    words = [token.text.lower() for token in tokens(text)]
    return frozenset(
        lemma(word)
        for i, word in enumerate(words)
        if word.isalpha() and "that" in words[i + 1 : i + REACH] and (force := force_of(word)) and force.name in SPEECH
    )
