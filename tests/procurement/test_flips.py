"""Who came after whom: groups of firms, what a month costs, and keys with thousands of contracts."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import ibis
import pytest

from procurement import in_memory, records
from procurement.flips import DAYS_OF_MONTH, flips
from procurement.names import linked
from procurement.services import KEYED, keyed, title

from .conftest import contracts_of, make_award

AS_OF = date(2026, 1, 1)
MONTH = 30.4375
FIRMS = {"supplier_key": "string", "firm_key": "string", "group_key": "string"}


def ending(number: int, firm: str, first: date, last: date, **changes: Any) -> dict[str, Any]:
    return make_award(
        number, supplier=firm, awarded_on=first, ends_on=last, term_source="text", **changes
    )


def said(expression: ibis.Value) -> object:
    (row,) = records(expression.name("said").as_table())
    return row["said"]


def test_two_names_of_one_group_are_no_flip_when_the_group_is_asked() -> None:
    table = contracts_of(
        ending(1, "Garda", date(2023, 1, 1), date(2023, 12, 31)),
        ending(2, "Garda Canada Security", date(2024, 1, 1), date(2024, 12, 31)),
        ending(3, "Beta", date(2025, 1, 1), date(2025, 12, 31)),
    )
    firms = in_memory(
        [
            {"supplier_key": "garda", "firm_key": "garda", "group_key": "garda world"},
            {
                "supplier_key": "garda canada security",
                "firm_key": "garda canada",
                "group_key": "garda world",
            },
        ],
        FIRMS,
    )
    both = linked(table, firms)
    assert len(records(flips(both, as_of=AS_OF))) == 2
    assert len(records(flips(both, as_of=AS_OF, firm="firm_key"))) == 2
    (flip,) = records(flips(both, as_of=AS_OF, firm="group_key"))
    assert (flip["left"], flip["came"]) == (["garda world"], ["beta"]), "beta is its own group"
    assert flip["before"] == ["Garda Canada Security"], "what was published stays"


def test_a_withheld_name_is_in_no_group() -> None:
    table = contracts_of(make_award(1, supplier="Confidential", supplier_key=None))
    (found,) = records(linked(table, in_memory([], FIRMS)))
    assert (found["firm_key"], found["group_key"]) == (None, None)


def test_what_a_month_costs_before_and_after() -> None:
    table = contracts_of(
        ending(1, "Alpha", date(2023, 1, 1), date(2023, 12, 31), amount=Decimal(36500)),
        ending(2, "Beta", date(2024, 1, 1), date(2024, 1, 10), amount=Decimal(1500)),
    )
    (flip,) = records(flips(table, as_of=AS_OF))
    assert flip["before_monthly"] == pytest.approx(36500 / 365 * MONTH)
    assert flip["after_monthly"] == pytest.approx(1500 / 10 * MONTH)
    assert flip["monthly_step"] == pytest.approx(150 / 100 - 1)


@pytest.mark.parametrize(
    "changes", [{"amount": None}, {"currency": "USD"}, {"ends_on": None}, {"amount": Decimal(0)}]
)
def test_a_month_without_its_amount_or_term_has_no_known_cost(changes: dict[str, Any]) -> None:
    after = ending(2, "Beta", date(2024, 1, 1), date(2024, 12, 31)) | changes
    table = contracts_of(ending(1, "Alpha", date(2023, 1, 1), date(2023, 12, 31)), after)
    (flip,) = records(flips(table, as_of=AS_OF))
    assert flip["before_monthly"] == pytest.approx(100 / 365 * MONTH)
    assert (flip["after_monthly"], flip["monthly_step"]) == (None, None)


def test_the_nearest_end_may_be_before_and_after_the_award() -> None:
    day = date(2024, 6, 30)
    table = contracts_of(
        ending(1, "Alpha", date(2023, 1, 1), day - timedelta(5)),
        ending(2, "Beta", date(2023, 1, 1), day + timedelta(5)),
        ending(3, "Gamma", date(2023, 1, 1), day - timedelta(6)),
        make_award(4, supplier="Delta", awarded_on=day),
    )
    (flip,) = records(flips(table, as_of=AS_OF))
    assert (flip["left"], flip["gap_days"]) == (["alpha", "beta"], -5)


def test_an_award_follows_nothing_that_was_awarded_on_its_day_or_later() -> None:
    day = date(2024, 6, 30)
    table = contracts_of(
        ending(1, "Alpha", day, day),
        ending(2, "Beta", day + timedelta(1), day + timedelta(20)),
        make_award(3, supplier="Delta", awarded_on=day),
    )
    assert [flip for flip in records(flips(table, as_of=AS_OF)) if flip["came"] == ["delta"]] == []


@pytest.mark.parametrize(("number", "flipped"), [(10, 1), (11, 0)])
def test_more_than_ten_that_end_together_are_a_list_of_suppliers(number: int, flipped: int) -> None:
    rows = [
        ending(n, f"Firm{n}", date(2023, 1, 1), date(2023, 12, 31)) for n in range(1, number + 1)
    ]
    after = make_award(99, supplier="Delta", awarded_on=date(2024, 1, 1))
    assert len(records(flips(contracts_of(*rows, after), as_of=AS_OF))) == flipped


def plainly(rows: list[dict[str, Any]]) -> set[tuple[str, tuple[str, ...], int | None]]:
    """The rule of the documents, pair by pair."""
    found = set()
    for after in rows:
        earlier = [one for one in rows if one["awarded_on"] < after["awarded_on"]]
        gaps = [
            ((after["awarded_on"] - one["ends_on"]).days, one) for one in earlier if one["ends_on"]
        ]
        gaps = [(gap, one) for gap, one in gaps if -90 <= gap <= 180]
        loose = [
            one["awarded_on"]
            for one in earlier
            if not one["ends_on"] and (after["awarded_on"] - one["awarded_on"]).days >= 90
        ]
        near = min((abs(gap) for gap, _ in gaps), default=None)
        chosen = [(gap, one) for gap, one in gaps if abs(gap) == near]
        if not gaps and loose:
            last = max(loose)
            chosen = [
                (None, one) for one in earlier if not one["ends_on"] and one["awarded_on"] == last
            ]
        firms = {one["supplier_key"] for _, one in chosen}
        if 0 < len(chosen) <= 10 and after["supplier_key"] not in firms:
            gap = min((gap for gap, _ in chosen if gap is not None), default=None)
            documents = tuple(sorted(one["document_number"] for _, one in chosen))
            found.add((after["document_number"], documents, gap))
    return found


def test_a_key_with_many_contracts_gives_what_the_rule_says_of_every_pair() -> None:
    rows = []
    for n in range(1, 241):
        first = date(2020, 1, 1) + timedelta(days=n * 37 % 700)
        last = None if n % 5 == 0 else first + timedelta(days=n * 53 % 400 - 10)
        rows.append(make_award(n, supplier=f"Firm{n % 7}", awarded_on=first, ends_on=last))
    found = {
        (flip["after_document"], tuple(flip["before_documents"]), flip["gap_days"])
        for flip in records(flips(contracts_of(*rows), as_of=AS_OF))
    }
    assert found == plainly(rows)
    assert len(found) > 50


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Services de gardiennage no 12-345, Éclair Ltée", "service gardiennage eclair"),
        ("Cleaning of the Buildings, Contract EW479-190001/A", "cleaning building"),
        ("0812 / 2019", None),
    ],
)
def test_a_title_is_the_words_that_tell(text: str, words: str | None) -> None:
    assert said(title(ibis.literal(text))) == words


def test_the_key_of_a_service_is_buyer_place_code_and_title() -> None:
    table = contracts_of(
        make_award(1, description="Security guards, 2019", place="Ward 1", classification="F1"),
        make_award(2, description="SECURITY GUARD 2022", place="Ward 1", classification="F1"),
        make_award(3, description="Security guards", classification="F1"),
        make_award(4, description="2019"),
    )
    found = {row["document_number"]: row for row in records(keyed(table))}
    assert found["D1"]["service_key"] == "City of Toronto | Ward 1 | F1 | security guard"
    assert found["D2"]["service_key"] == found["D1"]["service_key"] != found["D3"]["service_key"]
    assert (found["D4"]["title"], found["D4"]["service_key"]) == (None, None)
    assert set(KEYED) == set(found["D1"]) - set(table.columns)


def test_flips_are_found_by_the_key_of_a_service() -> None:
    table = keyed(
        contracts_of(
            ending(1, "Alpha", date(2023, 1, 1), date(2023, 12, 31), description="Guards 2023"),
            ending(2, "Beta", date(2024, 1, 1), date(2024, 12, 31), description="guard, 2024"),
        )
    )
    (flip,) = records(flips(table, as_of=AS_OF, key=("service_key",)))
    assert flip["service_key"] == "City of Toronto |  |  | guard"
    assert said(DAYS_OF_MONTH) == MONTH
