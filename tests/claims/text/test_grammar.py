from __future__ import annotations

import pytest

from claims.text.grammar import alone, below, has_clause, is_clause, spans_with_marks, subject, verb_words
from claims.text.parse import Tree, parse


def at(tree: Tree, word: str) -> int:
    return next(i for i, one in enumerate(tree.words) if one.text == word)


def words(tree: Tree, indices: list[int]) -> str:
    return " ".join(tree.words[i].text for i in indices)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The minister left", True),
        ("The minister granted powers to the guards", True),
        ("Frontex released footage", True),
        ("It is a violation", True),
        ("They will pay", True),
        ("The government led by Lukashenko collapsed", True),
        ("Smith, who resigned in May, is ill", True),
        ("That is wrong", True),
        ("the government led by Lukashenko", False),
        ("a tour that begins in May", False),
        ("problems in Minsk that he blamed on Ann", False),
        ("a man who lacks experience and has attacked his allies", False),
        ("The man who lacks experience and has attacked his allies won", True),
        ("The claim that he made is wrong", True),
        ("He told reporters that he left", True),
        ("if she plans a tour", True),
        ("There aren't any plans", True),
        ("It’s a lie", True),
        ("Frontex’s footage", False),
        ("The developers engaged in fraud", True),
        ("the minister, who resigned", False),
        ("flying in around 4,000 migrants", False),
        ("act of hybrid aggression", False),
        ("to investigate the allegations", False),
        ("not to have seen it", False),
        ("", False),
    ],
)
def test_is_clause(text: str, expected: bool) -> None:
    assert is_clause(text) is expected


@pytest.mark.parametrize(
    ("text", "verb", "expected"),
    [
        ("The minister left.", "left", "minister"),
        ("The minister left and met Ann.", "met", "minister"),
        ("The bridge was built by the army.", "built", "bridge"),
        ("There is a fire.", "is", "There"),
        ("The man who left is ill.", "left", "man"),
        ("The man whom Ann met is ill.", "met", "Ann"),
        ("Having left, she wrote to him.", "left", "she"),
        ("The team told Ann to leave.", "leave", "Ann"),
        ("Leave!", "Leave", None),
    ],
)
def test_subject(text: str, verb: str, expected: str | None) -> None:
    tree = alone(text)
    found = subject(tree, at(tree, verb))
    assert (tree.words[found].text if found is not None else None) == expected


def test_words_of_a_verb() -> None:
    tree = alone("The council has repeatedly been warned about it.")
    assert words(tree, verb_words(tree, at(tree, "warned"))) == "has repeatedly been warned"


def test_what_hangs_on_a_word() -> None:
    tree = alone("Ann Lee, who is ill, left.")
    assert words(tree, below(tree, at(tree, "Lee"))) == "Ann Lee , who is ill"
    assert words(tree, below(tree, at(tree, "Lee"), ("relcl",))) == "Ann Lee"


def test_quoted_words_have_their_marks() -> None:
    text = "He called it “a lie”, and left."
    tree = alone(text)
    ((start, end),) = spans_with_marks(tree, [at(tree, "a"), at(tree, "lie")])
    assert text[start:end] == "“a lie”"


def test_a_clause_over_several_sentences() -> None:
    text = "A tour that begins in May. The mayor left."
    parsed = parse(text, ((0, 26), (27, 42)))
    assert not has_clause(parsed, [(0, 26)])
    assert has_clause(parsed, [(10, 42)])
    assert not has_clause(parsed, [])
