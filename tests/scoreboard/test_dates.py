"""A date as far as it is known."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from reclaim.win.scoreboard.models import UNKNOWN, When, read_when

KNOWN = [
    # as typed, earliest, latest, as read, the year it lies in
    ("2024-05-17", date(2024, 5, 17), date(2024, 5, 17), "17 May 2024", 2024),
    ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "February 2024", 2024),
    ("2024", date(2024, 1, 1), date(2024, 12, 31), "2024", 2024),
    ("2009-2010", date(2009, 1, 1), date(2010, 12, 31), "2009–2010", None),
    ("by 2016", None, date(2016, 12, 31), "by 2016", None),
    ("", None, None, "date not known", None),
]
each = pytest.mark.parametrize(("typed", "earliest", "latest", "told", "year"), KNOWN)


@each
def test_it_is_read_told_and_typed_again(typed, earliest, latest, told, year):
    when = read_when(typed)
    assert when == When(earliest, latest)
    assert (str(when), when.year, when.as_typed) == (told, year, typed)


def test_it_is_told_in_french():
    with translation.override("fr"):
        assert str(read_when("2024-05")) == "mai 2024"


@pytest.mark.parametrize("text", ["yesterday", "2024-13", "2024-02-30", "3016", "24", "2024/05"])
def test_what_cannot_be_read_is_an_error(text):
    with pytest.raises(ValueError):
        read_when(text)


def test_a_range_written_backwards_is_an_error():
    with pytest.raises(ValueError):
        read_when("2010-2009")


def test_nothing_known_is_a_value():
    assert read_when("  ") == UNKNOWN
