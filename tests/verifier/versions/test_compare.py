"""Two versions of a claim: what is said to have changed, and what is no change."""

from __future__ import annotations

import pytest

from claims.records import Article, Claim, Kind, Voice
from claims.text.sentences import sentences
from verifier.versions.compare import Change, Version, changes, tally


def version(text: str) -> Version:
    """A claim a sentence; "Ann Lee said: P" is one of Ann Lee's."""
    claims = []
    for number, (start, end) in enumerate(sentences(text)):
        words = text[start:end]
        chain: tuple[Voice, ...] = ()
        for source, cue, force in CUES:
            if words.startswith(f"{source} {cue} that "):
                begin = start + len(f"{source} {cue} that ")
                name = start + len(source)
                chain = (Voice(source, ((start, name),), cue, ((name + 1, name + 1 + len(cue)),), force),)
                start = begin
        said = text[start].upper() + text[start + 1 : end]
        kind: Kind = "attributed" if chain else "asserted"
        claims.append(Claim("a", f"c{number}", kind, said, ((start, end),), chain))
    return Version(Article("a", text), tuple(claims))


CUES = [
    ("Ann Lee", "said", "say"),
    ("Bob Hart", "said", "say"),
    ("Ann Lee", "suspected", "believe"),
    ("Ann Lee", "confirmed", "confirm"),
]

PAIRS = [
    ("The council may close two schools next year.", "The council will close two schools next year.", ["hardened"]),
    ("The council will close two schools next year.", "The council may close two schools next year.", ["softened"]),
    ("The guard allegedly took three coins from the case.", "The guard took three coins from the case.", ["hardened"]),
    ("Ann Lee said that the boiler of the plant failed.", "The boiler of the plant failed.", ["hardened"]),
    ("The boiler of the plant failed.", "Ann Lee said that the boiler of the plant failed.", ["softened"]),
    ("Ann Lee suspected that the boiler of the plant failed.", "Ann Lee confirmed that the boiler of the plant failed.",
     ["hardened"]),
    ("Ann Lee said that the boiler of the plant failed.", "Bob Hart said that the boiler of the plant failed.",
     ["re-attributed"]),
    ("A blast killed 12 people in the harbour.", "A blast killed 14 people in the harbour.", ["number"]),
    ("A blast killed 12 people in the harbour.", "On Sunday 14 people died in a blast in the harbour.", ["number"]),
    ("The bridge was opened on Monday by the mayor.", "The bridge was opened on Tuesday by the mayor.", ["time"]),
    ("The mayor did not sign the contract.", "The mayor signed the contract.", ["reversed"]),
    ("The mayor praised the old contract.", "The mayor praised the new contract.", ["reworded"]),
    ("A blast killed 12 people in the harbour.", "A choir sang in the market hall.", ["gained", "lost"]),
]  # fmt: skip

SAME = [
    "A blast killed 12 people in the harbour.",
    "Ann Lee said that the boiler failed. The mayor signed the contract.",
]


@pytest.mark.parametrize(("old", "new", "kinds"), PAIRS)
def test_what_changed(old: str, new: str, kinds: list[str]) -> None:
    beside = " The river rose by two metres in the night."
    before, after = version(old + beside), version(new + beside)
    found = changes(before, after)
    assert [kind for change in found for kind in change.kinds] == kinds
    for change in found:
        check_places(change, before, after)


def check_places(change: Change, old: Version, new: Version) -> None:
    for index, words, side in ((change.old, change.old_words, old), (change.new, change.new_words, new)):
        if index is None:
            assert words == ()
        spans = side.claims[index].spans if index is not None else ()
        assert all(any(first <= start < end <= last for first, last in spans) for start, end in words)


@pytest.mark.parametrize("text", SAME)
def test_what_is_moved_or_set_anew_is_no_change(text: str) -> None:
    assert changes(version(text), version(text)) == ()
    beside = "The river rose by two metres in the night."
    assert changes(version(f"{text} {beside}"), version(f"{beside} {text.replace('. ', '.  ')}")) == ()


def test_each_claim_is_in_one_change_at_most_and_all_are_counted() -> None:
    old = version("It rained in Lorne on Monday. It rained in Lorne on Monday. The mayor of Lorne left.")
    new = version("It rained in Lorne on Monday. The mayor of Lorne left on Friday. The choir sang.")
    found = changes(old, new)
    olds, news = ([i for i in side if i is not None] for side in zip(*((c.old, c.new) for c in found), strict=True))
    assert len(olds) == len(set(olds))
    assert len(news) == len(set(news))
    assert tally(found)["lost"] == 1
    assert tally(found)["gained"] == 1
