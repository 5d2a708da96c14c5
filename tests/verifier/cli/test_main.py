"""The commands ``check``, ``split`` and ``score``: what goes where, and with which exit code.

Models are stand-ins here; ``test_cli_process.py`` runs the real ones in processes of their own.
"""

from __future__ import annotations

import io
import json
import os
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import claims.attribution.tagger
import verifier.check
import verifier.nli
from claims.errors import InputError
from claims.records import Relation
from verifier.cli.main import main
from verifier.nli.engine import Pair
from verifier.nli.labels import LABELS
from verifier.nli.scorer import Scorer
from verifier.records import Scores

ARTICLE = "The border guards counted 4,000 people in Kaunas. The minister said that the border was closed."
REFERENCE = "The border guards counted 900 people in Kaunas, and not 4,000."
GERMAN = "Die litauische Regierung hat am Montag den Grenzschutz angewiesen, alle Menschen an der Grenze abzuweisen."


class FakeTagger:
    name, digest = "fake", "0" * 64

    def relations(self, text: str) -> tuple[Relation, ...]:
        found = re.search(r"(The minister) (said) that ([^.]*)", text)
        return (Relation((found.span(1),), (found.span(2),), (found.span(3),)),) if found else ()


class FakeEngine:
    """Every passage contradicts every claim."""

    name, digest = "fake", "1" * 64
    labels: tuple[str, ...] = LABELS

    def __call__(self, pairs: Sequence[Pair], temperature: float) -> list[Scores]:
        return [Scores(0.05, 0.05, 0.9) for _ in pairs]


SUMMARY = re.compile(r"\d+ articles?, |no error or warning|\d+ (?:error|warning|note)s?\b|RUN001 |failed: ")


@dataclass
class Ended:
    code: object
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """What is said on stderr beside the summary of a check."""
        return [line for line in self.err.splitlines() if not SUMMARY.match(line)]


