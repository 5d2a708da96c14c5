"""Why a verdict is what it is, in one sentence made from parts."""

from __future__ import annotations

from collections.abc import Sequence

from claims.records import Voice
from verifier.records import Label
from verifier.verdict.readings import Difference, Reading
from verifier.verdict.stands import Sides, Stand

# Documents and voices named before the rest is only counted.
NAMED = 2


def so(label: Label, own: Sides, heard: Sides, any_read: bool) -> str:
    """Why the content is so, or not: ``own`` is what documents say themselves, ``heard`` what they have others say."""
    if label != "NOT ENOUGH INFO":
        return _sentence(
            f"{_documents(own.for_it)} {_verb(own.for_it)} so" if own.for_it else "",
            f"{_documents(own.against)} {_verb(own.against)} otherwise{_what(own.against)}" if own.against else "",
        )
    told = [
        f"{_voices(side)} {_verb(side)} {how}, in {_documents(side)}"
        for side, how in zip(heard, ("so", "otherwise"), strict=True)
        if side
    ]
    if told:
        return _sentence(f"Only {' and '.join(told)}", "no reference says so in its own voice")
    return _nothing(any_read)


def said(label: Label, link: Sides, voice: Voice, any_read: bool, elsewhere: Reading | None = None) -> str:
    """Why the ``voice`` of a link said it, or not; ``elsewhere`` is a statement that supports the content."""
    if label == "NOT ENOUGH INFO":
        who = voice.resolved or voice.source or "anybody"
        chain = elsewhere.statement.claim.chain if elsewhere else ()
        by = f"it is said there by {_called(chain[-1])}" if chain else ""
        return _sentence(f"No reference has {who} say so", by) if any_read else _nothing(any_read)
    return _sentence(
        f"On record in {_documents(link.for_it)}" if link.for_it else "",
        f"{'on' if link.for_it else 'On'} record with the contrary in {_documents(link.against)}{_what(link.against)}"
        if link.against
        else "",
    )


def _called(voice: Voice) -> str:
    """A voice as the reference calls it, and its name where that is another."""
    source = f"“{voice.source}”" if voice.source else "somebody unnamed"
    return f"{source} ({voice.resolved})" if voice.source and voice.resolved else source


def overruled(reason: str, difference: Difference) -> str:
    """The reason of a verdict that a check has made more cautious."""
    message = difference.comparison.message
    return f"{reason.rstrip('.')}, but a check overrules this: {message.rstrip('.')}."


def superseded(reason: str, difference: Difference) -> str:
    """The reason of a verdict that a newer reference contradicts."""
    document = difference.reading.statement.passage.document_id
    return f"{reason.rstrip('.')}; {document} says otherwise ({difference.comparison.message})."


def _nothing(any_read: bool) -> str:
    return "No statement that was read settles it." if any_read else "No passage shares enough words with it."


def _what(side: Sequence[Stand]) -> str:
    """The difference that a check found in the strongest statement."""
    difference = side[0].difference or side[0].worded
    return f" ({difference.comparison.message.rstrip('.')})" if difference else ""


def _documents(side: Sequence[Stand]) -> str:
    return _listed([stand.reading.statement.passage.document_id for stand in side])


def _voices(side: Sequence[Stand]) -> str:
    chains = [stand.reading.statement.claim.chain for stand in side]
    return _listed([(chain[-1].resolved or chain[-1].source or "somebody unnamed") for chain in chains])


def _listed(names: Sequence[str]) -> str:
    names = list(dict.fromkeys(names))
    if len(names) > NAMED:
        names[NAMED - 1 :] = [f"{len(names) - NAMED + 1} more"]
    return " and ".join(names)


def _verb(side: Sequence[Stand]) -> str:
    return "say" if len(side) > 1 else "says"


def _sentence(*parts: str) -> str:
    return f"{'; '.join(part for part in parts if part)}."
