from __future__ import annotations

import pytest

from claims.clauses import Piece, asides, left_over, untouched
from claims.text.grammar import alone
from claims.text.parse import Tree


def text_of(tree: Tree, piece: Piece) -> str:
    chunks = [one if isinstance(one, str) else " ".join(tree.words[i].text for i in one) for one in piece.chunks]
    return " ".join(chunks).replace(" ’s", "’s")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He left, and she stayed", ["He left", "she stayed"]),
        ("He left, while she stayed", ["He left", "she stayed"]),
        ("He went to Vilnius, and later met the president", ["He went to Vilnius , and later met the president"]),
        ("Apples, pears, and plums are cheap", ["Apples , pears , and plums are cheap"]),
        ("She laughed and the dog barked.", ["She laughed and the dog barked ."]),
        ("A mini crisis", []),
        ("Photo: Ana Brum", []),
    ],
)
def test_clauses_that_nobody_reports(text: str, expected: list[str]) -> None:
    tree = alone(text)
    found = untouched(tree, range(len(tree.words)))
    assert [" ".join(tree.words[i].text for i in words) for words in found] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The fund, which owns the port, will sell its shares.", ["The fund owns the port"]),
        ("The railway, which floods cut on Sunday, is open.", ["floods cut The railway on Sunday"]),
        ("The driver, whose licence had expired, was freed.", ["The driver’s licence had expired"]),
        ("Police searched the house, where 60 bicycles were stored.", ["60 bicycles were stored"]),
        ("Mara Quill, head of equities at Brandt, left.", ["Mara Quill is head of equities at Brandt"]),
        ("Ulla Strand, once the fastest swimmer, sells boats.", ["Ulla Strand was once the fastest swimmer"]),
        ("The brothers, farmers from Lodi, left.", ["The brothers are farmers from Lodi"]),
        # It tells which one is meant.
        ("The man who left is ill.", []),
        # Said of all that stands before it, of a date, of a number; a list.
        ("The council sold the park, a move that pleased nobody.", []),
        ("Apples, pears and plums are cheap.", []),
        ("Smith, 63, left.", []),
        ("She came on Friday, 3 May.", []),
    ],
)
def test_what_is_said_in_passing(text: str, expected: list[str]) -> None:
    tree = alone(text)
    assert [text_of(tree, piece) for piece, _ in asides(tree, range(len(tree.words)))] == expected


@pytest.mark.parametrize(
    ("text", "cue", "content", "expected"),
    [
        ("Lee said it rained, and later left.", "said", "it rained", ["Lee later left"]),
        ("Lee released footage, claiming it rained.", "claiming", "it rained", ["Lee released footage"]),
        ("When Lee met Ann, she said it rained.", "said", "it rained", ["Lee met Ann"]),
        ("If Lee comes, she said, it rains.", "said", "it rains", []),
        ("Having toured the town, she said it rained.", "said", "it rained", ["she had toured the town"]),
        ("Lee left just hours after Bo said it rained.", "said", "it rained", ["Lee left"]),
    ],
)
def test_what_reports_leave_over(text: str, cue: str, content: str, expected: list[str]) -> None:
    tree = alone(text)
    first = text.index(content)
    said = set(tree.within((first, first + len(content))))
    cues = {i for i, word in enumerate(tree.words) if word.text == cue}
    sources = {i for i in cues for i in tree.children[i] if tree.words[i].dep == "nsubj"}
    found = left_over(tree, range(len(tree.words)), cues, sources, said)
    assert [text_of(tree, piece) for piece in found] == expected
