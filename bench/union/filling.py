"""A made-up national union, as large as asked for, straight into an empty register.

The tree: one national, ten provinces, eighty councils, 2,400 locals, most of them under a hundred
members. Everybody has what the services would have kept: ways to reach them, locals, the ledger
of consents and what it comes to, talks and where people stand. Nobody in it exists; the same
numbers give the same union on both databases.

`python -m bench.union FOLDER|postgresql://… [PEOPLE [LOCALS]]` makes the register there and fills
it. Ada administers the national, Cora coordinates the first council, Lou organizes the largest
local: ada@union.example and so on, with PASSWORD.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction

from bench.union import rows, talks
from bench.union.chance import keep
from reclaim.campaigns.models import Campaign
from reclaim.core import clock
from reclaim.organize.outreach.models import List
from reclaim.people.models import (
    ContactPoint,
    CustomField,
    Membership,
    Organization,
    Person,
    Role,
    Suppression,
    User,
    Worksite,
)
from reclaim.people.models.consent import suppression_digest
from reclaim.people.services import ask_second_step, found, publish_first_wordings
from reclaim.people.services.contacts import keep_preferred

PEOPLE, LOCALS = 1_000_000, 2_400
PROVINCES, COUNCILS = 10, 80
SLICE = 50_000
PASSWORD = "public services are ours"  # noqa: S105 (of nobody)
SINCE = date(2020, 1, 1)
SITES_OF = 60  # people to a worksite


@dataclass(frozen=True)
class Union:
    national: Organization
    council: Organization
    local: Organization  # the largest
    ada: User  # administers the national
    cora: User  # coordinates the council
    lou: User  # organizes the local
    campaigns: tuple[Campaign, ...]


def fill(
    people: int = PEOPLE, locals_: int = LOCALS, say: Callable[[str], object] = lambda text: None
) -> Union:
    """In the register at hand, which holds nobody yet."""
    if Person.objects.exists() or Organization.objects.exists():
        raise ValueError("A union is made in an empty register only.")
    with hurried():
        union = bodies(people, locals_)
        say("the tree stands")
        for first in range(1, people + 1, SLICE):
            last = min(first + SLICE - 1, people)
            with transaction.atomic():
                everything(union, first, last, people)
            say(f"{last:,} people")
        suppressed()
        settle()
    return union


@contextmanager
def hurried() -> Iterator[None]:
    """SQLite looks up no foreign keys meanwhile (nothing here points to what is not there), has
    memory for its indexes and does not wait for the disk."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        for pragma in ("foreign_keys=OFF", "synchronous=OFF", "cache_size=-1500000"):
            cursor.execute(f"PRAGMA {pragma}")
        yield
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()  # the next one begins with what the settings say


@transaction.atomic
def bodies(people: int, locals_: int) -> Union:
    """The tree, where its members work, who holds which role, and two fights."""
    now = clock.now()
    facts = {"slug": "union", "is_invented": True}
    national = found("National Union", "national", "ada@union.example", PASSWORD, at=now, **facts)
    ask_second_step(national, (), by=None, at=now)  # so that its people sign in by a password
    publish_first_wordings(at=now)
    grow(locals_)
    homes = seats(people)
    rows.prepare()
    keep(
        "union_home (first_place bigint primary key, organization bigint, first_site bigint,"
        " sites bigint, following bigint)",
        homes,
    )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("CREATE INDEX ON union_home (organization)")
            cursor.execute("ANALYZE union_home; ANALYZE union_family; ANALYZE union_given")
    return union_here()


def grow(locals_: int) -> None:
    """Branches of a tree are rows with paths: written in one go, as the tree writes them."""
    root = Organization.objects.get()
    provinces = branch([root], PROVINCES, "provincial", "Division")
    councils = branch(provinces, COUNCILS, "sector", "Council")
    branch(councils, locals_, "local", "Local")


def branch(above: list[Organization], many: int, kind: str, name: str) -> list[Organization]:
    made = []
    for number in range(many):
        parent = above[number % len(above)]
        parent.numchild += 1
        path = Organization._get_path(parent.path, parent.depth + 1, parent.numchild)
        made.append(
            Organization(
                path=path,
                depth=parent.depth + 1,
                kind=kind,
                name_en=f"{name} {number + 1}",
                slug=f"{kind}-{number + 1}",
                is_invented=True,
            )
        )
    Organization.objects.bulk_update(above, ["numchild"])
    return Organization.objects.bulk_create(made, batch_size=500)


def sizes(people: int, locals_: int) -> list[int]:
    """A few locals of tens of thousands, a long tail of dozens; everybody has a seat."""
    weights = [(rank + 10) ** -1.3 for rank in range(1, locals_ + 1)]
    found = [max(1, int(people * weight / sum(weights))) for weight in weights]
    found[0] += people - sum(found)
    return found


