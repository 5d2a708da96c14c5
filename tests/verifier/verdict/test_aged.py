"""Evidence that aged: which claims change with time, and when a verdict on one hangs on an old reference."""

from __future__ import annotations

from datetime import date

import pytest

from claims.records import Claim, Interval
from verifier.records import Evidence, Label, Passage, Scores, Stance, Verdict
from verifier.references.alignment import Told
from verifier.verdict.aged import changing, flags_of_age

CHANGING = [
    ("Ada Quill is the finance minister of Norland.", "an office"),
    ("Ada Quill is president of Norland.", "an office"),
    ("Tom Dray heads the railway workers' union.", "an office"),
    ("Ada Quill was the finance minister of Norland.", None),
    ("Ada Quill met the finance minister of Norland.", None),
    ("A ticket costs 40 euros.", "a price"),
    ("The rent of a flat is 900 euros a month.", "a price"),
    ("A ticket cost 40 euros in 1990.", None),
    ("The bridge is 40 metres long.", None),
    ("The quake killed 12 people in Lorne.", "a toll"),
    ("The police arrested 30 people.", "a toll"),
    ("The quake hit Lorne at noon.", None),
    ("Mount Orn is the highest mountain of Norland.", "a record"),
    ("Ruth Kemboi holds the record over ten kilometres.", "a record"),
    ("Ruth Kemboi ran fast.", None),
    ("Malik was born in Ostrava in 1925.", None),
]
OFFICE, BRIDGE = "Ada Quill is the finance minister of Norland.", "The bridge over the Orrin fell into the river."
TODAY, LATELY, LONG_AGO = date(2024, 3, 8), date(2024, 1, 5), date(2019, 5, 2)
Days = list[tuple[Stance, date | None]]


def claim(text: str, time: Interval | None = None) -> Claim:
    return Claim("a", "c1", "asserted", text, ((0, len(text)),), time=time)


def verdict(label: Label, days: Days) -> Verdict:
    evidence = tuple(
        Evidence(Passage(f"d{n}", "It is so.", (0, 9), published=day), Scores(0.9, 0.05, 0.05), stance)
        for n, (stance, day) in enumerate(days)
    )
    return Verdict(label, 0.9, "It says so.", evidence)


@pytest.mark.parametrize(("text", "kind"), CHANGING)
def test_what_changes(text: str, kind: str | None) -> None:
    assert changing(claim(text)) == kind


AGED: list[tuple[str, Label, Days, str]] = [
    (OFFICE, "SUPPORTED", [("supports", LONG_AGO)],
     "an office: supported as of 2019-05-02, and the article is of 2024-03-08"),
    (OFFICE, "REFUTED", [("refutes", LONG_AGO)],
     "an office: refuted as of 2019-05-02, and the article is of 2024-03-08"),
    (OFFICE, "CONFLICTING", [("supports", LONG_AGO), ("refutes", LATELY)],
     "an office: a reference of 2024-01-05 says otherwise, the newest for it is of 2019-05-02"),
    (OFFICE, "CONFLICTING", [("supports", LATELY), ("refutes", LONG_AGO)],
     "an office: what says otherwise is of 2019-05-02, the newest for it of 2024-01-05"),
    (OFFICE, "SUPPORTED", [("supports", LATELY)], ""),
    (OFFICE, "SUPPORTED", [("supports", LONG_AGO), ("supports", LATELY)], ""),
    (OFFICE, "SUPPORTED", [("supports", LONG_AGO), ("supports", None)], ""),
    (OFFICE, "NOT ENOUGH INFO", [("neither", LONG_AGO)], ""),
    (OFFICE, "CONFLICTING", [("supports", LATELY), ("refutes", LATELY)], ""),
    (BRIDGE, "SUPPORTED", [("supports", LONG_AGO)], ""),
    ("The quake killed 12 people in Lorne.", "SUPPORTED", [("supports", date(2024, 3, 5))],
     "a toll: supported as of 2024-03-05, and the article is of 2024-03-08"),
    ("The quake killed 12 people in Lorne.", "SUPPORTED", [("supports", date(2024, 3, 7))], ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "label", "days", "message"), AGED)
def test_what_hangs_on_old_evidence(text: str, label: Label, days: Days, message: str) -> None:
    found = [flag.message for flag in flags_of_age(Told(claim(text), text, TODAY), verdict(label, days))]
    assert found == ([message] if message else [])
    if label in ("SUPPORTED", "REFUTED"):
        assert list(flags_of_age(Told(claim(text), text), verdict(label, days))) == []


def test_an_event_is_not_shown_by_what_was_written_before_it() -> None:
    day = Interval(date(2024, 3, 7), date(2024, 3, 7))
    told = Told(claim(BRIDGE, day), BRIDGE, TODAY)
    (flag,) = flags_of_age(told, verdict("SUPPORTED", [("supports", date(2024, 3, 1))]))
    assert (flag.rule, flag.message) == ("AGE001", "supported only by what is of 2024-03-01, before 2024-03-07")
    assert list(flags_of_age(told, verdict("SUPPORTED", [("supports", date(2024, 3, 7))]))) == []
    year = Told(claim(BRIDGE, Interval(date(2024, 1, 1), date(2024, 12, 31))), BRIDGE, TODAY)
    assert list(flags_of_age(year, verdict("SUPPORTED", [("supports", date(2023, 3, 1))]))) == []


@pytest.mark.parametrize(
    "text",
    [
        "The bridge is scheduled to open on March 7.",
        "The bridge will open on Thursday.",
        "He plans to retire on 7 March.",
    ],
)
def test_what_is_planned_may_be_shown_by_what_was_written_before(text: str) -> None:
    told = Told(claim(text, Interval(date(2024, 3, 7), date(2024, 3, 7))), text, TODAY)
    assert list(flags_of_age(told, verdict("SUPPORTED", [("supports", date(2024, 3, 1))]))) == []
