"""Why two names are one firm, or aren't: in words."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from typing import Any

from procurement.suppliers.linkage import Linkage
from procurement.suppliers.pairs import Pair, compared
from procurement.tables import records

ABOUT = {
    "who": "The words that tell who",
    "number": "Registration numbers",
    "kinds": "What they do",
    "place": "Places in the names",
    "together": "One firm or several",
    "business_number": "Business numbers",
    "postal_code": "Postal codes",
}
_STRENGTHS = (
    (6, "very strong evidence that they are one firm"),
    (3, "strong evidence that they are one firm"),
    (1, "some evidence that they are one firm"),
    (-1, "says little"),
    (-3, "some evidence against"),
)


def explain(one: Mapping[str, Any], other: Mapping[str, Any], linkage: Linkage) -> list[str]:
    """Sentences on two names: what agrees, how much it weighs, what came of it.

    `one` and `other` have supplier_key and what else is known of the names (`NAMES` of linking).
    """
    pair = max(compared([one, other], every=True), key=lambda found: found.weight)
    return [*_compared(pair), *_became(pair.one, pair.other, linkage)]


def strength(weight: float) -> str:
    """A weight in bits, in words."""
    return next((said for least, said in _STRENGTHS if weight >= least), "strong evidence against")


def _compared(pair: Pair) -> list[str]:
    said = [
        f"{ABOUT[name]}: {found}; {strength(weight)} ({weight:+.1f} bits)."
        for name, found, weight in pair.levels
    ]
    return [
        *said,
        "By the model the two are one firm with a probability of "
        + f"{pair.probability:.1%} ({pair.weight:+.1f} bits).",
    ]


def _became(one: str, other: str, linkage: Linkage) -> list[str]:
    names = {row["supplier_key"]: row for row in records(linkage.names)}
    mine, theirs = names.get(one), names.get(other)
    if mine is None or theirs is None:
        return []
    if mine["firm_key"] == theirs["firm_key"]:
        return [f"They are one firm: {mine['firm']}.", *_through(one, other, linkage)]
    told = [f"They are two firms: {mine['firm']}, and {theirs['firm']}."]
    if mine["group_key"] == theirs["group_key"]:
        told.append(f"They are of one group, by {mine['group_reason'] or theirs['group_reason']}.")
    pairs = linkage.pairs
    found = records(pairs.filter(pairs.one == one, pairs.other == other))
    return told + [f"Left to a person ({row['outcome']}): {row['because']}." for row in found]


def _through(one: str, other: str, linkage: Linkage) -> list[str]:
    """The names by which the two hang together, when it isn't directly."""
    beside: dict[str, list[str]] = {}
    for row in records(linkage.pairs.filter(linkage.pairs.outcome == "same")):
        beside.setdefault(row["one"], []).append(row["other"])
        beside.setdefault(row["other"], []).append(row["one"])
    way = _way(one, other, beside)
    if len(way) > 2:
        return ["They hang together through: " + " – ".join(way) + "."]
    return [] if way else ["A person said so."]


def _way(one: str, other: str, beside: Mapping[str, list[str]]) -> list[str]:
    """The shortest way, the alphabet deciding between equals."""
    came: dict[str, str] = {one: ""}
    waiting = deque([one])
    while waiting and other not in came:
        at = waiting.popleft()
        for name in sorted(beside.get(at, ())):
            if name not in came:
                came[name] = at
                waiting.append(name)
    way = [other] if other in came else []
    while way and came[way[-1]]:
        way.append(came[way[-1]])
    return way[::-1]
