from __future__ import annotations

import pytest

from claims.text.layout import blocks, speeches
from tests.timing import in_proportion


def laid_out(text: str) -> list[tuple[str, ...]]:
    """Each block as its kind or list mark, its label where it has one, and its words."""
    found = []
    for block in blocks(text):
        label = (text[slice(*block.label)],) if block.label else ()
        found.append((block.mark or block.kind, *label, text[block.start : block.end]))
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # paragraphs, headings
        ("One.\n\nTwo.\r\n \r\nThree.", [("paragraph", "One."), ("paragraph", "Two."), ("paragraph", "Three.")]),
        (
            "Ferry sinks off Lorne\nA ferry sank off Lorne.",
            [("paragraph", "Ferry sinks off Lorne"), ("paragraph", "A ferry sank off Lorne.")],
        ),
        ("# Ferry sinks\nA ferry sank.", [("heading", "Ferry sinks"), ("paragraph", "A ferry sank.")]),
        (
            "A ferry that was built in 1990 sank off the coast of\nLorne on Monday.",
            [("paragraph", "A ferry that was built in 1990 sank off the coast of\nLorne on Monday.")],
        ),
        (
            "The ferry was built in 1990 by\nHolm and Sons for the port\nof Lorne, which sold it.",
            [("paragraph", "The ferry was built in 1990 by\nHolm and Sons for the port\nof Lorne, which sold it.")],
        ),
        ("She met\nAnn Lee, who runs the port.", [("paragraph", "She met\nAnn Lee, who runs the port.")]),
        # lists
        ("It says:\n- one\n- two\n  lines", [("paragraph", "It says:"), ("-", "one"), ("-", "two\n  lines")]),
        (
            "It says:\n1. one\n2) two\n(c) three",
            [("paragraph", "It says:"), ("1.", "one"), ("2)", "two"), ("(c)", "three")],
        ),
        ("• one\n•two", [("•", "one"), ("•", "two")]),
        ("He left\n– nobody knew why – at noon.", [("paragraph", "He left\n– nobody knew why – at noon.")]),
        ("It fell by\n3. This is it.", [("paragraph", "It fell by\n3. This is it.")]),
        ("-5 degrees", [("paragraph", "-5 degrees")]),
        ("**Bold** words", [("paragraph", "**Bold** words")]),
        # block quotes
        (
            "> He left.\n>\n> She stayed.\nThen",
            [("quote", "He left."), ("quote", "She stayed."), ("paragraph", "Then")],
        ),
        ("“He left.”\nAnn Lee, mayor", [("paragraph", "“He left.”"), ("paragraph", "Ann Lee, mayor")]),
        ("“He left.”\n— Ann Lee", [("paragraph", "“He left.”"), ("—", "Ann Lee")]),
        # tables
        ("It says:\n| a | b |\n| c | d |", [("paragraph", "It says:"), ("row", "| a | b |"), ("row", "| c | d |")]),
        # labels
        ("LEE: He left at noon.", [("paragraph", "LEE", "He left at noon.")]),
        ("A: He left.\nQ: Who?", [("paragraph", "A", "He left."), ("paragraph", "Q", "Who?")]),
        ("[9:02] DR. ANN LEE, M.D.: He left at noon.", [("paragraph", "DR. ANN LEE, M.D.", "He left at noon.")]),
        ("Ann Lee: He left at noon.", [("paragraph", "Ann Lee: He left at noon.")]),
        ("LEE:", [("paragraph", "LEE:")]),
        ("He had one wish: to leave.", [("paragraph", "He had one wish: to leave.")]),
        ("UPDATE: He left at noon.", [("paragraph", "UPDATE: He left at noon.")]),
        ("", []),
    ],
)
def test_blocks(text: str, expected: list[tuple[str, ...]]) -> None:
    assert laid_out(text) == expected


def test_the_last_speech_is_no_longer_than_the_longest_before_it() -> None:
    text = "LEE: He left.\n\nROE: She stayed.\n\nBoth met.\n\nLEE: He came.\n\nThey met.\n\nThe council met."
    found = blocks(text)
    assert [len(speech) for speech in speeches(found)] == [1, 2, 2]


@pytest.mark.parametrize(
    "unit", ["- ", "> ", "A: b\n", "LEE: He left at noon.\n", "a b\n\n", "*", "# ", "1. x\n", "\n \n"]
)
def test_time_is_in_proportion_to_length(unit: str) -> None:
    assert in_proportion(lambda size: blocks(unit * (size // len(unit))), 50_000, 400_000)
