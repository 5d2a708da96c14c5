"""What the NLI model is trained on: how much of which set, what is held out, and edits that change what is said."""

from __future__ import annotations

import gzip
import json
import random
import re
import sys
from pathlib import Path

import pytest

from verifier.training.edits import date_changed, distinct, hedge_dropped, negated, number_changed, opposite
from verifier.training.evaluation import Pair
from verifier.training.held_out import is_held_out, key, main, parts
from verifier.training.joined import joined, joined_pairs
from verifier.training.mixture import READ_WORDS, mixture, source_pairs, weights
from verifier.training.questions import question, question_pairs

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


def test_sets_count_by_their_weight_and_non_commercial_ones_not_at_all(data: Path) -> None:
    pairs = mixture(data, "second", 0)
    assert sum(pair.premise.startswith("A short") for pair in pairs) == round(50 * weights("second")["snli"])
    assert not any(pair.premise.startswith("Never") for pair in pairs)
    assert not any(pair.premise.startswith("Never") for pair in source_pairs(data))


def test_documents_are_held_out_by_their_beginning(data: Path) -> None:
    own = dict(parts(data))["fib"]
    assert 1 <= len(own) <= 40
    assert all(is_held_out(pair.premise) for pair in own)
    trained = {key(pair.premise) for pair in source_pairs(data)}
    assert not trained & {key(pair.premise) for pair in own}
    assert all(is_held_out(pair.premise) == is_held_out(pair.premise.upper() + " And more.") for pair in own)


def test_pairs_that_are_made_of_sets_keep_to_what_is_allowed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sets = {"fever": rows(120, LONG), "averitec": rows(40, "Never {}."), "fnc1": rows(60, LONG)}
    for name, made in sets.items():
        with gzip.open(tmp_path / f"{name}.jsonl.gz", "wt", encoding="utf-8") as file:
            file.writelines(
                json.dumps({**row, "hypothesis": f"{row['hypothesis']} {n}."}) + "\n" for row in made for n in range(2)
            )
    for name in ("ASKED", "JOINED", "NEWS"):
        monkeypatch.setattr(f"verifier.training.mixture.{name}", tuple(sets))
    made_of_them = "\n".join(pair.premise for pair in mixture(tmp_path, "third", 0))
    held_out = [row["premise"] for name in ("fever", "fnc1") for row in sets[name] if is_held_out(row["premise"])]
    allowed = [row["premise"] for row in sets["fever"] if not is_held_out(row["premise"])]
    assert held_out and not any(premise[:60] in made_of_them for premise in held_out)
    assert any(premise[:60] in made_of_them for premise in allowed)
    assert "Never" not in made_of_them


def test_a_short_premise_is_never_held_out() -> None:
    assert not any(is_held_out(f"A short premise {i}.") for i in range(300))


def test_neutral_passages_are_cut_to_the_length_of_picked_sentences(data: Path) -> None:
    neutral = [len(pair.premise.split()) for pair in mixture(data, "second", 0) if pair.label == "neutral"]
    assert len(neutral) >= 40
    assert max(neutral) <= 65 < len(LONG.split())
    assert len(set(neutral)) > 2


