"""Releases of one process to its compiled release, by the merging rules of OCDS 1.1."""

from __future__ import annotations

from typing import Any

import pytest

from procurement.merging import compiled
from procurement.upgrading import upgraded

Release = dict[str, Any]


def at(day: int, **told: Any) -> Release:
    date = f"2026-03-{day:02d}T00:00:00Z"
    return {"ocid": "o-1", "id": f"r{day}", "date": date, "tag": ["tender"]} | told


def told(*releases: Release) -> Release:
    """What the compiled release says beside its head."""
    return {
        key: one
        for key, one in compiled(releases).items()
        if key not in ("ocid", "id", "date", "tag")
    }


def test_the_head_is_the_process_and_its_last_day() -> None:
    made = compiled([at(2, tag=["award"]), at(1)])
    last = "2026-03-02T00:00:00Z"
    assert made == {"ocid": "o-1", "id": f"o-1-{last}", "date": last, "tag": ["compiled"]}


def test_the_later_value_wins_whatever_the_order_of_the_file() -> None:
    assert told(at(2, language="fr"), at(1, language="en")) == {"language": "fr"}


def test_dates_are_compared_as_moments() -> None:
    evening = at(1, language="en") | {"date": "2026-03-01T20:00:00-05:00"}
    night = at(1, language="fr") | {"date": "2026-03-02T00:30:00Z"}
    assert told(evening, night) == {"language": "en"}


def test_a_release_without_a_date_comes_first() -> None:
    undated = {"ocid": "o-1", "id": "r", "language": "en", "buyer": {"id": "B"}}
    assert told(at(1, language="fr"), undated) == {"language": "fr", "buyer": {"id": "B"}}


def test_null_takes_away() -> None:
    assert told(at(1, language="fr", tender={"id": "T"}), at(2, language=None, tender=None)) == {}


def test_objects_are_merged_field_by_field() -> None:
    first, second = at(1, tender={"id": "T", "title": "a"}), at(2, tender={"title": "b"})
    assert told(first, second) == {"tender": {"id": "T", "title": "b"}}


def test_objects_in_a_list_are_merged_by_id() -> None:
    first = at(1, awards=[{"id": "1", "status": "pending"}, {"id": "2", "status": "pending"}])
    second = at(2, awards=[{"id": "2", "status": "active"}, {"id": "3"}])
    assert told(first, second)["awards"] == [
        {"id": "1", "status": "pending"},
        {"id": "2", "status": "active"},
        {"id": "3"},
    ]


def test_a_number_and_its_text_are_one_id() -> None:
    found = told(at(1, awards=[{"id": 1, "title": "a"}]), at(2, awards=[{"id": "1", "title": "b"}]))
    assert found == {"awards": [{"id": 1, "title": "b"}]}


def test_bids_are_merged_by_id_too() -> None:
    first = at(1, bids={"details": [{"id": "1", "status": "pending", "value": {"amount": 5}}]})
    second = at(2, bids={"details": [{"id": "1", "status": "valid"}]})
    assert told(first, second)["bids"]["details"] == [
        {"id": "1", "status": "valid", "value": {"amount": 5}}
    ]


def test_objects_without_an_id_are_added() -> None:
    found = told(at(1, extra=[{"a": 1}]), at(2, extra=[{"a": 2}]))
    assert found == {"extra": [{"a": 1}, {"a": 2}]}


@pytest.mark.parametrize(
    ("field", "first", "second"),
    [
        ("submissionMethod", ["written"], []),
        ("additionalProcurementCategories", ["a", "b"], ["b"]),
        ("additionalClassifications", [{"id": "1", "scheme": "A"}], [{"id": "2"}]),
        ("anything", ["a", "b"], ["c"]),
    ],
)
def test_some_lists_are_replaced_whole(field: str, first: list[Any], second: list[Any]) -> None:
    found = told(at(1, tender={field: first}), at(2, tender={field: second}))
    assert found == {"tender": {field: second}}


def test_empty_says_nothing() -> None:
    first = at(1, tender={"id": "T", "items": [{"id": "1"}]}, awards=[{"id": "1"}])
    second = at(2, tender={"items": []}, awards=[], buyer={})
    assert told(first, second) == {
        "tender": {"id": "T", "items": [{"id": "1"}]},
        "awards": [{"id": "1"}],
    }


