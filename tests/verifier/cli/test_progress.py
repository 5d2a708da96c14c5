"""What is said of a run that takes long."""

from __future__ import annotations

import time

import pytest

from verifier.cli import progress
from verifier.cli.progress import counted, duration, progress_line


@pytest.mark.parametrize(
    ("done", "total", "rate", "line"),
    [
        (120, 500, 0.4, "120 of 500 articles, 24 a minute, 16 min left"),
        (1_200, None, 25.0, "1,200 articles, 25 a second"),
        (0, 500, 0.0, "0 of 500 articles, 0 a minute"),
        (500, 500, 1.0, "500 of 500 articles, 60 a minute"),
        (1, 20_000, 0.5, "1 of 20,000 articles, 30 a minute, 11 h 7 min left"),
    ],
)
def test_lines(done: int, total: int | None, rate: float, line: str) -> None:
    assert progress_line(done, total, rate) == line


@pytest.mark.parametrize(("seconds", "words"), [(5, "under a minute"), (90, "2 min"), (3_600, "1 h 0 min")])
def test_times(seconds: float, words: str) -> None:
    assert duration(seconds) == words


def test_a_log_gets_a_line_now_and_then(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(progress, "EVERY", 0.05)
    for number in counted(range(2), streamed=False, total=2):
        until = time.monotonic() + 5
        while number and not (said := capsys.readouterr().err) and time.monotonic() < until:
            time.sleep(0.01)
    assert said.startswith("1 of 2 articles, ")


def test_what_is_quick_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert list(counted(iter("abc"), streamed=False)) == list("abc")
    assert capsys.readouterr().err == ""
