"""In a real browser: an invitation taken up on a phone, a passkey made and used, axe's opinion."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from reclaim.people.models import Role, User
from tests.builders import PASSWORD, make_invitation, make_person, make_worksite

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def site(live_server) -> str:
    """By its name: a passkey belongs to a name, never to a number."""
    return live_server.url.replace("127.0.0.1", "localhost")


@pytest.fixture
def page_without_errors(page: Page) -> Iterator[Page]:
    """Whatever the browser complains about, a blocked script for one, fails the test."""
    said: list[str] = []
    page.on("console", lambda line: said.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    assert said == []


def sign_in(page: Page, site: str, user: User) -> None:
    page.goto(f"{site}/accounts/login/")
    page.locator("#id_login").fill(user.email)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(f"{site}/")


def test_an_invitation_is_taken_up_on_a_phone(page_without_errors, site, local, ana):
    page = page_without_errors
    page.set_viewport_size(PHONE)
    _, token = make_invitation(local, ana, "nadia@people.example", role=Role.COORDINATOR)
    page.goto(f"{site}/fr/people/invitations/{token}/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ana vous invite")
    page.get_by_label("Prénom").fill("Nadia")
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Créer mon compte").click()
    page.wait_for_url(f"{site}/fr/")
    page.goto(f"{site}/fr/people/organizations/{local.slug}/")
    expect(page.get_by_role("cell", name="Nadia", exact=True)).to_be_visible()


def test_a_passkey_is_made_and_signs_in(page_without_errors, site, ana):
    page = page_without_errors
    give_a_key_ring(page)
    sign_in(page, site, ana)
    page.goto(f"{site}/accounts/2fa/webauthn/add/")
    page.locator("#id_password").fill(PASSWORD)  # asked once more
    page.locator("main form button[type=submit]").click()
    page.locator("#id_passwordless").check()
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url(re.compile("/accounts/2fa/"))
    expect(page.get_by_role("main")).to_contain_text("key", ignore_case=True)

    page.context.clear_cookies()
    page.goto(f"{site}/accounts/login/")
    page.locator("#passkey_login").click()
    page.wait_for_url(f"{site}/")
    expect(page.locator("summary", has_text="Ana")).to_be_visible()


def give_a_key_ring(page: Page) -> None:
    """Chromium's own pretended authenticator: it holds keys and says its owner is there."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    ring = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": ring})


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(page_without_errors, site, local, ana, scheme):
    page = page_without_errors
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size(PHONE)
    person = make_person(local, worksite=make_worksite(local, "North kitchen"))
    make_invitation(local, ana)
    sign_in(page, site, ana)
    for path in [
        "/people/",
        person.get_absolute_url(),
        f"{person.get_absolute_url()}change/",
        "/people/organizations/",
        local.get_absolute_url(),
        "/accounts/2fa/",
        "/accounts/sessions/",
    ]:
        page.goto(f"{site}{path}")
        found = [
            (violation["id"], [node["html"] for node in violation["nodes"]])
            for violation in Axe().run(page).response["violations"]
            if violation["impact"] in {"serious", "critical"}
        ]
        assert found == [], path
        overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert overflow <= 0, f"{path} is wider than a phone"
