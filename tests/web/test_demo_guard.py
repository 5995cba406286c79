"""The demonstration's accounts have a password everybody knows: none where people really work."""

import pytest
from django.core.management import CommandError, call_command

from reclaim.people.models import User
from tests.builders import make_organization

pytestmark = pytest.mark.django_db


def test_no_demonstration_beside_a_real_organization():
    make_organization("A real local")
    with pytest.raises(CommandError, match="in use"):
        call_command("demo")
    assert not User.objects.exists()


def test_no_demonstration_where_mail_leaves_for_real(settings):
    settings.REAL_DELIVERY = True
    with pytest.raises(CommandError, match="in use"):
        call_command("demo")
    assert not User.objects.exists()
