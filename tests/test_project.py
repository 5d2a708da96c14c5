"""What the project promises about itself: its layering, its start-up time, its safety, its packaging, its lock."""

from __future__ import annotations

import ast
import hashlib
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from graphlib import TopologicalSorter
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PACKAGES = ("claims", "verifier", "sayso")
SOURCES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
CODE = sorted([*SOURCES, *(path for folder in ("tests", "benchmarks") for path in (ROOT / folder).rglob("*.py"))])
HEAVY = {
    "datasets",
    "fastapi",
    "jinja2",
    "lancedb",
    "mcp",
    "nncf",
    "openvino",
    "py3langid",
    "rich",
    "spacy",
    "torch",
    "trafilatura",
    "transformers",
}
UNSAFE_MODULES = {"pickle", "cPickle", "dill", "cloudpickle", "joblib", "marshal", "shelve"}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
EXTRA_NAMES = set(PROJECT["project"]["optional-dependencies"])
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()

IMPORT_NAMES = {
    "yaml": "pyyaml",
    "frontmatter": "python-frontmatter",
    "docx": "python-docx",
    "sklearn": "scikit-learn",
    "IPython": "ipython",
}


# The rooms of our packages from the ground up; a file that stands in none is on the floor of its package.
FLOORS = (
    *("claims.records claims.errors claims.limits claims.article claims.text claims.attribution".split()),
    *("claims.sources claims".split()),
    *("claims.training verifier.records verifier.draft verifier.cache verifier.corpus verifier.references".split()),
    *("verifier.nli verifier.voices verifier.checks verifier.verdict verifier.itself verifier.versions".split()),
    *("verifier verifier.report verifier.review verifier.training sayso verifier.serve verifier.cli".split()),
)


def floor(module: str) -> int:
    room = ".".join(module.split(".")[:2])
    return FLOORS.index(room if room in FLOORS else room.split(".")[0])


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def own_imports(path: Path) -> Iterator[str]:
    """The modules of our packages that a file imports, also inside its functions."""
    known = {module_of(source) for source in SOURCES}
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from {name if name in known else node.module for name in names if {name, node.module} & known}
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)


def each(paths: list[Path]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("path", paths, ids=[path.relative_to(ROOT).as_posix() for path in paths])


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imported(node: ast.AST) -> Iterator[str]:
    """The modules that an import statement names, and nothing for any other node."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module:
        yield node.module


def at_import(nodes: list[ast.stmt]) -> Iterator[ast.AST]:
    """What runs when a module is imported: not the bodies of functions, not what only a type checker reads."""
    for node in nodes:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            yield from at_import(node.orelse)
            continue
        yield node
        yield from at_import([child for child in ast.iter_child_nodes(node) if isinstance(child, ast.stmt)])
        if isinstance(node, ast.Try):
            yield from at_import([statement for handler in node.handlers for statement in handler.body])


def unsafe(path: Path) -> Iterator[str]:
    """What could run code that came with a model or a document."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [module for module in imported(node) if module.split(".")[0] in UNSAFE_MODULES]
            yield from (f"{node.lineno}: import {module}" for module in names)
        if not isinstance(node, ast.Call):
            continue
        called = ast.unparse(node.func)
        if called in {"eval", "exec", "compile", "__import__", "torch.load", "os.system"}:
            yield f"{node.lineno}: {called}"
        for keyword in node.keywords:
            off = isinstance(keyword.value, ast.Constant) and keyword.value.value is False
            if keyword.arg in {"trust_remote_code", "allow_pickle", "shell"} and not off:
                yield f"{node.lineno}: {keyword.arg}"


def pinned() -> dict[str, str]:
    lines = [line for line in LOCK if line and not line.startswith("#")]
    assert all(re.fullmatch(r"[a-z0-9-]+==[0-9][a-z0-9.]*", line) for line in lines)
    return dict(line.split("==") for line in lines)


def test_the_walk_sees_what_it_is_for(tmp_path: Path) -> None:
    path = tmp_path / "bad.py"
    path.write_text(
        "import pickle\nfrom joblib import load\n\ndef f(x):\n    eval(x)\n    torch.load(x)\n"
        "    g(x, trust_remote_code=True)\n    h(x, trust_remote_code=False)\n    x.eval()\n    re.compile(x)\n"
    )
    assert list(unsafe(path)) == [
        "1: import pickle",
        "2: import joblib",
        "5: eval",
        "6: torch.load",
        "7: trust_remote_code",
    ]
    body = ast.parse(
        "if TYPE_CHECKING:\n    import rich\nelse:\n    import a\n"
        "try:\n    import b\nexcept ImportError:\n    import c\n"
        "def f():\n    import torch\nclass C:\n    import d\n    def m(self):\n        import torch\n"
    ).body
    assert [name for node in at_import(body) for name in imported(node)] == ["a", "b", "c", "d"]


@each([path for path in SOURCES if path.is_relative_to(ROOT / "claims")])
def test_claims_never_imports_verifier(path: Path) -> None:
    names = [name for node in ast.walk(tree(path)) for name in imported(node)]
    assert not [name for name in names if name.split(".")[0] == "verifier"]


def test_no_arrow_runs_up_the_rooms() -> None:
    """A file imports from its own room and from those below it, and no files import one another in a circle."""
    arrows = {module_of(path): set(own_imports(path)) for path in SOURCES}
    up = {f"{one} -> {other}" for one, others in arrows.items() for other in others if floor(one) < floor(other)}
    assert not up
    # Raises CycleError, which names the circle.
    TopologicalSorter(arrows).prepare()


@each([path for path in SOURCES if not {"training", "serve", "torch.py"} & set(path.parts)])
def test_nothing_heavy_at_import(path: Path) -> None:
    names = [name for node in at_import(tree(path).body) for name in imported(node)]
    assert not [name for name in names if name.split(".")[0] in HEAVY or ".training" in name or name.endswith(".torch")]


def test_help_loads_nothing_heavy() -> None:
    code = "import sys, verifier.cli.main; print(*{name.split('.')[0] for name in sys.modules})"
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert not HEAVY & set(result.stdout.split())


@each(SOURCES)
def test_nothing_that_runs_foreign_code(path: Path) -> None:
    assert not list(unsafe(path))


def test_models_are_read_from_safetensors_only() -> None:
    """transformers falls back to pickled weights unless it is told not to."""
    for path in SOURCES:
        if "training" in path.parts:
            continue
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and re.search(r"\bAutoModel\w*\.from_pretrained$", ast.unparse(node.func)):
                given = {keyword.arg: ast.unparse(keyword.value) for keyword in node.keywords}
                assert given.get("use_safetensors") == "True", f"{path}:{node.lineno}"
                assert given.get("trust_remote_code") == "False", f"{path}:{node.lineno}"


def named(cell: str) -> list[str]:
    """The packages in a cell of a table: ``"scikit-learn, scipy"``."""
    return [name.strip() for name in cell.split(",")]


def test_files_are_short() -> None:
    long = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in CODE}
    assert not {name: lines for name, lines in long.items() if lines >= 400}


