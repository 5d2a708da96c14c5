"""Which claims can be checked against documents, and why the others cannot."""

from __future__ import annotations

import re

from claims.forces import Force

_PREDICTION = re.compile(
    r"\b(?:will|won['’]t|shall not|['’]ll|(?:is|are|was|were) (?:likely|expected|set|going) to|would)\b", re.IGNORECASE
)
_OPINION = re.compile(
    r"\b(?:should(?:n['’]t)?|ought to|must|I (?:think|believe|feel)|in my (?:view|opinion))\b", re.IGNORECASE
)
_WORD = re.compile(r"\w{3,}")


def why_not_checkable(wording: str, sentence: str, force: Force | None) -> str | None:
    """ "question", "promise", "opinion", "prediction" or "too vague"; None for a claim that can be checked.

    ``wording`` is the claim's text, ``sentence`` the one it stands in, ``force`` that of the cue nearest to it.
    """
    if wording.rstrip("”\"’'").endswith("?") or (force and force.name == "ask"):
        return "question"
    if force and force.name == "promise":
        return "promise"
    if (force and force.opinion) or _OPINION.search(wording):
        return "opinion"
    if _PREDICTION.search(wording):
        return "prediction"
    if len(_WORD.findall(wording)) < 2:
        return "too vague"
    return None
