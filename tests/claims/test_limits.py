from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

import claims.article.files as files
from claims.article.files import load_articles
from claims.errors import InputError
from claims.limits import DEFAULTS, check_limits, limit
from verifier.clock import TookTooLong, time_limit

ENGLISH = "The minister opened the new harbour on Monday and spoke about the price of fish. "


@pytest.mark.parametrize("name", DEFAULTS)
def test_a_variable_sets_a_limit(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert limit(name) == DEFAULTS[name] > 0
    monkeypatch.setenv(f"SAYSO_MAX_{name}", "77")
    check_limits()
    assert limit(name) == 77


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("SAYSO_MAX_FILE_BYTES", "10 MB", "SAYSO_MAX_FILE_BYTES: is '10 MB' and no number above 0; write figures only"),
        ("SAYSO_MAX_FILE_BYTES", "-1", "no number above 0"),
        ("SAYSO_MAX_FILE_BYTES", "0", "no number above 0"),
        ("SAYSO_MAX_FILE_BYTES", "", "no number above 0"),
        ("SAYSO_MAX_FILE_BYTES", "٣", "no number above 0"),
        ("SAYSO_MAX_FILES", "3", "SAYSO_MAX_FILES: sets no limit that there is; use one of SAYSO_MAX_FILE_BYTES"),
    ],
)
def test_what_sets_none_is_said(name: str, value: str, message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(InputError, match=message):
        check_limits()


def test_a_limit_is_in_force_in_a_command(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ENGLISH)
    ended = subprocess.run(
        [Path(sys.executable).with_name("sayso"), "split", "a.txt"],
        cwd=tmp_path,
        env={"SAYSO_MAX_FILE_BYTES": "20", "PATH": "", "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (2, "error: a.txt: larger than 20 bytes; split it into smaller files\n")


@pytest.mark.parametrize("text", ["1," * 200, ". " * 400, "( " * 400, "& " * 400, ENGLISH * 25])
def test_a_text_of_too_many_words_and_marks_is_refused(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MAX_WORDS", 300)
    path = tmp_path / "a.txt"
    path.write_text(text)
    (error,) = load_articles(str(path))
    assert str(error) == f"{path}: the text has more than 300 words and marks; split it into articles"


def test_prose_of_as_many_characters_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_WORDS", 300)
    path = tmp_path / "a.txt"
    path.write_text(ENGLISH * 15)
    (article,) = load_articles(str(path))
    assert not isinstance(article, InputError)


def test_what_takes_too_long_is_given_up_and_the_rest_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAYSO_MAX_SECONDS", "1")
    started = time.monotonic()
    with pytest.raises(TookTooLong, match="a: took longer than 1 seconds"), time_limit("a"):
        while time.monotonic() - started < 20:
            pass
    assert time.monotonic() - started < 10
    with time_limit("b"):
        pass
    time.sleep(1.2)
