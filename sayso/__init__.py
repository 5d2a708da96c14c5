"""SaySo from Python: on whose say-so, and is it so?

    >>> import sayso
    >>> references = ["The border guards counted 900 people in Kaunas in July."]
    >>> report = sayso.check("The border guards counted 4,000 people in Kaunas in July.", references)
    >>> for claim in report.claims:
    ...     print(claim.so.label, *(flag.message for flag in claim.flags if flag.name == "number"))
    REFUTED 4,000 people here, 900 people there

Models are loaded on first use and once a process; nothing is fetched unless a model of the hub is named. What a caller
can get wrong raises ``InputError``. Calls from several threads wait for one another: a model uses all cores for one.
"""

from claims.errors import InputError
from claims.records import Article, Claim, Interval, Voice
from sayso.api import check, read, review, score, split
from sayso.corpus import Corpus, UnreadReference
from sayso.records import PairScores, Report
from verifier.records import CheckedClaim, Document, Evidence, Flag, Passage, Place, Run, Scores, Verdict

__all__ = [
    "Article",
    "CheckedClaim",
    "Claim",
    "Corpus",
    "Document",
    "Evidence",
    "Flag",
    "InputError",
    "Interval",
    "PairScores",
    "Passage",
    "Place",
    "Report",
    "Run",
    "Scores",
    "UnreadReference",
    "Verdict",
    "Voice",
    "check",
    "read",
    "review",
    "score",
    "split",
]
