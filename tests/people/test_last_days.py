"""A role with a last day: chosen when inviting, shown, announced, extended, over by itself."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from reclaim.core import clock
from reclaim.core.errors import Refused
from reclaim.core.offers import Subject
from reclaim.people import offers, rules, services
from reclaim.people.models import Invitation, Membership, Role, User
from tests.builders import make_invitation, make_membership, make_user

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 5)


def role_of(user):
    return Membership.objects.get(user=user)


def invited(client, local, **changes):
    sent = {"email": "rea@people.example", "role": "reader", "language": "en", **changes}
    client.post(reverse("people:invite", args=[local.slug]), sent)
    return Invitation.objects.first()


@pytest.fixture
def rea(local):
    """A researcher for a few days more."""
    user = make_user("Rea")
    make_membership(user, local, Role.RESEARCHER, until=TODAY + timedelta(days=5))
    return user


def test_who_invites_chooses_a_last_day(ana, local, client_of):
    assert invited(client_of(ana), local, until="2026-12-31").until == date(2026, 12, 31)


def test_a_researcher_for_thirty_days_is_one_choice(ana, local, client_of):
    invitation = invited(client_of(ana), local, role="researcher for a month")
    assert (invitation.role, invitation.until) == ("researcher", date(2026, 11, 4))


def test_a_day_that_has_passed_is_no_last_day(ana, local, client_of):
    assert invited(client_of(ana), local, until="2026-10-04") is None


def test_the_role_that_comes_of_it_ends_on_that_day(ana, local):
    new = make_user("Rea")
    _invitation, token = make_invitation(local, ana, new.email, until=TODAY)
    assert services.accept_signed_in(token, by=new, at=clock.now()).until == TODAY


def test_an_invitation_to_a_role_that_is_over_is_not_taken_up(ana, local):
    invitation, _token = make_invitation(local, ana, until=TODAY - timedelta(days=1))
    assert "a day that has passed" in rules.why_not_accept(invitation)


def test_it_is_over_the_day_after(rea, local, settings):
    settings.PINNED_DAY = TODAY + timedelta(days=5)
    assert User.objects.get(pk=rea.pk).holds(local)
    settings.PINNED_DAY = TODAY + timedelta(days=6)
    assert not User.objects.get(pk=rea.pk).holds(local)


def test_the_last_day_stands_on_the_page_of_the_organization(rea, ana, local, client_of):
    shown = client_of(ana).get(local.get_absolute_url()).content.decode()
    assert "until 10 Oct. 2026" in shown


def test_and_among_what_is_kept_about_oneself(rea):
    assert "10 October 2026" in offers.roles(Subject(user_id=rea.pk)).rows[0]


@pytest.mark.parametrize(("days", "announced"), [(7, True), (8, False)])
def test_it_is_announced_a_week_before_to_both(ana, local, days, announced):
    user = make_user("Rea")
    make_membership(user, local, Role.RESEARCHER, until=TODAY + timedelta(days=days))
    for somebody in (user, ana):
        assert bool(offers.today_items(somebody)) is announced


def test_it_is_announced_to_nobody_else(rea, ben, cleo):
    assert [offers.today_items(one) for one in (ben, cleo)] == [[], []]


def test_a_coordinator_lets_it_last_longer(rea, ana, client_of):
    page = reverse("people:change-last-day", args=[role_of(rea).pk])
    client_of(ana).post(page, {"until": "2026-12-31"})
    assert role_of(rea).until == date(2026, 12, 31)
    client_of(ana).post(page, {"until": ""})
    assert role_of(rea).until is None


def test_nobody_lets_their_own_role_last_longer_without_giving_roles(rea):
    with pytest.raises(Refused, match="administrator or a coordinator"):
        services.change_last_day(role_of(rea), None, by=rea, at=clock.now())


def test_a_coordinator_changes_no_administrators_day(ana, local):
    above = make_user("Above", local, Role.ADMINISTRATOR)
    with pytest.raises(Refused, match="more than your own"):
        services.change_last_day(role_of(above), TODAY, by=ana, at=clock.now())


def test_the_last_administrator_gets_no_last_day(dora):
    with pytest.raises(Refused, match="Nobody else administers"):
        services.change_last_day(role_of(dora), TODAY, by=dora, at=clock.now())


def test_who_administers_only_until_a_day_lets_no_other_go(dora, division):
    guest = make_user("Guest")
    make_membership(guest, division, Role.ADMINISTRATOR, until=TODAY + timedelta(days=9))
    assert "Nobody else administers" in rules.why_not_end(dora, role_of(dora))
    assert rules.why_not_end(dora, role_of(guest)) == ""


def test_the_page_of_roles_says_why_one_cannot_be_ended(dora, division, client_of):
    shown = client_of(dora).get(division.get_absolute_url()).content.decode()
    assert "Nobody else administers Ontario Division" in shown
    assert reverse("people:end-role", args=[role_of(dora).pk]) not in shown
