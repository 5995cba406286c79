"""Rows of watch for tests."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.text import slugify

from reclaim.core import clock
from reclaim.people.models import Organization, User
from reclaim.watch.models import Notice, Service, ServiceTerm, Source, Threat, Tip
from reclaim.watch.queries.tips import of_receipt
from reclaim.watch.services.tell import Told, tell_as_member, tell_as_visitor
from tests.builders.core import numbers

CALLS_HEADER = (
    "_id,Document Number,RFx (Solicitation) Type,NOIP (Notice of Intended Procurement) Type,"
    "Issue Date,Submission Deadline,High Level Category,Solicitation Document Description,"
    "Division,Buyer Name,Buyer Email,Buyer Phone Number,Wards"
)
AWARDS_HEADER = (
    "_id,Document Number,RFx (Solicitation) Type,High Level Category,Successful Supplier,Award,"
    "Award Authority Obtained Date,Division,Buyer Name,Buyer Email,Buyer Phone Number,"
    "Solicitation Document Description,Supplier Address,Wards"
)


def call_line(**changes: Any) -> str:
    """One call for bids as the city publishes it, as a line of its file."""
    facts = {
        "number": f"55{next(numbers):08}",
        "issued": "2026-09-09",
        "closes": "2026-10-30",
        "text": "Security Guard Services for shelters",
        "division": "Corporate Security",
        **changes,
    }
    return (
        f"1,{facts['number']},RFP,Notice of Intended Procurement,{facts['issued']},"
        f'{facts["closes"]},Goods and Services,"{facts["text"]}","{facts["division"]}",,,,'
    )


def award_line(**changes: Any) -> str:
    """One award as the city publishes it, as a line of its file."""
    facts = {
        "number": f"44{next(numbers):08}",
        "supplier": "Garda",
        "amount": "100.00",
        "day": "2024-10-27",
        "text": "Security Guard Services for shelters",
        "division": "Corporate Security",
        **changes,
    }
    return (
        f'1,{facts["number"]},RFP,Goods and Services,"{facts["supplier"]}","{facts["amount"]}",'
        f'{facts["day"]},"{facts["division"]}",,,,"{facts["text"]}",,'
    )


def write_file(path: Path, header: str, *lines: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\r\n".join([header, *lines]) + "\r\n", encoding="utf-8", newline="")
    return path


def make_source(slug: str = "toronto-solicitations", **changes: Any) -> Source:
    facts = {"name_en": slug, "place": f"{slug}.csv", "licence": "Open", **changes}
    return Source.objects.get_or_create(slug=slug, defaults=facts)[0]


def make_service(
    organization: Organization, name: str = "", words: tuple[str, ...] = ("guard",), **changes: Any
) -> Service:
    name = name or f"Service {next(numbers)}"
    facts = {"slug": slugify(name), "name_en": name, "buyer": "City of Toronto", **changes}
    service = Service.objects.create(organization=organization, **facts)
    for term in words:
        ServiceTerm.objects.create(service=service, words=term)
    return service


def make_notice(**changes: Any) -> Notice:
    number = next(numbers)
    facts = {
        "row": f"toronto-solicitations:{number}",
        "document_number": f"55{number:08}",
        "title": "Security Guard Services for shelters",
        "closes_on": date(2026, 10, 30),
        **changes,
    }
    facts.setdefault("source", make_source())
    return Notice.objects.create(**facts)


def make_threat(service: Service, **changes: Any) -> Threat:
    """A threat to the service; what is not a field of Threat goes to its notice."""
    own = {key: changes.pop(key) for key in ("matched_words", "found_at") if key in changes}
    facts = {"matched_words": ["guard"], "found_at": timezone.now(), **own}
    return Threat.objects.create(service=service, notice=make_notice(**changes), **facts)


def make_told_threat(service: Service, **changes: Any) -> Threat:
    """A threat made of what members told: it has no notice."""
    facts = {"told_as": "Others mop the third floor", "found_at": clock.now(), **changes}
    return Threat.objects.create(service=service, **facts)


def make_tip(
    organization: Organization, by: User | None = None, *, is_named: bool = True, **changes: Any
) -> tuple[Tip, str]:
    """A tip and the end of its receipt's address; without `by` a visitor's, who may give `name`
    and `reach`."""
    at = changes.pop("at", None) or clock.now()
    who = {name: changes.pop(name, "") for name in ("name", "reach")}
    told = Told(**{"words": "Somebody else does our work", **changes})
    if by is not None:
        token = tell_as_member(organization, told, is_named=is_named, by=by, at=at)
    else:
        token = tell_as_visitor(organization, told, **who, at=at)
    return of_receipt(token).get(), token
