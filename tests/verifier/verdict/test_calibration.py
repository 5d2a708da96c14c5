"""Confidences by the reviewers: their order stays, and what is too often wrong is left open and flagged as such."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from claims.errors import InputError
from claims.records import Article, Claim, Voice
from verifier.records import CheckedClaim, Evidence, Flag, Label, Passage, Place, Report, Run, Scores, Stance, Verdict
from verifier.verdict.calibration import VerdictCalibration, VerdictMap, calibrated, is_calibrated, read_calibration
from verifier.verdict.flags import flags
from verifier.verdict.judge import Judgement
from verifier.verdict.rules import DEFAULT

PASSAGE = Passage("log", "Two ferries sank.", (0, 17))
NUMBER = Flag("NUM001", "number", "error", "three here, two there", ((0, 5),), Place("log", ((0, 3),)))


def report(label: Label, confidence: float, *, voiced: bool = False) -> Report:
    chain = (Voice("Critics", (), "said", (), "say"),) if voiced else ()
    claim = Claim("a", "c1", "attributed" if voiced else "asserted", "Three ferries sank.", ((0, 19),), chain)
    stance: Stance = "supports" if label == "SUPPORTED" else "refutes"
    verdict = Verdict(label, confidence, "because", (Evidence(PASSAGE, Scores(0.1, 0.1, 0.8), stance),), 1, 0)
    said = verdict if voiced else None
    found = (*flags(claim, Judgement(said, verdict, ())), NUMBER)
    checked = CheckedClaim(claim, said, verdict, found)
    return Report(Article("a", "Three ferries sank."), (checked,), Run("sayso", "0"))


def by(label: Label, **own: float) -> VerdictCalibration:
    return VerdictCalibration({label: VerdictMap(**own)}, "0" * 64)


def told(found: Report) -> tuple[str, float, list[str]]:
    checked = found.claims[0]
    assert checked.so
    return checked.so.label, checked.so.confidence, [flag.rule for flag in checked.flags]


def test_a_probability_takes_the_place_of_the_confidence() -> None:
    found = calibrated(report("REFUTED", 0.9), by("REFUTED", scale=0.5, offset=0.0, least=0.5), DEFAULT)
    assert told(found) == ("REFUTED", 0.75, ["SO001", "NUM001"])
    assert is_calibrated(found) and not is_calibrated(report("REFUTED", 0.9))


@pytest.mark.parametrize("label", ["SUPPORTED", "CONFLICTING", "NOT ENOUGH INFO"])
def test_a_label_without_a_map_stays_as_it_is(label: Label) -> None:
    before = report(label, 0.6)
    assert calibrated(before, by("REFUTED", least=1.0), DEFAULT).claims == before.claims


@pytest.mark.parametrize(
    ("label", "voiced", "rules"),
    [
        ("REFUTED", False, ["SO002", "NUM001"]),
        ("SUPPORTED", False, ["SO002", "NUM001"]),
        # That the references do not settle whether a voice is right is no flag.
        ("REFUTED", True, ["SAID003", "NUM001"]),
    ],
)
def test_what_is_too_often_wrong_is_left_open(label: Label, voiced: bool, rules: list[str]) -> None:
    found = calibrated(report(label, 0.6, voiced=voiced), by(label, offset=-1.0, least=0.5), DEFAULT)
    assert told(found) == ("NOT ENOUGH INFO", 0.6444, rules)
    so = found.claims[0].so
    assert so and so.reason == f"because Left open: by the reviewers, {label} is too often wrong here." and so.evidence


def test_a_rule_that_is_off_is_not_raised() -> None:
    found = calibrated(report("REFUTED", 0.6), by("REFUTED", least=0.9), DEFAULT - {"SO002"})
    assert told(found)[2] == ["NUM001"]


def test_only_what_settles_is_left_open() -> None:
    found = calibrated(report("CONFLICTING", 0.6), by("CONFLICTING", offset=-9.0, least=0.9), DEFAULT)
    assert told(found)[0] == "CONFLICTING"


def test_the_order_of_confidences_stays() -> None:
    own = VerdictMap(0.3, -2.0, 0.0)
    found = [own.probability(n / 100) for n in range(101)]
    assert found == sorted(found) and 0 < found[0] < found[-1] < 1


GOOD = {"schema": "sayso-calibration/1", "verdicts": {"REFUTED": {"scale": 0.5, "offset": -1, "least": 0.5}}}


def test_a_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "c.json"
    path.write_text(json.dumps(GOOD))
    found = read_calibration(path)
    assert found.maps == {"REFUTED": VerdictMap(0.5, -1.0, 0.5)} and len(found.digest) == 64


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "not a calibration"),
        ("[]", "not a calibration"),
        ('{"schema": "sayso-calibration/2", "verdicts": {}}', "not a sayso-calibration/1"),
        ('{"schema": "sayso-calibration/1"}', "'verdicts' is missing"),
        (json.dumps(GOOD).replace("0.5", "-0.5", 1), "scale is above 0"),
        (json.dumps(GOOD).replace("-1", '"-1"'), "are no numbers"),
        (json.dumps(GOOD).replace("-1", "Infinity"), "all are finite"),
        (json.dumps(GOOD).replace("-1", "1" * 400), "not a calibration"),
        (json.dumps(GOOD).replace('"least": 0.5', '"least": 2'), "least from 0 to 1"),
    ],
)
def test_what_is_no_calibration_is_one_line(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "c.json"
    path.write_text(text)
    with pytest.raises(InputError, match=message):
        read_calibration(path)
    with pytest.raises(InputError, match=r"none\.json"):
        read_calibration(tmp_path / "none.json")


def test_flags_that_somebody_decided_on_are_known_as_those_of_the_verdict() -> None:
    before = report("REFUTED", 0.6)
    checked = before.claims[0]
    decided = tuple(replace(flag, identity="x", state="known", reason="old") for flag in checked.flags)
    before = replace(before, claims=(replace(checked, flags=decided),))
    assert told(calibrated(before, by("REFUTED", least=0.9), DEFAULT))[2] == ["SO002", "NUM001"]
