"""Signing in, out, and back in after a forgotten password, by allauth as we set it up."""

import re
from types import SimpleNamespace

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from allauth.usersessions.models import UserSession
from django.core import mail as outbox
from django.core.cache import cache
from django.test import Client
from django.urls import get_resolver

from reclaim.core import mailbox
from reclaim.core.models import ReceivedMail
from reclaim.people.models import User
from tests.builders import PASSWORD, make_user, run_jobs

pytestmark = pytest.mark.django_db
HOME = "/people/organizations/"  # a page that needs a sign-in
SIGN_IN, SIGN_OUT = "/accounts/login/", "/accounts/logout/"
RESET, CODE = "/accounts/password/reset/", "/accounts/2fa/authenticate/"
NEW = "a brand new sentence"


def sign_in(client, user, password=PASSWORD, **more):
    return client.post(SIGN_IN, {"login": user.email, "password": password, **more})


def confirm_password(client):
    """What changes how one signs in asks for the password once more."""
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})


def sent():
    """What left, once the queue was worked on."""
    run_jobs()
    return outbox.outbox


def is_signed_in(client):
    return client.get(HOME).status_code == 200


class TestPassword:
    def test_the_right_one_signs_in_and_leads_home(self, client, ana):
        assert sign_in(client, ana).url == "/"
        assert is_signed_in(client)

    def test_it_leads_where_the_person_was_going(self, client, ana):
        asked = client.get("/people/?q=idris").url
        page = client.get(asked)
        assert 'value="/people/?q=idris"' in page.text
        assert sign_in(client, ana, next="/people/?q=idris").url == "/people/?q=idris"

    def test_it_never_leads_to_another_site(self, client, ana):
        assert sign_in(client, ana, next="https://elsewhere.example/").url == "/"

    def test_the_address_may_be_written_in_capitals(self, client, ana):
        client.post(SIGN_IN, {"login": "ANA@People.Example", "password": PASSWORD})
        assert is_signed_in(client)

    @pytest.mark.parametrize(
        ("login", "password"),
        [("ana@people.example", "wrong"), ("nobody@people.example", PASSWORD), ("ana", PASSWORD)],
    )
    def test_a_wrong_one_is_one_sentence_that_does_not_say_which_was_wrong(
        self, client, ana, login, password
    ):
        page = client.post(SIGN_IN, {"login": login, "password": password})
        assert page.status_code == 200
        assert "address" in page.text
        assert not is_signed_in(client)

    def test_after_five_wrong_ones_even_the_right_one_waits(self, client, ana):
        for _ in range(5):
            sign_in(client, ana, "wrong")
        page = sign_in(client, ana)
        assert "Too many failed login attempts" in page.text
        assert not is_signed_in(client)

    def test_an_account_put_to_rest_does_not_sign_in(self, client, ana):
        User.objects.filter(pk=ana.pk).update(is_active=False)
        sign_in(client, ana)
        assert not is_signed_in(client)

    def test_nobody_signs_up(self, client):
        page = client.post(
            "/accounts/signup/", {"email": "x@people.example", "password1": PASSWORD}
        )
        assert not User.objects.exists()
        assert "Accounts are by invitation." in page.text

    def test_the_french_page_says_courriel(self, client, db):
        page = client.get(f"/fr{SIGN_IN}").text
        assert "Courriel" in page
        assert "e-mail" not in page.lower().replace("example", "")


class TestSigningOut:
    def test_it_takes_a_post(self, client, ana):
        sign_in(client, ana)
        client.post(SIGN_OUT)
        assert not is_signed_in(client)

    def test_a_link_alone_signs_nobody_out(self, client, ana):
        sign_in(client, ana)
        assert client.get(SIGN_OUT).status_code == 200
        assert is_signed_in(client)

    def test_a_post_from_another_site_signs_nobody_out(self, ana):
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(ana, backend="django.contrib.auth.backends.ModelBackend")
        assert strict.post(SIGN_OUT).status_code == 403
        assert is_signed_in(strict)


