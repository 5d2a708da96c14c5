"""What README and the documentation show can be typed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pyarrow.parquet
import pytest

from verifier.cli.main import cli
from verifier.cli.review import Opening

ROOT = Path(__file__).parent.parent
SEED = ROOT / "seeds" / "lithuania-belarus"
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
PAGES = {
    path.relative_to(ROOT).as_posix(): text
    for path in DOCS
    if re.search(r"(?:^ *|[`|;] ?|run: |- )sayso [a-z]", text := path.read_text(encoding="utf-8"), re.MULTILINE)
}


def leaves(command: click.Command, name: str = "") -> dict[str, click.Command]:
    """All commands by name, groups among them."""
    found = {name: command} if name else {}
    if isinstance(command, click.Group):
        for each, inner in command.commands.items():
            found |= leaves(inner, f"{name} {each}".strip())
    return found


COMMANDS = leaves(cli)


def options(command: click.Command) -> set[str]:
    return {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)}


def examples(text: str) -> list[list[str]]:
    """The words of each `sayso …` in the code of a page."""
    found = re.findall(r"(?:^ *|[`|;] ?|run: |- )sayso ([^`\n|;#&\\]+)", text, re.MULTILINE)
    return [each.split() for each in found]


@pytest.mark.parametrize("page", PAGES)
def test_every_command_and_option_is_there(page: str) -> None:
    shown = [words for words in examples(PAGES[page]) if re.fullmatch("[a-z]+", words[0])]
    assert shown
    for words in shown:
        if isinstance(group := COMMANDS.get(words[0]), Opening):
            words = [words[0], *group.completed(words[1:])]
        name = next((name for name in (" ".join(words[:2]), words[0]) if name in COMMANDS), None)
        assert name, words
        used = {word.split("=")[0] for word in words if re.match("--?[a-z]", word)}
        assert used <= options(COMMANDS[name]) | {"--help"}, words


def test_the_table_of_check_has_every_option_of_it() -> None:
    rows = re.findall(r"^\| (`-.*?) \|", PAGES["docs/check.md"], re.MULTILINE)
    told = {name for row in rows for name in re.findall(r"`(--?[\w-]+)", row)}
    asked = [set(each.opts) for each in COMMANDS["check"].params if isinstance(each, click.Option)]
    assert told <= set.union(*asked)
    assert not [names for names in asked if not told & names]


@pytest.mark.slow
def test_the_lines_of_python_run(tmp_path: Path) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    assert len([line for line in code.splitlines() if line]) <= 7
    shutil.copytree(SEED / "references", tmp_path / "references")
    text = (SEED / "article.txt").read_text(encoding="utf-8")
    ended = subprocess.run(
        [sys.executable, "-c", f"text = {text[:600]!r}\n{code}"],
        cwd=tmp_path, env={**os.environ, "SAYSO_CACHE_DIR": str(tmp_path / "cache"), "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    rows = pyarrow.parquet.read_table(tmp_path / "claims.parquet").num_rows
    assert len(ended.stdout.splitlines()) == rows > 2
    assert "Verdict(label='" in ended.stdout
