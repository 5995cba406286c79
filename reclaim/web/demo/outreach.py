"""Lists for invented leaders and the talks they had."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import NAMESPACE_URL, uuid5

from reclaim.campaigns.models import Campaign
from reclaim.organize.outreach import services
from reclaim.organize.outreach.models import Conversation, List
from reclaim.people.models import User
from reclaim.web.demo import content, people
from reclaim.web.demo.campaigns import morning_of


def load(*, by: User) -> dict[str, int]:
    before = counts()
    if not List.objects.exists():
        for campaign in Campaign.objects.all():
            make_lists(campaign, by=by)
    if not Conversation.objects.exists():
        for _ in record_talks():
            pass
    return {name: number - before[name] for name, number in counts().items()}


def counts() -> dict[str, int]:
    return {"lists": List.objects.count(), "conversations": Conversation.objects.count()}


def make_lists(campaign: Campaign, *, by: User) -> None:
    """A list a worksite, in the hands of whoever talks with its people."""
    leaders = {row["person"]: row["leader"] for row in content.rows("conversations")}
    accounts, everybody = people.accounts(), people.people()
    for site in campaign.worksites.all():
        members = {key: one for key, one in everybody.items() if one.worksite_id == site.pk}
        leader = next((leaders[key] for key in members if key in leaders), "")
        services.make_list(
            campaign,
            site.name_en,
            leader=accounts.get(leader),
            people=members.values(),
            by=by,
            at=morning_of(campaign.starts_on),
        )


def record_talks() -> Iterator[Conversation]:
    accounts, everybody = people.accounts(), people.people()
    campaigns = {campaign.slug: campaign for campaign in Campaign.objects.all()}
    for number, row in enumerate(content.rows("conversations")):
        yield services.record_conversation(
            campaigns[row["campaign"]],
            everybody[row["person"]],
            talk(number, row),
            by=accounts[row["leader"]],
            at=morning_of(date.fromisoformat(row["on"])),
        )


def talk(number: int, row: dict[str, str]) -> services.Talk:
    return services.Talk(
        client_id=uuid5(NAMESPACE_URL, f"demo-talk-{number}"),
        outcome="talked" if row["reached"] else "no_answer",
        assessment=int(row["assessment"]) if row["assessment"] else None,
        will_do=row["will_do"],
        next_on=date.fromisoformat(row["next_on"]) if row["next_on"] else None,
    )
