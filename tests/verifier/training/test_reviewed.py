"""Fitting the confidence to reviewers' answers: what is drawn with a known map is found again on held-out answers."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from claims.errors import InputError
from claims.records import Article, Claim
from tests.verifier.cli.test_main import Run, run
from tests.verifier.review.entries import answer_on
from verifier.records import CheckedClaim, Evidence, Label, Passage, Report, Scores, Stance, Verdict
from verifier.records import Run as Header
from verifier.report.identity import identified
from verifier.report.json import render
from verifier.review.answers import OnClaim
from verifier.review.file import Entry, text_of
from verifier.training import reviewed
from verifier.training.reviewed import as_file, as_text, fit, judged
from verifier.verdict.calibration import VerdictMap, calibrated, read_calibration

__all__ = ["run"]

TIME = datetime(2031, 3, 5, tzinfo=UTC)
TRUE = VerdictMap(0.6, -0.8)


def articles(label: Label, number: int, own: VerdictMap = TRUE, seed: int = 1) -> tuple[list[Report], list[Entry]]:
    """Articles of four claims each and Ann's answers, right as often as ``own`` says of the confidence."""
    noise = random.Random(seed)
    stance: Stance = "supports" if label == "SUPPORTED" else "refutes"
    reports, entries = list[Report](), list[Entry]()
    for n in range(number):
        claims = []
        for k in range(4):
            evidence = Evidence(Passage("log", f"Of {k}.", (0, 5)), Scores(0.1, 0.1, 0.8), stance)
            verdict = Verdict(label, noise.uniform(0.3, 0.99), "because", (evidence,))
            claims.append(CheckedClaim(Claim(f"a{n}", f"c{k}", "asserted", f"Ferry {k} sank.", ((0, 4),)), so=verdict))
        report = identified(Report(Article(f"a{n}", f"{label} ferries {n}."), tuple(claims), Header("sayso", "0")))
        reports.append(report)
        for k, checked in enumerate(report.claims):
            assert checked.so
            right = noise.random() < own.probability(checked.so.confidence)
            answer: OnClaim = "agree" if right else "not in the references"
            entries.append(answer_on(report, k, "so", answer, author="Ann", time=TIME))
    return reports, entries


def test_the_map_that_answers_were_drawn_with_is_found() -> None:
    reports, entries = articles("REFUTED", 200)
    (found,) = fit(judged(entries, reports), 0.5)
    assert found.map and found.before and found.after and found.n == 800
    assert found.map.scale == pytest.approx(TRUE.scale, abs=0.2)
    assert found.map.probability(0.7) == pytest.approx(TRUE.probability(0.7), abs=0.05)
    assert found.after.loss < found.before.loss and found.after.brier < found.before.brier
    # Fewer verdicts are given, and more of them are right.
    assert found.after.given < found.before.given == 800
    assert found.after.right / found.after.given > found.before.right / found.before.given
    assert fit(judged(entries[::-1], reports), 0.5) == (found,)


def test_a_confidence_that_is_right_already_stays_as_it_is() -> None:
    reports, entries = articles("SUPPORTED", 100, VerdictMap())
    (found,) = fit(judged(entries, reports), 0.5)
    assert found.map is None or found.map.scale == pytest.approx(1, abs=0.25)


