"""What a supplier's name says, before names are compared."""

from __future__ import annotations

import pytest

from procurement.suppliers import supplier_key
from procurement.suppliers.forms import Form, faces
from procurement.suppliers.spelling import is_one_slip, spelt


def said(name: str) -> list[Form]:
    return faces(supplier_key(name) or "")


def test_a_trade_name_is_a_second_face_of_the_same_number() -> None:
    number, trade = said("9006-9311 Québec inc. o/a Les Services Neige Plus Ltée")
    assert (number.numbers, number.bare) == (("90069311",), ())
    assert (trade.numbers, trade.bare) == (("90069311",), ("neige", "plus"))


@pytest.mark.parametrize("mark", ["o/a", "dba", "faisant affaire sous", "operating as"])
def test_the_marks_of_a_trade_name_are_known_in_both_languages(mark: str) -> None:
    assert [face.bare for face in said(f"Tremblay Inc {mark} Neige Plus")] == [
        ("tremblay",),
        ("neige", "plus"),
    ]


def test_the_place_at_the_end_is_kept_apart() -> None:
    (face,) = said("Stantec Consulting Ltd North Bay")
    assert (face.bare, face.place) == (("stantec",), "north bay")


def test_a_place_at_the_beginning_is_part_of_the_name() -> None:
    (face,) = said("Toronto Industries")
    assert (face.bare, face.place) == (("toronto",), None)


def test_a_university_keeps_its_town() -> None:
    (toronto,), (ottawa,) = said("University of Toronto"), said("University of Ottawa")
    assert toronto.bare == ("university", "toronto")
    assert ottawa.bare == ("university", "ottawa")


def test_an_address_at_the_end_is_left_out() -> None:
    (face,) = said("Altis Human Resources (Ottawa) Inc., 102 Bank St Suite 300")
    assert (face.bare, face.place) == (("altis"[:-1],), "ottawa")


def test_what_a_firm_does_is_the_same_in_both_languages() -> None:
    (english,), (french,) = said("Neige Cleaning Ltd"), said("Nettoyage Neige Ltée")
    assert english.kinds == french.kinds == ("cleaning",)
    assert english.bare == french.bare == ("neige",)


def test_several_firms_together_are_marked() -> None:
    assert said("Turtle Technologies and TRM in Joint Venture")[0].is_together
    assert not said("Turtle Technologies")[0].is_together


def test_a_rare_word_one_slip_from_a_frequent_one_is_spelt_like_it() -> None:
    assert spelt("consutling") == "consulting"
    assert spelt("imeprial") == "imperial"


def test_a_frequent_word_and_a_word_far_from_all_stay_what_they_are() -> None:
    assert spelt("martin") == "martin"
    assert spelt("zzyzxqw") == "zzyzxqw"


def test_the_first_letter_is_not_put_right() -> None:
    assert spelt("nexter") == "nexter"  # a firm, not Dexter


@pytest.mark.parametrize(
    ("one", "other", "is_one"),
    [
        ("unicorp", "unicorp", True),
        ("unicorp", "unicopr", True),
        ("unicorp", "unicor", True),
        ("unicorp", "unixorp", True),
        ("unicorp", "unocopr", False),
        ("unicorp", "uni", False),
    ],
)
def test_a_slip_is_one_letter_or_two_neighbours(one: str, other: str, is_one: bool) -> None:
    assert is_one_slip(one, other) is is_one
    assert is_one_slip(other, one) is is_one
