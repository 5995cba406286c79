"""What the pages about records of one person show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from reclaim.core import money
from reclaim.core.languages import language_name
from reclaim.core.offers import TodayItem
from reclaim.people import queries
from reclaim.people.models import (
    Candidate,
    CustomField,
    CustomValue,
    Merge,
    Note,
    Organization,
    Person,
    User,
)
from reclaim.people.models.same import PUTS_TOGETHER
from reclaim.people.queries.same.kept import kept_person, kept_rows
from reclaim.people.queries.same.wording import speaking_against, speaking_for
from reclaim.people.rules import same as rules

FACTS: dict[str, Promise] = {
    "given_name": _("Given name"),
    "family_name": _("Family name"),
    "pronouns": _("Pronouns"),
    "email": _("E-mail"),
    "phone": _("Phone"),
    "language": _("Language"),
    "also_speaks": _("Also speaks"),
    "worksite": _("Worksite"),
    "job_title": _("Job"),
    "shift": _("Shift"),
}


@dataclass(frozen=True)
class Shown:
    """A candidate on the list."""

    row: Candidate
    speaks_for: list[str]
    speaks_against: list[str]

    @property
    def percent(self) -> int:
        """Never all: a model is not certain."""
        return min(int(self.row.probability * 100), 99)


def candidates_in(organization: Organization, user: User) -> QuerySet[Candidate]:
    """With a side in the organization or below it."""
    path = organization.path
    here = Q(one__organization__path__startswith=path)
    here |= Q(other__organization__path__startswith=path)
    found = Candidate.objects.open().visible_to(user).filter(here)
    return found.select_related("one__organization", "other__organization")


def shown(rows: Iterable[Candidate]) -> list[Shown]:
    return [Shown(row, speaking_for(row.reasons), speaking_against(row.reasons)) for row in rows]


def same_waiting(user: User, organization: Organization | None = None) -> list[TodayItem]:
    """How many pairs wait for this account, there or in each organization it coordinates."""
    if organization is not None:
        tops = [organization] if user.holds(organization, *PUTS_TOGETHER) else []
    elif Candidate.objects.open().visible_to(user).exists():
        tops = tops_of(user)
    else:
        tops = []
    return [item for top in tops if (item := pairs_in(top, user))]


def tops_of(user: User) -> list[Organization]:
    """Where the account puts records together, without what stands below another of these."""
    held = user.paths(*PUTS_TOGETHER)
    tops = [path for path in held if not any(path != up and path.startswith(up) for up in held)]
    return list(Organization.objects.filter(path__in=tops))


def pairs_in(top: Organization, user: User) -> TodayItem | None:
    pairs = candidates_in(top, user).count()
    words = ngettext(
        "%(n)s pair of records may be one person",
        "%(n)s pairs of records may be one person each",
        pairs,
    )
    url = reverse("people:same-people", args=[top.slug])
    return TodayItem(words % {"n": money.count(pairs)}, url, note=top.name) if pairs else None


@dataclass(frozen=True)
class Fact:
    """One fact on both records; a person chooses which leads where they differ."""

    name: str
    title: str
    one: str
    other: str

    @property
    def differs(self) -> bool:
        return self.one != self.other and bool(self.one and self.other)


def facts_of(one: Person, other: Person) -> list[Fact]:
    """Those known on either side."""
    rows = [
        Fact(name, str(title), said(one, name), said(other, name)) for name, title in FACTS.items()
    ]
    return [row for row in rows if row.one or row.other]


def said(person: Person, name: str) -> str:
    if name == "language":
        return language_name(person.language)
    if name == "also_speaks":
        return ", ".join(language_name(code) for code in person.also_speaks.split())
    return str(getattr(person, name) or "")


def custom_of(one: Person, other: Person) -> list[Fact]:
    values = CustomValue.objects.filter(person__in=[one, other]).select_related("field")
    sides: dict[CustomField, dict[int, str]] = {}
    for value in values:
        sides.setdefault(value.field, {})[value.person_id] = str(queries.in_words(value))
    return [
        Fact("", field.name, by_person.get(one.pk, ""), by_person.get(other.pk, ""))
        for field, by_person in sides.items()
    ]


@dataclass(frozen=True)
class Side:
    """What hangs on one of two records."""

    person: Person
    points: list[Any]
    locals: list[Any]
    notes: list[Any]
    consents: list[Any]


def side(person: Person, user: User) -> Side:
    return Side(
        person,
        list(person.contact_points.all()),
        list(person.local_memberships.select_related("organization")),
        list(Note.objects.visible_to(user).filter(person=person).select_related("written_by")),
        list(person.consents.all()),
    )


def comparison(one: Person, other: Person, user: User) -> dict[str, Any]:
    """Both records side by side, and what was found of them."""
    row = Candidate.objects.filter(one=one, other=other).first()
    return {
        "one": one,
        "other": other,
        "sides": [side(one, user), side(other, user)],
        "facts": facts_of(one, other),
        "custom": custom_of(one, other),
        "candidate": shown([row])[0] if row and row.reasons else None,
        "decided": row if row and row.decided_at else None,
        "is_one_local": one.organization_id == other.organization_id,
        "why_not": rules.why_not_put_together(one, other, user),
    }


def stays_by_default(one: Person, other: Person) -> Person:
    """The one with an account, else the older record."""
    return other if other.user_id is not None and one.user_id is None else one


def merge_page(merge: Merge, user: User) -> dict[str, Any]:
    """What the other record said, as long as it can come back."""
    other, now = Person(**kept_person(merge)), merge.person
    fields = CustomField.objects.in_bulk(
        [row["field_id"] for row in kept_rows(merge, CustomValue._meta.label)]
    )
    custom = [
        (fields[row["field_id"]].name, row["value"])
        for row in kept_rows(merge, CustomValue._meta.label)
        if row["field_id"] in fields
    ]
    kept = [
        (title, said(other, name))
        for name, title in FACTS.items()
        if said(other, name) not in ("", said(now, name))
    ]
    return {
        "merge": merge,
        "person": now,
        "name": str(other),
        "kept": kept + custom,
        "why_not": rules.why_not_undo(merge, user),
    }


def merges_of(person: Person, user: User) -> QuerySet[Merge]:
    return Merge.objects.visible_to(user).filter(person=person).select_related("by")