class TestForgottenPassword:
    def link(self):
        return re.search(r"(/(?:fr/)?accounts/password/reset/key/\S+)", sent()[-1].body)[1]

    def test_a_link_by_mail_leads_to_a_new_password(self, client, ana):
        client.post(RESET, {"email": ana.email})
        form = client.get(self.link(), follow=True)
        answer = client.post(form.request["PATH_INFO"], {"password1": NEW, "password2": NEW})
        assert answer.status_code == 302
        client.post(SIGN_OUT)
        sign_in(client, ana, NEW)
        assert is_signed_in(client)

    def test_the_link_works_once(self, client, ana):
        client.post(RESET, {"email": ana.email})
        link = self.link()
        form = client.get(link, follow=True)
        client.post(form.request["PATH_INFO"], {"password1": NEW, "password2": NEW})
        client.post(SIGN_OUT)
        assert "password1" not in client.get(link, follow=True).text

    def test_the_message_goes_to_the_address_of_the_account_only(self, client, ana):
        client.post(RESET, {"email": "ANA@people.example"})
        assert [message.to for message in sent()] == [["ana@people.example"]]

    def test_an_unknown_address_gets_no_mail_and_the_page_does_not_tell(self, client, ana):
        known = client.post(RESET, {"email": ana.email}, follow=True)
        unknown = client.post(RESET, {"email": "nobody@people.example"}, follow=True)
        assert unknown.redirect_chain == known.redirect_chain
        assert [message.to for message in sent()] == [[ana.email]]

    def test_the_message_is_french_on_the_french_page(self, client, ana):
        client.post(f"/fr{RESET}", {"email": ana.email})
        (message,) = sent()
        assert message.subject == "Choisissez un nouveau mot de passe pour Reclaim"
        assert message.body.startswith("Bonjour,")
        assert "/fr/accounts/password/reset/key/" in message.body
        assert "password" not in message.body.replace("accounts/password/reset", "")

    def test_a_weak_new_password_is_one_sentence(self, client, ana):
        client.post(RESET, {"email": ana.email})
        form = client.get(self.link(), follow=True)
        weak = {"password1": "password1234", "password2": "password1234"}
        assert "too common" in client.post(form.request["PATH_INFO"], weak).text

    def test_asking_again_and_again_is_slowed_down(self, client, ana):
        for _ in range(7):
            client.post(RESET, {"email": ana.email})
        assert len(sent()) <= 5


