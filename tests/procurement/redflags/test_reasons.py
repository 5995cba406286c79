"""Each flag comes with its facts in words, what else explains it, and the releases it stands on."""

from __future__ import annotations

from typing import Any

import pytest

from procurement import records
from procurement.redflags import FLAGS, flags_table
from procurement.redflags.catalogue import INDICATORS
from procurement.redflags.wording import Share, said

from .conftest import Flagged
from .releases import make_award, make_bid, make_contest, make_release

VERDICTS = ("fraud", "corrupt", "collu", "guilt", "illegal", "fraude", "illég", "coupable", "truqu")


def reasons(found: Any) -> dict[tuple[str, str], tuple[str, str]]:
    return {(flag.code, flag.group): (flag.reason_en, flag.reason_fr) for flag in found.flags()}


def test_the_reason_names_the_facts_in_both_languages(flagged: Flagged) -> None:
    found = flagged(make_contest("1", 1000, 1050.5), ini="[R024]\nthreshold = 0.06")
    english, french = reasons(found)["R024", "OCID"]
    assert english == (
        "The winning bid of W is 1,000 CAD; the second-lowest valid bid, of L, is 1,050.50 CAD, "
        "5.05% more. The lower fence is 6%."
    )
    assert french == (
        "La soumission retenue de W est de 1 000 CAD ; la deuxième plus basse valide, de L, "
        "est de 1 050,50 CAD, soit 5,05 % de plus. La borne inférieure est de 6 %."
    ).replace("1 0", "1\u00a00").replace(" ;", "\u00a0;").replace(" %", "\u00a0%")


def test_a_flag_of_a_tenderer_stands_on_every_process_it_counts(flagged: Flagged) -> None:
    bids = [make_bid("F"), make_bid("W")]
    lost = [make_release(str(n), bids=bids, awards=[make_award("W")]) for n in range(3)]
    found = flagged(*lost, "", ini="[R025]\nthreshold = 0.5")
    assert found.results() == {"Tenderer": {"F": {"R025": 0.0}}}
    assert [(flag.subject, flag.ocid, flag.line) for flag in found.flags()] == [
        ("F", "0", 1),
        ("F", "1", 2),
        ("F", "2", 3),
    ]
    assert reasons(found)["R025", "Tenderer"][0] == (
        "F won 0 of the 3 processes in which it had a valid bid (0%). The lower fence is 50%; "
        "only tenderers with at least 3 processes are looked at."
    )


def every_flag(flagged: Flagged) -> Any:
    end = {"startDate": "2000-01-01T00:00:00Z", "endDate": "2000-01-03T00:00:00Z"}
    late = make_release(
        "late",
        bids=[
            make_bid("W", price=100, date="2000-01-04T00:00:00Z"),
            make_bid("L", price=100),
            make_bid("D", price=50, status="disqualified"),
        ],
        awards=[make_award("W", codes=("10", "20"))],
        buyer="B",
        procuringEntity={"id": "P"},
        procurementMethod="open",
        numberOfTenderers=1,
        tenderPeriod=end,
    )
    alone = make_release(
        "alone",
        bids=[make_bid("W"), make_bid("D", status="disqualified")],
        awards=[make_award("W")],
        buyer="B",
    )
    ini = (
        "[R003]\n[R018]\n[R024]\nthreshold = 0.1\n[R025]\nthreshold = 1\n[R028]\n[R030]\n[R035]\n"
        "[R036]\n[R038]\nthreshold = 0.1\n[R048]\nthreshold = 2\n"
        "minimum_contracting_processes = 1\n[R058]\nthreshold = 0.5"
    )
    return flagged(late, alone, make_contest("far", 100, 200), ini=ini)


def test_every_indicator_can_say_why_for_each_group_it_flags(flagged: Flagged) -> None:
    found = every_flag(flagged)
    told = reasons(found)
    assert {code for code, _ in told} == set(INDICATORS)
    assert set(told) == {
        (code, group) for code, each in INDICATORS.items() for group in each.wording.reasons
    }
    for english, french in told.values():
        assert english != french
        assert "{" not in english + french and "—" not in english + french


def test_every_flag_of_the_results_has_a_row_with_its_value(flagged: Flagged) -> None:
    found = every_flag(flagged)
    flags = {(flag.group, flag.subject, flag.code, flag.value) for flag in found.flags()}
    assert flags == {
        (group, subject, code, value)
        for group, subjects in found.results().items()
        for subject, codes in subjects.items()
        for code, value in codes.items()
    }


def test_the_table_has_the_documented_columns(flagged: Flagged) -> None:
    table = flags_table(every_flag(flagged))
    assert {name: str(kind) for name, kind in table.schema().items()} == {
        name: column.type for name, column in FLAGS.items()
    }
    assert {row["code"] for row in records(table)} == set(INDICATORS)
    assert records(flags_table(flagged(ini="[R003]"))) == []


@pytest.mark.parametrize("code", INDICATORS)
def test_no_wording_is_a_verdict_and_each_has_an_innocent_explanation(code: str) -> None:
    wording = INDICATORS[code].wording
    sentences = [wording.title, wording.innocent, *wording.reasons.values()]
    for said_twice in sentences:
        assert said_twice.en and said_twice.fr
        both = (said_twice.en + said_twice.fr).lower()
        assert not [word for word in VERDICTS if word in both]
        for mark in ";:?!%":
            assert f" {mark}" not in said_twice.fr


@pytest.mark.parametrize(
    ("fact", "english", "french"),
    [
        (1234567, "1,234,567", "1\u00a0234\u00a0567"),
        (1234.5, "1,234.50", "1\u00a0234,50"),
        (7.0, "7", "7"),
        (Share(0.2), "20%", "20\u00a0%"),
        (Share(1 / 3), "33.33%", "33,33\u00a0%"),
        (0.0001, "0.0001", "0,0001"),
        (1e300, "1e+300", "1e+300"),
        (float("nan"), "—", "—"),
        ("x" * 200, "x" * 119 + "…", "x" * 119 + "…"),
    ],
)
def test_facts_are_said_as_people_write_them(fact: Any, english: str, french: str) -> None:
    assert (said(fact, "en"), said(fact, "fr")) == (english, french)
