"""What results depend on beside their input, and the keys made of it."""

from __future__ import annotations

import hashlib
import json
import platform
import re
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

import claims

CLAIMS = Path(claims.__file__).parent
VERIFIER = Path(__file__).parents[1]
# Of the code, with the word lists and trees, and the networks but for their weights, which have digests of their own.
_SUFFIXES = (".py", ".toml", ".xml", ".json")
_NETWORKS = frozenset({"model.safetensors"})
# Nothing that is computed depends on how it is asked for, shown and trained.
_ASIDE = frozenset({"training", "cli", "report", "review"})
_FLAGS = re.compile(r"^(?:flags|Features)\s*:.*$", re.MULTILINE)


def key(*parts: str | int | float | None) -> str:
    """The hex sha256 of the parts; no two sequences of parts look the same."""
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


@cache
def splitter() -> str:
    """The version of the splitter: code and word lists of ``claims``, and ``environment``."""
    return key(code(CLAIMS), environment())


@cache
def scoring() -> str:
    """The version of what makes scores of pairs."""
    return key(splitter(), code(VERIFIER / "nli"))


@cache
def judging() -> str:
    """The version of everything from an article to its verdicts."""
    return key(code(CLAIMS), code(VERIFIER), environment())


@cache
def code(folder: Path) -> str:
    """The hex sha256 of the sources in ``folder`` that results depend on, with their names."""
    digest = hashlib.sha256()
    for path in sorted(_sources(folder)):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(folder).as_posix()} {len(content)} ".encode() + content)
    return digest.hexdigest()


def _sources(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        weights = path.suffix == ".safetensors" and path.name not in _NETWORKS
        if (weights or path.suffix in _SUFFIXES) and _ASIDE.isdisjoint(path.relative_to(folder).parts):
            yield path


@cache
def environment() -> str:
    """The packages that sayso asks for, as they are installed, and what kind of processor computes.

    Scores may differ in their last digits where a processor has other instructions.
    """
    found = [platform.python_version(), platform.machine(), _instructions()]
    for line in requires("sayso") or ():
        name = re.match(r"[\w.-]+", line)
        if name and "extra ==" not in line:
            with suppress(PackageNotFoundError):
                found.append(f"{name[0]} {version(name[0])}")
    return key(*found)


def _instructions() -> str:
    """The instruction sets of the first core, where the system says; else the name of the processor."""
    with suppress(OSError), Path("/proc/cpuinfo").open(encoding="utf-8", errors="replace") as file:
        # The other cores have the same, and there may be many.
        if flags := _FLAGS.search(file.read(16_384)):
            return flags[0]
    return platform.processor()
