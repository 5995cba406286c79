"""Giving and ending roles: never above one's own, never outside one's reach."""

from datetime import date

import pytest
from auditlog.models import LogEntry

from reclaim.core import clock
from reclaim.core.errors import Refused
from reclaim.people import rules, services
from reclaim.people.models import Membership, Organization, Role, User
from tests.builders import make_membership, make_user

pytestmark = pytest.mark.django_db


def role_of(user):
    return Membership.objects.get(user=user)


def test_a_coordinator_gives_roles_up_to_their_own(ana, local):
    assert rules.roles_to_give(ana, local) == [
        Role.COORDINATOR,
        Role.ORGANIZER,
        Role.LEADER,
        Role.RESEARCHER,
        Role.READER,
    ]


@pytest.mark.parametrize("role", [Role.ORGANIZER, Role.LEADER, Role.RESEARCHER, Role.READER])
def test_roles_below_coordinator_give_no_roles(local, role):
    somebody = make_user("Somebody", local, role)
    assert "administrator or a coordinator" in rules.why_not_give_roles(somebody, local)


def test_a_coordinator_makes_no_administrator(ana, ben, local):
    with pytest.raises(Refused, match="not this one"):
        services.give_role(ben, local, Role.ADMINISTRATOR, by=ana, at=clock.now())


def test_a_coordinator_gives_no_role_beside_or_above(ana, ben, other_local, division):
    for organization in (other_local, division):
        with pytest.raises(Refused, match=str(organization)):
            services.give_role(ben, organization, Role.READER, by=ana, at=clock.now())


def test_an_administrator_above_gives_any_role_below(dora, ben, local):
    services.give_role(ben, local, Role.ADMINISTRATOR, by=dora, at=clock.now())
    assert ben.holds(local, Role.ADMINISTRATOR)


def test_a_role_given_counts_at_once_though_it_was_asked_for_before(ana, local):
    new = make_user("New")
    assert not new.holds(local)
    services.give_role(new, local, Role.LEADER, by=ana, at=clock.now())
    assert new.holds(local, Role.LEADER)


def test_a_role_given_twice_is_held_once(ana, ben, local):
    first = services.give_role(ben, local, Role.LEADER, by=ana, at=clock.now())
    assert services.give_role(ben, local, Role.LEADER, by=ana, at=clock.now()) == first


def test_a_role_ends_at_once_and_stays_as_history(ana, ben, local):
    services.end_role(role_of(ben), by=ana, at=clock.now())
    ended = role_of(ben)
    assert ended.ended_by == ana
    assert not User.objects.get(pk=ben.pk).holds(local)


def test_a_role_that_was_ended_can_be_given_again_the_same_day(ana, local):
    new = make_user("New")
    role = services.give_role(new, local, Role.LEADER, by=ana, at=clock.now())
    services.end_role(role, by=ana, at=clock.now())
    again = services.give_role(new, local, Role.LEADER, by=ana, at=clock.now())
    assert again != role
    assert User.objects.get(pk=new.pk).holds(local, Role.LEADER)


def test_a_role_ends_only_once(ana, ben):
    services.end_role(role_of(ben), by=ana, at=clock.now())
    with pytest.raises(Refused, match="already ended"):
        services.end_role(role_of(ben), by=ana, at=clock.now())


def test_a_coordinator_ends_no_administrator(ana, local):
    above = make_user("Above", local, Role.ADMINISTRATOR)
    with pytest.raises(Refused, match="more than your own"):
        services.end_role(role_of(above), by=ana, at=clock.now())


def test_the_last_administrator_stays(dora):
    with pytest.raises(Refused, match="Nobody else administers Ontario Division"):
        services.end_role(role_of(dora), by=dora, at=clock.now())


def test_an_administrator_of_a_local_may_go_while_one_stands_above(dora, local):
    below = make_user("Below", local, Role.ADMINISTRATOR)
    services.end_role(role_of(below), by=dora, at=clock.now())
    assert role_of(below).ended_at


def test_an_administrator_of_one_local_is_not_counted_for_another(local, other_local):
    here = make_user("Here", local, Role.ADMINISTRATOR)
    make_user("There", other_local, Role.ADMINISTRATOR)
    assert "Nobody else administers" in rules.why_not_end(here, role_of(here))


def test_a_role_may_have_a_last_day(ana, ben, local):
    role = services.give_role(
        ben, local, Role.LEADER, by=ana, at=clock.now(), until=date(2026, 12, 31)
    )
    assert role.until == date(2026, 12, 31)


def test_every_change_of_a_role_is_recorded_with_who_did_it(ana, ben, local):
    role = services.give_role(ben, local, Role.LEADER, by=ana, at=clock.now())
    services.end_role(role, by=ana, at=clock.now())
    lines = LogEntry.objects.filter(object_pk=str(role.pk), actor=ana).order_by("pk")
    assert [line.additional_data["verb"] for line in lines] == ["give role", "end role"]


def test_an_administrator_adds_a_local_below_theirs(dora, council):
    added = services.create_organization(
        "Local 9", Organization.Kind.LOCAL, under=council, by=dora, at=clock.now()
    )
    assert added.path.startswith(council.path)
    assert dora.holds(added, Role.ADMINISTRATOR)


def test_a_coordinator_adds_no_organization(ana, local):
    with pytest.raises(Refused, match="Only an administrator"):
        services.create_organization(
            "Local 9", Organization.Kind.LOCAL, under=local, by=ana, at=clock.now()
        )


def test_nobody_signed_in_adds_a_new_tree(dora):
    with pytest.raises(Refused, match="Only an administrator"):
        services.create_organization(
            "Another union", Organization.Kind.NATIONAL, by=dora, at=clock.now()
        )


def test_two_organizations_of_one_name_have_two_addresses(dora, council):
    first, second = (
        services.create_organization(
            "Section locale 12", Organization.Kind.LOCAL, under=council, by=dora, at=clock.now()
        )
        for _ in range(2)
    )
    assert (first.slug, second.slug) == ("section-locale-12", "section-locale-12-2")


def test_a_person_may_hold_roles_in_several_locals(ben, other_local, local):
    make_membership(ben, other_local, Role.LEADER)
    assert ben.holds(local, Role.READER)
    assert ben.holds(other_local, Role.LEADER)
    assert not ben.holds(local, Role.LEADER)
