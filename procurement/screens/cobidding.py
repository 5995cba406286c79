"""Who bids with whom: edges between firms, groups of them, how even and how closed a group is.

Source: Wachs & Kertész (2019), Scientific Reports 9, 10818. Edges and the two figures are
theirs. Groups are found as they do it, by growing one from every firm, adding the neighbour
that raises inside / ((inside + leaving)^alpha * size^beta) most, until none does; the exponents
are those of a public replication (1.5 and 1.5), and visible. Or bring your own groups.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from math import exp, log
from typing import Any

import ibis

from procurement.schema import Column, Columns, ibis_schema
from procurement.tables import in_memory, records

ALPHA = 1.5
BETA = 1.5
EDGES: Columns = {
    "firm": Column("string", "One firm, the first in the alphabet."),
    "other": Column("string", "The other."),
    "together": Column("int64", "Tenders both bid in."),
    "either": Column("int64", "Tenders at least one of them bid in."),
    "weight": Column("float64", "together / either (Jaccard)."),
}
MEMBERS: Columns = {
    "group": Column("int64", "Number of the group, from 1; a firm may be in several."),
    "firm": Column("string", "A member."),
}
GROUPS: Columns = {
    "group": Column("int64", "Number of the group."),
    "firms": Column("array<string>", "Its members."),
    "edges": Column("int64", "Pairs of members that bid together."),
    "pairs": Column("int64", "Pairs of members there are."),
    "coherence": Column(
        "float64", "Geometric / arithmetic mean of the edges inside; null without edges."
    ),
    "exclusivity": Column(
        "float64", "Edges inside / edges inside and leaving, by weight; null without edges."
    ),
}
Network = dict[str, dict[str, float]]


def edges(bids: ibis.Table, *, at_least: int = 1) -> ibis.Table:
    """Columns EDGES: pairs of firms that bid together in `at_least` tenders, heaviest first.

    In: tender, firm. Bids without a firm are left out; a firm counts once a tender.
    """
    took_part = bids.filter(bids.firm.notnull()).select("tender", "firm").distinct()
    tenders = took_part.group_by("firm").agg(tenders=took_part.count())
    other = took_part.select("tender", other="firm")
    pairs = took_part.join(other, ["tender", took_part.firm < other.other])
    met = pairs.group_by("firm", "other").agg(together=pairs.count())
    met = met.filter(met.together >= at_least).join(tenders, "firm")
    met = met.join(tenders.select(other="firm", others="tenders"), "other")
    counted = met.mutate(either=met.tenders + met.others - met.together)
    weighed = counted.mutate(weight=counted.together / counted.either)
    return weighed.select(*EDGES).order_by(ibis.desc("weight"), "firm", "other")


def groups(edges: ibis.Table, *, alpha: float = ALPHA, beta: float = BETA) -> ibis.Table:
    """Columns MEMBERS: groups of two firms and more, each once, the largest first. In: EDGES."""
    network = _network(records(edges))
    grown = {frozenset(_grown(seed, network, alpha, beta)) for seed in network}
    ordered = sorted((sorted(group) for group in grown), key=lambda group: (-len(group), group))
    rows = (
        {"group": number, "firm": firm}
        for number, group in enumerate(ordered, start=1)
        for firm in group
    )
    return in_memory(rows, ibis_schema(MEMBERS))


def _network(rows: Iterable[dict[str, object]]) -> Network:
    network: Network = defaultdict(dict)
    for row in rows:
        firm, other, weight = str(row["firm"]), str(row["other"]), float(str(row["weight"]))
        network[firm][other] = network[other][firm] = weight
    return dict(network)


def _grown(seed: str, network: Network, alpha: float, beta: float) -> set[str]:
    """Sums are kept up to date as the group grows. Of equal neighbours, the first by name."""
    group, inside, total, fitness = {seed}, 0.0, _strength(seed, network), 0.0
    links = dict(network[seed])
    while links:
        size = (len(group) + 1) ** beta
        gains = {
            firm: (inside + link) / (total + _strength(firm, network) - link) ** alpha / size
            for firm, link in sorted(links.items())
        }
        firm = max(gains, key=gains.__getitem__)
        if gains[firm] <= fitness:
            break
        link, fitness = links.pop(firm), gains[firm]
        inside, total = inside + link, total + _strength(firm, network) - link
        group.add(firm)
        _reach(links, firm, group, network)
    return group


def _reach(links: dict[str, float], firm: str, group: set[str], network: Network) -> None:
    """The neighbours of a new member become neighbours of the group."""
    for neighbour, weight in network[firm].items():
        if neighbour not in group:
            links[neighbour] = links.get(neighbour, 0.0) + weight


def _strength(firm: str, network: Network) -> float:
    return sum(network[firm].values())


def group_features(edges: ibis.Table, members: ibis.Table) -> ibis.Table:
    """Columns GROUPS, the most exclusive first. In: EDGES; MEMBERS, found or your own."""
    network = _network(records(edges))
    firms: dict[int, list[str]] = defaultdict(list)
    for row in records(members.distinct().order_by("group", "firm")):
        firms[row["group"]].append(row["firm"])
    found = [_features(number, group, network) for number, group in firms.items()]
    found.sort(key=lambda one: (-(one["exclusivity"] or 0.0), -(one["coherence"] or 0.0)))
    return in_memory(found, ibis_schema(GROUPS))


def _features(number: int, firms: list[str], network: Network) -> dict[str, Any]:
    group = set(firms)
    links = [
        (firm, other, weight) for firm in firms for other, weight in network.get(firm, {}).items()
    ]
    inside = [weight for firm, other, weight in links if other in group and firm < other]
    leaving = sum(weight for _, other, weight in links if other not in group)
    strength = sum(inside)
    return {
        "group": number,
        "firms": firms,
        "edges": len(inside),
        "pairs": len(firms) * (len(firms) - 1) // 2,
        "coherence": coherence(inside),
        "exclusivity": strength / (strength + leaving) if links else None,
    }


def coherence(weights: list[float]) -> float | None:
    """Geometric over arithmetic mean: 1 when all edges weigh the same; null without edges."""
    if not weights:
        return None
    geometric = exp(sum(log(weight) for weight in weights) / len(weights))
    return geometric / (sum(weights) / len(weights))
