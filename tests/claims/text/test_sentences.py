from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from claims.text.sentences import LONGEST, sentences
from tests.timing import in_proportion


def texts(text: str, start: int = 0) -> list[str]:
    return [text[first:end] for first, end in sentences(text, start)]


# One sentence each, though a short form in it ends in a full stop.
ONE = [
    "“He fell [...] and left,” Lee said.",
    "He [...] met May Lee.",
    "Rep. Tom Suozzi, D-N.Y., said the bill was dead.",
    "Sen. Kevin Cramer, R-N.D., and Sen. Bernie Sanders, I-Vt., voted no.",
    "Sen. Thom Tillis (R-N.C.) said the bill was dead.",
    "U.S. Amb. Nikki Haley left.",
    "U.S. Atty. Gen. Ann Lee left.",
    "Dep. Asst. Sec. Ann Lee left.",
    "Lt. Cmdr. Ann Lee, Sgt. 1st Class Bob Roe and Spc. Jim Poe left.",
    "Cllr. Ann Lee and Ald. Bob Roe met Supt. Jim Poe.",
    "It went to court because Ms. Lau met Mx. Davis and Mmes. Roe and Poe.",
    "The vote on Prop. 8 passed.",
    "The host of Jeopardy! left, and so did one of Yahoo! in May.",
    "The 4th Div. soldiers left.",
    "The quake struck at 5:30 a.m. Sunday.",
    "The quake struck at 5:30 A.M. Sunday.",
    "It opens at 9 a.m. EST on Jan. 6.",
    "It opens at 9 a.m. ET and closes at 5 p.m. ET Monday.",
    "It opens at 9 a.m. Paris time.",
    "It opens at 9 a.m. New York time.",
    "It opens at 9 a.m. Eastern Daylight Time.",
    "It opens at 9 a.m. Eastern on Monday.",
    "It opens at 9 a.m. Christmas Day.",
    "It opens at 9 p.m. New Year’s Eve.",
    "It opens at 9 a.m. March 3.",
    "It opens at 9 a.m. Dec. 3 in Rome.",
    "It opens at 9 a.m. 3 March.",
    "It opens at 9 a.m. (1400 GMT), police said.",
    "It opens at 9 a.m. (1400 GMT) in the Supreme Court.",
    "It opens at 9 a.m. BST, the court said.",
    "It opens at 9 a.m. (1400 GMT) Wednesday, the court said.",
]
TWO = [
    ["“He fell [...]", "She left,” Lee said."],
    ["“He fell, […]", "She left,” Lee said."],
    ["They voted in May.", "Berlin did not."],
    ["He said no.", "Ann Lee said yes."],
    ["He left at 6 p.m.", "The man fell."],
    ["He left at 9 p.m.", "Police came."],
    ["It was 3 a.m.", "Nobody slept."],
    ["He came at 5 p.m.", "Monday was quiet."],
    ["The train left at 9 a.m.", "Eastern officials had closed the line."],
    ["It opens at 9 a.m.", "(It closes at noon.)"],
    ["He left the U.S.", "He stayed in D.C. for a year."],
    ["He met Ann Lee Jr.", "They spoke."],
    ["It sold for $90.", "eBay took a tenth."],
    ["Was it bad?", '"Why?" she asked.'],
]

EXAMPLES: list[tuple[str, list[str]]] = [
    ("He left. She stayed.", ["He left.", "She stayed."]),
    # abbreviations, initials, numbers
    ("Dr. J. Smith went to the U.S. on Monday. He left.", ["Dr. J. Smith went to the U.S. on Monday.", "He left."]),
    ("Gov. Ann Lee met Lt. Col. Jones. They spoke.", ["Gov. Ann Lee met Lt. Col. Jones.", "They spoke."]),
    ("It rose 3.5 percent. No. 5 fell.", ["It rose 3.5 percent.", "No. 5 fell."]),
    ("He came at 5 p.m. on Monday. Why?", ["He came at 5 p.m. on Monday.", "Why?"]),
    ("Rep. Schiff (D-Calif.) said so. Others did not.", ["Rep. Schiff (D-Calif.) said so.", "Others did not."]),
    *((one, [one]) for one in ONE),
    *((" ".join(two), two) for two in TWO),
    # quotations
    ("“I came. I saw.” he said. Then he left.", ["“I came.", "I saw.” he said.", "Then he left."]),
    ('"I came. I saw," he said. Then he left.', ['"I came.', 'I saw," he said.', "Then he left."]),
    ("'I came. I saw.' he said.", ["'I came.", "I saw.' he said."]),
    ("``I came. I saw.'' he said.", ["``I came.", "I saw.'' he said."]),
    ('She asked: "Why? Because!" Nobody knew.', ['She asked: "Why?', 'Because!"', "Nobody knew."]),
    ("He left. “Me too.” “And me.” Then", ["He left.", "“Me too.”", "“And me.”", "Then"]),
    ("“Stop!” Donald Trump said. “Why?” She left.", ["“Stop!” Donald Trump said.", "“Why?”", "She left."]),
    ("“Stop!” – he said. No.", ["“Stop!” – he said.", "No."]),
    ("He said “No.” Then he left.", ["He said “No.”", "Then he left."]),
    ("Said . ” He left .", ["Said . ”", "He left ."]),
    ("said.“He left.”", ["said.", "“He left.”"]),
    # marks that are no quotations
    ("It's hot. The dogs' bone. He's in.", ["It's hot.", "The dogs' bone.", "He's in."]),
    ("Music. ’90s music. It’s good.", ["Music.", "’90s music.", "It’s good."]),
    ('He is 5\' 6" tall. He\'s "big" too.', ["He is 5' 6\" tall.", 'He\'s "big" too.']),
    # what is never closed, or closed elsewhere
    ('He said "hello. There is more. It ends.', ['He said "hello.', "There is more.", "It ends."]),
    ("He said “hello. More.\n\nThen. Nothing.", ["He said “hello.", "More.", "Then.", "Nothing."]),
    ("(He said so. Twice.) Then he left.", ["(He said so.", "Twice.)", "Then he left."]),
    ("He (b. 1950) left. (Then", ["He (b. 1950) left.", "(Then"]),
    # paragraphs
    ("no stop here\n\nnor here", ["no stop here", "nor here"]),
    ("a\r\nb\r\n \r\nc", ["a\r\nb", "c"]),
    ("a line\nthat goes on. Then", ["a line\nthat goes on.", "Then"]),
    ("Mr.\n\nSmith", ["Mr.", "Smith"]),
    ("one\u2029two", ["one", "two"]),
    # odd text
    ("ALL CAPS HERE. AND HERE", ["ALL CAPS HERE.", "AND HERE"]),
    ("Caf\u00e9 😀 is open. Cafe\u0301 𝔘 too. No", ["Caf\u00e9 😀 is open.", "Cafe\u0301 𝔘 too.", "No"]),
    ("J\u00a0. Smith left.\u00a0He met K.\u2009Lee.", ["J\u00a0. Smith left.", "He met K.\u2009Lee."]),
    ("Nobody knew... Really? Yes!", ["Nobody knew...", "Really?", "Yes!"]),
    ("“", ["“"]),
    (" \n\t\r\n\n ", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), EXAMPLES)
