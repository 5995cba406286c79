"""Missing bids: races too close to have happened never do, where winners are agreed.

D(r) is the share of bids that would win were each multiplied by (1 + r), the others unchanged;
equal bids count half. Where firms compete, raising a bid a little must cost some tenders: a D
that is flat around zero, and margins with a hole there, can't come from firms that each seek
their own profit. Source: Chassang, Kawai, Nakabayashi & Ortner (2022), Econometrica 90(1).
"""

from __future__ import annotations

from typing import Any

import ibis
import numpy as np

from procurement.schema import Column, Columns, ibis_schema
from procurement.screens.formulas import Numbers
from procurement.tables import in_memory

DEVIATIONS = tuple(step / 200 for step in range(-20, 21))
EQUAL = 1e-9
DEMAND: Columns = {
    "deviation": Column("float64", "r: by which share every bid is changed."),
    "bids": Column("int64", "Bids looked at: above zero, in tenders with two bids and more."),
    "wins": Column("int64", "Bids that would be below the lowest other bid."),
    "ties": Column("int64", "Bids that would equal it (to a billionth)."),
    "demand": Column("float64", "D(r) = (wins + ties / 2) / bids."),
}
MARGINS: Columns = {
    "above": Column("float64", "The margin is above this; null: no limit. On ties both are 0."),
    "up_to": Column("float64", "And below this; null: no limit. The limit away from 0 belongs."),
    "bids": Column("int64", "Bids with such a margin."),
    "share": Column("float64", "bids / all bids with a margin."),
    "scale": Column("string", "What margins are a share of: reserve, or lowest other bid."),
}


def demand(bids: ibis.Table, *, deviations: tuple[float, ...] = DEVIATIONS) -> ibis.Table:
    """Columns DEMAND, a row a deviation. In: tender, bid. Empty input gives null demand."""
    rivals = _rivals(bids)
    ratio = np.sort(rivals["other"] / rivals["bid"])
    rows = [_demand_at(ratio, deviation) for deviation in deviations]
    return in_memory(rows, ibis_schema(DEMAND))


def _demand_at(ratio: Numbers, deviation: float) -> dict[str, float | None]:
    """A changed bid wins where lowest other / bid is above 1 + r."""
    at_most = int(np.searchsorted(ratio, (1 + deviation) * (1 + EQUAL), side="right"))
    below = int(np.searchsorted(ratio, (1 + deviation) * (1 - EQUAL), side="left"))
    wins, ties, count = len(ratio) - at_most, at_most - below, len(ratio)
    share = (wins + ties / 2) / count if count else None
    return {"deviation": deviation, "bids": count, "wins": wins, "ties": ties, "demand": share}


def margins(
    bids: ibis.Table, *, width: float = 0.005, within: float = 0.1, by_reserve: bool = False
) -> ibis.Table:
    """Columns MARGINS: how many bids missed, or won, by how much; equal bids apart, in the middle.

    In: tender, bid; with `by_reserve` also reserve, and the margin is the paper's, (b - lowest
    other bid) / reserve; bids without a reserve are left out. Else it is (b - lowest other bid)
    / lowest other bid. `width` of a bar and the farthest bar `within`; the rest is in two rows
    without a limit, so that `bids` adds up. ValueError when width isn't above zero.
    """
    if not 0 < width <= within:
        raise ValueError("Bars need a width above zero and at most the farthest margin.")
    rivals = _rivals(bids, by_reserve=by_reserve)
    scale = rivals["reserve"] if by_reserve else rivals["other"]
    with np.errstate(divide="ignore"):
        found = (rivals["bid"] - rivals["other"]) / scale
    counted = _counted(np.where(np.abs(found) <= EQUAL, 0.0, found), width, within)
    name = "reserve" if by_reserve else "lowest other bid"
    for row in counted:
        row |= {"share": row["bids"] / len(found) if len(found) else None, "scale": name}
    return in_memory(counted, ibis_schema(MARGINS))


def _counted(found: Numbers, width: float, within: float) -> list[dict[str, Any]]:
    bars = round(within / width)
    step = np.maximum(np.ceil(np.abs(found) / width - EQUAL), 1.0) * np.sign(found)
    rows: list[dict[str, Any]] = []
    for place in range(-bars - 1, bars + 2):
        is_outer = abs(place) > bars
        here = np.abs(step) > bars if is_outer else step == place
        count = int((here & (np.sign(found) == np.sign(place))).sum())
        inner = round((abs(place) - 1) * width, 12)
        outer = None if is_outer else round(abs(place) * width, 12)
        limits = (inner, outer) if place > 0 else (_minus(outer), _minus(inner))
        above, up_to = limits if place else (0.0, 0.0)
        rows.append({"above": above, "up_to": up_to, "bids": count})
    return rows


def _minus(limit: float | None) -> float | None:
    return None if limit is None else 0.0 - limit


def _rivals(bids: ibis.Table, *, by_reserve: bool = False) -> dict[str, Numbers]:
    """Each bid with the lowest other bid of its tender: the second lowest for the lowest."""
    priced = bids.filter(bids.bid.notnull()).mutate(bid=bids.bid.cast("float64"))
    within = ibis.window(group_by="tender", order_by="bid")
    placed = priced.mutate(place=ibis.row_number().over(within))
    one = ibis.window(group_by="tender")
    lowest = placed.bid.min(where=placed.place == 0).over(one)
    second = placed.bid.min(where=placed.place == 1).over(one)
    found = placed.mutate(other=(placed.place == 0).ifelse(second, lowest))
    found = found.filter(found.other.notnull(), found.bid > 0)
    names = ["bid", "other"]
    if by_reserve:
        found = found.filter(found.reserve.notnull()).mutate(reserve=found.reserve.cast("float64"))
        names.append("reserve")
    arrow = found.select(*names).to_pyarrow()
    return {name: arrow[name].to_numpy() for name in names}
