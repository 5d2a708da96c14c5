"""The installed command ``sayso`` in processes of its own, with the shipped models."""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.verifier.cli.test_main import SUMMARY

ROOT = Path(__file__).parents[3]
SEED = ROOT / "seeds" / "lithuania-belarus"
SAYSO = Path(sys.executable).with_name("sayso")
HEAVY = {"datasets", "jinja2", "lancedb", "numpy", "openvino", "pyarrow", "rich", "tokenizers", "torch", "transformers"}
# Of the processor, which another program on the machine does not lengthen.
HELP_SECONDS = 0.5

# Says on a file whenever Python code opens a connection or looks up a name.
WATCH = """
import os, socket
def watched(function):
    def wrapper(*arguments, **named):
        with open(os.environ["CALLS"], "a") as log:
            print(function.__qualname__, arguments[1:], file=log)
        return function(*arguments, **named)
    return wrapper
socket.getaddrinfo = watched(socket.getaddrinfo)
socket.socket.connect = watched(socket.socket.connect)
"""


def sayso(
    *arguments: str | Path, stdin: bytes = b"", cwd: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [SAYSO, *arguments], input=stdin, capture_output=True, check=False, cwd=cwd, env={**os.environ, **environment}
    )


def test_help_is_quick_and_imports_nothing_heavy() -> None:
    commands: list[list[str]] = [[], ["check"], ["split"], ["score"]]
    for command in commands:
        taken = []
        for _ in range(3):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            assert sayso(*command, "--help").returncode == 0
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            taken.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        assert min(taken) < HELP_SECONDS
        listed = subprocess.run(
            [sys.executable, "-X", "importtime", SAYSO, *command, "--help"], capture_output=True, text=True, check=True
        )
        imported = {line.split("|")[-1].strip().split(".")[0] for line in listed.stderr.splitlines()}
        assert "click" in imported
        assert not HEAVY & imported


def test_a_reader_that_goes_away_is_no_result_of_eval(tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text('{"id": "a", "text": "Lee left.", "relations": []}\n', encoding="utf-8")
    command: list[str | Path] = [SAYSO, "eval", "attribution", gold, "--predicted", gold]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout and process.stderr
        process.stdout.close()
        assert (process.stderr.read(), process.wait()) == (b"", 141)


def test_bad_usage_and_bad_input(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "article.txt").write_text("It rained.")
    cases: list[tuple[list[str | Path], str]] = [
        (["check", "article.txt", "--corpus", "empty"], "no reference in the folder"),
        (["check", "article.txt", "--corpus", "nowhere"], "no such file or folder"),
        (["check", "missing.txt", "--corpus", SEED / "references"], "no such file"),
        (["split", "missing.txt"], "no such file"),
        (["score", "missing.jsonl"], "no such file"),
        (["split", "article.txt", "--format", "xml"], "is not one of"),
    ]
    for arguments, message in cases:
        ended = sayso(*arguments, cwd=tmp_path, SAYSO_CACHE_DIR=str(tmp_path / "cache"))
        assert (ended.returncode, ended.stdout, ended.stderr.count(b"\n")) == (2, b"", 1)
        assert ended.stderr.startswith(b"error: ") and message in ended.stderr.decode()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--nli-model", "./missing"], "./missing: no such folder; name a folder or hub id"),
        (["--nli-model", "missing", "--engine", "openvino"], "missing: no openvino_model.xml"),
        (["--nli-model", "empty"], "empty: cannot load an NLI model"),
    ],
)
def test_a_model_that_is_not_there_is_one_line(tmp_path: Path, options: list[str], message: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "article.txt").write_text("It rained in Kaunas on Monday.")
    (tmp_path / "pairs.jsonl").write_text('{"premise": "It rained.", "hypothesis": "It was wet."}')
    commands: list[list[str | Path]] = [
        ["check", "article.txt", "--corpus", SEED / "references"],
        ["score", "pairs.jsonl"],
    ]
    for command in commands:
        ended = sayso(*command, *options, cwd=tmp_path, SAYSO_CACHE_DIR=str(tmp_path / "cache"))
        assert (ended.returncode, ended.stdout, ended.stderr.count(b"\n")) == (2, b"", 1), ended.stderr
        assert ended.stderr.decode().startswith(f"error: {message}")


