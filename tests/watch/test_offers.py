"""What the watch tells other floors."""

import pytest
from django.urls import reverse
from django.utils.formats import date_format

from reclaim.core import clock
from reclaim.core.offers import Subject
from reclaim.people.models import Role
from reclaim.watch import offers
from reclaim.watch.services import dismiss_threat
from tests.builders import call_line, make_organization, make_service, make_threat, make_user

pytestmark = pytest.mark.django_db


def test_threats_that_close_within_30_days_are_on_todays_page(local, ana, ben, cleo):
    service = make_service(local, "Litter bins")
    make_threat(service, closes_on="2026-10-30")
    make_threat(service, closes_on="2026-11-30")
    [item] = offers.threats_with_a_clock(ana)
    assert item.text == "Litter bins: a call for bids is open"
    assert not item.urgent
    assert len(offers.threats_with_a_clock(ben)) == 1
    assert offers.threats_with_a_clock(cleo) == []


def test_a_week_before_the_close_it_is_urgent(local, ana):
    service = make_service(local)
    make_threat(service, closes_on="2026-10-12")
    assert [item.urgent for item in offers.threats_with_a_clock(ana)] == [True]


def test_the_daily_round_says_what_it_did_and_the_second_one_nothing_new(local, published):
    make_service(local)
    published(call_line(), call_line(issued="3016-01-01"))
    assert offers.keep_watch() == (
        "toronto-solicitations: 2 rows, 1 kept, 1 set aside; 1 new threat"
    )
    assert offers.keep_watch() == "toronto-solicitations: nothing new; 0 new threats"


def test_whoever_dismissed_a_threat_sees_that_it_is_kept(local, ana, ben):
    threat = make_threat(make_service(local, "Laundry"))
    dismiss_threat(threat, "Equipment only", by=ana, at=clock.now())
    [section] = offers.threats_dismissed_by(Subject(user_id=ana.pk, email=ana.email))
    assert section.rows == [(str(threat), "Equipment only", date_format(clock.today()))]
    for nobody in (Subject(user_id=ben.pk), Subject(email="rosa@people.example")):
        assert offers.threats_dismissed_by(nobody) == []


def test_only_who_has_somebody_to_tell_is_asked_to_on_todays_page(client_of, ana):
    neighbour = make_user("Noor", make_organization("Neighbours", "partner"), Role.COORDINATOR)
    told = [reverse("watch:tell") in client_of(one).get("/").text for one in (ana, neighbour)]
    assert told == [True, False]
