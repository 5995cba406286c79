"""What this room shows on pages of other floors."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import partial

from allauth.usersessions.models import UserSession
from auditlog.models import LogEntry
from django.db.models import Count, Max, Min, Q
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from reclaim.core import clock, money, offers
from reclaim.core.offers import (
    DailyJob,
    PersonalSection,
    RoomErasure,
    Subject,
    TodayItem,
    Traces,
)
from reclaim.core.templatetags.devices import device
from reclaim.people import services
from reclaim.people.models import Invitation, Membership, User
from reclaim.people.offers import changed, corrections, made, merging, record, several
from reclaim.people.offers.filters import filters
from reclaim.people.offers.forgetting import forgets
from reclaim.people.offers.record import accounts, moment
from reclaim.people.offers.timeline import timeline
from reclaim.people.queries.same.pages import same_waiting
from reclaim.people.services.finding import look_for_same
from reclaim.people.services.imports import throw_strays_away

PATIENCE = timedelta(days=7)


def register() -> None:
    offers.personal_sections.add("people", personal_sections)
    offers.today_items.add("people", today_items)
    offers.person_timeline.add("people", timeline)
    offers.retentions.add("people", forgets())
    offers.erasures.add("people", erasure)
    offers.merges.add("people", merging.follows())
    offers.bulk_actions.add("people", several.actions)
    offers.daily_jobs.add("same", DailyJob("same person", day_of_same, order=70))
    offers.segment_filters.add("people", filters)
    offers.daily_jobs.add("postal codes", DailyJob("postal codes", day_of_codes, order=20))
    offers.daily_jobs.add("sheets", DailyJob("dropped sheets", day_of_sheets, order=86))
    offers.daily_jobs.add("erasures", DailyJob("erasures", day_of_erasures, order=90))


def day_of_same() -> str:
    found = look_for_same(at=clock.now())
    return f"found {found} pairs of records that may be of one person"


def day_of_sheets() -> str:
    return f"threw away {throw_strays_away()} files of sheets that nothing needs"


def day_of_codes() -> str:
    """Addresses written past the model, as a restored backup may have them."""
    return f"read the postal codes of {services.read_postal_codes()} addresses"


def day_of_erasures() -> str:
    cleaned = services.rewrite_register(at=clock.now())
    return f"rewrote the register after {cleaned} erasures" if cleaned else "nothing to rewrite"


def erasure(about: Traces) -> RoomErasure:
    """What this room keeps, the mailbox, and the account."""
    goes = [
        _("Your record: name, addresses, numbers, notes, member numbers, consents."),
        _("What you said of yourself."),
        _("Rows about you in sheets that were dropped here."),
        _("Your name, addresses and numbers where somebody filled them into a segment."),
        _("Messages to you and about you in the local mailbox, and unanswered invitations."),
    ]
    stays = [
        _(
            "A keyed mark of each address and number, from which nobody reads it: "
            "so that no old sheet brings you back and nobody writes to you."
        ),
        _("That somebody was erased, and on which day: so that it can be shown it was done."),
        _("What somebody else wrote about others, should it mention you: ask your local."),
        _("Backups, until they are replaced by newer ones."),
    ]
    if about.user_id is not None:
        goes.append(_("Your account: name, address, password, second factors, sessions."))
        stays.append(_("Steps made under your account, by “somebody who was erased”."))
    return RoomErasure(goes, stays, partial(services.forget_traces, about))


def today_items(user: User) -> Sequence[TodayItem]:
    """Roles that end, records that are alike, and invitations nobody has answered for a week."""
    asked_before = clock.now() - PATIENCE
    waiting = Invitation.objects.open().filter(invited_by=user, invited_at__lt=asked_before)
    return [
        *roles_that_end(user),
        *same_waiting(user),
        *corrections.today_items(user),
        *map(unanswered, waiting.select_related("organization")[:5]),
    ]


def roles_that_end(user: User) -> list[TodayItem]:
    """A week before: for who holds the role, and for those who may let it last longer."""
    today = clock.today()
    ending = Membership.objects.in_force().filter(until__lte=today + PATIENCE)
    rows = ending.filter(Q(user=user) | Q(pk__in=Membership.objects.visible_to(user)))
    found = rows.select_related("user", "organization").order_by("until")[:5]
    return [item_of(held, user) for held in found]


def item_of(held: Membership, user: User) -> TodayItem:
    words = {"who": held.user, "role": held.get_role_display()}
    own = _("Your role as %(role)s ends; ask your coordinator if you go on.") % words
    others = _("The role of %(who)s as %(role)s ends; let it last longer if they go on.") % words
    return TodayItem(
        text=own if held.user_id == user.pk else others,
        url=held.organization.get_absolute_url(),
        due=held.until,
        note=held.organization.name,
    )


def unanswered(invitation: Invitation) -> TodayItem:
    return TodayItem(
        text=_("%(email)s has not answered your invitation.") % {"email": invitation.email},
        url=invitation.organization.get_absolute_url(),
        due=localtime(invitation.expires_at).date(),
        note=invitation.organization.name,
    )


def personal_sections(subject: Subject) -> Sequence[PersonalSection]:
    """The account, what it may do, where it is signed in, and the records of this person."""
    sections = [account(subject), roles(subject), sessions(subject), *record.sections(subject)]
    sections += [invitations(subject), invitations_by(subject), made.segments(subject)]
    sections += [steps_by(subject), changed.section(record.people_of(subject))]
    return [section for section in sections if section.rows]


def account(subject: Subject) -> PersonalSection:
    return PersonalSection(
        title=_("Your account"),
        columns=[_("Name"), _("E-mail address"), _("Language"), _("Since"), _("Last sign-in")],
        rows=[
            (
                user.get_full_name(),
                user.email,
                user.get_language_display(),
                moment(user.date_joined),
                moment(user.last_login),
            )
            for user in accounts(subject)
        ],
        why=_("So that you can sign in, and so that we write to you in your language."),
    )


def roles(subject: Subject) -> PersonalSection:
    held = Membership.objects.filter(user__in=accounts(subject)).select_related("organization")
    return PersonalSection(
        title=_("Your roles"),
        columns=[_("Organization"), _("Role"), _("Since"), _("Last day")],
        rows=[
            (
                role.organization.name,
                role.get_role_display(),
                date_format(role.since),
                moment(role.ended_at) or (date_format(role.until) if role.until else ""),
            )
            for role in held
        ],
        why=_("They decide what you see. Ended roles are kept as history."),
    )


def sessions(subject: Subject) -> PersonalSection:
    found = UserSession.objects.filter(user__in=accounts(subject))
    return PersonalSection(
        title=_("Where you are signed in"),
        columns=[_("Browser"), _("Internet address"), _("Last seen")],
        rows=[(device(seen.user_agent), seen.ip, moment(seen.last_seen_at)) for seen in found],
        why=_("So that you can end a session you do not know."),
    )


def invitations(subject: Subject) -> PersonalSection:
    emails = {user.email for user in accounts(subject)} | {subject.email.lower()}
    found = Invitation.objects.filter(email__in=emails - {""}).select_related("organization")
    return PersonalSection(
        title=_("Invitations to you"),
        columns=[_("Organization"), _("Role"), _("Invited"), _("Accepted")],
        rows=[
            (
                sent.organization.name,
                sent.get_role_display(),
                moment(sent.invited_at),
                moment(sent.accepted_at),
            )
            for sent in found
        ],
        why=_("So that each link works once."),
    )


def invitations_by(subject: Subject) -> PersonalSection:
    """How many, not whom: an address belongs to whoever was invited."""
    sent = Invitation.objects.filter(invited_by__in=accounts(subject)).count()
    return PersonalSection(
        title=_("Invitations you sent"),
        columns=[_("How many")],
        rows=[(money.count(sent),)] if sent else [],
        why=_("So that whoever is invited knows by whom."),
    )


def steps_by(subject: Subject) -> PersonalSection:
    done = LogEntry.objects.filter(actor__in=accounts(subject))
    found = done.aggregate(steps=Count("pk"), first=Min("timestamp"), last=Max("timestamp"))
    return PersonalSection(
        title=_("Steps recorded under your name"),
        columns=[_("How many"), _("The first"), _("The last")],
        rows=[(money.count(found["steps"]), moment(found["first"]), moment(found["last"]))]
        if found["steps"]
        else [],
        why=_("Every change says who made it, so that mistakes can be followed and undone."),
    )
