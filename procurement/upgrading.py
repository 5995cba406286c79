"""OCDS 1.0 to 1.1 where the difference matters to a reader of 1.1.

In 1.0 organizations stand whole where they are mentioned, without `parties` and often without an
`id`; here they become parties with roles, and references to them. `amendment` becomes one of
`amendments`; transactions get `payer`, `payee` and `value`. As OCDS Kit does, a release without
`parties` is taken for 1.0. An organization without an id gets one: its identifier's scheme and
number, else a fingerprint of what it says of itself.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

Found = dict[str, Any]
_OF_TRANSACTION = (("providerOrganization", "payer"), ("receiverOrganization", "payee"))


def upgraded(release: Found) -> Found:
    """The release in the terms of 1.1; one that has `parties` is given back as it is."""
    if isinstance(release.get("parties"), list):
        return release
    parties = _Parties()
    changed = dict(release)
    _refer(changed, "buyer", "buyer", parties)
    if isinstance(tender := changed.get("tender"), dict):
        tender = changed["tender"] = _with_amendments(tender)
        _refer(tender, "procuringEntity", "procuringEntity", parties)
        _refer_each(tender, "tenderers", "tenderer", parties)
    _each(changed, "awards", lambda award: _refer_each(award, "suppliers", "supplier", parties))
    _each(changed, "contracts", lambda contract: _transactions(contract, parties))
    if isinstance(bids := changed.get("bids"), dict):
        changed["bids"] = dict(bids)
        _each(
            changed["bids"],
            "details",
            lambda bid: _refer_each(bid, "tenderers", "tenderer", parties),
        )
    if parties.listed:
        changed["parties"] = list(parties.listed.values())
    return changed


class _Parties:
    def __init__(self) -> None:
        self.listed: dict[str, Found] = {}

    def reference(self, organization: Found, role: str) -> Found:
        """Takes an organization in; what stays where it stood is its id and name."""
        key = organization.get("id")
        key = _identity(organization) if key is None else key
        party = self.listed.setdefault(str(key), {"id": key, "roles": []})
        for name, said in organization.items():
            party.setdefault(name, said)
        if role not in party["roles"]:
            party["roles"].append(role)
        return {"id": key} | {
            name: organization[name] for name in ("name",) if name in organization
        }


def _identity(organization: Found) -> str:
    identifier = organization.get("identifier")
    if isinstance(identifier, dict) and identifier.get("id") is not None:
        return "-".join(str(part) for part in (identifier.get("scheme"), identifier["id"]) if part)
    said = {key: organization.get(key) for key in ("name", "identifier", "address")}
    text = json.dumps(said, sort_keys=True, ensure_ascii=False)
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).hexdigest()


def _refer(found: Found, key: str, role: str, parties: _Parties) -> None:
    if isinstance(found.get(key), dict) and found[key]:
        found[key] = parties.reference(found[key], role)


def _refer_each(found: Found, key: str, role: str, parties: _Parties) -> None:
    if isinstance(found.get(key), list):
        found[key] = [
            parties.reference(one, role) if isinstance(one, dict) else one for one in found[key]
        ]


def _each(found: Found, key: str, change: Any) -> None:
    """Changes copies of the objects of a list."""
    if not isinstance(found.get(key), list):
        return
    copies = [_with_amendments(one) if isinstance(one, dict) else one for one in found[key]]
    for one in copies:
        if isinstance(one, dict):
            change(one)
    found[key] = copies


def _with_amendments(found: Found) -> Found:
    copy = dict(found)
    amendment = copy.pop("amendment", None)
    if isinstance(amendment, dict) and amendment:
        listed = copy.get("amendments")
        listed = list(listed) if isinstance(listed, list) else []
        copy["amendments"] = listed if amendment in listed else [*listed, amendment]
    return copy


def _transactions(contract: Found, parties: _Parties) -> None:
    implementation = contract.get("implementation")
    if not isinstance(implementation, dict) or "transactions" not in implementation:
        return
    contract["implementation"] = dict(implementation)
    _each(contract["implementation"], "transactions", lambda one: _transaction(one, parties))


def _transaction(found: Found, parties: _Parties) -> None:
    if "value" not in found and "amount" in found:
        found["value"] = found.pop("amount")
    for old, new in _OF_TRANSACTION:
        identifier = found.get(old)
        if isinstance(identifier, dict) and new not in found:
            name = identifier.get("legalName")
            party = {"identifier": identifier} | ({"name": name} if name else {})
            found[new] = parties.reference(party, new)
            del found[old]
