"""The example repository of ingests, as a data team would use it, with the shipped models."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "seeds" / "ci-example"
SAYSO = Path(sys.executable).with_name("sayso")
BASELINE = ".sayso-baseline.json"
NEW = ["ingests/09-patients.md", "ingests/10-north.md"]


@dataclass
class Repository:
    folder: Path
    environment: dict[str, str]

    def sayso(self, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [SAYSO, *arguments],
            cwd=self.folder, env=self.environment, input=stdin, capture_output=True, text=True, check=False,
        )  # fmt: skip

    def check(self, *options: str) -> tuple[int, list[str]]:
        """The exit code, and the files that are named for it."""
        ingests = sorted(str(path.relative_to(self.folder)) for path in (self.folder / "ingests").glob("*.md"))
        ended = self.sayso("check", *ingests, *options, "-o", os.devnull)
        named = re.findall(r"^failed: (.*?):\d+:\d+: ", ended.stderr, re.MULTILINE)
        return ended.returncode, sorted(set(named))

    def changed(self) -> tuple[int, list[str]]:
        """As ``check``, of the files that git says were changed since the last commit."""
        listed = self.git("diff", "--name-only", "HEAD", "--", "ingests")
        ended = self.sayso("check", "--files-from", "-", "-o", os.devnull, stdin=listed)
        assert len(re.findall(r"is not there", ended.stderr)) == len(self.git("diff", "--diff-filter=D").splitlines())
        named = re.findall(r"^failed: (.*?):\d+:\d+: ", ended.stderr, re.MULTILINE)
        return ended.returncode, sorted(set(named))

    def git(self, *arguments: str) -> str:
        """What git says."""
        who = ["-c", "user.name=Ann", "-c", "user.email=ann@example.org"]
        done = subprocess.run(["git", *who, *arguments], cwd=self.folder, capture_output=True, text=True, check=True)
        return done.stdout

    def commit(self) -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "as it is")

    def accept(self, command: str) -> None:
        """Take every flag of now as known."""
        ingests = sorted(str(path.relative_to(self.folder)) for path in (self.folder / "ingests").glob("*.md"))
        self.sayso("check", *ingests, "--format", "json", "-o", "report.json")
        ended = self.sayso("baseline", command, "report.json", "--author", "Ann", "--reason", "known in March")
        assert ended.returncode == 0, ended.stderr


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def repository(tmp_path: Path, cache: Path) -> Iterator[Repository]:
    folder = tmp_path / "repository"
    shutil.copytree(EXAMPLE, folder)
    environment = {**os.environ, "SAYSO_CACHE_DIR": str(cache), "PYTHONPATH": str(ROOT)}
    yield Repository(folder, environment)


@pytest.mark.slow
def test_two_ingests_have_new_problems_and_one_is_known(repository: Repository) -> None:
    assert repository.check() == (1, NEW)
    (repository.folder / BASELINE).unlink()
    assert repository.check() == (1, ["ingests/07-council.md", *NEW])


@pytest.mark.slow
def test_red_only_for_what_is_new(repository: Repository) -> None:
    """The way of a team from a fresh repository on."""
    ingests = repository.folder / "ingests"
    (repository.folder / BASELINE).unlink()
    repository.git("init", "--quiet")
    repository.commit()
    assert repository.check() == (1, ["ingests/07-council.md", *NEW])
    repository.accept("create")
    repository.commit()
    assert repository.check() == (0, [])

    bad = ingests / "11-storm.md"
    bad.write_text("---\nid: elm-0111\n---\nGusts of 181 kilometres an hour were measured at the lighthouse.\n")
    assert repository.check() == (1, ["ingests/11-storm.md"])
    repository.git("add", "--all")
    assert repository.changed() == (1, ["ingests/11-storm.md"])
    bad.write_text(bad.read_text().replace("181", "118"))
    assert repository.check() == (0, [])

    repository.git("mv", "ingests/09-patients.md", "ingests/12-fire.md")
    assert repository.check() == repository.changed() == (0, [])
    repository.accept("update")
    repository.commit()
    assert repository.changed() == (0, [])

    (repository.folder / "references" / "news-agency.md").write_text(
        "---\npublisher: Elm News Agency\npublished: 2031-03-04\n---\n"
        "The council voted on Tuesday to buy nine electric buses, the agency's reporter counted.\n"
        "The council voted on Tuesday to buy nine electric buses.\n"
    )
    assert repository.check() == (1, ["ingests/07-council.md"])


def script(name: str) -> str:
    """What the action runs in the step of this name."""
    steps = yaml.safe_load((ROOT / "action.yml").read_text())["runs"]["steps"]
    return next(str(step["run"]) for step in steps if step.get("name") == name)


def run_step(repository: Repository, text: str, **inputs: str) -> tuple[int, dict[str, str], str]:
    """The exit code of a step, its outputs, and what it says."""
    scratch = repository.folder.parent
    defaults = {"ARTICLES": "ingests/*.md", "CORPUS": "references", "FAIL_ON": "error", "OPTIONS": ""}
    environment = {**repository.environment, **defaults, **inputs}
    environment |= {"RUNNER_TEMP": str(scratch), "PATH": f"{SAYSO.parent}:{os.environ['PATH']}"}
    environment |= {name: str(scratch / name) for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
    ended = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", text],
        cwd=repository.folder, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    lines = (scratch / "GITHUB_OUTPUT").read_text().splitlines()
    return ended.returncode, dict(line.split("=", 1) for line in lines), ended.stdout


@pytest.mark.slow
def test_the_action_annotates_and_writes_what_it_uploads(repository: Repository) -> None:
    code, outputs, said = run_step(repository, script("Check"))
    assert (code, outputs) == (0, {"exit-code": "1", "written": "true"})
    assert re.search(r"^::error .*file=ingests/09-patients\.md", said, re.MULTILINE)
    scratch = repository.folder.parent
    sarif = json.loads((scratch / "sayso.sarif").read_text())
    assert {each["ruleId"] for each in sarif["runs"][0]["results"]} >= {"NUM001", "TIM001"}
    assert "Patients moved" in (scratch / "GITHUB_STEP_SUMMARY").read_text()


def test_the_action_without_an_article_is_bad_input(repository: Repository) -> None:
    code, outputs, said = run_step(repository, script("Check"), ARTICLES="none/*.md")
    assert (code, outputs) == (0, {"exit-code": "2"})
    assert said.startswith("::error::no article matches none/*.md")


def test_an_input_of_the_action_is_never_run(repository: Repository) -> None:
    run_step(
        repository, script("Check"), ARTICLES="none/$(touch pwned)*.md `touch pwned`*.md", OPTIONS="$(touch pwned)"
    )
    assert not (repository.folder / "pwned").exists()
    for step in yaml.safe_load((ROOT / "action.yml").read_text())["runs"]["steps"]:
        assert "${{" not in step.get("run", "") + step.get("with", {}).get("script", "")


def test_a_result_is_that_of_the_check(repository: Repository) -> None:
    for code in ("0", "1", "2"):
        ended = subprocess.run(["bash", "-c", script("Result")], env={"CODE": code}, check=False)
        assert ended.returncode == int(code)


def test_the_hook_of_pre_commit_takes_articles_and_no_readme() -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    assert {"id", "name", "entry", "language"} <= hook.keys()
    assert (hook["entry"], hook["require_serial"]) == ("sayso check", True)
    names = ["ingests/01.md", "a/README.md", "requirements.lock", "requirements-dev.txt", "LICENSE", "reader.md"]
    assert [name for name in names if not re.search(hook["exclude"], name)] == ["ingests/01.md", "reader.md"]


def test_the_example_workflow_gives_the_action_what_it_takes() -> None:
    workflow = yaml.safe_load((EXAMPLE / "workflow.yml").read_text())
    action = yaml.safe_load((ROOT / "action.yml").read_text())
    (step,) = [each for each in workflow["jobs"]["sayso"]["steps"] if each["uses"] == "./sayso"]
    required = {name for name, field in action["inputs"].items() if field.get("required")}
    assert required <= step["with"].keys() <= action["inputs"].keys()


def test_the_example_has_ten_ingests() -> None:
    assert len(list((EXAMPLE / "ingests").glob("*.md"))) == 10
