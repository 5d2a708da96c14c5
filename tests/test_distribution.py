"""What is published: an sdist and the wheel that is made from it, installed where no checkout is."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SEED = ROOT / "seeds" / "lithuania-belarus"
BUILD = "import sys; from setuptools import build_meta; getattr(build_meta, sys.argv[1])(sys.argv[2])"
# What a publisher's checkout holds besides what git tracks.
BESIDE = shutil.ignore_patterns(".*", "*.egg-info", "build", "dist", "__pycache__", "tests", "benchmarks", "findings")

pytestmark = pytest.mark.slow


def build(kind: str, project: Path, out: Path) -> Path:
    """Run one hook of PEP 517 in ``project``, as `python -m build --no-isolation` does."""
    out.mkdir()
    run = [sys.executable, "-c", BUILD, f"build_{kind}", str(out)]
    subprocess.run(run, cwd=project, check=True, capture_output=True, text=True)
    (made,) = out.iterdir()
    return made


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ``bin`` of an environment that has the wheel, the pinned dependencies, and no way to the checkout."""
    work = tmp_path_factory.mktemp("distribution")
    checkout = work / "checkout"
    shutil.copytree(ROOT, checkout, ignore=BESIDE)
    with tarfile.open(build("sdist", checkout, work / "sdist")) as packed:
        packed.extractall(work / "unpacked", filter="data")
    (project,) = (work / "unpacked").iterdir()
    wheel = build("wheel", project, work / "wheel")
    shutil.rmtree(checkout)
    shutil.rmtree(project)
    home = work / "env"
    venv.create(home, with_pip=False, symlinks=True)
    places = sysconfig.get_paths(vars={"base": str(home), "platbase": str(home)})
    # Of a folder named in a .pth no other .pth is read: the dependencies are there, the editable checkout is not.
    pins = Path(places["purelib"]) / "dependencies.pth"
    pins.write_text(sysconfig.get_paths()["purelib"] + "\n", encoding="utf-8")
    python = str(Path(places["scripts"]) / "python")
    install = [python, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--force-reinstall", str(wheel)]
    subprocess.run(install, cwd=work, check=True, capture_output=True, text=True)
    return Path(places["scripts"])


def run(installed: Path, folder: Path, *command: str) -> str:
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "SAYSO_CACHE_DIR": str(folder / "cache")}
    program = [str(installed / command[0]), *command[1:]]
    done = subprocess.run(program, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_code_that_runs_is_the_wheels(installed: Path, tmp_path: Path) -> None:
    show = "import claims, sayso, verifier; print(claims.__file__, sayso.__file__, verifier.__file__, sep='\\n')"
    places = run(installed, tmp_path, "python", "-c", show).splitlines()
    assert all(Path(place).is_relative_to(installed.parent) for place in places), places


def test_the_main_job(installed: Path, tmp_path: Path) -> None:
    article = tmp_path / "article.txt"
    shutil.copy(SEED / "article.txt", article)
    out = run(
        installed, tmp_path, "sayso", "check", str(article), "--corpus", str(SEED / "references"), "--format", "json"
    )
    report = json.loads(out)
    assert len(report["claims"]) > 10
    assert any(flag["rule"] == "NUM001" for claim in report["claims"] for flag in claim["flags"])


def test_pages_of_rules_and_pages_of_reports_come_with_it(installed: Path, tmp_path: Path) -> None:
    assert "NUM001" in run(installed, tmp_path, "sayso", "rules", "NUM001")
    article = tmp_path / "article.txt"
    article.write_text("The mayor said on Monday that the bridge was closed.\n", encoding="utf-8")
    assert "<html" in run(installed, tmp_path, "sayso", "split", str(article), "--format", "html")
