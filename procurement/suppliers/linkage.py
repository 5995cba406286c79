"""What linking gives: two tables, kept in the warehouse, and awards with their firms."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import ibis
import pyarrow.parquet as pq

from procurement.schema import Column, Columns
from procurement.tables import records

FIRM_NAMES: Columns = {
    "supplier_key": Column("string", "The name cleaned for comparing."),
    "supplier": Column("string", "The spelling most often published."),
    "firm_key": Column("string", "The firm: cleaned name of one of its names; it stays."),
    "firm": Column("string", "The firm, as published under that name."),
    "group_key": Column("string", "The group, where one is known by evidence; else the firm."),
    "group_reason": Column("string", "Who says that the firm is of the group; null: nobody."),
    "awards": Column("int64", "Awards under the name: contracts, where they were put together."),
    "buyers": Column("int64", "Buyers that awarded it."),
    "amount": Column("decimal(18, 2)", "Their known totals in CAD; null: none is known."),
}
PAIRS: Columns = {
    "one": Column("string", "A cleaned name."),
    "other": Column("string", "Another, later in the alphabet."),
    "outcome": Column("string", "same, maybe, maybe same group, or refused."),
    "probability": Column("float64", "That the two are one firm, by the model."),
    "weight": Column("float64", "The same in bits: log2(p / (1 - p))."),
    "because": Column("string", "The rule, or why the two were not brought together."),
    "levels": Column("array<string>", "Each comparison, what was found, and its weight in bits."),
}
FIRMS: Columns = {
    "firm_key": Column("string", "The firm: cleaned name of one of its names; it stays."),
    "firm": Column("string", "The firm, as published under that name."),
    "group_key": Column("string", "The group, where one is known by evidence; else the firm."),
    "names": Column("int64", "Cleaned names of the firm."),
    "spellings": Column("array<string>", "The names, each as most often published."),
    "awards": Column("int64", "Awards of the firm: contracts, where they were put together."),
    "amount": Column("decimal(18, 2)", "Their known totals in CAD; null: none is known."),
}
FILES = {"names": "names.parquet", "pairs": "pairs.parquet"}


@dataclass(frozen=True, slots=True)
class Linkage:
    """`names`: columns FIRM_NAMES, one row a cleaned name; `pairs`: columns PAIRS."""

    names: ibis.Table
    pairs: ibis.Table

    def firms(self) -> ibis.Table:
        """One row a firm with its names: columns FIRMS, the one of most names first."""
        names = self.names
        grouped = names.group_by("firm_key", "firm", "group_key").agg(
            names=names.count(),
            spellings=names.supplier.collect(order_by=[names.supplier]),
            awards=names.awards.sum(),
            amount=names.amount.sum().cast("decimal(18, 2)"),
        )
        return grouped.select(*FIRMS).order_by(ibis.desc("names"), "firm_key")

    def candidates(self) -> ibis.Table:
        """Pairs a person should look at, the surest first: columns PAIRS."""
        pairs = self.pairs
        open_ones = pairs.filter(pairs.outcome != "same")
        return open_ones.order_by(ibis.desc("weight"), "one", "other")

    def keys(self) -> dict[str, str]:
        """firm_key by supplier_key."""
        return {row["supplier_key"]: row["firm_key"] for row in records(self.names)}

    def write(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for name, file in FILES.items():
            partial = folder / f".{file}"
            pq.write_table(getattr(self, name).to_pyarrow(), partial)
            partial.replace(folder / file)


def stored_linkage(folder: Path) -> Linkage | None:
    """The linkage of an earlier run; None when there is none."""
    if not all((folder / file).is_file() for file in FILES.values()):
        return None
    return Linkage(*(ibis.memtable(pq.read_table(folder / file)) for file in FILES.values()))


def with_firms(awards: ibis.Table, linkage: Linkage) -> ibis.Table:
    """Awards or contracts with firm_key and group_key, by supplier_key.

    A name the linkage doesn't know is a firm of its own; a withheld name has no firm.
    """
    keys = linkage.names.select("supplier_key", known_firm="firm_key", known_group="group_key")
    joined = awards.left_join(keys, "supplier_key")
    return joined.select(
        *awards.columns,
        firm_key=ibis.coalesce(joined.known_firm, joined.supplier_key),
        group_key=ibis.coalesce(joined.known_group, joined.supplier_key),
    )
