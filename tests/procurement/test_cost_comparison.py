"""A whole form: break-even values, sensitivity, A-76, GFOA, and the command."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal as D
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from procurement import records
from procurement.cli import main
from procurement.cost import Comparison, assumptions_from, compare, read_assumptions
from procurement.cost.form import CHECKLIST, CONTRACT, GENERAL, IN_HOUSE, POSITION, terms
from procurement.cost.views import VIEWS

from .conftest import ROOT
from .cost_form import FORM, form

EXAMPLE = ROOT / "data" / "examples" / "cleaning_in_house_or_contracted.toml"
PERSONNEL = 10 * 2000 * 25 * D("1.20")  # 600,000
IN_HOUSE_COST = PERSONNEL + 30_000  # 630,000 avoidable, 690,000 full
PRICE = D(2_100_000) / 3  # 700,000
CONTRACTED = PRICE * D("1.10")  # 770,000


def compared(**changes: Any) -> Comparison:
    return compare(assumptions_from(form(**changes)))


# -- results --------------------------------------------------------------------------------------


def test_each_year_has_both_bases_the_premium_and_unit_costs() -> None:
    first, second = compared().years
    assert (first.year, second.year) == (2027, 2028)
    assert first.in_house_avoidable == IN_HOUSE_COST
    assert first.in_house_full == IN_HOUSE_COST + 60_000
    assert first.contracted == CONTRACTED
    assert first.premium_avoidable == (770_000 - D(630_000)) / 630_000
    assert first.premium_full == (770_000 - D(690_000)) / 690_000
    assert first.unit_in_house_full == D(690_000) / 20_000
    assert first.unit_contracted == D(770_000) / 20_000


def test_totals_and_present_values_are_over_all_years() -> None:
    found = compared(discount_rate={"base": D("0.10"), "source": "plan"})
    assert found.whole.contracted == 2 * CONTRACTED
    discounted = CONTRACTED / D("1.10") + CONTRACTED / D("1.21")
    assert found.present.contracted.quantize(D("0.01")) == discounted.quantize(D("0.01"))
    assert found.whole.unit_contracted == 2 * CONTRACTED / (2 * 20_000)


def test_break_even_monitoring_is_where_both_sides_cost_the_same() -> None:
    values = {(one.place, one.basis): one.value for one in compared().break_evens}
    full = values["contract.monitoring", "full"]
    assert full is not None
    assert full == D("0.10") - 2 * (CONTRACTED - IN_HOUSE_COST - 60_000) / (2 * PRICE)
    at_that = compared(**{"contract.monitoring": {"none": "x"}}).plan
    assert at_that.contract_costs()[0] * (1 + full) == pytest.approx(IN_HOUSE_COST + 60_000)


def test_break_even_wage_is_where_both_sides_cost_the_same() -> None:
    values = {(one.place, one.basis): one.value for one in compared().break_evens}
    wage = values["positions[Cleaner].wage", "avoidable"]
    assert wage is not None
    assert wage.quantize(D("0.0001")) == (25 * (PERSONNEL + 140_000) / PERSONNEL).quantize(
        D("0.0001")
    )
    with_it = compared(**{"positions.0.wage": {"base": wage, "source": "plan"}}).plan
    assert with_it.gain("avoidable") == pytest.approx(0, abs=D("0.0001"))


def test_no_wage_breaks_even_when_contracting_costs_less_than_the_rest_alone() -> None:
    cheap = {"contract.original": {"base": 60_000, "source": "plan"}}
    found = compared(**cheap, **{"contract.amendments": {"none": "None made."}})
    wages = [one.value for one in found.break_evens if one.place.endswith("wage")]
    assert wages == [None, None]


def test_the_gain_is_said_for_low_and_high_of_each_assumption() -> None:
    (swing,) = [one for one in compared().swings if one.basis == "avoidable"]
    assert swing.place == "contract.monitoring"
    assert swing.gain_low == 2 * (PRICE * D("1.02") - IN_HOUSE_COST)
    assert swing.gain_base == 2 * (CONTRACTED - IN_HOUSE_COST)
    assert swing.gain_high == 2 * (PRICE * D("1.20") - IN_HOUSE_COST)


def test_the_worst_case_takes_every_assumption_at_its_end_against_working_in_house() -> None:
    wage = {"low": 24, "base": 25, "high": 27, "source": "plan"}
    found = compared(**{"positions.0.wage": wage})
    (avoidable, _) = found.ranges
    hours = 10 * 2000 * D("1.20")
    assert avoidable.worst == 2 * (PRICE * D("1.02") - (hours * 27 + 30_000))
    assert avoidable.best == 2 * (PRICE * D("1.20") - (hours * 24 + 30_000))
    assert avoidable.worst < avoidable.base < avoidable.best


def test_a76_puts_a_tenth_of_personnel_on_the_side_that_would_be_a_change() -> None:
    contracted_today = compared().differential
    assert contracted_today.differential == 2 * PERSONNEL / 10
    assert contracted_today.in_house == 2 * (IN_HOUSE_COST + 60_000) + 2 * PERSONNEL / 10
    assert contracted_today.contracted == 2 * CONTRACTED
    in_house_today = compared(held_by="in house").differential
    assert in_house_today.in_house == 2 * (IN_HOUSE_COST + 60_000)
    assert in_house_today.contracted == 2 * CONTRACTED + 2 * PERSONNEL / 10


def test_a76_puts_at_most_ten_million_there() -> None:
    large = compared(**{"positions.0.fte": {"base": 1000, "source": "plan"}}).differential
    assert 2 * PERSONNEL * 100 / 10 > 10_000_000
    assert large.differential == 10_000_000


def test_gfoa_leaves_out_overhead_that_stays() -> None:
    found = compared().avoidable
    assert found.in_house_full == 2 * (IN_HOUSE_COST + 60_000)
    assert found.stays == 2 * 60_000
    assert found.gain == 2 * (CONTRACTED - IN_HOUSE_COST)
    assert found.cheaper == "in house"


def test_what_an_opponent_would_say_is_said() -> None:
    spent = {"contract.conversion": {"base": 50_000, "source": "plan"}}
    assert any("is spent" in one for one in compared(**spent).remarks)
    nothing = {"contract.amendments": {"none": "Refused under access to information."}}
    assert any("Refused under access" in one for one in compared(**nothing).remarks)


# -- the command ----------------------------------------------------------------------------------


def test_the_example_prints_years_results_break_even_and_sensitivity(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["cost", str(EXAMPLE)]) == 0
    said = capsys.readouterr()
    for name in ("years", "results", "break-even", "sensitivity"):
        assert VIEWS[name].title in said.out
    assert "done today by a contractor" in said.err


@pytest.mark.parametrize("view", VIEWS)
def test_every_table_has_its_columns_as_csv(capsys: pytest.CaptureFixture[str], view: str) -> None:
    assert main(["cost", str(EXAMPLE), "--show", view, "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert list(rows[0]) == [*VIEWS[view].columns]


def test_json_and_parquet_say_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "years.parquet"
    assert main(["cost", str(EXAMPLE), "--format", "json"]) == 0
    as_json = json.loads(capsys.readouterr().out)
    assert main(["cost", str(EXAMPLE), "--format", "parquet", "--output", str(target)]) == 0
    as_parquet = pq.read_table(target).to_pylist()
    assert [row["contracted"] for row in as_json] == [str(row["contracted"]) for row in as_parquet]


def test_problems_are_told_and_end_with_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.toml"
    path.write_text(FORM.replace("monitoring", "monitorng"), "utf-8")
    assert main(["cost", str(path)]) == 1
    said = capsys.readouterr().err
    assert "contract.monitorng is no term of the form. Did you mean monitoring?" in said
    assert "contract.monitoring is missing" in said


def test_lines_of_a_year_add_up_to_its_cost() -> None:
    found = compare(read_assumptions(EXAMPLE))
    lines = records(VIEWS["lines"].table(found))
    for year in found.years:
        of_year = [line for line in lines if line["year"] == year.year]
        in_house = sum(line["amount"] for line in of_year if line["side"] == "in house")
        contracted = sum(line["amount"] for line in of_year if line["side"] == "contractor")
        assert in_house == pytest.approx(year.in_house_full, abs=D("0.05"))
        assert contracted == pytest.approx(year.contracted, abs=D("0.05"))


def test_the_checklist_says_what_is_counted_and_what_is_not() -> None:
    rows = {row["cost"]: row for row in records(VIEWS["checklist"].table(compared()))}
    assert len(rows) == len(CHECKLIST)
    assert rows["monitoring"]["status"] == "counted in contract.monitoring"
    assert rows["severance"]["status"] == "none: Spent long ago."
    assert rows["local wages"]["status"].startswith("not in the form")
    places = set(terms(("Cleaner",)))
    assert all(set(cost.counted_in) <= places for cost in CHECKLIST)


# -- the reference --------------------------------------------------------------------------------


def test_every_term_table_and_column_is_documented() -> None:
    reference = (ROOT / "docs" / "reference" / "cost.md").read_text("utf-8")
    for form_part in (GENERAL, POSITION, IN_HOUSE, CONTRACT):
        for name, term in form_part.items():
            assert f"| `{name}` | {term.meaning} |" in reference
    for view in VIEWS.values():
        for name, column in view.columns.items():
            assert f"| `{name}` | {column.type} | {column.meaning} |" in reference
    for cost in CHECKLIST:
        assert f"| {cost.name} | {cost.question} |" in reference
