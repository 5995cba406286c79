"""The notebooks of the documentation show what they show when they are run today."""

from __future__ import annotations

import os
import runpy
from pathlib import Path
from typing import Any

import nbformat
import pytest

FOLDER = Path(__file__).parents[2] / "docs" / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
pytestmark = [
    pytest.mark.allow_hosts(["127.0.0.1", "localhost", "::1"]),  # how a kernel is talked to
    pytest.mark.filterwarnings("ignore::Warning"),  # of the tools that run it, not of ours
]


def shown(notebook: nbformat.NotebookNode) -> list[tuple[str, Any]]:
    """Texts and tables exactly; of a picture what it says, since letters differ in width."""
    found = []
    for cell in notebook.cells:
        outputs = cell.get("outputs", [])
        printed = "".join(one["text"] for one in outputs if one.get("name") == "stdout")
        found += [("printed", printed)] if printed else []
        for output in outputs:
            parts = output.get("data", {})
            said = parts.get("image/svg+xml", "").partition('aria-label="')[2].partition('"')[0]
            if parts or output.output_type == "error":
                found.append((output.output_type, said or parts.get("text/markdown")))
    return found


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_shows_what_it_shows_today(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", os.fspath(FOLDER.parents[1]))
    kept = nbformat.read(path, as_version=4)
    run = runpy.run_path(os.fspath(FOLDER / "run.py"))["run"]
    assert shown(run(path)) == shown(kept)
    assert any(kind != "error" and told for kind, told in shown(kept))


def test_there_are_two() -> None:
    assert [path.stem for path in NOTEBOOKS] == ["federal_cleaning", "toronto_guards"]
