"""Which claims can be checked against documents, and why the others cannot."""

from __future__ import annotations

import re

from claims.article.language import is_foreign
from claims.attribution.forces import Force

_PREDICTION = re.compile(
    r"\b(?:will|won['’]t|shall not|(?:is|are|was|were) (?:likely|expected|set|going) to|would|wouldn['’]t)\b|['’]ll\b",
    re.IGNORECASE,
)
_OPINION = re.compile(
    r"\b(?:should(?:n['’]t)?|ought to|must|(?:I|we) (?:think|believe|feel)|in (?:my|our) (?:view|opinion))\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w{3,}")
_QUESTION = re.compile(r"\?[\s”\"’'»“)\]]*$")


def why_not_checkable(wording: str, force: Force | None) -> str | None:
    """ "not English", "question", "promise", "opinion", "prediction" or "too vague"; None for one that can be checked.

    ``wording`` is the claim's text, ``force`` that of the cue nearest to it.
    """
    if is_foreign(wording):
        return "not English"
    if _QUESTION.search(wording) or (force and force.name == "ask"):
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
