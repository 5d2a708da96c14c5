"""What decisions tell: shares with their intervals, each flag and verdict counted once."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from lxml import etree

from tests.verifier.review.entries import HOSTILE, TIME, on_claim, on_flag
from verifier.review.answers import OnClaim
from verifier.review.file import Entry
from verifier.review.stats import Share, stats
from verifier.review.stats_text import as_json, as_svg, as_text


# Wilson (1927); the values are those of R's prop.test(correct = FALSE) and of statsmodels.
@pytest.mark.parametrize(
    ("right", "n", "low", "high"),
    [(0, 1, 0.0, 0.7935), (1, 1, 0.2065, 1.0), (5, 10, 0.2366, 0.7634), (90, 100, 0.8256, 0.9448)],
)
def test_wilson_interval(right: int, n: int, low: float, high: float) -> None:
    assert [round(end, 4) for end in Share(right, n).interval] == [low, high]


def shares(entries: list[Entry]) -> dict[str, tuple[int, int, int]]:
    return {rule: (share.right, share.n, share.disputed) for rule, share in stats(entries).rules}


def test_precision_of_a_rule_by_decisions() -> None:
    entries: list[Entry] = [
        *(on_flag("Ann", "right" if n < 3 else "false alarm", claim=n) for n in range(4)),
        # The same judgement of a second reviewer is no second flag; a known flag is not judged.
        on_flag("Ben", "right", claim=0),
        on_flag("Ben", "known", claim=7),
        on_flag("Ben", "false alarm", claim=1),
        on_flag("Ann", "right", rule="NUM001"),
    ]
    assert shares(entries) == {"SO001": (2, 3, 1), "NUM001": (1, 1, 0)}


@pytest.mark.parametrize(
    ("answer", "rules", "expected"),
    [
        ("agree", ("SO001",), {"SO001": (1, 1, 0)}),
        ("refuted", ("SO001",), {"SO001": (1, 1, 0)}),
        ("supported", ("SO001", "NUM001"), {"SO001": (0, 1, 0)}),
        ("supported", ("ATT001",), {"ATT001": (0, 1, 0)}),
        ("not in the references", ("SO001", "TIM001"), {"SO001": (0, 1, 0)}),
        ("unsure", ("SO001",), {}),
        # The flag on a verdict that is another one by now.
        ("supported", ("SO003",), {}),
        ("agree", ("XYZ001",), {}),
    ],
)
def test_precision_of_a_rule_by_answers(
    answer: OnClaim, rules: tuple[str, ...], expected: dict[str, tuple[int, int, int]]
) -> None:
    one = replace(on_claim("Ann", answer, rules=rules), voices="Critics")
    assert shares([one]) == expected


def test_a_number_is_wrong_where_its_claim_is_supported_in_every_respect() -> None:
    so = replace(on_claim("Ann", "supported", rules=("NUM001",)), voices="Critics")
    said = replace(so, question="said")
    assert shares([so]) == {} and shares([so, said]) == {"NUM001": (0, 1, 0)}
    assert shares([replace(so, voices="")]) == {"NUM001": (0, 1, 0)}


def test_what_was_decided_on_the_flag_goes_before_the_answer() -> None:
    assert shares([on_flag("Ann", "right"), on_claim("Ann", "supported")]) == {"SO001": (1, 1, 0)}


# Six of eight verdicts with this confidence are right.
EIGHT = [on_claim("Ann", "agree" if n < 6 else "supported", claim=n, confidence=0.85) for n in range(8)]


def test_reliability_of_the_confidence() -> None:
    entries: list[Entry] = [
        *EIGHT,
        on_claim("Ann", "agree", claim=10, label="SUPPORTED", confidence=0.3),
        on_claim("Ann", "refuted", claim=11, label="SUPPORTED", confidence=0.3),
        on_claim("Ann", "unsure", claim=20),
        on_claim("Ann", "agree", claim=21), on_claim("Ben", "supported", claim=21),
    ]  # fmt: skip
    found = stats(entries)
    bins = [(each.low, each.high, round(each.confidence, 9), each.found.right, each.found.n) for each in found.bins]
    assert bins == [(0.3, 0.4, 0.3, 1, 2), (0.8, 0.9, 0.85, 6, 8)]
    assert found.error == pytest.approx((0.1 * 8 + 0.2 * 2) / 10)
    assert found.brier == pytest.approx((6 * 0.15**2 + 2 * 0.85**2 + 0.7**2 + 0.3**2) / 10)
    told = [(label, share.right, share.n, share.disputed) for label, share in found.labels]
    assert told == [("SUPPORTED", 1, 2, 0), ("REFUTED", 6, 8, 1)]


def test_a_confidence_of_one_is_in_the_last_bin() -> None:
    (found,) = stats([on_claim("Ann", "agree", confidence=1.0)]).bins
    assert (found.low, found.high) == (0.9, 1.0)


def test_times_and_reviewers() -> None:
    entries: list[Entry] = [on_flag("Ann", "right", claim=n, time=TIME + timedelta(days=n // 2)) for n in range(4)]
    entries += [on_claim(None, "later", time=None)]
    found = stats(entries)
    assert found.times == (("2031-03-05", 2), ("2031-03-06", 2))
    assert found.reviewers == (("", (("later", 1),)), ("Ann", (("right", 4),)))
    told = json.loads(as_json(found))["reviewers"]
    assert told == [{"reviewer": None, "counts": {"later": 1}}, {"reviewer": "Ann", "counts": {"right": 4}}]
    many = stats([on_flag("Ann", "right", claim=n, time=TIME + timedelta(days=n)) for n in range(40)])
    assert many.times == (("2031-03", 27), ("2031-04", 13))


def test_every_form_holds_for_nothing_and_for_anything() -> None:
    hostile = replace(on_claim(HOSTILE, "agree", rules=(HOSTILE,)), claim=HOSTILE)
    some: list[list[Entry]] = [[], [hostile, on_flag(HOSTILE, "right", rule=HOSTILE)]]
    for entries in some:
        found = stats(entries)
        assert "\u202e" not in as_text(found) + as_json(found)
        assert json.loads(as_json(found)).keys() == {"rules", "verdicts", "reliability", "times", "reviewers"}
        assert etree.fromstring(as_svg(found.bins).encode()).tag.endswith("svg")


def test_the_diagram_tells_itself_in_words() -> None:
    picture = as_svg(stats(EIGHT).bins)
    assert "confidence 80 to 90 %: 6 of 8 right" in picture and 'role="img"' in picture
    lines = as_text(stats(EIGHT)).splitlines()
    bar = next(line for line in lines if " 80 to  90 %" in line)
    assert bar.split("%")[1].strip().startswith("█" * 18 + "··│") and "75 %  6 of 8 (41 to 93 %; few)" in bar
