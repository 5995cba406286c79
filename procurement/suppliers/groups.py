"""Which firms are of one group: only by evidence, a table of owners or a person's word.

A name that looks alike is no evidence: `Royal Bank` and `Royal Roads University` begin with the
same word. What looks alike is a candidate (`linking`), never a group.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from procurement.errors import Unreadable
from procurement.suppliers.clusters import Clusters
from procurement.suppliers.corrections import GROUP, NOT_GROUP, Correction
from procurement.suppliers.keys import supplier_key

COLUMNS = ("name", "group", "source")


@dataclass(frozen=True, slots=True)
class Owner:
    """A cleaned name, the cleaned name of its group, and who says so."""

    name: str
    group: str
    source: str


def owners(path: Path) -> list[Owner]:
    """Reads a CSV of name, group, source. Raises Unreadable when a column is missing."""
    if not path.is_file():
        raise Unreadable("missing_file", file=path.name)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = csv.DictReader(stream)
        for column in COLUMNS:
            if column not in (rows.fieldnames or ()):
                raise Unreadable(
                    "missing_column",
                    file=path.name,
                    column=column,
                    found=", ".join(rows.fieldnames or ()),
                )
        cleaned = [
            (supplier_key(row["name"] or ""), supplier_key(row["group"] or ""), row["source"])
            for row in rows
        ]
    return [Owner(name, group, source) for name, group, source in cleaned if name and group]


def groups(
    firms: Mapping[str, str], said: Sequence[Correction], known: Sequence[Owner]
) -> dict[str, tuple[str, str]]:
    """firm_key to group_key and the evidence, for the firms that have any.

    Persons come first, in their order; then the table of owners, unless a person said otherwise.
    The group's key is that of the table, else the first firm's in the alphabet.
    """
    apart: dict[str, set[str]] = {}
    for one in said:
        if one.kind == NOT_GROUP:
            apart.setdefault(_firm(firms, one.one), set()).add(_firm(firms, one.other))
            apart.setdefault(_firm(firms, one.other), set()).add(_firm(firms, one.one))
    clusters = Clusters(
        {},
        different={firm: frozenset(others) for firm, others in apart.items()},
        agreeing=0,  # groups come from evidence, not from likeness
    )
    reasons: dict[str, str] = {}
    for one in said:
        if one.kind == GROUP:
            ends = _firm(firms, one.one), _firm(firms, one.other)
            _join(clusters, ends, f"{one.by}, {one.at.date().isoformat()}: {one.why}", reasons)
    for owner in sorted(known, key=lambda owner: (owner.group, owner.name)):
        if owner.name in firms:
            ends = firms[owner.name], f"group {owner.group}"
            _join(clusters, ends, owner.source, reasons)
    return {
        firm: (_key(clusters.members(firm)), reason)
        for firm, reason in reasons.items()
        if not firm.startswith("group ")
    }


def _firm(firms: Mapping[str, str], name: str) -> str:
    return firms.get(name, name)


def _join(clusters: Clusters, ends: tuple[str, str], why: str, reasons: dict[str, str]) -> None:
    one, other = ends
    if clusters.head(one) != clusters.head(other) and clusters.why_not(one, other):
        return
    clusters.join(one, other)
    for firm in ends:
        reasons.setdefault(firm, why)


def _key(members: Sequence[str]) -> str:
    tables = sorted(name.removeprefix("group ") for name in members if name.startswith("group "))
    return tables[0] if tables else min(members)
