"""One row a tender: the nine screens, the same over all groups of three and four bids, and why not.

Tenders of the same number of bids are computed together (numpy); the table that comes out is an
Ibis table in memory, whatever engine the bids came from.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from math import comb
from typing import Any

import ibis
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from procurement.schema import Column, Columns
from procurement.screens import subgroups
from procurement.screens.formulas import FORMULAS, Flags, Numbers, Sorted, why
from procurement.screens.meaning import SCREENS

MOST_GROUPS = 100_000


def _group_columns() -> Columns:
    return {
        f"{name}_{size}_{figure}": Column(
            "float64", f"{figure} of {name.upper()} over all groups of {size} of the bids."
        )
        for size in subgroups.SIZES
        for name in subgroups.names(size)
        for figure in subgroups.FIGURES
    }


TENDERS: Columns = {
    "tender": Column("string", "Which call for bids."),
    "bids": Column("int64", "Bids with a price."),
    "firms": Column("int64", "Different firms among them; null when no firm is named."),
    "lowest": Column("float64", "The lowest bid."),
    "highest": Column("float64", "The highest bid."),
    **{
        name: Column("float64", f"{screen.title}: {screen.formula}.")
        for name, screen in SCREENS.items()
    },
    "subgroups_3": Column("int64", "How many groups of 3 of the bids there are."),
    "subgroups_4": Column("int64", "How many groups of 4 of the bids there are."),
    **_group_columns(),
    "not_computed": Column(
        "array<string>", "Screens that are null or rest on a part, with the code of the reason."
    ),
}
LEAST_FOR_GROUPS = 4
Rows = npt.NDArray[np.intp]


def tender_screens(bids: ibis.Table, *, most_groups: int = MOST_GROUPS) -> ibis.Table:
    """Columns TENDERS, a row a tender, in the order in which tenders first appear.

    In: columns tender, bid (any number, one currency), and firm if known: see bids.BIDS. Bids
    that are null are left out; a negative one raises ValueError. A screen is null where it
    can't be computed, and `not_computed` says why (`kurt: too_few_bids`; meaning.REASONS).
    Groups of three and four are looked at from four bids up; where a tender has more groups of a
    size than `most_groups` (85 bids of three, 41 of four), they are null and it is said.
    """
    sheet = _Sheet.of(bids)
    for members in sheet.alike():
        if sheet.count_of(members) >= 1:
            _fill(sheet, members, most_groups)
    return ibis.memtable(sheet.table())


def _fill(sheet: _Sheet, members: Rows, most_groups: int) -> None:
    of = Sorted(sheet.matrix(members))
    sheet.put("lowest", members, of.lowest)
    sheet.put("highest", members, of.highest)
    for name, screen in SCREENS.items():
        if of.count < screen.needs:
            sheet.say(name, "too_few_bids", members)
            continue
        sheet.put(name, members, FORMULAS[name](of))
        reason, where = why(name, of)
        sheet.say(name, reason, members[where])
    for size in subgroups.SIZES:
        _fill_groups(sheet, members, of, size, most_groups)


def _fill_groups(sheet: _Sheet, members: Rows, of: Sorted, size: int, most: int) -> None:
    reason = _why_no_groups(of.count, size, most)
    if reason:
        sheet.say(f"subgroups_{size}", reason, members)
        return
    found, partly = subgroups.figures(of.bids, size)
    for name, figures in found.items():
        for figure, values in figures.items():
            sheet.put(f"{name}_{size}_{figure}", members, values)
        unknown: Flags = np.isnan(figures["mean"])
        sheet.say(f"{name}_{size}", why(name, of)[0], members[unknown])
        sheet.say(f"{name}_{size}", "in_part", members[partly[name]])


def _why_no_groups(count: int, size: int, most: int) -> str:
    if count < LEAST_FOR_GROUPS:
        return "too_few_bids"
    return "too_many_groups" if comb(count, size) > most else ""


@dataclass
class _Sheet:
    """The bids in order of tender and price, and the columns being filled."""

    names: pa.Array
    firms: npt.NDArray[np.int64] | None
    bids: Numbers
    counts: npt.NDArray[np.int64]
    starts: npt.NDArray[np.int64]
    columns: dict[str, Numbers] = field(default_factory=dict)
    said: list[tuple[str, Rows]] = field(default_factory=list)

    @classmethod
    def of(cls, table: ibis.Table) -> _Sheet:
        known = table.filter(table.bid.notnull(), table.tender.notnull())
        firm = known.firm if "firm" in known.columns else ibis.null("string")
        arrow = known.select(
            tender=known.tender.cast("string"), bid=known.bid.cast("float64"), firm=firm
        ).to_pyarrow()
        encoded = arrow["tender"].combine_chunks().dictionary_encode()
        codes = encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
        bids = arrow["bid"].to_numpy().astype(np.float64)
        if bids.size and not (bids.min() >= 0 and np.isfinite(bids).all()):
            raise ValueError("A bid is negative or not a finite number: set it aside first.")
        counts = np.bincount(codes, minlength=len(encoded.dictionary)).astype(np.int64)
        starts = np.concatenate(([0], np.cumsum(counts)))[:-1].astype(np.int64)
        firms = _firms(codes, arrow["firm"], len(counts))
        return cls(encoded.dictionary, firms, bids[np.lexsort((bids, codes))], counts, starts)

    def alike(self) -> Iterator[Rows]:
        """Tenders with the same number of bids, together."""
        return (np.flatnonzero(self.counts == count) for count in np.unique(self.counts))

    def count_of(self, members: Rows) -> int:
        return int(self.counts[members[0]])

    def matrix(self, members: Rows) -> Numbers:
        places = np.arange(self.count_of(members))[:, None] + self.starts[members]
        chosen: Numbers = self.bids[places]
        return chosen

    def put(self, name: str, members: Rows, values: Numbers) -> None:
        column = self.columns.setdefault(name, np.full(len(self.counts), np.nan))
        column[members] = values

    def say(self, name: str, reason: str, members: Rows) -> None:
        if len(members):
            self.said.append((f"{name}: {reason}", members))

    def table(self) -> pa.Table:
        made: dict[str, Any] = {
            "tender": self.names.cast(pa.string()),
            "bids": pa.array(self.counts),
            "firms": pa.nulls(len(self.counts), pa.int64()) if self.firms is None else self.firms,
            "subgroups_3": _groups(self.counts, 3),
            "subgroups_4": _groups(self.counts, 4),
            "not_computed": self._reasons(),
        }
        for name in TENDERS:
            if name not in made:
                values = self.columns.get(name, np.full(len(self.counts), np.nan))
                made[name] = pa.array(values, mask=np.isnan(values))
        return pa.table({name: made[name] for name in TENDERS})

    def _reasons(self) -> pa.Array:
        """Tenders have few different lists of reasons: each list is made once."""
        lists: list[list[str]] = [[]]
        index = np.zeros(len(self.counts), dtype=np.int64)
        longer: dict[tuple[int, str], int] = {}
        for text, members in self.said:
            for before in np.unique(index[members]):
                key = (int(before), text)
                if key not in longer:
                    longer[key] = len(lists)
                    lists.append([*lists[before], text])
            index[members] = [longer[int(before), text] for before in index[members]]
        return pa.array(lists, pa.list_(pa.string())).take(pa.array(index))


def _firms(
    codes: npt.NDArray[np.int64], firms: pa.ChunkedArray, tenders: int
) -> npt.NDArray[np.int64] | None:
    """Different firms of each tender; bids without a name count for nothing."""
    encoded = firms.combine_chunks().dictionary_encode()
    if not len(encoded.dictionary):
        return None
    named = ~np.asarray(encoded.indices.is_null())
    who = encoded.indices.fill_null(0).to_numpy(zero_copy_only=False).astype(np.int64)
    pairs = np.unique(np.stack([codes[named], who[named]]), axis=1)
    return np.bincount(pairs[0], minlength=tenders).astype(np.int64)


def _groups(counts: npt.NDArray[np.int64], size: int) -> pa.Array:
    sizes = {int(count): comb(int(count), size) for count in np.unique(counts)}
    return pa.array([sizes[int(count)] for count in counts], pa.int64())
