from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.records import Voice
from tests.verifier.checks.marked import told
from verifier.checks import projection
from verifier.references.alignment import Told

# A claim, a statement, and of each link of their sentences source and cue, here and there; None where it is gone.
LINKS: list[tuple[str, str, list[tuple[str | None, str | None]]]] = [
    (
        "{Officials proved the border was closed on Monday.}",
        "[Officials] <said> {the border was closed on Monday}.",
        [("Officials proved", "Officials said")],
    ),
    (
        "[Officials] <proved> {the border was closed on Monday}.",
        "{Officials said the border was closed on Monday.}",
        [("Officials proved", "Officials said")],
    ),
    (
        "[Bob Ray] <said> {the border was closed on Monday}.",
        "[Minister Ann Lee] <said> {the border was closed on Monday}.",
        [("Bob Ray said", "Minister Ann Lee said")],
    ),
    (
        "{The border was closed on Monday}.",
        "{The border was closed on Monday}, [officials] <said>.",
        [(None, "officials said")],
    ),
    (
        "{Ann Lee never suggested closing the border.}",
        "{Bob Ray never suggested closing the border.}",
        [("Ann Lee suggested", "Bob Ray suggested")],
    ),
    ("{Lee has denied closing the border.}", "{Lee has admitted closing the border.}", [("denied", "admitted")]),
    # no twins, nothing to carry over, or more than one difference
    ("{The border was closed on Monday}.", "{The border was closed on Monday}.", []),
    ("{The border was closed.}", "[Officials] <said> {it rained in Riga on Monday}.", []),
    ("{Officials closed the border on Monday.}", "[Officials] <said> {the border was closed on Monday}.", []),
    ("{Lee has denied closing the port.}", "{Lee has admitted closing the border.}", []),
    ("{Officials proved 9 men were held.}", "[Officials] <said> {4 men were held}.", []),
    ("{The border was closed on Monday}, it was said.", "[Officials] <said> {the border was closed on Monday}.", []),
]


@pytest.mark.parametrize(("claim", "statement", "expected"), LINKS)
def test_links(claim: str, statement: str, expected: list[tuple[str | None, str | None]]) -> None:
    here, there = told(claim), told(statement)

    def shown(side: Told, one: Voice | None) -> str | None:
        return " ".join(side.text[start:end] for start, end in (*one.spans, *one.cue_spans)) if one else None

    found = projection.links(here, there)
    assert [(shown(here, own), shown(there, other)) for own, other in found] == expected


@given(
    st.lists(
        st.sampled_from(["It rained.", "“So?”", "he said", "\n\n", " ", "Dr. No", "\u4e2d。", "\u0301"]), max_size=12
    ).map("".join)
)
def test_sentences_hold_what_stands_in_them(text: str) -> None:
    for start in range(0, len(text) - 1, 3):
        if text[start : start + 2].strip():
            found = projection.sentences_at(text, [(start, start + 2)])
            assert found and any(s < start + 2 and e > start for s, e in found)
            assert all(text[s:e] == text[s:e].strip() for s, e in found)
