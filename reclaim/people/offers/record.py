"""What is kept on a person's own record, as they may read it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Count, Max, Q, QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from reclaim.core import money
from reclaim.core.languages import language_name
from reclaim.core.offers import PersonalSection, Subject
from reclaim.people.models import (
    ConsentEvent,
    ContactPoint,
    CustomValue,
    ExternalId,
    ImportRow,
    LocalMembership,
    Look,
    Merge,
    Note,
    PartnerConsent,
    Person,
    SelfIdentification,
    User,
)
from reclaim.people.models.self_identification import Identity
from reclaim.people.offers import corrections
from reclaim.people.queries import in_words
from reclaim.people.queries.looks import viewers_of
from reclaim.people.queries.same.kept import kept_person


def sections(subject: Subject) -> Sequence[PersonalSection]:
    people = people_of(subject)
    kept = [facts(people), ways(people), consents(people), locals_of(people)]
    kept += [seen_by(people), elsewhere(people), imported(people), put_together(people)]
    kept += [custom(people), notes(people), corrections.section(people)]
    kept += [said_of_oneself(subject)]
    return [*kept, looked(people), looked_oneself(subject)]


def accounts(subject: Subject) -> QuerySet[User]:
    if subject.user_id is not None:
        return User.objects.filter(pk=subject.user_id)
    return User.objects.filter(email__iexact=subject.email)


def people_of(subject: Subject) -> QuerySet[Person]:
    mine = Q(user__in=accounts(subject))
    if subject.email:
        mine |= Q(email__iexact=subject.email)
    return Person.objects.filter(mine)


def facts(people: QuerySet[Person]) -> PersonalSection:
    return PersonalSection(
        title=_("Your record"),
        columns=[
            _("Organization"),
            _("Name"),
            _("Pronouns"),
            _("Language"),
            _("Also speaks"),
            _("Worksite"),
            _("Job"),
            _("Shift"),
        ],
        rows=[
            (
                person.organization.name,
                str(person),
                person.pronouns,
                language_name(person.language),
                ", ".join(language_name(code) for code in person.also_speaks.split()),
                person.worksite.name if person.worksite else "",
                person.job_title,
                person.shift,
            )
            for person in people.select_related("organization", "worksite")
        ],
        why=_("So that your local can reach you about your own workplace."),
    )


def ways(people: QuerySet[Person]) -> PersonalSection:
    points = ContactPoint.objects.filter(person__in=people)
    return PersonalSection(
        title=_("How to reach you"),
        columns=[_("What"), _("Address or number"), _("Where"), _("What became of it"), _("Since")],
        rows=[
            (
                point.get_kind_display(),
                point.value,
                point.get_label_display(),
                point.get_status_display(),
                moment(point.noted_at),
            )
            for point in points
        ],
        why=_("What no longer reaches you stays, so that nobody uses it again."),
    )


def consents(people: QuerySet[Person]) -> PersonalSection:
    """The whole ledger, the newest first."""
    found = ConsentEvent.objects.filter(person__in=people).select_related("wording")
    return PersonalSection(
        title=_("What you said we may write"),
        columns=[
            _("When"),
            _("How"),
            _("What about"),
            _("What you said"),
            _("Where it was said"),
            _("In these words"),
        ],
        rows=[
            (
                moment(one.at),
                one.get_channel_display(),
                one.get_purpose_display(),
                _("yes") if one.is_given else _("no"),
                one.get_source_display(),
                one.wording.text if one.wording else "",
            )
            for one in found
        ],
        why=_("So that nobody writes to you against your word."),
    )


def seen_by(people: QuerySet[Person]) -> PersonalSection:
    found = PartnerConsent.objects.filter(person__in=people).select_related("partner", "wording")
    return PersonalSection(
        title=_("Partners who may see your name"),
        columns=[_("When"), _("Organization"), _("What you said"), _("In these words")],
        rows=[
            (
                moment(one.at),
                one.partner.name,
                _("yes") if one.is_given else _("no"),
                one.wording.text if one.wording else "",
            )
            for one in found
        ],
        why=_("So that no partner sees you against your word. The last line counts."),
    )


def locals_of(people: QuerySet[Person]) -> PersonalSection:
    found = LocalMembership.objects.filter(person__in=people).select_related("organization")
    return PersonalSection(
        title=_("Your locals"),
        columns=[_("Local"), _("As what"), _("Member number"), _("Since"), _("Last day")],
        rows=[
            (
                one.organization.name,
                one.get_kind_display(),
                one.number,
                day(one.since),
                day(one.until),
            )
            for one in found
        ],
        why=_("It decides who is asked to vote, and is kept as history."),
    )


def elsewhere(people: QuerySet[Person]) -> PersonalSection:
    found = ExternalId.objects.filter(person__in=people)
    return PersonalSection(
        title=_("What other systems call you"),
        columns=[_("System"), _("Identifier")],
        rows=[(one.get_system_display(), one.value) for one in found],
        why=_("So that a list from there finds your record again."),
    )


def imported(people: QuerySet[Person]) -> PersonalSection:
    found = ImportRow.objects.filter(person__in=people).select_related("of__organization")
    return PersonalSection(
        title=_("Sheets you came from"),
        columns=[_("When"), _("Organization"), _("File"), _("What became of the row")],
        rows=[
            (
                moment(row.of.started_at),
                row.of.organization.name,
                row.of.filename,
                row.get_outcome_display(),
            )
            for row in found
        ],
        why=_("So that a sheet that was wrong can be taken back, for thirty days."),
    )


def put_together(people: QuerySet[Person]) -> PersonalSection:
    """Who put them together is no secret from the person."""
    found = Merge.objects.filter(person__in=people).select_related("by")
    return PersonalSection(
        title=_("Records of you that were put together"),
        columns=[_("Name on the other record"), _("When"), _("By"), _("Taken apart again")],
        rows=[
            (name_on(merge), moment(merge.at), str(merge.by or ""), moment(merge.undone_at))
            for merge in found
        ],
        why=_("So that you are asked and counted once. It can be undone as long as it is kept."),
    )


def name_on(merge: Merge) -> str:
    facts = kept_person(merge)
    return f"{facts.get('given_name', '')} {facts.get('family_name', '')}".strip()


def custom(people: QuerySet[Person]) -> PersonalSection:
    found = CustomValue.objects.filter(person__in=people).select_related("field__organization")
    return PersonalSection(
        title=_("What your organizations keep besides"),
        columns=[_("Organization"), _("What"), _("Value")],
        rows=[(one.field.organization.name, one.field.name, in_words(one)) for one in found],
        why=_("Each organization says itself what it needs."),
    )


def notes(people: QuerySet[Person]) -> PersonalSection:
    """Every note, whoever was meant to read it: it is about them."""
    found = Note.objects.filter(person__in=people).select_related("written_by")
    return PersonalSection(
        title=_("Notes about you"),
        columns=[_("When"), _("By whom"), _("Note"), _("Who reads it")],
        rows=[
            (
                moment(one.written_at),
                str(one.written_by or ""),
                one.text,
                one.get_visibility_display(),
            )
            for one in found
        ],
        why=_("So that nobody asks you the same thing twice."),
    )


def said_of_oneself(subject: Subject) -> PersonalSection:
    """Told only to somebody signed in: an address alone proves nothing."""
    found = SelfIdentification.objects.filter(person__user=subject.user_id)
    words = dict(Identity.choices)
    return PersonalSection(
        title=_("What you said of yourself"),
        columns=[_("What"), _("Since")],
        rows=[
            (", ".join(str(words.get(one, one)) for one in sorted(row.chosen)), day(row.said_on))
            for row in found
            if subject.user_id is not None
        ],
        why=_("For counts only. You can take it back on the page “About myself”."),
    )


def looked(people: QuerySet[Person]) -> PersonalSection:
    return PersonalSection(
        title=_("Who looked at your record"),
        columns=[_("Who"), _("As what"), _("How"), _("On how many days"), _("Last")],
        rows=[
            (str(one.user), one.roles, one.why, money.count(one.days), date_format(one.last))
            for one in viewers_of(people)
        ],
        why=_("So that you can ask why. It is kept for two years."),
    )


def looked_oneself(subject: Subject) -> PersonalSection:
    """How many, not whose: whom an officer looked up is about those people."""
    mine = Look.objects.filter(viewer__in=accounts(subject))
    told = mine.aggregate(records=Count("person", distinct=True), last=Max("day"))
    return PersonalSection(
        title=_("Records you looked at"),
        columns=[_("How many"), _("Last")],
        rows=[(money.count(told["records"]), day(told["last"]))] if told["records"] else [],
        why=_("So that whoever is looked at can read it."),
    )


def day(on: date | None) -> str:
    return date_format(on) if on else ""


def moment(at: datetime | None) -> str:
    """A date and a time as people read them; never is an empty text."""
    return date_format(localtime(at), "DATETIME_FORMAT") if at else ""