def test_examples(text: str, expected: list[str]) -> None:
    assert texts(text) == expected


def test_start_leaves_out_what_is_before_it_and_keeps_offsets() -> None:
    text = "date 2021-08-06 He left. She stayed."
    assert sentences(text, 16) == ((16, 24), (25, 36))
    assert texts(text, len(text)) == []


@pytest.mark.parametrize("start", [-1, 4])
def test_start_outside_the_text(start: int) -> None:
    with pytest.raises(ValueError, match="outside"):
        sentences("abc", start)


# What may stand before the words of a line: quotes, headings, list marks and times.
MARKS_OF_LINES = re.compile(
    r"(?:\s|>|#{1,6}(?=\s)|[-–—*+·•‣◦▪●∙■□➤►]\ufe0f?|\(?(?:\d{1,2}|[a-z])[.)](?=\s)|\*\*|__|[\[(]?\d\d?:\d\d(?::\d\d)?[\])]?(?=\s))*"
)

PIECES = [
    "a",
    "B",
    "Mr",
    "J",
    "Ph.D",
    "\u00a0",
    "He said",
    "10:30 ",
    "é",
    "e\u0301",
    "😀",
    "1",
    ".",
    ". ",
    "?",
    "!",
    "…",
    "。",
    " ",
    "\n",
    "\r\n",
    "\r",
]
MARKS = [
    "- ",
    "\n> ",
    "\n1. ",
    "\n\n• ",
    "LEE: ",
    "Q. ",
    "\n# ",
    '"',
    "'",
    "“",
    "”",
    "‘",
    "’",
    "«",
    "»",
    "(",
    ")",
    "[",
    "]",
    "`",
    "—",
    "\u200b",
    "\u2028",
    "\u2029",
    "\x1c",
    "\x00",
]


@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES + MARKS), max_size=40).map("".join)), st.integers(0, 5))
@example("“a. b. “c.” d” e. ‘f.", 0)
@example("a.\n\n”b. (c.\r\n\r\n) d", 0)
def test_spans_cover_the_text_in_order(text: str, start: int) -> None:
    start = min(start, len(text))
    covered: set[int] = set()
    previous = start
    for first, end in sentences(text, start):
        assert previous <= first < end <= len(text)
        assert text[first:end] == text[first:end].strip()
        covered.update(range(first, end))
        previous = end
    left_out = "".join("\n" if i in covered else text[i] for i in range(start, len(text)))
    assert MARKS_OF_LINES.fullmatch(left_out)


@given(st.lists(st.sampled_from(PIECES + MARKS), max_size=30).map("".join))
def test_sentences_do_not_depend_on_other_paragraphs(text: str) -> None:
    if text.endswith("\r"):
        text += "."
    shift = len("He left.\n\n")
    moved = tuple((first + shift, end + shift) for first, end in sentences(text))
    assert sentences("He left.\n\n" + text)[1:] == moved


@pytest.mark.parametrize(
    "unit", ["abc def ", '"', "“I came. I saw. ", "(a. ", "Mr. ", "[a. ", ". ” ", "a b\n\n", "\n "]
)
def test_time_is_in_proportion_to_length(unit: str) -> None:
    assert in_proportion(lambda size: sentences(unit * (size // len(unit))), 50_000, 400_000)


def test_a_long_text_without_stops_is_cut_evenly() -> None:
    text = "abc def " * 125_000
    assert sentences(text) == tuple((start, start + LONGEST - 1) for start in range(0, len(text), LONGEST))


@pytest.mark.parametrize("piece", ["the guards left; ", "a dam, ", "a dam ", "dam", "the guards left;   \t "])
def test_a_sentence_without_an_end_is_cut(piece: str) -> None:
    text = piece * (2 * LONGEST // len(piece) + 9) + "they left."
    found = sentences(text)
    assert len(found) > 2
    assert all(0 < end - start <= LONGEST for start, end in found)
    assert "".join("".join(text[start:end].split()) for start, end in found) == "".join(text.split())
    assert all(text[start:end] == text[start:end].strip() for start, end in found)
    mark = piece.strip()[-1]
    assert mark == "m" or all(text[end - 1] == mark for _, end in found[:-1])
