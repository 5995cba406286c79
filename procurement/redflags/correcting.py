"""Corrections to one compiled release, so that indicators can be computed from it.

What Cardinal's `prepare` does: organisations' ids become text and lists, missing values are
filled in, placeholders taken out, codes translated. What can't be corrected is an Issue.
https://cardinal.readthedocs.io/en/latest/cli/prepare.html
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from typing import Any, NamedTuple

import msgspec

from procurement.redflags.settings import Settings

BID_STATUSES = frozenset({"invited", "pending", "valid", "disqualified", "withdrawn"})
AWARD_STATUSES = frozenset({"pending", "active", "cancelled", "unsuccessful"})
NOT_SET, INVALID, IS_ZERO = "not set", "invalid", "is zero"

Entry = dict[str, Any]
Roles = dict[str, set[str]]


class Issue(NamedTuple):
    """`path` names the field, `indexes` the entries of its arrays with points between them."""

    path: str
    indexes: str
    value: str
    error: str


def corrected(release: Entry, settings: Settings) -> Iterator[Issue]:
    """Changes the release in place; yields what is left to correct."""
    roles = _party_roles(release, settings)
    _correct_buyers(release, settings, roles)
    if settings.modifications.move_auctions:
        _move_auctions(release)
    bids = release.get("bids")
    if isinstance(bids, dict):
        for position, bid in enumerate(_entries(bids, "details")):
            yield from _correct_bid(bid, position, settings, roles)
    cancelled = _cancelled_by_contracts(release)
    for position, award in enumerate(_entries(release, "awards")):
        yield from _correct_award(award, position, settings, roles)
        if settings.corrections.award_status_by_contract_status and _is_in(award, cancelled):
            award["status"] = "cancelled"
    _fill_party_roles(release, roles)


def cannot_move_auctions(release: Entry, settings: Settings) -> bool:
    """Bids of auctions aren't moved over other bids."""
    return settings.modifications.move_auctions and "auctions" in release and "bids" in release


def _correct_buyers(release: Entry, settings: Settings, roles: Roles) -> None:
    prefix = settings.modifications.prefix_buyer_or_procuring_entity_id
    _correct_reference(release.get("buyer"), settings, prefix, roles, "buyer")
    tender = release.get("tender")
    if not isinstance(tender, dict):
        return
    _correct_reference(tender.get("procuringEntity"), settings, prefix, roles, "procuringEntity")
    separator = settings.modifications.split_procurement_method_details
    details = tender.get("procurementMethodDetails")
    if separator and isinstance(details, str):
        tender["procurementMethodDetails"] = details.partition(separator)[0].rstrip()


def _correct_bid(bid: Any, position: int, settings: Settings, roles: Roles) -> Iterator[Issue]:
    place = str(position)
    if isinstance(bid, dict):
        yield from _correct_value(bid.get("value"), place, settings)
        yield from _correct_items(bid, "/bids/details[]", place, settings)
    yield from _correct_status(
        bid,
        Issue("/bids/details[]/status", place, "", NOT_SET),
        settings.defaults.bid_status,
        settings.bid_status,
        BID_STATUSES,
    )
    _correct_references(bid, "tenderers", settings, roles, "tenderer")


def _correct_award(award: Any, position: int, settings: Settings, roles: Roles) -> Iterator[Issue]:
    place = str(position)
    if isinstance(award, dict):
        _write_out(award, "id")
        for item in _entries(award, "items"):
            if isinstance(item, dict) and isinstance(item.get("classification"), dict):
                _write_out(item["classification"], "id")
        yield from _correct_items(award, "/awards[]", place, settings)
    yield from _correct_status(
        award,
        Issue("/awards[]/status", place, "", NOT_SET),
        settings.defaults.award_status,
        settings.award_status,
        AWARD_STATUSES,
    )
    _correct_references(award, "suppliers", settings, roles, "supplier")


def _correct_value(value: Any, place: str, settings: Settings) -> Iterator[Issue]:
    if not isinstance(value, dict):
        return
    amount = value.get("amount")
    if isinstance(amount, int | float) and not isinstance(amount, bool):
        if amount in settings.redactions.amount:
            del value["amount"]
        elif amount == 0:
            yield Issue("/bids/details[]/value/amount", place, "", IS_ZERO)
    if "currency" not in value:
        if settings.defaults.currency is not None:
            value["currency"] = settings.defaults.currency
        else:
            yield Issue("/bids/details[]/value/currency", place, "", NOT_SET)


