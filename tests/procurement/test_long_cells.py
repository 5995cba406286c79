"""Cells longer than any real one: each is read in time that grows with its length only."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date

import pytest

from procurement import remembering
from procurement.cleaning import has_contacts, money, raw_without_contacts, words
from procurement.errors import SetAside
from procurement.suppliers import supplier_key
from procurement.terms import READ, term_columns

LENGTH = 200_000
LONG = {
    "one word before an @": "a" * LENGTH + " @",
    "points before an @": "a." * (LENGTH // 2) + "@ ",
    "only @": "a@" * (LENGTH // 2),
    "spaces after a comma": "," + " " * LENGTH + "@",
    "quotation marks": '"' * LENGTH + "@",
    "digits": "1" * LENGTH + "@",
    "half telephone numbers": "416-555-" * (LENGTH // 8) + "@",
    "lengths": "1 year " * (LENGTH // 7),
    "terms": "period of 1 year " * (LENGTH // 17),
    "starts": "from January 1, 2024 " * (LENGTH // 21),
    "options": "option " * (LENGTH // 7) + "2024",
}
SECONDS = 10.0  # of the processor, far above what is needed: a search gone wild takes minutes


def _money(text: str) -> object:
    try:
        return money(text)
    except SetAside as reason:
        return reason


@pytest.mark.parametrize("text", LONG)
@pytest.mark.parametrize(
    "function",
    [
        has_contacts,
        raw_without_contacts,
        words,
        supplier_key,
        _money,
        lambda text: term_columns(text, date(2024, 1, 1)),
    ],
)
def test_a_long_cell_is_read_without_searching_it_over_and_over(
    text: str, function: Callable[[str], object]
) -> None:
    started = time.process_time()
    function(LONG[text])
    assert time.process_time() - started < SECONDS


def test_a_term_is_looked_for_at_the_beginning_of_a_long_text() -> None:
    said = "from January 1, 2024 to December 31, 2025"
    assert term_columns(said + " " * READ, None)["ends_on"] == date(2025, 12, 31)
    assert term_columns(" " * READ + said, None)["ends_on"] is None


@pytest.mark.parametrize(
    "said",
    [
        "from January 1, 9999 for a term of 12 months",
        "from January 1, 9990 to January 5, 9999",
        "from January 1, 0001 to January 5, 0002",
    ],
)
def test_the_ends_of_the_calendar_are_no_trouble(said: str) -> None:
    assert term_columns(said, None)["term_text"] == said


def test_what_is_remembered_of_a_file_can_be_forgotten() -> None:
    first = words("a  cell")
    remembering.forget()
    assert words("a  cell") == first == "a cell"