@pytest.mark.django_db(transaction=True)
@pytest.mark.allow_hosts(["127.0.0.1"])
def test_the_reset_message_arrives_in_the_local_mailbox_by_smtp(client, ana, free_port, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port
    listener = mailbox.listener(free_port)
    listener.start()
    try:
        client.post(RESET, {"email": ana.email})
        run_jobs()
    finally:
        listener.stop()
    kept = ReceivedMail.objects.get()
    assert kept.envelope_to == ana.email
    assert "/accounts/password/reset/key/" in kept.text


def totp_code(secret, steps=0):
    counter = next(iter(totp.yield_hotp_counters_from_time())) + steps
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


@pytest.fixture
def with_totp(client, ana):
    """Ana, who has set up an authenticator app the way a person does."""
    sign_in(client, ana)
    confirm_password(client)
    page = client.get("/accounts/2fa/totp/activate/")
    secret = re.search(r'value="([A-Z2-7]{32})"', page.text)[1]
    answer = client.post("/accounts/2fa/totp/activate/", {"code": totp_code(secret)})
    assert answer.status_code == 302
    client.post(SIGN_OUT)
    cache.clear()  # the code just used may be used again: the test's clock does not move
    return SimpleNamespace(user=ana, secret=secret)


class TestSecondFactor:
    def test_setting_it_up_asks_for_the_password_once_more(self, client, ana):
        sign_in(client, ana)
        asked = client.get("/accounts/2fa/totp/activate/").url
        assert asked.startswith("/accounts/reauthenticate/")

    def test_a_wrong_code_sets_nothing_up(self, client, ana):
        sign_in(client, ana)
        confirm_password(client)
        client.get("/accounts/2fa/totp/activate/")
        page = client.post("/accounts/2fa/totp/activate/", {"code": "000000"})
        assert "Incorrect code" in page.text

    def test_the_password_alone_no_longer_signs_in(self, client, with_totp):
        assert sign_in(client, with_totp.user).url == CODE
        assert not is_signed_in(client)

    def test_the_code_signs_in(self, client, with_totp):
        sign_in(client, with_totp.user)
        client.post(CODE, {"code": totp_code(with_totp.secret)})
        assert is_signed_in(client)

    def test_a_wrong_code_does_not(self, client, with_totp):
        sign_in(client, with_totp.user)
        page = client.post(CODE, {"code": "000000"})
        assert "Incorrect code" in page.text
        assert not is_signed_in(client)

    def test_a_recovery_code_signs_in_once(self, client, with_totp):
        sign_in(client, with_totp.user)
        client.post(CODE, {"code": totp_code(with_totp.secret)})
        code = RecoveryCodes.activate(with_totp.user).get_unused_codes()[0]
        for attempt in (True, False):
            client.post(SIGN_OUT)
            sign_in(client, with_totp.user)
            client.post(CODE, {"code": code})
            assert is_signed_in(client) is attempt

    def test_recovery_codes_are_shown_to_their_owner(self, client, with_totp):
        sign_in(client, with_totp.user)
        client.post(CODE, {"code": totp_code(with_totp.secret)})
        confirm_password(client)
        client.post("/accounts/2fa/recovery-codes/generate/")
        assert client.get("/accounts/2fa/recovery-codes/").status_code == 200

    def test_a_forgotten_password_does_not_go_round_it(self, client, with_totp):
        client.post(RESET, {"email": with_totp.user.email})
        link = re.search(r"(/accounts/password/reset/key/\S+)", sent()[-1].body)[1]
        form = client.get(link, follow=True)
        client.post(form.request["PATH_INFO"], {"password1": NEW, "password2": NEW})
        assert not is_signed_in(client)


class TestSessions:
    def test_each_sign_in_is_listed(self, client, ana):
        sign_in(client, ana)
        assert "127.0.0.1" in client.get("/accounts/sessions/").text

    def test_the_others_can_be_ended(self, client, client_of, ana):
        elsewhere = Client()
        sign_in(elsewhere, ana)
        sign_in(client, ana)
        assert UserSession.objects.filter(user=ana).count() == 2
        client.post("/accounts/sessions/")
        assert not is_signed_in(elsewhere)
        assert is_signed_in(client)

    def test_a_new_password_ends_the_others(self, client, ana):
        elsewhere = Client()
        sign_in(elsewhere, ana)
        sign_in(client, ana)
        change = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
        client.post("/accounts/password/change/", change)
        assert not is_signed_in(elsewhere)


class TestAddress:
    """What is kept about a person is found by address, so an address must be proven first."""

    def test_another_persons_address_is_not_taken_without_proof(self, client, ana, cleo):
        sign_in(client, ana)
        client.post("/accounts/email/", {"action_add": "", "email": "victim@people.example"})
        ana.refresh_from_db()
        assert ana.email == "ana@people.example"
        address = EmailAddress.objects.filter(email="victim@people.example").first()
        assert address is None or not address.verified
        client.post("/accounts/email/", {"action_primary": "", "email": "victim@people.example"})
        ana.refresh_from_db()
        assert ana.email == "ana@people.example"

    def test_an_address_proven_by_its_link_replaces_the_old_one(self, client, ana):
        sign_in(client, ana)
        client.post("/accounts/email/", {"action_add": "", "email": "ana.silva@people.example"})
        (message,) = sent()
        assert message.to == ["ana.silva@people.example"]
        assert message.subject == "Is this your address?"
        client.post(re.search(r"(/accounts/confirm-email/\S+)", message.body)[1])
        ana.refresh_from_db()
        assert ana.email == "ana.silva@people.example"

    def test_the_address_of_another_account_is_not_taken(self, client, ana, cleo):
        sign_in(client, ana)
        client.post("/accounts/email/", {"action_add": "", "email": cleo.email})
        assert not EmailAddress.objects.filter(user=ana, email=cleo.email).exists()
        assert sent() == []


OPEN = {  # what allauth leaves open to visitors: everything a person needs before signing in
    "account_confirm_email",
    "account_confirm_login_code",  # only reached in the middle of a sign-in
    "account_email_verification_sent",
    "account_inactive",
    "account_login",
    "account_logout",
    "account_request_login_code",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_signup",
    "mfa_authenticate",
    "mfa_login_webauthn",
}


def test_allauth_leaves_open_only_what_comes_before_a_sign_in():
    names = {
        pattern.name
        for resolver in get_resolver().url_patterns[0].url_patterns
        if str(resolver.pattern) == "accounts/"
        for pattern in every_pattern(resolver)
        if not getattr(pattern.callback, "login_required", True)
    }
    assert names == OPEN


def every_pattern(resolver):
    for item in resolver.url_patterns:
        yield from every_pattern(item) if hasattr(item, "url_patterns") else [item]


@pytest.mark.parametrize(
    "path",
    ["email/", "password/change/", "sessions/", "2fa/", "2fa/webauthn/", "2fa/webauthn/add/"],
)
def test_the_pages_of_an_account_ask_for_a_sign_in(client, path):
    assert client.get(f"/accounts/{path}").url.startswith(SIGN_IN)


@pytest.mark.parametrize(
    "path", ["2fa/", "2fa/webauthn/", "2fa/webauthn/add/", "email/", "sessions/"]
)
def test_the_pages_of_an_account_open(client, path):
    sign_in(client, make_user("Rosa"))
    confirm_password(client)
    assert client.get(f"/accounts/{path}").status_code == 200
