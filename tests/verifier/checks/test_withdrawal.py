"""What a source has taken back, and what only looks so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.verifier.readings import FRONTEX, UNNAMED, told
from verifier.checks.withdrawal import compare
from verifier.references.alignment import Told

P = "the quake killed 41 people"


def saying(text: str, content: str = P) -> Told:
    """A text of which ``content`` is what somebody says."""
    start = text.index(content)
    plain = told(content, FRONTEX, spans=((start, start + len(content)),), text=text)
    return replace(plain, claim=replace(plain.claim, text=content))


CLAIM = saying(f"The ministry said {P}.")
TAKEN_BACK = {
    f"The ministry on Thursday withdrew its statement that {P}.": "“withdrew its statement that” there",
    f"The ministry has retracted its claim that {P}.": "“retracted its claim that” there",
    f"The ministry took back its report that {P}.": "“took back its report that” there",
    f"The ministry no longer stands by its statement that {P}.": "“stands by its statement that” there",
    f"The ministry corrected its earlier statement that {P}.": "“corrected its earlier statement that” there",
}
KEPT = [
    f"The ministry said {P}.",
    f"The ministry stands by its statement that {P}.",
    f"The ministry withdrew its experts and said {P}.",
    f"Experts withdrew. The ministry said {P}.",
    f"The ministry repeated its statement that {P}.",
]


@pytest.mark.parametrize("text", TAKEN_BACK)
def test_taken_back(text: str) -> None:
    found = compare(CLAIM, saying(text))
    assert found is not None
    assert (found.agrees, found.rule, found.message, found.effect) == (False, "SAID005", TAKEN_BACK[text], "opens")


@pytest.mark.parametrize("text", KEPT)
def test_kept(text: str) -> None:
    found = compare(CLAIM, saying(text))
    assert found is None


def test_only_of_what_the_claim_has_said() -> None:
    other = saying(f"The ministry withdrew its statement that {P}.")
    assert compare(told("The ministry moved to Lorne.", UNNAMED), other) is None
    assert compare(told(f"{P}."), other) is None
    assert compare(other, other) is None
