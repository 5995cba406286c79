"""Which names are one firm: each kind of variant, and each trap."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime

import pytest

from procurement import in_memory, records
from procurement.suppliers import supplier_key
from procurement.suppliers.corrections import (
    DIFFERENT,
    GROUP,
    NOT_GROUP,
    SAME,
    WITHDRAWN,
    Contradiction,
    Correction,
    add,
    contradiction,
    read,
)
from procurement.suppliers.explaining import explain
from procurement.suppliers.groups import Owner
from procurement.suppliers.linkage import Linkage, with_firms
from procurement.suppliers.linking import NAMES, link, published_names

WHEN = datetime(2026, 5, 1, tzinfo=UTC)


def linked(*names: str, **more: object) -> Linkage:
    rows = {
        key: {"supplier_key": key, "supplier": name, "awards": 1}
        for name in names
        if (key := supplier_key(name))
    }
    types = {name: column.type for name, column in NAMES.items()}
    return link(in_memory(rows.values(), types), **more)  # type: ignore[arg-type]


def is_one_firm(linkage: Linkage, one: str, other: str) -> bool:
    keys = linkage.keys()
    return keys[supplier_key(one) or ""] == keys[supplier_key(other) or ""]


def said(kind: str, one: str, other: str, **changes: object) -> Correction:
    keys = supplier_key(one) or "", supplier_key(other) or ""
    made = Correction(kind, *keys, by="Ana", why="their letterhead", at=WHEN)
    return dataclasses.replace(made, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Stantec Consulting Ltd.", "STANTEC CONSULTING LIMITED"),
        ("Stantec Consulting Ltd Ottawa", "Stantec Consulting Ltd Barrie"),
        ("Logistik Unicorp Inc", "Logistik Unicopr Inc"),
        ("Les Services Neige-Plus Ltée", "Neige Plus Services Ltd"),
        ("Wagstaffe Moncrieff Cleaning", "Moncrieff Wagstaffe Cleaning"),
        ("Purespirit Solutions", "Pure Spirit Solutions"),
        ("Krauss Maffei", "Krauss Maffei Wegmann GmbH & Co. KG"),
        ("1234567 Canada Inc", "1234567 Canada Inc. o/a Pizza Roi"),
        ("9006-9311 Québec inc.", "90069311 QUEBEC INC"),
    ],
)
def test_spellings_of_one_firm_are_one_firm(one: str, other: str) -> None:
    assert is_one_firm(linked(one, other), one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1234567 Canada Inc", "1234568 Canada Inc"),
        ("1234567 Ontario Inc o/a Tim Hortons", "7654321 Ontario Inc o/a Tim Hortons"),
        ("Royal Bank of Canada", "Royal Roads University"),
        ("Bell Canada", "Bell Mobility"),
        ("University of Toronto", "University of Ottawa"),
        ("City of Toronto", "City of Ottawa"),
        ("Best Western Ottawa Hotel", "Best Western Barrie Hotel"),
        ("Imperial Oil", "Imperial Cleaners"),
        ("John Smith Consulting", "John Brown Consulting"),
        ("Dexter Construction", "Nexter Systems"),
        ("Altis Human Resources", "Altis Human Resources and Excel in Joint Venture"),
    ],
)
def test_names_of_different_firms_stay_apart(one: str, other: str) -> None:
    assert not is_one_firm(linked(one, other), one, other)


def test_a_name_of_several_firms_does_not_make_them_one() -> None:
    linkage = linked("Tenaquip", "Fastenal", "Tenaquip Fastenal")
    assert not is_one_firm(linkage, "Tenaquip", "Fastenal")


def test_a_name_the_publisher_cut_is_its_whole_name() -> None:
    rows = [
        {"supplier_key": "west egg group security servic", "is_cut": True},
        {"supplier_key": "west egg group security services", "is_cut": False},
    ]
    types = {name: column.type for name, column in NAMES.items()}
    assert len(set(link(in_memory(rows, types)).keys().values())) == 1


def test_withheld_names_are_no_names() -> None:
    awards = in_memory(
        [
            {"supplier": "Confidential", "supplier_key": None, "buyer": "A", "currency": "CAD"},
            {"supplier": "Confidential", "supplier_key": None, "buyer": "B", "currency": "CAD"},
        ],
        {
            "supplier": "string",
            "supplier_key": "string",
            "buyer": "string",
            "amount": "decimal(18, 2)",
            "currency": "string",
        },
    )
    assert records(published_names(awards)) == []


def test_names_that_speak_of_a_group_only_are_left_to_a_person() -> None:
    linkage = linked("Honeywell Aerospace", "Honeywell Analytics")
    (pair,) = records(linkage.candidates())
    assert pair["outcome"] == "maybe same group"
    assert not is_one_firm(linkage, "Honeywell Aerospace", "Honeywell Analytics")


def test_the_same_business_number_is_one_firm_whatever_the_names() -> None:
    rows = [
        {"supplier_key": "neige plus", "business_number": "123456789"},
        {"supplier_key": "tremblay et filles", "business_number": "123456789"},
    ]
    types = {name: column.type for name, column in NAMES.items()}
    assert len(set(link(in_memory(rows, types)).keys().values())) == 1


def test_a_person_who_says_the_same_is_right() -> None:
    linkage = linked("Maxxam", "Bureau Veritas", said=[said(SAME, "Maxxam", "Bureau Veritas")])
    assert is_one_firm(linkage, "Maxxam", "Bureau Veritas")


def test_a_person_who_says_different_splits_a_firm() -> None:
    names = ("Stantec", "Stantec Consulting", "Stantec Ltd Ottawa")
    apart = said(DIFFERENT, "Stantec", "Stantec Consulting")
    linkage = linked(*names, said=[apart])
    assert is_one_firm(linked(*names), "Stantec", "Stantec Consulting")
    assert not is_one_firm(linkage, "Stantec", "Stantec Consulting")
    refused = [row for row in records(linkage.pairs) if row["outcome"] == "refused"]
    assert "a person said" in refused[0]["because"]


def test_different_holds_for_all_that_is_the_same() -> None:
    linkage = linked(
        "Stantec",
        "Dessau",
        "Stantec Consulting",
        said=[said(SAME, "Stantec", "Dessau"), said(DIFFERENT, "Dessau", "Stantec Consulting")],
    )
    assert not is_one_firm(linkage, "Stantec", "Stantec Consulting")


def test_what_was_withdrawn_says_nothing() -> None:
    sayings = [said(SAME, "Maxxam", "Fastenal"), said(WITHDRAWN, "Fastenal", "Maxxam")]
    assert not is_one_firm(linked("Maxxam", "Fastenal", said=sayings), "Maxxam", "Fastenal")


def test_a_group_comes_from_a_table_of_owners_and_keeps_firms_apart() -> None:
    known = [
        Owner("maxxam", "bureau veritas", "annual report 2014, p. 3"),
        Owner("bureau veritas", "bureau veritas", "annual report 2014, p. 3"),
    ]
    rows = {row["supplier_key"]: row for row in records(
        linked("Maxxam", "Bureau Veritas", owners=known).names
    )}  # fmt: skip
    assert rows["maxxam"]["group_key"] == rows["bureau veritas"]["group_key"] == "bureau veritas"
    assert rows["maxxam"]["firm_key"] == "maxxam"
    assert rows["maxxam"]["group_reason"] == "annual report 2014, p. 3"


def test_a_person_outweighs_the_table_of_owners() -> None:
    known = [Owner("maxxam", "bv", "a list"), Owner("bureau veritas", "bv", "a list")]
    apart = said(NOT_GROUP, "Maxxam", "Bureau Veritas")
    rows = records(linked("Maxxam", "Bureau Veritas", owners=known, said=[apart]).names)
    assert len({row["group_key"] for row in rows}) == 2


def test_a_person_makes_a_group() -> None:
    tie = said(GROUP, "Bell Canada", "Bell Mobility")
    linkage = linked("Bell Canada", "Bell Mobility", said=[tie])
    assert len({row["group_key"] for row in records(linkage.names)}) == 1
    assert not is_one_firm(linkage, "Bell Canada", "Bell Mobility")


@pytest.mark.parametrize(
    ("before", "new"),
    [
        ([(SAME, "A1", "B1")], (DIFFERENT, "A1", "B1")),
        ([(SAME, "A1", "B1"), (SAME, "B1", "C1")], (DIFFERENT, "A1", "C1")),
        ([(SAME, "A1", "B1"), (DIFFERENT, "B1", "C1")], (SAME, "A1", "C1")),
        ([(SAME, "A1", "B1")], (NOT_GROUP, "A1", "B1")),
        ([(GROUP, "A1", "B1"), (GROUP, "B1", "C1")], (NOT_GROUP, "A1", "C1")),
        ([(NOT_GROUP, "A1", "B1")], (GROUP, "A1", "B1")),
        ([(NOT_GROUP, "A1", "B1")], (SAME, "A1", "B1")),
    ],
)
def test_a_contradiction_is_refused_with_a_sentence(
    before: list[tuple[str, str, str]], new: tuple[str, str, str]
) -> None:
    sentence = contradiction(said(*new), [said(*one) for one in before])
    assert "contradicts" in sentence and "Ana, 2026-05-01" in sentence


def test_different_firms_may_be_of_one_group() -> None:
    assert contradiction(said(GROUP, "A1", "B1"), [said(DIFFERENT, "A1", "B1")]) == ""


def test_corrections_are_kept_in_their_order_and_a_refused_one_is_not(tmp_path: object) -> None:
    path = tmp_path / "suppliers" / "corrections.jsonl"  # type: ignore[operator]
    add(path, said(SAME, "A1", "B1"))
    with pytest.raises(Contradiction):
        add(path, said(DIFFERENT, "A1", "B1"))
    assert read(path) == [said(SAME, "A1", "B1")]


def test_two_runs_give_the_same_firms() -> None:
    names = ("Stantec", "Stantec Consulting", "Dessau", "Logistik Unicorp", "Logistik Unicopr")
    first, second = linked(*names), linked(*reversed(names))
    assert first.keys() == second.keys()
    assert records(first.pairs) == records(second.pairs)


def test_a_firm_keeps_its_key_when_names_are_added() -> None:
    first = linked("Stantec Consulting", "Stantec Consulting Ottawa").keys()
    later = linked(
        "Stantec", "Stantec Consulting", "Stantec Consulting Ottawa", before=first
    ).keys()
    assert later["stantec consulting"] == first["stantec consulting"]
    assert later["stantec"] == first["stantec consulting"]


def test_awards_get_their_firm_and_a_withheld_name_none() -> None:
    linkage = linked("Stantec", "Stantec Consulting")
    awards = in_memory(
        [{"supplier_key": "stantec consulting"}, {"supplier_key": None}, {"supplier_key": "new"}],
        {"supplier_key": "string"},
    )
    firm = linkage.keys()["stantec"]
    assert {
        row["supplier_key"]: row["firm_key"] for row in records(with_firms(awards, linkage))
    } == {
        "stantec consulting": firm,
        None: None,
        "new": "new",
    }


def test_a_match_is_explained_in_words() -> None:
    linkage = linked("Stantec Consulting Ltd Ottawa", "Stantec Consulting")
    keys = sorted(linkage.keys())
    sentences = explain({"supplier_key": keys[0]}, {"supplier_key": keys[1]}, linkage)
    assert sentences[0].startswith("The words that tell who: the same words; very strong evidence")
    assert any("probability of" in sentence for sentence in sentences)
    assert "They are one firm" in sentences[-1]


def test_two_firms_are_explained_too() -> None:
    linkage = linked("Bell Canada", "Bell Mobility")
    sentences = explain({"supplier_key": "bell canada"}, {"supplier_key": "bell mobility"}, linkage)
    assert "names another company" in sentences[0]
    assert any(sentence.startswith("They are two firms") for sentence in sentences)