def test_too_few_answers_are_refused() -> None:
    reports, entries = articles("REFUTED", reviewed.LEAST // 4)
    with pytest.raises(InputError, match="judge 48 verdicts of one label at most; at least 50 are needed"):
        fit(judged(entries, reports), 0.5)
    with pytest.raises(InputError, match="judge 0 verdicts"):
        fit((), 0.5)
    reports, entries = articles("REFUTED", 30, VerdictMap(1.0, 50.0))
    with pytest.raises(InputError, match="5 wrong"):
        fit(judged(entries, reports), 0.5)


def test_what_lapsed_or_is_disputed_is_not_judged() -> None:
    reports, entries = articles("REFUTED", 3)
    whole = judged(entries, reports)
    assert len(whole) == 12 and judged(entries, [*reports, *reports]) == whole
    answers: list[tuple[int, OnClaim]] = [(0, "supported"), (1, "unsure")]
    ben = [answer_on(reports[0], n, "so", answer, author="Ben") for n, answer in answers]
    assert len(judged([*entries, *ben], reports)) == 11
    checked = reports[1].claims[0]
    assert checked.so
    other = replace(checked.so.evidence[0], passage=Passage("log", "Another.", (0, 8)))
    changed = replace(checked, so=replace(checked.so, evidence=(other,)))
    reports[1] = replace(reports[1], claims=(changed, *reports[1].claims[1:]))
    assert len(judged([*entries, *ben], reports)) == 10


def test_an_answer_judges_the_verdict_that_is_given_since() -> None:
    reports, _ = articles("REFUTED", 1)
    answer = answer_on(reports[0], 0, "so", "agree")
    checked = reports[0].claims[0]
    assert checked.so
    now = replace(checked, so=replace(checked.so, label="CONFLICTING", confidence=0.4))
    (found,) = judged([answer], [replace(reports[0], claims=(now, *reports[0].claims[1:]))])
    assert (found.label, found.confidence, found.right) == ("CONFLICTING", 0.4, False)


def test_a_report_that_is_calibrated_is_refused(tmp_path: Path) -> None:
    reports, entries = articles("REFUTED", 100)
    path = tmp_path / "c.json"
    path.write_text(as_file(fit(judged(entries, reports), 0.5)))
    again = [calibrated(report, read_calibration(path), frozenset()) for report in reports]
    with pytest.raises(InputError, match="check again without it"):
        judged(entries, again)


def test_what_changes_is_told() -> None:
    reports, entries = articles("REFUTED", 100)
    few, more = articles("SUPPORTED", 2, seed=5)
    text = as_text(fit(judged([*entries, *more], [*reports, *few]), 0.5))
    lines = text.splitlines()
    assert lines[1].startswith("SUPPORTED") and lines[1].endswith("too few; stays as it is")
    assert "log loss 0." in lines[2] and "given 400 (" in lines[2]
    assert lines[3].startswith("REFUTED: a confidence of 0.5 is 0.") and "; left open below 0." in lines[3]


def test_from_the_command_line_to_the_next_check(run: Run) -> None:
    reports, entries = articles("REFUTED", 100)
    run.file("reports.json", render(reports))
    run.file("d.json", text_of(entries))
    dry = run("calibrate", "d.json", "reports.json", "--dry-run")
    assert (dry.code, dry.err) == (0, "nothing is written\n") and not Path("sayso-calibration.json").exists()
    first = run("calibrate", "d.json", "reports.json")
    assert (first.code, first.err, first.out) == (0, "sayso-calibration.json: written\n", dry.out)
    same = run("calibrate", "d.json", "reports.json")
    assert same.err == "sayso-calibration.json: written\n"
    other = run("calibrate", "d.json", "reports.json", "--least", "0.9")
    assert other.err == "sayso-calibration.json: written; the one before is sayso-calibration.json.1\n"
    assert Path("sayso-calibration.json.1").read_text() != Path("sayso-calibration.json").read_text()

    run.file("a.txt")
    run.file("pyproject.toml", '[tool.sayso]\ncalibration = "sayso-calibration.json"\n')
    checked = json.loads(run("check", "a.txt", "--corpus", "refs", "--format", "json").out)
    verdict = checked["claims"][0]["verdicts"]["so"]
    assert checked["run"]["models"]["calibration"]["name"] == "reviewers"
    assert verdict["label"] == "NOT ENOUGH INFO" and "by the reviewers, REFUTED is too often wrong" in verdict["reason"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("none.json", "reports.json"), "none.json: no such file"),
        (("d.json", "d.json"), "d.json"),
        (("d.json", "reports.json"), "at least 50 are needed"),
        (("d.json", "reports.json", "-o", "d.json"), "over its own input"),
        (("d.json",), "Missing argument"),
        (("d.json", "reports.json", "--least", "2"), "--least"),
    ],
)
def test_what_is_wrong_is_one_line(run: Run, arguments: tuple[str, ...], message: str) -> None:
    reports, entries = articles("REFUTED", 2)
    run.file("reports.json", render(reports))
    run.file("d.json", text_of(entries))
    ended = run("calibrate", *arguments)
    assert (ended.code, len(ended.lines)) == (2, 1) and message in ended.err
