from __future__ import annotations

import tomllib

import numpy as np
import pytest

from claims.attribution.forces import force_of
from claims.training.forces import (
    LEXICON,
    LISTS,
    NEAREST,
    NOTHING,
    Vote,
    figures,
    left_out,
    past_tenses,
    regular_past,
    rendered,
    unit,
    vote,
)

LISTED = tomllib.loads(LISTS.read_text(encoding="utf-8"))
MADE = tomllib.loads(NEAREST.read_text(encoding="utf-8"))["nearest"]
WORDS = tomllib.loads(LEXICON.read_text(encoding="utf-8"))["forces"]
KNOWN = {verb: force for force, verbs in WORDS.items() for verb in verbs}
# The verbs that report nothing by which the proposals are measured.
SILENT = [verb for verbs in LISTED["none"].values() for verb in verbs]
FORCES = {"say": "say", "state": "say", "claim": "claim", "run": NOTHING}
VERBS = list(FORCES)


@pytest.mark.parametrize(
    ("verb", "past"), [("claim", "claimed"), ("state", "stated"), ("deny", "denied"), ("say", "sayed"), ("", "ed")]
)
def test_regular_past(verb: str, past: str) -> None:
    assert regular_past(verb) == past


def test_past_tenses_are_those_of_the_lexicon() -> None:
    past = past_tenses()
    assert past["say"] == "said"
    assert past["bemoan"] == "bemoaned"
    assert list(past) == sorted(past)
    assert len(past) > 4000


def test_the_nearest_verbs_vote() -> None:
    found = vote(np.array([0.5, 0.7, 0.8, -0.9], dtype=np.float32), VERBS, FORCES)
    assert (found.force, found.verb) == ("claim", "claim")
    assert found.share == pytest.approx(0.8**4 / (0.5**4 + 0.7**4 + 0.8**4))
    assert found.similarity == pytest.approx(0.8)


def test_a_vote_without_neighbours() -> None:
    found = vote(np.full(4, -0.5, dtype=np.float32), VERBS, FORCES)
    assert found.share == 0
    assert not found.accepted()


@pytest.mark.parametrize(
    ("found", "accepted"),
    [
        (Vote("say", 0.9, "state", 0.9), True),
        (Vote("say", 0.5, "state", 0.9), False),
        (Vote("say", 0.9, "state", 0.3), False),
        (Vote(NOTHING, 0.9, "run", 0.9), False),
    ],
)
def test_what_is_accepted(found: Vote, accepted: bool) -> None:
    assert found.accepted() == accepted


def test_neither_a_verb_nor_its_kin_votes_for_it() -> None:
    forces = {"theorize": "believe", "theorise": "say", "report": "report"}
    rows = unit(np.array([[1.0, 0.0], [1.0, 0.01], [1.0, 1.0]], dtype=np.float32))
    assert [found.verb for found in left_out(rows, list(forces), forces)][:2] == ["report", "report"]


def test_figures() -> None:
    votes = [
        Vote("say", 0.9, "say", 0.9),
        Vote("claim", 0.9, "claim", 0.9),
        Vote("say", 0.1, "say", 0.9),
        Vote("say", 0.9, "say", 0.9),
        Vote(NOTHING, 0.9, "run", 0.9),
    ]
    assert figures(votes, ["say", "say", "say", NOTHING, NOTHING], 0.5, 0.5) == (2 / 3, 1 / 2, 1 / 2)


def test_rendered() -> None:
    text = rendered({"zing": Vote("say", 0.9, "state", 0.876), "aver": Vote("claim", 0.8, "claim", 0.5)}, "# Note\n")
    assert "# Note\n" in text
    assert tomllib.loads(text) == {"nearest": {"aver": ["claim", "claim", 0.5], "zing": ["say", "state", 0.88]}}
    assert text.index("aver") < text.index("zing")


@pytest.mark.parametrize("verb", SILENT)
def test_a_verb_that_reports_nothing(verb: str) -> None:
    assert force_of(verb) is None


@pytest.mark.parametrize("verb", MADE)
def test_a_verb_known_by_its_nearest(verb: str) -> None:
    force, nearest, similarity = MADE[verb]
    found = force_of(verb)
    assert found is not None
    assert found.name == force
    assert KNOWN[nearest] == force
    assert 0 < similarity <= 1
    assert verb in LISTED["kept"]


def test_no_verb_is_known_twice() -> None:
    assert not MADE.keys() & {*KNOWN, *SILENT}
    assert not KNOWN.keys() & {*SILENT}
