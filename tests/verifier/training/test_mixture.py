"""What the NLI model is trained on: how much of which set, what is held out, and edits that change what is said."""

from __future__ import annotations

import gzip
import json
import random
import sys
from pathlib import Path

import pytest

from verifier.cli.held_out import main
from verifier.training.edits import date_changed, distinct, hedge_dropped, negated, number_changed, opposite
from verifier.training.evaluation import Pair
from verifier.training.held_out import is_held_out, key, parts
from verifier.training.mixture import mixture, source_pairs, weights

LONG = "Word number {} of a long document that is about something else than all of the others. " * 6


def rows(count: int, premise: str = "A short premise {}.", label: str = "entailment") -> list[dict[str, str]]:
    return [
        {"premise": premise.replace("{}", str(i)), "hypothesis": f"Claim {i}.", "label": label} for i in range(count)
    ]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    sets = {
        "snli": rows(50),
        "fib": rows(200, LONG),
        "sick": rows(30, "Never {}."),
        "healthver": rows(40, LONG, "neutral"),
    }
    folder = tmp_path / "data"
    folder.mkdir()
    for name, made in sets.items():
        with gzip.open(folder / f"{name}.jsonl.gz", "wt", encoding="utf-8") as file:
            file.writelines(json.dumps(row) + "\n" for row in made)
    return folder


