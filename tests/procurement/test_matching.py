"""Notices and awards to the services we guard: which words, and why a row is left out."""

from __future__ import annotations

import pytest

from procurement import in_memory, records
from procurement.matching import DIVISIONS, WATCHLIST, matches

GUARDS = [("guards", "security guard", "any", "en"), ("guards", "gardien", "any", "fr")]


def words_found(
    description: str,
    terms: list[tuple[str, str, str, str]],
    division: str = "Corporate Security",
    divisions: list[str] | None = None,
) -> list[str] | None:
    """The matched words of one row and one service; None when it doesn't match."""
    row = {"row_id": "a:1", "description": description, "division": division, "buyer": "City"}
    text = dict.fromkeys(row, "string")
    table = in_memory([row], text)
    watchlist = in_memory(
        [dict(zip(WATCHLIST.names, term, strict=True)) for term in terms], WATCHLIST
    )
    where = None
    if divisions is not None:
        where = in_memory(({"service": "guards", "division": one} for one in divisions), DIVISIONS)
    found = records(matches(table, watchlist, where))
    return list(found[0]["words"]) if found else None


@pytest.mark.parametrize(
    "description",
    [
        "Supply of Security Guards at shelters",
        "SECURITY-GUARD patrols",
        "Des gardiens pour les édifices",
        "Gardiens/gardiennes d'immeubles",
    ],
)
def test_case_plural_and_punctuation_do_not_matter(description: str) -> None:
    assert words_found(description, GUARDS)


SAME_WORDS = (
    ("laundry", "Laundries and linen"),
    ("buanderie", "Services de buanderies"),
    ("hôpital", "linge des hopitaux"),
    ("services d'entretien", "SERVICE D’ENTRETIEN ménager"),
    ("bus", "four buses"),
    ("nursing home", "nursing homes"),
    ("house", "three houses"),
    ("glass", "of glasses"),
    ("crèche", "les crèches"),
    ("eau", "travaux des eaux"),
    ("feu", "feux de circulation"),
    ("box", "boxes"),
)


def test_accents_and_both_languages_plurals_are_one_word() -> None:
    rows = [{"row_id": str(n), "description": text} for n, (_, text) in enumerate(SAME_WORDS)]
    terms = [
        {"service": str(n), "term": term, "kind": "any"} for n, (term, _) in enumerate(SAME_WORDS)
    ]
    table = in_memory(rows, {"row_id": "string", "description": "string"})
    found = records(matches(table, in_memory(terms, WATCHLIST)))
    met = {row["row_id"] for row in found if row["row_id"] == row["service"]}
    assert {text for n, (_, text) in enumerate(SAME_WORDS) if str(n) not in met} == set()


def test_only_whole_words_count() -> None:
    assert (
        words_found("Vanguard securityguard guarding", [("guards", "guard", "any", "en")]) is None
    )


def test_words_of_a_term_must_stand_together() -> None:
    assert words_found("security for the guard house", GUARDS) is None


def test_an_also_term_is_needed_where_the_service_has_one() -> None:
    terms = [*GUARDS, ("guards", "shelter", "also", "en"), ("guards", "respite", "also", "en")]
    assert words_found("Security guards for offices", terms) is None
    assert words_found("Security guards for shelters", terms) == ["security guard", "shelter"]


def test_one_never_term_is_enough_to_leave_a_row_out() -> None:
    terms = [*GUARDS, ("guards", "guard rail", "never", "en")]
    assert words_found("Security guards and guard rails", terms) is None


def test_a_division_given_must_be_in_the_row() -> None:
    text, terms = "Security guards", GUARDS
    joint = "Fleet Services,Shelter, Support & Housing Administration"
    shelters = ["Shelter, Support and Housing Administration", "shelter, support & housing"]
    assert words_found(text, terms, division=joint, divisions=shelters)
    assert words_found(text, terms, division="Toronto Water", divisions=shelters) is None
    assert words_found(text, terms, division="", divisions=shelters) is None
    assert words_found(text, terms, division="", divisions=["city"]), "the buyer counts too"


def test_a_row_without_words_matches_nothing() -> None:
    assert words_found("", GUARDS) is None
    assert words_found("...", [("guards", "...", "any", "en")]) is None


def test_terms_with_signs_are_words_not_patterns() -> None:
    assert words_found("a.*b", [("guards", "a.*z", "any", "en")]) is None
    assert words_found("50% (fifty)", [("guards", "50% (fifty", "any", "en")])
