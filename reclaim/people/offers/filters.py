"""What a segment may ask of records: nothing sealed, and nothing out of the asker's reach."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from reclaim.core import clock
from reclaim.core.languages import language_name, spoken_languages
from reclaim.core.offers import AskedFor, Rows, SegmentFilter
from reclaim.people.models import (
    ContactPoint,
    Import,
    ImportRow,
    LocalMembership,
    Organization,
    User,
    Worksite,
)
from reclaim.people.models.consent import Channel, Purpose
from reclaim.people.models.organization import OrganizationQuerySet
from reclaim.people.models.person import SEES_PEOPLE
from reclaim.people.models.postal import prefix
from reclaim.people.offers.custom_filters import custom_filters
from reclaim.people.queries import FEW, consent

Value = Mapping[str, str]


def filters(user: User) -> Sequence[SegmentFilter]:
    return [
        SegmentFilter("people.organization", _("Organization"), ask_branch, in_branch, say_branch),
        SegmentFilter("people.kind", _("Member, friend, retired …"), ask_kind, of_kind, say_kind),
        SegmentFilter("people.joined", _("Joined"), ask_since, joined_since, say_joined),
        SegmentFilter("people.worksite", _("Worksite"), ask_site, at_site, say_site),
        SegmentFilter("people.language", _("Language"), ask_language, speaks, say_language),
        SegmentFilter("people.postal", _("Postal code"), ask_postal, lives, say_postal),
        SegmentFilter("people.consent", _("May be written to"), ask_consent, may, say_may),
        SegmentFilter("people.contact", _("Address or number"), ask_contact, has, say_has),
        SegmentFilter(
            "people.import", _("Brought in by a sheet"), ask_sheet, from_sheet, say_sheet
        ),
        *custom_filters(user),
    ]


def number(value: Value, key: str) -> int:
    """The key of a row; what is none leads nowhere."""
    text = value.get(key, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0


def read_day(text: str) -> str:
    try:
        return date.fromisoformat(text.strip()).isoformat()
    except ValueError:
        raise ValidationError(_("Write the day like 2026-10-05.")) from None


def day(value: Value, key: str = "since") -> date | None:
    try:
        return date.fromisoformat(value.get(key, ""))
    except ValueError:
        return None


# --- the organization that keeps their record, or to which they belong besides ---------------
def reached(user: User) -> OrganizationQuerySet:
    return Organization.objects.visible_to(user, *SEES_PEOPLE)


def ask_branch(user: User) -> Sequence[AskedFor]:
    listed = list(reached(user)[: FEW + 1])
    if len(listed) > FEW:
        help_text = _("Its name, or as much of it as no other has.")
        read = branch_named(user)
        return [AskedFor("organization", _("Organization"), "text", help_text=help_text, read=read)]
    choices = [(str(one.pk), str(one)) for one in listed]
    return [AskedFor("organization", _("Organization"), choices=choices)]


def branch_named(user: User) -> Callable[[str], str]:
    def read(text: str) -> str:
        words = " ".join(text.split())
        named = Q(name_en__iexact=words) | Q(name_fr__iexact=words) | Q(slug=words)
        for which in (named, Q(name_en__icontains=words) | Q(name_fr__icontains=words)):
            found = list(reached(user).filter(which)[:2])
            if len(found) == 1:
                return str(found[0].pk)
        raise ValidationError(_("Not one organization you reach is called so, or several are."))

    return read


def branch(user: User, value: Value) -> Organization | None:
    found: Organization | None = reached(user).filter(pk=number(value, "organization")).first()
    return found


def in_branch(user: User, value: Value) -> Q | None:
    if (top := branch(user, value)) is None:
        return None
    below = Organization.objects.filter(path__startswith=top.path).order_by().values("pk")
    members = LocalMembership.objects.in_force().filter(is_elsewhere=True, organization__in=below)
    return Q(organization__in=below) | Rows(members).exists()


def say_branch(user: User, value: Value, is_so: bool) -> str:
    said = _("belong to %(one)s") if is_so else _("do not belong to %(one)s")
    return said % {"one": branch(user, value)}


# --- what they are in a local -----------------------------------------------------------------
def ask_kind(user: User) -> Sequence[AskedFor]:
    return [AskedFor("kind", _("What they are"), choices=LocalMembership.Kind.choices)]


def of_kind(user: User, value: Value) -> Rows | None:
    if value.get("kind") not in LocalMembership.Kind.values:
        return None
    return Rows(LocalMembership.objects.in_force().filter(kind=value["kind"]))


def say_kind(user: User, value: Value, is_so: bool) -> str:
    kinds = LocalMembership.Kind
    said = {
        kinds.MEMBER: (_("are members"), _("are not members")),
        kinds.PROBATION: (_("are on probation"), _("are not on probation")),
        kinds.LAID_OFF: (
            _("are laid off with recall rights"),
            _("are not laid off with recall rights"),
        ),
        kinds.RETIRED: (_("are retired"), _("are not retired")),
        kinds.FRIEND: (_("are friends, not members"), _("are not friends")),
    }
    return said[kinds(value["kind"])][0 if is_so else 1]


def ask_since(user: User) -> Sequence[AskedFor]:
    return [AskedFor("since", _("Since"), "date", read=read_day)]


def joined_since(user: User, value: Value) -> Rows | None:
    if (since := day(value)) is None:
        return None
    return Rows(LocalMembership.objects.in_force().filter(since__gte=since))


def say_joined(user: User, value: Value, is_so: bool) -> str:
    said = _("joined since %(day)s") if is_so else _("did not join since %(day)s")
    return said % {"day": date_format(day(value) or clock.today())}


# --- where they work, what they speak, where they live ----------------------------------------
def sites(user: User) -> QuerySet[Worksite]:
    return Worksite.objects.visible_to(user, *SEES_PEOPLE).select_related("organization")


def ask_site(user: User) -> Sequence[AskedFor]:
    listed = list(sites(user)[: FEW + 1])
    if len(listed) > FEW:
        help_text = _("Its name as it is written. All worksites of that name are meant.")
        return [AskedFor("named", _("Worksite"), "text", help_text=help_text)]
    several = len({one.organization_id for one in listed}) > 1
    choices = [
        (str(one.pk), f"{one}, {one.organization}" if several else str(one)) for one in listed
    ]
    return [AskedFor("worksite", _("Worksite"), choices=choices)]


def asked_sites(user: User, value: Value) -> list[Worksite]:
    if words := value.get("named", ""):
        return list(sites(user).filter(Q(name_en__iexact=words) | Q(name_fr__iexact=words)))
    return list(sites(user).filter(pk=number(value, "worksite")))


def at_site(user: User, value: Value) -> Q | None:
    found = asked_sites(user, value)
    return Q(worksite__in=[one.pk for one in found]) if found else None


def say_site(user: User, value: Value, is_so: bool) -> str:
    said = _("work at %(site)s") if is_so else _("do not work at %(site)s")
    return said % {"site": asked_sites(user, value)[0]}


def ask_language(user: User) -> Sequence[AskedFor]:
    return [AskedFor("language", _("Language"), choices=spoken_languages())]


def speaks(user: User, value: Value) -> Q | None:
    code = value.get("language", "")
    if not code.isalpha():
        return None
    also = Q(also_speaks=code) | Q(also_speaks__startswith=f"{code} ")
    also |= Q(also_speaks__endswith=f" {code}") | Q(also_speaks__contains=f" {code} ")
    return Q(language=code) | also


def say_language(user: User, value: Value, is_so: bool) -> str:
    said = _("speak %(language)s") if is_so else _("do not speak %(language)s")
    return said % {"language": language_name(value["language"])}


def ask_postal(user: User) -> Sequence[AskedFor]:
    help_text = _("Its beginning is enough: M4C, or H for Montréal.")
    return [AskedFor("begins", _("Postal code"), "text", help_text=help_text, read=read_postal)]


def read_postal(text: str) -> str:
    if begins := prefix(text):
        return begins
    raise ValidationError(_("A postal code is like M4C 1A1; its beginning is enough."))


def lives(user: User, value: Value) -> Rows | None:
    begins = prefix(value.get("begins", ""))
    return Rows(ContactPoint.objects.living(begins)) if begins else None


def say_postal(user: User, value: Value, is_so: bool) -> str:
    said = _("live in %(area)s") if is_so else _("do not live in %(area)s, as far as is known")
    return said % {"area": prefix(value["begins"])}


# --- whom we may write to, and how they are reached --------------------------------------------
def ask_consent(user: User) -> Sequence[AskedFor]:
    return [
        AskedFor("channel", _("How"), choices=Channel.choices),
        AskedFor("purpose", _("What about"), choices=Purpose.choices),
    ]


def may(user: User, value: Value) -> Q | None:
    channel, purpose = value.get("channel"), value.get("purpose")
    if channel not in Channel.values or purpose not in Purpose.values:
        return None
    return consent.may_be_written_to(Channel(channel), Purpose(purpose), clock.today())


def say_may(user: User, value: Value, is_so: bool) -> str:
    said = {
        Channel.EMAIL: (_("may be written to by e-mail"), _("may not be written to by e-mail")),
        Channel.SMS: (_("may be sent text messages"), _("may not be sent text messages")),
        Channel.CALL: (_("may be called"), _("may not be called")),
        Channel.POST: (_("may be written to by post"), _("may not be written to by post")),
    }[Channel(value["channel"])][0 if is_so else 1]
    if value["purpose"] == Purpose.COMMERCIAL:
        return _("%(may)s about offers") % {"may": said}
    return said


def ask_contact(user: User) -> Sequence[AskedFor]:
    return [AskedFor("kind", _("What"), choices=ContactPoint.Kind.choices)]


def has(user: User, value: Value) -> Rows | None:
    if value.get("kind") not in ContactPoint.Kind.values:
        return None
    return Rows(ContactPoint.objects.usable().filter(kind=value["kind"]))


def say_has(user: User, value: Value, is_so: bool) -> str:
    kinds = ContactPoint.Kind
    said = {
        kinds.EMAIL: (_("have an e-mail address"), _("have no e-mail address")),
        kinds.PHONE: (_("have a phone number"), _("have no phone number")),
        kinds.ADDRESS: (_("have a postal address"), _("have no postal address")),
    }
    return said[kinds(value["kind"])][0 if is_so else 1]


# --- where their record came from --------------------------------------------------------------
def sheets(user: User) -> QuerySet[Import]:
    return Import.objects.visible_to(user).filter(finished_at__isnull=False, undone_at=None)


def ask_sheet(user: User) -> Sequence[AskedFor]:
    listed = [
        (str(one.pk), f"{one.filename}, {date_format(localtime(one.dropped_at))}")
        for one in sheets(user)[:FEW]
    ]
    return [AskedFor("sheet", _("Sheet"), choices=listed)]


def from_sheet(user: User, value: Value) -> Rows | None:
    found = sheets(user).filter(pk=number(value, "sheet")).first()
    return Rows(ImportRow.objects.filter(of=found, person__isnull=False)) if found else None


def say_sheet(user: User, value: Value, is_so: bool) -> str:
    found = sheets(user).filter(pk=number(value, "sheet")).first()
    said = _("stand in the sheet %(name)s") if is_so else _("do not stand in the sheet %(name)s")
    return said % {"name": found.filename if found else ""}
