"""The records of verification: immutable, without behaviour of their own. Offsets as in ``claims.records``."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from claims.records import Article, Claim, Span, Spans, Voice

Label = Literal["SUPPORTED", "REFUTED", "NOT ENOUGH INFO", "CONFLICTING"]
Stance = Literal["supports", "refutes", "neither"]
Severity = Literal["error", "warning", "note"]
# How near to the matter a reference is, nearest first: the party itself, an authority, an agency, anybody else.
Tier = Literal["primary", "official", "wire", "other"]
Question = Literal["said", "so"]
# Of a flag: nobody has decided on it; it is known and accepted; it is a false alarm, or to be passed over.
State = Literal["new", "known", "suppressed"]


@dataclass(frozen=True, slots=True)
class Document:
    """A reference; ``digest`` is the hex sha256 of what it says (text and metadata), its identity in the corpus.

    ``pages`` are the offsets at which its pages begin, the first one's first; () where it has none.

    >>> Document("count", "It rained.", digest="0" * 64).id
    'count'
    """

    id: str
    text: str
    digest: str
    title: str | None = None
    publisher: str | None = None
    published: date | None = None
    url: str | None = None
    pages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """One to three neighbouring sentences of a document: ``Document.text[span[0]:span[1]] == text``.

    ``page`` is the one, from 1, on which it begins, None for a document without pages; ``tier`` what an editor said of
    its publisher (``verifier.voices.tiers``).

    >>> Passage("count", "It rained.", (0, 10)).span
    (0, 10)
    """

    document_id: str
    text: str
    span: Span
    title: str | None = None
    publisher: str | None = None
    published: date | None = None
    url: str | None = None
    page: int | None = None
    tier: Tier | None = None


@dataclass(frozen=True, slots=True)
class Scores:
    """Probabilities that a premise entails, leaves open, or contradicts a hypothesis; they sum to one.

    >>> Scores(0.9, 0.06, 0.04).entailment
    0.9
    """

    entailment: float
    neutral: float
    contradiction: float

    @property
    def reader(self) -> Literal["quick", "careful"]:
        """Who gave them: a careful reader reads again what the quick one finds decisive."""
        return "quick"


@dataclass(frozen=True, slots=True)
class CarefulScores(Scores):
    """Those of the careful reader."""

    @property
    def reader(self) -> Literal["quick", "careful"]:
        """See ``Scores``."""
        return "careful"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage read against a claim; ``chain`` are the voices that say it there, none where the document does.

    >>> Evidence(Passage("count", "It rained.", (0, 10)), Scores(0.9, 0.06, 0.04), "supports").stance
    'supports'
    """

    passage: Passage
    scores: Scores
    stance: Stance
    chain: tuple[Voice, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer to one question. ``confidence`` is the probability that it is right; ``evidence`` is best first.

    ``voices_for`` and ``voices_against`` count the independent voices that the evidence comes from: documents that copy
    one another, or rest on one source, count once.

    >>> Verdict("NOT ENOUGH INFO", 0.5, "Nothing in the references speaks of it.").evidence
    ()
    """

    label: Label
    confidence: float
    reason: str
    evidence: tuple[Evidence, ...] = ()
    voices_for: int = 0
    voices_against: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """Words of a reference: ``spans`` index the text of the document.

    >>> Place("count", ((0, 2),)).document_id
    'count'
    """

    document_id: str
    spans: Spans


@dataclass(frozen=True, slots=True)
class Flag:
    """What a person should look at. ``rule`` is a stable id; ``name`` is what ``--fail-on`` takes.

    ``spans`` are the words of the article that it is about, ``reference`` the words that they differ from;
    ``elsewhere`` are those where the article itself is what they differ from.
    ``identity`` is the same for the same flag in every run, wherever the claim stands (``verifier.report.identity``);
    ``state`` says whether a person has decided on it, and ``reason`` what that person wrote.

    >>> Flag("NUM001", "number", "error", "4,000 people here, 900 people there").state
    'new'
    """

    rule: str
    name: str
    severity: Severity
    message: str
    spans: Spans = ()
    reference: Place | None = None
    identity: str = ""
    state: State = "new"
    reason: str | None = None
    elsewhere: Spans = ()


@dataclass(frozen=True, slots=True)
class CheckedClaim:
    """A claim with its two answers: ``said`` is None for an asserted claim, ``so`` for one that is not checkable.

    >>> CheckedClaim(Claim("harbour", "c1", "asserted", "The port closed.", ((0, 16),))).flags
    ()
    """

    claim: Claim
    said: Verdict | None = None
    so: Verdict | None = None
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """What a report depends on, so that it can be repeated; no times and no paths, which change between runs.

    >>> Run("sayso", "0.1.0").corpus
    {}
    """

    tool: str
    version: str
    models: dict[str, dict[str, str]] = field(default_factory=dict)
    corpus: dict[str, str | int] = field(default_factory=dict)
    thresholds: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Report:
    """One article, checked; claims in reading order."""

    article: Article
    claims: tuple[CheckedClaim, ...]
    run: Run
