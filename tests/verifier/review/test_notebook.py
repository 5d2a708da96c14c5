from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from claims.errors import InputError
from claims.records import Article, Claim
from verifier.records import CheckedClaim, Flag, Report, Run, Verdict
from verifier.report.json import render
from verifier.review import Review
from verifier.review.decisions import Decision
from verifier.review.file import read

ROOT = Path(__file__).parents[3]
TEXT = "Three ferries sank. <b>Two</b> ran aground."


def make(article_id: str = "a") -> Report:
    def checked(number: int, text: str, *flags: Flag) -> CheckedClaim:
        start = TEXT.index(text)
        claim = Claim(article_id, f"c{number}", "asserted", text, ((start, start + len(text)),))
        return CheckedClaim(claim, so=Verdict("REFUTED", 0.9, "the log says otherwise"), flags=flags)

    claims = (
        checked(1, "Three ferries sank.", Flag("R1", "refuted", "error", "x"), Flag("R2", "number", "note", "y")),
        checked(2, "<b>Two</b> ran aground.", Flag("R1", "refuted", "error", "z")),
        checked(3, "ran aground."),
    )
    return Report(Article(article_id, TEXT), claims, Run("sayso", "0"))


def review(path: Path, *reports: Report) -> Review:
    return Review(reports or (make(),), path / "decisions.json", "Ann")


def kept(path: Path) -> list[Decision]:
    return [entry for entry in read(path) if isinstance(entry, Decision)]


def test_a_decision_is_recorded_for_every_flag_of_the_claim(tmp_path: Path) -> None:
    first = review(tmp_path)
    assert len(first.pending()) == 3
    made = first.decide("c1", "right", "two in the log")
    assert [decision.rule for decision in made] == ["R1", "R2"]
    assert [(entry.rule, entry.decision, entry.reason, entry.author) for entry in kept(first.path)] == [
        ("R1", "right", "two in the log", "Ann"),
        ("R2", "right", "two in the log", "Ann"),
    ]
    again = review(tmp_path)
    assert [checked.claim.id for _, checked, _ in again.pending()] == ["c2"]
    assert "a c1 R1: right by Ann: two in the log" in again.overview()
    assert "1 of 3 flags to decide" in again.overview()


def test_one_rule_and_the_latest_decision_holds(tmp_path: Path) -> None:
    one = review(tmp_path)
    one.decide("c1", "right", rule="R2")
    one.decide("c1", "false alarm", rule="R2")
    assert one.status(one.items[0]) == "to decide"
    assert one.status(one.items[1]) == "false alarm by Ann"
    assert len(read(one.path)) == 1


def test_a_decision_lapses_when_the_claim_changes(tmp_path: Path) -> None:
    review(tmp_path).decide("c2", "right")
    report = make()
    claim = replace(report.claims[1].claim, text="Four ran aground.")
    changed = replace(report, claims=(report.claims[0], replace(report.claims[1], claim=claim)))
    assert len(review(tmp_path, changed).pending()) == 3


@pytest.mark.parametrize(
    ("claim", "decision", "rule"),
    [("c9", "right", None), ("c3", "right", None), ("c1", "yes", None), ("c2", "right", "R2")],
)
def test_what_cannot_be_decided(tmp_path: Path, claim: str, decision: str, rule: str | None) -> None:
    one = review(tmp_path)
    with pytest.raises(InputError):
        one.decide(claim, decision, rule=rule)
    assert not one.path.exists()


def test_the_same_claim_id_in_two_articles(tmp_path: Path) -> None:
    both = review(tmp_path, make("a"), make("b"))
    with pytest.raises(InputError, match="article_id"):
        both.decide("c2", "right")
    (made,) = both.decide("c2", "right", article_id="b")
    assert made.article_id == "b"


def test_a_report_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.json"):
        Review.open(tmp_path / "none.json", tmp_path / "decisions.json", "Ann")


@pytest.mark.slow
def test_the_notebook_runs_and_a_decision_lands_in_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import nbformat
    from nbclient import NotebookClient

    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH")))))
    (tmp_path / "report.json").write_text(render([make()]), encoding="utf-8")
    notebook = nbformat.read(ROOT / "notebooks" / "review.ipynb", as_version=4)
    assert not any(cell.get("outputs") or cell.get("execution_count") for cell in notebook.cells)
    cells = {cell.id: cell for cell in notebook.cells}
    assert cells["parameters"].metadata.tags == ["parameters"]
    cells["parameters"].source += '\nREVIEWER = "Ann"'
    cells["show"].source += '\ndecide("c2", "false alarm", "the log is wrong")'
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(tmp_path)}}).execute()
    (made,) = kept(tmp_path / "decisions.json")
    assert (made.claim, made.decision, made.reason, made.author) == (
        "<b>Two</b> ran aground.", "false alarm", "the log is wrong", "Ann",
    )  # fmt: skip
    pages = [output.data["text/html"] for output in cells["show"].outputs if "text/html" in output.get("data", {})]
    assert len(pages) == 3
    assert "<b>Two" not in "".join(pages)
    assert "a c2 R1: false alarm by Ann: the log is wrong" in cells["overview"].outputs[0].text
