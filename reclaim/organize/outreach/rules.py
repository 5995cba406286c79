"""Who may talk with whom for a campaign, as the reason why not."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from reclaim.campaigns.models import Campaign
from reclaim.organize.outreach.models import SEES_EVERY_LIST, Conversation, List, ListEntry
from reclaim.people.models import BulkChangeRow, Person, Role, User

MOST_ON_A_LIST = 50


def may_see_every_list(campaign: Campaign, user: User) -> bool:
    return user.holds(campaign.organization, *SEES_EVERY_LIST)


def why_not_keep_lists(campaign: Campaign, user: User) -> str:
    if not may_see_every_list(campaign, user):
        return _("Only organizers and coordinators make lists and hand them over.")
    return ""


def why_not_make_list(campaign: Campaign, name: str, user: User) -> str:
    if reason := why_not_keep_lists(campaign, user):
        return reason
    if not name.strip():
        return _("Give the list a name.")
    if List.objects.filter(campaign=campaign, name=name.strip()).exists():
        return _("This campaign already has a list of that name.")
    return ""


def why_not_lead(campaign: Campaign, leader: User) -> str:
    leads = (*SEES_EVERY_LIST, Role.LEADER)
    if not leader.holds(campaign.organization, *leads):
        return _("%(leader)s is not a leader in this organization.") % {"leader": leader}
    return ""


def why_not_add(people: Sequence[Person], user: User) -> str:
    """A list shows its leader names and numbers, so only those who see them may put them there."""
    numbers = {person.pk for person in people}
    if Person.objects.visible_to(user).filter(pk__in=numbers).count() < len(numbers):
        return _("Only people of your own organizations can be put on a list.")
    return ""


def not_added(campaign: Campaign, user: User) -> list[tuple[str, Q]]:
    """Of several people, who can't be put on a list of the campaign; each reason follows
    “because”."""
    seen = Person.objects.visible_to(user).order_by().values("pk")
    listed = ListEntry.objects.filter(campaign=campaign, person=OuterRef("pk")).order_by()
    return [
        (_("you do not see their record"), ~Q(pk__in=seen)),
        (_("they are on a list of this campaign already"), Q(Exists(listed))),
    ]


def why_not_so_many(people: int) -> str:
    if people > MOST_ON_A_LIST:
        return _(
            "A list is what one leader can look after: at most %(most)s people at once. Ten is good."
        ) % {"most": MOST_ON_A_LIST}
    return ""


def why_not_off(row: BulkChangeRow, now_on: int | None, was_tried: bool) -> str:
    """Why somebody put on a list with others is not taken off it again; it follows “because”."""
    if str(now_on) != row.after:
        return _("they are no longer on that list")
    if was_tried:
        return _("somebody has tried to talk with them since")
    return ""


def why_not_talk(campaign: Campaign, person: Person, user: User) -> str:
    """A leader talks with the people on their own lists; organizers with anybody there."""
    mine = ListEntry.objects.filter(campaign=campaign, person=person, list__leader=user)
    if user.holds(campaign.organization, Role.LEADER) and mine.exists():
        return ""
    if may_see_every_list(campaign, user) and user.holds(person.organization, *SEES_EVERY_LIST):
        return ""
    return _("This person is not on your list.")


def why_not_record(outcome: str, assessment: int | None, will_do: str) -> str:
    if outcome not in Conversation.Outcome.values:
        return _("Say whether you talked with them.")
    if outcome != Conversation.Outcome.TALKED:
        return _("Without a talk there is nothing to assess.") if assessment or will_do else ""
    if assessment is not None and assessment not in Conversation.Assessment.values:
        return _("Choose a number from 1 to 5.")
    if will_do not in Conversation.WillDo.values:
        return _("Choose what they said they would do.")
    return ""


def why_not_again(campaign: Campaign, person: Person, client_id: UUID) -> str:
    """The same talk sent twice is fine; the same number on another talk is not."""
    kept = Conversation.objects.filter(client_id=client_id).exclude(
        campaign=campaign, person=person
    )
    if kept.exists():
        return _("Talk %(number)s is already kept for somebody else.") % {"number": client_id}
    return ""
