"""The reference names every indicator, setting and column there is."""

from __future__ import annotations

from dataclasses import fields

import pytest

from procurement.redflags import FLAGS
from procurement.redflags.catalogue import INDICATORS
from procurement.redflags.settings import (
    Corrections,
    Defaults,
    Exclusions,
    Modifications,
    Redactions,
    Top,
)
from tests.procurement.conftest import ROOT

REFERENCE = (ROOT / "docs" / "reference" / "red-flags.md").read_text("utf-8")


def test_every_column_is_documented_as_it_is() -> None:
    for name, column in FLAGS.items():
        assert f"| `{name}` | {column.type} | {column.meaning} |" in REFERENCE


@pytest.mark.parametrize("code", INDICATORS)
def test_every_indicator_is_documented_with_its_groups_and_settings(code: str) -> None:
    wording = INDICATORS[code].wording
    groups = ", ".join(wording.reasons)
    assert f"| {code} | {wording.title.en} | {groups} |" in REFERENCE
    rows = [line for line in REFERENCE.splitlines() if f"`[{code}" in line]
    for known in fields(INDICATORS[code].options):
        assert any(f"`{known.name}`" in row or f".{known.name}]" in row for row in rows)


@pytest.mark.parametrize(
    "section", [Top, Exclusions, Defaults, Redactions, Corrections, Modifications]
)
def test_every_other_setting_is_documented(section: type) -> None:
    for known in fields(section):
        assert f"`{known.name}`" in REFERENCE
