"""Money, dates, names and terms as published: a value, or the reason why not."""

from __future__ import annotations

import contextlib
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from procurement.cleaning import day, money, raw_without_contacts, without_contacts
from procurement.errors import SetAside
from procurement.suppliers import supplier_key
from procurement.terms import term_in


@pytest.mark.parametrize(
    ("published", "amount"),
    [
        ("535229.00", "535229.00"),
        ("771,931.57", "771931.57"),
        ("$2,245,111.61", "2245111.61"),
        ("$ 2,396,696.24", "2396696.24"),
        ("$1,317,169.92 CAD", "1317169.92"),
        ("1 234,56 $", "1234.56"),
        ("1\xa0234\xa0567,89\xa0$", "1234567.89"),
        ("1\u202f234,56 $ CA", "1234.56"),
        ("1 234 $", "1234"),
        ("1,000,99$", "1000.99"),
        ("12,34", "12.34"),
        ("(12.00)", "-12.00"),
        ("-$12.00", "-12.00"),
        ("$-12.00", "-12.00"),
        ("942467.", "942467"),
        ("0", "0"),
        ("148747.4925", "148747.49"),
    ],
)
def test_money_in_english_and_french(published: str, amount: str) -> None:
    assert money(published).amount == Decimal(amount)
    assert money(published).currency == "CAD"


@pytest.mark.parametrize(
    "published",
    [
        "$1,2,3", "76500.0025.95625.00", "1.234.567", "S2,035,000.00", "$982, 900", "12,3456",
        "one million", "$", "--5", "1e9", "٣٤", "9" * 16, "1 23,45", "$$5", "12-5", "NaN",
    ],
)  # fmt: skip
def test_money_that_can_be_read_in_two_ways_is_not_read(published: str) -> None:
    with pytest.raises(SetAside) as reason:
        money(published)
    assert reason.value.code == "unreadable_amount"
    assert published[:80] in str(reason.value)


@pytest.mark.parametrize(
    ("published", "note"),
    [
        ("", "amount_blank"),
        ("  ", "amount_blank"),
        ("None", "amount_none"),
        ("31.65/MT", "amount_rate"),
        ("Metal Items at 109.11000 Percentage of the AMM published price", "amount_rate"),
    ],
)
def test_an_amount_not_published_is_null_with_a_note(published: str, note: str) -> None:
    assert (money(published).amount, money(published).note) == (None, note)


def test_another_currency_is_kept() -> None:
    assert money("$1,234.00 USD").currency == "USD"
    assert money("US$ 5").currency == "USD"


@given(st.decimals(min_value=0, max_value=10**14, places=2, allow_nan=False))
def test_money_written_in_either_language_reads_back(amount: Decimal) -> None:
    english = f"${amount:,.2f}"
    french = f"{amount:,.2f}".replace(",", "\u202f").replace(".", ",") + " $"
    assert money(english).amount == money(french).amount == amount
    assert money(f"({english})").amount == -amount


@given(st.text(max_size=60))
def test_money_never_crashes(text: str) -> None:
    with contextlib.suppress(SetAside):
        found = money(text)
        assert (found.amount is None) <= (found.note is not None)


@given(st.text(max_size=30))
def test_dates_never_crash(text: str) -> None:
    with contextlib.suppress(SetAside):
        found = day(text, "date")
        assert found is None or 1950 <= found.year <= 2199


@pytest.mark.parametrize(
    "published", ["2012-10-04", " 2012/10/04 ", "2012-10-04T00:00:00", "20121004"]
)
def test_dates_of_the_year_first(published: str) -> None:
    assert day(published, "date") == date(2012, 10, 4)


@pytest.mark.parametrize(
    ("published", "code"),
    [
        ("3016-10-31", "absurd_date"),
        ("1012-01-01", "absurd_date"),
        ("04/05/2012", "unreadable_date"),
        ("2012-13-01", "unreadable_date"),
        ("2013-02-29", "unreadable_date"),
        ("2012-05", "unreadable_date"),
        ("soon", "unreadable_date"),
    ],
)
def test_dates_that_are_none(published: str, code: str) -> None:
    with pytest.raises(SetAside) as reason:
        day(published, "Contract Date")
    assert reason.value.code == code
    assert "Contract Date" in str(reason.value)


def test_a_blank_date_is_unknown() -> None:
    assert day("", "date") is day("None", "date") is None


