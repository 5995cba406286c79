"""One thing of every kind in one local, so that every address has something to show."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils import timezone

from reclaim.act.letters.queries import token_for
from reclaim.act.letters.services import add_fact
from reclaim.campaigns.models import Target
from reclaim.core import clock
from reclaim.core.models import ReceivedMail
from reclaim.organize.outreach import services as outreach
from reclaim.people import services as people
from reclaim.people.models import BulkChange, Organization, Person, Segment, User
from reclaim.people.queries.consent import preference_token
from reclaim.people.rules.definitions import Group, Line
from reclaim.people.services import several
from reclaim.people.services.oneself import own_address_token
from reclaim.people.services.same import merge_people
from reclaim.watch.models import Threat
from reclaim.watch.services import dismiss_threat
from reclaim.watch.services.tip_pages import open_tip_page
from reclaim.watch.services.tips import put_to_threat, set_tip_aside
from tests import builders

SECRET_NAME = "Ngozi Villeneuve-Adeyemi"
SECRET_DEMAND = "Reopen the Ossington laundry"
SECRET_SEGMENT = "Laundry, ready to strike"
SECRET_TIP = "Two white vans at the loading dock"
SEGMENT_PAGES = ("segment", "change-segment", "share-segment", "end-segment")


@dataclass
class World:
    """What an address needs, by the name of the page, then by the kind of thing."""

    things: dict[str, object] = field(default_factory=dict)
    asked: dict[str, str] = field(default_factory=dict)  # what follows the address of a page
    secrets: tuple[str, ...] = (SECRET_NAME, SECRET_DEMAND, SECRET_SEGMENT, SECRET_TIP)

    def keys_of(self, page: str, needs: tuple[str, ...]) -> dict[str, object]:
        """The arguments of a page's address."""
        thing = self.things.get(page) if needs else None
        if needs and thing is None:
            raise LookupError(f"tests/web/world.py has nothing to show on {page}")
        return thing if isinstance(thing, dict) else dict.fromkeys(needs, thing)


def make_world(local: Organization, ana: User, lea: User) -> World:
    world = World()
    add_people(world, local, ana, lea)
    add_watch(world, local, ana)
    add_fight(world, local, ana, lea)
    return world


def add_people(world: World, local: Organization, ana: User, lea: User) -> None:
    given, family = SECRET_NAME.split()
    site = builders.make_worksite(local)
    person = builders.make_person(local, given_name=given, family_name=family, worksite=site)
    builders.make_person(local, worksite=site)
    now = clock.now()
    hers = builders.make_person(local, given_name="Lea", user=lea)
    own = people.note_contact(hers, "phone", "416 555 0177", by=ana, at=now)
    asked = people.ask_correction(hers, "work", "I work nights now", by=lea, at=now)
    point = people.note_contact(person, "phone", "416 555 0100", by=ana, at=now)
    note = people.write_note(person, "Asked twice", visibility="organizers", by=ana, at=now)
    joined = people.join_local(person, local, by=ana, at=now)
    custom = people.add_custom_field(local, kind="text", name_en="Badge", by=ana, at=now)
    invitation, token = builders.make_invitation(local, ana)
    segment = shared_segment(local, ana)
    role = builders.make_membership(builders.make_user("Otto"), local)
    mail = ReceivedMail.objects.create(
        received_at=timezone.now(), envelope_to="x@y.example", raw=b"Subject: x\r\n\r\nx"
    )
    district = builders.make_district()
    world.asked["people:take-out"] = f"?person={person.pk}"
    world.asked["people:several"] = f"?do=people.language&person={person.pk}"
    world.things |= {
        "core:mail": mail.pk,
        "places:district": district.pk,
        "people:person": person.pk,
        "people:change-person": person.pk,
        "people:looks": person.pk,
        "people:erase-person": person.pk,
        "people:organization": local.slug,
        "people:invite": local.slug,
        "people:add-worksite": local.slug,
        "people:add-person": local.slug,
        "people:end-role": role.pk,
        "people:change-last-day": role.pk,
        "people:add-contact": person.pk,
        "people:record-consent": person.pk,
        "people:preferences": preference_token(person),
        "people:stop-everything": preference_token(person),
        "people:write-note": person.pk,
        "people:mark-own-contact": own.pk,
        "people:confirm-own-address": own_address_token(lea, "lea@home.example", at=now),
        "people:answer-correction": asked.pk,
        "people:bulk-change": changed_several(person, "pa", ana),
        "people:join-local": person.pk,
        "people:mark-contact": point.pk,
        "people:remove-note": note.pk,
        "people:leave-local": joined.pk,
        "people:custom-fields": local.slug,
        "people:ask-second-step": local.slug,
        "people:identity-counts": local.slug,
        "people:end-custom-field": custom.pk,
        **{f"people:{name}": segment.pk for name in SEGMENT_PAGES},
        "people:withdraw-invitation": invitation.pk,
        "people:accept-invitation": token,
        **imports_at_every_stage(local, ana),
        **records_of_one_person(local, ana),
        "person": person,
        "site": site,
        "local": local.pk,
    }


def changed_several(person: Person, language: str, by: User) -> int:
    several.let_prefer(Person.objects.filter(pk=person.pk), language, by=by, at=clock.now())
    return BulkChange.objects.visible_to(by).get().pk


def records_of_one_person(local: Organization, ana: User) -> dict[str, object]:
    one, other, again = (builders.make_person(local, given_name="Twice") for _ in range(3))
    both = {"one": one.pk, "other": other.pk}
    return {
        "people:same-people": local.slug,
        "people:compare": both,
        "people:say-different": both,
        "people:merge": merge_people(other, again, by=ana, at=clock.now()).pk,
    }


