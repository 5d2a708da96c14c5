"""Places and streams that fail: one line, exit code 2, and no traceback."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from claims.errors import InputError
from tests.processes import started
from verifier.cli.output import LONGEST, SHOWN, input_errors
from verifier.draft import Draft

ROOT = Path(__file__).parents[3]
SAYSO = Path(sys.executable).with_name("sayso")
LONG = "x" * 300
needs_full = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has /dev/full")


def shell(line: str, where: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "SAYSO": str(SAYSO), "SAYSO_CACHE_DIR": str(where / "cache")}
    return subprocess.run(
        ["/bin/bash", "-c", line], cwd=where, env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "refs").mkdir()
    (tmp_path / "refs" / "a.txt").write_text("The minister opened the harbour in Kaunas on Monday.")
    (tmp_path / "a.txt").write_text("The minister opened the harbour in Kaunas on Monday.")
    return tmp_path


@needs_full
@pytest.mark.parametrize("command", ["--help", "--version", "check --help", "rules", "rules --format json"])
@pytest.mark.parametrize(("stream", "reason"), [(">/dev/full", "No space left"), (">&-", "Bad file descriptor")])
def test_standard_output_that_cannot_be_written(place: Path, command: str, stream: str, reason: str) -> None:
    ended = shell(f"$SAYSO {command} {stream}", place)
    assert ended.returncode == 2
    assert ended.stderr.startswith(f"error: standard output: cannot be written ({reason}")
    assert ended.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("$SAYSO split - <&-", "stdin: is closed"),
        ("$SAYSO score - <&-", "stdin: is closed"),
        (f"$SAYSO split {LONG}.txt", "cannot be read (File name too long)"),
        (f"$SAYSO split a.txt -o {LONG}", "cannot be written (File name too long)"),
        (f"$SAYSO check a.txt --corpus refs -o {LONG}", "cannot be written (File name too long)"),
        (f"$SAYSO check {LONG}.txt --corpus refs", "cannot be read (File name too long)"),
        (f"$SAYSO check a.txt --corpus {LONG}", "no such file or folder"),
        (f"$SAYSO corpus list {LONG}", "no SaySo corpus here"),
        (f"$SAYSO corpus add {LONG} refs", "cannot be written"),
        (f"$SAYSO corpus add made {LONG}", "no such file or folder"),
        ("$SAYSO check a.txt --corpus ''", "--corpus: names nothing"),
        ("$SAYSO corpus add '' refs", "the corpus: has no name"),
        ("$SAYSO corpus repair ' '", "the corpus: has no name"),
        ("mkdir gone; cd gone; rmdir ../gone; $SAYSO split ../a.txt", "the current folder: was deleted"),
        ("ln -s /dev/zero z.jsonl; timeout 60 $SAYSO score z.jsonl", "z.jsonl:1: not a text file"),
    ],
)
def test_names_and_streams(place: Path, line: str, message: str) -> None:
    ended = shell(line, place)
    assert ended.returncode == 2
    assert message in ended.stderr
    assert ended.stderr.count("\n") == 1
    assert len(ended.stderr) < LONGEST + 20


def test_a_folder_whose_name_is_no_text(place: Path) -> None:
    ended = shell(
        "mkdir $'r\\xff' && cp refs/a.txt $'r\\xff/'; $SAYSO corpus add made $'r\\xff'; $SAYSO corpus list made", place
    )
    assert ended.returncode == 0
    assert ended.stdout.strip() == "a"


def test_a_reader_that_goes_away_ends_a_list_with_141(place: Path) -> None:
    lines = "".join(f'{{"id": "{"a" * 90}{n}", "text": "The minister opened harbour {n}."}}\n' for n in range(2000))
    (place / "many.jsonl").write_text(lines)
    ended = shell("$SAYSO corpus add made many.jsonl; $SAYSO corpus list made | head -1; exit ${PIPESTATUS[0]}", place)
    assert ended.returncode == 141
    assert ended.stderr == "2000 added, 0 replaced, 0 unchanged\n"


@pytest.mark.parametrize("columns", ["0", "1", "-5", "many", ""])
def test_a_page_has_some_width_whatever_columns_says(place: Path, columns: str) -> None:
    ended = shell(f"COLUMNS={columns} $SAYSO rules", place)
    assert ended.returncode == 0
    assert len(ended.stdout.splitlines()) > 20


WRITER = """
import sys, time; from pathlib import Path; from verifier.cli import main; from verifier.cli.output import writing
module = sys.modules["verifier.cli.main"]
def run():
    with writing(Path(sys.argv[1])) as write:
        write('half' * 100_000); print('ready', flush=True); time.sleep(60)
