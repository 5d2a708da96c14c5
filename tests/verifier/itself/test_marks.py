"""Quotation marks without a partner."""

from __future__ import annotations

import pytest

from tests.verifier.itself.tables import page
from verifier.itself.marks import unclosed

LEFT = [
    ("“We will go, she said. Then she left.", "opened and not closed"),
    ("We will go,” she said. Then she left.", "closed and not opened"),
    ('"We will go, she said. Then she left.', "opened and not closed"),
    ("“We will go.\n\nShe left the hall at noon.", "opened and not closed"),
]
PAIRED = [
    "“We will go,” she said. “He said ‘no’ twice,” she added.",
    '"We will go," she said. "Now."',
    "“We will go.\n\n“We will not come back,” she said.",
    "The board is 12\" long, and it isn't the boys' fault.",
    "«We will go», she said.",
    "Nobody said anything.",
]


@pytest.mark.parametrize(("text", "what"), LEFT)
def test_a_mark_without_a_partner(text: str, what: str) -> None:
    (found,) = unclosed(page(text))
    assert what in found.message
    assert text[slice(*found.spans[0])] in '“”"'


@pytest.mark.parametrize("text", PAIRED)
def test_marks_with_partners(text: str) -> None:
    assert list(unclosed(page(text))) == []
