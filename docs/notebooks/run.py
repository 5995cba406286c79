"""Run the notebooks of this folder on the bundled data and keep what they show.

`make notebooks` runs them all; `python docs/notebooks/run.py NAME…` runs some.
"""

from __future__ import annotations

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

HERE = Path(__file__).parent
MINUTES = 5


def run(path: Path) -> nbformat.NotebookNode:
    """The notebook with what it shows when it is run now; raises when a cell does."""
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook,
        timeout=60 * MINUTES,
        record_timing=False,
        coalesce_streams=True,  # what one cell prints is one text, however it arrives
        resources={"metadata": {"path": str(HERE)}},
    )
    client.execute()
    return notebook


if __name__ == "__main__":
    for path in [HERE / name for name in sys.argv[1:]] or sorted(HERE.glob("*.ipynb")):
        nbformat.write(run(path), path)
        print(path.name)
