"""How few firms have the work: shares, the Herfindahl-Hirschman index, the effective number.

Source: the index is the sum of the squared shares (US Department of Justice and Federal Trade
Commission, Merger Guidelines 2023, section 2.1), here from 0 to 10,000 as they write it, and from
0 to 1. The effective number of suppliers is 1 by the latter: as many firms of equal size would give
it. The share of the top four is the concentration ratio of industrial statistics. The limits of the
guidelines are about mergers in whole markets: none is used here.

A high index is a signal, not a wrong. What explains it innocently: few contracts (of n contracts
the index by count is at least 10,000 / n), one long contract for a whole region, a patent or a
system that only its maker can maintain, a remote place, one call that several buyers share, or a
firm counted twice under two names, which makes the index too low.
"""

from __future__ import annotations

import ibis

from procurement.names import last_published
from procurement.schema import Column, Columns

CONCENTRATION: Columns = {
    "contracts": Column("int64", "Contracts, all of them."),
    "suppliers": Column("int64", "Firms with a name among them."),
    "withheld": Column("int64", "Contracts without a name: in no share."),
    "unknown_amounts": Column("int64", "Contracts of named firms with no amount known in CAD."),
    "zero_amounts": Column("int64", "Contracts of named firms at zero or less: in no value share."),
    "amount": Column("decimal(18, 2)", "What the value shares are of: amounts above 0; CAD."),
    "withheld_amount": Column("decimal(18, 2)", "The same without a name, kept apart; CAD."),
    "largest": Column("string", "The firm with the most by value, as last published."),
    "value_hhi": Column("float64", "Index by value, 0 to 10,000; null when no amount is known."),
    "value_hhi_share": Column("float64", "The same from 0 to 1."),
    "value_effective": Column("float64", "Effective number of suppliers by value."),
    "value_top_1": Column("float64", "Share of the largest by value, 0 to 1."),
    "value_top_4": Column("float64", "Share of the four largest by value, 0 to 1."),
    "count_hhi": Column("float64", "Index by number of contracts, 0 to 10,000."),
    "count_hhi_share": Column("float64", "The same from 0 to 1."),
    "count_effective": Column("float64", "Effective number of suppliers by contracts."),
    "count_top_1": Column("float64", "Share of the firm with most contracts, 0 to 1."),
    "count_top_4": Column("float64", "Share of the four with most contracts, 0 to 1."),
    "first_on": Column("date", "First award."),
    "last_on": Column("date", "Last award."),
    "rows": Column("int64", "Published rows: receipts.with_rows gives them."),
}
PLACES = ("service", "place")


def concentration(
    contracts: ibis.Table,
    *,
    by: tuple[str, ...] = PLACES,
    firm: str = "supplier_key",
    each_year: bool = False,
) -> ibis.Table:
    """Concentration by any columns: columns `by`, `year` if asked, CONCENTRATION; most CAD first.

    In: contracts.contracts. `by` may be any of its columns (and of those in its own `by`), `()`
    gives one row; `firm` is the column that says who is the same; `each_year` is the year of the
    first award. Contracts whose place, service or year isn't known are together in rows with a null:
    they are counted, but make no market, so the shares and indices there are null. Amounts of other
    currencies count as unknown.
    """
    if each_year:
        contracts = contracts.mutate(year=contracts.first_awarded_on.year().cast("int64"))
        by = (*by, "year")
    firms = _ranked(_firms(contracts, by, firm), by)
    measured = _indexed(_summed(firms, by), by)
    answer = measured.select(*by, *CONCENTRATION).cast(
        {name: column.type for name, column in CONCENTRATION.items()}
    )
    return answer.order_by(ibis.desc("amount", nulls_first=False), *by)


def _firms(contracts: ibis.Table, by: tuple[str, ...], firm: str) -> ibis.Table:
    """One row a firm of a market; those without a name are one row with a null."""
    in_dollars = contracts.currency.fill_null("CAD") == "CAD"
    known = ibis.ifelse(in_dollars, contracts.amount, ibis.null("decimal(18, 2)"))
    marked = contracts.mutate(firm=contracts[firm], known=known)
    return marked.group_by([*by, "firm"]).agg(
        name=last_published(marked.supplier, marked.last_awarded_on),
        contracts=marked.count(),
        unknown=marked.known.isnull().sum(),
        zero=(marked.known <= 0).fill_null(False).sum(),
        amount=marked.known.sum(where=marked.known > 0),
        first_on=marked.first_awarded_on.min(),
        last_on=marked.first_awarded_on.max(),
        rows=marked.rows.sum(),
    )


def _ranked(firms: ibis.Table, by: tuple[str, ...]) -> ibis.Table:
    """Each firm with what is squared and its place, by value and by contracts."""
    is_named = firms.firm.notnull()
    named = firms.mutate(
        is_named=is_named,
        value=ibis.ifelse(is_named, firms.amount.cast("float64"), ibis.null("float64")),
        count=ibis.ifelse(is_named, firms.contracts.cast("float64"), ibis.null("float64")),
    )
    by_value = [ibis.desc(named["value"], nulls_first=False), named.firm]
    by_count = [ibis.desc(named["count"], nulls_first=False), named.firm]
    return named.mutate(
        value_place=ibis.row_number().over(group_by=list(by), order_by=by_value),
        count_place=ibis.row_number().over(group_by=list(by), order_by=by_count),
    )


def _summed(firms: ibis.Table, by: tuple[str, ...]) -> ibis.Table:
    named = firms.is_named
    markets = firms.group_by(list(by)) if by else firms
    return markets.aggregate(
        contracts=firms.contracts.sum(),
        suppliers=named.sum(),
        withheld=firms.contracts.sum(where=~named).fill_null(0),
        unknown_amounts=firms.unknown.sum(where=named).fill_null(0),
        zero_amounts=firms.zero.sum(where=named).fill_null(0),
        amount=firms.amount.sum(where=named),
        withheld_amount=firms.amount.sum(where=~named),
        largest=firms.name.max(where=(firms.value_place == 0) & firms["value"].notnull()),
        first_on=firms.first_on.min(),
        last_on=firms.last_on.max(),
        rows=firms.rows.sum(),
        **_parts(firms, "value"),
        **_parts(firms, "count"),
    )


def _parts(firms: ibis.Table, basis: str) -> dict[str, ibis.Value]:
    size, place = firms[basis], firms[f"{basis}_place"]
    return {
        f"{basis}_sum": size.sum(),
        f"{basis}_squares": (size * size).sum(),
        f"{basis}_top_1": size.sum(where=place < 1),
        f"{basis}_top_4": size.sum(where=place < 4),
    }


def _indexed(summed: ibis.Table, by: tuple[str, ...]) -> ibis.Table:
    for basis in ("value", "count"):
        summed = summed.mutate(**_shares(summed, basis, by))
    return summed


def _shares(summed: ibis.Table, basis: str, by: tuple[str, ...]) -> dict[str, ibis.Value]:
    """Shares of the whole; null where there is none or where it isn't known which market it is."""
    whole = summed[f"{basis}_sum"].nullif(0.0)
    for name in by:
        whole = ibis.ifelse(summed[name].isnull(), ibis.null("float64"), whole)
    share = summed[f"{basis}_squares"] / (whole * whole)
    return {
        f"{basis}_hhi": share * 10_000,
        f"{basis}_hhi_share": share,
        f"{basis}_effective": 1 / share,
        f"{basis}_top_1": summed[f"{basis}_top_1"] / whole,
        f"{basis}_top_4": summed[f"{basis}_top_4"] / whole,
    }
