"""Who must sign in with a second step is led to it, and nobody else is."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.management import call_command
from django.test import Client

from reclaim.core import clock
from reclaim.core.errors import Refused
from reclaim.core.templatetags.devices import device
from reclaim.people import services
from reclaim.people.management.commands import found
from reclaim.people.models import Role, SecondStepRule, User
from tests.builders import PASSWORD, make_user

pytestmark = pytest.mark.django_db
FIRST = "/people/second-step/"


@pytest.fixture
def asked(division, dora):
    """The division asks it of coordinators, there and below."""
    give_second_step(dora)
    services.ask_second_step(division, [Role.COORDINATOR], by=dora, at=clock.now())


def give_second_step(user, kind="totp"):
    return Authenticator.objects.create(user=user, type=kind, data={})


def led_to_it(answer):
    return answer.status_code == 302 and answer.url.endswith(FIRST)


class TestWhoMust:
    @pytest.mark.parametrize(
        "path", ["/", "/people/", "/me/", "/me.json", "/campaigns/", "/style/"]
    )
    def test_opens_nothing_else_before(self, client_of, ana, asked, path):
        assert led_to_it(client_of(ana).get(path))

    def test_is_told_why(self, client_of, ana, asked):
        page = client_of(ana).get("/", follow=True).text
        assert "You are campaign coordinator, and Ontario Division asks a second step" in page

    def test_is_told_why_in_french_on_the_french_page(self, client_of, ana, asked):
        answer = client_of(ana).get("/fr/")
        assert answer.url == f"/fr{FIRST}"

    def test_changes_nothing_either(self, client_of, ana, local, asked):
        answer = client_of(ana).post(f"/people/organizations/{local.slug}/invite/", {})
        assert led_to_it(answer)

    @pytest.mark.parametrize("path", ["/accounts/2fa/totp/activate/", "/accounts/2fa/"])
    def test_opens_what_sets_it_up(self, client_of, ana, asked, path):
        assert not led_to_it(client_of(ana).get(path))

    def test_may_sign_out(self, client_of, ana, asked):
        client = client_of(ana)
        client.post("/accounts/logout/")
        assert client.get("/").url.startswith("/accounts/login/")

    def test_still_opens_what_is_open_to_visitors(self, client_of, ana, asked):
        assert not led_to_it(client_of(ana).get("/accounts/code/ABCD-EFGH/"))

    @pytest.mark.parametrize("kind", ["totp", "webauthn"])
    def test_goes_on_once_it_is_there(self, client_of, ana, asked, kind):
        give_second_step(ana, kind)
        client = client_of(ana)
        assert client.get("/people/").status_code == 200
        assert client.get(FIRST).url == "/"

    def test_recovery_codes_alone_are_no_second_step(self, client_of, ana, asked):
        give_second_step(ana, "recovery_codes")
        assert led_to_it(client_of(ana).get("/"))

    def test_somebody_elses_second_step_does_not_count(self, client_of, ana, cleo, asked):
        give_second_step(cleo)
        assert led_to_it(client_of(ana).get("/"))


class TestWhoNeedNot:
    def test_another_role_goes_on(self, client_of, ben, asked):
        assert client_of(ben).get("/").status_code == 200

    def test_the_same_role_beside_goes_on(self, client_of, ana, cleo, local, dora):
        services.ask_second_step(local, [Role.COORDINATOR], by=dora, at=clock.now())
        assert led_to_it(client_of(ana).get("/"))
        assert client_of(cleo).get("/").status_code == 200

    def test_a_role_that_ended_asks_for_nothing(self, client_of, ana, dora, asked):
        for held in ana.memberships.all():
            services.end_role(held, by=dora, at=clock.now())
        assert client_of(ana).get("/").status_code == 200

    def test_it_costs_no_read_of_its_own(self, client_of, ana, django_assert_num_queries):
        user = User.objects.get(pk=ana.pk)
        with django_assert_num_queries(1):
            assert user.paths()
            assert not user.lacks_second_step


class TestAsking:
    def page(self, local):
        return f"/people/organizations/{local.slug}/second-step/"

    def test_an_administrator_chooses_the_roles(self, client_of, dora, division, local):
        client = client_of(dora)
        client.post(self.page(local), {"roles": ["organizer", "leader"]})
        client.post(self.page(local), {"roles": ["organizer"]})
        rules = SecondStepRule.objects.values_list("organization", "role")
        assert list(rules) == [(local.pk, "organizer")]
        assert client.get(self.page(local)).status_code == 200

    def test_it_may_be_asked_of_nobody_again(self, client_of, dora, local):
        client = client_of(dora)
        client.post(self.page(local), {"roles": ["organizer"]})
        client.post(self.page(local), {})
        assert not SecondStepRule.objects.exists()

    def test_the_page_counts_who_lacks_it(self, client_of, dora, local, ana):
        client = client_of(dora)
        client.post(self.page(local), {"roles": ["coordinator"]})
        assert "Of 1 of whom it is asked, 1 has none yet" in client.get(self.page(local)).text
        give_second_step(ana)
        assert "The one of whom it is asked has it." in client.get(self.page(local)).text

    def test_what_a_body_above_asks_is_said_and_stays(self, client_of, local, asked):
        below = make_user("Noor", local, Role.ADMINISTRATOR)
        page = client_of(below).get(self.page(local)).text
        assert "Ontario Division asks it of everybody who is campaign coordinator, here too" in page
        client_of(below).post(self.page(local), {})
        assert SecondStepRule.objects.count() == 1

    def test_a_coordinator_does_not_decide(self, client_of, ana, local):
        assert client_of(ana).get(self.page(local)).status_code == 404
        with pytest.raises(Refused):
            services.ask_second_step(local, [], by=ana, at=clock.now())

    def test_a_new_installation_asks_it_of_administrators_and_coordinators(self, monkeypatch):
        monkeypatch.setattr(found, "getpass", lambda prompt: PASSWORD)
        call_command("found", "Local 4120", "ana@people.example")
        rules = SecondStepRule.objects.values_list("role", flat=True)
        assert set(rules) == {"administrator", "coordinator"}


class TestOtherBrowsers:
    def sign_in(self, user, browser):
        client = Client(HTTP_USER_AGENT=browser)
        client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
        return client

    PHONE = "Mozilla/5.0 (Linux; Android 14; Pixel 8) Gecko/130.0 Firefox/130.0"
    DESK = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/129.0 Safari/537.36"

    def test_each_is_named_in_words(self, ana):
        self.sign_in(ana, self.PHONE)
        page = self.sign_in(ana, self.DESK).get("/accounts/sessions/").text
        assert "Firefox on Android" in page
        assert "Chrome on Linux" in page
        assert page.count("this browser") == 1

    def test_one_is_ended(self, ana):
        phone, desk = self.sign_in(ana, self.PHONE), self.sign_in(ana, self.DESK)
        third = self.sign_in(ana, "curl/8")
        theirs = UserSession.objects.get(user_agent=self.PHONE)
        desk.post(f"/accounts/sessions/{theirs.pk}/end/")
        assert phone.get("/people/organizations/").status_code == 302
        assert desk.get("/people/organizations/").status_code == 200
        assert third.get("/people/organizations/").status_code == 200

    def test_somebody_elses_is_not(self, ana, cleo):
        hers = self.sign_in(cleo, self.DESK)
        theirs = UserSession.objects.get(user=cleo)
        answer = self.sign_in(ana, self.DESK).post(f"/accounts/sessions/{theirs.pk}/end/")
        assert answer.status_code == 404
        assert hers.get("/people/organizations/").status_code == 200

    def test_a_link_alone_ends_none(self, ana):
        client = self.sign_in(ana, self.DESK)
        theirs = UserSession.objects.get(user=ana)
        assert client.get(f"/accounts/sessions/{theirs.pk}/end/").status_code == 405

    @pytest.mark.parametrize(
        ("agent", "words"),
        [
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5) Version/17.5 Mobile Safari/604",
                "Safari on iPhone",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0) Chrome/129.0 Safari/537.36 Edg/129.0",
                "Edge on Windows",
            ),
            ("curl/8.5", "curl/8.5"),
            ("", "a browser without a name"),
        ],
    )
    def test_what_browsers_call_themselves(self, agent, words):
        assert device(agent) == words
