"""The notebooks, each run in a clean kernel from a folder of its own."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from tests.verifier.report.examples import build
from verifier.report.json import render

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def cells(name: str) -> Any:
    return nbformat.read(ROOT / "notebooks" / name, as_version=4)


def run(notebook: Any, folder: Path) -> dict[str, Any]:
    """The cells by their ids, after they were run in the folder."""
    NotebookClient(notebook, timeout=600, resources={"metadata": {"path": str(folder)}}).execute()
    return {cell.id: cell for cell in notebook.cells}


@pytest.fixture(autouse=True)
def clean(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH")))))
    for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR", "SAYSO_CACHE_DIR"):
        monkeypatch.setenv(name, str(tmp_path_factory.mktemp(name.lower())))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=[path.name for path in NOTEBOOKS])
def test_no_outputs_are_kept(path: Path) -> None:
    notebook = cells(path.name)
    nbformat.validate(notebook)
    assert not any(cell.get("outputs") or cell.get("execution_count") for cell in notebook.cells)


@pytest.mark.slow
def test_the_review_of_the_example(tmp_path: Path) -> None:
    done = run(cells("review.ipynb"), tmp_path)
    (told,) = done["open"].outputs
    assert told.text.startswith("0 of ")
    assert str(tmp_path / ".sayso-baseline.json") in told.text
    (shown,) = done["show"].outputs
    assert "application/vnd.jupyter.widget-view+json" in shown.data
    # Answers are kept where they are given, and opening the review is none.
    assert not list(tmp_path.iterdir())


@pytest.mark.slow
def test_the_review_of_a_report_that_is_named(tmp_path: Path) -> None:
    (tmp_path / "report.json").write_text(render([build()]), encoding="utf-8")
    notebook = cells("review.ipynb")
    (parameters,) = (cell for cell in notebook.cells if cell.metadata.get("tags") == ["parameters"])
    parameters.source += '\nARTICLE = "report.json"'
    done = run(notebook, tmp_path)
    assert done["open"].outputs[0].text.startswith("0 of 3 flagged claims decided, 10 claims in all.")


@pytest.mark.slow
def test_the_tour(tmp_path: Path) -> None:
    done = run(cells("tour.ipynb"), tmp_path)
    assert "Frontex" in done["split"].outputs[0].text
    assert "<iframe" in done["picture"].outputs[0].data["text/html"]
    assert "| REFUTED" in done["check"].outputs[0].data["text/markdown"]
    drawn = [output.data["text/html"] for output in done["pictures"].outputs]
    assert len(drawn) == 3
    assert all("<svg" in each and "<table" in each for each in drawn)
    assert "NUM001 number: around 4,000 migrants here, about 900 migrants there" in done["flags"].outputs[0].text
    assert "invented-minsk-arrivals" in done["parts"].outputs[0].text
    assert not list(tmp_path.iterdir())