class Run:
    """Runs the console script's function in this process."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch, capture: pytest.CaptureFixture[str]) -> None:
        self.folder, self.patch, self.capture = folder, patch, capture

    def __call__(self, *arguments: str | Path, stdin: bytes = b"") -> Ended:
        self.patch.setattr(sys, "argv", ["sayso", *map(str, arguments)])
        self.patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        with pytest.raises(SystemExit) as caught:
            main()
        out, err = self.capture.readouterr()
        return Ended(caught.value.code, out, err)

    def file(self, name: str, content: str | bytes = ARTICLE) -> Path:
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setenv("SAYSO_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.delenv("SAYSO_DEBUG", raising=False)
    monkeypatch.setattr(claims.attribution.tagger, "Tagger", FakeTagger)
    monkeypatch.setattr(verifier.nli, "open_reader", lambda *_: Scorer(FakeEngine()))
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    (folder / "refs").mkdir()
    (folder / "refs" / "count.txt").write_text(REFERENCE)
    return Run(folder, monkeypatch, capsys)


Case = tuple[str, str | bytes | None, str]
ARTICLES: dict[str, Case] = {
    "missing": ("missing.txt", None, "no such file"),
    "empty": ("empty.txt", "", "the file is empty"),
    "white space": ("blank.txt", " \n\n", "the file is empty"),
    "binary": ("binary.txt", b"\x89PNG\r\n\0\0", "not a text file"),
    "not UTF-8": ("noise.txt", bytes(range(128, 256)) * 4, "not UTF-8 (byte 0), and its encoding cannot be told"),
    "50 MB": ("big.txt", b"It rained. " * 4_600_000, "larger than 10,000,000 bytes"),
    "no article": ("page.html", "<html><head><title>Home</title></head><body></body></html>", "no article text found"),
    "German": ("german.txt", GERMAN, "the article looks German"),
    "suffix": ("paper.odt", "PK", "unknown format .odt"),
    "no suffix": ("paper", "x", "unknown format (no suffix)"),
    "JSON": ("broken.json", '{"text": ', "not JSON"),
    "field": ("field.json", '{"text": 5}', "must be text, not a number"),
    "lines": ("bad.jsonl", "not json\n", "not JSON"),
    "Parquet": ("rows.parquet", b"PAR1", "not Parquet"),
}


@pytest.mark.parametrize("command", ["check", "split"])
@pytest.mark.parametrize("name", ARTICLES)
def test_a_bad_article_is_one_line_and_the_rest_is_reported(run: Run, command: str, name: str) -> None:
    file, content, message = ARTICLES[name]
    if content is not None:
        run.file(file, content)
    options = ["--corpus", "refs"] if command == "check" else []
    alone = run(command, file, *options)
    assert (alone.code, alone.out, len(alone.lines)) == (2, "", 1)
    assert alone.err.startswith(f"error: {file}")
    assert message in alone.err

    run.file("good.txt")
    batch = run(command, file, "good.txt", *options, "--format", "jsonl")
    assert (batch.code, batch.lines) == (2, alone.lines)
    assert {json.loads(line)["article_id"] for line in batch.out.splitlines()} == {"good"}


def test_a_broken_line_of_a_batch_is_named_and_the_rest_is_reported(run: Run) -> None:
    good = json.dumps({"text": ARTICLE})
    run.file("batch.jsonl", f'{good}\n{{"text": \n{json.dumps({"text": GERMAN})}\n{good}\n')
    for command, *options in (("split",), ("check", "--corpus", "refs")):
        ended = run(command, "batch.jsonl", *options, "--format", "jsonl")
        assert ended.code == 2
        assert [line.split(": ")[1] for line in ended.lines] == ["batch.jsonl:2", "batch.jsonl:3"]
        ids = [json.loads(line)["article_id"] for line in ended.out.splitlines()]
        assert list(dict.fromkeys(ids)) == ["batch:1", "batch:4"]


SCORES: dict[str, Case] = {
    "missing": ("missing.jsonl", None, "no such file"),
    "folder": ("refs", None, "is a folder"),
    "empty": ("empty.jsonl", "", "the file is empty"),
    "blank lines": ("blank.jsonl", "\n\n", "the file is empty"),
    "binary": ("binary.jsonl", b"\x89PNG\r\n\0\0" * 1000, "not a JSON object"),
    "50 MB": ("big.jsonl", b"x" * 50_000_000, "longer than"),
    "an article": ("article.txt", ARTICLE, "not a JSON object"),
}


@pytest.mark.parametrize("name", SCORES)
def test_bad_pairs_are_one_line(run: Run, name: str) -> None:
    file, content, message = SCORES[name]
    if content is not None:
        run.file(file, content)
    ended = run("score", file)
    assert (ended.code, ended.out) == (2, "")
    assert len(ended.lines) == (2 if name == "binary" else 1)
    assert ended.err.startswith(f"error: {file}") and message in ended.err


def test_score_answers_each_pair_in_order(run: Run) -> None:
    lines = [{"id": n, "premise": f"p{n}", "hypothesis": "h"} for n in range(3)]
    text = "\n".join([json.dumps(lines[0]), "broken", *map(json.dumps, lines[1:])])
    run.file("pairs.jsonl", text)
    ended = run("score", "pairs.jsonl")
    assert (ended.code, len(ended.lines)) == (2, 1) and ended.err.startswith("error: pairs.jsonl:2: ")
    found = [json.loads(line) for line in ended.out.splitlines()]
    assert [each["id"] for each in found] == [0, 1, 2]
    assert list(found[0]) == ["id", "entailment", "neutral", "contradiction", "support"]
    piped = run("score", "-", stdin=text.encode())
    assert (piped.out, piped.err) == (ended.out, ended.err.replace("pairs.jsonl", "stdin"))
    assert run("score", "pairs.jsonl", "-o", "out.jsonl").out == ""
    assert Path("out.jsonl").read_text() == ended.out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["check", "--corpus", "refs"], "Missing argument 'ARTICLE...'"),
        (["check", "good.txt", "--corpus", "nowhere"], "nowhere: no such file or folder"),
        (["check", "good.txt", "--corpus", "empty"], "empty: no reference in the folder"),
        (["check", "good.txt", "--corpus", "s4://x"], "s4://x: not a SaySo corpus"),
        (["check", "good.txt", "--corpus", "refs", "--format", "xml"], "'xml' is not one of 'text', 'json'"),
        (
            ["check", "good.txt", "--corpus", "refs", "--fail-on", "typo"],
            "'typo' is not one of 'error', 'warning', 'note'",
        ),
        (["check", "good.txt", "--corpus", "refs", "--engine", "x"], "'x' is not one of 'openvino', 'torch'"),
        (["check", "good.txt", "--corpus", "refs", "-o", "nowhere/x.txt"], "there is no folder nowhere; make it first"),
        (["check", "good.txt", "--corpus", "refs", "-o", "refs"], "refs: is a folder"),
        (["split", "good.txt", "--format", "xml"], "'xml' is not one of 'text', 'json', 'jsonl', 'relations', 'html'"),
        (["split", "good.txt", "-o", "nowhere/x.txt"], "there is no folder nowhere"),
        (["score", "pairs.jsonl", "-o", "nowhere/x.txt"], "there is no folder nowhere"),
        (["chekc"], "No such command 'chekc'"),
        (["check", "--nonsense"], "No such option"),
    ],
)
def test_bad_usage_is_one_line(run: Run, arguments: list[str], message: str) -> None:
    run.file("good.txt")
    run.file("pairs.jsonl", '{"premise": "p", "hypothesis": "h"}')
    (run.folder / "empty").mkdir()
    ended = run(*arguments)
    assert (ended.code, ended.out, len(ended.lines)) == (2, "", 1)
    assert ended.err.startswith("error: ") and message in ended.err


def test_bad_references_are_named_and_the_others_are_used(run: Run) -> None:
    run.file("refs/empty.txt", "")
    ended = run("check", run.file("good.txt"), "--corpus", "refs", "--format", "jsonl")
    assert (ended.code, ended.lines) == (2, ["error: refs/empty.txt: the file is empty; give a file with text"])
    assert ended.out


@pytest.mark.parametrize("format_", ["text", "json", "jsonl", "html"])
def test_output_goes_to_the_file_and_is_the_same(run: Run, format_: str) -> None:
    run.file("a.txt"), run.file("b.txt")
    arguments = ["check", "a.txt", "b.txt", "--corpus", "refs", "--format", format_]
    shown = run(*arguments)
    written = run(*arguments, "-o", "report")
    assert (shown.code, shown.lines, written.code, written.out, written.lines) == (0, [], 0, "", [])
    assert Path("report").read_text() == shown.out
    assert "Kaunas" in shown.out


def test_a_batch_is_a_list_and_one_article_an_object(run: Run) -> None:
    a, b = run.file("a.txt"), run.file("b.txt")
    options = ["--corpus", "refs", "--format", "json"]
    one, two = (json.loads(run("check", *files, *options).out) for files in ([a], [a, b]))
    assert one == two[0]
    assert [each["article"]["id"] for each in two] == ["a", "b"]


def test_standard_input(run: Run) -> None:
    for command, *options in (("split",), ("check", "--corpus", "refs")):
        ended = run(command, "-", *options, "--format", "jsonl", stdin=ARTICLE.encode())
        assert ended.code == 0
        assert {json.loads(line)["article_id"] for line in ended.out.splitlines()} == {"stdin"}
        assert run(command, "-", *options).lines == ["error: stdin: the file is empty; give a file with text"]


def test_split_as_a_page(run: Run) -> None:
    rows = ({"id": name, "title": f"{name} <y>", "text": ARTICLE} for name in ("x", "z"))
    run.file("batch.jsonl", "".join(f"{json.dumps(row)}\n" for row in rows))
    ended = run("split", "batch.jsonl", "--format", "html", "-o", "page.html")
    page = Path("page.html").read_text(encoding="utf-8")
    assert (ended.code, ended.out) == (0, "")
    assert page.count("The minister</b>") == 2 and "x &lt;y&gt;" in page and "<y>" not in page
    assert run("split", "batch.jsonl", "--format", "html").out == page


def test_relations(run: Run) -> None:
    run.file(
        "batch.jsonl", f"{json.dumps({'id': 'x', 'text': ARTICLE})}\n{json.dumps({'id': 'y', 'text': 'It rained.'})}"
    )
    found = [json.loads(line) for line in run("split", "batch.jsonl", "--format", "relations").out.splitlines()]
    start = ARTICLE.index("the border was closed")
    assert found == [
        {"id": "x", "relations": [{"source": [[50, 62]], "cue": [[63, 67]], "content": [[start, len(ARTICLE) - 1]]}]},
        {"id": "y", "relations": []},
    ]


HOSTILE = "The guards \x1b[31mcounted\x1b]0;owned\x07 [bold red]4,000[/] people \u202eelpoep\u2066 in Kaunas \x9b2J."


@pytest.mark.parametrize("format_", ["text", "jsonl", "json"])
def test_an_article_does_not_steer_the_terminal(run: Run, format_: str) -> None:
    run.file("h.txt", HOSTILE)
    run.file("refs/h.txt", HOSTILE.replace("4,000", "900"))
    commands = [["check", "h.txt", "--corpus", "refs", "--format", format_]]
    commands += [["split", "h.txt", "--format", format_]] if format_ in ("text", "jsonl") else []
    for command in commands:
        ended = run(*command)
        assert ended.code == 0
        assert not {"\x1b", "\x07", "\x9b", "\u202e", "\u2066"} & set(ended.out)
        assert "[bold red]4,000[/]" in ended.out


def test_a_file_name_does_not_steer_the_terminal_either(run: Run) -> None:
    ended = run("split", "\x1b[31m\u202ex\n.txt")
    assert (ended.code, ended.lines) == (2, ["error: <U+001B>[31m<U+202E>x .txt: no such file; check the name"])


@pytest.mark.skipif(sys.platform != "linux", reason="file names are text elsewhere")
@pytest.mark.parametrize("format_", ["text", "json", "jsonl", "html"])
def test_a_file_name_that_is_not_text(run: Run, format_: str) -> None:
    name = os.fsdecode(b"caf\xe9.txt")
    run.file(name)
    for output in ([], ["-o", "report"]):
        ended = run("check", name, "--corpus", "refs", "--format", format_, *output)
        assert (ended.code, ended.lines) == (0, [])


def test_json_lines_are_written_as_they_come(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a", "b", "c"):
        run.file(f"{name}.txt")
    real, out = verifier.check.check, []

    def watched(article: Any, *rest: Any) -> Any:
        out.append(run.capture.readouterr().out)
        if article.id == "c":
            raise RuntimeError("boom")
        return real(article, *rest)

    monkeypatch.setattr(verifier.check, "check", watched)
    ended = run("check", "a.txt", "b.txt", "c.txt", "--corpus", "refs", "--format", "jsonl")
    assert ended.code == 3
    assert [{json.loads(line)["article_id"] for line in part.splitlines()} for part in out] == [set(), {"a"}, {"b"}]


@pytest.mark.parametrize("format_", ["text", "jsonl"])
def test_an_internal_error_is_one_line_and_leaves_the_old_report(
    run: Run, monkeypatch: pytest.MonkeyPatch, format_: str
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("first line\nsecond \x1b[31mline")

    monkeypatch.setattr(verifier.check, "check", broken)
    run.file("report", "old")
    run.file("good.txt")
    arguments = ["check", "missing.txt", "good.txt", "--corpus", "refs", "--format", format_, "-o", "report"]
    ended = run(*arguments)
    assert (ended.code, ended.out) == (3, "")
    assert ended.lines == [
        "error: missing.txt: no such file; check the name",
        "internal error: RuntimeError: first line second <U+001B>[31mline (in good); set SAYSO_DEBUG=1 to see where",
    ]
    assert Path("report").read_text() == "old"
    assert sorted(path.name for path in run.folder.iterdir()) == ["good.txt", "refs", "report"]

    monkeypatch.setenv("SAYSO_DEBUG", "1")
    shown = run(*arguments)
    assert shown.code == 3
    assert "Traceback" in shown.err and "in broken" in shown.err


def test_what_was_said_is_not_lost_when_the_model_fails(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise InputError("models/x", "no such folder", "name one")

    monkeypatch.setattr(verifier.nli, "open_reader", refused)
    ended = run("check", "missing.txt", run.file("good.txt"), "--corpus", "refs", "--nli-model", "models/x")
    assert ended.code == 2
    assert [line.split(": ")[1] for line in ended.lines] == ["missing.txt", "models/x"]


def test_an_interrupted_run_says_so(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(verifier.check, "check", interrupted)
    ended = run("check", run.file("good.txt"), "--corpus", "refs", "-o", "report")
    assert (ended.code, ended.out) == (130, "")
    assert not Path("report").exists()


def test_options_from_pyproject(run: Run) -> None:
    run.file("good.txt")
    run.file("pyproject.toml", '[tool.sayso]\ncorpus = "refs"\nformat = "jsonl"\nfail-on = ["refuted"]\n')
    ended = run("check", "good.txt")
    assert ended.code == 1 and json.loads(ended.out.splitlines()[0])["article_id"] == "good"
    assert run("check", "good.txt", "--fail-on", "conflicting", "--format", "text").code == 0
    assert run("check", "good.txt", "--corpus", "nowhere").code == 2

    (run.folder / "sub").mkdir()
    run.patch.chdir(run.folder / "sub")
    assert run("check", "../good.txt").out == ended.out.replace('"good.txt"', '"../good.txt"')

    (run.folder / "pyproject.toml").write_text('[tool.sayso]\ncorpora = "refs"\n')
    wrong = run("check", "../good.txt")
    assert (wrong.code, wrong.out, len(wrong.lines)) == (2, "", 1)
    assert "pyproject.toml [tool.sayso] corpora: unknown key; use one of corpus" in wrong.err
    assert run("split", "../good.txt").code == 0


@pytest.mark.parametrize(
    "arguments", [["--help"], ["check", "--help"], ["split", "-h"], ["score", "-h"], ["--version"]]
)
def test_help(run: Run, arguments: list[str]) -> None:
    ended = run(*arguments)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith(("Usage: sayso", "sayso, version"))
