"""Every number has its source; what is missing or absurd is said, all at once."""

from __future__ import annotations

from decimal import Decimal as D
from pathlib import Path
from typing import Any

import pytest

from procurement.cost import Unusable, assumptions_from, read_assumptions

from .cost_form import form


def test_every_number_says_its_document_page_and_date() -> None:
    said = assumptions_from(form()).estimates
    assert str(said["contract.original"].source) == "The plan, p. 5, 2026-09-15"
    assert str(said["positions[Cleaner].wage"].source) == "The plan, p. 7, 2026-09-15"
    assert said["contract.tax"].said_by == "All recovered."


SIMPLE = {"base": D(1), "source": "plan"}


@pytest.mark.parametrize(
    ("place", "value", "sentence"),
    [
        ("contract.monitoring", None, "contract.monitoring is missing (inspecting"),
        ("positions.0.wage", None, "positions[Cleaner].wage is missing"),
        ("units", {"none": "Nobody counted."}, "units can't be nothing"),
        ("contract.tax", {"none": " "}, "contract.tax is nothing, but the reason is missing"),
        ("contract.tax", D("0.02"), "contract.tax needs a source"),
        ("contract.tax", {"base": D("0.02")}, "contract.tax has no source"),
        ("contract.tax", {"base": 0, "source": "x"}, "there is no [sources.x]"),
        ("contract.tax", {"base": "a", "source": "plan"}, "contract.tax.base is 'a': a number"),
        ("contract.tax", {"base": True, "source": "plan"}, "contract.tax.base is True"),
        ("contract.tax", {"source": "plan"}, "contract.tax.base is missing"),
        ("contract.monitoring", {"base": 7, "source": "plan"}, "a share is written 0.12, not 12"),
        ("positions.0.wage", {"base": 52_000, "source": "plan"}, "lies between 1 and 1,000"),
        ("positions.0.hours", {"base": 40, "source": "plan"}, "lies between 100 and 3,000"),
        ("positions.0.fte", {"base": D("NaN"), "source": "plan"}, "fte.base is NaN"),
        ("in_house.materials", {"base": -1, "source": "plan"}, "materials.base is -1"),
        ("contract.tax", SIMPLE | {"base": D("0.1"), "low": D("0.2")}, "are out of order"),
        ("contract.tax", SIMPLE | {"base": D("0.1"), "over": 3}, "is paid every year"),
        ("in_house.repatriation", SIMPLE | {"over": 0}, "in_house.repatriation.over is 0"),
        ("contract.amendments", SIMPLE | {"base": -1_800_000}, "leave nothing of contract.orig"),
        ("contract.monitorng", SIMPLE, "Did you mean monitoring?"),
        ("contract.tax", SIMPLE | {"base": 0, "hihg": 1}, "Did you mean high?"),
        ("years", 0, "years is 0: a whole number from 1 to 40"),
        ("years", D("2.5"), "years is 2.5"),
        ("first_year", None, "first_year is missing"),
        ("held_by", "us", "held_by says who does the work today"),
        ("title", " ", "title is missing"),
        ("sources.plan.date", "2026", "sources.plan.date is missing: a day as 2026-10-05"),
        ("sources.plan.page", None, "sources.plan.page is missing"),
        ("sources.plan.document", None, "sources.plan.document is missing"),
        ("sources", None, "[sources] is missing"),
        ("positions", [], "positions is missing"),
        ("positions", ["Cleaner"], "positions[1] is no table"),
        ("in_house", 5, "[in_house] is missing"),
    ],
)
def test_what_is_missing_or_absurd_is_said(place: str, value: Any, sentence: str) -> None:
    with pytest.raises(Unusable) as refusal:
        assumptions_from(form(**{place: value}))
    assert sentence in str(refusal.value)


def test_everything_wrong_is_said_at_once() -> None:
    with pytest.raises(Unusable) as refusal:
        assumptions_from(form(**{"contract.tax": None, "years": 99}))
    assert len(refusal.value.problems) == 2


def test_two_positions_of_one_title_cannot_be_told_apart() -> None:
    position = form()["positions"][0]
    with pytest.raises(Unusable, match="is there twice"):
        assumptions_from(form(positions=[position, position]))


@pytest.mark.parametrize("content", [b"= 1", b"\xff\xfe\x00", b"a = " + b"[" * 100_000])
def test_a_file_that_is_no_toml_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes(content)
    with pytest.raises(Unusable, match="can't be read as TOML"):
        read_assumptions(path)
    with pytest.raises(Unusable, match="no readable file"):
        read_assumptions(tmp_path / "none.toml")
