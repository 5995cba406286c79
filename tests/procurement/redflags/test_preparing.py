"""Releases corrected as the settings say; what is left to correct, row by row."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from procurement.redflags import prepare
from procurement.redflags.settings import settings_from

from .releases import in_file


@pytest.fixture
def prepared(tmp_path: Path) -> Any:
    def ask(*lines: Any, ini: str = "") -> tuple[list[Any], list[str], list[str]]:
        output, issues = io.BytesIO(), io.BytesIO()
        told: list[str] = []
        path = in_file(tmp_path / "releases.jsonl", *lines)
        prepare(path, output, issues, settings_from(ini), warn=told.append)
        releases = [json.loads(line) for line in output.getvalue().splitlines()]
        return releases, issues.getvalue().decode().splitlines(), told

    return ask


def bids(*details: Any) -> Any:
    return {"bids": {"details": list(details)}}


def test_ids_become_text_and_single_organisations_lists(prepared: Any) -> None:
    release = {
        "parties": {"id": 7},
        "buyer": {"id": 1},
        "tender": {"procuringEntity": {"id": 1.5}},
        "awards": [
            {"id": 1, "suppliers": {"id": 2}, "items": [{"classification": {"id": 3}}]},
        ],
        "contracts": [{"awardID": 1}],
        **bids({"tenderers": [{"id": 1}, {"id": True}, {}, None]}),
    }
    [found], _, _ = prepared(release)
    assert found["parties"] == [{"id": "7"}]
    assert found["buyer"] == {"id": "1"}
    assert found["tender"] == {"procuringEntity": {"id": "1.5"}}
    assert found["awards"] == [
        {"id": "1", "suppliers": [{"id": "2"}], "items": [{"classification": {"id": "3"}}]}
    ]
    assert found["contracts"] == [{"awardID": "1"}]
    assert found["bids"]["details"][0]["tenderers"] == [{"id": "1"}, {"id": True}, {}, None]


def test_without_settings_what_is_missing_is_told(prepared: Any) -> None:
    item = {"classification": {"id": "1"}}
    bid = {"value": {"amount": 0}, "items": [item, item]}
    release = {"ocid": "ocds-1", **bids(bid), "awards": [{"items": [item]}]}
    [found], issues, _ = prepared(release)
    assert found == release
    assert issues == [
        "1,ocds-1,/bids/details[]/value/amount,0,,is zero",
        "1,ocds-1,/bids/details[]/value/currency,0,,not set",
        "1,ocds-1,/bids/details[]/items[]/classification/scheme,0.0,,not set",
        "1,ocds-1,/bids/details[]/items[]/classification/scheme,0.1,,not set",
        "1,ocds-1,/bids/details[]/status,0,,not set",
        "1,ocds-1,/awards[]/items[]/classification/scheme,0.0,,not set",
        "1,ocds-1,/awards[]/status,0,,not set",
    ]


def test_defaults_fill_in_what_is_missing_and_only_that(prepared: Any) -> None:
    ini = (
        "[defaults]\ncurrency = CAD\nitem_classification_scheme = UNSPSC\n"
        "bid_status = valid\naward_status = active"
    )
    empty = {"value": {}, "items": [{"classification": {}}]}
    filled = {"value": {"currency": None}, "items": [{"classification": {"scheme": ""}}]}
    kept = {**filled, "status": None}
    [found], issues, _ = prepared({**bids(empty, kept), "awards": [{}, {"status": ""}]}, ini=ini)
    assert found["bids"]["details"] == [
        {
            "value": {"currency": "CAD"},
            "items": [{"classification": {"scheme": "UNSPSC"}}],
            "status": "valid",
        },
        kept,
    ]
    assert found["awards"] == [{"status": "active"}, {"status": ""}]
    assert issues == ["1,,/awards[]/status,1,,invalid"]


def test_party_roles_are_gathered_from_where_parties_are_named(prepared: Any) -> None:
    release = {
        "parties": [{"id": "B", "roles": ["custom"]}, {"id": "T"}, {"id": "T"}, {"id": "X"}],
        "buyer": {"id": "B"},
        "tender": {"procuringEntity": {"id": "B"}},
        "awards": [{"suppliers": {"id": "T"}}],
        **bids({"tenderers": [{"id": "T"}]}),
    }
    [found], _, _ = prepared(release, ini="[defaults]\nparty_roles = true")
    assert found["parties"] == [
        {"id": "B", "roles": ["buyer", "custom", "procuringEntity"]},
        {"id": "T", "roles": ["supplier", "tenderer"]},
        {"id": "T", "roles": ["supplier", "tenderer"]},
        {"id": "X"},
    ]


def test_placeholders_are_taken_out(prepared: Any) -> None:
    ini = "[redactions]\namount = 0|99999999\norganization_id = foo|bar"
    values = [{"value": {"amount": amount}} for amount in (0, 99999999.0, 1, False, "0")]
    release = {"buyer": {"id": "foo"}, **bids(*values, {"tenderers": [{"id": "bar"}, {"id": "x"}]})}
    [found], _, _ = prepared(release, ini=ini)
    details = found["bids"]["details"]
    assert found["buyer"] == {}
    assert [bid["value"] for bid in details[:5]] == [
        {},
        {},
        {"amount": 1},
        {"amount": False},
        {"amount": "0"},
    ]
    assert details[5]["tenderers"] == [{}, {"id": "x"}]


def test_codes_are_translated_and_unknown_ones_told(prepared: Any) -> None:
    ini = "[codelists.bid_status]\nQualified = valid\n[codelists.award_status]\nActive = active"
    release = {
        **bids({"status": "Qualified"}, {"status": "qualified"}),
        "awards": [{"status": "Active"}],
    }
    [found], issues, _ = prepared(release, ini=ini)
    assert [bid["status"] for bid in found["bids"]["details"]] == ["valid", "qualified"]
    assert found["awards"] == [{"status": "active"}]
    assert issues == ["1,,/bids/details[]/status,1,qualified,invalid"]


@pytest.mark.parametrize(
    ("contracts", "is_cancelled"),
    [
        ([{"awardID": "1", "status": "cancelled"}], True),
        ([{"awardID": 1, "status": "cancelled"}] * 2, True),
        ([{"awardID": "1", "status": "cancelled"}, {"awardID": "1"}], False),
        ([{"awardID": "1", "status": "cancelled"}, {"awardID": "1", "status": "active"}], False),
        ([{"awardID": "2", "status": "cancelled"}], False),
        ([{"status": "cancelled"}], False),
    ],
)
def test_an_award_is_cancelled_when_all_its_contracts_are(
    prepared: Any, contracts: Any, is_cancelled: bool
) -> None:
    release = {"awards": [{"id": 1, "status": "active"}], "contracts": contracts}
    ini = "[corrections]\naward_status_by_contract_status = true"
    [found], _, _ = prepared(release, ini=ini)
    assert found["awards"][0]["status"] == ("cancelled" if is_cancelled else "active")
    [untouched], _, _ = prepared(release)
    assert untouched["awards"][0]["status"] == "active"


def test_bids_of_auctions_are_moved_but_never_over_others(prepared: Any) -> None:
    auctions = [{"stages": [{"id": 1, "bids": [{"id": 1}, {"id": 2}]}, {"bids": [{"id": 3}]}]}]
    ini = "[modifications]\nmove_auctions = true"
    [found], _, told = prepared({"auctions": auctions}, ini=ini)
    assert found["auctions"] == [{"stages": [{"id": 1}, {}]}]
    assert [bid["id"] for bid in found["bids"]["details"]] == [1, 2, 3]
    assert told == []
    occupied = {"auctions": auctions, **bids()}
    [found], _, told = prepared(occupied, ini=ini)
    assert found == occupied
    assert told == ["Line 1 has /bids, so its /auctions can't be moved there."]


def test_ids_get_their_prefix_once(prepared: Any) -> None:
    ini = (
        "[redactions]\norganization_id = 0\n[modifications]\n"
        "prefix_buyer_or_procuring_entity_id = B-\nprefix_tenderer_or_supplier_id = T-"
    )
    release = {
        "parties": [{"id": "1"}],
        "buyer": {"id": "B-1"},
        "tender": {"procuringEntity": {"id": 2}},
        "awards": [{"suppliers": [{"id": "T-3"}, {"id": 0}]}],
        **bids({"tenderers": [{"id": "4"}]}),
    }
    [found], _, _ = prepared(release, ini=ini)
    assert found["parties"] == [{"id": "1"}]
    assert (found["buyer"]["id"], found["tender"]["procuringEntity"]["id"]) == ("B-1", "B-2")
    assert found["awards"][0]["suppliers"] == [{"id": "T-3"}, {}]
    assert found["bids"]["details"][0]["tenderers"] == [{"id": "T-4"}]


def test_details_of_the_method_keep_what_stands_before_the_separator(prepared: Any) -> None:
    ini = "[modifications]\nsplit_procurement_method_details = -"
    releases = [{"tender": {"procurementMethodDetails": text}} for text in ("first - second", "x")]
    found, _, _ = prepared(*releases, ini=ini)
    assert [each["tender"]["procurementMethodDetails"] for each in found] == ["first", "x"]


def test_lines_that_are_no_releases_are_left_out_and_told(prepared: Any) -> None:
    deep: Any = 0
    for _ in range(200):
        deep = [deep]
    found, issues, told = prepared("[1]", "{", "", {"x": deep}, {"ocid": "ocds-1"})
    assert found == [{"ocid": "ocds-1"}]
    assert issues == []
    assert [sentence.split(",")[0] for sentence in told] == [
        "Line 1 is not a JSON object",
        "Line 2 is invalid JSON",
        "Line 4 is nested too deeply",
    ]


def test_entries_that_are_no_objects_cost_nothing_else(prepared: Any) -> None:
    [found], issues, _ = prepared({**bids(1, None, "x"), "awards": [[]], "contracts": [0]})
    assert found["bids"]["details"] == [1, None, "x"]
    assert len(issues) == 4
