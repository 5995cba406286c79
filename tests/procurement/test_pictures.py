"""Every picture: what it says, in two languages, and the files made of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import ibis
import pytest

from procurement import charts, in_memory
from procurement.amendments import amendments
from procurement.charts import PAGE, Picture
from procurement.charts.look import cut, lines_of, width_of
from procurement.cli import main
from procurement.cost.comparison import compare
from procurement.cost.reading import read_assumptions
from procurement.cost.views import VIEWS
from procurement.direct import chains, direct_awards
from procurement.flips import flips
from procurement.growth import growth
from procurement.renewals import renewals
from procurement.schema import ibis_schema
from procurement.screens import tender_screens, two_step
from procurement.splitting import THRESHOLDS, splits

from .conftest import ROOT, awards_table, contracts_of, make_award
from .test_growth import make_disclosed

TODAY = date(2026, 10, 5)
LONG = "The Very Long Name of a Firm That Guards Buildings and Cleans Them and Cooks & Sons Ltd"
FORM = ROOT / "data" / "examples" / "cleaning_in_house_or_contracted.toml"


def texts(picture: str) -> list[str]:
    root = ElementTree.fromstring(picture)  # noqa: S314
    return [one.text or "" for one in root.iter("{http://www.w3.org/2000/svg}text")]


def said(picture: str) -> str:
    """Everything it says, with plain spaces."""
    return " ".join(texts(picture)).replace("\u00a0", " ")


def grown_awards() -> ibis.Table:
    return awards_table(
        make_disclosed(1, supplier="Alpha Ltd"),
        make_disclosed(2, supplier="Alpha Ltd", amount=Decimal(1700)),
        make_disclosed(3, supplier=LONG, contract_id="pc-B", original_amount=Decimal(2000),
                       amount=Decimal(2000), amendment="0"),
        make_disclosed(4, supplier=LONG, contract_id="pc-B", original_amount=Decimal(2000),
                       amount=Decimal(1500), amendment="20194"),
    )  # fmt: skip


def waterfall(**changes: Any) -> Picture:
    return charts.growth_waterfall(growth(grown_awards()), as_of=TODAY, **changes)


def one_contract(**changes: Any) -> Picture:
    awards = grown_awards()
    grown = growth(awards)
    rows = amendments(awards, grown.filter(grown.supplier_key == "alpha"))
    return charts.contract_waterfall(rows, as_of=TODAY, **changes)


def ending(*rows: dict[str, Any]) -> ibis.Table:
    return renewals(contracts_of(*rows, as_of=TODAY), as_of=TODAY, days=92)


def calendar(**changes: Any) -> Picture:
    found = ending(
        make_award(1, ends_on=date(2026, 10, 31), amount=Decimal(100_000), supplier=LONG),
        make_award(2, ends_on=date(2026, 12, 1), amount=None),
        make_award(3, ends_on=date(2026, 12, 2), amount=Decimal(2_500_000), supplier="Beta Ltd"),
    )
    return charts.renewal_calendar(found, as_of=TODAY, days=92, unknown=4, **changes)


def succession(**changes: Any) -> Picture:
    table = contracts_of(
        make_award(1, awarded_on=date(2022, 1, 1), ends_on=date(2024, 6, 30)),
        make_award(2, awarded_on=date(2024, 7, 1), supplier="Beta Ltd"),
        as_of=TODAY,
    )
    return charts.flip_timeline(flips(table, as_of=TODAY), table, as_of=TODAY, **changes)


def shares(**changes: Any) -> Picture:
    table = contracts_of(
        make_award(1, amount=Decimal(300)),
        make_award(2, amount=Decimal(100), supplier="Beta Ltd"),
        make_award(3, amount=None, supplier="Beta Ltd"),
        make_award(4, supplier=None, supplier_key=None, amount=Decimal(50)),
        as_of=TODAY,
    )
    return charts.concentration_shares(table, as_of=TODAY, market="guards", **changes)


def bids_of(**tenders: list[float]) -> ibis.Table:
    rows = [{"tender": name, "bid": bid} for name, bids in tenders.items() for bid in bids]
    return in_memory(rows, {"tender": "string", "bid": "float64"})


def scatter(**changes: Any) -> Picture:
    bids = bids_of(A=[100, 110, 112, 114], B=[100, 150], C=[100, 900, 950])
    return charts.bid_scatter(bids, two_step(tender_screens(bids)), source="bids.csv", **changes)


def costs(**changes: Any) -> Picture:
    found = compare(read_assumptions(FORM))
    tables = (VIEWS[name].table(found) for name in ("years", "sensitivity"))
    return charts.cost_years(*tables, name=found.assumptions.title, **changes)


def twice(**changes: Any) -> ibis.Table:
    """Two direct awards of 60 dollars each to one firm in one month, with a reason."""
    given: dict[str, Any] = {"method": "non-competitive", "reason_kind": "emergency"}
    given |= {"amount": Decimal(60)} | changes
    rows = (make_award(day, awarded_on=date(2026, 3, day), **given) for day in (1, 20))
    return contracts_of(*rows, as_of=TODAY)


def reasons(**changes: Any) -> Picture:
    return charts.direct_reasons(direct_awards(twice()), as_of=TODAY, **changes)


def chain(**changes: Any) -> Picture:
    return charts.chain_spans(chains(direct_awards(twice())), as_of=TODAY, **changes)


def split(**changes: Any) -> Picture:
    law = in_memory([{"threshold": Decimal(100)}], ibis_schema(THRESHOLDS))
    return charts.split_spans(splits(twice(), law), as_of=TODAY, **changes)


PICTURES: dict[str, Callable[..., Picture]] = {
    "growth": waterfall,
    "contract": one_contract,
    "renewals": calendar,
    "flips": succession,
    "concentration": shares,
    "bids": scatter,
    "cost": costs,
    "direct": reasons,
    "chains": chain,
    "splitting": split,
}


@pytest.mark.parametrize("name", PICTURES)
def test_every_picture_is_one_image_with_its_words_and_no_style(name: str) -> None:
    for language in ("en", "fr"):
        picture = PICTURES[name](language=language)
        root = ElementTree.fromstring(picture)  # noqa: S314
        assert root.get("role") == "img"
        assert root.get("aria-label") == picture.said
        assert not re.search(r"<style|style=|<script| on\w+=|href=", picture)


@pytest.mark.parametrize("name", PICTURES)
def test_no_text_reaches_over_the_edge(name: str) -> None:
    for language in ("en", "fr"):
        root = ElementTree.fromstring(PICTURES[name](language=language))  # noqa: S314
        width = float(root.get("width") or 0)
        for one in root.iter("{http://www.w3.org/2000/svg}text"):
            size = float((one.get("font-size") or "0").removesuffix("px"))
            place = float(re.findall(r"[-\d.]+", one.get("transform") or "")[0])
            if one.get("text-anchor") in (None, "start"):
                assert place + 0.9 * width_of(one.text or "", size) < width, one.text


@pytest.mark.parametrize("name", PICTURES)
def test_on_a_page_it_takes_the_page_s_colours_and_leaves_the_title_to_it(name: str) -> None:
    picture = PICTURES[name](palette=PAGE)
    assert set(re.findall(r"var\(--(\w+)\)", picture)) <= {"ink", "soft", "line", "red"}
    assert picture.heading not in texts(picture)
    assert not re.search(r"#[0-9a-f]{6}", picture)


def test_a_waterfall_says_first_added_and_last() -> None:
    """1000 to 1700 is +70 %; 2000 to 1500 is -25 %; 3000 to 3200 is +7 %."""
    told = said(waterfall())
    assert "Amendments added $200 to 2 federal contracts: +7%" in told
    assert "First totals · $3.0 K" in told
    assert "Alpha Ltd · +$700 · +70% · 1 contract" in told
    assert "−$500 · −25% · 1 contract" in told
    assert "Last totals · $3.2 K" in told
    assert "Alpha Ltd · +700 $ · +70 % · 1 contrat" in said(waterfall(language="fr"))


def test_one_contract_s_amendments_are_a_waterfall() -> None:
    told = said(one_contract())
    assert "Amendments added $700 to Alpha Ltd (pc-C-1): +70%" in told
    assert "2019-2020-Q3 · pc-C-2 · +$700" in told


def test_a_month_says_how_many_end_their_known_totals_and_the_largest() -> None:
    told = said(calendar())
    assert "3 contracts end by 2027-01-05: $2.6 M in known totals" in told
    assert "1 of their totals is not known" in told
    assert "4 contracts have no known end" in told
    assert "2 · $2.5 M · 1 not known" in told
    assert "largest: $2.5 M, Beta Ltd" in told
    assert "Nov 2026: none. Dec 2026: 2 · $2.5" in calendar().said.replace("\u00a0", " ")
    assert "déc. 2026: 2 · 2,5 M$ · 1 inconnu" in calendar(language="fr").said.replace(
        "\u00a0", " "
    )


def test_months_past_the_twenty_fifth_are_counted() -> None:
    table = contracts_of(make_award(1, ends_on=date(2029, 1, 1)), as_of=TODAY)
    found = renewals(table, as_of=TODAY, days=1000)
    picture = charts.renewal_calendar(found, as_of=TODAY, days=1000)
    assert "1 contract ends later and is not shown." in said(picture)


def test_a_change_of_firm_is_a_diamond_with_its_firm_and_day() -> None:
    told = said(succession())
    assert "1 change of firm in the same work" in told
    assert "Alpha Ltd · 2022-01-01" in told
    assert "Beta Ltd · 2024-07-01" in told
    assert "guards · City of Toronto" in told


def test_works_past_the_sixth_are_counted() -> None:
    rows = [
        make_award(10 * place + turn, buyer=f"City {place}", supplier=f"Firm {turn}",
                   awarded_on=date(2020 + turn, 1, 1), ends_on=date(2020 + turn, 12, 31))
        for place in range(8)
        for turn in range(2)
    ]  # fmt: skip
    table = contracts_of(*rows, as_of=TODAY)
    picture = charts.flip_timeline(flips(table, as_of=TODAY), table, as_of=TODAY)
    assert "2 more works changed hands and are not shown." in said(picture)


def test_shares_say_the_index_the_effective_number_and_what_is_in_no_share() -> None:
    """Shares of 300 and 100: 0.75² + 0.25² = 0.625, as 1.6 firms of equal size."""
    told = said(shares())
    assert "2 firms, as concentrated as 1.6 of equal size (HHI 6,250)" in told
    assert "75.0% · Alpha Ltd · $300 · 1 contract" in told
    assert "1 contract with no total known in Canadian dollars" in told
    assert "1 contract of an unnamed firm ($50)" in told
    assert "(IHH 6 250)" in said(shares(language="fr"))


def test_a_tender_says_its_screens_and_a_far_bid_stands_at_the_edge() -> None:
    """Of A the bids are 10, 12 and 14 % above the lowest: CV 0.057048, RD 5."""
    told = said(scatter())
    assert "A · 4 bids · CV 0.057 · RD 5.00 · marked" in told
    assert "B · 2 bids · CV 0.283 · RD –" in told
    assert "to +850%" in told
    assert "Source: bids.csv." in told
    assert "A · 4 soumissions · CV 0,057 · RD 5,00 · signalé" in said(scatter(language="fr"))


def test_tenders_past_the_twentieth_are_counted() -> None:
    bids = bids_of(**{f"T{place}": [100.0, 100.0 + place] for place in range(1, 23)})
    picture = charts.bid_scatter(bids, two_step(tender_screens(bids)))
    assert "2 others are not shown" in said(picture)


def test_direct_awards_stand_beside_their_reason() -> None:
    assert "emergency · 2 contracts · $120" in said(reasons())
    assert "urgence · 2 contrats · 120 $" in said(reasons(language="fr"))
    assert "pas une faute" in said(reasons(language="fr"))


def test_chains_and_sets_say_firm_count_sum_and_office() -> None:
    assert "Alpha Ltd · 2 contracts · $120 · Corporate Security" in said(chain())
    assert "Alpha Ltd · 2 contracts · $120 · 1.2 times the threshold" in said(split())
    assert "1,2 fois le seuil" in said(split(language="fr"))


def test_a_year_says_both_costs_and_the_gain_its_range() -> None:
    told = said(costs())
    assert "in house 856,603, 908,603 with overhead" in told
    assert "contracted 968,043" in told
    assert "569,569, or −319,781 to 1,821,730 if every assumption is at its worst" in told
    assert "en sous-traitance 968 043" in said(costs(language="fr"))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_nothing_to_draw_is_a_picture_that_says_so(language: str) -> None:
    nothing = contracts_of(as_of=TODAY)
    bids = bids_of()
    drawn = {
        charts.growth_waterfall(growth(awards_table()), language=language):
            ("No amended contract", "Aucun contrat modifié"),
        charts.renewal_calendar(ending(), as_of=TODAY, days=92, language=language):
            ("No contract with a known end", "Aucun contrat dont la fin"),
        charts.flip_timeline(
            flips(nothing, as_of=TODAY), nothing, as_of=TODAY, language=language
        ): ("No change of firm", "Aucun changement de firme"),
        charts.concentration_shares(nothing, as_of=TODAY, language=language):
            ("No contract of a named firm", "Aucun contrat d’une firme nommée"),
        charts.bid_scatter(bids, two_step(tender_screens(bids)), language=language):
            ("No tender with bids", "Aucun appel d’offres"),
    }  # fmt: skip
    for picture, sentences in drawn.items():
        assert sentences[language == "fr"] in said(picture)


def test_html_is_one_file_that_needs_no_network_and_no_name_ends_its_script(
    tmp_path: Path,
) -> None:
    evil = "</script><script>alert(1)</script>"
    table = contracts_of(make_award(1, supplier=evil), as_of=TODAY)
    picture = charts.concentration_shares(table, as_of=TODAY, language="fr")
    charts.write(picture, tmp_path / "chart.html")
    page = (tmp_path / "chart.html").read_text("utf-8")
    assert '<html lang="fr">' in page
    assert "default-src 'none'" in page
    assert not re.search(r"<(?:script|link)[^>]+(?:src|href)=", page)
    assert "<script>alert(1)" not in page
    assert page.count("</script>") == 2


def test_png_has_two_dots_a_point(tmp_path: Path) -> None:
    charts.write(shares(), tmp_path / "chart.png")
    content = (tmp_path / "chart.png").read_bytes()
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(content[16:20]) == 2 * 720


def test_another_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"\.svg, \.png or \.html"):
        charts.write(shares(), tmp_path / "chart.gif")


def test_the_commands_of_screens_and_costs_draw(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bids, chart = tmp_path / "bids.csv", tmp_path / "chart.svg"
    bids.write_text("call,price\nA,100\nA,110\nA,112\nA,114\n")
    asked = ["screens", str(bids), "--tender", "call", "--bid", "price", "--chart", str(chart)]
    assert main(asked) == 0
    assert "A · 4 bids · CV 0.057 · RD 5.00 · marked" in said(chart.read_text("utf-8"))
    assert main(["cost", str(FORM), "--chart", str(chart), "--language", "fr"]) == 0
    assert "à l’interne 856 603" in said(chart.read_text("utf-8"))
    assert main(["cost", str(FORM), "--chart", str(tmp_path / "chart.pdf")]) == 2
    assert ".svg, .png or .html" in capsys.readouterr().err


def test_a_text_is_cut_where_there_is_no_room_and_lines_fit() -> None:
    assert cut("short", 100, 12) == "short"
    assert cut("a much longer text than fits", 60, 12).endswith("…")
    assert width_of(cut(LONG, 100, 12), 12) <= 100
    assert cut("no room", 5, 12) == ""
    assert all(width_of(line, 12) <= 200 for line in lines_of(LONG, 200, 12))
