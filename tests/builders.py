"""Small builders of rows for tests: `make_person(local, given_name="Idris")`.

One section a room; each room keeps its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any
from unittest.mock import patch
from uuid import uuid4

from django.utils import timezone
from django.utils.text import slugify
from django_tasks_db.management.commands import db_worker
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from reclaim.act.letters.models import Appeal, Delivery, Letter
from reclaim.act.letters.queries import writer_digest
from reclaim.act.letters.services import confirm_letter
from reclaim.campaigns.models import Campaign, Milestone, Target
from reclaim.core import clock
from reclaim.evidence.models import Dossier, Finding
from reclaim.organize.outreach.models import List, ListEntry
from reclaim.organize.outreach.services import Talk
from reclaim.people.models import (
    Import,
    Invitation,
    Membership,
    Organization,
    Person,
    Role,
    User,
    Worksite,
)
from reclaim.people.queries import digest
from reclaim.people.services import keep_points
from reclaim.places.models import (
    BoundarySet,
    District,
    Office,
    Official,
    PostalArea,
    PostalShare,
    Term,
)
from reclaim.watch.models import Notice, Service, ServiceTerm, Source, Threat
from reclaim.win.scoreboard.models import Outcome, read_when

_numbers = count(1)
PASSWORD = "correct horse battery"
LONG_AGO = date(2020, 1, 1)


# --- people ---------------------------------------------------------------------------------
def make_organization(
    name: str = "",
    kind: str = Organization.Kind.LOCAL,
    under: Organization | None = None,
    **changes: Any,
) -> Organization:
    name = name or f"Local {1000 + next(_numbers)}"
    facts = {"name_en": name, "kind": kind, "slug": slugify(name), **changes}
    if under is None:
        return Organization.objects.add_root(facts)
    # The tree keeps its counts in the row, which an older copy in memory does not know.
    return Organization.objects.add_child(Organization.objects.get(pk=under.pk), facts)


def make_user(
    first_name: str = "",
    organization: Organization | None = None,
    role: str = Role.READER,
    **changes: Any,
) -> User:
    """An account (password: PASSWORD), with a role if an organization is given."""
    first_name = first_name or f"User{next(_numbers)}"
    facts = {"email": f"{first_name.lower()}@people.example", "password": PASSWORD, **changes}
    user = User.objects.create_user(first_name=first_name, **facts)
    if organization is not None:
        make_membership(user, organization, role)
    return user


def make_membership(
    user: User, organization: Organization, role: str = Role.READER, **changes: Any
) -> Membership:
    facts = {"since": LONG_AGO, **changes}
    return Membership.objects.create(user=user, organization=organization, role=role, **facts)


def make_worksite(organization: Organization, name: str = "", **changes: Any) -> Worksite:
    name = name or f"Depot {next(_numbers)}"
    return Worksite.objects.create(organization=organization, name_en=name, **changes)


def make_person(organization: Organization, **changes: Any) -> Person:
    number = next(_numbers)
    facts = {"given_name": "Idris", "family_name": f"Okoro {number}", **changes}
    person = Person.objects.create(organization=organization, **facts)
    keep_points(Person.objects.filter(pk=person.pk), by=None, at=clock.now())
    return person


def make_import(organization: Organization, by: User, **changes: Any) -> Import:
    """A sheet with nothing in it that counts; the file itself is not there."""
    facts = {
        "filename": "members.csv",
        "sheet": {"header": ["Name"], "examples": [["Rosa Lima"]]},
        "mapping": {"columns": ["full_name"], "options": {}},
        "language": "en",
        "dropped_at": clock.now(),
        "dropped_by": by,
        **changes,
    }
    return Import.objects.create(organization=organization, **facts)


def make_invitation(
    organization: Organization, by: User, email: str = "", **changes: Any
) -> tuple[Invitation, str]:
    """An invitation as it stands after its message has left, and the token in that message."""
    token = f"token-{next(_numbers)}"
    facts = {
        "role": Role.READER,
        "email": email or f"invited{next(_numbers)}@people.example",
        "token_digest": digest(token),
        "invited_at": clock.now(),
        "sent_at": clock.now(),
        **changes,
    }
    return Invitation.objects.create(organization=organization, invited_by=by, **facts), token


# --- watch ----------------------------------------------------------------------------------
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
        "number": f"55{next(_numbers):08}",
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
        "number": f"44{next(_numbers):08}",
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
    name = name or f"Service {next(_numbers)}"
    facts = {"slug": slugify(name), "name_en": name, "buyer": "City of Toronto", **changes}
    service = Service.objects.create(organization=organization, **facts)
    for term in words:
        ServiceTerm.objects.create(service=service, words=term)
    return service


def make_notice(**changes: Any) -> Notice:
    number = next(_numbers)
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


# --- core -----------------------------------------------------------------------------------
def run_jobs() -> None:
    """Do everything that is in the queue now, as the worker would; a failed job fails the test."""
    worker = Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="tests",
        excluded_queue_names=[],
    )
    # Between jobs the worker lets its connection go, and with it the test's open transaction.
    with patch.object(db_worker, "close_old_connections"):
        worker.run()
    if failed := DBTaskResult.objects.failed().first():
        raise AssertionError(failed.traceback)


# --- places ---------------------------------------------------------------------------------
def make_boundary_set(**changes: Any) -> BoundarySet:
    number = next(_numbers)
    facts = {
        "slug": f"drawing-{number}",
        "level": BoundarySet.Level.PROVINCIAL,
        "name_en": f"Districts {number}",
        "authority": "Elections Office",
        "in_force_from": LONG_AGO,
        **changes,
    }
    return BoundarySet.objects.create(**facts)


def make_district(boundary_set: BoundarySet | None = None, **changes: Any) -> District:
    """A district one degree wide, from the equator north and Greenwich east."""
    number = next(_numbers)
    square = [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]]
    facts = {
        "boundary_set": boundary_set or make_boundary_set(),
        "code": str(number),
        "name_en": f"Harbour {number}",
        "province": "ON",
        "shape": {"type": "Polygon", "coordinates": square},
        **changes,
    }
    return District.objects.create(**facts)


def make_postal_area(code: str = "M4C", **changes: Any) -> PostalArea:
    return PostalArea.objects.create(code=code, **{"province": "ON", **changes})


def make_office(district: District | None = None, **changes: Any) -> Office:
    number = next(_numbers)
    facts = {"slug": f"office-{number}", "body_en": "Council", "title_en": f"Member {number}"}
    return Office.objects.create(district=district, **{**facts, **changes})


def make_term(office: Office | None = None, **changes: Any) -> Term:
    """Somebody in an office, today unless `until` says otherwise."""
    number = next(_numbers)
    facts = {
        "official": Official(given_name="Ada", family_name=f"Ferreira {number}"),
        "email": f"member{number}@council.example",
        "source": "members.csv:2",
        **changes,
    }
    facts["official"].save()
    return Term.objects.create(office=office or make_office(), **facts)


# --- campaigns ------------------------------------------------------------------------------
def make_awarded(service: Service, *amounts: str | None, **changes: Any) -> Finding:
    """How much was awarded for the service, contract by contract; None is not published."""
    contracts = [make_contract(amount) for amount in amounts]
    known = [Decimal(amount) for amount in amounts if amount is not None]
    facts = {
        "kind": Finding.Kind.AWARDED,
        "as_of": clock.today(),
        "number": sum(known) if known else None,
        "unit": "CAD",
        "answer": {"contracts": contracts},
        "unknown": {"amounts": amounts.count(None)},
        "rows": [row for contract in contracts for row in contract["rows"]],
        "method": "contracts",
        "version": "1",
        "made_at": clock.now(),
        **changes,
    }
    return Finding.objects.create(service=service, **facts)


def make_dossier(service: Service, **changes: Any) -> Dossier:
    number = next(_numbers)
    facts = {
        "language": "en",
        "made_of": f"findings {number}",
        "file": f"dossier-{number}.pdf",
        "sha256": "0" * 64,
        "pages": 3,
        "made_at": clock.now(),
        **changes,
    }
    return Dossier.objects.create(service=service, **facts)


def make_contract(amount: str | None, **changes: Any) -> dict[str, Any]:
    """One contract as a finding keeps it."""
    number = next(_numbers)
    facts = {
        "supplier": f"Firm {number}",
        "firm": f"firm {number}",
        "on": "2023-05-01",
        "ends_on": None,
        "document_number": f"44{number:08}",
        "amount": amount,
        "rows": [f"toronto-awards:{number}"],
    }
    return {**facts, **changes}


def make_campaign(
    organization: Organization, services: Iterable[Service] | None = None, **changes: Any
) -> Campaign:
    """A room over one service, with every text in both languages; not public."""
    facts = {
        "slug": f"campaign-{next(_numbers)}",
        "demand_en": "Bring laundry back in house",
        "demand_fr": "Ramenons la buanderie à l'interne",
        "where_en": "Local 4120 · long-term care homes",
        "where_fr": "Section locale 4120 · foyers de soins de longue durée",
        "poster_en": "Clean sheets, public hands",
        "poster_fr": "Des draps propres, des mains publiques",
        "appeal_en": "Write to your member.",
        "appeal_fr": "Écrivez à votre députée.",
        "starts_on": LONG_AGO,
        **changes,
    }
    campaign = Campaign.objects.create(organization=organization, **facts)
    campaign.services.set([make_service(organization)] if services is None else services)
    return campaign


def make_milestone(campaign: Campaign, in_days: int = 7, **changes: Any) -> Milestone:
    """A step so many days from today."""
    facts = {"on": clock.today() + timedelta(days=in_days), "what_en": "Print the dossier"}
    return Milestone.objects.create(campaign=campaign, **{**facts, **changes})


# --- scoreboard -----------------------------------------------------------------------------
def make_outcome(service: Service, result: str, when: str, by: User, **changes: Any) -> Outcome:
    """What came of a service: `make_outcome(laundry, "lost", "2024-05", ana)`."""
    known = read_when(when)
    facts = {
        "title_en": f"The service was {result}",
        "earliest_on": known.earliest,
        "latest_on": known.latest,
        "noted_at": clock.now(),
        "noted_by": by,
        **changes,
    }
    return Outcome.objects.create(service=service, result=result, **facts)


# --- letters --------------------------------------------------------------------------------
STARTER = "My name is … and I live near …\n\nWhen the guards at the shelter changed again, …"
OWN_WORDS = (
    "My name is Rosa and I live near the Main Street shelter.\n\n"
    "When the guards at the shelter changed again, my brother lost the one who knew him. "
    "Please keep people who stay."
)


def make_public_campaign(organization: Organization, **changes: Any) -> Campaign:
    facts = {
        "poster_en": "Shelters need people who stay.",
        "poster_fr": "Nos refuges ont besoin de gens qui restent.",
        "published_at": clock.now(),
        **changes,
    }
    return make_campaign(organization, **facts)


def make_appeal(organization: Organization, office: Office | None = None, **changes: Any) -> Appeal:
    """An appeal to one office, or to every seat of `legislature`; without either, to an office."""
    legislature = changes.pop("legislature", None)
    campaign = changes.pop("campaign", None) or make_public_campaign(organization)
    if legislature is None:
        office = office or make_office(email="clerk@council.example", title_en="The committee")
    Target.objects.create(campaign=campaign, office=office, every_seat_of=legislature)
    facts = {
        "subject_en": "Security in our shelters",
        "subject_fr": "La sécurité dans nos refuges",
        "guidance_en": "Say who you are and what you have seen.",
        "guidance_fr": "Dites qui vous êtes et ce que vous avez vu.",
        "starter_en": STARTER,
        "starter_fr": "Je m’appelle … et j’habite près de …",
        **changes,
    }
    return Appeal.objects.create(campaign=campaign, **facts)


def make_letter(appeal: Appeal, **changes: Any) -> Letter:
    """A letter as it stands in the database; `confirmed=True` also puts it in the queue."""
    number = next(_numbers)
    is_confirmed = changes.pop("confirmed", False)
    office = changes.pop("office", None) or appeal.campaign.targets.get().office
    email = changes.pop("writer_email", f"rosa{number}@people.example")
    facts = {
        "language": "en",
        "writer_name": "Rosa Lima",
        "writer_email": email,
        "writer_digest": writer_digest(email),
        "postal_code": "M4C 1M5",
        "official_title": office.title,
        "to_email": office.email or "member@council.example",
        "subject": "Security in our shelters",
        "body": OWN_WORDS,
        "written_at": clock.now(),
        "key": f"key-{number:012d}",
        **changes,
    }
    letter = Letter.objects.create(appeal=appeal, office=office, **facts)
    return confirm_letter(letter, at=letter.written_at) if is_confirmed else letter


def make_delivery(appeal: Appeal, **changes: Any) -> Delivery:
    """A confirmed letter's place in the queue, with its dates moved as wanted."""
    letter = make_letter(appeal, confirmed=True)
    Delivery.objects.filter(letter=letter).update(**changes)
    return Delivery.objects.get(letter=letter)


