"""Whose words two places of an article are: what two people say may differ, what one says may not."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from claims.records import Voice
from verifier.itself.page import Finding, Page, Sentence, lemmas
from verifier.nli.windows import content_words
from verifier.references.alignment import align, words
from verifier.voices.identity import is_named, same_voice

RULE = "SELF001"

Chain = tuple[Voice, ...]

# Part of the words of two quotations that are paired, and content words that they have at least, to be one.
SAME, FEWEST = 0.9, 5
# What sets one voice against another, or an earlier word against a later one.
_CONTRAST = frozenset(
    "but however while although though whereas instead dispute deny contradict contrary reject".split()
)


def may_differ(ours: Chain, first: Sentence, theirs: Chain, second: Sentence) -> bool:
    """Whether two chains, with the sentences in which they stand, may be two voices of which one is wrong."""
    if not ours and not theirs:
        return False
    if ours and theirs:
        return not one_source(ours[-1], theirs[-1]) and not (_names(ours[-1], second) or _names(theirs[-1], first))
    voiced = second if theirs else first
    return bool(_CONTRAST & lemmas(voiced.tree))


def one_source(one: Voice, other: Voice) -> bool:
    """Whether two voices are one, or are called by the same last word: "health officials", "the officials"."""
    answer = same_voice(one, other)
    return answer == "same" or (answer == "unknown" and bool(_last(one)) and _last(one) == _last(other))


def _last(voice: Voice) -> str:
    return (voice.source or "").casefold().split()[-1] if voice.source else ""


def _names(voice: Voice, sentence: Sentence) -> bool:
    """Whether a voice that has no name of its own is spoken of in the sentence of the other."""
    return not is_named(voice) and bool(_last(voice)) and _last(voice) in lemmas(sentence.tree)


def clashes(page: Page) -> Iterator[Finding]:
    """Quotations that are given to two people."""
    quoted = [claim for claim in page.held if claim.quoted and claim.chain and is_named(claim.chain[-1])]
    for one, other in combinations(quoted, 2):
        voices = one.chain[-1], other.chain[-1]
        sentences = [page.sentence_at(claim.spans[0][0]) for claim in (one, other)]
        if sentences[0] == sentences[1] or same_voice(*voices) != "other" or len(content_words(one.text)) < FEWEST:
            continue
        if align(*(words(page.article.text, claim.quoted) for claim in (one, other))).similarity >= SAME:
            names = [voice.resolved or voice.source for voice in voices]
            message = f"said by {names[1]} here, by {names[0]} elsewhere in the article"
            yield Finding(RULE, message, voices[1].spans or other.spans, voices[0].spans or one.spans)
