"""What day it is: pinned for the demonstration, the present otherwise."""

from datetime import UTC, date, datetime, time

import pytest
from django.utils import timezone

from reclaim.core import clock


def test_on_a_pinned_day_it_is_that_day_at_the_present_time_of_day(settings):
    settings.PINNED_DAY = date(2026, 10, 5)
    before = timezone.localtime().time()
    assert clock.today() == date(2026, 10, 5)
    assert clock.now().time() >= before or before > time(23, 59)


def test_without_a_pinned_day_it_is_now(settings):
    settings.PINNED_DAY = None
    assert abs(clock.now() - datetime.now(UTC)).total_seconds() < 5
    assert clock.pinned_day() is None


def test_the_moment_knows_its_time_zone():
    assert clock.now().tzinfo is not None


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/Vancouver"])
def test_today_is_the_day_of_the_installations_own_place(settings, zone):
    settings.PINNED_DAY = None
    with timezone.override(zone):
        assert clock.today() == timezone.localdate()
