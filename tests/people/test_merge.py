"""Two records of one person become one, and can be taken apart again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection, models

from reclaim.core import clock, offers
from reclaim.core.errors import Refused
from reclaim.core.offers import Subject
from reclaim.organize.outreach import services as outreach
from reclaim.organize.outreach.models import Conversation, ListEntry, Standing
from reclaim.people import services
from reclaim.people.models import (
    Candidate,
    Consent,
    ConsentEvent,
    ContactPoint,
    CustomValue,
    LocalMembership,
    Merge,
    Note,
    Person,
    Role,
    SelfIdentification,
)
from reclaim.people.offers import personal_sections
from reclaim.people.offers.merging import APART
from reclaim.people.queries.erasure import traces_of_account
from reclaim.people.services.same import merge_people, say_different, undo_merge
from tests import builders
from tests.architecture import links

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return clock.now()


@pytest.fixture
def pair(local, ana, now):
    """The same Idris twice: a record of years, and one of a sheet dropped last week."""
    stays = services.add_person(
        local, by=ana, at=now, given_name="Idris", family_name="Okoro",
        email="idris@people.example", job_title="Cleaner",
    )  # fmt: skip
    goes = services.add_person(
        local, by=ana, at=now, given_name="Idriss", family_name="Okoro",
        email="okoro@people.example", phone="416 555 0101", pronouns="he/him",
    )  # fmt: skip
    return stays, goes


def register() -> dict[str, list[tuple[object, ...]]]:
    """Every row that is about a person, as it stands."""
    kept = {}
    for model in (Person, *about_people()):
        columns = [one.attname for one in model._meta.concrete_fields]
        kept[model._meta.label] = sorted(model._default_manager.values_list(*columns), key=str)
    return kept


def about_people() -> list[type[models.Model]]:
    return [
        model
        for model in links.our_models()
        for field in model._meta.concrete_fields
        if field.related_model is Person and model not in (Candidate, Merge)
    ]


def test_every_model_that_points_at_a_person_says_how_it_follows():
    offered = {(follows.model, follows.column) for room in offers.merges for follows in room}
    wanted = {
        (model, field.name)
        for model in links.our_models()
        for field in model._meta.concrete_fields
        if field.related_model is Person and model not in APART
    }
    assert wanted == offered


def test_what_differs_is_kept_and_what_is_empty_is_filled(pair, ana, now):
    stays, goes = pair
    merge_people(stays, goes, by=ana, at=now)
    stays.refresh_from_db()
    assert not Person.objects.filter(pk=goes.pk).exists()
    assert (stays.given_name, stays.pronouns, stays.job_title) == ("Idris", "he/him", "Cleaner")
    assert (stays.email, stays.phone) == ("idris@people.example", "416 555 0101")
    keys = set(stays.contact_points.values_list("key", flat=True))
    assert keys == {"idris@people.example", "okoro@people.example", "+14165550101"}


def test_the_value_chosen_leads(pair, ana, now):
    stays, goes = pair
    merge_people(stays, goes, by=ana, at=now, led_by_other=["given_name", "email"])
    stays.refresh_from_db()
    assert (stays.given_name, stays.email) == ("Idriss", "okoro@people.example")


def fill(person, ana, now, *, channel_no, number):
    """A row in every drawer."""
    services.write_note(person, f"Note {number}", visibility="author", by=ana, at=now)
    services.join_local(person, person.organization, by=ana, at=now, number=number)
    field = person.organization.pk and services.add_custom_field(
        person.organization, kind="text", name_en=f"Badge {number}", by=ana, at=now
    )
    services.fill_custom_fields(person, {field.pk: number}, by=ana, at=now)
    for channel in ("email", "sms", "call"):
        services.record_consent(
            person, channel, "campaign", is_given=channel != channel_no, source="talk",
            by=ana, at=now,
        )  # fmt: skip


def test_undoing_gives_back_exactly_what_was(pair, local, ana, now):
    stays, goes = pair
    fill(stays, ana, now, channel_no="email", number="17")
    fill(goes, ana, now + timedelta(hours=1), channel_no="sms", number="99")
    SelfIdentification.objects.create(person=goes, sealed='["woman"]', said_on=date(2026, 1, 1))
    campaign = builders.make_campaign(local)
    builders.make_list(campaign, stays, goes)
    for person, assessment in ((stays, 4), (goes, 1)):
        outreach.record_conversation(
            campaign, person, builders.make_talk(assessment), by=ana, at=now
        )
    before = register()
    later = now + timedelta(hours=2)
    merge = merge_people(stays, goes, by=ana, at=later, led_by_other=["email", "given_name"])
    assert register() != before
    back = undo_merge(merge, by=ana, at=later)
    assert back.pk == goes.pk
    assert register() == before


def test_what_was_added_since_stays_where_it_was_added(pair, ana, now):
    stays, goes = pair
    merge = merge_people(stays, goes, by=ana, at=now)
    services.write_note(stays, "Since then", visibility="organizers", by=ana, at=now)
    services.change_person(stays, by=ana, at=now, job_title="Steward")
    undo_merge(merge, by=ana, at=now)
    stays.refresh_from_db()
    assert stays.job_title == "Steward"
    assert Note.objects.get().person == stays


def test_a_no_on_either_record_wins_and_a_no_said_since_holds_for_both(pair, ana, now):
    stays, goes = pair
    for person, is_given in ((stays, True), (goes, False)):
        services.record_consent(
            person, "email", "campaign", is_given=is_given, source="paper", by=ana, at=now
        )
    merge = merge_people(stays, goes, by=ana, at=now)
    assert Consent.objects.get(person=stays, channel="email").is_given is False
    assert ConsentEvent.objects.filter(person=stays).count() == 2
    services.record_consent(
        stays, "sms", "campaign", is_given=False, source="talk", by=ana,
        at=now + timedelta(days=1),
    )  # fmt: skip
    back = undo_merge(merge, by=ana, at=now + timedelta(days=2))
    assert Consent.objects.get(person=stays, channel="email").is_given is True
    assert Consent.objects.get(person=back, channel="sms").is_given is False


def test_of_two_yeses_the_one_that_ends_first_tells_how_long(pair, now):
    stays, goes = pair
    facts = {"channel": "email", "purpose": "commercial", "is_given": True, "at": now}
    Consent.objects.create(person=stays, basis="express", **facts)
    Consent.objects.create(person=goes, basis="relationship", expires_on=date(2027, 1, 1), **facts)
    merge_people(stays, goes, by=None, at=now)
    assert Consent.objects.get().expires_on == date(2027, 1, 1)


def test_an_address_they_asked_us_to_stop_stays_stopped(pair, ana, now):
    stays, goes = pair
    services.note_contact(goes, "email", "idris@people.example", by=ana, at=now)
    stopped = ContactPoint.objects.filter(person=goes, key="idris@people.example")
    stopped.update(status="stopped", is_preferred=False)
    merge_people(stays, goes, by=ana, at=now)
    point = ContactPoint.objects.get(person=stays, key="idris@people.example")
    assert (point.status, point.is_preferred) == ("stopped", False)
    stays.refresh_from_db()
    assert stays.email == "okoro@people.example"


def test_talks_and_lists_count_once(pair, local, ana, now):
    stays, goes = pair
    campaign = builders.make_campaign(local)
    builders.make_list(campaign, stays, goes)
    for days, (person, assessment) in enumerate(((goes, 2), (stays, 4))):
        at = now + timedelta(days=days)
        outreach.record_conversation(
            campaign, person, builders.make_talk(assessment), by=ana, at=at
        )
    merge_people(stays, goes, by=ana, at=now)
    assert ListEntry.objects.count() == 1
    assert Conversation.objects.filter(person=stays).count() == 2
    assert Standing.objects.get().assessment == 4


def test_what_was_said_of_oneself_is_moved_and_stays_sealed(pair, ana, now):
    stays, goes = pair
    SelfIdentification.objects.create(person=goes, sealed='["black"]', said_on=date(2026, 1, 1))
    merge_people(stays, goes, by=ana, at=now)
    assert stays.self_identification.chosen == {"black"}
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed FROM people_selfidentification")
        assert "black" not in cursor.fetchone()[0]


def test_the_record_that_went_is_kept_sealed_and_goes_with_the_person(pair, ana, now):
    stays, goes = pair
    merge = merge_people(stays, goes, by=ana, at=now)
    assert "Idriss" in merge.kept
    with connection.cursor() as cursor:
        cursor.execute("SELECT kept FROM people_merge")
        assert "Idriss" not in cursor.fetchone()[0]
    boss = builders.make_user("Boss", stays.organization, Role.ADMINISTRATOR)
    services.erase_person(stays, by=boss, at=now)
    assert not Merge.objects.exists()
    assert not ContactPoint.objects.exists()


def test_a_record_of_another_local_stays_in_sight_there(pair, council, ana, now):
    stays, _goes = pair
    boss = builders.make_user("Boss", council, Role.COORDINATOR)
    local_2 = builders.make_organization("Local 2", under=council)
    theirs = services.add_person(local_2, by=boss, at=now, given_name="Idris", family_name="Okoro")
    reader = builders.make_user("Rea", local_2, Role.ORGANIZER)
    merge = merge_people(stays, theirs, by=boss, at=now)
    assert stays in Person.objects.visible_to(reader)
    joined = LocalMembership.objects.get(person=stays)
    assert (joined.organization, joined.kind, joined.is_elsewhere) == (local_2, "friend", True)
    undo_merge(merge, by=boss, at=now)
    assert not LocalMembership.objects.exists()


def test_who_coordinates_only_one_of_two_locals_is_refused(pair, council, ana, now):
    stays, _goes = pair
    other = builders.make_organization("Local 3", under=council)
    theirs = builders.make_person(other)
    with pytest.raises(Refused):
        merge_people(stays, theirs, by=ana, at=now)
    with pytest.raises(Refused):
        say_different(stays, theirs, by=ana, at=now)


def test_two_accounts_are_never_put_together_and_one_comes_along(pair, ana, now):
    stays, goes = pair
    goes.user = builders.make_user("Idris")
    goes.save()
    merge = merge_people(stays, goes, by=ana, at=now)
    stays.refresh_from_db()
    assert stays.user == goes.user
    back = undo_merge(merge, by=ana, at=now)
    stays.refresh_from_db()
    assert (stays.user, back.user) == (None, goes.user)
    Person.objects.filter(pk=stays.pk).update(user=builders.make_user("Other"))
    with pytest.raises(Refused):
        merge_people(stays, back, by=ana, at=now)


def test_the_last_merge_is_undone_first(pair, local, ana, now):
    stays, goes = pair
    third = builders.make_person(local, given_name="I.", family_name="Okoro")
    first = merge_people(goes, third, by=ana, at=now)
    second = merge_people(stays, goes, by=ana, at=now)
    first.refresh_from_db()
    assert first.person == stays
    with pytest.raises(Refused):
        undo_merge(first, by=ana, at=now)
    undo_merge(second, by=ana, at=now)
    first.refresh_from_db()
    assert first.person == goes
    assert undo_merge(first, by=ana, at=now).family_name == "Okoro"


def test_that_they_are_different_from_a_third_holds_for_the_one_that_stays(pair, local, ana, now):
    stays, goes = pair
    third = builders.make_person(local)
    say_different(goes, third, by=ana, at=now)
    merge = merge_people(stays, goes, by=ana, at=now)
    said = Candidate.objects.get()
    assert {said.one_id, said.other_id} == {stays.pk, third.pk}
    undo_merge(merge, by=ana, at=now)
    pairs = {(row.one_id, row.other_id) for row in Candidate.objects.exclude(decided_at=None)}
    assert pairs == {tuple(sorted(two)) for two in ((goes.pk, third.pk), (stays.pk, goes.pk))}


def test_of_two_values_in_one_field_the_other_is_kept_by_the_merge(pair, local, ana, now):
    stays, goes = pair
    field = services.add_custom_field(local, kind="text", name_en="Badge", by=ana, at=now)
    for person, value in ((stays, "A-1"), (goes, "B-2")):
        services.fill_custom_fields(person, {field.pk: value}, by=ana, at=now)
    merge = merge_people(stays, goes, by=ana, at=now)
    assert CustomValue.objects.get().value == "A-1"
    assert "B-2" in merge.kept


def test_the_person_reads_of_the_merge_and_erasing_looks_for_both_names(pair, ana, now):
    stays, goes = pair
    Person.objects.filter(pk=stays.pk).update(user=builders.make_user("Idris"))
    merge_people(stays, goes, by=ana, at=now)
    stays.refresh_from_db()
    sections = personal_sections(Subject(user_id=stays.user_id))
    (told,) = [one for one in sections if one.title == "Records of you that were put together"]
    assert told.rows[0][0] == "Idriss Okoro"
    assert "Idriss Okoro" in traces_of_account(stays.user).marks
