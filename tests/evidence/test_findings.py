"""Five questions about a service, each answer with its rows and with what is not known."""

from datetime import date
from decimal import Decimal

import pytest

from reclaim.core import clock
from reclaim.evidence import queries, services
from reclaim.evidence.models import Finding
from tests.builders import award_line

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_charts")]


def finding(service, kind):
    return Finding.objects.current().get(service=service, kind=kind)


def direct_line(**changes):
    facts = {
        "reason": "Emergency",
        "day": "2023-07-04",
        "supplier": "Garda",
        "amount": "50.00",
        "division": "Corporate Security",
        **changes,
    }
    return "1,8614,{reason},{day},{supplier},{amount},{division},,None".format(**facts)


def test_the_sum_is_what_is_known_and_the_rest_is_counted(known):
    service = known(award_line(amount="100.00"), award_line(amount="250.50"), award_line(amount=""))
    awarded = finding(service, "awarded")
    assert awarded.number == Decimal("100.00") + Decimal("250.50")
    assert (awarded.unit, awarded.unknown["amounts"], len(awarded.rows)) == ("CAD", 1, 3)


def test_no_known_amount_is_unknown_and_not_zero(known):
    assert finding(known(award_line(amount="None")), "awarded").number is None


def test_awards_for_other_things_are_in_no_sum(known):
    service = known(award_line(amount="100.00"), award_line(text="Pencils", amount="7.00"))
    assert finding(service, "awarded").number == Decimal("100.00")


def test_awards_without_a_description_are_counted_as_maybe_ours(known):
    service = known(award_line(), award_line(text=""), award_line(text=""))
    assert finding(service, "holders").unknown["undescribed"] == 2


def test_awards_made_after_the_day_are_not_seen(known):
    assert finding(known(award_line(day="2026-10-06")), "holders").number == 0


def test_a_firm_whose_known_end_has_passed_holds_no_more(known):
    service = known(
        award_line(
            supplier="Garda", text="Security guard from November 1, 2024 to October 31, 2025"
        ),
        award_line(supplier="ASP", text="Security guard services"),
    )
    held = finding(service, "holders")
    statuses = {firm["supplier"]: firm["status"] for firm in held.answer["holders"]}
    assert statuses == {"Garda": "ended", "ASP": "not known"}
    assert (held.number, held.unknown["ends"]) == (1, 1)


def test_a_change_of_firm_is_a_change_of_hands(known):
    service = known(
        award_line(
            supplier="Garda",
            day="2023-10-20",
            text="Security guard from November 1, 2023 to October 31, 2024",
        ),
        award_line(supplier="ASP", day="2024-11-01"),
    )
    flips = finding(service, "flips")
    assert flips.number == 1
    [change] = flips.answer["changes"]
    assert (change["before"], change["after"]) == (["Garda"], ["ASP"])


def test_one_award_alone_says_nothing_about_changes(known):
    assert finding(known(award_line()), "flips").number is None


def test_direct_contracts_of_firms_that_hold_it_are_shown_with_the_reason(known):
    service = known(
        award_line(supplier="Garda"),
        direct=(direct_line(), direct_line(supplier="Pencils Inc")),
        divisions=["Corporate Security"],
    )
    direct = finding(service, "direct")
    assert (direct.number, direct.unknown["purpose"]) == (1, 1)
    assert direct.answer["contracts"][0]["reason"] == "Emergency"
    assert direct.answer["amount"] == "50.00"


def test_direct_contracts_of_other_divisions_are_left_out(known):
    service = known(
        award_line(),
        direct=(direct_line(division="Fire Services"),),
        divisions=["Corporate Security"],
    )
    assert finding(service, "direct").number == 0


def test_without_a_known_end_the_next_end_is_unknown(known):
    renewals = finding(known(award_line()), "renewals")
    assert (renewals.number, renewals.unknown) == (None, {"ends": 1})


def test_a_known_end_ahead_is_listed_by_its_day(known):
    service = known(award_line(text="Guard services from January 1, 2025 to December 31, 2026"))
    renewals = finding(service, "renewals")
    assert (renewals.number, renewals.answer["ends"][0]["ends_on"]) == (1, "2026-12-31")


def ask_again(service, day=None):
    return services.refresh_findings(service, as_of=day or clock.today(), at=clock.now())


def test_asking_twice_changes_nothing(known):
    service = known(award_line())
    before = list(Finding.objects.values())
    assert ask_again(service) == services.Refreshed(new=0, unchanged=5)
    assert list(Finding.objects.values()) == before


def test_a_new_answer_replaces_the_old_one_and_both_are_kept(known):
    first = award_line(amount="100.00")
    service = known(first)
    known(first, award_line(amount="50.00"))
    kept = Finding.objects.filter(service=service, kind="awarded").order_by("made_at")
    assert [f.number for f in kept] == [Decimal(100), Decimal(150)]
    assert [f.replaced_at is None for f in kept] == [False, True]


def test_the_same_answer_on_a_later_day_is_only_dated_anew(known):
    service = known(award_line())
    key = finding(service, "awarded").pk
    assert ask_again(service, date(2026, 10, 9)).new == 0
    assert finding(service, "awarded").as_of == date(2026, 10, 9)
    assert finding(service, "awarded").pk == key


def test_findings_of_many_services_take_one_query(known, django_assert_num_queries):
    service = known(award_line())
    with django_assert_num_queries(1):
        found = queries.findings_for([service, 999])
    assert set(found) == {
        (service.pk, kind) for kind in ("holders", "awarded", "flips", "direct", "renewals")
    }


def test_a_receipt_adds_its_rows_up_again(known):
    service = known(award_line(amount="100.00"), award_line(amount="250.50"), award_line(amount=""))
    receipt = queries.receipt(finding(service, "awarded"))
    assert (receipt.total, receipt.without_amount) == (Decimal("350.50"), 1)
    assert [row.row_number for row in receipt.rows] == [1, 2, 3]
