"""A dossier whose file was lost with a disk."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

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
