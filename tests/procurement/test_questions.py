"""Renewals, holders, direct awards and flips: small tables in, plain arithmetic out."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from procurement import records
from procurement.contracts import contracts
from procurement.direct import CHAINS, SUMMARY, chains, direct_awards, summary, to_holders
from procurement.flips import DERIVED, FLIPS, flips, unplaced
from procurement.holders import HOLDERS, holders
from procurement.renewals import KNOWN_ENDS, known_ends, renewals

from .conftest import awards_table, contracts_of, make_award, make_federal

TODAY = date(2024, 6, 1)


def ending(number: int, day: date | None, **changes: Any) -> dict[str, Any]:
    source = "text" if day else None
    return make_award(number, ends_on=day, term_source=source, **changes)


# -- renewals ------------------------------------------------------------------------------------


def test_contracts_that_end_within_the_days_are_listed_soonest_first() -> None:
    table = contracts_of(
        ending(1, date(2024, 8, 30)),
        ending(2, date(2024, 6, 1)),
        ending(3, date(2024, 5, 31)),
        ending(4, date(2024, 8, 31)),
        ending(5, None),
    )
    found = records(renewals(table, as_of=TODAY, days=90))
    assert [(row["document_number"], row["days_left"]) for row in found] == [
        ("D2", 0),
        ("D1", 29 + 31 + 30),
    ]


def test_a_contract_ended_early_is_no_renewal() -> None:
    rows = [make_federal(1, "C", "0"), make_federal(2, "C", "T01")]
    assert records(renewals(contracts_of(*rows), as_of=TODAY)) == []


def test_ends_not_known_are_counted() -> None:
    table = contracts_of(
        ending(1, date(2024, 8, 30)), ending(2, None), ending(3, None), make_federal(4, "C", "0")
    )
    federal, city = records(known_ends(table))
    assert (federal["contracts"], federal["published"], federal["unknown"]) == (1, 1, 0)
    assert (city["contracts"], city["from_text"], city["unknown"]) == (3, 1, 2)
    assert set(city) == {*KNOWN_ENDS}


# -- holders -------------------------------------------------------------------------------------


def test_who_holds_the_work_since_when_and_for_how_much() -> None:
    table = contracts_of(
        ending(1, date(2023, 12, 31), awarded_on=date(2023, 1, 1)),
        ending(2, date(2024, 12, 31), awarded_on=date(2024, 1, 1), amount=None),
        ending(3, None, supplier="Beta Inc", method="non-competitive"),
        ending(4, date(2020, 1, 1), supplier="Gamma Inc", amount=None),
    )
    found = records(holders(table, as_of=TODAY))
    said = [
        (one["supplier"], one["status"], one["amount"], one["unknown_amounts"]) for one in found
    ]
    assert said == [
        ("Alpha Ltd", "holds", Decimal("100.00"), 1),
        ("Beta Inc", "not known", Decimal("100.00"), 0),
        ("Gamma Inc", "ended", None, 1),
    ]
    assert (found[0]["since"], found[0]["contracts"]) == (date(2023, 1, 1), 2)
    assert found[1]["direct"] == 1
    assert list(found[0]) == ["service", *HOLDERS]


def test_one_firm_in_two_spellings_is_one_holder_under_its_last_name() -> None:
    table = contracts_of(
        make_award(1, supplier="A.S.P. Incorporated", awarded_on=date(2024, 2, 1)),
        make_award(2, supplier="ASP INC", awarded_on=date(2023, 2, 1)),
    )
    (found,) = records(holders(table, as_of=TODAY))
    assert (found["supplier"], found["contracts"]) == ("A.S.P. Incorporated", 2)
    assert len(found["row_ids"]) == 2


def test_of_several_spellings_on_the_last_day_the_last_by_alphabet_is_told() -> None:
    spellings = ("Alpha Inc", "ALPHA LTD", "Alpha Ltd", None)
    rows = [make_award(place, supplier=name, supplier_key="alpha")
            for place, name in enumerate(spellings)]  # fmt: skip
    undated = make_award(9, supplier="Zeta Alpha", supplier_key="alpha", awarded_on=None)
    (row,) = records(holders(contracts_of(*rows, undated), as_of=TODAY))
    assert row["supplier"] == "Alpha Ltd"


def test_another_currency_is_not_added_but_counted() -> None:
    table = contracts_of(make_award(1), make_award(2, currency="USD"))
    (found,) = records(holders(table, as_of=TODAY))
    assert (found["amount"], found["unknown_amounts"]) == (Decimal("100.00"), 1)


# -- direct awards -------------------------------------------------------------------------------


def direct(number: int, day: date | None, **changes: Any) -> dict[str, Any]:
    reason = {"method": "non-competitive", "reason_kind": "emergency"}
    return make_award(number, **{"awarded_on": day} | reason | changes)


def test_direct_awards_carry_their_reason_and_bridges_are_marked() -> None:
    table = contracts_of(
        direct(1, date(2021, 1, 1), reason="Bridging Contract", reason_kind="bridging"),
        direct(2, date(2021, 1, 2), reason="Emergency"),
        make_award(3),
        make_award(4, method=None),
    )
    found = records(direct_awards(table))
    assert [(one["reason"], one["is_bridging"]) for one in found] == [
        ("Emergency", False),
        ("Bridging Contract", True),
    ]


def test_repeated_direct_awards_to_one_firm_are_a_chain() -> None:
    table = contracts_of(
        direct(1, date(2021, 1, 1), reason_kind="bridging"),
        direct(2, date(2021, 3, 1), supplier="ALPHA LIMITED"),
        direct(3, date(2021, 3, 11), amount=None),
        direct(4, date(2021, 3, 11), supplier="Beta"),
        direct(5, None, supplier="Confidential", supplier_key=None),
        direct(6, None, supplier="Confidential", supplier_key=None),
    )
    (chain,) = records(chains(direct_awards(table)))
    assert (chain["supplier_key"], chain["awards"], chain["bridging"]) == ("alpha", 3, 1)
    assert chain["longest_gap_days"] == 31 + 28
    assert (chain["amount"], chain["unknown_amounts"]) == (Decimal("200.00"), 1)
    assert chain["reasons"] == ["bridging", "emergency"]
    assert list(chain) == ["buyer", "division", "supplier_key", *CHAINS]


def test_direct_awards_are_counted_by_anything() -> None:
    table = contracts_of(direct(1, None), direct(2, date(2021, 1, 1)), direct(3, None, amount=None))
    (one,) = records(summary(direct_awards(table), by=("reason_kind",)))
    assert one == dict(
        zip(
            ("reason_kind", *SUMMARY),
            ("emergency", 3, Decimal("200.00"), 1, date(2021, 1, 1), date(2021, 1, 1)),
            strict=True,
        )
    )


# -- flips ---------------------------------------------------------------------------------------


def changed(*rows: dict[str, Any]) -> list[dict[str, Any]]:
    return records(flips(contracts_of(*rows), as_of=date(2026, 1, 1)))


def test_an_award_to_another_firm_after_the_known_end_follows_it() -> None:
    (flip,) = changed(
        ending(1, date(2024, 12, 31), awarded_on=date(2023, 1, 1)),
        make_award(2, supplier="Beta Inc", awarded_on=date(2025, 1, 15), amount=Decimal("120.00")),
    )
    assert (flip["before"], flip["after"]) == (["Alpha Ltd"], ["Beta Inc"])
    assert (flip["succession"], flip["gap_days"], flip["is_whole"]) == ("follows", 15, True)
    assert flip["months_between"] == pytest.approx((365 + 366 + 14) / 30.4375)
    assert (flip["before_amount"], flip["after_amount"]) == (Decimal("100.00"), Decimal("120.00"))
    assert len(flip["row_ids"]) == 2
    assert list(flip) == ["service", "buyer", *FLIPS]


@pytest.mark.parametrize(("days", "flipped"), [(-91, 0), (-90, 1), (180, 1), (181, 0)])
def test_only_an_award_near_the_known_end_follows_it(days: int, flipped: int) -> None:
    end = date(2024, 6, 30)
    after = date.fromordinal(end.toordinal() + days)
    rows = (
        ending(1, end, awarded_on=date(2023, 1, 1)),
        make_award(2, supplier="Beta Inc", awarded_on=after),
    )
    assert len(changed(*rows)) == flipped


def test_where_the_end_is_not_known_only_the_succession_is_said() -> None:
    (flip,) = changed(
        make_award(1, awarded_on=date(2020, 1, 1)),
        make_award(2, supplier="Beta Inc", awarded_on=date(2023, 1, 1)),
    )
    assert (flip["succession"], flip["gap_days"]) == ("not known", None)


def test_awards_of_the_same_months_without_known_ends_are_parallel_work() -> None:
    rows = (
        make_award(1, awarded_on=date(2023, 1, 1)),
        make_award(2, supplier="Beta Inc", awarded_on=date(2023, 3, 31)),
    )
    assert changed(*rows) == []


def test_the_same_firm_again_is_no_flip_and_closes_the_matter() -> None:
    rows = (
        make_award(1, awarded_on=date(2020, 1, 1), supplier="Beta Inc"),
        ending(2, date(2023, 12, 31), awarded_on=date(2022, 1, 1), supplier="Beta Incorporated"),
        make_award(3, awarded_on=date(2024, 1, 15), supplier="BETA INC."),
    )
    assert changed(*rows) == []


def test_a_roster_is_one_award_to_several_firms() -> None:
    roster = [
        make_award(n, document_number="R", supplier=name, awarded_on=date(2023, 10, 27))
        for n, name in enumerate(("ASP INC", "GARDA", "WEST EGG"), 1)
    ]
    after = [
        make_award(n, document_number="S", supplier=name, awarded_on=date(2025, 10, 6))
        for n, name in enumerate(("A.S.P. Incorporated", "Garda Canada Security"), 4)
    ]
    (flip,) = changed(*roster, *after)
    assert (flip["left"], flip["came"]) == (["garda", "west egg"], ["garda canada security"])
    assert not flip["is_whole"]
    assert flip["maybe_same"], "Garda and Garda Canada Security may be one firm"


def test_another_buyer_is_another_piece_of_work() -> None:
    rows = (
        make_award(1, awarded_on=date(2020, 1, 1)),
        make_award(2, supplier="Beta Inc", awarded_on=date(2023, 1, 1), buyer="Parks Canada"),
    )
    assert changed(*rows) == []


def test_where_the_feed_classifies_the_key_is_derived() -> None:
    rows = (
        make_federal(1, "C1", "0", awarded_on=date(2013, 1, 1), ends_on=date(2013, 12, 31)),
        make_federal(2, "C2", "0", awarded_on=date(2014, 1, 5), supplier="Beta Inc"),
        make_federal(3, "C3", "0", awarded_on=date(2014, 1, 5), supplier="G", place="JASPER"),
    )
    table = contracts(awards_table(*rows), as_of=date(2026, 1, 1))
    (flip,) = records(flips(table, as_of=date(2026, 1, 1), key=DERIVED))
    assert (flip["classification"], flip["before_documents"]) == ("K100A", ["C1"])
    assert flip["after_document"] == "C2"


def test_contracts_that_cannot_stand_in_a_succession_are_counted() -> None:
    table = contracts_of(
        make_award(1),
        make_award(2, awarded_on=None),
        make_award(3, supplier="Confidential", supplier_key=None),
    )
    assert records(unplaced(table, as_of=TODAY)) == [{"contracts": 3, "placed": 1, "unplaced": 2}]


def test_direct_awards_to_the_firms_that_hold_a_service_are_found_by_name_alone() -> None:
    mine = contracts_of(make_award(1, supplier="West Egg Inc"))
    all_rows = awards_table(
        direct(2, date(2022, 3, 1), supplier="WEST EGG INC", description=None),
        direct(3, date(2022, 3, 1), supplier="Beta"),
    )
    every = direct_awards(contracts(all_rows, as_of=TODAY))
    (found,) = records(to_holders(every, holders(mine, as_of=TODAY)))
    assert (found["service"], found["supplier"]) == ("guards", "WEST EGG INC")
