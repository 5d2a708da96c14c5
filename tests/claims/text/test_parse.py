from __future__ import annotations

import subprocess
import sys
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.text.parse import Parse, Tree, parse, spans_of, tagged
from claims.text.sentences import LONGEST, sentences
from claims.text.words import tokens
from tests.timing import in_proportion

TEXT = "Ann Lee, the minister, was hired by the firm in May. She didn’t say that it had lost money. The end."


def read(text: str) -> Parse:
    return parse(text, sentences(text))


def word(tree: Tree, text: str) -> int:
    return next(i for i, one in enumerate(tree.words) if one.text == text)


def test_the_tree_says_who_does_what() -> None:
    first, second, _ = read(TEXT).trees
    hired = word(first, "hired")
    assert first.roots == (hired,)
    assert first.words[hired].lemma == "hire"
    assert first.words[first.children[hired][0]].dep == "nsubjpass"
    assert (agent := first.child(hired, "agent")) is not None
    assert TEXT[slice(*first.span(first.subtree(agent)))] == "by the firm"
    assert first.words[word(first, "minister")].dep == "appos"
    said = word(second, "say")
    assert (clause := second.child(said, "ccomp")) is not None
    assert second.words[clause].text == "lost"
    assert list(second.ancestors(word(second, "money"))) == [clause, said]


def test_finite_verbs() -> None:
    trees = read(TEXT).trees
    finite = [tree.words[i].text for tree in trees for i in range(len(tree.words)) if tree.is_finite(i)]
    # Verbs and their auxiliaries both, where the auxiliary is what is finite.
    assert finite == ["was", "hired", "did", "say", "had", "lost"]


def test_a_sentence_is_read_by_itself() -> None:
    both = read(TEXT)
    for (start, end), tree in zip(both.whole, both.trees, strict=True):
        (alone,) = read(TEXT[start:end]).trees
        assert [(w.text, w.tag, w.dep, w.head) for w in alone.words] == [
            (w.text, w.tag, w.dep, w.head) for w in tree.words
        ]


def test_no_sentence_begins_inside_one() -> None:
    text = "“I came.” “I saw.” he said, and left, nobody stayed: all was over - they knew."
    for tree in parse(text, ((0, len(text)),)).trees:
        assert len(tree.roots) == 1


def test_each_side_of_a_semicolon_has_a_root_of_its_own() -> None:
    (tree,) = read("The council met in May; lawyers fear that it will meet again.").trees
    assert [tree.words[i].text for i in tree.roots] == ["met", "fear"]


def test_words_of_a_span() -> None:
    found = read(TEXT)
    start, end = TEXT.index("May"), TEXT.index("say")
    assert [w.text for w in found.words((start, end))] == ["May", ".", "She", "did", "n’t"]
    assert not list(found.words((3, 4)))
    assert found.at(end).words[0].text == "She"


def test_spans_of_words_join_neighbours() -> None:
    tree = read("She left, and he stayed.").trees[0]
    assert spans_of(tree, [0, 1, 4]) == ((0, 8), (14, 16))


@settings(max_examples=60)
@given(st.text(alphabet=st.sampled_from("ab .,“”'’\n\t\u00a0\u200b-—’s1£é"), max_size=80))
def test_offsets_are_those_of_the_text(text: str) -> None:
    found = read(text)
    for (start, end), tree in zip(found.whole, found.trees, strict=True):
        assert all(text[w.start : w.end] == w.text for w in tree.words)
        assert "".join(w.text for w in tree.words) == "".join(text[start:end].split())
        assert all(0 <= w.head < len(tree.words) for w in tree.words)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.sampled_from("ab .,“”'’\n\t\u00a0\u200b-—’s1£é"), max_size=80), st.integers(0, 9))
def test_tags_stand_at_the_words_of_the_text(text: str, start: int) -> None:
    span = (min(start, len(text)), len(text))
    found = tagged(text, span, [word for tree in read(text).trees for word in tree.words])
    assert [(token.start, token.end, token.text) for token in found] == [
        (token.start, token.end, token.text) for token in tokens(text, *span)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lee didn’t leave.", ["NNP", "VBD", "VB", "."]),
        ("Lee’s men left the U.S. at 9.", ["NNP", "NNS", "VBD", "DT", "NNP", "NNP", "NNP", "NNP", "IN", "CD", "."]),
    ],
)
def test_a_word_has_the_tag_of_its_beginning(text: str, expected: list[str]) -> None:
    assert [token.tag for token in tagged(text, (0, len(text)), read(text).trees[0].words)] == expected


def test_a_sentence_is_read_once() -> None:
    text = "Ann Lee left the room that nobody knew. Bo Karlson stayed there, and so did the others."
    first = read(text)
    again = read(f"Ann Lee stayed. {text}")
    for one, other in zip(first.trees, again.trees[1:], strict=True):
        assert [(w.start + 16, w.text, w.tag, w.head) for w in one.words] == [
            (w.start, w.text, w.tag, w.head) for w in other.words
        ]


def test_a_long_sentence_is_read_in_parts() -> None:
    text = "He said that she left and " * (3 * LONGEST // 26) + "went."
    (tree,) = parse(text, ((0, len(text)),)).trees
    assert "".join(w.text for w in tree.words) == text.replace(" ", "")
    assert 2 < len(tree.roots) < 6
    assert "".join(w.text for w in parse("x" * 12_000, ((0, 12_000),)).trees[0].words) == "x" * 12_000


@pytest.mark.slow
def test_the_time_is_linear() -> None:
    fresh = count()

    def reading(times: int) -> Parse:
        # What was read before is not read again.
        return read("".join(f"The minister, who led talks {next(fresh)}, said so. " for _ in range(times)))

    reading(1)
    assert in_proportion(reading, 200, 1_600)


def test_torch_stays_out_of_it() -> None:
    read_one = "import sys; from claims.text.parse import parse; parse('It rained.', ((0, 10),));"
    code = f"{read_one} print('torch' in sys.modules)"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "False"
    code = f"{read_one} import torch; print(torch.ones(1).sum())"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "tensor(1.)"