def shared_segment(local: Organization, ana: User) -> Segment:
    asked = Group((Line("people.language", {"language": "en"}),))
    segment = people.save_segment(local, SECRET_SEGMENT, asked, by=ana, at=clock.now())
    return people.share_segment(segment, "below", by=ana, at=clock.now())


def imports_at_every_stage(local: Organization, ana: User) -> dict[str, object]:
    now = clock.now()
    checked = {"mapped_at": now, "checked_at": now}
    started = {**checked, "started_at": now}
    ready = builders.make_import(local, ana, **checked).pk
    done = builders.make_import(local, ana, **started, finished_at=now).pk
    stopped = builders.make_import(local, ana, **started, failed_because="Switched off").pk
    return {
        "people:imports": local.slug,
        "people:import": done,
        "people:import-columns": ready,
        "people:start-import": ready,
        "people:go-on-importing": stopped,
        "people:import-set-aside": done,
        "people:undo-import": done,
        "people:discard-import": ready,
    }


def add_watch(world: World, local: Organization, ana: User) -> None:
    service = builders.make_service(local)
    threat = builders.make_threat(service)
    dismissed = dismiss_threat(
        builders.make_threat(service), "Equipment only", by=ana, at=clock.now()
    )
    source = threat.notice.source.slug
    finding = builders.make_awarded(service, "1200.00")
    dossier = builders.make_dossier(service)
    world.things |= {
        "watch:threat": threat.pk,
        "watch:dismiss": threat.pk,
        "watch:reopen": dismissed.pk,
        **tips_at_every_stage(local, ana, threat),
        "watch:service": service.pk,
        "watch:edit-service": service.pk,
        "watch:source": source,
        "watch:set-aside": source,
        "watch:row": "toronto-solicitations:1",
        "evidence:service": service.pk,
        "evidence:make-dossier": {"pk": service.pk, "language": "en"},
        "evidence:finding": finding.pk,
        "evidence:dossier": dossier.pk,
        "scoreboard:story": service.pk,
        "scoreboard:correct": builders.make_outcome(service, "held", "2026-05", ana).pk,
        "service": service,
    }


def tips_at_every_stage(local: Organization, ana: User, threat: Threat) -> dict[str, object]:
    tip, token = builders.make_tip(local, words=SECRET_TIP)
    decided, _token = builders.make_tip(local)
    set_tip_aside(decided, "known", by=ana, at=clock.now())
    linked, _token = builders.make_tip(local)
    put_to_threat(linked, threat, by=ana, at=clock.now())
    waiting = ("tip", "take-up-tip", "make-threat-of-tip", "put-tip-to-threat")
    waiting += ("set-tip-aside", "who-told")
    return {
        **{f"watch:{name}": tip.pk for name in waiting},
        "watch:take-up-tip-again": decided.pk,
        "watch:receipt": token,
        "watch:take-name-off": token,
        "watch:tell-openly": open_tip_page(local, by=ana, at=clock.now()).token,
        "watch:open-tip-page": builders.make_organization("Tipless", under=local).slug,
        "watch:close-tip-page": local.slug,
        "tip's threat": threat.pk,
    }


def add_fight(world: World, local: Organization, ana: User, lea: User) -> None:
    campaign = builders.make_public_campaign(
        local, services=[world.things["service"]], demand_en=SECRET_DEMAND
    )
    campaign.worksites.add(world.things["site"])
    appeal = builders.make_appeal(local, campaign=campaign)
    milestone = builders.make_milestone(campaign)
    done = builders.make_milestone(campaign, done_at=clock.now(), done_by=ana)
    refused = builders.make_delivery(appeal, refused_at=clock.now(), refused_because="gone")
    fact = add_fact(
        appeal, by=ana, at=clock.now(), sentence_en="Three firms held it.", source_en="Rows"
    )
    made = outreach.make_list(
        campaign, "Night shift", leader=lea, people=[world.things["person"]], by=ana, at=clock.now()
    )
    quiet = builders.make_campaign(local, services=[world.things["service"]])
    target = Target.objects.create(campaign=quiet, office=builders.make_office())
    world.asked["outreach:new-list"] = f"?campaign={campaign.pk}"
    shared = builders.make_campaign_share(campaign, ana)
    room = ("partners", "room", "basis", "edit", "withdraw", "plan", "add-milestone", "targets")
    public = ("start", "official", "letter", "preview", "sent", "again")
    world.things |= {f"campaigns:{name}": campaign.pk for name in room}
    world.things |= {f"letters:{name}": campaign.slug for name in public}
    world.things |= {
        "slug": campaign.slug,
        "letters:confirm": token_for(builders.make_letter(appeal)),
        "campaigns:edit-milestone": milestone.pk,
        "campaigns:finish-milestone": milestone.pk,
        "campaigns:reopen-milestone": done.pk,
        "campaigns:drop-milestone": milestone.pk,
        "campaigns:publish": quiet.pk,
        "campaigns:shared": shared.pk,
        "campaigns:end-share": shared.pk,
        "another partner": builders.make_organization(kind=Organization.Kind.PARTNER).pk,
        "partner": shared.partner,
        "campaigns:remove-target": target.pk,
        "office": campaign.targets.get().office_id,
        "another office": target.office_id,
        "leader": lea.pk,
        "entry": made.entries.get().pk,
        "letters:campaign": campaign.pk,
        "letters:edit": campaign.pk,
        "letters:add-fact": campaign.pk,
        "letters:remove-fact": fact.pk,
        "letters:try-again": refused.pk,
        "letters:set-aside": refused.pk,
        "outreach:list": made.pk,
        "outreach:hand": made.pk,
        "outreach:talk": {"pk": made.pk, "person_pk": world.things["person"].pk},
        "outreach:readiness": campaign.pk,
    }