@pytest.mark.slow
def test_a_whole_check_writes_to_the_cache_only_and_asks_nobody(tmp_path: Path) -> None:
    home, work, watch = (tmp_path / name for name in ("home", "work", "watch"))
    for folder in (home, work, watch):
        folder.mkdir()
    shutil.copytree(SEED / "references", work / "references")
    shutil.copy(SEED / "article.txt", work)
    before = {path: path.stat().st_mtime_ns for path in work.rglob("*")}
    (watch / "sitecustomize.py").write_text(WATCH)
    calls = watch / "calls"
    environment = {"HOME": str(home), "PATH": os.environ["PATH"], "PYTHONPATH": str(watch), "CALLS": str(calls)}
    outputs = []
    for _ in range(2):
        ended = subprocess.run(
            [SAYSO, "check", "article.txt", "--corpus", "references", "--format", "json"],
            cwd=work,
            env={**environment, "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            check=False,
        )
        assert (ended.returncode, bool(ended.stderr)) == (0, True)
        assert all(SUMMARY.match(line) for line in ended.stderr.decode().splitlines())
        outputs.append(ended.stdout)
    assert outputs[0] == outputs[1]
    assert json.loads(outputs[0])["claims"]
    assert [path.relative_to(home).as_posix() for path in home.rglob("*")][:2] == [".cache", ".cache/sayso"]
    assert [path.name for path in home.iterdir()] == [".cache"]
    assert [path.name for path in (home / ".cache").iterdir()] == ["sayso"]
    assert {path: path.stat().st_mtime_ns for path in work.rglob("*")} == before
    assert not calls.exists(), calls.read_text()


@pytest.mark.slow
def test_where_nothing_is_new_no_model_is_loaded_and_no_byte_is_another(tmp_path: Path) -> None:
    command: list[str | Path] = ["check", SEED / "article.txt", "--corpus", SEED / "references", "--format", "json"]
    folder = str(tmp_path / "cache")
    cold, warm = (sayso(*command, SAYSO_CACHE_DIR=folder) for _ in range(2))
    anew = sayso(*command, "--no-cache", SAYSO_CACHE_DIR=folder)
    assert cold.returncode == 0 and json.loads(cold.stdout)["claims"]
    assert (cold.stdout, cold.stderr) == (warm.stdout, warm.stderr) == (anew.stdout, anew.stderr)
    listed = subprocess.run(
        [sys.executable, "-X", "importtime", SAYSO, *command],
        env={**os.environ, "SAYSO_CACHE_DIR": folder},
        capture_output=True,
        text=True,
        check=True,
    )
    imported = {line.split("|")[-1].strip().split(".")[0] for line in listed.stderr.splitlines()}
    assert "lancedb" in imported
    assert not {"openvino", "spacy", "thinc", "tokenizers", "torch", "transformers"} & imported


@pytest.mark.slow
def test_the_watch_sees_a_connection(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(WATCH)
    code = "import socket; socket.getaddrinfo('localhost', 80); socket.socket().connect_ex; print('ran')"
    subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(tmp_path), "CALLS": str(tmp_path / "calls")},
        check=True,
        stdout=subprocess.DEVNULL,
    )
    assert "getaddrinfo" in (tmp_path / "calls").read_text()


@pytest.mark.slow
def test_score_from_standard_input_is_the_same_alone_and_in_a_batch() -> None:
    pairs = [
        {"id": "wet", "premise": "It rained all day in Kaunas.", "hypothesis": "It rained in Kaunas."},
        {"id": 7, "premise": "It rained all day in Kaunas.", "hypothesis": "The sun shone all day in Kaunas."},
        {"premise": "The mayor opened a bridge. " * 40, "hypothesis": "A bridge was opened by the mayor."},
    ]
    lines = [json.dumps(pair).encode() for pair in pairs]
    ended = sayso("score", "-", stdin=b"\n".join(lines))
    assert (ended.returncode, ended.stderr) == (0, b"")
    found = ended.stdout.splitlines()
    assert [json.loads(line)["id"] for line in found] == ["wet", 7, 3]
    for answer in map(json.loads, found):
        assert abs(answer["entailment"] + answer["neutral"] + answer["contradiction"] - 1) < 1e-9
        assert 0 <= answer["support"] <= 1
    assert sayso("score", "-", stdin=lines[1]).stdout.splitlines() == [found[1]]
    assert sayso("score", "-", stdin=b"\n".join(lines[::-1])).stdout.splitlines()[1:] == [found[1], found[0]]


@pytest.mark.slow
@pytest.mark.parametrize("format_", ["jsonl", "text"])
def test_a_reader_that_has_enough_ends_it_quietly(tmp_path: Path, format_: str) -> None:
    text = " ".join(f"The minister said on day {n} that the border was closed." for n in range(60))
    (tmp_path / "many.jsonl").write_text("\n".join([json.dumps({"text": text})] * 40))
    process = subprocess.Popen(
        [SAYSO, "split", tmp_path / "many.jsonl", "--format", format_], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout and process.stderr
    assert process.stdout.readline()
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait() == 141
    process.stderr.close()


@pytest.mark.slow
def test_json_is_utf_8_whatever_the_locale_says(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The café in Klaipėda “Ąžuolas” closed on Monday.", encoding="utf-8")
    plain = sayso("split", "a.txt", "--format", "jsonl", cwd=tmp_path)
    ascii_ = sayso("split", "a.txt", "--format", "jsonl", cwd=tmp_path, PYTHONIOENCODING="ascii", LC_ALL="C")
    assert "Klaipėda “Ąžuolas”" in json.loads(plain.stdout)["text"]
    assert ascii_.stdout == plain.stdout