def test_the_third_step_asks_questions(tmp_path: Path) -> None:
    made = [{"premise": f"Source {i}.", "hypothesis": f"Tower {i} is open.", "label": "entailment"} for i in range(20)]
    with gzip.open(tmp_path / "fm2.jsonl.gz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in made)
    asked = [sum("Is Tower" in pair.premise for pair in mixture(tmp_path, step, 0)) for step in ("second", "third")]
    assert asked == [0, round(20 * weights("third")["questions"])]


def test_the_third_step_joins_claims_of_one_premise(tmp_path: Path) -> None:
    premise = "The tower is open. It has a lift. Nobody pays. " * 40
    made = [{"premise": premise, "hypothesis": f"Claim {i}.", "label": "entailment"} for i in range(20)]
    with gzip.open(tmp_path / "summary_content_units.jsonl.gz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in made)
    third = [pair for pair in mixture(tmp_path, "third", 0) if pair.hypothesis.lower().count("claim") == 2]
    assert 4 <= len(third) <= 20 * weights("third")["joined"]
    assert all(len(pair.premise.split()) <= READ_WORDS["third"] for pair in third)
    assert not any(pair.hypothesis.lower().count("claim") == 2 for pair in mixture(tmp_path, "second", 0))


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
    assert main() == int(leak)
    assert f"{int(leak)} of them in training, and 1 of the hypotheses" in capsys.readouterr().out
    assert (tmp_path / "parts" / "fib_part.jsonl.gz").is_file()


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


@pytest.mark.parametrize(
    ("claim", "asked", "yes_is_right"),
    [
        ("The Beatles were formed in London.", "Were the Beatles formed in London?", True),
        ("Governor Evers did not call for peace.", "Did Governor Evers call for peace?", False),
        ("Masks can’t stop a virus", "Is it true that Masks can’t stop a virus?", True),
        ("There is no vaccine.", "Is there no vaccine?", True),
        ("Biden has pledged to defund the police", "Has Biden pledged to defund the police?", True),
        ("In 2019, the city was flooded.", "Is it true that in 2019, the city was flooded?", True),
        ("What he said was wrong.", "Is it true that What he said was wrong?", True),
        ("A lack that is not treated is harmful.", "Is it true that a lack that is not treated is harmful?", True),
        ("Some people are not immune.", "Is it true that some people are not immune?", True),
        ("Some people are immune.", "Are some people immune?", True),
        ("Smoking cures nothing.", "Is it true that Smoking cures nothing?", True),
    ],
)
def test_a_claim_is_asked_for(claim: str, asked: str, yes_is_right: bool) -> None:
    assert question(claim) == (asked, yes_is_right)


def test_questions_are_answered_as_their_claims_are_labelled() -> None:
    rows = [
        Pair(f"Source {i} tells.", f"Tower {i} is {'not ' * (i % 3 == 0)}open.", label)
        for i, label in enumerate(["entailment", "contradiction"] * 20)
    ]
    pairs = list(question_pairs(rows, random.Random(0), 400))
    assert len(pairs) == 400
    for pair in pairs:
        number = pair.hypothesis.split()[1]
        own = pair.premise.partition(f"Is Tower {number} open? ")[2].partition("Is Tower")[0]
        denied = " not " in pair.hypothesis
        if not own or "could" in own or "No evidence" in own:
            assert pair.label == "neutral"
        elif own.startswith(("Yes.", "No.")):
            assert (pair.label == "entailment") == (own.startswith("Yes.") != denied)
        else:
            assert own.startswith("Source")
    assert {pair.label for pair in pairs} == {"entailment", "contradiction", "neutral"}


def test_claims_that_nothing_answers_give_no_questions() -> None:
    assert list(question_pairs([Pair("p", "The bridge is open.", "neutral")] * 9, random.Random(0), 5)) == []


def test_claims_of_one_evidence_do_not_ask_beside_one_another() -> None:
    rows = [Pair("The bridge is closed.", f"Bridge {i} is open.", "contradiction") for i in range(9)]
    assert list(question_pairs(rows, random.Random(0), 5)) == []


JOINED = [
    ("entailment", "entailment", "entailment"),
    ("entailment", "neutral", "neutral"),
    ("neutral", "contradiction", "contradiction"),
    ("neutral", "neutral", "not_entailment"),
    ("not_entailment", "entailment", "not_entailment"),
    ("neutral", "not_entailment", "not_entailment"),
    ("contradiction", "not_entailment", "contradiction"),
]


@pytest.mark.parametrize(("one", "other", "both"), JOINED)
def test_two_claims_together_hold_only_where_each_holds(one: str, other: str, both: str) -> None:
    first, second = Pair("p", "The tower is open.", one), Pair("p", "The Louvre has a lift.", other)
    for seed in range(20):
        pair = joined(first, second, random.Random(seed))
        assert (pair.premise, pair.label) == ("p", both) and joined(second, first, random.Random(seed)).label == both
        assert pair.hypothesis.startswith("The tower is open") and pair.hypothesis.endswith("he Louvre has a lift.")


def test_a_second_statement_begins_small_only_within_a_sentence() -> None:
    first, second = Pair("p", "Ada won.", "entailment"), Pair("p", "The race was long", "entailment")
    made = {joined(first, second, random.Random(seed)).hypothesis for seed in range(50)}
    assert made == {f"Ada won{joint} race was long." for joint in (". The", ", and the", " and the", ", while the")}


def test_joined_claims_are_entailed_as_often_as_not() -> None:
    labels = ["entailment", "entailment", "neutral", "contradiction"]
    rows = [Pair(f"Source {i // 4}.", f"Claim {i}.", label) for i, label in enumerate(labels * 30)]
    pairs = list(joined_pairs(rows, random.Random(0), 400))
    assert len(pairs) == 400 and 170 <= sum(pair.label == "entailment" for pair in pairs) <= 230
    told = {row.hypothesis: row for row in rows}
    for pair in pairs:
        found = [told[f"Claim {number}."] for number in re.findall(r"\d+", pair.hypothesis)]
        assert len(found) == 2 and found[0] != found[1]
        assert {row.premise for row in found} == {pair.premise}


def test_claims_that_stand_alone_are_not_joined() -> None:
    rows = [Pair(f"Source {i}.", f"Claim {i}.", "entailment") for i in range(9)]
    assert list(joined_pairs(rows, random.Random(0), 5)) == []
