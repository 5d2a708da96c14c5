"""Where results go: whole files or none, and a reader that goes away."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from claims.errors import InputError
from verifier.cli.output import Errors, check_output, input_errors, writing

needs_full = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has /dev/full")


def test_a_file_gets_its_name_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    with writing(path) as write:
        write("one\r\n")
        assert not path.exists()
        write("zwölf\n")
    assert path.read_bytes() == "one\r\nzwölf\n".encode()
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt, SystemExit, InputError("a", "b", "c")])
def test_what_fails_leaves_the_file_before_as_it_was(tmp_path: Path, error: BaseException) -> None:
    path = tmp_path / "report.txt"
    path.write_text("before")
    with pytest.raises(error if isinstance(error, type) else type(error)), writing(path) as write:
        write("half")
        raise error
    assert path.read_text() == "before"
    assert list(tmp_path.iterdir()) == [path]


def test_a_killed_run_leaves_no_half_file(tmp_path: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path; from verifier.cli.output import writing\n"
        "with writing(Path(sys.argv[1])) as write:\n    write('half' * 100_000); os.kill(os.getpid(), 9)"
    )
    path = tmp_path / "report.txt"
    subprocess.run([sys.executable, "-c", code, path], check=False)
    assert not path.exists()


def test_the_file_may_be_read_by_whom_the_umask_lets(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        with writing(tmp_path / "report.txt") as write:
            write("x")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "report.txt").stat().st_mode) == 0o640


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    link = tmp_path / "link.txt"
    link.symlink_to(tmp_path / "folder" / "report.txt")
    for text in ("one", "two"):
        with writing(link) as write:
            write(text)
        assert link.is_symlink()
        assert (tmp_path / "folder" / "report.txt").read_text() == text


def test_a_device_stays_a_device() -> None:
    with writing(Path(os.devnull)) as write:
        write("x")
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)


@pytest.mark.parametrize(
    ("where", "message"), [("nowhere/x.txt", "there is no folder"), ("x" * 300, "cannot be written")]
)
def test_what_cannot_be_written_is_said_before_the_work(tmp_path: Path, where: str, message: str) -> None:
    with pytest.raises(InputError, match=message), writing(tmp_path / where):
        pytest.fail("nothing is to be done")
    assert not list(tmp_path.iterdir())


@needs_full
def test_a_full_disk_is_one_error() -> None:
    with pytest.raises(InputError, match="/dev/full: cannot be written"), writing(Path("/dev/full")) as write:
        write("x" * 100_000)


WRITER = """
from verifier.cli.output import Errors, check_output, input_errors, writing
with input_errors(), writing(None) as write:
    for _ in range(1000):
        write("a line of output\\n" * 100)
"""


def test_a_reader_that_goes_away_ends_the_command_quietly() -> None:
    writer = subprocess.Popen([sys.executable, "-c", WRITER], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert writer.stdout and writer.stderr
    assert writer.stdout.readline() == b"a line of output\n"
    writer.stdout.close()
    assert writer.stderr.read() == b""
    assert writer.wait() == 141
    writer.stderr.close()


@needs_full
def test_standard_output_on_a_full_disk_is_one_line() -> None:
    with Path("/dev/full").open("w") as full:
        result = subprocess.run(
            [sys.executable, "-c", WRITER], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert result.returncode == 2
    assert result.stderr == "error: standard output: cannot be written (No space left on device); name a file with -o\n"


def test_bad_input_ends_with_2_when_all_is_done(capsys: pytest.CaptureFixture[str]) -> None:
    done = []
    with pytest.raises(SystemExit) as caught, input_errors() as errors:
        kept = errors.passed([1, InputError("a\nb", "\x1b[31m\u202ebad", "\udce9"), 2])
        done += list(kept)
    assert (done, caught.value.code) == ([1, 2], 2)
    assert capsys.readouterr().err == "error: a b: <U+001B>[31m<U+202E>bad; <U+DCE9>\n"


def test_what_was_said_is_not_lost_when_a_later_step_fails(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught, input_errors() as errors:
        errors.say(InputError("first", "bad", "mend it"))
        raise InputError("second", "bad", "mend it")
    assert caught.value.code == 2
    assert capsys.readouterr().err.splitlines() == ["error: first: bad; mend it", "error: second: bad; mend it"]


def test_no_file_is_written_over_its_own_input(tmp_path: Path) -> None:
    article, other = tmp_path / "a.txt", tmp_path / "b.txt"
    article.write_text("It rained.")
    check_output(other, [str(article), "-"])
    check_output(None, [str(article)])
    link = tmp_path / "link.txt"
    link.symlink_to(article)
    for output in (article, link):
        with pytest.raises(InputError, match="over its own input"):
            check_output(output, ["-", str(article)])


def test_articles_of_files_with_the_same_name_have_ids_of_their_own(tmp_path: Path) -> None:
    names = []
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        names.append(str(tmp_path / folder / "report.txt"))
        Path(names[-1]).write_text("The minister resigned on Monday after talks with the party.")
    assert [article.id for article in Errors().articles(names)] == ["report", "report-2"]
