"""Two reviewers' files: nothing is lost, the newer answer wins, and what they agree on is counted."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given

from tests.verifier.review.entries import TIME, files, on_claim, on_flag
from verifier.review.answers import OnClaim
from verifier.review.file import Entry, parsed, text_of
from verifier.review.merge import agreements, disagreements, kappa, merged

LATER = TIME + timedelta(seconds=1)


@given(files, files, files)
def test_files_merge_in_any_order_and_again(a: list[Entry], b: list[Entry], c: list[Entry]) -> None:
    whole = merged([a, b, c])
    assert whole == merged([c, a, b]) == merged([merged([a, b]), c]) == merged([whole, whole, b])
    assert {entry.key for entry in whole} == {entry.key for entry in (*a, *b, *c)}
    assert disagreements(whole) == disagreements(whole[::-1]) and agreements(whole) == agreements(whole[::-1])
    assert parsed(text_of(whole), "d.json") == whole


@given(files)
def test_of_an_author_the_newest_stays(entries: list[Entry]) -> None:
    for entry in merged([entries]):
        same = [other for other in entries if other.key == entry.key]
        assert all(other.time is None or (entry.time and other.time <= entry.time) for other in same)


def test_both_reviewers_stay_and_the_newer_answer_of_one_wins() -> None:
    old, new = on_claim("Ann", "agree"), on_claim("Ann", "supported", time=LATER)
    ben = on_claim("Ben", "refuted")
    assert merged([[old, ben], [new]]) == merged([[new], [ben, old]]) == (new, ben)
    undated = replace(old, answer="unsure", time=None)
    assert merged([[undated], [old]]) == (old,)


@pytest.mark.parametrize(
    ("ann", "ben", "differ"),
    [
        ("agree", "refuted", False),
        ("agree", "supported", True),
        ("supported", "not in the references", True),
        ("unsure", "supported", False),
        ("later", "supported", False),
    ],
)
def test_agreeing_is_saying_what_the_verdict_says(ann: OnClaim, ben: OnClaim, differ: bool) -> None:
    found = disagreements([on_claim("Ann", ann), on_claim("Ben", ben), on_claim("Cy", "later")])
    assert [[entry.author for entry in each.entries] for each in found] == ([["Ann", "Ben"]] if differ else [])


def test_disagreements_on_flags_and_on_the_claim_itself() -> None:
    wrong = [
        on_claim(name, "wrong voice", question=None, label=None, right_voice=voice)
        for name, voice in (("Ann", "the mayor"), ("Ben", "the police"))
    ]
    flags = [on_flag("Ann", "right"), on_flag("Ben", "false alarm"), on_flag("Cy", "known")]
    found = disagreements([*wrong, *flags, on_flag("Ann", "right", claim=2), on_flag("Ben", "known", claim=2)])
    assert [(each.respect, len(each.entries)) for each in found] == [("claim", 2), ("flags", 2)]


def test_who_saw_other_evidence_may_be_right() -> None:
    ann, ben = on_claim("Ann", "agree"), on_claim("Ben", "not in the references", evidence=(("log", "bb"),))
    (found,) = disagreements([ann, ben])
    assert found.other_evidence and not agreements([ann, ben])


# Cohen (1960), and the worked examples of textbooks: of 50 applications both accept 20 and refuse 15.
TABLES: list[tuple[dict[tuple[str, str], int], float | None]] = [
    ({("y", "y"): 20, ("y", "n"): 5, ("n", "y"): 10, ("n", "n"): 15}, 0.4),
    ({("y", "y"): 45, ("y", "n"): 15, ("n", "y"): 25, ("n", "n"): 15}, 0.1304),
    ({("a", "a"): 3, ("b", "b"): 4}, 1.0),
    ({("a", "b"): 5, ("b", "a"): 5}, -1.0),
    ({("a", "a"): 9}, None),
]


@pytest.mark.parametrize(("table", "expected"), TABLES)
def test_kappa(table: dict[tuple[str, str], int], expected: float | None) -> None:
    found = kappa([pair for pair, n in table.items() for _ in range(n)])
    assert found == (None if expected is None else pytest.approx(expected, abs=1e-4))


def test_agreement_by_respect() -> None:
    entries: list[Entry] = []
    for n in range(4):
        entries += [on_claim("Ann", "supported", claim=n), on_claim("Ben", "supported" if n else "refuted", claim=n)]
    entries += [on_flag("Ann", "right"), on_flag("Ben", "right"), on_claim("Ben", "agree", claim=9)]
    found = [(each.reviewers, each.respect, each.n, each.agreed, each.kappa) for each in agreements(entries)]
    assert found == [(("Ann", "Ben"), "so", 4, 3, 0.0), (("Ann", "Ben"), "flags", 1, 1, None)]
