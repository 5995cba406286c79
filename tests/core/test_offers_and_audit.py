"""Rooms offer, lower floors ask; and what is done is recorded with who did it."""

from datetime import timedelta

import pytest
from auditlog.models import LogEntry
from django.db import transaction

from reclaim.core import audit, clock
from reclaim.core.offers import Offers
from tests.builders import make_person


def test_offers_are_walked_in_the_order_rooms_made_them():
    offers = Offers()
    offers.add("letters", "l")
    offers.add("outreach", "o")
    assert (offers.rooms(), list(offers)) == (["letters", "outreach"], ["l", "o"])


def test_a_room_offers_once_under_a_heading():
    offers = Offers()
    offers.add("letters", "old")
    offers.add("letters", "new")
    assert list(offers) == ["new"]


def test_a_line_says_who_did_what_to_what_and_when(local, ana):
    at = clock.now() - timedelta(hours=3)
    audit.record("end role", local, by=ana, at=at, role="reader")
    line = LogEntry.objects.get()
    assert (line.actor, line.timestamp, line.object_pk) == (ana, at, str(local.pk))
    assert line.additional_data == {"verb": "end role", "role": "reader"}


def test_a_line_names_nobody(local, ana):
    """It outlives the record: whoever is erased there must not live on here."""
    idris = make_person(local, given_name="Idris", email="idris@people.example")
    audit.record("add person", idris, by=ana, at=clock.now())
    line = LogEntry.objects.get()
    assert line.object_repr == f"people.Person {idris.pk}"
    assert "idris" not in str(vars(line)).lower()


def test_the_installation_itself_may_have_done_it(local):
    audit.record("create organization", local, by=None, at=clock.now())
    assert LogEntry.objects.get().actor is None


@pytest.mark.django_db(transaction=True)
def test_a_step_that_fails_leaves_no_line(local, ana):
    def step():
        with transaction.atomic():
            audit.record("end role", local, by=ana, at=clock.now())
            raise ValueError

    with pytest.raises(ValueError):
        step()
    assert not LogEntry.objects.exists()
