"""The columns of a list of people: each asks once for a whole page, however many are chosen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from reclaim.core import clock
from reclaim.core.languages import language_name
from reclaim.core.offers import list_columns
from reclaim.people.models import (
    ColumnChoice,
    Consent,
    ContactPoint,
    CustomField,
    CustomValue,
    LocalMembership,
    Organization,
    Person,
    User,
)
from reclaim.people.models.consent import REACHED_BY, Channel, Purpose
from reclaim.people.models.person import SEES_PEOPLE
from reclaim.people.queries import in_words
from reclaim.people.rules import consent as rules

USUAL = ("worksite", "job", "local")
MOST = 12  # columns at once: more is a sheet, and there is the export for it
POSTAL = 3  # the first letters of a postal code, which name its area
Told = Mapping[int, str]
Telling = Callable[[Sequence[Person]], Told]


@dataclass(frozen=True)
class Column:
    key: str
    title: str | Promise
    tell: Telling
    order: str = ""  # as the list is sorted by it, if it can be
    in_sheet: Telling | None = None  # where a sheet wants another form than a page
    is_taken_out: bool = True


def plainly(say: Callable[[Person], str]) -> Telling:
    """A fact of the record itself."""
    return lambda people: {one.pk: say(one) for one in people}


def spoken(person: Person) -> str:
    codes = [person.language, *person.also_speaks.split()]
    return ", ".join(language_name(code) for code in codes)


def joined(found: Sequence[tuple[int, str]]) -> Told:
    """Several facts of one person, each once."""
    told: dict[int, list[str]] = defaultdict(list)
    for pk, text in found:
        if text and text not in told[pk]:
            told[pk].append(text)
    return {pk: ", ".join(texts) for pk, texts in told.items()}


def kinds(people: Sequence[Person]) -> Told:
    rows = LocalMembership.objects.in_force().filter(person__in=people)
    return joined([(one.person_id, one.get_kind_display()) for one in rows])


def numbers(people: Sequence[Person]) -> Told:
    rows = LocalMembership.objects.in_force().filter(person__in=people)
    return joined([(one.person_id, one.number) for one in rows])


def postal_areas(people: Sequence[Person]) -> Told:
    """The first half of the postal code, with which an address in Canada ends."""
    kind = ContactPoint.Kind.ADDRESS
    rows = ContactPoint.objects.usable().filter(person__in=people, kind=kind)
    return joined([(point.person_id, postal_area(point.value)) for point in rows])


def postal_area(address: str) -> str:
    tail = "".join(address.upper().split())[-6:]
    shape = [letter.isdigit() for letter in tail]
    is_code = shape == [False, True, False, True, False, True] and tail.isalnum()
    return tail[:POSTAL] if is_code else ""


def stands(channel: Channel, people: Sequence[Person]) -> Told:
    """Whether we may write news of the union today, and if not, why, in a word."""
    on, purpose = clock.today(), Purpose.CAMPAIGN
    said = {
        one.person_id: one
        for one in Consent.objects.filter(person__in=people, channel=channel, purpose=purpose)
    }
    usable = ContactPoint.objects.usable().filter(person__in=people, kind=REACHED_BY[channel])
    has_way = set(usable.values_list("person", flat=True))
    implied = rules.implied(channel, purpose, on) or Q()
    members = LocalMembership.objects.filter(implied, person__in=people)
    belongs = set(members.values_list("person", flat=True))
    return {
        one.pk: stand(said.get(one.pk), one.pk in has_way, one.pk in belongs, on) for one in people
    }


def stand(said: Consent | None, has_way: bool, belongs: bool, on: date) -> str:
    if said is not None and not said.is_given:
        return gettext("said no")
    if not has_way:
        return gettext("no way known")
    if said is not None and (said.expires_on is None or said.expires_on >= on):
        return gettext("said yes")
    return gettext("as a member") if belongs else gettext("not asked")


def custom(field: CustomField, people: Sequence[Person]) -> Told:
    rows = CustomValue.objects.filter(field=field, person__in=people).select_related("field")
    return {one.person_id: in_words(one) for one in rows}


def custom_in_sheet(field: CustomField, people: Sequence[Person]) -> Told:
    """A day as 2026-10-05, by which spreadsheets sort; the rest in words."""
    if field.kind != CustomField.Kind.DATE:
        return custom(field, people)
    rows = CustomValue.objects.filter(field=field, person__in=people)
    return dict(rows.order_by().values_list("person", "value"))


OWN = (
    Column("pronouns", _("Pronouns"), plainly(lambda one: one.pronouns)),
    Column("local", _("Local"), plainly(lambda one: one.organization.name), "local"),
    Column("worksite", _("Worksite"), plainly(lambda one: str(one.worksite or "")), "worksite"),
    Column("job", _("Job"), plainly(lambda one: one.job_title), "job"),
    Column("shift", _("Shift"), plainly(lambda one: one.shift)),
    Column("language", _("Languages"), plainly(spoken), "language"),
    Column("email", _("E-mail"), plainly(lambda one: one.email), "email"),
    Column("phone", _("Phone"), plainly(lambda one: one.phone)),
    Column("postal", _("Postal area"), postal_areas),
    Column("kind", _("What they are there"), kinds),
    Column("number", _("Member number"), numbers),
    Column("may-email", _("May we e-mail?"), partial(stands, Channel.EMAIL)),
    Column("may-sms", _("May we text?"), partial(stands, Channel.SMS)),
    Column("may-call", _("May we call?"), partial(stands, Channel.CALL)),
)


def columns_for(user: User) -> dict[str, Column]:
    """All this account may choose from: the record's, those rooms above offer, and its
    organizations' own."""
    found = {column.key: column for column in (*OWN, *offered(user))}
    for field in CustomField.objects.filter(pk__in=own_fields(user), is_ended=False):
        key = f"own-{field.pk}"
        in_sheet = partial(custom_in_sheet, field)
        found[key] = Column(key, field.name, partial(custom, field), in_sheet=in_sheet)
    return found


def offered(user: User) -> Iterator[Column]:
    for offer in list_columns:
        for one in offer(user):
            yield Column(one.key, one.title, one.tell, is_taken_out=one.is_taken_out)


def own_fields(user: User) -> list[int]:
    """Those of the organizations in reach, and of all above them, which hold there too."""
    step, seen = Organization.steplen, CustomField.objects.visible_to(user)
    paths = user.paths(*SEES_PEOPLE)
    above = {path[:end] for path in paths for end in range(step, len(path) + 1, step)}
    held = CustomField.objects.filter(organization__path__in=above)
    return list((seen | held).distinct().order_by().values_list("pk", flat=True)[:200])


def chosen_columns(user: User) -> list[Column]:
    known = columns_for(user)
    kept = ColumnChoice.objects.filter(user=user).first()
    return [known[key] for key in (kept.columns if kept else USUAL) if key in known]


def columns_of_sheets(user: User) -> list[Column]:
    return [column for column in chosen_columns(user) if column.is_taken_out]


@dataclass(frozen=True)
class Line:
    person: Person
    cells: list[tuple[str | Promise, str]]


def lines(people: Sequence[Person], columns: Sequence[Column]) -> list[Line]:
    told = [(column.title, column.tell(people)) for column in columns]
    return [Line(one, [(title, texts.get(one.pk, "")) for title, texts in told]) for one in people]
