from __future__ import annotations

import tomllib
from collections import Counter
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.forces import Force, force_of, past_tense

LEXICON = tomllib.loads(resources.files("claims").joinpath("forces.toml").read_text(encoding="utf-8"))
LEMMAS = [(lemma, force) for force, lemmas in LEXICON["forces"].items() for lemma in lemmas]

# What a cue reports: its force, "!" before it where it is denied, "?" after it where its content is a judgement.
REPORTS: list[tuple[str, str]] = [
    ("said", "say"),
    ("says", "say"),
    ("SAID", "say"),
    ("has said", "say"),
    ("was told", "say"),
    ("told reporters", "say"),
    ("went on to say", "say"),
    ("is said to have", "say"),
    ("was quoted as saying", "say"),
    ("According to", "say"),
    ("according to", "say"),
    ("has also commented", "say"),
    ("stating", "say"),
    ("tweeted", "say"),
    ("pointed out", "say"),
    ("agreed", "say"),
    ("made it clear", "say"),
    ("issued a statement saying", "say"),
    ("in a statement", "say"),
    (":", "say"),
    ("“", "say"),
    ("described", "say?"),
    ("has been called", "say?"),
    ("did not say", "!say"),
    ("didn't say", "!say"),
    ("didn’t say", "!say"),
    ("never said", "!say"),
    ("would not say", "!say"),
    ("declined to comment", "!say"),
    ("made no mention", "!say"),
    ("claimed", "claim"),
    ("has claimed", "claim"),
    ("made the claim", "claim"),
    ("allegedly", "claim"),
    ("arguing", "claim"),
    ("did not claim", "!claim"),
    ("confirmed", "confirm"),
    ("was confirmed", "confirm"),
    ("acknowledging", "confirm"),
    ("refused to confirm", "!confirm"),
    ("cannot confirm", "!confirm"),
    ("was unable to verify", "!confirm"),
    ("neither confirmed nor denied", "!confirm"),
    ("denied", "!deny"),
    ("has dismissed", "!deny"),
    ("issued a denial", "!deny"),
    ("did not deny", "deny"),
    ("never disputed", "deny"),
    ("reportedly", "report"),
    ("has reported", "report"),
    ("revealed", "report"),
    ("announced", "announce"),
    ("declared", "announce"),
    ("made the announcement", "announce"),
    ("pledged", "promise"),
    ("vowed", "promise"),
    ("swore", "promise"),
    ("has not promised", "!promise"),
    ("warned", "warn"),
    ("threatened", "warn"),
    ("gave a warning", "warn"),
    ("accused", "accuse"),
    ("accusing", "accuse"),
    ("has also been accused", "accuse"),
    ("blames", "accuse"),
    ("believes", "believe"),
    ("thought", "believe"),
    ("are expected", "believe"),
    ("hopes", "believe?"),
    ("do not believe", "!believe"),
    ("found", "find"),
    ("shows", "find"),
    ("has learned", "find"),
    ("found no evidence", "!find"),
    ("admitted", "admit"),
    ("has conceded", "admit"),
    ("refuses to admit", "!admit"),
    ("ruled", "rule"),
    ("was convicted", "rule"),
    ("asked", "ask"),
    ("questioned", "ask"),
]
NO_REPORTS = [
    *["has ordered", "released", "criticised", "have criticized", "endorsed", "ran", "signed", "urged", "refused"],
    *["seemed", "made", "", "  ", "…", "the minister", "not", "n’t"],
]


def in_short(force: Force | None) -> str | None:
    if force is None:
        return None
    # The force "deny" is negative by itself.
    return ("!" if force.polarity == "denied" else "") + force.name + ("?" if force.opinion else "")


@pytest.mark.parametrize(("cue", "expected"), REPORTS, ids=[cue for cue, _ in REPORTS])
def test_a_cue_that_reports(cue: str, expected: str) -> None:
    assert in_short(force_of(cue)) == expected


@pytest.mark.parametrize("cue", NO_REPORTS)
def test_a_cue_that_reports_nothing(cue: str) -> None:
    assert force_of(cue) is None


def test_every_force_has_examples() -> None:
    counted = Counter(expected.strip("!?") for _, expected in REPORTS)
    assert set(counted) == set(LEXICON["forces"]) == set(LEXICON["past"])
    assert not [force for force, times in counted.items() if times < 2]


def test_no_lemma_is_listed_twice() -> None:
    assert not [lemma for lemma, times in Counter(lemma for lemma, _ in LEMMAS).items() if times > 1]


@pytest.mark.parametrize(("lemma", "force"), LEMMAS)
def test_every_lemma_is_reached(lemma: str, force: str) -> None:
    found = force_of(lemma)
    assert found is not None
    assert found.name == force


def test_the_other_words_do_not_hide_a_lemma() -> None:
    words = LEXICON["words"]
    lemmas = {lemma for lemma, _ in LEMMAS}
    assert set(words["opinion"]) <= lemmas
    assert not lemmas & {*words["negation"], *words["empty"], *words["light"]}


@pytest.mark.parametrize("force", LEXICON["forces"])
def test_past_tense(force: str) -> None:
    assert past_tense(force).split()[0].endswith(("ed", "id", "nd"))


@given(st.text(max_size=30))
def test_any_cue_is_read(cue: str) -> None:
    force_of(cue)