def make_seat(legislature: BoundarySet, name: str, member: str = "", **changes: Any) -> District:
    """A district with its seat; held by `member`, or vacant."""
    district = make_district(legislature, name_en=name, **changes)
    office = make_office(
        district, title_en=f"Member for {name}", title_fr=f"Élue de {name}", slug=slugify(name)
    )
    if member:
        given, family = member.split(" ", 1)
        official = Official(given_name=given, family_name=family)
        make_term(office, official=official, email=f"{slugify(name)}@legislature.example")
    return district


def make_share(code: str, district: District, share: float) -> PostalShare:
    area, _ = PostalArea.objects.get_or_create(code=code, defaults={"province": "ON"})
    return PostalShare.objects.create(
        postal_area=area, district=district, share=share, measure=PostalShare.Measure.ADDRESSES
    )


# --- outreach -------------------------------------------------------------------------------
def make_list(
    campaign: Campaign, *people: Person, leader: User | None = None, **changes: Any
) -> List:
    """A list in a leader's hands, with these people in this order."""
    facts = {"name": f"List {next(_numbers)}", "made_at": clock.now(), **changes}
    made = List.objects.create(campaign=campaign, leader=leader, **facts)
    for person in people:
        ListEntry.objects.create(list=made, campaign=campaign, person=person)
    return made


def make_talk(assessment: int | None = 2, **changes: Any) -> Talk:
    """What was said; without an assessment nobody was reached."""
    outcome = "talked" if assessment else "no_answer"
    return Talk(**{"client_id": uuid4(), "outcome": outcome, "assessment": assessment, **changes})
