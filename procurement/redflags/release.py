"""What the indicators need of one compiled release (OCDS 1.1 with the bids extension).

Each release is walked once, here; the indicators then read it.
"""

from __future__ import annotations

from procurement.redflags.written import Award as WrittenAward
from procurement.redflags.written import Bid as WrittenBid
from procurement.redflags.written import Organisation, Tender, Written

NOT_SUBMITTED = frozenset({"invited", "withdrawn"})
FINAL = frozenset({"active", "cancelled", "unsuccessful"})
_NO_TENDER = Tender()

Price = tuple[float, str]


class Bid:
    """A bid with a status. `sole` is the tenderer when there is exactly one reference, with an id;
    `price` is amount and currency when both are there."""

    __slots__ = ("date", "price", "sole", "status", "tenderers")

    def __init__(self, status: str, found: WrittenBid) -> None:
        self.status = status
        self.date = found.date
        self.tenderers, self.sole = _ids(found.tenderers)
        value = found.value
        self.price: Price | None = None
        if value is not None and value.amount is not None and value.currency is not None:
            self.price = (value.amount, value.currency)


class Award:
    """An active award; `codes` are the classifications of its items."""

    __slots__ = ("codes", "sole", "suppliers")

    def __init__(self, found: WrittenAward) -> None:
        self.suppliers, self.sole = _ids(found.suppliers)
        self.codes: list[str] = [
            item.classification.id
            for item in found.items or ()
            if item.classification is not None and type(item.classification.id) is str
        ]


class Release:
    """`submitted` are the bids with a status, neither invited nor withdrawn; `valid` and
    `disqualified` those with that status. `active` are the awards in force; `is_settled` says
    that no award is pending or has an unknown status; `winner` is set where one can be told."""

    __slots__ = (
        "active",
        "buyer",
        "details",
        "disqualified",
        "entity",
        "is_settled",
        "line",
        "ocid",
        "submitted",
        "tender",
        "valid",
        "winner",
    )

    def __init__(self, ocid: str, line: int, found: Written, tender: Tender) -> None:
        self.ocid = ocid
        self.line = line
        self.tender = tender
        self.details = tender.procurement_method_details
        self.buyer = _id(found.buyer)
        self.entity = _id(tender.procuring_entity)
        self.submitted: list[Bid] = []
        self.valid: list[Bid] = []
        self.disqualified: list[Bid] = []
        if found.bids is not None and found.bids.details:
            self._take_bids(found.bids.details)
        self.active: list[Award] = []
        self.is_settled = True
        if found.awards:
            self._take_awards(found.awards)
        self.winner = self._winner()

    def _winner(self) -> str | None:
        """The one supplier of the one active award when no award is open: then all bids compete,
        and other awards were earlier attempts. With several, only lots could tell."""
        if len(self.active) != 1 or not self.is_settled:
            return None
        return self.active[0].sole

    def _take_bids(self, details: list[WrittenBid]) -> None:
        submitted = self.submitted
        for found in details:
            status = found.status
            if status is None or status in NOT_SUBMITTED:
                continue
            bid = Bid(status, found)
            submitted.append(bid)
            if status == "valid":
                self.valid.append(bid)
            elif status == "disqualified":
                self.disqualified.append(bid)

    def _take_awards(self, awards: list[WrittenAward]) -> None:
        for award in awards:
            if award.status == "active":
                self.active.append(Award(award))
            elif award.status is not None and award.status not in FINAL:
                self.is_settled = False


def release_of(
    found: Written | None, line: int, excluded: frozenset[str] = frozenset()
) -> Release | None:
    """None for what no indicator looks at: no object, an `ocid` that isn't text, a cancelled
    tender, or procurement method details that the settings exclude."""
    if found is None or found.ocid is None:
        return None
    tender = found.tender or _NO_TENDER
    if tender.status == "cancelled" or tender.procurement_method_details in excluded:
        return None
    return Release(found.ocid, line, found, tender)


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
