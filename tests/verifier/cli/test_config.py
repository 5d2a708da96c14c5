"""Options of ``check`` from [tool.sayso]."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from claims.errors import InputError
from tests.verifier.cli.test_main import Run, run
from verifier.cli.check import check
from verifier.cli.config import NAMES, defaults, nearest

__all__ = ["run"]


def configured(folder: Path, text: str) -> dict[str, Any]:
    (folder / "pyproject.toml").write_text(text)
    return defaults(check, folder)


def test_every_option_has_a_key() -> None:
    assert {parameter.opts[0] for parameter in check.params} >= {f"--{name}" for name in NAMES}


def test_values(tmp_path: Path) -> None:
    assert configured(
        tmp_path,
        '[tool.sayso]\ncorpus = "refs"\nformat = "json"\nfail-on = ["refuted", "conflicting"]\n'
        'nli-model = "org/model"\nengine = "torch"\n[tool.other]\nx = 1\n',
    ) == {
        "references": "refs",
        "format_": "json",
        "fail_on": ["refuted", "conflicting"],
        "nli_model": "org/model",
        "engine": "torch",
    }


@pytest.mark.parametrize("text", ["", "[tool]\n", '[project]\nname = "x"\n', "[tool.sayso]\n", "tool = 5\n"])
def test_nothing_said(tmp_path: Path, text: str) -> None:
    assert configured(tmp_path, text) == {}


def test_the_nearest_file_counts_and_its_folders_are_beside_it(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / "refs").mkdir()
    (tmp_path / "pyproject.toml").write_text('[tool.sayso]\ncorpus = "refs"\nnli-model = "org/model"\n')
    assert nearest(inner) == tmp_path / "pyproject.toml"
    assert defaults(check, inner) == {"references": str(tmp_path / "refs"), "nli_model": "org/model"}
    assert defaults(check, tmp_path)["references"] == "refs"
    (tmp_path / "a" / "pyproject.toml").write_text("")
    assert defaults(check, inner) == {}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[tool.sayso]\ncorpuss = "refs"\n', r"\[tool.sayso\] corpuss: unknown key; use one of corpus, format"),
        ('[tool.sayso]\nfail_on = ["refuted"]\n', "fail_on: unknown key"),
        ('[tool.sayso]\noutput = "x"\n', "output: unknown key"),
        ("[tool.sayso]\ncorpus = 5\n", "corpus: not a string"),
        ("[tool.sayso]\nengine = true\n", "engine: not a string"),
        ('[tool.sayso]\ncorpus = ["refs"]\n', "corpus: not a string"),
        ('[tool.sayso]\nfail-on = "refuted"\n', "fail-on: not a list"),
        ("[tool.sayso]\nfail-on = [1]\n", "fail-on: not a string"),
        ('[tool.sayso]\nfail-on = ["refute"]\n', "fail-on: unknown value 'refute'; use one of error"),
        ('[tool.sayso]\nformat = "xml"\n', "format: unknown value 'xml'; use one of text, json"),
        ("[tool.sayso.corpus]\nx = 1\n", "corpus: not a string"),
        ('[tool.sayso]\nsources = "AFP"\n', r"\[tool.sayso.sources\]: not a table of lists"),
        ('[tool.sayso.sources]\nwire = "AFP"\n', r"\[tool.sayso.sources\]: not a table of lists"),
        ('[tool.sayso.sources]\nagency = ["AFP"]\n', r"\[tool.sayso.sources\] agency: no tier"),
        ("[tool.sayso.sources]\nwire = [1]\n", r"\[tool.sayso.sources\] wire: no tier"),
        ("[tool]\nsayso = 3\n", "tool.sayso: not a table"),
        ("[tool.sayso\n", r"cannot be read \(.*line 1"),
    ],
)
def test_what_is_wrong_is_named_with_its_file(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        configured(tmp_path, text)
    assert str(caught.value).startswith(str(tmp_path / "pyproject.toml"))
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_bytes(b"\xff\xfe\0")
    with pytest.raises(InputError, match="cannot be read"):
        defaults(check, tmp_path)


def test_config_says_what_holds_and_where_it_is_from(run: Run) -> None:
    (run.folder / "pyproject.toml").write_text('[tool.sayso]\ncorpus = "refs"\nfail-on = ["error"]\nshow = "notes"\n')
    (run.folder / ".sayso-baseline.json").write_text("{}")
    ended = run("config", "--show", "errors", "--strict")
    assert (ended.code, ended.err) == (0, "")
    lines = [re.split(r"  +# ", line) for line in ended.out.splitlines()]
    found = {line[0].split(" = ")[0]: (line[0], line[1]) for line in lines}
    path = str(run.folder / "pyproject.toml")
    assert found["corpus"] == ('corpus = "refs"', path)
    assert found["fail-on"] == ('fail-on = ["error"]', path)
    assert found["show"] == ('show = "errors"', "command line")
    assert found["strict"] == ("strict = true", "command line")
    assert found["format"] == ('format = "text"', "default")
    assert found["baseline"] == ('baseline = ".sayso-baseline.json"', "default, and it is here")
    assert found["# engine is not set"][1] == "default"
    parsed = tomllib.loads(ended.out)
    assert set(parsed) <= set(NAMES) and {name.removeprefix("# ").split()[0] for name in found} == set(NAMES)


def test_config_refuses_what_check_refuses(run: Run) -> None:
    assert run("config", "--show", "everything").code == 2
    (run.folder / "pyproject.toml").write_text('[tool.sayso]\ncorpsu = "refs"\n')
    assert "unknown key" in run("config").err


def test_tiers_of_sources(run: Run) -> None:
    (run.folder / "pyproject.toml").write_text('[tool.sayso.sources]\nwire = ["AFP", "PA"]\nofficial = ["*.gov"]\n')
    told = run("config").out
    assert 'sources = ["wire=AFP", "wire=PA", "official=*.gov"]' in told
    wrong = run("config", "--sources", "agency=AFP")
    assert wrong.code == 2 and "TIER=NAME" in wrong.err
