"""How far SaySo agrees with what a careful person expects of the example article; ``pytest -s`` shows the table."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.seed_agreement import Match, agreement, checked, expected_claims, matched, table
from claims.records import Article, Claim, Voice
from verifier.records import CheckedClaim, Report, Run, Verdict

# The mark is 0.85 of each question and of both. The judge leaves open what the small reader is not sure of, rather than
# assure anybody of what is not so; that costs some of the answers here. These floors only keep it from costing more.
FLOOR = {"said": 0.71, "so": 0.61}

# What is not found: a clause that is asserted too.
NOT_FOUND = {"NGOs have criticised the policy of repelling migrants at the Lithuanian border."}


@pytest.fixture(scope="module")
def matches(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Match]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SAYSO_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        found = matched(expected_claims(), checked())
    print(f"\n{table(found)}")
    yield found


@pytest.mark.slow
def test_every_attribution_is_found_with_its_source(matches: list[Match]) -> None:
    missed = {match.expected["text"] for match in matches if match.expected["chain"] and not match.found}
    assert missed <= NOT_FOUND
    short = {
        match.expected["text"]
        for match in matches
        if match.found and len(match.found.claim.chain) != len(match.expected["chain"])
    }
    assert not short


@pytest.mark.slow
@pytest.mark.parametrize("question", FLOOR)
def test_verdicts_agree(matches: list[Match], question: str) -> None:
    right, asked = agreement(matches, question)
    assert right / asked >= FLOOR[question], table(matches)


@pytest.mark.slow
@pytest.mark.parametrize("question", FLOOR)
def test_nobody_is_falsely_assured(matches: list[Match], question: str) -> None:
    """Where it differs from the careful reader it leaves open; it supports nothing and refutes nothing by mistake."""
    settled = [(match.expects(question), match.gives(question)) for match in matches if match.found]
    assert not [pair for pair in settled if pair[1] == "SUPPORTED" != pair[0]]
    assert not [pair for pair in settled if pair[1] == "REFUTED" and pair[0] not in ("REFUTED", "CONFLICTING")]


@pytest.mark.slow
def test_a_reader_sees_why(matches: list[Match]) -> None:
    for match in matches:
        verdicts = [match.found.said, match.found.so] if match.found else []
        for verdict in filter(None, verdicts):
            assert verdict.reason.endswith(".") and verdict.reason.count(".") == 1 + verdict.reason.count("No. ")
            if verdict.label != "NOT ENOUGH INFO":
                named = [each.passage.document_id for each in verdict.evidence if each.stance != "neither"]
                assert any(document in verdict.reason for document in named)


def test_expected_spans_lie_in_the_article() -> None:
    text = (Path(__file__).parents[2] / "seeds/lithuania-belarus/article.txt").read_text(encoding="utf-8")
    for claim in expected_claims():
        assert all(0 <= start < end <= len(text) for start, end in claim["spans"])
        for voice in claim["chain"]:
            assert voice["source"] is None or [text[start:end] for start, end in voice["spans"]] == [voice["source"]]


TEXT = "Frontex said that it rained. The sun shone."


def found(start: int, end: int, source: str | None = None, label: str = "") -> CheckedClaim:
    chain = (Voice(source, (), "said", (), "say"),) if source else ()
    said = Verdict("SUPPORTED", 1.0, "") if label else None
    return CheckedClaim(Claim("a", "1", "attributed" if chain else "asserted", "x", ((start, end),), chain), said)


def wanted(start: int, end: int, source: str | None = None) -> dict[str, object]:
    chain = [{"source": source}] if source else []
    return {"text": "x", "spans": [[start, end]], "chain": chain, "verdicts": {"said": "SUPPORTED", "so": None}}


@pytest.mark.parametrize(
    ("expected", "claims", "overlap"),
    [
        (wanted(18, 27, "Frontex"), [found(18, 27, "Frontex", "S")], 1.0),
        (wanted(18, 27, "Frontex"), [found(13, 27, "the agency Frontex")], 8 / 12),
        (wanted(18, 27, "Frontex"), [found(18, 20, "Frontex")], 0.0),
        (wanted(18, 27, "Frontex"), [found(18, 27, "NATO")], 0.0),
        (wanted(18, 27, "Frontex"), [found(18, 27)], 0.0),
        (wanted(29, 43), [found(18, 27, "Frontex"), found(29, 42)], 11 / 12),
    ],
)
def test_matching(expected: dict[str, object], claims: list[CheckedClaim], overlap: float) -> None:
    report = Report(Article("a", TEXT), tuple(claims), Run("sayso", "0"))
    (match,) = matched([expected], report)
    assert match.overlap == pytest.approx(overlap)
    assert (match.found is not None) == bool(overlap)
    assert agreement([match], "said") == (int(match.gives("said") == "SUPPORTED"), 1)
    assert agreement([match], "so") == (0, 0)


def test_a_claim_is_matched_once() -> None:
    report = Report(Article("a", TEXT), (found(18, 27, "Frontex"),), Run("sayso", "0"))
    loose, exact = matched([wanted(13, 27, "Frontex"), wanted(18, 27, "Frontex")], report)
    assert (loose.found, exact.overlap) == (None, 1.0)
