"""What SaySo asks for may be used under terms that let anybody use SaySo under its own."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

import pytest

LOCK = Path(__file__).parent.parent / "requirements.lock"
PACKAGES = [line.split("==")[0] for line in LOCK.read_text(encoding="utf-8").splitlines() if "==" in line]
# Terms that ask for no more than a notice, or for changes to the package's own files to be open (MPL).
FREE = re.compile(
    r"MIT|BSD|0BSD|Apache|ISC|Python Software Foundation|PSF|CNRI|Zlib|CC0|BSL|Mozilla|MPL|HPND|Unlicense|Public Domain"
)
COPYLEFT = re.compile(r"GPL|AGPL|EUPL|SSPL|Commons Clause|NonCommercial|Proprietary")
# Read by a person, because their own data says too little or something else.
KNOWN = {
    "axe-playwright-python": "MIT, in its repository",
    "frozendict": "LGPL 3.0; tests alone import it, through pyld",
}


def terms(name: str) -> list[list[str]]:
    """The licences of a package: one of each group has to be accepted."""
    data = metadata(name).json
    classifiers = [line for line in data.get("classifier", []) if line.startswith("License ::")]
    told = str(data.get("license_expression") or "; ".join(line.split(" :: ")[-1] for line in classifiers))
    told = told or str(data.get("license") or "").strip().split("\n")[0]
    return [re.split(r"\bOR\b", group) for group in re.split(r"\bAND\b|[;,]", told) if group.strip(" ()")]


def is_free(name: str) -> bool:
    groups = terms(name)
    accepted = [any(FREE.search(one) and not COPYLEFT.search(one) for one in group) for group in groups]
    # A list of further licences of what is inside a package is not one of its own.
    return bool(groups) and accepted[0] and not any(COPYLEFT.search(group[0]) for group in groups if len(group) == 1)


@pytest.mark.parametrize("name", PACKAGES)
def test_a_pinned_package_is_free(name: str) -> None:
    try:
        metadata(name)
    except PackageNotFoundError:
        # An extra that is not installed here; CI has all.
        return
    assert is_free(name) or name in KNOWN, terms(name)


def test_the_exceptions_are_needed() -> None:
    assert KNOWN.keys() <= set(PACKAGES)
    assert not [name for name in KNOWN if is_free(name)]