def test_package_data_is_complete() -> None:
    setuptools = PROJECT["tool"]["setuptools"]
    assert set(setuptools["package-data"]) == {"*"}
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*"):
            inside = path.relative_to(ROOT)
            if path.is_dir() or path.suffix in (".py", ".pyc") or any(part.startswith(".") for part in inside.parts):
                continue
            assert any(fnmatch(path.name, pattern) for pattern in setuptools["package-data"]["*"]), inside
            # setuptools finds a folder without __init__.py as a namespace package if its name can be one.
            assert all(folder.isidentifier() for folder in inside.parent.parts), inside


def test_lock_covers_pyproject() -> None:
    project = PROJECT["project"]
    wanted = project["dependencies"] + [one for extra in project["optional-dependencies"].values() for one in extra]
    versions = pinned()
    for requirement in map(Requirement, wanted):
        version = versions.get(canonicalize_name(requirement.name))
        assert version, f"{requirement} is not locked: make lock"
        assert requirement.specifier.contains(version), f"{requirement} is locked at {version}: make lock"


def test_lock_is_portable() -> None:
    versions = pinned()
    assert versions["torch"] == "2.13.0"
    assert list(versions) == sorted(versions)
    assert not [name for name in versions if re.match(r"(nvidia|cuda|triton)(-|$)", name)]
    assert "make lock" in LOCK[1]


def test_what_is_imported_is_declared() -> None:
    """A package is installed because we ask for it, not because another one happens to need it."""
    project = PROJECT["project"]
    extras = project["optional-dependencies"]
    missing = set()
    for path in SOURCES:
        optional = ("train",) if "training" in path.parts else ("frame", "notebook", "serve")
        asked = project["dependencies"] + [one for extra in optional for one in extras[extra]]
        declared = {canonicalize_name(Requirement(one).name) for one in asked}
        for name in {name.split(".")[0] for node in ast.walk(tree(path)) for name in imported(node)}:
            own = name in PACKAGES or name in sys.stdlib_module_names
            if not own and canonicalize_name(IMPORT_NAMES.get(name, name)) not in declared | {"ipython"}:
                missing.add(f"{path.relative_to(ROOT)}: {name}")
    assert not missing


def test_each_dependency_is_justified() -> None:
    """`docs/dependencies.md` has a row with every package that is asked for, and with none that is not."""
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    rows = [line.strip("|").split("|") for line in page.splitlines() if line.startswith("| ")]
    always = {name for row in rows if len(row) == 3 and row[0].strip() not in EXTRA_NAMES for name in named(row[0])}
    extras = {(row[0].strip(), name) for row in rows if row[0].strip() in EXTRA_NAMES for name in named(row[1])}
    project = PROJECT["project"]
    assert always - {"package", "extra"} == {Requirement(one).name for one in project["dependencies"]}
    asked = project["optional-dependencies"].items()
    assert extras == {(extra, Requirement(one).name) for extra, wanted in asked for one in wanted}


def test_the_files_of_shipped_models_are_those_of_their_lists() -> None:
    weights = ("*.bin", "*.safetensors")
    folders = {file.parent for package in PACKAGES for kind in weights for file in (ROOT / package).rglob(kind)}
    assert len(folders) > 3
    for folder in folders:
        anew = f"after a change of a model: python -m claims.attribution.shipped {folder.relative_to(ROOT)}"
        listed = (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
        files = [file for file in sorted(folder.iterdir()) if file.is_file() and file.name != "SHA256SUMS"]
        assert listed == [f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}" for file in files], anew
