"""A dossier whose file was lost with a disk, and who made it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils.formats import date_format

from reclaim.core import clock
from reclaim.core.offers import Subject
from reclaim.evidence import offers
from reclaim.people.models import Organization, User
from tests.builders import make_dossier, make_service

pytestmark = pytest.mark.django_db


def test_a_dossier_whose_file_is_gone_says_so_and_what_to_do(
    client_of: Callable[[User], Client], local: Organization, ana: User
):
    dossier = make_dossier(make_service(local), file="lost.pdf")
    page = client_of(ana).get(dossier.get_absolute_url())
    assert page.status_code == 403
    assert "Make it again" in page.content.decode()


def test_whoever_made_a_dossier_sees_that_it_is_kept(local: Organization, ana: User, ben: User):
    make_dossier(make_service(local, "Laundry"), made_by=ana)
    [section] = offers.dossiers_made_by(Subject(user_id=ana.pk))
    assert section.rows == [("Laundry", "English", date_format(clock.today()))]
    assert offers.dossiers_made_by(Subject(user_id=ben.pk)) == []
    assert offers.dossiers_made_by(Subject(email="rosa@people.example")) == []
