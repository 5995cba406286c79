"""Calls are held against the words of the services we guard; threats carry their clocks."""

from datetime import date

import pytest

from reclaim.core import clock
from reclaim.watch import services
from reclaim.watch.models import Notice, ServiceTerm, Threat
from tests.builders import AWARDS_HEADER, award_line, call_line, make_service

pytestmark = pytest.mark.django_db


def keep_watch():
    services.read_sources(at=clock.now())
    return services.match_notices(at=clock.now())


def test_a_call_that_uses_our_words_is_a_threat_with_the_words_and_the_clock(local, published):
    service = make_service(local, words=("security guard", "laundry"))
    published(call_line(closes="2026-10-30"), call_line(text="Pencils"))
    keep_watch()
    threat = Threat.objects.get()
    assert (threat.service, threat.matched_words) == (service, ["security guard"])
    assert threat.clock == date(2026, 10, 30)
    assert threat.status == "open"


def test_matching_twice_changes_nothing(local, published):
    make_service(local)
    published(call_line())
    assert keep_watch().new_threats == 1
    again = keep_watch()
    assert (again.new_notices, again.changed_notices, again.new_threats) == (0, 0, 0)


def test_a_never_word_keeps_a_call_out(local, published):
    service = make_service(local)
    ServiceTerm.objects.create(service=service, kind="never", words="crossing guards")
    published(call_line(text="School Crossing Guards"))
    assert keep_watch().new_threats == 0


def test_an_also_word_must_stand_beside_one_of_any(local, published):
    service = make_service(local)
    ServiceTerm.objects.create(service=service, kind="also", words="shelter")
    published(call_line(text="Guard services at the market"), call_line(text="Shelter guards"))
    keep_watch()
    assert [threat.matched_words for threat in Threat.objects.all()] == [["guard", "shelter"]]


def test_only_the_divisions_named_are_looked_at(local, published):
    make_service(local, divisions=["Corporate Security"])
    published(call_line(division="Fire Services"), call_line(division="Corporate Security"))
    keep_watch()
    assert [notice.division for notice in Notice.objects.all()] == ["Corporate Security"]


def test_calls_of_another_buyer_are_no_threat(local, published):
    make_service(local, buyer="City of Ottawa")
    published(call_line())
    assert keep_watch().new_threats == 0


def test_two_services_may_be_threatened_by_one_call(local, published):
    make_service(local, words=("guard",))
    make_service(local, words=("shelter",))
    published(call_line())
    matched = keep_watch()
    assert (matched.new_notices, matched.new_threats) == (1, 2)


def test_the_clock_follows_a_call_published_again_with_another_day(local, published):
    make_service(local)
    published(call_line(number="5511", closes="2026-10-30"))
    keep_watch()
    published(call_line(number="5511", closes="2026-11-13"))
    matched = keep_watch()
    assert (matched.new_notices, matched.changed_notices) == (0, 1)
    assert Threat.objects.get().clock == date(2026, 11, 13)


def test_a_call_answered_by_a_published_award_is_no_longer_live(local, published):
    make_service(local)
    published(call_line(number="5511", closes="2026-04-29", issued="2026-03-01"))
    keep_watch()
    assert Threat.objects.get().status == "undecided"
    published(
        award_line(number="5511", day="2026-08-01"), slug="toronto-awards", header=AWARDS_HEADER
    )
    keep_watch()
    threat = Threat.objects.get()
    assert threat.status == "awarded"
    assert threat.notice.awarded_on == date(2026, 8, 1)
    assert not Threat.objects.live().exists()


def test_a_reading_does_not_bring_a_dismissed_threat_back(local, ana, published):
    make_service(local)
    published(call_line())
    keep_watch()
    services.dismiss_threat(Threat.objects.get(), "Equipment only", by=ana, at=clock.now())
    keep_watch()
    assert Threat.objects.get().status == "dismissed"
