"""What counts as a postal code, and the sentence a person reads when it doesn't."""

from __future__ import annotations

import re

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from reclaim.core.errors import Refused
from reclaim.places.queries import clean_postal_code
from reclaim.places.rules import why_not_postal_code


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("m4c1m5", "M4C 1M5"),
        ("M4C 1M5", "M4C 1M5"),
        (" M4C-1M5 ", "M4C 1M5"),
        ("m4c\u00a01m5", "M4C 1M5"),
        ("Ｍ４Ｃ", "M4C"),
        ("M4C", "M4C"),
        ("k0a", "K0A"),
    ],
)
def test_postal_codes_are_taken_as_people_type_them(typed: str, code: str) -> None:
    assert clean_postal_code(typed) == code


@pytest.mark.parametrize(("typed", "meant"), [("KOA 1L0", "K0A 1L0"), ("koa", "K0A")])
def test_a_letter_o_is_answered_with_the_zero_that_was_meant(typed: str, meant: str) -> None:
    reason = why_not_postal_code(typed)
    assert f"Did you mean {meant}, with a zero?" in reason


def test_a_letter_i_is_answered_with_the_one_that_was_meant() -> None:
    assert "Did you mean M4C 1M5?" in why_not_postal_code("M4C IM5")


@pytest.mark.parametrize("typed", ["", "   ", "-"])
def test_nothing_typed_asks_for_a_postal_code(typed: str) -> None:
    assert why_not_postal_code(typed) == "Enter a postal code, such as M4C 1M5."


@pytest.mark.parametrize(
    "typed", ["M4", "M4C 1M", "M4C 1M5 2", "90210", "MMC 1M5", "M4C 1M5!", "🌹"]
)
def test_a_wrong_shape_is_named_with_what_was_typed(typed: str) -> None:
    assert f"“{typed}” is not a Canadian postal code" in why_not_postal_code(typed)


@pytest.mark.parametrize("typed", ["D4C", "M4F", "M4C 1U5"])
def test_letters_no_postal_code_has_are_named(typed: str) -> None:
    assert f"D, F, I, O, Q or U. Please check “{typed}”" in why_not_postal_code(typed)


@pytest.mark.parametrize("typed", ["W1A", "Z9Z 9Z9"])
def test_no_postal_code_begins_with_w_or_z(typed: str) -> None:
    assert f"begins with {typed[0]}" in why_not_postal_code(typed)


def test_a_refused_postal_code_carries_the_sentence() -> None:
    with pytest.raises(Refused, match="with a zero"):
        clean_postal_code("KOA")


def test_the_sentence_comes_in_french() -> None:
    with translation.override("fr"):
        assert "code postal" in why_not_postal_code("90210")


LETTER = "[ABCEGHJ-NPRSTV-Z]"


@given(st.text(max_size=30))
def test_whatever_is_typed_is_either_a_code_or_refused_with_a_sentence(typed: str) -> None:
    try:
        code = clean_postal_code(typed)
    except Refused as refused:
        assert str(refused)
    else:
        assert re.fullmatch(r"[A-Z][0-9][A-Z]( [0-9][A-Z][0-9])?", code)


@given(st.from_regex(rf"[ABCEGHJ-NPRSTVXY][0-9]{LETTER} ?[0-9]{LETTER}[0-9]", fullmatch=True))
def test_cleaning_a_clean_code_changes_nothing(typed: str) -> None:
    code = clean_postal_code(typed)
    assert clean_postal_code(code) == code
