"""What makes two flags, or two claims, the same in two runs, wherever they stand.

No line, offset or number is part of it, and no name of a file: as in detect-secrets, what moves stays what it is. A
flag is its article, its rule, the words and voices of its claim, and the evidence, so that a decision on it lapses when
other evidence speaks for it. A claim is its article, its words and its voices; its evidence is told apart from it
(``evidence_of``), so that it can be said what of it changed.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from claims.records import Article, Claim
from verifier.records import CheckedClaim, Evidence, Flag, Report, Verdict
from verifier.report.findings import evidence
from verifier.report.wording import full_name, questions
from verifier.verdict.rules import OF_ARTICLE

# Hex digits of a digest that are kept: two flags of one project that share them by chance are not to be expected.
DIGITS = 24
_ADDRESS, _ID, _TEXT = "url:", "id:", "sha256:"


@lru_cache(maxsize=8)
def article_key(article: Article) -> str:
    """The address of an article, else the id that it gives itself, else the digest of its text."""
    if article.url:
        return _ADDRESS + article.url
    return _ID + article.id if article.own_id else _TEXT + digest(article.text)


def is_digest(key: str) -> bool:
    """Whether an article key is that of a text without address and id, which every edit changes."""
    return key.startswith(_TEXT)


def identified(report: Report) -> Report:
    """The report with the identity of each of its flags."""
    key = article_key(report.article)
    seen: Counter[str] = Counter()
    checked = []
    for each in report.claims:
        flags = []
        for flag in each.flags:
            content = content_key(each, flag)
            seen[content] += 1
            flags.append(replace(flag, identity=identity(key, content, seen[content])))
        checked.append(replace(each, flags=tuple(flags)))
    return replace(report, claims=tuple(checked))


def claim_keys(report: Report) -> tuple[tuple[str, int], ...]:
    """Of each claim in reading order what it says, in whatever article, and the how-manieth it is to say so, from 1."""
    seen: Counter[str] = Counter()
    keys = []
    for each in report.claims:
        content = digest("claim", *_words_and_voices(each.claim))
        seen[content] += 1
        keys.append((content, seen[content]))
    return tuple(keys)


def evidence_of(verdict: Verdict, *, shown: bool) -> tuple[tuple[str, str], ...]:
    """The documents that decide a verdict, or all that are ``shown`` with it, each with a digest of its words there."""
    told = (each for each in verdict.evidence if shown or each.stance != "neither")
    words: dict[str, list[str]] = {}
    for id_, text in _passages(told):
        words.setdefault(id_, []).append(text)
    return tuple((id_, digest(*texts)) for id_, texts in words.items())


def identity(article: str, content: str, occurrence: int) -> str:
    """The identity of the ``occurrence``-th flag or claim, from 1, with this content in the article with this key."""
    return digest(article, content, str(occurrence))


def content_key(checked: CheckedClaim, flag: Flag) -> str:
    """What a flag is about, in whatever article: rule, words and voices of the claim, evidence that decides.

    The words count without case, marks and white space, so that a mended comma does not matter.
    """
    if flag.rule in OF_ARTICLE:
        # The other place of the article is the evidence, and the message has its words.
        return digest(flag.rule, *_words_and_voices(checked.claim), _plain(flag.message))
    if flag.reference:
        told = evidence(checked, flag)
    else:
        # What merely came nearest is no evidence, and changes with every reference that is added.
        verdicts = (verdict for _, verdict in questions(checked))
        told = tuple(each for verdict in verdicts for each in verdict.evidence if each.stance != "neither")
    return digest(flag.rule, *_words_and_voices(checked.claim), *(part for pair in _passages(told) for part in pair))


def _words_and_voices(claim: Claim) -> tuple[str, ...]:
    voices = (part for voice in claim.chain for part in (_plain(full_name(voice)), voice.polarity))
    return _plain(claim.text), *voices


def _passages(told: Iterable[Evidence]) -> list[tuple[str, str]]:
    return sorted({(each.passage.document_id, _plain(each.passage.text)) for each in told})


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join("".join(c if c.isalnum() else " " for c in folded).split())


def digest(*parts: str) -> str:
    """The first ``DIGITS`` hex digits of the sha256 of ``parts``."""
    joined = "\x1f".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(joined).hexdigest()[:DIGITS]