def test_a_compiled_release_stands_for_all_before_it() -> None:
    state = at(2, tag=["compiled"], tender={"id": "T", "title": "b"})
    first, last = at(1, tender={"id": "T", "title": "a", "gone": 1}), at(3, tender={"title": "c"})
    assert told(first, state, last) == {"tender": {"id": "T", "title": "c"}}


def test_what_changes_its_kind_is_as_last_said() -> None:
    assert told(at(1, x={"a": 1}), at(2, x=[{"id": "1"}])) == {"x": [{"id": "1"}]}
    assert told(at(1, x=[1, 2]), at(2, x={"a": 1})) == {"x": {"a": 1}}


def test_contact_points_are_left_out() -> None:
    release = at(1, parties=[{"id": "1", "contactPoint": {"name": "Jordan Roe"}}])
    assert told(release) == {"parties": [{"id": "1"}]}


def test_what_was_read_is_not_changed() -> None:
    first, second = at(1, awards=[{"id": "1", "a": [1]}]), at(2, awards=[{"id": "1", "b": 2}])
    compiled([first, second])
    assert first == at(1, awards=[{"id": "1", "a": [1]}])
    assert second == at(2, awards=[{"id": "1", "b": 2}])


# -- 1.0 to 1.1 ------------------------------------------------------------------------------------


def test_organizations_become_parties_with_roles() -> None:
    city = {"id": "B", "name": "Ville", "address": {"locality": "Laval"}}
    firm = {"name": "Alpha inc.", "identifier": {"scheme": "CA-NEQ", "id": "1149222300"}}
    release = at(
        1,
        buyer=city,
        tender={"procuringEntity": city, "tenderers": [firm]},
        awards=[{"id": "1", "suppliers": [firm]}],
        bids={"details": [{"id": "1", "tenderers": [firm]}]},
    )
    found = upgraded(release)
    reference = {"id": "CA-NEQ-1149222300", "name": "Alpha inc."}
    assert found["buyer"] == {"id": "B", "name": "Ville"}
    assert found["tender"]["tenderers"] == found["awards"][0]["suppliers"] == [reference]
    assert found["bids"]["details"][0]["tenderers"] == [reference]
    assert {party["id"]: party["roles"] for party in found["parties"]} == {
        "B": ["buyer", "procuringEntity"],
        "CA-NEQ-1149222300": ["tenderer", "supplier"],
    }
    assert found["parties"][0]["address"] == {"locality": "Laval"}
    assert "parties" not in release


def test_an_organization_without_any_number_is_the_same_in_every_release() -> None:
    first, second = (
        upgraded(at(1, buyer={"name": "Ville"})),
        upgraded(at(2, buyer={"name": "Ville"})),
    )
    assert first["buyer"]["id"] == second["buyer"]["id"]
    assert len(compiled([first, second])["parties"]) == 1


def test_an_amendment_becomes_one_of_several() -> None:
    found = upgraded(at(1, tender={"amendment": {"rationale": "x"}}, contracts=[{"amendment": {}}]))
    assert found["tender"] == {"amendments": [{"rationale": "x"}]}
    assert found["contracts"] == [{}]


def test_transactions_say_who_pays_whom() -> None:
    paid = {"amount": {"amount": 5}, "providerOrganization": {"id": "7", "legalName": "Ville"}}
    release = at(1, contracts=[{"id": "1", "implementation": {"transactions": [paid]}}])
    (one,) = upgraded(release)["contracts"][0]["implementation"]["transactions"]
    assert one == {"value": {"amount": 5}, "payer": {"id": "7", "name": "Ville"}}


def test_a_release_with_parties_is_left_as_it_is() -> None:
    release = at(1, parties=[], buyer={"id": "B", "address": {}})
    assert upgraded(release) is release


@pytest.mark.parametrize("junk", [7, "x", [1], [{"id": {}}], {"id": []}, None])
@pytest.mark.parametrize("field", ["buyer", "tender", "awards", "contracts", "bids", "parties"])
def test_values_of_the_wrong_kind_bring_nothing_down(field: str, junk: Any) -> None:
    release = upgraded(at(1, **{field: junk}))
    assert compiled([release, release, at(2, tender={"id": "T"})])["ocid"] == "o-1"
