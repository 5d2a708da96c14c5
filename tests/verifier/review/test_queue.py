from __future__ import annotations

from dataclasses import replace

import pytest

from tests.verifier.report.examples import build
from tests.verifier.review.conftest import numbered
from verifier.review.queue import Filter, Stage, choices, items, queue

EVERY = items([build()])


def numbers(wanted: Filter, *stages: Stage) -> list[int]:
    """The claims that the filter takes, by their number in the article from 1."""
    given: list[Stage] = ["to decide" for _ in EVERY]
    given[: len(stages)] = stages
    return [EVERY[at].number + 1 for at in queue(EVERY, given, wanted)]


def test_errors_come_first_then_conflicts_then_what_is_least_sure() -> None:
    assert [item.number + 1 for item in EVERY] == [8, 3, 4, 1, 7, 9, 10, 5, 2, 6]


def test_flagged_claims_alone_unless_all_are_asked_for() -> None:
    assert numbers(Filter()) == [8, 3, 4]
    assert len(numbers(Filter(shown="all"))) == len(EVERY)


def test_what_is_known_is_flagged_no_more() -> None:
    report = build()
    known = tuple(replace(flag, state="known") for flag in report.claims[2].flags)
    claims = (*report.claims[:2], replace(report.claims[2], flags=known), *report.claims[3:])
    every = items([replace(report, claims=claims)])
    taken = queue(every, ["to decide"] * len(every), Filter())
    assert [every[at].number + 1 for at in taken] == [8, 4]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Filter(rule="NUM001"), [3]),
        (Filter(rule="SO004"), [3]),
        (Filter(verdict="REFUTED"), [8, 3]),
        (Filter(verdict="CONFLICTING"), [4]),
        (Filter(shown="all", source="ada quill"), [5]),
        (Filter(shown="all", source="the article itself"), [3, 7, 2, 6]),
        (Filter(sureness="open"), [8, 4]),
        (Filter(article=1), []),
        (Filter(rule="NUM001", verdict="CONFLICTING"), []),
    ],
)
def test_filters(wanted: Filter, expected: list[int]) -> None:
    assert numbers(wanted) == expected


def test_what_was_put_off_comes_last_and_what_is_decided_goes() -> None:
    assert numbers(Filter(), "later", "to decide") == [3, 4, 8]
    assert numbers(Filter(), "decided", "unsure") == [4]
    assert numbers(Filter(stage="decided"), "decided", "unsure") == [8]
    assert numbers(Filter(stage="unsure"), "decided", "unsure") == [3]
    assert numbers(Filter(stage=None), "decided", "later") == [8, 4, 3]


def test_choices_name_what_there_is_and_count_it() -> None:
    found = choices(items([build(), numbered(build(), "second")]))
    assert [(each.value, each.count) for each in found["rule"]] == [
        ("NUM001", 2), ("SO001", 2), ("SO003", 2), ("SO004", 2),
    ]  # fmt: skip
    assert found["rule"][0].name == "NUM001 number"
    assert {each.name for each in found["source"]} >= {"the article itself", "Ada Quill", "unnamed voice"}
    assert [each.value for each in found["article"]] == ["0", "1"]
    assert [each.value for each in found["sureness"]] == ["very likely", "likely", "open"]
