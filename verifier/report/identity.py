"""What makes two flags the same in two runs, wherever they stand: the article, the rule, the words and the evidence.

No line, offset or number is part of it, and no name of a file: as in detect-secrets, what moves stays what it is. The
evidence is part of it, so that a decision on a flag lapses when other evidence speaks for it.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter
from dataclasses import replace

from claims.records import Article
from verifier.records import CheckedClaim, Flag, Report
from verifier.report.findings import evidence
from verifier.report.wording import full_name, questions

# Hex digits of a digest that are kept: two flags of one project that share them by chance are not to be expected.
DIGITS = 24
_ADDRESS, _ID, _TEXT = "url:", "id:", "sha256:"


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


def identity(article: str, content: str, occurrence: int) -> str:
    """The identity of the ``occurrence``-th flag, from 1, with this content in the article with this key."""
    return digest(article, content, str(occurrence))


def content_key(checked: CheckedClaim, flag: Flag) -> str:
    """What a flag is about, in whatever article: rule, words and voices of the claim, evidence that decides.

    The words count without case, marks and white space, so that a mended comma does not matter.
    """
    voices = (part for voice in checked.claim.chain for part in (_plain(full_name(voice)), voice.polarity))
    if flag.reference:
        told = evidence(checked, flag)
    else:
        # What merely came nearest is no evidence, and changes with every reference that is added.
        verdicts = (verdict for _, verdict in questions(checked))
        told = tuple(each for verdict in verdicts for each in verdict.evidence if each.stance != "neither")
    documents = sorted({(each.passage.document_id, _plain(each.passage.text)) for each in told})
    return digest(flag.rule, _plain(checked.claim.text), *voices, *(part for pair in documents for part in pair))


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join("".join(c if c.isalnum() else " " for c in folded).split())


def digest(*parts: str) -> str:
    """The first ``DIGITS`` hex digits of the sha256 of ``parts``."""
    joined = "\x1f".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(joined).hexdigest()[:DIGITS]
