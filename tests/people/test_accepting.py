"""The page an invitation opens: for visitors, for those with an account, for those signed in."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession

from reclaim.core import clock
from reclaim.people.models import Role, User
from reclaim.people.services.invitations import invitation_message
from tests.builders import PASSWORD, make_invitation

pytestmark = pytest.mark.django_db
FACTS = {"given_name": "Nadia", "family_name": "Roy", "password": PASSWORD}


@pytest.fixture
def url(local, ana):
    _, token = make_invitation(local, ana, "nadia@people.example", role=Role.LEADER)
    return f"/people/invitations/{token}/"


def test_a_visitor_sees_who_invites_them_to_what(client, url):
    page = client.get(url)
    assert page.status_code == 200
    for shown in ["Ana invites you as member leader", "Local 4120", "nadia@people.example"]:
        assert shown in page.text


def test_the_page_is_kept_by_no_cache_and_told_to_no_other_site(client, url):
    page = client.get(url)
    assert "no-store" in page["Cache-Control"]
    assert page["Referrer-Policy"] == "same-origin"


def test_accepting_signs_in_and_leads_home(client, url):
    answer = client.post(url, FACTS)
    assert answer.url == "/"
    assert client.get("/people/organizations/").text.count("Local 4120") >= 1
    assert UserSession.objects.filter(user__email="nadia@people.example").exists()


def test_the_account_signs_in_with_the_password_it_chose(client, url):
    client.post(url, FACTS)
    client.post("/accounts/logout/")
    client.post("/accounts/login/", {"login": "Nadia@people.example", "password": PASSWORD})
    assert client.get("/people/organizations/").status_code == 200


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("short", "too short"),
        ("password1234", "too common"),
        ("nadia@people.example", "too similar"),
        ("", "required"),
    ],
)
def test_a_weak_password_is_one_sentence_and_no_account(client, url, password, sentence):
    page = client.post(url, {**FACTS, "password": password})
    assert sentence in page.text
    assert "Nadia" in page.text  # nothing typed is lost
    assert not User.objects.filter(email="nadia@people.example").exists()


def test_a_name_is_asked_for(client, url):
    assert "required" in client.post(url, {**FACTS, "given_name": " "}).text


def test_a_used_link_says_so(client, url):
    client.post(url, FACTS)
    client.post("/accounts/logout/")
    page = client.get(url)
    assert page.status_code == 403
    assert "already accepted" in page.text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"invited_at": -timedelta(days=14)}, "has expired"),
        ({"withdrawn_at": timedelta(0)}, "was withdrawn"),
    ],
)
def test_a_closed_link_says_why(client, local, ana, changes, sentence):
    moments = {name: clock.now() + ago for name, ago in changes.items()}
    by = {"withdrawn_by": ana} if "withdrawn_at" in moments else {}
    _, token = make_invitation(local, ana, **moments, **by)
    page = client.get(f"/people/invitations/{token}/")
    assert page.status_code == 403
    assert sentence in page.text


@pytest.mark.parametrize("token", ["x", "a" * 2000, "..%2f", "%00"])
def test_a_made_up_link_says_it_is_not_complete(client, token):
    page = client.get(f"/people/invitations/{token}/")
    assert page.status_code in {403, 404}
    assert "Traceback" not in page.text


def test_a_link_of_digits_is_not_taken_for_a_number(client, url):
    assert client.get("/people/invitations/123/").status_code == 403


def test_an_address_with_an_account_is_led_to_the_sign_in(client, local, ana, cleo):
    _, token = make_invitation(local, ana, cleo.email)
    url = f"/people/invitations/{token}/"
    page = client.get(url)
    assert f"/accounts/login/?next={url}" in page.text
    assert 'name="password"' not in page.text


def test_signed_in_the_role_is_added(client_of, local, ana, cleo):
    _, token = make_invitation(local, ana, cleo.email, role=Role.LEADER)
    client = client_of(cleo)
    url = f"/people/invitations/{token}/"
    assert "The role is added to your account" in client.get(url).text
    assert client.post(url).url == local.get_absolute_url()
    assert User.objects.get(pk=cleo.pk).holds(local, Role.LEADER)


def test_signed_in_with_another_address_it_says_which(client_of, ben, url):
    page = client_of(ben).get(url)
    assert "another address" in page.text
    assert client_of(ben).post(url).status_code == 403


def test_a_french_invitation_opens_in_french(client, url):
    assert "Ana vous invite comme membre leader" in client.get(f"/fr{url}").text


def test_a_name_on_two_lines_becomes_one_for_it_stands_in_headers_of_mail(client, url, local):
    client.post(url, {**FACTS, "given_name": "Nadia\r\nBcc: all@people.example"})
    nadia = User.objects.get(email="nadia@people.example")
    invitation, token = make_invitation(local, nadia)
    subject = invitation_message(invitation, token).message()["Subject"]
    assert subject.startswith("Nadia Bcc: all@people.example Roy invites you")
