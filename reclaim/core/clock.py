"""What day it is. The demo pins it, so that real notices keep their clocks."""

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone


def pinned_day() -> date | None:
    """The day this installation plays, or None when it lives in the present."""
    return settings.PINNED_DAY


def now() -> datetime:
    """This moment; on a pinned day, that day at the present time of day."""
    moment = timezone.localtime()
    day = pinned_day()
    if day is None:
        return moment
    return moment.replace(year=day.year, month=day.month, day=day.day)


def today() -> date:
    return now().date()
