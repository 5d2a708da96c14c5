from __future__ import annotations

import pytest

from verifier.voices.first_names import may_be_one


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("bill", "william"), ("kate", "catherine"), ("kate", "kathryn"), ("catherine", "katherine"),
        ("stephen", "steven"), ("geoffrey", "jeffrey"), ("philip", "phillip"),
        ("kaitlin", "kaitlyn"), ("jacob", "jakob"), ("alison", "allyson"), ("kathleen", "cathleen"),
        ("edmond", "edmund"), ("lauren", "lauryn"), ("dominic", "domenic"),
    ],
)  # fmt: skip
def test_one_name_in_two_forms(a: str, b: str) -> None:
    assert may_be_one(a, b)
    assert may_be_one(b, a)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("stephen", "stephanie"), ("alexander", "alexandra"), ("gabriel", "gabrielle"), ("paul", "paula"),
        ("daniel", "danielle"), ("john", "jane"), ("jean", "joan"), ("christian", "christina"),
        ("michael", "michelle"), ("victor", "victoria"), ("lois", "lisa"), ("patrick", "patricia"),
        ("joseph", "josephine"), ("hugo", "boris"),
    ],
)  # fmt: skip
def test_two_names(a: str, b: str) -> None:
    assert not may_be_one(a, b)
    assert not may_be_one(b, a)
