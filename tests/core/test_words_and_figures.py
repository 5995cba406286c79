"""Money, counts, days and names as people read them, in English and in French."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.utils import translation

from reclaim.core import money
from reclaim.core.languages import Bilingual, in_french, language_name, spoken_languages
from reclaim.core.templatetags.figures import days_left, in_days
from reclaim.core.templatetags.plain_text import with_links

NBSP, THIN = "\u00a0", "\u202f"


def plain(text):
    """French separates with spaces that do not break; which of the two is Babel's affair."""
    return text.replace(NBSP, " ").replace(THIN, " ")


class Local:
    name = Bilingual("name")

    def __init__(self, english, french):
        self.name_en, self.name_fr = english, french


@pytest.mark.parametrize(
    ("language", "english", "french", "read"),
    [
        ("en", "Local 4120", "Section locale 4120", "Local 4120"),
        ("fr", "Local 4120", "Section locale 4120", "Section locale 4120"),
        ("fr", "Local 4120", "", "Local 4120"),
        ("en", "", "Section locale 4120", "Section locale 4120"),
        ("fr-ca", "Local 4120", "Section locale 4120", "Section locale 4120"),
        ("pa", "Local 4120", "Section locale 4120", "Local 4120"),
    ],
)
def test_a_name_is_read_in_the_readers_language_and_is_never_empty(language, english, french, read):
    with translation.override(language):
        assert Local(english, french).name == read


def test_with_no_language_at_all_it_is_english():
    with translation.override(None):
        assert not in_french()


@pytest.mark.parametrize(
    ("amount", "english", "french"),
    [
        (Decimal("26094500.5"), "$26,094,500.50", "26 094 500,50 $"),
        (Decimal(0), "$0.00", "0,00 $"),
        (Decimal("-12.3"), "-$12.30", "-12,30 $"),
        (None, "", ""),
    ],
)
def test_money_shows_every_cent_and_unknown_is_never_zero(amount, english, french):
    assert money.money(amount) == english
    with translation.override("fr"):
        assert plain(money.money(amount)) == french


@pytest.mark.parametrize(
    ("amount", "english", "french"),
    [
        (Decimal(26094500), "$26.1M", "26,1 M$"),
        (Decimal(1250), "$1.2K", "1,2 k$"),
        (Decimal(999), "$999", "999 $"),
        (None, "", ""),
    ],
)
def test_a_headline_shows_money_short(amount, english, french):
    assert money.short_money(amount) == english
    with translation.override("fr"):
        assert plain(money.short_money(amount)) == french


def test_counts_and_shares_follow_the_language():
    assert (money.count(7613), money.percent(0.613)) == ("7,613", "61%")
    with translation.override("fr"):
        assert plain(money.count(7613)) == "7 613"
        assert plain(money.percent(0.613)) == "61 %"
    assert (money.count(None), money.percent(None)) == ("", "")


@pytest.mark.parametrize(
    ("day", "left", "english", "french"),
    [
        (date(2026, 10, 5), 0, "today", "aujourd’hui"),
        (date(2026, 10, 6), 1, "in 1 day", "dans 1 jour"),
        (date(2026, 10, 17), 12, "in 12 days", "dans 12 jours"),
        (date(2026, 10, 4), -1, "1 day ago", "il y a 1 jour"),
        (None, None, "", ""),
    ],
)
def test_days_count_from_today(day, left, english, french):
    assert days_left(day) == left
    assert in_days(day) == english
    with translation.override("fr"):
        assert in_days(day) == french


def test_languages_are_named_in_the_readers_language():
    assert language_name("pa") == "Punjabi"
    with translation.override("fr"):
        assert language_name("pa") == "pendjabi"


@pytest.mark.parametrize("code", ["zz", "", "not a code!"])
def test_an_unknown_language_stays_as_it_was_written(code):
    assert language_name(code) == code


def test_ours_are_offered_first_and_each_once():
    codes = [code for code, _ in spoken_languages()]
    assert codes[:2] == ["en", "fr"]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            "See https://a.example/?y=1&z=2.",
            # one line, as it is written
            'See <a href="https://a.example/?y=1&amp;z=2" rel="noreferrer">https://a.example/?y=1&amp;z=2</a>.',
        ),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("javascript:alert(1)", "javascript:alert(1)"),
        ("nofollow & nothing", "nofollow &amp; nothing"),
    ],
)
def test_a_strangers_text_is_shown_with_links_and_nothing_else(text, shown):
    assert with_links(text) == shown


def test_a_link_cannot_break_out_of_its_mark():
    shown = with_links('https://a.example/"onmouseover="alert(1)')
    assert 'onmouseover="' not in shown


def test_bilingual_tells_its_own_name_on_the_class():
    assert Local.name == "name"
    assert Bilingual("text").__get__(SimpleNamespace(text_en="a", text_fr=""), None) == "a"
