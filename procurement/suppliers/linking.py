"""Which names are one firm: pairs of `pairs`, corrections of persons, and the firms they make.

Three things can be said of two names: the same firm, maybe, or nothing. The same firm needs a
probability of `SAME_FROM`; what lies below it and above `MAYBE_FROM`, and likenesses that only
speak of a group (`Bell Canada`, `Bell Mobility`), are candidates for a person and merge nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import log2
from typing import Any

import ibis

from procurement.schema import Column, Columns
from procurement.suppliers.clusters import Clusters
from procurement.suppliers.corrections import Correction, standing
from procurement.suppliers.deciding import decided
from procurement.suppliers.forms import faces
from procurement.suppliers.groups import Owner, groups
from procurement.suppliers.linkage import FIRM_NAMES, PAIRS, Linkage
from procurement.suppliers.pairs import Pair, compared
from procurement.tables import in_memory, records

SAME_FROM = 0.5  # probability as Splink's model gives it; see docs/reference/suppliers.md
MAYBE_FROM = 0.25
NAMES: Columns = {
    "supplier_key": Column("string", "The name cleaned for comparing."),
    "supplier": Column("string", "The spelling most often published."),
    "awards": Column("int64", "Awards under the name: contracts, where they were put together."),
    "buyers": Column("int64", "Buyers that awarded it."),
    "amount": Column("decimal(18, 2)", "Their known totals in CAD; null: none is known."),
    "is_cut": Column("boolean", "A spelling has exactly 30 or 35 characters."),
    "business_number": Column("string", "Business number or NEQ, where published."),
    "postal_code": Column("string", "Postal code, where published."),
}
_IDENTITY = ("business_number", "postal_code")
Row = dict[str, Any]


def published_names(awards: ibis.Table, contracts: ibis.Table | None = None) -> ibis.Table:
    """Awards to the names in them: columns NAMES. Withheld and blank names are left out.

    With `contracts` (contracts.contracts of these awards) what is counted and summed are contracts;
    without, rows, and a feed that repeats a contract's total on every amendment counts it again.

    In: awards (supplier, supplier_key, buyer, amount, currency), and where it has them
    business_number and postal_code; of several values of one name none is taken.
    """
    absent = {name: ibis.null("string") for name in _IDENTITY if name not in awards.columns}
    named = awards.filter(awards.supplier_key.notnull()).mutate(**absent)
    spelt = named.group_by("supplier_key", "supplier").agg(times=named.count())
    most_first = ibis.window(
        group_by="supplier_key", order_by=[ibis.desc(spelt.times), spelt.supplier]
    )
    ranked = spelt.mutate(nth=ibis.row_number().over(most_first))
    most = ranked.filter(ranked.nth == 0).select("supplier_key", "supplier")
    known = named.group_by("supplier_key").agg(
        is_cut=named.supplier.length().isin((30, 35)).any(),
        **{name: _lone(named[name]) for name in _IDENTITY},
    )
    counted = _counted(named if contracts is None else contracts)
    joined = known.join(most, "supplier_key").left_join(counted, "supplier_key")
    filled = joined.mutate(awards=joined.awards.fill_null(0), buyers=joined.buyers.fill_null(0))
    return filled.select(*NAMES).order_by("supplier_key")


def _counted(table: ibis.Table) -> ibis.Table:
    in_cad = (table.currency == "CAD") & table.amount.notnull()
    return table.group_by("supplier_key").agg(
        awards=table.count(),
        buyers=table.buyer.nunique(),
        amount=table.amount.sum(where=in_cad).cast("decimal(18, 2)"),
    )


def _lone(value: ibis.Value) -> ibis.Value:
    return ibis.ifelse(value.nunique() == 1, value.max(), ibis.null("string"))


def link(
    names: ibis.Table,
    *,
    said: Sequence[Correction] = (),
    owners: Iterable[Owner] = (),
    before: Mapping[str, str] | None = None,
    same_from: float = SAME_FROM,
    maybe_from: float = MAYBE_FROM,
    spark: Any = None,
) -> Linkage:
    """Names to firms and groups.

    In: `names` with supplier_key, and what else of NAMES is known. `said` are the corrections of
    persons; `owners` says which names belong to which group; `before` is firm_key by supplier_key
    of an earlier run, so that firms keep their keys; `same_from` and `maybe_from` are
    probabilities. With a Spark session the comparing is done there. Out: a Linkage, tables
    FIRM_NAMES and PAIRS. Two runs over the same names give the same firms.

    Method: Fellegi and Sunter (1969) by Splink 5 with stored parameters (`training`), then the
    surest pairs first (`clusters`).
    """
    known = {row["supplier_key"]: row for row in records(names) if row["supplier_key"]}
    listed = [known[key] for key in sorted(known)]
    forms = {key: faces(key) for key in known}
    found = compared(listed, least=_weight(maybe_from), spark=spark)
    stands = standing(said)
    clusters, outcomes = decided(found, forms, stands, same_from)
    firms = _keyed(known, clusters, before or {})
    shared = groups(firms, stands, list(owners))
    rows = [_named(row, firms, shared, known) for row in listed]
    pairs = [
        _told(pair, _last(pair, outcome, firms), because) for pair, outcome, because in outcomes
    ]
    return Linkage(in_memory(rows, _types(FIRM_NAMES)), in_memory(pairs, _types(PAIRS)))


def _types(columns: Columns) -> dict[str, str]:
    return {name: column.type for name, column in columns.items()}


def _weight(probability: float) -> float:
    return log2(probability / (1 - probability))


def _last(pair: Pair, outcome: str, firms: Mapping[str, str]) -> str:
    """A later pair may have brought two together that this one didn't."""
    return "same" if firms[pair.one] == firms[pair.other] else outcome


def _keyed(
    known: Mapping[str, Row], clusters: Clusters, before: Mapping[str, str]
) -> dict[str, str]:
    """Each name with the key of its firm: the key it had, or that of its most usual name."""
    keyed: dict[str, str] = {}
    for name in known:
        if name not in keyed:
            members = clusters.members(name)
            keyed |= dict.fromkeys(members, _key(members, known, before))
    return keyed


def _key(members: Sequence[str], known: Mapping[str, Row], before: Mapping[str, str]) -> str:
    had: dict[str, int] = defaultdict(int)
    for name in members:
        if before.get(name) in set(members):
            had[before[name]] += 1
    if had:
        return min(had, key=lambda key: (-had[key], key))
    return min(members, key=lambda name: (-(known[name].get("awards") or 0), len(name), name))


def _named(
    row: Row, firms: Mapping[str, str], shared: Mapping[str, tuple[str, str]], known: Any
) -> Row:
    firm = firms[row["supplier_key"]]
    group, because = shared.get(firm, (firm, ""))
    return {
        **row,
        "supplier": row.get("supplier") or row["supplier_key"],
        "firm_key": firm,
        "firm": known[firm].get("supplier") or firm,
        "group_key": group,
        "group_reason": because or None,
    }


def _told(pair: Pair, outcome: str, because: str) -> Row:
    return {
        "one": pair.one,
        "other": pair.other,
        "outcome": outcome,
        "probability": pair.probability,
        "weight": pair.weight,
        "because": because,
        "levels": [f"{name}: {said} ({weight:+.1f})" for name, said, weight in pair.levels],
    }
