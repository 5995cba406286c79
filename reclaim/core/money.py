"""Money, counts and days as people read them, in English and in French."""

from datetime import date
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_compact_currency, format_currency, format_decimal, format_percent
from django.utils.translation import get_language


def babel_locale() -> str:
    return "fr_CA" if (get_language() or "en").startswith("fr") else "en_CA"


def money(amount: Decimal | None, currency: str = "CAD") -> str:
    """Every cent; an unknown amount is an empty text, never zero."""
    return "" if amount is None else str(format_currency(amount, currency, locale=babel_locale()))


def short_money(amount: Decimal | None, currency: str = "CAD") -> str:
    """For a headline: $26.1M, 26,1 M$."""
    if amount is None:
        return ""
    return format_compact_currency(
        amount, currency, locale=babel_locale(), fraction_digits=0 if abs(amount) < 1000 else 1
    )


def count(number: int | None) -> str:
    return "" if number is None else format_decimal(number, locale=babel_locale())


def percent(share: float | None) -> str:
    return "" if share is None else format_percent(share, locale=babel_locale())


def short_day(day: date | None) -> str:
    """For a headline: Tue 13 Oct, mar. 13 oct."""
    return "" if day is None else str(format_date(day, "EEE d MMM", locale=babel_locale()))
