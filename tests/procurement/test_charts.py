"""Charts: directly labelled, in two languages, let through by a strict content policy."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from xml.etree import ElementTree

import pytest

from procurement.charts import PRINT, holders_timeline, short_money

from .conftest import contracts_of, make_award

TODAY = date(2026, 10, 5)
ROWS = (
    make_award(1, amount=Decimal("7677623.20"), supplier="Garda & Sons <Ltd>"),
    make_award(2, ends_on=date(2025, 6, 18), supplier="ASP Inc", amount=None),
)


def drawn(language: str = "en", **changes: object) -> str:
    table = contracts_of(*ROWS, as_of=TODAY)
    return holders_timeline(table, as_of=TODAY, language=language, **changes)  # type: ignore[arg-type]


def texts(svg: str) -> list[str]:
    root = ElementTree.fromstring(svg)  # noqa: S314
    return [one.text or "" for one in root.iter("{http://www.w3.org/2000/svg}text")]


def test_every_firm_is_labelled_with_its_amount_and_what_is_not_known() -> None:
    assert "Garda & Sons <Ltd> · $7.7\u00a0M · end not published" in texts(drawn())
    assert "ASP Inc · amount not published · to 2025-06-18" in texts(drawn())


def test_the_labels_speak_french() -> None:
    assert "Garda & Sons <Ltd> · 7,7\u00a0M$ · fin non publiée" in texts(drawn("fr"))
    assert "ASP Inc · montant non publié · jusqu’au 2025-06-18" in texts(drawn("fr"))


def test_the_page_gives_the_colours_and_the_print_has_its_own() -> None:
    assert set(re.findall(r"var\(--\w+\)", drawn())) == {
        "var(--ink)", "var(--soft)", "var(--line)", "var(--red)",
    }  # fmt: skip
    assert "var(" not in drawn(palette=PRINT)
    assert PRINT.red in drawn(palette=PRINT)


def test_a_strict_content_policy_lets_it_through() -> None:
    assert not re.search(r"<style|style=|<script| on\w+=|href=", drawn())


def test_it_is_one_image_with_words() -> None:
    root = ElementTree.fromstring(drawn())  # noqa: S314
    assert root.get("role") == "img"
    assert "Garda & Sons <Ltd>" in (root.get("aria-label") or "")
    assert not [one for one in root.iter() if one is not root and one.get("role")]


def test_no_award_is_said_not_drawn() -> None:
    svg = holders_timeline(contracts_of(), as_of=TODAY, language="fr")
    assert texts(svg) == ["Aucune attribution connue."]


def test_more_than_twelve_firms_are_counted() -> None:
    rows = [make_award(n, supplier=f"Firm {n} of many") for n in range(1, 16)]
    svg = holders_timeline(contracts_of(*rows), as_of=TODAY)
    assert "3 others are not shown" in texts(svg)
    assert sum("Firm" in text for text in texts(svg)) == 12


@pytest.mark.parametrize(
    ("amount", "english", "french"),
    [
        ("1234567890", "$1.2 B", "1,2 G$"),
        ("7677623.20", "$7.7 M", "7,7 M$"),
        ("141200", "$141.2 K", "141,2 k$"),
        ("12.50", "$12", "12 $"),
    ],
)
def test_short_amounts(amount: str, english: str, french: str) -> None:
    assert short_money(Decimal(amount), "en").replace("\u00a0", " ") == english
    assert short_money(Decimal(amount), "fr").replace("\u00a0", " ") == french


def test_no_year_is_written_twice_however_short_the_time() -> None:
    one = contracts_of(make_award(1, awarded_on=date(2025, 5, 1), ends_on=None), as_of=TODAY)
    years = [
        word for word in texts(holders_timeline(one, as_of=TODAY, language="en")) if word.isdigit()
    ]
    assert years == ["2025", "2026", "2027"]
