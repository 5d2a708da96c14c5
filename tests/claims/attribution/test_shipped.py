from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

import pytest

from claims.attribution import tagger
from claims.attribution.shipped import SUMS, check_model, list_model
from claims.attribution.tagger import Tagger
from claims.errors import InputError
from verifier.nli import load as nli


@pytest.fixture
def model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SAYSO_CACHE_DIR", str(tmp_path / "cache"))
    folder = tmp_path / "model"
    folder.mkdir()
    files = {"weights.bin": b"w" * 1000, "config.json": b"{}"}
    for name, content in files.items():
        (folder / name).write_bytes(content)
    sums = "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in files.items())
    (folder / SUMS).write_text(sums)
    return folder


def test_the_list_is_of_all_files_that_are_there_now(model: Path) -> None:
    (model / "config.json").write_text("[]")
    (model / "more.json").write_text("{}")
    list_model(model)
    check_model(model, shipped=True)
    assert [line.split("  ")[1] for line in (model / SUMS).read_text().splitlines()] == [
        "config.json",
        "more.json",
        "weights.bin",
    ]


def test_what_is_whole_is_read_once(model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check_model(model, shipped=True)
    monkeypatch.delattr(hashlib, "file_digest")
    check_model(model, shipped=True)
    os.utime(model / "config.json", ns=(1, 1))
    with pytest.raises(AttributeError):
        check_model(model, shipped=True)


@pytest.mark.parametrize("name", ["weights.bin", "config.json"])
def test_damage_is_named_also_after_it_was_whole(model: Path, name: str) -> None:
    check_model(model, shipped=True)
    file = model / name
    file.write_bytes(bytes(len(file.read_bytes())))
    os.utime(file, ns=(1, 1))
    for _ in range(2):
        with pytest.raises(InputError, match=f"{name}: is damaged: its sha256 is not the one in {SUMS}; install SaySo"):
            check_model(model, shipped=True)
    file.unlink()
    with pytest.raises(InputError, match=f"{name}: cannot be read"):
        check_model(model, shipped=True)


def test_the_list_itself(model: Path) -> None:
    (model / SUMS).write_text("nonsense")
    with pytest.raises(InputError, match=f"{SUMS}: cannot be read"):
        check_model(model, shipped=False)
    (model / SUMS).unlink()
    check_model(model, shipped=False)
    with pytest.raises(InputError, match=f"{SUMS}: is missing; install SaySo again"):
        check_model(model, shipped=True)


@pytest.mark.parametrize("cache", ["file", "nonsense", "list"])
def test_a_cache_that_cannot_be_used_costs_time_only(model: Path, cache: str) -> None:
    folder = model.parent / "cache"
    if cache == "file":
        folder.write_text("")
    else:
        folder.mkdir()
        (folder / "models.json").write_text("{" if cache == "nonsense" else "[]")
    check_model(model, shipped=True)
    assert not list(folder.glob("models.json.*"))


def test_a_damaged_tagger_and_nli_model_are_not_used(model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(model / "config.json", model / "weights.bin")
    monkeypatch.setattr(tagger, "MODEL", model)
    with pytest.raises(InputError, match="is damaged"):
        Tagger(model)
    with pytest.raises(InputError, match="is damaged"):
        nli(str(model))
