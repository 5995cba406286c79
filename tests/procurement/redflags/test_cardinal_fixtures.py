"""Cardinal's own fixtures through our command line, from a copy of its repository.

    CARDINAL=../cardinal-rs python -m pytest tests/procurement/redflags/test_cardinal_fixtures.py

Nothing of it is kept here: https://github.com/open-contracting/cardinal-rs. A fixture's name says
its settings, as Cardinal's build.rs reads it: R003-procurement_methods-open+selective.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from procurement.cli import main
from procurement.redflags.catalogue import INDICATORS

Captured = pytest.CaptureFixture[str]
# In every fixture of an indicator.
EXCLUDED = (
    "no_price_comparison_procurement_methods = NPC\n"
    "[exclusions]\nprocurement_method_details = EXC\n"
)


def fixtures(folder: str) -> list[Path]:
    home = os.environ.get("CARDINAL")
    return sorted(Path(home, "tests", "fixtures", folder).glob("*.jsonl")) if home else []


def named(path: Path) -> str:
    return path.stem


def settings_of(name: str) -> str:
    """R003-threshold-10; R003-procurement_method_details-x-5-y-10."""
    code, *words = name.replace("+", "|").split("-")
    if len(words) == 2:
        return f"{EXCLUDED}[{code}]\n{words[0]} = {words[1]}\n"
    section = ".".join([code, *words[:1]])
    entries = zip(words[1::2], words[2::2], strict=True)
    return f"{EXCLUDED}[{section}]\n" + "".join(f"{key} = {value}\n" for key, value in entries)


def test_a_name_says_its_settings() -> None:
    assert settings_of("R018") == f"{EXCLUDED}[R018]\n"
    assert settings_of("R003-threshold-10") == f"{EXCLUDED}[R003]\nthreshold = 10\n"
    details = settings_of("R003-procurement_method_details-x-5-y-10")
    assert details.endswith("[R003.procurement_method_details]\nx = 5\ny = 10\n")


@pytest.mark.parametrize("path", fixtures("indicators"), ids=named)
def test_flags_are_cardinals(path: Path, tmp_path: Path, capsys: Captured) -> None:
    if path.stem.partition("-")[0] not in INDICATORS:
        pytest.skip(f"{path.stem} is no indicator here: Cardinal only drafts it")
    ini = tmp_path / "settings.ini"
    ini.write_text(settings_of(path.stem), "utf-8")
    assert main(["flags", "--settings", str(ini), "--no-meta", str(path)]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed == json.loads(path.with_suffix(".expected").read_text("utf-8"))


@pytest.mark.parametrize("path", fixtures("prepare"), ids=named)
def test_releases_are_prepared_to_the_byte(path: Path, tmp_path: Path) -> None:
    output, issues, ini = tmp_path / "output", tmp_path / "issues", path.with_suffix(".ini")
    asked = ["prepare", str(path), "-o", str(output), "-e", str(issues)]
    assert main([*asked, "-s", str(ini)] if ini.exists() else asked) == 0
    assert output.read_bytes() == path.with_suffix(".output").read_bytes()
    expected = path.with_suffix(".errors")
    assert not expected.exists() or issues.read_bytes() == expected.read_bytes()


@pytest.mark.parametrize("path", fixtures("coverage"), ids=named)
def test_coverage_is_cardinals(path: Path, capsys: Captured) -> None:
    assert main(["coverage", str(path)]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed == json.loads(path.with_suffix(".expected").read_text("utf-8"))
