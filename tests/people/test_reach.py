"""A role in an organization reaches it and everything below, never beside or above."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from reclaim.core import clock
from reclaim.people import services
from reclaim.people.models import Organization, Person, Role, User
from tests.builders import make_membership, make_person, make_user

pytestmark = pytest.mark.django_db


def names(user):
    return [str(organization) for organization in Organization.objects.visible_to(user)]


def test_a_coordinator_of_a_local_reaches_that_local_only(ana, other_local):
    assert names(ana) == ["Local 4120"]


def test_an_administrator_of_the_division_reaches_everything_below(dora, local, other_local):
    assert names(dora) == ["Ontario Division", "Municipal Council", "Local 4120", "Local 77"]


def test_an_account_without_a_role_reaches_nothing(staff, local):
    assert names(staff) == []


def test_a_role_that_has_ended_reaches_nothing(local):
    former = make_user("Former")
    make_membership(former, local, Role.COORDINATOR, until=date(2026, 10, 4))
    assert names(former) == []


def test_a_role_reaches_on_its_last_day(local):
    leaving = make_user("Leaving")
    make_membership(leaving, local, Role.COORDINATOR, until=date(2026, 10, 5))
    assert names(leaving) == ["Local 4120"]


def test_a_role_that_has_not_begun_reaches_nothing(local):
    coming = make_user("Coming")
    make_membership(coming, local, Role.COORDINATOR, since=date(2026, 10, 6))
    assert names(coming) == []


def test_holding_one_role_is_not_holding_another(ana, local):
    assert ana.holds(local, Role.COORDINATOR)
    assert not ana.holds(local, Role.ADMINISTRATOR)


def test_reach_can_be_asked_for_one_role_only(ana, other_local):
    make_membership(ana, other_local, Role.READER)
    assert names(ana) == ["Local 4120", "Local 77"]
    found = Organization.objects.visible_to(ana, Role.COORDINATOR)
    assert [str(organization) for organization in found] == ["Local 4120"]


def test_a_leader_sees_nobody_here_and_a_coordinator_everybody(ana, lea, local):
    person = make_person(local)
    assert list(Person.objects.visible_to(lea)) == []
    assert list(Person.objects.visible_to(ana)) == [person]


def test_two_accounts_cannot_share_an_address_written_differently(ana):
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(email="ANA@people.example")


FORMS_OF_A_RECORD = ("change-person", "add-contact", "record-consent", "write-note", "join-local")


@pytest.mark.parametrize("page", FORMS_OF_A_RECORD)
def test_who_sees_a_member_of_two_locals_opens_no_form_of_the_record_the_other_keeps(
    page, ana, cleo, local, other_local, client_of
):
    person = make_person(local)
    services.join_local(person, other_local, by=make_above(local), at=clock.now())
    url = reverse(f"people:{page}", args=[person.pk])
    assert client_of(ana).get(url).status_code == 200
    refused = client_of(cleo).get(url)
    assert refused.status_code == 403
    assert "Only organizers, coordinators and administrators" in refused.content.decode()


def make_above(local):
    return make_user("Above", Organization.objects.get_parent(local), Role.COORDINATOR)


def test_each_local_of_a_member_of_two_sees_the_record_and_only_its_own_notes(
    ana, cleo, local, other_local, client_of
):
    person = make_person(local, given_name="Amina")
    services.join_local(person, other_local, by=make_above(local), at=clock.now())
    services.write_note(person, "Ours alone", visibility="organizers", by=ana, at=clock.now())
    pages = [client_of(one).get(person.get_absolute_url()).content.decode() for one in (ana, cleo)]
    assert ["Amina" in page for page in pages] == [True, True]
    assert ["Ours alone" in page for page in pages] == [True, False]