def _correct_items(owner: Entry, path: str, place: str, settings: Settings) -> Iterator[Issue]:
    scheme = settings.defaults.item_classification_scheme
    for position, item in enumerate(_entries(owner, "items")):
        classification = item.get("classification") if isinstance(item, dict) else None
        if not isinstance(classification, dict) or "scheme" in classification:
            continue
        if scheme is not None:
            classification["scheme"] = scheme
        else:
            where = f"{path}/items[]/classification/scheme"
            yield Issue(where, f"{place}.{position}", "", NOT_SET)


def _correct_status(
    owner: Any,
    missing: Issue,
    default: str | None,
    codes: Mapping[str, str],
    known: frozenset[str],
) -> Iterator[Issue]:
    if not isinstance(owner, dict):
        yield missing
        return
    if "status" not in owner:
        if default is None:
            yield missing
            return
        owner["status"] = default
    status = owner["status"]
    if isinstance(status, str):
        owner["status"] = status = codes.get(status, status)
        if status not in known:
            yield missing._replace(value=status, error=INVALID)


def _correct_references(
    owner: Any, key: str, settings: Settings, roles: Roles, role: str, prefix: str | None = None
) -> None:
    """A single organisation becomes a list of one."""
    if not isinstance(owner, dict):
        return
    if isinstance(owner.get(key), dict):
        owner[key] = [owner[key]]
    if prefix is None:
        prefix = settings.modifications.prefix_tenderer_or_supplier_id
    for reference in _entries(owner, key):
        _correct_reference(reference, settings, prefix, roles, role)


def _correct_reference(
    reference: Any, settings: Settings, prefix: str, roles: Roles, role: str
) -> None:
    if not isinstance(reference, dict):
        return
    _write_out(reference, "id")
    name = reference.get("id")
    if not isinstance(name, str):
        return
    if name in settings.redactions.organization_id:
        del reference["id"]
        return
    if not name.startswith(prefix):
        reference["id"] = name = prefix + name
    if name in roles:
        roles[name].add(role)


def _party_roles(release: Entry, settings: Settings) -> Roles:
    """The roles the parties already have; empty when they aren't to be filled in."""
    _correct_references(release, "parties", settings, {}, "", prefix="")
    if not settings.defaults.party_roles:
        return {}
    return {
        name: {role for role in _entries(party, "roles") if isinstance(role, str)}
        for party in _entries(release, "parties")
        if isinstance(party, dict) and isinstance(name := party.get("id"), str)
    }


def _fill_party_roles(release: Entry, roles: Roles) -> None:
    for party in _entries(release, "parties"):
        if _is_in(party, roles) and (found := roles[party["id"]]):
            party["roles"] = sorted(found)


def _move_auctions(release: Entry) -> None:
    """Bids at `/auctions[]/stages[]/bids[]`, where OCDS has none, go to `/bids/details[]`."""
    if not isinstance(release.get("auctions"), list) or "bids" in release:
        return
    moved: list[Any] = []
    for auction in release["auctions"]:
        for stage in _entries(auction, "stages") if isinstance(auction, dict) else []:
            if isinstance(stage, dict) and isinstance(stage.get("bids"), list):
                moved.extend(stage.pop("bids"))
    release["bids"] = {"details": moved}


def _cancelled_by_contracts(release: Entry) -> set[str]:
    """The awards all of whose contracts are cancelled."""
    cancelled: dict[str, bool] = {}
    for contract in _entries(release, "contracts"):
        if not isinstance(contract, dict):
            continue
        _write_out(contract, "awardID")
        if isinstance(award := contract.get("awardID"), str):
            is_cancelled = contract.get("status") == "cancelled"
            cancelled[award] = cancelled.get(award, True) and is_cancelled
    return {award for award, is_cancelled in cancelled.items() if is_cancelled}


def _write_out(owner: Entry, key: str) -> None:
    """A number becomes the text it is written as."""
    value = owner.get(key)
    if isinstance(value, int | float) and not isinstance(value, bool):
        owner[key] = msgspec.json.encode(value).decode()


def _entries(owner: Entry, key: str) -> list[Any]:
    entries = owner.get(key)
    return entries if isinstance(entries, list) else []


def _is_in(owner: Any, names: Container[str]) -> bool:
    """Whether it is an object whose `id` is one of the names."""
    return isinstance(owner, dict) and isinstance(owner.get("id"), str) and owner["id"] in names
