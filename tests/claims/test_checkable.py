from __future__ import annotations

import pytest

from claims.attribution.forces import force_of
from claims.checkable import why_not_checkable


@pytest.mark.parametrize(
    ("wording", "cue", "expected"),
    [
        ("Belarus is helping illegals cross the EU border.", "claimed", None),
        ("The government has been accused of fraud.", "", None),
        ("The number of arrivals rose in June.", "", None),
        ("He said nothing about the willing helpers.", "", None),
        ("The shell hit a house at Musterton.", "", None),
        ("The well in the yard is dry.", "", None),
        ("Who paid for the flights?", "", "question"),
        ("“Who paid for the flights?”", "said", "question"),
        ("Who paid for the flights? ”", "said", "question"),
        ("The flights have stopped.", "asked", "question"),
        ("The ministry will look into the allegations.", "pledged", "promise"),
        ("They have guaranteed the loan.", "vowed", "promise"),
        ("The plan should be dropped.", "said", "opinion"),
        ("The plan shouldn’t be dropped.", "said", "opinion"),
        ("Belarus must stop the flights.", "", "opinion"),
        ("I think the flights have stopped.", "said", "opinion"),
        ("In our view the flights have stopped.", "said", "opinion"),
        ("It was an “act of hybrid aggression”.", "described", "opinion"),
        ("The flights will stop in June.", "said", "prediction"),
        ("The flights won’t stop in June.", "said", "prediction"),
        ("They’ll stop the flights.", "said", "prediction"),
        ("They’re likely to stop, and are expected to apologise.", "said", "prediction"),
        ("The flights would stop in June.", "", "prediction"),
        ("The flights wouldn't stop in June.", "", "prediction"),
        ("It is so.", "said", "too vague"),
        ("Yes, we do.", "said", "too vague"),
        ("Absolutely.", "said", "too vague"),
    ],
)
def test_why_not(wording: str, cue: str, expected: str | None) -> None:
    assert why_not_checkable(wording, force_of(cue)) == expected
