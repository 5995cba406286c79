"""Settings in Cardinal's ini form; what isn't known is refused with the nearest name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from procurement import Unreadable
from procurement.redflags import every_indicator, read_settings
from procurement.redflags.beginning import BEGINNING
from procurement.redflags.catalogue import INDICATORS
from procurement.redflags.options import is_subsection, readers
from procurement.redflags.settings import (
    Corrections,
    Defaults,
    Exclusions,
    Modifications,
    Redactions,
    Top,
    settings_from,
)

# What Cardinal's `init` command writes, every setting in force.
COMPLETE = """
currency = USD
no_price_comparison_procurement_methods = Random Selection
price_comparison_procurement_methods = Reverse Auction
[defaults]
currency = USD
item_classification_scheme = UNSPSC
bid_status = valid
award_status = active
party_roles = true
[redactions]
amount = 0|99999999
organization_id = placeholder
[corrections]
award_status_by_contract_status = true
[modifications]
move_auctions = true
prefix_buyer_or_procuring_entity_id = DO-UC-
prefix_tenderer_or_supplier_id = DO-RPE-
split_procurement_method_details = -
[codelists.bid_status]
Qualified = valid
[codelists.award_status]
Active = active
[exclusions]
procurement_method_details = Random Selection
[R003]
threshold = 15
procurement_methods = open|selective|limited
[R003.procurement_method_details]
emergency = 10
[R018]
procurement_methods = open|selective
[R024]
threshold = 0.05
[R025]
percentile = 75
threshold = 0.05
[R028]
[R030]
[R035]
threshold = 1
[R036]
[R038]
threshold = 0.5
minimum_submitted_bids = 2
minimum_contracting_processes = 2
[R044]
[R048]
digits = 2
threshold = 10
minimum_contracting_processes = 20
[R055]
threshold = 66593
[R058]
threshold = 0.5
"""


def test_every_setting_of_cardinal_is_read() -> None:
    settings = settings_from(COMPLETE)
    assert list(settings.indicators) == list(every_indicator().indicators)
    assert settings.indicators["R003"].procurement_method_details == {"emergency": 10}
    assert settings.indicators["R048"].threshold == 10
    assert settings.redactions.amount == {0.0, 99999999.0}
    assert settings.bid_status == {"Qualified": "valid"}
    assert settings.modifications.split_procurement_method_details == "-"
    assert settings.defaults.party_roles is True


def test_an_indicator_is_enabled_by_its_section_alone() -> None:
    assert list(settings_from("[R024]\n; [R025]\n# [R028]\n").indicators) == ["R024"]
    assert settings_from("currency = CAD").indicators == {}


def test_comments_blanks_and_quotation_marks() -> None:
    settings = settings_from(
        "; dollars\n  currency = CAD\n\n  # days\n  [R003]\n    threshold=7\n"
        '[modifications]\nsplit_procurement_method_details = " - "\n'
    )
    assert settings.top.currency == "CAD"
    assert settings.indicators["R003"].threshold == 7
    assert settings.modifications.split_procurement_method_details == " - "


def test_a_mark_within_a_value_is_no_comment() -> None:
    exclusions = settings_from(
        "[exclusions]\nprocurement_method_details = Lot # 5|A ; B"
    ).exclusions
    assert exclusions.procurement_method_details == {"Lot # 5", "A ; B"}


def test_the_settings_to_begin_with_enable_every_indicator_with_its_defaults() -> None:
    assert settings_from(BEGINNING) == every_indicator()


def test_the_settings_to_begin_with_name_every_setting() -> None:
    named = {line.lstrip("; ").split(" = ")[0] for line in BEGINNING.splitlines()}
    options = [found.options for found in INDICATORS.values()]
    for known in (Top, Exclusions, Defaults, Redactions, Corrections, Modifications, *options):
        plain = {name for name, one in readers(known).items() if not is_subsection(one)}
        assert plain <= named
    # Every example can be read once its mark is taken away.
    settings_from(re.sub(r"^; (?=\w+ = )", "", BEGINNING, flags=re.MULTILINE))


def test_a_list_may_end_with_its_mark_and_be_empty() -> None:
    exclusions = "[exclusions]\nprocurement_method_details = "
    assert settings_from(exclusions).exclusions.procurement_method_details == set()
    assert settings_from(exclusions + "A|B|").exclusions.procurement_method_details == {"A", "B"}


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("[exclusion]", "there is no section [exclusion]; did you mean exclusions?"),
        ("[codelists.BidStatus]", "no section [codelists.BidStatus]; did you mean codelists.bid_"),
        ("currancy = CAD", "the top of the file has no setting currancy; did you mean currency?"),
        ("[R003]\nthreshhold = 1", "[R003] has no setting threshhold; did you mean threshold?"),
        ("[R003]\nprocurement_method_details = 1", "has no setting procurement_method_details"),
        ("[R028]\nthreshold = 1", "[R028] has no setting threshold."),
        ("[R003]\nthreshold = soon", "[R003] threshold is “soon”, not a whole number."),
        ("[R003.procurement_method_details]\nx = y", "[R003.procurement_method_details] x is “y”"),
        ("[R003]\nthreshold = 7 # days", "“7 # days”, not a whole number."),
        ("[R024]\nthreshold = nan", "[R024] threshold is “nan”, not a number."),
        ("[R038]\nminimum_submitted_bids = -1", "not a whole number of 0 or more."),
        ("[modifications]\nmove_auctions = perhaps", "“perhaps”, not true or false."),
        ("[redactions]\namount = 0|x", "not amounts with | between them."),
        ("currency = CAD\nnonsense\n", "line 2 is neither a section nor a setting"),
    ],
)
def test_what_is_not_known_is_refused(tmp_path: Path, written: str, sentence: str) -> None:
    path = tmp_path / "settings.ini"
    path.write_text(written, "utf-8")
    with pytest.raises(Unreadable) as refusal:
        read_settings(path)
    assert sentence in str(refusal.value)
    assert str(path) in str(refusal.value)


def test_settings_that_are_not_there_or_not_text_are_refused(tmp_path: Path) -> None:
    (tmp_path / "bytes.ini").write_bytes(b"\xff\xfe\x00")
    for name in ("none.ini", "bytes.ini"):
        with pytest.raises(Unreadable):
            read_settings(tmp_path / name)
