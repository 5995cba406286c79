"""What the indicators need of one compiled release (OCDS 1.1 with the bids extension).

Each release is walked once, here; the indicators then read it.
"""

from __future__ import annotations

import msgspec

from procurement.redflags.written import Award as WrittenAward
from procurement.redflags.written import Bid as WrittenBid
from procurement.redflags.written import Organisation, Tender, Written

NOT_SUBMITTED = frozenset({"invited", "withdrawn"})
FINAL = frozenset({"active", "cancelled", "unsuccessful"})
_NO_TENDER = Tender()

Price = tuple[float, str]


class Bid(msgspec.Struct, gc=False):
    """A bid with a status. `sole` is the tenderer when there is exactly one reference, with an id;
    `price` is amount and currency when both are there."""

    status: str
    date: str | None
    tenderers: list[str]
    sole: str | None
    price: Price | None


class Award(msgspec.Struct, gc=False):
    """An active award; `codes` are the classifications of its items."""

    suppliers: list[str]
    sole: str | None
    codes: list[str]


class Release(msgspec.Struct, gc=False):
    """`submitted` are the bids with a status, neither invited nor withdrawn; `valid` and
    `disqualified` those with that status. `active` are the awards in force; `is_settled` says
    that no award is pending or has an unknown status; `winner` is set where one can be told."""

    ocid: str
    line: int
    tender: Tender
    details: str | None
    buyer: str | None
    entity: str | None
    submitted: list[Bid]
    valid: list[Bid]
    disqualified: list[Bid]
    active: list[Award]
    is_settled: bool
    winner: str | None


def release_of(
    found: Written | None, line: int, excluded: frozenset[str] = frozenset()
) -> Release | None:
    """None for what no indicator looks at: no object, an `ocid` that isn't text, a cancelled
    tender, or procurement method details that the settings exclude."""
    if found is None or found.ocid is None:
        return None
    tender = found.tender or _NO_TENDER
    details = tender.procurement_method_details
    if tender.status == "cancelled" or details in excluded:
        return None
    bids = found.bids
    submitted, valid, disqualified = _sorted(bids.details or [] if bids is not None else [])
    active, is_settled = _decided(found.awards or [])
    # With the one active award and no open one, all bids compete, and other awards were earlier
    # attempts. With several, only lots could tell who won what.
    winner = active[0].sole if is_settled and len(active) == 1 else None
    return Release(
        found.ocid,
        line,
        tender,
        details,
        _id(found.buyer),
        _id(tender.procuring_entity),
        submitted,
        valid,
        disqualified,
        active,
        is_settled,
        winner,
    )


def _sorted(details: list[WrittenBid]) -> tuple[list[Bid], list[Bid], list[Bid]]:
    """The submitted, the valid and the disqualified bids."""
    submitted: list[Bid] = []
    valid: list[Bid] = []
    disqualified: list[Bid] = []
    for found in details:
        status = found.status
        if status is None or status in NOT_SUBMITTED:
            continue
        value = found.value
        price: Price | None = None
        if value is not None and value.amount is not None and value.currency is not None:
            price = (value.amount, value.currency)
        tenderers, sole = _ids(found.tenderers)
        bid = Bid(status, found.date, tenderers, sole, price)
        submitted.append(bid)
        if status == "valid":
            valid.append(bid)
        elif status == "disqualified":
            disqualified.append(bid)
    return submitted, valid, disqualified


def _decided(awards: list[WrittenAward]) -> tuple[list[Award], bool]:
    """The awards in force, and whether none is still open."""
    active: list[Award] = []
    is_settled = True
    for award in awards:
        if award.status == "active":
            suppliers, sole = _ids(award.suppliers)
            active.append(Award(suppliers, sole, _codes(award)))
        elif award.status is not None and award.status not in FINAL:
            is_settled = False
    return active, is_settled


def _codes(award: WrittenAward) -> list[str]:
    if not award.items:
        return []
    return [
        item.classification.id
        for item in award.items
        if item.classification is not None and type(item.classification.id) is str
    ]


def _id(organisation: Organisation | None) -> str | None:
    found = None if organisation is None else organisation.id
    return found if type(found) is str else None


def _ids(organisations: list[Organisation] | None) -> tuple[list[str], str | None]:
    """The ids that are text, and the id when there is exactly one organisation."""
    if not organisations:
        return [], None
    if len(organisations) == 1:
        only = organisations[0].id
        return ([only], only) if type(only) is str else ([], None)
    return [found.id for found in organisations if type(found.id) is str], None
