"""What an editor says of sources orders evidence and names it, and decides nothing."""

import pytest

from claims.records import Article, Claim
from verifier.records import CheckedClaim, Evidence, Label, Passage, Report, Run, Scores, Stance, Verdict
from verifier.report.wording import passage_words
from verifier.voices.tiers import ONLY_THE_PARTY, Tiers, weighed

TIERS = Tiers(
    (("primary", "Acme*"), ("official", "gov.example"), ("wire", "AFP"), ("wire", "Agence *"), ("other", "blogs/*"))
)


@pytest.mark.parametrize(
    ("passage", "tier"),
    [
        ({"publisher": "AFP"}, "wire"),
        ({"publisher": "afp"}, "wire"),
        ({"publisher": "Agence Télégraphique"}, "wire"),
        ({"publisher": "AFP Sport"}, None),
        ({"publisher": "ACME Press Office"}, "primary"),
        ({"url": "https://gov.example/1"}, "official"),
        ({"url": "https://health.GOV.example:8080/1"}, "official"),
        ({"url": "https://notgov.example/1"}, None),
        ({"url": "https://evil.test/gov.example"}, None),
        ({"url": "http://[broken"}, None),
        ({"document_id": "blogs/ann"}, "other"),
        ({}, None),
        ({"publisher": "Acme", "url": "https://gov.example/1"}, "primary"),
    ],
)
def test_the_tier_of_a_document(passage: dict[str, str], tier: str | None) -> None:
    named = {"document_id": "1"} | passage
    found = Passage(named["document_id"], "It rained.", (0, 10), None, named.get("publisher"), None, named.get("url"))
    assert TIERS.of(found) == tier


def told(publisher: str | None, stance: Stance) -> Evidence:
    return Evidence(
        Passage(publisher or "none", "It rained.", (0, 10), publisher=publisher), Scores(0.9, 0.1, 0), stance
    )


def report(label: Label, *evidence: Evidence) -> Report:
    claim = Claim(article_id="a", id="1", kind="asserted", text="It rained.", spans=((0, 10),))
    verdict = Verdict(label, 0.9, "A reference says so.", evidence, len(evidence))
    run = Run("sayso", "0", {}, {}, {})
    return Report(Article("a", "It rained."), (CheckedClaim(claim, None, verdict),), run)


def so(found: Report) -> Verdict:
    verdict = found.claims[0].so
    assert verdict
    return verdict


def test_evidence_stands_in_the_order_of_tiers_and_else_as_it_was() -> None:
    evidence = [told(None, "supports"), told("AFP", "refutes"), told("Acme", "refutes"), told("X", "supports")]
    found = so(weighed(report("CONFLICTING", *evidence), TIERS))
    assert [each.passage.publisher for each in found.evidence] == ["Acme", "AFP", None, "X"]
    assert [each.passage.tier for each in found.evidence] == ["primary", "wire", None, None]
    assert passage_words(found.evidence[1].passage) == "AFP, wire source"


@pytest.mark.parametrize(
    ("label", "evidence", "alone"),
    [
        ("SUPPORTED", [("Acme", "supports")], True),
        ("SUPPORTED", [("Acme", "supports"), ("AFP", "neither")], True),
        ("SUPPORTED", [("Acme", "supports"), ("AFP", "supports")], False),
        ("SUPPORTED", [("Acme", "supports"), (None, "supports")], False),
        ("SUPPORTED", [("AFP", "supports")], False),
        ("REFUTED", [("Acme", "refutes")], False),
        ("NOT ENOUGH INFO", [("Acme", "neither")], False),
    ],
)
def test_only_the_party_itself_says_so(label: Label, evidence: list[tuple[str | None, Stance]], alone: bool) -> None:
    before = report(label, *(told(*each) for each in evidence))
    after = so(weighed(before, TIERS))
    assert (ONLY_THE_PARTY in after.reason) == alone
    assert (after.label, after.confidence, after.voices_for) == (label, 0.9, len(evidence))


def test_without_tiers_nothing_changes() -> None:
    before = report("SUPPORTED", told("Acme", "supports"))
    assert weighed(before, Tiers()) is before
