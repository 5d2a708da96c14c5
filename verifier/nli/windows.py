"""Which parts of a long premise are worth reading against a hypothesis."""

from __future__ import annotations

import math
import re
from collections import Counter
from functools import lru_cache
from itertools import pairwise

from claims.records import Span, Spans
from claims.text.sentences import sentences
from claims.text.words import joined_acronyms

WORD = re.compile(r"\w+")
# A sentence of more words than this is read as several of so many: a list, or text without full stops.
LONG_SENTENCE = 90
PIECE = 30
# Words that every text has; sharing them says nothing about what a sentence is about.
COMMON = frozenset(
    """
    a an the of to in on at by for from with and or but as is are was were be been being it its he she they his her
    their that this these those which who whom whose has have had do does did not no will would can could may might
    should must i you we us our your my me him them there here than then so if into over under after before about
    """.split()
)


def content_words(text: str) -> frozenset[str]:
    """The lower-cased words of ``text`` that say what it is about, cut to six letters so that inflections meet.

    "US" and "U.S." are one word, and not "us".
    """
    shouted = text.isupper()
    return frozenset(
        word.lower()[:6]
        for word in WORD.findall(joined_acronyms(text))
        if word.lower() not in COMMON or (word.isupper() and len(word) > 1 and not shouted)
    )


def overlaps(texts: list[str], hypothesis: str) -> list[float]:
    """How much each text shares with the hypothesis; a word counts less the more of the texts have it."""
    wanted = content_words(hypothesis)
    shared = [wanted & content_words(text) for text in texts]
    spread = Counter(word for words in shared for word in words)
    # Exactly rounded: the order of a set's words differs from run to run.
    return [math.fsum(1 / spread[word] ** 0.5 for word in words) for words in shared]


def windows(premise: str, size: int = 3, stride: int = 1) -> list[Span]:
    """Spans of ``size`` neighbouring sentences of ``premise``; one span where it has no more than that."""
    spans = _pieces(premise)
    last = max(1, len(spans) - size + 1)
    starts = list(range(0, last, stride))
    if starts[-1] != last - 1:
        starts.append(last - 1)
    return [(spans[i][0], spans[min(i + size, len(spans)) - 1][1]) for i in starts] if spans else []


def focus(premise: str, hypothesis: str, max_words: int) -> str:
    """The sentences of ``premise`` nearest to the hypothesis, in text order, up to ``max_words`` words in all."""
    spans = _pieces(premise)
    texts = [premise[start:end] for start, end in spans]
    near = overlaps(texts, hypothesis)
    ranked = sorted(range(len(texts)), key=lambda i: (-near[i], i))
    chosen: list[int] = []
    words = 0
    for i in ranked:
        count = len(WORD.findall(texts[i]))
        if chosen and words + count > max_words:
            continue
        chosen.append(i)
        words += count
    return " ".join(texts[i] for i in sorted(chosen))


# A premise is cut for its windows and for its nearest sentences, once for each claim that is asked of it.
@lru_cache(maxsize=8)
def _pieces(text: str) -> Spans:
    """The sentences of ``text``, very long ones cut between words."""
    found: list[Span] = []
    for start, end in sentences(text):
        words = list(WORD.finditer(text, start, end))
        cuts = [word.start() for word in words[PIECE::PIECE]] if len(words) > LONG_SENTENCE else []
        found += list(pairwise([start, *cuts, end]))
    return tuple(found)