def test_sets_count_by_their_weight_and_non_commercial_ones_not_at_all(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pairs = mixture(data, "second", 0)
    assert sum(pair.premise.startswith("A short") for pair in pairs) == round(50 * weights("second")["snli"])
    monkeypatch.setattr("verifier.training.mixture.weights", lambda step: {"snli": 1, "sick": 1})
    pairs = mixture(data, "second", 0)
    assert len(pairs) == 50
    assert not any(pair.premise.startswith("Never") for pair in pairs)
    assert not any(pair.premise.startswith("Never") for pair in source_pairs(data))


def test_documents_are_held_out_by_their_beginning(data: Path) -> None:
    own = dict(parts(data))["fib"]
    assert 1 <= len(own) <= 40
    assert all(is_held_out(pair.premise) for pair in own)
    trained = {key(pair.premise) for pair in source_pairs(data)}
    assert not trained & {key(pair.premise) for pair in own}
    assert all(is_held_out(pair.premise) == is_held_out(pair.premise.upper() + " And more.") for pair in own)


def test_news_is_made_of_what_is_allowed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sets = {"fnc1": rows(60, LONG), "averitec": rows(40, LONG.replace("Word", "Never"))}
    for name, made in sets.items():
        with gzip.open(tmp_path / f"{name}.jsonl.gz", "wt", encoding="utf-8") as file:
            file.writelines(json.dumps(row) + "\n" for row in made)
    monkeypatch.setattr("verifier.training.mixture.NEWS", tuple(sets))
    monkeypatch.setattr("verifier.training.mixture.weights", lambda step: {"news": 1})
    news = "\n".join(pair.premise for pair in mixture(tmp_path, "second", 0))
    numbers = {
        held: {f"number {i} " for i, row in enumerate(sets["fnc1"]) if is_held_out(row["premise"]) == held}
        for held in (True, False)
    }
    assert numbers[True] and not any(number in news for number in numbers[True])
    assert any(number in news for number in numbers[False])
    assert "Never" not in news


def test_a_short_premise_is_never_held_out() -> None:
    assert not any(is_held_out(f"A short premise {i}.") for i in range(300))


def test_neutral_passages_are_cut_to_the_length_of_picked_sentences(data: Path) -> None:
    neutral = [len(pair.premise.split()) for pair in mixture(data, "second", 0) if pair.label == "neutral"]
    assert len(neutral) >= 40
    assert max(neutral) <= 65 < len(LONG.split())
    assert len(set(neutral)) > 2


def test_the_same_seed_gives_the_same_pairs(data: Path) -> None:
    assert mixture(data, "second", 3) == mixture(data, "second", 3) != mixture(data, "second", 4)


@pytest.mark.parametrize("leak", [False, True])
def test_the_proof_finds_a_leak(
    data: Path, tmp_path: Path, leak: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made = [{"premise": "a SHORT premise 7", "hypothesis": "claim 7" if leak else "Claim 8", "label": "entailment"}]
    file = tmp_path / "dev.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in made), encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["held_out", str(data), str(file), "--write", str(tmp_path / "parts")])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == int(leak)
    assert f"{int(leak)} of them in training, and 1 of the hypotheses" in capsys.readouterr().out
    assert (tmp_path / "parts" / "fib_part.jsonl.gz").is_file()


@pytest.mark.parametrize(
    ("folder", "file", "message"),
    [("nowhere", "dev.jsonl", "none of the sets that are trained on"), ("data", "missing.jsonl", "no such file")],
)
def test_a_proof_that_looked_at_nothing_is_none(
    data: Path,
    folder: str,
    file: str,
    message: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (data.parent / "dev.jsonl").write_text(
        '{"premise": "p", "hypothesis": "h", "label": "neutral"}\n', encoding="utf-8"
    )
    monkeypatch.chdir(data.parent)
    monkeypatch.setattr(sys, "argv", ["held_out", folder, file, "--write", "parts"])
    with pytest.raises(SystemExit) as ended:
        main()
    said = capsys.readouterr()
    assert (ended.value.code, said.out) == (2, "")
    assert said.err.startswith(f"error: {folder if folder == 'nowhere' else file}: {message}")
    assert not Path("parts").exists()


def test_development_files_of_one_name_are_all_looked_at(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    files = [tmp_path / name / "dev.jsonl" for name in "ab"]
    for file, premise in zip(files, ("A short premise 7", "Another"), strict=True):
        file.parent.mkdir()
        row = {"premise": premise, "hypothesis": "Claim 7.", "label": "entailment"}
        file.write_text(json.dumps(row) + "\n", encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["held_out", str(data), *map(str, files)])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1
    out = capsys.readouterr().out
    assert all(str(file) in out for file in files)


EDITS = [
    (number_changed, "Police arrested 12 people in the city on Monday.", True),
    (number_changed, "Two of the men were released without charge.", False),
    (number_changed, "He paid $3,000 and two of them left with eight bags.", True),
    (number_changed, "The law of 2015 was changed.", False),
    (number_changed, "He flew on a B-52 to the G20.", False),
    (date_changed, "The council met on Tuesday.", True),
    (date_changed, "It was founded in 1998.", True),
    (date_changed, "The council met.", False),
    (negated, "The bridge was closed.", True),
    (negated, "The bridge was not closed.", True),
    (negated, "The bridge fell.", False),
    (opposite, "Profits rose before the election.", True),
    (opposite, "Profits stayed where they were.", False),
    (hedge_dropped, "The man allegedly stole a car.", True),
    (hedge_dropped, "The plan may be dropped.", True),
    (hedge_dropped, "The man stole a car in May.", False),
]


@pytest.mark.parametrize(("edit", "sentence", "possible"), EDITS, ids=[f"{e[0].__name__}: {e[1]}" for e in EDITS])
def test_edits(edit: object, sentence: str, possible: bool) -> None:
    assert callable(edit)
    changed = {edit(sentence, random.Random(seed)) for seed in range(8)}
    assert (changed != {None}) == possible
    assert sentence not in changed
    for one in changed - {None}:
        assert isinstance(one, str)
        assert abs(len(one.split()) - len(sentence.split())) <= 1


def test_a_negation_that_is_taken_out_is_the_only_one() -> None:
    assert negated("The bridge was not closed.", random.Random(0)) == "The bridge was closed."
    assert negated("The bridge was closed.", random.Random(0)) == "The bridge was not closed."


def test_pairs_with_two_labels_are_dropped() -> None:
    made = [("p", "h", "entailment"), ("p", "h", "neutral"), ("p", "i", "neutral"), ("p", "i", "neutral")]
    assert distinct(made) == [("p", "i", "neutral")]
    assert Pair(*distinct(made)[0]).label == "neutral"