def seats(people: int) -> list[tuple[int, int, int, int, int]]:
    """(first seat, local, its first worksite, how many it has, the next local) of each local.

    The largest is Local 1; the others are large or small by lot."""
    locals_ = list(Organization.objects.filter(kind="local").order_by("pk"))
    counted = sizes(people, len(locals_))
    others = counted[1:]
    random.Random(2026).shuffle(others)  # noqa: S311 (nothing here is secret)
    homes, place, site = [], 0, 1
    for number, (local, size) in enumerate(zip(locals_, [counted[0], *others], strict=True)):
        sites = min(40, 1 + size // SITES_OF)
        following = locals_[(number + 1) % len(locals_)]
        homes.append((place, local.pk, site, sites, following.pk))
        place, site = place + size, site + sites
    Worksite.objects.bulk_create(
        [
            Worksite(pk=first + n, organization_id=local, name_en=f"Depot {n + 1}")
            for _place, local, first, sites, _following in homes
            for n in range(sites)
        ],
        batch_size=1_000,
    )
    return homes


def union_here() -> Union:
    """The one in the register at hand: with its roles and fights, made if they are not there."""
    national, council = (
        Organization.objects.get(slug="union"),
        Organization.objects.get(slug="sector-1"),
    )
    local = Organization.objects.get(slug="local-1")
    ada = User.objects.get(email="ada@union.example")
    return Union(
        national,
        council,
        local,
        ada,
        account("cora", council, Role.COORDINATOR),
        account("lou", local, Role.ORGANIZER),
        (fight(national, ada), fight(council, ada)),
    )


def account(name: str, organization: Organization, role: Role) -> User:
    email = f"{name}@union.example"
    user = User.objects.filter(email=email).first() or User.objects.create_user(email, PASSWORD)
    Membership.objects.get_or_create(
        user=user, organization=organization, role=role, defaults={"since": SINCE}
    )
    return user


def fight(organization: Organization, leader: User) -> Campaign:
    campaign, is_new = Campaign.objects.get_or_create(
        slug=f"fight-{organization.slug}",
        defaults={
            "organization": organization,
            "demand_en": "Bring the laundry back in house",
            "demand_fr": "Ramenons la buanderie à l'interne",
            "starts_on": SINCE,
        },
    )
    if is_new:
        at = clock.now()
        List.objects.bulk_create(
            List(campaign=campaign, name=f"List {n + 1}", leader=leader, made_at=at, made_by=leader)
            for n in range(talks.LISTS)
        )
    return campaign


def everything(union: Union, first: int, last: int, people: int) -> None:
    rows.people(first, last, people)
    rows.ways(first, last)
    rows.memberships(first, last)
    rows.consents(first, last)
    rows.notes(union.ada.pk, first, last)
    for campaign in union.campaigns:
        path = campaign.organization.path
        talks.talks(campaign.pk, path, union.ada.pk, first, last)
        talks.entries(campaign.pk, path, first, last)
    shirt = own_field(union.national, "choice", "Shirt", "S\nM\nL\nXL")
    steward = own_field(union.national, "yes_no", "Steward", "")
    rows.facts(shirt.pk, shirt.listed, 20, first, last)
    rows.facts(steward.pk, ("yes", "no", "no"), 5, first, last)


def own_field(organization: Organization, kind: str, name: str, choices: str) -> CustomField:
    field, _is_new = CustomField.objects.get_or_create(
        organization=organization, name_en=name, defaults={"kind": kind, "choices": choices}
    )
    return field


def suppressed() -> None:
    """Somebody of each five hundred asked us to stop: their address is never used again."""
    points = list(ContactPoint.objects.filter(kind="email", person__in=stopped_people()))
    Suppression.objects.bulk_create(
        [
            Suppression(
                kind=point.kind,
                digest=suppression_digest(point.kind, point.key),
                reason=Suppression.Reason.ASKED,
                since=point.noted_at,
            )
            for point in points
        ],
        batch_size=1_000,
    )
    people = [point.person_id for point in points]
    for start in range(0, len(points), 500):
        chosen = points[start : start + 500]
        stopped = ContactPoint.objects.filter(pk__in=[point.pk for point in chosen])
        stopped.update(status=ContactPoint.Status.STOPPED, is_preferred=False)
        keep_preferred(Person.objects.filter(pk__in=people[start : start + 500]))


def stopped_people() -> list[int]:
    """Never those who are known by their address alone."""
    last = Person.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    return list(range(11, last + 1, rows.NAMELESS))


def settle() -> None:
    """The next number of each table, and what the database knows of them."""
    tables = [Person, Worksite]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), tables):
            cursor.execute(statement)
        cursor.execute("ANALYZE")


def main(asked: list[str]) -> None:
    call_command("migrate", verbosity=0)
    begun = time.perf_counter()
    counts = [int(number) for number in asked]

    def say(text: str) -> None:
        print(f"{time.perf_counter() - begun:7.1f} s  {text}", flush=True)

    fill(*counts, say=say)
    say("done")
