"""What this room shows elsewhere: everything kept about a person, and what waits for them."""

from datetime import timedelta

import pytest

from reclaim.core import audit, clock, offers
from reclaim.core.offers import Subject
from reclaim.people.models import Membership, Role
from reclaim.people.offers import personal_sections, today_items
from reclaim.people.services import end_role
from tests.builders import PASSWORD, make_invitation, make_person, make_worksite

pytestmark = pytest.mark.django_db


def cells(user, **subject):
    asked = subject or {"user_id": user.pk, "email": user.email}
    sections = personal_sections(Subject(**asked))
    return {section.title: [cell for row in section.rows for cell in row] for section in sections}


def test_the_room_offers_personal_data():
    assert "people" in offers.personal_sections.rooms()
    assert "people" in offers.today_items.rooms()


def test_an_account_sees_itself_and_its_roles(ana):
    kept = cells(ana)
    assert "ana@people.example" in kept["Your account"]
    assert "Local 4120" in kept["Your roles"]
    assert "campaign coordinator" in kept["Your roles"]


def test_ended_roles_are_shown_too(ana, ben):
    end_role(Membership.objects.get(user=ben), by=ana, at=clock.now())
    assert any("5 October 2026" in cell for cell in cells(ben)["Your roles"])


def test_sessions_are_shown(client, ana):
    client.post("/accounts/login/", {"login": ana.email, "password": PASSWORD})
    assert "127.0.0.1" in cells(ana)["Where you are signed in"]


def test_a_record_is_found_by_account_and_by_address(ana, local):
    depot = make_worksite(local, "North depot")
    make_person(local, given_name="Ana", user=ana, phone="416 555 0100", language="pa")
    make_person(local, email="ANA@people.example", worksite=depot)
    kept = cells(ana)
    assert {"Punjabi", "North depot"} <= set(kept["Your record"])
    assert "416 555 0100" in kept["How to reach you"]


def test_somebody_without_an_account_is_found_by_address(local):
    make_person(local, email="idris@people.example", phone="416 555 0101")
    assert "416 555 0101" in cells(None, email="Idris@people.example")["How to reach you"]


def test_nobody_is_shown_the_record_of_another(ana, ben, local):
    make_person(local, email="idris@people.example", phone="416 555 0101")
    make_person(local, email="", phone="416 555 0102")
    assert "Your record" not in cells(ana)


def test_invitations_to_an_address_are_shown(ana, ben, local):
    make_invitation(local, ana, ben.email, role=Role.LEADER)
    assert "member leader" in cells(ben)["Invitations to you"]


def test_the_page_of_my_own_facts_shows_them(client_of, ana):
    page = client_of(ana).get("/me/")
    assert "Local 4120" in page.text


def test_what_nobody_answered_for_a_week_waits_for_who_invited(ana, ben, local):
    make_invitation(local, ana, "nadia@people.example", invited_at=clock.now() - timedelta(days=8))
    make_invitation(local, ana, "olu@people.example", invited_at=clock.now() - timedelta(days=6))
    (item,) = today_items(ana)
    assert item.text == "nadia@people.example has not answered your invitation."
    assert item.url == local.get_absolute_url()
    assert item.due == clock.today() + timedelta(days=6)
    assert today_items(ben) == []


def test_what_somebody_did_is_counted_for_them(ana, ben, local):
    make_invitation(local, ana)
    audit.record("add worksite", make_worksite(local), by=ana, at=clock.now())
    titles = [section.title for section in personal_sections(Subject(user_id=ana.pk))]
    assert titles[-2:] == ["Invitations you sent", "Steps recorded under your name"]
    assert len(personal_sections(Subject(user_id=ben.pk))) == 2
