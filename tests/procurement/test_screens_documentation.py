"""The reference of the screens names every column, screen, reason and source there is."""

from __future__ import annotations

import pytest

from procurement.schema import Columns
from procurement.screens import METHODS, REASONS, SCREENS, bids, cobidding, missing_bids, tenders
from procurement.screens.imhof import MARKS, MEETINGS, ROTATION

from .conftest import ROOT

REFERENCE = (ROOT / "docs" / "reference" / "screens.md").read_text("utf-8")
FIGURES = ("_min", "_max", "_mean", "_median")
TABLES: dict[str, Columns] = {
    "bids": bids.BIDS,
    "set aside": bids.SET_ASIDE_BIDS,
    "tenders": {
        name: column for name, column in tenders.TENDERS.items() if not name.endswith(FIGURES)
    },
    "marks": MARKS,
    "meetings": MEETINGS,
    "rotation": ROTATION,
    "demand": missing_bids.DEMAND,
    "margins": missing_bids.MARGINS,
    "edges": cobidding.EDGES,
    "members": cobidding.MEMBERS,
    "groups": cobidding.GROUPS,
}


@pytest.mark.parametrize("table", TABLES)
def test_every_column_is_documented_as_it_is(table: str) -> None:
    for name, column in TABLES[table].items():
        assert f"| `{name}` | {column.type} | {column.meaning} |" in REFERENCE


def test_every_screen_is_documented_with_its_source_and_its_innocent_explanation() -> None:
    for screen in (*SCREENS.values(), *METHODS.values()):
        for said in (screen.formula, screen.measures, screen.innocent, screen.source):
            assert said in REFERENCE


def test_every_reason_is_documented() -> None:
    for code, reason in REASONS.items():
        assert f"| `{code}` | {reason} |" in REFERENCE