module._run = run
main()
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL, signal.SIGINT])
def test_what_ends_a_command_leaves_no_draft(tmp_path: Path, number: signal.Signals) -> None:
    command = [sys.executable, "-c", WRITER, str(tmp_path / "out.txt")]
    with started(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        process.send_signal(number)
        process.communicate()
    assert list(tmp_path.iterdir()) == []
    assert process.returncode == (143 if number == signal.SIGTERM else process.returncode)


@pytest.mark.parametrize("named", [False, True])
def test_a_draft_is_kept_or_gone(tmp_path: Path, named: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if named:
        monkeypatch.delattr(os, "O_TMPFILE", raising=False)
    target = tmp_path / "out.txt"
    target.write_text("before")
    for keep in (False, True):
        draft = Draft(target)
        draft.file.write("after")
        if keep:
            draft.keep()
        draft.file.close()
        draft.drop()
        assert target.read_text() == ("after" if keep else "before")
        assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("name", ["report.json", "[a]*?.json", "ü" * 120])
def test_the_next_draft_removes_what_a_killed_one_left(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a file system without files that have no name, and where a process is killed before its draft has its."""
    monkeypatch.delattr(os, "O_TMPFILE", raising=False)
    target = tmp_path / name
    code = (
        "import os, sys; from pathlib import Path; from verifier.draft import Draft; del os.O_TMPFILE\n"
        "draft = Draft(Path(sys.argv[1])); draft.file.write('half'); draft.file.flush(); os.kill(os.getpid(), 9)"
    )
    for _ in range(2):
        subprocess.run([sys.executable, "-c", code, target], check=False, cwd=ROOT)
        (left,) = tmp_path.iterdir()
        assert left.name.startswith(".") and left.name.endswith(".draft")
    other = tmp_path / ".other.json.01234567.draft"
    other.write_text("of another file")
    one, two = Draft(target), Draft(target)
    assert len(list(tmp_path.iterdir())) == 3
    for draft in (one, two):
        draft.file.write("whole")
        draft.keep()
        draft.file.close()
        draft.drop()
    assert sorted(tmp_path.iterdir()) == sorted([target, other])
    assert target.read_text() == "whole"


@needs_full
@pytest.mark.slow
@pytest.mark.parametrize("kilobytes", [4, 1_000, 60_000])
@pytest.mark.parametrize("command", ["check a.txt --corpus refs -o csv=o.csv", "corpus add made refs"])
def test_a_disk_with_no_room_is_one_line_and_costs_nothing(place: Path, command: str, kilobytes: int) -> None:
    """No file may be larger than that: the one that is written, those of the cache, or a temporary one."""
    ended = shell(f"ulimit -f {kilobytes}; exec $SAYSO {command}", place)
    if ended.returncode:
        assert (ended.returncode, ended.stderr.count("\n")) == (2, 1), ended.stderr
        assert ended.stderr.startswith("error: ") and not (place / "o.csv").exists()
    again = shell(f"$SAYSO {command}", place)
    assert again.returncode == 0, again.stderr


@pytest.mark.slow
def test_a_cache_folder_that_cannot_be_is_named_or_done_without(place: Path) -> None:
    line = "export SAYSO_CACHE_DIR=a.txt/cache; $SAYSO check a.txt --corpus {} -o csv=o.csv"
    indexed = shell(line.format("refs"), place)
    assert (indexed.returncode, indexed.stderr.count("\n")) == (2, 1)
    assert "cannot be used (Not a directory); name another cache folder in SAYSO_CACHE_DIR" in indexed.stderr
    assert shell("$SAYSO corpus add made refs", place).returncode == 0
    assert shell(line.format("made"), place).returncode == 0
    assert (place / "o.csv").exists()


def test_many_errors_of_one_kind_are_summed_up(capsys: pytest.CaptureFixture[str]) -> None:
    started = time.process_time()
    with pytest.raises(SystemExit) as caught, input_errors() as errors:
        errors.say(
            *(InputError(f"a.jsonl:{n}", f"the id 'a{n}' was used before", "give another") for n in range(30_000))
        )
        errors.say(InputError("b.txt", "the file is empty", "give a file with text"))
    lines = capsys.readouterr().err.splitlines()
    assert caught.value.code == 2
    assert lines[:SHOWN] == [f"error: a.jsonl:{n}: the id 'a{n}' was used before; give another" for n in range(SHOWN)]
    assert lines[SHOWN:] == [
        "error: b.txt: the file is empty; give a file with text",
        f"error: {30_000 - SHOWN:,} more like this: the id … was used before; give another",
    ]
    assert time.process_time() - started < 5


def test_a_long_line_shows_its_beginning_and_its_end(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit), input_errors() as errors:
        errors.say(InputError("begin" + "x" * 5000, "bad", "mend it"))
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("error: beginxxx") and line.endswith("xxx: bad; mend it") and len(line) < 200


def test_a_long_line_of_short_words_is_cut(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit), input_errors() as errors:
        errors.say(InputError("begin" + " word" * 5000, "bad", "mend it"))
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("error: begin word") and line.endswith("word: bad; mend it") and len(line) < LONGEST + 10
