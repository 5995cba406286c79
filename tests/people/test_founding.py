"""The first step of an installation without the demonstration."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command

from reclaim.people.management.commands import found
from reclaim.people.models import Organization, Role, User
from tests.builders import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def typed(monkeypatch):
    """What is typed when a password is asked for."""

    def types(password):
        monkeypatch.setattr(found, "getpass", lambda prompt: password)

    types(PASSWORD)
    return types


def test_it_begins_a_tree_with_somebody_who_may_do_everything_in_it(typed, client, capsys):
    call_command("found", "Local 4120", "ana@people.example", name_fr="Section locale 4120")
    ana, local = User.objects.get(), Organization.objects.get()
    assert ana.holds(local, Role.ADMINISTRATOR)
    assert ana.is_staff
    assert "Local 4120 is founded" in capsys.readouterr().out
    client.post("/accounts/login/", {"login": ana.email, "password": PASSWORD})
    assert client.get(local.get_absolute_url()).url == "/people/second-step/"
    Authenticator.objects.create(user=ana, type="webauthn", data={})
    assert client.get(local.get_absolute_url()).status_code == 200


def test_a_weak_password_founds_nothing(typed):
    typed("short")
    with pytest.raises(CommandError, match="too short"):
        call_command("found", "Local 4120", "ana@people.example")
    assert not Organization.objects.exists()


def test_an_address_that_has_an_account_founds_nothing(typed, ana):
    before = Organization.objects.count()
    with pytest.raises(CommandError, match="exists already"):
        call_command("found", "Another local", "ANA@people.example")
    assert Organization.objects.count() == before


def test_who_administers_a_partner_does_not_administer_the_installation(typed):
    call_command("found", "Neighbours", "pia@people.example", kind="partner")
    pia = User.objects.get()
    assert pia.holds(Organization.objects.get(), Role.ADMINISTRATOR)
    assert not pia.is_staff
