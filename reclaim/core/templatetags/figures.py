"""Template filters for money, counts and days."""

from datetime import date

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reclaim.core import clock, money

register = template.Library()
register.filter("money", money.money)
register.filter("short_money", money.short_money)
register.filter("count", money.count)
register.filter("percent", money.percent)
register.filter("short_day", money.short_day)


@register.filter
def days_left(day: date | None) -> int | None:
    """Whole days from today; negative once it has passed."""
    return None if day is None else (day - clock.today()).days


@register.filter
def in_days(day: date | None) -> str:
    """ "today", "in 12 days", "3 days ago"."""
    left = days_left(day)
    if left is None:
        return ""
    if left == 0:
        return _("today")
    if left > 0:
        return ngettext("in %(n)d day", "in %(n)d days", left) % {"n": left}
    return ngettext("%(n)d day ago", "%(n)d days ago", -left) % {"n": -left}