@pytest.mark.parametrize(
    ("published", "key"),
    [
        ("A.S.P. Incorporated", "asp"),
        ("ASP INC", "asp"),
        ("ASP Inc.", "asp"),
        ("Nettoyage Éclair Ltée", "nettoyage eclair"),
        ("NETTOYAGE ECLAIR LTEE", "nettoyage eclair"),
        ("The West Egg Group Security Services", "west egg group security services"),
        ("Smith & Sons Co. Ltd.", "smith and sons"),
        ("Smith and Sons Company Limited", "smith and sons"),
        ("Dempsey's Corp", "dempseys"),
        ("Dempsey’s Corporation", "dempseys"),
        ("GDI Services (Québec) S.E.C.", "gdi services quebec sec"),
        ("Inc.", "inc"),
        ("Confidential", None),
        ("N/A", None),
        ("--", None),
        ("", None),
    ],
)
def test_names_made_comparable(published: str, key: str | None) -> None:
    assert supplier_key(published) == key


@given(st.text(max_size=80))
def test_a_cleaned_name_cleans_to_itself(text: str) -> None:
    key = supplier_key(text)
    assert key is None or supplier_key(key) in {key, None} or len(key.split()) > 1


AWARDED = date(2023, 10, 27)


@pytest.mark.parametrize(
    ("said", "starts", "ends"),
    [
        ("from November 1, 2023 to February 28, 2025", (2023, 11, 1), (2025, 2, 28)),
        ("toners, for a period of seventeen (17) months, from November 1, 2023 to February 28, 2025",
         (2023, 11, 1), (2025, 2, 28)),
        ("term to commence on January 1, 2024 and be in effect until December 31, 2028",
         (2024, 1, 1), (2028, 12, 31)),
        ("from the date of award to December 31, 2024", (2023, 10, 27), (2024, 12, 31)),
        ("for a period of one (1) year from the date of award", (2023, 10, 27), (2024, 10, 26)),
        ("for one (1) year from date of award", (2023, 10, 27), (2024, 10, 26)),
        (("for a period of (3) years, commencing May 1, 2024, with the option to renew the Contract "
         "for one (1) additional two (2) year period"), (2024, 5, 1), (2027, 4, 30)),
        ("du 1er janvier 2024 au 31 décembre 2026", (2024, 1, 1), (2026, 12, 31)),
        ("pour une période de deux (2) ans à compter du 1 mars 2024", (2024, 3, 1), (2026, 2, 28)),
    ],
)  # fmt: skip
def test_terms_said_in_a_description(
    said: str, starts: tuple[int, int, int], ends: tuple[int, int, int]
) -> None:
    term = term_in(said, AWARDED)
    assert (term.starts_on, term.ends_on) == (date(*starts), date(*ends))
    assert term.term_text
    assert term.term_text in said or said in term.term_text


@pytest.mark.parametrize(
    "said",
    [
        "three (3) year term with two (2) optional one-year extensions",
        "The term of the Contract is to be for a period of two (2) years,",
        "from date of award for a period of 6 months, 12 months or 15 months, with the option",
        "warranty for a total of ten (10) years",
        "from McCowan Road to Kingston Road, Ward 24",
        "from February 30, 2024 to March 1, 2025 or so",
    ],
)
def test_a_term_that_is_not_fully_said_gives_no_end(said: str) -> None:
    assert term_in(said, AWARDED).ends_on is None


def test_a_length_alone_keeps_its_words_and_those_of_the_options() -> None:
    term = term_in("a three (3) year term with two (2) optional one-year extensions", AWARDED)
    assert "three (3) year term" in (term.term_text or "")
    assert "optional one-year extensions" in (term.option_text or "")


def test_a_length_from_an_award_without_a_date_gives_no_end() -> None:
    assert term_in("for a period of one (1) year from the date of award", None).ends_on is None


def test_an_end_before_the_award_is_not_believed() -> None:
    term = term_in("data collected from January 1, 2010 to December 31, 2012", AWARDED)
    assert (term.starts_on, term.ends_on) == (None, None)


@settings(max_examples=200)
@given(st.text(max_size=200), st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_terms_never_crash(text: str, awarded: date) -> None:
    term_in(text + " from January 1, 2024 for a period of " + text + " years", awarded)


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(1, 10_000))
def test_two_days_written_out_read_back(start: date, days: int) -> None:
    end = start + timedelta(days=days)
    said = f"from {start:%B} {start.day}, {start.year} to {end:%B} {end.day}, {end.year}"
    term = term_in(said, None)
    assert (term.starts_on, term.ends_on) == (start, end)


def test_contacts_are_taken_out_of_any_text() -> None:
    text = (
        "Ask Dana at dana.b@toronto.example or (416) 397-4141 ext. 5, +1 647-749-7152,,728117944#"
    )
    assert without_contacts(text) == "Ask Dana at [e-mail] or [phone], [phone]"
    assert without_contacts("RFQ 3907-21-0042, $1,234.56, 2012-10-04") == (
        "RFQ 3907-21-0042, $1,234.56, 2012-10-04"
    )
    assert raw_without_contacts("x,Dana Buyer,dana@toronto.example,416-555-0199") == (
        "x,[name],[e-mail],[phone]"
    )
