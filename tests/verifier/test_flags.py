"""Which verdicts raise which flags, as a table of every pair of answers."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest

from claims.records import Claim, Voice
from verifier.flags import NAMES, flags
from verifier.records import Label, Severity, Verdict

VOICE = Voice("Frontex", ((0, 7),), "said", ((8, 12),), "say")
ASSERTED = Claim("a", "1", "asserted", "It rained.", ((0, 10),))
ATTRIBUTED = Claim("a", "1", "attributed", "It rained.", ((13, 23),), (VOICE,))

S, R, N, C = "SUPPORTED", "REFUTED", "NOT ENOUGH INFO", "CONFLICTING"

# (said, so) -> the rules; said None is an asserted claim, so None one that cannot be checked.
TABLE: dict[tuple[str | None, str | None], list[str]] = {
    (None, None): [],
    (None, S): [],
    (None, R): ["SO001"],
    (None, N): ["SO002"],
    (None, C): ["SO003"],
    (S, None): [],
    (S, S): [],
    (S, R): ["SO001"],
    (S, N): [],
    (S, C): ["SO003"],
    (R, None): ["SAID001"],
    (R, S): ["SAID001"],
    (R, R): ["SAID001", "SO001"],
    (R, N): ["SAID001"],
    (R, C): ["SAID001", "SO003"],
    (N, None): ["SAID003"],
    (N, S): ["SAID003"],
    (N, R): ["SAID003", "SO001"],
    (N, N): ["SAID003"],
    (N, C): ["SAID003", "SO003"],
    (C, None): ["SAID004"],
    (C, S): ["SAID004"],
    (C, R): ["SAID004", "SO001"],
    (C, N): ["SAID004"],
    (C, C): ["SAID004", "SO003"],
}
RULES: dict[str, tuple[str, Severity]] = {
    "SO001": ("refuted", "error"),
    "SO002": ("unsupported", "note"),
    "SO003": ("conflicting", "warning"),
    "SAID001": ("refuted", "error"),
    "SAID003": ("unsupported", "note"),
    "SAID004": ("conflicting", "warning"),
}


def verdict(label: str | None) -> Verdict | None:
    return next((Verdict(each, 0.9, "why") for each in get_args(Label) if each == label), None)


def test_the_table_is_complete() -> None:
    answers = [None, *get_args(Label)]
    assert set(TABLE) == {(said, so) for said in answers for so in answers}
    assert {rule for rules in TABLE.values() for rule in rules} == set(RULES)
    assert {name for name, _ in RULES.values()} == set(NAMES)


@pytest.mark.parametrize(("said", "so"), TABLE)
def test_table(said: str | None, so: str | None) -> None:
    found = flags(ATTRIBUTED if said else ASSERTED, verdict(said), verdict(so))
    assert [flag.rule for flag in found] == TABLE[said, so]
    for flag in found:
        assert (flag.name, flag.severity) == RULES[flag.rule]
        assert flag.message.startswith("said: " if flag.rule.startswith("SAID") else "so: ")


def test_a_content_that_its_source_denies_is_not_flagged_for_being_false() -> None:
    denied = replace(ATTRIBUTED, chain=(replace(VOICE, cue="denied", force="deny", polarity="denied"),))
    assert flags(denied, verdict(S), verdict(R)) == ()
    assert [flag.rule for flag in flags(denied, verdict(R), verdict(R))] == ["SAID001"]
