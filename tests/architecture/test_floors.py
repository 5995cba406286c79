"""The house keeps its shape, and the checks notice when it does not."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture import links

UPWARD_IMPORT = "\nfrom reclaim.act.letters import models as letters  # noqa\n"
UPWARD_LINK = """

class Pinned(models.Model):
    letter = models.ForeignKey("letters.Letter", on_delete=models.CASCADE)
    class Meta:
        app_label = "places"
"""
ASK = """
import django; django.setup()
from tests.architecture import links
print(*links.links_up(links.our_models()), *links.ways_back(links.our_models()), sep="\\n")
"""


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return run(folder, "-c", "from importlinter.cli import lint_imports_command as l; l()")


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {
        "PYTHONPATH": str(folder),
        "DJANGO_SETTINGS_MODULE": "reclaim.web.settings",
        "RECLAIM_STORE": str(folder / "var"),
    }
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The house, copied, so that a test may break it."""
    for name in ("reclaim", "procurement", "tests/architecture", "data/law"):
        shutil.copytree(links.ROOT / name, tmp_path / name)
    shutil.copy(links.ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_every_contract_is_kept():
    result = lint(links.ROOT)
    assert result.returncode == 0, result.stdout
    assert " 0 broken" in result.stdout


def test_an_import_from_a_later_floor_is_caught(copy: Path):
    with (copy / "reclaim/places/models/areas.py").open("a") as file:
        file.write(UPWARD_IMPORT)
    result = lint(copy)
    assert result.returncode == 1
    assert "reclaim.places is not allowed to import reclaim.act" in result.stdout


def test_a_module_without_a_place_is_caught(copy: Path):
    (copy / "reclaim/places/shortcuts.py").write_text("")
    assert lint(copy).returncode == 1


def test_a_foreign_key_to_a_later_floor_is_caught_though_it_is_only_a_string(copy: Path):
    with (copy / "reclaim/places/models/areas.py").open("a") as file:
        file.write(UPWARD_LINK)
    result = run(copy, "-c", ASK)
    assert "places.Pinned.letter points up to letters.Letter" in result.stdout, result.stderr


def test_foreign_keys_point_to_earlier_floors():
    assert links.links_up(links.our_models()) == []


def test_links_to_earlier_floors_are_one_way():
    assert links.ways_back(links.our_models()) == []
