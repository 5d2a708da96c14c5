"""Pronouns with candidates from GAP and GUM, the trees that are grown on them, and how they are measured."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from claims.errors import InputError
from claims.sources.trees import Trees, load, save
from claims.training.coreference_data import Example, gap, gum
from claims.training.coreference_evaluation import gap_score, sure_score
from verifier.cli.main import cli

TEXT = "Ann Lee met Bo Karlson in Vilnius. She said that it rained. Lee left."


def spans(text: str, *parts: str) -> list[list[int]]:
    return [[text.index(part), text.index(part) + len(part)] for part in parts]


def snippet(**changes: object) -> dict[str, object]:
    (pronoun, ann, bo) = spans(TEXT, "She", "Ann Lee", "Bo Karlson")
    row = {"id": "s", "text": TEXT, "pronoun": pronoun}
    return row | {"names": [{"span": ann, "is": True}, {"span": bo, "is": False}]} | changes


def written(path: Path, *rows: object) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_gap_names_are_candidates_and_labelled(tmp_path: Path) -> None:
    (example,) = gap(written(tmp_path / "gap.jsonl", snippet()))
    assert example.feminine
    assert [example.right[i] for i in example.given] == [True, False]
    assert len(example.rows) == len(example.who) == len(example.right) == len(example.named)


def test_what_gap_asks_about_is_a_candidate_even_if_no_name_was_read(tmp_path: Path) -> None:
    text = "the old woman met Bo Karlson. She said that it rained."
    (pronoun, woman, bo) = spans(text, "She", "old woman", "Bo Karlson")
    row = {
        "id": "s",
        "text": text,
        "pronoun": pronoun,
        "names": [{"span": woman, "is": True}, {"span": bo, "is": False}],
    }
    (example,) = gap(written(tmp_path / "gap.jsonl", row))
    assert [example.right[i] for i in example.given] == [True, False]


@pytest.mark.parametrize(
    "changes", [{"pronoun": [0]}, {"pronoun": [900, 903]}, {"names": 3}, {"names": [{"span": [0, 7]}]}, {"text": ""}]
)
def test_a_line_that_is_not_gap_is_named(tmp_path: Path, changes: dict[str, object]) -> None:
    with pytest.raises(InputError, match=r"gap\.jsonl:1"):
        list(gap(written(tmp_path / "gap.jsonl", snippet(**changes))))


def test_gum_clusters_tell_whom_a_pronoun_means(tmp_path: Path) -> None:
    words = [word.strip(".") for word in TEXT.split()]
    starts = [TEXT.index(word) for word in words]
    tokens = [[start, start + len(word), word, "X", "X", -1, "dep"] for start, word in zip(starts, words, strict=True)]
    for dependent, head in ((1, 0), (4, 3)):
        tokens[dependent][5] = head
    (ann, bo, she) = spans(TEXT, "Ann Lee", "Bo Karlson", "She")
    mentions = [[*ann, 1, "person"], [*bo, 2, "person"], [*she, 1, "person"]]
    row = {"id": "d", "genre": "news", "text": TEXT, "tokens": tokens, "mentions": mentions}
    ((_, example),) = gum(written(tmp_path / "gum.jsonl", row))
    assert any(example.right)
    assert not list(gum(written(tmp_path / "gum.jsonl", row | {"genre": "vlog"})))
    with pytest.raises(InputError, match=r"gum\.jsonl:1"):
        list(gum(written(tmp_path / "gum.jsonl", {"id": "d"})))


# One tree: left of 0.5 is -2, right of it 2.
STUMP = Trees(
    np.array([0, 0, 0], dtype=np.int16),
    np.array([0.5, 0.0, 0.0]),
    np.array([1, 1, 2], dtype=np.int32),
    np.array([2, 1, 2], dtype=np.int32),
    np.array([0.0, -2.0, 2.0]),
    np.array([0], dtype=np.int32),
    np.array([0.0]),
)


def example(*values: float, right: tuple[bool, bool], feminine: bool = True) -> Example:
    rows = np.array([[value] for value in values])
    return Example("e", feminine, rows, (0, 1), (True, True), right, (0, 1))


def test_trees_are_the_same_after_they_are_kept(tmp_path: Path) -> None:
    rows = np.array([[0.0], [0.5], [0.6]])
    assert STUMP.score(rows).tolist() == [-2.0, -2.0, 2.0]
    save(STUMP, tmp_path / "trees.safetensors")
    assert load(tmp_path / "trees.safetensors").score(rows).tolist() == [-2.0, -2.0, 2.0]


def test_gap_counts_each_name() -> None:
    figures = gap_score(
        [
            example(1, 0, right=(True, False)),
            example(1, 0, right=(False, True)),
            example(0, 0, right=(False, True), feminine=False),
            example(1, 0, right=(False, False), feminine=False),
        ],
        STUMP,
    )
    assert figures.feminine == (1, 2, 2)
    assert figures.masculine == (0, 1, 1)
    assert figures.overall == (1, 3, 3)
    assert figures.bias == 0.0


def test_only_sure_names_count_where_it_may_abstain() -> None:
    examples = [
        example(1, 0, right=(True, False)),
        example(1, 1, right=(False, True)),
        example(1, 0, right=(False, False)),
    ]
    assert sure_score(examples, STUMP, 3.0) == (1, 1, 2)
    assert sure_score(examples, STUMP, 7.0) == (0, 0, 2)


def test_the_command_measures_the_shipped_trees(tmp_path: Path) -> None:
    result = CliRunner().invoke(cli, ["eval", "coreference", str(written(tmp_path / "gap.jsonl", snippet()))])
    assert result.exit_code == 0, result.output
    assert "overall" in result.output
    assert "100.0" in result.output


def test_the_command_names_a_folder_without_trees(tmp_path: Path) -> None:
    file = str(written(tmp_path / "gap.jsonl", snippet()))
    result = CliRunner().invoke(cli, ["eval", "coreference", file, "--model", str(tmp_path)])
    assert result.exit_code == 2
    assert "pronouns.safetensors" in result.stderr
