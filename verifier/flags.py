"""What of a checked claim a person should look at, and under which stable rule id."""

from __future__ import annotations

from claims.records import Claim
from verifier.records import Flag, Severity, Verdict

# Names that ``--fail-on`` takes; each gathers the rules that carry it.
NAMES = ("refuted", "unsupported", "conflicting")

_RULES: dict[str, tuple[str, Severity]] = {
    "REFUTED": ("refuted", "error"),
    "CONFLICTING": ("conflicting", "warning"),
    "NOT ENOUGH INFO": ("unsupported", "note"),
}
_SO = {"refuted": "SO001", "unsupported": "SO002", "conflicting": "SO003"}
_SAID = {"refuted": "SAID001", "unsupported": "SAID003", "conflicting": "SAID004"}


def flags(claim: Claim, said: Verdict | None, so: Verdict | None) -> tuple[Flag, ...]:
    """The flags of a claim, those of *said* first.

    That the references do not settle whether a content is so is no fault of an article that says whose
    words they are: of an attributed claim, *so* being open is not flagged. Of a content that its source denies
    *so* is not flagged at all: where the references contradict it they agree with the source.
    """
    found = []
    if said and (rule := _RULES.get(said.label)):
        name, severity = rule
        found.append(Flag(_SAID[name], name, severity, f"said: {_SAID_WORDS[name]}"))
    if so and (rule := _RULES.get(so.label)):
        name, severity = rule
        denied = bool(claim.chain) and claim.chain[-1].polarity == "denied"
        if not (denied or (name == "unsupported" and claim.chain)):
            found.append(Flag(_SO[name], name, severity, f"so: {_SO_WORDS[name]}"))
    return tuple(found)


_SAID_WORDS = {
    "refuted": "the references contradict that this source said it",
    "unsupported": "no reference shows that this source said it",
    "conflicting": "the references disagree on whether this source said it",
}
_SO_WORDS = {
    "refuted": "the references contradict it",
    "unsupported": "no reference supports it",
    "conflicting": "the references disagree on it",
}
