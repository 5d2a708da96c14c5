"""The examples in the docstrings of everything public, run as tests."""

from __future__ import annotations

import doctest
import inspect

import pytest

import sayso

# What loads the shipped models.
SLOW = {"sayso", "split", "check", "review", "score"}


def examples() -> list[doctest.DocTest]:
    """The examples of the package, its names, and their public methods."""
    finder = doctest.DocTestFinder(recurse=False)
    found = finder.find(sayso, "sayso")
    for name in sayso.__all__:
        member = getattr(sayso, name)
        found += finder.find(member, name, globs=vars(sayso))
        if inspect.isclass(member) and member.__module__.startswith("sayso."):
            for own, each in vars(member).items():
                if not own.startswith("_") and (inspect.isfunction(each) or isinstance(each, property)):
                    found += finder.find(each, f"{name}.{own}", globs=vars(sayso))
    return found


@pytest.mark.parametrize(
    "example",
    [pytest.param(each, id=each.name, marks=[pytest.mark.slow] if each.name in SLOW else []) for each in examples()],
)
def test_example(
    example: doctest.DocTest, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAYSO_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
    monkeypatch.chdir(tmp_path_factory.mktemp("work"))
    assert example.examples, f"{example.name} has no example"
    told: list[str] = []
    result = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(example, out=told.append)
    assert not result.failed, "".join(told)


def test_every_public_name_is_looked_at() -> None:
    assert {each.name.split(".")[0] for each in examples()} == {"sayso", *sayso.__all__}
